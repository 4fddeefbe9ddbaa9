"""Nobody reads a group of fewer than five people from what is shown, not even who knows how it was made."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.observations.domain.disclosure import LEAST, Table, at_least_of_ten, protected

pytestmark = pytest.mark.pure

tables = st.lists(st.one_of(st.integers(0, 6), st.integers(0, 400)), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ((20, 10, 7, 5), Table(42, (20, 10, 7, 5))),
        ((20, 0, 0, 9), Table(29, (20, 0, 0, 9))),
        ((20, 10, 7, 3), Table(40, (20, 10, None, None), 10)),  # 3 alone would be the total less the others
        ((20, 6, 3, 2), Table(31, (20, 6, None, None), 5)),
        ((20, 6, 2, 1), Table(29, (20, None, None, None), 9)),  # 2 and 1 together are three people
        ((20, 6, 4, 0), Table(30, (20, None, None, None), 10)),  # the empty one stands among the small ones
        ((20, 9, 9, 4), Table(42, (20, None, None, None), 22)),  # which of two nines is hidden would tell the four
        ((20, 9, 4, 4), Table(37, (20, None, None, None), 17)),  # eight people in two small cells: four each
        ((26, 3, 1, 0), Table(30, (None,) * 4, 30)),
        ((2, 1, 1, 0), Table(None, (None,) * 4)),
        ((0, 0), Table(None, (None, None))),
        ((), Table(None, ())),
    ],
)  # fmt: skip
def test_small_cells_are_hidden_with_company(cells: Sequence[int], shown: Table) -> None:
    assert protected(cells) == shown


@given(tables)
def test_every_number_that_is_shown_is_none_or_five_people_at_least(cells: list[int]) -> None:
    table = protected(cells)
    for number in (table.total, table.rest, *table.cells):
        assert number is None or number == 0 or number >= LEAST


@given(tables)
def test_what_is_shown_is_true(cells: list[int]) -> None:
    table = protected(cells)
    assert all(shown in (None, cell) for shown, cell in zip(table.cells, cells, strict=True))
    assert table.total in (None, sum(cells))
    if table.total is not None:
        assert sum(cell or 0 for cell in table.cells) + table.rest == table.total


@given(tables, st.randoms(use_true_random=False))
def test_order_of_the_cells_says_nothing(cells: list[int], random: object) -> None:
    shuffled = sorted(cells)
    table, other = protected(cells), protected(shuffled)
    assert sorted(map(str, table.cells)) == sorted(map(str, other.cells))


@given(tables)
def test_attacker_cannot_pin_a_hidden_cell_below_five(cells: list[int]) -> None:
    """For each hidden cell there is another world that looks the same and in which it holds another number."""
    table = protected(cells)
    hidden = [place for place, cell in enumerate(table.cells) if cell is None]
    if table.total is None:
        return
    for place in hidden:
        if cells[place] < LEAST:
            assert any(protected(world) == table for world in other_worlds(cells, hidden, place)), (cells, place)


def other_worlds(cells: Sequence[int], hidden: Sequence[int], place: int) -> list[list[int]]:
    """Hidden cells change places, or hand one person or more on."""
    worlds = []
    for other in hidden:
        swapped = list(cells)
        swapped[place], swapped[other] = cells[other], cells[place]
        worlds.append(swapped)
        for moved in (-3, -2, -1, 1, 2, 3):
            world = list(cells)
            world[place], world[other] = cells[place] + moved, cells[other] - moved
            worlds.append(world)
    worlds += uneven_worlds(len(cells), sum(cells)) if len(hidden) == len(cells) else []
    return [world for world in worlds if world[place] != cells[place] and min(world) >= 0]


def uneven_worlds(places: int, total: int) -> list[list[int]]:
    """A few people in small cells, and all others alike: nothing of it may be shown."""
    worlds = []
    for small, people in product(range(1, places), range(1, LEAST)):
        each, left = divmod(total - people, places - small)
        if left == 0:
            world = [people] + [0] * (small - 1) + [each] * (places - small)
            worlds += [world, world[::-1]]
    return worlds


@pytest.mark.battery
@pytest.mark.parametrize(("places", "most"), [(1, 40), (2, 130), (3, 31), (4, 12), (5, 7)])
def test_no_world_gives_itself_away_among_all_of_them(places: int, most: int) -> None:
    """The attacker knows the rule and tries every table there is: with every total and note that is shown."""
    looks: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for cells in product(range(most + 1), repeat=places):
        table = protected(cells)
        note = at_least_of_ten(cells[0], sum(cells)) if table.total and table.cells[0] is None else 0
        looks[table, note].append(cells)
    for (table, _), worlds in looks.items():  # type: ignore[misc]
        if table.total is None or table.total > most:  # larger totals need cells larger than were tried
            continue
        for place, shown in enumerate(table.cells):
            values = {world[place] for world in worlds}
            assert shown is not None or len(values) > 1 or min(values) >= LEAST, (table, worlds)


@given(tables, st.sets(st.integers(0, 8)))
def test_sum_of_cells_tells_no_more_than_the_table(cells: list[int], chosen: set[int]) -> None:
    table, places = protected(cells), {place for place in chosen if place < len(cells)}
    told = table.sum_of(places)
    if told is not None:
        assert told == sum(cells[place] for place in places)
        assert told == 0 or told >= LEAST
        hidden = {place for place, cell in enumerate(table.cells) if cell is None}
        assert places & hidden in (set(), hidden)


def test_sum_of_cells() -> None:
    table = protected((20, 10, 7, 3))
    assert table.sum_of({0, 1}) == 30
    assert table.sum_of({0, 2, 3}) == 30
    assert table.sum_of({0, 2}) is None
    assert protected((1, 1)).sum_of({0}) is None


@pytest.mark.parametrize(
    ("part", "total", "tenths"),
    [(24, 24, 0), (20, 25, 8), (19, 25, 0), (25, 25, 8), (95, 100, 9), (94, 100, 8), (79, 100, 0), (0, 0, 0)],
)
def test_share_is_told_only_where_the_others_could_be_five(part: int, total: int, tenths: int) -> None:
    assert at_least_of_ten(part, total) == tenths
