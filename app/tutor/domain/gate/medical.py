"""Whether somebody tells that a person is in danger of life right now, rather than asks about illness, papers or a rumour.

A few clear phrases only: a card that comes for every illness is soon no longer read. Words count with all their marks or
with none, never with others: "khổ thơ" is a stanza.
"""

import re
from typing import Literal, TypeAlias

from app.core.private_text.plain import bare, plain, small
from app.tutor.domain.gate.phrases import any_of

Danger: TypeAlias = Literal["sure", "doubtful", "talk", "no"]
WORD = re.compile(r"(?<!\\)[^\W\d_]+")


def _either(*patterns: str) -> str:
    """Any of them, in words that are typed with their marks or without."""
    marked = "|".join(patterns)
    return WORD.sub(lambda word: word[0] if word[0].isascii() else f"(?:{word[0]}|{bare(word[0])})", marked)


NO = r"(?:không|ko|k|kg|hông|hổng|chẳng|chả)"
LASTING = _either(
    r"đột (?:quỵ|quị)|tai biến(?! giới)|(?:bại )?liệt(?: (?:nửa|một bên))? người|ngộ độc|nhồi máu cơ tim"
)  # also lived with
SUDDEN = _either(
    rf"khó thở|nghẹt thở|ngạt thở|ngừng thở|ngưng thở|tắt thở|hết thở|{NO} (?:còn thở|thở (?:được|đc|nổi|ra hơi))|thở {NO} (?:được|đc|nổi|ra hơi)",
    r"(?:miệng|mồm) (?:bị |tự nhiên |ông |bà |mẹ |cha )?méo|nói không ra (?:tiếng|lời|hơi)|(?:uống|nuốt) (?:hết |cả |nguyên |liền )+(?:\w+ )?(?:vỉ|lọ|nắm|hũ|chai) (?:thuốc|viên)|nuốt (?:phải |nhầm |luôn )?(?:\w+ ){0,2}(?:pin|đồng xu|kim băng|nam châm)|(?:cổ|họng|cổ họng) (?:\w+ )?(?:nghẹn lại|sưng vù|phù nề)",
    r"méo (?:miệng|mồm)|(?:bị|lên cơn) co giật|ngừng tim|đau (?:thắt )?ngực|tức ngực|lên cơn (?:đau tim|hen|suyễn|động kinh)",
    rf"ngất (?:xỉu|lịm)|bất tỉnh(?! năng)|(?:lay|gọi|kêu) (?:(?:mãi|hoài) )?{NO} (?:tỉnh|dậy|trả lời)",
    rf"chảy máu (?:nhiều|quá|ào ạt|{NO} (?:cầm|ngừng))|máu (?:chảy|ra) (?:nhiều|{NO} (?:cầm|ngừng))|(?:nôn|ói|ho|hộc) ra máu",
    r"(?:uống|nuốt|ăn) (?:nhầm|lộn)(?: phải)? (?:\w+ )?(?:thuốc|viên|hóa chất|hoá chất|xăng|dầu|nước (?:tẩy|rửa|lau)|axit|cồn|pin|nấm|lá ngón)|(?:uống|dùng) thuốc quá liều|(?:uống|nuốt) (?:(?:phải|nhầm|lộn) )?(?:thuốc )?(?:trừ sâu|diệt cỏ|thuốc sâu|thuốc chuột) rồi",
    r"hóc (?:xương|dị vật|kẹo|hạt)|mắc nghẹn|sặc sữa|rắn (?:độc )?cắn|điện giật|đuối nước|bỏng nặng|(?:ngã|té)(?: \w+){0,2} đập đầu|nguy kịch|hấp hối",
)  # fmt: skip
# From people, now; a customer who gives one star ("đánh tôi một sao") is none.
VIOLENCE = _either(
    r"(?:chém|đâm|bóp cổ|hành hung|(?:dọa|doạ) (?:sẽ )?(?:giết|chém|đâm)) (?:tôi|tui|mẹ con tôi|cả nhà tôi)",
    r"(?:chồng|ck|vợ|hắn|nó|bố|cha|hàng xóm)(?: (?:tôi|tui|em|đang|cứ|lại|say))* (?:đánh|đập) (?:tôi|tui|mẹ con tôi)(?! (?:\w+ ){0,2}(?:sao|chữ|giá|điểm))",
    r"(?:trộm|cướp|kẻ gian|người lạ) đang(?: \w+){0,2} nhà|đang có (?:trộm|cướp)",
)  # fmt: skip
# What is something else without its marks: "bi ngat" is a connection, "co giat" a washing machine.
MARKED = r"(?:nhà|bếp|phòng|hầm|tầng|kho|chợ|xe|tủ điện)(?: \w+){0,3} (?:đang cháy|bốc cháy|phát cháy|cháy (?:lớn|to|rồi))|(?:có|đầy|toàn) khói(?! thuốc)(?: \w+){0,2} (?:từ|trong|dưới|bốc|lên)|(?:gas|ga) (?:xì|rò|thoát)(?: \w+){0,3} (?:nồng|nặc|đầy|trong|khắp)|(?:lũ|nước)(?: \w+)? (?:lên|dâng|ngập)(?: \w+){0,2} (?:gác|mái|nóc|ngực|cổ)|tím tái|môi tím|lơ mơ|li bì|bị ngất|ngất (?:đi|rồi|trong|ngoài)|xỉu (?:rồi|ngang|mất)|hôn mê|co giật|sùi bọt mép|vỡ ối"
DANGER = rf"(?:{LASTING}|{SUDDEN}|{VIOLENCE}|{MARKED})"
FOUND, LIVED_WITH = any_of(DANGER), any_of(LASTING)
# Not "chong", which is a husband, "do" or "phong", a room; nor "phòng ngất xỉu", in which room.
AGAINST = r"đỡ|tránh|ngừa|chống|ngăn|phòng (?:tránh|ngừa|chống)|phong (?:tranh|ngua|chong)|phòng(?= đột| tai biến)"
NEGATED = any_of(
    rf"(?:{_either(rf'{NO}|chưa|hết|khỏi|đừng')}|{AGAINST})"
    + _either(r"(?: (?:bị|có|còn|hề|bao giờ|phải|từng|để|thấy|tránh|chống|ngừa|cơn)){0,3}")
    + f" {DANGER}"
)  # fmt: skip
# Told, sold, feared or long ago; or a figure of speech.
TALK = any_of(
    _either(
        r"dấu hiệu|triệu chứng|nguyên nhân|là gì|nghĩa là|tin đồn|tin giả|quảng cáo|rao bán|bán thuốc|mua thuốc|thuốc (?:trị|chữa|chống|phòng|ngừa)|bài (?:thuốc|viết|học)|mẹo",
        r"thực phẩm chức năng|tầm soát|phòng (?:ngừa|tránh)|cách phòng|(?:xem|coi|đoạn|cái) (?:video|clip)|tiktok|tóp tóp|facebook|youtube|trên (?:mạng|tivi|ti vi|báo)|chia sẻ|lan truyền|nghe (?:nói|đồn|kể)|có thật",
        r"nếu|giả sử|chẳng may|nhỡ|lỡ (?:mà|như|khi|lúc|có)|phòng khi|khi nào|lúc nào|hay bị",
        r"(?:đã|có) từng|từng (?:bị|có)|trước đây|hồi (?:trước|xưa|năm|nhỏ)|năm (?:ngoái|trước|kia|xưa|\d+)|(?:tháng|tuần) (?:trước|rồi)|cách đây|mấy năm|lâu rồi|(?:bữa|hôm) (?:trước|nọ|kia)|tiền sử|di chứng",
        r"sau (?:khi |cơn |lần |vụ )?(?:bị )?(?:đột quỵ|tai biến|ngất xỉu)",
        r"(?:lãi|nợ|giá|tiền|học phí|trả góp|áp lực|việc|nắng|chật|đông)(?: \w+){0,4} (?:khó thở|nghẹt thở|ngạt thở)|(?:cười|mừng|sợ|mệt|đói|vui)(?: \w+){0,2} (?:ngất|xỉu)",
    ),
    _either(r"(?:máy|điện thoại|sim|wifi|mạng|pin|tivi|ứng dụng)(?: (?:của|tôi|tui|bác|nhà|này|bị|cứ|lại|tự nhiên)){0,3}") + f" {DANGER}",
)  # fmt: skip
PAPERS = any_of(
    _either(
        r"bảo hiểm|bhyt|hồ sơ|giấy|sổ sức khỏe|trợ cấp|chế độ|tái khám|đặt lịch|khám bệnh|đơn thuốc|đi lại|chăm sóc|"
        r"căn cước|cccd|vneid|định danh|khuôn mặt|tài khoản|rút tiền|bấm|gõ|tay run"
    )
)
# Long known, or asked about before it happens: "hay khó thở", "vừa sạc vừa dùng bị điện giật không".
USUAL = any_of(_either(r"hay|thường|thỉnh thoảng|lâu lâu|mãn tính|bệnh|bị hoài") + f"(?: {_either('bị')})? {DANGER}")
ASKED_OF = re.compile(
    rf"(?<![^\W_])(?:{DANGER}) (?:{_either(f'{NO}|chưa|hay {NO}|hả|à')})[ .!?]*$|(?<![^\W_])(?:{_either('có')}) (?:\w+ ){{0,3}}?(?:{DANGER}) (?:\w+ ){{0,2}}{NO}[ .!?]*$"
)
RESCUING = any_of(_either(r"cứu|sơ cứu|cấp cứu|học|dạy|tập") + r"(?: \w+){0,3} " + DANGER)
# Something else is asked beside what is told of.
ASKS = any_of(
    _either(
        r"ở đâu|chỗ nào|hỏi ai|thế nào|cách nào|cần gì|được không|có phải|có thật|đúng không|thì sao|bao nhiêu|mấy|muốn|làm (?:thẻ|đơn|sổ|giấy|hồ sơ|gì)|xin|đăng ký|nhận|hướng dẫn|(?:chỉ|dạy|bày) (?:tôi|tui|giúp|cách)"
    )
)
# Said to go on: then whatever else is talked of.
NOW = any_of(
    _either(r"(?:đang|tự nhiên|tự dưng|đột nhiên|bỗng(?: nhiên| dưng)?|vừa mới|giờ|nay|lại)(?: (?:bị|lại|thấy|lên cơn|nằm)){0,2}") + f" {DANGER}",
    rf"{DANGER}(?:[ ,.]+\w+){{0,8}}[ ,.]+" + _either(r"(?:làm sao (?:bây giờ|giờ)|cứu (?:với|tôi|tui)|gọi (?:ai|115)|xe (?:cấp cứu )?tới)"),
)  # fmt: skip
# A call that tells so and wants money is the oldest of cheats: no ambulance comes of it.
PAYING = any_of(
    _either(r"(?:báo|bảo|nói|nhắn|kêu|đòi|bắt|yêu cầu|xưng|giả|cần)")
    + r"(?: \S+){0,16}? "
    + _either(
        r"(?:(?:chuyển|nộp|đóng|gửi|ck)(?: (?:gấp|ngay|trước|liền))? (?:tiền|khoản|viện phí|\d+\w*)|viện phí|tiền mổ)"
    )
)
LOSS = any_of(
    _either(r"tiền|lừa|cướp|trộm|chuyển|tài khoản|ngân hàng|triệu|otp|mã|hack|hách|link|đường dẫn|(?:giật|mất) (?:túi|đồ|dây|điện thoại|máy|xe)")
)  # fmt: skip
HOSPITAL = re.compile(
    rf"{FOUND.pattern}|" + any_of(_either(r"bệnh viện|bác sĩ|cấp cứu|viện phí|tiền mổ|phẫu thuật|mổ gấp|tai nạn|nhập viện|phòng mổ")).pattern
)  # fmt: skip
CLAUSE = re.compile(r"[^,;.?!]+[?!.]*")
AMBULANCE = any_of(_either(r"cấp cứu"))


