"""Every kind of question through its pages: answered with and without script, refused when it is no answer, and nothing
of the key, or of what should never have been typed, anywhere."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from app.quiz.domain.question import ANSWER
from app.quiz.domain.question_family import QuestionFamily
from app.quiz.domain.short_answer import NO_REAL_NUMBER, TYPE_SOMETHING
from app.quiz.routes import CHANGED
from app.quiz.service import NOT_OURS
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser
from tests.quiz.conftest import running
from tests.quiz.kind_walk import (
    SLUGS,
    Asked,
    Form,
    Sent,
    ask,
    key_and_version,
    known,
    other,
    question_url,
    right,
    steps,
)
from tests.quiz.stored import Stored
from tests.sample_content import KINDS_LESSON, KINDS_PATH, LESSON, write_every_kind
from tests.shared_database import BOTH, make_database
from tests.web.conftest import everything_stored

PLAIN = {"sec-fetch-mode": "navigate"}  # a browser without script sends the form itself
HTMX = {"hx-request": "true"}


@pytest.fixture(scope="module", params=BOTH)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("kinds")
    with running(make_database(request, request.param, folder), folder, write_every_kind) as app:
        yield app


def told(page: str) -> set[str]:
    return set(re.findall(r"CANARY(?:-[A-Z]+-\d|DAPAN)", page))


def refused_well(app: PrebuiltPages, asked: Asked, form: Form, says: str) -> str:
    """Sent as a screen and whole, this is refused with these words, keeps its key, tells nothing, changes nothing."""
    client = browser(app)
    before = everything_stored(app.app.state.database)
    replies = [client.post(asked.url, data=form, headers=headers) for headers in ({}, HTMX, PLAIN)]
    for reply in replies:
        assert reply.status_code == 422
        assert says in reply.text
        assert 'role="alert"' in reply.text
        assert key_and_version(reply.text) == (asked.key, asked.version)
        assert told(reply.text) == set()
        assert "set-cookie" not in reply.headers
    assert everything_stored(app.app.state.database) == before
    return replies[0].text


def answers(app: PrebuiltPages, slug: str) -> list[tuple[Asked, Sent]]:
    found = []
    for number in range(1 + len(other(slug, known(app, slug, "k")))):
        asked = ask(app, browser(app), slug)
        found.append((asked, [right(slug, asked.question), *other(slug, asked.question)][number]))
    return found


HEADINGS = {1: "Đúng rồi, bác giỏi lắm!", 0: "Mình xem lại chỗ này nhé"}


@pytest.mark.parametrize("headers", [{}, HTMX, PLAIN], ids=["whole", "fragment", "no-script"])
@pytest.mark.parametrize("slug", SLUGS)
def test_answer_is_judged_told_and_kept(app: PrebuiltPages, stored: Stored, slug: str, headers: dict[str, str]) -> None:
    for asked, sent in answers(app, slug):
        client = browser(app)
        reply = client.post(asked.url, data=asked.form(sent.fields), headers=headers)
        if headers == PLAIN:
            assert (reply.status_code, reply.headers["location"]) == (303, asked.url)
            reply = client.get(asked.url)
        assert reply.status_code == 200
        assert reply.text.startswith("<title>" if headers == HTMX else "<!doctype html>")
        assert told(reply.text) - {"CANARYDAPAN"} == sent.told
        assert HEADINGS.get(int(sent.score) if sent.score in (0, 1) else -1, "Gần đúng rồi") in reply.text
        assert 'name="khoa"' not in reply.text
        [row] = stored.answers(asked.key)
        assert row.score == pytest.approx(sent.score)
        assert (row.lesson, row.exercise, row.version) == ("du-kieu", slug, asked.version)
        assert (row.skills, row.options) == ("vneid-dang-nhap", asked.question.options)
        assert (row.mode, row.assisted) == ("drill" if slug == "tin-la" else "practice", False)


@pytest.mark.parametrize("slug", SLUGS)
def test_reload_and_return_show_what_was_answered(app: PrebuiltPages, stored: Stored, slug: str) -> None:
    client = browser(app)
    asked = ask(app, client, slug)
    sent = other(slug, asked.question)[0]
    first = client.post(asked.url, data=asked.form(sent.fields))
    again = client.post(asked.url, data=asked.form(sent.fields))
    assert first.text == again.text
    shown = client.get(asked.url)
    assert told(shown.text) == told(first.text)
    assert re.findall(r'<div class="chosen">.*', shown.text) == re.findall(r'<div class="chosen">.*', first.text)
    assert stored.new_answers == 1


@pytest.mark.parametrize("slug", SLUGS)
def test_replayed_key_keeps_the_first_answer(app: PrebuiltPages, slug: str) -> None:
    client = browser(app)
    asked = ask(app, client, slug)
    first, then = other(slug, asked.question)[0], right(slug, asked.question)
    client.post(asked.url, data=asked.form(first.fields))
    before = everything_stored(app.app.state.database)
    again = client.post(asked.url, data=asked.form(then.fields))
    assert again.status_code == 422
    assert "Câu này bác đã trả lời lúc nãy rồi" in again.text
    assert told(again.text) - {"CANARYDAPAN"} == first.told
    assert everything_stored(app.app.state.database) == before


# What is no answer


@pytest.mark.one_database
@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("fields", [{}, {ANSWER: [""]}, {ANSWER: ["", ""]}, {"la": ["x"]}], ids=str)
def test_missing_answer_is_asked_for(app: PrebuiltPages, slug: str, fields: Form) -> None:
    asked = ask(app, browser(app), slug)
    refused_well(app, asked, asked.form(fields), "Bác c")  # "Bác chưa chọn…", "Bác còn 3 dòng…"


@pytest.mark.one_database
@pytest.mark.parametrize("slug", SLUGS)
def test_half_an_answer_is_asked_for_and_kept(app: PrebuiltPages, slug: str) -> None:
    asked = ask(app, browser(app), slug)
    whole = right(slug, asked.question).fields
    if slug == "tin-la":
        page = refused_well(app, asked, asked.form({ANSWER: ["lua"]}), "bác chắc, hay không chắc?")
        assert 'value="lua" checked' in page
    elif slug == "thu-tu":
        page = refused_well(app, asked, asked.form({ANSWER: whole[ANSWER][:3]}), "Bác còn 1 bước chưa xếp")
        assert re.findall(r'type="hidden" name="cau-tra-loi" value="([^"]+)"', page) == whole[ANSWER][:3]
    elif slug == "ghep-doi":
        page = refused_well(app, asked, asked.form({ANSWER: [*whole[ANSWER][:2], ""]}), "Bác còn 1 dòng chưa chọn")
        assert sorted(re.findall(r'value="([^"]+)" selected', page)) == sorted(whole[ANSWER][:2])


@pytest.mark.one_database
@pytest.mark.parametrize("slug", SLUGS)
def test_answer_with_something_extra_is_none(app: PrebuiltPages, slug: str) -> None:
    asked = ask(app, browser(app), slug)
    whole = right(slug, asked.question).fields
    for extra in ("x" * 10, whole[ANSWER][0], "đ", "\0", "{{7*7}}", "<b>x</b>", "x" * 10_000):
        if slug == "go-chu":
            continue  # whatever is typed is an answer: see below
        page = refused_well(app, asked, asked.form({**whole, ANSWER: [*whole[ANSWER], extra]}), NOT_OURS)
        if slug != "tin-la":
            for kept in whole[ANSWER]:
                assert re.search(rf'value="{kept}"(?: checked| selected|>)', page)


@pytest.mark.one_database
def test_typing_too_much_is_asked_to_be_short_and_kept(app: PrebuiltPages) -> None:
    asked = ask(app, browser(app), "go-chu")
    page = refused_well(app, asked, asked.form({ANSWER: ["dài " * 100]}), "Bác viết ngắn thôi nhé")
    assert 'value="dài dài ' in page


@pytest.mark.one_database
@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("foreign", SLUGS)
def test_answer_of_another_question_is_none(app: PrebuiltPages, slug: str, foreign: str) -> None:
    """Also one with as many values as this question wants."""
    if slug in (foreign, "go-chu"):
        return
    asked, theirs = ask(app, browser(app), slug), ask(app, browser(app), foreign)
    mine, other_fields = right(slug, asked.question).fields, right(foreign, theirs.question).fields
    values = (other_fields[ANSWER] * len(mine[ANSWER]))[: len(mine[ANSWER])]
    says = NOT_OURS if slug != "tin-la" or "chac" in other_fields else "bác chắc, hay không chắc?"
    refused_well(app, asked, asked.form({**other_fields, ANSWER: values}), says)


@pytest.mark.parametrize("slug", SLUGS)
def test_key_of_another_question_is_refused(app: PrebuiltPages, slug: str) -> None:
    client = browser(app)
    used = ask(app, client, "mot-y" if slug != "mot-y" else "ho-hang")
    client.post(used.url, data=used.form(right(used.slug, used.question).fields))
    asked = ask(app, client, slug)
    before = everything_stored(app.app.state.database)
    form = {**asked.form(right(slug, known(app, slug, used.key)).fields), "khoa": [used.key]}
    refused = client.post(asked.url, data=form)
    assert refused.status_code == 422
    assert CHANGED in refused.text
    assert told(refused.text) == set()
    assert everything_stored(app.app.state.database) == before


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(
    "change", [{"phien-ban": ["0" * 12]}, {"phien-ban": []}, {"khoa": ["x"]}, {"khoa": []}], ids=str
)
def test_version_or_key_that_is_none_of_ours_shows_the_question_anew(
    app: PrebuiltPages, slug: str, change: Form
) -> None:
    client = browser(app)
    asked = ask(app, client, slug)
    before = everything_stored(app.app.state.database)
    for headers in ({}, HTMX, PLAIN):
        refused = client.post(
            asked.url, data={**asked.form(right(slug, asked.question).fields), **change}, headers=headers
        )
        assert refused.status_code == 422
        assert CHANGED in refused.text
        assert told(refused.text) == set()
        key, version = key_and_version(refused.text)
        assert (key != asked.key, version) == (True, asked.version)
    assert everything_stored(app.app.state.database) == before


@pytest.mark.one_database
def test_what_was_chosen_stays_chosen_when_the_question_is_shown_anew(app: PrebuiltPages) -> None:
    for slug in ("mot-y", "nhieu-y", "ghep-doi", "thu-tu"):
        asked = ask(app, browser(app), slug)
        fields = right(slug, asked.question).fields
        page = browser(app).post(asked.url, data={**asked.form(fields), "phien-ban": ["0" * 12]}).text
        kept = re.findall(r'value="([^"]+)"(?: checked| selected)', page)
        kept += re.findall(r'type="hidden" name="cau-tra-loi" value="([^"]+)"', page)
        assert sorted(kept) == sorted(fields[ANSWER]), slug
        assert told(page) == set()


@pytest.fixture
def lesson_file(app: PrebuiltPages) -> Iterator[Path]:
    """Put back afterwards."""
    app.app.state.library.stop()  # this test says itself when to load
    path: Path = app.app.state.settings.content_dirs[0] / KINDS_PATH
    yield path
    edit(app, path, KINDS_LESSON)


def edit(app: PrebuiltPages, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    app.app.state.library.load()
    assert app.app.state.library.diagnostics == ()


def test_late_answer_is_judged_as_it_was_asked_or_not_at_all(app: PrebuiltPages, lesson_file: Path) -> None:
    """The lesson is edited, then its questions are taken out, while forms are open."""
    open_forms = [(asked, right(slug, asked.question)) for slug in SLUGS for asked in (ask(app, browser(app), slug),)]
    edit(app, lesson_file, KINDS_LESSON.replace("CANARY-", "LOI-MOI-"))
    for asked, sent in open_forms:
        page = browser(app).post(asked.url, data=asked.form(sent.fields)).text
        assert told(page) - {"CANARYDAPAN"} == sent.told, asked.slug
        assert "LOI-MOI" not in page
    too_late = [(asked, right(slug, asked.question)) for slug in SLUGS for asked in (ask(app, browser(app), slug),)]
    end = KINDS_LESSON.index("::: ket-thuc")
    other_question = LESSON[LESSON.index("::: cau-hoi ai-biet") : LESSON.index("::: ket-thuc")]
    edit(
        app, lesson_file, KINDS_LESSON[: KINDS_LESSON.index("::: cau-hoi mot-y")] + other_question + KINDS_LESSON[end:]
    )
    before = everything_stored(app.app.state.database)
    for asked, sent in too_late:
        gone = browser(app).post(asked.url, data=asked.form(sent.fields))
        assert gone.status_code == 404
        assert "Có thể bài đã được sửa lại" in gone.text
    assert everything_stored(app.app.state.database) == before


# The steps of an order


def press(client: TestClient, asked: Asked, page: str, headers: dict[str, str], **button: str) -> str:
    chosen = re.findall(r'type="hidden" name="cau-tra-loi" value="([^"]+)"', page)
    form = asked.form({ANSWER: chosen, **{name: [value] for name, value in button.items()}})
    reply = client.post(asked.url, data=form, headers=headers)
    assert reply.status_code == 200
    assert told(reply.text) == set()
    assert key_and_version(reply.text) == (asked.key, asked.version)
    return reply.text


@pytest.mark.parametrize("headers", [{}, HTMX, PLAIN], ids=["whole", "fragment", "no-script"])
def test_steps_are_pressed_one_by_one_and_nothing_is_kept_before_the_end(
    app: PrebuiltPages, stored: Stored, headers: dict[str, str]
) -> None:
    client = browser(app)
    asked = ask(app, client, "thu-tu")
    [*first_three], last = steps(asked.question, 1, 2, 3)[ANSWER], steps(asked.question, 4)[ANSWER][0]
    page = press(client, asked, "", headers, them=last)
    page = press(client, asked, page, headers, bo="1")
    assert "Bác chạm bước đầu tiên" in page
    order = re.findall(r'name="them" value="([^"]+)"', page)
    for number, step in enumerate([*first_three, last], 1):
        page = press(client, asked, page, headers, them=step)
        assert f"<strong>{number}.</strong>" in page
    assert "Bác đã xếp đủ" in page
    assert order == re.findall(r'name="them" value="([^"]+)"', client.get(asked.url).text) or len(order) == 4
    assert (stored.new_answers, stored.new_learners) == (0, 0)
    client.post(asked.url, data=asked.form(steps(asked.question, 1, 2, 3, 4)))
    assert [row.score for row in stored.answers(asked.key)] == [1]


@pytest.mark.one_database
def test_steps_that_are_none_of_the_question_are_not_taken(app: PrebuiltPages) -> None:
    client = browser(app)
    asked = ask(app, client, "thu-tu")
    for step in ("x", "", "đ\0", "<b>", "x" * 10_000):
        page = press(client, asked, "", {}, them=step)
        assert re.findall(r'type="hidden" name="cau-tra-loi"', page) == []
    one = steps(asked.question, 1)[ANSWER][0]
    page = press(client, asked, press(client, asked, "", {}, them=one), {}, them=one)
    assert re.findall(r'type="hidden" name="cau-tra-loi" value="([^"]+)"', page) == [one]


# Numbers that look real

REAL = [
    "012345678901",
    "0912 345 678",
    "123-456",
    "0 9 1 2 3 4 5 6 7 8",
    "số của tôi: 079123456789",
    "１２３４５６",
    "12.34.56",
    "٠١٢٣٤٥٦",
]


@pytest.mark.one_database
@pytest.mark.parametrize("number", REAL)
@pytest.mark.parametrize("slug", SLUGS)
def test_real_number_is_neither_kept_nor_shown_nor_logged(
    app: PrebuiltPages, slug: str, number: str, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = ask(app, browser(app), slug)
    page = refused_well(app, asked, asked.form({ANSWER: [number], "chac": [number], "them": []}), "Bác ")
    bare = re.sub(r"\D", "", number)
    assert number not in page
    assert bare not in re.sub(r"[\s.-]", "", page)
    if slug == "go-chu":
        assert NO_REAL_NUMBER in page or TYPE_SOMETHING in page
    logged = "".join(capfd.readouterr())
    assert '"route": "answer"' in logged
    assert number not in logged
    assert bare not in re.sub(r"[\s.-]", "", logged)
    assert bare not in json.dumps(everything_stored(app.app.state.database), default=str)


def test_number_that_looks_real_is_logged_nowhere_even_when_it_breaks_something(
    app: PrebuiltPages, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """An error of ours while the form is in our hands: the log says where, not what was typed."""
    asked = ask(app, browser(app), "go-chu")

    def fail(*_: object) -> None:
        typed = asked.form({ANSWER: ["079123456789"]})
        raise RuntimeError(len(typed))

    monkeypatch.setattr("app.quiz.service._judged", fail)
    reply = browser(app).post(asked.url, data=asked.form({ANSWER: ["079123456789"]}))
    assert reply.status_code == 500
    logged = "".join(capfd.readouterr())
    assert "RuntimeError" in logged
    assert "079123456789" not in logged + reply.text


# Canaries


@pytest.mark.one_database
@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_told_before_the_answer(app: PrebuiltPages, slug: str) -> None:
    client = browser(app)
    asked = ask(app, client, slug)
    replies: list[httpx2.Response] = []
    for headers in ({}, HTMX, PLAIN, {"hx-request": "true", "hx-history-restore-request": "true"}):
        for query in ("", "?lam-lai=1", "?tu=lam-quen", "?tu=luyen-tap.vneid-dang-nhap", "?tu=on-tap.x&lam-lai=1"):
            replies.append(client.get(f"{asked.url}{query}", headers=headers))
            for fields in (
                {},
                {ANSWER: ["" if slug == "go-chu" else "x"]},
                {ANSWER: ["123456789"]},
                {"them": ["x"]},
                {"bo": ["1"]},
                {"chac": ["chac"]},
            ):
                replies.append(client.post(f"{asked.url}{query}", data=asked.form(fields), headers=headers))
                replies.append(client.post(f"{asked.url}{query}", data=fields, headers=headers))
    assert len(replies) > 200
    assert {reply.status_code for reply in replies} <= {200, 422}
    for reply in replies:
        assert told(reply.text) == set()
        assert "CANARY" not in str(reply.headers)


# Families


def names_in(page: str) -> set[str]:
    return {name for name in ("Bà Lan", "Ông Tư", "Cô Ba") if name in page}


def test_family_asks_one_member_per_key_from_form_to_feedback_and_reload(app: PrebuiltPages) -> None:
    met = set()
    for _ in range(12):
        client = browser(app)
        page = client.get(f"{question_url('ho-hang')}?lam-lai=1").text
        [name] = names_in(page)
        key, version = key_and_version(page)
        asked = Asked("ho-hang", key, version, known(app, "ho-hang", key))
        refused = client.post(asked.url, data=asked.form({}))
        answered = client.post(asked.url, data=asked.form(right("ho-hang", asked.question).fields))
        assert [
            names_in(reply.text) for reply in (refused, answered, client.get(asked.url), client.get(asked.url))
        ] == [{name}] * 4
        met.add(name)
    assert len(met) > 1


@pytest.mark.one_database
def test_option_of_another_member_is_no_answer(app: PrebuiltPages) -> None:
    asked = ask(app, browser(app), "ho-hang")
    exercise = app.app.state.library.catalogue.lessons["du-kieu"].exercise("ho-hang")
    family: Any = exercise.body
    assert isinstance(family, QuestionFamily)
    [sibling, *_] = [member for member in family.members if member != asked.question]
    refused_well(app, asked, asked.form(right("ho-hang", sibling).fields), NOT_OURS)


# For which errand


@pytest.mark.parametrize(
    ("errand", "mode", "leads_to"),
    [
        ("on-tap.vneid-dang-nhap", "review", "/on-tap/vneid-dang-nhap"),
        ("luyen-tap.vneid-dang-nhap", "practice", "/luyen-tap/vneid-dang-nhap"),
        ("lam-quen", "placement", "/lam-quen/tiep"),
        ("exam", "practice", ""),
        ("on-tap.", "practice", ""),
        ("on-tap.../../x", "practice", ""),
        ("//evil.example", "practice", ""),
    ],
)
def test_errand_is_kept_with_the_answer_and_leads_on(
    app: PrebuiltPages, stored: Stored, errand: str, mode: str, leads_to: str
) -> None:
    client = browser(app)
    asked = ask(app, client, "mot-y", f"?tu={errand}")
    form = asked.form(right("mot-y", asked.question).fields)
    moved = client.post(f"{asked.url}?tu={errand}", data=form, headers=PLAIN)
    kept = f"{asked.url}?tu={errand}" if leads_to else asked.url
    assert moved.headers["location"] == kept
    page = client.get(moved.headers["location"]).text
    assert f'class="button primary" href="{leads_to or "/bai-hoc/du-kieu/cau-hoi/nhieu-y"}"' in page
    assert [row.mode for row in stored.answers(asked.key)] == [mode]
    unanswered = client.get(f"{asked.url}?tu={errand}&lam-lai=1").text
    assert ("Thôi, để sau" in unanswered) == bool(leads_to)
    assert ("Bước 2 / 9" in unanswered) != bool(leads_to)


@pytest.mark.one_database
def test_placement_begins_with_nothing_to_type_or_to_put_in_order(app: PrebuiltPages) -> None:
    client, met = browser(app), set()
    for _ in range(12):
        moved = client.get("/lam-quen/tiep").headers["location"]
        if "/cau-hoi/" not in moved:
            break
        [name] = re.findall(r"/cau-hoi/([a-z-]+)", moved)
        met.add(name)
        page = client.get(moved).text
        key, version = key_and_version(page)
        [value, *_] = re.findall(r'name="cau-tra-loi"[^>]*? value="([^"]+)"', page) or [""]
        fields = {ANSWER: [value], "chac": ["chac"]}
        if name == "ghep-doi":
            fields = right(name, known(app, name, key)).fields
        client.post(moved.replace("lam-lai=1&", ""), data={"khoa": [key], "phien-ban": [version], **fields})
    assert len(met) >= 6
    assert not met & {"nhieu-y", "thu-tu", "go-chu"}
