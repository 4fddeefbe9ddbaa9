"""Drafts that wait, and one beside what learners see now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from app.authoring.models import Draft, DraftState
from app.authoring.views.editor import DESK, Names, moment, title_of
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.diagnostics import Diagnostic
from app.courses.views import PathTo
from app.publishing.domain.decisions import (
    Obstacle,
    Reviewer,
    Standing,
    approval_obstacle,
    publishing_obstacle,
    seems_stuck,
    taken_back,
)
from app.publishing.domain.difference import Passage, changed_count
from app.publishing.domain.pinning import Pin
from app.publishing.models import LineComment, ReviewStep
from app.publishing.pages import (
    CommentLink,
    CommentView,
    DraftReviewPage,
    FaultView,
    ReviewsPage,
    StepView,
    WaitingRow,
)
from app.publishing.service import Review
from app.publishing.views.passages import passage_views
from app.publishing.views.versions import versions_url

LABELS = {"an-toan": "an toàn", "tien": "tiền"}
MOVED = {"same": "", "changed": "Dòng này đã sửa từ lúc góp ý.", "gone": "Dòng được góp ý nay không còn."}
DONE = {"submitted": "gửi đi duyệt", "approved": "đồng ý", "returned": "trả về viết tiếp"}
WHY_NOT: Mapping[Obstacle, str] = {
    "not-submitted": "Bản này chưa gửi đi duyệt.",
    "no-right": "Thầy cô góp ý được, còn đồng ý và đăng thì cần người được giao quyền đăng bài.",
    "author": "Thầy cô có viết trong bản này, nên cần người khác duyệt giúp.",
    "approved": "Thầy cô đã đồng ý bản này rồi.",
    "too-few": "Chưa đủ người đồng ý.",
    "relabelled": "Từ lúc gửi đi duyệt, bài này (hoặc một bài dùng tệp này) đã dính tới an toàn hay tiền, nên nay cần hai người khác đồng ý. Ai đã đồng ý thì không phải đồng ý lại.",
}


MOST_FAULTS = 20
TAKEN_BACK = "Bài được lấy về viết tiếp. Những lời đồng ý trước đó không còn tính"
BUSY = "Bài đang được đăng."
STUCK = "Lần đăng trước chưa xong. Ai có quyền đăng bấm Đăng cho người học lần nữa, máy sẽ làm nốt."


@dataclass(frozen=True)
class Waiting:
    """A draft with its newest text, and what was decided about it."""

    draft: Draft
    text: str
    review: Review


def waited(since: datetime, now: datetime) -> str:
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return "vừa gửi"
    return f"chờ {hours // 24} ngày" if hours >= 24 else f"chờ {hours} giờ"


def reviews_page(
    waiting: Iterable[Waiting], reviewer: Reviewer, names: Names, catalogue: Catalogue, path_to: PathTo,
    now: datetime,
) -> ReviewsPage:  # fmt: skip
    rows = [(submission_of(one.review), _waiting_row(one, reviewer, names, catalogue, path_to, now)) for one in waiting]
    in_order = [row for _, row in sorted(rows, key=lambda pair: pair[0].at if pair[0] else now)]
    return ReviewsPage(
        f"Bài chờ duyệt · {DESK}",
        tuple(row for row in in_order if not row.why_not),
        tuple(row for row in in_order if row.why_not),
    )


def _waiting_row(
    waiting: Waiting, reviewer: Reviewer, names: Names, catalogue: Catalogue, path_to: PathTo, now: datetime
) -> WaitingRow:
    draft, review = waiting.draft, waiting.review
    return WaitingRow(
        url=str(path_to("draft_review", draft_id=draft.id)),
        title=title_of(draft.path, catalogue, waiting.text),
        path=draft.path,
        waits=_waits(review, names, now),
        approvals=_approvals(review.standing, names),
        labels=_labels(review.standing),
        why_not=why_not(review.standing, reviewer),
    )


def submission_of(review: Review) -> ReviewStep | None:
    return next((step for step in reversed(review.steps) if step.kind == "submitted"), None)


def why_not(standing: Standing, reviewer: Reviewer) -> str:
    """Why this person decides nothing about it now; "" when they can approve it or publish it."""
    obstacle = approval_obstacle(standing, reviewer)
    if obstacle is None or publishing_obstacle(standing, reviewer) is None:
        return ""
    missing = f" Còn cần {standing.missing} người nữa." if obstacle == "approved" else ""
    return WHY_NOT[obstacle] + missing


def _waits(review: Review, names: Names, now: datetime) -> str:
    submitted = submission_of(review)
    if submitted is None or not review.standing.is_submitted:
        return ""
    who = names.get(submitted.account_id, "người khác")
    return f"{who} gửi lúc {moment(submitted.at)}, {waited(submitted.at, now)}."


def _approvals(standing: Standing, names: Names) -> str:
    if not standing.is_submitted:
        return ""
    counted = sorted(names.get(account, "người khác") for account in standing.approvals - standing.authors)
    agreed = f"Đã đồng ý: {', '.join(counted)}." if counted else "Chưa ai đồng ý."
    return f"{agreed} Còn cần {standing.missing} người nữa." if standing.missing else f"{agreed} Đủ để đăng."


def _labels(standing: Standing) -> str:
    about = " và ".join(LABELS[label] for label in sorted(standing.labels) if label in LABELS)
    return f"Bài dính tới {about}: cần hai người khác đồng ý." if about else ""


def review_page(
    waiting: Waiting,
    passages: Sequence[Passage],
    pins: Mapping[int, Pin],
    reviewer: Reviewer,
    names: Names,
    catalogue: Catalogue,
    path_to: PathTo,
    now: datetime,
    *,
    edit_url: str = "",
    asked: int = 0,
    error: str = "",
    faults: Sequence[Diagnostic] = (),
    typed_comment: str = "",
    typed_return: str = "",
) -> DraftReviewPage:
    """`pins`: where each comment stands now, by its id; `asked`: the line that a comment is being written to."""
    draft, review = waiting.draft, waiting.review
    heading, standing = title_of(draft.path, catalogue, waiting.text), review.standing
    here = str(path_to("draft_review", draft_id=draft.id))
    begun = review.publication if review.publication and review.publication.state == "writing" else None
    is_stuck = begun is not None and seems_stuck(begun.at, now)

    def form(route: str, offered: bool = True) -> str:
        return str(path_to(route, draft_id=draft.id)) if offered else ""

    shown = _shown_comments(draft, review.comments, pins, names, path_to)
    return DraftReviewPage(
        title=f"Duyệt: {heading} · {DESK}",
        heading=heading,
        path=draft.path,
        state=cast("DraftState", draft.state),
        number=draft.number,
        error=error,
        faults=tuple(fault_view(fault, draft.path) for fault in faults[:MOST_FAULTS]),
        typed_comment=typed_comment,
        typed_return=typed_return,
        written_by=", ".join(sorted(names.get(author, "người khác") for author in standing.authors)),
        waits=_waits(review, names, now),
        labels=_labels(standing),
        approvals=_approvals(standing, names),
        why_not=(STUCK if is_stuck else BUSY)
        if begun
        else why_not(standing, reviewer)
        if standing.is_submitted
        else "",
        steps=tuple(_step_views(review.steps, draft.round, names)),
        open_comments=tuple(_comment_link(one, pins[one.id], names) for one in _unsettled(review.comments)),
        passages=passage_views(passages, shown, here if draft.is_open else "", asked),
        changed=changed_count(passages),
        comment_url=form("comment_line"),
        approve_url=form("approve_draft", not begun and approval_obstacle(standing, reviewer) is None),
        publish_url=form("publish_draft", (is_stuck or not begun) and publishing_obstacle(standing, reviewer) is None),
        return_url=form("return_draft", standing.is_submitted and not begun),
        edit_url=edit_url,
        versions_url=versions_url(draft.path, path_to),
    )


def _unsettled(comments: Iterable[LineComment]) -> list[LineComment]:
    return [comment for comment in comments if comment.resolved_at is None]


def _step_views(steps: Sequence[ReviewStep], now: int, names: Names) -> Iterator[StepView]:
    """Also that its authors took it back, which stands nowhere but in the rounds. `now`: the round of the draft."""
    silent = taken_back(((step.kind, step.round) for step in steps), now)
    last = {step.round: step for step in steps}
    for step in steps:
        yield _step_view(step, names)
        if step.round in silent and step is last[step.round]:
            yield StepView("", TAKEN_BACK, "")


def _step_view(step: ReviewStep, names: Names) -> StepView:
    return StepView(moment(step.at), f"{names.get(step.account_id, 'Người khác')} {DONE[step.kind]}", step.said)


def fault_view(fault: Diagnostic, path: str, page_url: str = "") -> FaultView:
    """`path`: of the file whose lines stand at `page_url`, or on the same page."""
    is_here = fault.file == path
    place = f"Dòng {fault.line}" if is_here else f"{fault.file}, dòng {fault.line}"
    return FaultView(f"{page_url}#dong-{fault.line}" if is_here else "", place, fault.message)


def _comment_link(comment: LineComment, pin: Pin, names: Names) -> CommentLink:
    by = names.get(comment.account_id, "Người khác")
    return CommentLink(f"#dong-{pin.line}", pin.line, by, comment.text)


def _shown_comments(
    draft: Draft, comments: Iterable[LineComment], pins: Mapping[int, Pin], names: Names, path_to: PathTo
) -> dict[int, list[CommentView]]:
    """By the line where they stand now."""
    shown: dict[int, list[CommentView]] = {}
    for comment in _unsettled(comments):
        pin = pins[comment.id]
        url = str(path_to("resolve_comment", draft_id=draft.id, comment_id=comment.id))
        view = CommentView(names.get(comment.account_id, "Người khác"), comment.text, MOVED[pin.state], url)
        shown.setdefault(pin.line, []).append(view)
    return shown
