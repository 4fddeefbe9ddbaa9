"""Difficulty and slope of items from answers: marginal maximum a posteriori by EM (Bock & Aitkin 1981; priors as in
Mislevy 1986). Offline work: a bank version is calibrated, never an item alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.quiz.domain.ability import NARROWEST, WIDEST, Normal, OutOfRange

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

BLOCK = 8192  # people at once: 25 million answers then need less than half a gigabyte
ENOUGH = 1e-5  # logits: the largest change of a parameter at which to stop
MOST_ROUNDS = 400
_Z = np.arange(-5, 5.001, 0.2)  # nodes in standard deviations of the population
_LOG_DENSITY = -0.5 * _Z**2 - np.log(np.exp(-0.5 * _Z**2).sum())
_STEEPEST = np.log(10.0)
_TOLD_BY_AN_ANSWER = (
    0.1  # of a difficulty, in 1/logit²: p(1−p) near the ability of who answers, which is itself a guess
)


@dataclass(frozen=True)
class Answers:
    """One row per answer: who (any whole number), which item (0…n_items−1), right (1) or not (0). Raises OutOfRange."""

    people: Whole
    items: Whole
    scores: Whole
    n_items: int

    def __post_init__(self) -> None:
        if not len(self.people) == len(self.items) == len(self.scores):
            raise OutOfRange("Mỗi câu trả lời cần đủ ba số: người, câu, điểm.")
        if len(self.items) and not (self.items.min() >= 0 and self.items.max() < self.n_items):
            raise OutOfRange(f"Số thứ tự câu phải từ 0 đến {self.n_items - 1}.")
        if not np.isin(self.scores, (0, 1)).all():
            raise OutOfRange("Điểm để hiệu chỉnh chỉ là 0 hoặc 1.")

    @cached_property
    def _ordered(self) -> tuple[Whole, Whole, Whole]:
        """People numbered from 0, in order."""
        _, numbers = np.unique(self.people, return_inverse=True)
        order = np.argsort(numbers, kind="stable")
        return numbers[order], self.items[order], self.scores[order]

    @property
    def n_people(self) -> int:
        people = self._ordered[0]
        return int(people[-1]) + 1 if len(people) else 0

    def blocks(self) -> Iterator[tuple[Floats, Floats]]:
        """People × items: how often answered, and how often right."""
        people, items, scores = self._ordered
        for start in range(0, self.n_people, BLOCK):
            first, last = np.searchsorted(people, [start, start + BLOCK])
            size = min(BLOCK, self.n_people - start)
            cells = (people[first:last] - start) * self.n_items + items[first:last]
            answered = np.bincount(cells, minlength=size * self.n_items)
            right = np.bincount(cells[scores[first:last] == 1], minlength=size * self.n_items)
            shape = (size, self.n_items)
            yield answered.reshape(shape).astype(np.float64), right.reshape(shape).astype(np.float64)


@dataclass(frozen=True)
class ItemPrior:
    """What is believed of each item before the answers: b normal, a lognormal around 1 (`a_sd` of log a). `c` is the
    chance of guessing, given by the format and never estimated. Raises OutOfRange."""

    b: Floats
    b_sd: Floats
    a_sd: float
    c: Floats

    def __post_init__(self) -> None:
        if not (np.isfinite(self.b).all() and (np.abs(self.b) <= 30).all()):
            raise OutOfRange("Độ khó ban đầu (b) phải trong khoảng -30 đến 30.")
        if not (self.b_sd > 0).all() or not self.a_sd > 0:
            raise OutOfRange("Độ lệch ban đầu (b_sd, a_sd) phải lớn hơn 0.")
        if not ((self.c >= 0) & (self.c < 1)).all():
            raise OutOfRange("Tỉ lệ đoán đúng c phải từ 0 đến dưới 1.")


@dataclass(frozen=True)
class Calibrated:
    """Slope per logit, difficulty in logits, the standard error of the difficulty, and that of log a: 0.1 is a tenth of
    the slope. It is 0 where no slope was fitted."""

    a: float
    b: float
    se: float
    a_se: float


@dataclass(frozen=True)
class Calibration:
    items: Sequence[Calibrated]
    population: Normal
    rounds: int


def calibrate(
    answers: Answers, prior: ItemPrior, *, fit_a: bool = True, population: Normal | None = None
) -> Calibration:
    """Modes of the marginal posterior. `fit_a` False: a = 1 for all (Rasch). `population` None: its mean and standard
    deviation are estimated as well, and the priors of b anchor the scale.

    EM with the accelerator of Varadhan & Roland (2008, SQUAREM, scheme S3). The errors come from the cross products of
    each item's scores (Louis 1982), which leaves out how items depend on each other.
    """
    work = _Work(answers, prior, fit_a, population)
    here, rounds = work.start(), 0
    best = -np.inf
    while rounds < MOST_ROUNDS:
        once, density = work.round(here)
        twice, _ = work.round(once)
        rounds += 2
        if np.abs(twice - once).max(initial=0) < ENOUGH:
            here = twice
            break
        first, second = once - here, (twice - once) - (once - here)
        length = max(1.0, float(np.linalg.norm(first)) / max(float(np.linalg.norm(second)), 1e-300))
        # A leap that made it worse is taken back by beginning the next one at the plain second step.
        here = here + 2 * length * first + length**2 * second if density >= best - 1e-9 else twice
        best = max(best, density)
    return Calibration(work.told(here), work.population_of(here), rounds)


class _Work:
    """Parameters as one vector: log a, b, then the population's mean and log sd."""

    def __init__(self, answers: Answers, prior: ItemPrior, fit_a: bool, population: Normal | None) -> None:
        self._answers, self._prior, self._fit_a, self._population = answers, prior, fit_a, population
        self._n = answers.n_items
        told = np.bincount(answers.items, minlength=self._n) * _TOLD_BY_AN_ANSWER
        self._pinned = float(np.sum(told / (told + 1 / prior.b_sd**2)))

    def start(self) -> Floats:
        known = self._population or Normal(0.0, 1.0)
        return np.concatenate([np.zeros(self._n), self._prior.b, [known.mean, np.log(known.sd)]])

    def population_of(self, vector: Floats) -> Normal:
        if self._population is not None:
            return self._population
        return Normal(float(vector[-2]), max(NARROWEST, float(np.exp(vector[-1]))))

    def round(self, vector: Floats) -> tuple[Floats, float]:
        """One EM step, and the log posterior density before it, up to a constant."""
        log_a, b = np.clip(vector[: self._n], -_STEEPEST, _STEEPEST), np.clip(vector[self._n : -2], -30, 30)
        people = self.population_of(vector)
        theta = people.mean + people.sd * _Z
        answered, right, mass, density = self._expected(theta, log_a, b)
        density -= float(np.sum(((b - self._prior.b) / self._prior.b_sd) ** 2)) / 2
        if self._fit_a:
            density -= float(np.sum((log_a / self._prior.a_sd) ** 2)) / 2
        log_a, b = self._maximised(theta, answered, right, log_a, b)
        if self._population is None and mass.sum():
            mean = float(mass @ theta / mass.sum())
            sd = max(NARROWEST, float(mass @ (theta - mean) ** 2 / mass.sum()) ** 0.5)
            log_a, b, people = self._anchored(log_a, b, Normal(mean, sd))
        return np.concatenate([log_a, b, [people.mean, np.log(people.sd)]]), density

    def _anchored(self, log_a: Floats, b: Floats, people: Normal) -> tuple[Floats, Floats, Normal]:
        """The scale of ability may be moved, and with slopes stretched, and every chance stays what it is: to where the priors
        are likeliest. EM alone crawls along it (parameter expansion, Liu, Rubin & Wu 1998).

        The stretch s is the likeliest of its own, not together with the difficulties: these move with it as far as answers
        pin them, so that many a b shares one s and its density has the factor s for each of them (`_pinned`; as the
        variance of a sample is divided by n − 1). Without it the scale shrinks towards the guesses by some hundredths."""
        prior, weight = self._prior, 1 / self._prior.b_sd**2
        middle, wanted = float(np.average(b, weights=weight)), float(np.average(prior.b, weights=weight))
        apart, told = b - middle, prior.b - wanted
        stretch = 1.0
        for _ in range(20 if self._fit_a else 0):
            missed = float(np.sum(weight * apart * (stretch * apart - told))) * stretch
            slopes = float(np.sum(log_a - np.log(stretch))) / prior.a_sd**2
            known = float(np.sum(weight * apart**2)) * stretch**2 + self._n / prior.a_sd**2
            stretch *= float(np.exp(np.clip((slopes + self._pinned - missed) / known, -0.5, 0.5)))
        stretch = min(max(stretch, NARROWEST / people.sd), WIDEST / people.sd)
        move = wanted - stretch * middle
        return log_a - np.log(stretch), stretch * b + move, Normal(stretch * people.mean + move, stretch * people.sd)

    def _curves(self, theta: Floats, log_a: Floats, b: Floats) -> tuple[Floats, Floats]:
        """The chance of a right answer without guessing, and with it: items × nodes."""
        free = 1 / (1 + np.exp(-np.exp(log_a)[:, None] * (theta - b[:, None])))
        return free, np.clip(self._prior.c[:, None] + (1 - self._prior.c[:, None]) * free, 1e-12, 1 - 1e-12)

    def _expected(self, theta: Floats, log_a: Floats, b: Floats) -> tuple[Floats, Floats, Floats, float]:
        """Expected answers and right answers at each node, the expected people, and the marginal log likelihood."""
        chance = self._curves(theta, log_a, b)[1]
        answered, right = np.zeros_like(chance), np.zeros_like(chance)
        mass, likelihood = np.zeros_like(theta), 0.0
        for given, good in self._answers.blocks():
            posterior, log_likelihood = _posterior(given, good, chance)
            likelihood += log_likelihood
            answered += given.T @ posterior
            right += good.T @ posterior
            mass += posterior.sum(axis=0)
        return answered, right, mass, likelihood

    def _maximised(
        self, theta: Floats, answered: Floats, right: Floats, log_a: Floats, b: Floats
    ) -> tuple[Floats, Floats]:
        """Fisher scoring for all items at once."""
        prior = self._prior
        for _ in range(30):
            free, chance = self._curves(theta, log_a, b)
            a = np.exp(log_a)[:, None]
            slope = (1 - prior.c[:, None]) * free * (1 - free)  # dP/dη, η = a(θ−b)
            weight = slope / (chance * (1 - chance))
            told, known = (right - answered * chance) * weight, answered * slope * weight
            by_b, by_a = -a, a * (theta - b[:, None])  # dη/db, dη/d log a
            gradient_b = (told * by_b).sum(axis=1) - (b - prior.b) / prior.b_sd**2
            bb = (known * by_b**2).sum(axis=1) + 1 / prior.b_sd**2
            if self._fit_a:
                gradient_a = (told * by_a).sum(axis=1) - log_a / prior.a_sd**2
                aa = (known * by_a**2).sum(axis=1) + 1 / prior.a_sd**2
                ab = (known * by_a * by_b).sum(axis=1)
                whole = aa * bb - ab**2
                step_a = (bb * gradient_a - ab * gradient_b) / whole
                step_b = (aa * gradient_b - ab * gradient_a) / whole
            else:
                step_a, step_b = np.zeros_like(log_a), gradient_b / bb
            step_a, step_b = np.clip(step_a, -0.5, 0.5), np.clip(step_b, -1, 1)
            log_a, b = np.clip(log_a + step_a, -_STEEPEST, _STEEPEST), np.clip(b + step_b, -30, 30)
            if max(np.abs(step_a).max(initial=0), np.abs(step_b).max(initial=0)) < ENOUGH / 100:
                break
        return log_a, b

    def told(self, vector: Floats) -> list[Calibrated]:
        log_a, b = vector[: self._n], vector[self._n : -2]
        rows = zip(np.exp(log_a), b, *self._errors(vector), strict=True)
        return [Calibrated(*map(float, row)) for row in rows]

    def _errors(self, vector: Floats) -> tuple[Floats, Floats]:
        """Of b, and of log a."""
        log_a, b = vector[: self._n], vector[self._n : -2]
        people = self.population_of(vector)
        theta = people.mean + people.sd * _Z
        free, chance = self._curves(theta, log_a, b)
        a = np.exp(log_a)[:, None]
        slope = (1 - self._prior.c[:, None]) * free * (1 - free)
        squares = np.zeros((3, self._n))  # bb, aa, ab
        for given, good in self._answers.blocks():
            posterior = _posterior(given, good, chance)[0]
            scores = [
                good * (posterior @ (by * slope / chance).T)
                - (given - good) * (posterior @ (by * slope / (1 - chance)).T)
                for by in (-a, a * (theta - b[:, None]))
            ]
            pairs = ((0, 0), (1, 1), (0, 1))
            squares += [(scores[one] * scores[two]).sum(axis=0) for one, two in pairs]
        bb, aa = squares[0] + 1 / self._prior.b_sd**2, squares[1] + 1 / self._prior.a_sd**2
        if not self._fit_a:
            return np.asarray(1 / np.sqrt(bb)), np.zeros_like(b)
        both = aa * bb - squares[2] ** 2
        return np.asarray(np.sqrt(aa / both)), np.asarray(np.sqrt(bb / both))


def _posterior(given: Floats, good: Floats, chance: Floats) -> tuple[Floats, float]:
    """Of each person over the nodes, and the sum of their marginal log likelihoods."""
    wrong = np.log1p(-chance)
    log_weight = given @ wrong + good @ (np.log(chance) - wrong) + _LOG_DENSITY
    top = log_weight.max(axis=1, keepdims=True)
    weight = np.exp(log_weight - top)
    total = weight.sum(axis=1, keepdims=True)
    return weight / total, float((np.log(total) + top).sum())
