"""Use cases: read again what was called, as it was seen. A call is taken as any answer (app/quiz/service.py)."""

from collections.abc import Sequence

from app.courses.library import ContentLibrary
from app.drills.domain.rounds import Call, PlacedDrill
from app.quiz.domain.drill_report import DrillAnswer
from app.quiz.service import holder_version


async def placed_version(library: ContentLibrary, holder: str, drill: str, version: str) -> PlacedDrill | None:
    """The drill as it was in that version of its lesson or file of the bank."""
    found = await holder_version(library, holder, version)
    exercise = found.exercise(drill) if found else None
    return PlacedDrill(found, exercise) if found and exercise else None


async def decided(library: ContentLibrary, calls: Sequence[Call]) -> list[DrillAnswer]:
    """The calls as detection counts them, each by the version its learner saw. What is no drill any more, in no version
    that is kept, is left out."""
    found = []
    for call in calls:
        placed = await placed_version(library, call.holder, call.drill, call.version)
        drill = placed.drill(call.key) if placed else None
        decision = drill.decision(call.answer) if drill else None
        if decision:
            found.append(DrillAnswer(f"{call.holder} {call.drill}", call.at, decision, call.assisted))
    return found
