"""What may be shown of a count of people: nothing from which a group of fewer than five can be read, directly or by
subtraction (cell suppression with complementary cells: Cox 1980, J. Am. Stat. Assoc. 75: 377–385)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

LEAST = 5  # people


@dataclass(frozen=True)
class Table:
    """People who are in exactly one cell each. `total` is None when they are fewer than LEAST: then nothing is shown.
    A cell is None when it is hidden; hidden cells hold `rest` people together, which is 0 or at least LEAST."""

    total: int | None
    cells: tuple[int | None, ...]
    rest: int = 0

    def sum_of(self, places: Collection[int]) -> int | None:
        """People in these cells together; None when that would tell more than the table does."""
        hidden = {place for place, cell in enumerate(self.cells) if cell is None}
        inside = hidden.intersection(places)
        if self.total is None or (inside and inside != hidden):
            return None
        return sum(self.cells[place] or 0 for place in set(places) - inside) + (self.rest if inside else 0)


def protected(cells: Sequence[int]) -> Table:
    """The cells with every one of 1 to 4 people hidden, and as many larger ones, the smallest first, as it takes that
    the hidden ones cannot be told apart. Cells of equal size are hidden or shown together, so that their order says
    nothing. No one is counted by 0: it is shown, unless other small cells are hidden (it could be any of them)."""
    total = sum(cells)
    if total < LEAST:
        return Table(None, (None,) * len(cells))
    hidden = _hidden(cells)
    shown = tuple(None if cell in hidden else cell for cell in cells)
    return Table(total, shown, sum(cell for cell in cells if cell in hidden))


def _hidden(cells: Sequence[int]) -> frozenset[int]:
    """The sizes that are hidden."""
    if not any(0 < cell < LEAST for cell in cells):
        return frozenset()
    return next(
        (group for group in _groups(cells) if _is_safe([cell for cell in cells if cell in group])), frozenset(cells)
    )


def _groups(cells: Sequence[int]) -> Iterator[frozenset[int]]:
    """The small sizes; then with them one larger size after the other."""
    for bound in sorted({max(cell, LEAST - 1) for cell in cells}):
        yield frozenset(cell for cell in cells if cell <= bound)


def _is_safe(hidden: Sequence[int]) -> bool:
    """Their sum is no small count itself, and leaves more than one possibility for each: two can trade a person, unless
    all of them are as large as a small cell can be."""
    return len(hidden) > 1 and sum(hidden) >= LEAST and set(hidden) != {LEAST - 1}


def at_least_of_ten(part: int, total: int) -> int:
    """In how many of ten people, at the least, `part` of `total` are: 9 (really 19 of 20), 8, or 0 for neither. Told of
    what is hidden, so only where the others could be LEAST people or more."""
    for tenths, others in ((9, 20), (8, 5)):
        if total >= LEAST * others and part * others >= total * (others - 1):
            return tenths
    return 0
