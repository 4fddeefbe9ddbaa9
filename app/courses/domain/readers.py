"""Variants: which part of a step is for which reader."""

from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from app.learners.domain.reading import Reading

PLATFORM_TITLES = {"android": "Máy Android", "iphone": "Máy iPhone"}
AUDIENCE_TITLES = {
    "nguoi-cao-tuoi": "người lớn tuổi",
    "nguoi-dan": "người dân",
    "hoc-sinh-sinh-vien": "học sinh, sinh viên",
    "can-bo-cong-chuc": "cán bộ, công chức",
    "nguoi-lao-dong": "người lao động",
}
WORK_TITLES = {
    "buon-ban": "người buôn bán",
    "lam-ruong": "người làm ruộng, làm vườn",
    "van-phong": "người làm văn phòng",
    "di-hoc": "người đi học",
    "nghi-huu": "người nghỉ hưu",
}
# Why something is suggested, said to them.
AT_WORK = {
    "buon-ban": "bác buôn bán",
    "lam-ruong": "bác làm ruộng, làm vườn",
    "van-phong": "bác làm văn phòng",
    "di-hoc": "bác đi học",
    "nghi-huu": "bác đã nghỉ hưu",
}
SLOW = "cham"  # the comfort of who reads slowly and likes short words; what has an easier text tells them apart
AUDIENCES, WORKS = frozenset(AUDIENCE_TITLES), frozenset(WORK_TITLES)
TAGS = AUDIENCES | PLATFORM_TITLES.keys() | WORKS
# What is written for citizens is for older citizens too.
CITIZENS = frozenset({"nguoi-cao-tuoi", "nguoi-dan"})
INCLUDES = MappingProxyType({"nguoi-cao-tuoi": CITIZENS})


@dataclass(frozen=True)
class Reader:
    """`platform` is "" until the reader has said which phone they hold: then every platform's part is shown. `work` is ""
    until they have said what they do: then no example for one kind of work is. `comfort`: SLOW or ""."""

    audience: str = "nguoi-cao-tuoi"
    platform: str = ""
    work: str = ""
    comfort: str = ""

    def sees(self, tags: frozenset[str]) -> bool:
        """A part with several tags is for a reader who fits any of its audiences, any of its platforms and any of its
        kinds of work."""
        audiences = tags & AUDIENCES
        platforms = tags & PLATFORM_TITLES.keys()
        works = tags & WORKS
        fits_audience = not audiences or bool(audiences & INCLUDES.get(self.audience, frozenset({self.audience})))
        fits_platform = not platforms or not self.platform or self.platform in platforms
        return fits_audience and fits_platform and (not works or self.work in works)

    def only(self, tags: frozenset[str]) -> "Reader":
        """The same reader as far as these tags can tell readers apart: few variants to prebuild, few to compare."""
        return Reader(
            self.audience if tags & AUDIENCES else "",
            self.platform if tags & PLATFORM_TITLES.keys() else "",
            self.work if tags & WORKS else "",
            self.comfort if SLOW in tags else "",
        )


def reader_of(reading: Reading) -> Reader:
    """Whoever chose to read so."""
    return Reader(reading.audience, reading.platform, reading.work, reading.comfort)


def all_readers(tags: frozenset[str]) -> tuple[Reader, ...]:
    """Every reader that these tags can tell apart."""
    audiences = sorted(AUDIENCES) if tags & AUDIENCES else [""]
    platforms = ["", *PLATFORM_TITLES] if tags & PLATFORM_TITLES.keys() else [""]
    works = ["", *WORK_TITLES] if tags & WORKS else [""]
    comforts = ["", SLOW] if SLOW in tags else [""]
    return tuple(Reader(*one) for one in product(audiences, platforms, works, comforts))
