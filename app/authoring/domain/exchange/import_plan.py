"""What an archive would change in a content root, judged by the compiler together with what is there. Nothing is ever
deleted: lessons that the archive lacks stay, and so do rows of a data file that its copy in the archive lacks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from app.authoring.domain.exchange.archive import read_archive
from app.authoring.domain.exchange.data_rows import DataRows, read_rows, with_only_rows, with_rows
from app.authoring.domain.file_names import in_order_of_need
from app.courses.domain.compilation import compile_catalogue
from app.courses.domain.diagnostics import Diagnostic, Reporter
from app.courses.domain.exercises import Kinds
from app.courses.domain.frameworks import Framework, Skill
from app.courses.domain.source import SourceFile, decode
from app.courses.domain.yaml_text import fit, read_yaml

LISTS = ("facts", "glossary")
SEEN_ON = "xem-ngay"
MOST_TOLD = 500  # findings; who has that many mends the first ones first


@dataclass(frozen=True)
class Change:
    """`data` is what the file will hold, `before` what this was judged against (None: no file). `added` and
    `exchanged`: the rows of a data file that is there already."""

    place: str
    kind: Literal["new", "replaced", "same"]
    data: bytes
    before: bytes | None
    added: tuple[str, ...] = ()
    exchanged: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportPlan:
    """`changes` in the order in which they are to be written. With an error nothing may be."""

    changes: tuple[Change, ...]
    diagnostics: tuple[Diagnostic, ...]
    paths: Mapping[str, str] = field(default_factory=dict)  # the shown path of each place

    @property
    def is_refused(self) -> bool:
        return any(found.severity == "error" for found in self.diagnostics)

    @property
    def to_write(self) -> tuple[Change, ...]:
        return () if self.is_refused else tuple(change for change in self.changes if change.kind != "same")


def plan_import(
    data: bytes, root: str, files: Mapping[str, SourceFile], today: date, kinds: Kinds, *, anywhere: bool = False
) -> ImportPlan:
    """`root` is the shown name of the root that is written to, `files` what is in it and in the roots beside it, by their
    shown paths. `anywhere`: what another root has in its place is changed there."""
    archive = read_archive(data)
    if archive.refused:
        return ImportPlan((), archive.refused)
    planned = _Planned(root, files, anywhere=anywhere)
    for place in sorted(archive.files, key=in_order_of_need):
        planned.add(place, archive.files[place])
    paths = {place: planned.path(place) for place in archive.files}
    if all(change.kind == "same" for change in planned.changes):
        return ImportPlan(tuple(planned.changes), tuple(planned.told), paths)
    told = compile_catalogue(planned.files_after().values(), today, kinds).diagnostics
    own = set(paths.values())
    caused = [found for found in told if found.file in own]
    elsewhere = {found for found in told if found.severity == "error"} - set(caused)
    if elsewhere:
        elsewhere -= set(compile_catalogue(files.values(), today, kinds).diagnostics)
    found = sorted([*planned.told, *caused, *elsewhere], key=lambda one: (one.severity, one))  # errors first
    return ImportPlan(tuple(planned.changes), tuple(found[:MOST_TOLD]), paths)


class _Planned:
    """The changes so far, and what had to be said of them."""

    def __init__(self, root: str, files: Mapping[str, SourceFile], *, anywhere: bool) -> None:
        self.changes: list[Change] = []
        self.told: list[Diagnostic] = []
        self._root = root
        self._files = files
        self._places: dict[str, str] = {}
        for path, file in files.items() if anywhere else ():
            self._places.setdefault(file.relative, path)
        self._names = {path.casefold(): path for path in files}
        self._homes = {folder: dict(_homes(folder, files.values())) for folder in LISTS}

    def path(self, place: str) -> str:
        """Of two roots that have it, the first."""
        return self._places.get(place, f"{self._root}/{place}")

    def add(self, place: str, data: bytes) -> None:
        path = self.path(place)
        there, near = self._files.get(path), self._names.get(path.casefold(), path)
        if near != path:
            self._conflict(place, f"Đã có tệp {near}, chỉ khác chữ hoa chữ thường. Đổi tên một trong hai.")
        elif there is not None and there.refused:
            self._conflict(place, "Ở chỗ này đang có một thứ không mở được. Sửa nó trước rồi nhập lại.")
        else:
            folder, before = place.partition("/")[0], there.data if there else None
            text = decode(SourceFile(path, place, data), Reporter(path))  # what is wrong with it the compiler says
            self.changes.append(self._change(folder, place, data, text, before))

    def files_after(self) -> dict[str, SourceFile]:
        changed = {self.path(change.place): change for change in self.changes if change.kind != "same"}
        return {**self._files} | {path: SourceFile(path, one.place, one.data) for path, one in changed.items()}

    def _change(self, folder: str, place: str, data: bytes, text: str | None, before: bytes | None) -> Change:
        if data == before:
            return Change(place, "same", data, before)
        incoming = read_rows(text) if text is not None and folder in LISTS else None
        if incoming is not None:
            return self._rows_change(folder, place, data, incoming, before)
        if folder == "frameworks" and before is not None:
            return self._framework_change(place, data, before)
        return Change(place, "new" if before is None else "replaced", data, before)

    def _rows_change(self, folder: str, place: str, data: bytes, incoming: DataRows, before: bytes | None) -> Change:
        taken = [row for row in incoming.rows if self._is_taken(folder, place, row, incoming.rows[row])]
        if not taken:
            return Change(place, "same", data, before)
        if before is None:
            rest = data if len(taken) == len(incoming.rows) else with_only_rows(incoming.text, taken).encode()
            return Change(place, "new", rest, None)
        there = read_rows(decode(SourceFile(place, place, before), Reporter(place)) or "")
        merged = with_rows(there, incoming, taken) if there else None
        if merged is None:
            self._conflict(place, "Tệp trong gói và tệp đang có viết khác kiểu nên máy không ghép được. Ghép bằng tay.")
        added = tuple(row for row in taken if row not in self._homes[folder])
        exchanged = tuple(row for row in taken if row in self._homes[folder])
        return Change(place, "replaced", merged.encode() if merged else data, before, added, exchanged)

    def _is_taken(self, folder: str, place: str, row: str, incoming: Mapping[str, Any]) -> bool:
        """A row that is there already is not: nor is one that is there in a newer state, or in another file."""
        home, known = self._homes[folder].get(row, ("", None))
        if known is None or known == incoming:
            return known is None
        if home != self.path(place):
            self._conflict(place, f"`{row}` đã có ở {home} với nội dung khác. Giữ một bản, hoặc đặt mã khác.")
            return False
        if str(known.get(SEEN_ON, "")) > str(incoming.get(SEEN_ON, "")):
            message = f"Giữ `{row}` đang có: ngày xem lại của nó mới hơn trong gói."
            self.told.append(Diagnostic(self.path(place), 1, 1, "warning", "kept-newer", message))
            return False
        return True

    def _framework_change(self, place: str, data: bytes, before: bytes) -> Change:
        """A part of the framework that is there changes nothing; a whole one may replace it; anything else cannot be
        put together by a machine."""
        incoming, known = _skills(place, data), _skills(place, before)
        if incoming and all(known.get(skill) == row for skill, row in incoming.items()):
            if len(incoming) < len(known):
                return Change(place, "same", data, before)
        elif incoming and known.keys() - incoming.keys():
            lost = ", ".join(sorted(known.keys() - incoming.keys())[:5])
            self._conflict(
                place, f"Khung trong gói khác khung đang có và thiếu kỹ năng: {lost}. Ghép hai khung bằng tay."
            )
        return Change(place, "replaced", data, before)

    def _conflict(self, place: str, message: str) -> None:
        self.told.append(Diagnostic(self.path(place), 1, 1, "error", "conflict", message))


def _homes(folder: str, files: Iterable[SourceFile]) -> Iterator[tuple[str, tuple[str, Mapping[str, Any]]]]:
    """Of each row the file it is in and what it says."""
    for file in files:
        if file.relative.startswith(f"{folder}/"):
            known = read_rows(decode(file, Reporter(file.path)) or "")
            yield from ((row, (file.path, value)) for row, value in (known.rows.items() if known else ()))


def _skills(place: str, data: bytes) -> dict[str, Skill]:
    text = decode(SourceFile(place, place, data), Reporter(place))
    yaml = read_yaml(text, 1, Reporter(place)) if text else None
    framework: Framework | None = fit(Framework, yaml, Reporter(place)) if yaml else None
    return framework.skills if framework else {}
