"""Before the answer is in, nothing that a learner's phone receives tells which choice is right."""

import os
import random
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app.accounts.domain.roles import ACCESS, ANYONE, Role
from app.core import ids
from app.main import create_app
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, sign_in
from tests.conftest import make_settings
from tests.quiz.conftest import running
from tests.quiz.kind_walk import SLUGS, question_url
from tests.sample_content import (
    KINDS_LESSON,
    KINDS_PATH,
    LESSON,
    LESSON_PATH,
    QUESTION_URL,
    SECOND_QUESTION_URL,
    write_every_kind,
)
from tests.shared_database import copy_sqlite
from tests.web.addresses import addresses, pages
from tests.web.wire import FORM, Reply, Wire

CANARY = "CANARY"
WHY_URL = "/tro-ly/vi-sao/giu-mat-khau/ai-hoi-ma"  # of QUESTION_URL
OTHER_KEY = LESSON.replace("- [x] Cúp máy", "- [ ] Cúp máy").replace("- [ ] Đọc mã cho họ", "- [x] Đọc mã cho họ")
OTHER_KEY = OTHER_KEY.replace("- [x] Chỉ mình bác", "- [ ] Chỉ mình bác").replace("- [ ] Cán bộ", "- [x] Cán bộ")
# In every kind something else is right, in the same words.
SWAPS = {
    "- [ ] Đọc mã": "- [x] Đọc mã",
    "- [x] Cúp máy": "- [ ] Cúp máy",
    "- [x] Mật khẩu": "- [ ] Mật khẩu",
    "- [ ] Tên phường": "- [x] Tên phường",
    "1. Mở ứng dụng": "1. Nhập số",
    "2. Nhập số": "2. Mở ứng dụng",
    "= VNeID": "= Ứng dụng ngân hàng",
    "= Ứng dụng ngân hàng": "= VNeID",
    "- [x] công an phường | CANARYDAPAN phường": "- [x] CANARYDAPAN khác",
    "la=lua": "la=that",
    "- [ ] Chuyển ngay": "- [x] Chuyển ngay",
    "- [x] Gọi điện": "- [ ] Gọi điện",
    "- [x] phím **Đóng**": "- phím **Đóng**",
    "- nút **Nhận quà**": "- [x] nút **Nhận quà**",
}
OTHER_KEYS = re.sub("|".join(map(re.escape, SWAPS)), lambda found: SWAPS[found[0]], KINDS_LESSON)
ASKED = ("giu-mat-khau/ai-hoi-ma", "giu-mat-khau/ai-biet", *(f"du-kieu/{slug}" for slug in SLUGS))
ENCODINGS = ("", "gzip", "br", "gzip, deflate, br, zstd")
FRAGMENTS: tuple[dict[str, str], ...] = ({}, {"hx-request": "true"})
GUEST_COOKIES = "vi-tri=giu-mat-khau.3; kieu=nguoi-cao-tuoi.iphone; ten=Lan"


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("leaks")
    with running(copy_sqlite(migrated_sqlite, folder), folder, write_every_kind) as app:
        yield app


def learner_targets(app: PrebuiltPages) -> list[str]:
    """Every page that needs no role, every screen of every lesson, every file, and what is not there."""
    open_pages = [page.url() for page in pages(addresses(app.app)) if ACCESS[page.route] is ANYONE]
    lessons = ("giu-mat-khau", "quet-ma")
    screens = [f"/bai-hoc/{lesson}?buoc={number}" for lesson, number in product(lessons, range(7))]
    screens += [f"/bai-hoc/du-kieu?buoc={number}" for number in range(11)]
    variants = [f"/bai-hoc/giu-mat-khau?buoc=1&may={platform}" for platform in ("android", "iphone", "khac")]
    questions = [
        f"/bai-hoc/{lesson}/cau-hoi/{question}{again}"
        for lesson, question, again in product(lessons, ("ai-hoi-ma", "ai-biet"), ("", "?lam-lai=1"))
    ]
    questions += [f"{question_url(slug)}{query}" for slug, query in product(SLUGS, ("", "?tu=lam-quen"))]
    questions += [f"/tro-ly/{what}/{asked}" for what, asked in product(("vi-sao", "goi-y"), ASKED)]
    absent = ["/khong-co", "/bai-hoc/khong-co", "/bai-hoc/giu-mat-khau/cau-hoi/khong-co", "/tinh/khong-co.css"]
    files = list(app.app.state.assets.files)
    operators = ["/healthz", "/readyz"]
    return [*open_pages, *screens, *variants, *questions, *absent, *files, *operators]


def wrong_forms() -> list[tuple[str, dict[str, str]]]:
    """What is sent and refused: the question comes back, without a word about its choices."""
    return [
        (url, {**form, "phien-ban": version})
        for url in (QUESTION_URL, SECOND_QUESTION_URL, *map(question_url, SLUGS))
        for version in ("", "0" * 12)
        for form in ({}, {"khoa": "k" * 22, "cau-tra-loi": "x"}, {"khoa": "k" * 22, "cau-tra-loi": ""})
    ]


