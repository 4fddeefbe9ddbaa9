"""What is done to somebody, whatever the deed is: so that those who would mind do not notice, to frighten or shame them, to have
them do what they would not. By who does it to whom, and what for; `gate/deceits.py` knows what is made for it.

Patterns stand as `gate.reading` gives them. A word that is many others without its marks ("so", "giam", "chua") tells nothing.
"""

from app.tutor.domain.gate.persons import CHECKING, HARMED, MINDING, NO_OBJECT, TRUSTING, YOUNG
from app.tutor.domain.gate.phrases import FEW, SOME, TELLING, any_of

METHOD = r"(?:kieu (?:gi|nao|dau)|cach (?:nao|gi)?|lam sao|the nao|ra sao|cho nao|khuc nao|doan nao|loai (?:gi|nao)|bang (?:gi|cach)|(?:meo|mieng|chieu) (?:gi|nao)?|noi gi|nhan gi|cau gi|ky thuat|chat gi|thuoc gi|qua dau)"
SO_THAT = r"(?:ma|de|sao cho|cho|khoi de)"
UNAWARE = rf"(?:khong|ko|chang|kho|het|khoi|dung)(?: (?:the|he|con|kip|bao gio|dam|ai|co|duong))*(?: \w+)? ?(?:biet|hay|phat hien|nhan ra|nhin ra|nghi|ngo|do ra|tim ra|lan ra|truy ra|bao ai|to cao|keu cuu|khang cu){NO_OBJECT}"
FRIGHTENED = r"(?:lo so|khiep|nhuc|biet mat|nho doi|het duong|tan (?:doi|nat)|te tua|mot tran|sap tiem|pha san|than bai danh liet)"
TAKEN_IN = r"(?:ham|tuong (?:la|luong|that|toi|minh|benh|bi|duoc|nguoi|thiet|trung)|sap bay|mu quang|xieu long)"
RELEASED = r"(?:dua (?:the|ma|tien|so|vang|mat)|chuyen (?:tien|khoan)|doc (?:ma|so|otp)|xuat tien|bo tien|gop von|sang ten|dung ten|vay(?= |$))"
ALONE = r"(?:bat (?:cam|may quay|camera)|gui (?:hinh|anh|clip)|ra gap|gap rieng|di mot minh|coi do|cho hen)"
SPOILT = r"(?:chet|chay (?:het|sach|lua|la)|benh|hu (?:het|sach)|rung het)"
WRONG = any_of(
    # So that those who would mind do not notice, or let it pass.
    rf"{METHOD}{TELLING} {SO_THAT}{FEW} {MINDING}{FEW} {UNAWARE}",
    rf"{METHOD} (?:\w+ ){{0,3}}?{CHECKING}{FEW} kho (?:nhin|biet|phat hien|do|tim)(?: ra)?",
    rf"{METHOD}{TELLING} {CHECKING}{FEW} (?:van (?:du|dung|khop|dat)|cho qua|tuong)(?! khong)",
    rf"(?:xoa|tay|cat|bia|dung|thao){SOME} (?:de|cho|sao cho) {CHECKING}{FEW} tin(?! nhan)(?: la)?",
    rf"(?:sao cho|de){FEW} {MINDING}{FEW} {UNAWARE}{TELLING} {METHOD}",
    rf"{METHOD}(?: \w+){{0,3}} (?:khong|khoi|ko)(?: bi| de)* (?:de (?:lai )?dau|lan ra|truy ra|bi tom|bi ghi la)",
    rf"{METHOD}{TELLING} ma (?:khong|khoi|ko){FEW} (?:dau vet|truy ra|bi tom|bi ghi la|di tu|tri ra)",
    rf"(?:rut|vay|chuyen|xai|xen){SOME}{TELLING} (?:tat|chan|xoa|an){FEW} (?:tin nhan|thong bao|bao){FEW} (?:ve|tren|trong|cua){FEW} (?:may|dien thoai) {HARMED}",
    # To frighten, shame or hurt.
    rf"(?:{METHOD}|muon|dinh|tinh|cho xin|viet|soan|nhan|noi|chi|bay){TELLING} (?:cho|de|lam) {HARMED}(?: phai| bi)? {FRIGHTENED}",
    rf"(?<!bi )(?:doa|doa nat|ep|dan mat){FEW} (?:sao|the nao|kieu gi|gi){SOME} (?:{HARMED}|{TRUSTING}){FEW} (?:khong dam|phai|chiu|rut|im)",
    rf"(?<!bi )(?:nhot|thu tieu|hanh ha|tat axit|dot nha|dot xe|bop co){FEW} (?:{MINDING}|{HARMED}){TELLING} {METHOD}",
    rf"(?<!bi )giu{FEW} (?:can cuoc|cccd|nha chieu|ho chieu|giay to|dien thoai|luong){FEW} (?:cua )?(?:no|cong nhan|nguoi (?:lam|giup)|nhan vien){TELLING} (?:doa|khong dam|tinh sau|khoi (?:di|bo|tron|nghi))",
    rf"(?:do|phun|rai|bo|pha|tron|tha|tiem){FEW} (?:gi|loai nao|thuoc nao){SOME} (?:xuong|vao|len|cho){TELLING} (?:ben canh|nha ben|hang xom|doi thu|nha no){TELLING} {SPOILT}",
    rf"(?:do|phun|rai|bo|pha|tron|tha|tiem){SOME} (?:xuong|vao|len){SOME} (?:nha ben|hang xom|doi thu|nha no){SOME} (?:sao cho|kieu gi|the nao|cach nao|de|cho){FEW} {SPOILT}",
    # To have them do what they would not.
    rf"(?:day|chi|viet|nhan|noi|du|ru|caption|kich ban|bay|cau gi|may cau){TELLING} (?:(?:de|sao cho|cho|la|thi){FEW} )?{TRUSTING}{TELLING} (?:chiu|dong y|xieu long|nghe theo|cam dong){FEW} {RELEASED}",
    rf"(?:day|chi|viet|nhan|noi|du|ru|kich ban|bay|cau gi|may cau){TELLING} (?:(?:de|sao cho|cho|la|thi){FEW} )?{YOUNG}{TELLING} (?:chiu|dong y|nghe theo){FEW} {ALONE}",
    rf"(?:viet|noi|nhan|day|ke|dang|caption){TELLING} (?:de|sao cho|cho) (?:{TRUSTING}|no|han){FEW} {TAKEN_IN}",
    # What others lost, opened or changed.
    rf"(?:hang xom|khach|ai do|nguoi la|ong|ba|no){FEW} (?:de quen|bo quen|danh roi|lam roi){FEW} (?:dien thoai|may|the|vi){TELLING} (?:mo khoa|rut|xai|tieu|pha)",
    rf"(?:trao|doi|danh trao){FEW} (?:to|ve so|the|hang|giay|tien){SOME}{TELLING} (?:ong|ba|cu|khach){TELLING} (?:khong|chac khong|dau co) (?:biet|hay|nhan ra|de y){NO_OBJECT}",
)  # fmt: skip
# Against whom one guards, what is one's own to hide or to give, and who is only spared a worry.
GUARDED = any_of(
    r"(?:ke (?:gian|trom|xau|lua|cap)|trom|hacker|nguoi xau|bon lua|lua dao|tin gia|hang gia|canh giac|tranh)",
    r"(?:do|bot|het|khong con|dung) lo so|lo so (?:ma|de|roi) (?:bo|khoi|khong|thoi)|lo so (?:\w+ ){0,2}(?:link|lua|ma doc)",
    r"(?:roi|thoat) (?:khoi )?nhom|(?:an|tat) (?:trang thai|nick|danh ba|bai|ngay sinh|hoat dong|da xem)|thu hoi|huy (?:ket )?ban|chan (?:nguoi|ban|so|no|ho|bon)|dang (?:online|hoat dong)|(?:mua|tang) qua|sinh nhat|bat ngo",
    r"(?:tra lai|goi tra|tim chu|lien lac (?:voi )?(?:chu|nguoi))",
)
