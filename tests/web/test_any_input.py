"""Whatever is sent, to any address, by anyone: a page in Vietnamese and never an error of ours."""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, event, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.accounts.domain.roles import Role
from app.main import APP, create_app
from app.web.forms import MAX_KEPT, printable
from app.web.prebuilt import PrebuiltPages
from tests.cast import browser, hire, show_question
from tests.conftest import make_settings
from tests.sample_content import QUESTION_URL
from tests.web.addresses import DOWNLOADS, MACHINES, SAMPLES, Address, addresses
from tests.web.conftest import cookies_of
from tests.web.wire import FORM, Reply, Wire

# Every name of a field that any of our forms has.
FIELDS = sorted(
    {
        name
        for page in APP.glob("*/templates/**/*.html")
        for name in re.findall(r'(?:\bname=|\btaps\()"([a-z-]+)"', page.read_text())
    }
    - {"viewport", "description", "color-scheme", "theme-color", "htmx-config"}
)
QUERIES = ["buoc", "may", "lam-lai", "da-luu", "toi", "luot", "q"]
COOKIES = ["__Host-may", "__Host-phien", "may", "phien", "ten", "kieu", "vi-tri", "goi-y"]
HEADERS = [
    "accept-encoding", "if-none-match", "hx-request", "hx-history-restore-request", "hx-target", "origin", "referer", "user-agent",
    "x-forwarded-for", "x-forwarded-host", "x-http-method-override", "content-length", "range", "accept-language", "accept",
]  # fmt: skip
NASTY = [
    "", " ", "\0", "a\0b", "\ud800", "\udfff\ud800", "\u202eabc\u202c", "\u2066x", "\ufeff", "\u200b", "Ð", "ﬁ", "İ", "ẞ", "e\u0301" * 3, "\u0301" * 60,
    unicodedata.normalize("NFD", "Nguyễn Thị Hòa"), "😀" * 50, "👨‍👩‍👧‍👦", "\U000e0041", "\uffff", "\ue000", "a" * 10_000, "ữ" * 10_000, "9" * 400, "-1", "0",
    "1_0", "+1", "1.0", " 1", "٣", "１", "NaN", "Infinity", "1e400", "0x10", "true", "null", "[]", "{}", '{"a":1}', "<script>alert(1)</script>", "'\"><img src=x>",
    "{{7*7}}", "{% raw %}", "${7*7}", "%(x)s", "{0}", "%s%n", "' OR 1=1 --", "\r\nSet-Cookie: a=b", "\x1b[31m", "\x7f", "\x85", "\u2028", "..", "../../etc/passwd",
    "//evil.example", "https://evil.example", "\\\\evil", "%00", "%2e%2e%2f", "a;b", "a=b&c=d", "a,b", '"', "a" * 100 + "\0",
]  # fmt: skip
CHARSETS = [
    "utf-8",
    "utf-16",
    "utf-7",
    "latin-1",
    "punycode",
    "idna",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
    "rot13",
    "base64",
    "x" * 99,
    "đ",
]
CONTENT_TYPES = [
    "",
    FORM,
    FORM + "; charset=utf-16",
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/mixed; boundary=x",
    "x",
    "/;=",
    "đ/đ",
]

SQLITE_EXAMPLES, POSTGRES_EXAMPLES = 200, 60


@pytest.fixture(
    params=[SQLITE_EXAMPLES, pytest.param(POSTGRES_EXAMPLES, marks=pytest.mark.postgres)], ids=["sqlite", "postgres"]
)
def budget(request: pytest.FixtureRequest) -> int:
    budget: int = request.param
    return budget


@pytest.fixture
def app(budget: int, request: pytest.FixtureRequest, tmp_path: Path, content: Path) -> Iterator[PrebuiltPages]:
    kind = "sqlite_url" if budget == SQLITE_EXAMPLES else "postgres_url"
    app = create_app(make_settings(tmp_path, request.getfixturevalue(kind), content))
    with TestClient(app):
        yield app


@pytest.fixture
def fastapi_app(app: PrebuiltPages) -> FastAPI:
    assert isinstance(app.app, FastAPI)
    return app.app


@pytest.fixture
def wire(app: PrebuiltPages) -> Iterator[Wire]:
    wire = Wire(app)
    yield wire
    wire.close()


@pytest.fixture
def people(app: PrebuiltPages, fastapi_app: FastAPI) -> list[str]:
    """Cookies of nobody, of someone who learns, of someone who may open every desk."""
    learner = browser(app)
    learner.post("/tai-khoan/nguoi-hoc", data={"ten": "Lan"})
    admin = hire(fastapi_app.state.database, fastapi_app.state.settings, Role.ADMIN)
    device = f"__Host-may={learner.cookies['__Host-may']}"
    return ["", device, f"{device}; {cookies_of(app, admin)}"]


@pytest.fixture
def real_values(app: PrebuiltPages) -> list[str]:
    """What an honest form holds: so that other fields of the same form are reached, too."""
    shown = show_question(browser(app), QUESTION_URL)
    return [
        shown.version,
        "0" * 12,
        *shown.choices,
        "k" * 22,
        "nguoi-dan",
        "android",
        "0",
        "Lan",
        "co-hanh",
        "/soan-bai",
        "x" * 20,
    ]


