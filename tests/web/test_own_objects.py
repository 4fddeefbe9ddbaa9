"""Every route that names an object, with a real one, against everybody: its owner, others of the same role, other roles,
nobody. The rows come from the routes; whose an object is stands in WHOSE."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.accounts.domain.roles import ACCESS
from app.core.db import Base
from app.main import create_app
from app.tutor.provider import provider_from
from app.web.prebuilt import PrebuiltPages
from tests.conftest import make_settings
from tests.restoring import rows_of
from tests.sample_content import KINDS_LESSON, KINDS_PATH, LESSON_PATH
from tests.shared_database import copy_sqlite
from tests.simulations.simulation_content import WITH_SIMULATION
from tests.sittings.phone import BEGIN, Phone
from tests.sittings.place import Place
from tests.sittings.sample_bank import write_bank
from tests.web.addresses import Address, addresses
from tests.web.objects import CLASS, World, make_world
from tests.web.wire import FORM, Reply, Wire

# By how the address begins, the longest first: what it names, beside what everybody may read.
KINDS = {
    "/chung-nhan/luot/": "sitting",
    "/chung-nhan/giay/": "certificate",
    "/chung-nhan/giam-sat/thuc-hanh/": "practical",
    "/chung-nhan/giam-sat/": "class",
    "/tham-dinh/ho-so/": "case",
    "/tham-dinh/lo/": "batch",
    "/tham-dinh/kiem-tra-lai/": "recheck",
    "/tham-dinh/nguoi/": "assessor",
    "/quan-tri/nguoi/": "person",
    "/soan-bai/sua/{draft_id:int}/ban/": "waiting",
    "/soan-bai/sua/": "draft",
    "/soan-bai/duyet/": "draft",
    "/soan-bai/xem-thu/": "draft",
    "/soan-bai/ban-viet-lai/": "rewrite",
    "/soan-bai/tep/": "file",
    "/soan-bai/lich-su/": "file",
    "/soan-bai/nguoi-hoc/": "lesson",
    "/soan-bai/can-xem-lai/": "lesson",
    "/bai-hoc/": "lesson",
    "/tro-ly/": "lesson",
    "/dien-tap/": "drill",
    "/luyen-tap/": "skill",
    "/on-tap/": "skill",
    "/khung/": "framework",
    "/vao/": "card",
    "/xac-minh/thu-hoi/": "list",
    "/xac-minh/": "certificate to check",
}
ABOUT = {"supervised_name", "seat_code", "sitting_task", "sitting_answer", "sitting_tap", "late_answer"}
NO_MODEL_THERE = {"llm_base_url": "http://127.0.0.1:9/v1", "llm_model": "thử"}
# Who may, of those whose role may; what is not here is everybody's of the role.
WHOSE = {
    "sitting": {"lan"},
    "certificate": {"hung"},
    "class": {"teacher"},
    "practical": {"teacher", "colleague"},
    "case": {"assessor"},
    "batch": {"assessor"},
    "record_recheck": {"assessor"},
    "why": {"hung", "lan"},  # who answered; Lan is told to finish her sitting first
    "bank draft": {"keeper", "admin"},
    "bank file": {"keeper", "admin"},
}
# To the object's own page, whosever it is: there one is let in or not.
LEAD_ON = {
    "sitting_answered", "sitting_pressed", "case_not_decided", "case_not_reopened", "late_answer_not_ruled",
    "batch_not_approved", "batch_not_given_up",
}  # fmt: skip
BODIES = {"record_recheck": b"ket-qua=able", "take_suggestion": b"so=1&dong=1"}
TO_NOBODY = {("suggest", "bank draft"), ("ask_suggestion", "bank draft")}  # a model is asked of lessons alone
SEALED = {"draft": "bank draft", "file": "bank file"}
# They end the object that they name.
LAST = {"leave_sitting", "close_supervision", "give_up_batch", "close_draft", "publish_draft", "disable_person"}


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrebuiltPages]:
    folder = tmp_path_factory.mktemp("objects")
    content = write_bank(folder / "content")
    (content / LESSON_PATH).write_text(WITH_SIMULATION, "utf-8")
    (content / KINDS_PATH).write_text(KINDS_LESSON, "utf-8")
    app = create_app(make_settings(folder, copy_sqlite(migrated_sqlite, folder), content))
    with TestClient(app):
        yield app


@pytest.fixture(scope="module")
def world(app: PrebuiltPages, fastapi_app: FastAPI) -> World:
    state = fastapi_app.state
    state.provider = provider_from(state.settings.model_copy(update=NO_MODEL_THERE))  # closed with the service
    world = make_world(app, Place(state.database, state.library, state.standards, state.engine, Path()))
    world.objects |= {
        "assessor": {"login": world.logins["neighbour"]},
        "person": {"login": world.logins["learner"]},
        "lesson": {"lesson": "giu-mat-khau", "question": "ai-hoi-ma", "exercise": "ai-hoi-ma", "step": "mo-dau",
                   "slug": "giu-mat-khau", "simulation": "lay-lai-mat-khau"},
        "drill": {"drill": "tin-la"},
        "skill": {"skill": "vneid-dang-nhap"},
        "framework": {"framework": "nguoi-dan", "version": "1"},
        "list": {"number": "1"},
        "certificate to check": world.objects["certificate"],
    }  # fmt: skip
    world.objects["draft"] |= {"reader": "nguoi-cao-tuoi.", "question": "ai-hoi-ma", "simulation": "lay-lai-mat-khau"}
    world.objects["bank draft"] |= {"reader": "nguoi-cao-tuoi.", "question": "0", "simulation": "0"}
    return world


def kind_of(address: Address) -> str:
    """Raises StopIteration for a route whose object nobody has made yet: make it in tests/web/objects.py."""
    return next(kind for start, kind in KINDS.items() if address.template.startswith(start))


def named(app: FastAPI) -> list[Address]:
    found = [address for address in addresses(app) if "{" in address.template]
    return sorted(found, key=lambda address: (not address.is_safe, address.route in LAST))


def was_kept_out(reply: Reply) -> bool:
    return reply.status in (403, 404) or (reply.status == 303 and reply.header("location").startswith("/dang-nhap"))


def asked(wire: Wire, world: World, address: Address, kind: str, name: str) -> Reply:
    headers = {"content-type": FORM, "cookie": world.people[name]}
    url, body = address.url(**world.objects[kind]), BODIES.get(address.route, b"")
    return wire.send(address.method, url, headers=headers, body=body)


def may(world: World, address: Address, kind: str, name: str) -> bool:
    if (address.route, kind) in TO_NOBODY:
        return False
    roles = ACCESS[address.route]
    whose = None if address.route in LEAD_ON else WHOSE.get(address.route) or WHOSE.get(kind)
    return (roles is None or world.roles[name] in roles) and (whose is None or name in whose)


def test_every_route_that_names_something_has_a_real_one_here(fastapi_app: FastAPI, world: World) -> None:
    assert {kind_of(address) for address in named(fastapi_app)} <= world.objects.keys()


@dataclass(frozen=True)
class Shown:
    """A form of a page, once for each address that its buttons send it to."""

    action: str
    fields: tuple[tuple[str, str], ...]


def forms(html: str) -> Iterator[Shown]:
    for tag, inside in re.findall(r"<form([^>]*)>(.*?)</form>", html, re.DOTALL):
        parts = re.findall(r"<(?:input|button)[^>]*>", inside)
        fields = [found for part in parts for found in re.findall(r'name="([^"]+)" value="([^"]*)"', part)]
        actions = re.findall(r' action="([^"]+)"', tag) + re.findall(r'formaction="([^"]+)"', inside)
        yield from (Shown(action, tuple(fields)) for action in dict.fromkeys(actions))


def last(url: str) -> str:
    return url.rpartition("/")[2]


def in_class(world: World, name: str) -> str:
    """One on its list has come."""
    url = str(world.clients[name].post("/chung-nhan/giam-sat", data=CLASS).headers["location"])
    [code] = re.findall(r'class="wall">([^<]+)<', world.clients[name].get(url).text)
    Phone.new(world.app).client.post("/chung-nhan/vao-lop", data={**BEGIN, "ten": "Lan", "ma": code, "may": "class"})
    return url


def in_sitting(world: World, name: str) -> str:
    return Phone(world.app, world.add(name, Phone.new(world.app).client, None)).begin(ten=name)


def rows_about(world: World, ids: set[str]) -> list[str]:
    """Of lines of a list, and of tasks."""
    tables = (table for table in Base.metadata.sorted_tables if table.name in ABOUT)
    with world.hall.database.reading.connect() as connection:
        rows = [row for table in tables for row in rows_of(connection, table).values()]
    return [str(row) for row in rows if ids & {str(row.get(name)) for name in ("id", "name_id", "key")}]


@pytest.mark.parametrize(
    ("begin", "other", "own", "fields"),
    [(in_class, "teacher", "colleague", {"dong", "giup", "cho-ma", "tra-cho"}), (in_sitting, "an", "ba", {"khoa"})],
)
def test_id_of_somebody_elses_thing_in_ones_own_form_touches_nothing_of_theirs(
    world: World, begin: Callable[[World, str], str], other: str, own: str, fields: set[str]
) -> None:
    """The forms are those of the pages: one's own, with what is another in the same form of somebody else."""
    urls = {name: begin(world, name) for name in (other, own)}
    lent, mine = (list(forms(world.clients[name].get(url).text)) for name, url in urls.items())
    ids = {value for one in lent for _, value in one.fields} - {value for one in mine for _, value in one.fields}
    before, tried = rows_about(world, ids), set()
    assert before
    same_form = [(form, one) for form in mine for one in lent if last(form.action) == last(one.action)]
    for form, theirs in same_form:
        borrowed = [(name, value) for name, value in theirs.fields if value in ids]
        for taken in (*([one] for one in borrowed), borrowed):
            names = {name for name, _ in taken}
            sent = urlencode([*((name, kept) for name, kept in form.fields if name not in names), *taken])
            reply = world.clients[own].post(form.action, content=sent, headers={"content-type": FORM})
            tried |= names
            assert reply.status_code < 500
            assert rows_about(world, ids) == before, (form.action, names)
    assert tried >= fields


def test_owner_gets_in_and_nobody_else(fastapi_app: FastAPI, wire: Wire, world: World) -> None:
    wrong = []
    for address in named(fastapi_app):
        kind = kind_of(address)
        for one in [kind, SEALED[kind]] if kind in SEALED else [kind]:
            people = sorted(world.people, key=lambda name: may(world, address, one, name))
            for name in people:
                reply = asked(wire, world, address, one, name)
                if was_kept_out(reply) is may(world, address, one, name):
                    wrong.append((address.method, address.route, one, name, reply.status))
    assert wrong == []
