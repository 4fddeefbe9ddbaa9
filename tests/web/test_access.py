"""Every route against everybody: who may, gets in; who may not, is told so; who is not listed, is refused."""

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from app.accounts.domain.roles import ACCESS, ADMINS, ANYONE, ASSESSORS, SIGNED_IN, TEACHERS, Role
from app.web.prebuilt import PrebuiltPages
from tests.web.addresses import addresses
from tests.web.conftest import cookies_of, everything_stored
from tests.web.wire import FORM, Reply, Wire

EVERYONE = [None, *Role]
# Written out a second time, so that nobody widens a right in passing.
ONLY_FOR = {
    "claim": frozenset({Role.LEARNER}),
    "submit_claim": frozenset({Role.LEARNER}),
    "new_password": SIGNED_IN,
    "submit_new_password": SIGNED_IN,
    "sign_up_here": frozenset({Role.TEACHER, Role.OFFICIAL, Role.ADMIN}),
    "print_cards": frozenset({Role.TEACHER, Role.OFFICIAL, Role.ADMIN}),
    "confirm_self": SIGNED_IN,
    "new_secret": frozenset({Role.LEARNER}),
    "submit_new_secret": frozenset({Role.LEARNER}),
    "new_secret_with_pictures": frozenset({Role.LEARNER}),
    "card": frozenset({Role.LEARNER}),
    "renew_card": frozenset({Role.LEARNER}),
    "precautions": frozenset({Role.LEARNER}),
    "set_question": frozenset({Role.LEARNER}),
    "trust": frozenset({Role.LEARNER}),
    "trust_no_more": frozenset({Role.LEARNER}),
    "help_back_in": frozenset({Role.LEARNER, Role.TEACHER, Role.OFFICIAL, Role.ADMIN}),
    "start_recovery": frozenset({Role.LEARNER, Role.TEACHER, Role.OFFICIAL, Role.ADMIN}),
    "recovery_news": frozenset({Role.LEARNER}),
    "recovery_known": frozenset({Role.LEARNER}),
    "desk": TEACHERS,
    "file": TEACHERS,
    "open_file": TEACHERS,
    "new_file": TEACHERS,
    "create_file": TEACHERS,
    "edit_draft": TEACHERS,
    "save_draft": TEACHERS,
    "exchange": TEACHERS,
    "export": TEACHERS,
    "import_archive": TEACHERS,
    "suggest": TEACHERS,
    "ask_suggestion": TEACHERS,
    "take_suggestion": TEACHERS,
    "merge_page": TEACHERS,
    "merge": TEACHERS,
    "carry_over": TEACHERS,
    "give_up": TEACHERS,
    "file_merge_page": TEACHERS,
    "file_merge": TEACHERS,
    "revisions": TEACHERS,
    "revision": TEACHERS,
    "restore_revision": TEACHERS,
    "take_back": TEACHERS,
    "close_draft": TEACHERS,
    "preview": TEACHERS,
    "preview_step": TEACHERS,
    "preview_question": TEACHERS,
    "preview_answer": TEACHERS,
    "preview_simulation": TEACHERS,
    "preview_tap": TEACHERS,
    "preview_finished": TEACHERS,
    "preview_elsewhere": TEACHERS,
    "preview_help": TEACHERS,
    "gaps": TEACHERS,
    "decide_gap": TEACHERS,
    "observations": TEACHERS,
    "observed_lesson": TEACHERS,
    "stale_board": TEACHERS,
    "screen_reports": TEACHERS,
    "close_reports": TEACHERS,
    "rewrites": TEACHERS,
    "rewrite": TEACHERS,
    "accept_rewrite": TEACHERS,
    "reject_rewrite": TEACHERS,
    "take_back_rewrite": TEACHERS,
    "edit_rewrite": TEACHERS,
    "reviews": TEACHERS,
    "draft_review": TEACHERS,
    "submit_draft": TEACHERS,
    "approve_draft": TEACHERS,
    "return_draft": TEACHERS,
    "publish_draft": TEACHERS,
    "comment_line": TEACHERS,
    "resolve_comment": TEACHERS,
    "versions": TEACHERS,
    "restore_version": TEACHERS,
    "assessment_desk": ASSESSORS,
    "next_case": ASSESSORS,
    "case": ASSESSORS,
    "case_replay": ASSESSORS,
    "decide_case": ASSESSORS,
    "reopen_case": ASSESSORS,
    "rule_on_late_answer": ASSESSORS,
    "open_batch": ASSESSORS,
    "batch": ASSESSORS,
    "approve_batch": ASSESSORS,
    "give_up_batch": ASSESSORS,
    "settled_cases": ASSESSORS,
    "decision_register": frozenset({Role.ASSESSOR, Role.ADMIN}),
    "assessment_figures": ASSESSORS,
    "no_next_case": ASSESSORS,
    "no_batch": ASSESSORS,
    "case_not_decided": ASSESSORS,
    "case_not_reopened": ASSESSORS,
    "late_answer_not_ruled": ASSESSORS,
    "batch_not_approved": ASSESSORS,
    "batch_not_given_up": ASSESSORS,
    "signs": frozenset({Role.ASSESSOR, Role.ADMIN}),
    "item_signs": frozenset({Role.ASSESSOR, Role.ADMIN}),
    "rechecks": frozenset({Role.ASSESSOR, Role.ADMIN}),
    "recheck": frozenset({Role.ASSESSOR, Role.ADMIN}),
    "publish_recheck": ADMINS,
    "record_recheck": ASSESSORS,
    "assessors": ADMINS,
    "set_commune": ADMINS,
    "commune_not_set": ADMINS,
    "supervisions": frozenset({Role.TEACHER}),
    "open_supervision": frozenset({Role.TEACHER}),
    "supervision": frozenset({Role.TEACHER}),
    "add_names": frozenset({Role.TEACHER}),
    "mark_seat": frozenset({Role.TEACHER}),
    "free_seat": frozenset({Role.TEACHER}),
    "give_seat_code": frozenset({Role.TEACHER}),
    "rule_on_namesake": frozenset({Role.TEACHER}),
    "close_supervision": frozenset({Role.TEACHER}),
    "find_practical": frozenset({Role.TEACHER}),
    "practical": frozenset({Role.TEACHER}),
    "report_practical": frozenset({Role.TEACHER}),
    "admin_desk": ADMINS,
    "people": ADMINS,
    "create_person": ADMINS,
    "disable_person": ADMINS,
    "renew_password": ADMINS,
    "tutor_desk": ADMINS,
    "switch_tutor": ADMINS,
}


