"""The content folders: read, compiled, watched; the last good version of every file kept in the database."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import structlog
from sqlalchemy import select

from app.core.clock import Clock
from app.core.db import Database, insert_or_update
from app.core.ids import is_version, version_of
from app.courses.domain.bank import BankFile, compile_bank_file, draft_bank_file
from app.courses.domain.catalogue import EMPTY, Catalogue
from app.courses.domain.compilation import Compiled, compile_catalogue
from app.courses.domain.diagnostics import Diagnostic, Reporter
from app.courses.domain.exercises import Kinds
from app.courses.domain.facts import TAUGHT
from app.courses.domain.lesson_text import compile_lesson, draft_lesson
from app.courses.domain.lessons import Draft, Lesson
from app.courses.domain.markdown import Writing
from app.courses.domain.places import LESSON_NAME, roots_for_practice
from app.courses.domain.source import SourceFile, decode, with_plain_line_ends
from app.courses.domain.staleness import NO_HISTORY, History, resting
from app.courses.fact_history import remember_facts
from app.courses.folders import fingerprint, ranked_roots, read_folders
from app.courses.models import ContentVersion

PATIENCE_S = 5.0  # a load takes about one

log = structlog.get_logger()


def check_folders(roots: Sequence[Path], today: date, kinds: Kinds) -> Compiled:
    """What `hocvuso content check` judges: the folders as they are, no fallback, no database."""
    refused: list[Diagnostic] = []
    files = read_folders(roots, refused)
    compiled = compile_catalogue(files.values(), today, kinds)
    return Compiled(compiled.catalogue, tuple(sorted([*refused, *compiled.diagnostics])))


class ContentLibrary:
    """The catalogue that pages read. `load` replaces it as a whole; listeners then rebuild what they made from it.

    Versions stand in forms, and texts hold what is right: `version_key` keeps guesses from being tried on them. What was
    archived under another key, or none, is found under its old version as well."""

    def __init__(
        self, roots: Iterable[Path], database: Database, clock: Clock, kinds: Kinds, version_key: bytes = b""
    ) -> None:
        self._roots = tuple(roots)
        self._database = database
        self._clock = clock
        self._kinds = kinds
        self._version_key = version_key
        self._listeners: list[Callable[[Catalogue], None]] = []
        self._archived: dict[str, tuple[str, object]] = {}
        self._old_versions: dict[tuple[str, str], Lesson | BankFile] = {}
        self._old_data: dict[tuple[tuple[str, str], ...], Catalogue] = {}
        self._fingerprint: object = None
        self._loading = threading.RLock()
        self._wake = threading.Event()
        self._stopped = False
        self._watcher: threading.Thread | None = None
        self.catalogue: Catalogue = EMPTY
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self.files: Mapping[str, SourceFile] = {}
        self.fact_history: History = NO_HISTORY
        self.loaded_at: datetime = clock.now()
        self.replaced: frozenset[str] = frozenset()  # broken data files that are read in their last good version

    def on_change(self, listener: Callable[[Catalogue], None]) -> None:
        self._listeners.append(listener)

    def refresh(self) -> None:
        """Loads when a file or the date has changed since the last time."""
        with self._loading:  # or who began to read earlier might end later, with what the files held before
            if self._take_fingerprint() != self._fingerprint:
                self._load()

    def load(self) -> None:
        with self._loading:
            self._load()

    def compiled_with(self, file: SourceFile) -> Compiled:
        """The catalogue as it would be if this file were there, or held this, and everything that would be wrong. In one
        pass: another data file that is broken already stands in its last good version, as in what is published."""
        broken = {path for path in _faulty(self.diagnostics) if path.endswith(".yaml")} - {file.path}
        files = self._with_last_good({**self.files, file.path: file}, broken)
        compiled = compile_catalogue(files.values(), self._clock.today(), self._kinds, self._version_key)
        return Compiled(compiled.catalogue, tuple(sorted(compiled.diagnostics)))

    def _load(self) -> None:
        self._fingerprint = self._take_fingerprint()
        refused: list[Diagnostic] = []
        files = read_folders(self._roots, refused)
        compiled, usable = self._compile(files, refused)
        bad = _faulty(compiled.diagnostics)
        data = {path: self._version_of(_text(file)) for path, file in usable.items() if path.endswith(".yaml")}
        kept = [*self._last_good(sorted(bad & files.keys()), compiled.catalogue)]
        self._archive(_archivable([file for path, file in files.items() if path not in bad], data))
        replaced = _archivable([usable[path] for path in bad & usable.keys()], data)
        self._archive([*replaced, *((row.path, row.text, row.data) for row, _ in kept)], known=True)
        catalogue, today = compiled.catalogue.with_kept(file for _, file in kept), self._clock.today()
        self.fact_history = remember_facts(self._database, catalogue.facts.values(), today)
        resting_now = resting(catalogue, today, self.fact_history)
        # By what lies there, so that a standard that broke unseals no bank.
        practice = roots_for_practice(files.values()) - ranked_roots(self._roots)
        sealing = replace(catalogue, practice_roots=practice)
        self.catalogue, self.files = sealing.with_resting(resting_now), files
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
        compiled = compile_catalogue(files.values(), today, self._kinds, self._version_key)
        data = {path for path in files if path.endswith(".yaml")}
        bad_data = _faulty([*refused, *compiled.diagnostics]) & data
        usable = self._with_last_good(files, bad_data)
        found = [*refused, *compiled.diagnostics]
        if bad_data:
            again = compile_catalogue(usable.values(), today, self._kinds, self._version_key)
            blamed = [diagnostic for diagnostic in compiled.diagnostics if diagnostic.file in bad_data]
            others = [diagnostic for diagnostic in again.diagnostics if diagnostic.file not in bad_data]
            compiled, found = again, [*refused, *blamed, *others]
        return Compiled(compiled.catalogue, tuple(sorted(found))), {path: usable[path] for path in data & usable.keys()}

    def lesson_version(self, slug: str, version: str) -> Lesson | None:
        """The lesson as it was in that version: the current one, or compiled again from the archive."""
        found = self._version(self.catalogue.lessons.get(slug), version)
        return found if isinstance(found, Lesson) else None

    def bank_version(self, slug: str, version: str) -> BankFile | None:
        """The same for a file of the bank."""
        found = self._version(self.catalogue.bank.get(slug), version)
        return found if isinstance(found, BankFile) else None

    def _version(self, current: Lesson | BankFile | None, version: str) -> Lesson | BankFile | None:
        if current is None or current.version == version:
            return current
        known = self._old_versions.get((current.slug, version))
        if known is None and is_version(version):
            known = self._read_old_version(current, version)
            if known is not None:  # what does not exist is not remembered, or anyone could fill the memory
                self._old_versions[current.slug, version] = known
        return known

    def draft(self, file: SourceFile) -> Draft | None:
        """A lesson or a file of the bank as it is now, as far as it can be read; None for other files."""
        writing = self._writing(file.path, self.catalogue)
        folder, is_text = file.relative.partition("/")[0], file.relative.endswith(".md")
        text = decode(file, writing.reporter) if is_text and folder in ("courses", "bank") else None
        if text is None:
            return None
        return (draft_bank_file if folder == "bank" else draft_lesson)(text, writing, self._kinds)

    def _writing(self, path: str, catalogue: Catalogue) -> Writing:
        today, key = self._clock.today(), self._version_key
        return Writing(catalogue.facts, catalogue.terms, catalogue.skills, today, Reporter(path), key)

    def _version_of(self, text: str) -> str:
        return version_of(text, self._version_key)

    def watch(self, interval_s: float) -> None:
        """Refreshes now and then until `stop`."""
        self._watcher = threading.Thread(target=self._watch, args=(interval_s,), name="content-watch", daemon=True)
        self._watcher.start()

    def look_now(self) -> None:
        """Somebody has just changed a file: whoever watches need not wait."""
        self._wake.set()

    def stop(self) -> None:
        """Whoever watches ends what they are loading: the database is closed next."""
        self._stopped = True
        self._wake.set()
        if self._watcher is not None:
            self._watcher.join(PATIENCE_S)

    def _watch(self, interval_s: float) -> None:
        while self._waits(interval_s):
            try:
                self.refresh()
            except Exception as error:  # a half-written file or a busy database: the next round sees it again
                self._fingerprint = None
                log.warning("content load failed", error=type(error).__name__)

    def _waits(self, interval_s: float) -> bool:
        """Until it is time to look again; False when it is over."""
        self._wake.wait(interval_s)
        self._wake.clear()
        return not self._stopped

    def _take_fingerprint(self) -> object:
        return self._clock.today(), fingerprint(self._roots)

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

    def _last_good(
        self, paths: Iterable[str], catalogue: Catalogue
    ) -> Iterator[tuple[ContentVersion, Lesson | BankFile]]:
        """What these files held when they were last good. It stays up whatever has become of the files it needs."""
        with self._database.session(writes=False) as session:
            for path in paths:
                newest = select(ContentVersion).where(ContentVersion.path == path)
                kept = session.scalar(newest.order_by(ContentVersion.loaded_at.desc()).limit(1))
                compiled = self._compile_kept(kept, catalogue) if kept else None
                if kept and compiled:
                    yield kept, compiled

    def _compile_kept(self, kept: ContentVersion, catalogue: Catalogue) -> Lesson | BankFile | None:
        """A kept text with the facts, terms and skills of now, and those it was good with where they are gone."""
        compiled = self._compile_text(kept, catalogue)
        if compiled is None:
            then = self._catalogue_of(tuple(sorted(kept.data.items())))
            taught = {fact_id: fact for fact_id, fact in catalogue.facts.items() if fact.confidence in TAUGHT}
            both = replace(
                catalogue,
                facts={**then.facts, **taught},
                terms={**then.terms, **catalogue.terms},
                skills={**then.skills, **catalogue.skills},
            )
            compiled = self._compile_text(kept, both)
        return compiled

    def _compile_text(self, kept: ContentVersion, catalogue: Catalogue) -> Lesson | BankFile | None:
        path = PurePosixPath(kept.path)
        writing = self._writing(kept.path, catalogue)
        if path.parts[1] == "bank":
            return compile_bank_file(path.stem, kept.path, kept.text, writing, self._kinds)
        name = LESSON_NAME.fullmatch(path.name)
        if name is None:
            return None
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

    def _archive(self, good: Iterable[tuple[str, str, Mapping[str, str]]], *, known: bool = False) -> None:
        """Path, text, and the data files it is good with, as the newest of its path. `known` texts come from here: they
        only need a row for the version that the key of now gives them."""
        now = self._clock.now()
        rows: list[dict[str, Any]] = [
            {"path": path, "version": self._version_of(text), "text": text, "data": dict(data), "loaded_at": now}
            for path, text, data in good
        ]
        # A text that comes back must become the newest again, so only the latest of each path is remembered.
        rows = [row for row in rows if self._archived.get(row["path"]) != (row["version"], row["data"])]
        if not rows:
            return
        with self._database.transaction() as connection:  # several workers may load the same change at once
            insert = insert_or_update(connection.dialect.name, ContentVersion).values(rows)
            newest = {"loaded_at": insert.excluded.loaded_at, "data": insert.excluded.data}
            keys = ["path", "version"]
            again = insert.on_conflict_do_nothing(index_elements=keys)
            connection.execute(again if known else insert.on_conflict_do_update(index_elements=keys, set_=newest))
        self._archived |= {row["path"]: (row["version"], row["data"]) for row in rows}

    def _read_old_version(self, current: Lesson | BankFile, version: str) -> Lesson | BankFile | None:
        with self._database.session(writes=False) as session:
            kept = session.get(ContentVersion, (current.path, version))
        compiled = self._compile_kept(kept, self.catalogue) if kept else None
        return replace(compiled, version=version, resting=current.resting) if compiled else None


def _archivable(files: Iterable[SourceFile], data: Mapping[str, str]) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    for file in files:
        yield file.path, _text(file), data if file.path.endswith(".md") else {}


def _text(file: SourceFile) -> str:
    return with_plain_line_ends(file.data.decode("utf-8-sig"))


def _faulty(diagnostics: Iterable[Diagnostic]) -> set[str]:
    return {diagnostic.file for diagnostic in diagnostics if diagnostic.severity == "error"}
