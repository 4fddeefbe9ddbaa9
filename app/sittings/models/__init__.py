"""Tables of sittings, a file per noun. Append-only (triggers refuse UPDATE) but for a few columns of `sitting`, `supervision`,
`supervised_name`, `seat_code` and the counters."""

from app.sittings.models.bank import BankVersion, ExposureCount, ExposureTotal, NeutralisedItem, StandardVersion
from app.sittings.models.classes import NamesakeRuling, SeatCode, SupervisedName, Supervision
from app.sittings.models.outcomes import (
    Appeal,
    CertificateName,
    PracticalInvitation,
    PracticalReport,
    SittingResult,
    SittingVerdict,
)
from app.sittings.models.sittings import LateAnswer, LateRuling, Sitting, SittingAnswer, SittingTap, SittingTask

__all__ = [
    "Appeal",
    "BankVersion",
    "CertificateName",
    "ExposureCount",
    "ExposureTotal",
    "LateAnswer",
    "LateRuling",
    "NamesakeRuling",
    "NeutralisedItem",
    "PracticalInvitation",
    "PracticalReport",
    "SeatCode",
    "Sitting",
    "SittingAnswer",
    "SittingResult",
    "SittingTap",
    "SittingTask",
    "SittingVerdict",
    "StandardVersion",
    "SupervisedName",
    "Supervision",
]
