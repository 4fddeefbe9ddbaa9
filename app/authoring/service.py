"""Use cases: begin a draft, save it without losing anybody's words, move it on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import CursorResult, exists, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from app.authoring.domain.merging import Choice, Passage, Settled, conflicts_of, lines_of, merge, text_of
from app.authoring.models import IS_OPEN, OPEN, Draft, DraftMove, DraftRevision, DraftState
from app.core.db import insert_or_update
from app.core.ids import version_of
from app.web.errors import NotFound

MOVES: dict[str, frozenset[str]] = {
    "writing": frozenset({"submitted", "closed"}),
    "submitted": frozenset({"writing", "published", "closed"}),
}
NO_DRAFT = "Không có bản nháp này. Thầy cô về bàn soạn bài để xem các bản nháp đang viết."
ROUNDS = frozenset({("writing", "submitted"), ("submitted", "writing")})


class DraftMoved(Exception):
    """Somebody else was there first: the draft is in another state, or its text is another, than the caller had seen."""


Kept = Literal["saved", "unchanged", "merged", "conflict", "submitted", "ended"]


@dataclass(frozen=True)
class Saved:
    """What became of a save; nothing sent is ever dropped. `own`: the revision that is exactly what was sent. `number`:
    the one that counts, which is the draft's text unless it `is_aside`. `kept`:

    saved, unchanged: it is the draft's text now. merged: with what was saved in the meantime, at `lines` of `text`. The
    rest are kept beside the draft, which stays as it was: conflict (the same lines were changed), submitted, ended (the
    draft was submitted, or published or closed, in the meantime). `others`: account ids of who else saved what it was
    merged or is in conflict with; none where its writer did, on another page."""

    number: int
    own: int
    kept: Kept
    text: str
    others: frozenset[int] = frozenset()
    lines: tuple[tuple[int, int], ...] = field(default=())

    @property
    def is_aside(self) -> bool:
        return self.kept in ("conflict", "submitted", "ended")


def open_draft_of(session: Session, path: str) -> Draft | None:
    return session.scalar(select(Draft).where(Draft.path == path, Draft.state.in_(OPEN)))


def find_draft(session: Session, draft_id: int) -> Draft:
    """Raises NotFound."""
    draft = session.get(Draft, draft_id) if 0 < draft_id < 2**63 else None
    if draft is None:
        raise NotFound(NO_DRAFT)
    return draft


def find_revision(session: Session, draft: Draft, number: int) -> DraftRevision:
    """Raises NotFound."""
    revision = session.get(DraftRevision, (draft.id, number)) if 0 < number < 2**31 else None
    if revision is None:
        raise NotFound("Không có bản lưu này. Thầy cô mở lại bản nháp để xem chữ mới nhất.")
    return revision


def latest_text(session: Session, draft: Draft) -> str:
    return find_revision(session, draft, draft.number).text


def authors_of(session: Session, draft: Draft) -> frozenset[int]:
    """Account ids of all who saved a revision, also one that was kept beside the draft. Whoever only began it has written
    nothing: the first revision then is the file."""
    is_file = (DraftRevision.number == 1) & (DraftRevision.text == draft.base_text)
    found = select(DraftRevision.account_id).where(DraftRevision.draft_id == draft.id, ~is_file).distinct()
    return frozenset(session.scalars(found))


def start_draft(session: Session, path: str, base_text: str, text: str, account_id: int, now: datetime) -> Draft:
    """The open draft of this path: a new one whose first revision is `text`, or the one that is there already, as it
    stands. `base_text`: what the file holds now, "" for a new file."""
    row = {
        "path": path,
        "base_version": version_of(base_text) if base_text else "",
        "base_text": base_text,
        "number": 1,
        "state": "writing",
        "round": 0,
        "created_by": account_id,
        "created_at": now,
        "updated_at": now,
    }
    # Two may begin at once: the database lets one in, and the other writes in the same draft.
    new = insert_or_update(session.get_bind().dialect.name, Draft).values(row)
    once = new.on_conflict_do_nothing(index_elements=["path"], index_where=IS_OPEN).returning(Draft.id)
    draft_id = session.scalar(once)
    if draft_id is None:
        there = open_draft_of(session, path)  # none: it ended between the two statements
        return there or start_draft(session, path, base_text, text, account_id, now)
    draft = find_draft(session, draft_id)
    _add(session, draft, 0, text, account_id, now)
    return draft


def save_revision(session: Session, draft: Draft, based_on: int, text: str, account_id: int, now: datetime) -> Saved:
    """Every save is a revision. `based_on`: the revision its writer had before them. Raises NotFound where there is no
    such revision (then nothing can be merged; the caller keeps the text)."""
    _lock(session, draft)
    seen = find_revision(session, draft, based_on)
    known = _known(session, draft, based_on, text, account_id)
    if draft.state != "writing":
        own = known or _add(session, draft, based_on, text, account_id, now, waiting=True)
        return Saved(own, own, "submitted" if draft.state == "submitted" else "ended", text)
    if known == draft.number or (based_on == draft.number and text == seen.text):
        return Saved(draft.number, draft.number, "unchanged", text)
    if based_on == draft.number:
        number = _advance(session, draft, based_on, text, account_id, now)
        return Saved(number, number, "saved", text)
    passages = merge(seen.text, text, latest_text(session, draft))
    if conflicts_of(passages):
        own = known or _add(session, draft, based_on, text, account_id, now, waiting=True)
        return Saved(own, own, "conflict", text, _others_between(session, draft, based_on, account_id))
    own = based_on if text == seen.text else known or _add(session, draft, based_on, text, account_id, now)
    return _merged(session, draft, passages, based_on, own, account_id, now)


def _merged(
    session: Session,
    draft: Draft,
    passages: tuple[Passage, ...],
    based_on: int,
    own: int,
    account_id: int,
    now: datetime,
) -> Saved:
    others = _others_between(session, draft, based_on, account_id)
    text = text_of(passages)
    lines = lines_of((passage for passage in passages if isinstance(passage, Settled)), "theirs")
    if text != latest_text(session, draft):
        _advance(session, draft, own, text, account_id, now)
    return Saved(draft.number, own, "merged", text, others, lines)


def set_state(session: Session, draft: Draft, state: DraftState, account_id: int, now: datetime) -> None:
    """Moves the draft as the caller has seen it (its state and its number). Raises DraftMoved where it has changed since,
    and ValueError for a move that there is not."""
    if state not in MOVES.get(draft.state, frozenset()):
        raise ValueError(f"{draft.state} → {state}")
    step = 1 if (draft.state, state) in ROUNDS else 0
    as_seen = (Draft.id == draft.id) & (Draft.state == draft.state) & (Draft.number == draft.number)
    values = {"state": state, "round": draft.round + step, "updated_at": now}
    moved: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        update(Draft).where(as_seen).values(values).execution_options(synchronize_session=False)
    )
    session.refresh(draft)
    if moved.rowcount != 1:
        raise DraftMoved
    session.add(DraftMove(draft_id=draft.id, state=state, account_id=account_id, at=now))


def settle(
    session: Session,
    draft: Draft,
    revision: DraftRevision,
    choices: Mapping[int, Choice],
    account_id: int,
    now: datetime,
) -> None:
    """A revision that waits goes in as somebody has chosen, passage by passage. The caller has looked at the draft as it
    is: raises DraftMoved when it has changed since, or is not being written; KeyError where a choice is missing."""
    seen = draft.number
    _lock(session, draft)
    if draft.number != seen or draft.state != "writing":
        raise DraftMoved
    text = text_of(passages_of(session, draft, revision), choices)
    _advance(session, draft, revision.number, text, account_id, now)


def passages_of(session: Session, draft: Draft, revision: DraftRevision) -> tuple[Passage, ...]:
    """The revision (ours) beside the draft's text of now (theirs)."""
    before = find_revision(session, draft, revision.based_on).text if revision.based_on else ""
    return merge(before, revision.text, latest_text(session, draft))


