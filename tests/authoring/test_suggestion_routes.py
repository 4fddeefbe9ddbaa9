"""With a language model the desk offers suggestions that a teacher takes line by line; without one there is nothing of it."""

import json
import re
from collections.abc import Iterator
from html import unescape

import pytest
from fastapi import FastAPI
from llmock.pytest_plugin import LLMock
from starlette.testclient import TestClient

from app.authoring.domain.suggesting.places import Place, places
from app.authoring.routes import suggesting
from app.tutor.provider import Breaker, Patience, Profile, Provider
from tests.authoring.conftest import School
from tests.authoring.writing import Writer, open_draft
from tests.sample_content import BANK, LESSON

pytestmark = pytest.mark.usefixtures("no_drafts")
PATH = "content/courses/thu/01-mat-khau.md"


@pytest.fixture
def model(school: School, llmock: LLMock, monkeypatch: pytest.MonkeyPatch) -> Iterator[LLMock]:
    """Who waits for it here waits two seconds, not twenty as a teacher does."""
    monkeypatch.setattr(suggesting, "PATIENCE", Patience(first=2, piece=2, whole=4))
    assert isinstance(school.app.app, FastAPI)
    state = school.app.app.state
    state.provider = Provider(Profile("gpt-4o", llmock.base_url()))
    school.teacher.portal = state.portal  # its connections belong to one event loop
    yield llmock
    state.portal.call(state.provider.close)
    state.provider, school.teacher.portal = None, None


@pytest.fixture
def draft(school: School) -> Writer:
    path = next(path for path, file in school.library.files.items() if file.data.decode() == LESSON)
    return open_draft(school.teacher, path)


def step() -> Place:
    return next(place for place in places(LESSON) if place.name == "buoc")


def easier(old: str, new: str) -> str:
    assert old in step().text
    return f"```\n{step().text.replace(old, new)}\n```"


def ask(draft: Writer, wish: str = "easier") -> str:
    response = draft.client.post(f"{draft.url}/goi-y", data={"viec": f"{wish}.{step().first}"})
    assert response.status_code == 200, response.text
    assert response.text.rstrip().endswith("</html>")
    return response.text


