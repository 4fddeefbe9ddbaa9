"""A lesson file: front matter, steps, exercises, the end. Compiled for every reader its variants can tell apart."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from html import escape
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from app.core.ids import is_slug, version_of
from app.courses.domain.blocks import Block, Prose, scan
from app.courses.domain.facts import Fact, Row, Slug, Source, Term, Text
from app.courses.domain.frameworks import Audience
from app.courses.domain.markdown import Writing, judge_line, render_markdown
from app.courses.domain.readers import PLATFORM_TITLES, TAGS, Reader, all_readers
from app.courses.domain.yaml_text import YamlText, fit, read_yaml

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=90)]
Label = Literal["an-toan", "tien"]

CALLOUTS = {
    "khong-bao-gio": ("never", "Không bao giờ"),
    "nen-lam": ("do", "Nên làm"),
    "luu-y": ("note", "Bác lưu ý"),
    "man-hinh-khac": ("differs", "Nếu màn hình của bác khác"),
}


class FrontMatter(Row):
    title: Short = Field(alias="tieu-de")
    wish: Short = Field(alias="muon")
    summary: Text = Field(alias="tom-tat")
    skills: tuple[Slug, ...] = Field(alias="ky-nang", min_length=1)
    audiences: tuple[Audience, ...] = Field(alias="doi-tuong", min_length=1)
    minutes: int = Field(alias="phut", ge=1, le=5)
    needs: tuple[Slug, ...] = Field(default=(), alias="bai-truoc")
    labels: tuple[Label, ...] = Field(default=(), alias="nhan")
    sources: tuple[Source, ...] = Field(alias="nguon", min_length=1)
    reviewed_on: date = Field(alias="ra-soat")
    review_by: date = Field(alias="ra-soat-truoc")


@dataclass(frozen=True)
class Part:
    """A piece of a step: for everyone (no tags) or for the readers its tags name."""

    tags: frozenset[str]
    html: str


@dataclass(frozen=True)
class Step:
    slug: str
    title: str
    line: int
    parts: tuple[Part, ...]
    facts: tuple[Fact, ...]
    terms: tuple[Term, ...]
    expired: frozenset[str]  # ids of its facts that are past their review date on the day it was compiled

    @property
    def tags(self) -> frozenset[str]:
        return frozenset().union(*(part.tags for part in self.parts))

    def body(self, reader: Reader) -> str:
        shown = (part for part in self.parts if reader.sees(part.tags))
        return "\n".join(_titled(part, reader) for part in shown)


@dataclass(frozen=True)
class Exercise:
    """Anything to answer. Its `body` belongs to the feature that knows the kind (app/quiz), as does its key."""

    slug: str
    kind: str
    skills: tuple[str, ...]
    line: int
    body: object


@dataclass(frozen=True)
class Ending:
    """`able`: what the learner can do now; `card`: to keep. Both HTML."""

    able: str
    card: str


Screen: TypeAlias = Step | Exercise
# Reads the block of one kind of exercise; None when it reported an error.
ExerciseKind: TypeAlias = Callable[[Block, Writing], object | None]


@dataclass(frozen=True)
class Lesson:
    """`version` names the exact text: an answer stays tied to the version its learner saw."""

    slug: str
    course: str
    order: int
    path: str
    source: str
    version: str
    about: FrontMatter
    screens: tuple[Screen, ...]
    ending: Ending
    facts: tuple[Fact, ...]

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(screen for screen in self.screens if isinstance(screen, Exercise))

    @property
    def tags(self) -> frozenset[str]:
        return frozenset().union(*(screen.tags for screen in self.screens if isinstance(screen, Step)))

    def exercise(self, slug: str) -> Exercise | None:
        return next((exercise for exercise in self.exercises if exercise.slug == slug), None)

    def number_of(self, slug: str) -> int:
        """The place of a screen, from 1. Raises StopIteration for a slug that is not in the lesson."""
        return next(number for number, screen in enumerate(self.screens, 1) if screen.slug == slug)


@dataclass(frozen=True)
class Draft:
    """What can be read of a lesson file, however faulty. `about` is None when the front matter is."""

    about: FrontMatter | None
    screens: tuple[Screen, ...]
    endings: tuple[Ending, ...]


def compile_lesson(
    slug: str, course: str, order: int, path: str, text: str, writing: Writing, kinds: Mapping[str, ExerciseKind]
) -> Lesson | None:
    """The lesson, or None with every fault reported. `kinds`: block name → how such an exercise is read."""
    draft = draft_lesson(text, writing, kinds)
    if writing.reporter.has_errors or draft.about is None:
        return None
    facts = tuple(writing.used_facts.values())
    return Lesson(
        slug, course, order, path, text, version_of(text), draft.about, draft.screens, draft.endings[0], facts
    )


def draft_lesson(text: str, writing: Writing, kinds: Mapping[str, ExerciseKind]) -> Draft:
    """As much of the lesson as can be read, with every fault reported."""
    front, body, body_line = _split(text)
    if front is None:
        writing.reporter.error(1, "no-front-matter", "Bài phải mở đầu bằng phần khai báo giữa hai dòng ---.")
        return Draft(None, (), ())
    yaml_text = read_yaml(front, 2, writing.reporter)
    about = fit(FrontMatter, yaml_text, writing.reporter) if yaml_text else None
    if yaml_text and about:
        _judge_front_matter(about, yaml_text, writing)
    blocks = scan(body, body_line, writing.reporter)
    if blocks is None:  # what follows a lost mark would be judged as what it is not
        return Draft(about, (), ())
    screens: list[Screen] = []
    endings: list[Ending] = []
    for block in blocks:
        if isinstance(block, Prose):
            writing.reporter.error(
                block.line,
                "outside-block",
                "Đoạn này nằm ngoài mọi khối nên học viên không thấy. Đưa vào trong một khối ::: buoc.",
            )
        elif block.name == "buoc":
            screens.append(_step(block, writing))
        elif block.name in kinds:
            screens.append(_exercise(block, about.skills if about else (), kinds[block.name], writing))
        elif block.name == "ket-thuc":
            endings.append(_ending(block, writing))
        else:
            _unknown_block(block, writing, ["buoc", "ket-thuc", *kinds])
    _judge_shape(screens, endings, body_line, writing)
    named = [block for block in blocks if isinstance(block, Block)]
    if len(endings) == 1 and named[-1].name != "ket-thuc":
        writing.reporter.error(named[-1].line, "bad-shape", "Khối này đứng sau `ket-thuc`. Đưa nó lên trước.")
    return Draft(about, tuple(screens), tuple(endings))


def _exercise(block: Block, skills: tuple[str, ...], read: ExerciseKind, writing: Writing) -> Exercise:
    body = read(block, writing)
    own = block.option("ky-nang")
    if own is not None:
        _judge_skill(own, block.line, writing)
    return Exercise(_slug(block, writing), block.name, (own,) if own else skills, block.line, body)


def _split(text: str) -> tuple[str | None, str, int]:
    """Front matter (None when it is not fenced by two `---`), body, and the body's first line."""
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        return None, text, 1
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2


