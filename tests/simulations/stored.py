"""What the database holds of attempts, and how many rows came since."""

from sqlalchemy import delete, func, select

from app.core.db import Base, Database
from app.courses.models import ExerciseProgress
from app.learners.models import Learner
from app.quiz.models import Answer
from app.simulations.models import Tap


class Stored:
    def __init__(self, database: Database) -> None:
        self.database = database
        self._before = self._counts()

    def _counts(self) -> dict[type[Base], int]:
        with self.database.session(writes=False) as session:
            return {
                table: session.scalar(select(func.count()).select_from(table)) or 0 for table in (Tap, Answer, Learner)
            }

    def new(self, table: type[Base]) -> int:
        return self._counts()[table] - self._before[table]

    def taps(self, key: str) -> list[Tap]:
        with self.database.session(writes=False) as session:
            return list(session.scalars(select(Tap).where(Tap.attempt == key).order_by(Tap.seq)))

    def answers(self, key: str) -> list[Answer]:
        with self.database.session(writes=False) as session:
            return list(session.scalars(select(Answer).where(Answer.key == key)))

    def ever_right(self, learner: int, exercise: str) -> bool | None:
        with self.database.session(writes=False) as session:
            mine = (ExerciseProgress.learner_id == learner) & (ExerciseProgress.exercise == exercise)
            return session.scalar(select(ExerciseProgress.ever_right).where(mine))

    def delete_learner(self, learner: int) -> None:
        with self.database.transaction() as connection:
            connection.execute(delete(Learner).where(Learner.id == learner))

    def forget_answer(self, key: str) -> None:
        with self.database.transaction() as connection:
            connection.execute(delete(Answer).where(Answer.key == key))

    def everything(self) -> str:
        """Every value of every row, as text."""
        with self.database.session(writes=False) as session:
            return "\n".join(
                str(tuple(row)) for table in Base.metadata.sorted_tables for row in session.execute(select(table))
            )
