"""What the templates of this feature receive."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class KeptLine:
    """`count` of rows, `why` they are kept."""

    name: str
    why: str
    count: int


@dataclass(frozen=True)
class ConsentLine:
    """`purpose` names it in the form; `ended` is "" while it holds. `withdrawing`: what taking it back does."""

    purpose: str
    name: str
    since: str
    ended: str
    withdrawing: str


@dataclass(frozen=True)
class MyDataPage:
    """`name` is "" for nobody: this phone keeps nothing. `tag` names who is meant, should the phone be handed over meanwhile.
    `is_staff`: their account is closed by an admin."""

    template: ClassVar[str] = "my_data.html"
    title: str
    name: str
    tag: str
    is_known: bool
    is_guest: bool
    is_staff: bool
    kept: tuple[KeptLine, ...]
    consents: tuple[ConsentLine, ...]
    is_erased: bool
    is_withdrawn: bool


@dataclass(frozen=True)
class ErasurePage:
    """The last question. `tag` names who is meant, should the phone be handed over meanwhile; `has_papers`: certificates,
    of which it has to be said what becomes of them. `errors` by field (papers, sure)."""

    template: ClassVar[str] = "erasure.html"
    title: str
    name: str
    tag: str
    is_guest: bool
    has_papers: bool
    papers: str
    errors: dict[str, str]
