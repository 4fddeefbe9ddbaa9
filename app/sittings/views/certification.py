"""`/chung-nhan`, and the form with which a sitting begins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from app.accounts.domain.consent import TEXTS, Purpose
from app.certification.models import Certificate
from app.core.clock import VIETNAM
from app.courses.views import SITE
from app.learners.domain.reading import AUDIENCES
from app.sittings.domain.full_names import is_as_called
from app.sittings.domain.retakes import Wait
from app.sittings.models import Sitting
from app.sittings.pages import BeginSittingPage, CertificationPage, Choice, LinkRow, SittingNamePage
from app.sittings.standards import Offer

PathTo: TypeAlias = Callable[..., Any]
TITLE = f"Giấy xác nhận · {SITE}"
DEVICES = {"own": "Máy của tôi", "borrowed": "Máy mượn của người khác", "class": "Máy của lớp"}
TERMS = tuple(TEXTS[Purpose.CERTIFICATE].asked.splitlines())


@dataclass(frozen=True)
class Past:
    """What a learner has here from before: the sitting that goes on, of `holder`; those that `ended`, each with what became
    of it, and whether somebody reads the newest now; certificates; how long to wait for the next sitting."""

    going: Sitting | None
    holder: str
    ended: Sequence[tuple[Sitting, str]]
    is_read: bool
    certificates: Sequence[Certificate]
    wait: Wait | None
    has_account: bool
    asks_identity: bool


def certification_page(
    offer: Offer | None, past: Past, path_to: PathTo, today: date, *, may_choose: bool
) -> CertificationPage:
    going = past.going
    valid = next((one for one in past.certificates if not one.revoked_at and one.valid_until >= today), None)
    return CertificationPage(
        TITLE,
        offer is not None,
        audience_words(offer) if offer else "",
        may_choose,
        ", ".join(group.name for group in offer.framework.groups) if offer else "",
        offer.standard.valid_months if offer else 0,
        LinkRow(sitting_path(going, path_to), "Làm tiếp bài đang dở") if going else None,
        past.holder,
        _certificate_row(valid, path_to) if valid else None,
        BEING_READ if past.is_read and past.wait else wait_words(past.wait),
        str(path_to("begin_sitting")),
        str(path_to("join_class")),
        tuple(
            LinkRow(sitting_path(sitting, path_to), f"Bài làm ngày {day(sitting.started_at)}", words)
            for sitting, words in past.ended
        ),
        tuple(_certificate_row(one, path_to) for one in past.certificates),
        past.has_account,
        str(path_to("identity")) if past.asks_identity else "",
    )


def audience_words(offer: Offer) -> str:
    """For whom the test is, within a sentence; the framework's own name where its audience has none."""
    name = AUDIENCES.get(offer.framework.audience, offer.framework.name)
    return name[:1].lower() + name[1:]


def sitting_path(sitting: Sitting, path_to: PathTo) -> str:
    return str(path_to("sitting", token=sitting.token))


def _certificate_row(certificate: Certificate, path_to: PathTo) -> LinkRow:
    words = "đã thu hồi" if certificate.revoked_at else f"có giá trị đến {certificate.valid_until:%d/%m/%Y}"
    url = str(path_to("certificate", code=certificate.code))
    return LinkRow(url, f"Giấy xác nhận ngày {day(certificate.issued_at)}", words)


BEING_READ = "Người thẩm định đang xem bài của bác. Xem xong, kết quả hiện ở trang của bài ấy, bác mở ở dưới."


def wait_words(wait: Wait | None) -> str:
    if wait is None:
        return ""
    because = "Bác vừa làm một bài rồi." if wait.because == "soon" else "Bác đã làm đủ số lần trong thời gian này."
    return f"{because} Từ ngày {day(wait.until)} bác làm lại được. Trong lúc chờ, bác cứ luyện thêm nhé."


def day(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}"


@dataclass(frozen=True)
class TypedBeginning:
    """What somebody wrote into the form, and what is wrong with it; `key`: which form it was."""

    name: str = ""
    code: str = ""
    device: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    framework: str = ""
    agreed: bool = False


def begin_page(
    typed: TypedBeginning,
    offer: Offer | None,
    offers: Sequence[Offer],
    holder: str,
    path_to: PathTo,
    *,
    in_class: bool,
    assisted: bool,
) -> BeginSittingPage:
    """`offer`: the one chosen of those `offers`."""
    here = str(path_to("join_class" if in_class else "begin_sitting"))
    return BeginSittingPage(
        f"{'Vào lớp làm bài' if in_class else 'Bắt đầu làm bài'} · {SITE}",
        in_class,
        here,
        here,
        assisted,
        TERMS,
        holder,
        typed.name,
        typed.code,
        tuple(
            Choice(value, label, value == typed.device)
            for value, label in DEVICES.items()
            if in_class or value != "class"
        ),
        audience_words(offer) if offer else "",
        tuple(Choice(one.framework.id, audience_words(one).capitalize(), one is offer) for one in offers),
        typed.agreed,
        typed.errors,
        typed.key if in_class else "",
        str(path_to("certification")),
    )


def name_page(name: str, device: str, offer: Offer, path_to: PathTo) -> SittingNamePage:
    return SittingNamePage(
        f"Trên giấy sẽ ghi · {SITE}",
        str(path_to("start_sitting")),
        name,
        is_as_called(name),
        audience_words(offer),
        device,
        offer.framework.id,
    )
