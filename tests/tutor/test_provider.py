"""The provider against a real server that fails in every way it can: a whole answer, or ProviderDown in time."""

import asyncio
import json
from collections.abc import Coroutine
from contextlib import aclosing
from dataclasses import replace
from time import monotonic
from typing import Any, TypeVar

import pytest
from llmock.pytest_plugin import LLMock

from app.tutor.domain.budgets import Usage
from app.tutor.provider import Breaker, Patience, Profile, Provider, ProviderDown

Result = TypeVar("Result")

REPLY = "Bác mở ứng dụng VNeID. Bác bấm nút Quên mật khẩu."
QUICK = Patience(place=0.2, first=1.0, piece=1.0, whole=3.0, retry=1.0)


MADE: list[Provider] = []  # closed in the loop that used them


def provider(llmock: LLMock, **wanted: Any) -> Provider:
    MADE.append(Provider(Profile("gpt-4o", llmock.base_url()), **{"patience": QUICK, **wanted}))
    return MADE[-1]


WORDS = {"role": "user", "content": "Quên mật khẩu thì làm sao?"}


async def ask(asked: Provider, most_characters: int = 4000, usage: Usage | None = None) -> str:
    pieces = asked.stream([WORDS], most_tokens=200, most_characters=most_characters, usage=usage)
    return "".join([piece async for piece in pieces])


async def why(asked: Provider) -> str:
    try:
        return await ask(asked)
    except ProviderDown as down:
        return down.why


def run(work: Coroutine[Any, Any, Result]) -> tuple[Result, float]:
    """And how long it took, in seconds."""
    began = monotonic()

    async def to_the_end() -> Result:
        try:
            return await work
        finally:
            while MADE:
                await MADE.pop().close()

    return asyncio.run(to_the_end()), monotonic() - began


def bodies(llmock: LLMock) -> list[dict[str, Any]]:
    return [
        json.loads(record.body) if isinstance(record.body, str | bytes) else record.body for record in llmock.requests
    ]


def test_whole_answer_arrives(llmock: LLMock) -> None:
    llmock.reply(REPLY)
    assert run(ask(provider(llmock)))[0] == REPLY
    llmock.assert_resilient(strict=True)


def test_one_refusal_before_the_first_piece_is_asked_again(llmock: LLMock) -> None:
    for status in (429, 503):
        llmock.fail(status, retry_after=0.3).reply(REPLY)
        assert run(ask(provider(llmock)))[0] == REPLY
        llmock.assert_resilient(strict=True)


def test_server_that_wants_more_patience_than_ours_is_not_waited_for(llmock: LLMock) -> None:
    llmock.rate_limit(retry_after=30)
    answer, seconds = run(why(provider(llmock)))
    assert answer == "limited"
    assert seconds < 2


@pytest.mark.parametrize("status", [400, 422])
def test_server_that_will_not_tell_its_usage_is_asked_without(llmock: LLMock, status: int) -> None:
    llmock.fail(status).reply(REPLY, times=None)
    asked, usage = provider(llmock), Usage()

    async def twice() -> list[str]:
        return [await ask(asked, usage=usage) for _ in range(2)]

    assert run(twice())[0] == [REPLY, REPLY]
    assert ["stream_options" in body for body in bodies(llmock)] == [True, False, False]
    assert usage == Usage(sent=len(WORDS["content"]), written=len(REPLY))  # in characters, as it did not tell


def test_request_that_is_refused_both_ways_tells_nothing_of_usage(llmock: LLMock) -> None:
    """Such as one too long: the next is asked for its usage as before."""
    llmock.fail(400, times=2).reply(REPLY, times=None)
    now = 0.0
    asked = provider(llmock, breaker=Breaker(now=lambda: now))

    async def twice() -> list[str]:
        nonlocal now
        first = await why(asked)
        now = 601
        return [first, await ask(asked)]

    assert run(twice())[0] == ["configuration", REPLY]
    assert ["stream_options" in body for body in bodies(llmock)] == [True, False, True]


@pytest.mark.parametrize("status", [401, 403, 404])
def test_wrong_settings_are_asked_once_and_rest_for_ten_minutes(llmock: LLMock, status: int) -> None:
    llmock.fail(status, times=None)
    now = 0.0
    asked = provider(llmock, breaker=Breaker(now=lambda: now))

    async def twice() -> list[str]:
        nonlocal now
        first = await why(asked)
        now = 599
        second = await why(asked)
        now = 601
        return [first, second, await why(asked)]

    assert run(twice())[0] == ["configuration", "breaker-open", "configuration"]
    assert len(llmock.requests) == 2


@pytest.mark.parametrize("fault", ["disconnect", "truncate", "corrupt"])
@pytest.mark.parametrize("after", [0, 1, 3])
def test_half_an_answer_is_none_and_is_not_asked_for_again(llmock: LLMock, fault: str, after: int) -> None:
    llmock.reply(REPLY)
    getattr(llmock, fault)(after_chunks=after)
    answer, seconds = run(why(provider(llmock)))
    assert answer in ("interrupted", "unreachable")
    assert seconds < 3
    assert len(llmock.requests) == 1


@pytest.mark.parametrize("after", [0, 2])
def test_stalled_stream_ends_in_time(llmock: LLMock, after: int) -> None:
    llmock.reply(REPLY).stall(after_chunks=after, seconds=30)
    answer, seconds = run(why(provider(llmock)))
    assert answer == "late"
    assert seconds < 4


