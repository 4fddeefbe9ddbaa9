"""A task, a pause, the end: what a learner sees of a sitting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.frameworks import Framework, Skill
from app.courses.views import SITE
from app.quiz.domain.question import Fields, Question
from app.quiz.domain.simulation.play import State
from app.quiz.domain.simulation.screens import Simulation
from app.quiz.domain.simulation.showing import visible
from app.sittings.alone import UNNAMED
from app.sittings.domain.appeals import MOST, instances, is_waiting, may_appeal
from app.sittings.domain.record import SittingRecord
from app.sittings.pages import (
    Around,
    LinkRow,
    SittingEndPage,
    SittingPausedPage,
    SittingSimulationPage,
    SittingTaskPage,
)
from app.sittings.steering import Asked, Mode
from app.sittings.views.certification import day
from app.sittings.views.evidence import skill_bars, skills_not_asked
from app.sittings.views.practical import invited_words

PathTo: TypeAlias = Callable[..., Any]
EVEN = 0.5  # below, it is more likely than not that somebody has still to practise
MOST_TO_PRACTISE = 5  # the furthest from the standard; more would be no advice
TITLE = f"Bài chứng nhận · {SITE}"


@dataclass(frozen=True)
class Setting:
    """`token` of the sitting; `assisted`: somebody helps at this phone now."""

    token: str
    path_to: PathTo
    assisted: bool = False
    pause_costs: bool = False

    def url(self, route: str) -> str:
        return str(self.path_to(route, token=self.token))


@dataclass(frozen=True)
class Said:
    """What the form held that was not taken, and what the page says of it."""

    error: str = ""
    fields: Fields = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""


NOTHING = Said()


def progress_words(answered: int, least: int) -> str:
    """Where somebody is on the way. It depends on how many were answered alone, not on how."""
    if answered == 0:
        return "Mình bắt đầu nhé. Bác cứ thong thả."
    if answered < least / 2:
        return "Bác đang làm đều tay."
    return "Bác đi được hơn nửa chặng rồi." if answered < least else "Sắp xong rồi bác ạ."


def _around(action: str, asked: Asked, least: int, setting: Setting, said: Said) -> Around:
    return Around(
        setting.url(action),
        setting.url("pause_sitting"),
        setting.url("sitting"),
        asked.task.key,
        progress_words(asked.answered, least),
        said.error,
        setting.assisted,
        setting.pause_costs,
    )


def task_page(asked: Asked, question: Question, least: int, setting: Setting, said: Said = NOTHING) -> SittingTaskPage:
    around = _around("sitting_answer", asked, least, setting, said)
    return SittingTaskPage(TITLE, question.stem, question.kind, question.shown(asked.task.key, said.fields), around)


def simulation_page(
    asked: Asked, simulation: Simulation, state: State, least: int, setting: Setting, said: Said = NOTHING
) -> SittingSimulationPage:
    around = _around("sitting_press", asked, least, setting, said)
    view = visible(simulation, state, "exam")
    return SittingSimulationPage(
        TITLE, simulation.stem, view, said.typed, said.focus, setting.url("sitting_answer"), around
    )


PAUSES: Mapping[Mode, tuple[str, str]] = {
    "paused": (
        "Bác đang tạm nghỉ",
        "Những gì bác đã làm vẫn còn nguyên. Hôm nay hay ngày mai, bác làm tiếp lúc nào cũng được. Việc đang dở thì mình đổi sang việc khác.",
    ),
    "class-over": (
        "Lớp đã đóng",
        "Những gì bác đã làm vẫn còn nguyên. Bác làm tiếp ở một lớp khác nhé: thầy cô ở đó cho bác mã mới.",
    ),
    "elsewhere": (
        "Bài này đang làm trên máy khác",
        "Thầy cô đã cho bác làm tiếp trên một máy khác. Những gì bác đã làm vẫn còn nguyên. Bác làm ở máy ấy nhé; làm xong thì máy này cũng xem được kết quả. Bác không đổi máy thì gọi thầy cô giúp.",
    ),
}
RESTS = (
    "Việc này đang được xem lại",
    "Thầy cô đang xem lại cho đúng, nên mình để việc này sang một bên và làm việc khác. Bác không làm gì nhầm đâu.",
)


COSTS = "Lần này việc ấy tính là chưa làm được."
HERE_ONLY = "Bác làm tiếp trên đúng máy này nhé, vì bác chưa có tài khoản."
ANYWHERE = "Bác vào tài khoản của mình trên máy khác thì làm tiếp ở đó cũng được."
CAME_LATE = "Có câu trả lời gửi tới khi việc ấy đã đóng. Câu ấy chưa tính, mình giữ lại để người xem bài của bác biết."
COUNTED_LATE = "Có câu trả lời gửi tới muộn, người thẩm định đã tính cho bác."


def paused_page(mode: Mode, setting: Setting, *, has_account: bool, has_late: bool) -> SittingPausedPage:
    heading, words = PAUSES[mode]
    if mode == "elsewhere":
        return SittingPausedPage(TITLE, heading, f"{words}{f' {CAME_LATE}' if has_late else ''}", "", "", "")
    goes_on = mode == "paused"
    words = f"{words} {COSTS}" if goes_on and setting.pause_costs else words
    words = f"{words} {ANYWHERE if has_account else HERE_ONLY}{f' {CAME_LATE}' if has_late else ''}"
    return SittingPausedPage(
        TITLE,
        heading,
        words,
        setting.url("resume_sitting") if goes_on else "",
        "" if goes_on else str(setting.path_to("join_class")),
        setting.url("leave_sitting"),
    )


def resting_page(setting: Setting) -> SittingPausedPage:
    return SittingPausedPage(TITLE, *RESTS, setting.url("pass_resting"), "", "")


HEADINGS = {
    "certify": "Bác làm được rồi!",
    "deny": "Bác làm xong rồi, mình luyện thêm một chút nhé",
    "refer": "Bác làm xong rồi",
    "exhausted": "Bác làm xong rồi",
    "waiting": "Bác làm xong rồi",
}
DECIDED = {"approved": "certify", "denied": "deny", "practical": "refer"}  # by the state of a verdict
LEADS = {
    "certify": "Bài làm cho thấy bác dùng được điện thoại cho những việc thường ngày.",
    "deny": "Lần này chưa đủ để cấp giấy. Không sao cả: bác xem mấy chỗ nên luyện ở dưới, rồi hôm khác làm lại.",
    "refer": "Bài làm chưa đủ để máy nói chắc. Không sao cả, nhiều người cũng vậy.",
    "exhausted": "Kho bài hết việc để hỏi, nên máy chưa nói chắc được. Đây là thiếu sót của mình, không phải của bác.",
    "waiting": "Cảm ơn bác đã làm đến cuối.",
}
UNSURE = ("refer", "exhausted")
ASK_SOMEBODY = (
    "Bác muốn có người xem bài này thì bấm nút “Tôi muốn có người xem lại bài này” ở dưới, rồi chờ kết quả ở đây."
)
LEFT = "Bác đã thôi giữa chừng, nên lần này chưa có giấy. Những gì bác làm được vẫn ghi ở dưới."

NOTHING_TO_NAME = (
    "Cả bài thì bác làm được, mà chưa kỹ năng nào có đủ hai việc riêng để ghi tên lên giấy. Lần sau bác làm thêm nhé."
)


HELPED = "Lần này có người giúp bác, nên là để tập. Hôm nào bác tự tay làm một mình nhé, ở nhà hay ở lớp đều được."
ONCE_MORE = "Bác nhờ xem lại được một lần nữa, người khác sẽ xem. Ở đây đó là lần cuối."
AFTER_ALL = (
    "Hai lần bác nhờ, hai người khác nhau đã xem lại bài này, nên ở đây không xem thêm nữa. Bác vẫn thấy chưa đúng thì hỏi, "
    "hay gửi đơn tới nơi cấp giấy: {issuer}. Bộ phận một cửa của xã, phường chỉ bác cách viết đơn. Bác mở trang này cho họ xem nhé."
)


def end_page(
    record: SittingRecord,
    framework: Framework | None,
    catalogue: Catalogue,
    again_from: datetime | None,
    setting: Setting,
) -> SittingEndPage:
    result, verdict, path_to = record.result, record.verdict, setting.path_to
    outcome = _outcome(record)
    found = record.skills
    skills = framework.skills if framework else {}
    below = (one for one in found if one.standing == "growing" and one.p_master < EVEN)
    growing = sorted(below, key=lambda one: one.p_master)
    code = verdict.certificate_code if verdict and verdict.state == "approved" else None
    can_appeal = may_appeal(
        record.verdicts, record.appeals, is_supervised=record.is_supervised, was_assisted=record.was_assisted
    )
    return SittingEndPage(
        TITLE,
        HEADINGS.get(outcome, HEADINGS["refer"]),
        LEFT if result and result.reason == "left" else LEADS.get(outcome, LEADS["refer"]),
        tuple(skills[one.of].name for one in found if one.standing == "shown" and one.of in skills),
        tuple(
            _practise(skills[one.of], framework, catalogue, path_to)
            for one in growing[:MOST_TO_PRACTISE]
            if framework is not None and one.of in skills
        ),
        skill_bars(record.skills, framework),
        skills_not_asked(record.skills, framework),
        _now(record, framework, outcome, again_from),
        verdict.learner_text if verdict else "",
        str(path_to("certificate", code=code)) if code else "",
        setting.url("appeal_sitting") if can_appeal else "",
        _asked_again(record),
        str(path_to("certification")),
    )


def _outcome(record: SittingRecord) -> str:
    """As a person has decided; before that as the engine has, but in a class nobody is told what may still be decided
    otherwise."""
    if record.verdict is not None and record.verdict.reason == UNNAMED:
        return "certify"
    if record.verdict is not None:
        decided = DECIDED.get(record.verdict.state, "waiting")
        is_for_want_of_tasks = record.result is not None and record.result.outcome == "exhausted"
        return "exhausted" if decided == "refer" and is_for_want_of_tasks else decided
    if record.is_supervised:
        return "waiting"
    return record.result.outcome if record.result else "refer"


def _asked_again(record: SittingRecord) -> str:
    if record.appeal is None:
        return ""
    asked, number = day(record.appeal.at), instances(record.verdicts, record.appeals)
    if is_waiting(record.verdicts, record.appeal):
        other = " Lần này là một người khác xem." if number >= MOST else ""
        return f"Bác đã nhờ xem lại ngày {asked}.{other} Có người xem xong, mình báo ở đây."
    looked = f"Theo lời bác ngày {asked}, đã có người xem lại bài này."
    if may_appeal(
        record.verdicts, record.appeals, is_supervised=record.is_supervised, was_assisted=record.was_assisted
    ):
        return f"{looked} {ONCE_MORE}"
    is_refused = record.verdict is not None and record.verdict.state in ("denied", "practical")
    return AFTER_ALL.format(issuer=record.standard.issued_by) if is_refused and number >= MOST else looked


def _practise(skill: Skill, framework: Framework, catalogue: Catalogue, path_to: PathTo) -> LinkRow:
    """The lesson of the learner's audience that teaches it before anything else, the first of those."""
    lessons = (lesson for lesson in catalogue.lessons.values() if skill.id in lesson.about.skills)
    theirs = (lesson for lesson in lessons if framework.audience in lesson.about.audiences)
    lesson = min(theirs, key=lambda lesson: tuple(lesson.about.skills).index(skill.id), default=None)
    if lesson is None:
        return LinkRow("", skill.name)
    return LinkRow(str(path_to("step", lesson=lesson.slug)), skill.name, lesson.about.title)


