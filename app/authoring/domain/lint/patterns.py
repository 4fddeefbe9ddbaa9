"""Turns of phrase that a plain lesson does without: expression (of lower case), code, what to say about it."""

import re

RUN = r"(?: [^\s,.;:?!…]+)"
# "việc cập nhật thông tin của người dân về nơi ở", "sự hỗ trợ của cán bộ trong việc …"
NOUN_CHAIN = re.compile(
    rf"\b(?:việc|sự|công tác){RUN}{{1,8}}? của{RUN}{{1,7}}? (?:về|đối với|trong|cho|theo|tại|khi)\b"
)
PASSIVE = re.compile(rf"\b(?:được|bị){RUN}{{1,5}}? bởi\b")
NOT = r"(?:không|chẳng|chưa|chả)"
NOT_AGAIN = r"(?:không|chẳng|chả)\b(?= [^\s,.;:?!…])"  # at the end of a question "không" denies nothing
BETWEEN = r"(?: (?:nào|lại|là|vì|họ|bác|ai|con|mình|mà|gì|hề|một|phải|có|người|đã)){0,3}"
DOUBLE_NEGATION = re.compile(
    rf"\b{NOT} (?:thể|được|nên|phải|ai|gì|hề|bao giờ|khi nào|lúc nào|muốn|dám|nỡ|đành|chắc|hẳn){BETWEEN} {NOT_AGAIN}"
    rf"|\b{NOT} có{RUN}{{1,4}}? (?:mà|nào|ai|gì) {NOT_AGAIN}|\b{NOT} phải{RUN}{{1,5}}? cũng {NOT_AGAIN}"
    rf"|\b(?:đừng|chớ)(?: (?:bao giờ|nên|có|mà)){{0,2}} {NOT_AGAIN}"
    rf"|\b(?:hiếm|ít|không thiếu) (?:ai|khi|người|nhà|gì)(?: mà)? {NOT_AGAIN}"
    rf"|\b(?:không|chẳng|chả) lẽ{RUN}{{0,3}} {NOT_AGAIN}|\blẽ nào{RUN}{{0,3}} {NOT_AGAIN}"
    r"|\bkhông (?:khỏi (?:lo|băn|ngạc|thấy|phải|bị|có)|phải(?: là)? chưa|loại trừ)\b"
)
BEFORE_FAULT = r"(?:đã |lại |bị |vừa |mới |chọn |làm |trả lời |hiểu |nghĩ )"
AT_FAULT = r"(?:nhầm|sai|lầm|hớ|dại)"
SCOLDING = re.compile(
    "|".join(
        (
            rf"\b(?:bác|bạn) {BEFORE_FAULT}*{AT_FAULT}(?= (?:rồi|mất|to|quá|lầm|bét)\b| *[.!,]| *$)",
            r"\b(?:sai|nhầm) (?:rồi|mất rồi|bét|to|hoàn toàn|quá)\b",
            r"\b(?:hoàn toàn|quá) sai\b",
            r"(?:^|[.!?])\s*(?:sai|nhầm)(?= *[.!])",
            r"\b(?:trả lời|đáp án|lựa chọn)(?: này| của bác)? (?:là )?sai\b",
            r"\bsao (?:bác|bạn) (?:lại|không|nỡ|dám|quên|còn|cứ|vẫn)\b",
            r"(?:^|[.!?])\s*sao (?:lại|không|nỡ|dám)\b",
            r"\bbác (?:không|chưa) (?:đọc|nghe|xem|nhớ|chú ý)(?: cho)? kỹ\b(?! thì)",
            r"\bbác (?:đã |lại )?(?:bị lừa|mắc bẫy|mắc lừa|mất tiền) rồi\b",
            r"\btiếc quá\b",
            r"\bbác lại (?:vội|quên|tin|mắc)\b",
            r"\b(?:đáng lẽ|lẽ ra|đáng ra) (?:bác|bạn)\b",
            r"(?<!phải )\blỗi (?:này )?(?:là )?(?:của|tại|do|ở) (?:bác|bạn)\b",
            r"\btại (?:bác|bạn)\b",
            r"\b(?:quá|thật|rất|hơi) (?:vội tin|cả tin|dễ tin|dễ dãi|chủ quan|bất cẩn|ngây thơ|nhẹ dạ|dại)\b",
            r"\b(?:cả tin|chủ quan|bất cẩn|dễ dãi|hấp tấp|ngây thơ|nhẹ dạ) (?:quá|thế|như vậy|như thế|vậy)\b",
            r"\bthiếu (?:cảnh giác|cẩn thận|suy nghĩ|hiểu biết|tập trung|chú ý)\b",
            r"\bcẩn thận hơn đi\b",
            r"\b(?:ráng|tự|đành) chịu\b",
            r"\b(?:đã|vừa) (?:dạy|dặn|bảo|nhắc|nói|học) (?:rồi|ở trên)\b",
            r"\bkhông chịu (?:đọc|nghe|nhớ|học|để ý)\b",
            r"\b(?:dễ|đơn giản) (?:thế|vậy|như vậy)(?: này)? mà\b",
            r"\b(?:không|chưa) hiểu bài\b",
            r"\bđọc lại bài đi\b",
            r"\bnhớ (?:cho )?kỹ vào\b",
            r"\b(?:dại dột|ngớ ngẩn|lẩm cẩm|ngu ngốc|thật ngốc|sai lầm|đáng trách|đáng tiếc|thất vọng)\b",
        )
    )
)
DUTY = re.compile(r"\bcó (?:trách nhiệm|nghĩa vụ|thẩm quyền)(?! (?:và|thì|là|hơn|nhất|với|về)\b)(?: [^\s,.;:?!…]+){2}")
ON_THE_GROUNDS = re.compile(r"(?:^|[.!?\n])\s*căn cứ (?!vào\b|theo\b|quy định\b)\w+")
A_PAIR = re.compile(r"\b(?:anh|ông|cô|bác|chị) ?/ ?(?:chị|bà|chú|cô|em|anh)\b")
A_USER = re.compile(
    r"\bngười dùng (?:cần|phải|có|nên|sẽ|hãy|bấm|chạm|nhấn|chọn|nhập|mở|đọc|không|được|muốn|vui)\b"
    r"|\bkhách hàng (?:vui lòng|hãy|nên|lưu ý)\b"
    r"|\b(?:của|cho|yêu cầu|giúp|nhắc) người dùng\b(?! (?:chung|trộm|lại|máy|điện|mạng|nước))"
)
PATTERNS = (
    (NOUN_CHAIN, "officialese", "Chuỗi “việc… của… về…” làm câu nặng. Viết thành câu có người làm: ai, làm gì, ở đâu."),
    (PASSIVE, "officialese", "Kiểu “được… bởi…” là dịch từ tiếng nước ngoài. Đưa người làm lên trước: ai làm gì."),
    (DUTY, "officialese", "“{text}” là lối nói giấy tờ. Nói như ở nhà: “phải”, “lo việc”."),
    (ON_THE_GROUNDS, "officialese", "“Căn cứ…” là lối nói giấy tờ. Nói như ở nhà: “theo”, “vì”."),
    (
        DOUBLE_NEGATION,
        "double-negation",
        "Hai lần phủ định (“{text}”), bác dễ hiểu ngược. Nói xuôi: phải làm, nên làm, ai cũng làm.",
    ),
    (A_USER, "wrong-address", "Cả bài gọi người học là “bác”. Đổi “{text}” cho gần gũi nhé."),
    (A_PAIR, "wrong-address", "Cả bài gọi người học là “bác”. Đổi “{text}” thành “bác” cho gần gũi nhé."),
    (
        SCOLDING,
        "scolding",
        "“{text}” nghe như chê, bác dễ nản. Nói chuyện gì sẽ xảy ra và nên làm gì, mở đầu nhẹ: Mình xem lại chỗ này nhé.",
    ),
)
