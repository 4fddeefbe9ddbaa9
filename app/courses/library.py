"""The content folders: read, compiled, watched; the last good version of every file kept in the database."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any

import structlog
from sqlalchemy import select

from app.core.clock import Clock
from app.core.db import Database, insert_or_update
from app.core.ids import is_version, version_of
from app.courses.domain.catalogue import EMPTY, LESSON_NAME, Catalogue, Compiled, compile_catalogue
from app.courses.domain.diagnostics import Diagnostic, Reporter
from app.courses.domain.facts import TAUGHT
from app.courses.domain.lessons import Draft, ExerciseKind, Lesson, compile_lesson, draft_lesson
from app.courses.domain.markdown import Writing
from app.courses.domain.source import MAX_BYTES, SourceFile, decode, with_plain_line_ends
from app.courses.models import ContentVersion

log = structlog.get_logger()
SUFFIXES = {".md", ".yaml", ".yml"}
BACKUPS = ("~", ".bak", ".swp", ".tmp")  # of editors
NOTICES = ("README", "LICENSE")

Kinds = Mapping[str, ExerciseKind]


def root_names(roots: Sequence[Path]) -> tuple[str, ...]:
    """What each root is called before the paths of its files: its folder's name, numbered where it is taken."""
    names: list[str] = []
    for root in roots:
        name = root.resolve().name
        numbered = (f"{name}-{number}" for number in count(2))
        names.append(name if name not in names else next(other for other in numbered if other not in names))
    return tuple(names)


def read_folder(root: Path, refused: list[Diagnostic], name: str = "") -> Iterator[SourceFile]:
    """The content files under a root, sorted by path; what cannot be content is named and refused, not opened."""
    base = root.resolve()
    for path in sorted(root.rglob("*")):
        place = path.relative_to(root).as_posix()
        relative = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in place)
        shown = f"{name or base.name}/{relative}"
        data = b""
        try:
            if not _is_meant(path, place):
                continue
            found = _refusal(path, base, shown, is_printable=place == relative)
            if found is None:
                with path.open("rb") as file:
                    data = file.read(MAX_BYTES + 1)  # enough to tell that it is too large
        except OSError:
            message = "Máy không mở được tệp này. Xem lại quyền đọc của tệp, hoặc chép lại tệp."
            found = Diagnostic(shown, 1, 1, "error", "unreadable-file", message)
        if found:
            refused.append(found)
        yield SourceFile(shown, relative, data, refused=found is not None)


def read_folders(roots: Sequence[Path], refused: list[Diagnostic]) -> dict[str, SourceFile]:
    """The files of all roots by their shown path."""
    named = zip(roots, root_names(roots), strict=True)
    return {file.path: file for root, name in named for file in read_folder(root, refused, name)}


def _is_meant(path: Path, place: str) -> bool:
    """Whether somebody may think that this is content: no hidden file, no copy of an editor, no dead link."""
    *_folders, name = parts = place.split("/")
    if any(part.startswith(".") for part in parts) or name.endswith(BACKUPS) or name.startswith(NOTICES):
        return False
    return path.is_file() or (path.suffix in SUFFIXES and path.exists())


def _refusal(path: Path, base: Path, shown: str, *, is_printable: bool) -> Diagnostic | None:
    if not path.resolve().is_relative_to(base):
        message = "Tệp này là một đường tắt dẫn ra ngoài thư mục nội dung. Chép hẳn tệp vào đây."
        return Diagnostic(shown, 1, 1, "error", "path-escape", message)
    if not path.is_file():
        message = "Đây không phải là tệp mà tên lại như tên tệp. Đổi tên thư mục này, bỏ phần đuôi."
        return Diagnostic(shown, 1, 1, "error", "misplaced-file", message)
    if path.suffix not in SUFFIXES:
        message = "Tệp có đuôi này không ai đọc. Bài học lưu thành tệp đuôi .md, dữ kiện đuôi .yaml (chữ thường)."
        return Diagnostic(shown, 1, 1, "error", "misplaced-file", message)
    if not is_printable:
        message = "Tên tệp hoặc thư mục có chữ máy không đọc được. Đặt lại tên không dấu."
        return Diagnostic(shown, 1, 1, "error", "bad-slug", message)
    return None


def _stamp(path: Path, place: str) -> tuple[str, int, int] | None:
    """What changes when the file does; None for what is not meant as content, zeros for what the system refuses."""
    try:
        if not _is_meant(path, place):
            return None
        stat = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), stat.st_mtime_ns, stat.st_size


def check_folders(roots: Sequence[Path], today: date, kinds: Kinds) -> Compiled:
    """What `hocvuso content check` judges: the folders as they are, no fallback, no database."""
    refused: list[Diagnostic] = []
    files = read_folders(roots, refused)
    compiled = compile_catalogue(files.values(), today, kinds)
    return Compiled(compiled.catalogue, tuple(sorted([*refused, *compiled.diagnostics])))


