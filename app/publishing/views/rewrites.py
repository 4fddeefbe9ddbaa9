"""Steps said anew by the language model: what waits for a teacher, and one beside its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.authoring.views.editor import DESK, Names, moment
from app.courses.domain.catalogue import Catalogue
from app.courses.views import PathTo, screen_path
from app.publishing.domain.difference import difference
from app.publishing.pages import (
    CommentView,
    PieceView,
    RewriteGroup,
    RewritePage,
    RewriteRow,
    RewritesPage,
    StepView,
)
from app.publishing.views.passages import passage_views
from app.tutor.domain.fidelity.findings import Finding
from app.tutor.domain.fidelity.wording import explained
from app.tutor.domain.passages import with_references
from app.tutor.domain.rewriting.buckets import BUCKETS
from app.tutor.rewriting.deciding import Obstacle, accept_obstacle, mark_of
from app.tutor.rewriting.models import StepRewrite
from app.tutor.rewriting.queries import Tally
from app.tutor.rewriting.queue import findings_of
from app.tutor.rewriting.workshop import Place

CHECKER = "Máy so hai bản"
STATES: Mapping[str, str] = {
    "queued": "chờ máy viết",
    "working": "máy đang viết",
    "accepted": "người học đang thấy",
    "review": "chờ thầy cô",
    "rejected": "không dùng",
    "withdrawn": "đã lấy lại",
}
DEEDS: Mapping[str, str] = {
    "accepted": "nhận", "rejected": "không nhận", "edited": "sửa chữ", "withdrawn": "lấy lại, không cho người học thấy nữa",
}  # fmt: skip
WHY_NOT: Mapping[Obstacle, str] = {
    "no-right": "Thầy cô xem và sửa được. Còn nhận cho người học thấy thì cần người được giao quyền đăng bài.",
    "own-words": "Bài này dạy về an toàn hoặc tiền, mà có chữ của thầy cô, nên cần người khác nhận giúp.",
    "wrong": "Bản này còn chỗ khác ý bài gốc nên chưa nhận được. Thầy cô sửa chữ, hoặc bấm Không nhận.",
    "not-waiting": "",
    "unchanged": "Chữ vẫn như cũ nên chưa có gì để lưu.",
}
OUTDATED = "Bài gốc đã đổi từ lúc viết bản này, nên bản này không dùng nữa."


@dataclass(frozen=True)
class Answered:
    """What is shown again when a form was not taken."""

    error: str = ""
    said: str = ""
    typed: Mapping[int, str] | None = None


def rewrites_page(
    rows: Sequence[StepRewrite], counted: Tally, cost: float, model: str, catalogue: Catalogue, path_to: PathTo
) -> RewritesPage:
    """`rows`: those of the lessons of now. `cost` in đồng."""
    by_state = {state: [_row(row, catalogue, path_to) for row in rows if row.state == state] for state in STATES}
    groups = [
        RewriteGroup(f"{heading} ({len(by_state[state])})", tuple(by_state[state]), state == "review")
        for state, heading in (
            ("review", "Chờ thầy cô xem"), ("accepted", "Người học đang thấy"), ("rejected", "Không dùng"),
            ("withdrawn", "Đã lấy lại"),
        )
        if by_state[state]
    ]  # fmt: skip
    waiting = counted.states["queued"] + counted.states["working"]
    money = f", tốn khoảng {cost:,.0f} đồng".replace(",", ".") if cost >= 1 else ""
    return RewritesPage(
        title=f"Bản viết lại · {DESK}",
        counts=f"{counted.states['review']} bản chờ thầy cô, {counted.states['accepted']} bản người học đang thấy, {waiting} bước chờ máy viết.",
        cost=f"{f'Máy viết: {model}. ' if model else 'Chưa nối máy viết. '}Đã gửi {_characters(counted.asked)}, nhận {_characters(counted.answered)}{money}.",
        groups=tuple(groups),
    )


def _row(row: StepRewrite, catalogue: Catalogue, path_to: PathTo) -> RewriteRow:
    lesson = catalogue.lessons[row.lesson]
    step = next((screen.title for screen in lesson.screens if screen.slug == row.step and hasattr(screen, "title")), "")
    notes = [f"Cho {BUCKETS[row.bucket].name}."]
    if catalogue.labels[row.lesson]:
        notes.append("Bài về an toàn hoặc tiền.")
    if row.findings and row.state == "review":
        notes.append(f"{len(row.findings)} chỗ cần xem.")
    return RewriteRow(str(path_to("rewrite", rewrite_id=row.id)), f"{lesson.about.title}: {step}", " ".join(notes))


def _characters(count: int) -> str:
    return f"{count:,} chữ cái".replace(",", ".")


def rewrite_page(
    row: StepRewrite, place: Place | None, catalogue: Catalogue, account_id: int, names: Names, path_to: PathTo,
    *, may_publish: bool, answered: Answered = Answered(),
) -> RewritePage:  # fmt: skip
    """`place`: the step as it is now; None where it has changed since, or is gone."""
    labelled = place is not None and place.labelled
    obstacle = accept_obstacle(row, account_id, may_publish=may_publish, labelled=labelled) if place else "not-waiting"
    can_decide = place is not None and row.state in ("review", "accepted", "rejected", "withdrawn")
    said = {int(number): text for number, text in row.text.items()}
    passages, general = _compared(place, said, findings_of(row.findings), catalogue) if place else ((), ())
    typed = answered.typed if answered.typed is not None else said

    def form(name: str, *, is_open: bool) -> str:
        return str(path_to(name, rewrite_id=row.id)) if is_open else ""

    return RewritePage(
        title=f"Bản viết lại · {DESK}",
        heading=f"{place.lesson.about.title}: {place.step.title}" if place else row.lesson,
        about=f"Cho {BUCKETS[row.bucket].name}. {_written_by(row, names)}",
        state=STATES[row.state],
        labels="Bài này dạy về an toàn hoặc tiền nên bản nào cũng phải có thầy cô xem." if labelled else "",
        error=answered.error or ("" if place else OUTDATED),
        reason=row.reason if not said else "",
        findings=general,
        passages=passages,
        pieces=tuple(
            PieceView(piece.number, piece.text, typed.get(piece.number, piece.text)) for piece in place.material.pieces
        )
        if place
        else (),
        steps=tuple(_step(entry, names) for entry in row.log),
        mark=mark_of(row),
        typed_said=answered.said,
        is_editing=answered.typed is not None,
        why_not=WHY_NOT[obstacle] if obstacle and row.state != "accepted" else "",
        accept_url=form("accept_rewrite", is_open=obstacle is None),
        reject_url=form("reject_rewrite", is_open=can_decide and row.state == "review"),
        take_back_url=form("take_back_rewrite", is_open=can_decide and row.state == "accepted"),
        edit_url=form("edit_rewrite", is_open=can_decide),
        lesson_url=screen_path(place.lesson, place.lesson.number_of(place.step.slug), path_to) if place else "",
    )


def _written_by(row: StepRewrite, names: Names) -> str:
    if row.edited_by is not None:
        return f"Chữ của {names.get(row.edited_by, 'một thầy cô')}."
    return f"Máy viết ({row.model})." if row.model else ""


def _step(entry: Mapping[str, Any], names: Names) -> StepView:
    who = names.get(entry["by"], "Một thầy cô")
    return StepView(moment(datetime.fromisoformat(entry["at"])), f"{who} {DEEDS[entry['deed']]}", entry["said"])


def _compared(
    place: Place, said: Mapping[int, str], findings: Sequence[Finding], catalogue: Catalogue
) -> tuple[Any, tuple[str, ...]]:
    """The difference, a line for each piece, with what the check says beneath the line that it is about; and what it says of
    none."""
    before = [with_references(piece.text, catalogue) for piece in place.material.pieces]
    after = [with_references(said.get(piece.number, piece.text), catalogue) for piece in place.material.pieces]
    comments: dict[int, list[CommentView]] = {}
    general = []
    for finding in findings:
        line = _line_of(finding, before, after)
        told = _told(finding)
        if line:
            comments.setdefault(line, []).append(CommentView(CHECKER, told, "", ""))
        else:
            general.append(told)
    passages = difference("\n".join(before), "\n".join(after)) if said else ()
    return passage_views(passages, comments, "", 0), tuple(general)


def _line_of(finding: Finding, before: Sequence[str], after: Sequence[str]) -> int:
    """From 1; 0 for none."""
    pairs = zip(before, after, strict=True)
    for number, (old, new) in enumerate(pairs, 1):
        if (finding.rewrite and finding.rewrite in new) or (
            not finding.rewrite and finding.source and finding.source in old
        ):
            return number
    return 0


def _told(finding: Finding) -> str:
    quotes = [f"Bài gốc: “{finding.source}”"] if finding.source else []
    quotes += [f"Bản viết lại: “{finding.rewrite}”"] if finding.rewrite else []
    return "\n".join([explained(finding), *quotes])
