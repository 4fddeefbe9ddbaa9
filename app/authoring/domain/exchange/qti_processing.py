"""Response processing of QTI 3.0 (1EdTech, Assessment, Section and Item Information Model, §2.11): how an item scores
itself. Small words for its expressions; what each kind does with them is in qti_items.py."""

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
RESPONSE, SCORE, FEEDBACK = "RESPONSE", "SCORE", "FEEDBACK"


def qti(name: str, *children: Element, **attributes: Any) -> Element:
    """`<qti-name>`, in the namespace that the document declares; underscores of attributes become hyphens."""
    element = Element(f"qti-{name}", {key.replace("_", "-"): str(value) for key, value in attributes.items()})
    element.extend(children)
    return element


def variable(identifier: str) -> Element:
    return qti("variable", identifier=identifier)


def base(base_type: str, value: object) -> Element:
    element = qti("base-value", base_type=base_type)
    element.text = str(value)
    return element


def assign(identifier: str, expression: Element) -> Element:
    return qti("set-outcome-value", expression, identifier=identifier)


def when(condition: Element, *then: Element, otherwise: Iterable[Element] = ()) -> Element:
    """A condition with what is done if it holds, and if not."""
    chosen = qti("response-condition", qti("response-if", condition, *then))
    otherwise = list(otherwise)
    if otherwise:
        chosen.append(qti("response-else", *otherwise))
    return chosen


def choose(cases: Iterable[tuple[Element, Element]], otherwise: Element | None = None) -> Element:
    """The first case whose condition holds."""
    chosen = qti("response-condition")
    for number, (condition, then) in enumerate(cases):
        chosen.append(qti("response-else-if" if number else "response-if", condition, then))
    if otherwise is not None:
        chosen.append(qti("response-else", otherwise))
    return chosen


def told(*identifiers: str) -> Element:
    """These remarks as well as those before: FEEDBACK is a container."""
    values = (base("identifier", identifier) for identifier in identifiers)
    return assign(FEEDBACK, qti("multiple", variable(FEEDBACK), *values))


def answered(base_type: str, value: str) -> Element:
    """Whether this value is among those of the response."""
    return qti("member", base(base_type, value), variable(RESPONSE))


def processing(*rules: Element) -> Element:
    """The rules for a response; without one the score stays 0 and nothing is told."""
    nothing = qti("is-null", variable(RESPONSE))
    return qti("response-processing", when(nothing, assign(SCORE, base("float", 0)), otherwise=rules))


def response_declaration(
    cardinality: str, base_type: str, correct: Iterable[str], mapping: Element | None = None
) -> Element:
    declared = qti("response-declaration", identifier=RESPONSE, cardinality=cardinality, base_type=base_type)
    values = SubElement(declared, "qti-correct-response")
    for value in correct:
        SubElement(values, "qti-value").text = value
    if mapping is not None:
        declared.append(mapping)
    return declared


def mapping(entries: Iterable[tuple[str, int]], **attributes: Any) -> Element:
    """What each value of the response is worth, 0 for every other."""
    rows = (qti("map-entry", map_key=key, mapped_value=value) for key, value in entries)
    return qti("mapping", *rows, default_value=0, **attributes)


def share_of(points: int) -> Element:
    """SCORE: what the response is worth of so many points."""
    worth = qti("map-response", identifier=RESPONSE)
    return assign(SCORE, qti("divide", worth, base("float", points)) if points > 1 else worth)


def outcome_declaration(identifier: str, cardinality: str, base_type: str, **attributes: Any) -> Element:
    declared = qti(
        "outcome-declaration", identifier=identifier, cardinality=cardinality, base_type=base_type, **attributes
    )
    if base_type != "identifier":
        default = SubElement(declared, "qti-default-value")
        SubElement(default, "qti-value").text = "0"
    return declared
