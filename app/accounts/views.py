"""From accounts to pages: pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

from app.accounts.domain.consent import TEXTS, Purpose
from app.accounts.domain.learner_login import shown_code
from app.accounts.domain.password import least_length
from app.accounts.domain.pictures import LENGTH, PICTURES
from app.accounts.domain.recovery import MOST_TRUSTED, QUESTIONS
from app.accounts.domain.roles import DESKS, ENROLLERS, FRIENDS, Role
from app.accounts.domain.sign_in import SignedIn
from app.accounts.enrolment import OneTimeCard
from app.accounts.models import Account, LearnerLogin, Recovery, TrustedPerson
from app.accounts.pages import (
    CardPage,
    ClaimPage,
    EnrolPage,
    EnterPage,
    Guest,
    HelpBackInPage,
    Kept,
    NewPasswordPage,
    NewSecretPage,
    Picture,
    PicturesPage,
    PrecautionsPage,
    PrintedCard,
    PrintedCardsPage,
    RecoverPage,
    RecoveryLine,
    RecoveryNewsPage,
    SignInPage,
    SignUpPage,
    Trusted,
)
from app.core.clock import VIETNAM
from app.learners.domain.device import tag_of
from app.learners.models import Learner
from app.learners.pages import AccountNote
from app.learners.views import options
from app.web.qr import qr_code

PathTo = Callable[..., Any]


def account_note(account: SignedIn, guest: Learner | None, path_to: PathTo) -> AccountNote:
    """`guest`: the one about whom the account has to be asked."""
    desk = DESKS.get(account.role)
    return AccountNote(
        account.name,
        claim_question(guest.name) if guest else "",
        str(path_to(desk.route)) if desk else "",
        desk.name if desk else "",
        is_learner=account.role is Role.LEARNER,
        may_enrol=account.role in ENROLLERS and account.role is not Role.OFFICIAL,  # whose desk that is
        may_help=account.role in FRIENDS,
    )


def claim_question(name: str) -> str:
    if name:
        return Markup("<bdi>{}</bdi> đang học trên máy này có phải là bác không?").format(name)
    return "Những bài vừa học trên máy này có phải của bác không?"


def claim_page(guest: Learner, key: bytes, next_path: str, error: str = "") -> ClaimPage:
    return ClaimPage("Có phải bác không?", claim_question(guest.name), tag_of(guest.id, key), next_path, error)


def sign_in_page(
    login: str = "", next_path: str = "", message: str = "", errors: dict[str, str] | None = None
) -> SignInPage:
    return SignInPage("Đăng nhập", login, next_path, message, errors or {})


def new_password_page(account: SignedIn, next_path: str, errors: dict[str, str] | None = None) -> NewPasswordPage:
    return NewPasswordPage(
        "Đặt mật khẩu mới", account.login, not account.must_change, least_length(account.role), next_path, errors or {}
    )


# Joining


def guest_question(guest: Learner | None, key: bytes, said: str = "") -> Guest:
    return Guest(claim_question(guest.name), tag_of(guest.id, key), said) if guest else Guest("", "", "")


def sign_up_page(
    guest: Guest,
    form_key: str,
    next_path: str,
    typed: Mapping[str, str] | None = None,
    errors: dict[str, str] | None = None,
    message: str = "",
) -> SignUpPage:
    """`typed` by the names of the form."""
    typed = typed or {}
    return SignUpPage(
        "Lập tài khoản",
        typed.get("ten", ""),
        typed.get("so-dien-thoai", ""),
        "dong-y" in typed,
        TEXTS[Purpose.ACCOUNT].asked,
        TEXTS[Purpose.PHONE].asked,
        guest,
        form_key,
        next_path,
        message,
        errors or {},
    )


def pictures_page(
    title: str, action: str, kept: Mapping[str, str], chosen: int, *, again: bool = False, message: str = ""
) -> PicturesPage:
    """`chosen`: how many were pressed so far, of the LENGTH that make a secret."""
    return PicturesPage(
        title,
        action,
        tuple(Kept(name, value) for name, value in kept.items() if value),
        tuple(Picture(name, label) for name, label in PICTURES.items()),
        chosen % LENGTH,
        again,
        message,
    )


def enter_page(
    code: str = "",
    next_path: str = "",
    message: str = "",
    errors: dict[str, str] | None = None,
    owner: tuple[Account, LearnerLogin] | None = None,
) -> EnterPage:
    """`owner`: of the card that was brought."""
    if owner is None:
        return EnterPage("Vào học", code, "", "", "", next_path, message, errors or {})
    account, login = owner
    return EnterPage("Vào học", "", login.card, account.name, login.kind, next_path, message, errors or {})


def new_secret_page(
    account: SignedIn, guest: Guest, next_path: str, *, agreed: bool, errors: dict[str, str] | None = None
) -> NewSecretPage:
    consent = "" if agreed else TEXTS[Purpose.ACCOUNT].asked
    return NewSecretPage("Chọn mã riêng", account.must_change, consent, guest, next_path, errors or {})


# Cards


def card_page(account: SignedIn, login: LearnerLogin | None, address: str, leads: str, *, is_new: bool) -> CardPage:
    """`address`: where the code is typed; `leads`: where the card itself leads."""
    code = shown_code(account.login) if login else ""
    has_question = login is not None and bool(login.question)
    return CardPage("Thẻ của bác", account.name, code, address, qr_code(leads), has_question, is_new)


def printed_cards_page(
    cards: Iterable[OneTimeCard], address: str, card_address: Callable[[str], str]
) -> PrintedCardsPage:
    printed = (
        PrintedCard(card.name, shown_code(card.code), card.pin, qr_code(card_address(card.card))) for card in cards
    )
    return PrintedCardsPage("Thẻ vừa lập", tuple(printed), address)


def enrol_page(most: int, form_key: str, names: str = "", errors: dict[str, str] | None = None) -> EnrolPage:
    return EnrolPage("Lập tài khoản cho bà con", names, most, form_key, errors or {})


# Getting back in


def recovery_lines(recoveries: Iterable[Recovery], names: Mapping[int, str]) -> tuple[RecoveryLine, ...]:
    return tuple(
        RecoveryLine(
            names.get(row.helper_id or 0, ""), _moment(row.started_at), _moment(row.used_at) if row.used_at else ""
        )
        for row in recoveries
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def precautions_page(
    login: LearnerLogin | None,
    trusted: Sequence[TrustedPerson],
    recoveries: tuple[RecoveryLine, ...],
    typed: Mapping[str, str] | None = None,
    errors: dict[str, str] | None = None,
    *,
    saved: bool = False,
) -> PrecautionsPage:
    typed, question = typed or {}, login.question if login else ""
    return PrecautionsPage(
        "Phòng khi quên mã",
        options(QUESTIONS, typed.get("cau-hoi", question)),
        bool(question),
        TEXTS[Purpose.RECOVERY].asked,
        tuple(Trusted(row.id, row.label) for row in trusted),
        len(trusted) < MOST_TRUSTED,
        recoveries,
        typed.get("ten", ""),
        typed.get("ma", ""),
        errors or {},
        saved,
    )


def help_back_in_page(typed: str = "", code: str = "", message: str = "") -> HelpBackInPage:
    shown = f"{code[:3]} {code[3:]}" if code else ""
    return HelpBackInPage("Giúp người khác lấy lại tài khoản", typed, shown, message)


def recover_page(typed: str = "", code: str = "", question: str = "", message: str = "") -> RecoverPage:
    return RecoverPage("Lấy lại tài khoản", typed, code, QUESTIONS.get(question, ""), message)


def recovery_news_page(recoveries: tuple[RecoveryLine, ...], next_path: str) -> RecoveryNewsPage:
    return RecoveryNewsPage("Tin về tài khoản của bác", recoveries, next_path)
