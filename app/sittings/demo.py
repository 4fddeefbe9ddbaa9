"""Made-up people who sit the test, in development only: the real engine asks, they answer as able as they are.

They are called what they are. What they know of the answers, teachers' pages know as well (Question.answer_key).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.courses.domain.folding import fold
from app.learners.models import Learner
from app.learners.service import create_learner
from app.quiz.domain.ability import chance_of_success
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.find_on_screen import FindOnScreen
from app.quiz.domain.matching import Matching
from app.quiz.domain.ordering import Ordering
from app.quiz.domain.question import ANSWER, Fields, Question
from app.quiz.domain.several_choices import SeveralChoices
from app.quiz.domain.short_answer import ShortAnswer
from app.quiz.domain.simulation.play import Action, State, play, start
from app.quiz.domain.simulation.screens import SENDERS, Screen, Simulation
from app.sittings.agreement import agree
from app.sittings.models import Sitting
from app.sittings.service import Device, NewSitting, Sent, current_task, press, start_sitting, submit_answer
from app.sittings.standards import Engine, Offer
from app.sittings.supervision import (
    NewSupervision,
    close_supervision,
    come_in,
    open_supervision,
    take_seat,
)

NAME = "Người thi thử"
SKIP: Fields = {"cho-qua": ["1"]}


@dataclass(frozen=True)
class Person:
    """`ability` in logits; `helped`: somebody pressed for them."""

    name: str
    ability: float
    helped: bool = False


CLASS = (
    Person(f"{NAME} Lụa", 1.8),
    Person(f"{NAME} Tám", 0.9),
    Person(f"{NAME} Bền", 0.3),
    Person(f"{NAME} Mận", 0.0),
    Person(f"{NAME} Thơm", -0.2),
    Person(f"{NAME} Khoai", -1.2),
    Person(f"{NAME} Ngô", 1.2, helped=True),
    Person(f"{NAME} Sắn", 2.4),
)
ALONE = (Person(f"{NAME} Cúc", 1.6), Person(f"{NAME} Đào", -0.6))


def load_sittings(session: Session, engine: Engine, supervisor_id: int, now: datetime) -> int:
    """A class that has sat the test the day before, and two people at home; gives how many, 0 where there are some already
    or nothing is certified here."""
    offer = engine.standards.offer_for("nguoi-dan")
    if offer is None or session.scalar(select(exists().where(Learner.name.startswith(NAME)))):
        return 0
    random = Random("demo sittings")  # noqa: S311 - nobody has to guess anything
    opened = now - timedelta(days=1, hours=6)
    names = tuple(person.name for person in CLASS)
    wanted = NewSupervision(supervisor_id, offer.framework.id, "Xã Bình Minh (thử)", "Nhà văn hóa thôn 3", names, 5)
    supervision = open_supervision(session, wanted, opened)
    for person in CLASS:
        learner = _learner(session, person, opened)
        row, _ = come_in(session, engine, supervision, learner, person.name, opened)
        sitting = _sit(session, engine, offer, person, learner, random, opened, supervision.id)
        take_seat(session, row, sitting)
        row.assisted = person.helped
    close_supervision(session, supervision, opened + timedelta(hours=4))
    for person in ALONE:
        _sit(session, engine, offer, person, _learner(session, person, opened), random, opened, None)
    return len(CLASS) + len(ALONE)


def _learner(session: Session, person: Person, now: datetime) -> int:
    learner = create_learner(session, person.name, now)
    agree(session, learner.id, person.name, now)
    return learner.id


def _sit(
    session: Session,
    engine: Engine,
    offer: Offer,
    person: Person,
    learner: int,
    random: Random,
    at: datetime,
    supervision: int | None,
) -> Sitting:
    device: Device = "class" if supervision else "own"
    mac = f"demo-{random.getrandbits(40):012x}"
    wanted = NewSitting(learner, offer, device, mac, person.helped, supervision)
    sitting = start_sitting(session, engine, wanted, at)
    while sitting.ended_at is None:
        at += timedelta(seconds=random.lognormvariate(3.2, 0.5))
        found = current_task(session, engine.standards, sitting)
        if found is None or found.content is None:
            break
        item = offer.bank.by_id[found.task.item].item
        right = random.random() < chance_of_success(item, person.ability)
        answer_task(session, engine, sitting, right, random, at)
    return sitting


def answer_task(session: Session, engine: Engine, sitting: Sitting, right: bool, random: Random, at: datetime) -> None:
    """The task that is open, answered rightly or not."""
    found = current_task(session, engine.standards, sitting)
    if found is None or found.content is None:
        return
    key = found.task.key
    if isinstance(found.content, Simulation):
        for action in presses(found.content, right=right):
            at += timedelta(seconds=random.uniform(2, 8))
            press(session, engine, sitting, Sent(key, {}), action, at)
    else:
        passed = random.uniform(0.4, 0.95)
        thinking = int(passed * 1000 * max(1.0, (at - found.task.shown_at).total_seconds()))
        fields = fields_of(found.content, right=True) if right else wrong_fields(found.content, random)
        submit_answer(session, engine, sitting, Sent(key, fields, thinking), at)


def fields_of(question: Question, *, right: bool) -> Fields:
    """A form that is right, or one that is not."""
    return {ANSWER: list(_answer(question, right))} if right or not isinstance(question, ShortAnswer) else SKIP


def _answer(question: Question, right: bool) -> Iterator[str]:
    if isinstance(question, ChoiceQuestion):
        yield next(choice.id for choice in question.choices if choice.right is right)
    elif isinstance(question, FindOnScreen):
        yield next(place.control.id for place in question.choices if place.right is right)
    elif isinstance(question, ShortAnswer):
        yield next(fold(foreseen.spellings[0]) for foreseen in question.foreseen if foreseen.right)
    elif isinstance(question, SeveralChoices):
        ids = [choice.id for choice in question.choices if choice.right]
        yield from ids if right else [choice.id for choice in question.choices if not choice.right]
    elif isinstance(question, Ordering):
        steps = [step.id for step in sorted(question.steps, key=lambda step: step.place)]
        yield from steps if right else reversed(steps)
    elif isinstance(question, Matching):
        rights = [pair.right for pair in question.pairs]
        turned = rights if right else [*rights[1:], rights[0]]
        yield from (f"{pair.id}:{chosen}" for pair, chosen in zip(question.pairs, turned, strict=True))


def wrong_fields(question: Question, says: Random) -> Fields:
    """One of the ways to be wrong, as people differ in their mistakes."""
    if isinstance(question, ChoiceQuestion):
        return {ANSWER: [says.choice([choice.id for choice in question.choices if not choice.right])]}
    if isinstance(question, FindOnScreen):
        return {ANSWER: [says.choice([place.control.id for place in question.choices if not place.right])]}
    if isinstance(question, Ordering):
        steps = [step.id for step in sorted(question.steps, key=lambda step: step.place)]
        return {ANSWER: _otherwise(steps, says)}
    if isinstance(question, Matching):
        rights = [pair.right for pair in question.pairs]
        chosen = _otherwise(rights, says)
        return {ANSWER: [f"{pair.id}:{one}" for pair, one in zip(question.pairs, chosen, strict=True)]}
    return fields_of(question, right=False)


def _otherwise(right: list[str], says: Random) -> list[str]:
    """In another order."""
    shuffled = list(right)
    while shuffled == right and len(set(right)) > 1:
        says.shuffle(shuffled)
    return shuffled


def presses(simulation: Simulation, *, right: bool) -> Iterator[Action]:
    """The shortest way to the goal; when it is not `right`, with something wrong pressed on the first screen that has it."""
    state, spoilt, at = start(simulation), right, datetime.min.replace(tzinfo=UTC)
    while not state.done:
        screen = simulation.by_id[state.trail[-1]]
        wrong = next((one for one in screen.controls if one.is_wrong and one.is_pressable and not one.goes_to), None)
        if wrong is not None and not spoilt:
            spoilt = True
            action = Action(state.taps + 1, "press", wrong.id)
        else:
            action = _step(simulation, screen, state)
        yield action
        state = play(simulation, state, action, at, "exam").state


def _step(simulation: Simulation, screen: Screen, state: State) -> Action:
    """What leads on from here: a field that is still empty, or the step itself."""
    step = simulation.next_step(screen)
    if step is None:
        return Action(state.taps + 1, "back", screen.id)
    empty = state.unfilled(screen) if step.kind in SENDERS else None
    control = empty or step
    typed = {control.id: control.value} if control.is_entry else {}
    return Action(
        state.taps + 1, "fill" if control.is_entry else "press", "" if control.is_entry else control.id, typed
    )
