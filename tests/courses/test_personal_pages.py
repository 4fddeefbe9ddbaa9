"""One step for many people: easier words first for who reads slowly, examples for who does that work, the form of address
that was chosen, and a step that was said anew, with its teacher's own words one tap away."""

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.courses.domain.lessons import Lesson, Part, Step
from app.courses.domain.readers import Reader
from app.courses.public_pages import PublicPages, Rewritten, as_written
from app.main import create_app
from app.web.prebuilt import Headers, Prebuilt, PrebuiltPages
from tests.conftest import make_settings
from tests.sample_content import LESSON, LESSON_PATH, write_content
from tests.shared_database import copy_sqlite
from tests.web.wire import Wire

STEP = "/bai-hoc/giu-mat-khau"
PLAIN = "Mật khẩu chỉ mình bác biết."
EASY = "Bác giữ kín nhé."
WARNING = "Đừng đọc cho ai."
DIFFERS = "Chữ có thể to hơn."
PARTS = (
    f"{PLAIN}\n\n::: khong-bao-gio\n{WARNING}\n:::\n\n::: luu-y\nGhi ra giấy.\n:::\n\n::: man-hinh-khac\n{DIFFERS}\n:::\n\n"
    f"::: danh-cho buon-ban\nSạp của bác.\n:::\n\n::: de-hon\n{EASY}\n:::"
)
SLOW, AT_MARKET, PUPIL = "kieu=nguoi-dan..cham..", "kieu=nguoi-dan...buon-ban.", "kieu=nguoi-dan....em"


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("service")
    content = write_content(folder / "content")
    (content / LESSON_PATH).write_text(LESSON.replace(PLAIN, PARTS), encoding="utf-8")
    app = create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), content))
    with TestClient(app):
        yield app


@pytest.fixture(scope="module")
def fastapi_app(app: PrebuiltPages) -> FastAPI:
    assert app.app.state.library.diagnostics == ()
    return app.app


@pytest.fixture(scope="module")
def wire(app: PrebuiltPages) -> Iterator[Wire]:
    wire = Wire(app)
    yield wire
    wire.close()


def screen(text: str) -> tuple[str, str]:
    """What stands open, and what stands under lines to be opened."""
    main = re.search(r"(?s)<main.*</main>", text)
    assert main
    folded = "".join(re.findall(r"(?s)<details>.*?</details>", main[0]))
    return re.sub(r"(?s)<details>.*?</details>", "", main[0]), folded


def test_whole_step_comes_first_and_easier_words_are_one_tap_away(wire: Wire) -> None:
    shown, folded = screen(wire.get(f"{STEP}?buoc=3").text)
    assert PLAIN in shown
    assert WARNING in shown
    assert EASY not in shown
    assert "<summary>Giải thích dễ hơn</summary>" in folded
    assert EASY in folded
    assert "Sạp" not in shown + folded


def test_who_reads_slowly_gets_easier_words_first_and_every_warning(wire: Wire) -> None:
    shown, folded = screen(wire.get(f"{STEP}?buoc=3", cookie=SLOW).text)
    assert EASY in shown
    assert WARNING in shown
    assert DIFFERS in shown
    assert PLAIN not in shown
    assert "Ghi ra giấy" not in shown
    assert "<summary>Đọc lời đầy đủ</summary>" in folded
    assert PLAIN in folded
    assert "Ghi ra giấy" in folded


def test_example_is_for_who_does_that_work_however_they_read(wire: Wire) -> None:
    assert "Sạp của bác" in screen(wire.get(f"{STEP}?buoc=3", cookie=AT_MARKET).text)[0]
    assert "Sạp của bác" in screen(wire.get(f"{STEP}?buoc=3", cookie="kieu=nguoi-dan..cham.buon-ban.").text)[0]


def test_step_without_easier_words_is_the_same_for_slow_readers(wire: Wire) -> None:
    assert wire.get(STEP, cookie=SLOW).text == wire.get(STEP).text
    assert "Giải thích dễ hơn" not in wire.get(STEP).text


@pytest.mark.parametrize("target", ["/", "/bai-hoc", STEP, f"{STEP}?buoc=3"])
def test_page_in_another_form_is_made_once_and_asked_for_again_by_its_own_name(wire: Wire, target: str) -> None:
    plain, turned = wire.get(target), wire.get(target, cookie=PUPIL)
    assert turned.header("etag") != plain.header("etag")
    assert not turned.header("x-request-id")  # prebuilt: no application was asked
    assert turned.text == re.sub(r"\bbác\b", "em", re.sub(r"\bBác\b", "Em", plain.text))
    for encoding in ("", "gzip", "br"):
        again = wire.get(target, cookie=PUPIL, accept_encoding=encoding)
        assert again.text == turned.text
        assert (
            wire.get(target, cookie=PUPIL, accept_encoding=encoding, if_none_match=again.header("etag")).status == 304
        )
        # What the phone kept from the person before is not theirs.
        assert wire.get(target, accept_encoding=encoding, if_none_match=again.header("etag")).status == 200
    assert "Cookie" in turned.header("vary")
    fragment = wire.get(target, cookie=PUPIL, hx_request="true")
    assert fragment.text.startswith("<title>")
    assert not re.search(r"\b[Bb]ác\b", fragment.text)


