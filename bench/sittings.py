"""A step of a certification sitting: an answer in, the next task out, judged, chosen, written and committed. With the
shipped bank, more than three hundred items, on SQLite. The goal is 15 ms of server time at the median; the ratio compares
with committing one row alone, which the disk decides; on a busy machine look at the processor's time. A number of people
may be given.
"""

import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter, thread_time

from sqlalchemy.orm import Session

from app.certification.domain.credential import Issuer
from app.certification.service import Certificates
from app.cli.invocation import migrate
from app.core.clock import Clock
from app.core.config import CONTENT, TRIAL_BANK, Settings
from app.core.db import Database
from app.courses.library import ContentLibrary
from app.learners.service import create_learner
from app.quiz.domain.ability import chance_of_success
from app.quiz.domain.kinds import KINDS
from app.quiz.domain.question import Question
from app.sittings.demo import fields_of
from app.sittings.queries import find_sitting
from app.sittings.service import NewSitting, Sent, current_task, start_sitting, submit_answer
from app.sittings.standards import Engine, Standards

PEOPLE = 30
GOAL_MS = 15.0
NINE = datetime(2026, 11, 22, 2, tzinfo=UTC)


def main() -> int:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            _env_file=None, env="dev", var_dir=Path(folder), demo=False, content_dirs=(CONTENT, TRIAL_BANK)
        )
        migrate(settings)
        database = Database(settings.database_url)
        engine = _engine(settings, database)
        offer = engine.standards.offers["nguoi-dan"]
        took, commits = _sittings(database, engine, people), _bare_commits(database)
        database.close()
    steps, cpu = [wall for wall, _ in took], [processor for _, processor in took]
    typical, worst = median(steps), quantiles(steps, n=20)[-1]
    print(f"{len(offer.bank.items)} items, {people} people, {len(steps)} steps")
    print(f"a step: median {typical:.1f} ms, 95 in 100 within {worst:.1f} ms (goal {GOAL_MS:g} ms at the median)")
    print(f"of it the processor's: median {median(cpu):.1f} ms")
    print(f"committing one row: {median(commits):.1f} ms; a step costs {typical / median(commits):.1f} times that")
    return 0 if typical <= GOAL_MS else 1


def _engine(settings: Settings, database: Database) -> Engine:
    library = ContentLibrary(settings.content_dirs, database, Clock(NINE), KINDS, settings.secret)
    standards = Standards(settings.content_dirs, library)
    library.on_change(standards.follow)
    library.load()
    return Engine(standards, Certificates(Issuer(settings.public_url, "Học Vụ Số"), settings.var_dir / "keys"))


def _sittings(database: Database, engine: Engine, people: int) -> list[tuple[float, float]]:
    random = Random(7)  # noqa: S311 - nobody has to guess anything
    steps: list[tuple[float, float]] = []
    for _ in range(people):
        with database.session(writes=True) as session:
            learner = create_learner(session, "Lan", NINE).id
            offer = engine.standards.offers["nguoi-dan"]
            token = start_sitting(session, engine, NewSitting(learner, offer, "own", "m" * 22), NINE).token
            session.commit()
        ability, at = random.gauss(0, 1), NINE
        while True:
            at += timedelta(seconds=30)
            took = _step(database, engine, learner, token, ability, random, at)
            if took is None:
                break
            steps.append(took)
    return steps


def _step(
    database: Database, engine: Engine, learner: int, token: str, ability: float, random: Random, at: datetime
) -> tuple[float, float] | None:
    """Milliseconds, and those of the processor; None at the end."""
    with database.session(writes=False) as session:
        sitting = find_sitting(session, learner, token)
        found = current_task(session, engine.standards, sitting) if sitting and sitting.ended_at is None else None
        if sitting is None or found is None:
            return None
        item = engine.standards.bank(session, sitting.bank_version).by_id[found.task.item].item
    right = random.random() < chance_of_success(item, ability)
    if isinstance(found.content, Question):
        sent = Sent(found.task.key, fields_of(found.content, right=right), 12_000)
    else:
        sent = Sent(found.task.key, {"cho-qua": ["1"]}, 12_000)
    began, worked = perf_counter(), thread_time()
    with database.session(writes=True) as session:
        _answer(session, engine, learner, token, sent, at)
        session.commit()
    return 1000 * (perf_counter() - began), 1000 * (thread_time() - worked)


def _answer(session: Session, engine: Engine, learner: int, token: str, sent: Sent, at: datetime) -> None:
    """What the route does: the sitting, locked; the answer; the task that is shown next."""
    sitting = find_sitting(session, learner, token, lock=True)
    assert sitting is not None
    submit_answer(session, engine, sitting, sent, at)
    current_task(session, engine.standards, sitting)


def _bare_commits(database: Database) -> list[float]:
    times = []
    for _ in range(100):
        began = perf_counter()
        with database.session(writes=True) as session:
            create_learner(session, "Hùng", NINE)
            session.commit()
        times.append(1000 * (perf_counter() - began))
    return times


if __name__ == "__main__":
    sys.exit(main())
