"""Whom a wrong is done to, and who must not notice. Patterns stand as `gate.reading` gives them; several meet in one sentence, and
each names only those of whom its sentences are said: a wider list refuses what people ask honestly."""

# Whoever may take what is made for true.
PEOPLE = (
    r"(?:nguoi|dan|ba con|ca (?:xa|lang|huyen|xom|ap)|thien ha|moi nguoi|khach|ho|no|han|may (?:ba|ong|co|chu|cu|nguoi)|cac (?:cu|ba|ong)|"
    r"ba|ong|co|chi|anh|me|cha|vo|ck|chong|sep|chu no|can bo|xa|phuong|thue|cong an|ngan hang|hang xom|tho dien|benh nhan|phu huynh)"
)
# Behind whose back something is read or taken: of one's own household mostly.
ONE_OF_US = r"(?:ong|ba|no|han|vo|ck|chong|co|chi|anh|me|cha|bon no|ho|ong ay|ba ay|con|chau)"
# Who looks whether all is as it should be.
CHECKING = (
    r"(?:thanh tra|cong an|can bo|kiem (?:lam|dich|toan)|thue|quan ly thi truong|giam (?:thi|khao|doc|dinh)|bao hiem|toa|"
    r"thuong lai|lai buon|ben (?:mua|thue|giao)|nguoi (?:mua|thue)|chu (?:nha|xe|quan|the|no|dat|may|hang)|phu huynh|sep|ke toan|nhan chung|ngan hang)"
)
# Those who would mind: not those against whom everybody guards themselves, nor people at large.
MINDING = (
    rf"(?:{CHECKING}|hang xom|nha (?:ben|no)|cha me no|doi tac|benh nhan|cong nhan|(?:me |cha )?(?:vo|ck)|con dau|con re|"
    r"ong(?: cu| ay| noi| ngoai)?|ba(?: cu| ay| noi| ngoai)?|cu|no|han|thang (?:do|kia)|con do|may (?:dua|ong|ba|cu)|anh em|ca nha|dong nghiep)"
)
# Who is to be frightened or shamed.
HARMED = r"(?:no|han|ba|ong|bon no|tui no|thang (?:do|kia|ay|cha)|con (?:do|kia|ay)|may dua|ba ta|ong ta|nha no|ca nha no|vo no|ck no)"
YOUNG = r"(?:con be|thang be|be (?:gai|trai)|hoc sinh|hoc tro|may (?:dua|be|em)(?: sinh vien| hoc sinh)?|co gai)"
# Who is thought to be easily led.
TRUSTING = (
    rf"(?:{YOUNG}|sinh vien|cu|cac cu|may (?:ong|ba|cu|co)|ong(?: cu)?|ba(?: cu)?|nguoi (?:gia|lon tuoi)|dan|ba con)"
)
# They do not know or see, and nothing is named that they do not: who does not know how to read, or sees no number, is not
# deceived.
NO_OBJECT = r"(?! (?:nut|muc|chu|mo|dung|ngay|nam|so|ma|pin|mat ?khau|cach|gi|ai|ro|duoc|dc|ho so|lam|ky|xai|bam|doc|viet|nhin|thi|sao|dau|dia chi|ten|duong|cai|su dung|vao|vo|tieng|phai|la(?! (?:duoc|dc|xong|on|tot)(?![^\W_])))(?![^\W_]))"
