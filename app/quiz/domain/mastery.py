"""What someone masters: one posterior per skill, folded from the answers in their order. Mastery once reached stays.

Between answers a posterior is kept as mean and standard deviation (assumed-density filtering, Maybeck 1982 ch. 12):
docs/decisions/0007 says what that costs. The measured choices are those of measurement.md §6.7.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from typing import Literal

from app.quiz.domain.ability import Estimate, Normal, update
from app.quiz.domain.evidence import Evidence, in_sequence
from app.quiz.domain.review import ReviewCard, begin, review

CUT = 0.0  # logits: the origin of the scale is the standard
STRANGER_SD = 1.0  # of somebody about whom nothing is known, and the most that time can bring back
SKILL_SD = 0.6  # of a skill not yet practised, about the overall estimate
LEARNING_SD = 0.25  # per answer: doing it teaches the skill
OVERALL_LEARNING_SD = 0.05  # per answer: keeps the overall SD near 0.35, so that it follows a learner of many months
FORGETTING_VARIANCE = SKILL_SD**2 / 180  # per day: after half a year unused a skill is as uncertain as a new one
MASTERED_AT = 0.80
LEAST_PIECES, LEAST_QUESTIONS = 3, 2
DOUBTED_BELOW = 0.5
DIGITS = 9  # of what is kept: other processors differ from the 15th on, and a rebuilt learner must be the same

Standing = Literal["new", "practising", "able"]


@dataclass(frozen=True)
class Belief:
    """Ability in logits as believed right after the answer at `at`; None: before any."""

    mean: float
    sd: float
    at: datetime | None = None


@dataclass(frozen=True)
class SkillState:
    """What is stored per learner and skill. `belief` is None and `p_master` 0 until an answer counted. `pieces` are the
    answers that counted, `questions` up to two of the questions they came from; `helped` and `repeated` those that did
    not count: done with help, or again on the same day. `doubted`: mastered once, and worth a review now."""

    belief: Belief | None = None
    p_master: float = 0.0
    pieces: int = 0
    questions: tuple[str, ...] = ()
    helped: int = 0
    repeated: int = 0
    mastered_at: datetime | None = None
    doubted: bool = False
    card: ReviewCard | None = None

    @property
    def standing(self) -> Standing:
        """Never goes back by a later answer. (History read again, because help was said afterwards, may say otherwise.)"""
        if self.mastered_at:
            return "able"
        return "practising" if self.pieces or self.helped or self.repeated else "new"

    def is_due(self, day: date) -> bool:
        return self.card is not None and day >= self.card.due

    def worth_review(self, day: date) -> bool:
        """ "Nên ôn lại": the only thing that may be said of a mastered skill."""
        return self.doubted or self.is_due(day)


@dataclass(frozen=True)
class Learner:
    """Everything that is believed of one learner; to fold one answer only its own skills need to be there."""

    overall: Belief = Belief(CUT, STRANGER_SD)
    skills: Mapping[str, SkillState] = field(default_factory=dict)


def rebuild(evidence: Iterable[Evidence], cut: float = CUT) -> Learner:
    """From the whole history, oldest first: the same to the last bit as folding each answer when it came."""
    return reduce(lambda learner, piece: fold(learner, piece, cut), in_sequence(evidence), new_learner(cut))


def new_learner(cut: float = CUT) -> Learner:
    return Learner(Belief(cut, STRANGER_SD))


def fold(learner: Learner, evidence: Evidence, cut: float = CUT) -> Learner:
    """The learner after one answer. About 50 µs. What does not count is remembered as done, and moves no estimate."""
    touched = {skill: learner.skills.get(skill, SkillState()) for skill in evidence.skills}
    if not evidence.counts:
        noted = {skill: _noted(state, evidence) for skill, state in touched.items()}
        return replace(learner, skills={**learner.skills, **noted})
    counted = {skill: _counted(state, learner.overall, evidence, cut) for skill, state in touched.items()}
    found = update(widened(learner.overall, evidence.at, OVERALL_LEARNING_SD), evidence.item, evidence.score, cut)
    return Learner(_believed(found, evidence), {**learner.skills, **counted})


def widened(belief: Belief, now: datetime, learning_sd: float = 0.0) -> Normal:
    """A belief carried on to `now`: variance adds for learning by the last answer and for days of forgetting, never
    beyond a stranger's. A clock set back adds nothing."""
    if belief.at is None:
        return Normal(belief.mean, belief.sd)
    days = max(0.0, (now - belief.at).total_seconds() / 86400)
    sd = (belief.sd**2 + learning_sd**2 + FORGETTING_VARIANCE * days) ** 0.5
    return Normal(belief.mean, max(belief.sd, min(sd, STRANGER_SD)))


def expected(learner: Learner, skill: str) -> float:
    """The best guess of ability in a skill, in logits: its own posterior's mean, or the overall one's."""
    state = learner.skills.get(skill)
    return (state.belief if state and state.belief else learner.overall).mean


def _noted(state: SkillState, evidence: Evidence) -> SkillState:
    if evidence.assisted:
        return replace(state, helped=state.helped + 1)
    return replace(state, repeated=state.repeated + 1)


def _counted(state: SkillState, overall: Belief, evidence: Evidence, cut: float) -> SkillState:
    before = widened(state.belief, evidence.at, LEARNING_SD) if state.belief else Normal(overall.mean, SKILL_SD)
    found = update(before, evidence.item, evidence.score, cut)
    fresh = evidence.question not in state.questions and len(state.questions) < LEAST_QUESTIONS
    after = replace(
        state,
        belief=_believed(found, evidence),
        p_master=round(found.p_master, DIGITS),
        pieces=state.pieces + 1,
        questions=(*state.questions, evidence.question) if fresh else state.questions,
    )
    return _reviewed(after, evidence) if after.mastered_at else _judged(after, evidence)


def _believed(found: Estimate, evidence: Evidence) -> Belief:
    return Belief(round(found.theta, DIGITS), round(found.se, DIGITS), evidence.at)


def _judged(state: SkillState, evidence: Evidence) -> SkillState:
    enough = state.pieces >= LEAST_PIECES and len(state.questions) >= LEAST_QUESTIONS
    if not (enough and state.p_master >= MASTERED_AT):
        return state
    return replace(state, mastered_at=evidence.at, card=begin(evidence.day))


def _reviewed(state: SkillState, evidence: Evidence) -> SkillState:
    """After mastery an answer raises or settles doubt, and is a review when one is due: at most one a day."""
    doubted = state.p_master < MASTERED_AT if state.doubted else state.p_master < DOUBTED_BELOW
    if state.card is None or not state.is_due(evidence.day):
        return replace(state, doubted=doubted)
    card = review(state.card, evidence.day, evidence.score, slow=evidence.slow)
    return replace(state, doubted=doubted, card=card)
