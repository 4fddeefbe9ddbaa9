"""What the database holds, and how many rows came since."""

from sqlalchemy import delete, func, select

from app.core.db import Database
from app.courses.models import ExerciseProgress
from app.learners.models import Learner
from app.quiz.models import Answer


class Stored:
    def __init__(self, database: Database) -> None:
        self.database = database
        self._before = self._counts()

    def _counts(self) -> tuple[int, int]:
        with self.database.session(writes=False) as session:
            answers = session.scalar(select(func.count()).select_from(Answer)) or 0
            return answers, session.scalar(select(func.count()).select_from(Learner)) or 0

    @property
    def new_answers(self) -> int:
        return self._counts()[0] - self._before[0]

    @property
    def new_learners(self) -> int:
        return self._counts()[1] - self._before[1]

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
