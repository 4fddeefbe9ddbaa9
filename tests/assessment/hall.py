"""A place that certifies, its assessors in three communes, and class sittings that have ended."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, cycle, islice, repeat, tee
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import service as accounts
from app.accounts.domain.roles import Role
from app.assessment import queries, service
from app.assessment.domain.drawing import is_drawn
from app.assessment.domain.readings import Kind, Reader, Standing, standing
from app.assessment.domain.reasons import REASONS, reason_of
from app.assessment.models import Case, CaseDecision, ReadingSeed
from app.assessment.opener import CaseOpener
from app.assessment.settling import Wish
from app.core.clock import Clock
from app.core.db import Database
from app.sittings.models import Sitting, SittingVerdict, SupervisedName
from app.sittings.queries import sitting_record
from app.sittings.service import NewSitting, start_sitting
from app.sittings.supervision import NewSupervision, close_supervision, come_in, open_supervision, take_seat
from tests.assessment.recordings import recorded
from tests.sittings.place import NINE, Place

NOW = NINE + timedelta(days=1)
MOST_TASKS = 20  # of a sitting; what would be answered after them makes no difference
Value = TypeVar("Value")


def right() -> Iterator[bool]:
    return repeat(True)


def wrong() -> Iterator[bool]:
    return repeat(False)


def mixed() -> Iterator[bool]:
    return cycle([True, False])


@dataclass
class Hall:
    """`lan` and `hanh` assess in xã A, `mai` in xã B, `tu` in xã C; `sup` supervises classes in xã D."""

    place: Place
    lan: Reader
    hanh: Reader
    mai: Reader
    tu: Reader
    sup: int
    opener: CaseOpener

    @property
    def database(self) -> Database:
        return self.place.database

    def do(self, work: Callable[[Session], Value]) -> Value:
        with self.database.session(writes=True) as session:
            done = work(session)
            session.commit()
            return done

    def read(self, work: Callable[[Session], Value]) -> Value:
        with self.database.session(writes=False) as session:
            return work(session)

    def hold_class(
        self, *rights: Iterator[bool], commune: str = "Xã D", supervisor: int | None = None, helped: bool = False
    ) -> list[int]:
        """A class in which as many people sit the test; gives their sittings, ended."""
        return self._recorded(False, rights, commune, supervisor or self.sup, helped)

    def _recorded(
        self, has_cases: bool, rights: tuple[Iterator[bool], ...], commune: str, supervisor: int, helped: bool
    ) -> list[Any]:
        """Classes that begin in the same way are held once: their sittings, or the tokens of their cases."""
        copies = [tee(answers) for answers in rights]
        begins = tuple(tuple(islice(answers, MOST_TASKS)) for answers, _ in copies)

        def hold() -> list[Any]:
            sittings = self._hold_class([answers for _, answers in copies], commune, supervisor, helped)
            if has_cases:
                self.opener.open_due()
            return [self.case_of(sitting).token for sitting in sittings] if has_cases else sittings

        return recorded(self.database, (has_cases, begins, commune, supervisor, helped, self.place.content), hold)

    def _hold_class(self, rights: Sequence[Iterator[bool]], commune: str, supervisor: int, helped: bool) -> list[int]:
        def hold(session: Session) -> list[int]:
            known = session.scalar(select(func.count()).select_from(SupervisedName)) or 0
            names = tuple(f"Người {number}" for number in range(known, known + len(rights)))  # nobody twice
            wanted = NewSupervision(supervisor, "nguoi-dan", commune, "Nhà văn hóa", names, 5)
            supervision = open_supervision(session, wanted, NINE)
            found = []
            for name, answers in zip(names, rights, strict=True):
                learner = self.place.person(session, name)
                row, _ = come_in(session, self.place.engine, supervision, learner, name, NINE)
                new = NewSitting(learner, self.place.offer, "class", "m" * 22, helped, supervision.id)
                sitting = start_sitting(session, self.place.engine, new, NINE)
                take_seat(session, row, sitting)
                self.place.sit(session, sitting, answers)
                found.append(sitting.id)
            close_supervision(session, supervision, NINE + timedelta(hours=4))
            return found

        return self.do(hold)

    def sit_alone(self, rights: Iterator[bool], *, helped: bool = False) -> int:
        """At home; whoever was not helped and reaches the standard has a certificate at once."""

        def sit(session: Session) -> int:
            sitting = self.place.begin(session, self.place.person(session))
            sitting.assisted = helped
            self.place.sit(session, sitting, rights)
            return sitting.id

        return self.do(sit)

    def open_cases(self, *rights: Iterator[bool], commune: str = "Xã D", supervisor: int | None = None) -> list[str]:
        """Tokens of the cases of a class."""
        return self._recorded(True, rights, commune, supervisor or self.sup, False)

    def case_with_taps(self, rights: Callable[[], Iterator[bool]]) -> str:
        """The case of somebody who was asked a simulation, as not everybody is."""
        for _ in range(10):
            for token in self.open_cases(rights(), rights(), rights()):
                if self.has_taps(self.case(token).sitting_id):
                    return token
        raise AssertionError("nobody was asked a simulation")

    def has_taps(self, sitting: int) -> bool:
        record = self.read(lambda session: sitting_record(session, self.place.standards, sitting))
        return any(task.taps for task in record.tasks)

    def case_of(self, sitting: int) -> Case:
        return self.read(lambda session: session.scalars(select(Case).where(Case.sitting_id == sitting)).one())

    def case(self, token: str) -> Case:
        found = self.read(lambda session: queries.find_case(session, token))
        assert found is not None
        return found

    def decide(
        self, token: str, kind: Kind, reader: Reader, now: datetime = NOW, seen: service.Seen | None = None
    ) -> Standing:
        wished = wish(kind)
        do = service.reopen if kind in ("reopen", "keep") else service.decide
        return self.do(
            lambda session: do(
                session, self.place.engine, token, seen or self.seen(session, token), wished, reader, now
            )
        )

    def seen(self, session: Session, token: str) -> service.Seen:
        case = queries.find_case(session, token)
        assert case is not None
        return service.seen_of(session, case, standing(queries.as_decided(queries.rows_of(session, case.id))))

    def draw(self, drawn: bool, only: str | None = None, at: datetime = NOW) -> None:
        """In that month every case, or `only` this one, is drawn for a second reading, or none: by a seed that was looked
        for. Each token more makes a seed that draws them all ten times as rare, so at most two are drawn together."""
        month = queries.month_of(at)
        tokens = [only] if only else self.read(lambda session: list(session.scalars(select(Case.token))))
        assert not drawn or len(tokens) <= 2
        seed = next(
            one for one in map("hạt {}".format, count()) if all(is_drawn(one, name) is drawn for name in tokens)
        )

        def keep(session: Session) -> None:
            row = session.get(ReadingSeed, month) or ReadingSeed(month=month)
            row.seed = seed
            session.add(row)

        self.do(keep)

    def far_from_cut(self, token: str) -> None:
        """As if the estimate were so low that nobody has to read twice."""
        self.do(lambda session: setattr(queries.find_case(session, token), "is_near_cut", False))

    def verdicts(self, token: str) -> list[SittingVerdict]:
        sitting = self.case(token).sitting_id
        wanted = select(SittingVerdict).where(SittingVerdict.sitting_id == sitting).order_by(SittingVerdict.id)
        return self.read(lambda session: list(session.scalars(wanted)))

    def decisions(self, token: str) -> list[CaseDecision]:
        case = self.case(token).id
        return self.read(lambda session: list(queries.rows_of(session, case)))

    def sitting(self, sitting: int) -> Sitting:
        return self.read(lambda session: session.get_one(Sitting, sitting))


def wish(kind: Kind, code: str = "") -> Wish:
    reason = reason_of(kind, code or REASONS[kind][0].code)
    assert reason is not None
    return Wish(kind, reason.code, reason.learner, reason.authority)


def hire(database: Database, role: Role, name: str) -> int:
    with database.session(writes=True) as session:
        created = accounts.create_account(session, b"k" * 32, role, name, None, NINE)
        session.commit()
        return created.id


def open_hall(place: Place) -> Hall:
    readers = []
    for name, commune in (("Chị Lan", "Xã A"), ("Cô Hạnh", "Xã A"), ("Chị Mai", "Xã B"), ("Anh Tú", "Xã C")):
        account = hire(place.database, Role.ASSESSOR, name)
        with place.writing() as session:
            service.set_commune(session, account, commune)
            session.flush()
            readers.append(queries.reader_of(session, account))
    supervisor = hire(place.database, Role.OFFICIAL, "Cô Sáu")
    opener = CaseOpener(place.database, place.standards, Clock(NOW), sittings=30)
    lan, hanh, mai, tu = readers
    return Hall(place, lan, hanh, mai, tu, supervisor, opener)
