"""What can be asked of the machine, what it wrote, line by line: pure."""

from collections.abc import Collection, Sequence

from app.authoring.domain.suggesting.line_changes import LineChange, line_changes, with_taken
from app.authoring.domain.suggesting.places import Place
from app.authoring.domain.suggesting.replies import Suggestion
from app.authoring.domain.suggesting.requests import Wish, can_ask
from app.authoring.pages.suggesting import AskedPlace, ChangedLines, SuggestionPage, SuggestPage
from app.authoring.pages.waiting import WaitingPage
from app.courses.views import PathTo

WISHES: dict[Wish, str] = {
    "easier": "Bản dễ đọc hơn",
    "question": "Một câu hỏi mới",
    "feedback": "Lời nhắn mới cho cách sai",
}


def suggest_page(draft_id: int, path: str, found: Sequence[Place], error: str, path_to: PathTo) -> SuggestPage:
    asked = tuple(
        AskedPlace(
            _name(place),
            tuple((f"{wish}.{place.first}", words) for wish, words in WISHES.items() if can_ask(wish, place)),
        )
        for place in found
    )
    return SuggestPage(
        title="Nhờ máy gợi ý · Bàn soạn bài",
        path=path,
        error=error,
        places=tuple(place for place in asked if place.wishes),
        action=str(path_to("ask_suggestion", draft_id=draft_id)),
        back_url=str(path_to("edit_draft", draft_id=draft_id)),
    )


def writing_page(draft_id: int, place: Place, path_to: PathTo) -> WaitingPage:
    return WaitingPage(
        title="Máy đang viết · Bàn soạn bài",
        heading="Máy gợi ý",
        about=_name(place),
        words="Máy đang viết. Thầy cô chờ một lát, có khi đến một phút. Chữ của máy hiện ở ngay dưới.",
        back="Về bản nháp",
        back_url=str(path_to("edit_draft", draft_id=draft_id)),
    )


def suggestion_page(
    draft_id: int, number: int, place: Place, found: Suggestion | str, path_to: PathTo
) -> SuggestionPage:
    """`found`: what can be used, or in words why nothing can."""
    wish: Wish = found.wish if isinstance(found, Suggestion) else "easier"
    block = found.block if isinstance(found, Suggestion) else place.text
    changes = _changes(place, wish, block)
    return SuggestionPage(
        title=WISHES[wish],
        refusal="" if isinstance(found, Suggestion) else found,
        changes=tuple(
            ChangedLines(index, change.line, "\n".join(change.old), "\n".join(change.new))
            for index, change in enumerate(changes)
        ),
        number=number,
        line=place.first,
        wish=wish,
        block=block,
        action=str(path_to("take_suggestion", draft_id=draft_id)),
        again_url=str(path_to("suggest", draft_id=draft_id)),
    )


def suggested_text(text: str, place: Place, wish: Wish, block: str, taken: Collection[int]) -> str:
    """The text with those changes that were taken, numbered as `suggestion_page` shows them."""
    return with_taken(text, _changes(place, wish, block), taken)


def _changes(place: Place, wish: Wish, block: str) -> tuple[LineChange, ...]:
    """Of the whole text, by its lines."""
    if wish == "question":
        return (LineChange(place.last + 1, (), ("", *block.split("\n"))),)
    return line_changes(place.text, block, place.first)


def _name(place: Place) -> str:
    """What the teacher knows it by: its heading, or its first words."""
    lines = [line.strip() for line in place.text.split("\n")[1:] if line.strip()]
    words = next((line.lstrip("# ") for line in lines if line.startswith("#")), lines[0] if lines else place.name)
    return f"Dòng {place.first}: {words[:80]}"
