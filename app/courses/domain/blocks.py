"""The block notation: `::: name args` opens, a bare `:::` closes the innermost, blocks nest.

Not markdown-it's container plugin, which needs more colons outside than inside: a teacher should not count colons,
and here every fault has its line (docs/decisions/0003).
"""

import re
from dataclasses import dataclass

from app.courses.domain.diagnostics import Reporter

MARK = re.compile(r"\s*:{3,}(?!:)(.*)")
FENCE = re.compile(r"\s*(```+(?!.*`)|~~~+)")
MAX_DEPTH = 4


@dataclass(frozen=True)
class Prose:
    """Markdown between blocks; `line` is its first line in the file."""

    text: str
    line: int


@dataclass(frozen=True)
class Block:
    name: str
    args: tuple[str, ...]
    line: int
    children: tuple["Prose | Block", ...]

    def option(self, name: str) -> str | None:
        """The value of `name=value` among the arguments."""
        return next((arg.partition("=")[2] for arg in self.args if arg.partition("=")[0] == name and "=" in arg), None)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(arg for arg in self.args if "=" not in arg)

    @property
    def prose(self) -> Prose:
        """The prose of a block that holds nothing else (other blocks left out)."""
        parts = [child for child in self.children if isinstance(child, Prose)]
        return parts[0] if len(parts) == 1 else Prose("\n\n".join(part.text for part in parts), self.line + 1)


@dataclass
class _Open:
    name: str
    args: tuple[str, ...]
    line: int
    children: list[Prose | Block]


def scan(text: str, first_line: int, reporter: Reporter) -> tuple[Prose | Block, ...] | None:
    """The text as a tree of prose and blocks, or None with every unclosed, stray or too deep mark reported."""
    root = _Open("", (), first_line, [])
    stack = [root]
    prose: list[str] = []
    start = first_line
    fence: str | None = None
    fence_line = 0
    too_deep = 0
    sound = True

    def flush() -> None:
        if any(line.strip() for line in prose):
            stack[-1].children.append(Prose("\n".join(prose), start))
        prose.clear()

    for number, line in enumerate(text.split("\n"), first_line):
        marker = FENCE.match(line)
        if marker and (fence is None or line.strip().startswith(fence)):
            fence, fence_line = (None, 0) if fence else (marker.group(1)[:3], number)
        mark = MARK.match(line) if fence is None else None
        words = mark[1].split() if mark else []
        if words and len(stack) <= MAX_DEPTH:
            flush()
            stack.append(_Open(words[0], tuple(words[1:]), number, []))
        elif words:
            too_deep += 1
            sound = False
            reporter.error(number, "too-deep", "Các khối lồng nhau sâu quá. Đưa khối này ra ngoài.")
        elif mark and too_deep:
            too_deep -= 1
        elif mark and len(stack) > 1:
            flush()
            _close(stack)
        elif mark:
            sound = False
            reporter.error(number, "stray-close", "Dòng ::: này thừa, không có khối nào đang mở. Xóa dòng này.")
        elif prose or line.strip():
            if not prose:
                start = number
            prose.append(line)
    flush()
    sound = sound and fence is None and len(stack) == 1
    if fence:
        reporter.error(fence_line, "unclosed-fence", f"Ô chữ mở bằng {fence} ở dòng này chưa đóng. Xóa dòng này.")
    while len(stack) > 1:
        if fence is None:
            reporter.error(
                stack[-1].line,
                "unclosed-block",
                f"Khối `{stack[-1].name}` mở ở dòng này chưa đóng. Thêm một dòng chỉ có ::: ở cuối khối.",
            )
        _close(stack)
    return tuple(root.children) if sound else None


def _close(stack: list[_Open]) -> None:
    done = stack.pop()
    stack[-1].children.append(Block(done.name, done.args, done.line, tuple(done.children)))