def in_danger(text: str) -> Danger:
    """`text`: a message as it was typed. In doubt is who tells of something that people also live with, and asks something
    else beside it; talk is what is asked of, feared, sold or long past, or told by somebody who wants money."""
    said = _said(text)
    if PAYING.search(said):
        return "talk"
    said = NEGATED.sub(" ", said)  # one thing that is not so takes nothing from another that is
    clauses = [clause[0] for clause in CLAUSE.finditer(said)]
    told = [clause for clause in clauses if FOUND.search(clause) and not _is_talk(clause)]
    if NOW.search(said) and FOUND.search(said) and not ASKED_OF.search(said):
        return "sure"
    found = [match[0] for clause in told for match in FOUND.finditer(clause)]
    if not found:
        return "talk" if FOUND.search(_said(text)) else "no"
    if any(not LIVED_WITH.fullmatch(one) for one in found):
        return "sure"
    if PAPERS.search(said):
        return "doubtful"
    is_beside = any(clause not in told and (TALK.search(clause) or ASKS.search(clause)) for clause in clauses)
    return "doubtful" if is_beside or any(ASKS.search(clause) for clause in told) else "sure"


def _is_talk(clause: str) -> bool:
    """What is told, sold, asked or remembered; nothing that other clauses say makes it so."""
    return any(pattern.search(clause) for pattern in (TALK, USUAL, ASKED_OF, RESCUING))


def pays_for_danger(text: str) -> bool:
    """Whether somebody is told of a person in danger and asked for money: the oldest of cheats."""
    said = _said(text)
    return PAYING.search(said) is not None and HOSPITAL.search(said) is not None


def tells_of_loss(text: str) -> bool:
    """Of a message from somebody in danger: whether money or an account went as well, so that both are helped."""
    return LOSS.search(_said(text)) is not None


def wants_ambulance(text: str) -> bool:
    """Of a message that asks to have something done."""
    return AMBULANCE.search(_said(text)) is not None


def _said(text: str) -> str:
    return " ".join(small(plain(text)).split())
