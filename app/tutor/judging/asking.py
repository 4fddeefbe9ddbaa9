"""Asking in a judged run: the tutor's model for an answer, the judge for a verdict; never more often than was told before.

What goes wrong with a server costs one verdict and is counted; after FAILURES in a row the breaker of the provider is open,
and the rest of the run is over at once.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Final, TypeVar

from app.core.config import Settings
from app.tutor.domain.budgets import Usage
from app.tutor.domain.drafts import Draft
from app.tutor.domain.judging.items import Asked, Item, shown
from app.tutor.domain.judging.requests import (
    LONGEST_REPLY,
    MOST_TOKENS,
    Messages,
    Preference,
    pair_request,
    read_preference,
    read_verdicts,
    verdict_request,
)
from app.tutor.domain.judging.rubric import Verdicts
from app.tutor.domain.prompting import messages
from app.tutor.ladder import MOST_CHARACTERS
from app.tutor.ladder import MOST_TOKENS as MOST_ANSWER_TOKENS
from app.tutor.provider import Patience, Profile, Provider, ProviderDown
from app.tutor.service import Material

PATIENCE: Final = Patience(place=5.0, first=60.0, piece=30.0, whole=120.0, retry=20.0)  # nobody waits
FAILURES: Final = 5  # more than learners would wait for
ATTEMPTS: Final = 2  # where a reply cannot be read

Said = TypeVar("Said")


@dataclass
class Calls:
    """`most`: of both models together. A call that the server refuses before it reads anything may be sent once more
    (Patience.retry) and counts as one. `lost`: verdicts that there are not, by why."""

    most: int
    tutor: int = 0
    judge: int = 0
    lost: Counter[str] = field(default_factory=Counter)

    @property
    def is_spent(self) -> bool:
        return self.tutor + self.judge >= self.most


class Judge:
    """What it said of an answer is remembered: the same answer is not paid for twice."""

    def __init__(self, provider: Provider, calls: Calls, patience: Patience = PATIENCE) -> None:
        self._provider, self._calls, self._patience = provider, calls, patience
        self._known: dict[str, Verdicts] = {}

    async def verdicts(self, item: Item) -> Verdicts | None:
        if item.code not in self._known:
            request = verdict_request(item, secrets.token_hex(8))
            said = await self._read(request, lambda reply: read_verdicts(reply, item))
            if said is None:
                return None
            self._known[item.code] = said
        return self._known[item.code]

    async def preference(self, asked: Asked, answers: Sequence[str]) -> Preference | None:
        return await self._read(pair_request(asked, answers, secrets.token_hex(8)), read_preference)

    async def _read(self, request: Messages, read: Callable[[str], Said | None]) -> Said | None:
        for _ in range(ATTEMPTS):
            if self._calls.is_spent:
                self._calls.lost["ceiling"] += 1
                return None
            self._calls.judge += 1
            try:
                reply = await self._reply(request)
            except ProviderDown as down:
                self._calls.lost[down.why] += 1
                return None
            if (said := read(reply)) is not None:
                return said
        self._calls.lost["unreadable"] += 1
        return None

    async def _reply(self, request: Messages) -> str:
        asked = self._provider.stream(
            request, most_tokens=MOST_TOKENS, most_characters=LONGEST_REPLY, patience=self._patience
        )
        async with aclosing(asked) as pieces:
            return "".join([piece async for piece in pieces])


async def model_answer(provider: Provider, known: Material, calls: Calls, patience: Patience = PATIENCE) -> str | None:
    """What a learner would be shown of a model's answer: the sentences that hold. None where nothing of it stands, as where
    the lessons would answer instead. Raises ProviderDown."""
    calls.tutor += 1
    usage = Usage()
    asked = provider.stream(
        messages(known.question, known.given, secrets.token_hex(8)),
        most_tokens=MOST_ANSWER_TOKENS, most_characters=MOST_CHARACTERS, patience=patience, usage=usage,
    )  # fmt: skip
    draft = Draft(known.given)
    async with aclosing(asked) as pieces:
        async for piece in pieces:
            list(draft.feed(piece))
            if draft.is_full:
                break
    if usage.is_whole:  # else the rest is half a sentence
        list(draft.end())
    answer = draft.answer()
    return shown(answer) if answer else None


def judge_from(settings: Settings) -> Provider | None:
    """None where no judge is configured."""
    if not settings.judge_model or not (settings.judge_base_url or settings.judge_api_key):
        return None
    key = settings.judge_api_key.get_secret_value() if settings.judge_api_key else ""
    limit, temperature = settings.judge_limit_parameter, settings.judge_temperature
    return Provider(Profile(settings.judge_model, settings.judge_base_url, key, limit, temperature))


def is_own_judge(settings: Settings) -> bool:
    """Whether the judge is the model it would judge, also under the name that a reseller gives it ("company/model")."""
    names = (settings.llm_model, settings.judge_model)
    tutor, judge = (name.strip().rpartition("/")[2].casefold() for name in names)
    return tutor == judge
