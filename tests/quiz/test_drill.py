"""A drill read, shown without its answer, and judged; what a teacher may get wrong is told at its line."""

import re
from html import unescape
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.courses.domain.blocks import Block, scan
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.exercises import ExerciseKind, read_exercise
from app.courses.domain.facts import Fact, Source
from app.courses.domain.markdown import Writing
from app.quiz.domain.detection import Decision
from app.quiz.domain.drill import ANSWERS, CHOOSE_CALL, CHOOSE_SURE, Drill
from app.quiz.domain.drill_notation import OPTIONS, read_drill
from app.quiz.domain.drill_vocabulary import CHANNELS, FAMILIES, telling_word
from app.quiz.domain.invented import real_address, real_number
from app.quiz.domain.question import LONGEST_ANSWER, Question, Unfinished
from app.quiz.domain.question_family import asked, with_families
from tests.courses.judging import TODAY
from tests.quiz.drill_samples import SAMPLES

pytestmark = pytest.mark.pure

KINDS = {Drill.kind: ExerciseKind(read_drill, tuple(OPTIONS))}
CALL = SAMPLES["cuoc-goi"]
ADDRESS = Fact.model_validate(
    {
        "ma": "trang-that",
        "loai": "dia-chi",
        "gia-tri": "https://vneid.gov.vn",
        "cau": "Trang thật.",
        "nguon": Source.model_validate({"ten": "Nguồn", "url": "https://vi-du.gov.vn"}),
        "xem-ngay": "2026-01-01",
        "ra-soat-truoc": "2026-02-01",  # expired on TODAY
        "do-tin": "S",
    }
)


def read(text: str) -> tuple[Drill | None, list[tuple[int, str]]]:
    """As any file's exercises are read, so that what both sides of the seam tell is told once."""
    reporter = Reporter("a.md")
    writing = Writing({ADDRESS.id: ADDRESS}, {}, {"an-toan-lua-dao"}, TODAY, reporter)
    blocks = scan(text, 1, reporter, KINDS)
    assert blocks is not None
    (block,) = blocks
    assert isinstance(block, Block)
    found = read_exercise(block, (), KINDS, writing).body
    assert found is None or isinstance(found, Drill)
    return found, sorted((fault.line, fault.code) for fault in reporter.found if fault.severity == "error")


def drill(text: str = CALL) -> Drill:
    found, faults = read(text)
    assert faults == []
    assert found is not None
    return found


def test_scene_sender_lines_remarks_and_advice_are_read() -> None:
    found = drill()
    assert (found.channel, found.family, found.scam) == ("cuoc-goi", "gia-danh-cong-an", True)
    assert found.stem == "Chiều thứ bảy, máy bác đổ chuông."
    assert found.sender.text == "Số lạ 09xx xxx 214"
    assert [line.text for line in found.lines] == [
        "Alo, tôi là Công an phường gọi bác cập nhật định danh mức hai.",
        "Bác kết bạn Zalo để em gửi đường dẫn nhé.",
        "Làm trong 30 phút, không thì tài khoản bị khóa.",
    ]
    assert found.lines[2].remark.strip() == "<p>Giục gấp để bác không kịp hỏi ai.</p>"
    assert found.advice.strip() == "<p>Bác cúp máy, hỏi lại ở công an phường.</p>"


@pytest.mark.parametrize("channel", CHANNELS)
def test_well_formed_drills_raise_no_alarm(channel: str) -> None:
    found = drill(SAMPLES[channel])
    assert found.channel == channel
    assert found.family in FAMILIES
    assert 2 <= len(found.lines) <= 3


def test_second_line_of_a_remark_and_of_the_advice_is_kept() -> None:
    found = drill(SAMPLES["tin-nhan"])
    assert "Bác chưa nộp đơn gì cả." in found.lines[0].remark
    assert "Bác hỏi lại ở trung tâm hành chính công của xã." in found.advice


