"""A rewritten lesson is accepted only if it still says what its teacher wrote."""

import re

import pytest

from app.tutor.domain.fidelity.findings import Finding, Severity, Verdict
from app.tutor.domain.fidelity.judgement import judged
from app.tutor.domain.fidelity.measurement import FAITHFUL
from app.tutor.domain.fidelity.wording import EXPLAINED
from tests.processor_time import ROOM, times_as_long
from tests.tutor.fidelity_texts import LESSON, examples, sources


def verdict(source: str, rewrite: str) -> Verdict:
    return judged(source, rewrite).verdict


def changed(old: str, new: str) -> tuple[Verdict, set[str]]:
    """Of the lesson with one passage exchanged."""
    assert LESSON.count(old) == 1
    judgement = judged(LESSON, LESSON.replace(old, new))
    return judgement.verdict, {finding.rule for finding in judgement.findings}


def test_text_is_faithful_to_itself() -> None:
    assert judged(LESSON, LESSON).findings == ()
    for source in sources():
        assert verdict(source, source) is Verdict.ACCEPT


def test_forms_of_writing_change_nothing() -> None:
    decomposed = LESSON.replace("ế", "e\u0302\u0301").replace("ạ", "a\u0323")
    assert (
        verdict(LESSON, decomposed.replace("\n", "\r\n").replace("mở VNeID", "mở\u00a0VNe\u200bID")) is Verdict.ACCEPT
    )


@pytest.mark.parametrize("address", ["chị", "anh/chị", "cô chú", "đồng chí", "mình"])
def test_another_form_of_address_is_faithful(address: str) -> None:
    rewrite = LESSON.replace("Bác ", address.capitalize() + " ").replace("bác ", address + " ")
    assert verdict(LESSON, rewrite) is Verdict.ACCEPT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bác đọc kỹ dòng phí rồi chạm", "Chị đọc dòng phí cho kỹ, xong thì chạm"),
        ("gọi ngay ngân hàng", "gọi liền ngân hàng"),
        ("Không đưa mã OTP cho người lạ", "không đưa mã OTP cho người lạ nhé"),
        ("Nên làm: Bác rủ người nhà ra", "Nên rủ người thân tới"),
        ("1/7/2026", "1 tháng 7 năm 2026"),
        ("hai việc", "2 việc"),
        ("1900 0368", "19000368"),
        ("24 giờ", "24h"),
        ("300 triệu đồng", "300.000.000 đồng"),
        ("tối đa", "nhiều nhất"),
    ],
)
def test_same_said_in_other_words_is_accepted(old: str, new: str) -> None:
    assert changed(old, new) == (Verdict.ACCEPT, set())


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("24 giờ", "48 giờ", "number"),
        ("hai việc", "ba việc", "number"),
        ("300 triệu", "300 nghìn", "number"),
        ("24 giờ", "24 ngày", "unit"),
        ("dưới 6 tuổi", "trên 6 tuổi", "comparator"),
        ("trước ngày 1/7/2026", "sau ngày 1/7/2026", "comparator"),
        ("tối đa 300", "ít nhất 300", "comparator"),
        ("1/7/2026", "7/1/2026", "atom"),
        ("dichvucong.gov.vn", "dichvucong.com.vn", "atom"),
        ("1900 0368", "1900 0386", "atom"),
        ("`đăng ký khai sinh`", "`đăng ký khai tử`", "atom"),
        ("**Gửi yêu cầu**", "**Hủy yêu cầu**", "label"),
        ("**Ví giấy tờ** → **Tạo mới yêu cầu**", "**Tạo mới yêu cầu** → **Ví giấy tờ**", "label"),
        ("Gọi không được", "Gọi được", "negation"),
        ("Không bao giờ: Không đưa", "Hạn chế đưa", "duty"),
        ("gọi ngay ngân hàng", "gọi ngay công an", "actor"),
        ("cha mẹ làm thay", "hàng xóm làm thay", "actor"),
        ("giữ lại tiền", "xóa tiền", "consequence"),
        ("Gọi không được thì bác ra quầy.", "", "sentence-lost"),
        ("lệ phí và giấy tờ.", "lệ phí và giấy tờ. Sau đó tải mẫu đơn về in ra.", "sentence-invented"),
    ],
)
def test_planted_error_is_rejected_by_its_rule(old: str, new: str, rule: str) -> None:
    judged_as, rules = changed(old, new)
    assert judged_as is Verdict.REJECT
    assert rule in rules


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bác đọc kỹ dòng phí rồi chạm **Gửi yêu cầu**", "Bác chạm **Gửi yêu cầu** rồi đọc kỹ dòng phí"),
        ("bác gọi ngay ngân hàng theo số", "ngân hàng gọi ngay bác theo số"),
        ("cho người lạ", "cho người nhà"),
        ("người nhà ra công an xã", "công an xã ra người nhà"),
        ("Báo trong 24 giờ", "Báo sau 24 giờ"),
        ("số in trên thẻ", "số vừa gọi tới"),
        ("ngân hàng có thể giữ lại tiền", "tiền có thể giữ lại ngân hàng"),
        ("bác được chuyển", "người nhà được chuyển"),
        ("Mỗi tháng", "Mỗi ngày"),
        ("Bị lừa chuyển tiền, bác gọi", "Bác gọi"),
        ("Bác mở VNeID", "Bác xóa VNeID"),
    ],
)
def test_change_of_role_order_or_condition_is_not_accepted(old: str, new: str) -> None:
    assert changed(old, new)[0] is not Verdict.ACCEPT


