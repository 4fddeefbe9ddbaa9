"""Use cases: who may publish, what is said and decided about a draft, what is written down around the writing of a file.

Whatever moves a draft locks its row first: of two who decide at once, the second sees what the first did.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.authoring.models import Draft
from app.authoring.service import (
    DraftMoved,
    authors_of,
    find_revision,
    latest_text,
    open_draft_of,
    set_state,
    start_draft,
)
from app.core.ids import version_of
from app.publishing import queries
from app.publishing.domain.decisions import Obstacle, Reviewer, Standing, approval_obstacle, publishing_obstacle
from app.publishing.domain.difference import lines_of
from app.publishing.models import LineComment, Publication, ReviewStep, StepKind
from app.web.errors import NotFound

NO_LABELS: frozenset[str] = frozenset()


class Obstructed(Exception):
    """This person may not decide this now."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


class OpenDraft(Exception):
    """There is a draft of this file already."""

    def __init__(self, draft_id: int) -> None:
        super().__init__(draft_id)
        self.draft_id = draft_id


@dataclass(frozen=True)
class Review:
    """All that is known of a draft's review; the labels of its standing are those of its last submission,
    and those it has come to bear since."""

    standing: Standing
    steps: tuple[ReviewStep, ...]
    comments: tuple[LineComment, ...]
    publication: Publication | None


def reviewer(session: Session, account_id: int) -> Reviewer:
    return Reviewer(account_id, account_id in queries.publishers_among(session, [account_id]))


# Reviewing


def review_of(session: Session, draft: Draft, labels: frozenset[str] = NO_LABELS) -> Review:
    """`labels`: what it is about by now, beside those of its submission."""
    steps = tuple(queries.steps_of(session, draft.id))
    comments = tuple(queries.comments_of(session, draft.id))
    standing = _standing(session, draft, steps)
    standing = replace(standing, labels=standing.labels | labels)
    return Review(standing, steps, comments, queries.publication_of_draft(session, draft.id))


def _standing(session: Session, draft: Draft, steps: tuple[ReviewStep, ...]) -> Standing:
    approved = {step.account_id for step in steps if step.kind == "approved" and _is_current(step, draft)}
    submitted = [step for step in steps if step.kind == "submitted" and _is_current(step, draft)]
    return Standing(
        is_submitted=draft.state == "submitted",
        authors=authors_of(session, draft),
        approvals=queries.publishers_among(session, approved),
        labels=frozenset(submitted[-1].labels.split()) if submitted else NO_LABELS,
    )


def _is_current(step: ReviewStep, draft: Draft) -> bool:
    return (step.number, step.round) == (draft.number, draft.round)


def submit(session: Session, draft: Draft, number: int, labels: frozenset[str], account_id: int, now: datetime) -> None:
    """From now on its text stays as it is until somebody decides. `number` and `labels`: of the revision that was judged
    and may be published. Raises DraftMoved."""
    _lock(session, draft, number, "writing")
    set_state(session, draft, "submitted", account_id, now)
    _take_step(session, draft, "submitted", account_id, now, labels=labels)


def approve(session: Session, draft: Draft, number: int, account_id: int, now: datetime) -> None:
    """`number`: the revision that this person has read. Raises DraftMoved, Obstructed."""
    _lock(session, draft, number, "submitted")
    obstacle = approval_obstacle(review_of(session, draft).standing, reviewer(session, account_id))
    if obstacle:
        raise Obstructed(obstacle)
    _take_step(session, draft, "approved", account_id, now)


def send_back(session: Session, draft: Draft, number: int, said: str, account_id: int, now: datetime) -> None:
    """Its authors write on; every approval of it is void. Raises DraftMoved, also while it is being published."""
    _lock(session, draft, number, "submitted")
    publication = queries.publication_of_draft(session, draft.id)
    if publication is not None and publication.state == "writing":
        raise DraftMoved
    _take_step(session, draft, "returned", account_id, now, said=said)
    set_state(session, draft, "writing", account_id, now)


