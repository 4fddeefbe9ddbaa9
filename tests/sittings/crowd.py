"""People who sit the test and assessors who decide: what each does next, and how the service carries it out."""

from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.assessment import service as assessment
from app.assessment.domain.readings import OUTCOMES, Kind, Reader, standing
from app.assessment.models import Case
from app.assessment.queries import as_decided, rows_of
from app.assessment.service import CaseMoved
from app.quiz.domain.simulation.play import Action
from app.quiz.domain.simulation.screens import Simulation
from app.sittings import service
from app.sittings.demo import fields_of, presses
from app.sittings.models import Appeal, Sitting
from app.sittings.queries import certificate_name, find_sitting, open_sitting, results_of, sittings_of, verdicts_of
from app.sittings.service import (
    AlreadyOpen,
    NewSitting,
    Sent,
    SittingClosed,
    certificate_request,
    current_task,
    sitting_record,
)
from app.sittings.supervision import NewSupervision, class_of_code, enter_class_sitting, open_supervision
from tests.assessment.hall import NOW, Hall, wish
from tests.sittings.place import NINE

A_CLASS = 30
ABLE = (0.6, 1.0, 0.0)
DECISIONS: dict[str, Kind] = {kind: kind for kind in OUTCOMES}


@dataclass(frozen=True)
class Deed:
    """`person`: a learner, or the account of an assessor. `subject`: the key of a task, the token of a case. `right`: what
    the answer, once it is whole, has to count as. `number`: of the press, of the reading."""

    person: int
    kind: str
    subject: str = ""
    form: dict[str, Any] = field(default_factory=dict)
    number: int = 0
    right: bool = False


@dataclass(frozen=True)
class Told:
    """What came back: how it went, and of an ended sitting its outcome with the code of its certificate."""

    step: str
    outcome: str = ""
    code: str = ""


@dataclass(frozen=True)
class Person:
    """`able`: how many in one of their answers are right. `code`: of the class that they are in, "" at home."""

    name: str
    able: float
    code: str

    def is_right(self, key: str) -> bool:
        """Whether they get the task with this key right."""
        return Random(key).random() < self.able  # noqa: S311 - nothing secret


