"""A catalogue as large as the curriculum: twelve courses of six lessons, beside the sample's own."""

from tests.courses.judging import SMALL
from tests.sample_content import FILES

WISHES = {
    "dien-thoai": ("Bắt đầu với điện thoại", ["Chữ trên máy nhỏ quá, tôi đọc không được", "Máy tôi hết chỗ chứa"]),
    "vneid": ("VNeID", ["Tôi quên mật khẩu VNeID", "Tôi đổi điện thoại, muốn mở lại VNeID"]),
    "thanh-toan": ("Thanh toán điện tử", ["Tôi muốn chuyển tiền mà không nhầm người", "Tôi lỡ chuyển tiền nhầm"]),
    "lua-dao": ("An toàn: nhận ra lừa đảo", ["Có người gọi xưng là công an", "Tôi sợ bị lừa mất tiền"]),
    "zalo": ("Zalo và giao tiếp văn minh", ["Tôi muốn gọi hình cho con cháu", "Tôi lỡ gửi ảnh nhầm người"]),
}
COURSES, LESSONS = 12, 6
LETTERS = "abcdeghiklmn"


def many_courses() -> dict[str, str]:
    """All files of a content folder, by path."""
    files = dict(FILES)
    named = [*WISHES.items()]
    for number in range(COURSES):
        slug, (name, wishes) = (
            named[number] if number < len(named) else (f"khoa-{LETTERS[number]}", (f"Khóa {LETTERS[number]}", []))
        )
        files[f"courses/{slug}/course.yaml"] = f'ten: "{name}"\nmuc-tieu: Bác làm được.\nthu-tu: {number + 2}\n'
        for place in range(LESSONS):
            wish = wishes[place] if place < len(wishes) else f"Tôi muốn học nghề {LETTERS[number]}{LETTERS[place]}"
            files[f"courses/{slug}/{place + 1:02}-{slug}-{LETTERS[place]}.md"] = lesson(wish)
    return files


def lesson(wish: str, audiences: str = "nguoi-dan") -> str:
    text = SMALL.replace("muon: Tôi muốn giữ mật khẩu", f"muon: {wish}")
    text = text.replace("tieu-de: Giữ mật khẩu cho kín", f"tieu-de: {wish} thì làm thế này")
    text = text.replace("tom-tat: Giữ mật khẩu cho riêng mình.", "tom-tat: Bác làm từng bước.")
    return text.replace("doi-tuong: [nguoi-dan]", f"doi-tuong: [{audiences}]")
