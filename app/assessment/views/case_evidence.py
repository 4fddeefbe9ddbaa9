"""What a case page says of the tasks, and of what the result rests on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from app.assessment.domain.evidence import Evidence, Quality, TaskSeen, planned_counts
from app.assessment.domain.readings import Standing
from app.assessment.models import Case, CaseDecision
from app.assessment.pages.case import FlagView, GroupView, SkillView, TaskView
from app.assessment.queries import OtherTry
from app.assessment.views.words import BAND, TASK_KIND, limit, number, percent
from app.courses.domain.exercises import Exercise
from app.courses.domain.frameworks import Framework
from app.quiz.domain.question_family import asked
from app.quiz.domain.simulation.marking import mark
from app.quiz.domain.simulation.screens import Simulation
from app.sittings.domain.evidence import SURE, evidence_of
from app.sittings.domain.evidence import Evidence as SkillEvidence
from app.sittings.domain.practical import suggested_skills
from app.sittings.domain.record import SittingRecord, Task
from app.sittings.views.evidence import width_words

PathTo: TypeAlias = Callable[..., Any]
PUT_ASIDE = "<p>Để sang một bên lúc tạm nghỉ.</p>"


@dataclass(frozen=True)
class CaseFile:
    """Everything that a case page is made from. `exercises`: of every item, as it was asked; `flaws`: why an item was neutralised. `decisions`: all of them;
    `may_know`: whether whoever looks may see what was decided. `is_changed`: the engine says something else since.
    `names_too_much`: its certificate may give way to one of fewer skills. `tries`: other tests of the same person; `may_read`:
    whether whoever looks may read such a case."""

    case: Case
    record: SittingRecord
    evidence: Evidence
    exercises: Mapping[str, Exercise | None]
    flaws: Mapping[str, str]
    framework: Framework | None
    stands: Standing
    decisions: Sequence[CaseDecision]
    may_know: bool
    is_changed: bool
    names_too_much: bool
    tries: Sequence[OtherTry]
    may_read: Callable[[Case], bool]


def group_views(file: CaseFile) -> tuple[GroupView, ...]:
    names = {group.id: group.name for group in file.framework.groups} if file.framework else {}
    planned = planned_counts(file.evidence.position)
    return tuple(
        GroupView(
            names.get(one.of, one.of), one.n, f"{planned[one.of][1]:.1f}".replace(".", ","), one.right,
            f"{number(one.theta)} ± {1.96 * one.se:.1f}".replace(".", ",") if one.n else "chưa có câu nào",
        )
        for one in evidence_of(file.evidence.position)
    )  # fmt: skip


def skill_views(file: CaseFile) -> tuple[SkillView, ...]:
    """Of every skill in which something was asked, or watched since."""
    names = {skill.id: skill.name for skill in file.framework.skills.values()} if file.framework else {}
    return tuple(_skill_view(names.get(one.of, one.of), one) for one in file.record.skills)


def _skill_view(name: str, one: SkillEvidence) -> SkillView:
    low, high = one.interval
    between = f"{percent(one.p_master, at_least=SURE)} ({number(one.cut + low)} đến {number(one.cut + high)})"
    left, right = one.band
    return SkillView(name, one.n, one.right, one.performed, between, width_words(one), round(100 * left),
                     round(100 * right), one.standing == "shown")  # fmt: skip


def task_view(file: CaseFile, seen: TaskSeen, numbered: Mapping[int, Task], path_to: PathTo) -> TaskView:
    answered = [task for task in numbered.values() if not task.is_open]
    task = answered[seen.number - 1]
    exercise = file.exercises.get(task.item)
    is_played = bool(exercise and isinstance(exercise.body, Simulation))
    return TaskView(
        number=task.number,
        kind=TASK_KIND.get(exercise.kind, exercise.kind) if exercise else "",
        skill=exercise.skills[0] if exercise else "",
        stem=_stem(exercise, task),
        answer=_answer(exercise, task),
        result=_result(seen, file.flaws.get(task.item, "")),
        is_right=seen.score == seen.full,
        is_surprising=seen.is_surprising,
        surprise=_surprise(seen.residual) if seen.is_surprising and seen.residual is not None else "",
        band=BAND[seen.band],
        chance=percent(seen.chance),
        seconds="" if seen.seconds is None else f"{seen.seconds:.0f} giây",
        replay_url=f"{path_to('case_replay', token=file.case.token)}#viec-{task.number}" if is_played else "",
    )


def _stem(exercise: Exercise | None, task: Task) -> str:
    if exercise is None:
        return ""
    if isinstance(exercise.body, Simulation):
        return exercise.body.stem
    question = asked(exercise.body, task.key)
    return question.stem if question else ""


def _answer(exercise: Exercise | None, task: Task) -> str:
    """As HTML: what was chosen, ordered, typed; what came too late, told as such."""
    if exercise is not None and task.late is not None and not task.answer:
        late = _answer(exercise, replace(task, answer=task.late.answer))
        counted = "được tính" if task.late.counts else "chưa tính"
        return f"<p>Câu trả lời tới muộn, {counted}:</p>{late or '<p>Cho qua.</p>'}"
    if exercise is None or not task.answer:
        return PUT_ASIDE if task.answer == "" and task.score == 0 else ""
    if isinstance(exercise.body, Simulation):
        marking = mark(exercise.body, task.taps, "exam")
        reached = "tới nơi" if marking.reached else "chưa tới nơi"
        return f"<p>Bấm {len(task.taps)} lần, {reached}, {marking.wrong} lần bấm lạc.</p>"
    question = asked(exercise.body, task.key)
    verdict = question.judge(task.answer) if question else None
    return verdict.chosen if verdict else ""


def _result(seen: TaskSeen, flaw: str) -> str:
    if flaw:
        return f"không tính, bị loại vì: {flaw}"
    if seen.is_trial:
        return "việc đang thử, không tính"
    if seen.score is None:
        return "không tính"
    return "làm được" if seen.score == seen.full else "chưa được"


def _surprise(residual: float) -> str:
    size = f"{abs(residual):.1f}".replace(".", ",")
    said = (
        "làm được việc mà người ở mức này ít khi làm được"
        if residual > 0
        else "hụt việc mà người ở mức này thường làm được"
    )
    return f"Lạ ({size} độ lệch chuẩn): {said}."


def quality_lines(found: Quality, certify_at: float) -> tuple[str, ...]:
    left = found.without_used
    held = "vẫn vượt mốc" if left.p_master >= certify_at else "dưới mốc"
    lines = [
        f"{found.calibrated} trên {found.n} câu có độ khó đo từ câu trả lời thật; {found.judged} câu còn theo ước lượng của thầy cô.",
        f"{found.performed} câu là việc tự tay làm, không chỉ chọn.",
        f"Bỏ ba câu hay ra nhất: chắc {percent(left.p_master, at_least=certify_at)} là đạt, {held} {limit(certify_at)}.",
    ]
    if found.neutralised:
        lines.append(f"{found.neutralised} câu không tính (bị loại vì lỗi, hoặc chưa kịp làm).")
    if found.tried:
        lines.append(f"{found.tried} việc đang thử để biết khó dễ, không tính vào kết quả.")
    return tuple(lines)


FLAGS: Mapping[str, tuple[str, str]] = {
    "misfit": (
        "Trả lời không khớp mức của mình",
        "Câu khó làm được mà câu dễ lại hụt. Có thể là mỏi, bấm nhầm, hay quen riêng một mảng; cũng có thể là biết trước đề.",
    ),
    "contrast": (
        "Giỏi hơn hẳn ở những câu hay ra",
        "Câu nhiều người đã gặp thì làm được, câu ít ai gặp thì hụt. Có thể là đã nghe kể đề.",
    ),
    "rapid": (
        "Nhiều câu trả lời chớp nhoáng",
        "Chưa kịp đọc đã bấm. Có thể là bấm đại, hay máy chậm gửi dồn.",
    ),
    "fast-right": (
        "Câu khó mà đúng trong nháy mắt",
        "Nhanh hơn hẳn nhịp của chính người này, ở những câu khó. Có thể là đã thuộc đáp án.",
    ),
}


ESTIMATED = "Có câu chưa đủ người làm để đo, nên thời gian thường mất của câu ấy được ước lượng từ số chữ phải đọc, số lần phải bấm."


def flag_view(flag: Mapping[str, Any]) -> FlagView:
    name, meaning = FLAGS[flag["kind"]]
    rate = f"Người làm thật cũng vướng dấu hiệu này: {rate_words(flag['rate'])}."
    rate = f"{rate} {ESTIMATED}" if flag.get("is_estimated") else rate
    value = f"{_measured(flag['kind'], flag['value'])}, mốc {_measured(flag['kind'], flag['threshold'])}"
    return FlagView(name, meaning, value, rate)


def _measured(kind: str, value: float) -> str:
    """A share, a count, or a statistic in standard deviations."""
    if kind == "rapid":
        return f"{percent(value)} số câu"
    return f"{value:.0f} câu" if kind == "fast-right" else number(value)


def rate_words(rate: float) -> str:
    return "hiếm hơn 1 trên 1.000" if rate < 0.001 else f"khoảng {rate * 1000:.0f} trên 1.000"


def practical_words(file: CaseFile) -> str:
    """The skills to which the learner would be invited, by group."""
    names = {group.id: group.name for group in file.framework.groups} if file.framework else {}
    skills = (
        {skill.id: skill.name for group in file.framework.groups for skill in group.skills} if file.framework else {}
    )
    group_of = {item.skill: item.domain for item in file.record.bank.items}
    invited = suggested_skills(file.record.position, file.record.practised)
    return "; ".join(f"{names.get(group_of[of], group_of[of])}: {skills.get(of, of)}" for of in invited)


def replay_url(file: CaseFile, path_to: PathTo) -> str:
    return path_to("case_replay", token=file.case.token) if any(task.taps for task in file.record.tasks) else ""
