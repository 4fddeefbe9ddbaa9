"""Kappa beside published values."""

from random import Random

import pytest

from app.quiz.domain.kappa import Kappa, cohen_kappa

pytestmark = pytest.mark.pure


def pairs(table: list[list[int]]) -> list[tuple[str, str]]:
    return [
        (f"k{row}", f"k{column}")
        for row, counts in enumerate(table)
        for column, n in enumerate(counts)
        for _ in range(n)
    ]


def half_width(found: Kappa) -> float:
    assert found.interval is not None
    return (found.interval[1] - found.interval[0]) / 2


def test_kappa_of_fleiss_levin_and_paik_with_its_error() -> None:
    """Statistical Methods for Rates and Proportions, table 18.1: κ = .68, standard error .087."""
    found = cohen_kappa(pairs([[75, 1, 4], [5, 4, 1], [0, 0, 10]]))
    assert found.n == 100
    assert found.agreed == pytest.approx(0.89)
    assert found.kappa == pytest.approx(0.676, abs=0.001)
    assert half_width(found) / 1.96 == pytest.approx(0.088, abs=0.001)


@pytest.mark.battery
def test_interval_is_as_wide_as_that_of_the_bootstrap() -> None:
    table, chance = pairs([[40, 6, 2], [5, 20, 6], [1, 4, 16]]), Random(3)  # noqa: S311
    drawn = [cohen_kappa(chance.choices(table, k=len(table))).kappa or 0.0 for _ in range(1500)]
    mean = sum(drawn) / len(drawn)
    error = (sum((one - mean) ** 2 for one in drawn) / len(drawn)) ** 0.5
    found = cohen_kappa(table)
    assert half_width(found) / 1.96 == pytest.approx(error, rel=0.08)


@pytest.mark.parametrize(
    ("table", "kappa"), [([[5, 0], [0, 5]], 1.0), ([[0, 5], [5, 0]], -1.0), ([[4, 4], [4, 4]], 0.0)]
)
def test_kappa_at_its_ends_and_at_chance(table: list[list[int]], kappa: float) -> None:
    found = cohen_kappa(pairs(table))
    assert found.kappa == pytest.approx(kappa)
    assert found.interval is None or -1 <= found.interval[0] <= kappa <= found.interval[1] <= 1


@pytest.mark.parametrize(
    "table", [[[0, 1], [0, 0]], [[2, 1], [1, 5]], [[5, 0], [0, 5]], [[50, 0], [0, 50]], [[0, 9], [9, 0]]]
)
def test_few_pairs_and_such_without_error_claim_no_interval(table: list[list[int]]) -> None:
    assert cohen_kappa(pairs(table)).interval is None


def test_ten_pairs_that_differ_have_an_interval() -> None:
    found = cohen_kappa(pairs([[4, 1], [2, 3]])).interval
    assert found is not None
    assert found[0] < 0 < found[1]


def test_without_pairs_or_with_one_category_there_is_no_kappa() -> None:
    assert cohen_kappa([]).kappa is None
    assert cohen_kappa([("approve", "approve")] * 9).kappa is None
