"""Reads GIFT as Moodle does (question/format/gift/format.php, its order of steps), and scores as its kinds of question do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import translate

ESCAPED = {"\\:": "\0a", "\\#": "\0b", "\\=": "\0c", "\\{": "\0d", "\\}": "\0e", "\\~": "\0f", "\\n": "\0g"}
PLAIN = dict(zip(ESCAPED.values(), ":#={}~\n", strict=True))
SHARE = re.compile(r"%-*([0-9]{1,2})\.?([0-9]*)%")
SHARES = {round(100 / n, 5) for n in range(1, 9)} | {0.0}  # of those that Moodle knows


@dataclass(frozen=True)
class Answer:
    """`text` of a choice or of what is typed, the left of a pair; `share` 0–1 or the right of a pair."""

    text: str
    share: float
    feedback: str = ""
    right: str = ""


@dataclass(frozen=True)
class Read:
    category: str
    name: str
    text: str
    kind: str  # one | several | pairs | typed
    answers: tuple[Answer, ...]
    general: str

    def score(self, *given: str) -> float:
        """Of the texts of choices, of what was typed, of the right chosen for each left in their order."""
        if self.kind == "pairs":
            lefts = [answer for answer in self.answers if answer.text]
            return sum(answer.right == chosen for answer, chosen in zip(lefts, given, strict=True)) / len(lefts)
        if self.kind == "typed":
            return self.matched(given[0]).share
        shares = {answer.text: answer.share for answer in self.answers}
        return min(1.0, max(0.0, sum(shares[text] for text in given)))

    def matched(self, typed: str) -> Answer:
        """Moodle takes the first that fits, whatever its case."""
        return next(answer for answer in self.answers if _fits(answer.text, typed))


def read_gift(text: str) -> list[Read]:
    """Blank lines part the questions. Raises what a wrong one makes it raise."""
    category, found = "", []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [" " if line.strip().startswith("//") else line for line in block.split("\n")]
        body = "\n".join(lines).strip()
        if body.startswith("$CATEGORY:"):
            category = body.removeprefix("$CATEGORY:").strip()
        elif body:
            found.append(_question(category, _hidden(body)))
    return found


def _hidden(text: str) -> str:
    text = text.replace("\\\\", "\0h")
    for escaped, placeholder in ESCAPED.items():
        text = text.replace(escaped, placeholder)
    return text.replace("\0h", "\\")


def _shown(text: str) -> str:
    text = text.strip()
    if text.startswith("["):
        form, _, rest = text[1:].partition("]")
        text = rest if form in ("html", "moodle", "plain", "markdown") else text
    for placeholder, plain in PLAIN.items():
        text = text.replace(placeholder, plain)
    return text.strip()


def _question(category: str, text: str) -> Read:
    assert text.startswith("::")
    name, text = text[2:].split("::", 1)
    start, end = text.index("{"), text.index("}")
    assert end == len(text) - 1, "the answers stand last"
    stem, body = text[:start], text[start + 1 : end].strip()
    body, _, general = body.partition("####") if "####" in body else (body, "", "")
    kind = _kind(body.strip())
    answers = tuple(_answers(kind, body.strip()))
    return Read(category, _shown(name), _shown(stem), kind, answers, _shown(general))


def _kind(body: str) -> str:
    if "~" in body:
        return "one" if "=" in body else "several"
    return "pairs" if "->" in body else "typed"


def _answers(kind: str, body: str) -> Iterator[Answer]:
    if kind in ("one", "several"):
        parts = [part.strip() for part in body.replace("=", "~=").split("~")]
        yield from (_weighed(part, 0.0) for part in parts if part)
    elif kind == "pairs":
        for part in (part.strip() for part in body.split("=")):
            if part:
                left, right = part.split("->", 1)
                yield Answer(_shown(left), 0, right=_shown(right))
    else:
        yield from (_weighed(part.strip(), 1.0) for part in body.split("=") if part.strip())


def _weighed(part: str, share: float) -> Answer:
    match = SHARE.match(part)
    if part.startswith("="):
        share, part = 1.0, part[1:]
    elif match:
        percent = float(match[0].strip("%"))
        assert any(abs(abs(percent) - known) < 0.00001 for known in SHARES), percent
        share, part = percent / 100, part[match.end() :]
    text, _, feedback = part.partition("#")
    return Answer(_shown(text), share, _shown(feedback))


def _fits(pattern: str, typed: str) -> bool:
    """`*` is anything, `\\*` a star."""
    wild = translate(pattern.replace("\\*", "\1").replace("[", "[[]").replace("?", "[?]")).replace("\1", r"\*")
    return re.fullmatch(wild, typed, re.IGNORECASE) is not None
