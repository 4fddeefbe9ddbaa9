"""The sample content with eight drills: four in a lesson, four in a file of the bank. What a drill gives away is a canary."""

import re
from pathlib import Path

from tests.quiz.drill_samples import SAMPLES
from tests.sample_content import BANK_FRONT, FRAMEWORK, LESSON, write_content

SKILL = "an-toan-lua-dao"
IN_LESSON, IN_BANK = (
    ("cuoc-goi", "zalo", "tin-nhan", "ma-qr"),
    ("trang-web", "ngan-hang", "quyen-ung-dung", "goi-video"),
)
LESSON_SLUG, BANK_SLUG = "xem-tung-dong", "them-tin"
DRILL_LESSON_PATH, DRILL_BANK_PATH = f"courses/khoa-thu/03-{LESSON_SLUG}.md", f"bank/dien-tap/{BANK_SLUG}.md"
REMARK, ADVICE = "CANARY-NHAN-XET", "CANARY-NEN-LAM"


def drill_text(channel: str) -> str:
    """The sample with its canaries, without its link to a lesson that is not here."""
    text = re.sub(r"(?m)^  > ", f"  > {REMARK} ", SAMPLES[channel]).replace("Nên làm: ", f"Nên làm: {ADVICE} ")
    return re.sub(r"\[([^\]]+)\]\(/bai-hoc/[^)]*\)", r"\1", text)


def name_of(channel: str) -> str:
    found = re.match(r"::: dien-tap (\S+)", SAMPLES[channel])
    assert found
    return found[1]


def is_scam(channel: str) -> bool:
    return "la=lua" in SAMPLES[channel].splitlines()[0]


CHANNELS = {name_of(channel): channel for channel in SAMPLES}
SCAMS = {name for name, channel in CHANNELS.items() if is_scam(channel)}
DRILLS = tuple(CHANNELS)


def lesson_text() -> str:
    """The first step of the sample lesson, the drills, and its ending."""
    head, rest = LESSON.split("::: cau-hoi ai-hoi-ma", 1)
    drills = "\n".join(drill_text(channel) for channel in IN_LESSON)
    text = f"{head}{drills}\n{rest[rest.index('::: ket-thuc') :]}"
    return text.replace("[vneid-dang-nhap]", f"[{SKILL}]").replace("Giữ mật khẩu cho kín", "Xem từng dòng")


def bank_text() -> str:
    return BANK_FRONT.replace("[tt-ma-qr]", f"[{SKILL}]") + "\n".join(drill_text(channel) for channel in IN_BANK)


FILES = {
    DRILL_LESSON_PATH: lesson_text(),
    DRILL_BANK_PATH: bank_text(),
    "frameworks/nguoi-dan.yaml": FRAMEWORK
    + f"      - {{ma: {SKILL}, ten: Nhận ra lừa đảo, lam-duoc: Bác nhận ra tin lừa.}}\n",
}


def write_drills(root: Path) -> Path:
    write_content(root)
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
