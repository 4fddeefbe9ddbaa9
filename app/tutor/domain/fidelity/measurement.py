"""How good the check is: verdicts on rewrites that are known to be faithful, or to carry one planted error."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.quiz.domain.detection import Share, share
from app.tutor.domain.fidelity.findings import Verdict
from app.tutor.domain.fidelity.judgement import judged

FAITHFUL = "faithful"
WRONGLY_ACCEPTED, FAITHFUL_REJECTED = 0.03, 0.10
"""Highest shares that may be wrong: of planted errors accepted, of faithful rewrites rejected."""


@dataclass(frozen=True)
class Example:
    """`kind`: of the planted error, or `FAITHFUL`."""

    kind: str
    source: str
    rewrite: str


@dataclass(frozen=True)
class Kind:
    """`wrong`: planted errors accepted, or faithful rewrites rejected, with the interval of Wilson (1927)."""

    name: str
    accepted: int
    reviewed: int
    rejected: int
    wrong: Share


def measured(examples: Iterable[Example]) -> tuple[Kind, ...]:
    """The faithful ones first, then each kind of error by name, then all errors together as `planted`."""
    verdicts: dict[str, Counter[Verdict]] = {}
    for example in examples:
        counted = verdicts.setdefault(example.kind, Counter())
        counted[judged(example.source, example.rewrite).verdict] += 1
    faithful = verdicts.pop(FAITHFUL, Counter())
    planted = sum(verdicts.values(), Counter())
    kinds = [_kind(name, verdicts[name], Verdict.ACCEPT) for name in sorted(verdicts)]
    return _kind(FAITHFUL, faithful, Verdict.REJECT), *kinds, _kind("planted", planted, Verdict.ACCEPT)


def is_good_enough(kinds: tuple[Kind, ...]) -> bool:
    """Neither too many planted errors accepted nor too many faithful rewrites rejected."""
    wrong = {kind.name: kind.wrong for kind in kinds}
    accepted, rejected = wrong["planted"], wrong[FAITHFUL]
    return accepted.count <= WRONGLY_ACCEPTED * accepted.of and rejected.count <= FAITHFUL_REJECTED * rejected.of


def _kind(name: str, verdicts: Counter[Verdict], wrong: Verdict) -> Kind:
    wrongly = share(verdicts[wrong], verdicts.total())
    return Kind(name, verdicts[Verdict.ACCEPT], verdicts[Verdict.REVIEW], verdicts[Verdict.REJECT], wrongly)
