"""The provider against a real server that fails in every way it can: a whole answer, or ProviderDown in time."""

import asyncio
import json
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing, asynccontextmanager
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
    assert (usage.sent, usage.written) == (2 * len(WORDS["content"]), 2 * len(REPLY))  # of both, as it did not tell
    assert usage.is_estimated


def test_request_that_is_refused_both_ways_keeps_nobody_else_from_asking(llmock: LLMock) -> None:
    """Such as one too long, which whoever wants to can write: the next is asked at once, and for its usage as before."""
    llmock.fail(400, times=2).reply(REPLY, times=None)
    asked = provider(llmock)

    async def twice() -> list[str]:
        return [await why(asked), await ask(asked)]

    assert run(twice())[0] == ["refused", REPLY]
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
        answers = [await why(asked) for _ in range(2)]
        known, began = len(llmock.requests), monotonic()
        answers += [await why(asked) for _ in range(20)]
        waited = monotonic() - began
        assert len(llmock.requests) == known
        now = 31
        answers.append(await why(asked))  # the one that tries
        answers.append(await why(asked))
        now = 92  # twice as long
        llmock.reset()
        llmock.reply(REPLY, times=None)
        answers += [await why(asked), await why(asked)]
        return answers, known, waited

    (answers, known, waited), _ = run(through_the_outage())
    assert answers == ["unreachable"] * 2 + ["breaker-open"] * 20 + ["unreachable", "breaker-open", REPLY, REPLY]
    assert known == 2
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


def test_two_failures_in_a_row_open_it_however_long_apart() -> None:
    now = 0.0
    breaker = Breaker(now=lambda: now)
    for _ in range(20):  # every other one: the model is there
        breaker.went_wrong("late")
        breaker.went_well()
    for _ in range(breaker.most_refused - 1):  # what somebody wrote too long is their own
        breaker.went_wrong("refused")
    breaker.went_wrong("late")
    now += 3_600
    assert not breaker.is_open
    breaker.went_wrong("late")
    assert breaker.is_open
    assert not breaker.is_due
    now += breaker.rest
    assert breaker.is_due
    breaker.went_well()
    assert not breaker.is_open


def test_server_that_refuses_everything_is_left_alone(llmock: LLMock) -> None:
    """By a status that may be of one request, or whole replies without a word."""
    asked = provider(llmock)

    async def often(times: int) -> list[str]:
        return [await why(asked) for _ in range(times)]

    async def both_ways() -> list[str]:
        llmock.reply("", times=None)
        said = await often(2)
        llmock.reset()
        llmock.fail(400, times=None)
        return said + await often(5)

    assert run(both_ways())[0] == ["refused"] * 6 + ["breaker-open"]


def test_answer_that_its_reader_found_long_enough_counts_as_one(llmock: LLMock) -> None:
    llmock.reply(REPLY, times=None)
    asked = provider(llmock)
    asked.breaker.went_wrong("late")

    async def begin() -> None:
        async with aclosing(asked.stream([WORDS], most_tokens=50, most_characters=500)) as pieces:
            await anext(pieces)

    run(begin())
    asked.breaker.went_wrong("late")
    assert not asked.breaker.is_open


def test_rest_grows_and_what_began_before_it_changes_nothing() -> None:
    now = 0.0
    breaker = Breaker(now=lambda: now)
    assert not breaker.begin()
    for _ in range(2):
        breaker.went_wrong("late")
    rests = []
    for _ in range(7):
        begun = now
        while not breaker.is_due:
            now += 1
        rests.append(now - begun)
        assert breaker.begin()
        breaker.went_wrong("late")  # of an earlier one
        breaker.gave_up()
        assert not breaker.is_due
        breaker.went_wrong("late", was_trying=True)
    assert rests == [30, 60, 120, 240, 480, 600, 600]


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


DONE = b"data: [DONE]\n\n"


def chunk(said: str | None = None, finish: str | None = None) -> bytes:
    return data(json.dumps({"choices": [{"index": 0, "delta": {"content": said}, "finish_reason": finish}]}))


def counted(read: object, wrote: object) -> bytes:
    return data(json.dumps({"choices": [], "usage": {"prompt_tokens": read, "completion_tokens": wrote}}))


def data(of: str) -> bytes:
    return f"data: {of}\n\n".encode()


