"""After signing in nobody is sent to another site."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.learners.domain.return_path import local_path, with_return

pytestmark = pytest.mark.pure

HERE = "https://hocvuso.vn/dang-nhap"


@pytest.mark.parametrize("path", ["/", "/soan-bai", "/bai-hoc/vneid?buoc=2", "/soan-bai/khóa#cuối", "/%5c%5cevil.vn"])
def test_pages_of_this_site_are_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "value",
    [
        "", "soan-bai", "//evil.vn", "///evil.vn", "/\\evil.vn", "\\\\evil.vn", "/a\\b", "https://evil.vn", "javascript:alert(1)",
        "/\t/evil.vn", "/\n/evil.vn", "/\r\nSet-Cookie: a=b", " /soan-bai", "/a b", "/\u2028", "/\ud800", "/\x00",
        "/\u202eevil", "?a=b", "#a", "@evil.vn", ".evil.vn", "/" + "a" * 500,
    ],
)  # fmt: skip
def test_everything_else_is_dropped(value: str) -> None:
    assert local_path(value) == ""


@given(st.text(alphabet="/\\.:@?#a \t\n%5cevil", max_size=12))
def test_what_is_kept_stays_on_this_host(value: str) -> None:
    kept = local_path(value)
    assert kept in ("", value)
    assert urlsplit(urljoin(HERE, kept)).netloc == "hocvuso.vn"


def test_page_on_the_way_remembers_where_to_go() -> None:
    assert (
        with_return("/mat-khau-moi", "/bai-hoc/a?buoc=3&may=x")
        == "/mat-khau-moi?toi=%2Fbai-hoc%2Fa%3Fbuoc%3D3%26may%3Dx"
    )
    assert with_return("/mat-khau-moi", "") == "/mat-khau-moi"
