"""Whether somebody tells that they have just been robbed or deceived, rather than asks how to prevent it."""

from app.tutor.domain.gate.phrases import FEW, TELLING, any_of

AMOUNT = r"(?:\d+(?:[.,]\d+)*[ ]?(?:tr|trieu|cu|k|nghin|ngan|ty|chai|d|dong)\w{0,2}|(?:may|vai|chuc|tram|muoi|hai|ba|bon|nam|sau|bay|tam|chin|mot)(?: \w+){0,3} (?:trieu|tram|nghin|ngan|ty|cu|chai))"
MONEY = rf"(?:tien|luong|tiet kiem|{AMOUNT})"
DONE = r"(?:vua|moi|da|lo|trot|bi|xong|roi|luon|het|hom qua|sang nay|toi qua|hom nay|nay|luc nay)"
TAKEN = r"(?:lua|gat|(?<!am )luong|lua dao|lua gat|bip|dut|phinh|hack|hach|chiem doat|lay sach|rut sach|rut het|moi|cuom|cuop|danh cap|trom)"
BAD = r"(?:bon no|no|han|ho|chung|chung no|ke gian|ke lua|nguoi la|thang do|con do|bon|tui no|bon lua|ke la|nguoi ta|dua la|ke xau|lua dao|bon lua dao|ke lua dao)"
GIVEN = r"(?:otp|o ?te ?pe|ma (?:xac \w+|otp|pin|so|do|dang nhap|bao mat|nhan tien|kich hoat)|pin|mat ?khau|mk|pass|passcode|so the|cvv|the atm|2 mat the|cccd|can cuoc|cmnd|tai khoan|tk|thong tin (?:the|tai khoan|ngan hang))"
VICTIM = any_of(
    rf"(?:vua|moi|da|lo|trot|bi|dang){FEW} {TAKEN}{TELLING} (?:mat|het|sach|chuyen|ck|{MONEY})",
    rf"(?:vua|moi|da|lo|trot){FEW} bi {TAKEN}(?: (?:dao|roi|xong|tien|mat|o|qua|luon|a))*(?=[ ,.!?]|$){TELLING}",
    rf"{TAKEN}{FEW} (?:roi|het roi|mat roi)",
    r"(?:^|[.?!,;:] ?)(?:toi|tui|tao|em|bac|minh|mk|con|chau|me|bo|ba|ong)(?: (?:toi|tui|em|minh|nha))? bi (?:nguoi ta |no |chung no )?(?:lua|gat|lua dao)[ .!]*$",
    rf"(?:mat|bay|di tong|bi tru|bi rut|cuom)(?: (?:het|sach|trang|luon|mat|di|them|gan|hon|cua \w+|dut))* {AMOUNT}",
    r"(?:bi|tu dung|tu nhien|tu|dang|cu) (?:bi )?(?:tru|rut)(?: (?:mat|het|sach))* tien(?! (?:dien thoai|4g|5g|mang|cuoc|dien|nuoc|net))",
    r"(?:bao|thay|nhan tin|tin nhan)(?: \w+){0,3} (?:tru|rut) tien(?: \w+){0,3} (?:khong|ko|k|hong|chua|dau co)",
    rf"tien{FEW} (?:bi (?:tru|rut|mat|chuyen|lay)|bay|mat sach|mat het|di mat|khong canh ma bay|boc hoi)",
    r"(?:tai khoan|tk|vi|the)(?: \w+){0,4} (?:bi (?:tru|rut)|mat sach|mat het|sach tien|het sach|trong tron|trong khong|con 0|bang 0)",
    r"tu (?:dong )?chuyen (?:het )?tien di",
    rf"(?:lo|trot|da|vua|moi){TELLING} (?:chuyen|ck|chuyen khoan|gui tien|nap|dong|tra|dat coc|coc|ban|bank|chuyen tien){TELLING} (?:cho|vao tay|toi|qua)(?: \w+){{0,2}}? {BAD}",
    rf"(?:lo|trot|vua|moi){FEW} (?:ck|chuyen|chuyen khoan|gui|nap|dong|coc)(?! nham| lon| sai){FEW} {AMOUNT}{TELLING} (?:lua|chan|bi chan|mat tich|khoa may|bat tin|bien mat|khong nghe|gia)",
    rf"(?:lo|trot|da|vua|moi){TELLING} (?:doc|dua|gui|goi|cho|noi|khai|nhap|cung cap|chup|bam|gõ|go|dien|dang nhap){TELLING} {GIVEN}{TELLING} (?:cho|vao|vo|trang|{BAD}|roi|r)",
    rf"(?:doc|dua|gui|cho|cung cap|nhap){TELLING} {GIVEN}{FEW} cho {BAD} (?:roi|r|mat roi|xong|luon)",
    rf"(?:dong|nop|chuyen|dat coc){FEW} (?:phi|coc|tien){TELLING} (?:lan|{AMOUNT}) (?:roi|r){TELLING} (?:mat|khong|ko|lai)",
    rf"{BAD}(?: \w+){{0,2}} (?:lay|rut|chuyen|lua|gat|cuom|om)(?: \w+){{0,2}} (?:het|sach|mat)(?: \w+){{0,2}} {MONEY}",
    r"mat (?:het |sach )?(?:tien|sach)(?: \w+){0,2} (?:roi|r)",
    rf"(?:lo|vua|moi|trot|da){FEW} (?:cho|dua|gui|doc|noi){FEW} {BAD}{FEW} {GIVEN}",
    rf"{BAD}(?: \w+){{0,2}} (?:lay|lua|rut|gat|moi|cuom|chiem)(?: \w+){{0,3}} {AMOUNT}",
    r"(?:chuyen|ck|gui|nop|dong) mat (?:roi|luon|het|\w+ (?:roi|trieu))",
    rf"(?:chuyen tien|dat coc|coc|ck|chuyen khoan)(?: \w+){{0,3}} (?:roi|xong|thi){TELLING} (?:chan|bien mat|mat tich|khong giao|ko giao|khong nghe may|lan mat)",
    rf"bi (?:quet|tieu|xai|ca)(?: \w+){{0,3}} {AMOUNT}",
    rf"(?:nhiem vu|dau tu|san|tien ao|coin|forex|chung khoan){TELLING} (?:rut khong|khong rut|ko rut|khong cho rut|ko cho rut|mat (?:het|sach|trang))",
    r"khong canh ma bay",
    rf"(?:lo|vua|moi|trot|da){FEW} quet (?:mat|khuon mat){FEW} cho {BAD}",
    rf"(?:lo|trot|da) tin{TELLING} (?:chuyen|gui|dua|nop|dong|rut|ck){TELLING} (?:het|tien|{AMOUNT})",
    rf"(?:cuu|cuu voi|giup voi|cuu bac|cuu toi){TELLING} {TAKEN}",
    rf"(?:lo|trot|da|vua|dai){FEW} (?:doc|dua|noi|cho)(?: \w+){{0,3}} (?:ma|otp|pin|mat ?khau|so the)(?: \w+){{0,6}} roi",
    r"(?:lo|trot|vua) (?:bam|an|nhap|quet|tai|cai|dien|chup)(?: [^\s,.?!]+){0,10} (?:roi|xong)(?: \w+){0,8} (?:tien|the|mat ?khau|otp|can cuoc|ma)",
    r"(?:zalo|facebook|fb|nick|tai khoan|sim)(?: \w+){0,3} bi (?:\w+ ){0,3}?(?:chiem|lay mat|cuop|hack)(?: \w+)?|(?:chiem|lay|hack) (?:mat )?(?:zalo|facebook|fb|nick)(?: \w+){0,3} (?:di )?(?:muon|vay|nhan tin|lua)",
    r"(?:bat|bao|doi|keu|yeu cau)(?: \w+){0,3} (?:dong|nop|chuyen|nap)(?: \w+){0,3} (?:them|nua)(?: \w+){0,4} (?:moi|de)(?: \w+){0,3} (?:rut|lay|mo|giai ngan|nhan)(?! duoc khong)(?: \w+)*",
    r"(?:dong|nop|chuyen|nap)(?: \w+){0,4} (?:roi|xong|truoc)[ ,]*(?:ma |gio |thi |den gio |nay )*(?:\w+ ){0,4}?(?:im|chan|thue bao|bat tin|mat tich|bien mat|khong (?:rut|tra loi|nghe|giao|thay|goi|lien lac)|chua (?:thay|nhan)|chang (?:co|thay))(?: \w+)*",
    r"(?:doa|doi)(?: \w+){0,4} (?:tung|dang|phat tan|gui|bat)(?: \w+){0,4} (?:anh|hinh|clip|video|toi|tui)(?: \w+)*(?<!khong)|bi tong tien",
    r"(?:bi )?(?:giat|cuop|moc) (?:mat )?(?:dien thoai|may|vi)(?: \w+)*",
    r"(?:dang giu may|bat toi giu may|khong duoc noi voi ai|khong duoc ke|dan khong duoc)(?: \w+)*",
    r"(?:may|dien thoai)(?: \w+){0,3} (?:tu chay|bi (?:ai \w+ )?dieu khien)(?: \w+)*|dieu khien may (?:toi|tui|bac)(?: \w+)*",
    r"(?:lay|dung|muon) (?:ten|can cuoc|cccd)(?: cua)? (?:toi|tui|bac|minh) (?:di |de )?(?:vay|dang ky|mua|mo)(?: \w+)*|khoan no(?: \w+){0,4} (?:mang|dung) ten (?:toi|tui|bac|minh)",
)  # fmt: skip
# Whoever asks beforehand, or tells of another's story.
NOT_YET = any_of(
    r"suyt(?: nua)?",
    r"(?:de|sao|cho) (?:khong|khoi|tranh)(?: \w+)? bi",
    r"(?:neu|nho|lo nhu|chang may|gia nhu)(?: \w+)? (?:lo|bi|nho)",
    r"chua (?:nhap|gui|dua|doc|chuyen|bam|mat|lam|tra)",
    r"may ma",
    r"thi nen lam gi|nen lam gi (?:dau tien|truoc)|co phai lua|kieu gi(?: vay)?|goi cuoc|kiem tra (?:sao|the nao)",
    r"(?:so|keo|tranh|khoi|phong|de khong|lam sao(?: de)? khong|neu|lo nhu|gia su|nho) (?:ma )?(?:minh |toi |lai |con |se )?(?:bi|lo|mat)",
    r"(?:khong|ko|chu khong) thi (?:\w+ )?(?:mat|bi|tru)",
    r"co (?:bi |the )?(?:mat|tru|lua|gat|hack)(?: \w+){0,3} (?:khong|ko|k|hong|hok|hay khong)",
    r"(?:nhan|bao|doi|noi)(?: \w+){0,4} (?:con|chau) (?:minh|toi|bac)? ?bi bat coc",
    r"ck nham|chuyen nham|chuyen khoan nham|gui nham|goi nham|chuyen lon|goi lon|vao nham",
    r"nghe (?:noi|ke|bao)|tren (?:bao|tivi|ti vi|mang) (?:noi|dua)|thay nguoi ta",
)
TOLD = any_of(
    rf"(?:vua|moi|da){FEW} bi {TAKEN}", rf"(?:mat|bi tru|bi rut)(?: (?:het|sach|toi|luon|mat|di))* {AMOUNT}", r"cuu (?:toi|tui|bac|em|voi)",
    rf"lo (?:chuyen|ck|doc|dua){TELLING} cho (?:no|han|ke \w+)(?: \w+)? (?:roi|r)",
)  # fmt: skip
DESPAIR = any_of(
    r"(?:chi )?(?:muon|dinh|tinh|chac|chi con(?: nuoc)?|tha|dang)(?: \w+){0,2} (?:chet(?! (?:may|nguon|pin|dung|tien))|tu tu|tu van|tu sat|ket lieu|nhay (?:song|cau|lau))(?: (?:thoi|cho xong|quach|luon|di|qua|cho roi))*",
    r"(?:khong|ko|chang|het|hong|chan) (?:con )?(?:muon |thiet |ly do (?:gi )?de |gi de )*song(?: (?:nua|tiep|qua|lam))*",
    r"(?:con )?song (?:de lam gi|lam (?:gi|chi)|chi nua|khong noi nua|lam kho)(?: \w+)?",
    r"(?:se|di|nghi den|tinh chuyen|muon) (?:tu tu|tu van)|ket lieu doi|(?:ket thuc|cham dut) (?:cuoc doi|cuoc song|tat ca|moi chuyen|het moi chuyen)",
    r"chet (?:di cho|quach|cho (?:roi|xong|nhe|khoe|het))|(?:de|sao cho|cach(?: nao)?) chet(?! (?:may|nguon|pin))(?: \w+){0,3} (?:dau|nhe|nhanh|tai nan|em ai|cho)",
    r"(?:uong|mua|nuot)(?: \w+){0,5} (?:khong (?:bao gio )?(?:day|tinh) nua|de chet|cho chet)|ngu luon (?:khong day|cho)|khong (?:muon )?(?:day|tinh day) nua",
    r"(?:uong|nuot) (?:thuoc )?(?:tru sau|thuoc sau|thuoc chuot|thuoc co|thuoc diet co)",
    r"vinh biet|(?:cam|co|chuan bi) san (?:day|dao|thuoc)|nghi den chuyen nhay|nhay xuong (?:song|cau|gieng)|ra song (?:cho|luon|thoi)",
    r"(?:rach|cat) (?:co )?tay(?! ao| nghe)(?=[ ,.!]|$)|lam hai ban than|tu lam (?:dau|hai) (?:minh|ban than)",
    r"song (?:gi|lam gi|de gi) nua|(?:giai thoat|giac ngu) (?:cho (?:xong|roi|nhe)|ngan thu|mai mai)|di (?:cho|mot cach) (?:nhe nhang|thanh than|em ai|yen than|khong dau)|ngu (?:mot giac )?(?:dai )?(?:khong day|luon khong|mai mai)",
    r"(?:uong|nuot|gom|tich|de danh|giau|mua)(?: \w+){0,2} thuoc(?: \w+){0,8} (?:het no doi|xong (?:het|no|doi|luon)|di luon|nhe nhang|giai thoat|mot (?:hu|nam|vi|lo|boc))(?! (?:moi|ngay|thang))(?: \w+){0,2}|(?:het|xong|tra)(?: \w+)? no doi(?= |[.,?!]|$)",
    r"(?:chang|khong)(?: \w+)? ai can (?:toi|tui|minh|em|ba|ong|bac|con|chau)(?: (?:gia|nay|nua|het|ca|dau|a)){0,3}(?=[ ]?[,.!?]|$| het| nua)|(?:la )?(?:ganh nang|cuc no)(?: \w+)? (?:cho|cua) (?:con|ca nha|gia dinh|ca doi)",
    r"(?:dung|ngoi|leo|treo)(?: \w+){0,3} (?:lan can|san thuong|thanh cau|mep cau)(?: \w+){0,6} (?:roi lai thoi|khong dam|lai xuong|nhin xuong|nhay|buong)|(?:thu|loi) tuyet menh|khong (?:con )?(?:muon|thiet) (?:thuc|tinh|mo mat)(?: day)?(?: \w+)? nua",
    r"(?:du|con lai)(?: \w+)? (?:nuoi|lo cho|cho)(?: \w+){0,3} (?:me con|con cai|vo con|tui nho)[ ,]+(?:thoi )?(?:toi|tui|anh|em|bac) di(?: (?:day|luon|truoc|thoi))?(?=[ .!]*$)",
    r"(?:di theo|theo) (?:ong nha|ba nha|ong ay|ba ay|ong ba)(?: \w+)?|bien mat cho (?:roi|xong)|(?:chang|khong)(?: \w+)? ai can(?: \w+){0,4} nua",
)


def is_victim(said: str) -> bool:
    if not VICTIM.search(said):
        return False
    return not NOT_YET.search(said) or TOLD.search(said) is not None
