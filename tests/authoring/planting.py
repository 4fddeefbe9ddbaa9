"""Bad passages planted into the source of real lessons, and the line each then stands on."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.authoring.bad_passages import Bad

CHOICE = re.compile(r"- \[([ x])\] ")
PLAIN = re.compile(r"[^\[\]*`\"“:;]+")  # nothing but words
FEEDBACK = "  > Chuyện này dễ lầm. Bác hỏi người nhà cho chắc bụng."
FAR_OFF = ("Nấu nồi cháo hành thật loãng", "Trồng thêm luống rau dền đỏ", "Ngủ một giấc tới xế chiều")


@dataclass(frozen=True)
class Planted:
    """A lesson with something bad in it, and the line of the remark that is due."""

    code: str
    original: str
    source: str
    line: int
    text: str


def planted(bad: Bad, source: str, turn: int) -> Planted | None:
    """`turn` chooses among the places that there are; None when the lesson has none."""
    lines = source.split("\n")
    spots = list(SPOTS[bad.place](lines))
    if not spots:
        return None
    first, last = spots[turn % len(spots)]  # the lines that it replaces
    typed = _typed(bad, lines[first])
    due = first + next((i for i, line in enumerate(typed) if "§" in line), 0)
    if bad.place == "step" and "§" not in bad.text:
        due = next(i for i in range(first, -1, -1) if lines[i].startswith("::: buoc"))
    typed = [line.replace("§", "") for line in typed]
    return Planted(bad.code, source, "\n".join([*lines[:first], *typed, *lines[last:]]), due + 1, bad.text)


def _typed(bad: Bad, replaced: str) -> list[str]:
    lines = bad.text.split("\n")
    if bad.place == "paragraph":
        return [*lines, ""]
    if bad.place == "choices":
        return [row for line in lines for row in (line, FEEDBACK)]
    if bad.place == "wrong":
        return [f"- [ ] {line}" for line in lines]
    indent = re.match(r" +> ", replaced) if bad.place in ("feedback", "right feedback") else None
    return [f"{indent[0] if indent else ''}{line}" for line in lines]


def copied_answer(source: str) -> Planted | None:
    """The right choice of the first question is copied from the step before it, the wrong ones have no word of it."""
    lines = source.split("\n")
    for first, last in _choices(lines):
        opened = next(i for i in range(first, -1, -1) if lines[i].startswith("::: cau-hoi"))
        step = next(i for i in range(opened, -1, -1) if lines[i].startswith("::: buoc"))
        words = next((line.split() for line in lines[step + 3 : opened] if PLAIN.fullmatch(line)), [])
        if len(words) >= 8:
            right = " ".join(words[:8]).strip(".,")
            rows = [f"- [x] {right}", FEEDBACK, *(row for wrong in FAR_OFF for row in (f"- [ ] {wrong}", FEEDBACK))]
            return Planted(
                "answer-by-words", source, "\n".join([*lines[:first], *rows, *lines[last:]]), first + 1, right
            )
    return None


def unasked_skill(source: str) -> Planted | None:
    """One more skill for the file, where every exercise names its own."""
    exercises = re.findall(r"(?m)^::: (?!buoc|ket-thuc|danh-cho)[a-z-]+ +[a-z].*$", source)
    if not all("ky-nang=" in line for line in exercises):
        return None
    line = next(i for i, text in enumerate(source.split("\n"), 1) if text.startswith("ky-nang:"))
    return Planted(
        "unasked-skill", source, source.replace("ky-nang: [", "ky-nang: [khong-ai-hoi, ", 1), line, "khong-ai-hoi"
    )


def silent_sender(source: str) -> Planted | None:
    sender = re.search(r"(?m)^(Từ: .*)\n +> .*\n", source)
    if sender is None:
        return None
    changed = f"{source[: sender.start()]}{sender[1]}\n{source[sender.end() :]}"
    return Planted("silent-sender", source, changed, source.count("\n", 0, sender.start()) + 1, sender[1])


def breathless_easier(source: str) -> Planted | None:
    """The easier text of a step in one breath: a comma where it stopped."""
    easier = re.search(r"(?m)^::: de-hon\n((?:(?!:::|- ).*\n)+):::$", source)
    if easier is None:
        return None
    text = re.sub(r"[.?]\s+(?=\S)", ", ", easier[1])
    changed = source[: easier.start(1)] + text + source[easier.end(1) :]
    return Planted("heavy-easier", source, changed, source.count("\n", 0, easier.start()) + 1, text)


def _blocks(lines: list[str], name: str) -> Iterator[tuple[int, int]]:
    """From the opening mark to the closing one."""
    for start, line in enumerate(lines):
        if line.split()[:2] == [":::", name]:
            depth = 0
            for end in range(start, len(lines)):
                if lines[end].startswith(":::"):
                    depth += 1 if lines[end].split()[1:] else -1
                if depth == 0:
                    yield start, end
                    break


def _bodies(lines: list[str]) -> Iterator[tuple[int, int]]:
    yield from ((start + 3, end) for start, end in _blocks(lines, "buoc"))


def _paragraphs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Nothing is replaced: between the title and the first paragraph."""
    yield from ((start, start) for start, _ in _bodies(lines))


def _callouts(lines: list[str]) -> Iterator[tuple[int, int]]:
    for name in ("khong-bao-gio", "nen-lam", "luu-y"):
        yield from ((start + 1, end) for start, end in _blocks(lines, name))


def _cards(lines: list[str]) -> Iterator[tuple[int, int]]:
    yield from ((start + 1, end) for start, end in _blocks(lines, "the-giu"))


def _questions(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Without those that come in families."""
    yield from ((a, b) for a, b in _blocks(lines, "cau-hoi") if not any("Thay:" in line for line in lines[a:b]))


def _stems(lines: list[str]) -> Iterator[tuple[int, int]]:
    yield from ((start + 1, start + 2) for start, _ in _questions(lines))


def _choices(lines: list[str]) -> Iterator[tuple[int, int]]:
    for start, end in _questions(lines):
        yield next(i for i in range(start, end) if CHOICE.match(lines[i])), end


def _options(mark: str, below: int) -> Callable[[list[str]], Iterator[tuple[int, int]]]:
    def spots(lines: list[str]) -> Iterator[tuple[int, int]]:
        for start, end in _questions(lines):
            marked = (i for i in range(start, end) if (found := CHOICE.match(lines[i])) and found[1] == mark)
            yield from ((i + below, i + below + 1) for i in marked)

    return spots


SPOTS: dict[str, Callable[[list[str]], Iterator[tuple[int, int]]]] = {
    "paragraph": _paragraphs,
    "step": _bodies,
    "callout": _callouts,
    "card": _cards,
    "stem": _stems,
    "feedback": _options(" ", 1),
    "right feedback": _options("x", 1),
    "choices": _choices,
    "wrong": _options(" ", 0),
}
