"""Tasks that a bank file has on trial: asked among the others, counted for nothing but their own difficulty."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from app.assessment.domain.evidence import Evidence, quality
from app.core.db import Database
from app.courses.library import check_folders
from app.integrity.bank_trials import recalibrated
from app.quiz.domain.kinds import KINDS
from app.sittings.demo import answer_task
from app.sittings.domain.bank import bank_text, read_bank
from app.sittings.domain.evidence import skill_evidence
from app.sittings.domain.record import SittingRecord, replay
from app.sittings.queries import sitting_record
from app.sittings.service import current_task
from tests.sittings.place import NINE, Place, open_place
from tests.sittings.sample_bank import write_bank

ON_TRIAL = {f"ct-tt-ma-qr/tt-ma-qr-{number}" for number in range(6)}


def folder_with_trials(folder: Path) -> Path:
    root = write_bank(folder)
    file, standard = root / "bank" / "ct-tt-ma-qr.md", root / "standards" / "nguoi-dan.yaml"
    names = ", ".join(sorted(name.split("/")[1] for name in ON_TRIAL))
    file.write_text(file.read_text("utf-8").replace("---\n", f"---\nthu-nghiem: [{names}]\n", 1), "utf-8")
    changed = standard.read_text("utf-8").replace("thu-nghiem: 0", "thu-nghiem: 2").replace("it-nhat: 4", "it-nhat: 8")
    standard.write_text(changed, "utf-8")
    return root


@pytest.fixture
def place(database: Database, tmp_path: Path) -> Place:
    return open_place(database, folder_with_trials(tmp_path / "bank"), tmp_path / "keys")


def sat(place: Place, *, trials_right: bool) -> SittingRecord:
    """Everything right but, perhaps, what is only tried out."""
    with place.writing() as session:
        sitting, random, at = place.begin(session, place.person(session)), Random(1), NINE  # noqa: S311
        while sitting.ended_at is None:
            at = max(at, sitting.active_at) + timedelta(seconds=40)
            open_task = current_task(session, place.standards, sitting)
            is_trial = open_task is not None and open_task.task.item in ON_TRIAL
            answer_task(session, place.engine, sitting, trials_right or not is_trial, random, at)
        return sitting_record(session, place.standards, sitting.id)


@pytest.mark.one_database
def test_trial_is_asked_and_counts_for_nothing(place: Place) -> None:
    good, bad = sat(place, trials_right=True), sat(place, trials_right=False)
    for record in (good, bad):
        asked = {task.item for task in record.tasks}
        assert len(asked & ON_TRIAL) == 2
        assert record.result is not None
        assert (record.result.outcome, record.result.n) == ("certify", len(record.tasks) - 2)
        assert sum(one.n for one in skill_evidence(record.position)) == len(record.tasks) - 2
        assert replay(record) == tuple(task.item for task in record.tasks)
        tried = [one for one in Evidence(record.position).tasks if one.is_trial]
        assert [(one.score, one.residual) for one in tried] == [(None, None)] * 2
        assert quality(Evidence(record.position)).tried == 2
    with place.writing() as session:
        found = recalibrated(session, place.offer, {})
    assert sum(found.items[item].answers for item in ON_TRIAL) == 4


@pytest.mark.one_database
def test_stored_bank_knows_its_trials_and_one_without_reads_as_ever(place: Place) -> None:
    bank = place.offer.bank
    assert set(bank.fieldtest) == ON_TRIAL
    again = read_bank(place.offer.bank_text)
    assert (set(again.fieldtest), again.version) == (ON_TRIAL, bank.version)
    before = '[["a/b", "g", "s", 1.0, 0.25, [0.5], 0.2, true]]'
    old = read_bank(before)
    assert (old.items[0].status, bank_text(old.items)) == ("operational", before)


def test_name_that_the_file_does_not_have_is_told(tmp_path: Path) -> None:
    root = folder_with_trials(tmp_path / "bank")
    file = root / "bank" / "ct-tt-ma-qr.md"
    wrong = file.read_text("utf-8").replace("tt-ma-qr-0,", "khong-co,", 1)
    wrong = wrong.replace("\nthu-nghiem", "\nchi-hoi-mot: [[tt-ma-qr-1, chua-co]]\nthu-nghiem", 1)
    file.write_text(wrong, "utf-8")
    told = [one for one in check_folders([root], date(2026, 11, 22), KINDS).diagnostics if one.code == "bad-field"]
    assert [(one.line, name in one.message) for one, name in zip(told, ("chua-co", "khong-co"), strict=True)] == [
        (2, True),
        (3, True),
    ]


@pytest.mark.one_database
def test_of_tasks_that_give_each_other_away_one_is_asked(database: Database, tmp_path: Path) -> None:
    """The bank says which, keeps it with its text, and asks one of each set."""
    root = write_bank(tmp_path / "bank")
    file = root / "bank" / "ct-tt-ma-qr.md"
    file.write_text(
        file.read_text("utf-8").replace("---\n", "---\nchi-hoi-mot: [[tt-ma-qr-0, tt-ma-qr-1, tt-ma-qr-2]]\n", 1),
        "utf-8",
    )
    place = open_place(database, root, tmp_path / "keys")
    both = {"ct-tt-ma-qr/tt-ma-qr-1", "ct-tt-ma-qr/tt-ma-qr-2"}
    assert place.offer.bank.by_id["ct-tt-ma-qr/tt-ma-qr-0"].enemies == both
    again = read_bank(place.offer.bank_text)
    assert (again.items, again.version) == (place.offer.bank.items, place.offer.bank.version)
