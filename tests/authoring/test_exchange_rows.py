"""Rows of data files as text: some of them, others put in, every kept line as it was typed."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.domain.exchange.data_rows import read_rows, with_only_rows, with_rows
from app.authoring.domain.exchange.framework_part import with_only_skills
from tests.processor_time import times_as_long
from tests.sample_content import FRAMEWORK

pytestmark = pytest.mark.pure

TERMS = """\
# Từ của khóa này
- ma: otp
  tu: OTP  # ba chữ cái
  nghia: Mã dùng một lần.
- ma: qr
  tu: "mã QR"
  nghia: >
    Hình vuông
    nhiều chấm.

- {ma: sim, tu: SIM, nghia: Miếng nhỏ trong máy.}
"""
ONE_LINE = "[{ma: a, tu: A, nghia: Một}, {ma: b, tu: B, nghia: Hai}]\n"
FRAMEWORKS = (
    FRAMEWORK
    + """\
  - ma: an-toan
    ten: An toàn
    ky-nang:
      - ma: giu-bi-mat
        ten: Giữ bí mật
        lam-duoc: Bác giữ được bí mật.
        can-truoc: [tt-ma-qr]
      # nhóm này còn một kỹ năng nữa
      - {ma: nhan-ra-lua, ten: Nhận ra lừa, lam-duoc: Bác nhận ra., can-truoc: [giu-bi-mat]}
"""
)


def test_wanted_rows_stay_letter_by_letter() -> None:
    assert with_only_rows(TERMS, {"otp", "sim"}) == (
        "# Từ của khóa này\n- ma: otp\n  tu: OTP  # ba chữ cái\n  nghia: Mã dùng một lần.\n"
        "- {ma: sim, tu: SIM, nghia: Miếng nhỏ trong máy.}\n"
    )


def test_file_of_wanted_rows_alone_is_not_touched() -> None:
    assert with_only_rows(TERMS, {"otp", "sim", "qr", "khac"}) == TERMS


def test_file_without_a_wanted_row_is_left_out() -> None:
    assert with_only_rows(TERMS, {"khac"}) == ""


def test_list_on_one_line_is_kept_whole() -> None:
    assert with_only_rows(ONE_LINE, {"a"}) == ONE_LINE


@given(st.sets(st.sampled_from([f"ma-{number}" for number in range(30)])))
def test_any_rows_of_a_list_are_those_rows(wanted: set[str]) -> None:
    text = "".join(f"- ma: ma-{number}\n  cau: Câu {number}\n" for number in range(30))
    shorter = with_only_rows(text, wanted)
    assert {row["ma"] for row in yaml.safe_load(shorter) or ()} == wanted


def merged(known: str, incoming: str) -> str | None:
    """Every row of the one put into the other."""
    there, sent = read_rows(known), read_rows(incoming)
    assert there
    assert sent
    return with_rows(there, sent, list(sent.rows))


def test_new_row_comes_last_and_the_others_stay() -> None:
    row = "- ma: pin\n  tu: pin\n  nghia: Chỗ chứa điện.\n"
    assert merged(TERMS, row) == TERMS + row


def test_row_is_replaced_where_it_stands() -> None:
    row = "- ma: qr\n  tu: QR\n  nghia: Hình vuông.\n"
    assert merged(TERMS, row) == TERMS[: TERMS.index("- ma: qr")] + row + TERMS[TERMS.index("- {ma: sim") :]


def test_row_is_added_after_a_last_line_without_an_end() -> None:
    result = merged(TERMS.rstrip("\n"), "- {ma: pin, tu: pin, nghia: Điện.}")
    assert result == TERMS + "- {ma: pin, tu: pin, nghia: Điện.}\n"


def test_lists_that_are_written_differently_are_not_put_together() -> None:
    assert merged(ONE_LINE, "- {ma: c, tu: C, nghia: Ba}\n") is None
    assert merged("  - {ma: a, tu: A, nghia: Một}\n", "- {ma: c, tu: C, nghia: Ba}\n") is None
    assert merged("- {ma: c, tu: C, nghia: Ba}\n", ONE_LINE) is None


def test_lines_of_rows_are_everything_but_the_head() -> None:
    known = read_rows(TERMS)
    assert known
    assert known.head == "# Từ của khóa này\n"
    assert known.head + "".join(known.lines.values()) == TERMS


@pytest.mark.battery
def test_long_lists_are_put_together_in_a_time_that_grows_as_they_do() -> None:
    def rows(count: int, word: str) -> str:
        return "".join(f"- {{ma: a{number}, tu: {word}}}\n" for number in range(count))

    long, short = [(rows(count, "x"), rows(count, "y")) for count in (4_000, 200)]
    assert times_as_long(lambda: merged(*long), lambda: merged(*short)) < 5 * 20  # with the square it would be 20 · 20


def test_what_is_no_list_of_rows_is_none() -> None:
    for text in ("", "ma: a\n", "- a\n", "- {tu: a}\n", "- {ma: 1}\n", "- {ma: a}\n- {ma: a}\n", "- [a\n"):
        assert read_rows(text) is None


def test_skill_brings_what_it_asks_for_first() -> None:
    kept = yaml.safe_load(with_only_skills(FRAMEWORKS, {"giu-bi-mat"}))
    assert [[skill["ma"] for skill in group["ky-nang"]] for group in kept["nhom"]] == [["tt-ma-qr"], ["giu-bi-mat"]]
    assert kept["phien-ban"] == "1"


def test_group_without_a_wanted_skill_goes() -> None:
    kept = yaml.safe_load(with_only_skills(FRAMEWORKS, {"vneid-dang-nhap"}))
    assert [group["ma"] for group in kept["nhom"]] == ["dinh-danh"]


def test_framework_of_wanted_skills_alone_is_not_touched() -> None:
    assert with_only_skills(FRAMEWORKS, {"nhan-ra-lua", "vneid-dang-nhap"}) == FRAMEWORKS


def test_framework_without_a_wanted_skill_is_left_out() -> None:
    assert with_only_skills(FRAMEWORKS, {"khac"}) == ""


def test_faulty_framework_is_kept_whole_for_the_compiler_to_judge() -> None:
    assert with_only_skills("khung: [", {"a"}) == "khung: ["
    assert with_only_skills("khung: a\n", {"a"}) == "khung: a\n"
