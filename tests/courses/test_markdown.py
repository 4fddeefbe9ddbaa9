"""Lessons to HTML: what teachers may write is shown, nothing that acts gets through, in whatever place it stands."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import pytest

from app.courses.domain.blocks import Prose
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.facts import Fact
from app.courses.domain.lesson_text import draft_lesson
from app.courses.domain.lessons import Ending, Screen, Step
from app.courses.domain.markdown import TAGS, Writing, render_inline, render_markdown
from app.courses.domain.readers import all_readers
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.kinds import KINDS
from tests.courses.judging import TODAY, judge_lesson, sample_facts, sample_terms
from tests.courses.payloads import PAYLOADS
from tests.courses.places import EVERYWHERE, PLACES, lesson_with
from tests.sample_content import LESSON

pytestmark = pytest.mark.pure

FACTS, TERMS = sample_facts(), sample_terms()
ATTRIBUTES = {"class", "href", "rel"}
CLASSES = {
    "fact", "term", "checking", "variant", "variant-title", "callout", "callout-title", "never", "do", "note", "differs",
}  # fmt: skip


class Inspector(HTMLParser):
    """Every tag and attribute that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.other: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_decl(self, decl: str) -> None:
        self.other.append(decl)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)

    def unknown_decl(self, data: str) -> None:
        self.other.append(data)


def assert_harmless(html: str) -> None:
    found = Inspector(html)
    assert set(found.tags) <= TAGS
    assert {name for name, _value in found.attributes} <= ATTRIBUTES
    assert found.other == []
    for name, value in found.attributes:
        if name == "href":
            assert re.match(r"https://[a-z0-9]|/(?![/\\])", value), value
        if name == "class":
            assert set(value.split()) <= CLASSES, value


def writing() -> Writing:
    return Writing(FACTS, TERMS, {"vneid-dang-nhap"}, TODAY, Reporter("a.md"))


def rendered(text: str) -> tuple[str, list[str]]:
    here = writing()
    html = render_markdown(Prose(text, 1), here)
    return html.strip(), [found.code for found in here.reporter.found]


def everything_shown(screens: Iterable[Screen], endings: Iterable[Ending]) -> Iterator[str]:
    """All HTML that is made of a lesson, for every reader."""
    for screen in screens:
        if isinstance(screen, Step):
            yield from (screen.body(reader) for reader in all_readers(screen.tags))
        else:
            assert isinstance(screen.body, ChoiceQuestion)
            yield screen.body.stem
            for choice in screen.body.choices:
                yield from (choice.text, choice.feedback)
    for ending in endings:
        yield from (ending.able, ending.card)


@pytest.mark.battery
@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_does_nothing_in_any_place_even_in_a_draft(payload: str) -> None:
    """Teachers see drafts: faulty lessons as far as they can be read."""
    assert_harmless(rendered(f"{payload}\n\na {payload} b")[0])
    assert_harmless(render_inline(Prose(payload, 1), writing()))
    front = LESSON[: LESSON.index("::: buoc mo-dau")]
    shown = draft_lesson(front + EVERYWHERE.replace("{}", payload), writing(), KINDS)
    for html in everything_shown(shown.screens, shown.endings):
        assert_harmless(html)


@pytest.mark.battery
def test_drafts_of_payloads_are_read_whole() -> None:
    """Or the test above would pass without looking at anything."""
    front = LESSON[: LESSON.index("::: buoc mo-dau")]
    drafts = [draft_lesson(front + EVERYWHERE.replace("{}", payload), writing(), KINDS) for payload in PAYLOADS[:30]]
    whole = [shown for shown in drafts if len(shown.screens) == 2 and len(shown.endings) == 1]
    assert len(whole) >= 25
    assert all(
        any("alert" in html or "ac.example" in html for html in everything_shown(shown.screens, shown.endings))
        for shown in whole[:20]
    )


def test_corpus_is_live_without_the_defences() -> None:
    """The inspector sees what these payloads would do if they were put into a page as they are."""
    alive = 0
    for payload in PAYLOADS:
        try:
            assert_harmless(payload)
        except AssertionError:
            alive += 1
    assert alive >= 50


def test_sample_shows_no_more_than_the_allowed_tags() -> None:
    for lesson in judge_lesson(LESSON).catalogue.lessons.values():
        for html in everything_shown(lesson.screens, [lesson.ending]):
            assert_harmless(html)


