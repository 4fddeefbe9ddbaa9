"""Tables: class sittings, who is on their lists, who they are, how they come in."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.db import Base, UtcDateTime
from app.core.ids import new_number
from app.sittings.domain.namesakes import name_key

BIG = BigInteger().with_variant(Integer, "sqlite")
IS_ON_THE_WALL = text("closed_at IS NULL")
IS_UNUSED = text("used_at IS NULL")


class Supervision(Base):
    """A class sitting. `code` hangs on the wall; while it is open no other has it. `commune` and `place` are printed;
    `commune_code` of the list of communes, "" where there was none.
    `own_commune`: the key of the commune where its supervisor works, when that is another; "" of who teaches at home.
    `device_mac`: the phone it was opened on, as of Sitting; "" unknown."""

    __tablename__ = "supervision"
    __table_args__ = (
        Index("uq_supervision_code", "code", unique=True, sqlite_where=IS_ON_THE_WALL, postgresql_where=IS_ON_THE_WALL),
    )

    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=False, default=new_number)
    code: Mapped[str] = mapped_column(String(8))
    supervisor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    commune: Mapped[str] = mapped_column(String(60))
    commune_code: Mapped[str] = mapped_column(String(10), server_default=text("''"))
    own_commune: Mapped[str] = mapped_column(String(60), server_default=text("''"))
    place: Mapped[str] = mapped_column(String(80))
    framework: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device_mac: Mapped[str] = mapped_column(String(22), server_default=text("''"))


class SupervisedName(Base):
    """Somebody on the list of a class sitting, as the supervisor wrote them. `sitting_id` once they have come; a sitting
    that went on in another class stands on both lists. `assisted`: somebody helped to press, as the supervisor saw.
    `folded`: the name to compare with (domain.namesakes).
    `form_mac`: a keyed hash of the form they came in with, so that the same form sent again is the same person."""

    __tablename__ = "supervised_name"
    __table_args__ = (UniqueConstraint("supervision_id", "sitting_id"),)

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(String(60), index=True, server_default=text("''"))
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id", ondelete="SET NULL"), index=True)
    assisted: Mapped[bool] = mapped_column(server_default=false())
    note: Mapped[str] = mapped_column(String(200), server_default=text("''"))
    form_mac: Mapped[str] = mapped_column(String(22), server_default=text("''"))

    @validates("name")
    def _fold(self, _: str, name: str) -> str:
        self.folded = name_key(name)
        return name


class NamesakeRuling(Base):
    """Whether who comes in under this line is the same person as the one who sat the earlier test, as a supervisor said; the
    newest holds."""

    __tablename__ = "namesake_ruling"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    name_id: Mapped[int] = mapped_column(ForeignKey("supervised_name.id", ondelete="CASCADE"), index=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), index=True)
    is_same: Mapped[bool]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SeatCode(Base):
    """For one line of a class's list: its supervisor reads it out, and it is typed on a phone once, before `expires_at`.
    `purpose`: "begin" (the supervisor writes the name for somebody who cannot) or "move" (the sitting goes on on that phone,
    `left_mac` the one before). `sitting_id`: of a move, or once it has begun."""

    __tablename__ = "seat_code"
    __table_args__ = (
        Index("uq_seat_code_code", "code", unique=True, sqlite_where=IS_UNUSED, postgresql_where=IS_UNUSED),
        Index("uq_seat_code_name_id", "name_id", unique=True, sqlite_where=IS_UNUSED, postgresql_where=IS_UNUSED),
    )

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    name_id: Mapped[int] = mapped_column(ForeignKey("supervised_name.id", ondelete="CASCADE"), index=True)
    sitting_id: Mapped[int | None] = mapped_column(ForeignKey("sitting.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(5))
    code: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_mac: Mapped[str] = mapped_column(String(22), server_default=text("''"))
