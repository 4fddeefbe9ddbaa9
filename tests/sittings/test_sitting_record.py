"""Banks as text, evidence by group, and that every sitting replays, whatever happened in it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.domain.standards import Standard, read_standard
from app.quiz.domain.ability import Item
from app.quiz.domain.adaptive.bank import BankItem
from app.quiz.domain.adaptive.sitting import decide
from app.sittings.domain.bank import bank_text, place_of, policy_of, read_bank
from app.sittings.domain.evidence import Watched, evidence_of, skill_evidence
from app.sittings.domain.record import Chosen, SittingRecord, Task, chosen_with, replay

pytestmark = pytest.mark.pure
NINE = datetime(2026, 11, 22, 2, tzinfo=UTC)
STANDARD = Standard.model_validate(
    {
        "khung": "nguoi-dan", "phien-ban-khung": "1", "phien-ban": "1", "moc-dat": 0.0, "sai-so-moc": 0.1,
        "trong-so": {"a": 2, "b": 1}, "moi-nhom-it-nhat": 2, "it-nhat": 6, "nhieu-nhat": 12, "chac-dat": 0.95,
        "chac-chua-dat": 0.1, "ra-de-nhieu-nhat": 0.5, "thu-nghiem": 0, "hieu-luc-thang": 24, "noi-cap": "Xã thử",
        "nguoi-ky": "Cô Hạnh", "lam-lai": {"sau-ngay": 14, "nhieu-nhat": 3, "trong-thang": 12},
    }
)  # fmt: skip
ITEMS = [
    BankItem(f"{group}/{n}", group, Item(1.0, 0.25 if n % 2 else 0.0, ((n - 10) / 5,)), f"{group}{n % 4}", b_se=0.3,
             a_se=0.2 * (n % 3), performed=n % 2 == 0)
    for group in "ab" for n in range(20)
]  # fmt: skip
BANK = read_bank(bank_text(ITEMS))


def chosen(seed: int, eligible: set[str], per_skill: int = 0, exploring: float = 0.0) -> Chosen:
    shown = {item: float(place % 7) for place, item in enumerate(BANK.ids) if item not in eligible}
    standard = STANDARD.model_copy(update={"per_skill": per_skill})
    return chosen_with(BANK, standard, seed, eligible, set(), shown, policy_of(STANDARD).prior, exploring)


def record_of(found: Chosen, tasks: tuple[Task, ...]) -> SittingRecord:
    return SittingRecord(
        1, "t" * 22, 1, "nguoi-dan", "1", STANDARD, found, False, "own", "m", NINE, NINE, None, None, tasks
    )


def test_bank_read_again_is_the_same_and_has_the_same_name() -> None:
    again = read_bank(bank_text(BANK.items))
    assert again.items == BANK.items
    assert again.version == BANK.version
    harder = [BankItem("a/0", "a", Item(1, 0, (9.0,)), b_se=0.3), *ITEMS[1:]]
    assert read_bank(bank_text(harder)).version != BANK.version


def test_standard_read_again_is_the_same_and_has_the_same_name() -> None:
    assert read_standard(STANDARD.text) == STANDARD
    assert read_standard(STANDARD.text).version == STANDARD.version
    assert STANDARD.model_copy(update={"cut": 0.1}).version != STANDARD.version


def test_item_says_its_file_and_exercise() -> None:
    assert place_of("ct-tt-ma-qr/qr-nghe") == ("ct-tt-ma-qr", "qr-nghe")


Event = tuple[
    int, int
]  # what happens with a task: 0 wrong, 1 right, 2 put aside; which item is neutralised or rests then
events = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 60)), min_size=14, max_size=30)


@given(
    st.integers(1, 2**62), st.sets(st.sampled_from(BANK.ids)), events, st.sampled_from([0, 2]), st.sampled_from([0, 2])
)
def test_every_sitting_replays_to_what_was_asked(
    seed: int, eligible: set[str], happened: list[Event], per_skill: int, exploring: int
) -> None:
    found, tasks = chosen(seed, eligible, per_skill, exploring), tuple[Task, ...]()
    neutralised, resting = frozenset[str](), frozenset[str]()
    for outcome, hit in happened:
        if decide(found.position(tasks, neutralised, resting)).outcome != "continue":
            break
        item = found.next_item(tasks, neutralised, resting)
        assert item is not None
        assert item not in resting | neutralised
        score = None if outcome == 2 else outcome
        at = NINE + timedelta(minutes=len(tasks))
        tasks += (
            Task(
                len(tasks) + 1,
                item,
                f"k{len(tasks)}",
                "v",
                at,
                resting,
                neutralised,
                "" if score is None else "x",
                score,
            ),
        )
        if hit < len(BANK.ids):
            neutralised, resting = (
                (neutralised | {BANK.ids[hit]}, resting) if hit % 2 else (neutralised, resting | {BANK.ids[hit]})
            )
    assert len({task.item for task in tasks}) == len(tasks)
    assert replay(record_of(found, tasks)) == tuple(task.item for task in tasks)


def answered(*answers: tuple[str, int]) -> tuple[Task, ...]:
    return tuple(
        Task(number, item, f"k{number}", "v", NINE, answer="x", score=score)
        for number, (item, score) in enumerate(answers, 1)
    )


@pytest.mark.parametrize(
    ("answers", "standing"),
    [
        ([("a/10", 1)], "unseen"),  # one piece of evidence is none
        ([("a/11", 1), ("a/13", 1)], "growing"),  # two, none of them performed
        ([("a/10", 0), ("a/11", 1)], "growing"),  # the performed one was not right
        ([("a/10", 1), ("a/11", 1)], "shown"),
        ([("a/10", 1), ("a/1", 0), ("a/3", 0), ("a/5", 0)], "growing"),  # more often wrong than right
        ([("a/10", 1), ("a/11", 1), ("a/7", 0)], "growing"),  # likely, and not sure enough to be named
    ],
)
def test_group_is_shown_only_with_evidence_of_its_own_some_of_it_performed(
    answers: list[tuple[str, int]], standing: str
) -> None:
    tasks = answered(*answers)
    first, other = evidence_of(chosen(1, set(BANK.ids)).position(tasks))
    assert (first.of, first.standing) == ("a", standing)
    assert (other.n, other.standing) == (0, "unseen")
    assert 0 < first.se <= 0.6 + 1e-9


def test_skill_is_named_for_its_own_tasks_not_for_those_of_its_group() -> None:
    tasks = answered(("a/8", 1), ("a/12", 1), ("a/10", 1), ("a/9", 1), ("a/13", 1))  # two of a0, one of a2, two of a1
    found = {one.of: one for one in skill_evidence(chosen(1, set(BANK.ids)).position(tasks))}
    assert {of: (one.n, one.performed, one.standing) for of, one in found.items()} == {
        "a0": (2, 2, "shown"),
        "a1": (2, 0, "growing"),  # none of them performed
        "a2": (1, 1, "unseen"),
    }


def test_practical_work_is_a_piece_of_evidence_of_its_skill_and_of_the_whole() -> None:
    position = chosen(1, set(BANK.ids)).position(
        answered(("a/8", 1), ("a/12", 1), ("a/9", 1), ("a/13", 1), ("a/10", 1))
    )
    before = {one.of: one for one in skill_evidence(position)}
    seen = {
        one.of: one for one in skill_evidence(position, [Watched("a1", True), Watched("a2", True), Watched("b0", True)])
    }
    assert [before[of].standing for of in ("a1", "a2")] == ["growing", "unseen"]
    assert {of: (one.n, one.performed, one.standing) for of, one in seen.items()} == {
        "a0": (2, 2, "shown"),
        "a1": (3, 1, "shown"),  # chosen right twice, and then done
        "a2": (2, 2, "shown"),
        "b0": (1, 1, "unseen"),  # one piece of evidence is none, whoever saw it
    }
    assert seen["a0"].theta > before["a0"].theta
    failed = {one.of: one for one in skill_evidence(position, [Watched("a2", False)])}
    assert (failed["a2"].n, failed["a2"].performed, failed["a2"].standing) == (2, 1, "growing")
    assert failed["a0"].theta < before["a0"].theta


def test_interval_of_a_skill_says_how_sure_we_are() -> None:
    some = {of.of: of for of in skill_evidence(chosen(1, set(BANK.ids)).position(answered(("a/8", 1), ("a/12", 0))))}
    all_right = answered(*((f"a/{n}", 1) for n in range(0, 20, 2)))
    every = {of.of: of for of in skill_evidence(chosen(1, set(BANK.ids)).position(all_right))}
    assert (some["a0"].width, every["a0"].width) == ("wide", "clear")
    low, high = every["a0"].band
    assert 0.5 < low < high <= 1


def named_after(n: int, per_skill: int, seed: int) -> set[str]:
    """The skills named of somebody who gets everything right."""
    standard = STANDARD.model_copy(update={"per_skill": per_skill})
    found = chosen_with(BANK, standard, seed, set(BANK.ids), set(), {}, policy_of(standard).prior)
    tasks: tuple[Task, ...] = ()
    for _ in range(n):
        tasks = (*tasks, *answered((found.next_item(tasks) or "", 1)))
    return {one.of for one in skill_evidence(found.position(tasks)) if one.standing == "shown"}


def test_standard_that_asks_for_it_gives_skills_evidence_of_their_own() -> None:
    possible = {"a0", "a2", "b0", "b2"}  # in the others one only chooses
    steered, free = ([named_after(12, per_skill, seed) for seed in range(8)] for per_skill in (2, 0))
    assert all(len(named) >= 3 and named <= possible for named in steered)  # the easy start may have begun with another
    assert sum(map(len, steered)) > 1.2 * sum(map(len, free))
    assert sum(len(named_after(6, 2, seed)) for seed in range(8)) >= 1.5 * sum(
        len(named_after(6, 0, seed)) for seed in range(8)
    )


def test_more_answers_make_the_width_of_a_group_smaller() -> None:
    position = chosen(1, set(BANK.ids)).position
    few, many = answered(("a/10", 1), ("a/11", 1)), answered(*((f"a/{n}", n % 2) for n in range(6, 14)))
    assert evidence_of(position(many))[0].se < evidence_of(position(few))[0].se
