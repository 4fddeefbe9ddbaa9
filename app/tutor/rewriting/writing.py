"""One step, asked of the model: once, and once more where nothing could be made of the first reply."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from app.courses.domain.lessons import Step
from app.tutor.domain.budgets import Usage
from app.tutor.domain.fidelity.findings import Judgement, Severity, Verdict
from app.tutor.domain.fidelity.wording import explained
from app.tutor.domain.rewriting.buckets import Bucket
from app.tutor.domain.rewriting.judging import Around, judge, sound_part
from app.tutor.domain.rewriting.material import Material
from app.tutor.domain.rewriting.replies import read_reply
from app.tutor.domain.rewriting.requests import request
from app.tutor.domain.rewriting.unusable import Unusable
from app.tutor.rewriting.queue import Made

Message: TypeAlias = Mapping[str, str]
Ask: TypeAlias = Callable[[Sequence[Message], Usage], Awaitable[str]]

NOTHING = Judgement(Verdict.REJECT, ())
ATTEMPTS = 2
LONGEST_REASON = 1_000


class NotNow(Exception):
    """Nobody was asked: switched off, or nothing is left to spend."""


class Counted:
    """Asks, and counts the characters that a model read and wrote, also where nothing came of it."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.asked = self.answered = 0

    async def __call__(self, messages: Sequence[Message]) -> str:
        usage = Usage()
        try:
            return await self._ask(messages, usage)
        finally:
            self.asked, self.answered = self.asked + usage.sent, self.answered + usage.written


async def written(ask: Counted, step: Step, material: Material, bucket: Bucket, around: Around) -> Made:
    """Raises what `ask` raises. Where both replies say something else than the teacher, the passages that are right are
    kept, and the teacher's own words stand for the others."""
    made = Made({}, NOTHING, "")
    for _ in range(ATTEMPTS):
        asked = request(material, bucket, around.catalogue, made.reason)
        reply = await ask(asked.messages)
        try:
            said = read_reply(reply, asked.locks)
            judgement = judge(step, material, said, bucket, around)
        except Unusable as unusable:
            made = replace(made, text={}, judgement=NOTHING, reason=str(unusable)[:LONGEST_REASON])
            continue
        made = replace(made, text=said, judgement=judgement, reason=_told(judgement))
        if judgement.verdict is not Verdict.REJECT:
            return made
    return _with_sound_part(made, step, material, bucket, around)


def _with_sound_part(made: Made, step: Step, material: Material, bucket: Bucket, around: Around) -> Made:
    try:
        said = sound_part(material, made.text, around)
        judgement = judge(step, material, said, bucket, around)
    except Unusable:
        return made
    return replace(made, text=said, judgement=judgement, reason=_told(judgement))


def _told(judgement: Judgement) -> str:
    """What is wrong, for whoever writes again; "" when nothing is."""
    hard = [one for one in judgement.findings if one.severity is Severity.HARD]
    told = (f"{explained(one)} Gốc: “{one.source[:120]}”. Viết: “{one.rewrite[:120]}”." for one in hard[:4])
    return " ".join(told)[:LONGEST_REASON]
