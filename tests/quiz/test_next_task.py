"""Việc nên làm tiếp: one choice, its reason, and the sentence that says it without blame."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from app.courses.domain.frameworks import Framework
from app.quiz.domain.mastery import Belief, Learner, SkillState
from app.quiz.domain.next_task import Kind, Mistake, SkillOffer, Task, next_task, sentence
from app.quiz.domain.review import begin

pytestmark = pytest.mark.pure

MORNING = datetime(2026, 11, 21, 2, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def skill(slug: str, *needs: str) -> dict[str, object]:
    return {"ma": slug, "ten": f"Làm {slug}", "lam-duoc": "Bác làm được.", "can-truoc": needs}


FRAMEWORK = Framework.model_validate({
    "khung": "nguoi-dan", "ten": "Khung", "doi-tuong": "nguoi-dan", "phien-ban": "1", "ghi-chu": "Thử.",
    "nhom": [
        {"ma": "thiet-bi", "ten": "Thiết bị", "ky-nang": [skill("bam"), skill("mang", "bam")]},
        {"ma": "an-toan", "ten": "An toàn", "ky-nang": [skill("otp", "mang"), skill("khong-bai")]},
    ],
})  # fmt: skip
OFFERS = {
    "bam": SkillOffer("bam-1", today=True, tomorrow=True),
    "mang": SkillOffer("mang-1", today=True, tomorrow=True),
    "otp": SkillOffer("otp-1", today=True, tomorrow=True),
}
NOBODY = Learner()


def done(offer: SkillOffer) -> SkillOffer:
    return replace(offer, open_lesson="")


def able(day: date = date(2026, 11, 20), *, doubted: bool = False) -> SkillState:
    return SkillState(
        Belief(1, 0.5, MORNING), 0.9, 4, ("a", "b"), mastered_at=MORNING, doubted=doubted, card=begin(day)
    )


def practising(mean: float) -> SkillState:
    return SkillState(Belief(mean, 0.5, MORNING), 0.5, 2, ("a",))


def knowing(**skills: SkillState) -> Learner:
    return Learner(skills=skills)


def chosen(learner: Learner, offers: dict[str, SkillOffer] = OFFERS, mistakes: tuple[Mistake, ...] = ()) -> Task:
    return next_task(FRAMEWORK, learner, offers, mistakes, TODAY)


def test_newcomer_starts_with_the_first_lesson_of_a_skill_without_prerequisites() -> None:
    assert chosen(NOBODY) == Task("start", "bam", "bam-1")


def test_skill_waits_for_its_prerequisites() -> None:
    assert chosen(knowing(bam=practising(-3.0), mang=practising(0.2))).skill == "bam"
    assert chosen(knowing(bam=able())) == Task("start", "mang", "mang-1")
    assert chosen(knowing(bam=able(), mang=able())) == Task("start", "otp", "otp-1")


def test_nobody_is_kept_waiting_by_a_prerequisite_that_has_nothing_left_to_learn() -> None:
    only_otp = {"otp": OFFERS["otp"]}
    assert chosen(NOBODY, only_otp) == Task("start", "otp", "otp-1")
    lessons_done = {"bam": done(OFFERS["bam"]), "mang": OFFERS["mang"]}
    assert chosen(knowing(bam=practising(-2.5)), lessons_done) == Task("start", "mang", "mang-1")


def test_begun_skill_goes_on_with_its_open_lesson_then_with_practice() -> None:
    first_done = SkillOffer("bam-2", today=True, tomorrow=True)
    assert chosen(knowing(bam=practising(0.0)), {"bam": first_done}) == Task("continue", "bam", "bam-2")
    assert chosen(knowing(bam=practising(0.0)), {"bam": done(first_done)}) == Task("practise", "bam")


def test_skill_nearest_to_even_or_good_chances_is_chosen() -> None:
    """Chances of success of an ordinary task: bam 0.26, mang 0.70."""
    open_skills = {"bam": done(OFFERS["bam"]), "mang": OFFERS["mang"]}
    assert chosen(knowing(bam=practising(-1.9), mang=practising(0.0)), open_skills).skill == "mang"
    assert chosen(knowing(bam=practising(-0.2), mang=practising(2.5)), open_skills).skill == "bam"


def test_due_review_comes_first_and_the_most_nearly_forgotten_of_them() -> None:
    yesterday = Mistake("mang", "mang-1", MORNING - timedelta(days=1))
    learner = knowing(bam=able(date(2026, 11, 19)), otp=able(date(2026, 11, 11)))
    assert chosen(learner, mistakes=(yesterday,)) == Task("review", "otp")


def test_review_that_is_not_due_yet_does_not_push_in() -> None:
    assert chosen(knowing(bam=able(date(2026, 11, 20)))).kind == "start"


def test_yesterdays_mistake_is_practised_today_and_todays_rests_until_tomorrow() -> None:
    def mistake(days: float, skill: str = "mang") -> Mistake:
        return Mistake(skill, f"{skill}-1", MORNING - timedelta(days=days))

    assert chosen(NOBODY, mistakes=(mistake(3, "otp"), mistake(1))) == Task("mistake", "mang", "mang-1", 1)
    assert chosen(NOBODY, mistakes=(mistake(0.05),)).kind == "start"
    assert chosen(NOBODY, mistakes=(mistake(8),)).kind == "start"
    assert chosen(NOBODY, mistakes=(mistake(1, "khac"),)).kind == "start"


def test_doubted_skill_is_refreshed_before_something_new() -> None:
    assert chosen(knowing(bam=able(doubted=True))) == Task("refresh", "bam")


def test_nothing_is_proposed_of_which_all_was_done_today() -> None:
    """It is said on which day it can be: the next."""
    asked_today = {slug: replace(done(offer), today=False) for slug, offer in OFFERS.items()}
    yesterday = Mistake("mang", "mang-1", MORNING - timedelta(days=1))
    for state in (able(doubted=True), able(date(2026, 11, 11))):
        assert chosen(knowing(bam=state, mang=able()), asked_today, (yesterday,)) == Task("rest", "bam", days=1)
        assert chosen(knowing(bam=state), {**asked_today, "mang": OFFERS["mang"]}, (yesterday,)).skill == "mang"


def test_rest_names_only_what_can_be_reviewed_here() -> None:
    learner = knowing(bam=able(date(2026, 11, 11)), mang=able())
    assert chosen(learner, {"mang": done(OFFERS["mang"])}) == Task("rest", "mang", days=1)
    assert chosen(learner, {}) == Task("rest")


def test_when_everything_is_mastered_left_over_lessons_then_rest_until_the_next_review() -> None:
    everything = knowing(bam=able(), mang=able(), otp=able())
    assert chosen(everything) == Task("extra", "bam", "bam-1")
    all_done = {slug: done(offer) for slug, offer in OFFERS.items()}
    assert chosen(everything, all_done) == Task("rest", "bam", days=1)
    assert chosen(NOBODY, {}) == Task("rest")


BLAME = re.compile(r"sai|quên|trễ|muộn|quá hạn|kém|giảm|điểm|\d+ ?%|phải")


@pytest.mark.parametrize(("task", "said"), [
    (Task("review", "x"), "Bác đã biết giữ mã OTP. Hôm nay mình ôn lại một chút cho nhớ lâu nhé."),
    (Task("mistake", "x", "b", 1), "Hôm qua bác nhầm chỗ giữ mã OTP, mình tập lại một chút nhé."),
    (Task("mistake", "x", "b", 2), "Hôm kia bác nhầm chỗ giữ mã OTP, mình tập lại một chút nhé."),
    (Task("mistake", "x", "b", 5), "Hôm trước bác nhầm chỗ giữ mã OTP, mình tập lại một chút nhé."),
    (Task("refresh", "x"), "Bác đã biết giữ mã OTP. Mình làm lại vài câu cho chắc tay nhé."),
    (Task("continue", "x", "b"), "Bác đang học dở việc này: giữ mã OTP. Mình học tiếp nhé."),
    (Task("practise", "x"), "Mình tập vài câu về giữ mã OTP cho quen tay nhé."),
    (Task("start", "x", "b"), "Mình học một việc mới nhé: giữ mã OTP."),
    (Task("extra", "x", "b"), "Bác đã biết giữ mã OTP. Còn một bài nữa, bác thích thì xem thêm nhé."),
    (Task("rest", "x", days=1), "Bác học hết các bài đang có rồi. Ngày mai mình ôn lại giữ mã OTP nhé."),
    (Task("rest", "x", days=9), "Bác học hết các bài đang có rồi. 9 ngày nữa mình ôn lại giữ mã OTP nhé."),
    (Task("rest"), "Bác học hết các bài đang có rồi. Bác thích bài nào thì xem lại bài ấy nhé."),
])  # fmt: skip
def test_reason_is_one_warm_sentence_without_blame_or_numbers_that_fall(task: Task, said: str) -> None:
    assert sentence(task, "Giữ mã OTP") == said
    assert not BLAME.search(said)


def test_names_that_begin_with_an_abbreviation_keep_it() -> None:
    assert "VNeID" in sentence(Task("start", "x", "b"), "VNeID trên máy mới")


states = st.builds(
    lambda mean, kind, day: {"new": SkillState(), "practising": practising(mean), "able": able(TODAY - day)}[kind],
    st.floats(-3, 3),
    st.sampled_from(["new", "practising", "able"]),
    st.integers(0, 20).map(lambda days: timedelta(days=days)),
)
offers = st.builds(
    lambda flags, today, tomorrow: SkillOffer(
        next((f"l{n}" for n, flag in enumerate(flags) if not flag), ""), today and tomorrow, tomorrow
    ),
    st.lists(st.booleans(), max_size=2),
    st.booleans(),
    st.booleans(),
)
slugs = st.sampled_from(list(FRAMEWORK.skills))
KINDS: set[Kind] = {"review", "mistake", "refresh", "continue", "practise", "start", "extra", "rest"}


@pytest.mark.battery
@given(st.dictionaries(slugs, states), st.dictionaries(slugs, offers))
@examples(max_examples=80, deadline=None)
def test_there_is_always_one_task_with_a_sentence_and_never_rest_while_something_is_open(
    known: dict[str, SkillState], offered: dict[str, SkillOffer]
) -> None:
    task = next_task(FRAMEWORK, Learner(skills=known), offered, (), TODAY)
    assert task.kind in KINDS
    assert sentence(task, "Giữ mã OTP").endswith((".", "nhé."))
    if task.kind in ("start", "continue", "extra"):
        assert task.lesson == offered[task.skill].open_lesson != ""
    if task.kind == "rest":
        assert not any(offer.open_lesson for offer in offered.values())
        assert not any(
            state.is_due(TODAY) and offered[skill].today for skill, state in known.items() if skill in offered
        )
        assert task.days >= 1 if task.skill else not task.days
    if task.kind in ("review", "refresh", "practise"):
        assert offered[task.skill].today
