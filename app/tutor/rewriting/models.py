"""Table: steps said anew for a bucket of readers, from wanted to decided."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, UtcDateTime

State = Literal["queued", "working", "accepted", "review", "rejected", "withdrawn"]
Decision = Literal["", "accepted", "rejected", "withdrawn"]
STATES: tuple[State, ...] = ("queued", "working", "accepted", "review", "rejected", "withdrawn")
BIG = BigInteger().with_variant(Integer, "sqlite")


class StepRewrite(Base):
    """`version`: of the step with its lesson and its facts (queue.step_version); `basis`: of what the rewrite depends on
    alone. `text`: markdown of each piece by its number, as text; empty until something was made. `reason`: why nothing could be
    made of what the model wrote, in words. `verdict`, `findings`: of the fidelity check of version `fidelity`. `decision`: what a
    teacher said, "" while nobody did; `edited_by`: who wrote the text by hand. `log`: who decided what and when, only ever
    added to. `asked`, `answered`: characters sent to the model and received,
    as they are paid for (domain/budgets.Usage). `tries`: how often somebody began."""

    __tablename__ = "step_rewrite"
    __table_args__ = (
        UniqueConstraint("lesson", "step", "version", "bucket", name="uq_step_rewrite_lesson_step_version_bucket"),
        CheckConstraint(f"state IN ({', '.join(repr(state) for state in STATES)})", name="known_state"),
        Index("ix_step_rewrite_state_priority", "state", "priority"),
    )

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    lesson: Mapped[str] = mapped_column(String(60))
    step: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(12))
    basis: Mapped[str] = mapped_column(String(12))
    bucket: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    priority: Mapped[int]
    text: Mapped[dict[str, str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(1000))
    verdict: Mapped[str] = mapped_column(String(10))
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    fidelity: Mapped[int]
    model: Mapped[str] = mapped_column(String(120))
    tries: Mapped[int]
    asked: Mapped[int]
    answered: Mapped[int]
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(String(10))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    log: Mapped[list[dict[str, Any]]] = mapped_column(JSON)

    @property
    def editors(self) -> set[int]:
        """Whoever wrote a word of it by hand."""
        return {entry["by"] for entry in self.log if entry["deed"] == "edited"}
