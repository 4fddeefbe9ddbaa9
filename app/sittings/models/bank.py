"""Tables: what sittings are chosen from and judged by, version by version; what was taken out of it, how often it was shown."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime


class BankVersion(Base):
    """The items of a certification bank as sittings were chosen from: JSON of domain.bank."""

    __tablename__ = "bank_version"

    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class StandardVersion(Base):
    """What had to be reached: the text of domain.standard."""

    __tablename__ = "standard_version"

    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class NeutralisedItem(Base):
    """A task that turned out to be flawed: asked no more, and nothing it told counts."""

    __tablename__ = "neutralised_item"

    item: Mapped[str] = mapped_column(String(121), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200))


class ExposureCount(Base):
    """Fading counts (quiz/domain/adaptive/exposure.py): in how many sittings an item was shown, was eligible."""

    __tablename__ = "exposure_count"

    bank: Mapped[str] = mapped_column(String(12), primary_key=True)
    item: Mapped[str] = mapped_column(String(121), primary_key=True)
    shown: Mapped[float]
    eligible: Mapped[float]


class ExposureTotal(Base):
    __tablename__ = "exposure_total"

    bank: Mapped[str] = mapped_column(String(12), primary_key=True)
    sittings: Mapped[int]
