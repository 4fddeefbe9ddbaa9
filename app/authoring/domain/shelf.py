"""What of the content somebody at the desk sees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.diagnostics import Diagnostic
from app.courses.domain.source import SourceFile


@dataclass(frozen=True)
class Shelf:
    """For who keeps the certification bank (`keeps_bank`) everything; for everybody else as if there were no such bank: no
    file, question, standard or fault of it. Every page of the desk reads the content from here."""

    catalogue: Catalogue
    files: Mapping[str, SourceFile]
    diagnostics: tuple[Diagnostic, ...]
    keeps_bank: bool

    def sees(self, path: str) -> bool:
        """A file that is there, or the draft of one. `path` as in ContentLibrary.files."""
        return self.keeps_bank or not self.catalogue.is_sealed(path)

    def told(self, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        return tuple(found for found in diagnostics if self.sees(found.file))


def shelf(
    catalogue: Catalogue, files: Mapping[str, SourceFile], diagnostics: tuple[Diagnostic, ...], *, keeps_bank: bool
) -> Shelf:
    whole = Shelf(catalogue, files, diagnostics, keeps_bank)
    if keeps_bank:
        return whole
    bank = {slug: file for slug, file in catalogue.bank.items() if whole.sees(file.path)}
    return Shelf(
        replace(catalogue, bank=bank, standards={}),
        {path: file for path, file in files.items() if whole.sees(path)},
        whole.told(diagnostics),
        keeps_bank,
    )