@dataclass(frozen=True)
class Crowd:
    """`people` by their number as learners. `passed`: since the first life of the service began."""

    hall: Hall
    people: dict[int, Person]
    passed: timedelta = timedelta(0)

    @property
    def _at(self) -> datetime:
        return NINE + self.passed

    def next_deed(self, session: Session, person: int, random: Random) -> Deed | None:
        going = open_sitting(session, person)
        if going is None:
            return self._before_or_after(session, person)
        found = current_task(session, self.hall.place.standards, going)
        assert found is not None, "a sitting is open, and nothing is asked"
        assert found.content is not None
        if going.paused_at is not None:
            return Deed(person, "resume", found.task.key)
        if random.random() < 0.05:
            return Deed(person, "pause", going.token)
        key = found.task.key
        right = self.people[person].is_right(key)
        if isinstance(found.content, Simulation):
            action = list(presses(found.content, right=right))[len(found.task.taps)]
            return Deed(person, "press", key, asdict(action), action.seq, right)
        return Deed(person, "answer", key, dict(fields_of(found.content, right=right)), right=right)

    def _before_or_after(self, session: Session, person: int) -> Deed | None:
        """Whoever was at home and is not certified, also who is invited to a supervisor, asks for another look."""
        ended = sittings_of(session, person)
        if not ended:
            return Deed(person, "begin")
        record = sitting_record(session, self.hall.place.standards, ended[0].id)
        has_paper = record.verdict is not None and record.verdict.state == "approved"
        if self.people[person].code or has_paper or record.appeal is not None:
            return None
        return Deed(person, "appeal", record.token)

    def carry_out(self, session: Session, deed: Deed) -> Told:
        if deed.kind in DECISIONS:
            return self._decide(session, deed)
        if deed.kind == "begin":
            return Told(self._begin(session, deed.person))
        mine = find_sitting(session, deed.person, sittings_of(session, deed.person)[0].token, lock=True)
        assert mine is not None
        step = self._touch(session, mine, deed)
        results, verdicts = results_of(session, mine.id), verdicts_of(session, mine.id)
        code = verdicts[-1].certificate_code if verdicts else None
        return Told(step, results[-1].outcome if results else "", code or "")

    def _begin(self, session: Session, person: int) -> str:
        """As the route does it."""
        place, code = self.hall.place, self.people[person].code
        if not code:
            try:
                service.start_sitting(session, place.engine, place.new(person), self._at)
            except AlreadyOpen:
                return "open"
            return "begun"
        supervision, kept = class_of_code(session, code, self._at), certificate_name(session, person)
        assert kept is not None
        new = NewSitting(person, place.offer, "class", "m" * 22, supervision_id=supervision.id)
        enter_class_sitting(session, place.engine, supervision, new, kept.name, self._at)
        return "seated"

    def _touch(self, session: Session, mine: Sitting, deed: Deed) -> str:
        engine = self.hall.place.engine
        if deed.kind == "answer":
            return service.submit_answer(session, engine, mine, Sent(deed.subject, deed.form), self._at)
        if deed.kind == "press":
            return service.press(session, engine, mine, Sent(deed.subject, {}), Action(**deed.form), self._at)
        if deed.kind == "pause":
            service.pause_sitting(mine, self._at)
        elif deed.kind == "resume":
            with suppress(SittingClosed):  # as the route does: what coming back put aside may have ended it
                service.resume_sitting(session, engine, mine, self._at)
        else:
            service.appeal(session, mine, "Bác nhờ xem lại.", self._at)
        return "done"

    # Assessors

    @property
    def readers(self) -> tuple[Reader, ...]:
        return (self.hall.lan, self.hall.hanh, self.hall.mai, self.hall.tu)

    def next_decision(self, random: Random) -> Deed | None:
        for reader in random.sample(self.readers, len(self.readers)):
            for queue in ("ready", "look"):
                deed = self.hall.do(lambda session: self._claimed(session, queue, reader, random))  # noqa: B023
                if deed is not None:
                    return deed
        return None

    def _claimed(self, session: Session, queue: str, reader: Reader, random: Random) -> Deed | None:
        case = assessment.claim_next(session, queue, reader, NOW + self.passed)
        return self.decision_on(session, case, reader, random) if case else None

    def decision_on(self, session: Session, case: Case, reader: Reader, random: Random) -> Deed:
        reading = standing(as_decided(rows_of(session, case.id))).reading
        record = sitting_record(session, self.hall.place.standards, case.sitting_id)
        request = certificate_request(session, self.hall.place.standards, record, "tham-dinh", NOW)
        kind = {"certify": "approve", "deny": "deny"}.get(case.outcome, "practical")
        if random.random() < 0.15 or (kind == "approve" and not request.skills):
            kind = "practical"
        return Deed(reader.account, kind, case.token, number=reading)

    def is_settled(self, session: Session) -> bool:
        """Everything that has ended, and that a person has to look at, was decided."""
        asked, has_case = exists().where(Appeal.sitting_id == Sitting.id), exists().where(Case.sitting_id == Sitting.id)
        due = Sitting.ended_at.is_not(None) & (Sitting.supervision_id.is_not(None) | asked) & ~has_case
        return not session.scalar(select(exists().where(due))) and not self.has_open_case(session)

    def has_open_case(self, session: Session) -> bool:
        return bool(session.scalar(select(exists().where(Case.stage != "settled"))))

    def _decide(self, session: Session, deed: Deed) -> Told:
        """In this crowd every case has one round and one result."""
        reader = next(one for one in self.readers if one.account == deed.person)
        seen, now = assessment.Seen(1, deed.number, 1), NOW + self.passed
        try:
            told = assessment.decide(
                session, self.hall.place.engine, deed.subject, seen, wish(DECISIONS[deed.kind]), reader, now
            )
        except CaseMoved:
            return Told("moved")
        return Told("decided", told.outcome or "")


def _name_of(number: int) -> str:
    """Nobody of tests.assessment.hall is called so: a case where a namesake turned up since is not decided."""
    return f"Trần Văn {number}"


def gather(hall: Hall, people: int) -> Crowd:
    """Every other one in a class, some of them able."""

    def come(session: Session) -> dict[int, Person]:
        found, code = {}, ""
        for number in range(people):
            name = _name_of(number)
            if number % (2 * A_CLASS) == 0:
                names = tuple(_name_of(one) for one in range(number, number + 2 * A_CLASS, 2))
                wanted = NewSupervision(hall.sup, "nguoi-dan", "Xã D", "Nhà văn hóa", names, 12)
                code = open_supervision(session, wanted, NINE).code
            found[hall.place.person(session, name)] = Person(name, ABLE[number % 3], "" if number % 2 else code)
        return found

    return Crowd(hall, hall.do(come))
