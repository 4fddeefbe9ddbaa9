"""The content that ships: its shape, its sources, its plain language, and none of the facts that authors get wrong."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from app.core.config import PROJECT
from app.courses.domain.catalogue import stale
from app.courses.domain.facts import Fact
from app.courses.domain.lessons import Lesson, Step
from app.courses.domain.readers import all_readers
from app.courses.library import check_folders
from app.quiz.domain.choice_question import ChoiceQuestion
from app.quiz.domain.kinds import KINDS

WRITTEN_ON = date(2026, 11, 21)
COMPILED = check_folders([PROJECT / "content"], WRITTEN_ON, KINDS)
CATALOGUE = COMPILED.catalogue
LESSONS = list(CATALOGUE.lessons.values())
BLOCKS = {"p", "li", "h2", "h3", "ul", "ol", "aside", "section", "div", "br", "blockquote"}
MEAN, LONGEST = 14, 25  # syllables in a sentence


class Reading(HTMLParser):
    """The text of some HTML, a line for every paragraph, item and title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        self.text += data.replace("\n", " ")


def words_of(html: str) -> str:
    return Reading(html).text


def shown(lesson: Lesson) -> Iterator[str]:
    """All that a learner can read in a lesson, facts filled in."""
    yield from (lesson.about.title, lesson.about.wish, lesson.about.summary)
    for screen in lesson.screens:
        if isinstance(screen, Step):
            yield screen.title
            yield from dict.fromkeys(words_of(part.html) for part in screen.parts)
            yield from (f"{term.word}: {term.meaning}" for term in screen.terms)
        else:
            question = screen.body
            assert isinstance(question, ChoiceQuestion)
            yield words_of(question.stem)
            for choice in question.choices:
                yield from (words_of(choice.text), words_of(choice.feedback))
    yield from (words_of(lesson.ending.able), words_of(lesson.ending.card))


def taught(lesson: Lesson) -> Iterator[str]:
    """The same without what a question lets other people say: its story and its wrong choices."""
    untaught = {
        words_of(choice.text) for question in questions(lesson) for choice in question.choices if not choice.right
    }
    untaught |= {words_of(question.stem) for question in questions(lesson)}
    yield from (text for text in shown(lesson) if text not in untaught)


def steps(lesson: Lesson) -> list[Step]:
    return [screen for screen in lesson.screens if isinstance(screen, Step)]


def questions(lesson: Lesson) -> list[ChoiceQuestion]:
    return [exercise.body for exercise in lesson.exercises if isinstance(exercise.body, ChoiceQuestion)]


def syllables(sentence: str) -> int:
    return sum(any(character.isalnum() for character in word) for word in sentence.split())


def sentences(text: str) -> list[str]:
    """Split at line ends and after . ? ! that end a word; "1/7/2025" and "dichvucong.gov.vn" stay whole."""
    pieces = re.split(r"\n+|(?<=[.?!…])[\"”’)]*\s+", text)
    return [piece.strip() for piece in pieces if syllables(piece)]


def each_lesson(lesson: Lesson) -> str:
    return lesson.slug


every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=each_lesson)
every_fact = pytest.mark.parametrize("fact", CATALOGUE.facts.values(), ids=lambda fact: fact.id)


# Shape


def test_nothing_is_told_about_the_shipped_content() -> None:
    assert COMPILED.diagnostics == ()
    assert stale(CATALOGUE, WRITTEN_ON) == []


def test_there_are_twelve_lessons_in_three_courses() -> None:
    assert {course.slug: len(course.lessons) for course in CATALOGUE.courses} == {
        "vneid": 4,
        "thanh-toan": 4,
        "dich-vu-cong": 4,
    }
    assert [course.about.order for course in CATALOGUE.courses] == [1, 2, 3]


@every_lesson
def test_lesson_has_three_to_six_steps_two_questions_and_a_card(lesson: Lesson) -> None:
    assert 3 <= len(steps(lesson)) <= 6
    assert 2 <= len(questions(lesson)) <= 4
    assert syllables(words_of(lesson.ending.card)) >= 8
    assert lesson.ending.able.count("<li>") >= 2


@every_lesson
def test_every_question_follows_a_step(lesson: Lesson) -> None:
    kinds = "".join("s" if isinstance(screen, Step) else "q" for screen in lesson.screens)
    assert "qq" not in kinds
    assert kinds.startswith("s")


