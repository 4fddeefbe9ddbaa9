"""What the templates of this feature receive. Nothing in them tells who a learner is, but for who arranges a re-check."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Tab:
    url: str
    name: str
    is_here: bool


@dataclass(frozen=True)
class SignView:
    """What was seen, and how often honest ones show as much."""

    said: str
    base: str


@dataclass(frozen=True)
class SittingView:
    """`url` of its case, "" where there is none, or who looks may not open it. `beside`: the one it is most like."""

    label: str
    about: str
    url: str
    signs: tuple[SignView, ...]
    beside: str


@dataclass(frozen=True)
class GroupView:
    name: str
    about: str
    signs: tuple[SignView, ...]


@dataclass(frozen=True)
class KindView:
    """Of one kind of group: those that stand out, and how many would if all were honest."""

    heading: str
    expected: str
    groups: tuple[GroupView, ...]


@dataclass(frozen=True)
class SignsPage:
    """`few`: why there is nothing to compare, "" when there is. `expected`: how many sittings would be as strange if all were
    honest."""

    template: ClassVar[str] = "signs.html"
    title: str
    back: Tab
    frameworks: tuple[Tab, ...]
    counted: str
    few: str
    kinds: tuple[KindView, ...]
    expected: str
    sittings: tuple[SittingView, ...]
    items_url: str


@dataclass(frozen=True)
class ItemRow:
    """`right`, `expected`: shares in words, "" with too few answers."""

    name: str
    answers: str
    right: str
    expected: str
    drift: str
    functioning: str
    needs_a_look: bool


@dataclass(frozen=True)
class ItemSignsPage:
    template: ClassVar[str] = "item_signs.html"
    title: str
    back: Tab
    frameworks: tuple[Tab, ...]
    counted: str
    expected: str
    look: tuple[ItemRow, ...]
    others: tuple[ItemRow, ...]


@dataclass(frozen=True)
class RatesRow:
    """A place: what was claimed, what strangers saw."""

    name: str
    claimed: str
    seen: str


@dataclass(frozen=True)
class LotView:
    """What a lot was drawn by: SHA-256 of "`seed`/`root`" is `lot`; `signed`: when that head of the log was, and its size."""

    seed: str
    signed: str
    root: str
    lot: str


@dataclass(frozen=True)
class DrawView:
    """`digest` of the seed, `published` when and where; `lot` None until it is fixed, after the last day; `rows` of places,
    `hidden` says how many are not told of."""

    url: str
    heading: str
    about: str
    published: str
    digest: str
    lot: LotView | None
    rows: tuple[RatesRow, ...]
    hidden: str


@dataclass(frozen=True)
class RechecksPage:
    """`action` "" for who may not publish; `first`, `last`, `percent` as they were typed."""

    template: ClassVar[str] = "rechecks.html"
    title: str
    back: Tab
    error: str
    draws: tuple[DrawView, ...]
    action: str
    first: str
    last: str
    percent: int
    percents: tuple[int, ...]


@dataclass(frozen=True)
class DrawnRow:
    """`holder`, `place`, `certificate_url`: only for who arranges the re-check, as assessors do not learn where cases come
    from. `action` "" for who may not say what they saw; `said` by somebody."""

    code: str
    holder: str
    place: str
    case_url: str
    certificate_url: str
    said: str
    action: str


@dataclass(frozen=True)
class OutcomeChoice:
    value: str
    name: str


@dataclass(frozen=True)
class RecheckPage:
    """`about`: what is to be done. `why_not`: nobody says anything yet. `class_url`: where a class sitting is opened, "" for who may not."""

    template: ClassVar[str] = "recheck.html"
    title: str
    back: Tab
    heading: str
    about: str
    notice: str
    error: str
    why_not: str
    class_url: str
    rows: tuple[DrawnRow, ...]
    outcomes: tuple[OutcomeChoice, ...]
