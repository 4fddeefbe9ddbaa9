"""From rounds and calls to pages: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from app.courses.views import SITE, PathTo
from app.drills.domain.rounds import Round
from app.drills.pages import DrillsPage, RoundNote
from app.quiz.domain.detection import ENOUGH, count
from app.quiz.domain.drill_report import DrillAnswer, drill_report, family_sentence
from app.quiz.domain.question import NO_FIELDS, Fields, Question, Verdict
from app.quiz.pages import Feedback, QuestionPage, RestingPage
from app.quiz.views import UNAIDED

TITLE = "Thật hay lừa?"
ROUND, NEW_ROUND = "luot", "moi"  # the field of addresses that holds the round's token, and what begins a new one
FEW = "Mới được ít tin, nên mấy con số này chưa nói chắc điều gì. Bác cứ tập cho quen mắt."
ALL_REFUSED = "Tin nào bác cũng ngại. Cẩn thận là tốt, chỉ là bỏ cả tin thật thì lỡ việc."
ALL_TRUSTED = "Tin nào bác cũng tin. Lượt sau bác thử dừng lại một chút, đọc từng dòng rồi hãy chọn nhé."
ALL_HELPED = "Đến nay tin nào cũng có người giúp, nên chưa đếm gì. Hôm nào bác thử tự làm một lượt nhé."


@dataclass(frozen=True)
class Setting:
    """In what a drill is shown: the round as far as it is, whether somebody helps, and the `lesson` that holds the drill; ""
    where the bank does, which explains nothing."""

    path_to: PathTo
    round: Round
    version: str
    assisted: bool = False
    lesson: str = ""

    def url(self, route: str, **values: str) -> str:
        return f"{self.path_to(route, **values)}?{urlencode({ROUND: self.round.token})}"

    @property
    def next_url(self) -> str:
        return self.url("drill", drill=self.round.left[0]) if self.round.left else self.url("drills")


def asked_page(
    name: str, drill: Question, key: str, setting: Setting, *, fields: Fields = NO_FIELDS, error: str = ""
) -> QuestionPage:
    """The drill with a form, which keeps what `fields` hold already: nothing in it tells what the drill is."""
    return _page(name, drill, setting, len(setting.round.calls) + 1, shown=drill.shown(key, fields), error=error)


def answered_page(
    name: str, drill: Question, verdict: Verdict, key: str, setting: Setting, *, notice: str = ""
) -> QuestionPage:
    """`drill` is as its learner saw it. No second try in a round: the answer would be memory."""
    keys = [call.key for call in setting.round.calls]
    number = keys.index(key) + 1 if key in keys else len(keys)
    feedback = Feedback(
        right=verdict.score >= 1,
        partly=False,
        chosen=verdict.chosen,
        text=verdict.feedback,
        next_url=setting.next_url,
        retry_url="",
        notice=notice,
        why_url=setting.url("why", lesson=setting.lesson, exercise=name)
        if verdict.score < 1 and setting.lesson
        else "",
    )
    return _page(name, drill, setting, number, feedback=feedback)


def _page(
    name: str,
    drill: Question,
    setting: Setting,
    number: int,
    *,
    shown: object = None,
    error: str = "",
    feedback: Feedback | None = None,
) -> QuestionPage:
    path_to, total = setting.path_to, len(setting.round.calls) + len(setting.round.left)
    return QuestionPage(
        title=f"Tin {number} · {TITLE} · {SITE}",
        lesson_title=TITLE,
        number=number,
        total=max(number, total),
        stem=drill.stem,
        kind=drill.kind,
        shown=shown,
        action=setting.url("call", drill=name),  # with the round, or a reload after the call would leave it
        key=setting.round.token,
        version=setting.version,
        error=error,
        feedback=feedback,
        aid=UNAIDED,
        tutor_url="",
        previous_url="",
        leave_url=str(path_to("drills")),
        assisted=setting.assisted,
        here=setting.url("drill", drill=name),
        helped_url=str(path_to("drill_helped", drill=name)),
    )


def resting_page(setting: Setting) -> RestingPage:
    """Instead of a drill that teachers read again: on to the next of the round."""
    return RestingPage(f"Đang kiểm tra lại · {TITLE} · {SITE}", TITLE, setting.next_url)


def drills_page(
    played: Round | None,
    answers: Sequence[DrillAnswer],
    in_round: Sequence[DrillAnswer],
    learned_at: datetime | None,
    path_to: PathTo,
    *,
    can_start: bool,
) -> DrillsPage:
    """`answers`: all of the learner's; `in_round`: those of `played`, the round in the address (None without one)."""
    note = None
    if played and played.calls:
        setting = Setting(path_to, played, "")
        note = RoundNote(len(played.left), setting.next_url, _round_sentences(in_round))
    start = f"{path_to('drills')}?{urlencode({ROUND: NEW_ROUND})}"
    sentences, families = _report(answers, learned_at)
    return DrillsPage(f"{TITLE} · {SITE}", note, sentences, families, start if can_start else "")


def _round_sentences(answers: Sequence[DrillAnswer]) -> tuple[str, ...]:
    counts = count(answer.decision for answer in answers if not answer.assisted)
    told = []
    if counts.scams:
        told.append(f"Có {counts.scams} tin lừa, {_did('nhận ra', counts.hits, counts.scams)}.")
    if counts.reals:
        told.append(f"Có {counts.reals} tin thật, {_did('tin đúng', counts.correct_rejections, counts.reals)}.")
    if counts.scams and counts.reals and not counts.misses and not counts.correct_rejections:
        told.append(ALL_REFUSED)
    if counts.scams and counts.reals and not counts.hits and not counts.false_alarms:
        told.append(ALL_TRUSTED)
    helped = sum(answer.assisted for answer in answers)
    if helped:
        told.append(f"Có {helped} tin làm cùng người giúp: vẫn là học, chỉ không đếm vào đây.")
    return tuple(told)


def _did(what: str, some: int, all_: int) -> str:
    if some == 0:
        return f"bác chưa {what} tin nào"
    return f"bác {what} cả {all_}" if some == all_ > 1 else f"bác {what} {some} tin"


def _report(answers: Sequence[DrillAnswer], learned_at: datetime | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sentences about everything so far, and about the scam families of the latest phase that were met often enough."""
    if all(answer.assisted for answer in answers):
        return ((ALL_HELPED,) if answers else ()), ()
    report = drill_report(answers, learned_at)
    latest = list(report.by_phase.values())[-1]
    few = min(latest.sensitivity.of, latest.false_alarm_rate.of) < ENOUGH
    families = tuple(family_sentence(family) for family in latest.families if family.is_enough)
    return report.sentences + ((FEW,) if few else ()), families
