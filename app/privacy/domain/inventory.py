"""What the service keeps about a person, in words, and what becomes of it when they take it away.

Everything that points at a person stands here by its column; a table that nobody has thought of fails a test
(tests/privacy/test_inventory.py), so that an export leaves nothing out and a deletion leaves nothing behind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """OWN: the row is about the person, shown and deleted with them. NOTE: deleted as well, but a note of the service's own
    for its work, not shown. LENT: shown, and afterwards nobody's. NAMED: somebody else's row that mentions them, as who
    did it: afterwards it names nobody; of staff, whose work stays, it is never asked."""

    OWN = "own"
    NOTE = "note"
    LENT = "lent"
    NAMED = "named"


PARTS: Mapping[str, Part] = {
    "learner.account_id": Part.OWN,
    "learner_login.account_id": Part.OWN,
    "sign_in_session.account_id": Part.OWN,
    "trusted_person.account_id": Part.OWN,
    "recovery.account_id": Part.OWN,
    "consent.learner_id": Part.OWN,
    "answer.learner_id": Part.OWN,
    "exercise_progress.learner_id": Part.OWN,
    "lesson_progress.learner_id": Part.OWN,
    "help_statement.learner_id": Part.OWN,
    "learner_model.learner_id": Part.OWN,
    "tap.learner_id": Part.OWN,
    "tutor_message.learner_id": Part.OWN,
    "certificate_name.learner_id": Part.OWN,
    "sitting.learner_id": Part.OWN,
    "sitting_task.sitting_id": Part.OWN,
    "sitting_answer.key": Part.OWN,
    "late_answer.key": Part.OWN,
    "late_ruling.key": Part.NOTE,  # what it came to stands in sitting_result
    "sitting_tap.key": Part.OWN,
    "sitting_result.sitting_id": Part.OWN,
    "sitting_verdict.sitting_id": Part.OWN,
    "practical_invitation.verdict_id": Part.OWN,
    "practical_report.verdict_id": Part.OWN,
    "appeal.sitting_id": Part.OWN,
    "supervised_name.sitting_id": Part.OWN,
    "namesake_ruling.earlier_id": Part.NOTE,
    "namesake_ruling.name_id": Part.NOTE,
    "seat_code.name_id": Part.OWN,
    "seat_code.sitting_id": Part.OWN,
    "assessment_case.sitting_id": Part.NOTE,
    "case_decision.case_id": Part.NOTE,  # its words for the learner stand in sitting_verdict
    "assessment_batch_case.case_id": Part.NOTE,
    "case_opening.case_id": Part.NOTE,
    "logged_decision.decision_id": Part.NOTE,
    "logged_decision.ruling_id": Part.NOTE,
    "learner_identity.learner_id": Part.OWN,
    "certificate.learner_id": Part.LENT,
    "pending_certificate.learner_id": Part.NOTE,
    "trusted_person.trustee_id": Part.NAMED,
    "recovery.helper_id": Part.NAMED,
    # The work of staff.
    "appointment.account_id": Part.NAMED,
    "assessment_batch.account_id": Part.NAMED,
    "assessment_case.claimed_by": Part.NAMED,
    "assessor_commune.account_id": Part.NAMED,
    "case_decision.account_id": Part.NAMED,
    "case_opening.account_id": Part.NAMED,
    "draft.created_by": Part.NAMED,
    "draft_move.account_id": Part.NAMED,
    "draft_revision.account_id": Part.NAMED,
    "gap_decision.account_id": Part.NAMED,
    "late_ruling.account_id": Part.NAMED,
    "namesake_ruling.account_id": Part.NAMED,
    "line_comment.account_id": Part.NAMED,
    "line_comment.resolved_by": Part.NAMED,
    "practical_report.account_id": Part.NAMED,
    "model_switch.account_id": Part.NAMED,
    "publication.account_id": Part.NAMED,
    "recheck_draw.account_id": Part.NAMED,
    "recheck_outcome.account_id": Part.NAMED,
    "review_step.account_id": Part.NAMED,
    "screen_report.closed_by": Part.NAMED,
    "step_rewrite.decided_by": Part.NAMED,
    "step_rewrite.edited_by": Part.NAMED,
    "supervision.supervisor_id": Part.NAMED,
}


@dataclass(frozen=True, slots=True)
class Described:
    """`name` of what a table keeps, and `why`, for the person themself. `hidden`: columns that are not given out."""

    name: str
    why: str
    hidden: frozenset[str] = frozenset()


def _described(name: str, why: str, *hidden: str) -> Described:
    return Described(name, why, frozenset(hidden))


# In the order in which a person wants to know. What is hidden is a secret in itself (a hash, a token), or tells the tasks
# of a test that others have still to take: which were right, and which could have come.
DESCRIBED: Mapping[str, Described] = {
    "account": _described("Tài khoản", "Để biết bác là ai khi bác vào học.", "password_hash", "phone_mac"),
    "learner": _described("Tên và cách đọc", "Để gọi tên bác, và hiện bài theo cách bác chọn."),
    "learner_login": _described("Thẻ và câu hỏi phòng khi quên", "Để bác vào học bằng thẻ.", "card", "answer_hash"),
    "consent": _described("Những điều bác đã đồng ý", "Để làm chứng là bác đã đồng ý, và rút lại lúc nào."),
    "trusted_person": _described("Người bác tin cậy", "Để người ấy giúp bác khi bác quên mã.", "trustee_id"),
    "recovery": _described("Những lần lấy lại tài khoản", "Để báo cho bác biết.", "code_mac", "helper_id"),
    "sign_in_session": _described("Những máy đang mở tài khoản", "Để bác không phải gõ mã mỗi lần.", "token_hash"),
    "lesson_progress": _described("Bài đã học xong", "Để bác biết mình học tới đâu."),
    "exercise_progress": _described("Câu đã làm", "Để bác biết mình học tới đâu."),
    "answer": _described("Câu trả lời của bác", "Để nhắc bác ôn đúng chỗ."),
    "tap": _described("Những lần bấm trong bài tập bấm", "Để lúc quay lại bác tập tiếp từ chỗ đang dở."),
    "help_statement": _described("Những lần bác báo có người giúp", "Để không tính nhầm là bác tự làm."),
    "learner_model": _described("Ước lượng bác làm được gì", "Để chọn bài vừa sức cho bác."),
    "tutor_message": _described("Câu bác hỏi trợ lý", "Giữ nhiều nhất 90 ngày, để bác đọc lại."),
    "certificate_name": _described("Tên in trên giấy xác nhận", "Để in lên giấy.", "folded"),
    "sitting": _described(
        "Lượt làm bài chứng nhận",
        "Để xét có cấp giấy hay không.",
        "seed",
        "eligible",
        "seen",
        "shown",
        "device_mac",
        "carried_from",
    ),
    "sitting_task": _described("Việc đã hỏi trong lượt ấy", "Để xem lại được.", "resting", "neutralised", "version"),
    "sitting_answer": _described("Câu trả lời trong lượt ấy", "Để xem lại được.", "score"),
    "late_answer": _described(
        "Câu trả lời tới khi việc ấy đã đóng", "Để người thẩm định xem có tính hay không.", "score"
    ),
    "sitting_tap": _described("Những lần bấm trong lượt ấy", "Để xem lại được.", "outcome"),
    "sitting_result": _described("Kết quả của lượt ấy", "Để biết đã đạt chưa."),
    "sitting_verdict": _described("Lời của người thẩm định", "Để bác biết vì sao."),
    "practical_invitation": _described("Việc bác được mời làm trước mặt thầy cô", "Để thầy cô biết bác làm việc gì."),
    "practical_report": _described("Điều thầy cô thấy lúc bác làm việc ấy", "Để người thẩm định xem."),
    "appeal": _described("Lời bác xin xem lại", "Để người thẩm định đọc."),
    "supervised_name": _described(
        "Tên bác trong danh sách lớp", "Do người giám sát ghi, để biết ai đã đến.", "folded", "form_mac"
    ),
    "seat_code": _described(
        "Mã riêng thầy cô cho bác ở lớp",
        "Để bác vào lớp, hay làm tiếp trên máy khác, và để biết là đã đổi máy.",
        "code",
        "left_mac",
    ),
    "learner_identity": _described(
        "Dấu của số căn cước", "Để tỉnh biết hai giấy có phải của một người; số thì không giữ.", "mac", "key"
    ),
    "certificate": _described("Giấy xác nhận", "Để người khác kiểm tra được giấy của bác."),
}
SHOWN = frozenset({Part.OWN, Part.LENT})
DELETED = frozenset({Part.OWN, Part.NOTE})
RELEASED = frozenset({Part.LENT, Part.NAMED})
# Whose rows are what everything else points at.
PEOPLE = frozenset({"account", "learner"})
