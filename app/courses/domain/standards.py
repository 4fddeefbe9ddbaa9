"""Standards: what somebody has to reach to be certified in a framework. Data per framework version and province: the cut,
how sure one must be, how many tasks, how long it holds, who signs."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from app.core.ids import version_of
from app.courses.domain.diagnostics import Reporter
from app.courses.domain.facts import Row, Slug, Text
from app.courses.domain.frameworks import Framework
from app.courses.domain.yaml_text import YamlText

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]
Count = Annotated[int, Field(strict=True)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Weight = Annotated[float, Field(ge=0.01, le=100.0)]
SECOND_READING, BATCH_SAMPLE, LEAST_READING_S, MOST_UNREAD, PER_PHONE, EXPLORING = 0.10, 0.20, 20, 0.25, 3, 2.0
CAME_LATER = (
    "per_skill", "second_reading", "batch_sample", "least_reading_s", "most_unread", "per_phone", "exploring",
)  # fmt: skip


class Retakes(Row):
    """Another try `after_days`; at most `most` tries within `months`."""

    after_days: Count = Field(alias="sau-ngay", ge=0, le=365)
    most: Count = Field(alias="nhieu-nhat", ge=1, le=20)
    months: Count = Field(alias="trong-thang", ge=1, le=60)


class Standard(Row):
    """`cut` and its standard error in logits on the scale of the difficulties; `weights` of the framework's groups, in any
    unit; certified at P(θ ≥ cut) ≥ `certify_at`, not certified at ≤ `deny_at`, after `n_min` to `n_max` scored tasks;
    `r_max`: the share of sittings in which a task may be asked; `fieldtest` tasks in each are only tried out;
    `per_skill` tasks of a skill are asked together, 0: skills do not steer. Of decided cases the share `second_reading` is
    read by a second assessor; of cases that are approved together `batch_sample` is read one by one before. Nobody approves
    a case that they have had open for less than `least_reading_s` seconds, 0: at once. Who sat alone, and answered more than
    the share `most_unread` in less than anybody reads, has no certificate at once, 1: nobody minds;
    nor has who sat alone on a phone that brought `per_phone` others theirs lately, which a household may. Who sits alone helps
    the bank to learn: their tasks are chosen with guesses that stray by `exploring` standard errors, 0: with the best ones."""

    framework: Slug = Field(alias="khung")
    framework_version: Text = Field(alias="phien-ban-khung")
    province: Line = Field(default="", alias="tinh")
    label: Text = Field(alias="phien-ban")
    cut: float = Field(alias="moc-dat", ge=-3.0, le=3.0)
    cut_error: float = Field(alias="sai-so-moc", ge=0.0, le=1.0)
    weights: dict[Slug, Weight] = Field(alias="trong-so", min_length=1)
    min_per_group: Count = Field(alias="moi-nhom-it-nhat", ge=0, le=10)
    per_skill: Count = Field(default=0, alias="moi-ky-nang", ge=0, le=10)
    n_min: Count = Field(alias="it-nhat", ge=1, le=100)
    n_max: Count = Field(alias="nhieu-nhat", ge=1, le=100)
    certify_at: Share = Field(alias="chac-dat")
    deny_at: Share = Field(alias="chac-chua-dat")
    r_max: Annotated[float, Field(ge=0.01, le=1.0)] = Field(alias="ra-de-nhieu-nhat")
    fieldtest: Count = Field(alias="thu-nghiem", ge=0, le=10)
    valid_months: Count = Field(alias="hieu-luc-thang", ge=1, le=120)
    issued_by: Line = Field(alias="noi-cap", min_length=1)
    signed_by: Line = Field(alias="nguoi-ky", min_length=1)
    retakes: Retakes = Field(alias="lam-lai")
    second_reading: Annotated[float, Field(ge=0.02, le=1.0)] = Field(default=SECOND_READING, alias="doc-lai")
    batch_sample: Annotated[float, Field(ge=0.05, le=1.0)] = Field(default=BATCH_SAMPLE, alias="rut-lo")
    least_reading_s: Count = Field(default=LEAST_READING_S, alias="doc-it-nhat", ge=0, le=600)
    most_unread: Share = Field(default=MOST_UNREAD, alias="chua-kip-doc")
    per_phone: Count = Field(default=PER_PHONE, alias="moi-may", ge=1, le=1000)
    exploring: Annotated[float, Field(ge=0.0, le=3.0)] = Field(default=EXPLORING, alias="tham-do")

    @model_validator(mode="after")
    def _fits_together(self) -> "Standard":
        if self.n_min > self.n_max:
            raise ValueError("số việc ít nhất không được nhiều hơn số việc nhiều nhất.")
        if not self.deny_at < self.certify_at:
            raise ValueError("`chac-chua-dat` phải nhỏ hơn `chac-dat`.")
        if self.min_per_group * len(self.weights) > self.n_max:
            raise ValueError("`moi-nhom-it-nhat` nhân số nhóm nhiều hơn `nhieu-nhat`.")
        return self

    @property
    def text(self) -> str:
        """All of it, the same whatever the file looks like. What came to be said later is left out where it says what held
        before, so that a standard keeps its version."""
        fields = type(self).model_fields
        usual = {name for name in CAME_LATER if getattr(self, name) == fields[name].default}
        return self.model_dump_json(by_alias=True, exclude=usual)

    @property
    def version(self) -> str:
        return version_of(self.text)


def read_standard(text: str) -> Standard:
    """What `Standard.text` wrote."""
    return Standard.model_validate_json(text)


def judge_standard(standard: Standard, framework: Framework | None, yaml_text: YamlText, reporter: Reporter) -> None:
    """Whether it speaks of a framework as that is now. `yaml_text`: of the standard."""
    if framework is None:
        reporter.error(yaml_text.line(("khung",)), "bad-field", f"Không có khung nào tên `{standard.framework}`.")
        return
    if standard.framework_version != framework.version:
        message = f"Khung này nay là bản {framework.version}. Xem lại chuẩn, rồi ghi bản mới."
        reporter.error(yaml_text.line(("phien-ban-khung",)), "bad-field", message)
    groups = {group.id for group in framework.groups}
    for unknown in sorted(standard.weights.keys() - groups):
        line = yaml_text.line(("trong-so", unknown))
        reporter.error(line, "bad-field", f"Khung này không có nhóm nào tên `{unknown}`.")
