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
class AgreementView:
    """`drawn`: of cases that were drawn by lot; `near`: of denials near the cut, which are all read twice. Each with its interval, then
    what to make of it; "" where there is nothing to say."""

    drawn: str
    about_drawn: str
    near: str
    about_near: str


@dataclass(frozen=True)
class PartRow:
    """Of all cases, of those of one audience, supervised or not: how many were decided otherwise than the machine said, by the
    second reader, for an appeal."""

    name: str
    machine: str
    second: str
    appeal: str


@dataclass(frozen=True)
class AssessmentFiguresPage:
    """`least`: how long a case is read at least before it is approved, of each framework; `shares`: how much of it is read
    twice."""

    template: ClassVar[str] = "assessment_figures.html"
    title: str
    agreement: AgreementView
    months: tuple[OverturnRow, ...]
    groups: tuple[PartRow, ...]
    paces: tuple[PaceRow, ...]
    least: tuple[str, ...]
    shares: tuple[str, ...]
    seeds: tuple[SeedRow, ...]
