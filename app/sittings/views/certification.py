"""`/chung-nhan`, and the form with which a sitting begins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from app.certification.models import Certificate
from app.core.clock import VIETNAM
from app.courses.views import SITE
from app.sittings.domain.retakes import Wait
from app.sittings.models import Sitting
from app.sittings.pages import BeginSittingPage, CertificationPage, Choice, LinkRow
from app.sittings.standards import Offer

PathTo: TypeAlias = Callable[..., Any]
TITLE = f"Giấy xác nhận · {SITE}"
DEVICES = {"own": "Máy của tôi", "borrowed": "Máy mượn của người khác", "class": "Máy của lớp"}
TERMS_VERSION = "2026-11-22"
TERMS = (
    "Mình giữ tên bác gõ ở trên để in lên giấy. Tên chỉ nằm ở đây, không gửi cho ai.",
    "Mình giữ từng việc bác làm trong bài, và giờ làm, để người thẩm định xem lại khi cần.",
    "Mình giữ một dấu nhận ra máy đang dùng, để biết một máy có làm thay nhiều người không.",
    "Mình không giữ số điện thoại, không hỏi số căn cước.",
    "Bác xem, tải về hay xóa hẳn những gì mình giữ lúc nào cũng được, ở trang “Những gì mình giữ về bác”.",
)


def certification_page(
    offer: Offer | None,
    going: Sitting | None,
    wait: Wait | None,
    ended: Sequence[tuple[Sitting, str]],
    certificates: Sequence[Certificate],
    path_to: PathTo,
    *,
    has_account: bool,
) -> CertificationPage:
    return CertificationPage(
        TITLE,
        offer is not None,
        ", ".join(group.name for group in offer.framework.groups) if offer else "",
        offer.standard.valid_months if offer else 0,
        LinkRow(sitting_path(going, path_to), "Làm tiếp bài đang dở") if going else None,
        wait_words(wait),
        str(path_to("begin_sitting")),
        str(path_to("join_class")),
        tuple(
            LinkRow(sitting_path(sitting, path_to), f"Bài làm ngày {day(sitting.started_at)}", words)
            for sitting, words in ended
        ),
        tuple(_certificate_row(one, path_to) for one in certificates),
        has_account,
    )


def sitting_path(sitting: Sitting, path_to: PathTo) -> str:
    return str(path_to("sitting", token=sitting.token))


def _certificate_row(certificate: Certificate, path_to: PathTo) -> LinkRow:
    words = "đã thu hồi" if certificate.revoked_at else f"có giá trị đến {certificate.valid_until:%d/%m/%Y}"
    url = str(path_to("certificate", code=certificate.code))
    return LinkRow(url, f"Giấy xác nhận ngày {day(certificate.issued_at)}", words)


def wait_words(wait: Wait | None) -> str:
    if wait is None:
        return ""
    because = (
        "Bác vừa làm bài cách đây ít hôm." if wait.because == "soon" else "Bác đã làm đủ số lần trong thời gian này."
    )
    return f"{because} Từ ngày {day(wait.until)} bác làm lại được. Trong lúc chờ, bác cứ luyện thêm nhé."


def day(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}"


@dataclass(frozen=True)
class TypedBeginning:
    """What somebody wrote into the form, and what is wrong with it."""

    name: str = ""
    code: str = ""
    device: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


def begin_page(typed: TypedBeginning, path_to: PathTo, *, in_class: bool, assisted: bool) -> BeginSittingPage:
    here = str(path_to("join_class" if in_class else "begin_sitting"))
    return BeginSittingPage(
        f"{'Vào lớp làm bài' if in_class else 'Bắt đầu làm bài'} · {SITE}",
        in_class,
        here,
        here,
        assisted,
        TERMS,
        typed.name,
        typed.code,
        tuple(
            Choice(value, label, value == typed.device)
            for value, label in DEVICES.items()
            if in_class or value != "class"
        ),
        typed.errors,
        str(path_to("certification")),
    )
