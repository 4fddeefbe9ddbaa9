"""The language model: any server that speaks OpenAI's chat protocol, asked with patience that has an end.

Whatever goes wrong becomes one ProviderDown, at once or after the deadlines here; the tutor then answers from the lessons
alone. The SDK's own retries and timeouts are off: it would let a learner wait for minutes, and it takes half an answer
for a whole one when a stream ends early. It is imported where it is used: to read it takes as long as the rest of a start,
and most have no model.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import httpx2

from app.core.config import Settings
from app.tutor.breaker import Breaker, ProviderDown, Why
from app.tutor.domain.budgets import Usage

__all__ = ["Breaker", "Message", "Patience", "Profile", "Provider", "ProviderDown", "provider_from"]

Message: TypeAlias = Mapping[str, str]  # role and content

CONFIGURATION = (401, 403, 404, 405)  # asking again would not help: somebody must mend the settings
REFUSED = (400, 413, 422)  # this request, such as one too long: the next may be taken
STRICT = (400, 422)  # also said by servers that refuse what they do not know
GATEWAY_GAVE_UP = (408, 504, 524)  # whoever is behind it may be writing
WHOLE = (
    "stop",
    "eos",
    "eos_token",
    "stop_sequence",
    "end_turn",
)  # in small letters; after anything else there may have been more to say
BROKEN_OFF = ("error", "abort")  # the server itself could not go on
LONGEST_S = 120.0  # nobody's patience is greater
LAST_S = 1.0  # what comes after the last words adds nothing to them


@dataclass(frozen=True)
class Profile:
    """How one server wants to be asked; without `base_url` it is that of OpenAI. Hosted reasoning models refuse `max_tokens`,
    older local servers ignore the other name; `temperature` None leaves it out."""

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


@dataclass(frozen=True)
class _Asked:
    """One call: `patience` in full, `usage` to be written to."""

    messages: Sequence[Message]
    most_tokens: int
    most_characters: int
    patience: Patience
    usage: Usage


class Provider:
    """One per process. `at_once` is how many answers may be under way."""

    def __init__(
        self, profile: Profile, *, at_once: int = 16, patience: Patience | None = None, breaker: Breaker | None = None
    ) -> None:
        self.profile = profile
        self.breaker = breaker or Breaker()
        self._patience = patience or Patience()
        self._places = asyncio.Semaphore(at_once)
        self._tells_usage = True  # until the server answers only when not asked for it
        import openai

        self._client = openai.AsyncOpenAI(
            base_url=profile.base_url or None,
            api_key=profile.key or "none",  # local servers want none; the SDK wants something
            max_retries=0,
            timeout=LONGEST_S,
            # A question goes where the operator said, and to nobody else's host.
            http_client=openai.DefaultAsyncHttpxClient(follow_redirects=False),
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
        usage: Usage | None = None,
    ) -> AsyncGenerator[str, None]:
        """The pieces of one answer as they come; `patience` other than for a learner who waits. Raises ProviderDown, also
        after some pieces: what came is then no answer. Ends early, without an error, after `most_characters`, whatever
        the server does. `usage` is kept up to date all the while, and holds however it ends; it also says whether the
        reply was whole."""
        is_trying, came = self.breaker.begin(), False
        try:
            asked = _Asked(messages, most_tokens, most_characters, patience or self._patience, usage or Usage())
            pieces = self._pieces(asked)
            async with self._place(asked.patience.place), aclosing(pieces):
                async for piece in pieces:
                    came = True
                    yield piece
        except ProviderDown as down:
            if down.why == "busy":
                self.breaker.gave_up(was_trying=is_trying)
            else:
                self.breaker.went_wrong(down.why, was_trying=is_trying)
            raise
        except BaseException as left:  # who reads has enough, or left, or a mistake of ours
            if came and isinstance(left, GeneratorExit):
                self.breaker.went_well()
            else:
                self.breaker.gave_up(was_trying=is_trying)
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

    async def _pieces(self, asked: _Asked) -> AsyncGenerator[str, None]:
        """No deadline stands around a `yield`: the time until then belongs to whoever reads."""
        patience, told = asked.patience, (None, None)
        end = asyncio.get_running_loop().time() + patience.whole
        stream, length, finish = await self._opened(asked, end), 0, ""
        async with stream:
            chunks = aiter(stream)
            while length < asked.most_characters:
                wait = min(patience.piece, LAST_S) if finish else patience.piece if length else patience.first
                try:
                    chunk = await _in_time(anext(chunks, None), wait, end)
                except ProviderDown:
                    if finish:
                        break  # all of it was said before
                    raise
                if chunk is None:
                    break
                said, reason = _said(chunk)
                said, finish = said[: asked.most_characters - length], finish or reason
                length += len(said)
                if counted := getattr(chunk, "usage", None):
                    told = (getattr(counted, "prompt_tokens", None), getattr(counted, "completion_tokens", None))
                if said:
                    yield said
        if length >= asked.most_characters:
            return
        if not finish or finish in BROKEN_OFF:
            raise ProviderDown("interrupted")  # the SDK says nothing when a stream just ends
        if not length:
            raise ProviderDown("refused")  # whole, and without a word: a filter of theirs
        asked.usage.end(length, told, is_whole=finish.lower() in WHOLE)

    async def _opened(self, asked: _Asked, end: float) -> Any:
        """The second try is the last one, and only where the server does not ask for more patience than ours; or goes
        without what a strict server may have refused. Only where that helped it is asked for no more."""
        tells_usage = self._tells_usage
        try:
            return await self._sent(asked, end, tells_usage=tells_usage)
        except ProviderDown as down:
            is_strict = tells_usage and getattr(down.__cause__, "status_code", None) in STRICT
            wait = 0.0 if is_strict else _retry_after_s(down.__cause__)
            if wait is None or wait > asked.patience.retry or asyncio.get_running_loop().time() + wait >= end:
                raise
        await asyncio.sleep(wait)
        stream = await self._sent(asked, end, tells_usage=tells_usage and not is_strict)
        if is_strict:
            self._tells_usage = False
        return stream

    async def _sent(self, asked: _Asked, end: float, *, tells_usage: bool) -> Any:
        """Who was reached and did not refuse is charged for: the server may have read it all, and be writing."""
        asked.usage.begin(sum(len(message["content"]) for message in asked.messages), asked.most_characters)
        try:
            creating = self._client.chat.completions.create(**self._request(asked, tells_usage=tells_usage))
            return await _in_time(creating, asked.patience.first, end)
        except ProviderDown as down:
            if _is_free(down.__cause__):
                asked.usage.refuse()
            raise

    def _request(self, asked: _Asked, *, tells_usage: bool) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self.profile.model,
            "messages": asked.messages,
            "stream": True,
            self.profile.limit_parameter: asked.most_tokens,
        }
        if tells_usage:
            request["stream_options"] = {"include_usage": True}
        if self.profile.temperature is not None:
            request["temperature"] = self.profile.temperature
        return request


def _said(chunk: Any) -> tuple[str, str]:
    """The words of a piece, and why it is the last one, "" where it is not. The SDK takes whatever JSON a server sends."""
    try:
        choice = chunk.choices[0] if chunk.choices else None
        said = (choice.delta.content or "") if choice else ""
        reason = (choice.finish_reason or "") if choice else ""
    except (AttributeError, TypeError, LookupError) as error:
        raise ProviderDown("interrupted") from error
    if not (isinstance(said, str) and isinstance(reason, str)):
        raise ProviderDown("interrupted")
    return said, reason


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
    """What the SDK lets through, some of it raw: a chunk that is no JSON, that nests too deep or holds a number without an
    end, a body that is no UTF-8, a key that is no header."""
    import openai

    return openai.OpenAIError, httpx2.HTTPError, ValueError, RecursionError


def _why(error: Exception) -> Why:
    import openai

    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return "late"
    if isinstance(error, openai.RateLimitError):
        return "limited"
    if isinstance(error, openai.APIStatusError):
        if error.status_code in CONFIGURATION or error.response.is_redirect:
            return "configuration"
        if error.status_code in REFUSED:
            return "refused"
    return "unreachable" if isinstance(error, openai.APIConnectionError | openai.APIStatusError) else "interrupted"


def _is_free(error: BaseException | None) -> bool:
    """Whether the server said no, or nothing reached it."""
    import openai

    if isinstance(error, openai.APIStatusError):
        return error.status_code not in GATEWAY_GAVE_UP
    unsent = (httpx2.ConnectError, httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)
    return isinstance(error, ValueError) or isinstance(error.__cause__ if error else None, unsent)


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