def was_refused(reply: Reply) -> bool:
    return reply.status == 403 or (reply.status == 303 and reply.header("location").startswith("/dang-nhap"))


def was_let_in(reply: Reply) -> bool:
    return (reply.status <= 399 and not was_refused(reply)) or reply.status in (404, 422)


def test_every_route_has_a_line_and_every_line_a_route(fastapi_app: FastAPI) -> None:
    routes = {address.route for address in addresses(fastapi_app)}
    assert routes == set(ACCESS)


def test_rights_are_those_written_down_here() -> None:
    assert {route: roles for route, roles in ACCESS.items() if roles is not ANYONE} == ONLY_FOR


@pytest.mark.parametrize("role", EVERYONE, ids=str)
def test_every_route_answers_this_role_as_the_table_says(
    app: PrebuiltPages, fastapi_app: FastAPI, wire: Wire, logins: dict[Role, str], role: Role | None
) -> None:
    cookie = cookies_of(app, logins[role]) if role else ""
    wrong = []
    for address in addresses(fastapi_app):
        allowed = address.route not in ONLY_FOR or role in ONLY_FOR[address.route]
        reply = wire.send(address.method, address.url(), headers={"cookie": cookie, "content-type": FORM})
        if not (was_let_in(reply) if allowed else was_refused(reply)):
            wrong.append((address, reply.status, reply.header("location")))
    assert wrong == []


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(wire: Wire) -> None:
    reply = wire.get("/soan-bai")
    assert (reply.status, reply.header("location")) == (303, "/dang-nhap?toi=%2Fsoan-bai")


