"""What was asked and what was told, as it is kept: readable on its own, whatever becomes of the lessons."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from app.core.ids import digest
from app.courses.domain.folding import fold
from app.courses.domain.wordings import Wording
from app.tutor.domain.answers import Answer, Card, Citation, Suggestion
from app.tutor.domain.redaction import BLANKED

GAP_KINDS = frozenset({"none", "suggest"})  # no lesson answered
SMALL_TALK: frozenset[str] = frozenset({"chao-hoi", "cam-on"})  # no lesson is wanted either


@dataclass(frozen=True)
class ToldFact:
    """A row as it stood then. `seen_on` as dd/mm/yyyy."""

    statement: str
    source: str
    url: str
    seen_on: str


@dataclass(frozen=True)
class Told:
    """See Answer. `warning` and `cards` stand before `text` and are no part of it; `warned` is the situation of the former."""

    kind: str
    text: str
    source: str
    situation: str = ""
    warning: str = ""
    warned: str = ""
    redacted: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    facts: tuple[ToldFact, ...] = ()
    cards: tuple[Card, ...] = ()

    def document(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def told(answer: Answer, wordings: Mapping[str, Wording]) -> Told:
    """`wordings`: those that the answer was made with."""
    warning = wordings[answer.warning].text if answer.warning in wordings else ""
    text = answer.text
    for stood in (warning, *(card.lines for card in answer.cards)):
        text = text.removeprefix(f"{stood}\n") if stood else text
    return Told(
        answer.kind,
        text,
        answer.source,
        answer.situation,
        warning,
        answer.warning,
        answer.redacted,
        answer.citations,
        answer.suggestions,
        tuple(
            ToldFact(fact.statement, fact.source.name, fact.source.url, f"{fact.seen_on:%d/%m/%Y}")
            for fact in answer.facts
        ),
        answer.cards,
    )


def read_told(document: str) -> Told:
    """What `document` gave."""
    kept = json.loads(document)
    return Told(
        **{name: kept[name] for name in ("kind", "text", "source", "situation", "warning", "warned")},
        redacted=tuple(kept["redacted"]),
        citations=tuple(Citation(**one) for one in kept["citations"]),
        suggestions=tuple(Suggestion(**one) for one in kept["suggestions"]),
        facts=tuple(ToldFact(**one) for one in kept["facts"]),
        cards=tuple(Card(**one) for one in kept.get("cards", ())),  # none in what was kept before there were cards
    )


def topic_of(question: str, situation: str = "") -> str:
    """The same for the same words, with or without marks; "" where nothing is asked but what was blanked, and for what was
    no question. `situation`: of the wording that was told."""
    if situation in SMALL_TALK:
        return ""
    words = fold(BLANKED.sub(" ", question))
    return digest(words)[:22] if words else ""
