"""Scam drills ("diễn tập"): a message, real or fraud, and the learner's call: which of the two, and how sure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import ClassVar

from app.quiz.domain.detection import Decision
from app.quiz.domain.drill_vocabulary import CHANNELS, FAMILIES
from app.quiz.domain.options import ShownOption
from app.quiz.domain.question import ANSWER, LONGEST_ANSWER, NO_FIELDS, Fields, Unfinished, Verdict

SURE = "chac"  # the field that says how sure, beside ANSWER
CALLS = {"that": "Là thật", "lua": "Là lừa đảo"}
SURENESS = {"chac": "Bác chắc", "khong-chac": "Bác không chắc"}
ANSWERS: Mapping[str, tuple[str, str]] = {f"{call} {sure}": (call, sure) for call, sure in product(CALLS, SURENESS)}
INSTRUCTION = "Theo bác, đây là thật hay lừa đảo? Bác chọn, rồi cho biết bác có chắc không."
CHOOSE_CALL = "Bác chưa chọn là thật hay lừa đảo. Bác chạm một câu, rồi bấm Trả lời."
CHOOSE_SURE = "Bác cho biết thêm: bác chắc, hay không chắc? Đoán cũng được bác nhé."
SURER = " Bác xem từng dòng dưới đây, lần sau sẽ chắc bụng hơn."


@dataclass(frozen=True)
class Line:
    """One line of the message as plain text (escaped, no tags), and what it gives away or why it is fine (HTML)."""

    text: str
    remark: str


@dataclass(frozen=True)
class DrillShown:
    """All that may be seen before the answer. Every text is plain, escaped, and without anything to tap."""

    channel: str
    channel_title: str
    sender_label: str
    sender: str
    lines: tuple[str, ...]
    instruction: str
    calls: tuple[ShownOption, ...]  # the radio buttons of the field ANSWER
    sureness: tuple[ShownOption, ...]  # those of the field SURE


@dataclass(frozen=True)
class Drill:
    """`channel` and `family` are words of drill_vocabulary; `stem` and `advice` are HTML; `sender.remark` may be ""."""

    kind: ClassVar[str] = "dien-tap"

    stem: str
    channel: str
    family: str
    scam: bool
    sender: Line
    lines: tuple[Line, ...]
    advice: str

    @property
    def options(self) -> int:
        """Real or scam; how sure changes no score."""
        return len(CALLS)

    def shown(self, seed: str, fields: Fields = NO_FIELDS) -> DrillShown:  # noqa: ARG002 - a message has one order
        channel = CHANNELS[self.channel]
        return DrillShown(
            channel=self.channel,
            channel_title=channel.title,
            sender_label=channel.sender,
            sender=self.sender.text,
            lines=tuple(line.text for line in self.lines),
            instruction=INSTRUCTION,
            calls=_options(CALLS, fields.get(ANSWER, ())),
            sureness=_options(SURENESS, fields.get(SURE, ())),
        )

    def answer_from(self, fields: Fields) -> str | Unfinished:
        """One of ANSWERS when the form is honest; anything else is what `judge` refuses."""
        call, sure = ("+".join(value for value in fields.get(name, ()) if value) for name in (ANSWER, SURE))
        if not call:
            return Unfinished(CHOOSE_CALL)
        return f"{call} {sure}"[:LONGEST_ANSWER] if sure else Unfinished(CHOOSE_SURE)

    def judge(self, answer: str) -> Verdict | None:
        """Scores 1 for the right call and 0 for the other, however sure."""
        decision = self.decision(answer)
        if decision is None:
            return None
        call, sure = ANSWERS[answer]
        chosen = f"{CALLS[call]}. {SURENESS[sure]}."
        return Verdict(float(decision.said_scam == self.scam), chosen, self._opening(decision) + self._line_by_line())

    def decision(self, answer: str) -> Decision | None:
        """The answer as detection counts it; None for a string that is not in ANSWERS."""
        if answer not in ANSWERS:
            return None
        call, sure = ANSWERS[answer]
        return Decision(self.family, self.scam, call == "lua", sure == "chac")

    def answer_key(self) -> str:
        sender = f"<p>{CHANNELS[self.channel].sender}: {self.sender.text}</p>"
        call = CALLS["lua" if self.scam else "that"]
        return f"{self.stem}{sender}<p><strong>{call}</strong> ({FAMILIES[self.family]})</p>{self._line_by_line()}"

    def _opening(self, decision: Decision) -> str:
        """What it was. Whether the call was right stands in the heading above."""
        noun = CHANNELS[self.channel].noun
        if decision.said_scam == self.scam:
            text = "Đây là lừa đảo." if self.scam else f"{noun} là thật."
            text += "" if decision.sure else SURER
        elif self.scam:
            text = "Đây là lừa đảo, họ làm rất giống thật. Chỗ lộ ra nằm ở từng dòng dưới đây."
        else:
            text = f"Bác cẩn thận là tốt. Nhưng {noun[0].lower()}{noun[1:]} là thật, bỏ qua thì bác lỡ việc."
        return f"<p>{text}</p>"

    def _line_by_line(self) -> str:
        told = ([self.sender] if self.sender.remark else []) + list(self.lines)
        items = "".join(f'<li><p class="message">{line.text}</p>{line.remark}</li>' for line in told)
        return (
            f'<ol class="drill-lines">{items}</ol>'
            f'<aside class="callout do"><p class="callout-title">Nên làm</p>{self.advice}</aside>'
        )


def _options(texts: Mapping[str, str], chosen: Sequence[str]) -> tuple[ShownOption, ...]:
    return tuple(ShownOption(word, text, word in chosen) for word, text in texts.items())