def carry_over(
    session: Session, ended: Draft, revision: DraftRevision, file_text: str, account_id: int, now: datetime
) -> tuple[Draft, Saved]:
    """What was typed into a draft that had ended goes on in the open draft of its path, a new one if there is none. It
    stays the writing of who typed it, whoever carries it over."""
    before = find_revision(session, ended, revision.based_on).text
    draft = start_draft(session, ended.path, file_text, file_text, account_id, now)
    _lock(session, draft)
    _lock(session, ended)
    _add(session, ended, revision.number, revision.text, account_id, now)
    writer = revision.account_id
    first = _add(session, draft, 0, before, writer, now)
    return draft, save_revision(session, draft, first, revision.text, writer, now)


def give_up(session: Session, ended: Draft, revision: DraftRevision, account_id: int, now: datetime) -> None:
    """What was typed into a draft that had ended is not wanted any more: it stays where it is, and waits no longer."""
    _lock(session, ended)
    _add(session, ended, revision.number, revision.text, account_id, now)


def waiting_of(session: Session, account_id: int) -> list[DraftRevision]:
    """What this person typed and nobody has decided about yet, the newest first. Who went on typing sent it again, and
    longer: with a later save the earlier ones that were typed over the same revision are decided too."""
    last, outcome = aliased(DraftRevision), aliased(DraftRevision)
    decided = exists().where(
        last.draft_id == DraftRevision.draft_id,
        last.based_on == DraftRevision.based_on,
        last.account_id == DraftRevision.account_id,
        last.number >= DraftRevision.number,
        last.waiting,
        outcome.draft_id == last.draft_id,
        outcome.based_on == last.number,
    )
    mine = select(DraftRevision).where(DraftRevision.account_id == account_id, DraftRevision.waiting, ~decided)
    return list(session.scalars(mine.order_by(DraftRevision.saved_at.desc())))


