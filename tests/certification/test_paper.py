"""The paper: one page, readable by people and screen readers, whatever the name."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from app.certification.domain.confirmation import SkillSeen
from app.certification.paper import print_certificate, qr_svg
from tests.certification.certified import CONFIRMATION, ISSUER
from tests.certification.scanning import scanned
from tests.content.shipped import CATALOGUE

NAMES = [
    "Nguyễn Thị Đào",
    "Ỷ Ỵ Ữ Ộ Ặ Đặng Thuỳ Dương Hoàng Phạm Nguyễn Trần Lê Vũ Bùi",
    '#panic("x") $x^2$ *đậm* _nghiêng_ \\ @ref <nhãn> `mã` // hết',
]


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


@pytest.mark.parametrize("name", NAMES)
def test_name_stands_on_one_page_as_it_was_given(name: str) -> None:
    found = read(print_certificate(replace(CONFIRMATION, holder=name), ISSUER))
    assert len(found.pages) == 1
    words = " ".join(found.pages[0].extract_text().split())
    assert name in words
    assert "không phải xác nhận của Nhà nước" in words
    assert "2346‑79AC‑DEFG" in words


def test_its_code_leads_whoever_scans_it_to_the_page_of_this_paper() -> None:
    assert scanned(print_certificate(CONFIRMATION, ISSUER)) == ["https://hocvuso.example.vn/xac-minh/234679ACDEFG"]


def test_it_says_who_gives_it_and_who_signs() -> None:
    given = replace(
        CONFIRMATION, given_by="Trung tâm học tập cộng đồng xã Bình Minh", signed_by="Bà Lê Thị Sáu, giám đốc"
    )
    words = " ".join(read(print_certificate(given, ISSUER)).pages[0].extract_text().split())
    assert "Nơi cấp: Trung tâm học tập cộng đồng xã Bình Minh." in words
    assert "Người ký: Bà Lê Thị Sáu, giám đốc." in words


def test_it_is_made_for_screen_readers() -> None:
    found = read(print_certificate(CONFIRMATION, ISSUER))
    root: Any = found.trailer["/Root"]
    page: Any = found.pages[0]
    assert root["/Lang"] == "vi-VN"
    assert root["/MarkInfo"]["/Marked"].value
    assert found.metadata is not None
    assert found.metadata.title == "Giấy xác nhận 2346-79AC-DEFG"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    fonts = [font.get_object()["/DescendantFonts"][0].get_object() for font in page["/Resources"]["/Font"].values()]
    assert sum("BeVietnamPro" in font["/BaseFont"] for font in fonts) >= 2  # a sign or two come from another
    assert all({"/FontFile2", "/FontFile3"} & font["/FontDescriptor"].get_object().keys() for font in fonts)


def test_longest_framework_still_fits_on_the_page() -> None:
    skills = [skill for framework in CATALOGUE.frameworks.values() for skill in framework.skills.values()]
    longest = sorted({skill.name: skill for skill in skills}.values(), key=lambda skill: -len(skill.name))[:36]
    seen = tuple(SkillSeen(skill.id, skill.name, performed=True, tasks=3) for skill in longest)
    assert len(read(print_certificate(replace(CONFIRMATION, skills=seen), ISSUER)).pages) == 1


def test_it_says_how_many_tasks_each_skill_had() -> None:
    words = " ".join(read(print_certificate(CONFIRMATION, ISSUER)).pages[0].extract_text().split())
    assert "Trả tiền bằng mã QR · 3 việc" in words
    assert "kỹ năng khác trong khung, giấy này không nói tới" in words


def test_it_says_who_pressed_and_on_whose_phone() -> None:
    helped = replace(CONFIRMATION, assisted=True, device="borrowed")
    words = " ".join(read(print_certificate(helped, ISSUER)).pages[0].extract_text().split())
    assert "Có người giúp bấm. Làm trên máy mượn." in words


def test_day_is_the_one_in_vietnam() -> None:
    late = replace(CONFIRMATION, issued_at=datetime(2026, 11, 22, 18, 30, tzinfo=UTC))
    assert "Cấp ngày 23/11/2026" in " ".join(read(print_certificate(late, ISSUER)).pages[0].extract_text().split())


def test_code_leads_to_the_page_that_checks_it() -> None:
    assert qr_svg(ISSUER.page_of("234679ACDEFG")) in qr_svg("https://hocvuso.example.vn/xac-minh/234679ACDEFG")
    assert qr_svg("https://a.vn") != qr_svg("https://b.vn")
    words = "".join(read(print_certificate(CONFIRMATION, ISSUER)).pages[0].extract_text().split())
    assert "gõmãởhocvuso.example.vn/xac-minh:" in words