def _judge_front_matter(about: FrontMatter, yaml_text: YamlText, writing: Writing) -> None:
    for key, text in (("tieu-de", about.title), ("muon", about.wish), ("tom-tat", about.summary)):
        judge_line(text, yaml_text.line((key,)), writing)
    for skill in about.skills:
        _judge_skill(skill, yaml_text.line(("ky-nang",)), writing)
    writing.lesson_links.extend((needed, yaml_text.line(("bai-truoc",))) for needed in about.needs)
    if about.review_by < about.reviewed_on:
        writing.reporter.error(
            yaml_text.line(("ra-soat-truoc",)), "bad-field", "Ngày `ra-soat-truoc` phải sau ngày `ra-soat`."
        )
    if about.review_by < writing.today:
        writing.reporter.warning(
            yaml_text.line(("ra-soat-truoc",)),
            "expired-lesson",
            "Bài quá hạn rà soát. Đọc lại cả bài rồi sửa hai ngày rà soát.",
        )


def _judge_skill(skill: str, line: int, writing: Writing) -> None:
    if skill not in writing.skills:
        writing.reporter.error(
            line, "unknown-skill", f"Kỹ năng `{skill}` không có trong khung nào ở content/frameworks."
        )


def _step(block: Block, writing: Writing) -> Step:
    facts, terms = writing.used_facts, writing.used_terms
    writing.used_facts, writing.used_terms = {}, {}
    title, children = _title(block, writing)
    parts = tuple(_part(child, writing) for child in children)
    used = tuple(writing.used_facts.values())
    expired = frozenset(fact.id for fact in used if fact.is_expired(writing.today))
    slug = _slug(block, writing)
    step = Step(slug, title, block.line, parts, used, tuple(writing.used_terms.values()), expired)
    _judge_content(step, writing)
    writing.used_facts, writing.used_terms = facts | writing.used_facts, terms | writing.used_terms
    return step


