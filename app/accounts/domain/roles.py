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
    Role.ASSESSOR: Desk("assessment_desk", "Bàn thẩm định"),
    Role.OFFICIAL: Desk("sign_up_here", "Lập tài khoản cho bà con"),
    Role.ADMIN: Desk("admin_desk", "Trang quản trị"),
}

ANYONE = None
SIGNED_IN = frozenset(Role)
LEARNERS = frozenset({Role.LEARNER})
TEACHERS = frozenset({Role.TEACHER, Role.ADMIN})
SUPERVISORS = frozenset({Role.TEACHER})  # not admins: they may see the certification bank with its keys
ADMINS = frozenset({Role.ADMIN})
ASSESSORS = frozenset({Role.ASSESSOR})  # not admins: who runs the service decides about nobody
INSPECTORS = ASSESSORS | ADMINS  # of signs, which decide about nobody
ENROLLERS = frozenset({Role.TEACHER, Role.OFFICIAL, Role.ADMIN})
FRIENDS = ENROLLERS | LEARNERS  # who may help somebody back in (domain.recovery)

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
    "sign_up": ANYONE,
    "submit_sign_up": ANYONE,
    "sign_up_with_pictures": ANYONE,
    "back_to_sign_up": ANYONE,
    "sign_up_here": ENROLLERS,
    "print_cards": ENROLLERS,
    "enter": ANYONE,
    "submit_enter": ANYONE,
    "enter_with_pictures": ANYONE,
    "back_to_enter": ANYONE,
    "enter_by_card": ANYONE,
    "confirm_self": SIGNED_IN,
    "new_secret": LEARNERS,
    "submit_new_secret": LEARNERS,
    "new_secret_with_pictures": LEARNERS,
    "back_to_new_secret": ANYONE,
    "card": LEARNERS,
    "renew_card": LEARNERS,
    "precautions": LEARNERS,
    "set_question": LEARNERS,
    "trust": LEARNERS,
    "trust_no_more": LEARNERS,
    "help_back_in": FRIENDS,
    "start_recovery": FRIENDS,
    "recover": ANYONE,
    "submit_recovery": ANYONE,
    "recovery_news": LEARNERS,
    "recovery_known": LEARNERS,
    "my_data": ANYONE,
    "download_data": ANYONE,
    "download_text": ANYONE,
    "withdraw_consent": ANYONE,
    "erasure": ANYONE,
    "erase": ANYONE,
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
    "download_messages": ANYONE,
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
    "decision_register": INSPECTORS,
    "assessment_figures": ASSESSORS,
    "no_next_case": ASSESSORS,
    "no_batch": ASSESSORS,
    "case_not_decided": ASSESSORS,
    "case_not_reopened": ASSESSORS,
    "late_answer_not_ruled": ASSESSORS,
    "batch_not_approved": ASSESSORS,
    "batch_not_given_up": ASSESSORS,
    "signs": INSPECTORS,
    "item_signs": INSPECTORS,
    "rechecks": INSPECTORS,
    "recheck": INSPECTORS,
    "publish_recheck": ADMINS,
    "record_recheck": ASSESSORS,
    "assessors": ADMINS,
    "set_commune": ADMINS,
    "commune_not_set": ADMINS,
    "certification": ANYONE,
    "begin_sitting": ANYONE,
    "start_sitting": ANYONE,
    "join_class": ANYONE,
    "enter_class": ANYONE,
    "sitting": ANYONE,
    "sitting_answer": ANYONE,
    "sitting_answered": ANYONE,
    "sitting_pressed": ANYONE,
    "sitting_press": ANYONE,
    "pause_sitting": ANYONE,
    "resume_sitting": ANYONE,
    "pass_resting": ANYONE,
    "leave_sitting": ANYONE,
    "appeal_sitting": ANYONE,
    "supervisions": SUPERVISORS,
    "open_supervision": SUPERVISORS,
    "supervision": SUPERVISORS,
    "add_names": SUPERVISORS,
    "mark_seat": SUPERVISORS,
    "free_seat": SUPERVISORS,
    "give_seat_code": SUPERVISORS,
    "rule_on_namesake": SUPERVISORS,
    "close_supervision": SUPERVISORS,
    "find_practical": SUPERVISORS,
    "practical": SUPERVISORS,
    "report_practical": SUPERVISORS,
    "admin_desk": ADMINS,
    "people": ADMINS,
    "create_person": ADMINS,
    "disable_person": ADMINS,
    "renew_password": ADMINS,
    "tutor_desk": ADMINS,
    "switch_tutor": ADMINS,
    "verify": ANYONE,
    "verify_file": ANYONE,
    "verify_code": ANYONE,
    "verify_name": ANYONE,
    "verify_offline": ANYONE,
    "revocations": ANYONE,
    "jwks": ANYONE,
    "log_book": ANYONE,
    "check_head": ANYONE,
    "log_head": ANYONE,
    "log_entry": ANYONE,
    "log_proof": ANYONE,
    "log_consistency": ANYONE,
    "framework_edition": ANYONE,
    "certificate": ANYONE,
    "certificate_pdf": ANYONE,
    "certificate_file": ANYONE,
    "show_name": ANYONE,
    "identity": ANYONE,
    "give_identity": ANYONE,
    "forget_identity": ANYONE,
    "healthz": ANYONE,
    "readyz": ANYONE,
    "metrics": ANYONE,
}
# Someone with a one-time password can reach these; every other page that needs an account waits for a new one.
PASSWORD_PAGES = frozenset(
    {"new_password", "submit_new_password", "new_secret", "submit_new_secret", "new_secret_with_pictures"}
)


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
