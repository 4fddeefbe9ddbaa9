"""A place that certifies: a database, a small bank, somebody who signs; and people who sit its test."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy.orm import Session

from app.certification.domain.credential import Issuer
from app.certification.service import Certificates
from app.core.clock import Clock
from app.core.db import Database
from app.courses.library import ContentLibrary
from app.learners.service import create_learner
from app.quiz.domain.kinds import KINDS
from app.quiz.domain.question import Question
from app.quiz.domain.simulation.screens import Simulation
from app.sittings.demo import answer_task
from app.sittings.domain.record import Task
from app.sittings.models import CertificateName, Sitting
from app.sittings.service import Device, NewSitting, current_task, put_aside, start_sitting
from app.sittings.standards import Engine, Offer, Standards
from app.sittings.steering import Asked

NINE = datetime(2026, 11, 22, 2, tzinfo=UTC)


@dataclass
class Place:
    database: Database
    library: ContentLibrary
    standards: Standards
    engine: Engine
    root: Path

    @property
    def offer(self) -> Offer:
        return self.standards.offers["nguoi-dan"]

    @property
    def content(self) -> Hashable:
        """All that a sitting depends on but for rows: the texts, how versions are made of them, what of them may be asked."""
        texts = frozenset((file.path, file.data) for file in self.library.files.values())
        return texts, self.library._version_key, self.offer.bank.version, self.standards.available

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.session(writes=True) as session:
            yield session
            session.commit()

    def learner(self, name: str = "Lan") -> int:
        with self.writing() as session:
            return self.person(session, name)

    def person(self, session: Session, name: str = "Lan") -> int:
        learner = create_learner(session, name, NINE).id
        session.add(CertificateName(learner_id=learner, name=name, consent_at=NINE, consent_version="1"))
        return learner

    def new(self, learner: int, supervision: int | None = None, device: Device = "own") -> NewSitting:
        return NewSitting(learner, self.offer, device, f"{learner:022d}", supervision_id=supervision)

    def begin(self, session: Session, learner: int, at: datetime = NINE) -> Sitting:
        return start_sitting(session, self.engine, self.new(learner), at)

    def question(self, session: Session, sitting: Sitting) -> tuple[Task, Question]:
        """The open task, once it is a question; what comes before is put aside."""
        while True:
            found = self._asked(session, sitting)
            if isinstance(found.content, Question):
                return found.task, found.content
            self._change(session, sitting)

    def simulation(self, session: Session, sitting: Sitting) -> tuple[Task, Simulation]:
        """The same for a simulation."""
        while True:
            found = self._asked(session, sitting)
            if isinstance(found.content, Simulation):
                return found.task, found.content
            self._change(session, sitting)

    def _asked(self, session: Session, sitting: Sitting) -> Asked:
        found = current_task(session, self.standards, sitting)
        assert found is not None
        return found

    def _change(self, session: Session, sitting: Sitting) -> None:
        put_aside(session, self.engine, sitting, sitting.active_at)

    def sit(
        self, session: Session, sitting: Sitting, rights: Iterator[bool], at: datetime | None = None, most: int = 100
    ) -> int:
        """Answers until the end, or so many times; gives how many were answered."""
        at, answered = at or sitting.active_at, 0
        random = Random(1)  # noqa: S311 - nobody has to guess anything
        while sitting.ended_at is None and answered < most:
            at += timedelta(seconds=60)
            answer_task(session, self.engine, sitting, next(rights), random, at)
            answered += 1
        return answered


def open_place(database: Database, root: Path, keys: Path) -> Place:
    library = ContentLibrary([root], database, Clock(NINE), KINDS, b"key")
    standards = Standards([root], library)
    library.on_change(standards.follow)
    library.load()
    assert library.diagnostics == ()
    certificates = Certificates(
        Issuer("https://hocvuso.example.vn", "Xã thử"), keys, lambda name: library.catalogue.frameworks.get(name)
    )
    return Place(database, library, standards, Engine(standards, certificates), root)
