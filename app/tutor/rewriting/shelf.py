"""The rewrites that learners may see, in memory: kept up with the database and the catalogue, so that no page asks."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import structlog
from sqlalchemy import func, select

from app.core.background import BackgroundThread
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import Reader
from app.tutor.domain.fidelity.findings import Verdict
from app.tutor.domain.fidelity.judgement import VERSION
from app.tutor.domain.rewriting.buckets import bucket_of
from app.tutor.domain.rewriting.judging import Around, compiled_step
from app.tutor.domain.rewriting.unusable import Unusable
from app.tutor.rewriting.models import StepRewrite
from app.tutor.rewriting.queue import standing_decision
from app.tutor.rewriting.workshop import FIRST, Place, Workshop, places_of
from app.tutor.switch import is_on

EVERY_S = 2.0

Stamp: TypeAlias = tuple[int, datetime | None, bool]

log = structlog.get_logger()


@dataclass(frozen=True)
class Shown:
    """`lesson`: the very one it was compiled with; there is nothing for any other."""

    lesson: Lesson
    step: Step


class RewriteShelf(BackgroundThread):
    """One per process."""

    def __init__(self, workshop: Workshop) -> None:
        super().__init__("rewrite-shelf")
        self.workshop = workshop
        self._shown: Mapping[tuple[str, str, str], Shown] = {}
        self._stamp: Stamp | None = None
        self._listeners: list[Callable[[], None]] = []
        self._reading = threading.Lock()

    def rewritten(self, lesson: Lesson, step: Step, reader: Reader) -> Step | None:
        """The step as this reader may see it; None for the teacher's own words. What was made for slow readers of another
        audience is better than nothing for those who read slowly."""
        bucket = bucket_of(reader)
        for name in (str(bucket), str(FIRST)) if bucket.is_slow else (str(bucket),):
            shown = self._shown.get((lesson.slug, step.slug, name))
            if shown and shown.lesson is lesson:
                return shown.step
        return None

    def on_change(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def follow(self, _catalogue: Catalogue) -> None:
        """There is another catalogue: what was compiled with the one before is shown no more."""
        with self._reading:
            self._stamp = None
        self.refresh()

    def refresh(self) -> None:
        """Reads what has been decided since, if anything has. Content must come up whatever happens here."""
        try:
            with self._reading:
                changed = self._read()
        except Exception as error:
            log.warning("rewrites not read", error=type(error).__name__)
            return
        if changed:
            for listener in self._listeners:
                listener()

    def _run(self) -> None:
        while not self._stopped.wait(EVERY_S):
            self.refresh()

    def _read(self) -> bool:
        """Whether pages have to be made anew."""
        accepted = StepRewrite.state == "accepted"
        with self.workshop.database.session(writes=False) as session:
            count, newest = session.execute(
                select(func.count(), func.max(StepRewrite.changed_at)).where(accepted)
            ).one()
            stamp = count, newest, is_on(session)
            if self._stamp == stamp:
                return False
            rows = list(session.scalars(select(StepRewrite).where(accepted))) if count else []
        around = self.workshop.around
        shown = _compiled(rows, around, is_model_on=stamp[2])
        changed = shown != self._shown
        self._shown, self._stamp = shown, stamp
        return changed


def _compiled(rows: list[StepRewrite], around: Around, *, is_model_on: bool) -> dict[tuple[str, str, str], Shown]:
    """Of what is accepted, what belongs to the lessons of now, and may be shown by the rules of now."""
    by_lesson: dict[str, list[StepRewrite]] = {}
    for row in rows:
        by_lesson.setdefault(row.lesson, []).append(row)
    shown = {}
    for slug, mine in by_lesson.items():
        lesson = around.catalogue.lessons.get(slug)
        if lesson is None:
            continue
        found = {place.step.slug: place for place in places_of(lesson, around)}
        for row in mine:
            place = found.get(row.step)
            if place and place.version == row.version and (step := _step(row, place, around, is_model_on)):
                shown[slug, row.step, row.bucket] = Shown(lesson, step)
    return shown


def _step(row: StepRewrite, place: Place, around: Around, is_model_on: bool) -> Step | None:
    """While the model is switched off, only what a teacher has taken for their own."""
    is_machines = is_model_on and not place.labelled and not row.log
    by_machine = is_machines and (row.fidelity, row.verdict) == (VERSION, Verdict.ACCEPT)
    if standing_decision(row, labelled=place.labelled) != "accepted" and not by_machine:
        return None
    try:
        said = {int(number): words for number, words in row.text.items()}
        return compiled_step(place.step, place.material, said, around)
    except Unusable:
        return None
