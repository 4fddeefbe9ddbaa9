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

# Role, name, and the desk, by which somebody is found again.
PEOPLE = (
    (Role.TEACHER, "Cô Hạnh (thử)", "Giáo viên"),
    (Role.ASSESSOR, "Anh Dũng (thử)", "Người thẩm định"),
    (Role.OFFICIAL, "Chị Mai (thử)", "Cán bộ xã"),
    (Role.ADMIN, "Quản trị (thử)", "Quản trị"),
)
ASSESSORS = (
    (Role.ASSESSOR, "Chị Ngân (thử)", "Người thẩm định thứ 2"),
    (Role.ASSESSOR, "Cô Thủy (thử)", "Người thẩm định thứ 3"),
    (Role.ASSESSOR, "Anh Khoa (thử)", "Người thẩm định thứ 4"),
)
ADDRESSES = {
    Role.TEACHER: "/soan-bai",
    Role.ASSESSOR: "/tham-dinh",
    Role.OFFICIAL: "/dang-ky/tai-xa",
    Role.ADMIN: "/quan-tri",
}


@dataclass(frozen=True)
class DemoPerson:
    role: Role
    desk: str
    login: str
    password: str

    @property
    def address(self) -> str:
        """Where they land after signing in."""
        return ADDRESSES[self.role]


def load_people(session: Session, settings: Settings, now: datetime, *, assessors: bool = False) -> list[DemoPerson]:
    """Makes who is missing; loading again changes nothing. `assessors`: so many that cases can be read twice. Raises
    ValueError in prod."""
    if settings.env == "prod":
        raise ValueError("demo people are refused in prod")
    kept = settings.var_dir / "demo.json"
    read = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else []
    people = [person for row in read if _exists(session, person := _kept(row))]
    desks = {person.desk for person in people}
    missing = [one for one in (*PEOPLE, *(ASSESSORS if assessors else ())) if one[2] not in desks]
    if missing:
        people += [_make(session, settings, role, name, desk, now) for role, name, desk in missing]
        _write(kept, people)
    order = [desk for _, _, desk in (*PEOPLE, *ASSESSORS)]
    return sorted((person for person in people if person.desk in order), key=lambda person: order.index(person.desk))


def _kept(row: dict[str, str]) -> DemoPerson:
    """Desks were once kept with their addresses."""
    return DemoPerson(Role(row["role"]), row["desk"].partition(",")[0], row["login"], row["password"])


def _exists(session: Session, person: DemoPerson) -> bool:
    return queries.find_account(session, person.login, None) is not None


def _make(session: Session, settings: Settings, role: Role, name: str, desk: str, now: datetime) -> DemoPerson:
    created = service.create_account(session, settings.secret, role, name, None, now)
    password = f"{created.one_time_password}-{secrets.token_hex(2)}"
    service.set_password(session, created.id, password)
    return DemoPerson(role, desk, created.login, password)


def _write(path: Path, people: list[DemoPerson]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(person) for person in people], file, ensure_ascii=False, indent=1)
