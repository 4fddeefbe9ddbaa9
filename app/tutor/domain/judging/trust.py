"""Whether the judge counts: how well people agree with one another, and the judge with each of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from app.quiz.domain.kappa import ROUNDING, Kappa, cohen_kappa
from app.tutor.domain.judging.items import Label
from app.tutor.domain.judging.rubric import RUBRIC, Verdicts

LEAST_LABELS = 50  # of each of two people
LEAST_PEOPLE = 2
LEAST_KAPPA = 0.6

Why = Literal["few-labels", "one-sided", "low-kappa"]


@dataclass(frozen=True)
class Agreement:
    """Cohen's kappa (1960) of two who judged the same answers; the interval is that of quiz/domain/kappa.py. `first` and
    `second` are as labels name people; `second` is "" for the judge."""

    first: str
    second: str
    kappa: Kappa


@dataclass(frozen=True)
class Trust:
    """Of one criterion. `why` it does not count, None where it does: it has to agree with each of two people who labelled
    fifty answers or more, so that it is as good as one more of them. "one-sided": person and judge gave every answer the same
    verdict, and chance alone would agree as well."""

    criterion: str
    people: tuple[Agreement, ...]
    judge: tuple[Agreement, ...]
    why: Why | None

    @property
    def counts(self) -> bool:
        return self.why is None


def trusts(labels: Sequence[Label], judged: Mapping[str, Verdicts]) -> tuple[Trust, ...]:
    """`labels`: those that stand, one of a person for an answer; `judged`: the judge's verdicts by the code of an answer."""
    by_person: dict[str, dict[str, Verdicts]] = {}
    for label in labels:
        by_person.setdefault(label.who, {})[label.code] = label.verdicts
    return tuple(_trust(one.id, dict(sorted(by_person.items())), judged) for one in RUBRIC)


def _trust(criterion: str, people: Mapping[str, Mapping[str, Verdicts]], judged: Mapping[str, Verdicts]) -> Trust:
    between = tuple(
        Agreement(first, second, _kappa(criterion, people[first], people[second]))
        for first, second in combinations(people, 2)
    )
    judge = tuple(Agreement(who, "", _kappa(criterion, given, judged)) for who, given in people.items())
    return Trust(criterion, between, judge, _why([one.kappa for one in judge if one.kappa.n >= LEAST_LABELS]))


def _why(kappas: Sequence[Kappa]) -> Why | None:
    known = [one.kappa for one in kappas if one.kappa is not None]
    if len(kappas) < LEAST_PEOPLE:
        return "few-labels"
    if len(known) < len(kappas):
        return "one-sided"
    return None if min(known) >= LEAST_KAPPA - ROUNDING else "low-kappa"


def _kappa(criterion: str, one: Mapping[str, Verdicts], other: Mapping[str, Verdicts]) -> Kappa:
    both: Iterable[str] = (code for code in one if code in other)
    return cohen_kappa([(str(one[code][criterion]), str(other[code][criterion])) for code in both])
