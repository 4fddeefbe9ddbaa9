"""The certificate on paper: one page of A4 that a screen reader can read (PDF/UA-1), with its QR code."""

import json
from functools import cache
from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path
from typing import Final

import segno
import typst

from app.certification.domain.attachment import NAME
from app.certification.domain.confirmation import ASSURANCE, Confirmation, SkillSeen, shown_code
from app.certification.domain.credential import NOT_OF_THE_STATE, OTHERS_NOT_CLAIMED, PERFORMED, Issuer
from app.core.clock import VIETNAM

TEMPLATE = Path(__file__).parent / "print" / "certificate.typ"
STANDARD: Final = "ua-1"
EACH_OWN = "Mỗi kỹ năng đã làm từ hai việc trở lên, trong đó có việc tự bấm, xếp hay gõ được."
ABOUT_ATTACHED = "Bản ký số của giấy này, với bằng chứng trong sổ cái"
NON_BREAKING_HYPHEN = "\N{NON-BREAKING HYPHEN}"


def print_certificate(confirmation: Confirmation, issuer: Issuer, attached: bytes = b"") -> bytes:
    """A PDF of one page, with domain.attachment.as_file inside of it. It takes about 10 ms, the first one in a process
    longer."""
    inputs = {"said": json.dumps(_said(confirmation, issuer), ensure_ascii=False)}
    if attached:
        inputs |= {"attached": attached.decode(), "attached-name": NAME, "attached-about": ABOUT_ATTACHED}
    return typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=[STANDARD],
    )


def qr_svg(address: str) -> str:
    """Level M holds 15 % of damage: a fold, a thumb."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False, svgns=True, scale=4)
    return drawn.getvalue().decode()


def _said(confirmation: Confirmation, issuer: Issuer) -> dict[str, object]:
    page = issuer.page_of(confirmation.code)
    return {
        "title": f"Giấy xác nhận {shown_code(confirmation.code)}",
        "issuer": issuer.name,
        "heading": "Giấy xác nhận",
        "kind": "hoàn thành kỹ năng số trên ứng dụng Học Vụ Số",
        "given_to": "Trao cho",
        "holder": confirmation.holder,
        "done": f"đã làm được các việc dưới đây, theo {_lower_first(confirmation.framework_name)}, "
        f"phiên bản {confirmation.framework_version}.",
        "skills_heading": "Đã làm được",
        "skills": [_skill(skill) for skill in confirmation.skills],
        "seen": f"{EACH_OWN} {OTHERS_NOT_CLAIMED}" if confirmation.is_by_skill else f"* {PERFORMED}",
        "how_heading": "Giấy này được cấp thế nào",
        "how": _how(confirmation),
        "disclaimer": NOT_OF_THE_STATE,
        "qr": qr_svg(page),
        "qr_alt": f"Mã QR mở trang kiểm tra giấy này: {page}",
        "check": "Kiểm tra: quét, hoặc gõ mã ở",
        "check_page": f"{issuer.check_page.partition('://')[2]}:",
        "code": shown_code(confirmation.code).replace("-", NON_BREAKING_HYPHEN),
    }


def _skill(skill: SkillSeen) -> dict[str, str]:
    mark = f"· {skill.tasks} việc" if skill.tasks else "*" if skill.performed else ""
    return {"name": skill.name, "mark": mark}


def _how(confirmation: Confirmation) -> list[str]:
    lines = [f"{ASSURANCE[confirmation.assurance]}."]
    if confirmation.supervisor:
        at = f", {confirmation.place}" if confirmation.place else ""
        lines.append(f"Người giám sát: {confirmation.supervisor}{at}.")
    if confirmation.circumstances:
        lines.append(" ".join(f"{said}." for said in confirmation.circumstances))
    lines += [f"{said}." for said in confirmation.signatories]
    lines.append(
        f"Cấp ngày {confirmation.issued_at.astimezone(VIETNAM):%d/%m/%Y}, có giá trị đến hết ngày {confirmation.valid_until:%d/%m/%Y}."
    )
    return lines


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


@cache
def _fonts() -> Path:
    """The folder of the font's package; the package itself need not be imported."""
    return Path(str(distribution("fontpkg-be-vietnam-pro").locate_file("fontpkg_be_vietnam_pro/files")))