def take_up(
    session: Session, draft: Draft, file_text: str, choices: Mapping[int, Choice], account_id: int, now: datetime
) -> None:
    """The file has changed since the draft began: its changes come in, as from another writer, and from now on the draft
    goes out from the file as it is. Raises as `settle`."""
    seen = draft.number
    _lock(session, draft)
    if draft.number != seen or draft.state != "writing":
        raise DraftMoved
    text = text_of(passages_with_file(session, draft, file_text), choices)
    draft.base_text, draft.base_version = file_text, version_of(file_text) if file_text else ""
    if text != latest_text(session, draft):
        _advance(session, draft, draft.number, text, account_id, now)
    session.flush()


def passages_with_file(session: Session, draft: Draft, file_text: str) -> tuple[Passage, ...]:
    """The draft (ours) beside the file as it is now (theirs)."""
    return merge(draft.base_text, latest_text(session, draft), file_text)


def _lock(session: Session, draft: Draft) -> None:
    """The row as it is now, and nobody else moves it before this transaction ends."""
    session.refresh(draft, with_for_update=True)


def _advance(session: Session, draft: Draft, based_on: int, text: str, account_id: int, now: datetime) -> int:
    draft.number = _add(session, draft, based_on, text, account_id, now)
    draft.updated_at = now
    session.flush()
    return draft.number


def _add(
    session: Session,
    draft: Draft,
    based_on: int,
    text: str,
    account_id: int,
    now: datetime,
    *,
    waiting: bool = False,
) -> int:
    """The number of the new revision. The draft is locked, or was made in this transaction."""
    newest = select(func.max(DraftRevision.number)).where(DraftRevision.draft_id == draft.id)
    number = (session.scalar(newest) or 0) + 1
    row = {
        "draft_id": draft.id,
        "number": number,
        "text": text,
        "account_id": account_id,
        "saved_at": now,
        "based_on": based_on,
        "round": draft.round,
        "waiting": waiting,
    }
    session.execute(insert(DraftRevision), [row])
    return number


def _known(session: Session, draft: Draft, based_on: int, text: str, account_id: int) -> int | None:
    """The revision that this very save made before, when its reply was lost and it is sent again."""
    same = (DraftRevision.draft_id == draft.id) & (DraftRevision.based_on == based_on) & (DraftRevision.text == text)
    mine = select(DraftRevision.number).where(same, DraftRevision.account_id == account_id)
    return session.scalar(mine.order_by(DraftRevision.number.desc()).limit(1))


def _others_between(session: Session, draft: Draft, based_on: int, account_id: int) -> frozenset[int]:
    """Who else made the draft what it has become since that revision."""
    newer = (DraftRevision.number > based_on) & (DraftRevision.number <= draft.number)
    found = select(DraftRevision.account_id).where(DraftRevision.draft_id == draft.id, newer).distinct()
    return frozenset(session.scalars(found)) - {account_id}
