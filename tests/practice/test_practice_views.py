"""Where the pages lead for skills that are learned otherwise than by questions in a lesson."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.courses.domain.bank import BankFile
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.exercises import Exercise
from app.courses.domain.front_matter import BankFrontMatter
from app.courses.domain.progress import Answered
from app.courses.domain.readers import Reader
from app.courses.library import check_folders
from app.practice.learner_models import Known
from app.practice.views import Learning, practice_page, progress_page, review_page, skill_index, task_view
from app.quiz.domain.drill import Drill, Line
from app.quiz.domain.kinds import KINDS
from app.quiz.domain.mastery import Learner, SkillState
from app.quiz.domain.next_task import Mistake
from app.quiz.domain.review import begin
from tests.sample_content import LESSON, LESSON_PATH, SECOND, write_content

TODAY = date(2026, 11, 21)
NOON, YESTERDAY = datetime(2026, 11, 21, 5, tzinfo=UTC), datetime(2026, 11, 20, 5, tzinfo=UTC)
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
SCAM = Drill("", "tin-nhan", "qua-tang-tro-cap", True, Line("", ""), (), "")
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


def test_mistake_in_a_simulation_leads_to_practice(catalogue: Catalogue) -> None:
    one = learning(catalogue, {}, (Mistake(SKILL, "giu-mat-khau", YESTERDAY),))
    assert task_view(one).url == f"practice_next/{SKILL}"
    other = learning(catalogue, {}, (Mistake(OTHER, "quet-ma", YESTERDAY),))
    assert task_view(other).url == f"practice_next/{OTHER}"


def test_skill_that_simulations_alone_teach_is_practised_and_reviewed_as_any(catalogue: Catalogue) -> None:
    one = learning(catalogue, {SKILL: MASTERED, OTHER: MASTERED})
    assert task_view(one).url == f"review_next/{SKILL}"
    assert [skill.practise_url for skill in review_page(one).due] == [f"review_next/{SKILL}", f"review_next/{OTHER}"]
    assert [skill.practise_url for skill in practice_page(one, placed=False, rested=False).skills] == [
        f"practice_next/{SKILL}", f"practice_next/{OTHER}",
    ]  # fmt: skip
    [simulation] = one.candidates("", SKILL)
    assert (simulation.is_simulation, simulation.question) == (True, "giu-mat-khau/mo-khoa")


def test_mistake_in_a_drill_that_stands_in_no_lesson_leads_to_the_drills(catalogue: Catalogue) -> None:
    bare = replace(catalogue, courses=(), lessons={})
    mistakes = (Mistake(SKILL, "hop-thu", YESTERDAY),)
    assert task_view(learning(bare, {}, mistakes)).url == "catalogue"  # no drill of it is left
    lesson, drill = catalogue.lessons["giu-mat-khau"], Exercise("tin-la", "dien-tap", (SKILL,), 1, SCAM)
    about = BankFrontMatter.model_construct(**dict(lesson.about))
    banked = replace(bare, bank={"hop-thu": BankFile("hop-thu", "", "", "v", about, (drill,), ())})
    assert task_view(learning(banked, {}, mistakes)).url == "drills"


def done_at(one: Learning, at: datetime) -> Learning:
    """Everything there is, at this time."""
    names = (name.split("/") for tasks in one.index.tasks.values() for name in tasks)
    return replace(one, answered=tuple(Answered(lesson, exercise, True, at) for lesson, exercise in names))


def test_what_was_all_done_today_is_proposed_for_tomorrow(catalogue: Catalogue) -> None:
    """With help, say: it is due, and nothing is left that would show anything."""
    doubted = replace(MASTERED, doubted=True, card=begin(date(2026, 11, 20)))
    for state in (MASTERED, doubted):
        one = replace(learning(catalogue, {SKILL: state}), states=dict.fromkeys(catalogue.lessons, "finished"))
        assert review_page(one).due
        today = done_at(one, NOON)
        assert (review_page(today).due, review_page(today).next_day) == ((), "Ngày mai")
        task = task_view(today)
        assert (task.url, "Ngày mai mình ôn lại" in task.sentence) == ("catalogue", True)
        assert task_view(done_at(one, YESTERDAY)).url == f"review_next/{SKILL}"


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


def test_lesson_with_an_example_from_ones_work_is_proposed_before_an_equal_one(tmp_path: Path) -> None:
    root = write_content(tmp_path)
    example = "Mật khẩu chỉ mình bác biết.\n\n::: danh-cho buon-ban\nSạp.\n:::"
    market = SECOND.replace("Mật khẩu chỉ mình bác biết.", example)
    (root / "courses/khoa-thu/02-quet-ma.md").write_text(market, encoding="utf-8")
    compiled = check_folders([root], TODAY, KINDS)
    assert compiled.diagnostics == ()
    anybody = learning(compiled.catalogue, {})
    trader, farmer = (replace(anybody, reader=Reader(work=work)) for work in ("buon-ban", "lam-ruong"))
    assert task_view(anybody).url == task_view(farmer).url == "step/giu-mat-khau"
    assert task_view(trader).url == "step/quet-ma"
    assert task_view(trader).sentence.endswith("Gợi ý vì bác buôn bán.")
    assert "Gợi ý" not in task_view(farmer).sentence
    begun = {SKILL: SkillState(pieces=1)}
    assert task_view(replace(learning(compiled.catalogue, begun), reader=trader.reader)).url == "step/giu-mat-khau"