def test_what_is_shown_holds_no_key_no_remark_no_family_and_no_advice() -> None:
    for channel, text in SAMPLES.items():
        found = drill(text)
        shown = found.shown("hạt giống")
        assert (shown.sender, shown.lines) == (found.sender.text, tuple(line.text for line in found.lines))
        assert (shown.channel_title, shown.sender_label) == (CHANNELS[channel].title, CHANNELS[channel].sender)
        visible = found.stem + repr(shown)
        hidden = [*(line.remark for line in found.lines), found.sender.remark, found.advice, FAMILIES[found.family]]
        assert not any(secret.strip() in visible for secret in hidden if secret)


def test_scam_and_real_of_the_same_words_are_shown_alike() -> None:
    other = drill(CALL.replace("la=lua", "la=that").replace("gia-danh-cong-an", "giao-hang"))
    assert other.shown("1") == drill().shown("1")
    assert other.stem == drill().stem


def test_nothing_in_a_message_can_be_tapped_and_facts_look_like_inventions() -> None:
    text = CALL.replace("Bác kết bạn", "Vào [[trang-that]] hay `https://vneid.vi-du/a`, **bác** kết bạn")
    found = drill(text.replace("Số lạ", "[[trang-that]]").replace("Chiều thứ bảy,", "Ở [[trang-that]],"))
    assert found.lines[1].text.startswith("Vào vneid.gov.vn hay https://vneid.vi-du/a, bác kết bạn")
    assert found.sender.text == "vneid.gov.vn 09xx xxx 214"
    assert found.stem.startswith("Ở vneid.gov.vn, máy")
    feedback = found.judge("lua chac")
    assert feedback
    assert "<a " not in feedback.feedback


def test_marks_of_html_stay_text() -> None:
    found = drill(CALL.replace("Alo,", "Alo & chào, 1 < 2,"))
    assert found.lines[0].text.startswith("Alo &amp; chào, 1 &lt; 2,")


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("name", ["cuoc-goi", "zalo"])
def test_only_the_call_scores_and_being_sure_is_kept_apart(name: str, answer: str) -> None:
    found = drill(SAMPLES[name])
    call, sure = answer.split(" ")
    verdict = found.judge(answer)
    assert verdict is not None
    assert verdict.score == float((call == "lua") == (name == "cuoc-goi"))
    assert found.decision(answer) == Decision(found.family, found.scam, call == "lua", sure == "chac")


@pytest.mark.battery
def test_feedback_goes_line_by_line_and_never_scolds() -> None:
    for text, answer in product(SAMPLES.values(), ANSWERS):
        found = drill(text)
        verdict = found.judge(answer)
        assert verdict is not None
        rest = verdict.feedback
        for part in [piece for line in found.lines for piece in (line.text, line.remark)] + [found.advice]:
            _before, separator, rest = rest.partition(part)
            assert separator, f"{part} is not told, or out of order"
        opening = unescape(verdict.feedback).partition("</p>")[0]
        assert ("Đây là lừa đảo" in opening, "là thật" in opening) == (found.scam, not found.scam)
        assert ("Bác cẩn thận là tốt" in opening) == (not verdict.score and not found.scam)
        assert not re.search(r"\bsai\b", opening)
        if found.sender.remark:
            assert found.sender.remark in verdict.feedback


def test_answer_needs_both_halves() -> None:
    found = drill()
    assert found.answer_from({"cau-tra-loi": ["lua"], "chac": ["khong-chac"]}) == "lua khong-chac"
    assert found.answer_from({"cau-tra-loi": ["lua"]}) == Unfinished(CHOOSE_SURE)
    assert found.answer_from({"chac": ["chac"]}) == Unfinished(CHOOSE_CALL)
    assert found.answer_from({"cau-tra-loi": [""], "chac": ["chac"]}) == Unfinished(CHOOSE_CALL)
    assert found.answer_from({}) == Unfinished(CHOOSE_CALL)


