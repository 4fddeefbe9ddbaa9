"""Rules for one step: one thing to do, in as many words as a phone shows, and something to do at all."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.authoring.domain.lint.passages import Passage
from app.authoring.domain.lint.reading import Step
from app.authoring.domain.lint.remark import Remark
from app.authoring.domain.lint.wording import remark_at
from app.courses.domain.readers import PLATFORM_TITLES, Reader, all_readers

LONGEST_MEAN, LONGEST_EASY_MEAN = 14, 10  # syllables in a sentence
LONGEST_STEP, LONGEST_WITH_CALLOUTS = 60, 100  # syllables that every reader sees; docs/vi/soan-bai.md §12

TOUCH = frozenset(
    {
        "chạm", "bấm", "nhấn", "ấn", "chọn", "gõ", "nhập", "điền", "tích", "vuốt", "kéo", "quét", "bật", "tắt",
        "gạt", "mở", "giữ", "vào",
    }
)  # fmt: skip
ACTION = TOUCH | frozenset(
    {
        "đóng", "gửi", "lưu", "xóa", "tải", "cài", "đăng", "nhận", "chụp", "đặt", "chỉnh", "tìm", "đọc", "xem",
        "nhìn", "nghe", "hỏi", "gọi", "nhờ", "ghi", "chép", "cầm", "mang", "đưa", "ra", "đến", "tới", "đi",
        "về", "cất", "để", "báo", "kể", "nói", "thử", "chờ", "đợi", "dừng", "thoát", "quay", "trả", "chuyển",
        "xin", "làm", "kiểm", "so", "đếm", "sạc", "cắm", "rút", "tháo", "lắp", "thay", "chặn", "khóa", "giữ",
        "nhớ", "biết", "coi", "tập", "học", "dán", "lấy", "bỏ", "cúp", "nhắn", "viết", "lật", "soi", "đối",
        "đồng", "chia", "che", "lùi", "bước", "tra",
    }
)  # fmt: skip
TELLS_TO = frozenset(
    {
        "đừng", "hãy", "nhớ", "nên", "khoan", "chớ", "thử", "cứ", "nhé", "cần", "phải",
    }
)  # fmt: skip
CLAUSE = re.compile(r"[,;:]|\brồi\b|\bsau đó\b|\bxong\b|\btiếp theo\b|\btiếp đó\b|\bkế đó\b|\bvà\b")
CHAINED = re.compile(r"\bsau đó\b|\btiếp theo\b|\btiếp đó\b|\bkế đó\b|\brồi\b")
THEN = re.compile(r"(?:bác )?(?:sau đó|tiếp theo|tiếp đó|tiếp đến|kế đó|kế tiếp|rồi|cuối cùng)\b")
LEADING = re.compile(r"[\s■\"“]*(?:(?:bác|thì|mới|lại|tự|sẽ|hãy|cần|phải|nhớ|con|cũng|tiếp|tục)\s+)*")
NOT_ADDRESSED = frozenset(
    {
        "của", "cho", "với", "giúp", "hộ", "nhờ", "bên", "như", "gọi", "là", "hỏi", "dụ", "lừa", "biết", "tên",
        "đưa",
    }
)  # fmt: skip
SILENT_CALLOUT = "man-hinh-khac"


def remarks_on_step(step: Step) -> Iterator[Remark]:
    yield from _heavy(step)
    yield from _heavy_easier(step)
    yield from _long(step)
    yield from _two_actions(step)
    if step.parts and not any(_asks_for_something(part.callout, part.passage) for part in step.parts):
        message = "Bước này chưa có việc gì cho bác làm hay nhớ. Thêm một việc: bác mở, bác chạm, bác hỏi, bác nhớ…"
        yield Remark(step.line, 1, "nothing-to-do", message)


def _heavy(step: Step) -> Iterator[Remark]:
    lengths = _lengths(part.passage for part in step.parts)
    mean = _mean(lengths)
    if len(lengths) > 1 and mean > LONGEST_MEAN:
        message = (
            f"Câu trong bước này trung bình {mean:.1f} tiếng, nhiều nhất nên {LONGEST_MEAN}. "
            "Đọc to lên, chỗ nào hụt hơi thì chấm câu."
        )
        yield Remark(step.line, 1, "heavy-step", message)


def _heavy_easier(step: Step) -> Iterator[Remark]:
    mean = _mean(_lengths(step.easier))
    if mean > LONGEST_EASY_MEAN:
        message = (
            f"Lời dễ hơn này trung bình {mean:.1f} tiếng một câu, nhiều nhất nên {LONGEST_EASY_MEAN}. "
            "Chấm câu sớm hơn, mỗi câu một ý nhỏ."
        )
        yield Remark(step.easier_line, 1, "heavy-easier", message)


def _lengths(passages: Iterable[Passage]) -> list[int]:
    """Of their sentences, in syllables."""
    return [sentence.syllables for passage in passages for sentence in passage.sentences]


def _mean(lengths: list[int]) -> float:
    return sum(lengths) / len(lengths) if lengths else 0


def _long(step: Step) -> Iterator[Remark]:
    common = [part for part in step.parts if not part.tags]
    plain = sum(part.passage.syllables for part in common if not part.callout)
    whole = sum(part.passage.syllables for part in common)
    if plain > LONGEST_STEP or whole > LONGEST_WITH_CALLOUTS:
        told = plain if plain > LONGEST_STEP else whole
        message = (
            f"Bước này dài {told} tiếng, chắc có hơn một ý. Tách thành hai bước, mỗi bước chừng {LONGEST_STEP} tiếng."
        )
        yield Remark(step.line, 1, "long-step", message)


@dataclass(frozen=True)
class _Press:
    verb: str
    name: str
    passage: Passage
    at: int


def _two_actions(step: Step) -> Iterator[Remark]:
    """At the second of two presses; told once a step, for the first reader who has two."""
    found = [(part.tags, list(_presses(part.passage))) for part in step.parts if part.callout != SILENT_CALLOUT]
    easier = [press for passage in step.easier for press in _presses(passage)]
    for reader in _readers(frozenset().union(*(tags for tags, _ in found))):
        presses = [press for tags, of_part in found if reader.sees(tags) for press in of_part]
        told = _second_press(presses) or _second_press(easier)
        if told:
            yield told
            return
    yield from _chains(step)


def _second_press(presses: list[_Press]) -> Remark | None:
    others = [press for press in presses[1:] if press.verb != presses[0].verb] or presses[2:]
    if not others:
        return None
    names = f"(**{presses[0].name}**, **{others[0].name}**)"
    message = f"Bước này bảo bác bấm nhiều chỗ {names}. Mỗi bước một việc: tách thành bước mới."
    return remark_at(others[0].passage, others[0].at, "two-actions", message)


def _readers(tags: frozenset[str]) -> list[Reader]:
    """Whoever has not named their phone sees what is for either: that is no second thing to do."""
    return [reader for reader in all_readers(tags) if reader.platform or not tags & PLATFORM_TITLES.keys()]


def _presses(passage: Passage) -> Iterator[_Press]:
    """The buttons that a verb of touch leads to, each name once."""
    seen: set[str] = set()
    for at, name in passage.buttons:
        before = re.findall(r"\w+", passage.judged[passage.start_of_sentence(at) : at].lower())[-6:]
        verb = next((word for word in reversed(before) if word in TOUCH), "")
        if verb and name not in seen and not {"đừng", "chớ"}.intersection(before):
            seen.add(name)
            yield _Press(verb, name, passage, at)


def _chains(step: Step) -> Iterator[Remark]:
    """Three actions in one sentence, or two sentences that go on with "sau đó", "tiếp theo"."""
    told = [part.passage for part in step.parts if part.callout in ("", "nen-lam")]
    for passage in (*told, *step.easier):
        continued = 0
        for sentence in passage.sentences:
            text = passage.judged[sentence.start : sentence.end].lower()
            continued += bool(THEN.match(text.lstrip(" ■"))) and _acts(text) > 0
            if _is_chain(text) or continued == 2:
                message = (
                    "Nhiều việc nối nhau (sau đó… rồi…), bác làm không kịp nhớ. Mỗi bước một việc: tách thành bước mới."
                )
                yield remark_at(passage, sentence.start, "two-actions", message)
                return


def _is_chain(text: str) -> bool:
    links = len(CHAINED.findall(text))
    return (links >= 1 and _acts(text) >= 3 and _touches(text) >= 2) or (links >= 2 and _acts(text) >= 2)


def _acts(text: str) -> int:
    return sum(_first_word(clause) in ACTION for clause in CLAUSE.split(text))


def _touches(text: str) -> int:
    return sum(_first_word(clause) in TOUCH for clause in CLAUSE.split(text))


def _first_word(clause: str) -> str:
    found = re.match(r"\w+", LEADING.sub("", clause, count=1))
    return found[0] if found else ""


def _asks_for_something(callout: str, passage: Passage) -> bool:
    """Forbidden and recommended things count, as does what a fact says when it is not known here."""
    if callout == SILENT_CALLOUT:
        return False
    if callout or passage.buttons or passage.has_unknown_sentence:
        return True
    said = [passage.judged[sentence.start : sentence.end] for sentence in passage.sentences]
    return any(_is_request(text.lower()) for text in (*said, *passage.statements))


def _is_request(text: str) -> bool:
    """ "bác" does something, or somebody is told to."""
    words = re.findall(r"\w+", text)
    addressed = any(
        word == "bác" and after != "sĩ" and before not in NOT_ADDRESSED
        for before, word, after in zip(["", *words], words, words[1:], strict=False)
    )
    return addressed or words[:1] in (["không"], ["chỉ"]) or bool(TELLS_TO.intersection(words)) or _acts(text) > 0
