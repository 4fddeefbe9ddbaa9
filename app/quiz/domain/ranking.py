"""Difficulty by comparison: judges put small sets of items in order from easiest to hardest, and each item gets a
difficulty that makes these orders likely (the Plackett–Luce model: Luce 1959; Plackett 1975), with its standard error.

Comparing needs no feeling for a scale, and does better than rating items one by one (Attali et al. 2014). What comes out
is where a bank starts, until answers of learners calibrate it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
PRIOR_SD = 2.0  # logits of a comparison: holds items in place that were always put first, or always last
SPREAD = 1.0  # logits: how far the difficulties of a bank usually lie apart (one standard deviation)
STEPS, CLOSE = 50, 1e-9


class NothingToRank(ValueError):
    """No order of two items or more."""


class WrongOrder(ValueError):
    """Line `line` is no order: an item stands in it twice, or the number or the colon is missing."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Placed:
    """`b`: difficulty in logits around 0, the standard of the bank; `se`: its standard error; `orders`: how many orders
    the item was in."""

    b: float
    se: float
    orders: int


@dataclass(frozen=True)
class Ranking:
    """`reliability`: the share of the differences between items that is not error, 0–1; `agreement`: the mean correlation
    of each judge's own difficulties with those of all others, None with fewer than two judges."""

    items: dict[str, Placed]
    reliability: float
    agreement: float | None


def read_orders(text: str) -> list[list[str]]:
    """One judge's file: on each line `number: item item …`, easiest first; empty lines and `#` are passed over. Raises
    WrongOrder."""
    orders = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        head, colon, rest = line.partition(":")
        items = rest.split()
        if not colon or not head.strip().isdigit() or len(set(items)) < len(items):
            raise WrongOrder(number)
        orders.append(items)
    return orders


def rank(judges: Sequence[Sequence[Sequence[str]]]) -> Ranking:
    """From every judge's orders, easiest first. Difficulties are shrunk to their mean by the reliability, and their
    spread is set to SPREAD; errors stay on that scale. Raises NothingToRank."""
    orders = [order for judge in judges for order in judge if len(order) > 1]
    if not orders:
        raise NothingToRank
    names = sorted({name for order in orders for name in order})
    found, errors = _fitted(orders, names)
    variance, noise = float(found.var()), float((errors**2).mean())
    reliability = max(0.0, 1 - noise / variance) if variance else 0.0
    scale = SPREAD / np.sqrt(variance) if variance else 1.0
    shown = {name: sum(name in order for order in orders) for name in names}
    placed = {
        name: Placed(float(b * scale * reliability), float(error * scale), shown[name])
        for name, b, error in zip(names, found, errors, strict=True)
    }
    return Ranking(placed, reliability, _agreement(judges, names))


def _fitted(orders: Sequence[Sequence[str]], names: Sequence[str]) -> tuple[Vector, Vector]:
    """Difficulties (mean 0) and standard errors at the maximum of the posterior: normal prior, Newton's method."""
    place = {name: number for number, name in enumerate(names)}
    indexed = [np.array([place[name] for name in order]) for order in orders]
    b = np.zeros(len(names))
    for _ in range(STEPS):
        gradient, information = _slopes(indexed, b)
        step = np.linalg.solve(information, gradient)
        b = b + step / max(1.0, float(np.abs(step).max()))  # never more than a logit at once
        if np.abs(step).max() < CLOSE:
            break
    covariance = np.linalg.inv(_slopes(indexed, b)[1])
    centred = np.eye(len(b)) - 1 / len(b)  # orders say nothing of the mean
    return b - b.mean(), np.sqrt(np.diag(centred @ covariance @ centred))


def _slopes(orders: Sequence[NDArray[np.int64]], b: Vector) -> tuple[Vector, NDArray[np.float64]]:
    """Of the log posterior: the hardest of a set is drawn with probability exp(b) over the sum of all, then the hardest
    of the rest, and so on."""
    gradient, information = -b / PRIOR_SD**2, np.eye(len(b)) / PRIOR_SD**2
    for order in orders:
        for last in range(len(order) - 1, 0, -1):
            rest = order[: last + 1]
            share = np.exp(b[rest] - b[rest].max())
            share /= share.sum()
            gradient[rest] -= share
            gradient[order[last]] += 1
            information[np.ix_(rest, rest)] += np.diag(share) - np.outer(share, share)
    return gradient, information


def _agreement(judges: Sequence[Sequence[Sequence[str]]], names: Sequence[str]) -> float | None:
    if len(judges) < 2:
        return None
    found = []
    for number, judge in enumerate(judges):
        others = [order for other, orders in enumerate(judges) if other != number for order in orders]
        own, rest = _fitted(judge, names)[0], _fitted(others, names)[0]
        found.append(float(np.corrcoef(own, rest)[0, 1]))
    return float(np.mean(found))
