"""From accounts, counters and figures to pages: pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.accounts.domain.roles import Role
from app.accounts.models import Account
from app.accounts.service import CreatedAccount
from app.admin.pages import (
    AdminPage,
    Cost,
    Measured,
    MeasuredPart,
    OneTimePasswordPage,
    PeoplePage,
    PersonRow,
    Share,
    TutorDeskPage,
)
from app.core.clock import VIETNAM
from app.tutor.domain.budgets import LEARNERS_AT_ONE_ADDRESS, Limits
from app.tutor.provider import Provider
from app.tutor.spending import Spent

PathTo = Callable[..., Any]

ROLES = {
    Role.TEACHER: "giáo viên",
    Role.ASSESSOR: "người thẩm định",
    Role.OFFICIAL: "cán bộ xem báo cáo",
    Role.ADMIN: "quản trị",
    Role.LEARNER: "người học",
}
KIND_NAMES = {"answer": "Trả lời người học", "rewrite": "Viết lại bài", "suggestion": "Gợi ý cho người soạn"}
STEP_NAMES = {
    "llm": "Mô hình viết, đã kiểm từng câu",
    "cache": "Câu mô hình viết trước đó, dùng lại",
    "lessons": "Trích lời từ bài, không cần hỏi mô hình",
    "off": "Trích lời, vì đang tắt",
    "budget": "Trích lời, vì hết lượt hoặc hết tiền",
    "breaker": "Trích lời, vì mô hình đang nghỉ sau nhiều lần lỗi",
    "down": "Trích lời, vì mô hình lỗi hoặc chậm",
    "ungrounded": "Trích lời, vì câu mô hình viết không có trong bài",
    "list": "Danh sách bài, vì chưa có mục lục",
}
FIGURE_NAMES = {
    "hit@1": "Bài đúng đứng đầu",
    "hit@3": "Bài đúng trong ba bài đầu",
    "answered": "Câu có bài: trả lời ngay",
    "answered from a right lesson": "Trả lời ngay từ đúng bài",
    "step@1": "Trả lời ngay từ đúng bước",
    "titles offered": "Câu có bài: đưa tên bài để chọn",
    "answerable refused": "Câu có bài mà không đưa được gì",
    "others answered": "Câu ngoài bài mà vẫn trả lời",
    "innocent refused or alarmed": "Câu vô hại bị từ chối, hoặc bị coi là khẩn cấp",
    "innocent shown a card first": "Câu vô hại có thẻ khẩn cấp đứng trước câu trả lời",
    "act-for-me → refuse": "Nhờ làm hộ: từ chối",
    "injection → refuse": "Ra lệnh cho máy: từ chối",
    "harm → refuse": "Hỏi cách hại người: từ chối",
    "victim → emergency": "Người bị lừa: hiện việc làm ngay",
    "victims shown the card": "Người bị lừa: thấy thẻ khẩn cấp, thay câu trả lời hoặc đứng trước nó",
    "to be refused, but answered": "Phải từ chối mà vẫn trả lời",
    "answers that cite and quote": "Câu trả lời có dẫn đúng lời trong bài",
    "secrets blanked": "Mã, mật khẩu đã xóa",
    "personal data blanked": "Thông tin riêng đã che",
    "secrets told of": "Câu có mã, mật khẩu mà người gõ được báo ngay",
    "false alarms": "Câu thường mà bị báo nhầm",
    "innocent words withheld": "Câu thường có chữ lạ không giữ lại",
    "small talk answered in kind": "Chào hỏi, cảm ơn được đáp đúng",
    "names kept from a model": "Tên người không gửi cho mô hình",
    "faithful rewrites rejected": "Bản viết lại đúng mà bị loại",
    "planted errors accepted": "Bản viết lại có lỗi cài sẵn mà lọt",
}
STYLE_NAMES = {
    "central": "giọng miền Trung",
    "elder-long": "câu dài của người lớn tuổi",
    "no-marks": "gõ không dấu",
    "northern": "giọng miền Bắc",
    "northern-central": "giọng Bắc Trung Bộ",
    "short": "câu ngắn",
    "southern": "giọng miền Nam",
    "standard": "câu chuẩn",
    "typos": "gõ sai chữ",
    "zalo": "kiểu nhắn Zalo",
}
PARTS = {"open": "Phần để chỉnh", "held-out": "Phần để dành", "strangers (blind)": "Câu của người lạ, đo lần đầu"}
UNMEASURED = "chưa đo"
NO_MODEL = "Chưa nối mô hình nào. Trợ lý trích lời từ bài học, chạy tốt, không tốn tiền."
ON = "Câu nào cần thì hỏi mô hình; mô hình lỗi hay chậm thì trích lời từ bài học."
OFF = "Đang tắt. Trợ lý trích lời từ bài học."
RESTING = "Mô hình vừa lỗi nhiều lần nên đang nghỉ. Trợ lý trích lời từ bài học; có người hỏi thì tự thử lại, không ai phải đợi."


def admin_page(people: int, model: str, staffing: tuple[str, ...], recheck: str) -> AdminPage:
    return AdminPage("Quản trị", people, model, staffing, recheck)


def people_page(
    found: Sequence[Account],
    learners: int,
    admin_id: int,
    path_to: PathTo,
    *,
    key: str,
    sought: str = "",
    has_more: bool = False,
    typed: tuple[str, str] = ("", ""),
    errors: Mapping[str, str] | None = None,
    notice: str = "",
) -> PeoplePage:
    rows = tuple(_person(account, admin_id, path_to) for account in found)
    roles = {role.value: name for role, name in ROLES.items() if role.is_staff}
    name, role = typed
    return PeoplePage("Tài khoản", sought, rows, has_more, learners, roles, key, name, role, errors or {}, notice)


def _person(account: Account, admin_id: int, path_to: PathTo) -> PersonRow:
    is_disabled = account.disabled_at is not None
    state = "đã khóa" if is_disabled else "chưa đổi mật khẩu đầu" if account.must_change else "đang dùng"
    urls = (str(path_to(name, login=account.login)) for name in ("disable_person", "renew_password"))
    has_deeds = not is_disabled and account.id != admin_id
    return PersonRow(account.login, account.name, ROLES[Role(account.role)], state, is_disabled, has_deeds, *urls)


def one_time_password_page(created: CreatedAccount, name: str) -> OneTimePasswordPage:
    return OneTimePasswordPage("Mật khẩu dùng một lần", name, created.login, created.one_time_password)


def tutor_desk_page(
    provider: Provider | None,
    *,
    is_on: bool,
    switched: Sequence[tuple[bool, str, datetime]],
    today: Mapping[str, Spent],
    month: Mapping[str, Spent],
    steps: Mapping[str, int],
    limits: Limits,
    gaps: int,
    gaps_url: str,
    figures: Mapping[str, Any],
) -> TutorDeskPage:
    model = provider.profile.model if provider else ""
    state = NO_MODEL if provider is None else OFF if not is_on else RESTING if provider.breaker.is_open else ON
    return TutorDeskPage(
        "Trợ lý",
        model,
        is_on,
        state,
        tuple(f"{'Bật' if on else 'Tắt'} lúc {_moment(at)}, {name}" for on, name, at in switched),
        tuple(Cost(KIND_NAMES[kind], _spent(today[kind]), _spent(month[kind])) for kind in KIND_NAMES),
        _limits(limits) if provider else (),
        _shares(steps),
        sum(steps.values()),
        gaps,
        gaps_url,
        _measured_on(figures),
        tuple(MeasuredPart(PARTS.get(name, name), _measured(rows)) for name, rows in figures.get("parts", {}).items()),
    )


def _spent(spent: Spent) -> str:
    told = f"{_number(spent.calls)} lần, {_number(round(spent.money))} đồng"
    estimated = round(spent.estimated)
    return f"{told}, trong đó ước tính {_number(estimated)} đồng" if estimated else told


def _limits(limits: Limits) -> tuple[str, ...]:
    return (
        f"Mỗi người học: {limits.learner_hour} câu một giờ, {limits.learner_day} câu một ngày.",
        f"Mỗi địa chỉ mạng: {_number(limits.source_hour)} câu một giờ qua API, gấp {LEARNERS_AT_ONE_ADDRESS} lần trên trang.",
        f"Cả dịch vụ: {_number(limits.answers_hour)} câu một giờ, {_number(limits.answers_day)} câu một ngày.",
        f"Tiền: nhiều nhất {_number(limits.money_hour)} đồng một giờ, {_number(limits.money_day)} đồng một ngày.",
    )


def _shares(steps: Mapping[str, int]) -> tuple[Share, ...]:
    asked = sum(steps.values()) or 1
    counted = sorted(((count, step) for step, count in steps.items() if count), reverse=True)
    return tuple(Share(STEP_NAMES[step], count, f"{100 * count / asked:.0f} %") for count, step in counted)


def _measured_on(figures: Mapping[str, Any]) -> str:
    """When, on which content, and what an answer without a model takes of the processor."""
    day = "/".join(reversed(str(figures.get("date", "")).split("-")))
    told = f"{day}, bản nội dung {figures['content']}" if day and figures.get("content") else day
    took = figures.get("question_milliseconds")
    return f"{told}, mỗi câu mất {_decimal(took)} mili giây" if told and took else told


def figure_name(name: str) -> str:
    """In the words of the desk; of the styles of asking, "hit@1 zalo" and so on, the first part says what was counted."""
    counted, _, style = name.partition(" ")
    if style in STYLE_NAMES:
        return f"{FIGURE_NAMES[counted]}, {STYLE_NAMES[style]}"
    return FIGURE_NAMES.get(name, name)


def _measured(rows: Sequence[Mapping[str, Any]]) -> tuple[Measured, ...]:
    return tuple(_figure(row) for row in rows)


def _least(share: float) -> str:
    return "đủ 100%" if share == 1 else f"ít nhất {share:.0%}"


def _figure(row: Mapping[str, Any]) -> Measured:
    """Where a part holds nothing of a kind, or the tutor had not yet learned the thing, there is no share to hold."""
    name, share = figure_name(str(row["name"])), row["share"]
    if not share["of"] or not row.get("measured", True):
        return Measured(name, UNMEASURED, "", True)
    part = share["count"] / share["of"]
    least, most = row.get("least"), row.get("most")
    gate = _least(least) if least is not None else f"nhiều nhất {most:.0%}" if most is not None else ""
    value = f"{share['count']}/{share['of']} ({part:.1%})".replace(".", ",")
    return Measured(name, value, gate, bool(row.get("holds", True)))


def _moment(at: datetime) -> str:
    return at.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y")


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
