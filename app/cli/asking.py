"""A question on the command line, answered by the ladder that answers learners."""

import asyncio
import logging
from contextlib import aclosing

from app.cli.invocation import open_database
from app.core.clock import Clock
from app.core.config import Settings
from app.core.ids import signature
from app.core.logging import configure_logging
from app.courses.domain.catalogue import Catalogue
from app.tutor.domain.answers import Answer
from app.tutor.domain.redaction import Redacted
from app.tutor.ladder import PATIENCE, Asker, Ladder, Step, answered
from app.tutor.provider import Provider
from app.tutor.service import build_tutor
from app.tutor.spending import limits_of


def climbed(
    settings: Settings, provider: Provider, catalogue: Catalogue, message: Redacted, lesson: str | None
) -> tuple[Answer, Step]:
    """Counted as a question of one unknown caller, and against all the money; the step that answered comes with it."""
    configure_logging(logging.WARNING)  # on its own way out: what is printed is the answer
    tutor, clock = build_tutor(catalogue), Clock(settings.clock)
    asker = Asker(source=signature(settings.secret, "tutor command", ""))
    with open_database(settings) as database:
        ladder = Ladder(
            lambda: tutor, lambda: catalogue, database, clock, provider, limits_of(settings), settings.secret,
            in_one_piece=PATIENCE,  # nobody's page ends before
        )  # fmt: skip
        try:
            return asyncio.run(_last_piece(ladder, provider, message, lesson, asker))
        finally:
            ladder.close()


async def _last_piece(
    ladder: Ladder, provider: Provider, message: Redacted, lesson: str | None, asker: Asker
) -> tuple[Answer, Step]:
    try:
        async with aclosing(answered(ladder, message, lesson, asker=asker)) as pieces:
            async for piece in pieces:
                if piece.answer is not None:
                    return piece.answer, piece.step
    finally:
        await provider.close()
    raise RuntimeError("the ladder ended without an answer")
