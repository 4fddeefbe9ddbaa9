"""Forms of HTML pages: read, cleaned, judged; messages in Vietnamese next to the field; what was typed is kept."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ValidationError
from starlette.datastructures import FormData

Model = TypeVar("Model", bound=BaseModel)

MESSAGES = {
    "missing": "Mục này chưa điền.",
    "string_too_short": "Mục này cần ít nhất {min_length} ký tự.",
    "string_too_long": "Mục này dài quá. Chỉ được nhiều nhất {max_length} ký tự.",
    "too_short": "Mục này cần ít nhất {min_length} ký tự.",
    "too_long": "Mục này dài quá. Chỉ được nhiều nhất {max_length} ký tự.",
    "literal_error": "Lựa chọn này không có trong danh sách. Mời chọn lại.",
    "enum": "Lựa chọn này không có trong danh sách. Mời chọn lại.",
    "int_parsing": "Mục này cần một con số.",
    "value_error": "{error}",
}
FALLBACK = "Mục này chưa đúng. Mời xem lại."
MAX_KEPT = 2_000  # characters of a refused value that are shown again
REFUSED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Letters and marks that nobody sees: default-ignorable ones outside of those categories (Unicode 16, DerivedCoreProperties),
# and the empty Braille cell.
INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


@dataclass(frozen=True)
class Refused:
    """`typed` is what the person wrote, `errors` one message per field."""

    typed: dict[str, str]
    errors: dict[str, str]


class Form(Generic[Model]):
    def __init__(self, model: type[Model]) -> None:
        self._model = model

    def parse(self, data: FormData | Mapping[str, Any]) -> Model | Refused:
        raw = {name: value for name, value in data.items() if isinstance(value, str)}
        try:
            return self._model.model_validate(raw)
        except ValidationError as failure:
            errors: dict[str, str] = {}
            for error in failure.errors():
                message = MESSAGES.get(error["type"], FALLBACK).format_map(_context(error.get("ctx", {})))
                errors.setdefault(str(error["loc"][0]) if error["loc"] else "", message)
            return Refused({name: printable(value)[:MAX_KEPT] for name, value in raw.items()}, errors)


def _context(context: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in context.items()}


def printable(value: str) -> str:
    """The text without lone surrogates and control characters: safe to encode, store and show."""
    return "".join(c for c in value if unicodedata.category(c) not in {"Cs", "Cc"} or c == "\n")


def clean_name(value: object) -> object:
    """A person's name: NFC, single blanks, Ð/ð as Đ/đ. Raises ValueError (in Vietnamese) for what is no name:
    control, invisible and direction characters, or more than three marks in a row."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value).replace("Ð", "Đ").replace("ð", "đ")
    if INVISIBLE.search(text) or any(unicodedata.category(character) in REFUSED_CATEGORIES for character in text):
        raise ValueError("Tên có ký tự lạ không nhìn thấy. Mời gõ lại tên bằng bàn phím.")
    if re.search(r"[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{4}", unicodedata.normalize("NFD", text)):
        raise ValueError("Tên có quá nhiều dấu chồng lên nhau. Mời gõ lại.")
    return " ".join(text.split())


def printed_name(value: str) -> str:
    """A name as it is to stand on a paper: `clean_name`, with a letter in it. Raises ValueError (in Vietnamese)."""
    name = str(clean_name(value))
    if not any(character.isalpha() for character in name):
        raise ValueError("Tên cần có chữ cái. Mời gõ lại tên.")
    return name


def clean_text(value: object) -> object:
    """One line of text: NFC; raises ValueError for control characters and broken Unicode."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value)
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise ValueError("Mục này có ký tự lạ. Mời gõ lại.")
    return text


PersonName = Annotated[str, BeforeValidator(clean_name)]
Line = Annotated[str, BeforeValidator(clean_text)]


def fields_of(data: FormData) -> dict[str, list[str]]:
    """Every value of every field, in the order they were sent; files are left out."""
    fields: dict[str, list[str]] = {}
    for name, value in data.multi_items():
        if isinstance(value, str):
            fields.setdefault(name, []).append(value)
    return fields
