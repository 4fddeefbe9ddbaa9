"""Rules for what is asked: choices that do not give the answer away, feedback that helps."""

import re
from collections.abc import Iterator, Sequence

from app.authoring.domain.lint.exercise_text import Choice, Exercise
from app.authoring.domain.lint.passages import Passage
from app.authoring.domain.lint.reading import Reading, Step
from app.authoring.domain.lint.remark import Remark
from app.authoring.domain.lint.wording import remark_at

OF_CHOICES = ("cau-hoi", "nhieu-dap-an")
CLEARLY_LONGER = 3  # syllables beyond the longest wrong choice
UNEVEN = 6  # syllables between the shortest and a longest that is twice as long
COPIED = 4  # syllables in a row

ALL_OF_THESE = re.compile(
    r"\b(?:tất cả|cả) (?:(?:hai|ba|bốn|[2-4]|các|những|mấy|mọi) )?(?:ý|câu|đáp án|lựa chọn|phương án|điều|cách)"
    r"(?: (?:trên|ở trên|dưới|kia|này|còn lại))?(?: (?:đều )?(?:đúng|sai|được))?\b"
    r"|\b(?:tất cả|cả hai|cả ba|cả bốn) đều (?:đúng|sai|được)\b|\b(?:các )?(?:ý|câu|đáp án|lựa chọn) (?:\S+ )?đều (?:đúng|sai)\b"
    r"|\bkhông (?:có )?(?:ý|câu|đáp án|lựa chọn|phương án) nào\b|\b(?:cả |câu |ý )?[abcd] (?:và|lẫn|hoặc) [abcd]\b"
    r"|\b(?:ý|câu|đáp án|lựa chọn) (?:đầu|đầu tiên|thứ (?:nhất|hai|ba|tư)|cuối|a|b|c|d)\b|\bnhư (?:ý|câu) trên\b"
)
ABSOLUTE = re.compile(
    r"\bluôn luôn\b|(?<!làm )(?<!xóa )(?<!gửi )(?<!chuyển )(?<!bấm )(?<!ký )(?<!nghe )(?<!đi )(?<!nói )"
    r"\bluôn (?:phải|được|là|có|đúng|an toàn|cần|nên|đòi|biết|giữ|đáng|tin|thật|gửi|gọi|hỏi|báo|nhắn|hiện|làm|đến|muốn)\b"
    r"|\b(?:không|chẳng|chưa|chả) bao giờ\b|\b(?:không |chẳng )?đời nào\b|\bkhông khi nào\b|\bmọi (?!người|lần|khi|hôm|ngày|bận|nhà)\w+|\btất cả\b|\bbất cứ\b|\bbất kỳ\b|\bbất kì\b"
    r"|\btuyệt đối\b|\bchắc chắn\b|\bhoàn toàn\b|\bduy nhất\b|\blúc nào cũng\b|\bmãi mãi\b|\btrăm phần trăm\b"
)
# What only says right or wrong, in any order: nothing of it helps.
VERDICT = re.compile(
    r"\b(?:đúng rồi|chính xác|đúng vậy|đúng|rất tốt|tốt lắm|tốt|giỏi lắm|giỏi quá|giỏi|tuyệt vời|tuyệt|hoan hô|chúc mừng|xin"
    r"|sai rồi|sai|chưa đúng|không đúng|chưa chính xác|không chính xác|chưa phải|không phải|nhầm rồi|nhầm|tiếc quá|rất tiếc"
    r"|tiếc|thử lại|thử lần nữa|chọn lại|làm lại|(?:mình )?xem lại (?:bài|chỗ này|nhé)|đọc lại bài|đây là|đó là|câu này|câu trả lời|đáp án|lựa chọn"
    r"|của bác|của bạn|này|bác|bạn|ạ|nhé|nha|lắm|quá|rồi|là|hãy|câu|xem sao|lần nữa|một lần|ơi|đâu|được|cả|lần sau|cố gắng|cố lên|hơn|mời|khác|đã|chọn|trả lời)\b"
)
LEAST_FEEDBACK = 3  # syllables beyond the verdict


def remarks_on_questions(reading: Reading) -> Iterator[Remark]:
    taught: list[Passage] = []
    for screen in reading.screens:
        if isinstance(screen, Step):
            taught = list(screen.passages)
            continue
        yield from _empty_feedback(screen)
        yield from _silent_sender(screen)
        if screen.kind in OF_CHOICES and len(screen.choices) > 1:
            yield from _lengths(screen)
            yield from _words_of_choices(screen)
            yield from _copied(screen, taught)
    yield from _unasked_skills(reading)


