"""Facts: every limit, date, fee, hotline, menu path and office as a dated, sourced row; and hard words explained."""

from datetime import date
from html import escape
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]

FactKind = Literal[
    "han-muc", "ngay", "thoi-han", "phi", "duong-day-nong", "duong-bam", "co-quan", "dia-chi", "so-hieu", "khac"
]
Confidence = Literal["S", "S2", "I", "M"]
TAUGHT: frozenset[Confidence] = frozenset({"S"})
MENU_STEP = " → "
STATED = {"han-muc", "phi", "ngay", "thoi-han", "duong-day-nong", "so-hieu"}  # whose sentence says the value


class Row(BaseModel):
    """A part of a content file: its keys are Vietnamese without marks, as teachers write them, and only those."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Source(Row):
    name: Text = Field(alias="ten")
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=600)]
    day: date | None = Field(default=None, alias="ngay")


class Fact(Row):
    """`confidence`: S seen on a page stating it, S2 seen at second hand, I inferred, M from memory. Only S is taught."""

    id: Slug = Field(alias="ma")
    kind: FactKind = Field(alias="loai")
    value: Text = Field(alias="gia-tri")
    unit: str = Field(default="", alias="don-vi", max_length=40)
    statement: Text = Field(alias="cau")
    source: Source = Field(alias="nguon")
    seen_on: date = Field(alias="xem-ngay")
    review_by: date = Field(alias="ra-soat-truoc")
    confidence: Confidence = Field(alias="do-tin")

    @field_validator("value")
    @classmethod
    def _address_is_https(cls, value: str) -> str:
        if "://" in value and not value.startswith("https://"):
            raise ValueError("địa chỉ phải bắt đầu bằng https://")
        return value

    def contradictions(self) -> dict[str, str]:
        """Key → what does not fit the rest of the row there."""
        found = {}
        if self.kind == "dia-chi" and not self.value.startswith("https://"):
            found["gia-tri"] = "Loại `dia-chi` thì `gia-tri` là địa chỉ trang, mở đầu bằng https://."
        if self.kind == "duong-bam" and ">" in self.value:
            found["gia-tri"] = "Các nút của đường bấm cách nhau bằng dấu cách, mũi tên →, dấu cách. Đổi dấu > thành →."
        if self.kind in STATED and self.value.casefold() not in self.statement.casefold():
            found["cau"] = f"Mục `cau` phải có đúng chữ “{self.value}” như ở `gia-tri`. Sửa một trong hai."
        if self.review_by < self.seen_on:
            found["ra-soat-truoc"] = "Ngày `ra-soat-truoc` phải sau ngày `xem-ngay`."
        return found

    def is_expired(self, today: date) -> bool:
        """Past its review date: nobody has confirmed it since."""
        return today > self.review_by

    @property
    def text(self) -> str:
        if self.kind == "dia-chi":
            return self.value.removeprefix("https://").rstrip("/")
        return f"{self.value} {self.unit}".strip()

    def html(self) -> str:
        """What stands in the sentence: an address as a link, a menu path as button names, anything else as text."""
        if self.kind == "dia-chi" and urlsplit(self.value).scheme == "https":
            return f'<a class="fact" href="{escape(self.value)}" rel="noopener noreferrer">{escape(self.text)}</a>'
        if self.kind == "duong-bam":
            steps = MENU_STEP.join(f"<strong>{escape(step)}</strong>" for step in self.value.split(MENU_STEP))
            return f'<span class="fact">{steps}</span>'
        return f'<span class="fact">{escape(self.text)}</span>'


class Term(Row):
    """A hard word and one plain sentence that explains it."""

    id: Slug = Field(alias="ma")
    word: Text = Field(alias="tu")
    meaning: Text = Field(alias="nghia")
