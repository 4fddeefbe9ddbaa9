"""What the tutor has learned from examples: how people ask for a lesson, when to keep silent, what a message leans to.
Only the open part of the evaluation and our own examples teach it; the held-out part is never read here."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from app.tutor.domain.bands import Bands
from app.tutor.domain.gate import example
from app.tutor.domain.leanings import Example, Leanings
from app.tutor.domain.redaction import redacted
from app.tutor.domain.wishes import Wish

BANDS = Path(__file__).with_name("bands.json")
LEANINGS = Path(__file__).with_name("leanings.json")
EVALUATION = Path(__file__).with_name("evaluation")
OURS = ("wishes.jsonl", "wishes_second.jsonl")
WISHES: Mapping[str, Wish] = {
    "act-for-me": "act_for_me", "harm": "harm", "injection": "injection", "victim": "victim",
    "off-topic": "answer", "near-miss": "answer",
}  # fmt: skip

Part = Literal["open", "held-out"]
Row: TypeAlias = Mapping[str, Any]
Asked: TypeAlias = Mapping[str, Sequence[str]]  # lesson → questions that it answers


def rows(name: str, part: Part) -> list[Row]:
    """Of a set of the evaluation, what was written first and what was written later."""
    return [
        row
        for round_ in (name, f"{name}_more")
        for row in _lines(EVALUATION / f"{round_}.jsonl")
        if row["part"] == part
    ]


def asked(without: Collection[str] = ()) -> Asked:
    """How strangers ask, but for the rows of these ids."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows("answerable", "open"):
        for lesson in row["lessons"] if row["id"] not in without else ():
            found[lesson].append(row["question"])
    return found


def examples() -> list[Example]:
    """For the gate: ours, then those of strangers."""
    ours = [(row["message"], row["wish"]) for file in OURS for row in _lines(EVALUATION / file)]
    asked = [(row["question"], "answer") for row in rows("answerable", "open")]
    others = [(row["message"], WISHES[row["kind"]]) for row in rows("not_answerable", "open") if row["kind"] in WISHES]
    return [example(redacted(text).text, wish) for text, wish in (*ours, *asked, *others)]


def read_bands(file: Path = BANDS) -> Bands:
    """The limits, as `hocvuso tutor eval --calibrate` left them."""
    kept = json.loads(file.read_text("utf-8"))["bands"]
    means, spreads, weights = (tuple(kept[name]) for name in ("means", "spreads", "weights"))
    return Bands(means, spreads, weights, kept["bias"], kept["answer"], kept["suggest"])


def keep_bands(bands: Bands, how: str, file: Path = BANDS) -> None:
    file.write_text(json.dumps({"how": how, "bands": asdict(bands)}, ensure_ascii=False, indent=2) + "\n", "utf-8")


@cache
def read_leanings(file: Path = LEANINGS) -> Leanings:
    kept = json.loads(file.read_text("utf-8"))
    weights = {feature: tuple(row) for feature, row in kept["weights"].items()}
    return Leanings(weights, tuple(kept["bias"]), kept["sure"], kept["doubtful"])


def keep_leanings(leanings: Leanings, how: str, file: Path = LEANINGS) -> None:
    """A line for each feature, so that a change can be read."""
    head = {"how": how, "bias": leanings.bias, "sure": leanings.sure, "doubtful": leanings.doubtful}
    lines = (
        f"{json.dumps(feature, ensure_ascii=False)}: {json.dumps(row)}" for feature, row in leanings.weights.items()
    )
    first = json.dumps(head, ensure_ascii=False)[:-1]
    file.write_text(first + ', "weights": {\n' + ",\n".join(lines) + "\n}}\n", "utf-8")


def _lines(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
