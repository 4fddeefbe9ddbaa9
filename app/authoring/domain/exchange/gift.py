"""Questions as GIFT, the text format of Moodle (question/format/gift/format.php says what it reads).

What it cannot say: an order, which becomes pairs of a step and its number; feedback for one pair, which becomes feedback
for the whole question; whether choices are shuffled, which is Moodle's own setting and on unless switched off.
"""

from collections.abc import Iterable, Iterator
from functools import singledispatch
from html import escape

from app.authoring.domain.exchange.items import Item
from app.authoring.domain.exchange.spellings import typed_forms
from app.quiz.domain.choice_question import Choice, ChoiceQuestion
from app.quiz.domain.matching import Matching
from app.quiz.domain.options import listed
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import ShortAnswer

TOP = "$course$/top/Học Vụ Số"
ANYTHING = "*"  # in a short answer: whatever was not named before
RESERVED = str.maketrans({char: f"\\{char}" for char in "\\~=#{}:"} | {"\n": "\\n", "\r": ""})


def gift_of(items: Iterable[Item]) -> str:
    """One text, in UTF-8 when it is written: a category for each lesson, then its questions."""
    parts: list[str] = []
    category = None
    for item in items:
        if item.name != category:
            category = item.name
            # A category is read as it stands, without escapes; a slash in a name is doubled.
            parts.append(f"$CATEGORY: {'/'.join([TOP, *(name.replace('/', '//') for name in category)])}")
        answers = "".join(f"\t{line}\n" for line in _answers(item.question))
        parts.append(f"::{escaped(item.id)}::[html]{escaped(item.question.stem)}{{\n{answers}}}")
    return "\n\n".join([*parts, ""])


def escaped(text: str) -> str:
    """Plain or HTML text where GIFT would read marks of its own."""
    return text.translate(RESERVED)


@singledispatch
def _answers(question: object) -> Iterator[str]:
    """The lines between the braces."""
    raise TypeError(type(question))


@_answers.register
def _one_choice(question: ChoiceQuestion) -> Iterator[str]:
    for choice in question.choices:
        yield f"{'=' if choice.right else '~'}{_told(choice)}"


@_answers.register
def _several_choices(question: SeveralChoices) -> Iterator[str]:
    """Moodle adds the shares and keeps the sum from 0 to 1, as SeveralChoices.judge does; without `=` it is a question
    of several choices. Five decimals are what it knows its own fractions by."""
    right = sum(choice.right for choice in question.choices)
    wrong = len(question.choices) - right
    for choice in question.choices:
        share = f"{100 / right if choice.right else -100 / wrong:.5f}".rstrip("0").rstrip(".")
        yield f"~%{share}%{_told(choice)}"


@_answers.register
def _ordering(question: Ordering) -> Iterator[str]:
    for step in question.steps:
        yield f"={_text(step.text)} -> {step.place}"
    yield _general(f"{step.place}. {step.text}{step.feedback}" for step in question.steps)


@_answers.register
def _matching(question: Matching) -> Iterator[str]:
    words = {right.id: right for right in question.rights}
    for pair in question.pairs:
        yield f"={_text(pair.left)} -> {escaped(words[pair.right].text)}"
    extra = words.keys() - {pair.right for pair in question.pairs}
    yield from (f"= -> {escaped(right.text)}" for right in question.rights if right.id in extra)
    remarks = [f"{pair.left} = {escape(words[pair.right].text)}{pair.feedback}" for pair in question.pairs]
    yield _general(
        [*remarks, *(f"{escape(right.text)}{right.feedback}" for right in question.rights if right.feedback)]
    )


@_answers.register
def _short_answer(question: ShortAnswer) -> Iterator[str]:
    for foreseen in question.foreseen:
        for form in dict.fromkeys(form for spelling in foreseen.spellings for form in typed_forms(spelling)):
            if "->" not in form:  # Moodle would take the question for one of pairs
                typed = escaped(form.replace(ANYTHING, f"\\{ANYTHING}"))
                yield f"=%{100 if foreseen.right else 0}%{_guarded(typed)}#{_text(foreseen.feedback)}"
    yield f"=%0%{ANYTHING}#{_text(question.rest)}"


def _told(choice: Choice) -> str:
    return f"{_text(choice.text)}#{_text(choice.feedback)}"


def _general(remarks: Iterable[str]) -> str:
    return f"####{escaped(listed(list(remarks)))}"


def _text(html: str) -> str:
    return _guarded(escaped(html.strip()))


def _guarded(text: str) -> str:
    """Moodle reads `[…]` at the beginning as a format and `%…%` as a share: after a format of our own it reads neither."""
    return f"[html]{text}" if text.startswith(("[", "%")) else text