def test_condition_may_come_first_but_not_change_places_with_what_it_conditions() -> None:
    source = "Không chuyển tiền khi người lạ đang nói trong điện thoại."
    assert verdict(source, "Khi người lạ đang nói trong điện thoại thì không chuyển tiền.") is Verdict.ACCEPT
    assert verdict(source, "Người lạ đang nói trong điện thoại khi không chuyển tiền.") is not Verdict.ACCEPT


@pytest.mark.parametrize("number", sorted({*re.findall(r"\d+", LESSON)}))
def test_no_changed_number_is_accepted(number: str) -> None:
    for place in re.finditer(rf"(?<!\d){number}(?!\d)", LESSON):
        if not re.match(r"\d+\. ", LESSON[place.start() :]):
            other = LESSON[: place.start()] + str(int(number) + 1) + LESSON[place.end() :]
            assert verdict(LESSON, other) is not Verdict.ACCEPT, other[place.start() - 20 : place.end() + 20]


def test_no_changed_number_of_the_evaluation_is_accepted() -> None:
    for source in sources():
        for place in re.finditer(r"(?<![\d/.:`\w])\d+(?![\d/:`\w]|\. )", source):
            other = f"{source[: place.start()]}{int(place.group()) + 1}{source[place.end() :]}"
            assert verdict(source, other) is Verdict.REJECT, other[place.start() - 20 :][:60]


def test_no_changed_label_is_accepted() -> None:
    for source in sources():
        for place in re.finditer(r"\*\*([^*]+)\*\*", source):
            other = source[: place.start()] + "**Đồng ý hết**" + source[place.end() :]
            assert verdict(source, other) is Verdict.REJECT


def test_no_lost_negation_is_accepted() -> None:
    for source in sources():
        for place in re.finditer(r"\b(?:[Kk]hông|[Đđ]ừng|[Cc]hưa) (?!bao giờ)", source):
            other = source[: place.start()] + source[place.end() :]
            assert verdict(source, other) is not Verdict.ACCEPT, other[max(0, place.start() - 30) :][:60]


def test_steps_stay_in_their_order() -> None:
    first, second, third = re.split(r"\n(?=\d\. )", LESSON)
    swapped = "\n".join(["1. " + second[3:], "2. " + first[3:], third])
    assert "step-order" in {finding.rule for finding in judged(LESSON, swapped).findings}
    assert verdict(LESSON, swapped) is Verdict.REJECT
    merged = LESSON.replace("\n2. ", "\n   ").replace("\n3. ", "\n2. ")
    assert {finding.rule for finding in judged(LESSON, merged).findings} == {"steps"}


