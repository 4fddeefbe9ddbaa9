"""From what is kept to pages and files: pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from app.accounts.domain.consent import TEXTS
from app.accounts.models import Consent
from app.core.clock import VIETNAM
from app.privacy.domain.inventory import DESCRIBED
from app.privacy.pages import ConsentLine, ErasurePage, KeptLine, MyDataPage
from app.privacy.service import Kept

NOTE = (
    "Tệp này có mọi thứ Học Vụ Số giữ về bác. Không có mã riêng, câu trả lời phòng khi quên và số điện thoại, vì mình chỉ "
    "giữ dấu nhận ra chúng. Điểm từng việc trong bài chứng nhận cũng không có, vì người khác còn làm đề ấy; kết quả chung thì có."
)
READABLE = "Tệp này chỉ ghi những gì đọc được; số và mã để máy dùng nằm trong tệp JSON."
# What the columns are called in the text; the others are for machines.
LABELS: Mapping[str, str] = {
    "name": "Tên", "login": "Mã trên thẻ", "role": "Vai", "created_at": "Lập lúc", "answered_at": "Trả lời lúc",
    "asked_at": "Hỏi lúc", "finished_at": "Xong lúc", "started_at": "Bắt đầu lúc", "ended_at": "Kết thúc lúc", "at": "Lúc",
    "last_at": "Lần cuối", "tapped_at": "Bấm lúc", "issued_at": "Cấp lúc", "valid_until": "Có giá trị đến",
    "lesson": "Bài", "exercise": "Câu", "answer": "Trả lời", "score": "Điểm", "question": "Câu hỏi", "audience": "Đối tượng",
    "platform": "Loại máy", "comfort": "Cách đọc", "work": "Việc làm", "address": "Xưng hô", "label": "Tên",
    "purpose": "Việc", "text_version": "Bản chữ", "withdrawn_at": "Rút lại lúc", "code": "Mã giấy",
    "place": "Nơi", "commune": "Xã, phường", "assisted": "Có người giúp", "note": "Ghi chú",
    "shown_at": "Hiện ra lúc", "paused_at": "Tạm nghỉ lúc", "consent_at": "Đồng ý lúc", "learner_text": "Lời gửi bác",
    "text": "Lời bác viết", "revoked_at": "Thu hồi lúc",
}  # fmt: skip


def my_data_page(
    name: str,
    tag: str,
    counts: Mapping[str, int],
    consents: Sequence[Consent],
    *,
    is_known: bool,
    is_guest: bool = False,
    is_staff: bool = False,
    is_erased: bool = False,
    is_withdrawn: bool = False,
) -> MyDataPage:
    lines = tuple(KeptLine(DESCRIBED[table].name, DESCRIBED[table].why, count) for table, count in counts.items())
    return MyDataPage(
        "Những gì mình giữ về bác", name, tag, is_known, is_guest, is_staff, lines, consent_lines(consents), is_erased,
        is_withdrawn,
    )  # fmt: skip


def consent_lines(consents: Iterable[Consent]) -> tuple[ConsentLine, ...]:
    """Of every consent, also those to purposes and texts that are no more."""
    known = {purpose.value: text for purpose, text in TEXTS.items()}
    return tuple(
        ConsentLine(
            row.purpose,
            known[row.purpose].name if row.purpose in known else row.purpose,
            _day(row.at),
            _day(row.withdrawn_at) if row.withdrawn_at else "",
            known[row.purpose].withdrawing if row.purpose in known else "",
        )
        for row in consents
    )


def erasure_page(
    name: str, tag: str, *, is_guest: bool, has_papers: bool, papers: str = "", errors: dict[str, str] | None = None
) -> ErasurePage:
    return ErasurePage("Xóa hết dữ liệu", name, tag, is_guest, has_papers, papers, errors or {})


def as_json(kept: Sequence[Kept], now: datetime) -> str:
    """One object: when, a note, and what is kept by the name of its table."""
    parts = [
        {"bang": part.table, "la": DESCRIBED[part.table].name, "de": DESCRIBED[part.table].why, "dong": part.rows}
        for part in kept
    ]
    document = {"xuat-luc": now.astimezone(VIETNAM).isoformat(timespec="seconds"), "ghi-chu": NOTE, "muc": parts}
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_text(kept: Sequence[Kept], now: datetime) -> str:
    """What people can read of it: one line for each row, empty values left out."""
    taken = f"Lấy ra lúc {now.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    lines = ["NHỮNG GÌ HỌC VỤ SỐ GIỮ VỀ BÁC", taken, "", NOTE, READABLE]
    for part in kept:
        described = DESCRIBED[part.table]
        lines += ["", f"{described.name.upper()} ({len(part.rows)})", described.why]
        lines += [f"- {line}" for row in part.rows if (line := _line(row))]
    return "\r\n".join(lines) + "\r\n"


def _line(row: Mapping[str, object]) -> str:
    shown = (
        f"{LABELS[name]}: {_value(name, value)}"
        for name, value in row.items()
        if name in LABELS and value not in ("", None, False)
    )
    return "; ".join(shown).replace("\n", " ")


def _value(name: str, value: object) -> object:
    """Times come as in JSON, in Vietnam's time."""
    if value is True:
        return "có"
    return f"{datetime.fromisoformat(str(value)):%H:%M ngày %d/%m/%Y}" if name.endswith("at") else value


def _day(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}"
