"""What an exercise says: its story, its choices, what is told after an answer. Read by the readers of its kind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.authoring.domain.lint.passages import Known, Passage, Voice
from app.courses.domain.blocks import Block, Prose
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.markdown import Writing
from app.quiz.domain.choice_question import is_right
from app.quiz.domain.drill_parts import Part, split
from app.quiz.domain.matching import NEAR_PAIR, PAIR
from app.quiz.domain.options import CHOICE, NEAR_CHOICE, Option, read_options
from app.quiz.domain.ordering import NEAR_STEP, STEP
from app.quiz.domain.question_family import PARAMETER
from app.quiz.domain.simulation.drafts import ScreenDraft, read_drafts

OPTION_NOTATIONS = {
    "cau-hoi": (CHOICE, NEAR_CHOICE),
    "nhieu-dap-an": (CHOICE, NEAR_CHOICE),
    "dien-chu": (CHOICE, NEAR_CHOICE),
    "sap-xep": (STEP, NEAR_STEP),
    "ghep-cap": (PAIR, NEAR_PAIR),
}
ALL_RIGHT = ("sap-xep", "ghep-cap")  # in order or in pairs; nothing of it is a wrong choice


@dataclass(frozen=True)
class Choice:
    """`feedback` is None while there is none."""

    words: Passage
    feedback: Passage | None
    is_right: bool


@dataclass(frozen=True)
class Exercise:
    """`skill` is the one it names itself, "" when it counts for those of its file. `choices` are what is chosen among;
    `others` is all else that it says. `unexplained_sender`: the line of a drill's sender without a remark, or 0."""

    kind: str
    line: int
    skill: str
    stem: Passage
    choices: tuple[Choice, ...] = ()
    others: tuple[Passage, ...] = ()
    unexplained_sender: int = 0

    @property
    def passages(self) -> Iterator[Passage]:
        yield self.stem
        for choice in self.choices:
            yield choice.words
            if choice.feedback:
                yield choice.feedback
        yield from self.others

    @property
    def feedback(self) -> Iterator[Passage]:
        """What is told after an answer or a press."""
        yield from (choice.feedback for choice in self.choices if choice.feedback)
        yield from (passage for passage in self.others if passage.voice == "told")


def exercise_of(block: Block, known: Known) -> Exercise:
    """Of a block whose name is a kind, as far as it can be read."""
    prose = _without_parameters(block.prose)
    skill = block.option("ky-nang") or ""
    if block.name in OPTION_NOTATIONS:
        stem, choices = _options(block, prose, known)
        return Exercise(block.name, block.line, skill, stem, choices)
    if block.name == "dien-tap":
        return _drill(block, skill, prose, known)
    stem, others = _screens(prose, known)
    return Exercise(block.name, block.line, skill, stem, others=others)


def _without_parameters(prose: Prose) -> Prose:
    return Prose("\n".join("" if PARAMETER.match(line) else line for line in prose.text.split("\n")), prose.line)


def _options(block: Block, prose: Prose, known: Known) -> tuple[Passage, tuple[Choice, ...]]:
    notation, near = OPTION_NOTATIONS[block.name]
    bare = Block(block.name, block.args, block.line, (prose,))
    read = read_options(bare, notation, near, "", _unheard(known))
    options = [option for option in read[1] if not option.mistyped] if read else []
    first = read[1][0].line if read and read[1] else prose.line + prose.text.count("\n") + 1
    stem = "\n".join(line for number, line in prose.lines if number < first)
    voice: Voice = "told" if block.name in ALL_RIGHT else "asked"
    return Passage(voice, stem, prose.line, known), tuple(_choice(block.name, option, known) for option in options)


def _choice(kind: str, option: Option, known: Known) -> Choice:
    right = kind in ALL_RIGHT or is_right(option)
    feedback = Passage("told", "\n".join(option.feedback), option.feedback_line, known)
    spellings = kind == "dien-chu"  # of an answer, side by side: not to be read
    words = Passage("right" if right else "wrong", "" if spellings else "\n".join(option.text), option.line, known)
    return Choice(words, None if feedback.is_empty else feedback, right)


def _drill(block: Block, skill: str, prose: Prose, known: Known) -> Exercise:
    written = split(prose, _unheard(known))
    scene, *parts = written.parts
    others = tuple(Passage(_voice_of(part), part.prose.text, part.line, known) for part in parts)
    sender = written.sender
    silent = sender.line if sender and not (sender.remark and sender.remark.words) else 0
    stem = Passage("asked", scene.prose.text, scene.line, known)
    return Exercise(block.name, block.line, skill, stem, others=others, unexplained_sender=silent)


def _voice_of(part: Part) -> Voice:
    return "told" if part.meaning in ("remark", "advice") else "quoted"


def _screens(prose: Prose, known: Known) -> tuple[Passage, tuple[Passage, ...]]:
    """Of a simulation, or of a single screen whose choices are marked: the marks are no part of it."""
    lines = (CHOICE.sub(_without_mark, line) for line in prose.text.split("\n"))
    intro, screens = read_drafts(Prose("\n".join(lines), prose.line), Reporter(""))
    said = (passage for screen in screens for passage in _screen(screen, known) if not passage.is_empty)
    return Passage("asked", "\n".join(intro.text), intro.line, known), tuple(said)


def _without_mark(choice: re.Match[str]) -> str:
    return f"- {choice[2]}".rjust(len(choice[0]))


def _screen(screen: ScreenDraft, known: Known) -> Iterator[Passage]:
    yield Passage("quoted", "\n".join(screen.text), screen.line + 1, known)
    for control in screen.controls:
        yield Passage("told", "\n".join(control.remark), control.remark_line, known)
    yield Passage("told", "\n".join(screen.hint), screen.hint_line, known)


def _unheard(known: Known) -> Writing:
    return Writing(known.facts, known.terms, (), date.min, Reporter(""))
