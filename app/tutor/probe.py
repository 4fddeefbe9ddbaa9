"""Whether a model that failed answers again, found out without a learner who waits for it."""

import asyncio
from contextlib import aclosing
from typing import Final

import structlog

from app.core.batch import UNAVAILABLE
from app.tutor.domain.budgets import Usage
from app.tutor.provider import Message, Patience, Provider, ProviderDown
from app.tutor.spending import Allow

QUESTION: Final[tuple[Message, ...]] = ({"role": "user", "content": "Chỉ viết một chữ: được"},)
NAME: Final = "tutor-probe"
MOST_TOKENS, MOST_CHARACTERS = 400, 100  # some models think before they say one word

log = structlog.get_logger()


class Probe:
    """One per process, and one question at a time. `allow`: it is paid for as any answer is."""

    def __init__(self, provider: Provider, allow: Allow, patience: Patience) -> None:
        self._provider, self._allow, self._patience = provider, allow, patience
        self._asking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """At once, in the background, where the model has rested long enough."""
        if self._provider.breaker.is_due and (self._asking is None or self._asking.done()):
            self._asking = asyncio.get_running_loop().create_task(self._ask(), name=NAME)

    def stop(self) -> None:
        """From any thread."""
        if self._asking is not None and not self._asking.done():
            self._asking.get_loop().call_soon_threadsafe(self._asking.cancel)

    async def _ask(self) -> None:
        usage = Usage()
        try:
            settle = await asyncio.to_thread(self._allow, sum(len(message["content"]) for message in QUESTION))
            if settle is None:
                return
            try:
                await self._read(usage)
            finally:
                await asyncio.to_thread(settle, usage)
        except (ProviderDown, *UNAVAILABLE) as error:
            log.info("model still gives no answer", why=getattr(error, "why", type(error).__name__))

    async def _read(self, usage: Usage) -> None:
        asked = self._provider.stream(
            QUESTION, most_tokens=MOST_TOKENS, most_characters=MOST_CHARACTERS, patience=self._patience, usage=usage
        )
        async with aclosing(asked) as pieces:
            async for _ in pieces:
                pass