class ContentLibrary:
    """The catalogue that pages read. `load` replaces it as a whole; listeners then rebuild what they made from it."""

    def __init__(self, roots: Iterable[Path], database: Database, clock: Clock, kinds: Kinds) -> None:
        self._roots = tuple(roots)
        self._database = database
        self._clock = clock
        self._kinds = kinds
        self._listeners: list[Callable[[Catalogue], None]] = []
        self._archived: dict[str, tuple[str, object]] = {}
        self._old_versions: dict[tuple[str, str], Lesson] = {}
        self._old_data: dict[tuple[tuple[str, str], ...], Catalogue] = {}
        self._fingerprint: object = None
        self._stop = threading.Event()
        self.catalogue: Catalogue = EMPTY
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self.files: Mapping[str, SourceFile] = {}
        self.loaded_at: datetime = clock.now()
        self.replaced: frozenset[str] = frozenset()  # broken data files that are read in their last good version

    def on_change(self, listener: Callable[[Catalogue], None]) -> None:
        self._listeners.append(listener)

    def refresh(self) -> None:
        """Loads when a file or the date has changed since the last time."""
        if self._take_fingerprint() != self._fingerprint:
            self.load()

    def load(self) -> None:
        self._fingerprint = self._take_fingerprint()
        refused: list[Diagnostic] = []
        files = read_folders(self._roots, refused)
        compiled, usable = self._compile(files, refused)
        bad = _faulty(compiled.diagnostics)
        data = {path: version_of(_text(file)) for path, file in usable.items() if path.endswith(".yaml")}
        kept = self._last_good_lessons(sorted(bad & files.keys()), compiled.catalogue)
        self._archive((file for path, file in files.items() if path not in bad), data)
        self.catalogue, self.files = compiled.catalogue.with_lessons(kept), files
        self.replaced = frozenset(bad & usable.keys())
        self.diagnostics = compiled.diagnostics
        self.loaded_at = self._clock.now()
        self._old_versions.clear()
        for listener in self._listeners:
            listener(self.catalogue)
        log.info("content loaded", lessons=len(self.catalogue.lessons), diagnostics=len(self.diagnostics))

    def _compile(
        self, files: Mapping[str, SourceFile], refused: list[Diagnostic]
    ) -> tuple[Compiled, dict[str, SourceFile]]:
        """What the files hold, and the data files that it was made with: a broken one in its last good version, so that
        lessons are not blamed for it."""
        today = self._clock.today()
        compiled = compile_catalogue(files.values(), today, self._kinds)
        data = {path for path in files if path.endswith(".yaml")}
        bad_data = _faulty([*refused, *compiled.diagnostics]) & data
        usable = self._with_last_good(files, bad_data)
        found = [*refused, *compiled.diagnostics]
        if bad_data:
            again = compile_catalogue(usable.values(), today, self._kinds)
            blamed = [diagnostic for diagnostic in compiled.diagnostics if diagnostic.file in bad_data]
            others = [diagnostic for diagnostic in again.diagnostics if diagnostic.file not in bad_data]
            compiled, found = again, [*refused, *blamed, *others]
        return Compiled(compiled.catalogue, tuple(sorted(found))), {path: usable[path] for path in data & usable.keys()}

    def lesson_version(self, slug: str, version: str) -> Lesson | None:
        """The lesson as it was in that version: the current one, or compiled again from the archive."""
        current = self.catalogue.lessons.get(slug)
        if current is None or current.version == version:
            return current
        known = self._old_versions.get((slug, version))
        if known is None and is_version(version):
            known = self._read_old_version(current, version)
            if known is not None:  # what does not exist is not remembered, or anyone could fill the memory
                self._old_versions[slug, version] = known
        return known

    def draft(self, file: SourceFile) -> Draft | None:
        """A lesson file as it is now, as far as it can be read; None for other files."""
        reporter = Reporter(file.path)
        text = decode(file, reporter)
        if text is None or not file.relative.startswith("courses/") or not file.relative.endswith(".md"):
            return None
        catalogue = self.catalogue
        writing = Writing(catalogue.facts, catalogue.terms, catalogue.skills, self._clock.today(), reporter)
        return draft_lesson(text, writing, self._kinds)

    def watch(self, interval_s: float) -> None:
        """Refreshes now and then until `stop`."""
        threading.Thread(target=self._watch, args=(interval_s,), name="content-watch", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def _watch(self, interval_s: float) -> None:
        while not self._stop.wait(interval_s):
            try:
                self.refresh()
            except Exception as error:  # a half-written file or a busy database: the next round sees it again
                self._fingerprint = None
                log.warning("content load failed", error=type(error).__name__)

    def _take_fingerprint(self) -> object:
        stats = [
            stamp
            for root in self._roots
            for path in root.rglob("*")
            if (stamp := _stamp(path, path.relative_to(root).as_posix()))
        ]
        return self._clock.today(), tuple(sorted(stats))

    def _with_last_good(self, files: Mapping[str, SourceFile], bad: set[str]) -> dict[str, SourceFile]:
        """The files with every bad one replaced by its last good version, or left out."""
        usable = {path: file for path, file in files.items() if path not in bad}
        with self._database.session(writes=False) as session:
            for path in bad & files.keys():
                newest = select(ContentVersion.text).where(ContentVersion.path == path)
                text = session.scalar(newest.order_by(ContentVersion.loaded_at.desc()).limit(1))
                if text is not None:
                    usable[path] = SourceFile(path, files[path].relative, text.encode())
        return usable

    def _last_good_lessons(self, paths: Iterable[str], catalogue: Catalogue) -> Iterator[Lesson]:
        """The lessons of these files as they were last good. They stay up whatever has become of the files they need."""
        with self._database.session(writes=False) as session:
            for path in paths:
                newest = select(ContentVersion).where(ContentVersion.path == path)
                kept = session.scalar(newest.order_by(ContentVersion.loaded_at.desc()).limit(1))
                lesson = self._compile_kept(kept, catalogue) if kept else None
                if lesson:
                    yield lesson

    def _compile_kept(self, kept: ContentVersion, catalogue: Catalogue) -> Lesson | None:
        """A kept lesson with the facts, terms and skills of now, and those it was good with where they are gone."""
        lesson = self._compile_text(kept, catalogue)
        if lesson is None:
            then = self._catalogue_of(tuple(sorted(kept.data.items())))
            taught = {fact_id: fact for fact_id, fact in catalogue.facts.items() if fact.confidence in TAUGHT}
            both = replace(
                catalogue,
                facts={**then.facts, **taught},
                terms={**then.terms, **catalogue.terms},
                skills={**then.skills, **catalogue.skills},
            )
            lesson = self._compile_text(kept, both)
        return lesson

    def _compile_text(self, kept: ContentVersion, catalogue: Catalogue) -> Lesson | None:
        path = PurePosixPath(kept.path)
        name = LESSON_NAME.fullmatch(path.name)
        if name is None:
            return None
        writing = Writing(catalogue.facts, catalogue.terms, catalogue.skills, self._clock.today(), Reporter(kept.path))
        return compile_lesson(name[2], path.parent.name, int(name[1]), kept.path, kept.text, writing, self._kinds)

    def _catalogue_of(self, data: tuple[tuple[str, str], ...]) -> Catalogue:
        """What these versions of data files hold."""
        known = self._old_data.get(data)
        if known is None:
            with self._database.session(writes=False) as session:
                rows = [session.get(ContentVersion, key) for key in data]
            files = [SourceFile(row.path, row.path.partition("/")[2], row.text.encode()) for row in rows if row]
            known = compile_catalogue(files, self._clock.today(), self._kinds).catalogue
            self._old_data = {data: known}  # the others were of an older change: few lessons need them
        return known

    def _archive(self, files: Iterable[SourceFile], data: Mapping[str, str]) -> None:
        now = self._clock.now()
        rows: list[dict[str, Any]] = []
        for file in files:
            text, needed = _text(file), dict(data) if file.path.endswith(".md") else {}
            rows.append(
                {"path": file.path, "version": version_of(text), "text": text, "data": needed, "loaded_at": now}
            )
        # A text that comes back must become the newest again, so only the latest of each path is remembered.
        rows = [row for row in rows if self._archived.get(row["path"]) != (row["version"], row["data"])]
        if not rows:
            return
        with self._database.transaction() as connection:  # several workers may load the same change at once
            insert = insert_or_update(connection.dialect.name, ContentVersion).values(rows)
            newest = {"loaded_at": insert.excluded.loaded_at, "data": insert.excluded.data}
            connection.execute(insert.on_conflict_do_update(index_elements=["path", "version"], set_=newest))
        self._archived |= {row["path"]: (row["version"], row["data"]) for row in rows}

    def _read_old_version(self, current: Lesson, version: str) -> Lesson | None:
        with self._database.session(writes=False) as session:
            kept = session.get(ContentVersion, (current.path, version))
        return self._compile_kept(kept, self.catalogue) if kept else None


def _text(file: SourceFile) -> str:
    return with_plain_line_ends(file.data.decode("utf-8-sig"))


def _faulty(diagnostics: Iterable[Diagnostic]) -> set[str]:
    return {diagnostic.file for diagnostic in diagnostics if diagnostic.severity == "error"}
