"""The paper is tagged as PDF/UA-1 asks, whatever stands on it, and the walk that says so finds what is planted."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DecodedStreamObject, NameObject, NumberObject

from app.certification.domain.confirmation import SkillSeen
from app.certification.paper import print_certificate
from tests.certification.certified import CONFIRMATION, ISSUER
from tests.certification.pdf_ua import faults_of

SKILLS = tuple(SkillSeen(f"s{n}", f"Kỹ năng số {n}", performed=n % 2 == 0, tasks=n % 4) for n in range(30))
PAPERS = {
    "as most are": CONFIRMATION,
    "alone, of one skill": replace(CONFIRMATION, assurance="tu-luyen", supervisor="", place="", skills=SKILLS[:1]),
    "with much on it": replace(CONFIRMATION, skills=SKILLS, assisted=True, given_by="Xã Bình Minh", signed_by="Bà Sáu"),
    "of a name like code": replace(CONFIRMATION, holder="#panic() *x* _y_ $z$"),
}


@pytest.mark.parametrize("confirmation", PAPERS.values(), ids=PAPERS)
def test_paper_is_tagged_as_pdf_ua_asks(confirmation: Any) -> None:
    assert faults_of(print_certificate(confirmation, ISSUER, b'{"format":"x"}')) == []


def spoilt_paper(spoil: Callable[[Any, Any], None]) -> bytes:
    """After somebody has changed its root or its page."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(print_certificate(CONFIRMATION, ISSUER))))
    spoil(writer.root_object, writer.pages[0])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def elements(root: Any, role: str) -> list[Any]:
    def walk(entry: Any) -> Any:
        kids = entry.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            one = kid.get_object()
            if isinstance(one, dict):
                yield one
                yield from walk(one)

    return [one for one in walk(root["/StructTreeRoot"]) if one.get("/S") == role]


def rewrite(page: Any, old: bytes, new: bytes) -> None:
    stream = DecodedStreamObject()
    data = page.get_contents().get_data()
    assert old in data
    stream.set_data(data.replace(old, new, 1))
    page[NameObject("/Contents")] = stream


def first_font(page: Any) -> Any:
    return next(iter(page["/Resources"]["/Font"].values())).get_object()


def rename(root: Any, roles: dict[str, str], most: int = 99) -> None:
    for old, new in roles.items():
        for one in elements(root, old)[:most]:
            one[NameObject("/S")] = NameObject(new)


def tell(root: Any, *content: int) -> None:
    """The fourth paragraph, of these pieces of content: it has number 4."""
    elements(root, "/P")[3][NameObject("/K")] = ArrayObject(map(NumberObject, content))


def deny(said: Any, name: str) -> None:
    said[NameObject(name)] = BooleanObject(value=False)


def drop_font_file(page: Any) -> None:
    first_font(page)["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object().pop("/FontFile2")


TABLE = {"/LBody": "/TD", "/LI": "/TR", "/L": "/Table"}
PLANTED: dict[str, tuple[Callable[[Any, Any], Any], str]] = {
    "no alternative text": (lambda root, _: elements(root, "/Figure")[0].pop("/Alt"), "7.3 Figure"),
    "untagged text": (lambda _, page: rewrite(page, b"/Span<</MCID 4>>BDC", b"/Span BMC"), "7.1 TJ paints"),
    "untagged frame": (lambda _, page: rewrite(page, b"/Artifact", b"/Span"), "7.1 S paints"),
    "untold content": (lambda root, _: tell(root), "7.1 content 4 is in no element"),
    "twice told": (lambda root, _: tell(root, 3, 4), "7.1 content 3 is in two"),
    "told, not painted": (lambda root, _: tell(root, 4, 99), "7.1 an element tells of content 99"),
    "no way back": (lambda root, _: root["/StructTreeRoot"].pop("/ParentTree"), "7.1 from content 0"),
    "a level of headings left out": (lambda root, _: rename(root, {"/H2": "/H3"}), "7.4.2 H3 comes after H1"),
    "no heading": (lambda root, _: rename(root, {"/H1": "/P", "/H2": "/P"}), "7.4 there is no heading"),
    "text in a list": (lambda root, _: rename(root, {"/LI": "/P"}, 1), "7.2 P in L"),
    "a table without headers": (lambda root, _: rename(root, TABLE), "7.5 a table"),
    "a type of our own": (lambda root, _: rename(root, {"/Div": "/Khung"}, 1), "7.1 Khung"),
    "no language": (lambda root, _: root.pop("/Lang"), "7.2 it has no language"),
    "its title not shown": (lambda root, _: deny(root["/ViewerPreferences"], "/DisplayDocTitle"), "7.1 its title"),
    "not marked": (lambda root, _: deny(root["/MarkInfo"], "/Marked"), "6.2 it does not"),
    "no word of PDF/UA": (lambda root, _: root.pop("/Metadata"), "5 it does not say"),
    "no tags": (lambda root, _: root.pop("/StructTreeRoot"), "7.1 there is no tag tree"),
    "another tab order": (lambda _, page: page.pop("/Tabs"), "7.18.3"),
    "a font left out": (lambda _, page: drop_font_file(page), "7.21.4"),
    "letters without meaning": (lambda _, page: first_font(page).pop("/ToUnicode"), "7.21.7"),
}


@pytest.mark.battery
@pytest.mark.parametrize(("spoil", "fault"), PLANTED.values(), ids=PLANTED)
def test_what_is_planted_is_found(spoil: Callable[[Any, Any], Any], fault: str) -> None:
    assert [one for one in faults_of(spoilt_paper(spoil)) if one.startswith(fault)]


def test_what_is_written_again_unchanged_has_no_fault() -> None:
    """Else the copy itself would be what is found above."""
    assert faults_of(spoilt_paper(lambda *_: None)) == []