@pytest.mark.battery
def test_every_place_is_shown() -> None:
    """The canary stands in some HTML, or in the title that templates escape, wherever it was written."""
    for place in PLACES:
        (lesson, *_rest) = judge_lesson(lesson_with(place, "Chim hoàng yến")).catalogue.lessons.values()
        plain = [lesson.about.title, lesson.about.wish, lesson.about.summary]
        plain += [screen.title for screen in lesson.screens if isinstance(screen, Step)]
        assert any("Chim hoàng yến" in text for text in (*plain, *everything_shown(lesson.screens, [lesson.ending]))), (
            place
        )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("**Nút** và *nghiêng*", "<p><strong>Nút</strong> và <em>nghiêng</em></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("### Nhỏ", "<h3>Nhỏ</h3>"),
        ("`150.000 đồng`", "<p><code>150.000 đồng</code></p>"),
        ("a  \nb", "<p>a<br>\nb</p>"),
        ("        thụt", "<p>thụt</p>"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
        ("mã [[?otp]]", '<p>mã <dfn class="term">OTP</dfn></p>'),
        ("[[?otp|mã ấy]]", '<p><dfn class="term">mã ấy</dfn></p>'),
        ("[[?otp|  ]]", '<p><dfn class="term">OTP</dfn></p>'),
        ("[[ han-muc-thu ]]", '<p><span class="fact">10 triệu đồng</span></p>'),
        ("[[han-muc-thu:cau]]", "<p>Chuyển trên 10 triệu đồng thì máy hỏi thêm.</p>"),
        ("**[[han-muc-thu]]**", '<p><strong><span class="fact">10 triệu đồng</span></strong></p>'),
        ("`[[han-muc-thu]]`", "<p><code>[[han-muc-thu]]</code></p>"),
        ("[Bài](/bai-hoc/quet-ma)", '<p><a href="/bai-hoc/quet-ma" rel="noopener noreferrer">Bài</a></p>'),
    ],
)
def test_what_teachers_may_write(text: str, html: str) -> None:
    assert rendered(text) == (html, [])


def fact(kind: str, value: str, unit: str = "") -> Fact:
    return Fact.model_validate(
        {
            "ma": "thu", "loai": kind, "gia-tri": value, "don-vi": unit, "cau": f"Một câu <b> {value}.", "do-tin": "S",
            "nguon": {"ten": "Nguồn", "url": "https://a.example"},
            "xem-ngay": "2026-11-01", "ra-soat-truoc": "2099-01-01",
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("known", "text", "html"),
    [
        (fact("han-muc", "10", "triệu đồng"), "[[thu]]", '<span class="fact">10 triệu đồng</span>'),
        (fact("ngay", "1/7/2025"), "[[thu]]", '<span class="fact">1/7/2025</span>'),
        (
            fact("dia-chi", "https://a.example/b?c=1&d=2"),
            "[[thu]]",
            '<a class="fact" href="https://a.example/b?c=1&amp;d=2" rel="noopener noreferrer">a.example/b?c=1&amp;d=2</a>',
        ),
        (
            fact("duong-bam", "Ví giấy tờ → Tạo <mới"),
            "[[thu]]",
            '<span class="fact"><strong>Ví giấy tờ</strong> → <strong>Tạo &lt;mới</strong></span>',
        ),
        (fact("khac", "<script>"), "[[thu]]", '<span class="fact">&lt;script&gt;</span>'),
        (fact("khac", '"><img src=x>', "<b>"), "[[thu]]", '<span class="fact">"&gt;&lt;img src=x&gt; &lt;b&gt;</span>'),
        (fact("khac", "a"), "[[thu:cau]]", "Một câu &lt;b&gt; a."),
    ],
)
def test_fact_is_shown_by_its_kind(known: Fact, text: str, html: str) -> None:
    here = writing()
    here.facts = {"thu": known}
    assert render_inline(Prose(text, 1), here) == html
    assert here.reporter.found == []
    assert here.used_facts == {"thu": known}


def test_used_facts_terms_and_links_are_remembered() -> None:
    here = writing()
    render_markdown(Prose("[[han-muc-thu]] [[?otp]]\n\n[a](/bai-hoc/quet-ma?buoc=2)", 5), here)
    assert (list(here.used_facts), list(here.used_terms)) == (["han-muc-thu"], ["otp"])
    assert [(link.lesson, link.line) for link in here.lesson_links] == [("quet-ma", 7)]


def test_paragraph_mark_is_dropped_only_from_a_single_paragraph() -> None:
    assert render_inline(Prose("a **b**", 1), writing()) == "a <strong>b</strong>"
    assert render_inline(Prose("a\n\nb", 1), writing()) == "<p>a</p>\n<p>b</p>"
    assert render_inline(Prose("- a", 1), writing()) == "<ul>\n<li>a</li>\n</ul>"


@pytest.mark.parametrize(
    "text", ["&#10;&#10;&#10;12", "a&#10;12", "`a\nb` 12", "a\\\n12", "> a\n12", "- a\n\n  12", "a  \n12"]
)
def test_line_is_never_outside_the_prose(text: str) -> None:
    here = writing()
    render_markdown(Prose(text, 10), here)
    assert [found.code for found in here.reporter.found] == ["number-in-prose"]
    assert 10 <= here.reporter.found[0].line <= 10 + text.count("\n")
