"""Where somebody lives, and their e-mail address. Communes and provinces alone are nobody's address."""

import re
from collections.abc import Iterator

from app.core.private_text.plain import LATIN, small

EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}[ ]?@[ ]?(?:[\w-]{1,63}(?:[ ]?\.[ ]?[\w-]{2,20}){1,4}|(?:gmail|yahoo|hotmail|outlook|icloud)(?!\w))"
)
SPOKEN_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{2,64}[ ]+(?:a[ ]?(?:cong|vong|moc)|at)[ ]+[\w-]{2,30}(?:[ ]?(?:cham|dot|\.)[ ]?(?:com|vn|net|org|edu))+(?!\w)"
)
CAPITALS = "".join(chr(code) for code in LATIN if chr(code).isupper())
NAME = rf"(?:[{CAPITALS}][^\W\d_]*)"
NAMES = rf"{NAME}(?:[ ]{NAME}){{0,4}}"
HOUSE = r"\d{1,4}[A-Za-z]?(?:/\d{1,4}[A-Za-z]?){0,4}"
WAY = r"(?:đường|duong|phố|pho|ngõ|ngo|ngách|ngach|hẻm|hem|kiệt|kiet|khu phố|khu pho|đ\.|lô|lo)"
HAMLET = r"(?:tổ dân phố|to dan pho|khóm|khom|tầng|tang|block|thôn|thon|xóm|xom|ấp|ap|tổ|to|khu phố|khu pho|khối phố|khoi pho|khu|làng|lang|bản|ban|buôn|buon|khối|khoi|đội|doi|phòng|phong|căn hộ|can ho|chung cư|chung cu|tòa|toa)"
WAY_NAME = rf"(?:{HOUSE}|{NAMES}|[^\W\d_]{{2,}}[ ][^\W\d_]{{2,}})"
# "số 27 ngõ 115 phố Kim Ngưu", "12/4 đường Hùng Vương", "số 6, ngách 32/7 Hoàng Hoa Thám"
STREET = re.compile(
    rf"(?<!\w)(?:(?:[Ss]ố nhà|[Ss]o nha|[Nn]hà số|[Nn]ha so|[Ss]ố|[Ss]o)[ ])?{HOUSE},?[ ](?i:{WAY})[ ]{WAY_NAME}"
    rf"(?:,?[ ](?:(?i:{WAY})[ ]{WAY_NAME}|{NAMES})){{0,3}}"
)
LANE = re.compile(
    rf"(?<!\w)(?i:{WAY})[ ]{HOUSE},?[ ](?:(?i:{WAY})[ ]{WAY_NAME}|{NAMES})(?:,?[ ](?i:{WAY})[ ]{WAY_NAME})?"
)
HOUSE_NUMBER = re.compile(rf"(?<!\w)(?i:số nhà|so nha|nhà số|nha so)[ ]{HOUSE}(?:[ ]{NAMES})?")
# "thôn 4, xã Ea Tul": a hamlet with its commune.
IN_COMMUNE = re.compile(
    rf"(?<!\w)(?i:{HAMLET})[ ](?:{HOUSE}(?!\w)|{NAMES})(?:,?[ ](?i:{HAMLET})[ ](?:{HOUSE}(?!\w)|{NAMES})){{0,2}},?[ ]"
    rf"(?i:xã|xa|phường|phuong|thị trấn|thi tran|tt\.?|p\.)[ ](?:{NAMES}|\d{{1,2}}(?!\w))"
)
# The same as it is spoken or typed in haste, without capitals: "thôn đông cao xã tráng việt", "số nhà hai mươi ba ngõ chùa".
NO_NAME = r"(?!(?:em|tôi|toi|tui|mình|minh|bác|bac|con|nào|nao|ở|có|co|là|la|và|va|hay|nhà|nha|khác|khac|này|nay|của|cua|thì|thi|với|voi|mới|moi|cũ|cu|được|duoc|không|khong|sáp|sap|nhập|nhap|đó|do|kia|gì|gi|văn|để|de|trên|tren)(?!\w))"
SPOKEN_NAME = rf"(?:{NO_NAME}[^\W\d_]{{2,7}})"
NUMBER_WORD = r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|linh|lẻ)"
IN_SMALL = re.compile(
    rf"(?<!\w)(?:thôn|thon|xóm|xom|ấp|khóm|khom|buôn|khu vực|khu vưc|khu vuc|tổ|to \d+)(?: {HOUSE})?(?: {SPOKEN_NAME}){{0,3}}?,? ?(?<=[ ,])(?:xã|xa|phường|phuong|thị trấn|thi tran|p\.) ?{SPOKEN_NAME}(?: {SPOKEN_NAME})?"
    rf"|(?<!\w)(?:số nhà|nhà số) (?:{NUMBER_WORD}(?: {NUMBER_WORD}){{0,5}}|{HOUSE})(?: (?:ngõ|ngách|hẻm|kiệt|đường|phố|tổ|xóm) {SPOKEN_NAME}(?: {NO_NAME}(?!phường|xã){SPOKEN_NAME})?)?(?: (?:phường|xã) {SPOKEN_NAME}(?: {SPOKEN_NAME})?)?"
    rf"|(?<!\w)\d{{1,4}}[a-z]? ?{SPOKEN_NAME}(?: {SPOKEN_NAME}){{0,2}} ?, ?(?:khóm|khom|tổ|ấp|kp|khu phố) ?(?:\d+|{SPOKEN_NAME}) ?, ?(?:p\.|phường|phuong|xã|xa) ?{SPOKEN_NAME}(?: {SPOKEN_NAME})?"
)
LIVES = re.compile(
    r"(?<![^\W_])(?:dia chi(?: nha| cua| o)?|nha (?:cua )?(?:toi|tui|em|bac|minh|con|chau|chi|anh|ba|ong|me|o)(?: o)?|"
    r"(?:nha|que|cho)(?: \w+){1,3} o|khu pho nha|(?:toi|tui|em|bac|minh|con|chau|chi|anh|ong|me)(?: dang| hien)? (?:o|song|tro)|song o|tro o|ngu tai|cu tru tai|thuong tru|tam tru|"
    r"giao (?:hang )?(?:toi|den|ve|o)(?: (?:tan )?nha)?|(?:giao|ship|gui|den|toi|ve) (?:toi |den |ve |tan )?nha)(?: (?:toi|tui|em|bac|minh|con|la|o|tai|so))*[\s:]{1,2}"
)
COUNTED = r"(?:triệu|trieu|nghìn|nghin|ngàn|ngan|đồng|dong|tr|k|người|nguoi|ngày|ngay|tháng|thang|năm|nam|tuổi|tuoi|giờ|gio|phút|phut|lần|lan|cái|con)(?!\w)"
AT = re.compile(
    rf"(?:số |so )?(?:{HOUSE},?[ ](?:(?i:{WAY})[ ])?{NAMES}|(?i:{HAMLET})[ ](?:{HOUSE}(?!\w)|{NAMES})(?:,[ ](?i:{HAMLET})[ ](?:{HOUSE}(?!\w)|{NAMES})){{0,2}}"
    rf"|(?i:thôn|thon|xóm|xom|ấp|ap|khu phố|khu pho)[ ][^\W\d_]+[ ][^\W\d_]+(?=[,.]|[ ]?$)|(?i:{WAY})[ ]{HOUSE}(?:[ ][^\W\d_]+){{0,2}}(?=[,.]|[ ]?$)"
    rf"|{HOUSE}(?=[,.]|[ ]?$)|{HOUSE}[ ](?!{COUNTED})[^\W\d_]+(?:[ ][^\W\d_]+){{1,2}}(?=[,.]|[ ]?$))"
)