@every_lesson
def test_no_reader_gets_an_empty_step(lesson: Lesson) -> None:
    for step in steps(lesson):
        for reader in all_readers(step.tags):
            assert syllables(words_of(step.body(reader))) >= 8, (step.slug, reader)


@every_lesson
def test_step_fits_a_phone_screen(lesson: Lesson) -> None:
    for step in steps(lesson):
        plain = [part for part in step.parts if not part.tags and "<aside" not in part.html]
        assert sum(syllables(words_of(part.html)) for part in plain) <= 60, step.slug
        assert sum("<aside" in part.html for part in step.parts if not part.tags) <= 1, step.slug


@every_lesson
def test_right_choice_does_not_show_by_its_length(lesson: Lesson) -> None:
    for question in questions(lesson):
        lengths = sorted(syllables(words_of(choice.text)) for choice in question.choices)
        (right,) = [syllables(words_of(choice.text)) for choice in question.choices if choice.right]
        assert lengths[0] - 3 <= right <= lengths[-1] + 3
        assert lengths[-1] <= 2 * lengths[0] + 4


def test_right_choices_stand_in_every_place() -> None:
    places = Counter(
        number for lesson in LESSONS for question in questions(lesson)
        for number, choice in enumerate(question.choices) if choice.right
    )  # fmt: skip
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= 2 * min(places.values())


def test_no_two_lessons_have_the_same_wish_title_or_summary() -> None:
    for texts in zip(
        *((lesson.about.wish, lesson.about.title, lesson.about.summary) for lesson in LESSONS), strict=True
    ):
        assert len({text.casefold() for text in texts}) == len(LESSONS)


@every_lesson
def test_every_skill_of_a_lesson_is_in_the_framework_of_each_audience(lesson: Lesson) -> None:
    for audience in lesson.about.audiences:
        (framework,) = [framework for framework in CATALOGUE.frameworks.values() if framework.audience == audience]
        assert set(lesson.about.skills) <= framework.skills.keys()
        assert all(set(exercise.skills) <= framework.skills.keys() for exercise in lesson.exercises)


@every_lesson
def test_every_skill_of_a_lesson_is_asked(lesson: Lesson) -> None:
    assert {skill for exercise in lesson.exercises for skill in exercise.skills} == set(lesson.about.skills)
    assert 1 <= len(lesson.about.skills) <= 2


# Sources


@every_fact
def test_fact_has_a_source_and_dates(fact: Fact) -> None:
    assert re.match(r"https?://[a-z0-9.-]+\.[a-z]{2,}/", fact.source.url)
    assert fact.seen_on <= WRITTEN_ON
    assert fact.source.day is None or fact.source.day <= fact.seen_on
    soon = fact.kind in ("duong-day-nong", "duong-bam", "han-muc")
    assert timedelta(days=80) <= fact.review_by - fact.seen_on <= timedelta(days=93 if soon else 366)
    assert fact.statement.endswith(".")


@every_lesson
def test_only_facts_seen_on_a_page_are_taught(lesson: Lesson) -> None:
    assert {fact.confidence for fact in lesson.facts} <= {"S"}
    assert all(re.match(r"https?://", source.url) for source in lesson.about.sources)
    assert timedelta(days=60) <= lesson.about.review_by - lesson.about.reviewed_on <= timedelta(days=366)


def test_no_map_to_decision_757_is_called_verified() -> None:
    maps = [
        (framework.id, skill.id, official.code)
        for framework in CATALOGUE.frameworks.values() for skill in framework.skills.values() for official in skill.official
        if official.document == "QD-757-2025" and official.verified
    ]  # fmt: skip
    assert maps == []
    assert {framework.audience for framework in CATALOGUE.frameworks.values()} == {
        "nguoi-dan", "hoc-sinh-sinh-vien", "can-bo-cong-chuc", "nguoi-lao-dong",
    }  # fmt: skip


# Language


@every_lesson
def test_sentences_are_short(lesson: Lesson) -> None:
    lengths = {sentence: syllables(sentence) for text in shown(lesson) for sentence in sentences(text)}
    assert {sentence: length for sentence, length in lengths.items() if length > LONGEST} == {}
    assert sum(lengths.values()) / len(lengths) <= MEAN