def fields(page: str) -> dict[str, str]:
    found = {
        name: unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    }
    block = re.search(r'<textarea name="goi-y"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert block, page
    return {**found, "goi-y": unescape(block[1])}


def take(draft: Writer, page: str, *taken: int) -> str:
    """Gives the text of the draft afterwards."""
    data: dict[str, str | list[str]] = {**fields(page), "nhan": [str(number) for number in taken]}
    response = draft.client.post(f"{draft.url}/goi-y/nhan", data=data)
    assert response.status_code == 303, response.text
    return draft.open().text


def test_without_a_model_nothing_is_offered(draft: Writer) -> None:
    assert "goi-y" not in draft.open().html
    for response in (
        draft.client.get(f"{draft.url}/goi-y"),
        draft.client.post(f"{draft.url}/goi-y", data={"viec": "easier.1"}),
    ):
        assert response.status_code == 404
        assert "chưa nối với máy gợi ý" in response.text


def test_editor_leads_to_what_can_be_asked(draft: Writer, model: LLMock) -> None:
    assert f'href="{draft.url}/goi-y"' in draft.open().html
    page = draft.client.get(f"{draft.url}/goi-y").text
    assert f'value="easier.{step().first}"' in page
    assert f'value="feedback.{step().first}"' not in page


def test_teacher_takes_the_lines_they_want_and_leaves_the_others(draft: Writer, model: LLMock) -> None:
    model.reply(easier("thì máy hỏi mã", "máy mới hỏi mã"), times=None)
    page = ask(draft)
    assert "Máy đang viết" in page
    assert "máy mới hỏi mã" in page
    assert take(draft, page) == LESSON
    assert take(draft, ask(draft), 0) == LESSON.replace("thì máy hỏi mã", "máy mới hỏi mã")


def test_model_sees_the_block_and_nothing_else(draft: Writer, model: LLMock) -> None:
    model.reply(easier("thì máy hỏi mã", "máy mới hỏi mã"))
    ask(draft)
    [request] = model.requests
    assert json.loads(request.body["messages"][1]["content"]) == {"bai": step().text}
    assert "tieu-de" not in json.dumps(request.body, ensure_ascii=False)


@pytest.mark.parametrize("reply", [
    "```\n::: buoc khac\n## Khác\n:::\n```", "Tôi không biết.", "```\n```", "<script>alert(1)</script>",
])  # fmt: skip
def test_reply_that_cannot_be_used_is_told_and_changes_nothing(draft: Writer, model: LLMock, reply: str) -> None:
    model.reply(reply)
    page = ask(draft)
    assert 'role="alert"' in page
    assert "<script>alert" not in page
    assert draft.open().text == LESSON


def test_new_question_comes_after_the_step_with_its_feedback(draft: Writer, model: LLMock) -> None:
    choices = [
        {"chu": f"Cách {name} nhé", "dung": name == "ba", "nhan": "Nghĩ vậy cũng phải. Bác làm lại."}
        for name in ("một", "hai", "ba", "bốn")
    ]
    model.reply(json.dumps({"hoi": "Bác giữ mã thế nào?", "cach": choices}))
    page = ask(draft, "question")
    text = take(draft, page, *range(page.count('name="nhan"')))
    assert [place.name for place in places(text)][:2] == ["buoc", "cau-hoi"]
    assert "- [x] Cách ba nhé" in text
    assert draft.open().faults == []


@pytest.mark.parametrize("fault", ["outage", "truncate", "stall"])
def test_model_that_is_down_costs_nothing(draft: Writer, model: LLMock, fault: str) -> None:
    getattr(model, fault)()
    page = ask(draft)
    assert "Máy gợi ý đang bận" in page
    assert "Traceback" not in page
    assert draft.open().text == LESSON


def test_open_breaker_is_told_at_once(draft: Writer, model: LLMock, school: School) -> None:
    assert isinstance(school.app.app, FastAPI)
    school.app.app.state.provider.breaker = Breaker()
    for _ in range(5):
        school.app.app.state.provider.breaker.went_wrong("late")
    assert "Máy gợi ý đang bận" in ask(draft)
    assert model.requests == []


def test_what_somebody_else_wrote_meanwhile_is_kept(draft: Writer, colleague: TestClient, model: LLMock) -> None:
    model.reply(easier("thì máy hỏi mã", "máy mới hỏi mã"))
    page = ask(draft)
    theirs = LESSON.replace("tom-tat: Giữ mật khẩu", "tom-tat: Bác giữ mật khẩu")
    Writer(colleague, draft.url).autosave(draft.open().number, theirs)
    assert take(draft, page, 0) == theirs.replace("thì máy hỏi mã", "máy mới hỏi mã")


@pytest.mark.parametrize("wrong", [
    {"viec": "easier.9999"}, {"viec": "khac.16"}, {"viec": ""}, {}, {"viec": "feedback.16"}, {"viec": "easier.-1"},
    {"viec": "easier." + "1" * 5000},
])  # fmt: skip
def test_asking_for_what_is_not_there_is_told(draft: Writer, model: LLMock, wrong: dict[str, str]) -> None:
    response = draft.client.post(f"{draft.url}/goi-y", data=wrong)
    assert response.status_code == 422
    assert "vừa đổi" in response.text
    assert model.requests == []


@pytest.mark.parametrize("wrong", [
    {"so": "99"}, {"so": "x"}, {"dong": "9999"}, {"dong": ""}, {"nhan": "-1"}, {"nhan": "9" * 5000}, {"viec": "khac"},
    {"goi-y": "\x00::: buoc"},
])  # fmt: skip
def test_taking_what_was_never_suggested_breaks_nothing(draft: Writer, model: LLMock, wrong: dict[str, str]) -> None:
    model.reply(easier("thì máy hỏi mã", "máy mới hỏi mã"))
    data = {**fields(ask(draft)), "nhan": "0", **wrong}
    assert draft.client.post(f"{draft.url}/goi-y/nhan", data=data).status_code in (303, 404, 422)
    assert draft.open().text.startswith("---\ntieu-de")


def test_questions_that_certify_are_sent_to_no_machine(school: School, model: LLMock) -> None:
    (school.content / "bank").mkdir()
    (school.content / "bank/ct-thu.md").write_text(BANK, encoding="utf-8")
    school.library.load()
    draft = open_draft(school.teacher, next(path for path in school.library.files if "/bank/" in path))
    assert draft.client.get(f"{draft.url}/goi-y").status_code == 404
    assert draft.client.post(f"{draft.url}/goi-y", data={"viec": "feedback.12"}).status_code == 404
    assert model.requests == []
