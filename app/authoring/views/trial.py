"""A draft as learners will see it ("xem thử"): the pages of the features below, with addresses that stay in the preview.

Nothing is recorded: a question is judged and forgotten, and the taps of a simulation travel in its form, in the field
that holds the key of an attempt.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.authoring.pages.desk import DeskLink
from app.authoring.pages.new_files import Option
from app.authoring.pages.trial import PreviewFrame
from app.courses.domain.catalogue import EMPTY, Catalogue
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.progress import Answered
from app.courses.domain.readers import AUDIENCES, PLATFORM_TITLES, SLOW, WORKS, Reader, reader_of
from app.courses.views import PathTo, screen_path
from app.learners.domain.reading import ADDRESSES, COMFORTS, PLATFORMS, Reading, format_reading
from app.learners.domain.reading import AUDIENCES as AUDIENCE_NAMES
from app.learners.domain.reading import WORKS as WORK_NAMES
from app.quiz.domain.simulation.play import MOST_TAPS, Tap
from app.quiz.pages import FinishedPage
from app.quiz.views import Setting, finished_page

TAP = re.compile(r"(press|fill|hint|back)!([A-Za-z0-9_-]{1,20})!([a-z-]{0,12})")
INSIDE = {
    "step": "preview_step",
    "question": "preview_question",
    "answer": "preview_question",
    "simulation": "preview_simulation",
    "finished": "preview_finished",
}


@dataclass(frozen=True)
class Trial:
    """A revision of a draft, as this reader sees it."""

    draft_id: int
    number: int
    reading: Reading
    lesson: Lesson

    @property
    def reader(self) -> Reader:
        return reader_of(self.reading)

    def addresses(self, path_to: PathTo) -> Callable[..., Any]:
        """What the pages take for `path_to`: the screens of the draft, and one page for whatever else they lead to."""
        here = {"draft_id": self.draft_id, "number": self.number, "reader": format_reading(self.reading)}

        def inside(name: str, **values: str) -> Any:
            values.pop("lesson", None)
            return path_to(INSIDE[name], **here, **values) if name in INSIDE else path_to("preview_elsewhere", **here)

        return inside

    def setting(self, path_to: PathTo) -> Setting:
        return Setting(self.addresses(path_to))


def frame(trial: Trial, title: str, place: int, path_to: PathTo) -> PreviewFrame:
    """`place`: the number of the screen, 0 for none of them."""
    tags, inside = trial.lesson.tags, trial.addresses(path_to)
    return PreviewFrame(
        title=f"Xem thử: {title}",
        action=str(path_to("preview", draft_id=trial.draft_id, number=trial.number)),
        audiences=_options(AUDIENCE_NAMES, trial.reading.audience) if tags & AUDIENCES else (),
        platforms=_options(PLATFORMS, trial.reading.platform) if tags & PLATFORM_TITLES.keys() else (),
        comforts=_options(COMFORTS, trial.reading.comfort) if SLOW in tags else (),
        works=_options(WORK_NAMES, trial.reading.work) if tags & WORKS else (),
        addresses=_options({"": "như đã viết", **ADDRESSES}, trial.reading.address),
        screens=tuple(_screens(trial.lesson, inside)),
        place=place,
    )


def _options(names: Any, chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in names.items())


def _screens(lesson: Lesson, path_to: PathTo) -> Iterator[DeskLink]:
    for number, screen in enumerate(lesson.screens, 1):
        kind = "" if isinstance(screen, Step) else "Tập bấm " if screen.kind == "tap-bam" else "Câu hỏi "
        yield DeskLink(f"{kind}{number}", screen_path(lesson, number, path_to))
    yield DeskLink("Cuối bài", str(path_to("finished", lesson=lesson.slug)))


def end_page(trial: Trial, now: datetime, path_to: PathTo) -> FinishedPage:
    """As whoever has answered everything sees it, with no lesson to follow."""
    lesson = replace(trial.lesson, slug=trial.lesson.slug or "bai")
    answered = [Answered(lesson.slug, exercise.slug, True, now) for exercise in lesson.exercises]
    alone: Catalogue = replace(EMPTY, lessons={lesson.slug: lesson})
    return finished_page(alone, lesson, answered, trial.setting(path_to))


def written_taps(taps: tuple[Tap, ...]) -> str:
    """The taps of an attempt as its key: what its form brings back. Nothing that was typed is among them."""
    return ".".join(f"{tap.kind}!{tap.control}!{tap.outcome}" for tap in taps)


def read_taps(key: str, now: datetime) -> tuple[Tap, ...]:
    """The other way; what is no tap is left out. Whether they fit, the rules of the game decide."""
    found = filter(None, map(TAP.fullmatch, key.split(".", MOST_TAPS)))
    return tuple(Tap(seq, part[1], part[2], now, part[3]) for seq, part in enumerate(found, 1))  # type: ignore[arg-type]
