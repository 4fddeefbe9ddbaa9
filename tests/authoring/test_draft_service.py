"""Drafts in the database, on both: every save is kept, two at once have one outcome."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from sqlalchemy import delete, event, func, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.accounts import service as accounts
from app.accounts.domain.roles import Role
from app.authoring import service
from app.authoring.models import Draft, DraftRevision, DraftState
from app.authoring.queries import open_drafts
from app.authoring.service import DraftMoved, Saved
from app.core.db import Database
from app.core.ids import version_of
from app.web.errors import NotFound

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
PATH = "content/courses/khoa-thu/01-giu-mat-khau.md"
FILE = "một\nhai\nba\nbốn\nnăm\n"
T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """A database in which two teachers write."""

    database: Database
    hanh: int
    lan: int

    def do(self, work: Callable[[Session], T]) -> T:
        with self.database.session(writes=True) as session:
            done = work(session)
            session.commit()
            return done

    def start(self, text: str = FILE, path: str = PATH) -> int:
        return self.do(lambda session: service.start_draft(session, path, FILE, text, self.hanh, NOW).id)

    def save(self, draft: int, based_on: int, text: str, account: int | None = None) -> Saved:
        return self.do(
            lambda session: service.save_revision(
                session, service.find_draft(session, draft), based_on, text, account or self.hanh, NOW
            )
        )

    def move(self, draft: int, state: DraftState) -> None:
        self.do(lambda session: service.set_state(session, service.find_draft(session, draft), state, self.hanh, NOW))

    def draft(self, draft: int) -> Draft:
        return self.do(lambda session: service.find_draft(session, draft))

    def text(self, draft: int) -> str:
        return self.do(lambda session: service.latest_text(session, service.find_draft(session, draft)))

    def authors(self, draft: int) -> frozenset[int]:
        return self.do(lambda session: service.authors_of(session, service.find_draft(session, draft)))

    def settle(self, draft: int, number: int, account: int | None = None) -> None:
        """Both passages stay, wherever there is a conflict."""

        def settle(session: Session) -> None:
            found = service.find_draft(session, draft)
            revision = service.find_revision(session, found, number)
            service.settle(session, found, revision, {0: "both"}, account or self.hanh, NOW)

        self.do(settle)

    def waiting(self) -> list[tuple[int, int]]:
        """What waits for somebody to decide, of both."""
        return self.do(
            lambda session: [
                (row.draft_id, row.number)
                for account in (self.hanh, self.lan)
                for row in service.waiting_of(session, account)
            ]
        )

    def revisions(self, draft: int) -> list[str]:
        every = select(DraftRevision.text).where(DraftRevision.draft_id == draft).order_by(DraftRevision.number)
        return self.do(lambda session: list(session.scalars(every)))


@pytest.fixture
def desk(database: Database) -> Desk:
    ids = []
    for name in ("Cô Hạnh", "Cô Lan"):
        with database.session(writes=True) as session:
            ids.append(accounts.create_account(session, b"secret", Role.TEACHER, name, None, NOW).id)
            session.commit()
    return Desk(database, *ids)


def test_draft_begins_with_its_text_as_first_revision(desk: Desk) -> None:
    draft = desk.draft(desk.start())
    assert (draft.path, draft.number, draft.state, draft.round) == (PATH, 1, "writing", 0)
    assert (draft.base_text, draft.base_version) == (FILE, version_of(FILE))
    assert desk.revisions(draft.id) == [FILE]


def test_new_file_has_no_base(desk: Desk) -> None:
    found = desk.do(lambda session: service.start_draft(session, PATH, "", "bài mẫu", desk.hanh, NOW))
    assert (found.base_text, found.base_version) == ("", "")


def test_second_teacher_writes_in_the_same_draft(desk: Desk) -> None:
    first = desk.start()
    desk.save(first, 1, "đã sửa\n")
    again = desk.do(lambda session: service.start_draft(session, PATH, FILE, FILE, desk.lan, NOW))
    assert (again.id, again.number) == (first, 2)


def test_twelve_who_begin_at_once_share_one_draft(desk: Desk) -> None:
    with ThreadPoolExecutor(12) as teachers:
        found = set(teachers.map(lambda _: desk.start(), range(12)))
    assert len(found) == 1
    assert desk.revisions(found.pop()) == [FILE]


def test_after_it_ended_another_draft_may_begin(desk: Desk) -> None:
    first = desk.start()
    desk.move(first, "closed")
    second = desk.start()
    assert first != second
    found = desk.do(lambda session: service.open_draft_of(session, PATH))
    assert found is not None
    assert found.id == second


def test_save_becomes_the_text_of_the_draft(desk: Desk) -> None:
    draft = desk.start()
    assert desk.save(draft, 1, "MỘT\n") == Saved(2, 2, "saved", "MỘT\n")
    assert desk.text(draft) == "MỘT\n"
    assert desk.save(draft, 2, "MỘT\n") == Saved(2, 2, "unchanged", "MỘT\n")
    assert desk.revisions(draft) == [FILE, "MỘT\n"]


def test_save_sent_twice_is_one_revision(desk: Desk) -> None:
    draft = desk.start()
    desk.save(draft, 1, "MỘT\n")
    assert desk.save(draft, 1, "MỘT\n") == Saved(2, 2, "unchanged", "MỘT\n")
    assert desk.revisions(draft) == [FILE, "MỘT\n"]


def test_changes_of_two_in_different_places_are_merged(desk: Desk) -> None:
    draft = desk.start()
    desk.save(draft, 1, FILE.replace("năm", "NĂM"), desk.lan)
    saved = desk.save(draft, 1, FILE.replace("một", "MỘT"))
    assert saved == Saved(4, 3, "merged", "MỘT\nhai\nba\nbốn\nNĂM\n", frozenset({desk.lan}), ((5, 5),))
    assert desk.text(draft) == "MỘT\nhai\nba\nbốn\nNĂM\n"
    assert desk.save(draft, 1, FILE.replace("một", "MỘT")) == saved


def test_old_page_that_changed_nothing_gets_what_the_other_wrote(desk: Desk) -> None:
    """Or its next save would take the other's words out again."""
    draft = desk.start()
    desk.save(draft, 1, "mới\n", desk.lan)
    assert desk.save(draft, 1, FILE) == Saved(2, 1, "merged", "mới\n", frozenset({desk.lan}), ((1, 1),))


