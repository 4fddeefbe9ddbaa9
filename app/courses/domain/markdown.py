"""Markdown of lessons to HTML: CommonMark with raw HTML off, fact and term references, cleaned by nh3 all the same."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from app.courses.domain.blocks import Prose
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.facts import TAUGHT, Fact, Term
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
LESSON_PATH = "/bai-hoc/"


@dataclass
class Writing:
    """What references resolve to, and what a file was found to use while it was rendered."""

    facts: Mapping[str, Fact]
    terms: Mapping[str, Term]
    skills: Container[str]
    today: date
    reporter: Reporter
    used_facts: dict[str, Fact] = field(default_factory=dict)
    used_terms: dict[str, Term] = field(default_factory=dict)
    lesson_links: list[tuple[str, int]] = field(default_factory=list)


def render_markdown(prose: Prose, writing: Writing) -> str:
    """HTML of one piece of prose; unknown references, numbers in prose, bad links and raw HTML are reported."""
    html: str = _MARKDOWN.render(prose.text, {"writing": writing, "prose": prose})
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href", "class"}, "*": {"class"}},
        url_schemes={"https"},
        link_rel="noopener noreferrer",
        attribute_filter=_local_or_https,
    )


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


def _local_or_https(_tag: str, name: str, value: str) -> str | None:
    if name != "href":
        return value
    return value if value.startswith("https://") or (value.startswith("/") and not value.startswith("//")) else None


def _reference(state: StateInline, silent: bool) -> bool:
    """`[[fact]]`, `[[fact:cau]]`, `[[?term]]`, `[[?term|shown]]`."""
    if not state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]]", state.pos)
    inside = state.src[state.pos + 2 : end]
    if end < 0 or "\n" in inside or not inside.strip():
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content = inside.strip()
    state.pos = end + 2
    return True


def _show_reference(_renderer: RendererHTML, tokens: list[Token], index: int, _options: Any, env: Any) -> str:
    content = tokens[index].content
    writing: Writing = env["writing"]
    if content.startswith("?"):
        return _term(content[1:], writing, env)
    return _fact(content, writing, env)


def _fact(content: str, writing: Writing, env: Any) -> str:
    fact_id, _, form = content.partition(":")
    fact = writing.facts.get(fact_id)
    line, column = _place(env, f"[[{content}")
    if fact is None or form not in ("", "cau"):
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


def _term(content: str, writing: Writing, env: Any) -> str:
    term_id, _, shown = content.partition("|")
    term = writing.terms.get(term_id.strip())
    if term is None:
        line, column = _place(env, f"[[?{content}")
        writing.reporter.error(
            line, "unknown-term", f"Không có từ khó nào mã `{term_id}`. Thêm vào content/glossary.", column
        )
        return escape(shown or term_id)
    writing.used_terms[term.id] = term
    return f'<dfn class="term">{escape(shown.strip() or term.word)}</dfn>'


def _show_text(_renderer: RendererHTML, tokens: list[Token], index: int, _options: Any, env: Any) -> str:
    content = tokens[index].content
    writing: Writing = env["writing"]
    for finding in judge_prose(content):
        line, column = _place(env, finding.text)
        writing.reporter.error(line, finding.code, finding.message, column)
    return escape(content, quote=False)


def _open_link(renderer: RendererHTML, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    target = str(tokens[index].attrGet("href") or "")
    writing: Writing = env["writing"]
    line, column = _place(env, f"]({target}")
    if target.startswith(LESSON_PATH):
        writing.lesson_links.append((target.removeprefix(LESSON_PATH).partition("?")[0], line))
    elif ".." in target or target.startswith(("/", "\\", "file:")):
        writing.reporter.error(
            line,
            "path-escape",
            f"Đường dẫn “{target}” đi ra ngoài thư mục bài học. Chỉ dẫn tới bài khác bằng /bai-hoc/ten-bai.",
            column,
        )
    else:
        writing.reporter.error(
            line, "url-in-prose", f"Địa chỉ “{target}” phải là một dữ kiện loại dia-chi: viết [[ma-du-kien]].", column
        )
    return renderer.renderToken(tokens, index, options, env)


def _refuse_image(_renderer: RendererHTML, tokens: list[Token], index: int, _options: Any, env: Any) -> str:
    line, column = _place(env, "![")
    source = tokens[index].attrGet("src")
    code = "path-escape" if ".." in str(source) else "image"
    env["writing"].reporter.error(line, code, "Bài học chưa nhận hình ảnh. Tả bằng lời màn hình bác cần thấy.", column)
    return ""


def _place(env: Any, needle: str) -> tuple[int, int]:
    """Line and column of the needle in the file; the first line of the prose when it was written differently."""
    prose: Prose = env["prose"]
    for offset, line in enumerate(prose.text.split("\n")):
        column = line.find(needle)
        if column >= 0:
            return prose.line + offset, column + 1
    return prose.line, 1


def _make() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    markdown.disable(["html_block", "html_inline", "autolink"], ignoreInvalid=True)
    markdown.inline.ruler.before("link", "reference", _reference)
    rules: dict[str, Callable[..., str]] = {
        "reference": _show_reference,
        "text": _show_text,
        "link_open": _open_link,
        "image": _refuse_image,
    }
    for name, rule in rules.items():
        markdown.add_render_rule(name, rule)
    return markdown


_MARKDOWN = _make()
