"""How often a language model may be asked and what that may cost: counted by the hour and by the day in Vietnam."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeGuard

from app.core.clock import VIETNAM

Kind = Literal["answer", "rewrite", "suggestion"]
KINDS: tuple[Kind, ...] = ("answer", "rewrite", "suggestion")
Period = Literal["hour", "day"]
FORMATS: dict[Period, str] = {"hour": "%Y-%m-%d %H", "day": "%Y-%m-%d"}
NO_LIMIT = 2_000_000_000  # calls; more than an INTEGER column holds is never counted
NO_COST = 2**62
LEARNERS_AT_ONE_ADDRESS = 10  # a class, a commune's house: pages may ask so many times what an unknown caller may
# Of Vietnamese: counted on the 369,000 characters of the shipped lessons in November 2026, with the vocabularies of Qwen 2 and
# 3.5 (2.85), Gemma 4 (2.86), Command R (2.87), Llama 3 (2.96); those of Llama 2 and GPT-2 need twice as many tokens. Who
# pays by the token gives a third of that price (docs/vi/tro-ly-ai.md).
CHARACTERS_OF_A_TOKEN = 3
LONGEST_TOKEN = 20  # characters of a text, on average; a server that tells fewer tokens has not counted it
MOST_TOLD = 200_000  # tokens of one call: more than is ever asked for and any model writes at once
DONG = 1_000_000  # a price is in đồng for a million characters: one character costs so many millionths of a đồng


@dataclass(frozen=True)
class Limits:
    """Calls; money in đồng, 0 where nobody sends a bill; prices in đồng for a million characters, sent and written."""

    learner_hour: int = 10
    learner_day: int = 20
    source_hour: int = 30
    answers_hour: int = 600
    answers_day: int = 5_000
    others_day: int = 1_000
    money_hour: int = 50_000
    money_day: int = 300_000
    price_sent: int = 0
    price_written: int = 0

    def cost(self, sent: int, written: int) -> int:
        """Of so many characters, in millionths of a đồng."""
        return sent * self.price_sent + written * self.price_written


@dataclass
class Usage:
    """What one call is charged for, in characters: the tokens that a server tells at the end of its reply, times
    CHARACTERS_OF_A_TOKEN. `is_estimated`: it has not told them. A reply that was read to its own end is then as long as it
    was seen to be; of one that came too late, broke off or was stopped nobody knows what the server wrote, so it counts
    as all that was asked for. Nothing, where the server refused or was not reached. `is_whole`: the server ended it, and
    did not cut it off."""

    sent: int = 0
    written: int = 0
    is_estimated: bool = False
    is_whole: bool = False
    _earlier: tuple[int, int] = field(default=(0, 0), repr=False, compare=False)  # of tries before this one

    def begin(self, sent: int, most_written: int) -> None:
        """One more try: paid for in full until more is known."""
        self._earlier = (self.sent, self.written)
        self.sent, self.written, self.is_estimated = self.sent + sent, self.written + most_written, True

    def refuse(self) -> None:
        """Nobody charges for this try."""
        self.sent, self.written = self._earlier
        self.is_estimated = self.sent > 0

    def end(self, seen: int, told: tuple[object, object] = (None, None), *, is_whole: bool) -> None:
        """The reply is at its end: so many characters were seen, and so many tokens told, of what was sent and what was
        written, also where not all of that was shown. What cannot be a count is passed over."""
        sent, written = self._earlier
        self.is_whole = is_whole
        read, wrote = told
        if _is_count(read, self.sent - sent) and _is_count(wrote, seen):
            self.sent, self.written = sent + read * CHARACTERS_OF_A_TOKEN, written + wrote * CHARACTERS_OF_A_TOKEN
            self.is_estimated = sent > 0
        elif is_whole:
            self.written = written + seen


def _is_count(tokens: object, characters: int) -> TypeGuard[int]:
    return type(tokens) is int and 0 < tokens <= MOST_TOLD and characters <= tokens * LONGEST_TOKEN


@dataclass(frozen=True)
class Charge:
    """One counter that a call goes against. `scope`: whose it is; `period`: the hour or day that it counts."""

    scope: str
    period: str
    most_calls: int = NO_LIMIT
    most_cost: int = NO_COST

    def can_ever_hold(self, cost: int) -> bool:
        return self.most_calls > 0 and cost <= self.most_cost


def charges(kind: Kind, limits: Limits, now: datetime, learner: str = "", source: str = "") -> tuple[Charge, ...]:
    """Every counter of one call, always in the same order, the ones that all share last: nobody waits for long, and no two
    wait for each other. `learner`, `source` (an address): keyed hashes, "" for none. A learner who begins anew as another
    guest is still at the same address."""
    return tuple(_charges(kind, limits, now, learner, source))


def _charges(kind: Kind, limits: Limits, now: datetime, learner: str, source: str) -> Iterator[Charge]:
    hour, day = (period_of(one, now) for one in ("hour", "day"))
    if learner:
        yield Charge(f"learner:{learner}", hour, limits.learner_hour)
        yield Charge(f"learner:{learner}", day, limits.learner_day)
    if source:
        together = LEARNERS_AT_ONE_ADDRESS if learner else 1
        yield Charge(f"source:{source}", hour, min(limits.source_hour * together, NO_LIMIT))
    if kind == "answer":
        yield Charge(kind_scope(kind), hour, limits.answers_hour)
    yield Charge(kind_scope(kind), day, limits.answers_day if kind == "answer" else limits.others_day)
    yield Charge("all", hour, most_cost=limits.money_hour * DONG)
    yield Charge("all", day, most_cost=limits.money_day * DONG)


def kind_scope(kind: str) -> str:
    return f"kind:{kind}"


def step_scope(step: str) -> str:
    """Of a step of the ladder: how many questions it answered."""
    return f"step:{step}"


def period_of(period: Period, now: datetime) -> str:
    return now.astimezone(VIETNAM).strftime(FORMATS[period])
