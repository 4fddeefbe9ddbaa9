"""What the words of a message are about: few examples say much when a hundred words count as one thing."""

import re
from itertools import permutations

# As `gate.reading` gives them: small, without marks.
SENSES: tuple[tuple[str, str], ...] = (
    ("others", r"ck|vo|con dau|con re|nguoi yeu(?: cu)?|hang xom|nguoi (?:ta|khac|la|gia|than)|thang \w+|con (?:no|me|be|do)|sep|nhan vien|doi thu|khach|chu no|ba con|nha ben|co giao|ong noi|ba noi|ong cu|ba cu|em toi|ban (?:toi|tui|gai|trai|hoc)|ai do|nguoi nha|ba(?: tu| sau)?|ba ay|co ay|anh ay|vi|no|to truong|bi thu|chu tich|xom"),
    ("they", r"bon no|chung no|no|ke (?:gian|xau|lua|la)|tui no|nguoi (?:ta|la)|co (?:nguoi|ai|dua|chu|co|ong|ba)|dua|shipper|nguoi ban|bon \w+"),
    ("mine", r"(?:cua )?(?:toi|tui|minh|em|ba|ma|o|me|bac)(?= |$)"),
    ("stealth", r"len|trom|lut|khong hay|khong ai|bi mat|giau|kin|dau vet|khong (?:\w+ ){0,2}?(?:biet|lo|thay|phat hien|tim ra)|(?:khoi|khong) bi(?: \w+)?|truy ra|khong de|khong cho|sach dau"),
    ("fake", r"gia|nhai|fake|ao|bia|che|ghep|photoshop|mao danh|dong gia|gia lam|khai (?:khong|gian|man|bot)|y (?:nhu|chang) that|giong (?:y|het)|deepfake|clone|du khong co"),
    ("deceive", r"lua|gat|du do|doa|tong tien|lua dao|dan mat|khung bo|tra thu|moi tien|lua tinh|lam nhuc|boi nho|vu khong|noi xau|chui|beu|bop phot"),
    ("papers", r"giay\w*|bang cap|bang lai|can cuoc|cccd|cmnd|chu ky|bien lai|hoa don|bill|dau do|con dau|hop dong|so do|ho so|the bao hiem|giay to|benh an|bien so"),
    ("secret", r"mat ?khau|mk|pass|otp|ma(?: xac nhan| pin| so)?|pin|cvv|so the|ba so|van tay|khuon mat|quet mat"),
    ("account", r"tai khoan|zalo|facebook|fb|nick|the(?: atm)?|icloud|wifi|vi|momo|ngan hang|sim|vneid"),
    ("enter", r"doc|xem|coi|vao|mo khoa|pha|be khoa|hack|chiem|dieu khien|theo doi|dinh vi|nghe|quay|chup|xam nhap|doan|moc"),
    ("spread", r"dang(?! ky| nhap| xuat)|tung|lan (?:truyen|nhanh)|tin don|phat tan|dua len|gui (?:cho |vao )?(?:ca|moi|nhom|nhieu)|cho nhieu nguoi|ca xom|nhuc"),
    ("evade", r"ne|tron|qua mat|vuot|lach|che|khoi (?:dong|phai|can|tra)|xoa loi|khong tra|bo sim|bung|quyt|xu"),
    ("profit", r"ban|mua|thue|cho thue|kiem tien|lay tien|duoc gia|bao nhieu|xin tien|xai|rut|lanh|lay luong|tieu"),
    ("law", r"cong an|thue|phat nguoi|phat|luat|toa|bi bat|pham (?:luat|toi)|xu ly|xu phat|toi gi|di tu"),
    ("weapon", r"sung|ma tuy|phao|thuoc (?:lac|no|doc)|danh bai|ca do|lo de|cho vay|vay|tin dung den|hui|ca cuoc"),
    ("ward", r"bi|tranh|nhan (?:ra|biet)|phat hien|phan biet|phong|de phong|bao ve|bao (?:o dau|cho)|to cao|co phai|co nen|co bi|co that|that khong|co sao|co duoc|duoc khong|an toan|tin duoc|de toi (?:con )?(?:tranh|biet)|lo|so"),
    ("asked", r"la gi|la sao|tai sao|vi sao|nghia la|gom gi|khac|may so|bao gio|khi nao|can gi|nen|co .* khong"),
    ("how", r"cach|lam sao|sao|the nao|kieu (?:gi|nao)|o dau|cho nao|cho nao|chi|lam the nao|lam cach nao|ra sao|dau|buoc|bam gi|gi"),
    ("loss", r"mat(?: het| sach| tien)?|het(?: sach)?|sach|bay|tru(?: tien)?|rut sach|bien mat|chan(?: luon)?|thue bao|im(?: luon)?|khong (?:rut|nghe|tra|giao|thay)|lay (?:roi|mat)|dong cua|bo tron|giat|tu (?:chay|dung|nhien)"),
    ("done", r"roi|da|lo|trot|vua|xong|moi (?:biet|hay)|sang nay|hom qua|tuan truoc|luc nay|nay"),
    ("money", r"tien|trieu|\d+ ?(?:k|tr|trieu|ngan|nghin|dong)|nghin|ngan|luong|vang|no|phi|coc|tiet kiem|khoan"),
    ("paid", r"chuyen(?: khoan)?|ck|nop|dong|nap|coc|gui|tra|muon"),
    ("given", r"dua|doc|gui|cho|nhap|dien|bam|cai|tai|quet|chup"),
    ("threat", r"doa|doi|bat|ep|khong duoc ke|dan|giu may|tung (?:anh|clip|hinh)|goi (?:chui|hoai)|khung bo"),
    ("grief", r"khoc|so qua|dai qua|ngu qua|troi oi|chet roi|cuu|giup|kho|buon"),
    ("emptied", r"trong (?:tron|khong|hoac|rong)|so du (?:khong|khac|con|bang)|khong (?:du|con)(?: \w+)?|con (?:moi|co|dung|lai)(?: moi| co| dung)? \S+|ve 0|con 0|sach bach|sach tron|di (?:mo |dau )?het|di khoi|bay hoi|tien di|bi (?:tru|rut|quet|quet the|tieu|xai|vay)|khoan (?:vay|no)|dong tien lo"),
    ("vanished", r"biet tam|mat tam|mat (?:tich|hut|tieu)|bien mat|lan(?: mat)?|chan|block|bat vo am tin|(?:khong|chang|chua)(?: ai| \w+)? (?:rep|tra loi|bat may|nghe|giao|lien lac|thua)|thue bao|tat ngang|kick|da (?:em|toi|tui|minh)|im(?: luon| re)?|goi (?:lai )?(?:khong|hoai)|bo tron|sap|dong cua|di mat|tim (?:khong|hong|ko) (?:thay|ra)"),
    ("shame", r"dai|ngu|xau ho|ngai|(?:khong|chua|hong) dam|dung (?:noi|mang|ke|trach|la)|lo|trot|an han|gia lan|lan can|run|khoc|so qua|tin nguoi|le ra|tham|tai (?:minh|toi|tui|hoi)|ham loi|that than|tham thia|thui thui|giau (?:ca )?(?:nha|con|chong|vo|ck)"),
    ("obeyed", r"lam theo|nghe (?:theo|loi)|bam theo|theo (?:loi|tung)|(?:no|ho|han|ong ay|co ay|anh ay|chu ay|nguoi ta|ben do) (?:bao|keu|bieu|bat|dan|noi|chi|huong dan)|huong dan|dieu khien|xung|tu xung|noi (?:no )?la"),
    ("not mine", r"dau co|khong (?:phai|he)|(?:khong|chang) (?:lam|cham|bam) (?:gi|chi)|ai do|ai (?:cam|lay|mua|doi)|dung ten|tu (?:dong|nhien|dung|no|chay|mo)|trong khi|dem qua|dang ngu"),
    ("unmet", r"chua (?:thay|ve|nhan|co)|chang (?:thay|co)|khong (?:thay|ve|giao)|hang ve|(?:toi|den) (?:noi|ngay)|ra (?:san bay|ben|cay)|khong co (?:ma|ten|can|ve|xe|ai|phong)|hoa ra|moi (?:biet|hay|nghi|suc)|thi ra|nhan (?:ve|duoc) (?:goi|hop|cuc)|toan giay|bot mi|do dom"),
    ("more", r"(?:them|nua)(?: \w+){0,2} (?:moi|de|thi)|(?:doi|bat|keu|bao)(?: \w+){0,3} (?:them|nua|hoai)|lan (?:nua|hai|ba|bon|thu)|\w+ lan roi"),
    ("held", r"giu may|dang (?:goi|noi chuyen|nghe|cho|doi|dung)|khong duoc (?:noi|ke|cup|tat|lien lac|di)|trong (?:phong|nha nghi)|mo camera|bat (?:may quay|camera)"),
    ("not yet", r"chua (?:chuyen|gui|bam|nop|dua|dong|lam|tra|goi|quet|dung|dung toi|gop|mo|dong y|doc|mat|nhap|nap|nghe|cai|tai)|khong (?:bam|doc|nghe|mua|chuyen|nhan|noi gi|tra loi)|cup (?:may|luon)|tat luon|can (?:duoc|kip)|kip|suyt|may ma|truoc khi|phong than"),
    ("told of", r"nam (?:ngoai|kia|truoc)|hang xom|lang ben|xom (?:tren|duoi|ben)|nghe (?:noi|tin|ke|dai|don)|tivi|ti vi|tren (?:bao|mang|dai)|doc bao|nguoi ta (?:hay )?noi|tung|hoi (?:truoc|xua|nam|\d+)|vu"),
    ("learns", r"hoc|day|dan|khuyen|noi sao|noi (?:the nao|cho)|giai thich|an toan|phong|canh bao|goi y|tranh|dau hieu|that (?:hay|gia|khong)|gia khong|dung (?:khong|chua)|hieu"),
    ("body", r"mieng|nguc|tim|dau(?! (?:tu|tien|gi))|mat|moi|tay|chan|co hong|bung|mau|tho|nua nguoi|ca nguoi|san|mo hoi"),
    ("collapse", r"ngat|xiu|lim|guc|nga|te|te cung|bat (?:tinh|dong)|khong (?:thua|tinh|day|tho|nhuc nhich|cu dong)|lan ra|me man|la di|co (?:giat|quap)|tim tai|tim ngat|meo|noi (?:do|ngong)|do ra|kho tho|tho (?:khong|kho|rit)|mau chay|ra mau|chay mau|non|oi ra|nuot|hoc|suc|ran (?:can|luc)|dien giat|duoi nuoc|(?:rot|roi) xuong|sot cao|nguy kich|dot quy|tai bien|nhoi mau|ngo doc|uong nham|mo hoi|dau nguc|len con"),
    ("family", r"(?:ong|ba|bo|cha|me|ma|vo|ck|chong|con|chau|em|anh|bac|di|cu|thang (?:be|nho|chau)|be|cha me)(?: (?:noi|ngoai|nha|toi|tui|em|minh))+|cu (?:nha|ong|ba)|em be|thang (?:be|nho)|be"),
    ("suddenly", r"tu nhien|tu dung|dot nhien|bong|dang (?:an|noi|ngoi|nam|di|ngu|tam)|vua (?:nay|xong)|tu sang|sang nay|gio|nay gio|lien"),
    ("ill long", r"may nam|nam nay|nam ngoai|lau nay|hay bi|thuong bi|sau (?:dot quy|tai bien|mo)|da mo|khoe (?:roi|lai)|tai kham|ra vien|dat lich|trieu chung|dau hieu|so cuu|cap cuu|thuoc|kham|benh vien|mat vi"),
    ("machine", r"ban|tro ly|ai|bot|may|mi|you|chatgpt|robot|he thong"),
    ("rules", r"luat(?: le)?|quy (?:dinh|tac)|gioi han|kiem duyet|bo loc|chi dan|loi dan|lenh|prompt|system|instructions?|rules?|filter|che do|noi quy|huong dan (?:cu|tren|truoc)|unrestricted"),
    ("undo", r"bo|bo qua|quen(?: het)?|tat|xoa|huy|mac ke|ignore|forget|disregard|bypass|override|khong can|thoat"),
    ("become", r"dong vai|gia vo|gia su|tuong tuong|tu (?:gio|nay|bay gio)|coi nhu|tro thanh|act|pretend|roleplay|you are|hay la|nhap vai|choi tro|trong (?:mo|truyen|giac mo)|viet truyen|ke chuyen"),
    ("hidden", r"ma nguon|khoa|api|key|server|may chu|database|co so du lieu|cau hinh|env|nguyen van|system|mo hinh|ip|du lieu|sudo|root"),
    ("learners", r"hoc vien|nguoi (?:hoc|dung|truoc|khac)|hoc cung|trong lop|moi nguoi|cac ban|nguoi vua|ai (?:da |vua )?hoi|nguoi nao"),
    ("role", r"admin|quan tri|thay(?: giao)?|giao vien|co giao|nha truong|giam hieu|lanh dao|ky su|nguoi (?:tao|viet)|cong an|so"),
    ("marks", r"dap an|diem|chung (?:nhan|chi)|bai (?:thi|kiem tra)|mo khoa|hoc xong|cho dat|de thi"),
    ("death", r"chet|tu tu|tu van|song|ket lieu|ket thuc|tu gia|vinh biet|thuoc (?:ngu|sau|tru sau|chuot)|nhay|day nua|rach tay|bien mat|ra song|khong con gi|het thuoc"),
    ("end", r"nua|cho roi|cho xong|quach|luon|mai mai|chi con|cho nhe|khong dau|coi nhu"),
    ("helped", r"giup|thay (?:toi|tui|bac)|cho (?:toi|tui|bac|minh|ba|con|ong|chau)|lam luon|cho le"),
    ("told", r"chi|day|huong dan|giai thich|noi|bay|biet|hieu|hoc|hoi|nhac"),
    ("please", r"(?:di|nhe|nha|nghe|nghen|voi|luon|a|hen|he|nhen)(?= ?$| ?,)"),
    ("errand", r"dang nhap|chuyen|tra|nap|dat|goi|dien|nop|nhan|xoa|doi|mua|huy|cai|tai|mo|tat|dang|khoa|rut|gia han|dang ky|quet|in|lam|gui|bam|lay|dong|ghi|kiem tra|tra cuu|bat|chinh|tang|ket ban|bao"),
)  # fmt: skip
SENSE = tuple((name, re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])")) for name, words in SENSES)


def senses(said: str) -> frozenset[str]:
    """What it is about, and what comes before what."""
    first = {name: match.start() for name, pattern in SENSE if (match := pattern.search(said))}
    pairs = (f"@{one} @{other}" for one, other in permutations(first, 2) if first[one] <= first[other])
    return frozenset([*(f"@{name}" for name in first), *pairs])
