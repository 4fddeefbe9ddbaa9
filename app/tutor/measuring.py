"""How good the tutor is, on the sets of the evaluation; and the limits that their open part asks for."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle
from typing import TypeAlias

from app.core.private_text.doubtful import surely_talks_of_secrets
from app.core.private_text.numbers import WORDS
from app.core.private_text.plain import plain, small
from app.core.private_text.spans import known_spans
from app.core.private_text.talk import Example as Said
from app.core.private_text.talk import Private, Talk
from app.core.private_text.talk import learned as learned_talk
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.readers import Reader
from app.tutor.calibration import EVALUATION, OURS, Part, Row, asked, examples, rows, rows_of
from app.tutor.domain.bands import Bands, Signals, calibrated, signals
from app.tutor.domain.fidelity.measurement import FAITHFUL, Example, Kind, measured
from app.tutor.domain.gate.intent import intent
from app.tutor.domain.gate.weights import WishWeights, learned
from app.tutor.domain.index import asked_anew
from app.tutor.domain.measurement import (
    HARMLESS,
    OFF_LESSONS,
    Asked,
    Figure,
    Refused,
    Typed,
    fidelity_figures,
    figures,
    quotes_gold,
    quotes_stand,
    redaction_figures,
    talk_figures,
)
from app.tutor.domain.people import without_names
from app.tutor.domain.redaction import SECRET, redacted
from app.tutor.service import COURTESIES, Tutor, answer_question, build_tutor, found_for, received

FOLDS = 4
NAME = "name"  # kept with the question, but told to no model
TYPED_ROWS = frozenset(
    {None, "secret", "personal", "innocent", "greeting"}
)  # kinds of a set's rows that talk is learned from
SPOKEN = re.compile(rf"(?:(?:{WORDS})[ ,]*)+")
# Shares that calibration aims at: of answerable questions that get nothing, of others that get an answer.
TURNED_AWAY, ANSWERED = 0.01, 0.06


Nearness: TypeAlias = Callable[[str], Mapping[str, float] | None]


def measure(catalogue: Catalogue, part: Part, tutor: Tutor, near: Nearness | None = None) -> tuple[Figure, ...]:
    """A question of the open part, from which the tutor learns how people ask, is put to one that has not seen it. `near`:
    how near each lesson is to a question in meaning, where lessons are found by that as well."""
    reader = Reader()
    asked_of, refused = [], []
    for judge, row in apart(part, tutor):
        nearness = near(row["question"]) if near else None
        answer = answer_question(judge, received(row["question"]), near=nearness)
        slugs = [one.lesson.slug for one in found_for(judge.index, row["question"], near=nearness)[1]]
        rank = next((place for place, slug in enumerate(slugs, 1) if slug in row["lessons"]), len(slugs) + 1)
        gold = quotes_gold(answer, catalogue, row["steps"]) if "steps" in row else None
        offered = any(one.lesson in row["lessons"] for one in answer.suggestions)
        asked_of.append(Asked(row["style"], rank, answer, quotes_stand(answer, catalogue, reader), gold, offered))
    for row in rows("not_answerable", part):
        answer = answer_question(tutor, received(row["message"]), near=near(row["message"]) if near else None)
        refused.append(Refused(row["kind"], answer, quotes_stand(answer, catalogue, reader)))
    for row in rows("redaction", part):
        if not row["kinds"]:
            answer = answer_question(tutor, received(row["message"]), near=near(row["message"]) if near else None)
            refused.append(Refused(HARMLESS, answer, quotes_stand(answer, catalogue, reader)))
    return figures(asked_of, refused, by_meaning=near is not None)


def measure_redaction(part: Part) -> tuple[Figure, ...]:
    return redaction_figures([_typed(row) for row in rows("redaction", part) if set(row["kinds"]) != {NAME}])


def measure_left_out(name: str) -> tuple[Figure, ...]:
    """Of the open rows of one set, with what was learned of how people talk from all the others. The patterns know the set."""
    found = [row for row in rows_of(EVALUATION / f"{name}.jsonl") if is_typed(row) and set(row["kinds"]) != {NAME}]
    talk = calibrate_talk(without=name)
    return redaction_figures([_typed(row, talk) for row in found])


def measure_talk(part: Part) -> tuple[Figure, ...]:
    """Small talk known for what it is, and names that no model is told."""
    talk = [intent(row["message"]).wish in COURTESIES for row in rows("talk", part)]
    named = [row for row in rows("redaction", part) if NAME in row["kinds"]]
    gone = [
        _is_gone(text, without_names(row["message"]))
        for row in named
        for kind, text in zip(row["kinds"], row["secret"], strict=True)
        if kind == NAME
    ]
    return talk_figures(talk, gone)


def measure_fidelity(part: Part) -> tuple[Figure, ...]:
    return fidelity_figures(fidelity_kinds(part))


def fidelity_kinds(part: Part) -> tuple[Kind, ...]:
    """The faithful ones, each kind of planted error, all errors together."""
    pairs = [*rows("fidelity/faithful", part), *rows("fidelity/planted", part)]
    return measured(Example(row.get("kind", FAITHFUL), row["source"], row["rewrite"]) for row in pairs)


def _typed(row: Row, talk: Talk | None = None) -> Typed:
    """A message with several things of one kind names the kind once."""
    found = redacted(row["message"], talk)
    private = [(kind, text) for kind, text in zip(cycle(row["kinds"]), row["secret"]) if kind != NAME]
    outcomes = [(kind in SECRET, _is_gone(text, found.text)) for kind, text in private]
    return Typed(tuple(outcomes), is_touched=bool(found.kinds), has_holes=found.has_holes)


def _is_gone(secret: str, text: str) -> bool:
    return re.sub(r"\W", "", plain(secret)) not in re.sub(r"\W", "", text)


def calibrate_bands(catalogue: Catalogue) -> Bands:
    """The limits that the open questions ask for, with a little room below the gates."""
    tutor = build_tutor(catalogue)
    right = [_signals_of(judge, row["question"]) for judge, row in apart("open", tutor)]
    wrong = [_signals_of(tutor, row["message"]) for row in rows("not_answerable", "open") if row["kind"] in OFF_LESSONS]
    return calibrated(right, wrong, TURNED_AWAY, ANSWERED)


def calibrate_wish_weights() -> WishWeights:
    return learned(examples()).weights


def calibrate_talk(without: str = "") -> Talk:
    """How people talk of secrets: what they ask and our examples for the gate, without what the patterns find in them; and the
    open rows of the sets for redaction but for one, which may be measured then."""
    asked_texts = [
        row.get("question") or row["message"] for name in ("answerable", "not_answerable") for row in rows(name, "open")
    ]
    ours = [row["message"] for name in OURS for row in rows_of(EVALUATION / name)]
    files = [file for one in ("redaction", "strangers") for file in sorted(EVALUATION.glob(f"{one}*.jsonl"))]
    typed = [row for file in files if file.stem != without for row in rows_of(file) if is_typed(row)]
    return learned_talk(
        [
            *(_said(text, _found(text)) for text in (*asked_texts, *ours)),
            *(_said(row["message"], _private(row)) for row in typed),
        ]
    )


def is_typed(row: Row) -> bool:
    return row.get("part", "open") == "open" and row.get("kind") in TYPED_ROWS and "secret" in row


def _said(text: str, private: tuple[tuple[str, Private], ...] = ()) -> Said:
    return Said(text, surely_talks_of_secrets(plain(text)), private)


def _found(text: str) -> tuple[tuple[str, Private], ...]:
    text = plain(text)
    return tuple((text[one.start : one.end], None) for one in known_spans(text))


def _private(row: Row) -> tuple[tuple[str, Private], ...]:
    return tuple((secret, _private_as(secret, kind)) for secret, kind in zip(row["secret"], cycle(row["kinds"])))


def _private_as(secret: str, kind: str) -> Private:
    """A password of digits, or of words for them, is told as a code is."""
    if kind == "password" and any(map(str.isalpha, secret)) and not SPOKEN.fullmatch(small(plain(secret))):
        return "secret"
    return "number" if kind in SECRET else None


def _signals_of(tutor: Tutor, question: str) -> Signals:
    reading, found = found_for(tutor.index, question)
    return signals(tutor.index, reading, found[0])


def apart(part: Part, tutor: Tutor) -> Iterator[tuple[Tutor, Row]]:
    """Each answerable question of a part, with a tutor that has not learned from it."""
    answerable: Sequence[Row] = rows("answerable", part)
    if part != "open":
        yield from ((tutor, row) for row in answerable)
        return
    for fold in range(FOLDS):
        left_out = answerable[fold::FOLDS]
        judge = replace(tutor, index=asked_anew(tutor.index, asked(without={row["id"] for row in left_out})))
        yield from ((judge, row) for row in left_out)