def test_half_a_form_comes_back_as_it_was_filled() -> None:
    shown = drill().shown("1", {"cau-tra-loi": ["that"]})
    assert [(option.id, option.chosen) for option in shown.calls] == [("that", True), ("lua", False)]
    assert not any(option.chosen for option in shown.sureness)


def test_key_for_the_desk_names_the_family_and_every_remark() -> None:
    found = drill()
    key = found.answer_key()
    assert "<strong>Là lừa đảo</strong> (Giả danh công an, tòa án)" in key
    assert "<p>Người gọi: Số lạ 09xx xxx 214</p>" in key
    assert all(line.remark in key for line in (found.sender, *found.lines))


@pytest.mark.parametrize(
    "fields",
    [
        {"cau-tra-loi": ["lua", "that"], "chac": ["chac"]},
        {"cau-tra-loi": ["lua", "lua"], "chac": ["chac"]},
        {"cau-tra-loi": ["lu", "a"], "chac": ["chac"]},
        {"cau-tra-loi": ["x"], "chac": ["chac"]},
        {"cau-tra-loi": ["lua"], "chac": ["x" * 500]},
        {"cau-tra-loi": ["lua chac"], "chac": ["chac"]},
    ],
)
def test_forged_form_is_no_verdict(fields: dict[str, list[str]]) -> None:
    found = drill()
    answer = found.answer_from(fields)
    assert isinstance(answer, str)
    assert len(answer) <= LONGEST_ANSWER
    assert found.judge(answer) is None


@given(st.text())
def test_string_that_is_no_answer_is_refused(text: str) -> None:
    found = DRILL
    assert (found.judge(text) is None) == (text not in ANSWERS)
    assert (found.decision(text) is None) == (text not in ANSWERS)


DRILL = drill()
LINES = CALL.split("\n")


def line_of(start: str) -> int:
    return next(number for number, line in enumerate(LINES, 1) if line.startswith(start))


HEAD, SCENE, FROM, FIRST, SECOND, THIRD, ADVICE = (
    line_of(start) for start in (":::", "Chiều", "Từ:", "- Alo", "- Bác", "- Làm", "Nên làm")
)
LONG = "rất dài " * 60

