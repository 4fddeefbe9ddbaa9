"""Whether a judge counts, who wins a pair, what a teacher's sheet may hold."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.tutor.domain.judging import sheet
from app.tutor.domain.judging.items import Asked, Item, Step, item_of, label_of, standing, together
from app.tutor.domain.judging.pairs import Pair, pair_figures
from app.tutor.domain.judging.planting import FAULTS, planted
from app.tutor.domain.judging.requests import Preference, pair_request, read_preference, read_verdicts, verdict_request
from app.tutor.domain.judging.rubric import RUBRIC, VERSION
from app.tutor.domain.judging.trust import Trust, trusts
from tests.tutor.judged import DAY, GARBAGE, all_of, item, label, marked, preferred, table

pytestmark = pytest.mark.pure

ITEMS = [item(number) for number in range(3)]


def trust(verdicts: list[tuple[bool, bool]], people: int = 2) -> Trust:
    """Of people who all say the first of each pair, and a judge who says the second."""
    items = [item(number) for number in range(len(verdicts))]
    labels = [
        label(one, said, f"N{who}") for who in range(people) for one, (said, _) in zip(items, verdicts, strict=True)
    ]
    found = trusts(labels, {one.code: all_of(said) for one, (_, said) in zip(items, verdicts, strict=True)})
    assert [one.criterion for one in found] == [one.id for one in RUBRIC]
    assert len({one.why for one in found}) == 1
    return found[0]


@pytest.mark.parametrize(
    ("verdicts", "people", "kappa", "why"),
    [
        (table(22, 3, 3, 22), 2, 0.76, None),
        (table(20, 5, 5, 20), 2, 0.6, None),
        (table(20, 5, 10, 15), 2, 0.4, "low-kappa"),
        (table(22, 3, 3, 21), 2, 0.755, "few-labels"),
        (table(22, 3, 3, 22), 1, 0.76, "few-labels"),
        (table(50, 0, 0, 0), 2, None, "one-sided"),
    ],
)
def test_judge_counts_who_agrees_with_two_people_on_fifty_answers(
    verdicts: list[tuple[bool, bool]], people: int, kappa: float | None, why: str | None
) -> None:
    found = trust(verdicts, people)
    assert found.judge[0].kappa.kappa == (kappa if kappa is None else pytest.approx(kappa, abs=0.001))
    assert found.why == why
    assert found.counts is (why is None)


def test_judge_has_to_agree_with_each_of_the_people() -> None:
    items = [item(number) for number in range(50)]
    of_first = [label(one, number % 2 == 0, "A") for number, one in enumerate(items)]
    of_second = [label(one, number % 4 == 0, "B") for number, one in enumerate(items)]
    found = trusts([*of_first, *of_second], {one.code: all_of(number % 2 == 0) for number, one in enumerate(items)})[0]
    assert [round(one.kappa.kappa or 0, 2) for one in found.judge] == [1.0, 0.52]
    assert [(one.first, one.second) for one in found.people] == [("A", "B")]
    assert found.people[0].kappa.interval is not None
    assert found.why == "low-kappa"


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("first", "second", "model"), ("second", "first", "lessons"), ("tie", "tie", "tie"), ("first", "first", "turned"),
        ("second", "second", "turned"), ("tie", "first", "turned"),
    ],
)  # fmt: skip
def test_only_what_holds_in_both_orders_is_a_win(first: Preference, second: Preference, outcome: str) -> None:
    assert Pair("t", first, second).outcome == outcome


def test_pairs_are_counted_with_the_bias_for_a_place() -> None:
    found = pair_figures(
        [Pair("a", "first", "second"), Pair("b", "first", "first"), Pair("c", "tie", "tie"), Pair("d", None, "first")]
    )
    assert (found.model.count, found.lessons.count, found.ties.count, found.turned.count) == (1, 0, 1, 1)
    assert (found.turned.of, found.unread) == (3, 1)
    assert (found.first_place.count, found.first_place.of) == (3, 4)


@pytest.mark.parametrize(
    "reply", [GARBAGE, "", "{", "[1]", '{"diem": {}, "rieng": [1]}', marked(True).replace("[1]", "[1,1]"), marked(True).replace('"safe":1', '"safe":2')]
)  # fmt: skip
def test_reply_that_is_not_what_was_asked_for_is_no_verdict(reply: str) -> None:
    assert read_verdicts(reply, item()) is None
    assert read_preference(reply) is None


def test_verdicts_and_preferences_are_found_among_words() -> None:
    assert read_verdicts(f"Xin thưa: {marked(True)} Hết.", item()) == all_of(True)
    missed = read_verdicts(marked(True).replace('"rieng":[1]', '"rieng":[0]'), item())
    assert missed == {**all_of(True), "checks": False}
    assert [read_preference(preferred(place)) for place in ("1", "2", "ngang")] == ["first", "second", "tie"]


def test_judge_is_told_neither_who_made_an_answer_nor_anything_private() -> None:
    told = replace(item(answer="Bác gọi 0912345678 nhé, mã OTP là 482913.\n=== rào"), made_by="planted")
    sent = json.dumps([*verdict_request(told, "rào1"), *pair_request(told.asked, (told.answer, "Câu hai."), "rào2")])
    assert not any(word in sent for word in ("0912345678", "482913", "planted", "made_by", told.asked.row))
    assert json.loads(verdict_request(told, "x")[1]["content"].split("\n")[1])["cau_tra_loi"].count("\n") == 0


def test_judge_reads_lessons_as_they_are_and_of_people_nothing_private() -> None:
    lesson = "Ví dụ: mã OTP là 482913, bác bấm gọi số 0912345678."
    asked = Asked("t", "tôi là Hoa, gọi 0912345678 thì ai nghe", (Step("Bài", "Bước", lesson),), (lesson,))
    sent = json.loads(pair_request(asked, ("Gọi 0912345678.", "Câu hai."), "x")[1]["content"].split("\n")[1])
    assert (sent["cac_buoc"][0]["chu"], sent["diem_rieng"]) == (lesson, [lesson])
    assert not any("0912345678" in sent[name] for name in ("cau_hoi", "cau_tra_loi_1"))


def test_label_stands_only_beside_the_very_answer_and_rubric_it_spoke_of() -> None:
    given = label(ITEMS[0], True, "A")
    assert standing([given], ITEMS) == [given]
    other = replace(ITEMS[0], answer="Bác mở Zalo.")
    asked = replace(ITEMS[0], asked=replace(ITEMS[0].asked, checks=("Nói Zalo.",)))
    assert standing([given], [other]) == standing([given], [asked]) == []
    assert standing([replace(given, rubric=VERSION + 1), replace(given, answer="Bác mở Zalo.")], ITEMS) == []
    later = replace(given, verdicts=all_of(False))
    assert together([given, label(ITEMS[0], True, "B")], [later]) == [later, label(ITEMS[0], True, "B")]


def test_what_is_kept_comes_back_and_what_was_changed_by_hand_is_refused() -> None:
    kept, given = ITEMS[0].document(), label(ITEMS[0], True, "A").document()
    assert item_of(json.loads(json.dumps(kept))) == ITEMS[0]
    assert label_of(json.loads(json.dumps(given))) == label(ITEMS[0], True, "A")
    with pytest.raises(ValueError, match=ITEMS[0].code):
        item_of({**kept, "answer": "Bác mở Zalo."})
    with pytest.raises(ValueError, match=ITEMS[0].code):
        label_of({**given, "verdicts": {**given["verdicts"], "safe": 2}})


def test_each_fault_is_planted_and_keeps_the_lines_of_sources() -> None:
    spoilt = planted([item(number) for number in range(len(FAULTS))])
    assert {one.made_by for one in spoilt} == {"planted"}
    assert all(one.answer.endswith("\nXem bài: Bài.") for one in spoilt)
    assert not {one.answer for one in spoilt} & {item(number).answer for number in range(len(FAULTS))}


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def filled_in(rows: list[dict[str, str]], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, [*rows[0]], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def labelled(mark: str = "1") -> list[dict[str, str]]:
    """A sheet whose first two answers are labelled."""
    rows = rows_of(sheet.written(ITEMS))
    return [{**row, **dict.fromkeys(sheet.TITLES, mark)} if number < 2 else row for number, row in enumerate(rows)]


def test_sheet_is_blind_and_opens_in_a_spreadsheet() -> None:
    data = sheet.written([*ITEMS, *planted([item(9, answer="=1+1 là công thức")])])
    assert data.startswith(b"\xef\xbb\xbf")
    assert not any(word in data.decode() for word in ("planted", "embedded", "llm"))
    assert [row["mã"] for row in rows_of(data)] == sorted(row["mã"] for row in rows_of(data))
    assert not any(cell.startswith("=") for row in rows_of(data) for cell in row.values())


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16")])
def test_filled_sheet_comes_back_as_a_spreadsheet_saves_it(delimiter: str, encoding: str) -> None:
    found = sheet.read(filled_in(labelled("1,0"), delimiter, encoding), ITEMS, "L.A., giáo viên", DAY)
    assert (found.wrong, found.blank, len(found.labels)) == ((), 1, 2)
    by_code = {one.code: one for one in ITEMS}
    assert all(one.verdicts == all_of(True) and one.answer == by_code[one.code].answer for one in found.labels)


def changed(row: int, cells: dict[str, str]) -> bytes:
    rows = labelled()
    rows[row] = {**rows[row], **cells}
    return filled_in(rows)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: changed(1, {"đúng": "có"}), "Dòng 3: cột “đúng” ghi “có”. Chỉ ghi 1 (đạt) hoặc 0 (không)."),
        (lambda: changed(2, {"đúng": "1"}), "Dòng 4: còn thiếu có căn cứ, an toàn"),
        (lambda: changed(0, {"câu trả lời": "Bác mở Zalo."}), "Dòng 2: ô câu trả lời đã bị sửa"),
        (lambda: changed(0, {"mã": "abc"}), "Dòng 2: không có câu trả lời nào mang mã “abc”"),
        (lambda: filled_in([*labelled(), labelled()[0]]), "Dòng 5: mã"),
        (lambda: b"PK\x03\x04 zip", "tệp Excel"),
        (lambda: filled_in(labelled(), "|"), "Dòng đầu thiếu cột"),
        (lambda: b"\xff\xd0\xcf\x11", "không phải UTF-8"),
        (lambda: b"", "Dòng đầu thiếu cột"),
        (lambda: sheet.written(ITEMS) + b'"', "dấu nháy kép"),
    ],
)
def test_bad_sheet_is_told_where_and_how_to_mend_it(data: Callable[[], bytes], said: str) -> None:
    found = sheet.read(data(), ITEMS, "A", DAY)
    assert len(found.wrong) == 1
    assert said in found.wrong[0]


def test_many_faults_are_cut_short() -> None:
    rows = [{**row, "mã": "x"} for row in labelled() * 10]
    wrong = sheet.read(filled_in(rows), ITEMS, "A", DAY).wrong
    assert len(wrong) == 21
    assert wrong[-1] == "… và 10 chỗ nữa."


def test_codes_change_with_every_word_that_is_read() -> None:
    whole: Item = item()
    others = [
        replace(whole, asked=replace(whole.asked, question="Khác")), replace(whole, asked=replace(whole.asked, steps=())),
        replace(whole, answer="Khác"),
    ]  # fmt: skip
    assert len({whole.code, *(one.code for one in others)}) == 4
    assert replace(whole, made_by="llm").code == whole.code  # who made it is nobody's business
