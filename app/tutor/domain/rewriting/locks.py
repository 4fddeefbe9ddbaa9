"""What a model may not touch, behind tokens: facts, hard words, numbers, dates, addresses, telephone numbers, names of
buttons, what is typed. Vietnamese does not inflect, so a sentence stands with tokens in it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.courses.domain.prose import URL
from app.tutor.domain.rewriting.unusable import Unusable

LOCKED = re.compile(
    r"\[\[[^\]\n]{1,200}\]\]|\*\*[^*\n]+\*\*|`[^`\n]+`|\[[^\[\]\n]+\]\([^()\n]*\)|\*[^*\n]+\*|\b_[^_\n]+_\b"
    r"|[\"“”][^\"“”\n]{1,200}[\"“”]"
    rf"|{URL.pattern}"
    r"|[^\W\d_]*\d+(?:[.,/:h -]{0,2}\d+)*(?: ?%)?\w*",  # "4G" and "T2" are names
    re.IGNORECASE,
)
TOKEN = re.compile(r"⟦(\d{1,3})⟧")
FORBIDDEN = re.compile(r"[⟦⟧\[\]*_`#<>|\\~{}$^\d]|:::|^\s*[-+=]")
"""What would be read as a mark, or is a number nobody wrote."""


@dataclass(frozen=True)
class Locked:
    """`text` with tokens ⟦first⟧, ⟦first + 1⟧ … in the place of the `atoms`."""

    text: str
    first: int
    atoms: tuple[str, ...]


def locked(text: str, first: int) -> Locked:
    atoms: list[str] = []

    def token(found: re.Match[str]) -> str:
        atoms.append(found.group())
        return f"⟦{first + len(atoms) - 1}⟧"

    return Locked(LOCKED.sub(token, text), first, tuple(atoms))


def unlocked(said: str, lock: Locked) -> str:
    """Markdown of one line. Each token must stand in its own piece, exactly once and in the order of the source, with
    nothing beside it that is a mark or a number, and no letter that cannot be seen. Raises Unusable."""
    said = " ".join(said.split())
    own = [str(number) for number in range(lock.first, lock.first + len(lock.atoms))]
    came = TOKEN.findall(said)
    if sorted(came, key=int) != own:
        raise Unusable(f"Phải có {_tokens(own)}, mỗi dấu đúng một lần; bản vừa viết có {_tokens(came)}.")
    if came != own:
        raise Unusable(f"Các dấu {_tokens(own)} phải giữ đúng thứ tự ấy.")
    if found := FORBIDDEN.search(TOKEN.sub(" ", said)):
        raise Unusable(f"Không được viết “{found.group()}”: chỉ chữ thường, không số, không ký hiệu.")
    if any(unicodedata.category(letter).startswith("C") for letter in said):
        raise Unusable("Có ký tự ẩn. Chỉ viết chữ thường.")
    if re.search(r"\w⟦|⟧\w", said):
        raise Unusable("Trước và sau mỗi dấu ⟦…⟧ phải có khoảng trắng hoặc dấu câu.")
    return TOKEN.sub(lambda token: lock.atoms[int(token[1]) - lock.first], said)


def _tokens(numbers: Sequence[str]) -> str:
    return ", ".join(f"⟦{number}⟧" for number in numbers) or "không dấu nào"
