"""What is wanted, who is at work on it, what came of it: every step in one short transaction, and each job done once however
many processes look for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, CursorResult, Select, case, delete, or_, select, update
from sqlalchemy.orm import Session

from app.core.db import insert_or_update
from app.core.ids import version_of
from app.courses.domain.lessons import Lesson, Step
from app.tutor.domain.fidelity.findings import Finding, Judgement, Severity, Verdict
from app.tutor.domain.fidelity.judgement import VERSION
from app.tutor.domain.rewriting.material import Material
from app.tutor.rewriting.models import State, StepRewrite

MOST_TRIES: Final = 2
# Times what one asking sends: a step that a model begins and never ends would else be paid for for ever.
MOST_SENT: Final = 8
AGAIN: Final = timedelta(days=7)  # after nothing could be made of what the same model wrote
FORGOTTEN: Final = timedelta(days=180)  # after it was withdrawn, what no teacher has touched
LEASE: Final = timedelta(minutes=5)  # longer than two answers may take; then whoever began is gone
TAKEN: Final = (
    "text", "reason", "verdict", "findings", "fidelity", "model", "tries", "made_at", "decision", "decided_by", "decided_at",
    "edited_by", "log",
)  # fmt: skip
"""What a row hands on to one for the same words in another version of the lesson."""
LOST: Final = "Máy dừng giữa chừng hai lần. Người học vẫn đọc bài gốc."

GIVEN_UP: Final = "Máy viết dừng giữa chừng nhiều lần ở bước này. Người học vẫn đọc bài gốc."


@dataclass(frozen=True)
class Wanted:
    """A step as it is now, for readers there are. `labelled`: it teaches about safety or money."""

    lesson: str
    step: str
    version: str
    basis: str
    bucket: str
    priority: int
    labelled: bool


@dataclass(frozen=True)
class Job:
    """Taken by somebody, at that moment: what is done with it later counts while nobody else has taken it."""

    id: int
    lesson: str
    step: str
    version: str
    bucket: str
    claimed_at: datetime


@dataclass(frozen=True)
class Made:
    """What came of one job. Without `text`, `reason` says in words why; `asked`, `answered`: characters, as in
    domain/budgets.Usage."""

    text: Mapping[int, str]
    judgement: Judgement
    reason: str
    asked: int = 0
    answered: int = 0


def step_basis(material: Material, step: Step) -> str:
    """Of what a rewrite of this step depends on: its own text, its facts and hard words as they are now."""
    facts = sorted((fact.id, fact.text, fact.statement, fact.id in step.expired) for fact in step.facts)
    terms = sorted((term.id, term.word) for term in step.terms)
    return version_of(repr((material.chunks, material.title, facts, terms)))


def step_version(lesson: Lesson, basis: str) -> str:
    return version_of(f"{lesson.version} {basis}")


def state_of(
    text: Mapping[str, str], verdict: str, *, made: bool, labelled: bool, decision: str, fidelity: int = VERSION,
    in_hand: bool = False,
) -> State:  # fmt: skip
    """What a teacher said stands; what one has ever had `in_hand` comes to learners by a teacher's word alone. Nothing of
    safety or money is shown before one has said so; nothing that the check of today has not seen."""
    if decision:
        return cast("State", decision)
    if in_hand:
        return "review"
    if not text:
        return "rejected" if made else "queued"
    if verdict == Verdict.REJECT:
        return "rejected"
    return "accepted" if verdict == Verdict.ACCEPT and not labelled and fidelity == VERSION else "review"


def finding_rows(judgement: Judgement) -> list[dict[str, Any]]:
    return [
        {"rule": one.rule, "severity": one.severity.value, "source": one.source, "rewrite": one.rewrite}
        for one in judgement.findings
    ]


def findings_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(Finding(row["rule"], Severity(row["severity"]), row["source"], row["rewrite"]) for row in rows)


# What is wanted


def keep_wanted(session: Session, wanted: Sequence[Wanted], now: datetime) -> int:
    """From now on these and no others: what was for another version is withdrawn; what was made for the very same words
    is taken over as it is now, with what teachers said, without asking anybody. Gives how many are new. In a writing
    session."""
    current = {(one.lesson, one.step, one.version, one.bucket): one for one in wanted}
    rows_now = list(session.scalars(_all_rows()))
    known = {(row.lesson, row.step, row.version, row.bucket) for row in rows_now}
    before = {(row.lesson, row.step, row.bucket, row.basis): row for row in rows_now if row.made_at is not None}
    for row in rows_now:
        one = current.get((row.lesson, row.step, row.version, row.bucket))
        if one is None:
            _settle(row, "withdrawn", now)
        elif row.state != "working":
            _take_over(row, before.get((row.lesson, row.step, row.bucket, row.basis)))
            row.priority = one.priority
            _settle(row, _state_of_row(row, labelled=one.labelled), now)
    new = [one for key, one in current.items() if key not in known]
    if new:
        rows = [_new_row(one, before.get((one.lesson, one.step, one.bucket, one.basis)), now) for one in new]
        insert = insert_or_update(session.get_bind().dialect.name, StepRewrite)
        session.execute(insert.on_conflict_do_nothing(), rows)  # another process wants the same
    return len(new)


def want_again(session: Session, model: str, now: datetime) -> int:
    """What came to nothing at another model, or here a while ago, waits once more: a bad day is not for ever. Gives how many.
    In a writing session."""
    nothing = (StepRewrite.state == "rejected") & (StepRewrite.verdict == "") & (StepRewrite.decision == "")
    is_others = StepRewrite.model.not_in(("", model[:120]))
    again = (
        update(StepRewrite)
        .where(nothing, StepRewrite.edited_by.is_(None), or_(is_others, StepRewrite.made_at < now - AGAIN))
        .values(state="queued", reason="", tries=0, claimed_at=None, made_at=None, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", session.execute(again)).rowcount


def _all_rows() -> Select[StepRewrite]:
    return select(StepRewrite).order_by(StepRewrite.changed_at, StepRewrite.id).with_for_update()


def _take_over(row: StepRewrite, newest: StepRewrite | None) -> None:
    """What came back from an older version knows what has been said since."""
    if row.state == "withdrawn" and newest is not None and newest is not row:
        for name in TAKEN:
            setattr(row, name, getattr(newest, name))


def standing_decision(row: StepRewrite, *, labelled: bool) -> str:
    """What a teacher said. Where it is about safety or money, nobody's word on what they wrote themselves: it may have
    been given before the lesson was labelled."""
    is_own = labelled and row.decision == "accepted" and row.decided_by in row.editors
    return "" if is_own else row.decision


def _state_of_row(row: StepRewrite, *, labelled: bool) -> State:
    return state_of(
        row.text, row.verdict, made=row.made_at is not None, labelled=labelled, fidelity=row.fidelity,
        decision=standing_decision(row, labelled=labelled), in_hand=bool(row.log),
    )  # fmt: skip


def _settle(row: StepRewrite, state: State, now: datetime) -> None:
    if row.state != state:
        row.state, row.changed_at = state, now


def _new_row(one: Wanted, before: StepRewrite | None, now: datetime) -> dict[str, Any]:
    row: dict[str, Any] = {
        "lesson": one.lesson, "step": one.step, "version": one.version, "basis": one.basis, "bucket": one.bucket,
        "state": "queued", "priority": one.priority, "text": {}, "reason": "", "verdict": "", "findings": [], "fidelity": VERSION,
        "model": "", "tries": 0, "asked": 0, "answered": 0, "made_at": None, "claimed_at": None, "changed_at": now,
        "decision": "", "decided_by": None, "decided_at": None, "edited_by": None, "log": [],
    }  # fmt: skip
    if before is not None and before.made_at is not None:
        row |= {name: getattr(before, name) for name in TAKEN}
        row["state"] = _state_of_row(before, labelled=one.labelled)
    return row


def buckets_kept(session: Session) -> list[str]:
    """Those that something was ever made for."""
    return list(session.scalars(select(StepRewrite.bucket).where(StepRewrite.made_at.is_not(None)).distinct()))


# Who is at work


def claim(session: Session, now: datetime) -> Job | None:
    """The next job, for whoever asks, and for nobody else as long as the lease lasts. In a writing session."""
    gone = (StepRewrite.state == "working") & (StepRewrite.claimed_at < now - LEASE)
    session.execute(
        update(StepRewrite)
        .where(gone, StepRewrite.tries >= MOST_TRIES)
        .values(state="rejected", reason=LOST, made_at=now, changed_at=now)
    )
    # What failed through no fault of its own goes behind all that nobody has tried, or it would keep others waiting for ever.
    is_tried = StepRewrite.claimed_at.is_not(None)
    order = (is_tried, case((is_tried, 0), else_=StepRewrite.priority), StepRewrite.claimed_at, StepRewrite.id)
    free = select(StepRewrite.id).where(or_(StepRewrite.state == "queued", gone)).order_by(*order).limit(1)
    if session.get_bind().dialect.name == "postgresql":
        free = free.with_for_update(skip_locked=True)
    took = (
        update(StepRewrite)
        .where(StepRewrite.id == free.scalar_subquery())
        .values(state="working", claimed_at=now, changed_at=now, tries=StepRewrite.tries + 1)
        .returning(StepRewrite.id, StepRewrite.lesson, StepRewrite.step, StepRewrite.version, StepRewrite.bucket)
    )
    row = session.execute(took, execution_options={"synchronize_session": False}).first()
    return Job(row.id, row.lesson, row.step, row.version, row.bucket, now) if row else None


def put_back(session: Session, job: Job, now: datetime, asked: int = 0, answered: int = 0) -> None:
    """The model was not there, or stopped half-way: as if nobody had begun, but for the characters that were sent and
    received. What has cost MOST_SENT times as much is given up. In a writing session."""
    row = session.scalar(select(StepRewrite).where(*_held(job)).with_for_update())
    if row is None:
        return
    row.asked, row.answered, row.changed_at = row.asked + asked, row.answered + answered, now
    if asked and row.asked >= MOST_SENT * asked:
        row.state, row.reason, row.made_at = "rejected", GIVEN_UP, now
    else:
        row.state, row.tries = "queued", row.tries - 1


def finish(session: Session, job: Job, made: Made, model: str, *, labelled: bool, now: datetime) -> bool:
    """Whether it still was ours: not withdrawn meanwhile, not taken by somebody else."""
    text = {str(number): words for number, words in made.text.items()}
    verdict = made.judgement.verdict.value if text else ""
    values = {
        "state": state_of(text, verdict, made=True, labelled=labelled, decision=""),
        "text": text, "reason": made.reason, "verdict": verdict, "findings": finding_rows(made.judgement), "fidelity": VERSION,
        "model": model[:120], "asked": StepRewrite.asked + made.asked, "answered": StepRewrite.answered + made.answered,
        "made_at": now, "changed_at": now,
    }  # fmt: skip
    done = cast("CursorResult[Any]", session.execute(_mine(job).values(values)))
    return done.rowcount == 1


def judged_before(session: Session) -> list[StepRewrite]:
    """What another version of the check has judged."""
    old = select(StepRewrite).where(StepRewrite.fidelity != VERSION, StepRewrite.state != "withdrawn")
    return [row for row in session.scalars(old) if row.text]


def judge_again(session: Session, row_id: int, judgement: Judgement, *, labelled: bool, now: datetime) -> None:
    """What a teacher decided stands, unless the check of today finds an error: then it waits for a teacher again."""
    row = session.get(StepRewrite, row_id, with_for_update=True)
    if row is None or row.state in ("working", "withdrawn"):
        return
    row.verdict, row.findings, row.fidelity = judgement.verdict.value, finding_rows(judgement), VERSION
    if row.decision == "accepted" and judgement.verdict is Verdict.REJECT:
        row.decision = ""
    _settle(row, _state_of_row(row, labelled=labelled), now)


def forget_withdrawn(session: Session, now: datetime) -> None:
    """Versions of steps that nobody reads any more; what a teacher wrote or said stays, it is taken over when the words
    come back."""
    untouched = (StepRewrite.decision == "") & StepRewrite.decided_by.is_(None) & StepRewrite.edited_by.is_(None)
    old = (StepRewrite.state == "withdrawn") & (StepRewrite.changed_at < now - FORGOTTEN)
    session.execute(delete(StepRewrite).where(old, untouched), execution_options={"synchronize_session": False})


def _held(job: Job) -> tuple[ColumnElement[bool], ...]:
    return StepRewrite.id == job.id, StepRewrite.state == "working", StepRewrite.claimed_at == job.claimed_at


def _mine(job: Job) -> Any:
    return update(StepRewrite).where(*_held(job)).execution_options(synchronize_session=False)
