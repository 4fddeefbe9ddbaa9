"""Trying out a draft: what stands around a learner's page."""

from dataclasses import dataclass
from typing import ClassVar

from app.authoring.pages.desk import DeskLink
from app.authoring.pages.new_files import Option


@dataclass(frozen=True)
class PreviewFrame:
    """What stands around a learner's page that was made of a draft: for whom it is shown, and its screens."""

    template: ClassVar[str] = "preview.html"
    title: str
    action: str
    audiences: tuple[Option, ...]
    platforms: tuple[Option, ...]
    comforts: tuple[Option, ...]
    works: tuple[Option, ...]
    addresses: tuple[Option, ...]
    screens: tuple[DeskLink, ...]
    place: int


@dataclass(frozen=True)
class ElsewherePage:
    """Where a learner's page leads outside of its lesson."""

    template: ClassVar[str] = "elsewhere.html"
    title: str
    message: str
    back_url: str
