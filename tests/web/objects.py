"""One real object of every kind that an address can name, each somebody's; and people to ask for them."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.accounts.domain.duties import Duty
from app.accounts.domain.roles import Role
from app.accounts.models import Account, Appointment, LearnerLogin
from app.assessment import service
from app.assessment.models import Batch
from app.authoring.models import DraftRevision
from app.certification.models import Certificate
from app.core.clock import VIETNAM, Clock
from app.core.ids import new_token
from app.integrity.inspector import Inspector
from app.integrity.models import RecheckDraw
from app.publishing.models import LineComment
from app.sittings.outcomes import record_verdict
from app.sittings.practical import invitations_of
from app.tutor.domain.rewriting.buckets import BUCKETS
from app.tutor.rewriting.models import StepRewrite
from app.web.prebuilt import PrebuiltPages
from tests.assessment.hall import Hall, open_hall, right
from tests.cast import browser, hire, show_question, sign_in
from tests.sample_content import LESSON_PATH, QUESTION_URL
from tests.sittings.phone import Phone
from tests.sittings.place import NINE, Place

BANK_FILE = "content/bank/ct-tt-ma-qr.md"
LESSON_FILE = f"content/{LESSON_PATH}"
CLASS = {"xa": "Xã D", "noi": "Nhà văn hóa", "khung": "nguoi-dan", "gio": "3", "ten": "Lan\nTư"}


@dataclass
class World:
    """`people`: the `Cookie` header of each. `objects`: by kind, the values that stand in addresses of it."""

    app: PrebuiltPages
    hall: Hall
    people: dict[str, str] = field(default_factory=dict)
    roles: dict[str, Role | None] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)
    clients: dict[str, TestClient] = field(default_factory=dict)
    objects: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, name: str, client: TestClient, role: Role | None) -> TestClient:
        self.clients[name], self.roles[name] = client, role
        return client

    def staff(self, name: str, role: Role) -> TestClient:
        state = self.app.app.state
        self.logins[name] = hire(state.database, state.settings, role)
        client = self.add(name, browser(self.app), role)
        sign_in(client, self.logins[name])
        return client

    def account(self, name: str) -> int:
        wanted = select(Account.id).where(Account.login == self.logins[name])
        return self.hall.read(lambda session: session.scalars(wanted).one())

    def keep_cookies(self) -> None:
        self.people = {
            name: "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)
            for name, client in self.clients.items()
        }


def make_world(app: PrebuiltPages, place: Place) -> World:
    world = World(app, open_hall(place))
    world.add("nobody", browser(app), None)
    for name in ("lan", "hung"):
        world.add(name, Phone.new(app).client, None)
    for name in ("teacher", "colleague", "keeper"):
        world.staff(name, Role.TEACHER)
    for name in ("assessor", "neighbour"):
        world.staff(name, Role.ASSESSOR)
    world.staff("learner", Role.LEARNER)
    world.staff("official", Role.OFFICIAL)
    world.staff("admin", Role.ADMIN)
    _hold_class(world)
    _sit(world)
    _assess(world)
    _write(world)
    card = LearnerLogin(account_id=world.account("learner"), kind="pin", card=new_token())
    world.objects["card"] = {"card": card.card}
    world.hall.do(lambda session: session.add(card))
    world.keep_cookies()
    return world


def _hold_class(world: World) -> None:
    reply = world.clients["teacher"].post("/chung-nhan/giam-sat", data=CLASS)
    world.objects["class"] = {"number": reply.headers["location"].rsplit("/", 1)[1]}


def _sit(world: World) -> None:
    """Lan has a sitting that goes on; Hùng a certificate, and has answered a question."""
    lan = Phone(world.app, world.clients["lan"]).begin()
    world.objects["sitting"] = {"token": lan.rsplit("/", 1)[1]}
    hung = Phone(world.app, world.clients["hung"])
    hung.finish(hung.begin(ten="Hùng"))
    asked = show_question(hung.client, QUESTION_URL)
    hung.client.post(QUESTION_URL, data=asked.form(asked.choices[0]))
    code = world.hall.read(lambda session: session.scalars(select(Certificate.code)).one())
    world.objects["certificate"] = {"code": code}


def _assess(world: World) -> None:
    """The neighbour works where the class was, xã D; the assessor far from there."""
    hall = world.hall
    for name, commune in (("assessor", "Xã A"), ("neighbour", "Xã D")):
        account = world.account(name)
        hall.do(lambda session, account=account, commune=commune: service.set_commune(session, account, commune))  # type: ignore[misc]
    certified, *waiting = hall.open_cases(*(right() for _ in range(2)))
    now = Clock().now() - timedelta(days=2)
    hall.draw(False)
    hall.decide(certified, "approve", hall.lan, now)
    world.objects["case"] = {"token": waiting[0], "number": "1"}
    code, day = hall.case(certified).certificate_code, now.astimezone(VIETNAM).date()
    # Nobody issues for a day that is over: the log is signed already.
    hall.do(lambda session: session.execute(update(Certificate).where(Certificate.code == code).values(issued_at=now)))
    draw = RecheckDraw(
        seed="s" * 22, rate=1.0, first_day=day, last_day=day, published_at=NINE, account_id=hall.sup, log_index=0
    )
    hall.do(lambda session: session.add(draw))
    Inspector(hall.database, hall.place.engine, Clock()).close_due()
    number = hall.read(lambda session: session.scalars(select(RecheckDraw.id)).one())
    world.objects["recheck"] = {"number": str(number), "code": code or ""}
    (shown,) = hall.hold_class(right())
    hall.do(lambda session: record_verdict(session, shown, "practical", "near", "Mời bác.", None, NINE, ["tt-ma-qr"]))
    invitation = hall.read(lambda session: invitations_of(session, [shown])[shown])
    world.objects["practical"] = {"code": invitation.code}
    reader = world.account("assessor")
    batch = Batch(token=new_token(), account_id=reader, seed="s" * 22, state="open", opened_at=Clock().now())
    world.objects["batch"] = {"token": batch.token}
    hall.do(lambda session: session.add(batch))


def _write(world: World) -> None:
    """A draft of a lesson with something of it waiting, a comment, a rewrite; and a draft of the certification bank."""
    hall, teacher, keeper = world.hall, world.account("teacher"), world.account("keeper")
    now = Clock().now()
    hall.do(lambda session: session.add(Appointment(account_id=keeper, duty=Duty.BANK, granted_at=now)))
    draft = _draft_of(world, "teacher", LESSON_FILE)
    text = hall.place.library.files[LESSON_FILE].data.decode()
    revision = DraftRevision(
        draft_id=int(draft), number=2, text=text, account_id=teacher, saved_at=now, based_on=1, round=0, waiting=True
    )
    rewrite = StepRewrite(
        lesson="giu-mat-khau", step="mo-dau", version="1", basis="1", bucket=next(iter(BUCKETS)), state="review", priority=0, text={},
        reason="", verdict="", findings=[], fidelity=1, model="", tries=0, asked=0, answered=0, changed_at=now, decision="",
        log=[],
    )  # fmt: skip
    hall.do(lambda session: session.add_all((revision, rewrite)))
    sealed = _draft_of(world, "keeper", BANK_FILE)
    comments = [
        LineComment(id=number, draft_id=int(of), number=1, line=1, text="Xem lại", account_id=teacher, at=now)
        for number, of in enumerate((draft, sealed), 1)
    ]
    hall.do(lambda session: session.add_all(comments))
    world.objects["draft"] = {"draft_id": draft, "number": "1", "comment_id": "1"}
    world.objects["waiting"] = {"draft_id": draft, "number": "2"}
    world.objects["rewrite"] = {"rewrite_id": "1"}
    world.objects["bank draft"] = {"draft_id": sealed, "number": "1", "comment_id": "2"}
    world.objects["file"] = {"path": LESSON_FILE}
    world.objects["bank file"] = {"path": BANK_FILE}


def _draft_of(world: World, name: str, path: str) -> str:
    reply = world.clients[name].post(f"/soan-bai/tep/{path}")
    assert reply.status_code == 303, (path, reply.status_code)
    return str(reply.headers["location"]).rsplit("/", 1)[1].partition("?")[0]
