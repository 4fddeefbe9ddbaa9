"""Variants: which part of a step is for which reader."""

from dataclasses import dataclass

PLATFORM_TITLES = {"android": "Máy Android", "iphone": "Máy iPhone"}
AUDIENCE_TITLES = {
    "nguoi-cao-tuoi": "người lớn tuổi",
    "nguoi-dan": "người dân",
    "hoc-sinh-sinh-vien": "học sinh, sinh viên",
    "can-bo-cong-chuc": "cán bộ, công chức",
    "nguoi-lao-dong": "người lao động",
}
AUDIENCES = frozenset(AUDIENCE_TITLES)
TAGS = AUDIENCES | PLATFORM_TITLES.keys()
# What is written for citizens is for older citizens too.
INCLUDES = {"nguoi-cao-tuoi": frozenset({"nguoi-cao-tuoi", "nguoi-dan"})}


@dataclass(frozen=True)
class Reader:
    """`platform` is "" until the reader has said which phone they hold: then every platform's part is shown."""

    audience: str = "nguoi-cao-tuoi"
    platform: str = ""

    def sees(self, tags: frozenset[str]) -> bool:
        """A part with several tags is for a reader who fits any of its audiences and any of its platforms."""
        audiences = tags & AUDIENCES
        platforms = tags & PLATFORM_TITLES.keys()
        fits_audience = not audiences or bool(audiences & INCLUDES.get(self.audience, frozenset({self.audience})))
        fits_platform = not platforms or not self.platform or self.platform in platforms
        return fits_audience and fits_platform

    def only(self, tags: frozenset[str]) -> "Reader":
        """The same reader as far as these tags can tell readers apart: few variants to prebuild, few to compare."""
        audience = self.audience if tags & AUDIENCES else ""
        platform = self.platform if tags & PLATFORM_TITLES.keys() else ""
        return Reader(audience, platform)


def all_readers(tags: frozenset[str]) -> tuple[Reader, ...]:
    """Every reader that these tags can tell apart."""
    audiences = sorted(AUDIENCES) if tags & AUDIENCES else [""]
    platforms = ["", *PLATFORM_TITLES] if tags & PLATFORM_TITLES.keys() else [""]
    return tuple(Reader(audience, platform) for audience in audiences for platform in platforms)