# What may be where somebody lives, though nobody says so: "căn B1207 toà Hoà Phát", "27 Hàng Thao, Nam Định".
UNIT = r"(?:[A-Za-z]{1,2}[.-]?\d{1,4}[A-Za-z]?(?:/\d{1,4})*(?!\w))"
HOME = r"(?:thôn|thon|xóm|xom|ấp|khóm|khom|buôn|ngõ|ngách|hẻm|hem|kiệt|kiet|phố|đường|khu phố|khu pho|tổ dân phố|cư xá|cu xa|chung cư|chung cu|toà|tòa)"
LIKELY = re.compile(
    rf"(?<!\w)(?:(?i:{HOME})[ ](?:{UNIT}|{HOUSE}(?!\w)|{NAMES})|(?i:căn|can|lô|lo|phòng|phong|nhà|nha)[ ]{UNIT}|{HOUSE}[ ]{NAME}(?:[ ]{NAME}){{1,3}})"
    rf"(?:,?[ ](?:(?i:{HOME}|xã|xa|phường|phuong|thị xã|thi xa|tỉnh|tinh|huyện|huyen)[ ])?(?:{UNIT}|{HOUSE}[ ]{NAMES}|{NAMES})){{0,4}}"
)


def emails(marked: str, text: str) -> Iterator[tuple[int, int]]:
    """`marked` is plain, `text` bare."""
    for match in (*EMAIL.finditer(marked), *SPOKEN_EMAIL.finditer(text)):
        yield match.span()


def addresses(marked: str, text: str) -> Iterator[tuple[int, int]]:
    for pattern in (IN_COMMUNE, STREET, LANE, HOUSE_NUMBER):
        for match in pattern.finditer(marked):
            yield match.span()
    for match in IN_SMALL.finditer(small(marked)):
        yield match.span()
    for cue in LIVES.finditer(text):
        at = AT.match(marked, cue.end())
        if at:
            yield at.span()


def likely_addresses(marked: str) -> Iterator[tuple[int, int]]:
    """`marked` is plain. Among them are names of streets and offices that are nobody's home."""
    for match in LIKELY.finditer(marked):
        yield match.span()