def test_conflict_keeps_both_and_changes_nothing(desk: Desk) -> None:
    draft = desk.start()
    desk.save(draft, 1, FILE.replace("ba", "BA của Lan"), desk.lan)
    mine = FILE.replace("ba", "BA của Hạnh")
    saved = desk.save(draft, 1, mine)
    assert (saved.number, saved.kept, saved.is_aside, saved.others) == (3, "conflict", True, frozenset({desk.lan}))
    assert desk.save(draft, 1, mine) == saved
    assert desk.revisions(draft) == [FILE, FILE.replace("ba", "BA của Lan"), mine]
    assert desk.text(draft) == FILE.replace("ba", "BA của Lan")
    # Whoever goes on from the newest gets a number that is still free.
    assert desk.save(draft, 2, "xong\n", desk.lan).number == 4


@pytest.mark.parametrize(
    ("moves", "kept"), [(["submitted"], "submitted"), (["submitted", "published"], "ended"), (["closed"], "ended")]
)
def test_save_after_the_draft_went_on_is_kept_beside_it(desk: Desk, moves: list[DraftState], kept: str) -> None:
    draft = desk.start()
    for state in moves:
        desk.move(draft, state)
    saved = desk.save(draft, 1, "gõ muộn\n")
    assert (saved.number, saved.kept) == (2, kept)
    assert desk.save(draft, 1, "gõ muộn\n").number == 2
    assert (desk.draft(draft).number, desk.text(draft)) == (1, FILE)
    assert desk.revisions(draft) == [FILE, "gõ muộn\n"]


