"""What people type: kept, cleaned once at the edge, refused with a sentence they understand."""

import unicodedata
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field
from starlette.datastructures import FormData, UploadFile

from app.web.forms import MAX_KEPT, Form, Line, PersonName, Refused, clean_name, clean_text, printable, printed_name

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they read the framework

GOOD_NAMES = [
    "Nguyễn Thị Hòa", "Nguyễn Thị Hoà", "Đặng Văn Ân", "Lò Thị Mỷ", "H'Hen Niê", "Y Ngông Niê Kđăm", "Ksor H'Bô", "Thạch Sô Phi",
    "Sơn Thị Chanh Thu", "Tôn Nữ Thị Ninh", "Ngô Bảo Châu Jr.", "Anne-Marie Lê", "Li", "Ơ", "Bác Tư", "cô Ba bán rau", "សុខ", "ᨆᨑ", "Ćirić",
]  # fmt: skip
BAD_NAMES = [
    "\0", "Lan\0", "Lan\nHùng", "Lan\r\nSet-Cookie: a=b", "Lan\tHùng", "\x7f", "\x85", "\u2028", "\u2029", "\u202eLan", "\u2066Lan\u2069",
    "\u200bLan", "La\u200dn", "\ufeffLan", "\u00adLan", "\ud800", "Lan\udfff", "\ue000", "\uffff", "\U000e0041", "\u0378",
    "\u3164", "Lan\u2800", "\u115f\u1160", "Lan\ufe0f", "\U000e0100", "\u034f", "\uffa0\uffa0", "\u180b",
    "e\u0301\u0301\u0301\u0301", "Z" + "\u0300" * 50,
]  # fmt: skip


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_names_of_people_in_vietnam_are_kept(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize("name", BAD_NAMES)
def test_what_is_no_name_is_refused_in_vietnamese(name: str) -> None:
    with pytest.raises(ValueError, match="Tên có") as refused:
        clean_name(name)
    assert "gõ lại" in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (unicodedata.normalize("NFD", "Nguyễn Thị Hòa"), "Nguyễn Thị Hòa"),
        ("Ðặng Thị ðào", "Đặng Thị đào"),  # the Icelandic letter of many keyboards
        ("  Lan   Anh ", "Lan Anh"),
        ("Lan\u00a0Anh", "Lan Anh"),
        ("Lan\u3000Anh", "Lan Anh"),
        ("   ", ""),
    ],
)
def test_name_has_one_spelling(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0", "...", "12 34", "\u0301", "-", "☎"])
def test_name_on_a_paper_has_a_letter(typed: str) -> None:
    with pytest.raises(ValueError, match="cần có chữ cái"):
        printed_name(typed)


def test_name_on_a_paper_has_one_spelling() -> None:
    assert printed_name(unicodedata.normalize("NFD", " Ðặng  Thị Ý ")) == "Đặng Thị Ý"


@given(st.text())
def test_cleaned_name_is_clean(text: str) -> None:
    try:
        name = clean_name(text)
    except ValueError:
        return
    assert isinstance(name, str)
    assert name == clean_name(name)
    assert name == unicodedata.normalize("NFC", name)
    assert not any(unicodedata.category(c)[0] == "C" for c in name)
    name.encode()


@given(st.text())
def test_printable_text_can_be_stored_and_shown(text: str) -> None:
    shown = printable(text)
    shown.encode()
    assert "\0" not in shown
    assert shown == printable(shown)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_printable_takes_nothing_from_ordinary_text(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("text", ["\0", "a\nb", "\x1b[31m", "\ud800"])
def test_one_line_of_text_has_no_control_characters(text: str) -> None:
    with pytest.raises(ValueError, match="Mời gõ lại"):
        clean_text(text)


def test_one_line_of_text_is_nfc() -> None:
    assert clean_text(unicodedata.normalize("NFD", "mật khẩu")) == "mật khẩu"


@pytest.mark.parametrize("value", [None, 7, ["a"]])
def test_what_is_no_text_is_left_to_the_model(value: object) -> None:
    assert clean_name(value) is value
    assert clean_text(value) is value


class Person(BaseModel):
    name: Annotated[PersonName, Field(min_length=2, max_length=10)]
    kind: Literal["a", "b"]
    age: int = 0
    note: Line = ""


PERSON = Form(Person)


def test_good_form_is_a_model() -> None:
    assert PERSON.parse({"name": " Lan  Anh", "kind": "a", "age": "7"}) == Person(name="Lan Anh", kind="a", age=7)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"name": "Mục này chưa điền.", "kind": "Mục này chưa điền."}),
        ({"name": "L", "kind": "a"}, {"name": "Mục này cần ít nhất 2 ký tự."}),
        ({"name": "L" * 11, "kind": "a"}, {"name": "Mục này dài quá. Chỉ được nhiều nhất 10 ký tự."}),
        ({"name": "Lan", "kind": "c"}, {"kind": "Lựa chọn này không có trong danh sách. Mời chọn lại."}),
        ({"name": "Lan", "kind": "a", "age": "bảy"}, {"age": "Mục này cần một con số."}),
        ({"name": "Lan", "kind": "a", "age": "1e400"}, {"age": "Mục này cần một con số."}),
        ({"name": "Lan", "kind": "a", "note": "\x00"}, {"note": "Mục này có ký tự lạ. Mời gõ lại."}),
    ],
)
def test_every_fault_has_a_sentence_and_no_english(data: dict[str, str], errors: dict[str, str]) -> None:
    refused = PERSON.parse(data)
    assert isinstance(refused, Refused)
    assert refused.errors == errors


@given(st.dictionaries(st.sampled_from(["name", "kind", "age", "note", "x"]), st.text()))
def test_refused_form_keeps_what_was_typed(data: dict[str, str]) -> None:
    refused = PERSON.parse(data)
    if isinstance(refused, Refused):
        assert refused.typed == {name: printable(value)[:MAX_KEPT] for name, value in data.items()}
        assert all("{" not in message and message.endswith(".") for message in refused.errors.values())


def test_very_long_text_is_kept_in_part() -> None:
    refused = PERSON.parse({"name": "a" * 10_000})
    assert isinstance(refused, Refused)
    assert refused.typed["name"] == "a" * MAX_KEPT


def test_file_is_no_text() -> None:
    refused = PERSON.parse(FormData([("name", UploadFile(file=None)), ("kind", "a")]))  # type: ignore[arg-type]
    assert isinstance(refused, Refused)
    assert refused.errors == {"name": "Mục này chưa điền."}


def test_last_of_repeated_fields_counts() -> None:
    assert PERSON.parse(FormData([("name", "Hùng"), ("name", "Lan"), ("kind", "b")])) == Person(name="Lan", kind="b")