def _judge_content(step: Step, writing: Writing) -> None:
    if not any(part.html.strip() for part in step.parts):
        writing.reporter.error(step.line, "empty-step", "Bước này chưa có nội dung.")
        return
    filled = [part for part in step.parts if part.html.strip()]
    if not all(any(reader.sees(part.tags) for part in filled) for reader in all_readers(step.tags)):
        writing.reporter.error(
            step.line,
            "empty-step",
            "Có người đọc không thấy gì ở bước này. Viết một phần chung cho mọi người, nằm ngoài khối `danh-cho`.",
        )


def _title(block: Block, writing: Writing) -> tuple[str, tuple[Prose | Block, ...]]:
    """The `## Title` that opens a step, and the rest of it."""
    first = block.children[0] if block.children else None
    if isinstance(first, Prose):
        lines = first.text.split("\n")
        start = next((i for i, line in enumerate(lines) if line.strip()), 0)
        title = lines[start][3:].strip() if lines[start].startswith("## ") else ""
        if title:
            judge_line(title, first.line + start, writing)
            rest = Prose("\n".join(lines[start + 1 :]), first.line + start + 1)
            return title, (rest, *block.children[1:])
    writing.reporter.error(block.line, "no-title", "Bước này thiếu tên. Dòng đầu trong khối viết: ## Tên bước.")
    # A title in the wrong place is told once.
    return "", tuple(
        Prose(re.sub(r"(?m)^ {0,3}##(?!#)", "###", child.text), child.line) if isinstance(child, Prose) else child
        for child in block.children
    )


def _part(child: Prose | Block, writing: Writing) -> Part:
    if isinstance(child, Block) and child.name == "danh-cho":
        tags = frozenset(child.words)
        if not tags or tags - TAGS:
            writing.reporter.error(
                child.line, "unknown-variant", f"Khối `danh-cho` cần ghi cho ai, một trong: {', '.join(sorted(TAGS))}."
            )
        return Part(tags, "\n".join(_html(inner, writing) for inner in child.children))
    return Part(frozenset(), _html(child, writing))


def _html(child: Prose | Block, writing: Writing) -> str:
    if isinstance(child, Prose):
        return render_markdown(child, writing)
    if child.name == "danh-cho":
        writing.reporter.error(
            child.line, "unknown-block", "Khối `danh-cho` chỉ đặt ngay trong `buoc`. Đưa nó ra khỏi khối đang chứa nó."
        )
        return ""
    if child.name not in CALLOUTS:
        _unknown_block(child, writing, [*CALLOUTS, "danh-cho"])
        return ""
    _judge_bare(child, writing)
    style, title = CALLOUTS[child.name]
    inner = "\n".join(_html(part, writing) for part in child.children)
    return f'<aside class="callout {style}"><p class="callout-title">{title}</p>{inner}</aside>'


def _titled(part: Part, reader: Reader) -> str:
    """Whoever has not said which phone they hold sees each platform's part under its name."""
    platform = next(iter(sorted(part.tags & PLATFORM_TITLES.keys())), None)
    if platform is None or reader.platform:
        return part.html
    title = escape(PLATFORM_TITLES[platform])
    return f'<section class="variant"><p class="variant-title">{title}</p>{part.html}</section>'


