"""How lessons are shown to someone: a few taps, each of which may be left out. For which audience, on which kind of phone,
in how many words, with examples from which work, and how the person is addressed."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import lru_cache

AUDIENCES: Mapping[str, str] = {
    "nguoi-cao-tuoi": "Bác, cô chú lớn tuổi",
    "nguoi-dan": "Người dân",
    "hoc-sinh-sinh-vien": "Học sinh, sinh viên",
    "can-bo-cong-chuc": "Cán bộ, công chức",
    "nguoi-lao-dong": "Người lao động",
}
PLATFORMS: Mapping[str, str] = {"android": "Android", "iphone": "iPhone", "": "Chưa rõ"}
COMFORTS: Mapping[str, str] = {"": "Đọc thoải mái", "cham": "Đọc chậm, thích chữ ngắn"}
WORKS: Mapping[str, str] = {
    "buon-ban": "Buôn bán",
    "lam-ruong": "Làm ruộng",
    "van-phong": "Văn phòng",
    "di-hoc": "Đi học",
    "nghi-huu": "Nghỉ hưu",
    "": "Việc khác",
}
ADDRESSES: Mapping[str, str] = {
    "bac": "bác",
    "co": "cô",
    "chu": "chú",
    "ong": "ông",
    "ba": "bà",
    "anh": "anh",
    "chi": "chị",
    "em": "em",
    "ban": "bạn",
}
# Whoever has not chosen is addressed as their audience expects: a pupil is no "bác" (docs/decisions/0014-forms-of-address.md).
EXPECTED = {"hoc-sinh-sinh-vien": "em", "can-bo-cong-chuc": "anh chị", "nguoi-lao-dong": "anh chị"}
FRAMEWORK_OF = {"nguoi-cao-tuoi": "nguoi-dan"}  # older citizens learn what citizens learn
FRAMEWORKS = tuple(audience for audience in AUDIENCES if audience not in FRAMEWORK_OF)
COOKIE = "kieu"  # its name; also read by the prebuilt pages
LONGEST = 80  # characters of it


@dataclass(frozen=True, slots=True)
class Reading:
    """`audience` is one of AUDIENCES, `platform` of PLATFORMS, `comfort` of COMFORTS, `work` of WORKS; `address` is one of
    ADDRESSES, or "" until it is chosen."""

    audience: str = "nguoi-cao-tuoi"
    platform: str = ""
    comfort: str = ""
    work: str = ""
    address: str = ""

    @property
    def framework(self) -> str:
        """The audience whose framework of skills is meant: one of AUDIENCES."""
        return FRAMEWORK_OF.get(self.audience, self.audience)

    @property
    def form(self) -> str:
        """The word for this person: what "bác" is on their pages."""
        return ADDRESSES.get(self.address) or EXPECTED.get(self.audience, ADDRESSES["bac"])


def known_reading(audience: str, platform: str, comfort: str = "", work: str = "", address: str = "") -> Reading:
    """The default when one is unknown, for example no longer offered."""
    is_known = audience in AUDIENCES and platform in PLATFORMS and comfort in COMFORTS and work in WORKS
    if is_known and (address in ADDRESSES or not address):
        return Reading(audience, platform, comfort, work, address)
    return Reading()


def parse_reading(cookie: str) -> Reading:
    """From `<audience>.<platform>`, or with `.<comfort>.<work>.<address>` behind; the default for anything malformed. Not
    signed: it only chooses what is shown."""
    return _parsed(cookie) if len(cookie) <= LONGEST else Reading()


@lru_cache(maxsize=1024)  # asked several times for every page
def _parsed(cookie: str) -> Reading:
    parts = cookie.split(".", 5)
    return known_reading(*parts) if len(parts) in (2, 5) else Reading()


def format_reading(reading: Reading) -> str:
    parts = astuple(reading)
    return ".".join(parts if any(parts[2:]) else parts[:2])
