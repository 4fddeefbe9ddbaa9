"""Text on its way into a draft, from a browser or from a file: made storable, nothing dropped unsaid."""

import unicodedata
from dataclasses import dataclass

from app.courses.domain.source import MAX_BYTES, SourceFile, with_plain_line_ends

LOST = "�"  # U+FFFD, which readers know as "here stood something that cannot be shown"


@dataclass(frozen=True)
class TypedText:
    """`strange`: how many characters no text may hold (NUL, other controls, half characters) now stand as LOST."""

    text: str
    strange: int


def typed_text(sent: str) -> TypedText:
    """With `\\n` line ends and composed letters (NFC), as the compiler wants them."""
    text = unicodedata.normalize("NFC", with_plain_line_ends(sent))
    strange = {character for character in set(text) if _is_strange(character)}
    count = sum(text.count(character) for character in strange)
    return TypedText(text.translate({ord(character): LOST for character in strange}), count)


def _is_strange(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"


def file_text(file: SourceFile | None) -> str | None:
    """What the file holds, as the archive keeps it; "" where there is no file; None for one that a browser cannot edit
    without breaking it (not opened, not UTF-8, or read only in part)."""
    if file is None:
        return ""
    if file.refused or len(file.data) > MAX_BYTES:
        return None
    try:
        return with_plain_line_ends(file.data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None
