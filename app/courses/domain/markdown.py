"""Markdown of lessons to HTML: CommonMark with raw HTML off, fact and term references, cleaned by nh3 all the same."""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from app.courses.domain.blocks import Prose
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.facts import TAUGHT, Fact, Term
from app.courses.domain.links import LessonLink, read_link
from app.courses.domain.prose import judge_prose

CHECKING = ' <span class="checking">(đang kiểm tra lại)</span>'
TAGS = {
    "p",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "code",
    "a",
    "h2",
    "h3",
    "br",
    "span",
    "dfn",
    "aside",
    "section",
    "div",
    "hr",
    "blockquote",
    "pre",
}
CLASSES = {"fact", "term", "checking"}
LONGEST_PARAGRAPH = 2_000  # characters: a step has 55 syllables; the cost of brackets and stars grows with the square
LONGEST_REFERENCE = 200  # characters; without a limit a line of brackets is searched to its end from each of them
TABLE = re.compile(r"\s*(?:\|.*\|\s*$|\|?\s*:?-+:?\s*\|[\s:|-]*$)")
HIDDEN = "\x00"  # stands for what is not judged: code, images, facts
MOST_REMEMBERED = 10_000  # pieces of prose, 70 characters on average; what ships has 4,000


@dataclass
class Writing:
    """What references resolve to, and what a file was found to use while it was rendered. `version_key`: see
    app.core.ids.version_of; what is judged only needs none."""

    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]
    skills: Container[str]
    today: date
    reporter: Reporter
    version_key: bytes = b""
    used_facts: dict[str, Fact] = field(default_factory=dict)
    used_terms: dict[str, Term] = field(default_factory=dict)
    lesson_links: list[LessonLink] = field(default_factory=list)


def render_markdown(prose: Prose, writing: Writing) -> str:
    """HTML of one piece of prose; unknown references, numbers in prose, bad links and raw HTML are reported."""
    refers = "[" in prose.text
    html = None if refers or len(prose.text) > LONGEST_PARAGRAPH else _plain(prose.text)
    return _render(prose, writing) if html is None else html


@lru_cache(MOST_REMEMBERED)
def _plain(text: str) -> str | None:
    """Of prose that refers to nothing: the same wherever it stands, so a folder in which one line has changed is soon
    compiled again. None where a rule has something to say, which it says at its line."""
    writing = Writing({}, {}, (), date.min, Reporter(""))
    html = _render(Prose(text, 1), writing)
    return None if writing.reporter.found else html


def _render(prose: Prose, writing: Writing) -> str:
    html: str = _MARKDOWN.render(prose.text, {"writing": writing, "prose": prose, "lines": prose.text.split("\n")})
    return _CLEANER.clean(html)


def render_inline(prose: Prose, writing: Writing) -> str:
    """The same for a single paragraph, without its `<p>`."""
    html = render_markdown(prose, writing).strip()
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        return html[3:-4]
    return html


def judge_line(text: str, line: int, writing: Writing) -> None:
    """The rules of prose for a line of the front matter, which is shown as plain text."""
    for finding in judge_prose(text):
        writing.reporter.error(line, finding.code, finding.message)


def _own_class_or_safe_address(_tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return value if value in CLASSES else None
    if name != "href":
        return value
    return value if value.startswith("https://") or (value.startswith("/") and not value.startswith("//")) else None


_CLEANER = nh3.Cleaner(  # made once: to make it takes three times as long as to clean
    tags=TAGS,
    attributes={"a": {"href", "class"}, "*": {"class"}},
    url_schemes={"https"},
    link_rel="noopener noreferrer",
    attribute_filter=_own_class_or_safe_address,
)


def _reference(state: StateInline, silent: bool) -> bool:
    """`[[fact]]`, `[[fact:cau]]`, `[[?term]]`, `[[?term|shown]]`."""
    if not state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]]", state.pos, state.pos + LONGEST_REFERENCE)
    inside = state.src[state.pos + 2 : end]
    if end < 0 or "\n" in inside or not inside.strip():
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content = inside.strip()
    state.pos = end + 2
    return True


def _bound(state: StateCore) -> None:
    writing: Writing = state.env["writing"]
    for block in state.tokens:
        if block.type == "inline" and len(block.content) > LONGEST_PARAGRAPH:
            line, _column = _place(state.env, block.map[0] if block.map else 0, "")
            message = f"Đoạn này dài quá ({len(block.content)} ký tự). Tách ra thành nhiều đoạn ngắn."
            writing.reporter.error(line, "long-line", message)
            block.content = ""


def _judge(state: StateCore) -> None:
    """The rules of prose for each paragraph as it is read: across line ends, bold and links, not into code."""
    writing: Writing = state.env["writing"]
    for block in state.tokens:
        if block.type != "inline" or block.map is None:
            continue
        line = block.map[0]
        parts = []
        for token in block.children or []:
            token.meta["line"] = line
            parts.append(_shown(token))
            line += parts[-1].count("\n")
        shown = "".join(parts)
        for finding in judge_prose(shown):
            line, column = _place(state.env, block.map[0] + shown.count("\n", 0, finding.start), finding.text)
            writing.reporter.error(line, finding.code, finding.message, column)


