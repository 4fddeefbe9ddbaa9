"""What the templates of the desk receive. Nothing in them tells who the learner is or where they live."""

from dataclasses import dataclass
from typing import ClassVar

from app.courses.domain.communes import CommuneField
from app.quiz.domain.simulation.showing import View


@dataclass(frozen=True)
class CaseRow:
    url: str
    label: str
    framework: str
    said: str
    waits: str
    concerns: str


@dataclass(frozen=True)
class QueueView:
    """`count` waits in all, `mine` of them for whoever looks; `rows`: the first of these."""

    id: str
    heading: str
    about: str
    count: int
    mine: int
    oldest: str
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True)
class AssessmentDeskPage:
    """`staffing`: that there are too few people, and what to do. `why_not`: whoever looks may read nothing yet. `batch_url`: of the batch that is open; `plain`: how many cases a new
    one would hold, 0: too few."""

    template: ClassVar[str] = "assessment_desk.html"
    title: str
    notice: str
    error: str
    why_not: str
    staffing: tuple[str, ...]
    queues: tuple[QueueView, ...]
    false_alarms: str
    batch_url: str
    plain: int


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


@dataclass(frozen=True)
class FrameView:
    """The screen on which one tap was made; `control`: what was pressed, "" for none; `seconds` since the tap before;
    `play_ms`: how long it stands when it is played."""

    number: int
    view: View
    control: str
    said: str
    seconds: str
    play_ms: int


@dataclass(frozen=True)
class PlayedTask:
    """`stem` is HTML."""

    id: str
    number: int
    stem: str
    result: str
    frames: tuple[FrameView, ...]


@dataclass(frozen=True)
class ReplayPage:
    """Every tap of the simulations of a case, played in at most a minute."""

    template: ClassVar[str] = "replay.html"
    title: str
    label: str
    case_url: str
    tasks: tuple[PlayedTask, ...]
    taps: int
    seconds: int


@dataclass(frozen=True)
class BatchPage:
    """`approve_url`: "" until every case that was drawn has been approved."""

    template: ClassVar[str] = "batch.html"
    title: str
    error: str
    seed: str
    count: int
    sampled: tuple[CaseRow, ...]
    left: int
    confirm_url: str
    approve_url: str
    give_up_url: str


@dataclass(frozen=True)
class OverturnRow:
    month: str
    said: str
    decided: int
    overturned: str


@dataclass(frozen=True)
class SeedRow:
    """`seed`: "" until its month is over, so that nobody who works here knows beforehand what is drawn."""

    month: str
    digest: str
    seed: str


@dataclass(frozen=True)
class PaceRow:
    """Of an assessor: how many cases they read, how long one usually takes, in how many they opened the taps."""

    name: str
    read: int
    median: str
    replayed: int


@dataclass(frozen=True)
class AssessmentFiguresPage:
    """`least`: how long a case is read at least before it is approved, of each framework; `shares`: how much of it is read
    twice."""

    template: ClassVar[str] = "assessment_figures.html"
    title: str
    agreement: str
    about: str
    months: tuple[OverturnRow, ...]
    paces: tuple[PaceRow, ...]
    least: tuple[str, ...]
    shares: tuple[str, ...]
    seeds: tuple[SeedRow, ...]


@dataclass(frozen=True)
class SettledPage:
    template: ClassVar[str] = "settled_cases.html"
    title: str
    sought: str
    rows: tuple[CaseRow, ...]


@dataclass(frozen=True)
class AssessorView:
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
    assessors: tuple[AssessorView, ...]
