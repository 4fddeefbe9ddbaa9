"""The content folders: read, compiled, watched; the last good version of every file kept in the database."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import structlog
from sqlalchemy import select

from app.core.clock import Clock
from app.core.db import Database, insert_or_update
from app.core.ids import is_version, version_of
from app.courses.domain.catalogue import EMPTY, Catalogue, Compiled, compile_catalogue
from app.courses.domain.diagnostics import Diagnostic, Reporter
from app.courses.domain.lessons import ExerciseKind, Lesson, compile_lesson
from app.courses.domain.markdown import Writing
from app.courses.domain.source import SourceFile, with_plain_line_ends
from app.courses.models import ContentVersion

log = structlog.get_logger()
SUFFIXES = {".md", ".yaml", ".yml"}

Kinds = Mapping[str, ExerciseKind]


def read_folder(root: Path, found: list[Diagnostic]) -> Iterator[SourceFile]:
    """The content files under a root, sorted by path; a link that leads out of it is refused."""
    base = root.resolve()
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root).as_posix()
        if (
            path.suffix not in SUFFIXES
            or any(part.startswith(".") for part in relative.split("/"))
            or not path.is_file()
        ):
            continue
        shown = f"{root.name}/{relative}"
        if not path.resolve().is_relative_to(base):
            message = "Tệp này là một đường tắt dẫn ra ngoài thư mục nội dung. Chép hẳn tệp vào đây."
            found.append(Diagnostic(shown, 1, 1, "error", "path-escape", message))
            continue
        yield SourceFile(shown, relative, path.read_bytes())


def check_folders(roots: Iterable[Path], today: date, kinds: Kinds) -> Compiled:
    """What `hocvuso content check` judges: the folders as they are, no fallback, no database."""
    escapes: list[Diagnostic] = []
    files = [file for root in roots for file in read_folder(root, escapes)]
    compiled = compile_catalogue(files, today, kinds)
    return Compiled(compiled.catalogue, tuple(sorted([*escapes, *compiled.diagnostics])))


class ContentLibrary:
    """The catalogue that pages read. `load` replaces it as a whole; listeners then rebuild what they made from it."""

    def __init__(self, roots: Iterable[Path], database: Database, clock: Clock, kinds: Kinds) -> None:
        self._roots = tuple(roots)
        self._database = database
        self._clock = clock
        self._kinds = kinds
        self._listeners: list[Callable[[Catalogue], None]] = []
        self._archived: set[tuple[str, str]] = set()
        self._old_versions: dict[tuple[str, str], Lesson] = {}
        self._fingerprint: object = None
        self._stop = threading.Event()
        self.catalogue: Catalogue = EMPTY
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self.files: Mapping[str, SourceFile] = {}

    def on_change(self, listener: Callable[[Catalogue], None]) -> None:
        self._listeners.append(listener)

    def refresh(self) -> None:
        """Loads when a file or the date has changed since the last time."""
        if self._take_fingerprint() != self._fingerprint:
            self.load()

    def load(self) -> None:
        self._fingerprint = self._take_fingerprint()
        escapes: list[Diagnostic] = []
        files = {file.path: file for root in self._roots for file in read_folder(root, escapes)}
        today = self._clock.today()
        compiled = compile_catalogue(files.values(), today, self._kinds)
        bad_data = _faulty(compiled.diagnostics) - {path for path in files if path.endswith(".md")}
        usable = self._with_last_good(files, bad_data)
        if bad_data:  # lessons are judged with the last good facts, not blamed for the broken ones
            blamed = [found for found in compiled.diagnostics if found.file in bad_data]
            again = compile_catalogue(usable.values(), today, self._kinds)
            compiled = Compiled(again.catalogue, (*blamed, *(d for d in again.diagnostics if d.file not in bad_data)))
        catalogue = compiled.catalogue
        bad_lessons = _faulty(compiled.diagnostics) - bad_data
        if bad_lessons:
            usable = self._with_last_good(usable, bad_lessons)
            catalogue = compile_catalogue(usable.values(), today, self._kinds).catalogue
        self._archive(file for path, file in files.items() if path not in bad_data | bad_lessons)
        self.catalogue, self.files = catalogue, files
        self.diagnostics = tuple(sorted([*escapes, *compiled.diagnostics]))
        self._old_versions.clear()
        for listener in self._listeners:
            listener(catalogue)
        log.info("content loaded", lessons=len(catalogue.lessons), diagnostics=len(self.diagnostics))

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
            (str(path), stat.st_mtime_ns, stat.st_size)
            for root in self._roots
            for path in root.rglob("*")
            if path.suffix in SUFFIXES and path.is_file() and (stat := path.stat())
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

    def _archive(self, files: Iterable[SourceFile]) -> None:
        texts = {file.path: with_plain_line_ends(file.data.decode("utf-8-sig")) for file in files}
        fresh = {(path, version_of(text)): text for path, text in texts.items()}
        fresh = {key: text for key, text in fresh.items() if key not in self._archived}
        if not fresh:
            return
        now = self._clock.now()
        rows = [
            {"path": path, "version": version, "text": text, "loaded_at": now}
            for (path, version), text in fresh.items()
        ]
        with self._database.transaction() as connection:  # several workers may load the same change at once
            insert = insert_or_update(connection, ContentVersion).values(rows)
            newest = {"loaded_at": insert.excluded.loaded_at}
            connection.execute(insert.on_conflict_do_update(index_elements=["path", "version"], set_=newest))
        # A text that comes back must become the newest again, so only the latest of each path is remembered.
        self._archived = {key for key in self._archived if key[0] not in {path for path, _ in fresh}} | fresh.keys()

    def _read_old_version(self, current: Lesson, version: str) -> Lesson | None:
        with self._database.session(writes=False) as session:
            kept = session.get(ContentVersion, (current.path, version))
        if kept is None:
            return None
        catalogue = self.catalogue
        writing = Writing(
            catalogue.facts, catalogue.terms, catalogue.skills, self._clock.today(), Reporter(current.path)
        )
        return compile_lesson(
            current.slug, current.course, current.order, current.path, kept.text, writing, self._kinds
        )


def _faulty(diagnostics: Iterable[Diagnostic]) -> set[str]:
    return {diagnostic.file for diagnostic in diagnostics if diagnostic.severity == "error"}
