"""Whatever moment the service dies at, the file is the old one or the new one, and the next start knows which."""

import os
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.authoring import service as authoring
from app.authoring.service import DraftMoved
from app.publishing import queries
from app.publishing.folders import NotWritable
from app.publishing.models import Publication
from app.publishing.press import Press, Proof, Withheld
from tests.publishing.conftest import CLOCK, NEW_TEXT, NOW, PATH, PLAIN, School

pytestmark = pytest.mark.battery

STEPS = ("open", "mkdir", "fchmod", "fsync", "rename", "unlink")  # of the system, as the press takes them
NEW_PATH = "content/courses/khoa-thu/09-bai-moi.md"
KILLED, DONE = 9, 0
MOST = 200  # steps; more means that the count has gone wrong

left_alone: list[object] = []


def die_at(moment: int) -> None:
    """From now on every step counts twice, before it and after it; at this one the process is gone."""
    passed = 0

    def tick() -> None:
        nonlocal passed
        passed += 1
        if passed == moment:
            os._exit(KILLED)

    def dying(step: Callable[..., Any]) -> Callable[..., Any]:
        def take(*values: Any, **named: Any) -> Any:
            tick()
            done = step(*values, **named)
            tick()
            return done

        return take

    for name in STEPS:
        setattr(os, name, dying(getattr(os, name)))
    Session.commit = dying(Session.commit)  # type: ignore[method-assign]


class DyingPress(Press):
    """Dies at some moment after everything was found to be in order."""

    def __init__(self, moment: int, school: School) -> None:
        super().__init__([school.content], school.database, school.library, CLOCK)
        self._moment = moment

    def _intend(self, draft_id: int, proof: Proof, account_id: int) -> int:
        die_at(self._moment)
        return super()._intend(draft_id, proof, account_id)


def publish_and_die(school: School, draft: int, moment: int) -> int:
    """In a process of its own; gives how it ended."""
    child = os.fork()
    if child == 0:
        _publish_in_child(school, draft, moment)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _publish_in_child(school: School, draft: int, moment: int) -> NoReturn:
    """With connections of its own. What SQLAlchemy has compiled need not be compiled again in every process."""
    engine = school.database.engine
    left_alone.append(engine.pool)  # if it were forgotten, its connections would be closed, and those are the parent's
    try:
        engine.dispose(close=False)
        DyingPress(moment, school).publish(draft, 1, school.lan)
        os._exit(DONE)
    finally:
        os._exit(3)


def moments(school: School, path: str) -> Iterator[tuple[int, int]]:
    """A submitted and approved draft for every moment at which the process then died."""
    school.database.engine.dispose()
    for moment in range(1, MOST):
        draft = school.approved(_text(moment), path)
        ended = publish_and_die(school, draft, moment)
        assert ended in (KILLED, DONE)
        if ended == DONE:
            assert moment > 15
            return
        yield moment, draft
    raise AssertionError("it never ended")


def _text(moment: int) -> str:
    name = "".join(chr(ord("a") + int(digit)) for digit in str(moment))  # a number would be one without a source
    return NEW_TEXT.replace("Giữ mật khẩu cho kín", f"Lần {name}")


@pytest.mark.parametrize("path", [PATH, pytest.param(NEW_PATH, marks=pytest.mark.one_database)])
def test_after_a_crash_at_any_moment_the_file_is_published_or_not(school: School, path: str) -> None:
    """What a folder does of a file that was not there is no database's matter."""
    file = school.content / path.removeprefix("content/")
    outcomes = set()
    for moment, draft in moments(school, path):
        before = _newest(school, path)
        assert _text_of(file) in (before, _text(moment))
        school.press.recover()

        is_published = _text_of(file) == _text(moment)
        assert school.state(draft) == ("published" if is_published else "submitted")
        assert _newest(school, path) == (_text(moment) if is_published else before)
        assert school.do(queries.unfinished) == []
        outcomes.add(is_published)

        school.press.recover()  # a second start changes nothing
        assert (_text_of(file) == _text(moment)) == is_published
        if not is_published:  # and it can be published as if nothing had been
            school.press.publish(draft, 1, school.lan)
            assert file.read_text("utf-8") == _text(moment)
        assert not [other.name for other in file.parent.iterdir() if other.name.endswith(".tmp")]
    assert outcomes == {True, False}


