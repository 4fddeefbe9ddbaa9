"""What a plain lesson does not say, phrase by phrase, with what it says instead. Compared in lower case, syllable by
syllable; of two that overlap the longer one counts. "" means: leave it out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.authoring.domain.lint.hard_words import HARD_WORDS
from app.authoring.domain.lint.passages import Passage, Word

OFFICIALESE: Mapping[str, str] = {
    "bao gồm": "gồm",
    "bên cạnh đó": "còn",
    "bằng hình thức": "bằng cách",
    "các bước sau đây": "mấy bước này",
    "có nhu cầu": "muốn",
    "căn cứ quy định": "theo luật",
    "căn cứ theo": "theo",
    "căn cứ vào": "theo",
    "cần phải thực hiện": "cần làm",
    "cần thiết phải": "phải",
    "do vậy": "nên",
    "do đó": "nên",
    "hoàn thành việc": "làm xong",
    "hoặc tương đương": "",
    "không thuộc phạm vi": "không nằm trong việc",
    "kể từ khi": "từ khi",
    "kể từ ngày": "từ ngày",
    "kể từ thời điểm": "từ lúc",
    "liên quan đến": "về",
    "mọi trường hợp": "lúc nào cũng",
    "một cách an toàn": "cho an toàn",
    "một cách chi tiết": "kỹ",
    "một cách chính xác": "cho đúng",
    "một cách cẩn thận": "cho kỹ",
    "một cách dễ dàng": "cho dễ",
    "một cách hiệu quả": "cho có ích",
    "một cách hợp lý": "cho phải",
    "một cách nhanh chóng": "nhanh",
    "một cách thuận tiện": "cho tiện",
    "một cách thường xuyên": "hay",
    "một cách trực tiếp": "tận mặt",
    "một cách tự động": "máy tự làm",
    "một cách đầy đủ": "cho đủ",
    "ngoài ra": "còn",
    "như sau": "thế này",
    "nhằm": "để",
    "nhằm mục đích": "để",
    "nhằm tạo điều kiện": "để giúp",
    "nêu trên": "vừa nói",
    "nói trên": "vừa nói",
    "phụ thuộc vào": "tùy",
    "phục vụ cho việc": "để",
    "phục vụ việc": "để",
    "qua đó": "nhờ vậy",
    "quy định tại": "ghi ở",
    "sau khi hoàn thành": "xong",
    "sau khi hoàn tất": "xong",
    "theo quy định": "theo luật",
    "theo quy định của pháp luật": "theo luật",
    "theo quy định hiện hành": "theo luật",
    "theo đó": "vậy là",
    "thuộc thẩm quyền": "thuộc việc",
    "thông qua": "qua",
    "thông qua việc": "bằng cách",
    "thực hiện": "làm",
    "thực hiện việc": "làm",
    "tiến hành": "làm",
    "tiến hành thực hiện": "làm",
    "trong quá trình": "lúc",
    "trong quá trình sử dụng": "lúc dùng",
    "trong thời gian sớm nhất": "sớm",
    "trong trường hợp": "nếu",
    "trên cơ sở": "theo",
    "trên thực tế": "thật ra",
    "trên địa bàn": "ở",
    "trước khi tiến hành": "trước khi",
    "trường hợp": "nếu",
    "trường hợp này": "lúc này",
    "tuy nhiên": "nhưng",
    "tùy thuộc vào": "tùy",
    "tại thời điểm": "lúc",
    "việc thực hiện": "làm",
    "vui lòng": "bác",
    "vì mục đích": "để",
    "về việc": "chuyện",
    "với mục đích": "để",
    "xin vui lòng": "bác",
    "xét thấy": "thấy",
    "yêu cầu người dùng": "bác",
    "đã được thực hiện": "đã làm",
    "được ban hành": "có hiệu lực",
    "được cấp phép": "được nhà nước cho phép",
    "được hiểu là": "là",
    "được khởi tạo": "được tạo",
    "được thiết lập": "được đặt",
    "được thực hiện": "làm",
    "được tiến hành": "làm",
    "được triển khai": "đang làm",
    "bác được yêu cầu": "bác phải",
    "đề nghị": "mời bác",
    "đối với": "với",
    "đồng nghĩa với việc": "tức là",
}
OTHER_ADDRESS: Mapping[str, str] = {
    "anh chị": "bác",
    "người học": "bác",
    "người sử dụng": "bác",
    "quý bà con": "bác",
    "quý khách": "bác",
    "quý khách hàng": "bác",
    "quý vị": "bác",
    "học viên": "bác",
    "các bạn": "bác",
    "các cụ": "bác",
    "cô chú": "bác",
    "quý phụ huynh": "bác",
}
# Names that a phone itself shows, and plain words that begin like others.
FINE = frozenset(
    {
        "app store", "ch play", "apple pay", "face id", "facebook messenger", "galaxy store", "google chat", "google drive",
        "internet banking", "nói trên điện thoại", "nói trên mạng", "nói trên máy",
        "nói trên zalo", "phục vụ hành chính công", "samsung pay", "sẽ vui lòng", "touch id", "zalo web",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """From offset `at` up to `end`; its first word has that index. Without a code it is fine as it stands."""

    code: str
    phrase: str
    plain: str
    at: int
    end: int
    index: int


CODES: Mapping[str, tuple[str, str]] = (
    {phrase: ("hard-word", plain) for phrase, plain in HARD_WORDS.items()}
    | {phrase: ("officialese", plain) for phrase, plain in OFFICIALESE.items()}
    | {phrase: ("wrong-address", plain) for phrase, plain in OTHER_ADDRESS.items()}
    | dict.fromkeys(FINE, ("", ""))
)
LONGEST = max(len(phrase.split()) for phrase in CODES)


def find_phrases(passage: Passage) -> Iterator[Found]:
    words, index = passage.words, 0
    while index < len(words):
        phrase, length = _longest_at(words, index, passage.judged)
        if length:
            code, plain = CODES[phrase]
            yield Found(code, phrase, plain, words[index].start, words[index + length - 1].end, index)
        index += max(1, length)


def _longest_at(words: Sequence[Word], index: int, text: str) -> tuple[str, int]:
    """The longest known phrase that begins with this word, and how many words it has."""
    phrase, best = "", ("", 0)
    for length, word in enumerate(words[index : index + LONGEST], 1):
        if length > 1 and text[words[index + length - 2].end : word.start].strip():
            break  # a comma, a full stop
        phrase = f"{phrase} {word.lower}".lstrip()
        if phrase in CODES:
            best = phrase, length
    return best