def test_save_on_a_revision_that_never_was_is_refused(desk: Desk) -> None:
    draft = desk.start()
    for number in (0, -1, 2, 2**31, 2**63):
        with pytest.raises(NotFound):
            desk.save(draft, number, "x")
    assert desk.revisions(draft) == [FILE]


@pytest.mark.parametrize("draft", [0, -1, 99, 2**63, 2**70])
def test_draft_that_never_was_is_not_found(desk: Desk, draft: int) -> None:
    with pytest.raises(NotFound):
        desk.draft(draft)


def test_authors_are_all_who_saved_anything(desk: Desk) -> None:
    draft = desk.start(FILE.replace("ba", "BA"))
    assert desk.authors(draft) == {desk.hanh}
    desk.save(draft, 1, FILE.replace("ba", "Ba"), desk.lan)
    assert desk.authors(draft) == {desk.hanh, desk.lan}


def test_who_only_opened_the_file_is_no_author(desk: Desk) -> None:
    draft = desk.start()
    assert desk.authors(draft) == set()
    desk.save(draft, 1, FILE.replace("ba", "BA"), desk.lan)
    assert desk.authors(draft) == {desk.lan}
    desk.save(draft, 2, FILE)
    assert desk.authors(draft) == {desk.hanh, desk.lan}


def test_round_counts_going_out_and_coming_back(desk: Desk) -> None:
    draft = desk.start()
    rounds = []
    for state in ("submitted", "writing", "submitted", "published"):
        desk.move(draft, state)
        rounds.append(desk.draft(draft).round)
    assert rounds == [1, 2, 3, 3]


@pytest.mark.parametrize(
    ("first", "then"), [([], "published"), (["closed"], "writing"), (["submitted", "published"], "submitted")]
)
def test_moves_that_there_are_not_are_refused(desk: Desk, first: list[DraftState], then: DraftState) -> None:
    draft = desk.start()
    for state in first:
        desk.move(draft, state)
    with pytest.raises(ValueError, match="→"):
        desk.move(draft, then)


def test_draft_that_changed_since_it_was_seen_is_not_moved(desk: Desk) -> None:
    """A save between looking at a draft and publishing it: what was not looked at is not published."""
    draft = desk.start()
    desk.move(draft, "submitted")
    seen = desk.draft(draft)
    desk.move(draft, "writing")
    desk.save(draft, 1, "khác\n")
    desk.move(draft, "submitted")

    def publish(session: Session) -> None:
        session.add(seen)
        service.set_state(session, seen, "published", desk.hanh, NOW)

    with pytest.raises(DraftMoved):
        desk.do(publish)
    assert desk.draft(draft).state == "submitted"


def test_of_many_who_move_it_at_once_one_does(desk: Desk) -> None:
    draft = desk.start()
    desk.move(draft, "submitted")

    def publish(_: int) -> bool:
        try:
            desk.move(draft, "published")
        except (DraftMoved, ValueError):
            return False
        return True

    with ThreadPoolExecutor(8) as presses:
        assert sum(presses.map(publish, range(8))) == 1


def test_many_saves_at_once_lose_no_line(desk: Desk) -> None:
    """Twelve who have all seen the first revision; each changes a line of its own."""
    draft = desk.do(
        lambda s: service.start_draft(s, PATH, "", "\n".join(f"{line}\n:::" for line in range(12)), desk.hanh, NOW).id
    )
    before = desk.text(draft)

    def save(line: int) -> Saved:
        return desk.save(draft, 1, before.replace(f"{line}\n:::", f"{line} của {line}\n:::", 1) if line > 1 else before)

    with ThreadPoolExecutor(12) as hands:
        kept = [saved.kept for saved in hands.map(save, range(2, 12))]
    assert set(kept) <= {"saved", "merged"}
    assert all(f"{line} của {line}" in desk.text(draft) for line in range(2, 12))


def test_changes_of_the_file_are_taken_up(desk: Desk) -> None:
    draft = desk.start(FILE.replace("một", "MỘT"))
    new_file = FILE.replace("năm", "NĂM")
    desk.do(lambda s: service.take_up(s, service.find_draft(s, draft), new_file, {}, desk.lan, NOW))
    found = desk.draft(draft)
    assert (found.base_text, found.base_version, found.number) == (new_file, version_of(new_file), 2)
    assert desk.text(draft) == "MỘT\nhai\nba\nbốn\nNĂM\n"


