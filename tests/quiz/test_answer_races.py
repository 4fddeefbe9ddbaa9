"""A thumb that taps forty times, two servers behind one address: one row, one learner, nobody sees an error."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import ShownQuestion, browser, show_question
from tests.quiz.stored import Stored
from tests.sample_content import QUESTION_URL

TAPS = 40


@pytest.fixture(scope="module")
def second_server(app: PrebuiltPages) -> Iterator[PrebuiltPages]:
    """Another process on the same database, as far as the database can tell."""
    second = create_app(app.app.state.settings)
    with TestClient(second):
        yield second


def tap_from_threads(servers: list[PrebuiltPages], shown: ShownQuestion, choices: list[str]) -> list[httpx2.Response]:
    def tap(number: int) -> httpx2.Response:
        client = browser(servers[number % len(servers)])
        return client.post(shown.url, data=shown.form(choices[number % len(choices)]))

    with ThreadPoolExecutor(TAPS) as thumbs:
        return list(thumbs.map(tap, range(TAPS)))


def page_of(response: httpx2.Response) -> tuple[int, str, str]:
    return response.status_code, response.text, response.headers.get("set-cookie", "")


def test_forty_taps_of_a_visitor_are_one_answer_of_one_guest(app: PrebuiltPages, stored: Stored) -> None:
    shown = show_question(browser(app), QUESTION_URL)

    async def tap_all() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(app)
        headers = {"sec-fetch-site": "same-origin"}
        async with httpx2.AsyncClient(transport=transport, base_url="https://testserver", headers=headers) as client:
            form = shown.form(shown.choices[1])
            return await asyncio.gather(
                *[client.post(QUESTION_URL, data=form, headers={"cookie": ""}) for _ in range(TAPS)]
            )

    replies = asyncio.run(tap_all())
    assert {page_of(reply) for reply in replies} == {page_of(replies[0])}
    assert replies[0].status_code == 200
    assert (stored.new_answers, stored.new_learners) == (1, 1)


def test_forty_taps_on_two_servers_are_one_answer_of_one_guest(
    app: PrebuiltPages, second_server: PrebuiltPages, stored: Stored
) -> None:
    shown = show_question(browser(app), QUESTION_URL)
    replies = tap_from_threads([app, second_server], shown, [shown.choices[1]])
    assert {page_of(reply) for reply in replies} == {page_of(replies[0])}
    assert replies[0].status_code == 200
    assert (stored.new_answers, stored.new_learners) == (1, 1)


def test_of_two_choices_sent_at_once_exactly_one_counts(
    app: PrebuiltPages, second_server: PrebuiltPages, stored: Stored
) -> None:
    shown = show_question(browser(app), QUESTION_URL)
    replies = tap_from_threads([app, second_server], shown, list(shown.choices[:2]))
    assert sorted(reply.status_code for reply in replies) == [200] * (TAPS // 2) + [422] * (TAPS // 2)
    assert len({canary for reply in replies for canary in re.findall(r"CANARY-PHAN-HOI-\w+", reply.text)}) == 1
    assert stored.new_answers == 1


def test_forty_visitors_at_once_are_forty_guests(
    app: PrebuiltPages, second_server: PrebuiltPages, stored: Stored
) -> None:
    def visit(number: int) -> httpx2.Response:
        client = browser([app, second_server][number % 2])
        shown = show_question(client, QUESTION_URL)
        return client.post(QUESTION_URL, data=shown.form(shown.choices[0]))

    with ThreadPoolExecutor(TAPS) as people:
        replies = list(people.map(visit, range(TAPS)))
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.headers["set-cookie"] for reply in replies}) == TAPS
    assert (stored.new_answers, stored.new_learners) == (TAPS, TAPS)
