"""A school with a database, a content folder and people: who writes, who may publish, who may not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy.orm import Session

from app.accounts import service as accounts
from app.accounts.appointments import appoint
from app.accounts.domain.duties import Duty
from app.accounts.domain.roles import Role
from app.authoring import service as authoring
from app.authoring.models import Draft
from app.core.clock import Clock
from app.core.db import Database
from app.courses.library import ContentLibrary
from app.publishing import queries, service
from app.publishing.models import Publication
from app.publishing.press import Press
from app.quiz.domain.kinds import KINDS
from tests.sample_content import LESSON, LESSON_PATH

CLOCK = Clock(datetime(2026, 11, 22, 8))  # noqa: DTZ001 - naive means Vietnam time
NOW = CLOCK.now()
PATH = f"content/{LESSON_PATH}"
PLAIN = LESSON.replace("nhan: [an-toan]\n", "")  # teaches nothing that two have to approve
NEW_TEXT = PLAIN.replace("Mật khẩu chỉ mình bác biết.", "Mật khẩu chỉ một mình bác biết thôi.")
Value = TypeVar("Value")


@dataclass(frozen=True)
class School:
    """`hanh` writes; `lan` and `mai` may publish; `tu` is a teacher without the right; `quan` is an admin."""

    database: Database
    library: ContentLibrary
    press: Press
    content: Path
    hanh: int
    lan: int
    mai: int
    tu: int
    quan: int

    @property
    def file(self) -> Path:
        return self.content / LESSON_PATH

    def do(self, work: Callable[[Session], Value]) -> Value:
        with self.database.session(writes=True) as session:
            done = work(session)
            session.commit()
            return done

    def with_draft(self, draft: int, work: Callable[[Session, Draft], Value]) -> Value:
        return self.do(lambda session: work(session, authoring.find_draft(session, draft)))

    def write(self, text: str = NEW_TEXT, path: str = PATH, base: str | None = None) -> int:
        """A draft of Hạnh's."""
        if base is None:
            file = self.content / path.removeprefix("content/")
            base = file.read_text("utf-8") if file.exists() else ""
        return self.do(lambda session: authoring.start_draft(session, path, base, text, self.hanh, NOW).id)

    def submit(self, draft: int, account: int | None = None) -> None:
        number = self.with_draft(draft, lambda _session, found: found.number)
        proof = self.press.prove(draft, number, "writing")
        self.with_draft(
            draft,
            lambda session, found: service.submit(
                session, found, proof.number, proof.labels, account or self.hanh, NOW
            ),
        )

    def approve(self, draft: int, account: int, number: int = 1) -> None:
        self.with_draft(draft, lambda session, found: service.approve(session, found, number, account, NOW))

    def send_back(self, draft: int, account: int, said: str = "Thầy cô xem lại câu đầu nhé.", number: int = 1) -> None:
        self.with_draft(draft, lambda session, found: service.send_back(session, found, number, said, account, NOW))

    def approved(self, text: str = NEW_TEXT, path: str = PATH) -> int:
        """A draft of Hạnh's that waits for nothing but to be published."""
        draft = self.write(text, path)
        self.submit(draft)
        self.approve(draft, self.lan)
        return draft

    def state(self, draft: int) -> str:
        return self.with_draft(draft, lambda _session, found: found.state)

    def review(self, draft: int) -> service.Review:
        return self.with_draft(draft, service.review_of)

    def publications(self, path: str = PATH) -> list[Publication]:
        return self.do(lambda session: queries.publications_of(session, path))


def hire(database: Database, role: Role, name: str, *, publishes: bool = False) -> int:
    with database.session(writes=True) as session:
        created = accounts.create_account(session, b"k" * 32, role, name, None, NOW)
        if publishes:
            appoint(session, created.login, Duty.PUBLISHING, NOW)
        session.commit()
        return created.id


def make_school(database: Database, content: Path) -> School:
    (content / LESSON_PATH).write_text(PLAIN, encoding="utf-8")
    library = ContentLibrary([content], database, CLOCK, KINDS)
    library.load()
    return School(
        database, library, Press([content], database, library, CLOCK), content,
        hire(database, Role.TEACHER, "Cô Hạnh"),
        hire(database, Role.TEACHER, "Cô Lan", publishes=True),
        hire(database, Role.TEACHER, "Cô Mai", publishes=True),
        hire(database, Role.TEACHER, "Thầy Tú"),
        hire(database, Role.ADMIN, "Anh Quân"),
    )  # fmt: skip


@pytest.fixture
def school(database: Database, content: Path) -> School:
    return make_school(database, content)
