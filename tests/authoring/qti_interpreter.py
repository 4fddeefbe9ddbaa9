"""The response processing of QTI 3.0, as much of it as the export uses (1EdTech, QTI 3.0 information model, §2.11), and
the shape that a document must have. What is not known here raises: nothing is passed over."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, fromstring

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
Q = f"{{{NAMESPACE}}}qti-"
IDENTIFIER = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
Value = str | float | int | tuple[Any, ...] | None  # a tuple is a container; None is no value
READ: dict[str, Callable[[str], Any]] = {
    "identifier": str, "string": str, "directedPair": lambda text: tuple(text.split(" ")), "float": float, "integer": int,
}  # fmt: skip


@dataclass
class Item:
    """One document. `run` gives its outcomes for a response."""

    root: Element
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def declaration(self) -> Element:
        return _only(self.root, "response-declaration")

    @property
    def remarks(self) -> dict[str, Element]:
        found = self.root.findall(f"{Q}modal-feedback")
        assert len({one.get("identifier") for one in found}) == len(found)
        return {str(one.get("identifier")): one for one in found}

    def run(self, response: str | Sequence[str] | None) -> dict[str, Any]:
        """A response as a player sends it: a text, the texts of a container, or None."""
        read = READ[str(self.declaration.get("base-type"))]
        is_single = self.declaration.get("cardinality") == "single"
        self.values = {}
        for outcome in self.root.findall(f"{Q}outcome-declaration"):
            default = outcome.find(f"{Q}default-value/{Q}value")
            kind = READ[str(outcome.get("base-type"))]
            self.values[str(outcome.get("identifier"))] = kind(str(default.text)) if default is not None else None
        if is_single:
            assert response is None or isinstance(response, str)
            self.values["RESPONSE"] = read(response) if response else None
        else:
            self.values["RESPONSE"] = tuple(read(one) for one in response or ()) or None
        self._do(_only(self.root, "response-processing"))
        return self.values

    def correct(self) -> Any:
        read = READ[str(self.declaration.get("base-type"))]
        values = [str(one.text) for one in self.declaration.findall(f"{Q}correct-response/{Q}value")]
        assert all(read(value) for value in values)
        return values[0] if self.declaration.get("cardinality") == "single" else values

    def _do(self, block: Element) -> None:
        for rule in block:
            name = _name(rule)
            if name == "set-outcome-value":
                identifier = str(rule.get("identifier"))
                assert identifier in self.values, f"{identifier} is not declared"
                self.values[identifier] = self._value(*rule)
            elif name == "response-condition":
                self._choose(rule)
            else:
                raise AssertionError(name)

    def _choose(self, condition: Element) -> None:
        names = [_name(branch) for branch in condition]
        assert names[0] == "response-if"
        assert set(names[1:-1]) <= {"response-else-if"}
        assert set(names[1:]) <= {"response-else-if", "response-else"}
        for branch, name in zip(condition, names, strict=True):
            if name == "response-else" or self._value(branch[0]) is True:
                rules = Element("rules")
                rules.extend(branch if name == "response-else" else branch[1:])
                self._do(rules)
                return

    def _value(self, expression: Element) -> Any:
        return getattr(self, f"_{_name(expression).replace('-', '_')}")(expression)

    def _each(self, expression: Element) -> list[Any]:
        return [self._value(child) for child in expression]

    def _variable(self, expression: Element) -> Any:
        return self.values[str(expression.get("identifier"))]

    def _base_value(self, expression: Element) -> Any:
        return READ[str(expression.get("base-type"))](str(expression.text))

    def _is_null(self, expression: Element) -> bool:
        return self._value(*expression) is None

    def _not(self, expression: Element) -> bool:
        return not self._value(*expression)

    def _or(self, expression: Element) -> bool:
        return any(self._each(expression))

    def _match(self, expression: Element) -> bool:
        first, second = self._each(expression)
        return bool(first == second)

    def _member(self, expression: Element) -> bool:
        one, container = self._each(expression)
        assert isinstance(container, tuple)
        return one in container

    def _index(self, expression: Element) -> Any:
        container, number = self._value(*expression), int(str(expression.get("n")))
        return container[number - 1] if number <= len(container) else None

    def _multiple(self, expression: Element) -> tuple[Any, ...] | None:
        values = [value for value in self._each(expression) if value is not None]
        return tuple(one for value in values for one in (value if isinstance(value, tuple) else (value,))) or None

    def _string_match(self, expression: Element) -> bool:
        assert (expression.get("case-sensitive"), expression.get("substring")) == ("false", "false")
        first, second = self._each(expression)
        return bool(first.casefold() == second.casefold())

    def _lt(self, expression: Element) -> bool:
        first, second = self._each(expression)
        return bool(first < second)

    def _sum(self, expression: Element) -> Any:
        return sum(self._each(expression))

    def _product(self, expression: Element) -> Any:
        first, second = self._each(expression)
        return first * second

    def _subtract(self, expression: Element) -> Any:
        first, second = self._each(expression)
        return first - second

    def _divide(self, expression: Element) -> float:
        first, second = self._each(expression)
        return float(first / second)

    def _max(self, expression: Element) -> Any:
        return max(self._each(expression))

    def _map_response(self, expression: Element) -> float:
        assert expression.get("identifier") == "RESPONSE"
        mapping = _only(self.declaration, "mapping")
        default = float(str(mapping.get("default-value")))
        response = self.values["RESPONSE"]
        given = set(response) if self.declaration.get("cardinality") != "single" else {response}
        total = sum(self._worth(mapping, one, default) for one in given)
        return max(total, float(mapping.get("lower-bound", "-inf")))

    def _worth(self, mapping: Element, given: Any, default: float) -> float:
        for entry in mapping:
            key = READ[str(self.declaration.get("base-type"))](str(entry.get("map-key")))
            same = key.casefold() == given.casefold() if entry.get("case-sensitive") == "false" else key == given
            if same:
                return float(str(entry.get("mapped-value")))
        return default


def read_item(document: bytes) -> Item:
    """Parsed, and judged as far as a schema would: order of the parts, identifiers, what refers to what."""
    root = fromstring(document)  # noqa: S314 - our own
    assert root.tag == f"{Q}assessment-item"
    assert all(element.tag.startswith(f"{{{NAMESPACE}}}") for element in root.iter())
    assert {root.get(name) for name in ("adaptive", "time-dependent")} == {"false"}
    order = ["response-declaration", "outcome-declaration", "item-body", "response-processing", "modal-feedback"]
    parts = [order.index(_name(part)) for part in root]
    assert parts == sorted(parts)
    for element in root.iter():
        for name in ("identifier", "response-identifier", "outcome-identifier"):
            assert element.get(name) is None or IDENTIFIER.fullmatch(str(element.get(name)))
    choices = [one.get("identifier") for one in root.iter() if _name(one).endswith("-choice")]
    assert len(choices) == len(set(choices))
    assert all(one.get("outcome-identifier") == "FEEDBACK" for one in root.findall(f"{Q}modal-feedback"))
    assert all(_name(one[0]) == "content-body" for one in root.findall(f"{Q}modal-feedback"))
    interactions = [one for one in root.iter() if _name(one).endswith("-interaction")]
    assert [one.get("response-identifier") for one in interactions] == ["RESPONSE"]
    return Item(root)


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _name(element: Element) -> str:
    return element.tag.removeprefix(Q)


def _only(parent: Element, name: str) -> Element:
    found = parent.findall(f"{Q}{name}")
    assert len(found) == 1, name
    return found[0]
