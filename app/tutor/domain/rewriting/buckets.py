"""For whom a step is said anew: readers alike enough to share one text. Nothing of a person stands in a bucket."""

from dataclasses import dataclass

from app.courses.domain.readers import AUDIENCE_TITLES, SLOW, Reader

WRITTEN_FOR = "nguoi-cao-tuoi"  # whom every lesson has in mind


@dataclass(frozen=True, order=True)
class Bucket:
    """`comfort`: SLOW or "", as of Reader."""

    audience: str
    comfort: str

    def __str__(self) -> str:
        return f"{self.audience}.{self.comfort}" if self.comfort else self.audience

    @property
    def is_slow(self) -> bool:
        return self.comfort == SLOW

    @property
    def is_served_by_source(self) -> bool:
        """Whether the lesson as it is was written for them."""
        return self.audience == WRITTEN_FOR and not self.comfort

    @property
    def name(self) -> str:
        """For teachers."""
        return f"{AUDIENCE_TITLES[self.audience]}{', đọc chậm' if self.is_slow else ''}"


def bucket_of(reader: Reader) -> Bucket:
    return Bucket(reader.audience or WRITTEN_FOR, SLOW if reader.comfort == SLOW else "")


BUCKETS = {
    str(bucket): bucket
    for bucket in (Bucket(audience, comfort) for comfort in (SLOW, "") for audience in AUDIENCE_TITLES)
}
"""By the names that are stored, slow readers first."""
