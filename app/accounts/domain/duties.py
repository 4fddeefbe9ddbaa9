"""What a teacher may be appointed to beside their role. Admins have every duty without an appointment."""

from enum import StrEnum


class Duty(StrEnum):
    """PUBLISHING: approves and publishes what other teachers wrote; of who is relieved of it, no approval counts any more.
    BANK: keeps the certification bank, with its keys (app/sittings/keeping.py)."""

    PUBLISHING = "publishing"
    BANK = "bank"