# what was typed, what was typed instead, the line and the code that must be told, and nothing else
FAULTS: list[tuple[str, str, int, str]] = [
    (" la=lua", "", HEAD, "bad-option"),
    ("la=lua", "la=lừa", HEAD, "bad-option"),
    ("la=lua", "la=gia", HEAD, "bad-option"),
    ("la=lua", "la:lua", HEAD, "bad-slug"),
    ("la=lua", "lá=lua", HEAD, "bad-slug"),
    ("la=lua", "la=lua la=that", HEAD, "bad-slug"),
    ("kenh=cuoc-goi ", "", HEAD, "bad-option"),
    ("kenh=cuoc-goi", "kenh=cuocgoi", HEAD, "bad-option"),
    ("kenh=cuoc-goi", "kenh=", HEAD, "bad-option"),
    ("ho=gia-danh-cong-an", "ho=cong-an", HEAD, "bad-option"),
    ("ho=gia-danh-cong-an ", "", HEAD, "bad-option"),
    ("ho=gia-danh-cong-an", "hoa=gia-danh-cong-an", HEAD, "bad-slug"),
    ("cong-an-phuong-goi", "cong-an-gia", HEAD, "telling-name"),
    ("cong-an-phuong-goi", "lua-dao-qua-zalo", HEAD, "telling-name"),
    ("cong-an-phuong-goi", "tin-that-cua-chau", HEAD, "telling-name"),
    ("cong-an-phuong-goi", "gia-danh-cong-an", HEAD, "telling-name"),
    ("cong-an-phuong-goi", "Công-an", HEAD, "bad-slug"),
    ("cong-an-phuong-goi ", "", HEAD, "bad-slug"),
    ("ky-nang=an-toan-lua-dao", "ky-nang=an-toan", HEAD, "unknown-skill"),
    ("cong-an-phuong-goi", "scam-1", HEAD, "telling-name"),
    ("cong-an-phuong-goi", "giadanh-phuong", HEAD, "telling-name"),
    ("Chiều thứ bảy, máy bác đổ chuông.", "", HEAD, "no-stem"),
    ("đổ chuông", "đổ chuông, kẻ gian gọi", SCENE, "telling-scene"),
    ("Số lạ", "Số lừa đảo", FROM, "telling-scene"),
    ("đổ chuông", "đổ chuông lúc 10 giờ", SCENE, "number-in-prose"),
    ("\n- Alo", "\nLúc 10 giờ, bác nghe máy.\n- Alo", FIRST, "bad-line"),
    ("214`\n", "214`\nBác nghe máy lúc 10 giờ.\n", FROM + 1, "number-in-prose"),
    ("đổ chuông", LONG, SCENE, "too-long"),
    ("đổ chuông", "đổ [chuông](/bai-hoc/ba-chia-khoa)", SCENE, "link-in-drill"),
    ("Từ: ", "Tu: ", FROM, "bad-line"),
    ("Từ: ", "**Từ:** ", FROM, "bad-line"),
    ("Từ: Số lạ `09xx xxx 214`\n  > Công an mời làm việc bằng giấy, không gọi bằng số lạ.\n", "", HEAD, "no-sender"),
    ("`09xx xxx 214`", "`0912 345 214`", FROM, "real-looking"),
    ("`09xx xxx 214`", "0912 345 214", FROM, "phone-in-prose"),
    ("`09xx xxx 214`", "`1900 6789`", FROM, "real-looking"),
    ("`09xx xxx 214`", "`001058012345`", FROM, "real-looking"),
    ("  > Công an mời", "- > Công an mời", FROM + 1, "bad-line"),
    ("- Alo", "-Alo", FIRST, "bad-line"),
    ("- Alo", "– Alo", FIRST, "bad-line"),
    ("- Alo", "• Alo", FIRST, "bad-line"),
    ("- Alo", "1. Alo", FIRST, "bad-line"),
    ("- Alo", "- [ ] Alo", FIRST, "bad-line"),
    ("- Alo", "- [x] Alo", FIRST, "bad-line"),
    ("- Alo", "      - Alo", FIRST, "bad-line"),
    ("- Bác kết bạn Zalo để em gửi đường dẫn nhé.", "-", SECOND, "bad-line"),
    ("- Làm trong `30 phút`", "- Làm trong 30 phút", THIRD, "number-in-prose"),
    ("- Bác kết", "- Vào `nhan-qua.com` kết", SECOND, "real-looking"),
    ("- Bác kết", "- Vào `HTTPS://nhan-qua.vi-du.click/a` kết", SECOND, "real-looking"),
    ("- Bác kết", "- Vào nhan-qua.click kết", SECOND, "real-looking"),
    ("- Bác kết", "- Vào `http://a.vi-du@nhan-qua.top` kết", SECOND, "real-looking"),
    ("- Bác kết", "- Vào nhan-qua.com kết", SECOND, "url-in-prose"),
    ("- Bác kết", "- [Bác](/bai-hoc/ba-chia-khoa) kết", SECOND, "link-in-drill"),
    ("- Bác kết", "- " + LONG + "kết", SECOND, "too-long"),
    ("- Bác kết", "- Vào [[trang-gi]] kết", SECOND, "unknown-fact"),
    ("  > Công an không làm định danh qua điện thoại.\n", "", FIRST, "missing-feedback"),
    ("  > Công an không làm định danh qua điện thoại.\n", "  >\n", FIRST, "missing-feedback"),
    ("  > Công an không làm", "> Công an không làm", FIRST + 1, "bad-line"),
    ("  > Công an không làm", "  » Công an không làm", FIRST + 1, "bad-line"),
    ("  > Công an không làm", "  -> Công an không làm", FIRST + 1, "bad-line"),
    ("  > Công an không làm", "  => Công an không làm", FIRST + 1, "bad-line"),
    ("  > Công an không làm", "  > " + LONG, FIRST + 1, "too-long"),
    ("  > Công an không làm", "  > Gọi `0912345678`, không làm", FIRST + 1, "real-looking"),
    ("  > Giục gấp", "  > Có 12 lần giục gấp", THIRD + 1, "number-in-prose"),
    ("  > Giục gấp để bác không kịp hỏi ai.\n", "  > Giục gấp.\n\nCòn nữa bác nhé.\n", THIRD + 3, "bad-line"),
    ("Nên làm: Bác cúp máy, hỏi lại ở công an phường.\n", "", HEAD, "no-advice"),
    ("Nên làm: Bác cúp máy, hỏi lại ở công an phường.", "Nên làm:", ADVICE, "bad-line"),
    ("Nên làm: ", "Nên làm ", ADVICE, "bad-line"),
    ("Nên làm: ", "Nen lam: ", ADVICE, "bad-line"),
    ("Nên làm: ", "**Nên làm:** ", ADVICE, "bad-line"),
    ("Nên làm: ", "- Nên làm: ", ADVICE, "bad-line"),
    ("Nên làm: ", "nên làm : ", ADVICE, "bad-line"),
    ("ở công an phường.\n:::", "ở công an phường.\n- Gọi con\n:::", ADVICE + 1, "bad-line"),
    ("ở công an phường.\n:::", "ở công an phường.\n1. Gọi con\n:::", ADVICE + 1, "bad-line"),
    ("ở công an phường.\n:::", "ở công an phường.\n  > Gọi con\n:::", ADVICE + 1, "bad-line"),
    ("ở công an phường.\n:::", "ở công an phường.\n\nNên làm: Gọi con\n:::", ADVICE + 2, "bad-line"),
    ("ở công an phường.\n:::", "ở công an phường.\n::: luu-y\nGọi\n:::\n:::", ADVICE + 1, "unknown-block"),
    ("\nNên làm", "".join(f"- Dòng\n  > Lời {n}.\n" for n in "abcdef") + "\nNên làm", THIRD + 12, "too-long"),
]