def _ending(block: Block, writing: Writing) -> Ending:
    cards = [child for child in block.children if isinstance(child, Block) and child.name == "the-giu"]
    for bare in (block, *cards):
        _judge_bare(bare, writing)
    for child in block.children:
        if isinstance(child, Block) and child.name != "the-giu":
            _unknown_block(child, writing, ["the-giu"])
    if len(cards) != 1 or not cards[0].children:
        writing.reporter.error(block.line, "no-card", "Khối `ket-thuc` cần đúng một khối `the-giu`: thẻ bác giữ lại.")
    for inner in (child for card in cards for child in card.children if isinstance(child, Block)):
        writing.reporter.error(inner.line, "unknown-block", "Trong `the-giu` chỉ viết chữ, không đặt khối nào nữa.")
    able = "\n".join(render_markdown(child, writing) for child in block.children if isinstance(child, Prose))
    if not able.strip():
        writing.reporter.error(block.line, "nothing-able", "Khối `ket-thuc` cần vài dòng “bây giờ bác làm được…”.")
    return Ending(able, render_markdown(cards[0].prose, writing) if cards else "")


def _judge_bare(block: Block, writing: Writing) -> None:
    """What stands on the opening line of a block that takes no name would be lost."""
    if block.args:
        writing.reporter.error(
            block.line,
            "outside-block",
            f"Chữ đứng sau `::: {block.name}` thì học viên không thấy. Xuống dòng rồi viết.",
        )


def _slug(block: Block, writing: Writing) -> str:
    words = block.words
    for option in (arg.partition("=")[0] for arg in block.args if "=" in arg):
        if option != "ky-nang":
            writing.reporter.error(block.line, "bad-slug", f"Không có mục `{option}=`. Ở đây chỉ ghi được `ky-nang=`.")
    if len(words) == 1 and is_slug(words[0]):
        return words[0]
    writing.reporter.error(
        block.line,
        "bad-slug",
        f"Sau `::: {block.name}` cần đúng một tên ngắn không dấu, như "
        "`mo-ung-dung`. Tên này giữ nguyên mãi, kể cả khi sửa bài.",
    )
    return ""


def _unknown_block(block: Block, writing: Writing, known: list[str]) -> None:
    near = get_close_matches(block.name, [name for name in known if name != block.name], 1)
    hint = f" Có phải ý thầy cô là `{near[0]}`?" if near else f" Ở đây dùng được: {', '.join(known)}."
    writing.reporter.error(block.line, "unknown-block", f"Không có khối nào tên `{block.name}` ở chỗ này.{hint}")


def _judge_shape(screens: list[Screen], endings: list[Ending], line: int, writing: Writing) -> None:
    seen: dict[str, int] = {}
    for screen in screens:
        if screen.slug and screen.slug in seen:
            writing.reporter.error(
                screen.line,
                "duplicate-id",
                f"Tên `{screen.slug}` đã dùng ở dòng {seen[screen.slug]}. Mỗi bước, mỗi câu hỏi một tên.",
            )
        seen.setdefault(screen.slug, screen.line)
    steps = sum(isinstance(screen, Step) for screen in screens)
    if not 1 <= steps <= 8:
        writing.reporter.error(line, "bad-shape", f"Bài có {steps} bước. Một bài nên có ba đến sáu bước.")
    if steps == len(screens):
        writing.reporter.error(
            line, "no-question", "Bài chưa có câu hỏi nào. Thêm một khối `cau-hoi` ngay sau ý cần hỏi."
        )
    if screens and not isinstance(screens[0], Step):
        writing.reporter.error(screens[0].line, "bad-shape", "Bài phải mở đầu bằng một bước, rồi mới hỏi.")
    if len(endings) != 1:
        writing.reporter.error(line, "no-ending", "Bài cần đúng một khối `ket-thuc` ở cuối.")
