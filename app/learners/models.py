"""The table of learners."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime
from app.core.ids import new_number
from app.learners.domain.reading import Reading, known_reading


class Learner(Base):
    """Someone who learns. A guest is a learner without an account: what they did stays theirs. The id is random: a
    phone's cookie from before a restore must not meet someone else's row."""

    __tablename__ = "learner"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False, default=new_number
    )
    name: Mapped[str] = mapped_column(String(60))
    audience: Mapped[str] = mapped_column(String(40), default=Reading().audience)
    platform: Mapped[str] = mapped_column(String(10), default=Reading().platform)
    comfort: Mapped[str] = mapped_column(String(10), default="", server_default=text("''"))
    work: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    address: Mapped[str] = mapped_column(String(10), default="", server_default=text("''"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def reading(self) -> Reading:
        return known_reading(self.audience, self.platform, self.comfort, self.work, self.address)

    @reading.setter
    def reading(self, chosen: Reading) -> None:
        self.audience, self.platform = chosen.audience, chosen.platform
        self.comfort, self.work, self.address = chosen.comfort, chosen.work, chosen.address