def test_conflict_with_the_file_wants_a_choice_and_changes_nothing(desk: Desk) -> None:
    draft, new_file = desk.start(FILE.replace("ba", "BA")), FILE.replace("ba", "Ba")
    with pytest.raises(KeyError):
        desk.do(lambda s: service.take_up(s, service.find_draft(s, draft), new_file, {}, desk.lan, NOW))
    assert (desk.draft(draft).base_text, desk.revisions(draft)) == (FILE, [FILE.replace("ba", "BA")])
    desk.do(lambda s: service.take_up(s, service.find_draft(s, draft), new_file, {0: "both"}, desk.lan, NOW))
    assert (desk.draft(draft).base_text, desk.text(draft)) == (new_file, FILE.replace("ba", "BA\nBa"))


def test_conflict_waits_until_somebody_chooses(desk: Desk) -> None:
    draft = desk.start()
    desk.save(draft, 1, FILE.replace("ba", "của Lan"), desk.lan)
    number = desk.save(draft, 1, FILE.replace("ba", "của Hạnh")).number
    assert desk.waiting() == [(draft, number)]
    desk.settle(draft, number)
    assert desk.text(draft) == FILE.replace("ba", "của Hạnh\ncủa Lan")
    assert desk.waiting() == []


def test_what_was_typed_on_the_way_is_decided_with_the_last(desk: Desk) -> None:
    """A page that could not go in goes on saving, each time more; another's, or a later page's, still waits."""
    draft = desk.start()
    desk.save(draft, 1, FILE.replace("ba", "của Lan"), desk.lan)
    typed = [desk.save(draft, 1, FILE.replace("ba", f"của {name}")).number for name in ("H", "Hạ", "Hạnh", "Hạnh nữa")]
    desk.settle(draft, typed[2])
    assert desk.waiting() == [(draft, typed[3])]
    lan = desk.save(draft, 1, FILE.replace("ba", "Lan lại gõ"), desk.lan).number
    over_another = desk.save(draft, 2, FILE.replace("ba", "trên bản khác")).number
    desk.settle(draft, typed[3])
    assert desk.waiting() == [(draft, over_another), (draft, lan)]


def test_choice_about_an_older_text_is_asked_again(desk: Desk) -> None:
    draft = desk.start()
    desk.save(draft, 1, FILE.replace("ba", "của Lan"), desk.lan)
    number = desk.save(draft, 1, FILE.replace("ba", "của Hạnh")).number
    seen = desk.draft(draft)
    desk.save(draft, 2, FILE.replace("ba", "của Lan nữa"), desk.lan)

    def settle(session: Session) -> None:
        session.add(seen)
        revision = service.find_revision(session, seen, number)
        service.settle(session, seen, revision, {0: "ours"}, desk.hanh, NOW)

    with pytest.raises(DraftMoved):
        desk.do(settle)
    assert desk.text(draft) == FILE.replace("ba", "của Lan nữa")
    assert desk.waiting() == [(draft, number)]


@pytest.mark.parametrize(
    ("published", "file_now", "kept"),
    [
        (FILE, FILE.replace("năm", "NĂM"), "merged"),
        (FILE, FILE, "saved"),
        (FILE.replace("một", "1"), FILE.replace("một", "1"), "conflict"),
    ],
)
def test_what_was_typed_into_an_ended_draft_goes_on_in_a_new_one(
    desk: Desk, published: str, file_now: str, kept: str
) -> None:
    ended = desk.start()
    late = FILE.replace("một", "MỘT")
    desk.save(ended, 1, published, desk.lan)
    desk.move(ended, "submitted")
    desk.move(ended, "published")
    number = desk.save(ended, 1, late).number

    def carry(session: Session) -> tuple[int, Saved]:
        draft = service.find_draft(session, ended)
        revision = service.find_revision(session, draft, number)
        new, saved = service.carry_over(session, draft, revision, file_now, desk.hanh, NOW)
        return new.id, saved

    draft, saved = desk.do(carry)
    assert draft != ended
    assert saved.kept in ({kept, "merged"} if kept == "saved" else {kept})
    assert desk.text(draft) == (file_now if kept == "conflict" else file_now.replace("một", "MỘT"))
    assert desk.waiting() == ([(draft, saved.number)] if kept == "conflict" else [])
    assert late in desk.revisions(ended)


