"""Whether somebody asks how to harm others, rather than how to know or ward off such a thing."""

from app.tutor.domain.gate.deceits import BEHIND_BACKS, DECEIT
from app.tutor.domain.gate.phrases import FEW, SOME, any_of
from app.tutor.domain.gate.wrongs import GUARDED, WRONG

OTHERS = (
    r"(?:vo|chong|ban gai|ban trai|nguoi yeu|bo|con dau|con re|hang xom|nha ben|thang|con nho|nguoi ta|nguoi khac|ai do|sep|dong nghiep|"
    r"dua|no|han|khach|nguoi gia|ba con|doi thu|co ay|anh ay|ck|vk|xom|ban cung|ke khac|chu no|con no|nguoi la|moi nguoi|may nguoi|ban hoc|giao vien|chu nha)"
)
FAKED = (
    r"(?:giay|to|bang|the|so|chung minh|chung|con dau|dau|chu ky|hoa don|bien lai|bill|cccd|can cuoc|cmnd|ho so|don thuoc|tin nhan|trang|web|website|app|"
    r"ung dung|tai khoan|fanpage|nick|giong|mat|video|anh|ma qr|ket qua|lenh|man hinh|giao dich|sao ke|hop dong|ho khau|bang lai|qr|clip|thong bao|danh gia|so do)"
)
HOW = r"(?:cach|chi|day|huong dan|lam sao|lam the nao|the lao|the nao|sao cho|lam cach nao|giup|viet|lam|tao|mua|ban|kiem|xin|cho xin|o dau|muon|can|dung|soan|mach|bay|meo|phan mem|app|cong cu|thue|nho|kich ban|che|cat ghep|ghep|nhu nao|ntn|sao)"
WANTED = r"(?:cach|lam sao|sao|muon|tinh|dinh|chi|day|huong dan|giup|o dau|kieu gi|the nao|ntn|xin|can|thue|kiem|mua|ban|nhan|lam|dang|viet|tung|soan)"
DEED = (
    r"(?:danh cap|an cap|lay cap|an trom|gian lan|thi (?:ho|giup|thue)|khung (?:bo|cha)|boi nho|bom hang|rua tien|ma tuy|thuoc lac|thuoc no|kich no|che bom|"
    r"sung|deepfake|nghe len|xem len|quay len|chup len|doc len|tong tien|tra thu|cho vay nang lai|vay nang lai|doi no thue|beu anh|beu xau|noi xau|hu doa|"
    r"de doa|bia chuyen|tin bia|tin gia|vu khong|hack|be khoa|tron thue|ne phat|chiem doat|lua (?:nguoi|tien)|lam gia|gia mao|mao danh|pha hoai|"
    r"buon lau|hang cam|thuoc doc|dau doc|tan cong)"
)
HARM = any_of(
    rf"(?:biet|doan|lay|tim){FEW} mat ?khau(?: \w+){{0,3}} (?:cua )?(?:ban toi|ban tui|{OTHERS})",
    r"(?:chiem|cuop|giat) (?:quyen |lay )?(?:nhom|nick|trang|tai khoan|zalo|facebook|quyen truong nhom)",
    rf"(?:the|dien thoai|may|iphone|vi){FEW} (?:nhat duoc|nhat|luom duoc){SOME} (?:rut|pha|xai|mo khoa|be|tieu|ban)|(?:nhat|luom) duoc{SOME} (?:rut tien|pha|xai|be khoa|pass)|pha (?:pass|khoa|mat ?khau){SOME} (?:nhat duoc|{OTHERS})",
    rf"(?:dong dau|dau do|con dau|chu ky){FEW} gia(?! tri)|gia(?: danh)? (?:so|chu ky|giong|tong dai|nhan vien|lam)(?: \w+){{0,5}} (?:khi goi|de|vao|nham|goi|tan tinh|xin|thu tien)",
    rf"(?:thue|mua|nho|ru){FEW} (?:nguoi )?{FEW}(?:danh gia|binh luan|like|mot sao|1 sao){FEW}(?:gia|ao|{OTHERS}|quan)|(?:like|binh luan|danh gia) (?:khen )?gia cho",
    rf"(?:photoshop|sua|chinh|tay xoa|dieu chinh){FEW} (?:giay|can cuoc|cccd|nam sinh|ngay sinh|so tien|bang|hoa don){SOME} (?:thanh|de (?:duoc )?(?:huong|nhan|lanh|vay))|photoshop giay",
    rf"(?:gui|tao|lam|dua|khoe){SOME} (?:anh|bill|bien lai|hinh|man hinh)(?: \w+){{0,3}} (?:chuyen (?:tien|khoan)|thanh cong){FEW} (?:gia|fake|y (?:nhu|chang) that)|(?:bien lai|bill){FEW} (?:y nhu|y chang|giong) that",
    rf"bo sim (?:tron|luon)|(?:vay|muon){SOME} (?:bo|vut|huy) sim|khong de (?:thue|cong an){FEW} (?:biet|tim ra|hay)|de (?:thue|cong an)(?: \w+){{0,2}} khong(?: \w+)? (?:biet|tim|thay)|(?:xoa|phi tang){SOME} (?:sach|het) dau vet",
    rf"(?:dinh vi|tim dia chi|tim thong tin rieng){SOME} (?:nguoi yeu cu|co giao)|de doa (?:co|no|han|ong|ba|{OTHERS})|(?:tim|lay){SOME} de doa(?: \w+)?",
    rf"(?:ghi am|quay|chup) (?:len|trom){SOME}|doa tung{SOME} (?:doi|lay|moi) tien|(?:bia|che|dung) (?:tin|chuyen|anh){SOME} (?:gui|dang|tung|len)|lan nhanh{SOME} (?:du|dau) (?:la )?bia|du khong co bang chung",
    rf"(?:ban|mua|trao doi) (?:danh sach|data|phao|sung|dan|lo de|thuoc ngu){SOME}(?:so|qua mang|khach|cac cu|kin|bao nhieu|khong can don)|ghi (?:lo )?de (?:tren mang|online|o dau)|ca do(?: \w+){{0,3}} (?:cho nao|o dau|qua)",
    rf"lua tinh(?: \w+){{0,5}} (?:kiem|bat dau|tien)|xin tien(?: \w+){{0,4}} gia|lay (?:hinh|anh){FEW} (?:benh|tre em){SOME} xin tien|quang cao thuoc{SOME} (?:dut|tri het|khoi han){SOME}(?:hap dan|ban)",
    rf"(?:lay|lanh|nhan|rut){FEW} (?:luong huu|tro cap|tien){SOME} (?:ong|ba|nguoi|cu){FEW} (?:da mat|chet){FEW} khong (?:khai|bao)|(?:muon|dung) the bao hiem(?: y te)?{FEW} (?:cua )?(?:nguoi khac|em toi|{OTHERS}){FEW} (?:di )?kham|khai khong",
    rf"{WANTED}{SOME} {DEED}",
    rf"{DEED}{SOME} (?:nhu the nao|the nao|kieu gi|cach nao|lam sao|sao|o dau|bao nhieu|giup)(?=[ ,.?!]|$)",
    rf"(?:chinh|sua|chinh sua|tay xoa|cao){SOME} (?:hoa don|bien lai|giay kham|bill|hop dong|bang cap|hoc ba|di chuc|so do|benh an){SOME} (?:cho|thanh|de|tu)",
    rf"(?:dang|up|tung|phat|gui|phat tan){SOME} (?:clip|anh|hinh|video){SOME} (?:rieng tu|nhay cam|nong|khoa than|kin)",
    r"mua dap an|quay cop|thue (?:nguoi )?thi",
    rf"ban{FEW} (?:thuoc|hang|my pham|sua|vang|ruou|thuc pham){FEW} (?:gia|nhai|lau)(?! (?:ca|re|tot|cao|si|goc|bao nhieu)(?![^\W_]))",
    rf"nhat duoc{SOME} (?:mo khoa|xai luon|rut|giu luon|tieu|ban lai|dem ban|be khoa)",
    rf"(?:rut|lay|xai|quet|tieu){SOME} (?:the|tien){SOME} (?:danh roi|lam roi|bo quen|nhat)",
    rf"(?:lap|mo|tao){FEW} (?:trang|shop|gian hang|web|nhom|group){SOME} (?:ma|lua|gia|lay coc|om tien)(?![^\W_])",
    rf"gui (?:virus|vi ?rut|ma doc|link doc|duong dan doc){SOME}",
    r"(?:do|do tim|quet|thu) (?:so the|ma pin|mat ?khau|ma otp|otp)",
    rf"(?:khai|lam|gia|bia){FEW} (?:benh an|benh|tai nan|giay ra vien|giay nghi){SOME} (?:de|lanh|huong|lay|nhan) (?:bao hiem|tien|che do|tro cap)",
    rf"(?:ban|thue|mua) sim{SOME} (?:san|ten nguoi|rac)",
    rf"(?:hack|hach|bẻ khoa|be khoa|pha khoa|crack|xam nhap|danh sap|chiem quyen){SOME} (?:facebook|fb|zalo|gmail|nick|tai khoan|tk|wifi|may|dien thoai|camera|web|trang|vneid|icloud|mat khau|email|{OTHERS})",
    rf"(?:doc|xem|coi|ngo|nghe|lay|do|chep|quay|chup) (?:trom|len|lut|nhin trom|cap){SOME}",
    rf"(?:do|lay|doan|tim|biet|moi|moc|dao|trom|dung|danh cap|lua lay|xin){FEW} (?:mat ?khau|mk|pass|ma pin|pin|otp|ma otp){SOME} (?:cua |nha )?{OTHERS}",
    rf"(?:theo doi|dinh vi|nghe len|giam sat|cai (?:app|ung dung|phan mem)|gan (?:may|thiet bi|dinh vi)|vao|doc|xem|coi|mo khoa|mo){SOME} {OTHERS}{SOME} (?:khong cho|ko cho|khong de|ma (?:no|ho|khong|ko|vo|chong|ck|han|em|anh)|bi mat|len|lut|khong hay|ko biet|khong biet|ko hay|khong bi)",
    rf"(?:doc|xem|coi|vao|kiem tra){FEW} (?:tin nhan|zalo|facebook|fb|dien thoai|messenger){FEW} (?:cua )?(?:vo|chong|ck|vk|ban gai|ban trai|nguoi yeu|con dau|con re)(?: (?:toi|tui|em|minh))?",
    rf"(?:lam|mua|ban|in|tao|che|dat|kiem|dich vu|xin|photoshop|sua|ky){SOME} {FAKED}{SOME} (?<!tuoi )(?<!nguoi )(?<!ong )(?<!ba )(?<!cu )(?:gia|nhai|fake|rom)(?! (?:dinh|han|chu|tang|suc|cam|vi|cong|nhap|ca|tien|re|bao nhieu|la gi|the nao|hien|thi sao|gao))",
    rf"(?:lam|in|che|tao) gia(?! (?:ca|re)(?![^\W_]))(?: \w+){{0,3}} {FAKED}",
    rf"(?:dinh vi|theo doi|nghe len|giam sat|doc tin nhan|do la){FEW} (?:vo|ck|nguoi yeu|ban gai|ban trai|hang xom|sep|con dau|con re|nguoi tinh)",
    rf"vay{SOME} (?:bung|khong tra|ko tra|xu|quyt)",
    rf"(?:che|ghep|cat ghep|photoshop){SOME} (?:anh|hinh|mat|clip){SOME} (?:thang|con do|no|dua|{OTHERS}){SOME} (?:dang|thanh|gui|tung|cho)",
    rf"(?:lap|tao|dung|xai|lam){FEW} (?:nick|tai khoan|facebook|fb|zalo|trang|fanpage|nhom){FEW} (?:gia|ao|clone|mao danh)",
    rf"(?:rut|lay|xai|dung|tieu){SOME} (?:the|dien thoai|may|vi|tai khoan){FEW} (?:nhat|luom) (?:duoc|o|ngoai)",
    rf"(?:tao|mua|thue|lam|viet){FEW} (?:danh gia|danh tien|luot thich|like|view|don|binh luan) (?:ao|gia)",
    rf"(?:viet|soan|lam|tao|gia|dung|mao danh|bia|che){SOME} (?:tin|tin nhan|email|thu|giong|kich ban|loi thoai|bai|trang|web|cuoc goi){SOME} (?:de |nham )?(?:lua|gat|du|doa|hu doa|tong tien|moi tien|vu khong|boi nho)",
    rf"(?:gia (?:lam|dang|danh|mao|giong)|mao danh|dong gia){SOME} (?:cong an|ngan hang|dien luc|can bo|nguoi khac|con|nhan vien|shipper|chu nha|hang xom|ai do|sep|lanh dao|giam doc|nguoi than){SOME} (?:de|goi|nhan|lua|vay|moi|xin|lay|thu)",
    rf"{HOW}{SOME} (?:lua|gat|lua dao|moi tien|chiem doat|tong tien|tong){FEW} (?:{OTHERS}|tien|duoc|nguoi|ba|ong|cu|tai san|khach)",
    rf"(?:ghep|cat ghep|dung|lam|tao|tung|dang|up|phat tan){SOME} (?:mat|anh|hinh|video|clip){SOME} (?:bay|nong|khoa than|sex|nhay cam|xau ho|boi nho|boi xau|tra thu|cho no|cho bo|deepfake|nguoi ta nham)",
    rf"(?:boi nho|boi xau|be mat|lam nhuc|vu khong|vu khong|ha nhuc|khung bo|doa|de doa|dan mat|tra thu|phot|boc phot){FEW} {OTHERS}",
    rf"(?:(?:mua|ban(?! (?:oi|cho|chi|huong|giup|co|la|nen|phai|can|muon|khong|biet))|(?<!dong )(?<!nop )(?<!khai )(?<!quan )(?<!to )(?<!so )(?<!tien )thue|cho thue|kiem(?! tra| cho)|sang nhuong|gom){FEW}|muon) (?:tai khoan|tk|the|sim|vi|nick){FEW} (?:ngan hang|rac|khong chinh chu|ko chinh chu|ao|momo|dinh danh|kich hoat san|cua nguoi khac)",
    rf"(?:mua|ban|xin|tim|lay|gom|thu thap|kiem|trao doi|danh sach|data|tra){SOME} (?:so can cuoc|so cccd|cccd|can cuoc|thong tin (?:ca nhan|khach|nguoi)|du lieu|data|danh sach (?:so|khach|sdt|nguoi)|sdt|so dien thoai){SOME} (?:{OTHERS}|de ban|bao nhieu tien|cho ben|o dau|tin dung|gia bao nhieu)",
    rf"dan (?:de|chong|trom|len){SOME} (?:ma|qr){SOME} (?:{OTHERS}|sap|quan|cua hang|ma khong|khong bi|ko bi)",
    rf"(?:dan|thay|trao|doi|trao doi) (?:de |len |trom |chong )?(?:ma )?qr{SOME} (?:cua |ben )?(?:sap|quan|hang|nha|{OTHERS}){SOME}(?:phat hien|biet|tien ve)",
    rf"(?:dung|lay|muon|xai|cam){SOME} (?:cccd|can cuoc|cmnd|giay to|khuon mat|anh|vneid|ten|thong tin){FEW} (?:cua )?(?:ban|{OTHERS}){SOME} (?:vay|mo tai khoan|dang ky|dang nhap|rut|lam the|mo the)",
    rf"(?:qua mat|vuot(?: qua)?|lach|danh lua|bypass|ne|tron){FEW} (?:xac thuc|khuon mat|quet mat|kiem duyet|luat|cong an|thue|kiem tra|phat nguoi|sinh trac|bao mat|xac minh|can bo|xa|phuong)",
    r"(?:tron|ne|giau|khai gian|khai man|khai khong|khai giam) (?:dong )?(?:thue|doanh thu|no|thu nhap)",
    r"(?:bung|xu|quyt|giat) (?:no|tien|hui|app|khong tra|luon)(?! la gi)",
    r"rua tien|danh bac online|ca do (?:bong|o dau|online)|lam bom|che (?:tao )?(?:bom|thuoc no)|mua (?:sung|ma tuy|thuoc no|thuoc me|vu khi)|choi do|bo thuoc|bo doc|dau doc|thuoc me",
    rf"(?:mo khoa|be khoa|pha|vao|reset|thao|xoa){SOME} (?:icloud|dien thoai|may|iphone){FEW} (?:nhat duoc|luom duoc|an cap|trom|lay cap|cua {OTHERS})",
    rf"(?:spam|danh gia xau|bao cao|report|danh sap|bom hang|phá|pha){FEW} (?:hang loat|{OTHERS}|shop|quan|doi thu|1 sao|mot sao|trang|nick)",
    rf"(?:bia|tung|dung|lan truyen|phat tan|tao){FEW} (?:tin gia|tin don|tin that thiet|chuyen khong co)",
    rf"(?:gia chu ky|ky (?:gia|thay ten)|sua (?:diem|ngay|so tien|noi dung|anh)){SOME} (?:bien lai|hoa don|bill|giay|so|hop dong|di chuc|so do|chuyen khoan|bang|hoc ba)",
    rf"(?:gia|nhai|clone|bat chuoc){FEW} (?:giong|mat|chu ky|trang|web|tai khoan|facebook|zalo){SOME} (?:de |nham |cua {OTHERS})",
    rf"(?:chiem|cuop|lay){FEW} (?:tai khoan|zalo|facebook|fb|nick|quyen|tien|may){FEW} (?:cua )?{OTHERS}",
)  # fmt: skip
# Whoever has met with it, or wants to know it when they see it.
WARDED = any_of(
    r"bao (?:cao |voi |cho )?(?:tin|trang|nick|so|tai khoan|ke) (?:gia|lua)(?: \w+)?",
    r"la (?:gi|sao|the nao|lam sao)(?: \w+)?",
    r"(?:co|bi|gap|thay|nhin)(?: \w+)? (?:ai|nguoi|dua|ke|bon|thang)(?: \w+){0,4} (?:hack|doc|xem|nghe|theo doi|lua|gia|mao danh|boi|noi|doa|de doa|dang|ghep|lay)",
    r"bi (?:\w+ ){0,2}?(?:hack|hach|lua|gat|theo doi|doc trom|nghe len|chiem|ghep|gia|doa|lay|mat|dan|danh cap|trom|mao danh|tung|boi)",
    r"(?:lam sao|sao|cach|the nao)(?: \w+)? (?:de )?(?:biet|nhan (?:biet|ra)|phan biet|phat hien|tranh|phong|chong|bao ve|giu|khong bi)",
    r"(?:de phong|phong (?:tranh|ngua|chong)|tranh|chong (?:lua|hack|trom|vi ?rut)|ngan (?:chan|ngua)|bao ve|canh giac|nhan biet|phan biet|to cao|bao cong an|trinh bao|to giac)",
    r"(?:ke (?:gian|xau|lua|trom)|nguoi xau|bon (?:lua|xau|no))(?: \w+){0,8} (?:cach nao|kieu gi|the nao|lam sao|nhu the nao)|la (?:\w+ )?(?:nhu )?the nao|nguoi khac khong|co phep|cho dung",
    r"(?:de|con) (?:toi |minh |bac )?(?:con |de )?(?:tranh|biet ma|phong|ne ke)|(?:bi|thi) (?:xu|phat)(?: \w+)?|phat hien|(?:biet|xem)(?: may)?(?: \w+){0,2} bi",
    r"co (?:bi|sao|pham)(?: \w+){0,2} (?:khong|ko|k|hong|hok|gi)|bi (?:phat|xu ly|xu phat|toi gi|di tu)|pham (?:toi|phap|luat)",
    r"(?:co phai|phai|la) (?:lua|gia|that|thiet)",
    r"(?:co|la|phai) (?:bi )?(?:lua|gia|lua dao)(?: \w+){0,2} (?:khong|ko|k|hong|hok)",
    r"(?:bi|ghi|in|khai) (?:sai|nham|lon)(?: \w+)?",
    r"that hay gia|gia hay that|thiet hay gia|co dang tin|tin duoc|co nen|co sao (?:khong|ko|hong)",
    r"(?:nguoi ta|bon no|no|ai|co dua|co nguoi|ke gian|co ong|co ba|chung no|bon)(?: \w+){0,3} (?:nhan|goi|bao|gui|hua|du|doa|ep|ru|moi|kêu|keu|bieu|lam gia|gia)",
)  # fmt: skip
PLAIN_HARM = any_of(
    rf"{HOW}{SOME} (?:de lua|de gat|doc trom|nghe len|theo doi len|khong cho {OTHERS} biet|ma khong bi phat hien|khong bi phat hien|ko bi phat hien|khong bi bat|ko bi bat)",
    r"(?:ma|de|sao cho) (?:khong|ko|chang|hong) (?:ai|bi|cho)(?: \w+){0,2} (?:biet|hay|phat hien|bat|lo)",
)


def means_harm(said: str) -> bool:
    return (HARM.search(said) is not None and not _is_warded(said)) or deceives(said) or wrongs(said)


def deceives(said: str) -> bool:
    """By the shape of what is asked alone."""
    return DECEIT.search(said) is not None and not _is_warded(said)


def wrongs(said: str) -> bool:
    """By what is done to whom alone."""
    return WRONG.search(said) is not None and not GUARDED.search(said) and not _is_warded(said)


def _is_warded(said: str) -> bool:
    return WARDED.search(said) is not None and not any(shown.search(said) for shown in (PLAIN_HARM, BEHIND_BACKS))
