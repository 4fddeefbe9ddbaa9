"""Content for somebody who learns for weeks: two groups of skills, four skills, twenty questions of four options.

In every question "Đúng <number>" is right and "Nhầm <number>" is not.
"""

from pathlib import Path

from tests.sample_content import COURSE, FACT, LESSON, TERM, write_content

SKILLS = {"mat-khau": "Giữ mật khẩu", "ma-qr": "Quét mã", "chuyen-tien": "Chuyển tiền", "nop-don": "Nộp đơn"}
LESSONS = {"mat-khau": "mot", "ma-qr": "hai", "chuyen-tien": "ba", "nop-don": "bon"}
QUESTIONS = {"mat-khau": 8, "ma-qr": 4, "chuyen-tien": 4, "nop-don": 4}
FRAMEWORK = """\
khung: nguoi-dan
ten: Khung thử
doi-tuong: nguoi-dan
phien-ban: "1"
ghi-chu: Khung để thử.
nhom:
  - ma: nhom-mot
    ten: Nhóm một
    ky-nang:
      - {ma: mat-khau, ten: Giữ mật khẩu, lam-duoc: Bác giữ được mật khẩu.}
      - {ma: ma-qr, ten: Quét mã, lam-duoc: Bác quét được mã.}
  - ma: nhom-hai
    ten: Nhóm hai
    ky-nang:
      - {ma: chuyen-tien, ten: Chuyển tiền, lam-duoc: Bác chuyển được tiền.}
      - {ma: nop-don, ten: Nộp đơn, lam-duoc: Bác nộp được đơn.}
"""
HEAD = LESSON[: LESSON.index("::: cau-hoi ai-hoi-ma")]
END = LESSON[LESSON.index("::: ket-thuc") :]


def question(number: int) -> str:
    options = [f"- [{'x' if n == 1 else ' '}] {word} {number}\n  > CANARY-{word[0]}{number} Vì thế." for n, word in enumerate(
        ("Nhầm", "Đúng", "Lệch", "Quên"))]  # fmt: skip
    return f"::: cau-hoi cau-{number}\nCâu {number} thì sao?\n\n" + "\n".join(options) + "\n:::\n\n"


def lesson(skill: str) -> str:
    text = HEAD + "".join(question(number) for number in range(1, QUESTIONS[skill] + 1)) + END
    return text.replace("[vneid-dang-nhap]", f"[{skill}]").replace("Giữ mật khẩu cho kín", f"Bài {LESSONS[skill]}")


def write_practice(root: Path) -> Path:
    files = {f"courses/khoa-thu/{n:02}-{LESSONS[skill]}.md": lesson(skill) for n, skill in enumerate(SKILLS, 1)}
    files |= {"frameworks/nguoi-dan.yaml": FRAMEWORK, "facts/thu.yaml": FACT, "glossary/thu.yaml": TERM}
    return write_content(root, {**files, "courses/khoa-thu/course.yaml": COURSE})
