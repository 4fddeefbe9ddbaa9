"""What was told, as a page shows it: the words of lessons in quotation marks with the way to their step, those of teachers
with numbers that can be called."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from itertools import groupby

from app.core.clock import VIETNAM
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.lessons import Lesson
from app.courses.domain.links import LESSON_PATH
from app.courses.domain.wordings import Wording
from app.courses.views import SITE, PathTo, screen_path
from app.tutor.domain.answers import source_line
from app.tutor.domain.links import is_listed
from app.tutor.domain.redaction import HOLE
from app.tutor.domain.transcript import Told, ToldFact, read_told
from app.tutor.message_log import KEPT
from app.tutor.models import TutorMessage
from app.tutor.pages import Beside, Card, ErasePage, Exchange, Link, Quote, ReplyPage, Said, SourceNote, TutorPage
from app.tutor.queries import Message

TITLE = f"Hỏi trợ lý · {SITE}"
MOST_CHARACTERS = 500  # that the field takes; what comes in another way is cut by service.LONGEST_MESSAGE
MACHINE = "Máy trả lời, không phải người. Máy có thể nhầm, bác mở bài học xem lại nhé."  # where no wording says so
THANKS = {True: "Cảm ơn bác. Trợ lý mừng là giúp được bác.", False: "Cảm ơn bác đã nói. Thầy cô sẽ xem lại câu này."}
LESSON_BUTTON = re.compile(rf'<p><a [^>]*href="{re.escape(LESSON_PATH)}[^>]*>[^<]*</a></p>')
ERASED = "Đã xóa. Trợ lý không còn giữ nữa."


def about(catalogue: Catalogue) -> str:
    wording = catalogue.wordings.get("may-tra-loi")
    return wording.text if wording else MACHINE


def beside(lesson: Lesson | None, number: int, path_to: PathTo) -> Beside | None:
    """The nearest screen for a number that the lesson has not."""
    if lesson is None:
        return None
    number = min(max(number, 1), len(lesson.screens))
    return Beside(lesson.slug, number, lesson.about.title, screen_path(lesson, number, path_to))


def tutor_page(
    catalogue: Catalogue,
    messages: Iterable[Message],
    path_to: PathTo,
    *,
    key: str,
    place: Beside | None = None,
    typed: str = "",
    error: str = "",
    notice: str = "",
    page: int = 1,
    has_older: bool = False,
    is_written: bool = False,
    coming: str = "",
    begins: bool = False,
) -> TutorPage:
    """`page` of the conversation, from 1; its `messages` the newest first. `coming`: the question that is being answered
    into this page, "" for none. `begins`: somebody comes from a step with a new question, before whom no old answer lies
    open, unless it is what to do at once."""
    exchanges = [exchange_of(message, catalogue, path_to) for message in messages]
    is_open = exchanges and page == 1 and (not begins or exchanges[0].is_emergency)
    newest = exchanges.pop(0) if is_open else None
    return TutorPage(
        title=TITLE,
        beside=place,
        typed=typed,
        error=error,
        notice=notice,
        key=key,
        newest=newest,
        earlier=tuple(exchanges),
        newer_url=_page_url(page - 1, path_to) if page > 1 else "",
        older_url=_page_url(page + 1, path_to) if has_older else "",
        erase_url=str(path_to("erase_page")) if newest or exchanges or coming else "",
        download_url=str(path_to("download_messages")) if newest or exchanges or coming else "",
        kept_days=KEPT.days,
        most_characters=MOST_CHARACTERS,
        about=about(catalogue),
        is_written=is_written,
        is_coming=bool(coming),
        asked=coming,
    )


def reply_page(exchange: Exchange, catalogue: Catalogue) -> ReplyPage:
    return ReplyPage(exchange, about(catalogue))


def erase_page(message: TutorMessage | None, count: int, person: str, path_to: PathTo) -> ErasePage:
    question, key = (message.question, message.key) if message else ("", "")
    return ErasePage(f"Xóa câu đã hỏi · {SITE}", question, count, key, person, str(path_to("tutor")))


def exchange_of(message: Message, catalogue: Catalogue, path_to: PathTo) -> Exchange:
    told = read_told(message.answer)
    said = _said(told.text, told.situation, catalogue) if told.situation else _written(told)
    is_emergency = told.kind == "emergency"
    shown = [(told.text, told.situation), *((card.text, card.situation) for card in told.cards)]
    linked = {lesson for one in shown if (wording := _spoken(*one, catalogue)) for lesson in wording.lessons}
    return Exchange(
        key=message.key,
        question=message.question,
        has_holes=HOLE in message.question,
        asked=f"{message.asked_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}",
        is_emergency=is_emergency,
        warning=_warning(told, catalogue, leads_on=not is_emergency) if told.warning else None,
        cards=tuple(Card(card.lead, _said(card.text, card.situation, catalogue)) for card in told.cards),
        said=said,
        quotes=tuple(_quotes(told)),
        sources=tuple(_sources(told.facts)) if not told.situation else (),
        suggestions=tuple(Link(one.anchor, one.title) for one in told.suggestions if one.lesson not in linked),
        was_helpful=message.was_helpful,
        erase_url=f"{path_to('erase_page')}?tin={message.key}",
    )


def conversation_text(messages: Iterable[Message], absolute: str) -> str:
    """All of it as plain text. `absolute`: what stands before the paths of our pages."""
    return "\n\n".join([f"{TITLE}. {MACHINE}", *(_written_out(message, absolute) for message in messages)]) + "\n"


def _written_out(message: Message, absolute: str) -> str:
    told = read_told(message.answer)
    cited = [(one.title, one.anchor) for one in told.citations]
    places = dict.fromkeys([*cited, *((one.title, one.anchor) for one in told.suggestions)])
    lines = [f"{message.asked_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}", f"Hỏi: {message.question}"]
    lines += [line for line in (told.warning, *(card.lines for card in told.cards), f"Đáp: {told.text}") if line]
    return "\n".join([*lines, *(f"Xem bài {title}: {absolute}{anchor}" for title, anchor in places)])


def _page_url(page: int, path_to: PathTo) -> str:
    return f"{path_to('tutor')}?trang={page}" if page > 1 else str(path_to("tutor"))


def _said(text: str, situation: str, catalogue: Catalogue) -> Said:
    wording = _spoken(text, situation, catalogue)
    return Said(callable_html(wording), ()) if wording else Said("", tuple(text.split("\n")))


def _spoken(text: str, situation: str, catalogue: Catalogue) -> Wording | None:
    """The wording that a text is; None, where it was said with other words than today's."""
    wording = catalogue.wordings.get(situation)
    return wording if wording and wording.text == text else None


