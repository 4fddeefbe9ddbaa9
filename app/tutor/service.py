"""Use cases: answer a question from the lessons, without a model and without a network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.readers import Reader
from app.courses.domain.wordings import Situation, Wording
from app.tutor.calibration import BANDS, asked, read_bands, read_wish_weights
from app.tutor.domain import cards
from app.tutor.domain.answers import Answer, Card, Kind, Suggestion, extractive_answer, joined, lesson_path, suggested
from app.tutor.domain.bands import Bands, signals
from app.tutor.domain.extract import extract
from app.tutor.domain.gate.intent import Intent, intent
from app.tutor.domain.gate.medical import wants_ambulance
from app.tutor.domain.gate.weights import WishWeights
from app.tutor.domain.gate.wishes import Wish
from app.tutor.domain.index import Found, Index, build_index
from app.tutor.domain.links import ADDRESS, has_strange_link
from app.tutor.domain.passages import lesson_texts
from app.tutor.domain.people import without_names
from app.tutor.domain.prompting import Source, sources
from app.tutor.domain.redaction import BLANKED, Redacted, redacted
from app.tutor.domain.spelling import Reading, cleaned

LONGEST_MESSAGE = 2_000  # characters that are looked at for secrets and wishes; the rest is dropped unread
ASKED_BESIDE = 0.6  # share of the best score from which the lesson that lies open comes first
COURTESIES: Mapping[Wish, Situation] = {"greeting": "chao-hoi", "thanks": "cam-on"}
REFUSALS: Mapping[Wish, Situation] = {
    "harm": "khong-giup-hai", "act_for_me": "khong-lam-ho", "injection": "cau-la-lenh",
}  # fmt: skip
UNWRITTEN = "Tôi chưa trả lời được câu này. Bác hỏi thầy cô của lớp nhé."  # where teachers have written no wordings


@dataclass(frozen=True)
class Tutor:
    """Made once for a catalogue. `wordings`: what teachers let it say of itself."""

    index: Index
    bands: Bands
    wordings: Mapping[str, Wording]
    weights: WishWeights | None = None


def build_tutor(catalogue: Catalogue, bands: Path = BANDS) -> Tutor:
    return Tutor(
        build_index(lesson_texts(catalogue), asked()), read_bands(bands), catalogue.wordings, read_wish_weights()
    )


def received(typed: str) -> Redacted:
    """A message as everything behind it sees it: made once, where it comes in."""
    return redacted(typed[:LONGEST_MESSAGE])


def answer_question(
    tutor: Tutor,
    message: Redacted,
    lesson: str | None = None,
    reader: Reader = Reader(),
    near: Mapping[str, float] | None = None,
) -> Answer:
    """`lesson`: the slug of the one that lies open beside the question. `near`: see Index.find."""
    wanted = intent(message.heard, tutor.weights)
    urgent = cards.urgent(wanted, message.heard)
    if not urgent and wanted.wish in COURTESIES:
        answer = _said(tutor, "none", COURTESIES[wanted.wish])
    elif not urgent:
        answer = _answered(tutor, wanted, message, lesson, reader, near)
        answer = _with_cards(tutor, answer, cards.doubtful(wanted, message.heard), cards.LEADS)
    if urgent:
        answer = _with_cards(tutor, _said(tutor, "emergency", urgent[-1]), urgent[:-1])
        if cards.leaves_time_to_read(urgent, message.heard):
            read = _from_lessons(tutor, message.heard, lesson, reader, near, quotes=False)
            answer = replace(answer, suggestions=joined(answer.suggestions, read.suggestions))
    return _with_warning(tutor, answer, message)


def _answered(
    tutor: Tutor,
    wanted: Intent,
    message: Redacted,
    lesson: str | None,
    reader: Reader,
    near: Mapping[str, float] | None,
) -> Answer:
    """From the lessons, or refused."""
    quotes = not wanted.doubtful and not has_strange_link(message.heard)
    answer = _from_lessons(tutor, wanted.question or message.heard, lesson, reader, near, quotes=quotes)
    if wanted.wish in REFUSALS and (answer.kind != "answer" or not wanted.question):
        return _refused(tutor, wanted.wish, answer, message)
    return answer


@dataclass(frozen=True)
class Material:
    """From what a model may answer. `question`: as it may be sent; `meant`: as lessons would spell it."""

    question: str
    meant: tuple[str, ...]
    given: tuple[Source, ...]


def meant(tutor: Tutor, message: Redacted) -> str:
    """What is asked, as lessons would spell it, without what is surely private: by this its nearness in meaning is found."""
    return " ".join(tutor.index.speller.read(_nameless(message.heard)).meant)


def _nameless(text: str) -> str:
    """What lessons are found by: "[SỐ ĐIỆN THOẠI]" is nobody's question about phones, a name nobody's question at all."""
    return without_names(ADDRESS.sub(" ", BLANKED.sub(" ", text)), " ")


def material(
    tutor: Tutor,
    message: Redacted,
    answer: Answer,
    lesson: str | None,
    reader: Reader,
    near: Mapping[str, float] | None = None,
) -> Material | None:
    """`answer`: what answer_question says. None where no model is asked: nothing in the lessons, something private in the
    message, somebody who may be in need, or it wants something other than an answer."""
    is_private = bool(message.kinds) or BLANKED.search(message.text) is not None
    if answer.kind != "answer" or answer.cards or is_private or intent(message.text, tutor.weights).wish != "answer":
        return None
    reading, found = found_for(tutor.index, _nameless(message.text), lesson, near)
    given = sources(found, reader)
    return Material(without_names(cleaned(message.text)), reading.meant, given) if given else None


def listed_answer(catalogue: Catalogue, message: Redacted) -> Answer:
    """Without an index: whoever needs help at once still gets it, anybody else the first lesson of each course."""
    bare = Tutor(build_index(()), read_bands(), catalogue.wordings, read_wish_weights())
    answer = answer_question(bare, message)
    first = (course.lessons[0] for course in catalogue.courses if course.lessons)
    listed = tuple(Suggestion(one.slug, one.about.title, lesson_path(one.slug)) for one in first)
    return answer if answer.kind in ("emergency", "refuse") else replace(answer, kind="suggest", suggestions=listed)


def found_for(
    index: Index, question: str, lesson: str | None = None, near: Mapping[str, float] | None = None
) -> tuple[Reading, tuple[Found, ...]]:
    """The lessons for a question, the best first; the one that lies open before all where it fits about as well."""
    reading = index.speller.read(question)
    found = index.find(reading, near)
    here = next((one for one in found if one.lesson.slug == lesson), None)
    if here and here.score >= ASKED_BESIDE * found[0].score:
        found = (here, *(one for one in found if one is not here))
    return reading, found


def _from_lessons(
    tutor: Tutor, question: str, lesson: str | None, reader: Reader, near: Mapping[str, float] | None, *, quotes: bool
) -> Answer:
    """`quotes`: whether a lesson may be quoted, rather than offered by its title."""
    said = _nameless(question)
    reading, found = found_for(tutor.index, said, lesson, near)
    band = tutor.bands.band(signals(tutor.index, reading, found[0])) if found and found[0].score else "none"
    sentences = extract(tutor.index, found[0].passage, reading, reader) if quotes and band == "answer" else ()
    if sentences:
        return extractive_answer(found[0].passage, sentences)
    if band == "none":
        return _said(tutor, "none", "chua-co-bai")
    return replace(_said(tutor, "suggest", "hoi-lai"), suggestions=suggested(found))


def _refused(tutor: Tutor, wish: Wish, answer: Answer, message: Redacted) -> Answer:
    """Whoever wants something done gets the lessons that show how, be they near or not; whom to call comes first."""
    refusal = _said(tutor, "refuse", REFUSALS[wish])
    if wish != "act_for_me":
        return refusal
    if wants_ambulance(message.heard):
        return _with_cards(tutor, refusal, ("cap-cuu",))
    shown = tuple(Suggestion(one.lesson, one.title, one.anchor) for one in answer.citations[:1]) or answer.suggestions
    found = [one for one in found_for(tutor.index, _nameless(message.heard))[1] if one.score] if not shown else []
    return replace(refusal, suggestions=shown or suggested(found) or refusal.suggestions)


def _with_cards(
    tutor: Tutor, answer: Answer, situations: Sequence[Situation], leads: Mapping[Situation, str] = {}
) -> Answer:
    """The cards of these, then the answer. What lessons say keeps its own facts: they are the sources below it."""
    for situation in reversed(situations):
        if any(card.situation == situation for card in answer.cards):
            continue
        said = _said(tutor, answer.kind, situation)
        card = Card(situation, said.text, leads.get(situation, ""))
        suggestions = joined(said.suggestions, answer.suggestions)
        facts = tuple(dict.fromkeys((*said.facts, *answer.facts))) if answer.situation else answer.facts
        text = f"{card.lines}\n{answer.text}"
        answer = replace(answer, text=text, facts=facts, suggestions=suggestions, cards=(card, *answer.cards))
    return answer


def _said(tutor: Tutor, kind: Kind, situation: Situation) -> Answer:
    """In the words of teachers, with the lessons that they link."""
    wording = tutor.wordings.get(situation)
    if wording is None:
        return Answer(kind, cards.UNWRITTEN.get(situation, UNWRITTEN))
    lessons = (tutor.index.lesson(slug) for slug in wording.lessons)
    linked = tuple(Suggestion(one.slug, one.title, lesson_path(one.slug)) for one in lessons if one)
    return Answer(kind, wording.text, suggestions=linked, facts=wording.facts, situation=situation)


def _with_warning(tutor: Tutor, answer: Answer, message: Redacted) -> Answer:
    """Whoever typed a secret, or something private, is told so before anything else."""
    situation: Situation = "thong-tin-rieng"
    if message.has_secret or message.is_doubtful:
        situation = "ma-bi-mat" if message.has_secret else "co-the-la-ma"
    warning = _said(tutor, answer.kind, situation) if message.kinds else None
    text = f"{warning.text}\n{answer.text}" if warning else answer.text
    return replace(answer, text=text, redacted=message.kinds, warning=situation if warning else "")
