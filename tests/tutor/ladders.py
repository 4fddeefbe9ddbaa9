"""A ladder over the shipped lessons and a real server, and what a model may say to its question."""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from time import monotonic
from typing import Any, TypeVar

from app.accounts import service as accounts
from app.accounts.domain.roles import Role
from app.core.clock import Clock
from app.core.db import Database
from app.courses.domain.readers import Reader
from app.tutor.domain.answers import Answer
from app.tutor.domain.budgets import Limits
from app.tutor.ladder import Asker, Ladder, answered
from app.tutor.provider import Breaker, Patience, Profile, Provider
from app.tutor.service import Material, Tutor, answer_question, build_tutor, material, received
from app.tutor.switch import switch
from tests.content.shipped import CATALOGUE

Result = TypeVar("Result")
QUESTION = "quen mat khau vneid thi lam sao"
LEARNER = Asker(learner=1)
QUICK = Patience(place=0.2, first=0.8, piece=0.5, whole=2.0, retry=0.5)


@cache
def tutor() -> Tutor:
    return build_tutor(CATALOGUE)


@cache
def plain(question: str = QUESTION) -> Answer:
    """What it is without a model."""
    return answer_question(tutor(), received(question))


@cache
def known(question: str = QUESTION) -> Material:
    found = material(tutor(), received(question), plain(question), None, Reader())
    assert found is not None
    return found


def sound(count: int = 3) -> list[str]:
    """Sentences that the first step given to the model says, with its number."""
    source = known().given[0]
    return [f"{sentence.text}[{source.number}]" for sentence in source.sentences[:count]]


def shown(sentences: Sequence[str]) -> list[str]:
    return [sentence.partition("[")[0] for sentence in sentences]


@dataclass(frozen=True)
class Told:
    """What a learner saw, in order, the answer that holds, and how long it took, in seconds."""

    sentences: tuple[str, ...]
    answer: Answer
    seconds: float


@dataclass
class Stage:
    """`base_url` "": no model. Close what it made: `run` does."""

    database: Database
    base_url: str = ""
    limits: Limits = field(default_factory=lambda: Limits(learner_hour=1000, learner_day=1000, source_hour=1000))
    patience: Patience = QUICK
    breaker: Breaker | None = None
    clock: Clock = field(default_factory=Clock)
    at_once: int = 16
    has_index: bool = True
    database_s: float = 60.0  # a busy machine
    made: list[Provider] = field(default_factory=list)
    _ladder: Ladder | None = None

    @property
    def ladder(self) -> Ladder:
        """Made in the loop that uses it."""
        if self._ladder is None:
            provider = None
            if self.base_url:
                provider = Provider(
                    Profile("gpt-4o", self.base_url), at_once=self.at_once, patience=self.patience, breaker=self.breaker
                )
                self.made.append(provider)
            self._ladder = Ladder(
                tutor if self.has_index else lambda: None,
                lambda: CATALOGUE,
                self.database,
                self.clock,
                provider,
                self.limits,
                b"secret",
                self.patience,
                database_s=self.database_s,
            )
        return self._ladder

    async def ask(self, question: str = QUESTION, asker: Asker = LEARNER, reader: Reader = Reader()) -> Told:
        began = monotonic()
        sentences: list[str] = []
        async with aclosing(answered(self.ladder, received(question), None, reader, asker)) as pieces:
            async for piece in pieces:
                if piece.answer is not None:
                    return Told(tuple(sentences), piece.answer, monotonic() - began)
                sentences.append(piece.sentence)
        raise AssertionError("no whole answer")

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        async def to_the_end() -> Result:
            try:
                return await work
            finally:
                await asyncio.to_thread(self.ladder.close)
                while self.made:
                    await self.made.pop().close()
                self._ladder = None

        return asyncio.run(to_the_end())

    def told(self, question: str = QUESTION, asker: Asker = LEARNER, reader: Reader = Reader()) -> Told:
        return self.run(self.ask(question, asker, reader))


@contextmanager
def switched_off(database: Database) -> Iterator[None]:
    admin = an_admin(database)
    _switch(database, admin, on=False)
    yield
    _switch(database, admin, on=True)


def an_admin(database: Database) -> int:
    with database.session(writes=True) as session:
        created = accounts.create_account(session, b"secret", Role.ADMIN, "Anh Quân", None, Clock().now())
        session.commit()
    return created.id


def _switch(database: Database, admin: int, *, on: bool) -> None:
    with database.session(writes=True) as session:
        switch(session, admin, Clock().now(), on=on)
        session.commit()
