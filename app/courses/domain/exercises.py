"""Exercises as the blocks of a file: each is read by its kind, which another feature brings (app/quiz)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from app.core.ids import is_slug
from app.courses.domain.blocks import Block
from app.courses.domain.facts import Fact
from app.courses.domain.front_matter import judge_skill
from app.courses.domain.markdown import Writing

SKILL, RESTS_ON = "ky-nang", "dua-vao"


@dataclass(frozen=True)
class Exercise:
    """Anything to answer. Its `body` belongs to the feature that knows the kind, as does its key. `facts`: those that
    stand in it. `rests_on`: the name of the step of its lesson that answers it, where the author says so."""

    slug: str
    kind: str
    skills: tuple[str, ...]
    line: int
    body: object
    facts: tuple[Fact, ...] = ()
    rests_on: str = ""


@dataclass(frozen=True)
class ExerciseKind:
    """How exercises of one kind are read. `read` gives the body, or None when it reported an error; `options` names
    what may stand as `name=value` on the opening line besides the skill and the step, which any exercise may name.
    `is_addressed`: its name alone is its address, so that no two of all lessons and the bank may share one."""

    read: Callable[[Block, Writing], object | None]
    options: tuple[str, ...] = ()
    is_addressed: bool = False


Kinds: TypeAlias = Mapping[str, ExerciseKind]  # by the name of their block


def read_exercise(block: Block, skills: tuple[str, ...], kinds: Kinds, writing: Writing) -> Exercise:
    """The exercise of a block whose name is one of the kinds; `skills` are those of its file."""
    kind = kinds[block.name]
    known, writing.used_facts = writing.used_facts, {}
    body = kind.read(block, writing)
    facts = tuple(writing.used_facts.values())
    writing.used_facts = known | writing.used_facts
    own = block.option(SKILL)
    if own is not None:
        judge_skill(own, block.line, writing)
    slug = read_slug(block, (SKILL, RESTS_ON, *kind.options), writing)
    step = block.option(RESTS_ON)
    if step == "":
        writing.reporter.error(block.line, "unknown-step", f"Sau `{RESTS_ON}=` ghi tên ngắn của một bước, viết liền.")
    return Exercise(slug, block.name, (own,) if own else skills, block.line, body, facts, step or "")


def read_slug(block: Block, options: tuple[str, ...], writing: Writing) -> str:
    """The name behind the block's kind; "" when there is none. What else stands on the line is told."""
    written = [arg.partition("=")[0] for arg in block.args if "=" in arg]
    for number, option in enumerate(written):
        if option not in options:
            allowed = ", ".join(f"`{name}=`" for name in options)
            hint = f"Ở đây chỉ ghi được {allowed}." if options else f"Sau `{block.name}` chỉ ghi tên ngắn."
            writing.reporter.error(block.line, "bad-slug", f"Không có mục `{option}=` ở đây. {hint}")
        elif option in written[:number]:
            writing.reporter.error(block.line, "bad-slug", f"Mục `{option}=` viết hai lần. Giữ lại một mục.")
    if len(block.words) == 1 and is_slug(block.words[0]):
        return block.words[0]
    message = "cần đúng một tên ngắn không dấu, như `mo-ung-dung`. Tên này giữ nguyên mãi, kể cả khi sửa bài."
    writing.reporter.error(block.line, "bad-slug", f"Sau `::: {block.name}` {message}")
    return ""


def tell_unknown_steps(exercises: Iterable[Exercise], steps: Sequence[str], writing: Writing) -> None:
    """`steps`: the names of those of the lesson; none in the bank, where an exercise can rest on nothing."""
    for exercise in exercises:
        if exercise.rests_on and exercise.rests_on not in steps:
            near = get_close_matches(exercise.rests_on, steps, 1)
            hint = f"Có phải ý thầy cô là `{near[0]}`?" if near else f"Các bước: {', '.join(steps)}."
            hint = hint if steps else f"Câu ở kho không dựa vào bước nào: bỏ `{RESTS_ON}=`."
            message = f"Không có bước nào tên `{exercise.rests_on}` trong tệp này. {hint}"
            writing.reporter.error(exercise.line, "unknown-step", message)


def tell_unknown_block(block: Block, known: Iterable[str], writing: Writing) -> None:
    names = [name for name in known if name != block.name]
    near = get_close_matches(block.name, names, 1)
    hint = f"Có phải ý thầy cô là `{near[0]}`?" if near else f"Ở đây dùng được: {', '.join(names)}."
    writing.reporter.error(block.line, "unknown-block", f"Không có khối nào tên `{block.name}` ở chỗ này. {hint}")


def tell_twice_used_slugs(named: Iterable[tuple[str, int]], writing: Writing) -> None:
    """`named`: the name of each screen or exercise of a file, and its line."""
    seen: dict[str, int] = {}
    for slug, line in named:
        if slug and slug in seen:
            message = f"Tên `{slug}` đã dùng ở dòng {seen[slug]}. Mỗi bước, mỗi câu hỏi một tên."
            writing.reporter.error(line, "duplicate-id", message)
        seen.setdefault(slug, line)