def hint_forms() -> list[tuple[str, dict[str, str]]]:
    """The first rung. A later one strikes a choice, which depends on the key: tests/tutor/test_hints.py."""
    return [(f"/tro-ly/goi-y/{asked}", {"khoa": "k" * 22, "goi-y": "1"}) for asked in ASKED]


def everything_before_the_answer(
    app: PrebuiltPages, *, encodings: tuple[str, ...] = ENCODINGS
) -> Iterator[tuple[str, Reply]]:
    wire = Wire(app)
    for target, encoding, fragment, cookie in product(learner_targets(app), encodings, FRAGMENTS, ("", GUEST_COOKIES)):
        headers = {"accept-encoding": encoding, "cookie": cookie, **fragment}
        reply = wire.send("GET", target, headers=headers)
        yield f"GET {target} {headers}", reply
        if reply.header("etag"):
            unchanged = {**headers, "if-none-match": reply.header("etag")}
            yield f"GET {target} {unchanged}", wire.send("GET", target, headers=unchanged)
    for (target, form), fragment in product([*wrong_forms(), *hint_forms()], FRAGMENTS):
        headers = {"content-type": FORM, **fragment}
        yield f"POST {target} {form}", wire.send("POST", target, headers=headers, body=urlencode(form).encode())
    wire.close()


def test_no_feedback_is_sent_before_the_answer(app: PrebuiltPages) -> None:
    seen = 0
    for what, reply in everything_before_the_answer(app):
        seen += 1
        assert CANARY not in reply.text, what
        assert CANARY not in str(reply.headers), what
    assert seen > 500


def test_the_search_for_feedback_would_find_it(app: PrebuiltPages) -> None:
    client = browser(app)
    sign_in(client, hire(app.app.state.database, app.app.state.settings, Role.TEACHER))
    assert CANARY in client.get(f"/soan-bai/tep/content/{LESSON_PATH}").text


@pytest.mark.parametrize("number", range(4))
def test_only_the_feedback_of_the_choice_is_told_after_the_answer(app: PrebuiltPages, number: int) -> None:
    client = browser(app)
    page = client.get(QUESTION_URL).text
    ids = re.findall(r'name="cau-tra-loi" value="([^"]+)"', page)
    key, version = re.findall(r'name="(?:khoa|phien-ban)" value="([^"]+)"', page)
    lines = LESSON.splitlines()
    [text] = re.findall(rf'value="{ids[number]}".*?<span[^>]*>(.*?)</span>', page)
    label = re.sub("<[^>]+>", "", text).strip()
    [own] = [
        re.findall(r"CANARY-[\w-]+", lines[place + 1])[0]
        for place, line in enumerate(lines)
        if re.fullmatch(rf"- \[.\] {re.escape(label)}", line)
    ]
    form = {"khoa": key, "phien-ban": version, "cau-tra-loi": ids[number]}
    for fragment in FRAGMENTS:
        answered = client.post(QUESTION_URL, data=form, headers=fragment)
        assert set(re.findall(r"CANARY-[\w-]+", answered.text)) == {own}
        assert set(re.findall(r"CANARY-[\w-]+", client.get(QUESTION_URL, headers=fragment).text)) == {own}
    for target in learner_targets(app):
        told = set(re.findall(r"CANARY-[\w-]+", client.get(target).text))
        assert told <= ({own} if target in (QUESTION_URL, WHY_URL) else set()), target


def replay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, request ids and with them the order of the choices come in the same sequence."""
    ids._spare_tokens.clear()
    monkeypatch.setattr(os, "urandom", random.Random(0).randbytes)  # noqa: S311 - the same chance twice is what is wanted


def received(app: PrebuiltPages, encodings: tuple[str, ...]) -> list[tuple[str, int, tuple[tuple[str, str], ...], str]]:
    """Everything as sent, except what must differ: the versions of the edited lessons, which name their texts."""
    lessons = app.app.state.library.catalogue.lessons
    versions = "|".join(lessons[lesson].version for lesson in ("giu-mat-khau", "du-kieu"))
    return [
        (what, reply.status, reply.headers, re.sub(versions, "PHIEN-BAN-12", reply.text))
        for what, reply in everything_before_the_answer(app, encodings=encodings)
    ]


def test_which_choice_is_right_changes_no_byte_before_the_answer(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for name, text, kinds in (("a", LESSON, KINDS_LESSON), ("b", OTHER_KEY, OTHER_KEYS)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "x.sqlite").write_bytes(migrated_sqlite.read_bytes())
        write_every_kind(folder / "content")
        (folder / "content" / LESSON_PATH).write_text(text, encoding="utf-8")
        (folder / "content" / KINDS_PATH).write_text(kinds, encoding="utf-8")
        settings = make_settings(folder, f"sqlite:///{folder}/x.sqlite", folder / "content")
        app = create_app(settings.model_copy(update={"secret_key": SecretStr("k" * 32)}))
        with TestClient(app):
            replay(monkeypatch)
            told.append(received(app, ("",)))
            monkeypatch.undo()
            assert app.app.state.library.diagnostics == ()
    assert len(told[0]) > 150
    assert [one for one in zip(*told, strict=True) if one[0] != one[1]] == []
