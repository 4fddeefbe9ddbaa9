"""The whole protocol against a real inference server: streams, limits, leaving, wrong settings, the tutor's own question.

Not in CI: the fake server there is stricter than any real one, but it was written from documents. Set HOCVUSO_LLM_BASE_URL,
HOCVUSO_LLM_MODEL and what else the server needs, as for the service (docs/vi/tro-ly-ai.md), and run this before going live
and after every update of the server. What the model says is not judged, only how it travels.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from time import monotonic

from app.cli import migrate
from app.core.clock import Clock
from app.core.config import PROJECT, Settings
from app.core.db import Database
from app.courses.library import check_folders
from app.quiz.domain.kinds import KINDS
from app.tutor.domain.budgets import Usage
from app.tutor.ladder import Asker, Ladder, answered
from app.tutor.provider import Message, Patience, Provider, ProviderDown, provider_from
from app.tutor.service import build_tutor, received

QUESTION = "quên mật khẩu VNeID thì làm sao"
STORY: list[Message] = [{"role": "user", "content": "Kể chuyện Tấm Cám thật dài, bằng tiếng Việt có dấu."}]
PATIENT = Patience(place=5, first=60, piece=30, whole=120)
FEW_TOKENS, LONGEST_TOKEN = 8, 12  # characters that a token of Vietnamese may have
LEARNER_S = 10.0

Check = Callable[[Provider], Awaitable[str]]


class Failed(Exception):
    """What the server does is not what the tutor needs."""


def main() -> int:
    settings = Settings()
    if provider_from(settings) is None:
        print("Set HOCVUSO_LLM_MODEL and HOCVUSO_LLM_BASE_URL (or HOCVUSO_LLM_API_KEY).", file=sys.stderr)
        return 2
    results = [asyncio.run(_checked(settings, check)) for check in (stream, limit, leave, wrong_path, learner)]
    return 0 if all(results) else 1


async def _checked(settings: Settings, check: Check) -> bool:
    provider = provider_from(settings)
    assert provider is not None
    began = monotonic()
    try:
        said, holds = await check(provider), True
    except (Failed, ProviderDown) as failure:
        said, holds = f"{type(failure).__name__}: {failure}", False
    finally:
        await provider.close()
    print(f"{'holds ' if holds else 'FAILED'} {check.__name__:<12}{monotonic() - began:5.1f} s  {said}")
    return holds


async def stream(provider: Provider) -> str:
    """A whole answer in pieces, with its end told, and no letter broken between two of them."""
    usage = Usage()
    pieces = await _pieces(provider, 120, 600, usage)
    if "\ufffd" in "".join(pieces):
        raise Failed("letters are broken between pieces")
    if len(pieces) < 2:
        raise Failed("the answer came in one piece: learners would see nothing until its end")
    told = "costs are estimated: the server tells no usage" if usage.is_estimated else "the server tells its usage"
    return f"{len(pieces)} pieces, {sum(map(len, pieces))} characters; {told}"


async def limit(provider: Provider) -> str:
    """The limit is understood under the name it goes by."""
    length = sum(map(len, await _pieces(provider, FEW_TOKENS, 2_000)))
    if length > FEW_TOKENS * LONGEST_TOKEN:
        raise Failed(
            f"{length} characters instead of {FEW_TOKENS} tokens: set HOCVUSO_LLM_LIMIT_PARAMETER to the other name"
        )
    return f"{length} characters for {FEW_TOKENS} tokens"


async def leave(provider: Provider) -> str:
    """Whoever leaves frees the server: the next answer begins soon, also where only one is written at a time."""
    async with aclosing(provider.stream(STORY, most_tokens=1_000, most_characters=20_000, patience=PATIENT)) as pieces:
        async for _ in pieces:
            break
    began = monotonic()
    await _pieces(provider, FEW_TOKENS, 200)
    return f"the next answer took {monotonic() - began:.1f} s"


async def wrong_path(provider: Provider) -> str:
    """A wrong address is told apart from a server that is busy."""
    wrong = Provider(
        replace(provider.profile, base_url=f"{provider.profile.base_url.rstrip('/')}/khong-co"), patience=PATIENT
    )
    try:
        await _pieces(wrong, FEW_TOKENS, 200)
    except ProviderDown as down:
        if down.why != "configuration":
            raise Failed(f"told as {down.why}") from down
        return "told as a wrong setting"
    finally:
        await wrong.close()
    raise Failed("an address that does not exist answers")


async def learner(provider: Provider) -> str:
    """The tutor's own question over the shipped lessons: a whole answer in time, whoever gives it."""
    with tempfile.TemporaryDirectory(prefix="hocvuso-protocol-") as folder:
        settings = Settings(_env_file=None, var_dir=Path(folder), content_dirs=(PROJECT / "content",))
        migrate(settings)
        catalogue = check_folders(settings.content_dirs, Clock().today(), KINDS).catalogue
        tutor, database = build_tutor(catalogue), Database(settings.database_url)
        ladder = Ladder(lambda: tutor, lambda: catalogue, database, Clock(), provider)
        began, shown, source = monotonic(), 0, ""
        async with aclosing(answered(ladder, received(QUESTION), asker=Asker(learner=1))) as pieces:
            async for piece in pieces:
                shown += bool(piece.sentence)
                source = piece.answer.source if piece.answer else source
        seconds = monotonic() - began
        database.close()
    if not source or seconds > LEARNER_S:
        raise Failed(f"{seconds:.1f} s, source {source or 'none'}")
    return f"{seconds:.1f} s, {shown} sentences held, the answer is from {source}"


async def _pieces(provider: Provider, tokens: int, characters: int, usage: Usage | None = None) -> list[str]:
    asked = provider.stream(STORY, most_tokens=tokens, most_characters=characters, patience=PATIENT, usage=usage)
    async with aclosing(asked) as pieces:
        return [piece async for piece in pieces]


if __name__ == "__main__":
    sys.exit(main())
