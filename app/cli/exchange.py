"""`hocvuso content export` and `import`: a zip of the markdown both ways, questions as GIFT or QTI 3.0 out."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.authoring.domain.exchange.archive import MAX_ARCHIVE
from app.authoring.domain.exchange.exporting import Form, exported
from app.authoring.domain.exchange.import_plan import Change, ImportPlan, plan_import
from app.authoring.domain.file_names import FOLDERS
from app.authoring.folders import NotAsPlanned, write_changes, write_file
from app.cli.invocation import AsJson, print_json, read_settings, wrong_use
from app.core.clock import Clock
from app.core.config import Settings
from app.courses.domain.compilation import compile_catalogue
from app.courses.domain.diagnostics import Diagnostic
from app.courses.folders import read_folders, root_names
from app.publishing.folders import NotWritable, only_writer
from app.quiz.domain.kinds import KINDS


def content_export(
    to: Annotated[Path, typer.Option(help="Tệp sẽ ghi.")],
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Thư mục nội dung, khóa hoặc bài; để trống là tất cả.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="zip: bài viết; gift, qti: câu hỏi.")] = Form.ZIP,
    as_json: AsJson = False,
) -> None:
    """Xuất nội dung ra một tệp: gói bài viết (zip), hoặc câu hỏi cho hệ thống khác (GIFT, QTI 3.0)."""
    settings = read_settings()
    roots, prefixes = _chosen(paths or (), settings)
    files = read_folders(roots, [])
    wanted = {path for path in files if any(f"{path}/".startswith(f"{prefix}/") for prefix in prefixes)}
    today = Clock(settings.clock).today()
    found = exported(form, files, wanted, compile_catalogue(files.values(), today, KINDS), today, KINDS)
    is_good = bool(found.count) and not found.faults
    if is_good:
        _write(to, found.data)
    told = asdict(found)
    del told["data"]
    _tell([*found.faults, *found.notes], as_json=as_json, document={"ok": is_good, **told})
    for one in found.left_out if is_good else ():
        _say(f"{one.path}:{one.line}: để lại {one.slug}, {one.reason}", as_json=as_json)
    if is_good:
        left = f" Để lại {len(found.left_out)} chỗ." if found.left_out else ""
        _say(f"Đã xuất {found.count} {'tệp' if form is Form.ZIP else 'câu hỏi'} vào {to}.{left}", as_json=as_json)
    else:
        why = "sửa các lỗi trên đã." if found.faults else "ở đó không có gì để xuất."
        _say(f"Chưa xuất gì: {why}", as_json=as_json)
    raise typer.Exit(0 if is_good else 1)


def content_import(
    archive: Annotated[Path, typer.Argument(help="Gói zip của lệnh export.")],
    into: Annotated[Path | None, typer.Option(help="Thư mục nội dung sẽ ghi; để trống là thư mục đầu tiên.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem sẽ thêm gì, thay gì; không ghi.")] = False,
    as_json: AsJson = False,
) -> None:
    """Nhập một gói bài viết. Có lỗi thì không ghi gì cả."""
    settings = read_settings()
    roots, root, name = _target(into, settings)
    plan = plan_import(_read(archive), name, read_folders(roots, []), Clock(settings.clock).today(), KINDS)
    written = 0
    if not dry_run and not plan.is_refused:
        written = _write_plan(root, plan)
    changes = [
        {"place": one.place, "kind": one.kind, "added": one.added, "exchanged": one.exchanged} for one in plan.changes
    ]
    found = [asdict(one) for one in plan.diagnostics]
    told = {"ok": not plan.is_refused, "written": written, "changes": changes, "diagnostics": found}
    _tell(plan.diagnostics, as_json=as_json, document=told)
    for change in plan.to_write:
        _say(_sentence(change), as_json=as_json)
    _say(_summary(plan, written, root, dry_run=dry_run), as_json=as_json)
    raise typer.Exit(1 if plan.is_refused else 0)


def _chosen(paths: Iterable[Path], settings: Settings) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The roots to read, and the shown paths under which everything is wanted."""
    paths = [path.resolve() for path in paths]
    roots = tuple(settings.content_dirs)
    missing = next((path for path in paths or roots if not path.exists()), None)
    if missing is not None:
        raise wrong_use(f"Không có tệp hay thư mục nào ở {missing}.")
    if not all(any(path.is_relative_to(root.resolve()) for root in roots) for path in paths):
        roots = tuple(dict.fromkeys(_root_of(path) for path in paths))
    named = list(zip(roots, root_names(roots), strict=True))
    prefixes = (
        f"{name}/{path.relative_to(root.resolve()).as_posix()}".removesuffix("/.")
        for path in paths or [root.resolve() for root in roots]
        for root, name in named
        if path.is_relative_to(root.resolve())
    )
    return roots, tuple(prefixes)


