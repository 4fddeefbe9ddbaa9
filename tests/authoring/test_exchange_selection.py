"""What goes into an archive: what was asked for and what that needs, and that it comes out again as it went in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.authoring.domain.exchange.archive import read_archive, write_archive
from app.authoring.domain.exchange.exporting import Form, exported
from app.courses.domain.compilation import compile_catalogue
from app.courses.domain.source import SourceFile
from app.courses.domain.wordings import SITUATIONS
from app.quiz.domain.kinds import KINDS
from tests.authoring.content_roots import ROOT, TODAY, after, in_root, planned, selected
from tests.sample_content import BANK, BANK_PATH, COURSE, FACT, FILES, FRAMEWORK, LESSON, LESSON_PATH, TERM

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

FACTS, TERMS, SKILLS = "facts/thu.yaml", "glossary/thu.yaml", "frameworks/nguoi-dan.yaml"
ABOUT, SECOND = "courses/khoa-thu/course.yaml", "courses/khoa-thu/02-quet-ma.md"
MORE = {
    **FILES,
    BANK_PATH: BANK,
    FACTS: FACT + FACT.replace("han-muc-thu", "han-muc-hai"),
    TERMS: TERM + TERM.replace("otp", "qr"),
    "facts/khac.yaml": FACT.replace("han-muc-thu", "han-muc-ba"),
}


@pytest.mark.battery
def test_root_is_sent_as_it_is() -> None:
    sent = selected(in_root(MORE))
    assert {place: data.decode() for place, data in sent.files.items()} == MORE
    assert sent.faults == sent.notes == ()


def test_lesson_is_sent_with_what_it_needs_and_no_more() -> None:
    sent = selected(in_root(MORE), f"{ROOT}/{LESSON_PATH}")
    assert sent.files.keys() == {LESSON_PATH, ABOUT, FACTS, TERMS, SKILLS}
    assert sent.files[FACTS].decode() == FACT
    assert sent.files[TERMS].decode() == TERM
    assert b"vneid-dang-nhap" in sent.files[SKILLS]
    assert b"tt-ma-qr" not in sent.files[SKILLS]


@pytest.mark.battery
def test_skill_that_one_question_names_for_itself_is_sent() -> None:
    own = LESSON.replace("::: cau-hoi ai-biet", "::: cau-hoi ai-biet ky-nang=tt-ma-qr")
    assert selected(in_root({**MORE, LESSON_PATH: own}), f"{ROOT}/{LESSON_PATH}").files[SKILLS].decode() == FRAMEWORK


@pytest.mark.battery
def test_course_is_sent_with_all_its_lessons() -> None:
    sent = selected(in_root(MORE), f"{ROOT}/courses/khoa-thu/")
    assert {LESSON_PATH, SECOND, ABOUT} <= sent.files.keys()
    assert sent.files[SKILLS].decode() == FRAMEWORK


@pytest.mark.battery
def test_words_of_the_tutor_are_sent_with_what_they_name() -> None:
    words = "".join(f"- ma: {one}\n  loi: Bác gọi [[han-muc-thu]], hỏi [[?otp]].\n" for one in sorted(SITUATIONS))
    sent = selected(in_root({**MORE, "tutor/loi.yaml": words}), f"{ROOT}/tutor/loi.yaml")
    assert sent.faults == ()
    assert sent.files.keys() == {"tutor/loi.yaml", FACTS, TERMS}
    assert sent.files[FACTS].decode() == FACT


@pytest.mark.battery
def test_file_of_the_bank_is_sent_with_its_skill() -> None:
    assert selected(in_root(MORE), f"{ROOT}/{BANK_PATH}").files.keys() == {BANK_PATH, SKILLS}


@pytest.mark.battery
def test_row_that_only_one_member_of_a_family_names_is_sent() -> None:
    family = LESSON.replace(
        "Có người gọi hỏi mã. Bác làm gì?",
        "Thay: MA = han-muc-hai | han-muc-thu\nThay: TU = qr | otp\n\nTrên [[{MA}]], [[?{TU}]] thì sao?",
    )
    sent = selected(in_root({**MORE, LESSON_PATH: family}), f"{ROOT}/{LESSON_PATH}")
    assert sent.faults == ()
    assert (sent.files[FACTS].decode(), sent.files[TERMS].decode()) == (MORE[FACTS], MORE[TERMS])


@pytest.mark.battery
def test_link_to_a_lesson_that_stays_behind_is_noted() -> None:
    linked = LESSON.replace("bai-truoc: []", "bai-truoc: [quet-ma]")
    sent = selected(in_root({**MORE, LESSON_PATH: linked}), f"{ROOT}/{LESSON_PATH}")
    assert [(note.file, note.severity) for note in sent.notes] == [(f"{ROOT}/{LESSON_PATH}", "warning")]
    assert sent.faults == ()


@pytest.mark.battery
def test_faulty_lesson_is_not_sent() -> None:
    broken = {**MORE, LESSON_PATH: LESSON.replace("phut: 3", "phut: 9")}
    assert [fault.code for fault in selected(in_root(broken)).faults] == ["bad-field"]
    assert selected(in_root(broken), f"{ROOT}/{SECOND}").faults == ()


@pytest.mark.battery
def test_file_that_could_not_come_in_again_is_not_sent() -> None:
    files = in_root(MORE) | {f"{ROOT}/x.md": SourceFile(f"{ROOT}/x.md", LESSON_PATH, b"", refused=True)}
    assert "not-sent" in {fault.code for fault in selected(files, f"{ROOT}/x.md").faults}
    odd = in_root({**MORE, "bank/Thư mục/a.md": BANK})
    assert "not-sent" in {fault.code for fault in selected(odd).faults}


@pytest.mark.battery
def test_two_roots_with_a_file_at_one_place_are_not_sent_together() -> None:
    both = in_root(MORE) | in_root({TERMS: TERM.replace("otp", "sim")}, "rieng")
    assert "not-sent" in {fault.code for fault in selected(both).faults}
    needing = in_root({**FILES, TERMS: TERM.replace("otp", "sim")}) | in_root({TERMS: TERM}, "rieng")
    assert selected(needing, f"{ROOT}/{LESSON_PATH}").files[TERMS].decode() == TERM


@pytest.mark.battery
def test_rows_of_another_root_are_sent_along() -> None:
    shared = {place: text for place, text in MORE.items() if not place.startswith("bank/")}
    both = in_root(shared) | in_root({BANK_PATH: BANK}, "rieng")
    assert selected(both, "rieng/").files.keys() == {BANK_PATH, SKILLS}


SLUGS = st.from_regex(r"ma(-[a-z0-9]{1,6}){1,2}", fullmatch=True)  # YAML reads many a shorter one as a number
WORDS = st.text(st.sampled_from("ăâđêôơư áàảãạ mẹ cha nhà {}~=#:\\\"'%&;"), min_size=1, max_size=40).map(
    lambda words: f"Bác {words.strip()} nhé"
)


@st.composite
def roots(draw: st.DrawFn) -> dict[str, str]:
    """Courses, lessons, facts and terms of any number, names and words; each lesson uses some of the rows."""
    facts, terms = (
        draw(st.lists(SLUGS, min_size=1, max_size=5, unique=True)),
        draw(st.lists(SLUGS, max_size=3, unique=True)),
    )
    files = {SKILLS: FRAMEWORK}
    for number, fact in enumerate(facts):
        place = f"facts/tep {number % 2}.yaml"
        files[place] = files.get(place, "") + FACT.replace("han-muc-thu", fact)
    files |= {f"glossary/{number}.yaml": TERM.replace("otp", term) for number, term in enumerate(terms)}
    lessons = draw(st.lists(SLUGS, min_size=1, max_size=4, unique=True))
    for number, slug in enumerate(lessons):
        course = f"courses/khoa-{number % 2}"
        used = " ".join([f"[[{draw(st.sampled_from(facts))}]]", *(f"[[?{term}]]" for term in terms[:1])])
        files[f"{course}/course.yaml"] = COURSE
        text = LESSON.replace("Trên [[han-muc-thu]] thì máy hỏi mã [[?otp]].", f"Đây {used}, {draw(WORDS)}.")
        files[f"{course}/{number:02}-{slug}.md"] = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    return files


@pytest.mark.battery
@settings(max_examples=40)
@given(roots(), st.data())
def test_what_goes_out_comes_in_again_byte_for_byte(files: dict[str, str], data: st.DataObject) -> None:
    """Out of any root, all of it or a part, into an empty one, and out again."""
    there = in_root(files)
    prefix = data.draw(st.sampled_from([f"{ROOT}/", *there]))
    sent = selected(there, prefix)
    assert sent.faults == ()
    archive = write_archive(sent.files)
    assert read_archive(archive).files == sent.files
    plan = planned(sent.files, {})
    assert not plan.is_refused, plan.diagnostics
    again = selected(after(plan, {}))
    assert write_archive(again.files) == archive
    assert planned(again.files, there).to_write == ()


# One file to give away


@pytest.mark.parametrize(
    ("form", "begins", "count"), [(Form.ZIP, b"PK", len(MORE)), (Form.GIFT, b"//", 0), (Form.QTI, b"PK", 0)]
)
def test_same_files_leave_as_texts_or_as_questions(form: Form, begins: bytes, count: int) -> None:
    files = in_root(MORE)
    compiled = compile_catalogue(files.values(), TODAY, KINDS)
    found = exported(form, files, files.keys(), compiled, TODAY, KINDS)
    assert found.data.startswith((begins, b"$CATEGORY"))
    assert found.count == count or (count == 0 and found.count > 4)
    assert found.faults == ()


@pytest.mark.battery
def test_questions_of_a_faulty_lesson_are_not_given_away() -> None:
    files = in_root({**MORE, LESSON_PATH: LESSON.replace("- [x] Cúp máy", "- [ ] Cúp máy")})
    compiled = compile_catalogue(files.values(), TODAY, KINDS)
    for form in (Form.GIFT, Form.QTI):
        assert exported(form, files, [f"{ROOT}/{LESSON_PATH}"], compiled, TODAY, KINDS).faults
