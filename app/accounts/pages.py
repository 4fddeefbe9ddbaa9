"""What the templates of this feature receive. `next_path` is where the person wanted to go, "" for nowhere special."""

from dataclasses import dataclass
from typing import ClassVar

from app.learners.pages import Option
from app.web.qr import QrCode


@dataclass(frozen=True)
class SignInPage:
    """`message` is the one general error (never which part was wrong)."""

    template: ClassVar[str] = "sign_in.html"
    title: str
    login: str
    next_path: str
    message: str
    errors: dict[str, str]


@dataclass(frozen=True)
class ClaimPage:
    """Asked once, after a learner's account came to a phone with an active guest: is the guest this person?"""

    template: ClassVar[str] = "claim.html"
    title: str
    question: str
    tag: str
    next_path: str
    error: str


@dataclass(frozen=True)
class NewPasswordPage:
    """Choose a password of one's own (15 characters or more for staff): after the first sign-in with a one-time
    password, or later, when the current one is asked for. `login` is for password managers."""

    template: ClassVar[str] = "new_password.html"
    title: str
    login: str
    asks_current: bool
    least: int
    next_path: str
    errors: dict[str, str]


@dataclass(frozen=True)
class Guest:
    """Who learns on this phone without an account: the same person, or somebody else? `tag` "" when there is nobody to ask
    about; `said` is "co", "khong" or "" until it was said."""

    question: str
    tag: str
    said: str


@dataclass(frozen=True)
class SignUpPage:
    """An account for a learner, with a PIN or with pictures. `errors` by field (name, phone, agreed, pin, again, guest);
    `key` makes the form sent twice one account. What was typed is kept, a PIN never."""

    template: ClassVar[str] = "sign_up.html"
    title: str
    name: str
    phone: str
    agreed: bool
    consent: str
    phone_consent: str
    guest: Guest
    key: str
    next_path: str
    message: str
    errors: dict[str, str]


@dataclass(frozen=True)
class Picture:
    name: str
    label: str


@dataclass(frozen=True)
class Kept:
    """A hidden field."""

    name: str
    value: str


@dataclass(frozen=True)
class PicturesPage:
    """Press one picture after the other, each press a step; `chosen` of LENGTH so far. `again`: the same once more, to see
    that they are remembered."""

    template: ClassVar[str] = "pictures.html"
    title: str
    action: str
    kept: tuple[Kept, ...]
    pictures: tuple[Picture, ...]
    chosen: int
    again: bool
    message: str


@dataclass(frozen=True)
class EnterPage:
    """Learners come in: by what they type, or by their card, which says who they are (`name`) and in which way they sign
    in (`kind`, "" when it is not known: both are offered)."""

    template: ClassVar[str] = "enter.html"
    title: str
    code: str
    card: str
    name: str
    kind: str
    next_path: str
    message: str
    errors: dict[str, str]


@dataclass(frozen=True)
class NewSecretPage:
    """A PIN of one's own, or pictures. `consent` is "" for who has agreed already; after a card of the commune it is asked
    here, and `guest` too."""

    template: ClassVar[str] = "new_secret.html"
    title: str
    is_first: bool
    consent: str
    guest: Guest
    next_path: str
    errors: dict[str, str]


@dataclass(frozen=True)
class CardPage:
    """To print and keep. `code` is "" for who has no card yet; it is typed at `address`."""

    template: ClassVar[str] = "card.html"
    title: str
    name: str
    code: str
    address: str
    qr: QrCode
    has_question: bool
    is_new: bool


@dataclass(frozen=True)
class EnrolPage:
    """Staff make accounts for people who are there. `names` one a line."""

    template: ClassVar[str] = "enrol.html"
    title: str
    names: str
    most: int
    key: str
    errors: dict[str, str]


@dataclass(frozen=True)
class PrintedCard:
    name: str
    code: str
    pin: str
    qr: QrCode


@dataclass(frozen=True)
class PrintedCardsPage:
    """Shown to the form that made them, until it is closed: the PINs stand nowhere else."""

    template: ClassVar[str] = "printed_cards.html"
    title: str
    cards: tuple[PrintedCard, ...]
    address: str


@dataclass(frozen=True)
class Trusted:
    id: int
    label: str


@dataclass(frozen=True)
class RecoveryLine:
    """Somebody began to help ("" for who is not here any more), when; `when_done`: it worked, "" when it did not."""

    helper: str
    when: str
    when_done: str


@dataclass(frozen=True)
class PrecautionsPage:
    """For the day the secret is forgotten: a question, people one trusts, and what was recovered so far."""

    template: ClassVar[str] = "precautions.html"
    title: str
    questions: tuple[Option, ...]
    is_set: bool
    consent: str
    trusted: tuple[Trusted, ...]
    may_trust_more: bool
    recoveries: tuple[RecoveryLine, ...]
    typed_label: str
    typed_code: str
    errors: dict[str, str]
    saved: bool


@dataclass(frozen=True)
class HelpBackInPage:
    """Somebody helps another back in: `code` is what they tell them, "" before."""

    template: ClassVar[str] = "help_back_in.html"
    title: str
    typed: str
    code: str
    message: str


@dataclass(frozen=True)
class RecoverPage:
    """The learner's own part. `question` is "" until the code was right."""

    template: ClassVar[str] = "recover.html"
    title: str
    typed: str
    code: str
    question: str
    message: str


@dataclass(frozen=True)
class RecoveryNewsPage:
    template: ClassVar[str] = "recovery_news.html"
    title: str
    recoveries: tuple[RecoveryLine, ...]
    next_path: str
