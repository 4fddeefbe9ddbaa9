"""From counts to pages, in a teacher's words: pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import unescape

from app.core.clock import VIETNAM
from app.courses.domain.bank import BankFile
from app.courses.domain.exercises import Exercise
from app.courses.domain.lessons import Lesson, Step
from app.observations.domain.choices import Choice, Counted, members_of
from app.observations.domain.discrimination import Fault
from app.observations.domain.playing import Played, ScreenUse
from app.observations.domain.stops import Way, neediest
from app.observations.pages import (
    BankRow,
    Bar,
    Board,
    CountingPage,
    CourseGroup,
    LessonRow,
    ObservationsPage,
    ObservedLessonPage,
    PhoneScreenView,
    ScreenView,
)
from app.observations.queries import MOST_ATTEMPTS
from app.observations.service import Kept, ObservedExercise, ObservedLesson
from app.quiz.domain.simulation.screens import Simulation

TITLE = "Người học làm ra sao"
SITE = "Bàn soạn bài"
FIRST = 5  # lessons that stand above all courses
LONGEST_HEADING = 70  # characters
HIDDEN = "giấu"
TOO_FEW = "Chưa đủ 5 người nên chưa kể được gì."
SOME_HIDDEN = "Có con số được giấu, vì nhóm ấy ít hơn 5 người."
WARNINGS: Mapping[Fault, str] = {
    "": "",
    "key": "Có thể đáp án đang đánh dấu sai: người làm tốt các câu khác lại hay sai câu này hơn người làm kém. "
    "Thầy cô xem lại đáp án và lời hỏi.",
    "flat": "Câu này không phân biệt được ai đã hiểu, ai chưa: người làm tốt các câu khác cũng hay sai câu này. "
    "Thầy cô xem lời hỏi có mập mờ không.",
}
RARE = "Hầu như không ai chọn. Thầy cô thay bằng một lỗi mà người thật hay mắc."

PathTo = Callable[..., object]


def observations_page(kept: Kept[Mapping[str, Way]], bank: Iterable[str], path_to: PathTo) -> ObservationsPage:
    """`bank`: the files of the bank that the reader sees."""
    ways, catalogue = kept.found, kept.catalogue
    lessons = list(catalogue.lessons.values())
    ranked = [lessons[place] for place in neediest([ways[lesson.slug] for lesson in lessons])]
    rows = {lesson.slug: _row(lesson, ways[lesson.slug], path_to) for lesson in ranked}
    courses = (
        _course(course.about.name, [rows[lesson.slug] for lesson in ranked if lesson.course == course.slug])
        for course in catalogue.courses
    )
    return ObservationsPage(
        title=f"{TITLE} · {SITE}",
        counted_at=_moment(kept.at),
        first=tuple(rows[lesson.slug] for lesson in ranked if rows[lesson.slug].lost)[:FIRST],
        courses=tuple(course for course in courses if course.lessons),
        bank=tuple(BankRow(str(path_to("observed_lesson", slug=slug)), slug) for slug in bank),
    )


def counting_page(again: str) -> CountingPage:
    return CountingPage(f"Đang đếm · {SITE}", again)


def _course(name: str, rows: Sequence[LessonRow]) -> CourseGroup:
    return CourseGroup(name, tuple(rows), sum(bool(row.lost) for row in rows))


def _row(lesson: Lesson, way: Way, path_to: PathTo) -> LessonRow:
    lost, share = "", 0
    if way.worst is not None and way.began:
        people = way.stops[way.worst] or 0
        lost = f"Nhiều người dừng nhất {_stretch(lesson, way.worst)}: {people} người, quá 7 ngày chưa quay lại."
        share = _percent(people, way.began)
    url = str(path_to("observed_lesson", slug=lesson.slug))
    return LessonRow(url, lesson.about.title, _began(way), lost, share)


def _began(way: Way) -> str:
    if way.began is None:
        return TOO_FEW
    if way.finished is None:
        return f"{way.began} người bắt đầu. {SOME_HIDDEN}"
    return f"{way.began} người bắt đầu, {_people(way.finished)} học xong."


def _stretch(lesson: Lesson, place: int) -> str:
    """Which screens lie between the exercise before this place and its own."""
    if place == len(lesson.exercises):
        return "sau câu cuối, còn câu khác bỏ trống"
    last = lesson.number_of(lesson.exercises[place].slug)
    first = lesson.number_of(lesson.exercises[place - 1].slug) + 1 if place else 1
    return f"ở màn {last}" if first == last else f"từ màn {first} đến màn {last}"


def observed_lesson_page(kept: Kept[ObservedLesson], path_to: PathTo) -> ObservedLessonPage:
    holder = kept.found.holder
    name = holder.about.title if isinstance(holder, Lesson) else holder.slug
    screens = holder.screens if isinstance(holder, Lesson) else holder.exercises
    return ObservedLessonPage(
        title=f"{name} · {TITLE}",
        name=name,
        counted_at=_moment(kept.at),
        sentences=tuple(_walked(kept.found.way)),
        screens=tuple(_screen(holder, number, screen, kept.found) for number, screen in enumerate(screens, 1)),
        file_url=str(path_to("file", path=holder.path)),
    )


def _walked(way: Way | None) -> Iterator[str]:
    if way is None:
        return
    yield _began(way)
    if way.recent:
        yield f"{way.recent} người đang học dở, vừa vào trong 7 ngày qua."
    if way.stops and way.stops[-1]:
        yield f"{way.stops[-1]} người đã tới câu cuối nhưng còn câu khác bỏ trống."


def _screen(holder: Lesson | BankFile, number: int, screen: Step | Exercise, found: ObservedLesson) -> ScreenView:
    if isinstance(screen, Step):
        return ScreenView(number, screen.title, (), "", None, (), ())
    seen = found.exercises[screen.slug]
    passed = tuple(_passed(holder, screen, found.way)) if isinstance(holder, Lesson) and found.way else ()
    return ScreenView(
        number=number,
        title=_heading(screen),
        sentences=(*passed, *(_played(seen.played) if seen.played else ())),
        warning=WARNINGS[seen.fault],
        board=_board(seen.counted) if seen.counted else None,
        older=tuple(_board(one) for one in seen.older if one.people is not None),
        phone=tuple(_phone(seen)),
    )


def _heading(exercise: Exercise) -> str:
    """The beginning of what is asked, as plain text."""
    body = exercise.body
    stem = body.stem if isinstance(body, Simulation) else members_of(body)[0].stem
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", stem)).split())
    short = text if len(text) <= LONGEST_HEADING else text[:LONGEST_HEADING].rsplit(" ", 1)[0] + "…"
    return f"Tập bấm: {short}" if isinstance(body, Simulation) else f"Câu hỏi: {short}"


def _passed(lesson: Lesson, exercise: Exercise, way: Way) -> Iterator[str]:
    place = lesson.exercises.index(exercise)
    came, stopped = way.came_to(place), way.stops[place]
    if came:
        yield f"{came} người đi tới đoạn này (không kể ai đang học dở)."
    if stopped:
        yield f"{stopped} người dừng {_stretch(lesson, place)}, quá 7 ngày chưa quay lại."


def _board(found: Counted) -> Board:
    if found.people is None:
        return Board((TOO_FEW,), ())
    return Board(tuple(_answered(found)), tuple(_bar(choice, found) for choice in found.choices))


def _answered(found: Counted) -> Iterator[str]:
    people = found.people or 0
    if found.right is not None:
        share = f" ({_percent(found.right, people)} trong 100)" if found.right else ""
        yield f"{people} người trả lời lần đầu, {_people(found.right)} đúng ngay{share}."
    elif found.right_of_ten:
        yield f"{people} người trả lời lần đầu. Từ {found.right_of_ten} trong 10 người trở lên đúng ngay."
    else:
        yield f"{people} người trả lời lần đầu."
    if found.each_alone:
        yield "Một người có thể được đếm ở nhiều dòng."
    if found.hidden and any(choice.people is not None for choice in found.choices):
        yield f"Các dòng ghi “{HIDDEN}” cộng lại là {found.hidden} người."
    elif any(choice.people is None for choice in found.choices):
        yield SOME_HIDDEN


def _bar(choice: Choice, found: Counted) -> Bar:
    note = RARE if choice in found.rare else ""
    if choice.people is None:
        return Bar(choice.text, choice.right, HIDDEN, None, note)
    return Bar(choice.text, choice.right, _people(choice.people), _percent(choice.people, found.people or 1), note)


def _played(found: Played) -> Iterator[str]:
    if found.people is None:
        yield TOO_FEW
        return
    which = f"{found.people} người tập lần đầu"
    if found.people + 5 > MOST_ATTEMPTS:
        which = f"{found.people} người vào tập gần đây nhất, mỗi người kể lần đầu"
    yield f"{which}; {_people(found.reached)} làm tới cuối." if found.reached is not None else f"{which}. {SOME_HIDDEN}"
    if found.seconds:
        yield f"Từ lần bấm đầu đến lúc xong: chừng {_time(found.seconds)}, một nửa số người lâu hơn thế."


def _phone(seen: ObservedExercise) -> Iterator[PhoneScreenView]:
    for screen in seen.played.screens if seen.played else ():
        sentences = tuple(_used(screen))
        if sentences:
            yield PhoneScreenView(screen.name, sentences)


def _used(screen: ScreenUse) -> Iterator[str]:
    if screen.helped:
        yield f"{screen.helped} người cần gợi ý."
    needs = ("chỉ cần nút sáng lên", "cần đọc lời gợi ý", "cần chỉ tận nơi")
    told = [f"{people} người {need}" for need, people in zip(needs, screen.hints, strict=True) if people]
    if told:
        yield f"{', '.join(told)}."
    for mistake in screen.mistakes:
        yield f"{mistake.people} người bấm nhầm hoặc gõ nhầm ở “{mistake.name}”."
    if screen.left:
        yield f"{screen.left} người bỏ dở ở màn hình này."


def _people(count: int) -> str:
    return f"{count} người" if count else "không ai"


def _percent(part: int, total: int) -> int:
    return round(100 * part / total)


def _time(seconds: int) -> str:
    minutes, left = divmod(seconds, 60)
    return " ".join(part for part in (f"{minutes} phút" if minutes else "", f"{left} giây" if left else "") if part)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