@pytest.mark.battery
@pytest.mark.parametrize(("typed", "instead", "line", "code"), FAULTS, ids=range(len(FAULTS)))
def test_fault_is_told_at_its_line_and_nothing_else_is(typed: str, instead: str, line: int, code: str) -> None:
    assert typed in CALL
    assert read(CALL.replace(typed, instead, 1))[1] == [(line, code)]


@given(st.lists(st.sampled_from([line for text in SAMPLES.values() for line in text.split("\n")[1:-2]]), max_size=12))
def test_any_jumble_of_lines_is_read_and_judged_within_the_block(jumble: list[str]) -> None:
    text = "\n".join([LINES[0], *jumble, ":::"])
    found, faults = read(text)
    assert found is not None
    assert all(1 <= line <= len(jumble) + 1 for line, _code in faults)
    assert faults or len(found.lines) >= 2


def test_space_beside_the_equals_sign_is_told_where_names_are_read() -> None:
    assert set(read(CALL.replace("la=lua", "la = lua"))[1]) == {(HEAD, "bad-slug")}


def test_drill_may_have_parameters_like_any_question() -> None:
    text = CALL.replace("Chiều thứ", "Thay: PHUT = 30 phút | 2 giờ\nChiều thứ").replace("30 phút`,", "{PHUT}`,")
    kinds = {Drill.kind: ExerciseKind(with_families(read_drill), tuple(OPTIONS))}
    reporter = Reporter("a.md")
    blocks = scan(text, 1, reporter, kinds)
    assert blocks is not None
    assert isinstance(blocks[0], Block)
    exercise = read_exercise(blocks[0], (), kinds, Writing({}, {}, {"an-toan-lua-dao"}, TODAY, reporter))
    assert reporter.found == []
    drills = [asked(exercise.body, str(seed)) for seed in range(20)]
    told = {found.lines[2].text for found in drills if isinstance(found, Drill)}
    assert told == {f"Làm trong {time}, không thì tài khoản bị khóa." for time in ("30 phút", "2 giờ")}