def test_sentences_of_facts_and_terms_are_short() -> None:
    texts = [fact.statement for fact in CATALOGUE.facts.values()] + [term.meaning for term in CATALOGUE.terms.values()]
    assert [sentence for text in texts for sentence in sentences(text) if syllables(sentence) > LONGEST] == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Bác chạm nút. Bác chờ!", [3, 2]),
        ("Vào dichvucong.gov.vn từ 1/7/2025.", [4]),
        ("“Ai đấy?” Bác hỏi.\nRồi thôi", [2, 2, 2]),
        ("A → B", [2]),
    ],
)
def test_sentences_are_counted_as_people_read_them(text: str, counts: list[int]) -> None:
    assert [syllables(sentence) for sentence in sentences(text)] == counts


@every_lesson
def test_learner_is_bac_and_never_told_off(lesson: Lesson) -> None:
    text = " ".join(shown(lesson))
    assert not re.search(
        r"(?i)\bsai rồi\b|\bchưa đúng rồi\b|tất cả (?:các ý )?(?:trên )?đều đúng|cả (?:ba|bốn) ý|\bbạn (?:hãy|có thể|nên|cần|bấm|chạm)\b",
        text,
    )
    assert "!!" not in text


# What authors get wrong: shared/domain-facts.md §6, by the number of the item, as far as words can give it away.
WRONG = [
    (1, r"\b757\b"),
    (2, r"[Cc]hứng chỉ (?:kỹ năng|số|phổ cập|bình dân)"),
    (3, r"\b(?:8|tám) bậc\b|\b(?:4|bốn) trình độ\b"),
    (4, r"\b23 năng lực\b|\b\d\.\d\.CB\d"),
    (6, r"(?<![Kk]hông có )(?<![\"“])\bmức (?:ba|3)\b|\b59/2022\b"),
    (7, r"đặt (?:lại )?mã OTP|mã khóa (?:được )?gửi (?:về|qua)|mật khẩu (?:gồm )?6 số"),
    (8, r"(?:dùng|mở|đăng nhập) (?:được )?(?:VNeID )?(?:trên )?(?:hai|2|nhiều) (?:máy|điện thoại)"),
    (9, r"công an (?:sẽ )?(?:gọi điện|gọi|nhắn) (?:cho bác )?(?:để )?(?:kích hoạt|cập nhật|đồng bộ)"),
    (10, r"\b63 tỉnh\b|(?:công an|ủy ban|chọn|điền|ra|lên) (?:quận|huyện|thị xã)\b"),
    (11, r"dichvucong\.(?!gov\.vn)\w+|cổng (?:dịch vụ công )?(?:của |riêng của )?tỉnh (?:vẫn|còn|đang) (?:mở|dùng)"),
    (12, r"(?:vẫn|cứ|còn) (?:nộp|nhận) (?:được )?(?:hồ sơ )?giấy"),
    (13, r"Sở (?:Giao thông|GTVT|Tư pháp)|dvc4\.gplx"),
    (14, r"\b2345\b|[Tt]ừ (?:10|20) triệu|\b(?:10|20) triệu (?:đồng )?trở lên"),
    (15, r"[Vv]í .{0,40}\b100 triệu"),
    (16, r"Mobile Money.{0,60}\b10 triệu|thí điểm"),
    (17, r"hết hạn.{0,40}vẫn (?:chuyển|giao dịch|rút|dùng)|hộ chiếu.{0,40}ngân hàng"),
    (18, r"(?i)nhà phát triển|gỡ lỗi USB|USB debug|developer"),
    (
        19,
        r"[Nn]gân hàng (?:sẽ |có thể )?gửi (?:cho bác )?(?:đường dẫn|đường link|link)|chưa có thông tin.{0,30}an toàn",
    ),
    (20, r"màn hình (?:báo )?(?:chuyển )?thành công.{0,40}(?:là đủ|là xong|thì giao hàng|là nhận được)"),
    (21, r"\b13/2023\b"),
    (22, r"\b24/2018\b|\b86/2015\b"),
    (23, r"(?:phát trực tiếp|livestream).{0,40}không cần (?:xác thực|định danh)"),
    (24, r"thuế khoán|\b(?:100|200) triệu (?:đồng )?(?:một|mỗi|/) ?năm"),
    (25, r"Thông tin và Truyền thông|TT&TT|\bNCSC\b|\b(?:156|5656)\b|1900 ?0368|khonggianmang"),
]
WRONG_SAMPLES = {
    1: "Theo mục 757", 2: "Bác có chứng chỉ kỹ năng số", 3: "gồm 8 bậc", 4: "23 năng lực", 6: "lên mức ba", 7: "đặt lại mã OTP",
    8: "dùng VNeID trên hai máy", 9: "công an gọi điện kích hoạt", 10: "ra công an huyện", 11: "vào dichvucong.hanoi.gov.vn",
    12: "vẫn nhận hồ sơ giấy", 13: "Sở Tư pháp", 14: "chuyển từ 10 triệu đồng", 15: "Ví điện tử chuyển tối đa 100 triệu", 16: "đang thí điểm",
    17: "Thẻ hết hạn thì vẫn chuyển được", 18: "bật chế độ nhà phát triển", 19: "ngân hàng sẽ gửi đường dẫn",
    20: "màn hình báo thành công là đủ", 21: "13/2023", 22: "24/2018", 23: "livestream thì không cần xác thực", 24: "nộp thuế khoán",
    25: "gọi 156",
}  # fmt: skip
BRANDS = (
    r"(?i)\b(?:vietcombank|vcb|vietinbank|bidv|agribank|techcombank|mb ?bank|vpbank|tpbank|acb|sacombank|shb|vib|hdbank|ocb|msb|"
    r"lpbank|eximbank|seabank|nam a bank|abbank|pvcombank|cake|timo|momo|zalopay|vnpay|viettel ?(?:pay|money)|vnpt ?(?:pay|money)|"
    r"mobifone money|shopeepay|airpay|moca|payoo|smartpay|napas|apple pay|google pay|samsung pay|visa|mastercard)\b"
)
TITLE_AND_NAME = (
    r"(?:Tổng Bí thư|Bí thư|Chủ tịch nước|Chủ tịch|Thủ tướng|Phó Thủ tướng|Bộ trưởng|Thứ trưởng|Giám đốc|Đại tướng|Thượng tướng|Trung tướng)"
    r" (?:[A-ZĐ]\w+ ){1,3}[A-ZĐ]\w+"
)
OFFICE_HOLDERS = r"Tô Lâm|Phạm Minh Chính|Lương Cường|Trần Thanh Mẫn|Lương Tam Quang|Nguyễn Mạnh Hùng|Phạm Đức Long|Lê Minh Hoan|Hồ Đức Phớc"
FACT_TEXTS = [f"{fact.text} · {fact.statement}" for fact in CATALOGUE.facts.values()]
TERM_TEXTS = [f"{term.word} · {term.meaning}" for term in CATALOGUE.terms.values()]