def _newest(school: School, path: str) -> str | None:
    """What was published last; before that, what the content came with."""
    first = PLAIN if path == PATH else None
    return next((publication.text for publication in school.publications(path)), first)


def _text_of(file: Any) -> str | None:
    return file.read_text("utf-8") if file.exists() else None


def test_what_a_crash_left_is_ended_by_the_next_who_publishes_too(school: School) -> None:
    """Another process may have died; this one goes on."""
    draft = school.approved()
    _die_after_intention(school, draft)
    assert school.file.read_text("utf-8") == PLAIN
    with pytest.raises(DraftMoved):  # what was begun is ended, and so there is nothing left to publish
        school.press.publish(draft, 1, school.lan)
    assert school.file.read_text("utf-8") == NEW_TEXT
    assert school.state(draft) == "published"


def test_draft_that_is_being_published_cannot_be_sent_back(school: School) -> None:
    draft = school.approved()
    _die_after_intention(school, draft)
    with pytest.raises(DraftMoved):
        school.send_back(draft, school.mai)
    assert school.state(draft) == "submitted"


def test_what_its_author_took_back_meanwhile_is_not_written_by_the_next_start(school: School) -> None:
    draft = school.approved()
    _die_after_intention(school, draft)
    school.with_draft(draft, lambda session, found: authoring.set_state(session, found, "writing", school.hanh, NOW))
    school.press.recover()
    assert school.file.read_text("utf-8") == PLAIN
    assert (school.state(draft), school.publications()) == ("writing", [])


def test_publication_that_was_begun_is_taken_back_when_the_file_became_another(school: School) -> None:
    draft = school.approved()
    _die_after_intention(school, draft)
    school.file.write_text(PLAIN + "\n", encoding="utf-8")
    school.press.recover()
    assert school.file.read_text("utf-8") == PLAIN + "\n"
    assert (school.state(draft), school.publications()) == ("submitted", [])
    assert school.do(lambda session: list(session.scalars(select(Publication.state)))) == ["undone"]


def test_publication_that_was_begun_is_taken_back_when_the_disk_now_refuses(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = school.approved()
    _die_after_intention(school, draft)
    monkeypatch.setattr(os, "rename", _refuse)
    school.press.recover()
    assert school.file.read_text("utf-8") == PLAIN
    assert school.state(draft) == "submitted"


def test_disk_that_refuses_while_publishing_publishes_nothing(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = school.approved()
    with monkeypatch.context() as refusing:
        refusing.setattr(os, "rename", _refuse)
        with pytest.raises(Withheld) as refused:
            school.press.publish(draft, 1, school.lan)
    assert refused.value.reason == "not-writable"
    assert (school.state(draft), school.publications()) == ("submitted", [])
    school.press.publish(draft, 1, school.lan)
    assert school.file.read_text("utf-8") == NEW_TEXT


def test_a_root_that_is_away_at_the_start_keeps_nobody_from_starting(school: School) -> None:
    draft = school.approved()
    _die_after_intention(school, draft)
    away = school.content.rename(school.content.with_name("away"))
    school.press.recover()
    away.rename(school.content)
    school.press.recover()
    assert school.file.read_text("utf-8") == NEW_TEXT


def _refuse(*_: object, **__: object) -> NoReturn:
    raise OSError(30, "Read-only file system")


def _die_after_intention(school: School, draft: int) -> None:
    """The row is there, the file is not."""
    school.database.engine.dispose()
    for moment in range(1, MOST):
        publish_and_die(school, draft, moment)
        if school.do(queries.unfinished):
            return
    raise NotWritable
