"""The line of every request is written, however many end together."""

import asyncio
import json

import pytest

from app.core.logging import log_request


def lines(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, int]]:
    return [(one["route"], one["status"]) for one in map(json.loads, capsys.readouterr().err.splitlines())]


def test_line_outside_of_an_event_loop_is_written_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    log_request("id", "GET", "home", 200, 0.01)
    assert lines(capsys) == [("home", 200)]


def test_requests_that_end_together_are_written_in_their_order_right_after(capsys: pytest.CaptureFixture[str]) -> None:
    async def end(number: int) -> None:
        log_request("id", "GET", f"page-{number}", 200 + number, 0.01)

    async def end_all() -> list[tuple[str, int]]:
        await asyncio.gather(*(end(number) for number in range(30)))
        return lines(capsys)

    assert asyncio.run(end_all()) == [(f"page-{number}", 200 + number) for number in range(30)]
    assert lines(capsys) == []
