"""Pages that are the same for everyone: the same page in every encoding, asked for again only when it changed, never
shown to someone for whom it is not meant."""

import re

import pytest
from fastapi import FastAPI

from app.learners.domain.device import Device, encode
from app.web.prebuilt import PrebuiltPages
from tests.web.wire import Reply, Wire

STEP = "/bai-hoc/giu-mat-khau"
PAGES = ["/", "/bai-hoc", STEP, f"{STEP}?buoc=1", f"{STEP}?buoc=3", "/bai-hoc/quet-ma"]
POSITION = "vi-tri=giu-mat-khau.3"
ANDROID_ONLY, IPHONE_ONLY = "CH Play", "App Store"


def assets(fastapi_app: FastAPI) -> list[str]:
    return list(fastapi_app.state.assets.files)


def is_prebuilt(reply: Reply) -> bool:
    return bool(reply.header("etag")) and not reply.header("x-request-id")


@pytest.mark.parametrize("target", PAGES)
@pytest.mark.parametrize(
    "accepted", ["gzip", "br", "gzip,br", "gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8, *;q=0.1"]
)
def test_every_encoding_is_the_same_page(wire: Wire, target: str, accepted: str) -> None:
    plain, packed = wire.get(target), wire.get(target, accept_encoding=accepted)
    best = "br" if "br" in accepted else "gzip"
    assert (plain.header("content-encoding"), packed.header("content-encoding")) == ("", best)
    assert packed.text == plain.text
    assert packed.header("etag") != plain.header("etag")  # strong: it stands for these very bytes
    assert len(packed.body) < len(plain.body) / 2
    for reply in (plain, packed):
        assert int(reply.header("content-length")) == len(reply.body)


@pytest.mark.parametrize(
    "accepted", ["", "identity", "deflate", "br;q=0", "gzip;q=0, br;q=0", "gzip;q=0.000", "abr, xgzip"]
)
def test_encoding_that_was_not_accepted_is_not_sent(wire: Wire, accepted: str) -> None:
    assert wire.get("/", accept_encoding=accepted).header("content-encoding") == ""


def test_assets_are_the_same_in_every_encoding_and_kept_for_a_year(wire: Wire, fastapi_app: FastAPI) -> None:
    for path in assets(fastapi_app):
        replies = [wire.get(path, accept_encoding=accepted) for accepted in ("", "gzip", "br")]
        assert [reply.header("content-encoding") for reply in replies] == ["", "gzip", "br"]
        assert len({reply.text for reply in replies}) == 1
        assert replies[0].header("cache-control") == "public, max-age=31536000, immutable"
        assert replies[0].header("vary") == "Accept-Encoding"
        assert replies[0].header("x-content-type-options") == "nosniff"
        assert replies[0].all("set-cookie") == []


def test_first_visit_is_light(wire: Wire, fastapi_app: FastAPI) -> None:
    """On a slow line every kilobyte is a tenth of a second: the first screen with everything it needs."""
    sent = sum(len(wire.get(path, accept_encoding="br").body) for path in ["/", *assets(fastapi_app)])
    assert sent < 60_000


@pytest.mark.parametrize("target", PAGES)
@pytest.mark.parametrize("accepted", ["", "gzip", "gzip, br"])
def test_page_is_asked_for_again_and_sent_only_when_it_changed(wire: Wire, target: str, accepted: str) -> None:
    first = wire.get(target, accept_encoding=accepted)
    assert is_prebuilt(first)
    assert first.header("cache-control") == "no-cache"
    etag = first.header("etag")
    for sent in (etag, f"W/{etag}", f'"other", {etag}'):
        unchanged = wire.get(target, accept_encoding=accepted, if_none_match=sent)
        assert (unchanged.status, unchanged.body) == (304, b"")
        assert unchanged.header("etag") == etag
        assert unchanged.header("vary") == first.header("vary")
        assert unchanged.header("cache-control") == "no-cache"
    assert wire.get(target, accept_encoding=accepted, if_none_match='"other"').status == 200


@pytest.mark.parametrize("target", ["/", "/bai-hoc", STEP])
def test_each_encoding_has_a_strong_validator_of_its_own(wire: Wire, target: str) -> None:
    etags = [wire.get(target, accept_encoding=accepted).header("etag") for accepted in ("", "gzip", "br")]
    assert len(set(etags)) == 3
    assert all(re.fullmatch(r'"[0-9a-f]{16}(-gzip|-br)?"', etag) for etag in etags)
    others = [(accepted, etag) for accepted in ("", "gzip", "br") for etag in etags]
    replies = [wire.get(target, accept_encoding=accepted, if_none_match=etag).status for accepted, etag in others]
    assert replies == [304, 200, 200, 200, 304, 200, 200, 200, 304]


@pytest.mark.parametrize("target", PAGES)
def test_head_is_the_page_without_its_body(wire: Wire, target: str) -> None:
    whole, head = wire.get(target), wire.send("HEAD", target)
    assert (head.status, head.body) == (200, b"")
    assert dict(head.headers) == dict(whole.headers)


