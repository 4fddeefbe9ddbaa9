"""What a learner agrees to, in words, and what ends when they take it back.

Every purpose is one thing that the service keeps because somebody agreed to it, so that taking it back has an effect:
it is erased. Decree 356/2025/NĐ-CP asks for a proof of consent, hence the version of the text. A text that changes gets a
new version; what was agreed to under an older one is not agreed to any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    ACCOUNT = "tai-khoan"
    PHONE = "so-dien-thoai"
    RECOVERY = "khoi-phuc"
    CERTIFICATE = "giay-xac-nhan"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """`version` is the day the text was written; `asked` is what is agreed to, point by point where it has several lines,
    `withdrawing` what taking it back does."""

    version: str
    name: str
    asked: str
    withdrawing: str


TEXTS: Mapping[Purpose, ConsentText] = {
    Purpose.ACCOUNT: ConsentText(
        "2026-11-22",
        "Giữ tên và bài học",
        "Học Vụ Số giữ tên bác gõ ở trên và những gì bác đã học, để bác học tiếp trên máy nào cũng được. Thầy cô chỉ thấy số đếm chung của nhiều người, không thấy tên bác. Bác xem, tải về, xóa lúc nào cũng được.",
        "Rút lại thì tài khoản và mọi thứ đã học bị xóa hẳn. Mình sẽ hỏi lại bác một lần trước khi xóa.",
    ),
    Purpose.PHONE: ConsentText(
        "2026-11-22",
        "Dùng số điện thoại để vào học",
        "Gõ số điện thoại là bác đồng ý cho mình giữ một dấu nhận ra số ấy, không giữ chính số ấy, để bác gõ số thay cho mã trên thẻ.",
        "Rút lại thì dấu ấy bị xóa. Bác vẫn vào học bằng thẻ hoặc mã trên thẻ.",
    ),
    Purpose.RECOVERY: ConsentText(
        "2026-11-22",
        "Câu hỏi và người tin cậy, phòng khi quên",
        "Lưu câu hỏi hay người tin cậy là bác đồng ý cho mình giữ chúng, chỉ để lấy lại tài khoản khi bác quên mã. Câu trả lời được giữ ở dạng không ai đọc lại được.",
        "Rút lại thì câu hỏi, câu trả lời và danh sách người tin cậy bị xóa. Quên mã thì không tự lấy lại được nữa.",
    ),
    Purpose.CERTIFICATE: ConsentText(
        "2026-11-22",
        "Làm bài chứng nhận, có tên trên giấy",
        "Mình giữ tên bác gõ ở trên để in lên giấy. Tên chỉ nằm ở đây, không gửi cho ai.\n"
        "Mình giữ từng việc bác làm trong bài, và giờ làm, để người thẩm định xem lại khi cần.\n"
        "Mình giữ một dấu nhận ra máy đang dùng, để biết một máy có làm thay nhiều người không.\n"
        "Mình không giữ số điện thoại, không giữ số căn cước.\n"
        "Bác xem, tải về, rút lại hay xóa hẳn lúc nào cũng được, ở trang “Những gì mình giữ về bác”.",
        "Rút lại thì bài đang làm dở dừng lại, và bài chưa có kết quả không được cấp giấy nữa. Giấy đã cấp vẫn còn giá trị, nhưng ai kiểm tra cũng không đọc được tên bác nữa. Tên bác gõ để in giấy, và dấu của số căn cước nếu bác đã đưa, bị xóa. Những việc bác đã làm trong bài còn ở đây tới khi bác xóa hết dữ liệu. Lần sau muốn làm bài, bác chỉ cần đồng ý lại.",
    ),
}
