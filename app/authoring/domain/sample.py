"""The texts with which a new lesson and a new course begin ("bài mẫu"): every part once, each saying what belongs there.

A new lesson can be looked at and played at once. What keeps it from being published is that it names no source yet, and
every sentence of the sample that still stands there as it was.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from app.courses.domain.folding import fold

READ_AGAIN = timedelta(days=180)
UNWRITTEN = "Thầy cô sửa câu này nhé."  # wherever it stands
SENTENCES = frozenset(
    {
        "Bác viết ở đây một hai câu ngắn. Mỗi bước chỉ một việc.",
        "Bác bấm thử một lần trên màn hình tập.",
        "Có người lạ gọi, giục bác làm ngay. Bác làm gì?",
        "Bác làm được việc này một mình.",
        "Ai giục thì mình dừng lại.",
    }
)
# Vietnamese syllables begin and end with few consonants, around one run of vowels; "Zalo" and "Facebook" are none.
SYLLABLE = re.compile(r"([bcdghklmnprstvx]|[ckgnpt]h|ngh?|qu|tr)?[aeiouy]{1,3}([cmnpt]|ch|ng|nh)?")


def new_lesson(title: str, skill: str, audience: str, today: date) -> str:
    """`title` is what the lesson teaches, `skill` and `audience` are known to the catalogue."""
    return f"""\
---
tieu-de: {_quoted(title)}
muon: {_quoted(f"Tôi muốn {_inside_sentence(title)}"[:90])}
tom-tat: {_quoted(f"Bài này giúp bác làm được một việc. {UNWRITTEN}")}
ky-nang: [{skill}]
doi-tuong: [{audience}]
phut: 3
bai-truoc: []
nhan: []
nguon: []
ra-soat: {today.isoformat()}
ra-soat-truoc: {(today + READ_AGAIN).isoformat()}
---

::: buoc mo-dau
## Việc bác sắp làm

Bác viết ở đây một hai câu ngắn. Mỗi bước chỉ một việc.

::: nen-lam
Bác ngồi chỗ sáng, làm từ từ.
:::
:::

::: tap-bam tap-mot-lan
Bác bấm thử một lần trên màn hình tập.

### Màn hình chính
- ứng dụng **Cài đặt** -> Cài đặt
- ứng dụng **Hình ảnh**
  > Ở đây là ảnh của bác. Việc mình cần nằm trong Cài đặt.
Gợi ý: Bác tìm hình có chữ Cài đặt.

### Cài đặt
- dòng **Cỡ chữ** -> Xong
- dòng **Nhạc chuông**
  > Nhạc chuông là tiếng kêu khi có người gọi. Bác tìm dòng nói về chữ.
Gợi ý: Bác tìm dòng nói về chữ.

### Xong
Bác mở được chỗ chỉnh cỡ chữ rồi.
:::

::: cau-hoi mot-cau-hoi
Có người lạ gọi, giục bác làm ngay. Bác làm gì?

- [ ] Làm theo lời họ
  > Người giục mình thường không muốn mình kịp nghĩ. Bác cứ dừng lại đã.
- [x] Cúp máy rồi hỏi người nhà
  > Bác dừng lại và hỏi người mình tin. Thế là an toàn.
- [ ] Đọc số điện thoại cho họ
  > Họ có thể dùng số ấy để gọi tiếp. Bác không cần đọc gì cả.
- [ ] Hẹn họ gọi lại sau
  > Họ sẽ gọi lại và giục tiếp. Cúp máy là xong.
:::

::: ket-thuc
- Bác làm được việc này một mình.

::: the-giu
Ai giục thì mình dừng lại.
:::
:::
"""


def new_course(name: str, order: int) -> str:
    """`order`: 1–99, the place of the course among the others."""
    return f"""\
ten: {_quoted(name)}
muc-tieu: {_quoted("Học xong, bác tự làm được việc này.")}
thu-tu: {order}
"""


def left_over(text: str) -> Iterator[int]:
    """The lines (from 1) that nobody has written yet: they stand as in the sample of a lesson."""
    for number, line in enumerate(text.split("\n"), 1):
        if UNWRITTEN in line or line.removeprefix("- ").strip() in SENTENCES:
            yield number


def _inside_sentence(title: str) -> str:
    """Without the capital with which it begins, unless that belongs to a name: to what is written as no Vietnamese
    syllable is ("VNeID", "Zalo"), or before another capital ("Hà Nội")."""
    first, _, rest = title.partition(" ")
    is_name = first[1:] != first[1:].lower() or rest[:1].isupper() or not SYLLABLE.fullmatch(fold(first))
    return title if is_name else title[:1].lower() + title[1:]


def _quoted(text: str) -> str:
    """As a YAML string that holds exactly this text."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