@pytest.mark.parametrize("role", [Role.LEARNER, Role.ASSESSOR, Role.OFFICIAL])
def test_wrong_role_is_told_that_the_page_is_not_theirs(
    app: PrebuiltPages, wire: Wire, logins: dict[Role, str], role: Role
) -> None:
    reply = wire.get("/soan-bai", cookie=cookies_of(app, logins[role]))
    assert reply.status == 403
    assert "Trang này không dành cho bác" in reply.text
    assert "Bàn soạn bài" not in reply.text


@pytest.mark.parametrize("role", EVERYONE, ids=str)
def test_route_without_a_line_is_refused_to_everyone(
    app: PrebuiltPages, fastapi_app: FastAPI, wire: Wire, logins: dict[Role, str], role: Role | None
) -> None:
    if not any(address.route == "forgotten" for address in addresses(fastapi_app)):
        fastapi_app.add_api_route("/quen", lambda: HTMLResponse("bí mật"), name="forgotten")
    reply = wire.get("/quen", cookie=cookies_of(app, logins[role]) if role else "")
    assert reply.status == 403
    assert "bí mật" not in reply.text


@pytest.mark.parametrize("role", EVERYONE, ids=str)
def test_reading_changes_nothing(
    app: PrebuiltPages, fastapi_app: FastAPI, wire: Wire, logins: dict[Role, str], role: Role | None
) -> None:
    cookie = cookies_of(app, logins[role]) if role else ""
    before = everything_stored(fastapi_app.state.database)
    for address in addresses(fastapi_app):
        for method in ("GET", "HEAD", "OPTIONS"):
            if address.is_safe:
                wire.send(method, f"{address.url()}?lam-lai=1&da-luu=1", headers={"cookie": cookie})
    assert everything_stored(fastapi_app.state.database) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_what_changes_something_cannot_be_reached_by_reading(fastapi_app: FastAPI, wire: Wire, method: str) -> None:
    """Not by a link, not by an image, not by a prefetch."""
    reading = {address.template for address in addresses(fastapi_app) if address.is_safe}
    for address in addresses(fastapi_app):
        if address.template not in reading:
            assert wire.send(method, address.url()).status == 405, address


@pytest.mark.parametrize("path", ["/bai-hoc", "/soan-bai", "/tai-khoan", "/dang-nhap"])
def test_closing_slash_opens_no_other_door(wire: Wire, path: str) -> None:
    reply = wire.get(f"{path}/")
    assert reply.status == 404
    assert "Bàn soạn bài" not in reply.text


@pytest.mark.parametrize(
    "path", ["/Soan-Bai", "/soan-bai%2ftep", "/soan-bai%00", "//soan-bai", "/./soan-bai", "/x/../soan-bai"]
)
def test_other_spellings_of_a_path_open_no_door(wire: Wire, path: str) -> None:
    reply = wire.get(path)
    assert reply.status in (303, 307, 404)
    assert "Bàn soạn bài" not in reply.text


@pytest.mark.parametrize(
    "path",
    [
        "../../../etc/passwd", "/etc/passwd", "content/../../secret-key", "content/courses/../../shared.sqlite", "shared.sqlite",
        "secret-key", "content", "content/", "content/courses/khoa-thu", "content/courses/khoa-thu/01-giu-mat-khau.md/",
        "Content/courses/khoa-thu/01-giu-mat-khau.md", "content\\courses\\khoa-thu\\01-giu-mat-khau.md", "\0", "%2e%2e/%2e%2e/etc/passwd",
        "content/courses/khoa-thu/./01-giu-mat-khau.md", "content//courses/khoa-thu/01-giu-mat-khau.md", "", ".", "..", "a" * 5000,
    ],
)  # fmt: skip
def test_desk_opens_only_content_files(app: PrebuiltPages, wire: Wire, logins: dict[Role, str], path: str) -> None:
    reply = wire.get("/soan-bai/tep/" + path.replace("%", "%25").replace("\0", "%00").replace("\\", "%5C"),
                     cookie=cookies_of(app, logins[Role.TEACHER]))  # fmt: skip
    assert reply.status == 404
    assert "root:" not in reply.text
