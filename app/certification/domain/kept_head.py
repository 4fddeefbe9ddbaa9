"""A signed head of the log that somebody kept, held against the log of today: does it still begin with that one?

It is the only thing in which an outsider can catch the operator, so what is wrong is said at full voice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from app.certification.domain.credential import JsonObject, moment
from app.core.clock import VIETNAM

# `not-ours`: no key of ours signed it; `shorter`: the log has fewer entries by now; `rewritten`: its first entries are others.
Outcome: TypeAlias = Literal["extends", "not-ours", "shorter", "rewritten"]
KEEP_IT = "Hãy giữ nguyên bản đang có làm bằng chứng, và báo cho cơ quan quản lý nơi cấp giấy."
SAID: dict[Outcome, str] = {
    "extends": "Khớp: sổ cái hôm nay có {today} dòng, {size} dòng đầu đúng như đầu sổ đã ký ngày {day}.",
    "not-ours": "KHÔNG KHỚP: chữ ký của đầu sổ không đúng. Bản này chép thiếu, đã bị sửa, hoặc không phải do nơi này ký. Nếu chắc đã chép đủ thì giữ nguyên bản ấy làm bằng chứng, và báo cho cơ quan quản lý nơi cấp giấy.",
    "shorter": f"KHÔNG KHỚP: đầu sổ đã ký ngày {{day}} có {{size}} dòng, sổ cái hôm nay chỉ còn {{today}}. Sổ đã bị cắt bớt. {KEEP_IT}",
    "rewritten": f"KHÔNG KHỚP: sổ cái hôm nay không bắt đầu như đầu sổ đã ký ngày {{day}}. Sổ đã bị viết lại. {KEEP_IT}",
}
RESTORED = (
    " Nơi cấp có ghi trong đầu sổ mới: ngày {day} đã lấy lại sổ từ một bản sao lưu cũ hơn. Hãy hỏi nơi cấp vì sao."
)


@dataclass(frozen=True)
class KeptHead:
    """`size`, `root`, `at`: as the head says; `today`, `today_root`: of the log now, and `hashes` the proof of RFC 9162, 2.1.4
    between the two. `restored_at`: when the log was taken from a backup, as its later heads admit, where that may be why."""

    outcome: Outcome
    size: int = 0
    root: str = ""
    at: datetime | None = None
    today: int = 0
    today_root: str = ""
    hashes: tuple[str, ...] = ()
    restored_at: datetime | None = None

    @property
    def holds(self) -> bool:
        return self.outcome == "extends"

    def document(self) -> JsonObject:
        """As `hocvuso certificate log verify --head` prints it."""
        restored = moment(self.restored_at) if self.restored_at else ""
        return {"outcome": self.outcome, "size": self.size, "root": self.root, "restored": restored}


def in_words(kept: KeptHead) -> str:
    said = SAID[kept.outcome].format(size=kept.size, today=kept.today, day=_day(kept.at))
    return said + (RESTORED.format(day=_day(kept.restored_at)) if kept.restored_at else "")


def _day(at: datetime | None) -> str:
    return f"{at.astimezone(VIETNAM):%d/%m/%Y}" if at else ""
