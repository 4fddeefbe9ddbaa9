"""Use cases: answer a question from the lessons, without a model and without a network."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from app.courses.domain.catalogue import Catalogue
from app.courses.domain.readers import Reader
from app.courses.domain.wordings import Situation, Wording
from app.tutor.domain.answers import Answer, Kind, Suggestion, extractive_answer, lesson_path, suggested
from app.tutor.domain.bands import Bands, Signals, calibrated, signals
from app.tutor.domain.extract import extract
from app.tutor.domain.gate import Wish, intent
from app.tutor.domain.index import Found, Index, build_index
from app.tutor.domain.measurement import OFF_LESSONS, Asked, Figure, Refused, figures, quotes_stand
from app.tutor.domain.passages import lesson_texts
from app.tutor.domain.redaction import BLANKED, Redacted, redacted
from app.tutor.domain.spelling import Reading

BANDS = Path(__file__).with_name("bands.json")
LONGEST_MESSAGE = 2_000  # characters that are looked at for secrets and wishes; the rest is dropped unread
ASKED_BESIDE = 0.6  # share of the best score from which the lesson that lies open comes first
# Shares that calibration aims at: of answerable questions that get nothing, of others that get an answer.
TURNED_AWAY, ANSWERED = 0.02, 0.08
EMERGENCIES: Mapping[Wish, Situation] = {"victim": "khan-cap", "despair": "tuyet-vong"}
REFUSALS: Mapping[Wish, Situation] = {
    "harm": "khong-giup-hai", "act_for_me": "khong-lam-ho", "injection": "cau-la-lenh",
}  # fmt: skip
UNWRITTEN = "Tôi chưa trả lời được câu này. Bác hỏi thầy cô của lớp nhé."  # where teachers have written no wordings

Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Tutor:
    """Made once for a catalogue. `wordings`: what teachers let it say of itself."""

    index: Index
    bands: Bands
    wordings: Mapping[str, Wording]


def build_tutor(catalogue: Catalogue, bands: Path = BANDS) -> Tutor:
    return Tutor(build_index(lesson_texts(catalogue)), read_bands(bands), catalogue.wordings)


def answer_question(
    tutor: Tutor,
    question: str,
    lesson: str | None = None,
    reader: Reader = Reader(),
    second: Sequence[str] | None = None,
) -> Answer:
    """`lesson`: the slug of the one that lies open beside the question. `second`: see Index.find."""
    message = redacted(question[:LONGEST_MESSAGE])
    wanted = intent(message.text)
    if wanted.wish in EMERGENCIES:
        answer = _said(tutor, "emergency", EMERGENCIES[wanted.wish])
    else:
        answer = _from_lessons(tutor, wanted.question or message.text, lesson, reader, second)
        if wanted.wish in REFUSALS and (answer.kind != "answer" or not wanted.question):
            answer = _refused(tutor, wanted.wish, answer)
    return _with_warning(tutor, answer, message)


def found_for(
    index: Index, question: str, lesson: str | None = None, second: Sequence[str] | None = None
) -> tuple[Reading, tuple[Found, ...]]:
    """The lessons for a question, the best first; the one that lies open before all where it fits about as well."""
    reading = index.speller.read(question)
    found = index.find(reading, second)
    here = next((one for one in found if one.lesson.slug == lesson), None)
    if here and here.score >= ASKED_BESIDE * found[0].score:
        found = (here, *(one for one in found if one is not here))
    return reading, found


def measure(tutor: Tutor, catalogue: Catalogue, answerable: Sequence[Row], others: Sequence[Row]) -> tuple[Figure, ...]:
    """Rows of the evaluation sets; see app/tutor/evaluation."""
    reader = Reader()
    asked, refused = [], []
    for row in answerable:
        answer = answer_question(tutor, row["question"])
        slugs = [one.lesson.slug for one in found_for(tutor.index, row["question"])[1]]
        rank = next((place for place, slug in enumerate(slugs, 1) if slug in row["lessons"]), len(slugs) + 1)
        asked.append(Asked(row["style"], rank, answer, quotes_stand(answer, catalogue, reader)))
    for row in others:
        answer = answer_question(tutor, row["message"])
        refused.append(Refused(row["kind"], answer, quotes_stand(answer, catalogue, reader)))
    return figures(asked, refused)


def calibrate_bands(index: Index, answerable: Sequence[Row], others: Sequence[Row]) -> Bands:
    """The limits that these questions ask for, with a little room below the gates."""
    right = [_signals_of(index, row["question"]) for row in answerable]
    wrong = [_signals_of(index, row["message"]) for row in others if row["kind"] in OFF_LESSONS]
    return calibrated(right, wrong, TURNED_AWAY, ANSWERED)


def _signals_of(index: Index, question: str) -> Signals:
    reading, found = found_for(index, question)
    return signals(index, reading, found[0].lesson.slug)


def read_bands(file: Path = BANDS) -> Bands:
    """The limits, as `hocvuso tutor eval --calibrate` left them."""
    kept = json.loads(file.read_text("utf-8"))["bands"]
    means, spreads, weights = (tuple(kept[name]) for name in ("means", "spreads", "weights"))
    return Bands(means, spreads, weights, kept["bias"], kept["answer"], kept["suggest"])


def keep_bands(bands: Bands, how: str, file: Path = BANDS) -> None:
    file.write_text(json.dumps({"how": how, "bands": asdict(bands)}, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _from_lessons(
    tutor: Tutor, question: str, lesson: str | None, reader: Reader, second: Sequence[str] | None
) -> Answer:
    said = BLANKED.sub(" ", question)  # "[SỐ ĐIỆN THOẠI]" is nobody's question about phones
    reading, found = found_for(tutor.index, said, lesson, second)
    band = tutor.bands.band(signals(tutor.index, reading, found[0].lesson.slug)) if found and found[0].score else "none"
    sentences = extract(tutor.index, found[0].passage, reading, reader) if band == "answer" else ()
    if sentences:
        return extractive_answer(found[0].passage, sentences)
    if band == "none":
        return _said(tutor, "none", "chua-co-bai")
    return replace(_said(tutor, "suggest", "hoi-lai"), suggestions=suggested(found))


def _refused(tutor: Tutor, wish: Wish, answer: Answer) -> Answer:
    """Whoever wants something done gets the lessons that show how."""
    refusal = _said(tutor, "refuse", REFUSALS[wish])
    shown = answer.suggestions or tuple(Suggestion(one.lesson, one.title, one.anchor) for one in answer.citations[:1])
    return replace(refusal, suggestions=shown or refusal.suggestions) if wish == "act_for_me" else refusal


def _said(tutor: Tutor, kind: Kind, situation: Situation) -> Answer:
    """In the words of teachers, with the lessons that they link."""
    wording = tutor.wordings.get(situation)
    if wording is None:
        return Answer(kind, UNWRITTEN)
    lessons = (tutor.index.lesson(slug) for slug in wording.lessons)
    linked = tuple(Suggestion(one.slug, one.title, lesson_path(one.slug)) for one in lessons if one)
    return Answer(kind, wording.text, suggestions=linked, facts=wording.facts)


def _with_warning(tutor: Tutor, answer: Answer, message: Redacted) -> Answer:
    """Whoever typed a secret, or something private, is told so before anything else."""
    situation: Situation = "ma-bi-mat" if message.has_secret else "thong-tin-rieng"
    warning = _said(tutor, answer.kind, situation) if message.kinds else None
    text = f"{warning.text}\n{answer.text}" if warning else answer.text
    return replace(answer, text=text, redacted=message.kinds)
