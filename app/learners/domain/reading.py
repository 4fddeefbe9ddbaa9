"""How lessons are shown to someone: for which audience, on which kind of phone."""

from collections.abc import Mapping
from dataclasses import dataclass

AUDIENCES: Mapping[str, str] = {
    "nguoi-cao-tuoi": "Bác, cô chú lớn tuổi",
    "nguoi-dan": "Người dân",
    "hoc-sinh-sinh-vien": "Học sinh, sinh viên",
    "can-bo-cong-chuc": "Cán bộ, công chức",
    "nguoi-lao-dong": "Người lao động",
}
PLATFORMS: Mapping[str, str] = {"android": "Android", "iphone": "iPhone", "": "Chưa rõ"}
FRAMEWORK_OF = {"nguoi-cao-tuoi": "nguoi-dan"}  # older citizens learn what citizens learn
FRAMEWORKS = tuple(audience for audience in AUDIENCES if audience not in FRAMEWORK_OF)
COOKIE = "kieu"  # its name; also read by the prebuilt pages


@dataclass(frozen=True, slots=True)
class Reading:
    """`audience` is one of AUDIENCES, `platform` one of PLATFORMS."""

    audience: str = "nguoi-cao-tuoi"
    platform: str = ""

    @property
    def framework(self) -> str:
        """The audience whose framework of skills is meant: one of AUDIENCES."""
        return FRAMEWORK_OF.get(self.audience, self.audience)


def known_reading(audience: str, platform: str) -> Reading:
    """The default when either is unknown, for example no longer offered."""
    if audience in AUDIENCES and platform in PLATFORMS:
        return Reading(audience, platform)
    return Reading()


def parse_reading(cookie: str) -> Reading:
    """From `<audience>.<platform>`; the default for anything malformed. Not signed: it only chooses what is shown."""
    audience, _, platform = cookie.partition(".")
    return known_reading(audience, platform)


def format_reading(reading: Reading) -> str:
    return f"{reading.audience}.{reading.platform}"
