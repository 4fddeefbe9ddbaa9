"""The sample with a second fact, a telephone number that stands in one question, one simulation and two drills; the other
question, the other drills and the steps go without it. `han-muc-thu` stands in steps only."""

from pathlib import Path

from tests.drills.drill_content import DRILL_BANK_PATH, DRILL_LESSON_PATH
from tests.drills.drill_content import FILES as DRILL_FILES
from tests.sample_content import BANK, BANK_PATH, FACT, FILES, LESSON, LESSON_PATH, write_content

HOTLINE = """\
- ma: so-goi
  loai: duong-day-nong
  gia-tri: 1800 0001
  cau: Gọi 1800 0001 để hỏi.
  nguon: {ten: Nguồn thử, url: "https://vi-du.gov.vn/goi", ngay: 2026-01-01}
  xem-ngay: 2026-11-01
  ra-soat-truoc: 2099-01-01
  do-tin: S
"""
HOTLINE_PATH = "facts/goi.yaml"
SIMULATION = """\
::: tap-bam tap-goi
Bác tập gọi hỏi nhé.

### Trang đầu
- nút **Gọi** -> Hỏi lại
- nút **Thôi**
  > CANARY-THOI Bác bấm gọi nhé.
Gợi ý: Bác gọi số [[so-goi]].

### Hỏi lại
- nút **Đồng ý** -> Xong
- nút **Không**
  > CANARY-KHONG Bác bấm đồng ý nhé.

### Xong
Bác gọi được rồi.
:::

"""
WITH_HOTLINE = LESSON.replace("Cúp máy là an toàn nhất.", "Cúp máy rồi gọi [[so-goi]].").replace(
    "::: ket-thuc", SIMULATION + "::: ket-thuc"
)
QUESTION, FREE_QUESTION, SIMULATED = "ai-hoi-ma", "ai-biet", "tap-goi"
QUESTION_URL = f"/bai-hoc/giu-mat-khau/cau-hoi/{QUESTION}"
FREE_QUESTION_URL = f"/bai-hoc/giu-mat-khau/cau-hoi/{FREE_QUESTION}"
SIMULATION_URL = f"/bai-hoc/giu-mat-khau/tap-bam/{SIMULATED}"


def with_hotline(drills: str) -> str:
    """The advice of the first drill says the number."""
    return drills.replace("Nên làm: ", "Nên làm: Bác gọi [[so-goi]]. ", 1)


UPKEEP_FILES = {
    **FILES,
    **DRILL_FILES,
    HOTLINE_PATH: HOTLINE,
    LESSON_PATH: WITH_HOTLINE,
    BANK_PATH: BANK,
    DRILL_LESSON_PATH: with_hotline(DRILL_FILES[DRILL_LESSON_PATH]),
    DRILL_BANK_PATH: with_hotline(DRILL_FILES[DRILL_BANK_PATH]),
}


def hotline(**changes: str) -> str:
    """The row with other values, by their keys with `_` for `-`."""
    text = HOTLINE
    for key, value in changes.items():
        name = key.replace("_", "-")
        old = next(line for line in text.splitlines() if line.strip().startswith(f"{name}:"))
        text = text.replace(old, f"  {name}: {value}")
    return text


def limit(review_by: str) -> str:
    return FACT.replace("2099-01-01", review_by)


def write_upkeep(root: Path) -> Path:
    return write_content(root, UPKEEP_FILES)
