"""The language model: any server that speaks OpenAI's chat protocol, asked with patience that has an end.

Whatever goes wrong becomes one ProviderDown, at once or after the deadlines here; the tutor then answers from the lessons
alone. The SDK's own retries and timeouts are off: it would let a learner wait for minutes, and it takes half an answer
for a whole one when a stream ends early. It is imported where it is used: to read it takes as long as the rest of a start,
and most have no model.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal, TypeAlias

import httpx2
from pydantic import ValidationError

from app.core.config import Settings

Message: TypeAlias = Mapping[str, str]  # role and content
Why: TypeAlias = Literal["breaker-open", "busy", "configuration", "interrupted", "late", "limited", "unreachable"]

CONFIGURATION = (400, 401, 403, 404, 405, 422)  # asking again would not help: somebody must mend the settings


LONGEST_S = 120.0  # nobody's patience is greater


class ProviderDown(Exception):
    """`why` is for logs and the operator's page; a learner never sees it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Profile:
    """How one server wants to be asked; without `base_url` it is that of OpenAI. Hosted reasoning models refuse `max_tokens`, older local servers ignore the other
    name; `temperature` None leaves it out."""

    model: str
    base_url: str = ""
    key: str = ""
    limit_parameter: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: float | None = 0.2


@dataclass(frozen=True)
class Patience:
    """In seconds: for a free place, the first piece, each next one, the whole answer, and what the server may ask us to
    wait before the second and last try."""

    place: float = 0.5
    first: float = 5.0
    piece: float = 4.0
    whole: float = 9.0
    retry: float = 2.0


@dataclass
class Breaker:
    """After `most` failures within `window` seconds nothing is asked for `rest` seconds; then one request tries. A wrong
    setting rests for `long_rest`. `now` in seconds."""

    most: int = 5
    window: float = 30.0
    rest: float = 30.0
    long_rest: float = 600.0
    now: Callable[[], float] = monotonic
    _failures: deque[float] = field(default_factory=deque)
    _open_until: float | None = None
    _is_trying: bool = False

    @property
    def is_open(self) -> bool:
        return self._open_until is not None and (self.now() < self._open_until or self._is_trying)

    def begin(self) -> None:
        """Raises ProviderDown while open; once, after the rest, lets one through."""
        if self._open_until is None:
            return
        if self.is_open:
            raise ProviderDown("breaker-open")
        self._is_trying = True

    def went_well(self) -> None:
        self._failures.clear()
        self._open_until, self._is_trying = None, False

    def gave_up(self) -> None:
        """Nothing was learned of the server, such as when a learner left."""
        self._is_trying = False

    def went_wrong(self, why: Why) -> None:
        now, was_trying, self._is_trying = self.now(), self._is_trying, False
        if why == "configuration":
            self._open_until = now + self.long_rest
            return
        self._failures.append(now)
        while self._failures and self._failures[0] <= now - self.window:
            self._failures.popleft()
        if was_trying or len(self._failures) >= self.most:
            self._open_until = now + self.rest