def _now(
    record: SittingRecord, framework: Framework | None, outcome: str, again_from: datetime | None
) -> tuple[str, ...]:
    """What happens from here on."""
    verdict = record.verdict
    late = {task.late.counts for task in record.tasks if task.late is not None}
    words = [said for counts, said in ((True, COUNTED_LATE), (False, CAME_LATE)) if counts in late]
    if outcome == "waiting":
        words.append("Người thẩm định đang xem bài của bác. Xem xong, kết quả hiện ở trang này.")
    elif verdict is None and record.assisted and outcome != "deny":
        words.append(HELPED)
    elif verdict is None and outcome == "certify":
        words.append(NOTHING_TO_NAME)
    if verdict is not None and verdict.state == "practical":
        words += invited_words(record, framework)
    if verdict is None and record.appeal is None and outcome in UNSURE and not record.assisted:
        words.append(ASK_SOMEBODY)
    has_paper = verdict is not None and verdict.state == "approved"
    if again_from is not None and not has_paper and outcome != "waiting":
        words.append(f"Từ ngày {day(again_from)} bác làm lại được, với những việc khác.")
    return tuple(words)


def earlier_words(record_outcome: str, verdict: str) -> str:
    """One line about an ended sitting."""
    said = {"approved": "đã có giấy", "practical": "hẹn làm trước mặt thầy cô", "denied": "chưa cấp giấy"}
    if verdict in said:
        return said[verdict]
    if verdict in ("reopened", "revoked"):
        return "đang được xem lại"
    return "chưa đủ để cấp giấy" if record_outcome == "deny" else "đã làm xong"
