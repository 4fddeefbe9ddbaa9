"""What the templates of this feature receive."""

from dataclasses import dataclass
from typing import ClassVar

from app.certification.domain.verdict import Status


@dataclass(frozen=True)
class CheckPage:
    """`typed`: a code that can be none. `offline_url`: the page that checks without a network."""

    template: ClassVar[str] = "check.html"
    title: str
    typed: str
    error: str
    file_error: str
    offline_url: str


@dataclass(frozen=True)
class SkillLine:
    """`seen`: what its evidence is."""

    name: str
    seen: str


@dataclass(frozen=True)
class LogProof:
    """Everything in hexadecimal that is a hash."""

    index: int
    size: int
    entry: str
    leaf: str
    hashes: tuple[str, ...]
    root: str
    is_proved: bool


@dataclass(frozen=True)
class Told:
    """What a certificate says, to whoever checks it. `holder`: "" while they do not show their name."""

    code: str
    holder: str
    framework: str
    framework_url: str
    how: tuple[str, ...]
    is_supervised: bool
    issued: str
    until: str
    skills: tuple[SkillLine, ...]
    not_claimed: str
    name_url: str
    proof: LogProof


@dataclass(frozen=True)
class KeptHeadTold:
    """What came of a head that somebody kept. `hashes` lead from `root`, which it says, to `today_root`; none where it does
    not hold."""

    holds: bool
    said: str
    root: str
    today_root: str
    hashes: tuple[str, ...]


@dataclass(frozen=True)
class CheckedPage:
    """`told`: None where nothing is known. `name_answer`: "" before somebody has typed a name, else "same" or "other".
    `kept_head`: of the head in the file that was sent, if one was."""

    template: ClassVar[str] = "checked.html"
    title: str
    status: Status
    heading: str
    because: str
    told: Told | None
    typed_name: str
    name_answer: str
    name_error: str
    disclaimer: str
    kept_head: KeptHeadTold | None


@dataclass(frozen=True)
class CertificatePage:
    """For its holder. `address`: what the QR code says."""

    template: ClassVar[str] = "certificate.html"
    title: str
    status: Status
    heading: str
    because: str
    holder: str
    code: str
    address: str
    qr: str
    message_url: str
    how: tuple[str, ...]
    issued: str
    until: str
    framework: str
    skills: tuple[SkillLine, ...]
    not_claimed: str
    shows_name: bool
    name_url: str
    pdf_url: str
    file_url: str
    disclaimer: str


@dataclass(frozen=True)
class PendingPage:
    """For the holder of a certificate that waits to be signed. `is_refused`: it was not, and somebody has to look."""

    template: ClassVar[str] = "pending_certificate.html"
    title: str
    is_refused: bool
    again_url: str
    back_url: str


@dataclass(frozen=True)
class IdentityPage:
    """What was typed never comes back. `is_kept`: something of a number is kept of this learner."""

    template: ClassVar[str] = "identity.html"
    title: str
    is_kept: bool
    error: str
    give_url: str
    forget_url: str
    back_url: str


@dataclass(frozen=True)
class HeadLine:
    size: int
    day: str
    root: str
    token: str


@dataclass(frozen=True)
class KeyLine:
    id: str
    since: str
    until: str


@dataclass(frozen=True)
class LogBookPage:
    """`checked`: of a head that somebody has just handed in; `error`: why nothing came of it."""

    template: ClassVar[str] = "log_book.html"
    title: str
    size: int
    heads: tuple[HeadLine, ...]
    keys: tuple[KeyLine, ...]
    keys_url: str
    checked: KeptHeadTold | None
    error: str


@dataclass(frozen=True)
class EditionSkill:
    id: str
    name: str
    does: str


@dataclass(frozen=True)
class EditionGroup:
    id: str
    name: str
    skills: tuple[EditionSkill, ...]


@dataclass(frozen=True)
class EditionPage:
    template: ClassVar[str] = "edition.html"
    title: str
    name: str
    version: str
    note: str
    groups: tuple[EditionGroup, ...]
