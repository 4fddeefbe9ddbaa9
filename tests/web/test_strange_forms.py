"""Forms that no honest browser sends, addresses that no page links to."""

from urllib.parse import quote

import pytest

from tests.web.wire import Wire

CHARSETS = [
    "utf-8", "utf-16", "utf-7", "latin-1", "punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "rot13", "base64",
    "utf-8-sig", "cp1258", "mbcs", "hex", "zip", "ascii", "", "đ", "x" * 99,
]  # fmt: skip


@pytest.mark.parametrize("charset", CHARSETS)
def test_form_in_any_encoding_is_no_error_of_ours(wire: Wire, charset: str) -> None:
    values = [b"Lan", b"+2AA-", b"\\ud800", b"\xff\xfe", b"a..b", b"-" * 70, b"\x00", "Lần".encode("utf-16"), b"=?x?="]
    for value in values:
        body = b'--B\r\nContent-Disposition: form-data; name="ten"\r\n\r\n' + value + b"\r\n--B--\r\n"
        headers = {"content-type": (f"multipart/form-data; boundary=B; charset={charset}").encode().decode("latin-1")}
        reply = wire.send("POST", "/tai-khoan/nguoi-hoc", headers=headers, body=body)
        assert reply.status in (303, 400, 422)
        assert reply.status == 303 or '<html lang="vi">' in reply.text


def test_files_are_refused(wire: Wire) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="ten"; filename="a.exe"\r\n\r\nMZ\r\n--B--\r\n'
    reply = wire.send(
        "POST", "/tai-khoan/nguoi-hoc", headers={"content-type": "multipart/form-data; boundary=B"}, body=body
    )
    assert reply.status == 400
    assert '<html lang="vi">' in reply.text


@pytest.mark.parametrize(
    "path",
    [
        "/%ED%A0%80",
        "/bai-hoc/%00",
        "/bai-hoc/%ff%fe",
        "/" + "a" * 8000,
        "/bai-hoc/" + quote("giữ-mật-khẩu"),
        "/%0d%0aSet-Cookie:%20a=b",
        "/..%2f..%2fetc",
    ],
)
def test_strange_addresses_are_not_found(wire: Wire, path: str) -> None:
    reply = wire.get(path)
    assert reply.status == 404
    assert '<html lang="vi">' in reply.text
