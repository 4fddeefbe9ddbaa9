"""Honest sittings, simulated with the same bank and standard: what is unusual is measured against these."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import exp, log
from random import Random

from app.assessment.domain.evidence import Evidence
from app.assessment.domain.flags import KINDS, Reference, Signs, Tempi, Tempo, flags, signs
from app.assessment.domain.usual_times import TASK_SD
from app.core.ids import digest
from app.quiz.domain.ability import chances
from app.quiz.domain.adaptive.bank import Bank
from app.quiz.domain.adaptive.exposure import Exposure, eligible_items
from app.quiz.domain.adaptive.sitting import Policy, Position, Sitting, decide, next_item

SITTINGS = 500
NEVER = 1e9  # a threshold that nothing passes: what cannot be compared raises no flag
RARE = 0.01  # of honest people: what is rarer is shown
PERSON_SD, USUAL_S = 0.3, 30.0  # of the logarithm of times; an invented usual time, of what can be read no more


def reference(seen: Sequence[Signs]) -> Reference:
    """What is rare among these, which are those of honest people (`honest_signs`)."""
    lz_low = quantile([one.lz for one in seen], RARE)
    contrasts = [one.contrast for one in seen if one.contrast is not None]
    contrast_high = quantile(contrasts, 1 - RARE) if contrasts else NEVER
    plain = Reference(len(seen), lz_low, contrast_high, {})
    raised = [flag.kind for one in seen for flag in flags(one, plain)]
    return replace(plain, rates={kind: raised.count(kind) / len(seen) for kind in KINDS})


def honest_signs(bank: Bank, policy: Policy, tempi: Tempi, sittings: int) -> Iterator[Signs]:
    """Of one sitting after the other, milliseconds each, the same for the same arguments. What was shown before is shown
    less, as in life; nobody knows a task beforehand."""
    chance = Random(f"reference/{bank.version}/{policy.version}")  # noqa: S311 - must replay
    exposure, known = Exposure(), {**dict.fromkeys(bank.ids, Tempo(USUAL_S, log(USUAL_S), TASK_SD)), **tempi}
    for number in range(sittings):
        seed = int(digest(f"{bank.version}/{number}")[:12], 16)
        eligible = eligible_items(exposure, bank.ids, policy.r_max, seed)
        position = honest_position(bank, policy, Sitting(seed, eligible), exposure, chance)
        exposure = exposure.with_sitting(eligible)
        for answer in position.sitting.answers:
            exposure = exposure.with_item(answer.item)
        yield signs(Evidence(position, tuple(_times(position, known, chance)), exposure.shown), known)


def honest_position(bank: Bank, policy: Policy, sitting: Sitting, exposure: Exposure, chance: Random) -> Position:
    """Where somebody drawn from the prior ends, answering as the model says."""
    prior = sitting.prior or policy.prior
    theta, position = chance.gauss(prior.mean, prior.sd), Position(bank, policy, sitting)
    while decide(position).outcome == "continue" and (item := next_item(position, exposure.shown)) is not None:
        shares = chances(bank.by_id[item].item, theta)
        score = chance.choices(range(len(shares)), shares)[0]
        position = Position(bank, policy, position.sitting.with_answer(item, score))
    return position


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies, between two neighbours in proportion (Hyndman & Fan 1996, type 7)."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def _times(position: Position, known: Tempi, chance: Random) -> Iterator[float]:
    own = chance.gauss(0, PERSON_SD)
    for answer in position.sitting.answers:
        tempo = known[answer.item]
        yield exp(tempo.log_mean + own + chance.gauss(0, tempo.log_sd))
