"""Demo people for every desk, in development only. Their passwords are made once per installation and kept in the var
directory, so that no known password ever stands on a server by mistake."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.accounts import queries, service
from app.accounts.domain.roles import Role
from app.core.config import Settings

PEOPLE = {
    Role.TEACHER: ("Cô Hạnh (thử)", "Giáo viên, /soan-bai"),
    Role.ASSESSOR: ("Anh Dũng (thử)", "Người thẩm định"),
    Role.OFFICIAL: ("Chị Mai (thử)", "Cán bộ xã, /dang-ky/tai-xa"),
    Role.ADMIN: ("Quản trị (thử)", "Quản trị, /soan-bai"),
}


@dataclass(frozen=True)
class DemoPerson:
    role: Role
    desk: str
    login: str
    password: str


def load_people(session: Session, settings: Settings, now: datetime) -> list[DemoPerson]:
    """Makes who is missing; loading again changes nothing. Raises ValueError in prod."""
    if settings.env == "prod":
        raise ValueError("demo people are refused in prod")
    kept = settings.var_dir / "demo.json"
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else []
    people = [DemoPerson(**{**person, "role": Role(person["role"])}) for person in known]
    missing = [role for role in PEOPLE if not any(_exists(session, person, role) for person in people)]
    if missing:
        people = [person for person in people if person.role not in missing]
        people += [_make(session, settings, role, now) for role in missing]
        _write(kept, people)
    return sorted(people, key=lambda person: list(PEOPLE).index(person.role))


def _exists(session: Session, person: DemoPerson, role: Role) -> bool:
    return person.role is role and queries.find_account(session, person.login, None) is not None


def _make(session: Session, settings: Settings, role: Role, now: datetime) -> DemoPerson:
    name, desk = PEOPLE[role]
    created = service.create_account(session, settings.secret, role, name, None, now)
    password = f"{created.one_time_password}-{secrets.token_hex(2)}"
    service.set_password(session, created.id, password)
    return DemoPerson(role, desk, created.login, password)


def _write(path: Path, people: list[DemoPerson]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(person) for person in people], file, ensure_ascii=False, indent=1)
