"""One question, answered by the best that works right now; a whole honest answer always comes last.

Gate and redaction are first: a secret, somebody who was robbed, an order to the machine never reach a model. Then, each only
if the one before has nothing: an answer that is kept, a model, the sentences of the lessons, a list of lessons. A kept
answer costs nothing, so it is looked for before the breaker and the budget are; with the model switched off there is none
of what a model wrote.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Final, Literal, TypeAlias, TypeVar, get_args

import structlog

from app.core.batch import UNAVAILABLE
from app.core.clock import Clock
from app.core.db import Database
from app.core.ids import signature
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.readers import Reader
from app.tutor import answer_cache
from app.tutor.domain.answers import Answer
from app.tutor.domain.budgets import Charge, Limits, Usage, charges
from app.tutor.domain.drafts import Draft
from app.tutor.domain.prompting import messages
from app.tutor.domain.redaction import Redacted
from app.tutor.embedding import Meaning
from app.tutor.probe import MOST_CHARACTERS as MOST_PROBED
from app.tutor.probe import Probe
from app.tutor.provider import Patience, Provider, ProviderDown
from app.tutor.service import Material, Tutor, answer_question, listed_answer, material, meant
from app.tutor.spending import allowing, book, count_steps, take
from app.tutor.switch import is_on

# All of it together is less than the ten seconds after which every learner has an answer.
PATIENCE: Final = Patience(place=0.5, first=4.0, piece=3.0, whole=7.5, retry=1.5)
# Who is not shown the sentences as they come, such as the API, has an answer before a page may take no longer (main.REQUEST_S).
IN_ONE_PIECE: Final = Patience(place=0.3, first=2.0, piece=1.5, whole=3.0, retry=0.5)
DATABASE_S: Final = 0.4  # for each of the three times it is asked
# From when the question came in, whatever went before the model: until the whole answer is written down.
ANSWERED_BY, IN_ONE_PIECE_BY = 10.0, 4.8
AFTERWARDS_S: Final = 2 * DATABASE_S  # what is done with it then
LEAST_S: Final = 1.0  # with less time left than that no model is asked
MOST_TOKENS, MOST_CHARACTERS = 400, 2_000
COUNT_EVERY_S: Final = 5.0

Step: TypeAlias = Literal["llm", "cache", "lessons", "list", "off", "budget", "breaker", "down", "ungrounded"]
STEPS: tuple[Step, ...] = get_args(Step)
UNASKED: tuple[Step, Answer | None] = ("down", None)
Value = TypeVar("Value")

log = structlog.get_logger()


@dataclass(frozen=True)
class Piece:
    """A checked sentence, as it comes, or the whole answer, which is the last piece, with the `step` that gave it. The
    whole one holds: where its `source` is not "llm", the sentences before it are taken back."""

    sentence: str = ""
    answer: Answer | None = None
    step: Step = "llm"


@dataclass(frozen=True)
class Asker:
    """Whose budget pays for a model: a learner's by `learner`, on pages, and that of their address by `source` (a keyed
    hash), which alone pays where nobody is known, such as the API. For nobody no model is asked."""

    learner: int | None = None
    source: str = ""


@dataclass
class Ladder:
    """One per process. `tutor`: that of the content of now, None while there is none; `catalogue`: the lessons of now;
    `secret`: keys what is kept of who asked."""

    tutor: Callable[[], Tutor | None]
    catalogue: Callable[[], Catalogue]
    database: Database
    clock: Clock
    provider: Provider | None = None
    limits: Limits = field(default_factory=Limits)
    secret: bytes = b""
    patience: Patience = PATIENCE
    in_one_piece: Patience = IN_ONE_PIECE
    database_s: float = DATABASE_S
    meaning: Meaning | None = None
    _steps: Counter[str] = field(default_factory=Counter)
    _counted_at: float = field(default_factory=monotonic)
    _reckoning: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "tutor"))
    _probe: Probe | None = None

    async def look_up(
        self, message: Redacted, lesson: str | None, reader: Reader
    ) -> tuple[Step, Answer, Material | None]:
        """Without a model, and from what one may answer, if it may. In one thread for all questions: it reckons for
        milliseconds, pages go on meanwhile, and more threads would only take turns."""

        def work() -> tuple[Step, Answer, Material | None]:
            tutor = self.tutor()
            if tutor is None:
                return "list", listed_answer(self.catalogue(), message), None
            plain = answer_question(tutor, message, lesson, reader, near)
            return "lessons", plain, material(tutor, message, plain, lesson, reader, near) if self.provider else None

        known = self.tutor()
        near = await self.meaning.near(lambda: meant(known, message)) if self.meaning and known else None
        return await asyncio.get_running_loop().run_in_executor(self._reckoning, work)

    def count(self, step: Step) -> None:
        """Which step answered; a refusal or an emergency card is the lessons' own. Now and then the counts are written
        down, and nobody waits for that."""
        self._steps[step] += 1
        if monotonic() - self._counted_at >= COUNT_EVERY_S:
            self._counted_at = monotonic()
            asyncio.get_running_loop().run_in_executor(None, self.flush)

    def is_resting(self, provider: Provider) -> bool:
        """Whether the model gives no answers for now: then nobody waits for it, and after its rest it is tried behind backs."""
        if not provider.breaker.is_open:
            return False
        if self._probe is None:
            allow = allowing(self.database, self.clock, self.limits, "answer", MOST_PROBED)
            self._probe = Probe(provider, allow, self.patience)
        self._probe.start()
        return True

    def close(self) -> None:
        if self._probe is not None:
            self._probe.stop()
        self._reckoning.shutdown(wait=False, cancel_futures=True)
        self.flush()

    def flush(self) -> None:
        """Writes the counts down. Waits for the database; without it they wait for the next time."""
        counted, self._steps = self._steps, Counter()
        if not counted:
            return
        try:
            with self.database.session(writes=True) as session:
                count_steps(session, counted, self.clock.now())
                session.commit()
        except UNAVAILABLE:
            self._steps.update(counted)


async def answered(
    ladder: Ladder,
    message: Redacted,
    lesson: str | None = None,
    reader: Reader = Reader(),
    asker: Asker = Asker(),
    since: float | None = None,
) -> AsyncGenerator[Piece, None]:
    """Close it (`contextlib.aclosing`) when the learner leaves: that stops the model. `since`: when the question came in
    (time.monotonic), now if None; a slow database before this leaves the model less time."""
    since = monotonic() if since is None else since
    step, plain, known = await ladder.look_up(message, lesson, reader)
    if ladder.provider is None or known is None:
        ladder.count(step)
        yield Piece(answer=plain, step=step)
        return
    writing = _Writing(ladder, ladder.provider, known, reader, asker, since)
    async with aclosing(writing.sentences()) as sentences:
        async for sentence in sentences:
            yield Piece(sentence)
    ladder.count(writing.step)
    yield Piece(answer=writing.answer or plain, step=writing.step)


class _Writing:
    """One answer that a model may write. `answer`: None where nothing of it stands; `step` then says why."""

    def __init__(
        self, ladder: Ladder, provider: Provider, known: Material, reader: Reader, asker: Asker, since: float
    ) -> None:
        self._ladder, self._provider, self._known = ladder, provider, known
        self._key = answer_cache.key_of(known.meant, known.given, reader, provider.profile.model)
        self._messages = messages(known.question, known.given, secrets.token_hex(8))
        sent = sum(len(message["content"]) for message in self._messages)
        self._cost = ladder.limits.cost(sent, MOST_CHARACTERS)
        self._charges = self._charged_to(asker)
        is_shown = asker.learner is not None
        self._patience = ladder.patience if is_shown else ladder.in_one_piece
        self._until = since + (ANSWERED_BY if is_shown else IN_ONE_PIECE_BY) - AFTERWARDS_S
        self._usage = Usage()
        self.answer: Answer | None = None
        self.step: Step = "down"

    async def sentences(self) -> AsyncGenerator[str, None]:
        self.step, self.answer = await self._from_database(self._looked_up, UNASKED)
        if self.step == "llm" and self._ladder.is_resting(self._provider):
            self.step = "breaker"
        if self.step == "llm" and self._patience_left().whole < LEAST_S + DATABASE_S:
            self.step = "down"
        if self.step == "llm":
            self.step = await self._from_database(self._taken, "down")
        if self.step == "llm":
            async with aclosing(self._written()) as written:
                async for sentence in written:
                    yield sentence

    async def _written(self) -> AsyncGenerator[str, None]:
        draft = Draft(self._known.given)
        try:
            async with aclosing(self._stream()) as pieces:
                async for piece in pieces:
                    for sentence in draft.feed(piece):
                        yield sentence
                    if draft.is_full:
                        break
        except ProviderDown as down:
            log.info("model gave no answer", why=down.why)
            self.step = "breaker" if down.why == "breaker-open" else "down"
            await self._from_database(lambda: self._settled(is_sound=False), None)
            return
        if not (draft.is_full or self._usage.is_whole):
            log.info("model was cut off")
            self.step = "down"
            await self._from_database(lambda: self._settled(is_sound=False), None)
            return
        for sentence in draft.end():
            yield sentence
        self.answer = draft.answer()
        self.step = "llm" if self.answer else "ungrounded"
        await self._from_database(lambda: self._settled(is_sound=draft.is_sound), None)

    def _stream(self) -> AsyncGenerator[str, None]:
        return self._provider.stream(
            self._messages,
            most_tokens=MOST_TOKENS,
            most_characters=MOST_CHARACTERS,
            patience=self._patience_left(),
            usage=self._usage,
        )

    def _patience_left(self) -> Patience:
        left = self._until - monotonic() - self._patience.place
        return replace(self._patience, whole=min(self._patience.whole, left))

    async def _from_database(self, work: Callable[[], Value], otherwise: Value) -> Value:
        """What a thread found there in time: a learner does not wait for more."""
        try:
            return await asyncio.wait_for(asyncio.to_thread(work), self._ladder.database_s)
        except (TimeoutError, *UNAVAILABLE) as error:
            log.warning("tutor goes on without the database", error=type(error).__name__)
            return otherwise

    # In threads of their own:

    def _looked_up(self) -> tuple[Step, Answer | None]:
        with self._ladder.database.session(writes=False) as session:
            if not is_on(session):
                return "off", None
            kept = answer_cache.find(session, self._key, self._known.given, self._ladder.clock.now())
        return ("cache", kept) if kept else ("llm", None)

    def _taken(self) -> Step:
        if not self._charges:
            return "budget"
        with self._ladder.database.session(writes=True) as session:
            taken = take(session, self._charges, self._cost)
            session.commit()
        return "llm" if taken else "budget"

    def _settled(self, *, is_sound: bool) -> None:
        """What was surely not used is given back; who leaves before the end has paid for all of it."""
        ladder, usage = self._ladder, self._usage
        with ladder.database.session(writes=True) as session:
            cost = ladder.limits.cost(usage.sent, usage.written)
            book(session, self._charges, self._cost, cost, is_estimated=usage.is_estimated)
            if self.answer and is_sound:
                answer_cache.keep(session, self._key, self.answer, ladder.clock.now())
            session.commit()

    def _charged_to(self, asker: Asker) -> tuple[Charge, ...]:
        ladder = self._ladder
        if asker.learner is None and not asker.source:
            return ()
        learner = signature(ladder.secret, "spending", str(asker.learner)) if asker.learner is not None else ""
        return charges("answer", ladder.limits, ladder.clock.now(), learner, asker.source)
