"""Practical work: two or three tasks that a person watches, where the test alone does not settle it. What was seen is evidence
beside the answers; nothing follows from it by itself."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from app.quiz.domain.ability import information
from app.quiz.domain.adaptive.bank import BankItem
from app.quiz.domain.adaptive.sitting import Position
from app.sittings.domain.evidence import Watched, evidence_of, once_watched, skill_evidence

MOST_TASKS = 3
MOST_NOTED = 200  # characters of a note
Seen: TypeAlias = Literal["done", "not-yet", "not-tried"]
SEEN: tuple[Seen, ...] = ("done", "not-yet", "not-tried")
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Invitation:
    """To show these skills to a supervisor; `verdict` is the row that says so, the learner shows them the `code`."""

    verdict: int
    code: str
    skills: tuple[str, ...]


@dataclass(frozen=True)
class SkillWatched:
    """What a supervisor saw of one skill, with a line of theirs."""

    skill: str
    seen: Seen
    note: str = ""


@dataclass(frozen=True)
class Report:
    """What one supervisor (an account) saw, skill by skill; of several about one invitation the newest holds. `commune`: the key of
    where they worked then, "" where nobody had said."""

    verdict: int
    supervisor_id: int
    at: datetime
    watched: tuple[SkillWatched, ...]
    commune: str = ""


def suggested_tasks(position: Position, most: int = MOST_TASKS, watched: Set[str] = NONE) -> tuple[str, ...]:
    """Item ids of at most `most` groups, one each, the most helpful first: what is performed, may still be asked, and would
    say most about the standard (information at the cut) where least is known (weight times variance); none in the skills that
    were `watched`."""
    policy = position.policy
    total = sum(policy.weights.values())
    worth: list[tuple[float, str]] = []
    for group in evidence_of(position):
        items = [position.bank.items[place] for place in position.left(group.of).tolist()]
        open_ = (item for item in items if item.performed and item.skill not in watched)
        if best := max((_told(item, policy.cut) for item in open_), default=None):
            told, item_id = best
            worth.append((policy.weights[group.of] / total * group.se**2 * told, item_id))
    return tuple(item_id for _, item_id in sorted(worth, key=lambda one: (-one[0], one[1]))[:most])


def _told(item: BankItem, cut: float) -> tuple[float, str]:
    return information(item.scored, cut), item.id


def suggested_skills(position: Position, reports: Sequence[Report] = ()) -> tuple[str, ...]:
    """To show to a supervisor, at most MOST_TASKS: those that a certificate would most likely name once they were watched done,
    and does not name yet; where too few were touched, those of `suggested_tasks`. What somebody watched already comes after all
    others. Who is invited is told the skill, not a task that others have still to be asked."""
    told = watched_in(reports)
    watched = frozenset(one.of for one in told)
    named = {one.of for one in skill_evidence(position, told) if one.standing == "shown"}
    surest = sorted(once_watched(position, told), key=lambda one: (-one.p_master, one.of))
    nearest = [one.of for one in surest if one.of not in named]
    by_id = position.bank.by_id
    helpful = [by_id[item].skill for item in suggested_tasks(position, watched=watched | named)]
    new = [skill for skill in (*nearest, *helpful) if skill not in watched]
    again = [by_id[item].skill for item in suggested_tasks(position)] or [one.of for one in surest]
    return tuple(dict.fromkeys([*new, *again]))[:MOST_TASKS]


def skills_to_name(position: Position) -> tuple[str, ...]:
    """For whoever attained the standard in no skill that can be named: only those that a certificate would name once they were
    watched done, the surest first; where none would, as suggested_skills."""
    surest = sorted(once_watched(position), key=lambda one: (-one.p_master, one.of))
    return tuple(one.of for one in surest if one.standing == "shown")[:MOST_TASKS] or suggested_skills(position)


def counted(reports: Sequence[Report]) -> dict[str, Report]:
    """By skill, the report that tells of it: of all invitations the newest in which it was tried, of one invitation only the
    newest report. To show the same again is no evidence more. `reports` in the order of time."""
    newest = {report.verdict: report for report in reports}
    holds = [report for report in reports if newest[report.verdict] is report]
    return {one.skill: report for report in holds for one in report.watched if one.seen != "not-tried"}


def watched_in(reports: Sequence[Report]) -> tuple[Watched, ...]:
    """One piece for every skill that was tried, as `counted`."""
    return tuple(
        Watched(skill, any(one.skill == skill and one.seen == "done" for one in report.watched))
        for skill, report in counted(reports).items()
    )


def is_pending(verdicts: Sequence[tuple[int, str]], invitation: Invitation) -> bool:
    """Whether what is seen may still be told: `verdicts` (row, state) in the order of time. The case was opened again at most
    since, for what was told before; decided anew, it is over."""
    return all(state == "reopened" for row, state in verdicts if row > invitation.verdict)
