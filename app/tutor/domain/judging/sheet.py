"""The sheet on which a teacher labels answers, as a spreadsheet opens it: written, and read back with what is wrong in it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core import spreadsheet
from app.tutor.domain.judging.items import Item, Label
from app.tutor.domain.judging.rubric import RUBRIC

CODE, ANSWER = "mã", "câu trả lời"
READ = (CODE, "câu hỏi", "bài học viết", ANSWER, "điểm riêng của câu này")
TITLES = tuple(one.title for one in RUBRIC)
NOTE = "ghi chú"  # for whoever labels; not kept
SEPARATORS = ";,\t"
MARKS: Mapping[str, bool] = {"0": False, "1": True, "0.0": False, "1.0": True, "0,0": False, "1,0": True}
MOST_WRONG = 20


@dataclass(frozen=True)
class Filled:
    """Of a sheet: the labels, how many answers are not labelled yet, and what is wrong, in the words of its reader. Where something is
    wrong, none of the labels is to be kept."""

    labels: tuple[Label, ...]
    blank: int
    wrong: tuple[str, ...]


def written(items: Sequence[Item]) -> bytes:
    """In the order of the codes: neither who made an answer nor the evaluation's order shows."""
    rows = [(*READ, *TITLES, NOTE)]
    for item in sorted(items, key=lambda one: one.code):
        steps = "\n".join(f"[{one.lesson} – {one.heading}] {one.text}" for one in item.asked.steps)
        checks = "\n".join(f"{number}. {check}" for number, check in enumerate(item.asked.checks, 1))
        told = (item.code, item.asked.question, steps, item.answer, checks)
        rows.append((*told, *[""] * (len(TITLES) + 1)))
    return spreadsheet.written(rows)


def read(data: bytes, items: Sequence[Item], who: str, when: date) -> Filled:
    known = {item.code: item for item in items}
    text = _decoded(data)
    if isinstance(text, Filled):
        return text
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count), strict=True)
    try:
        head, *body = [[cell.strip() for cell in row] for row in rows] or [[]]
    except csv.Error:
        return _refused("Tệp có dấu nháy kép không khép lại: mở bằng bảng tính, lưu lại dạng CSV UTF-8 rồi thử lại.")
    missing = [name for name in (CODE, ANSWER, *TITLES) if name not in head]
    if missing:
        return _refused(f"Dòng đầu thiếu cột: {', '.join(missing)}. Đừng đổi tên, đừng xóa cột nào của phiếu.")
    return _filled(head, body, known, who, when)


def _filled(
    head: Sequence[str], body: Sequence[Sequence[str]], known: Mapping[str, Item], who: str, when: date
) -> Filled:
    labels: dict[str, Label] = {}
    wrong: list[str] = []
    blank = 0
    for number, row in enumerate(body, 2):  # as a spreadsheet counts
        cells = dict(zip(head, row, strict=False))
        if not any(cells.values()):
            continue
        faults = list(_faults(cells, known, labels))
        wrong += [f"Dòng {number}: {fault}" for fault in faults]
        if not faults and _is_blank(cells):
            blank += 1
        elif not faults:
            item = known[cells[CODE]]
            verdicts = {one.id: MARKS[cells[one.title]] for one in RUBRIC}
            labels[item.code] = Label(item.asked.row, item.code, item.answer, verdicts, who, when)
    if len(wrong) > MOST_WRONG:
        wrong = [*wrong[:MOST_WRONG], f"… và {len(wrong) - MOST_WRONG} chỗ nữa."]
    return Filled(tuple(labels.values()), blank, tuple(wrong))


def _faults(cells: Mapping[str, str], known: Mapping[str, Item], labels: Mapping[str, Label]) -> Iterator[str]:
    code = cells.get(CODE, "")
    item = known.get(code)
    if item is None:
        yield f"không có câu trả lời nào mang mã “{code}”. Phiếu này của lần khác, hoặc ô mã đã bị sửa."
        return
    if code in labels:
        yield f"mã {code} đã có ở một dòng trên. Giữ một dòng thôi."
    if _words(cells.get(ANSWER, "")) != _words(spreadsheet.as_text(item.answer)):
        yield "ô câu trả lời đã bị sửa. Chỉ điền các cột chấm; câu trả lời để nguyên, dù có lỗi."
    if _is_blank(cells):
        return
    unfilled = [title for title in TITLES if not cells.get(title)]
    if unfilled:
        yield f"còn thiếu {', '.join(unfilled)}. Chấm đủ cả dòng, hoặc để trống cả dòng."
    for title in TITLES:
        mark = cells.get(title, "")
        if mark and mark not in MARKS:
            yield f"cột “{title}” ghi “{mark[:20]}”. Chỉ ghi 1 (đạt) hoặc 0 (không)."


def _is_blank(cells: Mapping[str, str]) -> bool:
    return not any(cells.get(title) for title in TITLES)


def _decoded(data: bytes) -> str | Filled:
    if data.startswith(b"PK"):
        return _refused("Đây là tệp Excel (.xlsx). Vào Lưu thành, chọn kiểu “CSV UTF-8”, rồi đưa tệp ấy.")
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        return _refused("Chữ trong tệp không phải UTF-8. Vào Lưu thành, chọn kiểu “CSV UTF-8”, rồi đưa tệp ấy.")


def _refused(why: str) -> Filled:
    return Filled((), 0, (why,))


def _words(text: str) -> list[str]:
    return text.removeprefix("'").split()
