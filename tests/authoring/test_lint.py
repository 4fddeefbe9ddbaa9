"""Each rule of the plain-Vietnamese lint on the sample lesson: a bad passage, and the same thing said well."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.domain.lint.abbreviations import ABBREVIATIONS
from app.authoring.domain.lint.hard_words import HARD_WORDS
from app.authoring.domain.lint.lint import MOST_REMARKS, remarks_of
from app.authoring.domain.lint.passages import Known, Passage
from app.authoring.domain.lint.phrases import OFFICIALESE, find_phrases
from app.authoring.domain.lint.remark import Remark
from app.courses.domain.facts import Fact, Term
from tests.processor_time import ROOM, times_as_long
from tests.sample_content import BANK, LESSON

pytestmark = [pytest.mark.pure, pytest.mark.battery]  # they compile whole lessons

TERMS = {
    "otp": Term(ma="otp", tu="mã OTP", nghia="Mã số dùng một lần."),
    "dinh-vi": Term(ma="dinh-vi", tu="định vị", nghia="Máy cho biết mình đang ở đâu."),
    "tro-ly": Term(ma="tro-ly", tu="trợ lý", nghia="Máy biết trả lời. Gọi tắt là AI."),
}
FRONT = LESSON[: LESSON.index("::: buoc mo-dau")]


def lesson(step: str, question: str = "") -> str:
    return f"{FRONT}::: buoc mot\n## Một\n\n{step}\n:::\n{question}"


def asked(*choices: str, stem: str = "Có người lạ gọi. Bác làm gì?", told: str = "Họ hay giục. Bác cúp máy.") -> str:
    rows = "\n".join(f"- {choice}\n  > {told}" for choice in choices)
    return f"\n::: cau-hoi hai\n{stem}\n\n{rows}\n:::\n"


def told_of(source: str) -> list[Remark]:
    return list(remarks_of(source, TERMS))


def codes(source: str) -> set[str]:
    return {remark.code for remark in told_of(source)}


def place(source: str, needle: str) -> tuple[int, int]:
    at = source.index(needle)
    return source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)


EVEN = ("[x] Cúp máy rồi gọi con", "[ ] Đọc mã cho họ nghe", "[ ] Đưa máy cho họ cầm", "[ ] Hẹn mai họ gọi lại")

OF_WORDS = [
    ("long-sentence", f"Bác {'đi ' * 25}đến nơi.", f"Bác {'đi ' * 22}đến nơi."),
    ("hard-word", "Bác click vào hình.", "Bác chạm vào hình."),
    ("hard-word", "Bác xem catalog.", "Bác xem video."),
    ("hard-word", "Bác mở bằng định vị.", "Bác bật [[?dinh-vi]]. Định vị tốn pin."),
    ("hard-word", "Hệ thống báo bận, bác chờ.", "Hệ thống là các máy nối nhau, bác nhớ nhé."),
    ("hard-word", "Bác truy cập trang xã.", "Bác chạm **Truy cập** một lần."),
    ("hard-word", "Bác đừng nghe lời: mở link.", 'Bác đừng nghe lời "mở link đi".'),
    ("officialese", "Bác tiến hành đăng nhập.", "Bác đăng nhập."),
    ("officialese", "Việc báo của chủ nhà về khách là cần, bác nhớ.", "Việc của bác là báo tin."),
    ("officialese", "Thẻ được cấp bởi xã, bác ra lấy.", "Xã cấp thẻ, bác ra lấy."),
    ("officialese", "Căn cứ tình hình, bác ra xã.", "Theo giấy hẹn, bác ra xã."),
    ("double-negation", "Bác không thể không hỏi con.", "Bác không biết có đúng không."),
    ("double-negation", "Ở đây không ai không biết, bác nhỉ.", "Không có mã thì không vào được, bác nhớ."),
    ("unexplained-abbreviation", "Bác giữ mã OTP.", "Bác giữ [[?otp]]. OTP chỉ mình bác biết."),
    ("unexplained-abbreviation", "Bác hỏi AI.", "Bác hỏi [[?tro-ly]]. AI trả lời bác."),
    ("unexplained-abbreviation", "Bác mang thẻ, bút, v.v.", "Bác mang thẻ, bút."),
    ("unexplained-abbreviation", "Bác ra UBND xã.", "Bác lắp SIM, ra UBND (ủy ban nhân dân) xã."),
    ("wrong-address", "Bạn cần đọc kỹ.", "Bạn bè cần đọc kỹ. Bác hỏi bạn nhé."),
    ("wrong-address", "Quý khách chờ máy.", "Bác chờ máy."),
    ("wrong-address", "Người dùng cần mật khẩu.", "Nhiều người dùng chung một máy, bác nhớ."),
    ("shouting", "Bác cúp máy ngay!!", "Bác cúp máy ngay!"),
    ("shouting", "Bác ĐỪNG đọc mã.", "Bác đừng đọc mã."),
]


@pytest.mark.parametrize(("code", "bad", "good"), OF_WORDS, ids=[row[0] for row in OF_WORDS])
def test_words_are_told_at_their_line_and_said_well_are_not(code: str, bad: str, good: str) -> None:
    source = lesson(f"Bác nhớ. Bác đi. Bác về.\n\n{bad}")
    assert [(remark.code, remark.line) for remark in told_of(source)] == [(code, place(source, bad)[0])]
    assert codes(lesson(f"Bác nhớ. Bác đi. Bác về.\n\n{good}")) == set()


FEEDBACK = [
    ("scolding", "Sai rồi bác. Họ là kẻ gian.", "Họ nói khéo nên dễ tin. Bác cúp máy nhé."),
    ("scolding", "Bác nhầm rồi. Cán bộ không gọi.", "Bác gọi nhầm số cũng không sao. Bác gọi lại con."),
    ("empty-feedback", "Chưa đúng, bác thử lại nhé.", "Chưa đúng. Họ chỉ chờ bác đọc mã."),
    ("wrong-address", "Bạn nên gọi con. Con biết số ấy.", "Bác nên gọi con. Con biết số ấy."),
]


@pytest.mark.parametrize(("code", "bad", "good"), FEEDBACK)
def test_feedback_is_read_too(code: str, bad: str, good: str) -> None:
    assert codes(lesson("Bác nhớ.", asked(*EVEN, told=bad))) == {code}
    assert codes(lesson("Bác nhớ.", asked(*EVEN, told=good))) == set()


STEPS = [
    (
        "heavy-step",
        "Bác " + "đi " * 18 + "nhé.\n\nBác " + "về " * 16 + "nhé.",
        "Bác đi nhé.\n\nBác " + "về " * 16 + "nhé.",
    ),
    ("long-step", "Bác mở máy ra xem tin. " * 11, "Bác mở máy ra xem tin. " * 10),
    ("two-actions", "Bác chạm **Cài đặt**.\n\nBác gõ **Cỡ chữ**.", "Bác chạm **Cài đặt**.\n\nMáy hiện **Cỡ chữ**."),
    ("two-actions", "Bác mở máy, gõ tên, sau đó bấm gửi.", "Bác mở máy, chờ một chút."),
    ("nothing-to-do", "Máy có nhiều loại. Loại nào cũng đẹp.", "Máy có nhiều loại. Bác chọn máy chữ to."),
]


@pytest.mark.parametrize(("code", "bad", "good"), STEPS, ids=[row[0] for row in STEPS])
def test_steps_are_judged_as_a_whole(code: str, bad: str, good: str) -> None:
    assert codes(lesson(bad)) == {code}
    assert codes(lesson(good)) == set()


def test_what_is_for_either_phone_is_no_second_action() -> None:
    variants = "::: danh-cho android\nBác mở **CH Play**.\n:::\n::: danh-cho iphone\nBác chạm **App Store**.\n:::"
    assert codes(lesson(f"Bác nhớ.\n{variants}")) == set()
    assert codes(lesson(f"Bác bật **Mạng**.\n{variants}")) == {"two-actions"}


def test_easier_text_is_measured_by_itself() -> None:
    """It makes the step neither longer nor lighter, and may tell the same action again."""
    step = "Bác chạm **Cài đặt**.\n\n::: de-hon\n{}\n:::"
    assert codes(lesson(step.format("Bác đi ra ngoài. Bác đi về nhà. " * 12))) == set()
    assert codes(lesson(step.format("Bác gõ **Cỡ chữ**."))) == set()
    heavy = step.format("Bác đi ra ngoài chợ mua bó rau rồi về nhà ngay.")
    source = lesson(heavy)
    assert [(told.code, told.line) for told in told_of(source)] == [("heavy-easier", place(source, "::: de-hon")[0])]
    assert codes(lesson(step.format("Bác đi ra chợ mua bó rau rồi về."))) == set()
    assert "wrong-address" in codes(lesson(step.format("Bạn nên gọi con.")))
    assert codes(lesson(f"Máy đẹp.\n{step.format('Bác nhớ.').partition(chr(10))[2]}")) == {"nothing-to-do"}


QUESTIONS = [
    ("answer-by-length", ("[x] Cúp máy rồi gọi số cũ của con hỏi lại", *EVEN[1:])),
    ("uneven-choices", (*EVEN[:3], "[ ] Hẹn mai họ gọi lại rồi mình nhờ cháu nghe giúp")),
    ("uneven-choices", ("[x] Cúp", "[ ] Nghe máy rồi hỏi họ cần gì", *EVEN[2:])),
    ("all-of-these", (*EVEN[:3], "[ ] Tất cả các ý trên")),
    ("all-of-these", (*EVEN[:3], "[ ] Cả A và B đều đúng")),
    ("absolute-word", (*EVEN[:3], "[ ] Tuyệt đối nghe lời họ")),
    ("answer-by-words", ("[x] Che tên đi mà đọc", *EVEN[1:])),
]


@pytest.mark.parametrize(("code", "choices"), QUESTIONS)
def test_choices_do_not_give_the_answer_away(code: str, choices: tuple[str, ...]) -> None:
    assert codes(lesson("Bác che tên đi mà đọc.", asked(*choices))) == {code}


def test_choices_of_one_measure_get_no_remark() -> None:
    step = "Bác che tên đi mà đọc."
    assert codes(lesson(step, asked(*EVEN))) == set()
    balanced = ("[x] Tuyệt đối giữ kín mã", *EVEN[1:3], "[ ] Tuyệt đối nghe lời họ")
    assert codes(lesson(step, asked(*balanced))) == set()
    shared = ("[x] Che tên đi mà đọc", *EVEN[1:3], "[ ] Che tên đi mà gọi")
    assert codes(lesson(step, asked(*shared))) == set()


def test_sender_of_a_drill_wants_a_remark() -> None:
    drill = (
        "::: dien-tap a kenh=zalo ho=giao-hang la=lua\nTối.\n\nTừ: Số lạ\n{}\n- Alo bác.\n  > Họ lạ. Bác cúp.\n:::\n"
    )
    source = lesson("Bác nhớ.", drill.format(""))
    assert [(r.code, r.line) for r in told_of(source)] == [("silent-sender", place(source, "Từ:")[0])]
    assert codes(lesson("Bác nhớ.", drill.format("  > Số này không ai quen."))) == set()


def test_skill_that_no_question_names_is_told_where_the_skills_stand() -> None:
    question = asked(*EVEN).replace("hai\n", "hai ky-nang=tt-ma-qr\n", 1)
    source = lesson("Bác nhớ.", question)
    assert [(r.code, r.line) for r in told_of(source)] == [("unasked-skill", place(source, "ky-nang:")[0])]
    assert codes(lesson("Bác nhớ.", asked(*EVEN))) == set()  # it counts for every skill of the file


def test_place_is_that_of_the_word() -> None:
    source = lesson("Bác nhớ.\n\n- Bác [[?otp|giữ mã]],\n  đừng mở link lạ.")
    assert [(r.line, r.column) for r in told_of(source)] == [place(source, "link")]


def test_fact_makes_a_sentence_as_long_as_it_is_read() -> None:
    step = f"Bác {'đi ' * 20}[[duong]]."
    fact = Fact.model_validate(
        {
            "ma": "duong", "loai": "khac", "gia-tri": "công an xã hoặc phường nơi ở", "cau": "A.",
            "nguon": {"ten": "A", "url": "https://a.vn"}, "xem-ngay": "2026-01-01", "ra-soat-truoc": "2099-01-01",
            "do-tin": "S",
        }
    )  # fmt: skip
    assert codes(lesson(step)) == set()
    assert {r.code for r in remarks_of(lesson(step), TERMS, {"duong": fact})} == {"long-sentence"}


def test_what_other_people_say_is_not_judged() -> None:
    drill = (
        "::: dien-tap a kenh=zalo ho=giao-hang la=lua\nTối.\n\nTừ: Hotline SHOP\n  > Số này không ai quen.\n"
        "- Quý khách CLICK link NGAY!!\n  > Họ giục. Bác cúp máy.\n:::\n"
    )
    assert codes(lesson("Bác nhớ.", drill)) == set()


# While it is being typed


UNFINISHED = [
    ("step without its end", "\n:::\n", "\n"),
    ("mark of two colons", "::: buoc giu-kin", ":: buoc giu-kin"),
    ("close without an open", "## Giữ kín", "## Giữ kín\n:::\n:::"),
    ("fence without an end", "## Giữ kín", "## Giữ kín\n\n```"),
    ("callout without its end", "## Giữ kín", "## Giữ kín\n\n::: luu-y\nBác nhớ."),
    ("question without choices", "- [x] Cúp máy\n", "- [x"),
    ("front matter without its end", "ra-soat-truoc: 2099-01-01\n---\n", "ra-soat-truoc: 2099-01-01\n"),
    ("broken front matter", "ky-nang: [vneid-dang-nhap]", "ky-nang: [vneid"),
    ("no front matter", FRONT, ""),
]


@pytest.mark.parametrize(("old", "new"), [row[1:] for row in UNFINISHED], ids=[row[0] for row in UNFINISHED])
def test_unfinished_lesson_is_read_all_the_same(old: str, new: str) -> None:
    bad = "Bác bấm vào link lạ."
    source = LESSON.replace("Mật khẩu chỉ mình bác biết.", bad)
    assert old in source
    source = source.replace(old, new, 1)
    assert place(source, "link") in [(r.line, r.column) for r in told_of(source) if r.code == "hard-word"]


@pytest.mark.battery
def test_every_beginning_of_a_file_can_be_read() -> None:
    for source in (LESSON, BANK):
        for end in range(0, len(source), 7):
            typed = source[:end]
            assert all(1 <= remark.line <= typed.count("\n") + 1 for remark in told_of(typed))


FRAGMENTS = [
    "::: buoc a\n", "::: cau-hoi b\n", "::: tap-bam c\n", "::: dien-tap d kenh=zalo\n", "::: tim-tren-man-hinh e\n",
    "::: sap-xep f\n", "::: ghep-cap g\n", "::: dien-chu h\n", "::: nhieu-dap-an i\n", "::: ket-thuc\n", "::: luu-y\n",
    "::: danh-cho android\n", ":::\n", ":: buoc\n", "---\n", "## Tên\n", "### Màn\n", "- [x] Cúp máy\n", "- [ ] \n", "  > Sai.\n",
    "1. Mở\n", "- a = b\n", "- nút **A** -> B\n", "Từ: Số lạ\n", "Nên làm: Bác cúp.\n", "Gợi ý: A\n", "Thay: A = b | c\n", "{A} ",
    "**→** ", "bấm **A** ", "[[?otp]] ", "[[?|", "[[a:cau]] ", "]]", "`", "```\n", "\"", "link ", "OTP ", "ĐỪNG ", "bạn ", "!!", "\n",
    "İ", "\t", "ky-nang: [a]\n", "muon: 'A\n", "v.v. ",
]  # fmt: skip


@pytest.mark.battery
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40))
def test_nothing_that_can_be_typed_raises(fragments: list[str]) -> None:
    typed = "".join(fragments)
    for source in (typed, FRONT + typed):
        assert all(1 <= remark.line <= source.count("\n") + 1 for remark in told_of(source))
        assert all(remark.column >= 1 for remark in told_of(source))


def test_line_ends_of_windows_change_nothing() -> None:
    source = lesson("Bác mở link.\n\nBác click nhé.")
    assert told_of(source.replace("\n", "\r\n")) == told_of(source) != []


def test_file_of_the_bank_is_read() -> None:
    source = BANK.replace("Đọc mã cho họ", "Bấm link của họ", 1)
    assert (place(source, "link"), "hard-word") in [((r.line, r.column), r.code) for r in told_of(source)]


@pytest.mark.battery
def test_long_list_of_remarks_is_cut() -> None:
    assert len(told_of(lesson("link " * 1000))) == MOST_REMARKS


@pytest.mark.battery
@pytest.mark.parametrize(
    "unit",
    [
        "click ",
        "việc của ",
        "[[?otp]]. ",
        "bấm **A**. ",
        "[",
        '"',
        "bạn ",
        "không phải ",
        "::: buoc x\n",
        "AB ",
        "- a\n",
    ],
)
def test_no_text_takes_much_longer_than_an_ordinary_one(unit: str) -> None:
    size = 20_000
    ordinary = "Bác mở máy ra, chạm hình nhỏ rồi chờ một chút. " * (size // 48)
    hostile = lesson(unit * (size // len(unit)))
    assert times_as_long(lambda: told_of(hostile), lambda: told_of(lesson(ordinary))) < ROOM


# The tables


@pytest.mark.parametrize("table", [HARD_WORDS, OFFICIALESE, ABBREVIATIONS], ids=["hard", "official", "short"])
def test_no_substitute_is_itself_a_hard_word(table: dict[str, str]) -> None:
    for phrase, plain in table.items():
        passage = Passage("told", plain, 1, Known({}, {}))
        assert [found.phrase for found in find_phrases(passage) if found.code] == [], phrase
        assert plain != phrase


def test_message_names_the_word_and_what_to_say_instead() -> None:
    (remark,) = told_of(lesson("Bác truy cập trang xã."))
    assert re.fullmatch(r"“truy cập” .* “mở” .*", remark.message)
    (remark,) = told_of(lesson("Bác giữ mã OTP."))
    assert "[[?otp]]" in remark.message
    assert remark.severity == "advice"
