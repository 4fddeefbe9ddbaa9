"""What of PDF/UA-1 (ISO 14289-1) a machine can look at in our paper, by a reader of PDF that did not write it: the tag tree is
walked and held against what is painted on the page.

No certificate of conformance: whether the words of an alternative text are good, and the order one that makes sense, people
have to say (tests/certification/test_paper.py reads the text in order).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

PAINTING = {
    *(b"Tj", b"TJ", b"'", b'"'), *(b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), b"sh", b"Do", b"INLINE IMAGE",
}  # fmt: skip
STANDARD = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private"),
    *("H", "H1", "H2", "H3", "H4", "H5", "H6", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody"),
    *("TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form"),
}  # fmt: skip
HOLDS = {
    "L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"}, "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"}, "TR": {"TH", "TD"},
}  # fmt: skip
ONLY_IN = {"LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}}


@dataclass
class Element:
    """`role`: the standard one that its own leads to; `content`: the marked pieces of the page that it tells of."""

    role: str
    entry: Any
    children: list["Element"] = field(default_factory=list)
    content: list[int] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.walk()


def faults_of(pdf: bytes) -> list[str]:
    """Of a document of one page without links or forms, as ours is."""
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    if "/StructTreeRoot" not in root:
        return ["7.1 there is no tag tree"]
    [page] = reader.pages
    tree: Any = root["/StructTreeRoot"]
    roles = {str(own)[1:]: str(standard)[1:] for own, standard in tree.get("/RoleMap", {}).items()}
    elements = [one for top in _children(tree, roles) for one in top.walk()]
    return [
        *_document(root),
        *_roles(elements, roles),
        *_headings(elements),
        *_figures(elements),
        *_structure(elements),
        *_content(page, reader, elements),
        *_parents(tree, elements),
        *_fonts(page),
        *_attachments(root),
    ]


def _document(root: Any) -> Iterator[str]:
    told = root["/Metadata"].get_data().decode() if "/Metadata" in root else ""
    if not re.search(r"pdfuaid:part(=\"1\"|>1<)", told):
        yield "5 it does not say that it is PDF/UA-1"
    if not re.search(r"<dc:title>.*\w.*</dc:title>", told, re.DOTALL):
        yield "7.1 it has no title"
    if not _is_true(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")):
        yield "7.1 its title is not shown"
    marked = root.get("/MarkInfo", {})
    if not _is_true(marked.get("/Marked")) or _is_true(marked.get("/Suspects")):
        yield "6.2 it does not say that it is tagged"
    if not re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", str(root.get("/Lang", ""))):
        yield "7.2 it has no language"


def _is_true(said: Any) -> bool:
    """(An object of pypdf's own, which is never false in itself.)"""
    return said is not None and bool(said.value)


def _children(entry: Any, roles: dict[str, str]) -> list[Element]:
    found = []
    for kid in _kids(entry):
        if isinstance(kid, dict) and "/S" in kid:
            own = str(kid["/S"])[1:]
            content = [int(one) for one in _kids(kid) if isinstance(one, int)]
            content += [int(one["/MCID"]) for one in _kids(kid) if isinstance(one, dict) and "/MCID" in one]
            found.append(Element(roles.get(own, own), kid, _children(kid, roles), content))
    return found


def _kids(entry: Any) -> list[Any]:
    kids = entry.get("/K", [])
    return [
        one.get_object() if hasattr(one, "get_object") else one for one in (kids if isinstance(kids, list) else [kids])
    ]


def _roles(elements: list[Element], roles: dict[str, str]) -> Iterator[str]:
    yield from (f"7.1 {element.role} is no standard type" for element in elements if element.role not in STANDARD)
    yield from (f"7.1 {own} is given another meaning" for own in roles if own in STANDARD)


def _headings(elements: list[Element]) -> Iterator[str]:
    last = 0
    for element in elements:
        if (found := re.fullmatch(r"H([1-6])", element.role)) is None:
            continue
        level = int(found[1])
        if level > last + 1:
            yield f"7.4.2 H{level} comes after H{last}"
        if not any(one.content for one in element.walk()):
            yield f"7.4 H{level} is empty"
        last = level
    if not last:
        yield "7.4 there is no heading"


def _figures(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.role in ("Figure", "Formula") and not str(element.entry.get("/Alt", "")).strip():
            yield f"7.3 {element.role} has no alternative text"


def _structure(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        for child in element.children:
            allowed = child.role in HOLDS.get(element.role, {child.role})
            if not allowed or element.role not in ONLY_IN.get(child.role, {element.role}):
                yield f"7.2 {child.role} in {element.role}"
        if element.role in HOLDS and element.content:
            yield f"7.2 {element.role} has content of its own"
        cells = {one.role for one in element.walk()} if element.role == "Table" else set()
        if "TD" in cells and "TH" not in cells:
            yield "7.5 a table has no header"


def _content(page: PageObject, reader: PdfReader, elements: list[Element]) -> Iterator[str]:
    """Whatever is painted is told of in the tree, once, or said to be decoration."""
    if page.get("/Tabs") != "/S":
        yield "7.18.3 the tab order is not that of the tree"
    if page.get("/Annots"):
        yield "7.18 there are annotations, which nobody looks at here"
    painted: set[int] = set()
    around: list[int | str] = []  # marked content, from outside in
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            marked = operands[1] if len(operands) > 1 else {}
            tag = str(operands[0])[1:]
            around.append(int(marked["/MCID"]) if "/MCID" in marked else tag)
            if "Artifact" in around and any(isinstance(one, int) for one in around):
                yield "7.1 an artifact inside of tagged content, or the other way round"
        elif operator == b"EMC":
            around.pop()
        elif operator in PAINTING:
            numbers = [one for one in around if isinstance(one, int)]
            painted.update(numbers)
            if not numbers and "Artifact" not in around:
                yield f"7.1 {operator.decode()} paints what is neither tagged nor an artifact"
    told = [number for element in elements for number in element.content]
    yield from (f"7.1 content {number} is in no element" for number in sorted(painted - set(told)))
    yield from (
        f"7.1 an element tells of content {number}, which is not painted" for number in sorted(set(told) - painted)
    )
    yield from (f"7.1 content {number} is in two elements" for number in set(told) if told.count(number) > 1)


def _parents(tree: Any, elements: list[Element]) -> Iterator[str]:
    """From what is pointed at on the page a reader has to find its element again."""
    numbers = tree["/ParentTree"]["/Nums"] if "/ParentTree" in tree else []
    parents = [one.get_object() for one in numbers[1].get_object()] if len(numbers) > 1 else []
    for element in elements:
        for number in element.content:
            if number >= len(parents) or parents[number] != element.entry:
                yield f"7.1 from content {number} one does not find its element"


def _fonts(page: PageObject) -> Iterator[str]:
    resources: Any = page["/Resources"]
    for one in resources["/Font"].values():
        font = one.get_object()
        drawn = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & drawn.get("/FontDescriptor", {}).keys():
            yield f"7.21.4 {font['/BaseFont']} is not embedded"
        if "/ToUnicode" not in font:
            yield f"7.21.7 the letters of {font['/BaseFont']} cannot be read"


def _attachments(root: Any) -> Iterator[str]:
    names = root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    for one in names[1::2]:
        if not {"/F", "/UF"} <= one.get_object().keys():
            yield "7.11 an attached file has no name"
