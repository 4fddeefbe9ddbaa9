"""Finding by meaning: what is kept, what is learned, and that whatever goes wrong the words alone find."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from app.core.private_text.plain import bare
from app.tutor import embedding
from app.tutor.domain.passages import LessonText, Passage, Sentence
from app.tutor.embedding import KNOWN_PAIRS, Meaning, Model, Vectors, proven

SIZE = 4_096


class Trigrams:
    """A small real embedding: how often each three letters of the words stand in a text."""

    def __init__(self, name: str = "trigrams 1") -> None:
        self.name = name
        self.read: list[str] = []

    def query(self, text: str) -> Vectors:
        counted = np.zeros(SIZE, dtype=np.float32)
        letters = f" {bare(text)} "
        for part, times in Counter(letters[place : place + 3] for place in range(len(letters) - 2)).items():
            counted[sum(ord(letter) * 31**place for place, letter in enumerate(part)) % SIZE] += times
        return counted / max(float(np.linalg.norm(counted)), 1e-9)

    def passage(self, text: str) -> Vectors:
        self.read.append(text)
        return self.query(text)


def lesson(slug: str, text: str) -> LessonText:
    step = Passage(slug, 1, slug, "Bước", (Sentence(text),))
    return LessonText(slug, slug, text, "", "", "", "", (step,))


LESSONS = (lesson("quen-mat-khau", "Quên mật khẩu thì đặt lại."), lesson("goi-hinh", "Chạm máy quay để gọi video."))


@pytest.fixture
def meant(tmp_path: Path) -> Iterator[Callable[[Callable[[], Model]], Meaning]]:
    made: list[Meaning] = []

    def make(load: Callable[[], Model]) -> Meaning:
        made.append(Meaning(load, tmp_path / "meaning"))
        return made[-1]

    yield make
    for one in made:
        one.close()


def kept(model: Model) -> Model:
    return model


def absent() -> Model:
    raise ImportError("no such package")


def nearest(meaning: Meaning, question: str) -> str | None:
    near = meaning.near_now(lambda: question)
    return max(near, key=near.__getitem__) if near else None


def test_lesson_that_is_nearest_is_named(meant: Callable[[Callable[[], Model]], Meaning]) -> None:
    meaning = meant(Trigrams)
    meaning.follow(lambda: LESSONS)
    assert nearest(meaning, "lỡ quên mật khẩu") == "quen-mat-khau"
    assert nearest(meaning, "gọi video cho cháu") == "goi-hinh"


def test_nothing_is_known_before_the_first_lessons(meant: Callable[[Callable[[], Model]], Meaning]) -> None:
    meaning = meant(Trigrams)
    assert asyncio.run(meaning.near(lambda: "quên mật khẩu")) is None


def test_vectors_are_made_once_for_a_text_and_a_model(meant: Callable[[Callable[[], Model]], Meaning]) -> None:
    first, second, other = Trigrams(), Trigrams(), Trigrams("trigrams 2")
    for model, made in ((first, 4), (second, 0), (other, 4)):
        meaning = meant(partial(kept, model))
        meaning.follow(lambda: LESSONS)
        assert nearest(meaning, "quên mật khẩu") == "quen-mat-khau"
        assert len(model.read) - len(KNOWN_PAIRS) == made
    changed = replace(LESSONS[0], wish="Máy đòi mật khẩu mà không nhớ.")
    third = Trigrams()
    meaning = meant(lambda: third)
    meaning.follow(lambda: (changed, LESSONS[1]))
    assert nearest(meaning, "không nhớ") == "quen-mat-khau"
    assert len(third.read) - len(KNOWN_PAIRS) == 2


def test_broken_file_is_made_again(meant: Callable[[Callable[[], Model]], Meaning], tmp_path: Path) -> None:
    meaning = meant(Trigrams)
    meaning.follow(lambda: LESSONS)
    assert nearest(meaning, "gọi video") == "goi-hinh"
    for kept in (tmp_path / "meaning").iterdir():
        kept.write_bytes(b"half")
    again = meant(Trigrams)
    again.follow(lambda: LESSONS)
    assert nearest(again, "gọi video") == "goi-hinh"


def test_without_the_package_words_alone_find_and_it_is_said_once(
    meant: Callable[[Callable[[], Model]], Meaning],
) -> None:
    meaning = meant(absent)
    with capture_logs() as logs:
        meaning.follow(lambda: LESSONS)
        assert meaning.near_now(lambda: "quên mật khẩu") is None
        meaning.follow(lambda: LESSONS)
        assert meaning.near_now(lambda: "quên mật khẩu") is None
    assert [line["event"] for line in logs] == ["tutor.meaning_absent"]


class Confused(Trigrams):
    def passage(self, text: str) -> Vectors:
        return super().passage(text[::-1])


class Dying(Trigrams):
    def query(self, text: str) -> Vectors:
        if text == "chết":
            raise RuntimeError("from C")
        return super().query(text)


def test_model_that_finds_nothing_it_should_is_not_used(meant: Callable[[Callable[[], Model]], Meaning]) -> None:
    assert proven(Trigrams()).name == "trigrams 1"
    with pytest.raises(ValueError, match="known pairs"):
        proven(Confused())
    meaning = meant(Confused)
    with capture_logs() as logs:
        meaning.follow(lambda: LESSONS)
        assert meaning.near_now(lambda: "quên mật khẩu") is None
    assert [line["event"] for line in logs] == ["tutor.meaning_failed"]


def test_model_that_dies_later_is_given_up_and_the_learner_gets_an_answer(
    meant: Callable[[Callable[[], Model]], Meaning],
) -> None:
    meaning = meant(Dying)
    meaning.follow(lambda: LESSONS)
    assert nearest(meaning, "gọi video") == "goi-hinh"
    with capture_logs() as logs:
        assert asyncio.run(meaning.near(lambda: "chết")) is None
        assert asyncio.run(meaning.near(lambda: "gọi video")) is None
    assert [line["event"] for line in logs] == ["tutor.meaning_failed"]


def test_question_does_not_wait_behind_many_nor_for_long(
    meant: Callable[[Callable[[], Model]], Meaning], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "PATIENCE_S", 0.05)
    meaning = meant(Trigrams)
    meaning.follow(lambda: LESSONS)
    assert nearest(meaning, "gọi video") == "goi-hinh"
    gate = threading.Event()

    def held() -> str:
        gate.wait(5)
        return "gọi video"

    async def ask() -> list[object]:
        return await asyncio.gather(*(meaning.near(held) for _ in range(embedding.MOST_WAITING + 5)))

    assert asyncio.run(ask()) == [None] * (embedding.MOST_WAITING + 5)
    gate.set()
    assert nearest(meaning, "quên mật khẩu") == "quen-mat-khau"
