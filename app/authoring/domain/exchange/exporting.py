"""One file to give away: the texts themselves, or their questions as other systems read them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.authoring.domain.exchange.archive import write_archive
from app.authoring.domain.exchange.gift import gift_of
from app.authoring.domain.exchange.items import LeftOut, items_of
from app.authoring.domain.exchange.qti_package import qti_package
from app.authoring.domain.exchange.selection import everything, select
from app.courses.domain.compilation import Compiled
from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.exercises import Kinds
from app.courses.domain.source import SourceFile


class Form(StrEnum):
    """What is written: the files themselves, or their questions as others read them."""

    ZIP = "zip"
    GIFT = "gift"
    QTI = "qti"


@dataclass(frozen=True)
class Exported:
    """`count`: files, or questions. With faults nothing is written."""

    data: bytes
    count: int
    faults: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def exported(
    form: Form, files: Mapping[str, SourceFile], wanted: Collection[str], compiled: Compiled, today: date, kinds: Kinds
) -> Exported:
    """`wanted` are some of the paths of `files`, of which `compiled` was made."""
    if form is Form.ZIP:
        is_all = len(files) == len(set(wanted))
        selection = everything(files, compiled) if is_all else select(files, wanted, compiled.catalogue, today, kinds)
        return Exported(write_archive(selection.files), len(selection.files), selection.faults, selection.notes)
    faults = tuple(one for one in compiled.diagnostics if one.file in wanted and one.severity == "error")
    items, left_out = items_of(compiled.catalogue, wanted)
    data = gift_of(items).encode() if form is Form.GIFT else qti_package(items)
    return Exported(data, len(items), faults, left_out=left_out)
