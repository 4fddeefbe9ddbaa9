"""All that is kept of one sitting, and where it stands: everything that is decided is a function of it."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from app.courses.domain.communes import commune_key
from app.courses.domain.standards import Standard
from app.quiz.domain.ability import Estimate, Normal
from app.quiz.domain.adaptive.bank import Bank
from app.quiz.domain.adaptive.sitting import Answered, Policy, Position, Sitting, next_item
from app.quiz.domain.simulation.play import Tap
from app.sittings.domain.bank import policy_of
from app.sittings.domain.evidence import Evidence, skill_evidence
from app.sittings.domain.namesakes import Namesake
from app.sittings.domain.practical import Invitation, Report, watched_in

NONE: frozenset[str] = frozenset()
ASIDE = ""  # the answer to a task that was put aside: not reached
SKIPPED = "?"  # the answer to a task that its learner passed over: a score of 0


@dataclass(frozen=True)
class Late:
    """An answer that came when its task took none any more, `at` the server's time; `score` 1 or 0 as it would have been, None
    where it cannot be judged. `waited_ms`: how long its phone says it kept it. `counts`: somebody who read the case said so."""

    answer: str
    at: datetime
    score: int | None = None
    waited_ms: int | None = None
    counts: bool = False


@dataclass(frozen=True)
class Task:
    """One task that was asked, `number` from 1. `answer` is None while it is open, "" when it was put aside; `score` 1, 0,
    or None for one that was put aside through no choice of the learner's. `resting`, `neutralised`: what could not be chosen,
    or did not count, when it was (models.SittingTask). `late`: what was answered when it took no answer any more."""

    number: int
    item: str
    key: str
    version: str
    shown_at: datetime
    resting: frozenset[str] = NONE
    neutralised: frozenset[str] = NONE
    answer: str | None = None
    score: int | None = None
    answered_at: datetime | None = None
    thinking_ms: int | None = None
    taps: tuple[Tap, ...] = ()
    late: Late | None = None

    @property
    def is_open(self) -> bool:
        return self.answer is None

    @property
    def seconds(self) -> float | None:
        """That its learner took; None for what was not done. As the phone counted them, but for a simulation: there the phone
        knows of the last press alone."""
        if self.answered_at is None or self.score is None or self.answer in (ASIDE, SKIPPED):
            return None
        passed = max(0.0, (self.answered_at - self.shown_at).total_seconds())
        return passed if self.taps or self.thinking_ms is None else self.thinking_ms / 1000

    @property
    def as_ruled(self) -> "Task":
        """With the score of its late answer, where that counts."""
        return replace(self, score=self.late.score) if self.late is not None and self.late.counts else self


@dataclass(frozen=True)
class Result:
    """models.SittingResult."""

    at: datetime
    cause: str
    outcome: str
    reason: str
    theta: float
    se: float
    p_master: float
    n: int

    @property
    def estimate(self) -> Estimate:
        return Estimate(self.theta, self.se, self.p_master)


@dataclass(frozen=True)
class Verdict:
    """models.SittingVerdict."""

    at: datetime
    state: str
    reason: str
    learner_text: str
    certificate_code: str | None


@dataclass(frozen=True)
class AppealMade:
    """models.Appeal."""

    at: datetime
    text: str
    verdicts: int = 0


@dataclass(frozen=True)
class Supervised:
    """A class in which the sitting went on; `name` as the supervisor wrote it. `own_commune`: where they work (a key), when the
    class was held elsewhere."""

    supervision_id: int
    supervisor_id: int
    commune: str
    place: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    name: str
    assisted: bool
    note: str
    device_mac: str = ""
    commune_code: str = ""
    own_commune: str = ""

    @property
    def communes(self) -> frozenset[str]:
        """Keys of those whose people judge nothing of it: where it was held, and where its supervisor works."""
        return frozenset(filter(None, (commune_key(self.commune, self.commune_code), self.own_commune)))


@dataclass(frozen=True)
class Chosen:
    """What the choice of tasks depends on, beside the answers; fixed when a sitting begins."""

    bank: Bank
    policy: Policy
    seed: int
    eligible: frozenset[str]
    seen: frozenset[str]
    shown: tuple[tuple[str, float], ...]
    prior: Normal
    exploring: float = 0.0

    def position(self, tasks: tuple[Task, ...], neutralised: Set[str] = NONE, resting: Set[str] = NONE) -> Position:
        """After the answers to these tasks. What was `neutralised` tells nothing; what is `resting` is not asked."""
        answers = tuple(
            Answered(task.item, None if task.item in neutralised else task.score) for task in tasks if not task.is_open
        )
        return Position(
            self.bank,
            self.policy,
            Sitting(self.seed, self.eligible, self.seen | resting | neutralised, self.prior, answers, self.exploring),
        )

    def next_item(self, tasks: tuple[Task, ...], neutralised: Set[str] = NONE, resting: Set[str] = NONE) -> str | None:
        return next_item(self.position(tasks, neutralised, resting), dict(self.shown))


@dataclass(frozen=True)
class SittingRecord:
    """`results`, `verdicts` and `appeals` in the order of time: the last holds. `supervised`: the classes it went on in, none for
    one that was done alone. `neutralised`: the tasks of its bank that count no more, as of now. `put_aside`: how many tasks
    its learner set aside by pausing. `same_phone`: how many sittings of other learners ran on its phone lately
    (queries.LATELY). `certified_elsewhere`: how many other accounts with its learner's identity number hold a certificate.
    `moves`: when its supervisor let it go on on another phone, away from `left_macs`; `was_named`: they wrote the name for
    somebody who could not. `invitation`: to practical work, the newest; `practised`: every report about any of them.
    `namesakes`: earlier tries under its name whose evidence it did not begin with. `prior`: the evidence it did begin with, as
    that is judged today; None: as then."""

    id: int
    token: str
    learner_id: int
    framework: str
    framework_version: str
    standard: Standard
    chosen: Chosen
    assisted: bool
    device: str
    device_mac: str
    started_at: datetime
    active_at: datetime
    paused_at: datetime | None
    ended_at: datetime | None
    tasks: tuple[Task, ...] = ()
    results: tuple[Result, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    appeals: tuple[AppealMade, ...] = ()
    supervised: tuple[Supervised, ...] = ()
    neutralised: frozenset[str] = NONE
    supervision_id: int | None = None
    put_aside: int = 0
    same_phone: int = 0
    certified_elsewhere: int = 0
    moves: tuple[datetime, ...] = ()
    left_macs: frozenset[str] = NONE
    was_named: bool = False
    invitation: Invitation | None = None
    practised: tuple[Report, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    prior: Normal | None = None

    @property
    def bank(self) -> Bank:
        return self.chosen.bank

    @cached_property
    def position(self) -> Position:
        """Where it stands, with what is known today of its tasks and of what it began with, and late answers that count."""
        chosen = replace(self.chosen, prior=self.prior) if self.prior is not None else self.chosen
        return chosen.position(tuple(task.as_ruled for task in self.tasks), self.neutralised)

    @cached_property
    def skills(self) -> tuple[Evidence, ...]:
        """What it says of each skill, with the practical work that was watched since."""
        return skill_evidence(self.position, watched_in(self.practised))

    @property
    def result(self) -> Result | None:
        return self.results[-1] if self.results else None

    @property
    def verdict(self) -> Verdict | None:
        return self.verdicts[-1] if self.verdicts else None

    @property
    def appeal(self) -> AppealMade | None:
        """The newest."""
        return self.appeals[-1] if self.appeals else None

    @property
    def is_supervised(self) -> bool:
        return bool(self.supervised)

    @property
    def seat(self) -> Supervised | None:
        """In the class that it goes on in, or was finished in; of two classes the newer is not always that one."""
        return next((one for one in self.supervised if one.supervision_id == self.supervision_id), None)

    @property
    def has_done_practical(self) -> bool:
        """What it is invited to now was seen by a supervisor, and nobody has looked at that yet."""
        if self.verdict is None or self.verdict.state != "practical" or self.invitation is None:
            return False
        return any(report.verdict == self.invitation.verdict for report in self.practised)

    @property
    def watchers(self) -> frozenset[int]:
        """Accounts of who supervised it, or saw practical work: they judge nothing of it."""
        seen_by = {report.supervisor_id for report in self.practised}
        return frozenset(seen_by.union(one.supervisor_id for one in self.supervised))

    @property
    def is_on_supervisors_phone(self) -> bool:
        return any(one.device_mac in {self.device_mac, *self.left_macs} for one in self.supervised)

    @property
    def was_assisted(self) -> bool:
        """As its phone said, or a supervisor saw."""
        return self.assisted or any(one.assisted for one in self.supervised)

    @property
    def is_practice(self) -> bool:
        """Helped, and nobody supervised: no certificate comes of it."""
        return self.was_assisted and not self.is_supervised


def replay(record: SittingRecord) -> tuple[str, ...]:
    """The items that the engine asks again, from what was stored: equal to those that were asked."""
    return tuple(
        record.chosen.next_item(record.tasks[:place], task.neutralised, task.resting) or ""
        for place, task in enumerate(record.tasks)
    )


def chosen_with(
    bank: Bank,
    standard: Standard,
    seed: int,
    eligible: Set[str],
    seen: Set[str],
    shown: dict[str, float],
    prior: Normal,
    exploring: float = 0.0,
) -> Chosen:
    told = tuple(sorted(shown.items()))
    return Chosen(bank, policy_of(standard), seed, frozenset(eligible), frozenset(seen), told, prior, exploring)
