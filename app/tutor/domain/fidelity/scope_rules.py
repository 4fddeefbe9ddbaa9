"""Where one sentence became two, two became one, or a "bác" came or went: whether a no, a "chỉ" or somebody's urging still
reaches as far, and whether the same person acts."""

from collections.abc import Iterator
from itertools import pairwise

from app.tutor.domain.fidelity.alignment import Alignment, is_light
from app.tutor.domain.fidelity.findings import Finding, Severity
from app.tutor.domain.fidelity.passages import sentences
from app.tutor.domain.fidelity.text import STOP, Step, Word
from app.tutor.domain.fidelity.vocabulary import ACTORS, CONDITIONS, CONTRASTS, OPENERS, SCOPING

READER = "bác"


def scope_findings(alignment: Alignment) -> Iterator[Finding]:
    """To be seen by a teacher: "đừng đọc mã, gửi tiền" is not "đừng đọc mã. Bác gửi tiền"."""
    source, rewrite = alignment.source, alignment.rewrite
    for (place, partner), (following, arrived) in pairwise(alignment.pairs):
        before, after = (place, following), (partner, arrived)
        for name in (_apart(source, before, rewrite, after), _joined(source, before, rewrite, after)):
            if name:
                yield Finding(
                    name,
                    Severity.REVIEW,
                    sentences(source, (source.words[place], source.words[following])),
                    sentences(rewrite, (rewrite.words[partner], rewrite.words[arrived])),
                )


Between = tuple[int, int]  # the places of two words of a step; what is asked is asked of what stands between them


def _apart(source: Step, before: Between, rewrite: Step, after: Between) -> str:
    """Of what hung together in the source and begins anew in the rewrite."""
    is_cut, speaks = _is_cut(rewrite, after), _speaks_to_reader(rewrite, after)
    if _is_cut(source, before) or not (is_cut or speaks):
        return ""
    if is_cut and _conditions(source, before[1]) > _conditions(rewrite, after[0] + 1):
        return "scope-unclear"
    if not _hangs_together(source, before):
        return ""
    if _reaches(source, before) and not _begins_scoped(rewrite, after):
        return "scope-unclear"
    acting = _acting(source, before[0])
    is_other = acting not in ("", READER) and (speaks or not _names_actor(rewrite, after))
    return "subject-unclear" if is_other or (is_cut and speaks and not acting) else ""


def _joined(source: Step, before: Between, rewrite: Step, after: Between) -> str:
    """Of what began anew in the source and now hangs together with what stands in front."""
    begins = _is_cut(source, before) or _speaks_to_reader(source, before)
    if not begins or not _hangs_together(rewrite, after):
        return ""
    return "scope-unclear" if _reaches(rewrite, after) and not _begins_scoped(source, before) else ""


def _is_cut(step: Step, between: Between) -> bool:
    return step.words[between[0]].sentence != step.words[between[1]].sentence


def _hangs_together(step: Step, between: Between) -> bool:
    """In one sentence, with nobody named anew and no "còn", "nhưng" in between."""
    return not (
        _is_cut(step, between)
        or _speaks_to_reader(step, between)
        or any(_ends_scope(step, place) for place in range(between[0] + 1, between[1] + 1))
    )


def _speaks_to_reader(step: Step, between: Between) -> bool:
    return any(_is_readers(step, place) for place in range(between[0] + 1, between[1] + 1))


def _begins_scoped(step: Step, between: Between) -> bool:
    """The no is said again, before anything else that says something."""
    for word in step.words[between[0] + 1 :]:
        if word.form in SCOPING:
            return True
        if word.place >= between[1] and not is_light(word):
            return False
    return False


def _names_actor(step: Step, between: Between) -> bool:
    return any(word.form in ACTORS for word in step.words[between[0] + 1 : between[1] + 1])


def _reaches(step: Step, between: Between) -> bool:
    """A no, a "chỉ" or an urging in front speaks of what comes now as well."""
    for word in _back_from(step, between[0]):
        if word.form in SCOPING:
            return True
        if _is_readers(step, word.place) or _ends_scope(step, word.place):
            return False
    return False


def _ends_scope(step: Step, place: int) -> bool:
    word = step.words[place]
    return word.form == "thì" or (word.form in CONTRASTS and _opens_clause(step, place))


def _acting(step: Step, place: int) -> str:
    """Who was last named as acting: `READER`, somebody else, or "" for nobody in this sentence."""
    for word in _back_from(step, place):
        if _is_readers(step, word.place):
            return READER
        if word.form in ACTORS and _may_act(step, word.place):
            return word.form
    return ""


def _back_from(step: Step, place: int) -> Iterator[Word]:
    sentence = step.words[place].sentence
    while place >= 0 and step.words[place].sentence == sentence:
        yield step.words[place]
        place -= 1


def _conditions(step: Step, end: int) -> int:
    """How many "khi" and "nếu" the sentence has in front of that place: said without them, it happens, or is to be done."""
    return sum(word.form in CONDITIONS for word in _back_from(step, end - 1)) if end else 0


def _is_readers(step: Step, place: int) -> bool:
    """The reader is named in front of this word as the one who acts. Words of address are no words of a step: they are
    what has letters between two of them."""
    start = step.words[place - 1].end if place else 0
    said = step.text[start : step.words[place].start]
    named = STOP.split(said)[-1]
    return any(letter.isalpha() for letter in named) and _may_act(step, place)


def _may_act(step: Step, place: int) -> bool:
    return _opens_clause(step, place) or step.words[place - 1].form in OPENERS


def _opens_clause(step: Step, place: int) -> bool:
    clause = step.words[place].clause
    while place and step.words[place - 1].clause == clause:
        place -= 1
        if not is_light(step.words[place]):
            return False
    return True