@pytest.mark.parametrize(("number", "pattern"), WRONG)
def test_wrong_fact_is_nowhere_taught(number: int, pattern: str) -> None:
    texts = [text for lesson in LESSONS for text in taught(lesson)] + FACT_TEXTS + TERM_TEXTS
    assert [text for text in texts if re.search(pattern, text)] == [], f"domain-facts.md §6, item {number}"


@pytest.mark.parametrize(("number", "pattern"), WRONG)
def test_wrong_fact_would_be_found(number: int, pattern: str) -> None:
    assert re.search(pattern, WRONG_SAMPLES[number])


@pytest.mark.parametrize("pattern", [BRANDS, TITLE_AND_NAME, OFFICE_HOLDERS])
def test_no_bank_no_wallet_and_no_office_holder_is_named(pattern: str) -> None:
    """In what learners read; a source may be a bank's own page."""
    texts = [text for lesson in LESSONS for text in shown(lesson)] + FACT_TEXTS + TERM_TEXTS
    assert [text for text in texts if re.search(pattern, text)] == []


def test_names_would_be_found() -> None:
    assert re.search(BRANDS, "Mở MoMo ra")
    assert re.search(TITLE_AND_NAME, "Bộ trưởng Nguyễn Văn A ký")
    assert not re.search(TITLE_AND_NAME, "Bác hỏi Chủ tịch xã nhé")


def test_learner_is_never_asked_to_type_a_real_secret_here() -> None:
    for lesson in LESSONS:
        for text in taught(lesson):
            assert not re.search(
                r"(?i)(?:nhập|gõ|điền) (?:mật khẩu|mã OTP|mã khóa)[^.]*(?:vào (?:đây|ô dưới|bài này|Học Vụ Số))", text
            )
