"""The block notation: `::: name args` opens, a bare `:::` closes the innermost, blocks nest.

Not markdown-it's container plugin, which needs more colons outside than inside: a teacher should not count colons,
and here every fault has its line (docs/decisions/0003).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from app.courses.domain.diagnostics import Reporter

MARK = re.compile(r"\s*:{3,}(?!:)(.*)")
# `:: buoc`, `: : :`, `：：：`: marks as a tired hand or another keyboard types them.
NEAR_MARK = re.compile(r"\s*([:：∶](?: ?[:：∶])*) *(.*)")
# What a lesson is made of besides its exercises, whose names are those of the kinds that the caller knows.
OUTER = frozenset({"buoc", "ket-thuc"})
INNER = frozenset({"danh-cho", "de-hon", "the-giu", "khong-bao-gio", "nen-lam", "luu-y", "man-hinh-khac"})
FENCE = re.compile(r"\s*(```+(?!.*`)|~~~+)")
MAX_DEPTH = 4


@dataclass(frozen=True)
class Prose:
    """Markdown between blocks; `line` is its first line in the file."""

    text: str
    line: int

    @property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """Every line as it was typed, with its number in the file."""
        return tuple(enumerate(self.text.split("\n"), self.line))


@dataclass(frozen=True)
class Block:
    """What stands inside is not judged here: who knows the name reads its `prose`, line by line or as markdown."""

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
        """All prose of the block as one piece; where another block stood inside there are empty lines."""
        typed = {number: line for child in self.children if isinstance(child, Prose) for number, line in child.lines}
        if not typed:
            return Prose("", self.line + 1)
        first, last = min(typed), max(typed)
        return Prose("\n".join(typed.get(number, "") for number in range(first, last + 1)), first)


@dataclass
class _Open:
    name: str
    args: tuple[str, ...]
    line: int
    children: list[Prose | Block]


def scan(
    text: str, first_line: int, reporter: Reporter, exercises: Collection[str] = ()
) -> tuple[Prose | Block, ...] | None:
    """The text as a tree of prose and blocks, or None with every unclosed, stray, mistyped or too deep mark reported.

    `exercises`: the names of blocks that are exercises, which like a step stand in no other block.
    """
    scanner = _Scanner(reporter, OUTER.union(exercises))
    for number, line in enumerate(text.split("\n"), first_line):
        scanner.read(line, number)
    return scanner.end()


class _Scanner:
    def __init__(self, reporter: Reporter, outer: frozenset[str]) -> None:
        self._reporter = reporter
        self._outer = outer
        self._stack = [_Open("", (), 0, [])]
        self._prose: list[str] = []
        self._start = 0
        self._fence: str | None = None
        self._fence_line = 0
        self._too_deep = 0
        self._forgiven = 0  # blocks that were closed for the teacher: their own close may still come
        self._sound = True

    def read(self, line: str, number: int) -> None:
        fence = FENCE.match(line)
        if fence and (self._fence is None or line.strip().startswith(self._fence)):
            self._fence, self._fence_line = (None, 0) if self._fence else (fence[1][:3], number)
        mark = self._mark(line, number) if self._fence is None else None
        if mark:
            self._open(mark, number)
        elif mark is not None:
            self._close(number)
        elif self._prose or line.strip():
            if not self._prose:
                self._start = number
            self._prose.append(line)

    def end(self) -> tuple[Prose | Block, ...] | None:
        self._flush()
        if self._fence:
            self.error(self._fence_line, "unclosed-fence", f"Ô chữ mở bằng {self._fence} chưa đóng. Xóa dòng này.")
        while len(self._stack) > 1:
            if self._fence is None:
                message = "mở ở dòng này chưa đóng. Thêm một dòng chỉ có ::: ở cuối khối."
                self.error(self._stack[-1].line, "unclosed-block", f"Khối `{self._stack[-1].name}` {message}")
            self._pop()
        return tuple(self._stack[0].children) if self._sound else None

    def _mark(self, line: str, number: int) -> list[str] | None:
        """The words behind a mark, none for one that closes; None for a line without a mark."""
        mark = MARK.match(line)
        if mark:
            return mark[1].split()
        near = NEAR_MARK.match(line)
        if near is None:
            return None
        words, colons = near[2].split(), len(near[1].replace(" ", ""))
        least = 2 if len(self._stack) > 1 else 3
        if (words[0] not in self._outer | INNER) if words else (colons < least):
            return None
        message = "Dấu khối ở dòng này gõ chưa đúng. Gõ ba dấu hai chấm liền nhau, sát lề: :::"
        self.error(number, "bad-mark", message)
        return words

    def _open(self, words: list[str], number: int) -> None:
        if words[0] in self._outer and len(self._stack) > 1:
            self._close_all_before(words[0], number)
        if len(self._stack) > MAX_DEPTH:
            self._too_deep += 1
            self.error(number, "too-deep", "Các khối lồng nhau sâu quá. Đưa khối này ra ngoài.")
            return
        self._flush()
        self._stack.append(_Open(words[0], tuple(words[1:]), number, []))

    def _close_all_before(self, name: str, number: int) -> None:
        """A screen stands in no other block: what is open was not closed. Told once, at the innermost."""
        unclosed = self._stack[-1]
        message = f"chưa đóng mà dòng {number} đã mở `{name}`. Thêm một dòng chỉ có ::: ở trước dòng {number}."
        self.error(unclosed.line, "unclosed-block", f"Khối `{unclosed.name}` mở ở dòng này {message}")
        self._flush()
        self._forgiven += len(self._stack) - 1 + self._too_deep
        self._too_deep = 0
        while len(self._stack) > 1:
            self._pop()

    def _close(self, number: int) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._stack) > 1:
            self._flush()
            self._pop()
        elif self._forgiven:
            self._forgiven -= 1
        else:
            self.error(number, "stray-close", "Dòng ::: này thừa, không có khối nào đang mở. Xóa dòng này.")

    def _pop(self) -> None:
        done = self._stack.pop()
        self._stack[-1].children.append(Block(done.name, done.args, done.line, tuple(done.children)))

    def _flush(self) -> None:
        if any(line.strip() for line in self._prose):
            self._stack[-1].children.append(Prose("\n".join(self._prose), self._start))
        self._prose.clear()

    def error(self, line: int, code: str, message: str) -> None:
        self._sound = False
        self._reporter.error(line, code, message)
