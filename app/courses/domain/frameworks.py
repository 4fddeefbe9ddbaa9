"""Skills frameworks: versioned data per audience, with maps to official documents, each verified by a person or not."""

from functools import cached_property
from typing import Literal

from pydantic import Field

from app.courses.domain.facts import Row, Slug, Text

Audience = Literal["nguoi-dan", "hoc-sinh-sinh-vien", "can-bo-cong-chuc", "nguoi-lao-dong"]
Document = Literal["QD-757-2025", "TT-02-2025", "CV-3240-2024", "CV-3139-2024"]


class OfficialItem(Row):
    """An item of an official document. Shown as official only when `verified`: a person has read it there."""

    document: Document = Field(alias="tai-lieu")
    code: Text = Field(alias="ma")
    name: Text = Field(alias="ten")
    verified: bool = Field(alias="da-kiem-chung")


class Skill(Row):
    id: Slug = Field(alias="ma")
    name: Text = Field(alias="ten")
    able: Text = Field(alias="lam-duoc")
    needs: tuple[Slug, ...] = Field(default=(), alias="can-truoc")
    official: tuple[OfficialItem, ...] = Field(default=(), alias="doi-chieu")


class SkillGroup(Row):
    id: Slug = Field(alias="ma")
    name: Text = Field(alias="ten")
    skills: tuple[Skill, ...] = Field(alias="ky-nang", min_length=1)


class Framework(Row):
    id: Slug = Field(alias="khung")
    name: Text = Field(alias="ten")
    audience: Audience = Field(alias="doi-tuong")
    version: Text = Field(alias="phien-ban")
    note: Text = Field(alias="ghi-chu")
    groups: tuple[SkillGroup, ...] = Field(alias="nhom", min_length=1)

    @cached_property
    def skills(self) -> dict[str, Skill]:
        return {skill.id: skill for group in self.groups for skill in group.skills}

    @cached_property
    def needs(self) -> dict[str, frozenset[str]]:
        """What each skill asks for first, of this framework."""
        return {skill.id: frozenset(skill.needs) & self.skills.keys() for skill in self.skills.values()}
