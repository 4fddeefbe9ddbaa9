"""A new lesson, a new course."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class NewFilePage:
    """A new lesson of a course, or a new course. `typed` and `errors` by the name of the field."""

    template: ClassVar[str] = "new_file.html"
    title: str
    courses: tuple[Option, ...]
    skills: tuple[Option, ...]
    audiences: tuple[Option, ...]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