@pytest.mark.parametrize("cookie", ["", "kieu=nguoi-dan.", "kieu=nguoi-cao-tuoi....bac", "kieu=nguoi-dan....vua"])
@pytest.mark.parametrize("target", ["/", "/bai-hoc", STEP, f"{STEP}?buoc=3"])
def test_who_is_called_bác_gets_the_very_same_bytes(wire: Wire, target: str, cookie: str) -> None:
    plain, same = wire.get(target, accept_encoding="br"), wire.get(target, accept_encoding="br", cookie=cookie)
    assert (same.body, same.header("etag")) == (plain.body, plain.header("etag"))


def test_saying_which_phone_keeps_the_other_choices(wire: Wire) -> None:
    said = wire.get(f"{STEP}?buoc=1&may=android", cookie="kieu=nguoi-dan.iphone.cham.buon-ban.em")
    assert any(cookie.startswith("kieu=nguoi-dan.android.cham.buon-ban.em;") for cookie in said.all("set-cookie"))


# A step said anew


def pages_with(fastapi_app: FastAPI, rewritten: Rewritten) -> PublicPages:
    state = fastapi_app.state
    pages = PublicPages(state.templates, state.path_to, "may", secure=False, https=False, rewritten=rewritten)
    pages.rebuild(state.library.catalogue)
    return pages


def ask(pages: PublicPages, query: str, cookie: str) -> tuple[str, Headers]:
    scope = {"path": STEP, "query_string": query.encode()}
    found: tuple[Prebuilt, Headers] | None = pages.find(scope, {b"cookie": cookie.encode()})
    assert found
    return gzip.decompress(found[0].bodies[b"gzip"]).decode(), found[1]


def said_anew(texts: Mapping[str, str]) -> Rewritten:
    """For citizens only: the common text of these steps."""

    def rewritten(_lesson: Lesson, step: Step, reader: Reader) -> Step | None:
        if step.slug not in texts or reader.audience != "nguoi-dan":
            return None
        parts = [part if part.tags else replace(part, html=texts[step.slug]) for part in step.parts]
        return replace(step, parts=tuple(parts))

    return rewritten


ANEW = said_anew({"mo-dau": "<p>Tiền nhiều thì máy hỏi bác.</p>", "giu-kin": "<p>Bác giữ mật khẩu.</p>"})


def test_step_said_anew_leads_to_the_teacher_s_words_and_back(fastapi_app: FastAPI) -> None:
    pages = pages_with(fastapi_app, ANEW)
    anew, _ = ask(pages, "buoc=1", "kieu=nguoi-dan.iphone")
    assert "Tiền nhiều thì máy hỏi bác" in anew
    assert "Chuyển trên" not in anew.partition("Nguồn của các con số")[0]
    assert "App Store" in anew  # what is for one kind of phone stays the teacher's
    assert "CH Play" not in anew
    assert f'<a class="row" href="{STEP}?buoc=1&amp;ban=goc">Xem bản gốc</a>' in anew
    original, cookies = ask(pages, "buoc=1&ban=goc", "kieu=nguoi-dan.iphone")
    assert "Tiền nhiều" not in original
    assert "10 triệu đồng" in original
    assert f'<a class="row" href="{STEP}?buoc=1">Xem bản viết lại</a>' in original
    assert cookies[0][1].startswith(b"vi-tri=giu-mat-khau.1;")


def test_others_get_the_teacher_s_words_without_a_link(fastapi_app: FastAPI) -> None:
    untouched, pages = pages_with(fastapi_app, as_written), pages_with(fastapi_app, ANEW)
    for query in ("buoc=1", "buoc=1&ban=goc", "ban=goc"):
        page, _ = ask(pages, query, "")
        assert page == ask(untouched, query, "")[0]
        assert "bản gốc" not in page


def test_author_s_own_easier_words_come_before_any_other(fastapi_app: FastAPI) -> None:
    slow, _ = ask(pages_with(fastapi_app, ANEW), "buoc=3", SLOW)
    assert EASY in slow
    assert "Bác giữ mật khẩu." not in slow
    assert "bản gốc" not in slow


def test_step_said_anew_is_in_the_reader_s_form_too(fastapi_app: FastAPI) -> None:
    page, _ = ask(pages_with(fastapi_app, ANEW), "buoc=1", PUPIL)
    assert "Tiền nhiều thì máy hỏi em" in page


def test_what_was_taken_back_is_not_shown_any_more(fastapi_app: FastAPI) -> None:
    texts = {"mo-dau": "<p>Lời mới.</p>"}
    pages = pages_with(fastapi_app, said_anew(texts))
    assert "Lời mới" in ask(pages, "buoc=1", PUPIL)[0]
    texts.clear()
    pages.forget()
    assert "Lời mới" not in ask(pages, "buoc=1", PUPIL)[0]
    texts["mo-dau"] = "<p>Lời sau.</p>"
    pages.forget()
    assert "Lời sau" in ask(pages, "buoc=1", PUPIL)[0]


def test_warning_of_a_variant_is_no_common_text() -> None:
    step = Step("a", "A", 1, (Part(frozenset({"buon-ban"}), "V", ""), Part(frozenset(), "C")), (), (), frozenset(), "E")
    assert step.short_body(Reader(work="buon-ban")).split("\n") == ["E", "V"]
