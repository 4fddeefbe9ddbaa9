"""Headers on every kind of answer, and nothing that another site can make a browser do here."""

import asyncio
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.accounts.domain.roles import ACCESS, Role
from app.main import MAX_BODY_BYTES
from app.web.prebuilt import PrebuiltPages
from tests.sample_content import QUESTION_URL
from tests.web.addresses import API, Address, addresses
from tests.web.conftest import cookies_of, everything_stored
from tests.web.wire import FORM, Reply, Wire

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "strict-transport-security": "max-age=31536000",
}
CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
    "manifest-src": ["'self'"],
}


def broken(wire: Wire, fastapi_app: FastAPI) -> Reply:
    """A fault of ours while a page is made."""
    index, fastapi_app.state.skill_index = fastapi_app.state.skill_index, None
    try:
        return wire.get("/tien-bo")
    finally:
        fastapi_app.state.skill_index = index


def away(wire: Wire, fastapi_app: FastAPI) -> Reply:
    """A database that answers with an error."""
    with fastapi_app.state.database.transaction() as connection:
        connection.execute(text("ALTER TABLE exercise_progress RENAME TO elsewhere"))
    try:
        return wire.get("/tien-bo", cookie=someone(wire))
    finally:
        with fastapi_app.state.database.transaction() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO exercise_progress"))


def someone(wire: Wire) -> str:
    """The cookie of a phone on which somebody learns."""
    reply = wire.send(
        "POST", "/tai-khoan/nguoi-hoc", headers={"content-type": FORM}, body=urlencode({"ten": "Lan"}).encode()
    )
    return next(cookie.partition(";")[0] for cookie in reply.all("set-cookie") if cookie.startswith("__Host-may="))


def long_text(wire: Wire, _app: FastAPI) -> Reply:
    body = b"ten=" + b"a" * MAX_BODY_BYTES
    headers = {"content-type": FORM, "content-length": str(len(body))}
    return wire.send("POST", "/tai-khoan/nguoi-hoc", headers=headers, body=body)


def long_stream(wire: Wire, _app: FastAPI) -> Reply:
    headers = {"content-type": FORM, "transfer-encoding": "chunked"}
    return wire.send(
        "POST", "/tai-khoan/nguoi-hoc", headers=headers, body=b"ten=" + b"a" * MAX_BODY_BYTES, chunk=10_000
    )


def post(target: str, **headers: str) -> Callable[[Wire, FastAPI], Reply]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda wire, _app: wire.send("POST", target, headers={"content-type": FORM, **given})


def get(target: str, **headers: str) -> Callable[[Wire, FastAPI], Reply]:
    return lambda wire, _app: wire.get(target, **headers)


