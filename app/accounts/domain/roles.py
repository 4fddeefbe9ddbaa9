"""Who may do what: the only place. Every route of the app has a line in ACCESS; one that has none is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    LEARNER = "learner"
    TEACHER = "teacher"
    ASSESSOR = "assessor"
    OFFICIAL = "official"
    ADMIN = "admin"

    @property
    def is_staff(self) -> bool:
        return self is not Role.LEARNER


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a role works: a route name and what the desk is called on screen."""

    route: str
    name: str


DESKS: Mapping[Role, Desk] = {
    Role.TEACHER: Desk("desk", "Bàn soạn bài"),
    Role.ADMIN: Desk("admin_desk", "Trang quản trị"),
}

ANYONE = None
SIGNED_IN = frozenset(Role)
LEARNERS = frozenset({Role.LEARNER})
TEACHERS = frozenset({Role.TEACHER, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})

ACCESS: Mapping[str, frozenset[Role] | None] = {
    "home": ANYONE,
    "catalogue": ANYONE,
    "step": ANYONE,
    "question": ANYONE,
    "answer": ANYONE,
    "simulation": ANYONE,
    "tap": ANYONE,
    "finished": ANYONE,
    "why": ANYONE,
    "hint": ANYONE,
    "to_question": ANYONE,
    "progress": ANYONE,
    "account": ANYONE,
    "add_learner": ANYONE,
    "rename_learner": ANYONE,
    "switch_learner": ANYONE,
    "choose_reading": ANYONE,
    "forget_choices": ANYONE,
    "begin_help": ANYONE,
    "hand_back": ANYONE,
    "end_help": ANYONE,
    "say_helped": ANYONE,
    "review": ANYONE,
    "review_next": ANYONE,
    "placement": ANYONE,
    "placement_next": ANYONE,
    "practice": ANYONE,
    "practice_next": ANYONE,
    "drills": ANYONE,
    "drill": ANYONE,
    "call": ANYONE,
    "drill_helped": ANYONE,
    "leave_device": ANYONE,
    "sign_in": ANYONE,
    "submit_sign_in": ANYONE,
    "sign_out": ANYONE,
    "claim": LEARNERS,
    "submit_claim": LEARNERS,
    "new_password": SIGNED_IN,
    "submit_new_password": SIGNED_IN,
    "desk": TEACHERS,
    "file": TEACHERS,
    "open_file": TEACHERS,
    "new_file": TEACHERS,
    "create_file": TEACHERS,
    "edit_draft": TEACHERS,
    "save_draft": TEACHERS,
    "merge_page": TEACHERS,
    "merge": TEACHERS,
    "carry_over": TEACHERS,
    "give_up": TEACHERS,
    "file_merge_page": TEACHERS,
    "file_merge": TEACHERS,
    "revisions": TEACHERS,
    "revision": TEACHERS,
    "restore_revision": TEACHERS,
    "suggest": TEACHERS,
    "ask_suggestion": TEACHERS,
    "take_suggestion": TEACHERS,
    "exchange": TEACHERS,
    "export": TEACHERS,
    "import_archive": TEACHERS,
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
    "screen_report": ANYONE,
    "send_screen_report": ANYONE,
    "stale_board": TEACHERS,
    "screen_reports": TEACHERS,
    "close_reports": TEACHERS,
    "tutor": ANYONE,
    "ask_tutor": ANYONE,
    "rate_answer": ANYONE,
    "erase_page": ANYONE,
    "erase_messages": ANYONE,
    "gaps": TEACHERS,
    "decide_gap": TEACHERS,
    "tutor_answer": ANYONE,
    "api_docs": ANYONE,
    "openapi": ANYONE,
    "observations": TEACHERS,
    "observed_lesson": TEACHERS,
    "reviews": TEACHERS,
    "draft_review": TEACHERS,
    "submit_draft": TEACHERS,
    "approve_draft": TEACHERS,
    "return_draft": TEACHERS,
    "publish_draft": TEACHERS,
    "comment_line": TEACHERS,
    "resolve_comment": TEACHERS,
    "rewrites": TEACHERS,
    "rewrite": TEACHERS,
    "accept_rewrite": TEACHERS,
    "reject_rewrite": TEACHERS,
    "take_back_rewrite": TEACHERS,
    "edit_rewrite": TEACHERS,
    "versions": TEACHERS,
    "restore_version": TEACHERS,
    "admin_desk": ADMINS,
    "people": ADMINS,
    "create_person": ADMINS,
    "disable_person": ADMINS,
    "renew_password": ADMINS,
    "tutor_desk": ADMINS,
    "switch_tutor": ADMINS,
    "healthz": ANYONE,
    "readyz": ANYONE,
    "metrics": ANYONE,
}
# Someone with a one-time password can reach these; every other page that needs an account waits for a new one.
PASSWORD_PAGES = frozenset({"new_password", "submit_new_password"})


class Refusal(StrEnum):
    SIGN_IN = "sign-in"
    FORBIDDEN = "forbidden"
    NEW_PASSWORD = "new-password"  # noqa: S105 - a reason, not a password


def is_open(route: str) -> bool:
    """Whether anyone may, so that nobody has to be looked up."""
    return route in ACCESS and ACCESS[route] is ANYONE


def refusal(route: str, role: Role | None, *, must_change: bool = False) -> Refusal | None:
    """Why this role (None: nobody signed in) may not use the route; None when it may."""
    allowed = ACCESS.get(route, frozenset())
    if allowed is ANYONE:
        return None
    if not allowed:
        return Refusal.FORBIDDEN
    if role is None:
        return Refusal.SIGN_IN
    if role not in allowed:
        return Refusal.FORBIDDEN
    return Refusal.NEW_PASSWORD if must_change and route not in PASSWORD_PAGES else None