def _judge_shapes(state: StateCore) -> None:
    """What a page for phones has no shape for."""
    report = state.env["writing"].reporter.error
    for block in state.tokens:
        line = _place(state.env, block.map[0], "")[0] if block.map else 0
        if block.type == "fence":
            report(line, "no-fence", f"Không dùng ô chữ mở bằng {block.markup[:3]}. Xóa hai dòng ấy, viết chữ thường.")
        elif block.type == "heading_open" and block.markup in ("-", "="):
            report(line, "bad-heading", "Dòng gạch bên dưới biến dòng này thành tên lớn. Xóa dòng gạch, hoặc để trống.")
        elif block.type == "heading_open" and block.markup != "###":
            report(line, "bad-heading", "Tên nhỏ trong bước viết bằng ba dấu thăng: ### Tên nhỏ.")
        elif block.type == "inline" and any(TABLE.match(row) for row in block.content.split("\n")):
            report(
                line, "no-table", "Bài học không có bảng. Viết mỗi dòng của bảng thành một câu hoặc một gạch đầu dòng."
            )


def _shown(token: Token) -> str:
    if token.type == "text":
        return token.content.replace("\n", " ")  # written as &#10;: no line end in the file
    if token.type == "reference" and token.content.startswith("?"):
        return token.content.partition("|")[2] or HIDDEN
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return HIDDEN if token.type in ("reference", "code_inline", "image") else ""


def _show_reference(_renderer: RendererHTML, tokens: list[Token], index: int, _options: Any, env: Any) -> str:
    token = tokens[index]
    writing: Writing = env["writing"]
    line, column = _place(env, token.meta["line"], f"[[{token.content}")
    if token.content.startswith("?"):
        return _term(token.content[1:], writing, line, column)
    return _fact(token.content, writing, line, column)


def _fact(content: str, writing: Writing, line: int, column: int) -> str:
    fact_id, _, form = content.partition(":")
    fact = writing.facts.get(fact_id)
    if fact is not None and form not in ("", "cau"):
        writing.reporter.error(
            line,
            "unknown-fact",
            f"Sau dấu hai chấm chỉ viết được chữ `cau`: [[{fact_id}:cau]], hoặc bỏ đi: [[{fact_id}]].",
            column,
        )
        return escape(f"[[{content}]]")
    if fact is None:
        writing.reporter.error(
            line, "unknown-fact", f"Không có dữ kiện nào mã `{fact_id}`. Kiểm tra mã trong content/facts.", column
        )
        return escape(f"[[{content}]]")
    if fact.confidence not in TAUGHT:
        writing.reporter.error(
            line,
            "unsure-fact",
            f"Dữ kiện `{fact_id}` chưa chắc chắn (độ tin {fact.confidence}) nên "
            "chưa được dạy. Tìm nguồn chính thức trước.",
            column,
        )
    writing.used_facts[fact_id] = fact
    shown = escape(fact.statement) if form else fact.html()
    if fact.is_expired(writing.today):
        writing.reporter.warning(
            line,
            "expired-fact",
            f"Dữ kiện `{fact_id}` quá hạn rà soát ({fact.review_by}). Mở nguồn "
            "xem lại rồi sửa ngày trong content/facts.",
            column,
        )
        shown += CHECKING
    return shown


def _term(content: str, writing: Writing, line: int, column: int) -> str:
    term_id, _, shown = content.partition("|")
    term = writing.terms.get(term_id.strip())
    if term is None:
        writing.reporter.error(
            line, "unknown-term", f"Không có từ khó nào mã `{term_id}`. Thêm vào content/glossary.", column
        )
        return escape(shown or term_id)
    writing.used_terms[term.id] = term
    return f'<dfn class="term">{escape(shown.strip() or term.word)}</dfn>'


def _open_link(renderer: RendererHTML, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    target = str(tokens[index].attrGet("href") or "")
    writing: Writing = env["writing"]
    line, column = _place(env, tokens[index].meta["line"], f"]({target}")
    if link := read_link(target, line, column, writing.reporter):
        writing.lesson_links.append(link)
    return renderer.renderToken(tokens, index, options, env)


def _refuse_image(_renderer: RendererHTML, tokens: list[Token], index: int, _options: Any, env: Any) -> str:
    line, column = _place(env, tokens[index].meta["line"], "![")
    source = tokens[index].attrGet("src")
    code = "path-escape" if ".." in str(source) else "image"
    env["writing"].reporter.error(line, code, "Bài học chưa nhận hình ảnh. Tả bằng lời màn hình bác cần thấy.", column)
    return ""


def _place(env: Any, line: int, needle: str) -> tuple[int, int]:
    """Line and column in the file of the needle on that line of the prose; column 1 when it was written differently."""
    prose: Prose = env["prose"]
    line = min(line, len(env["lines"]) - 1)
    return prose.line + line, max(0, env["lines"][line].find(needle)) + 1


class _Markdown(MarkdownIt):
    def validateLink(self, _url: str) -> bool:  # noqa: N802 - its name
        """Whatever is written as a link is one, so that _open_link tells what is wrong with it."""
        return True


def _make() -> MarkdownIt:
    markdown = _Markdown("commonmark", {"html": False, "linkify": False, "typographer": False})
    # Without "code", an indented line is prose like any other: teachers indent what stands in a block.
    markdown.disable(["html_block", "html_inline", "autolink", "code"], ignoreInvalid=True)
    markdown.inline.ruler.before("link", "reference", _reference)
    markdown.core.ruler.before("inline", "bound", _bound)
    markdown.core.ruler.push("judge", _judge)
    markdown.core.ruler.push("shapes", _judge_shapes)
    rules: dict[str, Callable[..., str]] = {
        "reference": _show_reference,
        "link_open": _open_link,
        "image": _refuse_image,
    }
    for name, rule in rules.items():
        markdown.add_render_rule(name, rule)
    return markdown


_MARKDOWN = _make()