def test_sentences_stay_in_their_order() -> None:
    source = "Bác đọc lại từng số. Bác chạm **Gửi**. Bác chụp màn hình."
    assert verdict(source, "Bác chạm **Gửi**. Bác đọc lại từng số. Bác chụp màn hình.") is not Verdict.ACCEPT


def test_advice_is_not_added_to_a_duty() -> None:
    source = "Bác khóa tài khoản trước. Bác gọi ngân hàng."
    judgement = judged(source, "Bác nên khóa tài khoản trước. Bác gọi ngân hàng.")
    assert [finding.rule for finding in judgement.findings] == ["advice"]


def test_comparison_may_be_added_if_it_tells_nobody_what_to_do() -> None:
    def added(line: str) -> Verdict:
        return verdict(LESSON, f"{LESSON}\n> Ví dụ: {line}")

    assert added("Ví giấy tờ giống như cái ví da bác vẫn cầm theo, mật hiệu như chìa khóa nhà.") is Verdict.ACCEPT
    assert added("Giống như chuyển tiền cho người quen.") is Verdict.REVIEW
    assert added("Như hôm ngân hàng gọi tới nhà.") is Verdict.REVIEW
    assert added("Như gửi 5 triệu cho người quen.") is Verdict.REJECT
    assert added("Như vào google.com xem.") is Verdict.REJECT


def test_paragraphs_may_be_joined() -> None:
    source = "Bác gọi ngân hàng ngay.\n\nBác giữ bằng chứng."
    assert verdict(source, "Chị gọi ngân hàng ngay. Chị giữ bằng chứng.") is Verdict.ACCEPT
    assert verdict(source, "Chị gọi ngân hàng ngay.") is not Verdict.ACCEPT


def test_sentence_said_anew_waits_for_a_teacher_instead_of_being_rejected() -> None:
    source = "Bác mở máy. Bác lùi ra là xong. Bác gọi con."
    assert verdict(source, "Chị mở máy. Thoát khỏi trang đó là êm chuyện. Chị gọi con.") is Verdict.REVIEW


def test_findings_show_both_sentences() -> None:
    judgement = judged(LESSON, LESSON.replace("24 giờ", "48 giờ"))
    assert judgement.findings == (
        Finding(
            "number",
            Severity.HARD,
            "Báo trong 24 giờ thì ngân hàng có thể giữ lại tiền",
            "Báo trong 48 giờ thì ngân hàng có thể giữ lại tiền",
        ),
    )


def test_every_finding_of_the_evaluation_is_explained() -> None:
    planted = [example for example in examples("open") if example.kind != FAITHFUL][::7]
    found = {finding.rule for example in planted for finding in judged(example.source, example.rewrite).findings}
    assert found <= EXPLAINED.keys()


def test_empty_texts_are_judged() -> None:
    assert verdict("", "") is Verdict.ACCEPT
    assert verdict(LESSON, "") is Verdict.REJECT
    assert verdict("", LESSON) is Verdict.REJECT


@pytest.mark.parametrize(
    "unit",
    [
        "không ",
        "trên 5 ",
        "a.",
        "**",
        "** ",
        '"',
        "ba mươi ",
        "1900 ",
        "Bác gõ. ",
        "- việc\n",
        "\n\n",
        "> Ví dụ: a\n",
        "kẻ gian xóa ",
    ],
)
def test_time_grows_with_the_length_of_hostile_texts(unit: str) -> None:
    size = 6_000
    ordinary = "\n\n".join([LESSON.replace("\n", " ")] * (size // len(LESSON)))
    hostile = (unit * size)[:size]
    other = ("máy " + unit) * (size // (len(unit) + 4))
    expected = lambda: judged(ordinary, ordinary.replace("ngân hàng", "công an"))  # noqa: E731
    assert times_as_long(lambda: judged(hostile, other), expected) < ROOM
