"""Before the call is in, nothing that a phone receives tells what a drill is: no remark, verdict, family or advice."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from app.main import create_app
from app.quiz.domain.drill_vocabulary import CHANNELS, FAMILIES, telling_word
from app.web.prebuilt import PrebuiltPages
from tests.conftest import make_settings
from tests.drills.drill_content import (
    BANK_SLUG,
    DRILL_BANK_PATH,
    DRILL_LESSON_PATH,
    DRILLS,
    FILES,
    LESSON_SLUG,
    REMARK,
    drill_text,
    write_drills,
)
from tests.quiz.drill_samples import SAMPLES
from tests.shared_database import copy_sqlite
from tests.web.wire import FORM, Reply, Wire

TOKEN = "t" * 22
SCREENS = tuple(f"/bai-hoc/{LESSON_SLUG}?buoc={number}" for number in range(8))
IN_LESSON = tuple(f"/bai-hoc/{LESSON_SLUG}/cau-hoi/{name}" for name in DRILLS)
IN_ROUND = tuple(f"/dien-tap/{name}" for name in DRILLS)
PAGES = (
    "/", "/bai-hoc", "/tien-bo", "/luyen-tap", "/on-tap", "/lam-quen", "/dien-tap", f"/dien-tap?luot={TOKEN}", "/dien-tap?luot=moi",
    "/dien-tap/khong-co", f"/bai-hoc/{LESSON_SLUG}", f"/bai-hoc/{LESSON_SLUG}/xong", f"/bai-hoc/{BANK_SLUG}",
)  # fmt: skip
TARGETS = (
    *PAGES,
    *SCREENS,
    *(f"{url}{query}" for url in (*IN_LESSON, *IN_ROUND) for query in ("", f"?luot={TOKEN}", "?lam-lai=1")),
)
SENT: tuple[dict[str, str], ...] = (
    {},
    {"khoa": TOKEN, "phien-ban": "0" * 12, "cau-tra-loi": "lua", "chac": "chac"},
    {"khoa": "x", "cau-tra-loi": "that", "chac": "khong-chac"},
    {"khoa": TOKEN, "cau-tra-loi": "lua"},
    {"khoa": TOKEN, "chac": "chac"},
)
FRAGMENTS: tuple[dict[str, str], ...] = ({}, {"hx-request": "true"})
# What is said of a drill after the call, and the words it is written with.
VERDICTS = (
    "bác giỏi lắm",
    "Mình xem lại chỗ này",
    "Đây là lừa đảo",
    "này là thật",
    "Bác cẩn thận là tốt",
    "la=lua",
    "la=that",
    "kenh=",
    "ho=",
)
CALLS = re.compile(r'<label class="choice">.*?</label>', re.DOTALL)  # "Là thật", "Là lừa đảo"


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("leaks")
    app = create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), write_drills(folder / "content")))
    with TestClient(app):
        yield app


def everything_before_the_call(app: PrebuiltPages) -> Iterator[tuple[str, Reply]]:
    wire = Wire(app)
    for target, fragment, encoding in product(TARGETS, FRAGMENTS, ("", "gzip")):
        reply = wire.send("GET", target, headers={**fragment, "accept-encoding": encoding})
        yield f"GET {target} {fragment} {encoding}", reply
        if reply.header("etag"):
            unchanged = {**fragment, "accept-encoding": encoding, "if-none-match": reply.header("etag")}
            yield f"GET {target} {unchanged}", wire.send("GET", target, headers=unchanged)
    for url, sent, fragment in product((*IN_LESSON, *IN_ROUND), SENT, FRAGMENTS):
        for target in (url, f"{url}/co-nguoi-giup"):
            headers = {**fragment, "content-type": FORM}
            yield f"POST {target} {sent}", wire.send("POST", target, headers=headers, body=urlencode(sent).encode())
    for path in app.app.state.assets.files:
        yield f"GET {path}", wire.get(path)
    wire.close()


def test_nothing_that_gives_a_drill_away_is_sent_before_the_call(app: PrebuiltPages) -> None:
    seen = 0
    for what, reply in everything_before_the_call(app):
        seen += 1
        received = reply.text + str(reply.headers)
        assert "CANARY" not in received, what
        shown = CALLS.sub("", received)
        assert [word for word in VERDICTS if word in shown] == [], what
        assert [family for family in FAMILIES.items() if any(name in shown for name in family)] == [], what
    assert seen > 400


def test_the_search_would_find_what_is_told_after_the_call(app: PrebuiltPages) -> None:
    wire = Wire(app)
    for url in (IN_ROUND[0], IN_ROUND[-1]):
        version = re.findall(r'name="phien-ban" value="([^"]+)"', wire.get(url).text)[0]
        sent = {"khoa": TOKEN, "phien-ban": version, "cau-tra-loi": "lua", "chac": "chac"}
        told = wire.send("POST", url, headers={"content-type": FORM}, body=urlencode(sent).encode()).text
        assert "CANARY-NHAN-XET" in told
        assert "CANARY-NEN-LAM" in told
        assert any(word in told for word in VERDICTS)
    wire.close()


def test_only_this_drill_is_told_after_its_call(app: PrebuiltPages) -> None:
    """Also to whoever has answered others: each page tells its own remarks and no others."""
    client = Wire(app)
    url, channel = IN_ROUND[0], next(iter(SAMPLES))
    version = re.findall(r'name="phien-ban" value="([^"]+)"', client.get(url).text)[0]
    sent = {"khoa": "n" * 22, "phien-ban": version, "cau-tra-loi": "that", "chac": "chac"}
    answered = client.send("POST", url, headers={"content-type": FORM}, body=urlencode(sent).encode())
    assert answered.text.count(REMARK) == drill_text(channel).count(REMARK)
    cookies = "; ".join(cookie.partition(";")[0] for cookie in answered.all("set-cookie"))
    for other in TARGETS:
        if DRILLS[0] not in other:
            assert "CANARY" not in client.get(other, cookie=cookies).text, other
    client.close()


@pytest.mark.parametrize("name", DRILLS)
def test_name_in_the_address_tells_nothing(name: str) -> None:
    assert telling_word(name) is None


def test_which_drills_are_scams_changes_no_byte_before_the_call(migrated_sqlite: Path, tmp_path: Path) -> None:
    turn = {"la=lua": "la=that", "la=that": "la=lua"}
    told = []
    for name, turned in (("a", False), ("b", True)):
        folder = tmp_path / name
        folder.mkdir()
        content = write_drills(folder / "content")
        if turned:
            for path in (DRILL_LESSON_PATH, DRILL_BANK_PATH):
                text = re.sub("la=(?:lua|that)", lambda found: turn[found[0]], FILES[path])
                (content / path).write_text(text, encoding="utf-8")
        settings = make_settings(folder, copy_sqlite(migrated_sqlite, folder), content)
        app = create_app(settings.model_copy(update={"secret_key": SecretStr("k" * 32)}))
        with TestClient(app):
            told.append([without_chance(app, url) for url in IN_ROUND])
            assert app.app.state.library.diagnostics == ()
    assert len(told[0]) == len(CHANNELS)
    assert told[0] == told[1]


def without_chance(app: PrebuiltPages, url: str) -> tuple[str, ...]:
    """What a phone receives for this drill; the versions of the files, which name their texts, apart."""
    catalogue = app.app.state.library.catalogue
    versions = [catalogue.lessons[LESSON_SLUG].version, catalogue.bank[BANK_SLUG].version]
    wire = Wire(app)
    body = urlencode({"khoa": TOKEN, "cau-tra-loi": "lua"}).encode()
    replies = [
        wire.get(f"{url}?luot={TOKEN}"),
        wire.send("POST", url, headers={"content-type": FORM}, body=body),
    ]
    wire.close()
    pages = [
        str((reply.status, [pair for pair in reply.headers if pair[0] != "x-request-id"], reply.text))
        for reply in replies
    ]
    return tuple(re.sub("|".join(versions), "PHIEN-BAN", page) for page in pages)
