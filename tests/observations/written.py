"""Answers and taps as the logs hold them, written row by row."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from app.core.db import Database
from app.core.ids import new_number, new_token
from app.courses.models import ExerciseProgress, LessonProgress
from app.learners.models import Learner
from app.quiz.models import Answer, HelpStatement
from app.simulations.models import Tap

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
DAY = timedelta(days=1)
LONG_AGO = NOW - 20 * DAY


class Log:
    """What happened, in the order in which it is told here."""

    def __init__(self, database: Database, lesson: str = "giu-mat-khau", version: str = "v1") -> None:
        self.database = database
        self.lesson = lesson
        self.version = version

    def learners(self, count: int, *chosen: int) -> list[int]:
        """So many, and those with ids that were chosen."""
        ids = [new_number() for _ in range(count)] + list(chosen)
        self._write(Learner, [{"id": id_, "name": "", "audience": "nguoi-dan", "platform": "", "created_at": LONG_AGO} for id_ in ids])  # fmt: skip
        return ids

    def answers(
        self,
        learners: Sequence[int],
        exercise: str,
        answer: str = "a",
        *,
        score: float = 1,
        at: datetime = LONG_AGO,
        mode: str = "practice",
        assisted: bool = False,
        lesson: str = "",
        version: str = "",
        in_round: bool = False,
    ) -> None:
        where = {"lesson": lesson or self.lesson, "exercise": exercise}
        rest = {"version": version or self.version, "answer": answer, "score": score, "answered_at": at, "mode": mode, "assisted": assisted}  # fmt: skip
        self._write(Answer, [{"key": new_token(), "learner_id": learner, **where, **rest} for learner in learners])
        if not in_round:
            known = [{"learner_id": learner, **where, "ever_right": score >= 1, "last_at": at} for learner in learners]
            self._write(ExerciseProgress, known)

    def finish(self, learners: Sequence[int], at: datetime = LONG_AGO) -> None:
        self._write(LessonProgress, [{"learner_id": one, "lesson": self.lesson, "finished_at": at} for one in learners])

    def taps(
        self, learner: int, exercise: str, taps: Sequence[tuple[str, str]], *, at: datetime = LONG_AGO,
        assisted: bool = False, mode: str = "practice", version: str = "",
    ) -> None:  # fmt: skip
        """One attempt: kind and control of each tap, ten seconds apart; a fill is right."""
        key = new_token()
        rows = [
            {
                "attempt": key, "seq": seq, "learner_id": learner, "lesson": self.lesson, "exercise": exercise,
                "version": version or self.version, "mode": mode, "kind": kind, "control": control,
                "outcome": "right" if kind == "fill" else "", "tapped_at": at + timedelta(seconds=10 * seq), "assisted": assisted,
            }
            for seq, (kind, control) in enumerate(taps, 1)
        ]  # fmt: skip
        self._write(Tap, rows)

    def say_helped(self, learners: Sequence[int], at: datetime) -> None:
        rows = [{"learner_id": one, "lesson": self.lesson, "since": at - DAY, "said_at": at} for one in learners]
        self._write(HelpStatement, rows)

    def _write(self, table: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            with self.database.transaction() as connection:
                connection.execute(insert(table), rows)