class Provider:
    """One per process. `at_once` is how many answers may be under way."""

    def __init__(
        self, profile: Profile, *, at_once: int = 16, patience: Patience | None = None, breaker: Breaker | None = None
    ) -> None:
        self.profile = profile
        self.breaker = breaker or Breaker()
        self._patience = patience or Patience()
        self._places = asyncio.Semaphore(at_once)
        import openai

        self._client = openai.AsyncOpenAI(
            base_url=profile.base_url or None,
            api_key=profile.key or "none",  # local servers want none; the SDK wants something
            max_retries=0,
            timeout=LONGEST_S,
        )

    async def close(self) -> None:
        await self._client.close()

    async def stream(
        self,
        messages: Sequence[Message],
        *,
        most_tokens: int,
        most_characters: int,
        patience: Patience | None = None,
    ) -> AsyncGenerator[str, None]:
        """The pieces of one answer as they come; `patience` other than for a learner who waits. Raises ProviderDown, also
        after some pieces: what came is then no answer. Ends early, without an error, after `most_characters`, whatever
        the server does."""
        self.breaker.begin()
        try:
            pieces = self._pieces(messages, most_tokens, most_characters, patience or self._patience)
            async with self._place((patience or self._patience).place), aclosing(pieces):
                async for piece in pieces:
                    yield piece
        except ProviderDown as down:
            if down.why == "busy":
                self.breaker.gave_up()
            else:
                self.breaker.went_wrong(down.why)
            raise
        except BaseException:  # the learner left, or a mistake of ours
            self.breaker.gave_up()
            raise
        self.breaker.went_well()

    @asynccontextmanager
    async def _place(self, seconds: float) -> AsyncGenerator[None, None]:
        try:
            await asyncio.wait_for(self._places.acquire(), seconds)
        except TimeoutError:
            raise ProviderDown("busy") from None
        try:
            yield
        finally:
            self._places.release()

    async def _pieces(
        self,
        messages: Sequence[Message],
        most_tokens: int,
        most_characters: int,
        patience: Patience,
    ) -> AsyncGenerator[str, None]:
        """No deadline stands around a `yield`: the time until then belongs to whoever reads."""
        end = asyncio.get_running_loop().time() + patience.whole
        stream, length, is_finished = await self._opened(messages, most_tokens, patience, end), 0, False
        async with stream:
            chunks = aiter(stream)
            while length < most_characters:
                chunk = await _in_time(anext(chunks, None), patience.piece if length else patience.first, end)
                if chunk is None:
                    break
                said, is_last = _said(chunk)
                is_finished = is_finished or is_last
                if said:
                    length += len(said)
                    yield said
        if not (is_finished and length) and length < most_characters:
            raise ProviderDown("interrupted")  # the SDK says nothing when a stream just ends

    async def _opened(self, messages: Sequence[Message], most_tokens: int, patience: Patience, end: float) -> Any:
        """The second try is the last one, and only where the server does not ask for more patience than ours."""
        asking = self._client.chat.completions
        try:
            return await _in_time(asking.create(**self._request(messages, most_tokens)), patience.first, end)
        except ProviderDown as down:
            wait = _retry_after_s(down.__cause__)
            if wait is None or wait > patience.retry:
                raise
        await asyncio.sleep(wait)
        return await _in_time(asking.create(**self._request(messages, most_tokens)), patience.first, end)

    def _request(self, messages: Sequence[Message], most_tokens: int) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self.profile.model,
            "messages": messages,
            "stream": True,
            self.profile.limit_parameter: most_tokens,
        }
        if self.profile.temperature is not None:
            request["temperature"] = self.profile.temperature
        return request


def _said(chunk: Any) -> tuple[str, bool]:
    """The words of a piece, and whether it is the last one. The SDK takes whatever JSON a server sends."""
    try:
        choice = chunk.choices[0] if chunk.choices else None
        said = (choice.delta.content or "") if choice else ""
        is_last = choice is not None and choice.finish_reason is not None
    except (AttributeError, TypeError, LookupError) as error:
        raise ProviderDown("interrupted") from error
    if not isinstance(said, str):
        raise ProviderDown("interrupted")
    return said, is_last


async def _in_time(waited: Awaitable[Any], seconds: float, end: float) -> Any:
    """Raises ProviderDown for whatever the server or the wire does wrong."""
    try:
        async with asyncio.timeout_at(min(asyncio.get_running_loop().time() + seconds, end)):
            return await waited
    except TimeoutError:
        raise ProviderDown("late") from None
    except _broken() as error:
        raise ProviderDown(_why(error)) from error


def provider_from(settings: Settings) -> Provider | None:
    """None where no model is configured: everything then works without one."""
    if not settings.llm_model or not (settings.llm_base_url or settings.llm_api_key):
        return None
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
    return Provider(
        Profile(settings.llm_model, settings.llm_base_url, key, settings.llm_limit_parameter, settings.llm_temperature)
    )


def _broken() -> tuple[type[Exception], ...]:
    """What the SDK lets through, some of it raw: a chunk that is no JSON, a body that is no UTF-8."""
    import openai

    return openai.OpenAIError, httpx2.HTTPError, json.JSONDecodeError, UnicodeDecodeError, ValidationError


def _why(error: Exception) -> Why:
    import openai

    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return "late"
    if isinstance(error, openai.RateLimitError):
        return "limited"
    if isinstance(error, openai.APIStatusError) and error.status_code in CONFIGURATION:
        return "configuration"
    return "unreachable" if isinstance(error, openai.APIConnectionError | openai.APIStatusError) else "interrupted"


def _retry_after_s(error: BaseException | None) -> float | None:
    """None: do not try again."""
    import openai

    if isinstance(error, openai.APIStatusError):
        if error.status_code not in (408, 409, 429) and error.status_code < 500:
            return None
        try:
            return max(0.25, float(error.response.headers.get("retry-after", "0.5")))
        except ValueError:  # a date: minutes, most likely
            return None
    return (
        0.25 if isinstance(error, openai.APIConnectionError) and not isinstance(error, openai.APITimeoutError) else None
    )
