"""A lesson from its text: front matter, steps, exercises, the end."""

import re
from collections.abc import Sequence

from app.core.ids import version_of
from app.courses.domain.blocks import Block, Prose, scan
from app.courses.domain.exercises import (
    Kinds,
    read_exercise,
    read_slug,
    tell_twice_used_slugs,
    tell_unknown_block,
    tell_unknown_steps,
)
from app.courses.domain.front_matter import LessonFrontMatter, read_front_matter
from app.courses.domain.lessons import Draft, Ending, Lesson, Part, Screen, Step
from app.courses.domain.markdown import Writing, judge_line, render_markdown
from app.courses.domain.readers import TAGS, all_readers

CALLOUTS = {
    "khong-bao-gio": ("never", "Không bao giờ"),
    "nen-lam": ("do", "Nên làm"),
    "luu-y": ("note", "Bác lưu ý"),
    "man-hinh-khac": ("differs", "Nếu màn hình của bác khác"),
}
# What stands right in a step and in nothing else, and how it is spoken of where it is misplaced.
EASIER = "de-hon"
IN_A_STEP = ("danh-cho", EASIER)


def compile_lesson(
    slug: str, course: str, order: int, path: str, text: str, writing: Writing, kinds: Kinds
) -> Lesson | None:
    """The lesson, or None with every fault reported."""
    about, draft = _read(text, writing, kinds)
    if writing.reporter.has_errors or about is None:
        return None
    facts, version = tuple(writing.used_facts.values()), version_of(text, writing.version_key)
    return Lesson(slug, course, order, path, text, version, about, draft.screens, draft.endings[0], facts)


def draft_lesson(text: str, writing: Writing, kinds: Kinds) -> Draft:
    """As much of the lesson as can be read, with every fault reported."""
    return _read(text, writing, kinds)[1]


def _read(text: str, writing: Writing, kinds: Kinds) -> tuple[LessonFrontMatter | None, Draft]:
    opened = read_front_matter(text, LessonFrontMatter, writing)
    if opened is None:
        return None, Draft(())
    about, body, line = opened
    blocks = scan(body, line, writing.reporter, kinds)
    if blocks is None:  # what follows a lost mark would be judged as what it is not
        return about, Draft(())
    skills = about.skills if about else ()
    screens: list[Screen] = []
    endings: list[Ending] = []
    for block in blocks:
        if isinstance(block, Prose):
            message = "Đoạn này nằm ngoài mọi khối nên người học không thấy. Đưa vào trong một khối ::: buoc."
            writing.reporter.error(block.line, "outside-block", message)
        elif block.name == "buoc":
            screens.append(_step(block, writing))
        elif block.name in kinds:
            screens.append(read_exercise(block, skills, kinds, writing))
        elif block.name == "ket-thuc":
            endings.append(_ending(block, writing))
        else:
            tell_unknown_block(block, ("buoc", "ket-thuc", *kinds), writing)
    _judge_shape(screens, endings, line, writing)
    named = [block for block in blocks if isinstance(block, Block)]
    if len(endings) == 1 and named[-1].name != "ket-thuc":
        writing.reporter.error(named[-1].line, "bad-shape", "Khối này đứng sau `ket-thuc`. Đưa nó lên trước.")
    return about, Draft(tuple(screens), tuple(endings))


def _step(block: Block, writing: Writing) -> Step:
    facts, terms = writing.used_facts, writing.used_terms
    writing.used_facts, writing.used_terms = {}, {}
    title, children = _title(block, writing)
    parts = tuple(_part(child, writing) for child in children if not _is_easier(child))
    easier = _easier([child for child in children if _is_easier(child)], writing)
    used = tuple(writing.used_facts.values())
    expired = frozenset(fact.id for fact in used if fact.is_expired(writing.today))
    slug = read_slug(block, (), writing)
    step = Step(slug, title, block.line, parts, used, tuple(writing.used_terms.values()), expired, easier)
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
        tags = frozenset(child.args)
        if not tags or tags - TAGS:
            writing.reporter.error(
                child.line, "unknown-variant", f"Khối `danh-cho` cần ghi cho ai, một trong: {', '.join(sorted(TAGS))}."
            )
        return Part(tags, "\n".join(_html(inner, writing) for inner in child.children))
    return Part(frozenset(), _html(child, writing), child.name if isinstance(child, Block) else "")


def _is_easier(child: Prose | Block) -> bool:
    return isinstance(child, Block) and child.name == EASIER


def _easier(blocks: Sequence[Prose | Block], writing: Writing) -> str:
    """The author's simpler text of a step, which may be given once."""
    texts = [_easier_text(block, writing) for block in blocks if isinstance(block, Block)]
    for block in blocks[1:]:
        message = "Bước này đã có một khối `de-hon` ở trên. Gộp hai khối làm một."
        writing.reporter.error(block.line, "many-easier", message)
    return "\n".join(texts)


def _easier_text(block: Block, writing: Writing) -> str:
    _judge_bare(block, writing)
    text = "\n".join(_html(child, writing) for child in block.children)
    if not text.strip():
        message = "Khối `de-hon` chưa có chữ. Viết lại bước này cho dễ hơn, hoặc xóa khối."
        writing.reporter.error(block.line, "empty-easier", message)
    return text


def _html(child: Prose | Block, writing: Writing) -> str:
    if isinstance(child, Prose):
        return render_markdown(child, writing)
    if child.name in IN_A_STEP:
        message = f"Khối `{child.name}` chỉ đặt ngay trong `buoc`. Đưa nó ra khỏi khối đang chứa nó."
        writing.reporter.error(child.line, "unknown-block", message)
        return ""
    if child.name not in CALLOUTS:
        tell_unknown_block(child, (*CALLOUTS, *IN_A_STEP), writing)
        return ""
    _judge_bare(child, writing)
    style, title = CALLOUTS[child.name]
    inner = "\n".join(_html(part, writing) for part in child.children)
    return f'<aside class="callout {style}"><p class="callout-title">{title}</p>{inner}</aside>'


def _ending(block: Block, writing: Writing) -> Ending:
    cards = [child for child in block.children if isinstance(child, Block) and child.name == "the-giu"]
    for bare in (block, *cards):
        _judge_bare(bare, writing)
    for child in block.children:
        if isinstance(child, Block) and child.name != "the-giu":
            tell_unknown_block(child, ("the-giu",), writing)
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
            f"Chữ đứng sau `::: {block.name}` thì người học không thấy. Xuống dòng rồi viết.",
        )


def _judge_shape(screens: list[Screen], endings: list[Ending], line: int, writing: Writing) -> None:
    tell_twice_used_slugs(((screen.slug, screen.line) for screen in screens), writing)
    names = [screen.slug for screen in screens if isinstance(screen, Step)]
    tell_unknown_steps((screen for screen in screens if not isinstance(screen, Step)), names, writing)
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
