"""Two who decide at once: one outcome, told to both."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.accounts.appointments import relieve
from app.accounts.domain.duties import Duty
from app.authoring import service as authoring
from app.authoring.service import DraftMoved
from app.publishing import service
from app.publishing.press import Press, Withheld
from app.publishing.service import Obstructed
from tests.publishing.conftest import CLOCK, NEW_TEXT, NOW, PLAIN, School

REFUSALS = (DraftMoved, Obstructed, Withheld)
ROUNDS = 5


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """What became of each: done, or the name of the refusal."""

    def do(deed: Callable[[], object]) -> str:
        try:
            deed()
        except REFUSALS as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(len(deeds)) as hands:
        return list(hands.map(do, deeds))


def presses(school: School) -> tuple[Press, Press]:
    """Of two processes, as far as the disk and the database can tell."""
    return school.press, Press([school.content], school.database, school.library, CLOCK)


def test_two_who_publish_at_once_publish_once(school: School) -> None:
    draft = school.approved()
    first, second = presses(school)
    told = at_once(lambda: first.publish(draft, 1, school.lan), lambda: second.publish(draft, 1, school.mai))
    assert sorted(told) == ["DraftMoved", "done"]
    assert len(school.publications()) == 1
    assert school.file.read_text("utf-8") == NEW_TEXT


@pytest.mark.battery
def test_publishing_and_sending_back_have_one_outcome(school: School) -> None:
    for _ in range(ROUNDS):
        draft = school.approved()
        told = at_once(
            lambda draft=draft: school.press.publish(draft, 1, school.lan),  # type: ignore[misc]
            lambda draft=draft: school.send_back(draft, school.mai),  # type: ignore[misc]
        )
        is_published = school.file.read_text("utf-8") == NEW_TEXT
        assert told == (["done", "DraftMoved"] if is_published else ["DraftMoved", "done"])
        assert school.state(draft) == ("published" if is_published else "writing")
        if not is_published:
            school.with_draft(
                draft, lambda session, found: authoring.set_state(session, found, "closed", school.hanh, NOW)
            )
        school.file.write_text(PLAIN, encoding="utf-8")


@pytest.mark.battery
def test_saving_and_submitting_have_one_outcome_and_nothing_is_lost(school: School) -> None:
    newer = NEW_TEXT.replace("## Giữ kín", "## Giữ cho kín")
    for _ in range(ROUNDS):
        draft = school.write()
        proof = school.press.prove(draft, 1, "writing")
        told = at_once(
            lambda draft=draft, proof=proof: school.with_draft(  # type: ignore[misc]
                draft, lambda session, found: service.submit(session, found, proof.number, proof.labels, school.hanh, NOW)
            ),
            lambda draft=draft: school.with_draft(  # type: ignore[misc]
                draft, lambda session, found: authoring.save_revision(session, found, 1, newer, school.hanh, NOW)
            ),
        )  # fmt: skip
        assert told[1] == "done"
        text = school.with_draft(draft, authoring.latest_text)
        assert (told[0], school.state(draft), text) in (
            ("done", "submitted", NEW_TEXT),
            ("DraftMoved", "writing", newer),
        )
        assert newer == school.with_draft(draft, lambda session, found: authoring.find_revision(session, found, 2).text)
        school.with_draft(draft, lambda session, found: authoring.set_state(session, found, "closed", school.hanh, NOW))


@pytest.mark.battery
def test_approving_and_sending_back_leave_no_approval_behind(school: School) -> None:
    for _ in range(ROUNDS):
        draft = school.write()
        school.submit(draft)
        told = at_once(
            lambda draft=draft: school.approve(draft, school.lan),  # type: ignore[misc]
            lambda draft=draft: school.send_back(draft, school.mai),  # type: ignore[misc]
        )
        assert told[1] == "done"
        assert (school.state(draft), school.review(draft).standing.approvals) == ("writing", frozenset())
        school.with_draft(draft, lambda session, found: authoring.set_state(session, found, "closed", school.hanh, NOW))


def test_two_approvals_at_once_are_both_counted_and_one_of_a_person_once(school: School) -> None:
    draft = school.write()
    school.submit(draft)
    told = at_once(
        lambda: school.approve(draft, school.lan),
        lambda: school.approve(draft, school.mai),
        lambda: school.approve(draft, school.lan),
    )
    assert sorted(told) == ["Obstructed", "done", "done"]
    assert school.review(draft).standing.approvals == {school.lan, school.mai}


def test_taking_the_right_while_publishing_has_one_outcome(school: School) -> None:
    draft = school.approved()
    told = at_once(
        lambda: school.press.publish(draft, 1, school.lan),
        lambda: school.do(lambda session: relieve(session, "co-lan", Duty.PUBLISHING, NOW)),
    )
    is_published = school.file.read_text("utf-8") == NEW_TEXT
    assert told == ["done" if is_published else "Obstructed", "done"]
    assert school.state(draft) == ("published" if is_published else "submitted")
