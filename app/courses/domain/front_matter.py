"""What a file says of itself between two lines `---`: its skills, its readers, its sources, when it was read again."""

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints

from app.courses.domain.facts import Row, Slug, Source, Text
from app.courses.domain.frameworks import Audience
from app.courses.domain.links import LessonLink
from app.courses.domain.markdown import Writing, judge_line
from app.courses.domain.yaml_text import YamlText, fit, read_yaml

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=90)]
Label = Literal["an-toan", "tien"]
MOST_SKILLS = 3  # a lesson teaches one idea; what is asked counts for every skill that is named here


class FrontMatter(Row):
    """What every file of lessons or exercises has to say."""

    skills: tuple[Slug, ...] = Field(alias="ky-nang", min_length=1, max_length=MOST_SKILLS)
    audiences: tuple[Audience, ...] = Field(alias="doi-tuong", min_length=1)
    sources: tuple[Source, ...] = Field(alias="nguon", min_length=1)
    reviewed_on: date = Field(alias="ra-soat")
    review_by: date = Field(alias="ra-soat-truoc")


class BankFrontMatter(FrontMatter):
    """`on_trial`: names of exercises that the certification asks without counting them, until enough is known of them.
    `one_of`: sets of names of which it asks one alone, since one gives the answer of the other away."""

    on_trial: tuple[Slug, ...] = Field(default=(), alias="thu-nghiem")
    one_of: tuple[Annotated[tuple[Slug, ...], Field(min_length=2)], ...] = Field(default=(), alias="chi-hoi-mot")


class LessonFrontMatter(FrontMatter):
    title: Short = Field(alias="tieu-de")
    wish: Short = Field(alias="muon")
    summary: Text = Field(alias="tom-tat")
    minutes: int = Field(alias="phut", ge=1, le=5, strict=True)
    needs: tuple[Slug, ...] = Field(default=(), alias="bai-truoc")
    labels: tuple[Label, ...] = Field(default=(), alias="nhan")


Read = TypeVar("Read", bound=FrontMatter)


def read_front_matter(text: str, model: type[Read], writing: Writing) -> tuple[Read | None, str, int] | None:
    """The front matter (None when it is faulty), what follows it, and the line of that; None for a file without any.
    Every fault is reported."""
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        writing.reporter.error(1, "no-front-matter", "Tệp phải mở đầu bằng phần khai báo giữa hai dòng ---.")
        return None
    yaml_text = read_yaml("\n".join(lines[1:end]), 2, writing.reporter)
    about: Read | None = fit(model, yaml_text, writing.reporter) if yaml_text else None
    if yaml_text and about:
        _judge(about, yaml_text, writing)
    return about, "\n".join(lines[end + 1 :]), end + 2


def _judge(about: FrontMatter, yaml_text: YamlText, writing: Writing) -> None:
    for skill in about.skills:
        judge_skill(skill, yaml_text.line(("ky-nang",)), writing)
    line = yaml_text.line(("ra-soat-truoc",))
    if about.review_by < about.reviewed_on:
        writing.reporter.error(line, "bad-field", "Ngày `ra-soat-truoc` phải sau ngày `ra-soat`.")
    elif about.reviewed_on > writing.today:  # else what changes until then would seem to have been read
        message = "Ngày `ra-soat` còn ở phía trước. Ghi ngày thầy cô đã đọc lại tệp này, muộn nhất là hôm nay."
        writing.reporter.error(yaml_text.line(("ra-soat",)), "review-in-future", message)
    if about.review_by < writing.today:
        message = "Tệp quá hạn rà soát. Đọc lại cả tệp rồi sửa hai ngày rà soát."
        writing.reporter.warning(line, "expired-lesson", message)
    if isinstance(about, LessonFrontMatter):
        for key, shown in (("tieu-de", about.title), ("muon", about.wish), ("tom-tat", about.summary)):
            judge_line(shown, yaml_text.line((key,)), writing)
        writing.lesson_links.extend(LessonLink(needed, yaml_text.line(("bai-truoc",))) for needed in about.needs)


def judge_skill(skill: str, line: int, writing: Writing) -> None:
    if skill not in writing.skills:
        message = f"Kỹ năng `{skill}` không có trong khung nào ở content/frameworks."
        writing.reporter.error(line, "unknown-skill", message)
