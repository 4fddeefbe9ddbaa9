"""Which drills a round has, how far it is, and what makes its keys: from the log alone."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.ids import is_token
from app.courses.domain.compilation import Compiled, compile_catalogue
from app.courses.domain.source import SourceFile
from app.drills.domain.rounds import (
    DRILLS_A_ROUND,
    Call,
    Round,
    answer_key,
    drill_pool,
    round_of,
    teaching_lessons,
)
from app.quiz.domain.kinds import KINDS
from tests.drills.drill_content import (
    BANK_SLUG,
    DRILL_BANK_PATH,
    DRILL_LESSON_PATH,
    DRILLS,
    FILES,
    IN_LESSON,
    LESSON_SLUG,
    SCAMS,
    SKILL,
    lesson_text,
    name_of,
)
from tests.sample_content import BANK, BANK_FRONT, LESSON_PATH
from tests.sample_content import FILES as SAMPLE_FILES

pytestmark = pytest.mark.pure

CATALOGUE = compile_catalogue(
    [SourceFile(f"content/{path}", path, text.encode()) for path, text in {**SAMPLE_FILES, **FILES}.items()],
    date(2026, 11, 22),
    KINDS,
).catalogue
POOL = drill_pool(CATALOGUE)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SECRET, TOKEN = b"secret", "t" * 22
TOKENS = [f"{number:022d}" for number in range(40)]


def round_at(calls: Sequence[Call] = (), token: str = TOKEN, now: datetime = NOW, secret: bytes = SECRET) -> Round:
    return round_of(token, POOL, calls, now, secret)


def call(drill: str, at: datetime, token: str = TOKEN) -> Call:
    holder = POOL[drill].holder
    return Call(
        answer_key(SECRET, token, holder.slug, drill), holder.slug, drill, holder.version, "lua chac", at, False
    )


def test_all_drills_of_lessons_and_bank_are_in_the_pool() -> None:
    assert set(POOL) == set(DRILLS)
    assert {placed.holder.slug for placed in POOL.values()} == {LESSON_SLUG, BANK_SLUG}


def compiled(**changed: str) -> Compiled:
    """With the drills' lesson (`lesson`), their file of the bank (`bank`), the first lesson (`first`) as given."""
    paths = {"lesson": DRILL_LESSON_PATH, "bank": DRILL_BANK_PATH, "first": LESSON_PATH}
    texts = {**SAMPLE_FILES, **FILES} | {paths[name]: text for name, text in changed.items()}
    files = [SourceFile(f"content/{path}", path, text.encode()) for path, text in texts.items()]
    return compile_catalogue(files, date(2026, 11, 22), KINDS)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.battery
def test_two_drills_of_one_name_are_told_at_the_second() -> None:
    """The name alone is the address, over all lessons and the bank, which comes after the lessons."""
    name = name_of("cuoc-goi")
    bank = FILES[DRILL_BANK_PATH].replace(name_of("trang-web"), name)
    found = compiled(bank=bank)
    [told] = found.diagnostics
    at = f"::: dien-tap {name}"
    assert (told.file, told.line, told.code) == (f"content/{DRILL_BANK_PATH}", line_of(bank, at), "duplicate-id")
    assert f"content/{DRILL_LESSON_PATH}:{line_of(FILES[DRILL_LESSON_PATH], at)}" in told.message
    pool = drill_pool(found.catalogue)
    assert {placed.holder.slug for placed in pool.values()} == {LESSON_SLUG}


@pytest.mark.battery
def test_drill_of_two_lessons_is_told_at_the_later_one() -> None:
    text = lesson_text().replace("Xem từng dòng", "Xem kỹ từng dòng")
    files = {**SAMPLE_FILES, **FILES, "courses/khoa-thu/04-xem-ky.md": text}
    sources = [SourceFile(f"content/{path}", path, text.encode()) for path, text in files.items()]
    told = compile_catalogue(sources, date(2026, 11, 22), KINDS).diagnostics
    assert [(one.file, one.code) for one in told] == [("content/courses/khoa-thu/04-xem-ky.md", "duplicate-id")] * len(
        IN_LESSON
    )


@pytest.mark.battery
def test_other_questions_may_have_one_name_in_two_lessons() -> None:
    """Their address begins with the lesson."""
    name = re.findall(r"::: cau-hoi (\S+)", SAMPLE_FILES[LESSON_PATH])[0]
    question = BANK.removeprefix(BANK_FRONT)
    assert name in question
    bank = FILES[DRILL_BANK_PATH] + "\n" + question
    assert compiled(bank=bank).diagnostics == ()


