"""One question as an assessment item of QTI 3.0. It scores as the question's own `judge` does: the marks of every answer
are equal, and so are the remarks, except that an order tells of every step that stands on the wrong side of another
(`judge` picks the fewest to move), and that typed text is compared with the forms that could be listed (spellings.py)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from itertools import combinations
from xml.etree.ElementTree import Element, SubElement

from app.authoring.domain.exchange.qti_processing import (
    FEEDBACK,
    RESPONSE,
    SCORE,
    answered,
    assign,
    base,
    choose,
    mapping,
    outcome_declaration,
    processing,
    qti,
    response_declaration,
    share_of,
    told,
    variable,
    when,
)
from app.authoring.domain.exchange.spellings import typed_forms
from app.authoring.domain.exchange.xhtml import fill, fill_block
from app.quiz.domain.choice_question import Choice, ChoiceQuestion
from app.quiz.domain.matching import Matching
from app.quiz.domain.options import remark
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import LONGEST, ShortAnswer

IN_ORDER = "IN_ORDER"  # how many of the pairs whose order matters are in order
MISSED = "missed-"


@dataclass(frozen=True)
class Parts:
    """What an item is made of besides its names. `remarks`: HTML by identifier, in the order they are shown."""

    declaration: Element
    interaction: Element
    processing: Element
    remarks: Sequence[tuple[str, str]]
    outcomes: Sequence[str] = ()  # numbers that the processing counts with


def assessment_item(identifier: str, title: str, question: object) -> Element:
    """The root element; every name in it belongs to the namespace of QTI 3.0, which the document declares."""
    parts = parts_of(question)
    item = qti("assessment-item", identifier=identifier, title=title, adaptive="false", time_dependent="false")
    item.set("{http://www.w3.org/XML/1998/namespace}lang", "vi")
    item.append(parts.declaration)
    item.append(outcome_declaration(SCORE, "single", "float", normal_minimum=0, normal_maximum=1))
    item.append(outcome_declaration(FEEDBACK, "multiple", "identifier"))
    item.extend(outcome_declaration(name, "single", "integer") for name in parts.outcomes)
    body = SubElement(item, "qti-item-body")
    fill_block(SubElement(body, "div"), str(getattr(question, "stem", "")))
    body.append(parts.interaction)
    item.append(parts.processing)
    for name, html in parts.remarks:
        shown = qti("modal-feedback", outcome_identifier=FEEDBACK, identifier=name, show_hide="show")
        fill_block(SubElement(shown, "qti-content-body"), html)
        item.append(shown)
    return item


@singledispatch
def parts_of(question: object) -> Parts:
    raise TypeError(type(question))


@parts_of.register
def _one_choice(question: ChoiceQuestion) -> Parts:
    right = [_id(choice.id) for choice in question.choices if choice.right]
    return Parts(
        response_declaration("single", "identifier", right, mapping((name, 1) for name in right)),
        _choice_interaction(question.choices, 1, "Bác chọn một câu nhé"),
        processing(share_of(1), assign(FEEDBACK, qti("multiple", variable(RESPONSE)))),
        [(_id(choice.id), choice.feedback) for choice in question.choices],
    )


@parts_of.register
def _several_choices(question: SeveralChoices) -> Parts:
    """Whole numbers are added and divided once, so that full marks are exactly 1."""
    names = {_id(choice.id): choice for choice in question.choices}
    right = [name for name, choice in names.items() if choice.right]
    wrong = len(names) - len(right)
    worth = ((name, wrong if choice.right else -len(right)) for name, choice in names.items())
    missed = [when(qti("not", answered("identifier", name)), told(MISSED + name)) for name in right]
    remarks = [(name, remark(choice.text, choice.feedback)) for name, choice in names.items()]
    remarks += [(MISSED + name, remark(names[name].text, names[name].feedback, "Còn thiếu: ")) for name in right]
    return Parts(
        response_declaration("multiple", "identifier", right, mapping(worth, lower_bound=0)),
        _choice_interaction(question.choices, 0, "Bác chọn mọi câu đúng nhé"),
        processing(share_of(len(right) * wrong), assign(FEEDBACK, variable(RESPONSE)), *missed),
        remarks,
    )


@parts_of.register
def _ordering(question: Ordering) -> Parts:
    """Goodman and Kruskal's gamma, as ordering.concordance: (2 · pairs in order − pairs) / pairs, at least 0."""
    names = [_id(step.id) for step in question.steps]
    places = {name: f"PLACE-{name}" for name in names}
    interaction = qti("order-interaction", _prompt("Bác xếp các bước theo thứ tự nhé"))
    interaction.attrib |= {"response-identifier": RESPONSE, "shuffle": "true", "orientation": "vertical"}
    steps = dict(zip(names, question.steps, strict=True))
    interaction.extend(_simple_choice(name, steps[name].text) for name in sorted(names))  # not in the right order
    counted = [_place_of(number, places) for number in range(1, len(names) + 1)]
    pairs = [(a, b) for a, b in combinations(names, 2) if steps[a].place != steps[b].place]
    counted += [_pair(places, *sorted(pair, key=lambda name: steps[name].place)) for pair in pairs]
    doubled = qti("product", base("integer", 2), variable(IN_ORDER))
    gamma = qti("divide", qti("subtract", doubled, base("integer", len(pairs))), base("float", len(pairs)))
    all_in_order = qti("match", variable(IN_ORDER), base("integer", len(pairs)))
    return Parts(
        response_declaration("ordered", "identifier", names),
        interaction,
        processing(*counted, assign(SCORE, qti("max", gamma, base("float", 0))), when(all_in_order, told(*names))),
        [(name, remark(step.text, step.feedback)) for name, step in steps.items()],
        (IN_ORDER, *places.values()),
    )