def _empty_feedback(exercise: Exercise) -> Iterator[Remark]:
    for feedback in exercise.feedback:
        left = VERDICT.sub(" ", feedback.shown.lower())
        if "[[" not in feedback.raw and len(re.findall(r"\w+", left)) < LEAST_FEEDBACK:
            message = "Lời này mới nói đúng hay sai. Nói thêm vì sao, và bác nên làm gì, chừng hai câu ngắn."
            start = len(feedback.raw) - len(feedback.raw.lstrip())
            yield remark_at(feedback, start, "empty-feedback", message)


def _silent_sender(exercise: Exercise) -> Iterator[Remark]:
    """Of a drill: where a message comes from is what learners look at first, and the notation lets it go unexplained."""
    if exercise.unexplained_sender:
        message = "Dòng `Từ:` chưa có lời giải thích. Thêm ở dưới một dòng thụt vào, mở đầu bằng >: nơi gửi này tin được không, vì sao."
        yield Remark(exercise.unexplained_sender, 1, "silent-sender", message)


def _lengths(question: Exercise) -> Iterator[Remark]:
    right = [choice for choice in question.choices if choice.is_right]
    wrong = [choice for choice in question.choices if not choice.is_right]
    shortest, longest = _by_length(question.choices)[0], _by_length(question.choices)[-1]
    least, most = shortest.words.syllables, longest.words.syllables
    if (
        right
        and wrong
        and _by_length(right)[0].words.syllables >= _by_length(wrong)[-1].words.syllables + CLEARLY_LONGER
    ):
        message = "Lựa chọn đúng dài hơn hẳn, nhìn độ dài là đoán ra. Viết gọn lại, hoặc thêm chữ cho các lựa chọn kia."
        yield _at_words(_by_length(right)[0], "answer-by-length", message)
    elif most >= 2 * least and most - least >= UNEVEN:
        message = f"Các lựa chọn dài ngắn chênh nhau ({least} và {most} tiếng). Viết cho gần bằng nhau để khỏi đoán mò."
        yield _at_words(longest, "uneven-choices", message)


def _by_length(choices: Sequence[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: choice.words.syllables)


def _words_of_choices(question: Exercise) -> Iterator[Remark]:
    for choice in question.choices:
        if ALL_OF_THESE.search(choice.words.judged.lower()):
            message = (
                "Thứ tự lựa chọn bị xáo khi hiện ra, nên đừng trỏ tới các ý khác. Viết thẳng một việc bác có thể làm."
            )
            yield _at_words(choice, "all-of-these", message)
    absolute = [(choice, ABSOLUTE.search(choice.words.judged.lower())) for choice in question.choices]
    if any(found and choice.is_right for choice, found in absolute):
        return
    for choice, found in absolute:
        if found and not ALL_OF_THESE.search(choice.words.judged.lower()):
            message = (
                f"“{found[0]}” chỉ có ở lựa chọn sai, người tinh ý loại ngay. Bỏ chữ ấy, hoặc dùng cả ở lựa chọn đúng."
            )
            yield remark_at(choice.words, found.start(), "absolute-word", message)


def _copied(question: Exercise, taught: Sequence[Passage]) -> Iterator[Remark]:
    """The right choice repeats a run of the step before, and no wrong choice has even two of its syllables in a row."""
    long_runs = {run for passage in taught for run in _runs(passage, COPIED)}
    pairs = {run for passage in taught for run in _runs(passage, 2)}
    if any(_runs(choice.words, 2) & pairs for choice in question.choices if not choice.is_right):
        return
    for choice in question.choices:
        if choice.is_right and _runs(choice.words, COPIED) & long_runs:
            message = "Chỉ lựa chọn đúng có chữ của bước trên, dò chữ là ra. Nói bằng lời khác, hoặc cho lựa chọn sai vài chữ ấy."
            yield _at_words(choice, "answer-by-words", message)


def _runs(passage: Passage, length: int) -> set[tuple[str, ...]]:
    words = [word.lower for word in passage.words]
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def _unasked_skills(reading: Reading) -> Iterator[Remark]:
    """Told when every question names its own skill: then none counts for the skill that is left over."""
    asked = {screen.skill for screen in reading.screens if not isinstance(screen, Step)}
    if asked and "" not in asked:
        for skill in reading.skills:
            if skill not in asked:
                message = (
                    f"Kỹ năng `{skill}` chưa có câu hỏi nào. Thêm một câu ghi ky-nang={skill}, hoặc bỏ kỹ năng ấy ra."
                )
                yield Remark(reading.skills_line, 1, "unasked-skill", message)


def _at_words(choice: Choice, code: str, message: str) -> Remark:
    start = len(choice.words.raw) - len(choice.words.raw.lstrip())
    return remark_at(choice.words, start, code, message)
