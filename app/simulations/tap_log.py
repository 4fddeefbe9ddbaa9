"""The append-only log of taps: acknowledged after the durable commit, written in groups, in one line for each attempt.

As app/quiz/answer_log.py keeps answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, insert

from app.core.batch import BatchWorker
from app.core.db import Database, insert_or_update
from app.learners.service import create_guests, remove_guests
from app.quiz.domain.simulation.play import Tap
from app.simulations.domain.attempts import Attempt
from app.simulations.models import Tap as Row


@dataclass(frozen=True)
class NewTaps:
    """The taps of one form, at least one, behind those that `attempt` holds already. For a visitor (the attempt has no
    learner) a guest is made together with them."""

    attempt: Attempt
    taps: tuple[Tap, ...]


class TapLog(BatchWorker[NewTaps, int | None]):
    def __init__(self, database: Database) -> None:
        super().__init__("tap-log", database.transaction, write_taps)

    async def append(self, attempt: Attempt, taps: tuple[Tap, ...]) -> int | None:
        """Whose attempt it is now; None when other taps were quicker, and these are not written. Raises
        app.core.batch.DatabaseBusy; sending the same again is then safe."""
        return await self.ask(NewTaps(attempt, taps))


def write_taps(connection: Connection, forms: Sequence[NewTaps]) -> list[int | None]:
    """A form is written whole or not at all: its first tap decides, as nobody can add to an attempt without it."""
    first: dict[tuple[str, int], NewTaps] = {}
    for form in forms:
        first.setdefault((form.attempt.key, form.taps[0].seq), form)
    learners = _learners(connection, list(first.values()))
    rows = [_row(form, form.taps[0], learner) for form, learner in zip(first.values(), learners, strict=True)]
    won = set(_insert_first(connection, rows))
    remove_guests(
        connection,
        [
            learner
            for (place, form), learner in zip(first.items(), learners, strict=True)
            if place not in won and form.attempt.learner_id is None
        ],
    )
    owner = {id(form): learner for (place, form), learner in zip(first.items(), learners, strict=True) if place in won}
    rest = [_row(form, tap, owner[id(form)]) for form in first.values() if id(form) in owner for tap in form.taps[1:]]
    if rest:
        connection.execute(insert(Row), rest)
    return [owner.get(id(form)) for form in forms]


def _learners(connection: Connection, forms: Sequence[NewTaps]) -> list[int]:
    visitors = [form for form in forms if form.attempt.learner_id is None]
    guests = iter(create_guests(connection, len(visitors), visitors[0].taps[0].at) if visitors else ())
    known = (form.attempt.learner_id for form in forms)
    return [learner if learner is not None else next(guests) for learner in known]


def _row(form: NewTaps, tap: Tap, learner: int) -> dict[str, Any]:
    attempt = form.attempt
    return {
        "attempt": attempt.key,
        "seq": tap.seq,
        "learner_id": learner,
        "lesson": attempt.lesson,
        "exercise": attempt.exercise,
        "version": attempt.version,
        "mode": attempt.mode,
        "kind": tap.kind,
        "control": tap.control,
        "outcome": tap.outcome,
        "tapped_at": tap.at,
        "assisted": attempt.assisted,
    }


def _insert_first(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[tuple[str, int]]:
    """The places (attempt, seq) that were free."""
    return [tuple(row) for row in connection.execute(_insert_new(connection.dialect.name), rows)]


@cache  # compiled once: the same statement for one row and for many
def _insert_new(dialect: str) -> Any:
    new = insert_or_update(dialect, Row.__table__).on_conflict_do_nothing(index_elements=["attempt", "seq"])
    return new.returning(Row.attempt, Row.seq)
