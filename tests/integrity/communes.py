"""Invented communes with planted fraud of seven kinds: what the statistics of app/integrity are held against.

People differ in ability and in pace, classes differ in how well they were taught, communes in how old their people are,
a supervisor holds two of them, tablets are shared honestly in classes, some honest people sit late, neighbours honestly
choose the same popular mistake.
"""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import exp, log

from app.integrity.domain.records import SittingTaken, TaskTaken

KINDS = ("dictated", "leaked", "stand-in", "ghosts", "copied", "hurried", "pushed")
ITEMS, ASKED, WINDOW = 300, 20, 110
BEGIN = datetime(2026, 11, 2, 1, tzinfo=UTC)  # eight in the morning in Vietnam


@dataclass(frozen=True)
class World:
    sittings: tuple[SittingTaken, ...]
    bad: dict[str, str]  # by id of a sitting, which kind

    @property
    def honest_communes(self) -> set[str]:
        return {one.commune for one in self.sittings} - {one.commune for one in self.sittings if one.id in self.bad}


class Inventor:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - to invent people, the same ones again
        draw = self.chance
        self.difficulty = [draw.gauss(0, 1) for _ in range(ITEMS)]
        self.seconds = [exp(draw.gauss(log(25), 0.35)) for _ in range(ITEMS)]
        self.used = [draw.random() ** 2 * 200 for _ in range(ITEMS)]
        self.mistakes = [self._mistakes() for _ in range(ITEMS)]
        self.sittings: list[SittingTaken] = []
        self.bad: dict[str, str] = {}

    def _mistakes(self) -> list[float]:
        """Three wrong options, one of them popular."""
        weights = [self.chance.uniform(0.3, 1.0) for _ in range(3)]
        weights[0] += 1.0
        return weights

    def items_for(self, theta: float) -> list[int]:
        """Near the ability, as an adaptive test asks."""
        near = sorted(range(ITEMS), key=lambda item: abs(self.difficulty[item] - theta))[:WINDOW]
        return self.chance.sample(near, ASKED)

    def task(self, item: int, theta: float, pace: float) -> TaskTaken:
        draw = self.chance
        right = draw.random() < 0.2 + 0.8 / (1 + exp(self.difficulty[item] - theta))
        ms = int(1000 * self.seconds[item] * exp(pace + draw.gauss(0, 0.4)))
        told = "right" if right else f"wrong {draw.choices(range(3), self.mistakes[item])[0]}"
        return TaskTaken(str(item), told, right, 0.5, self.used[item], ms)

    def add(self, tasks: list[TaskTaken], kind: str = "", **about: object) -> SittingTaken:
        number = len(self.sittings)
        estimate = self._estimate(tasks)
        told = tuple(
            replace(task, chance=0.2 + 0.8 / (1 + exp(self.difficulty[int(task.item)] - estimate))) for task in tasks
        )
        lasted = timedelta(milliseconds=sum(task.ms or 0 for task in told))
        started = about.pop("started_at")
        assert isinstance(started, datetime)
        sitting = SittingTaken(
            f"s{number:05}",
            f"p{number:05}",
            started,
            started + lasted,
            estimate > 0,
            told,
            **about,  # type: ignore[arg-type]
        )
        self.sittings.append(sitting)
        if kind:
            self.bad[sitting.id] = kind
        return sitting

    def _estimate(self, tasks: list[TaskTaken]) -> float:
        """By Newton's method on the posterior, prior N(0, 1), guessing left out: near enough for the chances."""
        theta = 0.0
        for _ in range(12):
            chances = [1 / (1 + exp(self.difficulty[int(task.item)] - theta)) for task in tasks]
            slope = sum(task.right - chance for task, chance in zip(tasks, chances, strict=True)) - theta
            theta += slope / (1 + sum(chance * (1 - chance) for chance in chances))
        return theta


def invent(seed: int, communes: int = 60, bad_share: float = 0.05) -> World:
    world = Inventor(seed)
    draw = world.chance
    rooms: list[tuple[str, str, float]] = []
    for number in range(communes):
        name, mean = f"c{number:03}", draw.gauss(0.1, 0.35)  # how able its people are
        rooms += [(name, f"{name}/k{room}", mean + draw.gauss(0, 0.25)) for room in range(draw.randint(3, 6))]
    for commune, room, mean in rooms:
        _honest_class(world, commune, room, mean)
    for commune in sorted({commune for commune, _, _ in rooms}):
        _alone(world, commune)
    wanted = int(bad_share / (1 - bad_share) * len(world.sittings))
    _plant(world, [commune for commune, _, _ in rooms], wanted)
    return World(tuple(world.sittings), world.bad)


def _honest_class(world: Inventor, commune: str, room: str, mean: float) -> None:
    draw = world.chance
    day = BEGIN + timedelta(days=draw.randrange(18), hours=draw.choice((0, 1, 6, 7, 11)))
    tablets = [f"{room}/t{number}" for number in range(draw.randint(2, 5))]
    for _ in range(draw.randint(10, 22)):
        theta, pace = mean + draw.gauss(0, 0.9), draw.gauss(0, 0.3)
        tasks = [world.task(item, theta, pace) for item in world.items_for(theta)]
        device = draw.choice(tablets) if draw.random() < 0.6 else f"own{draw.random()}"
        world.add(
            tasks, started_at=day + timedelta(minutes=draw.randrange(150)), device=device,
            supervisor=f"{commune}/{int(room[-1]) // 2}", class_=room, commune=commune,
        )  # fmt: skip