def texts(real: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(real) | st.sampled_from(NASTY) | st.text(max_size=20)


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@st.composite
def bodies(draw: st.DrawFn, real: list[str]) -> tuple[str, bytes, dict[str, str]]:
    """A content type, a body, and the fields as an honest urlencoded form would have sent them (else empty)."""
    fields = draw(st.lists(st.tuples(st.sampled_from(FIELDS), texts(real)), max_size=8))
    kind = draw(st.sampled_from(["form", "form", "form", "multipart", "other"]))
    if kind == "form":
        body = "&".join(f"{quote(name)}={quote(as_bytes(value))}" for name, value in fields).encode()
        return FORM, body, {name: as_bytes(value).decode("utf-8", "replace") for name, value in fields}
    if kind == "multipart":
        charset = draw(st.sampled_from(CHARSETS))
        parts = []
        for name, value in fields:
            is_file = draw(st.booleans())
            file = (
                f'; filename="{quote(value[:50].encode("utf-8", "replace"))}"\r\nContent-Type: text/plain'
                if is_file
                else ""
            )
            parts.append(
                f'--B\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()
                + as_bytes(value)
                + b"\r\n"
            )
        end = draw(st.sampled_from([b"--B--\r\n", b"", b"--B", b"\r\n\r\n"]))
        return f"multipart/form-data; boundary=B; charset={charset}", b"".join(parts) + end, {}
    return draw(st.sampled_from(CONTENT_TYPES)), draw(st.binary(max_size=200)) + as_bytes(draw(texts(real))), {}


def header_text(text: str) -> str:
    """As the server hands it over: latin-1, no line ends."""
    return as_bytes(text).decode("latin-1").translate({0: None, 10: None, 13: None})


@st.composite
def requests(
    draw: st.DrawFn, known: list[Address], people: list[str], real: list[str]
) -> tuple[Address, str, dict[str, str], bytes, dict[str, str]]:
    address = draw(st.sampled_from(known))
    target = address.url(**{name: draw(st.just(sample) | texts(real)) for name, sample in SAMPLES.items()})
    query = draw(st.lists(st.tuples(st.sampled_from(QUERIES), texts(real)), max_size=3))
    if query:
        target += "?" + "&".join(f"{name}={quote(as_bytes(value))}" for name, value in query)
    cookies = [draw(st.sampled_from(people))]
    cookies += [
        f"{name}={header_text(value)}"
        for name, value in draw(st.lists(st.tuples(st.sampled_from(COOKIES), texts(real)), max_size=2))
    ]
    headers = {"cookie": "; ".join(filter(None, cookies))}
    headers |= {
        name: header_text(value)
        for name, value in draw(st.lists(st.tuples(st.sampled_from(HEADERS), texts(real)), max_size=2))
    }
    body = b""
    typed: dict[str, str] = {}
    if not address.is_safe:
        headers["content-type"], body, typed = draw(bodies(real))
        headers["content-type"] = header_text(headers["content-type"])
    return address, target, headers, body, typed


def test_nothing_that_is_sent_is_an_error_of_ours(
    wire: Wire, fastapi_app: FastAPI, people: list[str], real_values: list[str], budget: int
) -> None:
    known = addresses(fastapi_app)

    @examples(max_examples=budget, deadline=None, suppress_health_check=list(HealthCheck))
    @given(requests(known, people, real_values))
    def send(request: tuple[Address, str, dict[str, str], bytes, dict[str, str]]) -> None:
        address, target, headers, body, typed = request
        reply = wire.send(address.method, target, headers=headers, body=body)
        event(f"{address.route} {reply.status}")
        judge(address, headers, reply)
        if reply.status in (422, 429, 503):
            judge_kept(address, typed, reply)

    send()


def judge(address: Address, headers: Mapping[str, str], reply: Reply) -> None:
    assert reply.status < 500, address
    for name, value in reply.headers:
        assert "\r" not in value, name
        assert "\n" not in value, name
    if reply.status in (303, 307):
        assert re.match(r"/(?![/\\])|https://testserver/(?![/\\])", reply.header("location")), reply.header("location")
        assert reply.header("location").isascii()
        return
    is_file = address.route in DOWNLOADS and reply.status == 200
    if reply.status == 304 or address.route in MACHINES or is_file:
        return
    page = reply.text
    assert reply.is_html
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    if "hx-request" in headers and "hx-history-restore-request" not in headers:
        assert page.startswith("<title>")
    else:
        assert '<html lang="vi">' in page


# Where a refused form shows again what was typed, by route: the field, and how it stands in the page.
KEPT = {"add_learner": "ten", "submit_sign_in": "ten-dang-nhap"}


def judge_kept(address: Address, typed: Mapping[str, str], reply: Reply) -> None:
    name = KEPT.get(address.route)
    if name is None or name not in typed or "Cross" in reply.text:
        return
    shown = [html.unescape(value) for value in re.findall(rf'name="{name}" value="([^"]*)"', reply.text)]
    wanted = printable(typed[name])[:MAX_KEPT]
    spellings = {unicodedata.normalize("NFC", wanted), " ".join(unicodedata.normalize("NFC", wanted).split()), wanted}
    assert [value for value in shown if value.replace("\r\n", "\n") in spellings], (typed[name], shown)


def test_every_field_of_every_form_is_tried() -> None:
    assert {
        "ten",
        "nguoi",
        "doi-tuong",
        "may",
        "ten-dang-nhap",
        "mat-khau",
        "lai",
        "toi",
        "khoa",
        "phien-ban",
        "cau-tra-loi",
    } <= set(FIELDS)