KINDS: dict[str, tuple[int, Callable[[Wire, FastAPI], Reply]]] = {
    "prebuilt home": (200, get("/")),
    "prebuilt catalogue": (200, get("/bai-hoc")),
    "prebuilt step": (200, get("/bai-hoc/giu-mat-khau?buoc=1")),
    "prebuilt fragment": (200, get("/bai-hoc/giu-mat-khau", hx_request="true")),
    "personal home": (200, get("/", cookie="vi-tri=giu-mat-khau.2")),
    "question": (200, get(QUESTION_URL)),
    "question fragment": (200, get(QUESTION_URL, hx_request="true")),
    "question refused": (422, post(QUESTION_URL)),
    "end of lesson": (200, get("/bai-hoc/giu-mat-khau/xong")),
    "progress": (200, get("/tien-bo")),
    "account": (200, get("/tai-khoan")),
    "account refused": (422, post("/tai-khoan/nguoi-hoc")),
    "sign-in": (200, get("/dang-nhap")),
    "sign-in refused": (422, post("/dang-nhap")),
    "redirect": (303, get("/bai-hoc/giu-mat-khau?buoc=99")),
    "redirect to sign-in": (303, get("/soan-bai")),
    "redirect after a form": (303, post("/dang-xuat")),
    "no such page": (404, get("/khong-co")),
    "no such lesson": (404, get("/bai-hoc/khong-co")),
    "no such method": (405, get("/dang-xuat")),
    "from another site": (403, post("/dang-xuat", sec_fetch_site="cross-site")),
    "declared too long": (413, long_text),
    "grows too long": (413, long_stream),
    "our fault": (500, broken),
    "database away": (503, away),
    "health": (200, get("/healthz")),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_is_protected(wire: Wire, fastapi_app: FastAPI, kind: str) -> None:
    status, ask = KINDS[kind]
    reply = ask(wire, fastapi_app)
    assert reply.status == status
    sent = {name: reply.all(name) for name in HEADERS}
    assert sent == {name: [value] for name, value in HEADERS.items()}
    given = policy(reply)
    assert set(given.pop("img-src")) <= {"'self'", "data:"}  # a picture runs nothing
    assert given == CSP


def policy(reply: Reply) -> dict[str, list[str]]:
    [header] = reply.all("content-security-policy")
    return {name: sources for name, *sources in (part.split() for part in header.split(";"))}


def test_policy_allows_nothing_inline_and_no_other_host() -> None:
    assert {source for sources in CSP.values() for source in sources} == {"'self'", "'none'"}


@pytest.mark.parametrize("kind", [kind for kind, (status, _) in KINDS.items() if status >= 400])
def test_every_error_is_a_page_in_vietnamese(wire: Wire, fastapi_app: FastAPI, kind: str) -> None:
    _, ask = KINDS[kind]
    reply = ask(wire, fastapi_app)
    assert reply.header("content-type") == "text/html; charset=utf-8"
    assert reply.header("cache-control") == "no-store"
    assert '<html lang="vi">' in reply.text
    assert "bác" in reply.text.lower() or "Mời" in reply.text
    assert "Traceback" not in reply.text
    assert "Error" not in reply.text


@pytest.mark.parametrize("kind", [kind for kind, (_, ask) in KINDS.items() if not kind.startswith("prebuilt")])
def test_every_answer_of_the_application_can_be_found_in_the_log(wire: Wire, fastapi_app: FastAPI, kind: str) -> None:
    _, ask = KINDS[kind]
    reply = ask(wire, fastapi_app)
    [request_id] = reply.all("x-request-id")
    assert len(request_id) == 22
    if "<code>" in reply.text and reply.status in (403, 404, 405, 413, 500, 503):
        assert f"<code>{request_id}</code>" in reply.text


def test_page_names_no_other_host(wire: Wire, fastapi_app: FastAPI) -> None:
    for kind, (_, ask) in KINDS.items():
        page = ask(wire, fastapi_app).text
        assert 'src="http' not in page, kind
        assert 'href="http' not in page.replace('href="https://vi-du.gov.vn', ""), kind  # the source of a fact
        assert " onclick=" not in page, kind
        assert "<style" not in page, kind
        assert "style=" not in page, kind


SAME_SITE, OTHER_SITE = "https://testserver", "https://evil.example"
# name → headers, whether the request may go on. A browser on plain HTTP sends no Sec-Fetch-Site.
CROSS_SITE_CASES: dict[str, tuple[dict[str, str], bool]] = {
    "same origin": ({"sec-fetch-site": "same-origin"}, True),
    "typed by hand": ({"sec-fetch-site": "none"}, True),
    "cross site": ({"sec-fetch-site": "cross-site", "origin": OTHER_SITE}, False),
    "sister site": ({"sec-fetch-site": "same-site", "origin": "https://khac.testserver"}, False),
    "cross site that lies about its origin": ({"sec-fetch-site": "cross-site", "origin": SAME_SITE}, False),
    "old browser, our origin": ({"origin": SAME_SITE}, True),
    "old browser, other origin": ({"origin": OTHER_SITE}, False),
    "old browser, hidden origin": ({"origin": "null"}, False),
    "other port": ({"origin": "https://testserver:8443"}, False),
    "name that begins like ours": ({"origin": "https://testserver.evil.example"}, False),
    "our name as a user": ({"origin": "https://testserver@evil.example"}, False),
    "broken origin": ({"origin": "https://["}, False),
    "no browser, no cookie": ({"cookie": ""}, True),
    "no browser but a cookie": ({}, False),
}


def unsafe_addresses(app: FastAPI) -> list[Address]:
    return [address for address in addresses(app) if not address.is_safe]


@pytest.mark.parametrize("case", CROSS_SITE_CASES)
def test_only_our_own_pages_may_change_something(
    app: PrebuiltPages, fastapi_app: FastAPI, logins: dict[Role, str], case: str
) -> None:
    given, passes = CROSS_SITE_CASES[case]
    cookies = {
        role: cookies_of(app, logins[role]) for role in (Role.LEARNER, Role.ADMIN, Role.ASSESSOR, Role.TEACHER)
    }  # one of them may use any form
    before = everything_stored(fastapi_app.state.database)
    wire = Wire(app, defaults={})
    for address in unsafe_addresses(fastapi_app):
        allowed = ACCESS[address.route]
        cookie = next(cookie for role, cookie in cookies.items() if allowed is None or role in allowed)
        headers = {"host": "testserver", "cookie": cookie, "content-type": FORM, **given}
        reply = wire.send(
            address.method, address.url(), headers={name: value for name, value in headers.items() if value}
        )
        said = '{"error":"Trang này không dành' if address.route in API else "Trang này cần người có quyền"
        refused = reply.status == 403 and said in reply.text
        assert refused is not passes, (address, reply.status)
    wire.close()
    if not passes:
        assert everything_stored(fastapi_app.state.database) == before


@pytest.mark.parametrize(
    ("origin", "passes"),
    [("http://may-chu-xa:8000", True), ("http://may-chu-xa", False), ("http://192.168.1.2:8000", False)],
)
def test_commune_server_without_tls_lives_on_the_origin(app: PrebuiltPages, origin: str, passes: bool) -> None:
    wire = Wire(app, defaults={})
    headers = {"host": "may-chu-xa:8000", "cookie": "may=x", "origin": origin, "content-type": FORM}
    assert (wire.send("POST", "/dang-xuat", headers=headers).status == 303) is passes
    wire.close()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "MOVE", "X"])