@asynccontextmanager
async def server(
    *sent: bytes | float, head: bytes = b"200 OK\r\ncontent-type: text/event-stream"
) -> AsyncGenerator[str, None]:
    """That says the same to everybody: pieces, and seconds of silence."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 " + head + b"\r\nconnection: close\r\n\r\n")
            for one in sent:
                if isinstance(one, bytes):
                    writer.write(one)
                    await writer.drain()
                else:
                    await asyncio.wait_for(reader.read(), one)
        except (ConnectionError, TimeoutError):
            pass
        finally:
            writer.close()

    serving = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with serving:
        yield f"http://127.0.0.1:{serving.sockets[0].getsockname()[1]}/v1"


def answers(*sent: bytes | float, usage: Usage | None = None, most_characters: int = 4000) -> str:
    """What came of it, or why nothing did."""

    async def asked() -> str:
        async with server(*sent) as url:
            MADE.append(Provider(Profile("any", url), patience=replace(QUICK, first=0.5, piece=0.5)))
            try:
                return await ask(MADE[-1], most_characters, usage)
            except ProviderDown as down:
                return down.why

    return run(asked())[0]


@pytest.mark.parametrize("sent", [
    {"choices": None}, {"choices": "x"}, {"choices": [{"delta": None}]}, {"choices": [{"delta": {"content": ["a"]}}]},
    {"choices": [{}]}, {"choices": [{"delta": {"content": 5}}]}, {}, [], "x", {"choices": [{"delta": {"content": "a"}, "finish_reason": ["stop"]}]},
])  # fmt: skip
def test_server_that_sends_other_json_is_down(sent: object) -> None:
    assert answers(data(json.dumps(sent)), DONE) in ("interrupted", "unreachable")


@pytest.mark.parametrize("sent", ["[" * 100_000, f'{{"choices": [], "created": {"9" * 5000}}}', "\x00{", "<html>"])
def test_server_that_sends_what_no_parser_likes_is_down(sent: str) -> None:
    assert answers(data(sent), chunk(REPLY, "stop"), DONE) == "interrupted"


TOLD = (9, 12)
ENDS: dict[str, tuple[tuple[bytes | float, ...], str, Usage]] = {
    "told": ((chunk(REPLY), chunk(None, "stop"), counted(*TOLD), DONE), REPLY, Usage(27, 36, is_whole=True)),
    "told of what was cut off": ((chunk(REPLY), chunk(None, "length"), counted(*TOLD), DONE), REPLY, Usage(27, 36)),
    "not told": ((chunk(REPLY, "stop"), DONE), REPLY, Usage(26, len(REPLY), is_estimated=True, is_whole=True)),
    "told nonsense": ((chunk(REPLY, "stop"), counted(-1, "x"), DONE), REPLY, Usage(26, len(REPLY), is_estimated=True, is_whole=True)),
    "held open after its end": ((chunk(REPLY, "stop"), 9.0), REPLY, Usage(26, len(REPLY), is_estimated=True, is_whole=True)),
    "cut off": ((chunk(REPLY), chunk(None, "length"), DONE), REPLY, Usage(26, 4000, is_estimated=True)),
    "filtered": ((chunk(REPLY), chunk(None, "content_filter"), DONE), REPLY, Usage(26, 4000, is_estimated=True)),
    "given up by the server": ((chunk(REPLY), chunk(None, "error"), DONE), "interrupted", Usage(26, 4000, is_estimated=True)),
    "late": ((9.0,), "late", Usage(26, 4000, is_estimated=True)),
    "stalled": ((chunk(REPLY), counted(*TOLD), 9.0), "late", Usage(26, 4000, is_estimated=True)),
    "dropped": ((chunk(REPLY),), "interrupted", Usage(26, 4000, is_estimated=True)),
    "only tools": ((chunk(), chunk(None, "tool_calls"), DONE), "refused", Usage(26, 4000, is_estimated=True)),
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_what_nobody_knows_is_paid_for_as_if_all_had_been_written(end: str) -> None:
    sent, came, used = ENDS[end]
    usage = Usage()
    assert answers(*sent, usage=usage) == came
    assert usage == used


def test_request_that_was_read_and_dropped_is_paid_for_and_one_that_came_nowhere_is_not() -> None:
    dropped, nowhere = Usage(), Usage()

    async def both() -> None:
        async with server(head=b"") as url:  # no answer at all
            MADE.append(Provider(Profile("any", url), patience=QUICK))
            with pytest.raises(ProviderDown):
                await ask(MADE[-1], usage=dropped)
        for where in (
            ("http://127.0.0.1:9",),
            ("127.0.0.1:9",),
            ("http://127.0.0.1:9", "khóa"),
            ("http://127.0.0.1:9", "a\n"),
        ):
            MADE.append(Provider(Profile("any", *where), patience=QUICK))
            with pytest.raises(ProviderDown):
                await ask(MADE[-1], usage=nowhere)

    run(both())
    assert (dropped, nowhere) == (Usage(52, 8000, is_estimated=True), Usage())  # it was asked twice


def test_one_vast_piece_is_taken_as_far_as_was_asked_for() -> None:
    usage = Usage()
    came = answers(chunk("Bác mở máy. " * 100_000, "stop"), counted(*TOLD), DONE, usage=usage, most_characters=60)
    assert came == ("Bác mở máy. " * 5)
    assert usage == Usage(26, 60, is_estimated=True)


@pytest.mark.parametrize("status", [b"302 Found", b"307 Temporary Redirect", b"308 Permanent Redirect"])
def test_question_is_not_sent_on_to_another_address(llmock: LLMock, status: bytes) -> None:
    llmock.reply(REPLY)

    async def sent_on() -> str:
        head = status + b"\r\ncontent-length: 0\r\nlocation: " + f"{llmock.base_url()}/chat/completions".encode()
        async with server(head=head) as url:
            MADE.append(Provider(Profile("gpt-4o", url), patience=QUICK))
            return await why(MADE[-1])

    assert run(sent_on())[0] == "configuration"
    assert llmock.requests == []
