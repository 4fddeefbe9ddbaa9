"""Which places in a content root a file may take (docs/vi/soan-bai.md, section 2)."""

import re
import unicodedata

from app.core.ids import is_slug
from app.courses.domain.places import DATA_FOLDERS, LESSON_NAME, LONGEST_PATH
from app.courses.domain.source import COMMUNES

FOLDERS = ("frameworks", "standards", "facts", "glossary", "tutor", "courses", "bank")  # what others need comes first
ROOT_NAME_MAX = 40  # characters kept free for the name of the root, which stands before every path
# Teachers name data files as they like; not what a shell, a browser or another system reads as something else.
DATA_NAME = re.compile(r"[^\W_][\w -]{0,59}\.yaml")
SHOWN_MAX = 120  # characters of a name that are repeated in a message


def place_fault(place: str) -> str | None:
    """What is wrong with this place as that of a content file, in Vietnamese; None when it may be written there."""
    if len(place) + ROOT_NAME_MAX > LONGEST_PATH:
        return "tên tệp và thư mục dài quá, hãy đặt ngắn lại"
    if place == COMMUNES:
        return None
    folder, _, rest = place.partition("/")
    parts = rest.split("/")
    if folder in DATA_FOLDERS:
        is_sound = len(parts) == 1 and DATA_NAME.fullmatch(rest) and unicodedata.is_normalized("NFC", rest)
        return None if is_sound else f"trong {folder}/ chỉ để tệp đuôi .yaml, tên chỉ có chữ, số, dấu cách, gạch nối"
    if folder == "courses":
        return None if _is_in_course(parts) else "trong courses/ viết ten-khoa/course.yaml hoặc ten-khoa/01-ten-bai.md"
    if folder == "bank":
        is_sound = rest.endswith(".md") and all(is_slug(part) for part in rest.removesuffix(".md").split("/"))
        return None if is_sound else "trong bank/ chỉ để tệp đuôi .md, tên không dấu, chữ thường, gạch nối"
    return f"tệp phải nằm trong một thư mục: {', '.join(FOLDERS)}"


def _is_in_course(parts: list[str]) -> bool:
    if len(parts) != 2 or not is_slug(parts[0]):
        return False
    lesson = LESSON_NAME.fullmatch(parts[1])
    return parts[1] == "course.yaml" or (lesson is not None and is_slug(lesson[2]))


def in_order_of_need(place: str) -> tuple[int, str]:
    """Sorts data before the lessons that use it, so that nobody reads a lesson without its facts."""
    folder = place.partition("/")[0]
    number = FOLDERS.index(folder) if folder in FOLDERS else len(FOLDERS)
    return number, place.replace("/course.yaml", "/")


def shown_name(name: str) -> str:
    """A name from outside as it may stand in a message: printable, one line, bounded."""
    printable = "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in name)
    return printable if len(printable) <= SHOWN_MAX else f"{printable[:SHOWN_MAX]}…"
