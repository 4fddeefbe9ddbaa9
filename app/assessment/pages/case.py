"""Everything an assessor decides on."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CurveView:
    """P(at or above the standard) after each task, as an SVG: `points` of a polyline in a box of `width` × `height`;
    `certify_y`, `deny_y`: the limits. `summary`: the same in words."""

    points: str
    width: int
    height: int
    certify_y: float
    deny_y: float
    certify: str
    deny: str
    summary: str


@dataclass(frozen=True)
class GroupView:
    """A group of skills: tasks asked beside planned, right ones, its estimate with its width in words."""

    name: str
    asked: int
    planned: str
    right: int
    said: str


@dataclass(frozen=True)
class SkillView:
    """A skill with its own evidence: tasks, right ones, those of them that were performed; how sure, with the interval;
    `low` to `high` of its bar as SkillBar has them. `is_named`: the certificate would name it."""

    name: str
    asked: int
    right: int
    performed: int
    sure: str
    words: str
    low: int
    high: int
    is_named: bool


@dataclass(frozen=True)
class TaskView:
    """`stem` and `answer` are HTML; both "" for what can be read no more. `replay_url`: of a simulation."""

    number: int
    kind: str
    skill: str
    stem: str
    answer: str
    result: str
    is_right: bool
    is_surprising: bool
    surprise: str
    band: str
    chance: str
    seconds: str
    replay_url: str


@dataclass(frozen=True)
class LateView:
    """An answer to task `number` that came late; `otherwise`: what it would change to count it, or to count it no more.
    `typed`: a reason that was written and not recorded. `action` "" for who may not say so."""

    number: int
    said: str
    came: str
    otherwise: str
    counts: bool
    typed: str
    action: str


@dataclass(frozen=True)
class PractisedView:
    """A report of practical work: when, by whom; and what was seen, skill by skill."""

    said: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class FlagView:
    name: str
    meaning: str
    value: str
    rate: str


@dataclass(frozen=True)
class TryView:
    """Another test of the same person: when, supervised or not, what the machine says, what was decided; `url` and `label` of its
    case, "" where there is none or it is not to be read."""

    when: str
    how: str
    said: str
    decided: str
    label: str
    url: str


@dataclass(frozen=True)
class DecisionView:
    """What was decided before, where whoever looks may know."""

    at: str
    by: str
    what: str
    reason: str
    authority_text: str


@dataclass(frozen=True)
class ReasonView:
    code: str
    name: str
    learner: str
    authority: str


@dataclass(frozen=True)
class DecisionForm:
    """`key`: on the keyboard."""

    kind: str
    name: str
    about: str
    key: str
    action: str
    reasons: tuple[ReasonView, ...]
    chosen: str
    learner_text: str
    authority_text: str
    is_open: bool


@dataclass(frozen=True)
class CasePage:
    """Everything an assessor decides on. `tasks` are read first, `others` are less surprising. `seen` comes back with the decision; `confirm_url`: where the password is typed again
    before something is signed, "" while that was lately."""

    template: ClassVar[str] = "case.html"
    title: str
    label: str
    about: str
    stage: str
    error: str
    notice: str
    recommendation: str
    estimate: str
    why_stopped: str
    versions: str
    concerns: tuple[str, ...]
    appeal: str
    curve: CurveView
    groups: tuple[GroupView, ...]
    skills: tuple[SkillView, ...]
    tasks: tuple[TaskView, ...]
    others: tuple[TaskView, ...]
    late: tuple[LateView, ...]
    practised: tuple[PractisedView, ...]
    quality: tuple[str, ...]
    flags: tuple[FlagView, ...]
    history: tuple[str, ...]
    tries: tuple[TryView, ...]
    practical: str
    replay_url: str
    replay_hash: str
    is_replayed: bool
    decisions: tuple[DecisionView, ...]
    why_not: str
    confirm_url: str
    forms: tuple[DecisionForm, ...]
    seen: str
    batch_url: str