def test_unknown_methods_change_nothing(fastapi_app: FastAPI, wire: Wire, method: str) -> None:
    before = everything_stored(fastapi_app.state.database)
    for address in addresses(fastapi_app):
        reply = wire.send(method, address.url())
        assert reply.status == 405, address
        assert ('{"error":' if address.route in API else '<html lang="vi">') in reply.text
    assert everything_stored(fastapi_app.state.database) == before


@pytest.mark.parametrize("declared", ["9" * 400, "9" * 5000, "256001", "+300000", "-1", "x", "3e5", " 300000", "²"])
def test_strange_declared_lengths_are_no_error_of_ours(wire: Wire, declared: str) -> None:
    reply = wire.send("POST", "/dang-xuat", headers={"content-type": FORM, "content-length": declared})
    assert reply.status in (303, 413)


def test_longest_allowed_text_is_read(wire: Wire) -> None:
    body = b"ten=Lan&x=" + b"a" * (MAX_BODY_BYTES - 10)
    headers = {"content-type": FORM, "content-length": str(len(body))}
    assert wire.send("POST", "/tai-khoan/nguoi-hoc", headers=headers, body=body).status == 303


@pytest.mark.parametrize("ask", [long_text, long_stream])
def test_text_that_is_too_long_changes_nothing(
    fastapi_app: FastAPI, wire: Wire, ask: Callable[[Wire, FastAPI], Reply]
) -> None:
    before = everything_stored(fastapi_app.state.database)
    reply = ask(wire, fastapi_app)
    assert reply.status == 413
    assert "Bác rút ngắn lại" in reply.text
    assert everything_stored(fastapi_app.state.database) == before


def test_route_on_the_event_loop_may_not_wait_for_the_database(fastapi_app: FastAPI) -> None:
    """A statement there would block everyone while the database thinks, whichever way the route came by it."""

    async def ping() -> None:
        fastapi_app.state.database.ping()

    with pytest.raises(RuntimeError, match="event loop"):
        asyncio.run(ping())
