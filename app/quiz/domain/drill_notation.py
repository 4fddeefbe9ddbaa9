"""How a teacher writes a drill: `::: dien-tap name kenh=… ho=… la=…`, a scene, `Từ:`, `- ` lines, `> ` remarks, `Nên làm:`."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import nh3

from app.courses.domain.blocks import Block, Prose
from app.courses.domain.exercises import RESTS_ON, SKILL
from app.courses.domain.markdown import CHECKING, Writing, render_inline, render_markdown
from app.quiz.domain.drill import CALLS, Drill, Line
from app.quiz.domain.drill_parts import Part, Written, folded, split
from app.quiz.domain.drill_vocabulary import CHANNELS, FAMILIES, telling_word
from app.quiz.domain.invented import real_address, real_number

OPTIONS: Mapping[str, Iterable[str]] = {"kenh": CHANNELS, "ho": FAMILIES, "la": CALLS}
LEAST_LINES = 2
MOST_LINES = 8
LONGEST_TEXT = {"scene": 300, "sender": 80, "line": 240, "remark": 300, "advice": 300}  # characters: one phone screen

# What a learner may see before the answer says nothing of it.
TELLING = re.compile(
    r"lừa đảo|lừa bác|kẻ gian|kẻ lừa|giả danh|giả mạo|mạo danh|tin giả|tin lừa|tin thật|chiêu trò|cạm bẫy",
    re.IGNORECASE,
)
REFERENCE = re.compile(r"\[\[[^\[\]\n]*\]\]")
LINK = re.compile(r"\]\(|<[a-z]+:", re.IGNORECASE)
SCENE_TAGS = {"p", "br", "em", "strong", "code"}


def read_drill(block: Block, writing: Writing) -> Drill | None:
    """The drill of a `::: dien-tap` block, or None when it is too faulty to show; every fault is reported at its line."""
    for child in block.children:
        if not isinstance(child, Prose):
            writing.reporter.error(
                child.line, "unknown-block", f"Trong diễn tập không đặt khối `{child.name}`. Đưa nó ra ngoài."
            )
            return None
    options = _options(block, writing)
    _judge_name(next(iter(block.words), ""), block.line, writing)
    written = split(block.prose, writing)
    _judge_shape(written, block.line, writing)
    for part in written.parts:
        _judge_part(part, writing)
    drill = _drill(options or {}, written, writing)
    _judge_invented(block.prose, writing)  # after rendering: what the rules of prose told is not told twice
    return drill if options else None


def _options(block: Block, writing: Writing) -> dict[str, str] | None:
    """The three words behind the block's name, or None with every missing or unknown one reported.

    What else stands on that line, doubled or not readable, is told by whoever reads the name of the exercise.
    """
    report = writing.reporter.error
    found = {name: value for name in OPTIONS if (value := block.option(name)) is not None}
    for name, value in found.items():
        if value not in OPTIONS[name]:
            known = ", ".join(OPTIONS[name])
            report(
                block.line, "bad-option", f"`{name}={value}` không có.{_hint(value, OPTIONS[name])} Dùng được: {known}."
            )
    missing = [f"`{name}=`" for name in OPTIONS if name not in found]
    if missing and _is_readable(block):
        report(
            block.line,
            "bad-option",
            f"Dòng này còn thiếu {', '.join(missing)}. Viết như: dien-tap ten-ngan kenh=zalo ho=giao-hang la=lua",
        )
    return found if not missing and all(value in OPTIONS[name] for name, value in found.items()) else None


def _is_readable(block: Block) -> bool:
    return len(block.words) <= 1 and all(
        arg.partition("=")[0] in {*OPTIONS, SKILL, RESTS_ON} for arg in block.args if "=" in arg
    )


def _hint(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(folded(word), list(known), 1)
    return f" Có phải ý thầy cô là `{near[0]}`?" if near else ""


def _judge_name(slug: str, line: int, writing: Writing) -> None:
    telling = telling_word(folded(slug))
    if telling:
        writing.reporter.error(
            line,
            "telling-name",
            f"Tên này nằm trên địa chỉ trang, bác thấy trước khi trả lời, mà `{telling}` thì lộ đáp án. "
            "Đặt tên theo chuyện, như `goi-buoi-toi`.",
        )


def _judge_shape(written: Written, line: int, writing: Writing) -> None:
    report = writing.reporter.error
    if not written.scene.words:
        report(line, "no-stem", "Diễn tập chưa có lời kể. Viết một câu: tin đến lúc nào, bác đang làm gì.")
    if not written.sender:
        report(line, "no-sender", "Chưa ghi tin đến từ đâu. Thêm một dòng trước các dòng tin, như: Từ: Số lạ")
    if len(written.messages) < LEAST_LINES:
        report(
            line, "few-lines", "Diễn tập cần ít nhất hai dòng tin, mỗi dòng mở đầu bằng gạch ngang. Mỗi câu một dòng."
        )
    if len(written.messages) > MOST_LINES:
        report(
            written.messages[MOST_LINES].line, "too-long", f"Diễn tập dài quá {MOST_LINES} dòng tin. Bớt từ dòng này."
        )
    for message in written.messages:
        if message.remark is None or not message.remark.words:
            report(
                message.line,
                "missing-feedback",
                "Dòng tin này chưa có lời giải thích. Thêm một dòng thụt vào, mở đầu bằng dấu >, "
                "nói vì sao đáng ngờ, hoặc vì sao yên tâm.",
            )
    if not written.advice:
        report(line, "no-advice", "Diễn tập chưa có lời khuyên. Cuối khối thêm một dòng: Nên làm: Bác cúp máy…")


def _judge_part(part: Part, writing: Writing) -> None:
    report = writing.reporter.error
    if not part.words and part.meaning in ("line", "sender", "advice"):
        report(part.line, "bad-line", "Dòng này chưa có chữ. Viết thêm, hoặc xóa dòng.")
    if len(part.words) > LONGEST_TEXT[part.meaning]:
        report(
            part.line,
            "too-long",
            f"Đoạn này dài {len(part.words)} ký tự, nhiều nhất là {LONGEST_TEXT[part.meaning]}. Viết gọn lại.",
        )
    for number, line in enumerate(part.lines, part.line):
        telling = TELLING.search(line) if part.meaning in ("scene", "sender") else None
        if telling:
            report(
                number, "telling-scene", f"Bác đọc dòng này trước khi trả lời, mà chữ “{telling[0]}” lộ đáp án. Bỏ nó."
            )
        if part.meaning in ("scene", "sender", "line") and LINK.search(REFERENCE.sub("", line)):
            report(
                number, "link-in-drill", "Trong tin diễn tập không có chỗ bấm. Địa chỉ bịa viết là `ten-trang.vi-du`."
            )


def _drill(options: Mapping[str, str], written: Written, writing: Writing) -> Drill:
    """Rendered even without its options, so that every fault of its prose is told."""
    nothing = Part("sender", written.scene.line)
    return Drill(
        stem=_untapped(render_inline(written.scene.prose, writing), SCENE_TAGS),
        channel=options.get("kenh", ""),
        family=options.get("ho", ""),
        scam=options.get("la") == "lua",
        sender=_line(written.sender or nothing, writing),
        lines=tuple(_line(message, writing) for message in written.messages),
        advice=render_markdown((written.advice or nothing).prose, writing),
    )


def _line(part: Part, writing: Writing) -> Line:
    """As a phone shows it: no bold, no link, and no sign of which value was a fact and which was invented."""
    remark = render_markdown(part.remark.prose, writing) if part.remark else ""
    return Line(_untapped(render_inline(part.prose, writing), set()), remark)


def _untapped(html: str, tags: set[str]) -> str:
    return nh3.clean(html.replace(CHECKING, ""), tags=tags, attributes={}).strip()


def _judge_invented(prose: Prose, writing: Writing) -> None:
    """What was made up, in backquotes or not, must be nobody's address, telephone or account."""
    told = {found.line for found in writing.reporter.found if found.code.endswith("-in-prose")}
    for number, line in enumerate(prose.text.split("\n"), prose.line):
        if number in told:
            continue
        text = REFERENCE.sub(" ", line)
        address = real_address(text)
        if address:
            writing.reporter.error(
                number,
                "real-looking",
                f"“{address}” có thể là trang thật của ai đó. Địa chỉ bịa phải có đuôi .vi-du, như `nhan-qua.vi-du`.",
            )
        digits = real_number(text)
        if digits:
            writing.reporter.error(
                number,
                "real-looking",
                f"Số “{digits}” có thể là số thật của ai đó. Thay vài chữ số bằng chữ x, như `09xx xxx 123`.",
            )
