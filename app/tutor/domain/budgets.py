"""How often a language model may be asked and what that may cost: counted by the hour and by the day in Vietnam."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.core.clock import VIETNAM

Kind = Literal["answer", "rewrite", "suggestion"]
KINDS: tuple[Kind, ...] = ("answer", "rewrite", "suggestion")
Period = Literal["hour", "day"]
FORMATS: dict[Period, str] = {"hour": "%Y-%m-%d %H", "day": "%Y-%m-%d"}
NO_LIMIT = 2_000_000_000  # calls; more than an INTEGER column holds is never counted
NO_COST = 2**62
LEARNERS_AT_ONE_ADDRESS = 10  # a class, a commune's house: pages may ask so many times what an unknown caller may
CHARACTERS_OF_A_TOKEN = (
    3  # about, in Vietnamese; who pays by the token gives a third of that price (docs/vi/tro-ly-ai.md)
)
MOST_TOLD = 10_000_000  # tokens; what says more is no count
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
    """What one call has used so far, in characters: what was sent and what came back, until the server tells its own count.
    Nothing, where it was refused or reached nobody."""

    sent: int = 0
    written: int = 0

    def tell(self, prompt_tokens: object, completion_tokens: object) -> None:
        """As the server counts, also what it wrote and did not show. What cannot be a count is passed over."""
        if type(prompt_tokens) is not int or type(completion_tokens) is not int:
            return
        if 0 < prompt_tokens <= MOST_TOLD and 0 <= completion_tokens <= MOST_TOLD:
            self.sent = prompt_tokens * CHARACTERS_OF_A_TOKEN
            self.written = completion_tokens * CHARACTERS_OF_A_TOKEN


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
