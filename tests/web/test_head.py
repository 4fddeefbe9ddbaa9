"""HEAD is answered as GET would be, without the body: monitors and link previews ask so."""

import pytest

from tests.web.wire import Reply, Wire

STEP, QUESTION = "/bai-hoc/giu-mat-khau", "/bai-hoc/giu-mat-khau/cau-hoi/ai-hoi-ma"
PLACES = {
    "prebuilt": (STEP, "", 200),
    "home, personal": ("/", "vi-tri=giu-mat-khau.3", 200),
    "question": (QUESTION, "", 200),
    "people": ("/tai-khoan", "", 200),
    "sign-in needed": ("/soan-bai", "", 303),
    "form only": ("/dang-xuat", "", 405),
    "unknown page": ("/khong-co", "", 404),
    "unknown lesson": ("/bai-hoc/khong-co", "", 404),
}


def lasting(reply: Reply) -> dict[str, str]:
    """The headers that two answers to the same question share."""
    return {name: value for name, value in reply.headers if name != "x-request-id"}


@pytest.mark.parametrize("place", PLACES)
def test_head_is_get_without_its_body(wire: Wire, place: str) -> None:
    target, cookie, status = PLACES[place]
    whole, head = (wire.send(method, target, headers={"cookie": cookie}) for method in ("GET", "HEAD"))
    assert (whole.status, head.status) == (status, status)
    assert lasting(head) == lasting(whole)
    assert head.body == b""
    if status != 303:
        assert int(head.header("content-length")) == len(whole.body) > 0


@pytest.mark.parametrize("target", [STEP, QUESTION, "/khong-co"])
def test_head_of_a_compressed_page_has_no_body_either(wire: Wire, target: str) -> None:
    head = wire.send("HEAD", target, headers={"accept-encoding": "gzip"})
    assert (head.header("content-encoding"), head.body) == ("gzip", b"")