@parts_of.register
def _matching(question: Matching) -> Parts:
    pairs = {f"{_id(pair.id)} {_id(pair.right)}": pair for pair in question.pairs}
    rights = {_id(right.id): right for right in question.rights}
    left, right = qti("simple-match-set"), qti("simple-match-set")
    left.extend(_associable(_id(pair.id), pair.left, 1) for pair in question.pairs)
    for name in sorted(rights):
        choice = _associable(name, "", len(pairs))
        choice.text = rights[name].text
        right.append(choice)
    interaction = qti("match-interaction", _prompt("Ở mỗi dòng, bác chọn một ô cho hợp nhé"), left, right)
    interaction.attrib |= {
        "response-identifier": RESPONSE, "shuffle": "true",
        "max-associations": str(len(pairs)), "min-associations": str(len(pairs)),
    }  # fmt: skip
    wrong = [when(qti("not", answered("directedPair", key)), told(_id(pair.id))) for key, pair in pairs.items()]
    extra = [
        when(qti("or", *(answered("directedPair", f"{_id(pair.id)} {name}") for pair in question.pairs)), told(name))
        for name, word in rights.items()
        if word.feedback
    ]
    score = qti("match", variable(SCORE), base("float", 1))
    remarks = [(_id(pair.id), remark(pair.left, pair.feedback)) for pair in question.pairs]
    remarks += [(name, word.feedback) for name, word in rights.items() if word.feedback]
    return Parts(
        response_declaration("multiple", "directedPair", pairs, mapping((key, 1) for key in pairs)),
        interaction,
        processing(share_of(len(pairs)), *wrong, *extra, when(score, told(*(_id(pair.id) for pair in question.pairs)))),
        remarks,
    )


@parts_of.register
def _short_answer(question: ShortAnswer) -> Parts:
    forms = {
        f"foreseen-{number}": [form for spelling in foreseen.spellings for form in typed_forms(spelling)]
        for number, foreseen in enumerate(question.foreseen, 1)
    }
    right = [name for name, foreseen in zip(forms, question.foreseen, strict=True) if foreseen.right]
    worth = qti("mapping", default_value=0)
    worth.extend(
        qti("map-entry", map_key=form, mapped_value=1, case_sensitive="false")
        for form in dict.fromkeys(form for name in right for form in forms[name])
    )
    typed = SubElement(paragraph := Element("p"), "qti-text-entry-interaction")
    typed.attrib |= {"response-identifier": RESPONSE, "expected-length": str(LONGEST // 4)}
    cases = [(_is_one_of(listed), told(name)) for name, listed in forms.items()]
    feedback = [(name, foreseen.feedback) for name, foreseen in zip(forms, question.foreseen, strict=True)]
    return Parts(
        response_declaration("single", "string", forms[right[0]][:1], worth),
        paragraph,
        processing(share_of(1), choose(cases, told("rest"))),
        [*feedback, ("rest", question.rest)],
    )


def _place_of(number: int, places: dict[str, str]) -> Element:
    """Notes which step the response has at this place."""
    at = [
        (
            qti("match", qti("index", variable(RESPONSE), n=number), base("identifier", name)),
            assign(place, base("integer", number)),
        )
        for name, place in places.items()
    ]
    return choose(at)


def _pair(places: dict[str, str], first: str, second: str) -> Element:
    """Counts a pair that is in order; of one that is not, both steps are told."""
    more = assign(IN_ORDER, qti("sum", variable(IN_ORDER), base("integer", 1)))
    in_order = qti("lt", variable(places[first]), variable(places[second]))
    return when(in_order, more, otherwise=[told(first, second)])


def _is_one_of(forms: Iterable[str]) -> Element:
    same = (
        qti("string-match", variable(RESPONSE), base("string", form), case_sensitive="false", substring="false")
        for form in dict.fromkeys(forms)
    )
    return qti("or", *same)


def _choice_interaction(choices: Sequence[Choice], most: int, prompt: str) -> Element:
    """`most` 0: as many as one likes."""
    interaction = qti("choice-interaction", _prompt(prompt))
    interaction.attrib |= {
        "response-identifier": RESPONSE, "shuffle": "true", "max-choices": str(most), "min-choices": "1",
    }  # fmt: skip
    interaction.extend(_simple_choice(_id(choice.id), choice.text) for choice in choices)
    return interaction


def _simple_choice(name: str, html: str) -> Element:
    return fill(qti("simple-choice", identifier=name), html)


def _associable(name: str, html: str, most: int) -> Element:
    return fill(qti("simple-associable-choice", identifier=name, match_max=most), html)


def _prompt(text: str) -> Element:
    prompt = qti("prompt")
    prompt.text = text
    return prompt


def _id(option: str) -> str:
    """An identifier begins with a letter (XML, NCName); those of options are hexadecimal."""
    return f"c-{option}"
