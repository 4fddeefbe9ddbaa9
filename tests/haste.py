"""What tests do not wait for where it is not what they ask about: a disk, a hash that is slow on purpose, a walk over
what was read for all of them, the same content, statements, templates and index of the tutor made again."""

import gc
from collections.abc import Generator, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from types import CodeType, MappingProxyType
from typing import Any, ClassVar

import httpcore2
import hypothesis
import pytest
from jinja2.bccache import Bucket, BytecodeCache
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Dialect, event

import app.main as service
from app.accounts import hashing
from app.core import db
from app.core.batch import BatchWorker
from app.courses import library
from app.courses.domain import markdown
from app.courses.domain.compilation import Compiled, compile_catalogue
from app.courses.domain.exercises import Kinds
from app.courses.domain.source import SourceFile
from app.quiz.domain.kinds import KINDS
from app.tutor import calibration
from app.tutor import service as tutor
from app.tutor.domain.index import Index, build_index
from app.tutor.domain.passages import LessonText
from app.web import render
from tests import processor_time

SHIPPED_SYNCHRONOUS = db.SYNCHRONOUS  # asked for in tests/core/test_db.py
SHIPPED_HASHER = hashing.HASHER  # asked for in tests/accounts
MOST_COMPILED = 20

_compiled: dict[object, Compiled] = {}


def make_haste() -> None:
    hypothesis.settings.register_profile("whole", deadline=None)  # no test may depend on how fast the machine is
    hypothesis.settings.load_profile("whole")
    db.SYNCHRONOUS = "OFF"  # a power cut spares no test
    # A busy machine takes its time; what the limits do is asked where a test sets its own (tests/web/test_outage.py).
    service.REQUEST_S = 60.0
    BatchWorker.WAIT_S = 50.0
    hashing.HASHER = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)
    hashing.NOBODYS_HASH = hashing.HASHER.hash("nobody's")
    library.compile_catalogue = compile_once  # type: ignore[attr-defined]
    processor_time.forget = forget
    httpcore2.default_ssl_context = cache(httpcore2.default_ssl_context)  # every certificate of the machine, read once
    tutor.build_index = index_once  # type: ignore[attr-defined]
    tutor.asked = cache(calibration.asked)  # type: ignore[attr-defined, assignment]
    service.Database = KnowingDatabase  # type: ignore[attr-defined]
    service.Assets = cache(service.Assets)  # type: ignore[attr-defined, assignment]
    render.Environment = partial(render.Environment, bytecode_cache=KeptTemplates())  # type: ignore[attr-defined, assignment]


def forget() -> None:
    _compiled.clear()
    markdown._plain.cache_clear()


def compile_once(files: Iterable[SourceFile], today: date, kinds: Kinds, version_key: bytes = b"") -> Compiled:
    """What came of exactly these files on this day comes of them again: nothing in it is ever changed."""
    files = tuple(files)
    if kinds is not KINDS:
        return compile_catalogue(files, today, kinds, version_key)
    asked = (files, today, version_key)
    if asked not in _compiled:
        if len(_compiled) == MOST_COMPILED:
            del _compiled[next(iter(_compiled))]
        _compiled[asked] = compile_catalogue(files, today, kinds, version_key)
    return _compiled[asked]


def index_once(lessons: Sequence[LessonText], asked: Mapping[str, Sequence[str]] = MappingProxyType({})) -> Index:
    """As compile_once: the same lessons are found by the same words."""
    return _indexed(tuple(lessons), tuple((lesson, tuple(questions)) for lesson, questions in asked.items()))


@lru_cache(MOST_COMPILED)
def _indexed(lessons: tuple[LessonText, ...], asked: tuple[tuple[str, tuple[str, ...]], ...]) -> Index:
    return build_index(lessons, dict(asked))


class KnowingDatabase(db.Database):
    """Of an application: what SQLAlchemy has compiled for that of one test serves that of the next."""

    _known: ClassVar[dict[str, tuple[Dialect, Any]]] = {}

    def __init__(self, url: str) -> None:
        super().__init__(url)
        backend = self.engine.dialect.name
        if backend in self._known:
            for engine in (self.engine, self.writing, self.reading):
                engine.dialect, engine._compiled_cache = self._known[backend]
        else:  # a dialect knows what it talks to after the first connection
            event.listen(self.engine, "connect", lambda *_: self._know(backend), once=True)

    def _know(self, backend: str) -> None:
        self._known.setdefault(backend, (self.engine.dialect, self.engine._compiled_cache))


class KeptTemplates(BytecodeCache):
    """Every application has an environment of its own, and reads the same templates."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._codes[bucket.key, bucket.checksum] = bucket.code


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is read and collected stays to the end: the collector walks it neither now nor between the tests. And it
    comes seldom: tests throw away little that only it can find."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(100_000, 50, 100)
        gc.enable()
