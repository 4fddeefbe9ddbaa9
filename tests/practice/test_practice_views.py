"""Where the pages lead for skills that are learned otherwise than by questions in a lesson."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.courses.domain.catalogue import Catalogue
from app.courses.library import check_folders
from app.practice.learner_models import Known
from app.practice.views import Learning, practice_page, progress_page, review_page, skill_index, task_view
from app.quiz.domain.kinds import KINDS
from app.quiz.domain.mastery import Learner, SkillState
from app.quiz.domain.next_task import Mistake
from app.quiz.domain.review import begin
from tests.sample_content import LESSON, LESSON_PATH, write_content

TODAY = date(2026, 11, 21)
YESTERDAY = datetime(2026, 11, 20, 5, tzinfo=UTC)
SIMULATED = """\
::: tap-bam mo-khoa
Bác mở khóa máy nhé.

### Khóa
- nút **Mở** -> Chào

### Chào
- nút **Vào** -> Trang

### Trang
- nút **Tiếp** -> Xong

### Xong
Máy đã mở.
:::

"""
SKILL, OTHER = "vneid-dang-nhap", "tt-ma-qr"
MASTERED = SkillState(mastered_at=YESTERDAY, card=begin(date(2026, 11, 1)), pieces=3)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """One lesson with a simulation and no question, one with questions."""
    root = write_content(tmp_path_factory.mktemp("content"))
    text = LESSON[: LESSON.index("::: cau-hoi ai-hoi-ma")] + SIMULATED + LESSON[LESSON.index("::: ket-thuc") :]
    (root / LESSON_PATH).write_text(text, encoding="utf-8")
    compiled = check_folders([root], TODAY, KINDS)
    assert compiled.diagnostics == ()
    return compiled.catalogue


def learning(catalogue: Catalogue, skills: dict[str, SkillState], mistakes: tuple[Mistake, ...] = ()) -> Learning:
    known = Known(Learner(skills=skills), mistakes)
    [framework] = catalogue.frameworks.values()
    return Learning(skill_index(catalogue), framework, known, (), {}, TODAY, path_to)


def path_to(route: str, **values: str) -> str:
    return "/".join([route, *values.values()])


def test_mistake_in_a_simulation_leads_to_its_lesson(catalogue: Catalogue) -> None:
    one = learning(catalogue, {}, (Mistake(SKILL, "giu-mat-khau", YESTERDAY),))
    assert task_view(one).url == "step/giu-mat-khau"
    other = learning(catalogue, {}, (Mistake(OTHER, "quet-ma", YESTERDAY),))
    assert task_view(other).url == f"practice_next/{OTHER}"


def test_review_of_a_simulated_skill_leads_to_its_lesson(catalogue: Catalogue) -> None:
    one = learning(catalogue, {SKILL: MASTERED, OTHER: MASTERED})
    assert task_view(one).url == "step/giu-mat-khau"
    assert [skill.practise_url for skill in review_page(one).due] == ["step/giu-mat-khau", f"review_next/{OTHER}"]
    assert [skill.practise_url for skill in practice_page(one, placed=False, rested=False).skills] == [
        "step/giu-mat-khau", f"practice_next/{OTHER}",
    ]  # fmt: skip


def test_mistake_in_a_drill_that_stands_in_no_lesson_leads_to_the_drills(catalogue: Catalogue) -> None:
    bare = replace(catalogue, courses=(), lessons={})
    one = learning(bare, {}, (Mistake(SKILL, "", YESTERDAY),))
    assert task_view(one).url == "drills"


def test_what_was_mastered_counts_on_when_its_lessons_are_gone(catalogue: Catalogue) -> None:
    one = learning(replace(catalogue, courses=(), lessons={}), {SKILL: MASTERED})
    page = progress_page(one, "Lan")
    assert page.able == 1
    [[skill]] = [group.skills for group in page.groups]
    assert (skill.standing, skill.learn_url, skill.practise_url) == ("able", "", "")
    assert review_page(one).due == ()  # nothing to do it with


def test_page_and_task_agree_when_there_is_nothing_left(catalogue: Catalogue) -> None:
    one = learning(replace(catalogue, courses=(), lessons={}), {})
    assert (task_view(one).url, progress_page(one, "").task) == ("catalogue", task_view(one))