def _lock(session: Session, draft: Draft, number: int, state: str) -> None:
    session.refresh(draft, with_for_update=True)
    if (draft.number, draft.state) != (number, state):
        raise DraftMoved


def _take_step(
    session: Session,
    draft: Draft,
    kind: StepKind,
    account_id: int,
    now: datetime,
    *,
    said: str = "",
    labels: frozenset[str] = NO_LABELS,
) -> None:
    session.add(
        ReviewStep(
            draft_id=draft.id, number=draft.number, round=draft.round, kind=kind, said=said,
            labels=" ".join(sorted(labels)), account_id=account_id, at=now,
        )
    )  # fmt: skip
    session.flush()


def comment(
    session: Session, draft: Draft, number: int, line: int, said: str, account_id: int, now: datetime
) -> LineComment:
    """Raises NotFound for a line that this revision does not have, DraftMoved when the draft is done with."""
    if not draft.is_open:
        raise DraftMoved
    revision = find_revision(session, draft, number)
    if not 1 <= line <= len(lines_of(revision.text)):
        raise NotFound("Bản này không có dòng ấy. Thầy cô mở lại trang duyệt để xem bản mới nhất.")
    added = LineComment(draft_id=draft.id, number=number, line=line, text=said, account_id=account_id, at=now)
    session.add(added)
    session.flush()
    return added


def resolve_comment(session: Session, draft: Draft, comment_id: int, account_id: int, now: datetime) -> None:
    """Done with it; who was first stays noted. Raises NotFound for what is no comment of this draft."""
    found = session.get(LineComment, comment_id) if 0 < comment_id < 2**63 else None
    if found is None or found.draft_id != draft.id:
        raise NotFound("Không có lời góp ý này.")
    if found.resolved_at is None:
        found.resolved_at, found.resolved_by = now, account_id


# Around the writing of a file


def intend_publication(
    session: Session,
    draft: Draft,
    number: int,
    text: str,
    labels: frozenset[str],
    replaced: str,
    account_id: int,
    now: datetime,
) -> Publication:
    """What is going to be written, before it is. `labels`: what the text is about as judged now, beside those of the
    submission; `replaced`: version of what the file holds. Raises DraftMoved, Obstructed."""
    _lock(session, draft, number, "submitted")
    if queries.unfinished(session, draft.path):
        raise DraftMoved
    obstacle = publishing_obstacle(review_of(session, draft, labels).standing, reviewer(session, account_id))
    if obstacle == "too-few" and not review_of(session, draft).standing.missing:
        raise Obstructed("relabelled")
    if obstacle:
        raise Obstructed(obstacle)
    intended = Publication(
        path=draft.path, text=text, version=version_of(text), replaced=replaced, draft_id=draft.id, number=number,
        account_id=account_id, at=now, state="writing",
    )  # fmt: skip
    session.add(intended)
    session.flush()
    return intended


def finish_publication(session: Session, draft: Draft, publication: Publication, now: datetime) -> None:
    """The file holds it. The draft is done with, unless somebody closed it meanwhile."""
    session.refresh(draft, with_for_update=True)
    publication.state = "done"
    if (draft.number, draft.state) == (publication.number, "submitted"):
        set_state(session, draft, "published", publication.account_id, now)


def undo_publication(publication: Publication) -> None:
    """The file does not hold it: the draft waits as before."""
    publication.state = "undone"


def restore(session: Session, path: str, text: str, file_text: str, account_id: int, now: datetime) -> Draft:
    """A new draft with an earlier text, to be reviewed like any other; `file_text` is what the file holds. Raises
    OpenDraft."""
    found = open_draft_of(session, path)
    if found is None:
        draft = start_draft(session, path, file_text, text, account_id, now)
        if latest_text(session, draft) == text:
            return draft
        found = draft  # somebody else began one at this moment
    raise OpenDraft(found.id)
