"""Tables: the learner model, a cache. Everything in it can be folded again from the answers."""

from sqlalchemy import BigInteger, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class LearnerModel(Base):
    """`model` is the JSON of practice.learner_models.Known after `folded` answers, the last of which has the id
    `through`, and `stated` help statements."""

    __tablename__ = "learner_model"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id", ondelete="CASCADE"), primary_key=True)
    through: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    folded: Mapped[int]
    stated: Mapped[int]
    model: Mapped[str] = mapped_column(Text)
