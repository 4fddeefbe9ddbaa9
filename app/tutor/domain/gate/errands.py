"""Whether somebody asks the machine to do something for them, rather than how it is done."""

import re

from app.tutor.domain.gate.phrases import any_of

ME = r"(?:toi|tui|tao|em|bac|minh|mk|mik|con|chau|chi|anh|co|chu|ba|ong|me|bo|cu|dum|gium|nha|e)"
HELP = r"(?:giup|gium|dum|jup|zum|thay (?:toi|tui|em|minh|bac))"
DOING = (
    r"(?:man|nha han|tao|duyet|tim|book|mo|lap|xin|dang nhap|dang nhạp|ky|huy|goi|goi dien|nap|tra|tra cuu|chuyen|chuyen khoan|chuyen tien|ck|dang ky|dki|dk|nop|"
    r"thanh toan|mua|dat|bao|gui|goi|nhan|nhan tin|xac nhan|nhap|dien|khai|ke khai|kich hoat|tai|cai|cai dat|khoa|xoa|doi|rut|in|"
    r"lam|lam ho so|xem|kiem tra|check|coi|bam|ban|dang|cap nhat|gia han|thu hoi|lay lai|lay|khoi phuc|mo khoa|dong|chan|tat|bat|"
    r"dang xuat|dat lich|dat ve|dat hang|tich hop|quet|ky so|soan don|hen|book|tat toan|vay|bao mat|them|ket ban|rut tien|hoan|dong tien|dong thue|nop thue|lam the|lam don)"
)
ADDRESSED = r"(?:oi|a|ne|nay|alo|ban|em|chau|con|may|mi|ad|admin|shop|bot|tro ly|cau|anh|chi|co|chu|cho|nho|hay|lam on|vui long|xin|phien|muon|ban oi|em oi|chau oi|con oi|tro ly oi|giup|le|mau|cung|roi|thi|thoi|vay|gio|bay gio|tien the|luon|dum|gium|ho|toi|tui|bac|minh)"
STARTS = rf"(?:^|[.?!,;:] ?)(?:{ADDRESSED}[ ,]+){{0,5}}"
PASTE = r"(?: (?:nghe|hi|luon|di|voi|cai|nhe|nghen|nha|ngay|lien|a|nhen|hen|phat|mot cai|1 cai|ti|chut|coi|duoc khong|dc ko|duoc ko|duoc hong|dc k|dc khong|duoc khong he|duoc hong he|nho|cho le|gap))"
# What helps when it is only told or looked at: "chỉ giúp", "giải thích giùm", "giúp tôi hiểu".
TOLD = r"(?:chi|huong dan|noi|giai thich|bay|day|hoi|tu van|goi y|xem|coi|kiem tra|giup|cho|biet|tra loi|tim hieu|phan biet|nhin)"
UNDERSTOOD = r"(?:hieu|biet|cach|voi|giai thich|phan biet|tim hieu|hoc|nho|xem|coi|duoc|lam sao|di|cai|nhe|a|la|thi|mot|1|chi|huong dan|may|cau|chuyen)"
ACT = re.compile(
    rf"^(?:{ADDRESSED}[ ,]+){{0,5}}(?!(?:{TOLD}|{ADDRESSED})(?![^\W_]))\w+(?: [^\s.?!]{{1,20}}){{0,9}}? giup(?: {ME}(?![^\W_])|{PASTE}|[ ,.!?]*$)"
    rf"|^(?:{ADDRESSED}[ ,]+){{0,5}}giup {ME} (?!{UNDERSTOOD}(?![^\W_]))\w+|"
    rf"{STARTS}{DOING}(?: [^\s.?!]{{1,20}}){{0,9}}? {HELP}(?![^\W_])"
    rf"|{STARTS}{DOING} {HELP}(?: {ME})?(?= )"
    rf"|{STARTS}(?:giup|gium|dum)(?: {ME})? {DOING}(?![^\W_])"
    rf"|(?<![^\W_])(?:ban|mi|may|ad|bot|tro ly|em|chau|con)(?: co the| hay| phai| lam on| chiu kho)? {DOING}(?: [^\s.?!,]{{1,20}}){{0,9}}? {HELP}(?: {ME}|{PASTE}|[ ,.!?]*$)"
    rf"|{STARTS}{DOING}(?: [^\s.?!]{{1,20}}){{0,7}}? cho (?:toi|tui|bac|em|minh|mk|con|chau|tao){PASTE}+[ .!?]*$"
    rf"|(?<![^\W_]){DOING}(?: [^\s.?!,]{{1,20}}){{0,5}}? (?:gium|dum|giup) (?:tui|toi|bac|em|minh|con|chau|tao|mk|e)(?: [^\s.?!,]{{1,20}}){{0,6}}?{PASTE}*[ .!?]*$"
    rf"|{STARTS}(?:nap|chuyen|mua|dat|dang ky|gui|tra|dong|nop|goi|huy|khoa|xoa) cho {ME}(?: [^\s.?!]{{1,20}}){{0,8}} (?:di|nha|nhe|nghen|voi|luon)(?: (?:chau|em|con|ban|ad))?[ .!]*$"
    rf"|(?<![^\W_])(?:ban|mi|ad|bot|tro ly|em|chau|con)(?: [^\s.?!]{{1,20}}){{0,4}} {DOING}(?: [^\s.?!]{{1,20}}){{0,9}}? cho (?:toi|tui|bac|minh|em) (?:nhe|nha|nghen|di|voi|luon)[ .!]*$"
    r"|^(?:bat|tat|mo)(?: [^\s.?!]{1,20}){1,4}? cho (?:toi|tui|minh|em)[ .!]*$|^thi giup(?![^\W_])"
    rf"|^(?:mi|bot|tro ly|ad)(?: oi)?[ ,]+(?:hay )?{DOING} (?!duoc|gi)"
    rf"|^(?:em|chau|con|ban|ad)(?: oi)?[ ,]+(?:hay )?{DOING} cho (?:toi|tui|bac|co|minh|ong|ba)(?: [^\s.?!]{{1,20}}){{1,8}} (?:nha|nhe|nghen|di|voi|nghe)[ .!]*$"
    rf"|(?<![^\W_])(?:dang ky|nop|lam|chuyen|tra|nap|khai|dien|goi|mua|dat|huy|xin)(?: [^\s.?!,]{{1,20}}){{0,5}}? (?:gium|dum|giup) (?:duoc|dc)(?: [^\s.?!,]{{1,8}}){{0,2}}[ .!?]*$"
)  # fmt: skip
# Asking how, or about somebody else who helps.
NOT_ACT = any_of(
    r"(?:lam sao|lam the nao|cach nao|the nao|nhu the nao|ntn|cach|huong dan|chi (?:toi|tui|bac|em|giup|cho)|bay|giai thich|o dau|cho nao|bam dau|bam gi|can gi|nen lam gi|may ngay|bao lau)",
    r"(?:nho (?!tro ly|ban|em|chau|mi|ad|bot)|co|de|ai|nguoi ta|nguoi la|nguoi khac|(?<!goi )(?<!bao )(?<!hoi )(?:cong an|can bo|nhan vien)|con cai|con gai|con trai|thang con|con chau|bon no|no|han|chung)(?: \w+){0,4} (?:giup|gium|dum|lam thay)",
    r"(?:giup|gium|dum) (?:roi|xong)",
    r"(?:co nen|co duoc|co phai|co sao|co can|co bi)",
    r"(?:giup|gium|dum) (?:cac cu|ba con|nguoi (?:khac|gia|than|nha|ta)|me|bo|ong ba|cha me|hang xom)",
    r"(?:cho hoi|xin hoi|(?<!thu )hoi)",
)
ASKING = any_of(
    r"(?:sao|the nao|o dau|cho nao|cach|huong dan|giai thich|cho hoi|xin hoi|co nen|co duoc|co phai|that hay|lua (?:khong|ko)|nguoi ta)|(?:giup|gium|dum) (?:me|bo|cha|vo|ck|ba|ong|nguoi)(?: \w+){0,3} (?:duoc|dc)(?: \w+)?"
)
THIRD = re.compile(r"(?:con|chau|vo|ck|bo|me|em|ban|anh) (?:toi|tui|bac|minh|gai|trai|re|dau|noi|ngoai)(?![^\W_])")
ASKED_HOW = any_of(
    r"(?:lam sao|the nao|cach|o dau|cho nao|can gi|giay gi|thi sao|co sao|co nen|co duoc|huong dan|chi (?:toi|tui|bac|em)|bay|may gio|bao lau|thi can|noi sao|sao cho)|(?<!duoc )(?:khong|ko)(?=[ .?]*$)"
)
ORDERED = re.compile(
    rf"^(?:{ADDRESSED}[ ,]+){{0,5}}(?:{DOING} (?:.* )?{HELP}(?![^\W_])|{DOING} .* (?:voi|nhe|nghen|nha|di|cai|luon)(?: (?:chau|em|con|ban|ad))?[ .!]*$)"
)


