"""Where assessors work, and teachers, who hold classes."""

from dataclasses import dataclass
from typing import ClassVar

from app.assessment.pages.desk import MonthView
from app.courses.domain.communes import CommuneField


@dataclass(frozen=True)
class StaffView:
    name: str
    login: str
    commune: CommuneField
    action: str


@dataclass(frozen=True)
class AssessorsPage:
    template: ClassVar[str] = "assessors.html"
    title: str
    notice: str
    error: str
    staffing: tuple[str, ...]
    assessors: tuple[StaffView, ...]
    teachers: tuple[StaffView, ...]
    months: tuple[MonthView, ...]
