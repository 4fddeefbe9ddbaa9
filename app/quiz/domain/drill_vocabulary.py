"""The closed lists a drill is written with: channels and scam families, by the word a teacher types.

The families are those of the police and press warnings of 2025–26 (the content facts hold the dated sources). A real
message carries the family it resembles, so that refusing it is counted there as a false alarm.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Channel:
    """`noun` opens a sentence about the message; `sender` labels the line that says where it comes from."""

    title: str
    noun: str
    sender: str


CHANNELS: Mapping[str, Channel] = {
    "tin-nhan": Channel("Tin nhắn", "Tin nhắn này", "Người gửi"),
    "zalo": Channel("Tin nhắn Zalo", "Tin nhắn Zalo này", "Người gửi"),
    "cuoc-goi": Channel("Cuộc gọi", "Cuộc gọi này", "Người gọi"),
    "trang-web": Channel("Trang web", "Trang web này", "Địa chỉ trang"),
    "ma-qr": Channel("Mã QR", "Mã QR này", "Nơi đặt mã"),
    "ngan-hang": Channel("Thông báo ngân hàng", "Thông báo này", "Nơi gửi"),
    "quyen-ung-dung": Channel("Ứng dụng xin quyền", "Ứng dụng này", "Ứng dụng"),
    "goi-video": Channel("Cuộc gọi video", "Cuộc gọi này", "Người gọi"),
}

FAMILIES: Mapping[str, str] = {
    "gia-danh-cong-an": "Giả danh công an, tòa án",
    "gia-danh-dinh-danh": "Giả danh cán bộ làm định danh, VNeID",
    "gia-danh-bao-hiem": "Giả danh bảo hiểm xã hội",
    "gia-danh-thue": "Giả danh cơ quan thuế",
    "gia-danh-dien-luc": "Giả danh điện lực",
    "gia-danh-ngan-hang": "Giả danh ngân hàng",
    "gia-danh-nguoi-than": "Giả mặt, giả giọng người thân",
    "qua-tang-tro-cap": "Quà tặng, trợ cấp",
    "diem-thuong-het-han": "Điểm thưởng sắp hết hạn",
    "du-lich-gia-re": "Vé, phòng, chuyến đi giá rẻ",
    "bien-lai-chuyen-tien": "Biên lai chuyển tiền giả",
    "chuyen-tien-nham": "Chuyển tiền nhầm",
    "dan-de-ma-qr": "Dán đè mã QR",
    "bat-coc-online": "Dọa nạt, bắt cóc qua mạng",
    "lay-lai-tien": "Hứa lấy lại tiền đã mất",
    "giao-hang": "Giao hàng không đặt",
    "ung-dung-la": "Dụ cài ứng dụng lạ",
}

# What in a drill's name tells the answer: the name stands in the address of the page, seen before answering.
TELLING = re.compile(
    r"-(lua|that|gia|mao|scam|spam|fake|real|phishing|(?:lua|gia)(?:dao|mao|danh)|(?:mao|gia)danh|tin(?:lua|that|gia)"
    r"|ke-gian|canh-giac)(?=-)"
)
# The same letters in other words: gia đình, quốc gia, thất nghiệp, lựa chọn, hạt lúa.
HARMLESS = re.compile(
    r"-(?:gia-(?:dinh|han|re|ve|tien|dien|nuoc|xang|vang|tri|nhap|lai)|(?:quoc|tham|chuyen|giam|tang|bao|dau|dinh|danh)-gia"
    r"|that-(?:nghiep|lac|bai)|noi-that|lua-(?:chon|gao|giong)|(?:hat|trong)-lua)(?=-)"
)


def telling_word(slug: str) -> str | None:
    """The part of a drill's name that tells whether it is real, or None."""
    telling = TELLING.search(HARMLESS.sub("-", f"-{slug}-"))
    return telling[1] if telling else None