def test_drill_is_a_question() -> None:
    question: Question = drill()
    assert question.kind == "dien-tap"


def test_drill_with_one_line_is_too_short() -> None:
    start, end = CALL.index("- Bác kết"), CALL.index("\nNên làm")
    assert read(CALL[:start] + CALL[end:])[1] == [(HEAD, "few-lines")]


def test_drill_without_its_words_is_not_read_but_still_judged() -> None:
    found, faults = read(CALL.replace("la=lua", "").replace("- Alo", "-Alo").replace("Bác cúp", "Gọi abc.vn,"))
    assert found is None
    assert faults == [(HEAD, "bad-option"), (FIRST, "bad-line"), (ADVICE, "url-in-prose")]


@pytest.mark.parametrize(
    "slug",
    [
        "tro-cap-that-nghiep",
        "gia-dinh-hop-mat",
        "gia-han-the",
        "bao-gia-mai-nha",
        "lua-chon-goi-cuoc",
        "hat-lua-giong",
        "gia-dinh-gia-han",
        "noi-that-moi",
        "la-so-la",
        "thoi-gian-ranh",
        "",
    ],
)
def test_name_with_the_same_letters_in_other_words_tells_nothing(slug: str) -> None:
    assert telling_word(slug) is None


@pytest.mark.parametrize("slug", [*FAMILIES, "cuoc-goi-la-that", "trang-gia-mao", "gia-dinh-gia", "ke-gian-goi"])
def test_name_with_a_telling_word_is_found(slug: str) -> None:
    telling = telling_word(slug)
    assert (telling is not None) == bool(re.search(r"\b(gia-danh|gia-mao|lua|that|ke-gian|gia)\b", slug)) or slug == (
        "du-lich-gia-re"
    )


@pytest.mark.parametrize(
    "text",
    [
        "nhan-qua.vi-du",
        "https://a.example/x?y=z.com",
        "ho-tro@vneid.vi-du",
        "TP.HCM",
        "V.v.",
        "1.500.000",
        "VNeID.apk",
        "10:15",
        "Bác hỏi...",
        "21.11.2026",
        "ông/bà",
    ],
)
def test_invented_or_other_text_is_no_real_address(text: str) -> None:
    assert real_address(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "vneid.gov.vn",
        "VNEID.GOV.VN",
        "www.abc.def1",
        "https://abc",
        "http:/abc.vi-du.top",
        "https:\\\\abc.xyz",
        "bit.ly/3xYz",
        "a.vi-du.top",
        "abc.com/a.vi-du",
        "abc.com?a.vi-du",
        "abc.com#.example",
        "https://a.vi-du:80@abc.com/",
        "ho-tro@vneid.vn",
        "tiền.net",
        "xn--abc.xn--p1ai",
        "(abc.shop)",
        "abc.top.",
    ],
)
def test_address_that_could_be_somebodys_is_found(text: str) -> None:
    assert real_address(f"Vào {text} nhé") is not None


@pytest.mark.parametrize(
    "text", ["09xx xxx 214", "482913", "1.500.320.000 VND", "10:15 21/11/2026", "21-11-2026 10", "1900 xxxx", "156"]
)
def test_masked_number_money_and_date_are_no_real_number(text: str) -> None:
    assert real_number(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "0912 345 678",
        "+84 912.345.678",
        "1900 0368",
        "001 058 012 345",
        "9704-1234-5678-9012",
        "091.234.567",
    ],
)
def test_telephone_account_and_identity_numbers_are_found(text: str) -> None:
    assert real_number(f"Gọi {text} nhé") is not None


def test_lists_of_words_are_complete() -> None:
    assert len(FAMILIES) >= 10
    assert set(CHANNELS) == set(SAMPLES)
