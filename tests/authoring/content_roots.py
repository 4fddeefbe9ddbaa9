"""Content roots as the compiler is given them, without a disk."""

from collections.abc import Mapping
from datetime import date

from app.authoring.domain.exchange.archive import write_archive
from app.authoring.domain.exchange.import_plan import ImportPlan, plan_import
from app.authoring.domain.exchange.selection import Selection, select
from app.courses.domain.compilation import compile_catalogue
from app.courses.domain.source import SourceFile
from app.quiz.domain.kinds import KINDS

TODAY = date(2026, 11, 22)
ROOT = "content"


def in_root(files: Mapping[str, bytes | str], root: str = ROOT) -> dict[str, SourceFile]:
    """By their shown paths."""
    return {
        f"{root}/{place}": SourceFile(f"{root}/{place}", place, data.encode() if isinstance(data, str) else data)
        for place, data in files.items()
    }


def selected(files: Mapping[str, SourceFile], *prefixes: str) -> Selection:
    """What is exported of these files, the ones under the prefixes; all of them when none is given."""
    wanted = [path for path in files if not prefixes or path.startswith(prefixes)]
    catalogue = compile_catalogue(files.values(), TODAY, KINDS).catalogue
    return select(files, wanted, catalogue, TODAY, KINDS)


def planned(sent: Mapping[str, bytes | str], there: Mapping[str, SourceFile]) -> ImportPlan:
    """What an archive of these files would change."""
    data = {place: text.encode() if isinstance(text, str) else text for place, text in sent.items()}
    return plan_import(write_archive(data), ROOT, there, TODAY, KINDS)


def after(plan: ImportPlan, there: Mapping[str, SourceFile]) -> dict[str, SourceFile]:
    """The root once the plan was carried out."""
    return {**there} | in_root({change.place: change.data for change in plan.to_write})
