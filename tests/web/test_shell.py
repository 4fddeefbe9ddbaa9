"""A page that is put together from compressed parts is the page."""

import gzip as reference

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.shell import Shell, gzip

pytestmark = pytest.mark.pure

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@pytest.mark.battery
@given(text, text, text, st.lists(st.tuples(text, text), min_size=1, max_size=4))
def test_compressed_page_is_the_page(before: str, between: str, after: str, pages: list[tuple[str, str]]) -> None:
    shell = Shell(before, between, after)
    for title, screen in pages:
        assert reference.decompress(shell.gzip(title, screen)).decode() == shell.page(title, screen)


@given(text)
def test_compressed_piece_is_the_piece(body: str) -> None:
    assert reference.decompress(gzip(body.encode())).decode() == body


def test_what_never_changes_costs_the_screen_nothing() -> None:
    """The screen may point back into the parts before it, as if all had been compressed together."""
    shell = Shell("<title>", "Bác chạm nút Tiếp tục, rồi chờ một chút nhé. " * 9, "</html>")
    again = len(shell.gzip("A", "Bác chạm nút Tiếp tục, rồi chờ một chút nhé. "))
    assert again <= len(shell.gzip("A", "")) + 12