def _root_of(path: Path) -> Path:
    """The nearest folder around it, or itself, that is a content root."""
    for folder in (path, *path.parents):
        if any((folder / name).is_dir() for name in FOLDERS):
            return folder
    raise wrong_use(f"{path} không nằm trong một thư mục nội dung (có courses/, facts/, frameworks/).")


def _target(into: Path | None, settings: Settings) -> tuple[tuple[Path, ...], Path, str]:
    """The roots that are judged together, the one to write to, and its name. A root of its own is judged alone."""
    roots = tuple(settings.content_dirs)
    root = into or roots[0]
    if root.exists() and not root.is_dir():
        raise wrong_use(f"{root} không phải là thư mục.")
    place = next((place for place, known in enumerate(roots) if known.resolve() == root.resolve()), None)
    roots, place = ((root,), 0) if place is None else (roots, place)
    return roots, roots[place], root_names(roots)[place]


def _read(archive: Path) -> bytes:
    try:
        with archive.open("rb") as file:
            return file.read(MAX_ARCHIVE + 1)
    except OSError:
        raise wrong_use(f"Không đọc được gói {archive}.") from None


def _write(path: Path, data: bytes) -> None:
    try:
        write_file(path, data)
    except OSError:
        raise wrong_use(f"Không ghi được vào {path}. Xem lại chỗ trống và quyền ghi.") from None


def _write_plan(root: Path, plan: ImportPlan) -> int:
    try:
        root.mkdir(parents=True, exist_ok=True)
        with only_writer(root):  # the desk may be publishing into it
            write_changes(root, plan.to_write)
    except NotAsPlanned as changed:
        raise wrong_use(f"{changed.place} vừa đổi trong lúc nhập, chưa ghi gì. Chạy lại lệnh.") from None
    except (OSError, NotWritable):
        raise wrong_use(f"Không ghi được vào {root}. Xem lại chỗ trống và quyền ghi, rồi chạy lại.") from None
    return len(plan.to_write)


def _sentence(change: Change) -> str:
    if change.kind == "new":
        return f"{change.place}: thêm mới."
    rows = [f"thêm {', '.join(change.added)}" for _ in change.added[:1]]
    rows += [f"thay {', '.join(change.exchanged)}" for _ in change.exchanged[:1]]
    return f"{change.place}: {'; '.join(rows) or 'thay bản đang có'}."


def _summary(plan: ImportPlan, written: int, root: Path, *, dry_run: bool) -> str:
    if plan.is_refused:
        return "Chưa nhập gì: sửa các lỗi trên đã."
    same = len(plan.changes) - len(plan.to_write)
    done = f"Sẽ ghi {len(plan.to_write)} tệp vào" if dry_run else f"Đã ghi {written} tệp vào"
    return f"{done} {root}, {same} tệp đã có sẵn như vậy."


def _tell(diagnostics: Iterable[Diagnostic], *, as_json: bool, document: object) -> None:
    if as_json:
        print_json(document)
        return
    for found in diagnostics:
        word = "lỗi" if found.severity == "error" else "cảnh báo"
        typer.echo(f"{found.file}:{found.line}:{found.column}: {word} [{found.code}] {found.message}")


def _say(sentence: str, *, as_json: bool) -> None:
    if not as_json:
        typer.echo(sentence)
