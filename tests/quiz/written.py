"""Question blocks as a teacher writes them: read, with one thing changed, and answered."""

from app.courses.domain.blocks import Block, scan
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.markdown import Writing
from app.quiz.domain.kinds import KINDS
from app.quiz.domain.question import ANSWER, Fields, Question, Unfinished, Verdict
from tests.courses.judging import TODAY

Fault = tuple[int, str]


def read(text: str) -> tuple[object | None, list[Fault]]:
    """The body of the one block, and the line and code of whatever was told."""
    reporter = Reporter("a.md")
    blocks = scan(text, 1, reporter, KINDS)
    assert blocks is not None
    (block,) = blocks
    assert isinstance(block, Block)
    body = KINDS[block.name].read(block, Writing({}, {}, set(), TODAY, reporter))
    return body, [(found.line, found.code) for found in reporter.found]


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def fields(*values: str, **buttons: str) -> Fields:
    return {ANSWER: values, **{name: (value,) for name, value in buttons.items()}}


def answer(question: Question, *values: str) -> Verdict | None:
    """What a form with these values is told, from reading it to judging it."""
    text = question.answer_from(fields(*values))
    return None if isinstance(text, Unfinished) else question.judge(text)


def feedbacks(html: str) -> set[str]:
    """The canaries in some HTML: words that stand in a feedback and nowhere else."""
    return {word.strip(".") for word in html.replace("<", " ").replace(">", " ").split() if word.startswith("CANARY")}