def _alone(world: Inventor, commune: str) -> None:
    """People at home, a few of them late in the evening, families on one phone."""
    draw = world.chance
    for family in range(draw.randint(5, 15)):
        for _ in range(draw.choice((1, 1, 1, 2, 3))):
            theta, pace = draw.gauss(0, 1), draw.gauss(0, 0.35)
            hour = draw.choice((1, 3, 8, 12, 13, 13, 15)) if draw.random() < 0.97 else 16
            tasks = [world.task(item, theta, pace) for item in world.items_for(theta)]
            world.add(
                tasks, started_at=BEGIN + timedelta(days=draw.randrange(20), hours=hour - 1),
                device=f"{commune}/f{family}", commune=commune,
            )  # fmt: skip


def _plant(world: Inventor, communes: list[str], wanted: int) -> None:
    draw, start = world.chance, len(world.sittings)
    places = draw.sample(names := sorted(set(communes)), min(12, len(names)))
    turn = 0
    while len(world.sittings) - start < wanted:
        kind, commune = KINDS[turn % len(KINDS)], places[turn % len(places)]
        turn += 1
        day = BEGIN + timedelta(days=draw.randrange(18), hours=draw.choice((0, 1, 6, 7)))
        about = {"commune": commune, "class_": f"{commune}/x{turn}", "supervisor": f"{commune}/boss"}
        PLANTS[kind](world, kind, day, about)


def _dictated(world: Inventor, kind: str, day: datetime, about: dict[str, str]) -> None:
    """The supervisor says the answers: a common key with its own mistakes, in one rhythm."""
    draw = world.chance
    key = {item: "right" if draw.random() < 0.8 else f"wrong {draw.randrange(3)}" for item in range(ITEMS)}
    for _ in range(8):
        tasks = []
        for item in world.items_for(1.0):
            told = key[item] if draw.random() < 0.95 else "wrong 0"
            ms = int(1000 * world.seconds[item] * exp(-0.3 + draw.gauss(0, 0.25)))
            tasks.append(TaskTaken(str(item), told, told == "right", 0.5, world.used[item], ms))
        world.add(tasks, kind, started_at=day, device=f"own{draw.random()}", **about)


def _leaked(world: Inventor, kind: str, day: datetime, about: dict[str, str]) -> None:
    """The much-used items were learnt by heart; the others are answered as they can."""
    draw = world.chance
    for _ in range(5):
        theta = draw.gauss(-0.8, 0.5)
        tasks = []
        for item in world.items_for(theta + 0.6):
            task = world.task(item, theta, 0.0)
            if world.used[item] > 40 and draw.random() < 0.9:
                task = replace(task, answer="right", right=True, ms=int(6000 * exp(draw.gauss(0, 0.3))))
            tasks.append(task)
        world.add(tasks, kind, started_at=day, device=f"own{draw.random()}", **about)


def _stand_in(world: Inventor, kind: str, day: datetime, about: dict[str, str]) -> None:
    """One able person sits for ten, one after another, on one phone."""
    at = day
    device = f"stand{world.chance.random()}"
    for _ in range(10):
        tasks = [world.task(item, 1.8, -0.9) for item in world.items_for(1.3)]
        sitting = world.add(tasks, kind, started_at=at, device=device, **about)
        at = sitting.ended_at + timedelta(minutes=1)


def _ghosts(world: Inventor, kind: str, day: datetime, about: dict[str, str]) -> None:
    """Sittings of people who were never there, made in the night."""
    at = day.replace(hour=16) + timedelta(minutes=world.chance.randrange(60))
    for _ in range(9):
        tasks = [world.task(item, 1.4, -1.2) for item in world.items_for(1.0)]
        sitting = world.add(tasks, kind, started_at=at, device=f"{about['commune']}/office", **about)
        at = sitting.ended_at + timedelta(minutes=2)


def _copied(world: Inventor, kind: str, day: datetime, about: dict[str, str]) -> None:
    """Neighbours who tap the same, a moment later, where they have the same task."""
    draw = world.chance
    theta = draw.gauss(0.3, 0.4)
    items = world.items_for(theta)
    first = [world.task(item, theta, 0.0) for item in items]
    world.add(first, kind, started_at=day, device=f"own{draw.random()}", **about)
    for _ in range(3):
        own = [item for item in world.items_for(theta) if item not in items][:8]
        tasks = [replace(task, ms=int((task.ms or 0) * exp(draw.gauss(0, 0.08)))) for task in first[:12]]
        tasks += [world.task(item, theta - 0.7, 0.0) for item in own]
        world.add(tasks, kind, started_at=day, device=f"own{draw.random()}", **about)


def _hurried(world: Inventor, kind: str, day: datetime, about: dict[str, str]) -> None:
    """Tapped through without reading, to have been counted."""
    draw = world.chance
    for _ in range(6):
        tasks = [
            replace(world.task(item, -1.5, 0.0), ms=int(1200 * exp(draw.gauss(0, 0.3))))
            for item in world.items_for(-0.5)
        ]
        world.add(tasks, kind, started_at=day, device=f"own{draw.random()}", **about)


def _pushed(world: Inventor, kind: str, day: datetime, about: dict[str, str]) -> None:
    """The helper taps for everybody on two tablets: nearly all right, at one pace."""
    draw = world.chance
    for number in range(12):
        tasks = []
        for item in world.items_for(1.0):
            task = world.task(item, 2.5, -0.6)
            tasks.append(replace(task, ms=int(1000 * world.seconds[item] * exp(-0.7 + draw.gauss(0, 0.12)))))
        world.add(
            tasks, kind, started_at=day + timedelta(minutes=8 * number), device=f"{about['class_']}/t{number % 2}",
            **about,
        )  # fmt: skip


PLANTS = {
    "dictated": _dictated,
    "leaked": _leaked,
    "stand-in": _stand_in,
    "ghosts": _ghosts,
    "copied": _copied,
    "hurried": _hurried,
    "pushed": _pushed,
}
