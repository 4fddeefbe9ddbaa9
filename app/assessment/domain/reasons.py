"""Why something is decided: a code for the record, and two texts to begin with, which the assessor may change. One is for
the learner and is read aloud; the other is for the authority that asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.assessment.domain.readings import Kind

MOST_SAID = 1_000  # characters of either text


@dataclass(frozen=True)
class Reason:
    """`name`: as the assessor finds it in the list. `authority` is "" where the assessor writes it alone."""

    code: str
    name: str
    learner: str
    authority: str


PRACTICAL_REPORT, ITEM_FLAWED = "practical-report", "item-flawed"
FEWER_SKILLS = Reason(
    "fewer-skills",
    "Cấp lại giấy, bớt kỹ năng không còn đủ bằng chứng",
    "Trong bài của bác có một câu ra chưa chuẩn, lỗi ở chúng tôi, nên câu ấy đã bỏ. Bác vẫn đạt. Chúng tôi cấp cho bác giấy mới, chỉ ghi những kỹ năng còn đủ bằng chứng. Giấy cũ không dùng nữa, bác mở giấy mới ra xem nhé.",
    "Bỏ câu lỗi thì có kỹ năng ghi trên giấy không còn đủ bằng chứng riêng. Kết luận chung vẫn giữ; giấy cũ thu hồi, giấy mới không ghi kỹ năng ấy.",
)
OWN_WORDS, OWN_WORDS_NAME = "own-words", "Lý do khác, tôi tự ghi vào hồ sơ"
REASONS: Mapping[Kind, tuple[Reason, ...]] = {
    "approve": (
        Reason(
            "clear",
            "Bằng chứng rõ",
            "Chúc mừng bác. Bác đã tự làm được những việc trong bài. Giấy xác nhận của bác đã có, bác mở ra xem nhé.",
            "Bài làm đủ phần, xác suất đạt chuẩn vượt mốc, không có dấu hiệu bất thường.",
        ),
        Reason(
            "looked",
            "Đã xem kỹ, làm thật",
            "Chúc mừng bác. Chúng tôi đã xem kỹ từng việc bác làm, và bác làm được. Giấy xác nhận của bác đã có.",
            "Có điểm cần xem; người thẩm định đã xem lại từng bước bấm và kết luận người học tự làm được.",
        ),
        Reason(
            "practical-done",
            "Đã làm được việc thực hành",
            "Chúc mừng bác. Hôm gặp nhau bác đã tự tay làm được. Giấy xác nhận của bác đã có.",
            "Người học đã làm được việc thực hành trước mặt người chứng kiến; kết hợp với bài làm thì đạt chuẩn.",
        ),
        Reason(
            "appeal-upheld",
            "Đề nghị xem lại là đúng",
            "Cảm ơn bác đã nhắc. Chúng tôi đã xem lại, và bác làm được. Giấy xác nhận của bác đã có.",
            "Xem lại theo đề nghị của người học; kết luận trước được sửa.",
        ),
        FEWER_SKILLS,
        Reason(
            OWN_WORDS,
            OWN_WORDS_NAME,
            "Chúc mừng bác. Chúng tôi đã xem kỹ từng việc bác làm, và bác làm được. Giấy xác nhận của bác đã có.",
            "",
        ),
    ),
    "practical": (
        Reason(
            "near",
            "Chưa đủ chắc về phía nào",
            "Bác làm được nhiều việc rồi. Còn một chút chưa rõ, nên mời bác làm thêm hai, ba việc trên điện thoại, có người ngồi cùng. Không vội, bác hẹn thầy cô một ngày nhé.",
            "Bằng chứng chưa đủ để quyết định; cần thêm việc thực hành ở các mảng nêu kèm.",
        ),
        Reason(
            "few-performed",
            "Ít việc tự tay làm",
            "Bác trả lời tốt. Mời bác tự tay làm thêm vài việc trên điện thoại để giấy xác nhận của bác thật chắc.",
            "Bằng chứng chủ yếu là câu chọn; cần thêm việc thực hiện trên màn hình.",
        ),
        Reason(
            "unusual",
            "Cách làm khác thường, cần gặp",
            "Chúng tôi muốn được xem bác làm trực tiếp vài việc nhỏ. Đây là việc bình thường, nhiều bà con cũng được mời như vậy.",
            "Có dấu hiệu thống kê khác thường; dấu hiệu không phải kết luận, nên mời làm việc thực hành.",
        ),
        Reason(
            "assisted",
            "Có người giúp lúc làm bài",
            "Hôm làm bài có người đỡ bác một tay, vậy là tốt. Giờ mời bác tự làm vài việc để giấy xác nhận là của riêng bác.",
            "Bài làm có người hỗ trợ; cần bằng chứng người học tự làm.",
        ),
    ),
    "deny": (
        Reason(
            "below",
            "Chưa đạt chuẩn lần này",
            "Lần này bác chưa tới mốc, và như vậy không sao cả. Những việc bác đã làm được vẫn ghi ở trang của bác. Bác tập thêm các bài được gợi ý, rồi mình làm lại nhé.",
            "Xác suất đạt chuẩn dưới mốc sau khi làm đủ phần.",
        ),
        Reason(
            "practical-not-yet",
            "Việc thực hành chưa làm được",
            "Hôm gặp nhau còn vài việc bác chưa quen tay. Bác tập thêm rồi mình làm lại nhé. Lúc nào bác sẵn sàng cũng được.",
            "Người học chưa làm được việc thực hành trước mặt người chứng kiến.",
        ),
        Reason(
            "incomplete",
            "Bài dừng giữa chừng",
            "Bài của bác dừng khi chưa xong, nên chưa đủ để xác nhận. Khi nào rảnh bác làm lại một lượt nhé.",
            "Lượt thi kết thúc trước khi đủ phần; chưa đủ bằng chứng để xác nhận.",
        ),
        Reason(
            "not-own",
            "Chưa chắc là tự làm",
            "Chúng tôi chưa thấy rõ là bác tự làm bài này, nên chưa xác nhận được. Bác đến làm lại ở lớp, chúng tôi rất mong gặp bác.",
            "Bằng chứng xem lại cho thấy nhiều khả năng người khác làm thay; lý do ghi trong hồ sơ.",
        ),
        Reason(
            "withdrawn",
            "Người học rút lại sự đồng ý",
            "Bác đã rút lại sự đồng ý, nên bài này không cấp giấy. Lúc nào muốn, bác đồng ý lại rồi mình làm bài nhé.",
            "Người học đã rút lại sự đồng ý được xác nhận; không cấp giấy.",
        ),
        Reason(
            OWN_WORDS,
            OWN_WORDS_NAME,
            "Lần này chúng tôi chưa xác nhận được cho bác. Bác tập thêm các bài được gợi ý, rồi mình làm lại nhé.",
            "",
        ),
    ),
    "reopen": (
        Reason(
            "again",
            "Cần xem lại cho rõ",
            "Chúng tôi đang xem lại bài của bác. Nếu bác đã có giấy thì giấy ấy tạm chưa dùng được. Xem xong sẽ báo bác ngay.",
            "Hồ sơ được mở lại để xem cho rõ.",
        ),
        Reason(
            PRACTICAL_REPORT,
            "Đã có kết quả việc thực hành",
            "Cảm ơn bác đã làm việc thực hành. Chúng tôi đang xem, xong sẽ báo bác ngay.",
            "Đã nhận kết quả việc thực hành; hồ sơ được xét tiếp.",
        ),
        Reason(
            "new-evidence",
            "Có thêm bằng chứng",
            "Chúng tôi đang xem lại bài của bác, vì có điều mới được biết. Xem xong sẽ báo bác ngay.",
            "Hồ sơ được mở lại vì có bằng chứng mới.",
        ),
        Reason(
            "mistake",
            "Quyết định trước có nhầm lẫn",
            "Chúng tôi đã nhầm ở bài của bác, xin lỗi bác. Bài đang được xem lại, xong sẽ báo bác ngay.",
            "Quyết định trước có nhầm lẫn và được rút lại để xét lại.",
        ),
        Reason(
            ITEM_FLAWED,
            "Có câu trong bài bị lỗi",
            "Trong bài của bác có một câu ra chưa chuẩn, lỗi ở chúng tôi. Bài đang được xem lại, xong sẽ báo bác ngay.",
            "Một câu đã bị loại vì lỗi; kết quả tính lại khác, hồ sơ được xét lại.",
        ),
        Reason(
            "appeal",
            "Người học đề nghị xem lại",
            "Chúng tôi đã nhận lời đề nghị của bác, và đang xem lại bài. Người xem lần này là người khác.",
            "Hồ sơ được mở lại theo đề nghị của người học; người xét là người khác.",
        ),
    ),
    "keep": (
        Reason(
            "still-holds",
            "Vẫn như đã quyết định",
            "Chúng tôi đã xem lại bài của bác. Kết quả vẫn như cũ.",
            "Kết quả tính lại sau khi loại câu lỗi đã được xem; quyết định trước vẫn giữ.",
        ),
    ),
    "reissue": (FEWER_SKILLS,),
}
APPEAL = "appeal"
AGAINST: Mapping[Kind, str] = {"approve": "deny", "deny": "certify"}  # what the machine says the contrary of


def reason_of(kind: Kind, code: str) -> Reason | None:
    return next((reason for reason in REASONS[kind] if reason.code == code), None)


def fitting_reasons(kind: Kind, outcome: str, *, has_lost: bool = False) -> tuple[Reason, ...]:
    """Without those whose ready words say of the probability what the machine has not found; `has_lost`: a skill that the
    certificate names has not evidence enough any more."""
    untrue = {
        ("approve", FEWER_SKILLS.code): not has_lost,
        ("approve", "clear"): outcome != "certify",
        ("deny", "below"): outcome == "certify",
    }
    return tuple(reason for reason in REASONS[kind] if not untrue.get((kind, reason.code)))


def default_reason(
    kind: Kind,
    *,
    ready: bool,
    outcome: str,
    cause: str,
    round_number: int,
    verdict: str | None = None,
    assisted: bool = False,
    has_lost: bool = False,
) -> str:
    """The code that stands in the form to begin with; who decides against the machine begins with words of their own.
    `verdict`: as it was decided last; `assisted`: somebody helped; `has_lost` as of fitting_reasons."""
    if kind == "approve" and has_lost:
        return FEWER_SKILLS.code
    if kind == "practical" and assisted:
        return "assisted"
    if kind == "reopen" and verdict == "practical":
        return PRACTICAL_REPORT
    if kind == "deny" and (cause == "left" or outcome == "exhausted"):
        return "incomplete"
    if AGAINST.get(kind) == outcome:
        return OWN_WORDS
    if kind == "approve":
        return "clear" if ready and round_number == 1 and outcome == "certify" else "looked"
    return REASONS[kind][0].code


def said(kind: Kind, reason: Reason, typed: str, *, to_learner: bool) -> str:
    """What is kept of a text: as it was typed; that of the reason where nothing was, or where there still stands what
    belongs to another reason."""
    ready_made = {one.learner if to_learner else one.authority for one in REASONS[kind]}
    own = reason.learner if to_learner else reason.authority
    return own if not typed or typed in ready_made else typed