def _warning(told: Told, catalogue: Catalogue, *, leads_on: bool) -> Said:
    """Whoever needs help at once is not led away to a lesson about secrets."""
    warning = _said(told.warning, told.warned, catalogue)
    return warning if leads_on else replace(warning, html=LESSON_BUTTON.sub("", warning.html))


def callable_html(wording: Wording) -> str:
    """The teacher's words; the hotlines among its facts can be called with one tap, and no other number can."""
    html = wording.html
    for fact in wording.facts:
        number = "".join(filter(str.isdigit, fact.value))
        if fact.kind == "duong-day-nong" and number:
            call = f'<a class="fact call" href="tel:{number}">{escape(fact.text)}</a>'
            html = html.replace(fact.html(), call)
    return html


def _written(told: Told) -> Said | None:
    """What a model wrote; its sources stand below. Quotations speak for themselves, also where it wrote nothing else."""
    if told.source == "embedded" and told.citations:
        return None
    sources = {source_line(fact.source, fact.seen_on) for fact in told.facts}
    lines = tuple(line for line in told.text.split("\n") if line and line not in sources)
    is_quoted = _words(*lines) == _words(*(one.quote for one in told.citations))
    return None if is_quoted else Said("", lines)


def _words(*texts: str) -> list[str]:
    return re.findall(r"\w+", " ".join(texts).casefold())


def _quotes(told: Told) -> Iterator[Quote]:
    for anchor, cited in groupby(told.citations, key=lambda one: one.anchor):
        sentences = tuple(cited)
        yield Quote(tuple(one.quote for one in sentences), anchor, sentences[0].title)


def _sources(facts: Iterable[ToldFact]) -> Iterator[SourceNote]:
    for source, url, seen_on in dict.fromkeys((fact.source, fact.url, fact.seen_on) for fact in facts):
        yield SourceNote(source, url if is_listed(url) else "", seen_on)