def test_carried_words_stay_their_writers(desk: Desk) -> None:
    """Whoever carried them over may approve them, their writer may not."""
    ended = desk.start()
    desk.move(ended, "closed")
    number = desk.save(ended, 1, FILE.replace("một", "MỘT"), desk.lan).number

    def carry(session: Session) -> int:
        found = service.find_draft(session, ended)
        revision = service.find_revision(session, found, number)
        return service.carry_over(session, found, revision, FILE, desk.hanh, NOW)[0].id

    draft = desk.do(carry)
    assert desk.text(draft) == FILE.replace("một", "MỘT")
    assert desk.authors(draft) == {desk.lan}


def test_every_save_asks_without_reading_every_revision(desk: Desk) -> None:
    """What waits for a teacher, what came of it, and who wrote, come from indexes: the texts are megabytes."""
    draft = desk.start()
    desk.save(draft, 1, FILE.replace("ba", "của Lan"), desk.lan)
    desk.save(draft, 1, FILE.replace("ba", "của Hạnh"))
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    event.listen(desk.database.engine, "before_cursor_execute", note)
    desk.waiting()
    desk.do(open_drafts)
    event.remove(desk.database.engine, "before_cursor_execute", note)
    plans = desk.do(lambda session: [_plan(session, *one) for one in asked if "draft_revision" in one[0]])
    assert len(plans) == 4
    assert all("ix_draft_revision_account_id_waiting" in plan for plan in plans[:2])
    assert "ix_draft_revision_draft_id_based_on_account_id" in plans[3]
    assert [plan for plan in plans if re.search("SCAN draft_revision|Seq Scan", plan)] == []


def _plan(session: Session, statement: str, values: Any) -> str:
    """How the database finds what was asked; a small PostgreSQL table is read whole unless that is forbidden."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        session.execute(text("SET LOCAL enable_seqscan = off"))
    explain = f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}"
    return "\n".join(str(row) for row in session.connection().exec_driver_sql(explain, values))


def test_revisions_cannot_be_rewritten(desk: Desk) -> None:
    desk.start()
    with pytest.raises(DatabaseError, match="append-only"):
        desk.do(lambda session: session.execute(update(DraftRevision).values(text="khác")))
    with pytest.raises(DatabaseError):
        desk.do(lambda session: session.execute(delete(Draft)))


def test_second_open_draft_of_a_path_is_refused_by_the_database(desk: Desk) -> None:
    desk.start()
    copy = text(
        "INSERT INTO draft (path, base_version, base_text, number, state, round, created_by, created_at, updated_at) "
        "SELECT path, base_version, base_text, number, 'submitted', round, created_by, created_at, updated_at FROM draft"
    )
    with pytest.raises(DatabaseError):
        desk.do(lambda session: session.execute(copy))
    assert desk.do(lambda session: session.scalar(select(func.count()).select_from(Draft))) == 1


def test_typing_that_went_on_during_a_merge_is_no_conflict_with_itself(desk: Desk) -> None:
    """The reply to the first save finds more typed: that goes out from exactly what was sent."""
    draft = desk.start()
    desk.save(draft, 1, FILE.replace("năm", "NĂM"), desk.lan)
    saved = desk.save(draft, 1, FILE.replace("một", "một hai"))
    typed_on = desk.save(draft, saved.own, FILE.replace("một", "một hai ba"))
    assert typed_on.kept == "merged"
    assert desk.text(draft) == FILE.replace("một", "một hai ba").replace("năm", "NĂM")