CLAUSE = re.compile(r"[^,;.?!\n]+")
# Whoever is entrusted with a thing, told what to choose, given leave to pay, or to report when it is done.
YOU = r"(?:chau|con|em|ban|bot|may|mi|tro ly|cung|ad|admin)(?! (?:toi|tui|gai|trai|dau|re|minh|bac|nha|ruot|no|be|ut|ca|hai|ba|tu|chau|cai|noi|ngoai|nho|lon)(?![^\W_]))"
DEEDS = rf"(?:{DOING}|doc|vao|vo|nhan|chan|go|chup|chon|dien|bao|noi|tra loi|dung ten|ke|nghe|theo doi|book|order|rep|chot|ghi|viet)"
ENTRUSTED = re.compile(
    rf"{STARTS}(?:(?:{ME}|di|o|ma|me) )?(?:(?:(?<!con )(?<!be )nho|cay|phien|giao het cho|giao cho) (?!may ){YOU}|uy quyen cho (?:tro ly|bot|may|ban))(?: do)?(?: cu| hay| vao| len)?(?: [^\s,.?!]{{1,20}}){{0,2}}? (?!(?:xem|coi|kiem tra|check|doc|noi|ke|nghe|giai thich)(?![^\W_])){DEEDS}(?![^\W_])"
    rf"|(?<![^\W_]){YOU}(?: [^\s,.?!]{{1,20}}){{0,5}}? thay (?:cho )?(?:toi|tui|bac|minh|tao|o|ma)(?![^\W_])"
    rf"|^(?:{ADDRESSED}[ ,]+){{0,5}}(?:cu |tu )?{DEEDS} [^.?!]{{0,80}}?(?<![^\W_])(?:ngay|gio|cho|cai|loai|hang|ben|ve|chuyen|goi|bac si|ai) nao(?: \w+){{0,3}} (?:thi )?(?:lay|dat|chon|cung (?:duoc|dc))(?![^\W_])"
    rf"|{STARTS}(?:lay|tru|rut) tien (?:tu|trong|o){{1}} [^.?!]{{0,40}}(?<![^\W_])(?:toi|tui|bac|minh|em|o|ma|di) (?:dong y|cho phep|uy quyen|chiu)"
    rf"|^(?:{ADDRESSED}[ ,]+){{0,5}}{DEEDS} [^.?!]{{0,80}}(?<![^\W_])(?:toi|tui|bac|minh|em|o|ma|di) (?:dong y|cho phep|uy quyen)(?: het| luon)?(?=[ .!]*$)"
    rf"|^(?:{ADDRESSED}[ ,]+){{0,5}}{DEEDS} [^.?!]{{0,60}}(?<![^\W_])(?:thi|roi|xong) (?:bao|ke|nhan|noi|doc|goi|dua)(?: lai)?(?: cho)? (?:{ME}|o|ma|di)(?: (?:nghe|biet|hay|mot tieng|voi))*(?=[ .!]*$)"
    rf"|(?<![^\W_])(?:giay(?: to| so)?|tien|anh|hinh|thong tin|can cuoc)(?: \w+){{0,4}} gui sau(?=[ .!]*$)"
    rf"|(?<![^\W_])(?:thay mat|nhan danh) (?:toi|tui|bac|minh|em|o|ma|di|tau|to) {DEEDS}(?![^\W_])"
    rf"|(?<![^\W_])(?:{YOU}|cau|to)(?: [^\s,.?!]{{1,20}}){{0,2}}? {DEEDS} [^.?!]{{0,80}}(?<![^\W_])(?:toi|tui|bac|minh|o|ma|di|tau|to|ba) (?:da )?(?:dong y|cho phep|uy quyen) (?:het|luon|roi|cho)(?! phep| khong)(?![^\W_])"
    rf"|(?<![^\W_])(dat|chon|lam|ghi|mua|ban|tra) (?:sao|gi|nao|bao nhieu) thi \1(?![^\W_])"
    rf"|^(?:{ADDRESSED}[ ,]+){{0,5}}{DEEDS} [^.?!]{{0,80}}?(?<![^\W_])(?:gia|gio|ngay|loai|mau|cho|hang|so) nao cung (?:ban|mua|lay|dat|duoc|tra|chiu)(?![^\W_])"
    rf"|{STARTS}(?:{YOU} )?(?:vui long |lam on |nho )?(?:theo doi|canh|trong chung|coi chung) [^.?!]{{0,60}}(?<![^\W_])(?:he|khi nao|luc nao|co|nhin)[^.?!]{{0,40}} thi (?:bao|nhan|goi|ke)(?: cho)? {ME}(?![^\W_])"
)  # fmt: skip


def asks_to_act(said: str) -> bool:
    """One part of the message is enough: old people tell why before they ask."""
    return is_entrusted(said) or any(_is_errand(clause[0].strip()) for clause in CLAUSE.finditer(said))


def is_entrusted(said: str) -> bool:
    return ENTRUSTED.search(said) is not None and not ASKED_HOW.search(said)


def _is_errand(clause: str) -> bool:
    if not ACT.search(clause) or THIRD.match(clause):
        return False
    return not NOT_ACT.search(clause) or (ORDERED.match(clause) is not None and not ASKING.search(clause))