def test_slow_first_piece_and_slow_server_end_in_time(llmock: LLMock) -> None:
    llmock.slow_first_token(20)
    assert run(why(provider(llmock)))[0] == "late"
    llmock.delay(20)
    answer, seconds = run(why(provider(llmock)))
    assert answer == "late"
    assert seconds < 4


def test_whole_answer_has_a_deadline_however_steadily_it_drips(llmock: LLMock) -> None:
    llmock.pace(400).reply("một " * 100)
    answer, seconds = run(why(provider(llmock)))
    assert answer == "late"
    assert seconds < 5


def test_no_server_at_all_is_told_at_once() -> None:
    asked = Provider(Profile("any", "http://127.0.0.1:9"), patience=QUICK)
    MADE.append(asked)
    answer, seconds = run(why(asked))
    assert answer == "unreachable"
    assert seconds < 3


def test_after_an_outage_nothing_is_asked_until_one_tries_again(llmock: LLMock) -> None:
    now = 0.0
    llmock.outage()
    asked = provider(llmock, patience=replace(QUICK, retry=0), breaker=Breaker(now=lambda: now))

    async def through_the_outage() -> tuple[list[str], int, float]:
        nonlocal now
        answers = [await why(asked) for _ in range(5)]
        known, began = len(llmock.requests), monotonic()
        answers += [await why(asked) for _ in range(20)]
        waited = monotonic() - began
        assert len(llmock.requests) == known
        now = 31
        answers.append(await why(asked))  # the one that tries
        answers.append(await why(asked))
        now = 62
        llmock.reset()
        llmock.reply(REPLY, times=None)
        answers += [await why(asked), await why(asked)]
        return answers, known, waited

    (answers, known, waited), _ = run(through_the_outage())
    assert answers == ["unreachable"] * 5 + ["breaker-open"] * 20 + ["unreachable", "breaker-open", REPLY, REPLY]
    assert known == 5
    assert waited < 0.2


def test_only_one_tries_while_the_breaker_is_half_open(llmock: LLMock) -> None:
    now = 0.0
    breaker = Breaker(now=lambda: now)
    for _ in range(5):
        breaker.went_wrong("unreachable")
    now = 31
    llmock.delay(0.3).reply(REPLY)

    async def together() -> list[str]:
        asked = provider(llmock, breaker=breaker)
        return await asyncio.gather(*(why(asked) for _ in range(4)))

    assert sorted(run(together())[0]) == [REPLY, "breaker-open", "breaker-open", "breaker-open"]


def test_failures_long_apart_open_nothing() -> None:
    now = 0.0
    breaker = Breaker(now=lambda: now)
    for _ in range(20):
        breaker.went_wrong("late")
        now += 8
    assert not breaker.is_open


def test_more_than_the_places_are_told_that_it_is_busy(llmock: LLMock) -> None:
    llmock.delay(0.6, times=None).reply(REPLY, times=None)

    async def crowd() -> list[str]:
        asked = provider(llmock, at_once=2)
        return await asyncio.gather(*(why(asked) for _ in range(8)))

    answers, _ = run(crowd())
    assert sorted(answers) == [REPLY, REPLY] + ["busy"] * 6


def test_learner_who_leaves_stops_the_server_and_frees_the_place(llmock: LLMock) -> None:
    llmock.pace(200).reply("từng chữ một " * 50, times=None)
    patient = Patience(place=0.2, first=5, piece=5, whole=30)

    async def leave() -> None:
        asked = provider(llmock, at_once=1, patience=patient)
        async with aclosing(
            asked.stream([{"role": "user", "content": "?"}], most_tokens=9, most_characters=99)
        ) as answer:
            async for _ in answer:
                break
        task = asyncio.create_task(ask(asked))
        await asyncio.sleep(0.5)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert not asked.breaker.is_open
        llmock.pace(0)
        await ask(asked, most_characters=4)

    assert run(leave())[1] < 4


def test_server_that_never_stops_is_cut_off(llmock: LLMock) -> None:
    llmock.reply("dài lắm " * 500)
    assert 40 <= len(run(ask(provider(llmock), most_characters=40))[0]) < 80


def test_limit_goes_under_the_name_the_server_knows(llmock: LLMock) -> None:
    llmock.reply(REPLY, times=None)
    run(ask(provider(llmock)))
    other = Profile("o", llmock.base_url(), limit_parameter="max_completion_tokens", temperature=None)
    MADE.append(Provider(other, patience=QUICK))
    run(ask(MADE[-1]))
    first, second = bodies(llmock)
    assert (first["max_tokens"], first["temperature"]) == (200, 0.2)
    assert second["max_completion_tokens"] == 200
    assert "temperature" not in second
    assert "max_tokens" not in second


@pytest.mark.parametrize("chunk", [
    {"choices": None}, {}, {"choices": [{"delta": None}]}, [], "x", {"choices": "x"}, {"choices": [{"delta": {"content": ["a"]}}]},
    {"choices": [{}]}, {"choices": [{"delta": {"content": 5}}]},
])  # fmt: skip
def test_server_that_sends_other_json_is_down(chunk: object) -> None:
    async def told() -> str:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            body = f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n" + body)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            MADE.append(Provider(Profile("any", f"http://127.0.0.1:{port}/v1"), patience=QUICK))
            return await why(MADE[-1])

    assert run(told())[0] in ("interrupted", "unreachable")