@pytest.mark.parametrize(
    ("target", "vary"),
    [
        ("/", "Accept-Encoding, HX-Request, Cookie"),
        ("/bai-hoc", "Accept-Encoding, HX-Request, Cookie"),
        (f"{STEP}?buoc=1", "Accept-Encoding, HX-Request, Cookie"),  # has a part for each phone
        (f"{STEP}?buoc=3", "Accept-Encoding, HX-Request, Cookie"),  # says "bác", or what one chose to be called
        (f"{STEP}/cau-hoi/ai-hoi-ma", "HX-Request"),
        ("/tien-bo", "HX-Request"),
        ("/tai-khoan", "HX-Request"),
    ],
)
def test_caches_are_told_what_a_page_depends_on(wire: Wire, target: str, vary: str) -> None:
    said = set(wire.get(target).header("vary").split(", ")) - {"Accept-Encoding"}
    assert said == set(vary.split(", ")) - {"Accept-Encoding"}
    assert "Accept-Encoding" in wire.get(target, accept_encoding="gzip").header("vary")


@pytest.mark.parametrize(
    "target", [f"{STEP}/cau-hoi/ai-hoi-ma", f"{STEP}/xong", "/tien-bo", "/tai-khoan", "/dang-nhap"]
)
def test_personal_pages_are_stored_nowhere(wire: Wire, target: str) -> None:
    reply = wire.get(target)
    assert reply.header("cache-control") == "no-store"
    assert reply.header("etag") == ""


def test_home_turns_personal_with_a_place_or_a_phone(app: PrebuiltPages, fastapi_app: FastAPI, wire: Wire) -> None:
    device = encode(Device((1,), 1), fastapi_app.state.settings.secret)
    for target in ("/", "/bai-hoc"):
        assert is_prebuilt(wire.get(target))
        assert is_prebuilt(wire.get(target, cookie="kieu=nguoi-dan.; khac=vi-tri=1; x__Host-may=1"))
        for cookie in (POSITION, f"a=b; {POSITION}", f"__Host-may={device}", f"a=b;__Host-may={device}"):
            reply = wire.get(target, cookie=cookie)
            assert not is_prebuilt(reply), cookie
            assert reply.header("cache-control") == "no-store"


def test_steps_are_prebuilt_even_for_learners(wire: Wire) -> None:
    assert is_prebuilt(wire.get(f"{STEP}?buoc=3", cookie=f"{POSITION}; __Host-may=x; __Host-phien=y"))


@pytest.mark.parametrize(
    ("cookie", "shown"),
    [
        ("", {ANDROID_ONLY, IPHONE_ONLY}),
        ("kieu=nguoi-dan.", {ANDROID_ONLY, IPHONE_ONLY}),
        ("kieu=nguoi-cao-tuoi.android", {ANDROID_ONLY}),
        ("a=b; kieu=nguoi-dan.iphone; c=d", {IPHONE_ONLY}),
        ("kieu=nguoi-dan.nokia", {ANDROID_ONLY, IPHONE_ONLY}),
        ("kieu=../../etc.iphone", {ANDROID_ONLY, IPHONE_ONLY}),
        ("xkieu=nguoi-dan.iphone; kieu=nguoi-dan.android", {ANDROID_ONLY}),
        ("kieu=\xff", {ANDROID_ONLY, IPHONE_ONLY}),
    ],
)
def test_step_shows_what_is_for_this_phone(wire: Wire, cookie: str, shown: set[str]) -> None:
    page = wire.get(f"{STEP}?buoc=1", cookie=cookie).text
    assert {part for part in (ANDROID_ONLY, IPHONE_ONLY) if part in page} == shown


def cookies_set(reply: Reply) -> dict[str, str]:
    return dict(cookie.split(";")[0].split("=", 1) for cookie in reply.all("set-cookie"))


def test_step_remembers_the_place_and_the_phone_that_was_said(wire: Wire) -> None:
    assert cookies_set(wire.get(f"{STEP}?buoc=3")) == {"vi-tri": "giu-mat-khau.3"}
    said = wire.get(f"{STEP}?buoc=1&may=iphone", cookie="kieu=nguoi-dan.android")
    assert cookies_set(said) == {"vi-tri": "giu-mat-khau.1", "kieu": "nguoi-dan.iphone"}
    for cookie in said.all("set-cookie"):
        assert {"Path=/", "SameSite=Lax", "Secure"} <= set(cookie.split("; "))


def test_unchanged_step_still_remembers_the_place(wire: Wire) -> None:
    reply = wire.get(f"{STEP}?buoc=3", if_none_match=wire.get(f"{STEP}?buoc=3").header("etag"))
    assert reply.status == 304
    assert cookies_set(reply) == {"vi-tri": "giu-mat-khau.3"}


@pytest.mark.parametrize(
    "query",
    ["buoc=2", "buoc=0", "buoc=99", "buoc=-1", "buoc=1_0", "buoc=abc", "buoc=", "buoc=%D9%A3", "x=1", "may=nokia"],
)
def test_any_other_number_leads_to_a_screen_of_the_lesson(wire: Wire, query: str) -> None:
    reply = wire.get(f"{STEP}?{query}")
    assert reply.status == 303
    assert re.fullmatch(rf"{STEP}(\?buoc=\d|/cau-hoi/[a-z-]+)?", reply.header("location"))
    assert wire.get(reply.header("location")).status == 200


def test_page_changes_its_etag_with_its_text(wire: Wire) -> None:
    etags = {
        wire.get(target).header("etag") for target in ("/", "/bai-hoc", STEP, f"{STEP}?buoc=3", "/bai-hoc/quet-ma")
    }
    fragments = {wire.get(target, hx_request="true").header("etag") for target in ("/", "/bai-hoc", STEP)}
    assert len(etags) == 5
    assert etags & fragments == set()