@pytest.mark.battery
def test_lessons_that_teach_to_tell_scams_have_drills_or_are_about_that_first() -> None:
    """One that only warns as well is none: it would end the "before" of nearly everybody."""
    assert teaching_lessons(CATALOGUE) == (LESSON_SLUG,)
    skills = "[vneid-dang-nhap]"
    warns = SAMPLE_FILES[LESSON_PATH].replace(skills, f"[vneid-dang-nhap, {SKILL}]")
    teaches = SAMPLE_FILES[LESSON_PATH].replace(skills, f"[{SKILL}, vneid-dang-nhap]")
    drilled = FILES[DRILL_LESSON_PATH].replace(f"[{SKILL}]", "[vneid-dang-nhap]")
    assert teaching_lessons(compiled(first=warns).catalogue) == (LESSON_SLUG,)
    assert teaching_lessons(compiled(first=teaches).catalogue) == ("giu-mat-khau", LESSON_SLUG)
    assert teaching_lessons(compiled(lesson=drilled).catalogue) == (LESSON_SLUG,)


@pytest.mark.parametrize("token", TOKENS[:10])
def test_round_is_half_real_half_fraud(token: str) -> None:
    drills = round_at(token=token).left
    assert len(set(drills)) == len(drills) == DRILLS_A_ROUND
    assert len(SCAMS.intersection(drills)) == DRILLS_A_ROUND // 2


def test_place_in_a_round_tells_nothing() -> None:
    firsts = [round_at(token=token).left[0] in SCAMS for token in TOKENS]
    assert 8 < sum(firsts) < 32


def test_same_token_gives_the_same_round_and_another_another() -> None:
    assert round_at() == round_at()
    assert len({round_at(token=token).left for token in TOKENS}) > 30


def test_token_alone_foretells_no_round() -> None:
    """It stands in the address: without the server's secret nobody can compute where the scams are."""
    assert len({round_at(secret=bytes([number])).left for number in range(40)}) > 30


def test_round_keeps_its_drills_while_it_is_played() -> None:
    """Whoever answers becomes a learner, time passes, and other drills are answered in between."""
    planned = round_at().left
    outside = next(name for name in DRILLS if name not in planned)
    calls: list[Call] = []
    for number, drill in enumerate(planned):
        assert round_at(calls, now=NOW + timedelta(hours=number)).left == planned[number:]
        calls.append(call(drill, NOW + timedelta(hours=number)))
        calls.append(call(outside, NOW + timedelta(hours=number, minutes=5), TOKENS[0]))
    over = round_at(calls, now=NOW + timedelta(days=90))
    assert over.is_over
    assert [one.drill for one in over.calls] == list(planned)


def test_round_that_has_not_begun_is_not_over() -> None:
    assert not round_at().is_over


def test_drill_reached_by_its_address_is_one_of_the_six() -> None:
    outside = next(name for name in DRILLS if name not in round_at().left)
    assert len(round_at([call(outside, NOW)]).left) == DRILLS_A_ROUND - 1


def test_more_calls_than_a_round_has_leave_none() -> None:
    assert round_at([call(name, NOW + timedelta(minutes=place)) for place, name in enumerate(DRILLS)]).left == ()


def test_calls_of_another_round_count_as_met_and_come_last() -> None:
    met = [call(name, NOW - timedelta(days=1), "another-round-of-mine-") for name in DRILLS if name in SCAMS][:1]
    for token in TOKENS:
        now = round_at(met, token)
        assert now.calls == ()
        assert met[0].drill not in now.left


def test_key_is_a_token_of_its_own_for_each_drill_and_round() -> None:
    keys = {
        answer_key(SECRET, token, holder, drill)
        for token in TOKENS[:3]
        for holder in (LESSON_SLUG, BANK_SLUG)
        for drill in DRILLS
    }
    assert len(keys) == 3 * 2 * len(DRILLS)
    assert all(map(is_token, keys))


@pytest.mark.battery
def test_every_member_of_a_family_is_one_drill_of_the_pool() -> None:
    family = FILES[DRILL_LESSON_PATH].replace("Chiều thứ bảy, máy", "Thay: BUOI = Chiều | Sáng\n\n{BUOI} thứ bảy, máy")
    files = {**SAMPLE_FILES, **FILES, DRILL_LESSON_PATH: family}
    catalogue = compile_catalogue(
        [SourceFile(f"content/{path}", path, text.encode()) for path, text in files.items()], date(2026, 11, 22), KINDS
    ).catalogue
    placed = drill_pool(catalogue)[name_of("cuoc-goi")]
    stems = {drill.stem for number in range(20) if (drill := placed.drill(str(number)))}
    assert stems == {"Chiều thứ bảy, máy bác đổ chuông.", "Sáng thứ bảy, máy bác đổ chuông."}
