"""The 25 facts that authors get wrong (shared/domain-facts.md §6) are wrong nowhere in what ships.

A slip is a claim that a sentence makes. Every pattern stands beside sentences that make the claim, and every slip beside
sentences that come close and are right. `unless` is what turns a sentence into its own correction: "không còn", "giả".
What a story, a wrong choice or a message of a drill says is not judged; its feedback is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from app.quiz.domain.question_family import QuestionFamily
from tests.content.shipped import CATALOGUE, LESSONS, sentences, taught, texts_of


@dataclass(frozen=True)
class Slip:
    number: int
    claims: Mapping[str, tuple[str, ...]]
    """Each pattern with wrong sentences that it must catch."""
    right: tuple[str, ...]
    unless: str = r"(?!)"
    about: str = ""
    """What the sentence must also speak of."""

    def made_in(self, text: str) -> list[str]:
        return [sentence for sentence in sentences(text) if self._is_made_by(sentence)]

    def _is_made_by(self, sentence: str) -> bool:
        if not re.search(self.about, sentence, re.IGNORECASE) or re.search(self.unless, sentence, re.IGNORECASE):
            return False
        return any(re.search(claim, sentence, re.IGNORECASE) for claim in self.claims)


SLIPS = [
    Slip(
        1,
        {
            r"\b757\b.{0,60}\b(?:một|1) (?:khung|bảng) (?:chung|duy nhất)|(?:khung|bảng) chung.{0,60}\b757\b": (
                "Quyết định 757 có một khung chung cho mọi người.",
                "Một bảng chung cho cả nước, theo Quyết định 757.",
            ),
            r"\b(?:mục|mã|kỹ năng|tiêu chí) (?:số )?\d+(?:\.\d+)+.{0,60}\b757\b|\b757\b.{0,60}\b(?:mục|mã|kỹ năng|tiêu chí) (?:số )?\d+(?:\.\d+)+": (
                "Đây là kỹ năng 2.1 của Quyết định 757.",
                "Quyết định 757 ghi ở mã 1.3.",
            ),
        },
        ("Quyết định 757 có bốn khung, mỗi nhóm người một khung.", "Quyết định 757 ra ngày 29/4/2025, phiên bản 1.0."),
    ),
    Slip(
        2,
        {
            r"chứng chỉ (?:phổ cập|kỹ năng số|bình dân học vụ)": (
                "Học xong bác được cấp chứng chỉ kỹ năng số.",
                "Bác có chứng chỉ phổ cập trên VNeID.",
            ),
            r"(?:phổ cập|xác nhận hoàn thành).{0,60}(?:\d+ câu|đúng \d+|\d+ ?%|(?:có )?(?:giá trị|hiệu lực) \w+ năm)": (
                "Muốn đạt phổ cập thì bác làm 30 câu.",
                "Xác nhận hoàn thành có giá trị hai năm.",
            ),
            r"(?:làm|thi|trả lời) (?:đúng )?\d+ ?(?:câu|%|phần trăm).{0,60}(?:phổ cập|xác nhận hoàn thành)": (
                "Bác trả lời đúng 70% là được công nhận phổ cập.",
            ),
        },
        (
            "Đây là xác nhận hoàn thành mức độ phổ cập, không phải chứng chỉ kỹ năng số.",
            "Chữ ký số cần một chứng thư.",
        ),
        unless=r"không (?:phải|có|cấp)",
    ),
    Slip(
        3,
        {
            r"(?:\b757\b|người dân|phổ cập).{0,80}\b(?:8|tám) bậc|\b(?:8|tám) bậc.{0,80}(?:\b757\b|người dân|phổ cập)": (
                "Khung của Quyết định 757 chia tám bậc.",
                "Người dân học lần lượt qua 8 bậc.",
            ),
            r"(?:\b757\b|người dân|phổ cập).{0,60}\b(?:4|bốn) (?:trình độ|cấp độ|mức độ)": (
                "Quyết định 757 xếp kỹ năng vào bốn trình độ.",
            ),
        },
        ("Thông tư 02/2025 chia bốn trình độ, tám bậc.", "Quyết định 757 không chia tám bậc."),
        unless=r"không (?:chia|có|xếp)|của Thông tư",
    ),
    Slip(
        4,
        {
            r"\b(?:23|hai mươi ba) năng lực": ("Khung của học sinh có 23 năng lực thành phần.",),
            r"\b\d\.\d\.(?:CB|TC|NC|CS)\d": ("Thông tư đặt mã 1.1.CB1a cho việc tìm kiếm.",),
        },
        ("Thông tư 02/2025 có 24 năng lực thành phần.", "Bài này ứng với mục 1.1."),
    ),
    Slip(
        5,
        {
            r"\b757\b.{0,80}phiên bản (?:2|hai)\b|phiên bản (?:2|hai)\b.{0,80}\b757\b": (
                "Quyết định 757 là phiên bản 2.0 của khung kỹ năng.",
            ),
            r"(?:chỉ có|chỉ|duy nhất).{0,40}\b(?:3139|757)\b.{0,60}phiên bản 1\.0": (
                "Chỉ Công văn 3139 mới gọi là phiên bản 1.0.",
            ),
        },
        ("Công văn 3139 và Quyết định 757 đều ghi phiên bản 1.0.",),
    ),
    Slip(
        6,
        {
            r"(?:lên|làm|nâng|đăng ký|có|định danh|tài khoản|VNeID)[^,;]{0,30}\bmức (?:độ )?(?:ba|3)\b": (
                "Bác ra công an làm VNeID mức 3.",
                "Bác nâng lên mức ba mới nhận được tiền.",
            ),
            r"(?:VNeID|định danh).{0,40}\b(?:ba|3|bốn|4) mức\b": ("Tài khoản VNeID có ba mức.",),
            r"\b59/2022\b": ("Việc này theo Nghị định 59/2022.",),
        },
        (
            "Tài khoản VNeID chỉ có hai mức, không có mức ba.",
            "Nghị định 69/2024 đã thay Nghị định 59/2022.",
            "Ai mời bác lên mức ba thì bác đừng nghe.",
            "Bác vặn tiếng xuống mức ba cho dễ nghe.",
        ),
        unless=r"không (?:có|còn|hề)|chỉ có hai|thay|bịa|xưng|kẻ gian|lừa|đừng (?:nghe|tin|làm)",
    ),
    Slip(
        7,
        {
            r"đặt lại mã OTP|mã OTP (?:là )?do (?:bác|mình)(?: tự)? đặt|(?:nhớ|thuộc|ghi lại) mã OTP": (
                "Quên thì bác đặt lại mã OTP.",
                "Mã OTP do bác tự đặt.",
            ),
            r"(?:mã khóa|passcode|mật khẩu)(?: VNeID)? (?:được |sẽ )?gửi (?:về|qua|đến) (?:máy|tin nhắn|điện thoại|số)": (
                "Mã khóa VNeID gửi về máy bác.",
                "Mật khẩu sẽ gửi qua tin nhắn.",
            ),
            r"mật khẩu VNeID (?:gồm|có|là) (?:đúng )?(?:6|sáu) ": ("Mật khẩu VNeID gồm 6 số.",),
            r"(?:mã khóa|passcode|mã OTP|mật khẩu)(?: VNeID)? (?:chính|cũng) là (?:mã khóa|passcode|mã OTP|mật khẩu)": (
                "Mã khóa chính là mật khẩu.",
                "Mã OTP cũng là passcode.",
            ),
        },
        (
            "Mã khóa VNeID, trên máy ghi là passcode, gồm 6 số do bác tự đặt.",
            "Mã OTP gửi về điện thoại của bác.",
            "Mã khóa không phải là mật khẩu.",
            "Mã OTP dùng một lần, bác không cần nhớ mã OTP.",
        ),
        unless=r"không|chẳng|khác",
    ),
    Slip(
        8,
        {
            r"(?:dùng|mở|đăng nhập|chạy|để).{0,40}\b(?:hai|2|ba|3|nhiều|mấy) (?:máy|điện thoại|thiết bị)": (
                "Bác mở được VNeID trên hai máy.",
                "Tài khoản VNeID dùng trên nhiều điện thoại cùng lúc.",
            ),
            r"không (?:có|cần) NFC.{0,40}(?:chụp|gửi) ảnh|máy mới.{0,20}chỉ cần (?:mật khẩu|mã OTP)": (
                "Không có NFC thì bác gửi ảnh thẻ để mở VNeID.",
                "Sang máy mới chỉ cần mật khẩu VNeID.",
            ),
        },
        (
            "Mỗi tài khoản VNeID, mỗi lúc chỉ mở được trên một máy.",
            "VNeID không dùng trên hai máy cùng lúc.",
            "Máy mới không có NFC thì bác ra cơ quan công an để mở lại VNeID.",
            "Zalo mở được trên nhiều máy.",
        ),
        unless=r"không (?:thể )?(?:dùng|mở|đăng nhập|chạy|để|gửi|được)|chỉ (?:dùng|mở|chạy)|đừng",
        about=r"VNeID",
    ),
    Slip(
        9,
        {
            r"(?:công an|cán bộ)(?: xã| phường| khu vực)? (?:sẽ |có thể |hay |thường )?(?:gọi|nhắn|liên hệ).{0,40}(?:kích hoạt|cập nhật|đồng bộ|định danh|VNeID)": (
                "Công an gọi điện giúp bác kích hoạt VNeID.",
                "Công an xã sẽ nhắn Zalo để cập nhật dữ liệu.",
            ),
            r"(?:bác|bà con|mình) (?:phải|cần|nên|nhớ)(?: tự)?.{0,20}(?:cập nhật|sửa|khai lại).{0,30}(?:địa chỉ|quê quán).{0,40}(?:sáp nhập|VNeID|xã mới|tỉnh mới)": (
                "Sau sáp nhập, bác phải tự cập nhật địa chỉ trong VNeID.",
            ),
        },
        (
            "Công an không gọi điện để kích hoạt VNeID.",
            "Kẻ gian giả công an gọi, giục cập nhật VNeID.",
            "Địa chỉ đổi do sáp nhập thì VNeID tự cập nhật, bác không phải làm gì.",
        ),
        unless=r"không|chẳng|giả|xưng|lừa|kẻ gian|tưởng|đừng|tự động",
    ),
    Slip(
        10,
        {
            r"\b63 tỉnh": ("Cả nước có 63 tỉnh, thành.",),
            r"(?:chọn|điền|ghi|nhập|gõ).{0,30}\b(?:quận|huyện|thị xã)\b": ("Bác chọn tỉnh, chọn huyện rồi chọn xã.",),
            r"(?:công an|ủy ban(?: nhân dân)?|UBND|tòa án|bảo hiểm xã hội|chi cục thuế) (?:quận|huyện|thị xã)\b": (
                "Bác ra công an huyện làm lại thẻ.",
                "Bác nộp ở ủy ban nhân dân quận.",
            ),
            r"\b(?:ba|3) cấp\b.{0,40}\b(?:tỉnh|xã|phường)\b|tỉnh, (?:quận, )?huyện,? (?:và )?xã": (
                "Chính quyền có ba cấp là tỉnh, huyện, xã.",
            ),
        },
        (
            "Chính quyền địa phương chỉ còn hai cấp tỉnh và xã, không còn cấp huyện.",
            "Tờ khai cũ còn ghi tỉnh, huyện, xã.",
            "Nay cả nước có 34 tỉnh, thành.",
        ),
        unless=r"không (?:còn|có)|đã bỏ|bỏ cấp|\bcũ\b|trước đây|nay không|đừng",
    ),
    Slip(
        11,
        {
            r"dichvucong\.(?!gov\.vn|quocgia)[\w-]+\.|[\w-]+\.dichvucong\.": (
                "Bác vào dichvucong.hanoi.gov.vn.",
                "Bác gõ tinh.dichvucong.gov.vn.",
            ),
            r"cổng (?:dịch vụ công )?(?:riêng )?(?:của |ở )?(?:tỉnh|thành phố|bộ)\b.{0,40}(?:vẫn|còn|đang) (?:mở|dùng|nhận|nộp|chạy)": (
                "Cổng dịch vụ công của tỉnh vẫn nhận hồ sơ.",
                "Cổng của bộ còn dùng được.",
            ),
            r"(?:nộp|đăng nhập|làm|vào)(?: hồ sơ| giấy tờ)? (?:ở |trên |qua |vào )?cổng (?:dịch vụ công )?(?:riêng )?của (?:tỉnh|thành phố|bộ)\b": (
                "Bác nộp hồ sơ trên cổng dịch vụ công của tỉnh.",
            ),
        },
        (
            "Từ ngày 1/7/2025, các cổng dịch vụ công riêng của tỉnh đã đóng.",
            "Bác đừng vào cổng của tỉnh, bác vào dichvucong.gov.vn.",
        ),
        unless=r"đã đóng|đóng cổng|không (?:còn|vào)|đừng|\bcũ\b",
    ),
    Slip(
        12,
        {
            r"(?:vẫn|cứ|còn|đều) (?:được )?(?:nộp|nhận) (?:được )?(?:hồ sơ |bằng |bản )?giấy": (
                "Khai sinh vẫn nộp giấy được.",
                "Trung tâm còn nhận hồ sơ giấy.",
            ),
            r"(?:mọi|tất cả|toàn bộ) (?:thủ tục|hồ sơ|việc|dịch vụ).{0,40}(?:không nhận giấy|không nhận hồ sơ giấy|phải nộp (?:qua mạng|trực tuyến))": (
                "Mọi thủ tục phải nộp qua mạng.",
            ),
            r"không (?:tự )?(?:nộp|làm) được.{0,20}(?:đành chịu|không ai giúp|thì thôi)": (
                "Ai không tự nộp được thì đành chịu, trung tâm không giúp.",
            ),
        },
        (
            "Có 25 dịch vụ công thiết yếu phải nộp hồ sơ qua mạng, không nhận hồ sơ giấy.",
            "Ai chưa tự nộp hồ sơ qua mạng được thì có người giúp tại Trung tâm phục vụ hành chính công.",
        ),
    ),
    Slip(
        13,
        {
            r"Sở (?:Giao thông|GTVT|Tư pháp)": (
                "Bác ra Sở Giao thông đổi bằng lái.",
                "Phiếu lý lịch tư pháp do Sở Tư pháp cấp.",
            ),
            r"gplx\.gov": ("Bác vào dvc4.gplx.gov.vn đổi bằng lái.",),
        },
        ("Giấy phép lái xe nay do công an làm, không còn ở Sở Giao thông.", "Phiếu lý lịch tư pháp xin trên VNeID."),
        unless=r"không còn|thôi|trước đây|\bcũ\b|chuyển (?:sang|về)|đừng",
    ),
    Slip(
        14,
        {
            r"(?:Quyết định|QĐ|quy định) (?:số )?2345|\b2345/": ("Theo Quyết định 2345, chuyển nhiều tiền phải quét mặt.",),
            r"(?:từ|đủ|đúng|ít nhất) (?:10|20|mười|hai mươi) triệu.{0,60}(?:quét|khuôn mặt|sinh trắc)": (
                "Chuyển từ 10 triệu đồng thì phải quét khuôn mặt.",
            ),
            r"(?:10|20|mười|hai mươi) triệu(?: đồng)? trở lên": ("Chuyển 20 triệu đồng trở lên thì quét mặt.",),
            r"đổi (?:sang )?(?:máy|điện thoại)[^.]{0,20}không (?:cần|phải) quét": ("Đổi điện thoại không cần quét mặt lại.",),
        },
        (
            "Chuyển khoản trên 10 triệu đồng một lần thì ứng dụng ngân hàng đòi quét khuôn mặt.",
            "Chuyển đúng 10 triệu đồng thì chưa phải quét khuôn mặt.",
            "Mã khóa tập là 2345.",
        ),
        unless=r"chưa (?:phải|cần|đòi|vượt)|đã thay|thay bằng|hết hiệu lực",
    ),
    Slip(
        15,
        {
            r"\bví\b(?! (?:dụ|như|giấy tờ|da)\b).{0,80}\b(?:100|một trăm) triệu": (
                "Ví điện tử chuyển tối đa 100 triệu đồng một tháng.",
            ),
            r"\b(?:100|một trăm) triệu.{0,60}(?:qua|bằng|trong) ví\b": ("Bác tiêu được 100 triệu đồng một tháng qua ví.",),
            r"mở ví.{0,40}không (?:cần|phải) (?:quét|chụp|khuôn mặt|sinh trắc|căn cước|giấy tờ)": (
                "Mở ví không cần căn cước.",
            ),
        },
        (
            "Mỗi tháng, một người chuyển qua ví điện tử nhiều nhất 300 triệu đồng.",
            "Mức của ví đã nâng từ 100 triệu lên 300 triệu đồng một tháng.",
            "Ví dụ tiền di động được 100 triệu đồng một tháng.",
        ),
        unless=r"nâng|trước đây|không (?:còn|phải) 100|300 triệu|tiền di động",
    ),
    Slip(
        16,
        {
            r"(?:tiền di động|mobile money).{0,80}\b(?:10|mười) triệu": (
                "Tiền di động chuyển tối đa 10 triệu đồng một tháng.",
            ),
            r"(?:tiền di động|mobile money).{0,60}thí điểm|thí điểm.{0,60}(?:tiền di động|mobile money)": (
                "Tiền di động còn đang thí điểm.",
            ),
            r"(?:tiền di động|mobile money).{0,60}(?:cần|phải) có (?:tài khoản ngân hàng|thẻ ngân hàng)": (
                "Muốn dùng tiền di động, bác phải có tài khoản ngân hàng.",
            ),
        },
        (
            "Mỗi tháng, tiền di động chuyển được nhiều nhất 100 triệu đồng.",
            "Tiền di động đã hết thí điểm, mức 10 triệu đồng là mức cũ.",
            "Dùng tiền di động không cần phải có tài khoản ngân hàng.",
        ),
        unless=r"hết thí điểm|không (?:còn|cần|phải)|\bcũ\b|nâng|trước đây",
    ),
    Slip(
        17,
        {
            r"hết hạn.{0,40}(?:vẫn|còn) (?:được )?(?:chuyển|giao dịch|rút|gửi|dùng)": (
                "Căn cước hết hạn thì vẫn rút tiền ở quầy được.",
            ),
            r"hết hạn.{0,40}chỉ (?:ngừng|khóa|dừng|bị khóa|không chuyển)": (
                "Căn cước hết hạn thì ngân hàng chỉ ngừng chuyển khoản trên máy.",
            ),
            r"hộ chiếu.{0,60}(?:ngân hàng|tài khoản)|(?:ngân hàng|tài khoản).{0,60}hộ chiếu": (
                "Ra ngân hàng, bác đưa hộ chiếu cũng được.",
            ),
        },
        (
            "Căn cước hết hạn thì ngân hàng tạm ngừng mọi giao dịch, kể cả ở quầy.",
            "Từ ngày 1/1/2026, ngân hàng không nhận hộ chiếu của công dân Việt Nam nữa.",
        ),
        unless=r"không (?:nhận|dùng|còn|được|thay)|thôi nhận",
        about=r"căn cước|ngân hàng|tài khoản|giấy tờ",
    ),
    Slip(
        18,
        {
            r"(?:bật|mở|vào|gạt|chạm).{0,40}(?:nhà phát triển|gỡ lỗi|USB debug|developer)": (
                "Bác bật chế độ nhà phát triển cho máy nhanh.",
                "Bác vào mục gỡ lỗi USB rồi gạt sang bên phải.",
            ),
            r"(?:root|bẻ khóa|jailbreak|mở khóa bootloader)(?: máy)?.{0,40}(?:được|cho nhanh|cho khỏe|tự do|thoải mái)": (
                "Root máy thì dùng thoải mái hơn.",
            ),
        },
        (
            "Bác đừng bật chế độ nhà phát triển, ứng dụng ngân hàng sẽ không chạy.",
            "Bác xem tên nhà phát triển ở cửa hàng ứng dụng.",
            "Máy bị root thì ứng dụng ngân hàng tự thoát.",
        ),
        unless=r"đừng|không|chớ|tắt",
    ),
    Slip(
        19,
        {
            r"ngân hàng (?:sẽ |có thể |hay |thường )?(?:gửi|nhắn).{0,25}(?:đường dẫn|đường link|\blink\b)": (
                "Ngân hàng gửi đường dẫn thì bác bấm vào.",
                "Ngân hàng hay nhắn tin kèm link cho bác.",
            ),
            r"(?:tên|số)(?: ngân hàng| công an| cơ quan)?(?: người gọi)? (?:hiện|gọi đến).{0,40}(?:là|thì) (?:gọi thật|người thật|thật|tin được|yên tâm|đáng tin)": (
                "Tên ngân hàng hiện trên máy thì tin được.",
            ),
            r"chưa có thông tin.{0,40}(?:là|thì|nghĩa là|tức là) (?:số |trang |bác )?(?:an toàn|yên tâm|tin được|không sao)": (
                "Máy báo chưa có thông tin là an toàn.",
            ),
        },
        (
            "Ngân hàng không gửi đường dẫn cho bác.",
            "Kẻ gian giả ngân hàng gửi đường dẫn.",
            "Tên hiện trên màn hình khi có người gọi có thể là tên giả.",
            "Chưa có thông tin không có nghĩa là an toàn.",
        ),
        unless=r"không|giả|xưng|lừa|kẻ gian|đừng|chưa chắc",
    ),
    Slip(
        20,
        {
            r"(?:màn hình|ảnh|biên lai|hóa đơn).{0,60}(?:là đủ|là xong|là tiền (?:đã )?vào|(?:là|thì) (?:bác )?(?:giao hàng|giao luôn|yên tâm|tin được|chắc))": (
                "Khách đưa màn hình báo thành công là bác giao hàng.",
                "Có ảnh biên lai thì yên tâm.",
                "Màn hình báo thành công là tiền đã vào.",
            ),
        },
        (
            "Màn hình báo chuyển tiền thành công trên máy người khác có thể bị làm giả.",
            "Ảnh biên lai chưa phải là tiền, thấy số dư tăng thì bác giao hàng.",
            "Bác xem màn hình trên máy mình, số dư tăng là tiền đã vào.",
        ),
        unless=r"không|chưa|đừng|giả|số dư|máy (?:bác|mình|của)",
    ),
    Slip(
        21,
        {
            r"\b13/2023\b": ("Dữ liệu của bác được giữ theo Nghị định 13/2023.",),
            r"(?:mạng xã hội|zalo|facebook|tiktok).{0,30}được (?:quyền |phép )?(?:đòi|yêu cầu|hỏi|bắt).{0,40}(?:căn cước|giấy tờ)": (
                "Mạng xã hội được yêu cầu ảnh căn cước.",
            ),
            r"(?:mạng xã hội|zalo|facebook|tiktok) (?:đòi|yêu cầu|hỏi|bắt|xin).{0,40}(?:căn cước|giấy tờ).{0,20}(?:thì|là) (?:bác )?(?:chụp|gửi|đưa|làm)": (
                "Facebook đòi ảnh căn cước thì bác chụp gửi.",
            ),
        },
        (
            "Mạng xã hội không được đòi ảnh căn cước để xác minh tài khoản.",
            "Luật 91/2025 đã thay Nghị định 13/2023.",
        ),
        unless=r"không|thay|\bcũ\b|đừng",
    ),
    Slip(
        22,
        {
            r"\b(?:24/2018|86/2015)\b|Luật An ninh mạng (?:năm )?2018|Luật An toàn thông tin mạng (?:năm )?2015": (
                "Việc này theo Luật An ninh mạng 2018.",
                "Theo Luật số 86/2015.",
            ),
            r"(?:\bAI\b|trí tuệ nhân tạo|trợ lý).{0,50}không (?:cần|phải) (?:nói|báo|ghi|gắn|dán).{0,30}(?:máy|nhãn|AI)": (
                "AI không cần nói mình là máy.",
                "Ảnh do AI làm không phải dán nhãn.",
            ),
            r"chưa có luật.{0,20}(?:\bAI\b|trí tuệ nhân tạo)": ("Nước ta chưa có luật về trí tuệ nhân tạo.",),
        },
        (
            "Luật An ninh mạng 116/2025 gộp Luật An ninh mạng 2018 và luật về an toàn thông tin.",
            "AI phải cho người ta biết nó là máy.",
        ),
        unless=r"gộp|thay|\bcũ\b",
    ),
    Slip(
        23,
        {
            r"(?:phát trực tiếp|livestream).{0,60}không (?:cần|phải) (?:xác thực|định danh|khai tên|VNeID)": (
                "Bác phát trực tiếp bán hàng không cần xác thực danh tính.",
            ),
            r"Luật Thương mại điện tử.{0,40}(?:chưa (?:có hiệu lực|thi hành|áp dụng)|sắp (?:có hiệu lực|ra đời))": (
                "Luật Thương mại điện tử chưa có hiệu lực.",
            ),
        },
        ("Từ ngày 1/7/2026, người phát trực tiếp bán hàng phải xác thực danh tính.",),
    ),
    Slip(
        24,
        {
            r"(?:vẫn|còn|cứ|phải|được) (?:nộp|đóng).{0,15}(?:thuế khoán|mức khoán|theo khoán|khoán)": (
                "Hộ kinh doanh vẫn nộp thuế khoán.",
                "Bác cứ đóng theo mức khoán mỗi tháng.",
            ),
            r"(?:thuế|doanh thu|bán được|hộ kinh doanh).{0,60}\b(?:100|200) triệu(?: đồng)?(?: một| mỗi|/)? ?năm": (
                "Bán được trên 100 triệu đồng một năm thì nộp thuế.",
                "Hộ kinh doanh dưới 200 triệu đồng/năm được miễn.",
            ),
            r"(?:trên|dưới|ngưỡng(?: là)?|mức(?: là)?) (?:1|một) tỷ.{0,40}thuế|thuế.{0,50}(?:trên|dưới|ngưỡng là|mức là) (?:1|một) tỷ": (
                "Bán dưới 1 tỷ đồng một năm thì khỏi nộp thuế.",
            ),
        },
        (
            "Từ ngày 1/1/2026, hộ kinh doanh thôi nộp theo mức khoán, tự khai, tự tính, tự nộp theo tiền bán được.",
            "Hộ kinh doanh bán được trên 500 triệu đồng một năm thì phải nộp thuế.",
            "Chính phủ đề nghị nâng mức phải nộp thuế lên 1 tỷ đồng một năm.",
        ),
        unless=r"đề nghị|đề xuất|thôi nộp|không (?:còn|phải nộp theo)|trước đây|\bcũ\b",
    ),
    Slip(
        25,
        {
            r"(?-i:(?:Tổng Bí thư|Bí thư|Chủ tịch nước|Chủ tịch|Thủ tướng|Phó Thủ tướng|Bộ trưởng|Thứ trưởng|Giám đốc|Cục trưởng|Đại tướng|Thượng tướng) (?:[A-ZĐÂÊÔƠƯÁÀẢÃẠ]\w+ ){1,3}[A-ZĐÂÊÔƠƯÁÀẢÃẠ]\w+)": (
                "Bộ trưởng Nguyễn Văn An ký thông tư này.",
            ),
            r"Bộ (?:Thông tin và Truyền thông|TT&TT|TTTT)|Bộ Nông nghiệp và Phát triển nông thôn|Bộ Giao thông vận tải": (
                "Bộ Thông tin và Truyền thông phụ trách việc này.",
                "Bộ Giao thông vận tải cấp bằng lái.",
            ),
            r"\bNCSC\b|khonggianmang\.vn|Cục An toàn thông tin": ("Bác báo về canhbao.khonggianmang.vn.",),
        },
        (
            "Bộ Nông nghiệp và Môi trường ra mắt hệ thống này.",
            "Bác hỏi Chủ tịch xã nhé.",
            "Bộ Thông tin và Truyền thông nay không còn.",
        ),
        unless=r"không còn|trước đây|\bcũ\b",
    ),
]  # fmt: skip

every_slip = pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: str(slip.number))


def all_that_is_taught() -> Iterator[tuple[str, str]]:
    """Where it stands, and a text."""
    for lesson in LESSONS:
        yield from ((lesson.slug, text) for text in taught(lesson))
    for file in CATALOGUE.bank.values():
        for exercise in file.exercises:
            members = exercise.body.members if isinstance(exercise.body, QuestionFamily) else (exercise.body,)
            yield from ((exercise.slug, text.words) for body in members for text in texts_of(body) if text.taught)
    for fact in CATALOGUE.facts.values():
        yield from ((f"[[{fact.id}]]", text) for text in (fact.text, fact.statement))
    for term in CATALOGUE.terms.values():
        yield f"[[?{term.id}]]", f"{term.word}: {term.meaning}"


TAUGHT = list(all_that_is_taught())


def test_all_25_are_here() -> None:
    assert [slip.number for slip in SLIPS] == list(range(1, 26))


@every_slip
def test_slip_is_nowhere_taught(slip: Slip) -> None:
    said = {(where, sentence) for where, text in TAUGHT for sentence in slip.made_in(text)}
    assert said == set(), f"domain-facts.md §6, item {slip.number}"


CLAIMS = [(slip, claim, wrong) for slip in SLIPS for claim, examples in slip.claims.items() for wrong in examples]


@pytest.mark.parametrize(("slip", "claim", "wrong"), CLAIMS, ids=[str(slip.number) for slip, _, _ in CLAIMS])
def test_pattern_catches_the_wrong_version(slip: Slip, claim: str, wrong: str) -> None:
    assert re.search(claim, wrong, re.IGNORECASE)
    assert slip.made_in(wrong) == [wrong]


RIGHT = [(slip, right) for slip in SLIPS for right in slip.right]


@pytest.mark.parametrize(("slip", "right"), RIGHT, ids=[str(slip.number) for slip, _ in RIGHT])
def test_right_version_is_let_through(slip: Slip, right: str) -> None:
    assert slip.made_in(right) == []
