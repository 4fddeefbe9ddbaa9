"""What a difficulty file says of items is what the bank chooses and scores with."""

import json
from pathlib import Path

import pytest

from app.sittings.domain.bank import Difficulty
from app.sittings.standards import read_difficulties


def written(folder: Path, **row: float) -> Path:
    (folder / "difficulty.json").write_text(json.dumps({"items": {"một": row}}), "utf-8")
    return folder


def test_slope_is_read_and_is_one_where_none_stands(tmp_path: Path) -> None:
    assert read_difficulties([written(tmp_path, b=0.5, se=0.2, a=1.4)]) == {"một": Difficulty(0.5, 0.2, 1.4)}
    assert read_difficulties([written(tmp_path, b=0.5, se=0.2)]) == {"một": Difficulty(0.5, 0.2, 1.0)}


@pytest.mark.parametrize("slope", [0.0, -1.0, 11.0, float("nan")])
def test_slope_that_no_calibration_gives_closes_certification(tmp_path: Path, slope: float) -> None:
    with pytest.raises(ValueError, match="slope"):
        read_difficulties([written(tmp_path, b=0.5, se=0.2, a=slope)])
