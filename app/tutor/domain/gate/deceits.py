"""What is made so that others take it for true, or done so that nobody notices: by what it is made for, whatever it is.

`gate/harm.py` knows deeds by their names; here the shape tells: something made or altered, and the clause that says whom it is
to deceive. Patterns stand as `gate.reading` gives them.
"""

from app.tutor.domain.gate.persons import NO_OBJECT, ONE_OF_US, PEOPLE
from app.tutor.domain.gate.phrases import FEW, SOME, TELLING, any_of

MADE = r"(?:tao|bia|dung|che|viet|soan|nghi|lam|lap|dat dieu|dang|tung|thiet ke|nhan|noi|ke|goi)"
ALTERED = r"(?:sua|chinh|doi|tay|cao|ghep|cat|photoshop|nang|tang|giam|ha|thay|them|bot|xoa)"
PAPER = r"(?:can cuoc|cccd|cmnd|giay|bien lai|hoa don|bill|bang|so|hop dong|ho so|don thuoc|the(?! nao| thi| a)|sao ke|hoc ba|benh an|cong to|dong ho)"
PAGE = r"(?:trang|web|website|app|ung dung|link|tin|tin nhan|fanpage|man hinh|thong bao|nick|giong)"
PENNED = r"(?:bia|viet|nghi|tao|soan|dat)"
PRAISE = r"(?:danh (?:gia|tien)|binh luan|nhan xet|loi khen|loi che|review|phan hoi)"  # "đánh giá" is read so: intent.PLAINER
PRIVATE = r"(?:cccd|can cuoc|otp|ma|pin|so the|so so|so tai khoan|mat ?khau|mk|the|tien|thong tin)"
UNNOTICED = (
    rf"(?:(?:ma|de|cho|sao cho|va){FEW} )?(?:{PEOPLE}|ai)(?: \w+){{0,3}}? (?:khong|ko|chang|hong)(?: the| he)? (?:biet|hay|nghi|nhan ra|nhin ra|phat hien|thay|nhin|do ra|de y|lo){NO_OBJECT}"
    rf"|(?:khong|ko|chang|hong) (?:ai|{PEOPLE})(?: \w+)? (?:biet|hay|nghi|nhan ra|nhin ra|phat hien|thay|nhin|do ra|de y){NO_OBJECT}"
)
LIKE = r"(?:giong (?:y|het|that|nhu that)?|y (?:chang|het|nhu)|nhu that|nhai|gan giong)"
DECEIT = any_of(
    # A look-alike, and who is to fall for it.
    rf"{MADE}{FEW} {PAGE}{SOME} {LIKE}{TELLING} (?:(?:de|cho|sao cho){FEW} )?{PEOPLE}{FEW} (?:nhap|dien|dua|bam|tin|tuong|chuyen|doc){TELLING}",
    # A tale, and whom it is to frighten or persuade.
    rf"{MADE}{FEW} (?:tin|chuyen|cau chuyen|bai|clip|video|anh){TELLING} (?:sao cho|cho|de|khien|lam){FEW} {PEOPLE}{FEW} (?:hoang|so|phan no|tuong)",
    rf"{MADE}(?: \w+){{0,3}} (?:sao cho|cho){FEW} {PEOPLE}{FEW} (?:hoang|phan no){FEW}",
    rf"(?:loi|bai|tin|cau){FEW} (?:moi|rao|quang cao|goi|xin){SOME} (?:gop von|dau tu|vay|tu thien|mua|chuyen){SOME} (?:sao cho|cho|de|la){FEW} (?:{PEOPLE}{FEW} )?(?:doc |nghe )?(?:la )?tin",
    rf"{MADE}{SOME} (?:de|cho|sao cho){FEW} {PEOPLE}{SOME} (?:nhap|dua|doc|gui|dien){FEW} {PRIVATE}{FEW} (?:cho (?:toi|tui|minh|em)|vao (?:link|trang|web))",
    rf"(?:lay|moi|xin|do){FEW} (?:ma|otp|ma otp|mat ?khau|mk|pin|so the){SOME} (?:cua )?{PEOPLE}{SOME} (?:noi|nhan|viet|goi){FEW} (?:cho|de|sao)",
    rf"gia (?:bo|vo|lam){SOME} (?:goi|nhan){SOME} (?:xin|muon|chuyen|vay|lay){FEW} tien",
    # Papers and pictures of them, altered where nobody looks twice.
    rf"{ALTERED}{FEW} (?:ngay|nam|tuoi|so|ten|chu|dau|diem|noi dung|chi so|gia|tien){SOME} (?:tren|trong|o){FEW} (?:anh|(?<!man )hinh|file|ban scan|ban chup){FEW} {PAPER}",
    rf"(?:{ALTERED}|tao|bia|dung|che|dang|tung){SOME} {PAPER}{TELLING} (?:{UNNOTICED})",
    rf"(?:{MADE}|{ALTERED}){FEW} (?:bang|giay|chung chi|the|con dau|bien lai|hoa don|mat|hinh|anh){TELLING} (?:nhin |trong |coi )?(?:nhu that|y (?:nhu|chang|het)(?: cap)? that|giong that)",
    rf"{MADE}{FEW} (?:thong bao|giay moi|quyet dinh|van ban|cong van|giay bao){SOME} gia(?! (?:dinh|han|dat|ca|nuoc|dien|ve)){TELLING}",
    rf"(?:khai|bao){FEW} (?:gian|man|lon hon|nhieu hon|it hon|thap hon|cao hon|khong dung){TELLING} (?:de|cho){FEW} (?:lanh|huong|nhan|khoi|ne|tron)",
    rf"(?:xuat|viet|mua|kiem(?! tra)|lam)(?: lai)?{SOME} hoa don{SOME} (?:khong (?:co )?hang|cho khop|khop so)",
    rf"(?:giau|khong bao){FEW} (?:xa|phuong|co quan|bao hiem|nha nuoc|ubnd){SOME} (?:van|tiep|de){FEW} (?:lanh|linh|nhan|huong|rut)",
    # Done behind somebody's back.
    rf"(?:coi|xem|doc|nghe|mo|lay|rut|theo doi|cai|dinh vi|biet){SOME} ma (?:khong de |khong cho )?{ONE_OF_US}{FEW} (?:khong|ko|chang|hong) (?:the )?(?:biet|hay|nghi|nhan ra|phat hien){NO_OBJECT}",
    r"lua (?:duoc )?(?:cay |may |tru )?(?:atm|ngan hang|bao hiem|he thong)",
    # Voices that are nobody's.
    rf"{PENNED}(?: \w+){{0,3}} (?:\d+|chuc|may chuc|hang chuc|hai chuc|nhieu|loat)(?: \w+)? {PRAISE}",
    rf"{PENNED}{SOME} {PRAISE}{TELLING} (?:giong|moi loi|moi cau|van)(?: \w+){{0,3}} khac",
    r"(?:rai|phao|loan|gieo)(?: \w+)? tin don",
    rf"(?:toi|tui|em|minh|tao)(?: \w+)? (?:dinh|tinh|muon|se) (?:bat|doi|ep){SOME} (?:dua|chuyen|tra|nop){TELLING} khong thi{TELLING} (?:tung|dang|phat|gui)",
    rf"(?:mua|gom|thu mua|sang lai|kiem nguoi ban){FEW} (?:tai khoan|nick|acc){FEW} (?:vneid|dinh danh|ngan hang|nguoi khac)",
    rf"(?:mua|kiem(?! tra)|gom|xin){FEW} (?:tai khoan|nick|acc|sim){FEW} (?:(?:cua )?nguoi (?:khac|la)|rac|khong chinh chu|khong ten)",
)  # fmt: skip
BEHIND_BACKS = any_of(
    rf"(?:{PEOPLE}|ai)(?: \w+){{0,3}}? (?:khong|ko|chang|hong)(?: the| he)? (?:nhan ra|nhin ra|phat hien|do ra|nghi ngo){NO_OBJECT}",
    r"(?:ai|nguoi nao)(?: \w+){0,2} cung (?:khong|ko|chang|hong) (?:biet|hay|thay|nhin)",
)
