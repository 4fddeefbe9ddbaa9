"""A learner's drills over time: before learning, after it, a month later; compared in words that say how sure one can be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor, sqrt
from typing import Literal

from app.quiz.domain.detection import ENOUGH, Decision, Detection, Estimate, FamilyDetection, Share, detect, estimate
from app.quiz.domain.drill_vocabulary import FAMILIES

Phase = Literal["truoc", "sau", "sau-30-ngay"]
PHASES: Mapping[Phase, str] = {"truoc": "Lần đầu", "sau": "Sau khi học", "sau-30-ngay": "Một tháng sau"}
FIRST_ROUND = timedelta(days=1)
RETENTION = timedelta(days=30)


@dataclass(frozen=True)
class DrillAnswer:
    """`drill` is its name. What was `assisted` is kept for learning and never counted here."""

    drill: str
    at: datetime
    decision: Decision
    assisted: bool = False


@dataclass(frozen=True)
class DrillReport:
    """`by_phase` holds the phases that have answers, in order; `seen_before` counts the latest phase's known drills."""

    by_phase: Mapping[Phase, Detection]
    seen_before: int
    sentences: tuple[str, ...]


def phase_of(first_drill_at: datetime, learned_at: datetime | None, answered_at: datetime) -> Phase:
    """Where an answer stands in the learner's own history. `learned_at`: the first scam lesson was finished, or None.

    Drills teach too, because every answer is explained. So "before" is the first day of drills at most, and ends earlier
    with the lesson; whoever took the lesson first has no "before". "A month later" counts from the lesson, or from the
    first drill when there was none or it came sooner.
    """
    first_round_end = first_drill_at + FIRST_ROUND
    if answered_at < (min(first_round_end, learned_at) if learned_at else first_round_end):
        return "truoc"
    taught_at = max(first_drill_at, learned_at) if learned_at else first_drill_at
    return "sau-30-ngay" if answered_at >= taught_at + RETENTION else "sau"


def drill_report(answers: Iterable[DrillAnswer], learned_at: datetime | None) -> DrillReport:
    """The learner's unassisted answers by phase. In a phase the first answer to a drill counts: the next is memory."""
    own = sorted((answer for answer in answers if not answer.assisted), key=lambda answer: answer.at)
    if not own:
        return DrillReport({}, 0, ("Bác chưa tập lần nào. Mình thử vài tin nhé.",))
    firsts: dict[Phase, dict[str, Decision]] = {phase: {} for phase in PHASES}
    for answer in own:
        firsts[phase_of(own[0].at, learned_at, answer.at)].setdefault(answer.drill, answer.decision)
    by_phase = {phase: detect(met.values()) for phase, met in firsts.items() if met}
    *earlier, latest = (met for met in firsts.values() if met)
    seen_before = len(latest.keys() & {drill for met in earlier for drill in met})
    return DrillReport(by_phase, seen_before, _sentences(by_phase, seen_before))


def _sentences(by_phase: Mapping[Phase, Detection], seen_before: int) -> tuple[str, ...]:
    told = [f"{PHASES[phase]}: {_counts(detection)}" for phase, detection in by_phase.items()]
    *_earlier, latest = by_phase.values()
    if len(by_phase) > 1 and "truoc" in by_phase:
        told.append(_comparison(by_phase["truoc"], latest))
        told += _tradeoff(by_phase["truoc"], latest)
    elif "truoc" in by_phase:
        told.append("Bác học thêm vài bài rồi tập lại, mình sẽ so với lần đầu này.")
    else:
        told.append("Bác học bài trước rồi mới tập, nên chưa có lần đầu để so.")
    if seen_before:
        told.append(f"Có {seen_before} tin bác đã gặp ở lần trước, nên dễ nhận ra hơn.")
    if latest.sensitivity.of >= ENOUGH:
        told.append(_expectation(latest.sensitivity))
    return tuple(told)


def _counts(detection: Detection) -> str:
    scams, reals = detection.sensitivity, detection.false_alarm_rate
    caught = f"bác nhận ra {scams.count} trong {scams.of} tin lừa" if scams.of else "bác chưa gặp tin lừa nào"
    trusted = f"tin đúng {reals.of - reals.count} trong {reals.of} tin thật" if reals.of else "chưa gặp tin thật nào"
    return f"{caught}, {trusted}."


def _comparison(before: Detection, latest: Detection) -> str:
    change = change_in_d_prime(before, latest)
    if change is None:
        return f"Còn ít tin, chưa đủ để so. Mỗi lần cần chừng {ENOUGH} tin lừa và {ENOUGH} tin thật."
    if change.low > 0:
        return "So với lần đầu, bác phân biệt tin thật tin lừa tốt hơn. Điều này khó là do may."
    if change.high < 0:
        return "Lần này các tin khó hơn với bác. Mình tập thêm vài tin nữa nhé."
    return "Số tin còn ít, chưa nói chắc được là khác lần đầu. Bác tập thêm vài hôm nữa, mình xem lại."


def change_in_d_prime(before: Detection, latest: Detection) -> Estimate | None:
    """The difference of two independent d′ and its interval; None while either has too few answers."""
    if before.d_prime is None or latest.d_prime is None:
        return None
    se = sqrt(before.d_prime.se**2 + latest.d_prime.se**2)
    return estimate(latest.d_prime.value - before.d_prime.value, se)


def _tradeoff(before: Detection, latest: Detection) -> Sequence[str]:
    """Whoever calls everything a scam catches every scam: said, because the counts alone look like progress."""
    caught = _rises(before.sensitivity, latest.sensitivity)
    refused = _rises(before.false_alarm_rate, latest.false_alarm_rate)
    if caught > 0 and refused > 0:
        return ("Bác chặn được nhiều tin lừa hơn, nhưng cũng ngại nhiều tin thật hơn. Mình tập thêm tin thật nhé.",)
    if caught < 0 and refused < 0:
        return ("Bác tin đúng nhiều tin thật hơn, nhưng cũng tin nhiều tin lừa hơn. Mình tập thêm tin lừa nhé.",)
    return ()


def _rises(before: Share, latest: Share) -> int:
    """The sign of the change of a share, by whole numbers."""
    return latest.count * before.of - before.count * latest.of


def _expectation(share: Share) -> str:
    """The interval as a count of ten, rounded outwards."""
    low, high = floor(share.low * 10), ceil(share.high * 10)
    return f"Nếu gặp 10 tin lừa như vậy, bác có thể nhận ra từ {low} đến {high} tin. Tập càng nhiều, đoán càng sát."


def family_sentence(family: FamilyDetection) -> str:
    """One scam family in words. Raises KeyError for a family that is not in FAMILIES."""
    scams, reals = family.sensitivity, family.false_alarm_rate
    told = f"{FAMILIES[family.family]}: nhận ra {scams.count} trong {scams.of} tin lừa"
    if reals.of:
        told += f", tin đúng {reals.of - reals.count} trong {reals.of} tin thật"
    return f"{told}." if family.is_enough else f"{told}. Chưa đủ để nói chắc."
