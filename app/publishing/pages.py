"""What the templates of this feature receive."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from app.publishing.domain.difference import Piece


@dataclass(frozen=True)
class WaitingRow:
    """A draft that waits for somebody to decide. `why_not`: why whoever looks may not; "" when they may."""

    url: str
    title: str
    path: str
    waits: str
    approvals: str
    labels: str
    why_not: str


@dataclass(frozen=True)
class ReviewsPage:
    """Drafts that wait, the longest first: for whoever looks, then for others."""

    template: ClassVar[str] = "reviews.html"
    title: str
    mine: tuple[WaitingRow, ...]
    others: tuple[WaitingRow, ...]


@dataclass(frozen=True)
class CommentView:
    """`moved`: what became of the line it was written at, in words; "" when it reads as then. `resolve_url`: "" once it
    is settled."""

    by: str
    text: str
    moved: str
    resolve_url: str


@dataclass(frozen=True)
class RowView:
    """A line of the difference: `line` of the new text, 0 for what is gone. Of a changed line both sides are filled.
    `comment_url`: "" where nobody comments."""

    kind: Literal["same", "changed", "removed", "added"]
    line: int
    old_line: int
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    comments: tuple[CommentView, ...]
    comment_url: str
    is_asked: bool


@dataclass(frozen=True)
class PassageView:
    """`folded`: lines that are shown on a press."""

    rows: tuple[RowView, ...]
    folded: bool


@dataclass(frozen=True)
class CommentLink:
    """An open comment, where all of them stand together."""

    url: str
    line: int
    by: str
    text: str


@dataclass(frozen=True)
class StepView:
    """`said_at`: "" where nobody noted the moment."""

    said_at: str
    what: str
    said: str


@dataclass(frozen=True)
class FaultView:
    """`url`: to its line of the difference, "" where it is of another file."""

    url: str
    place: str
    message: str


@dataclass(frozen=True)
class DraftReviewPage:
    """A draft beside what learners see now. Addresses of forms are "" where whoever looks cannot do that; `why_not` says
    why they decide nothing. `number`: the revision that is shown, sent with every decision."""

    template: ClassVar[str] = "draft_review.html"
    title: str
    heading: str
    path: str
    state: Literal["writing", "submitted", "published", "closed"]
    number: int
    error: str
    faults: tuple[FaultView, ...]
    typed_comment: str
    typed_return: str
    written_by: str
    waits: str
    labels: str
    approvals: str
    why_not: str
    steps: tuple[StepView, ...]
    open_comments: tuple[CommentLink, ...]
    passages: tuple[PassageView, ...]
    changed: int
    comment_url: str
    approve_url: str
    publish_url: str
    return_url: str
    edit_url: str
    versions_url: str


@dataclass(frozen=True)
class OutcomePage:
    """What came of submitting or publishing, `error` where nothing did. Stands in a WaitingPage."""

    template: ClassVar[str] = "outcome.html"
    title: str
    done: str
    error: str
    faults: tuple[FaultView, ...]
    review_url: str


@dataclass(frozen=True)
class VersionRow:
    """A text that the file held. `diff_url`: what it changed, "" for the first; `restorable`: not what the file holds."""

    id: str
    at: str
    how: str
    is_current: bool
    diff_url: str
    restorable: bool


@dataclass(frozen=True)
class VersionsPage:
    """Every text that a file held, the newest first; `passages`: the difference of the two that were chosen."""

    template: ClassVar[str] = "versions.html"
    title: str
    path: str
    file_url: str
    error: str
    draft_url: str
    versions: tuple[VersionRow, ...]
    old: str
    new: str
    compared: str
    passages: tuple[PassageView, ...]
    changed: int
    restore_url: str


@dataclass(frozen=True)
class RewriteRow:
    """A step said anew. `note`: for whom, and what is to look at."""

    url: str
    title: str
    note: str


@dataclass(frozen=True)
class RewriteGroup:
    heading: str
    rows: tuple[RewriteRow, ...]
    is_open: bool


@dataclass(frozen=True)
class RewritesPage:
    """Steps said anew: what waits for a teacher first. `counts` and `cost` in words."""

    template: ClassVar[str] = "rewrites.html"
    title: str
    counts: str
    cost: str
    groups: tuple[RewriteGroup, ...]


@dataclass(frozen=True)
class PieceView:
    """A paragraph or an item of a list, as it is typed."""

    number: int
    source: str
    text: str


@dataclass(frozen=True)
class RewritePage:
    """A step as its teacher wrote it, beside the words made for some readers. `findings`: what the check says of no place in
    particular. Addresses of forms are "" where whoever looks cannot do that; `why_not` says why they may not accept.
    `mark` names what is shown, and is sent with every decision."""

    template: ClassVar[str] = "rewrite.html"
    title: str
    heading: str
    about: str
    state: str
    labels: str
    error: str
    reason: str
    findings: tuple[str, ...]
    passages: tuple[PassageView, ...]
    pieces: tuple[PieceView, ...]
    steps: tuple[StepView, ...]
    mark: str
    typed_said: str
    is_editing: bool
    why_not: str
    accept_url: str
    reject_url: str
    take_back_url: str
    edit_url: str
    lesson_url: str
