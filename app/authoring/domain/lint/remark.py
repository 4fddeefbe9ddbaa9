"""One piece of advice to a teacher."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True)
class Remark:
    """`line` and `column` count from 1 in the file. Advice keeps nothing from being saved or shown."""

    line: int
    column: int
    code: str
    message: str
    severity: Literal["advice"] = "advice"
