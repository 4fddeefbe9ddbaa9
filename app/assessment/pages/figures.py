"""How people agree with each other and with the machine, and how readings are drawn."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class OverturnRow:
    month: str
    said: str
    decided: int
    overturned: str


@dataclass(frozen=True)
class SeedRow:
    """`seed`: "" until its month is over, so that nobody who works here knows beforehand what is drawn."""

    month: str
    digest: str
    seed: str


@dataclass(frozen=True)
class PaceRow:
    """Of an assessor: how many cases they read, how long one usually takes, in how many they opened the taps."""

    name: str
    read: int
    median: str
    replayed: int


@dataclass(frozen=True)
class AssessmentFiguresPage:
    """`least`: how long a case is read at least before it is approved, of each framework; `shares`: how much of it is read
    twice."""

    template: ClassVar[str] = "assessment_figures.html"
    title: str
    agreement: str
    about: str
    months: tuple[OverturnRow, ...]
    paces: tuple[PaceRow, ...]
    least: tuple[str, ...]
    shares: tuple[str, ...]
    seeds: tuple[SeedRow, ...]
