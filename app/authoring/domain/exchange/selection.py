"""What goes into an archive: the files that were asked for, and of the data files the rows that those need."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from app.authoring.domain.exchange.data_rows import with_only_rows
from app.authoring.domain.exchange.framework_part import with_only_skills
from app.authoring.domain.file_names import place_fault
from app.courses.domain.bank import BankFile
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.compilation import Compiled, compile_catalogue
from app.courses.domain.diagnostics import Diagnostic, Reporter
from app.courses.domain.exercises import Kinds
from app.courses.domain.lessons import Lesson
from app.courses.domain.source import SourceFile, decode

REFERENCE = re.compile(r"\[\[\??([^\]|:]*)")
WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DATA = {"facts": with_only_rows, "glossary": with_only_rows, "frameworks": with_only_skills}


@dataclass(frozen=True)
class Selection:
    """`files` by their place in a content root. `faults` keep it from being sent; `notes` are links to lessons that are
    not in it, which whoever receives it must have."""

    files: Mapping[str, bytes]
    faults: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...]


def select(
    files: Mapping[str, SourceFile], wanted: Collection[str], catalogue: Catalogue, today: date, kinds: Kinds
) -> Selection:
    """`files` of all roots, as read, and `wanted` some of their paths; `catalogue` is made of all of them."""
    chosen = {path: files[path] for path in sorted(wanted)}
    chosen |= {about.path: about for file in chosen.values() if (about := _course_of(file, files))}
    faults = [*_clashes(chosen.values()), *_misplaced(chosen.values())]
    needs = needs_of(chosen.values(), catalogue)
    places = {file.relative: file.data for file in chosen.values()}
    for file in files.values():
        folder = file.relative.partition("/")[0]
        if folder in DATA and file.path not in chosen and file.relative.endswith(".yaml"):
            rows = _trimmed(file, needs[folder])
            if rows and file.relative in places:
                faults.append(_fault(file.path, f"Hai thư mục nội dung cùng có tệp {file.relative}. Đổi tên một tệp."))
            elif rows:
                places[file.relative] = rows
    sent = [SourceFile(f"gói/{place}", place, data) for place, data in sorted(places.items())]
    told = compile_catalogue(sent, today, kinds).diagnostics
    errors = [found for found in told if found.severity == "error"]
    paths = {f"gói/{file.relative}": file.path for file in chosen.values()}
    notes = tuple(_link(paths[found.file], found.line) for found in errors if found.code == "dead-link")
    return Selection(places, (*faults, *(found for found in errors if found.code != "dead-link")), notes)


def everything(files: Mapping[str, SourceFile], compiled: Compiled) -> Selection:
    """All of them, as they are; `compiled` was made of them."""
    faults = [*_clashes(files.values()), *_misplaced(files.values())]
    errors = [found for found in compiled.diagnostics if found.severity == "error"]
    return Selection({file.relative: file.data for file in files.values()}, (*faults, *errors), ())


def needs_of(files: Iterable[SourceFile], catalogue: Catalogue) -> dict[str, set[str]]:
    """The ids of facts, terms and skills that these lessons, files of the bank and words of the tutor name, by the folder
    they are in."""
    files = tuple(files)
    paths = {file.path for file in files}
    owners: Sequence[Lesson | BankFile] = [*catalogue.lessons.values(), *catalogue.bank.values()]
    needs: dict[str, set[str]] = {"facts": set(), "glossary": set(), "frameworks": set()}
    for owner in (owner for owner in owners if owner.path in paths):
        named = {word for found in REFERENCE.findall(owner.source) for word in _ids_in(found, owner.source)}
        needs["facts"] |= {fact.id for fact in owner.facts} | (named & catalogue.facts.keys())
        needs["glossary"] |= named & catalogue.terms.keys()
        needs["frameworks"] |= {*owner.about.skills, *(skill for one in owner.exercises for skill in one.skills)}
    for file in files:
        if file.relative.startswith("tutor/"):
            said = decode(file, Reporter(file.path)) or ""
            named = {word for found in REFERENCE.findall(said) for word in _ids_in(found, said)}
            needs["facts"] |= named & catalogue.facts.keys()
            needs["glossary"] |= named & catalogue.terms.keys()
    return needs


def _ids_in(reference: str, text: str) -> Iterable[str]:
    """A reference that is made of a parameter may be to anything that the file names."""
    return WORD.findall(text) if "{" in reference else [reference.strip()]


def _trimmed(file: SourceFile, wanted: Collection[str]) -> bytes:
    text = decode(file, Reporter(file.path))
    return DATA[file.relative.partition("/")[0]](text, wanted).encode() if text and wanted else b""


def _course_of(file: SourceFile, files: Mapping[str, SourceFile]) -> SourceFile | None:
    """What a lesson cannot be without: what its course says of itself."""
    in_course = file.relative.startswith("courses/")
    return files.get(f"{PurePosixPath(file.path).parent}/course.yaml") if in_course else None


def _clashes(files: Iterable[SourceFile]) -> Iterable[Diagnostic]:
    seen: dict[str, str] = {}
    for file in files:
        if file.relative in seen:
            message = f"{seen[file.relative]} cũng ở chỗ này. Xuất riêng từng thư mục nội dung, hoặc đổi tên một tệp."
            yield _fault(file.path, message)
        seen.setdefault(file.relative, file.path)


def _misplaced(files: Iterable[SourceFile]) -> Iterable[Diagnostic]:
    for file in files:
        fault = "máy không mở được, xem lệnh soi" if file.refused else place_fault(file.relative)
        if fault:
            yield _fault(file.path, f"Tệp này không vào gói được: {fault}.")


def _link(path: str, line: int) -> Diagnostic:
    message = "Dòng này dẫn tới một bài không có trong gói. Nơi nhập gói phải có sẵn bài ấy."
    return Diagnostic(path, line, 1, "warning", "link-outside", message)


def _fault(path: str, message: str) -> Diagnostic:
    return Diagnostic(path, 1, 1, "error", "not-sent", message)
