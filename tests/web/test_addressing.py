""" "Bác" turns into the reader's own form: everywhere it means the reader, nowhere else."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.learners.domain.reading import ADDRESSES, EXPECTED
from app.web.addressing import addressed

pytestmark = pytest.mark.pure

FORMS = sorted({*ADDRESSES.values(), *EXPECTED.values()} - {"bác"})


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>Bác mở máy của bác.</p>", "<p>Em mở máy của em.</p>"),
        ("<p>Chào bác!</p>", "<p>Chào em!</p>"),
        ("<p>“Bác ơi”, các bác nhé</p>", "<p>“Em ơi”, các em nhé</p>"),
        ("<b>Bác</b><i>bác,</i>", "<b>Em</b><i>em,</i>"),
        ("Đúng rồi bác.", "Đúng rồi em."),
        (
            '<input aria-label="Máy của bác" placeholder="Bác gõ">',
            '<input aria-label="Máy của em" placeholder="Em gõ">',
        ),
        ('<meta name="description" content="giúp bác">', '<meta name="description" content="giúp em">'),
        ("<codex>bác</codex>", "<codex>em</codex>"),
        ('<img alt="Tay bác" title="Bác">', '<img alt="Tay em" title="Em">'),
    ],
)
def test_who_reads_is_called_by_their_form(written: str, shown: str) -> None:
    assert addressed(written, "em") == shown


@pytest.mark.parametrize(
    "kept",
    [
        "<p>bác sĩ và Bác sĩ</p>",
        "<p>bác bỏ đơn</p>",
        "<p>Phản bác, phản bác, uyên bác, bác ái, bácta, xbác, bács</p>",
        "<p>Chào <bdi>bác Tư</bdi></p>",
        '<bdi class="ten">Bác <b>Tư</b> bác</bdi>',
        "<p>Tin: <code>Bác ơi, bác trúng quà</code></p>",
        "<textarea name='a'>Bác hỏi gì\nbác gõ</textarea>",
        '<input value="bác Tư" name="bác"><a href="/bác">x</a><button value="bác" class="bác" data-x="bác">y</button>',
        "<script>'bác'</script><style>bác{}</style>",
        '<input data-label=" aria-label=bác">',
    ],
)
def test_other_words_and_people_s_own_stay(kept: str) -> None:
    assert addressed(kept, "em") == kept


def test_form_of_two_words_begins_with_a_capital_where_bác_did() -> None:
    assert addressed("<p>Bác đến, mời bác ngồi.</p>", "anh chị") == "<p>Anh chị đến, mời anh chị ngồi.</p>"


def test_page_for_bác_is_left_as_it_is() -> None:
    page = "<p>Bác ơi, bác sĩ gọi <bdi>bác</bdi>.</p>"
    assert addressed(page, "bác") == page


class _Shape(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.seen: list[object] = []
        self.said = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, [(name, value) for name, value in attrs if name != "aria-label"]))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


words = st.sampled_from(
    ["bác", "Bác", "bác sĩ", "bác bỏ", "máy", "ơi,", "“Bác”", "&quot;", "&lt;bác&gt;", "\n", "bác."]
)
texts = st.lists(words, max_size=5).map(" ".join)


@st.composite
def pages(draw: st.DrawFn, depth: int = 0) -> str:
    pieces = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["text", "p", "bdi", "code", "input", "label"] if depth < 3 else ["text"]))
        if kind == "text":
            pieces.append(draw(texts))
        elif kind == "input":
            value = draw(texts).replace("\n", " ")
            pieces.append(f'<input name="a" value="{value}" aria-label="{value}">')
        elif kind in ("bdi", "code"):
            pieces.append(f"<{kind}>{draw(texts)}</{kind}>")
        else:
            pieces.append(f'<{kind} class="bác">{draw(pages(depth + 1))}</{kind}>')
    return "".join(pieces)


@given(pages(), st.sampled_from(FORMS))
def test_no_page_loses_its_shape_or_keeps_a_bác(page: str, form: str) -> None:
    turned = addressed(page, form)
    before, after = _Shape(page), _Shape(turned)
    assert after.seen == before.seen
    assert re.findall(r"<(bdi|code)>.*?</\1>|value=\"[^\"]*\"", turned) == re.findall(
        r"<(bdi|code)>.*?</\1>|value=\"[^\"]*\"", page
    )
    rest = re.sub(r"(?s)<(bdi|code)>.*?</\1>|(?:value|class)=\"[^\"]*\"", "|", turned)
    assert not re.search(r"\b[Bb]ác\b(?! (?:sĩ|bỏ)\b)", rest)
    assert len(turned) - len(page) == (len(form) - 3) * _turns(page)


def _turns(page: str) -> int:
    rest = re.sub(r"(?s)<(bdi|code)>.*?</\1>|(?:value|class)=\"[^\"]*\"", "|", page)
    return len(re.findall(r"\b[Bb]ác\b(?! (?:sĩ|bỏ)\b)", rest))
