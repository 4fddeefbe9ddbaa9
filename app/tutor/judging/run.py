"""A judged run: first the answers that people labelled, then the model's answers against those of the lessons."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from app.quiz.domain.detection import Share, share
from app.tutor.domain.judging.items import Item, Label, standing
from app.tutor.domain.judging.pairs import Pair, PairFigures, pair_figures
from app.tutor.domain.judging.rubric import RUBRIC, Verdicts
from app.tutor.domain.judging.trust import Trust, trusts
from app.tutor.judging.asking import ATTEMPTS, FAILURES, PATIENCE, Calls, Judge, model_answer
from app.tutor.judging.drawing import Question
from app.tutor.provider import Breaker, Patience, Provider, ProviderDown

AT_ONCE = 4
MOST_LOST = 0.05  # share of the verdicts wanted without which a run is whole
OF_A_QUESTION = 4  # verdicts: of each of two answers by itself, and of both in two orders

Became: TypeAlias = Literal["llm", "ungrounded", "down", "unasked"]  # of a question put to the tutor's model
Value = TypeVar("Value")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Plan:
    """`labels`: all there are; `items`: the answers they speak of. `most`: calls, or less where less is needed."""

    items: Sequence[Item]
    labels: Sequence[Label]
    questions: Sequence[Question]
    most: int

    @property
    def standing(self) -> list[Label]:
        return standing(self.labels, self.items)

    @property
    def labelled(self) -> list[Item]:
        codes = {label.code for label in self.standing}
        return [item for item in self.items if item.code in codes]

    @property
    def verdicts(self) -> int:
        """That the judge is asked for."""
        return len(self.labelled) + OF_A_QUESTION * len(self.questions)

    @property
    def calls(self) -> int:
        return self.verdicts + len(self.questions)

    @property
    def ceiling(self) -> int:
        """Of calls: where every reply has to be asked for again."""
        return min(self.most, len(self.questions) + ATTEMPTS * self.verdicts)


@dataclass(frozen=True)
class Report:
    """`scores`: of the model's answers ("llm") and of those of the lessons ("embedded"), by criterion, each with the interval of
    Wilson (1927). They count where the judge does; `pairs` where it does by every criterion. `wanted`: verdicts, without those on
    questions of which no sentence of the model's stands."""

    trusts: tuple[Trust, ...]
    labelled: int
    stale: int
    became: Counter[Became]
    pairs: PairFigures
    scores: Mapping[str, Mapping[str, Share]]
    calls: Calls
    wanted: int

    @property
    def counts(self) -> bool:
        return all(one.counts for one in self.trusts)

    @property
    def is_whole(self) -> bool:
        asked = self.became.total()
        return self.calls.lost.total() <= MOST_LOST * self.wanted and (not asked or self.pairs.model.of > 0)


async def judged_run(
    plan: Plan, tutor: Provider, judge: Provider, at_once: int = AT_ONCE, patience: Patience = PATIENCE
) -> Report:
    for provider in (tutor, judge):
        provider.breaker = Breaker(most=FAILURES)
    calls = Calls(plan.ceiling)
    asking = Judge(judge, calls, patience)
    labelled = plan.labelled
    said = await _each(asking.verdicts, labelled, at_once)
    judged = {item.code: one for item, one in zip(labelled, said, strict=True) if one is not None}

    became: Counter[Became] = Counter()
    scores: dict[str, list[Verdicts]] = {"llm": [], "embedded": []}

    async def compared(question: Question) -> Pair | None:
        if calls.is_spent:
            became["unasked"] += 1
            calls.lost["ceiling"] += OF_A_QUESTION
            return None
        try:
            answer = await model_answer(tutor, question.known, calls, patience)
        except ProviderDown:
            became["down"] += 1
            calls.lost["unanswered"] += OF_A_QUESTION
            return None
        became["llm" if answer else "ungrounded"] += 1
        if answer is None:
            return None
        for item in (Item(question.asked, answer, "llm"), question.item):
            if (verdicts := await asking.verdicts(item)) is not None:
                scores[item.made_by].append(verdicts)
        first = await asking.preference(question.asked, (answer, question.answer))
        second = await asking.preference(question.asked, (question.answer, answer))
        return Pair(question.asked.row, first, second)

    pairs = await _each(compared, plan.questions, at_once)
    return Report(
        trusts=trusts(plan.standing, judged),
        labelled=len(labelled),
        stale=len(plan.labels) - len(plan.standing),
        became=became,
        pairs=pair_figures([one for one in pairs if one is not None]),
        scores={made_by: _shares(given) for made_by, given in scores.items()},
        calls=calls,
        wanted=plan.verdicts - OF_A_QUESTION * became["ungrounded"],
    )


async def _each(work: Callable[[Value], Awaitable[Made]], values: Sequence[Value], at_once: int) -> list[Made]:
    made: list[Made] = []
    for start in range(0, len(values), at_once):
        made += await asyncio.gather(*(work(one) for one in values[start : start + at_once]))
    return made


def _shares(given: Sequence[Verdicts]) -> dict[str, Share]:
    return {one.id: share(sum(verdicts[one.id] for verdicts in given), len(given)) for one in RUBRIC}
