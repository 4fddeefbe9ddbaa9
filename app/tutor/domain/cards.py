"""Which cards somebody in need is shown, and whether in place of an answer or before it."""

from collections.abc import Sequence

from app.core.private_text.plain import plain
from app.courses.domain.wordings import Situation
from app.tutor.domain.gate.harm import deceives
from app.tutor.domain.gate.intent import Intent, despairs, reading
from app.tutor.domain.gate.medical import in_danger, pays_for_danger, tells_of_loss

# Before an answer, in doubt: who is meant reads on, who is not goes on to the answer.
LEADS: dict[Situation, str] = {
    "khan-cap": "Nếu bác đang bị lừa hoặc vừa mất tiền:",
    "cap-cuu": "Nếu có người đang nguy kịch:",
    "tuyet-vong": "Nếu bác đang thấy cùng đường:",
}
# Where teachers have written none: an older folder of content has not every card, and nobody in need is sent away.
UNWRITTEN: dict[Situation, str] = {
    "khan-cap": "Bác bình tĩnh, không chuyển thêm đồng nào.\nGọi ngay ngân hàng theo số in sau thẻ, xin giữ tiền. Rồi báo công an, số 113.",
    "cap-cuu": "Bác gọi cấp cứu 115 ngay. Cháy, lũ thì gọi 114. Bị đánh, bị cướp thì gọi 113. Đừng chờ, đừng hỏi máy thêm.\nNói nơi ở trước, rồi gọi hàng xóm sang giúp.",
    "co-the-la-ma": "Có một đoạn giống như mã hay mật khẩu, nên tôi đã bỏ đi. Nếu không phải thì bác đừng lo.",
    "tuyet-vong": "Bác ơi, lúc này bác đừng ở một mình. Bác gọi ngay người nhà, hoặc nhờ hàng xóm sang ngồi cùng.\nThấy nguy thì gọi cấp cứu 115.",
}  # fmt: skip


def urgent(wanted: Intent, text: str) -> tuple[Situation, ...]:
    """In place of an answer, the first first: life, then money."""
    is_robbed, danger = wanted.wish == "victim", in_danger(text)
    if wanted.wish == "despair":  # also of whoever drank poison, by mistake or not
        return ("cap-cuu", "tuyet-vong") if danger == "sure" else ("tuyet-vong",)
    if _is_made_up(wanted, text):
        return ()
    if danger == "sure" or (danger == "no" and wanted.wish == "danger"):
        return ("cap-cuu", "khan-cap") if is_robbed and tells_of_loss(text) else ("cap-cuu",)
    if is_robbed:
        return ("tuyet-vong", "khan-cap") if despairs(text) else ("khan-cap",)
    return ()


def leaves_time_to_read(situations: Sequence[Situation], text: str) -> bool:
    """Whether the lessons for what was asked may stand below the cards: no words say for sure that a life is in danger."""
    return situations == ("khan-cap",) or (situations == ("cap-cuu",) and in_danger(text) == "no")


def doubtful(wanted: Intent, text: str) -> tuple[Situation, ...]:
    """Before an answer."""
    danger, pays = in_danger(text), pays_for_danger(text)
    leans = wanted.wish == "danger" if danger == "talk" else "danger" in wanted.needs
    is_ill = danger == "doubtful" or (leans and not pays) or (danger == "sure" and _is_made_up(wanted, text))
    is_cheated = "victim" in wanted.needs or pays
    may_despair = "despair" in wanted.needs
    shown: tuple[tuple[Situation, bool], ...] = (
        ("tuyet-vong", may_despair),
        ("cap-cuu", is_ill),
        ("khan-cap", is_cheated),
    )
    return tuple(situation for situation, is_due in shown if is_due)


def _is_made_up(wanted: Intent, text: str) -> bool:
    """Whoever wants a tale written may put somebody in danger in it: refused, with the card before it all the same."""
    return wanted.wish == "harm" and deceives(reading(plain(text)))
