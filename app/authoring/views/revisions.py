"""What was saved of a draft, save by save, and the drafts that were given up."""

from collections.abc import Collection, Mapping, Sequence

from app.authoring.models import Draft, DraftMove, DraftRevision
from app.authoring.pages.desk import ClosedRow
from app.authoring.pages.revisions import RevisionPage, RevisionRow, RevisionsPage
from app.authoring.queries import ClosedDraft, SavedRevision
from app.authoring.views.editor import DESK, Names, moment, title_of
from app.courses.domain.catalogue import Catalogue
from app.courses.views import PathTo

SOMEBODY = "người khác"
MOVED = {"submitted": "gửi đi duyệt", "writing": "đưa về viết tiếp", "published": "đăng", "closed": "bỏ bản nháp"}


def revisions_page(
    draft: Draft,
    text: str,
    rows: Sequence[SavedRevision],
    moves: Sequence[DraftMove],
    names: Names,
    catalogue: Catalogue,
    path_to: PathTo,
) -> RevisionsPage:
    """`rows` and `moves`: the newest first; `text`: of the draft now."""
    heading, oldest = title_of(draft.path, catalogue, text), rows[-1].number if rows else 1
    here = str(path_to("revisions", draft_id=draft.id))
    return RevisionsPage(
        title=f"Các bản lưu: {heading} · {DESK}",
        heading=heading,
        path=draft.path,
        rows=tuple(
            RevisionRow(
                url=str(path_to("revision", draft_id=draft.id, number=row.number)),
                saved=f"{moment(row.saved_at)}, {names.get(row.account_id, SOMEBODY)}",
                is_current=row.number == draft.number,
                is_aside=row.waiting,
            )
            for row in rows
        ),
        moves=tuple(f"{moment(row.at)}, {names.get(row.account_id, SOMEBODY)}: {MOVED[row.state]}." for row in moves),
        older_url=f"{here}?truoc={oldest}" if oldest > 1 else "",
        back_url=str(path_to("edit_draft", draft_id=draft.id)),
    )


def revision_page(
    draft: Draft, revision: DraftRevision, names: Names, open_id: int | None, catalogue: Catalogue, path_to: PathTo
) -> RevisionPage:
    """`open_id`: the draft of this path that is open, if one is."""
    place: Mapping[str, int] = {"draft_id": draft.id, "number": revision.number}
    is_current = draft.state == "writing" and revision.number == draft.number
    may_take = draft.state == "writing" if draft.is_open else open_id is None
    return RevisionPage(
        title=f"Bản lưu: {title_of(draft.path, catalogue, revision.text)} · {DESK}",
        path=draft.path,
        saved=f"{moment(revision.saved_at)}, {names.get(revision.account_id, SOMEBODY)}",
        lines=revision.text,
        is_open=draft.is_open,
        is_current=is_current,
        action=str(path_to("restore_revision", **place)) if may_take and not is_current else "",
        seen=draft.number,
        open_url=str(path_to("edit_draft", draft_id=open_id)) if open_id is not None and open_id != draft.id else "",
        back_url=str(path_to("revisions", draft_id=draft.id)),
    )


def closed_row(
    draft: ClosedDraft, open_paths: Collection[str], names: Names, catalogue: Catalogue, path_to: PathTo
) -> ClosedRow:
    """`open_paths`: of the drafts that are being written; who goes on with one of those goes on there."""
    by = f", {names.get(draft.closed_by, SOMEBODY)}" if draft.closed_by else ""
    return ClosedRow(
        title=title_of(draft.path, catalogue, draft.text),
        path=draft.path,
        closed=f"Bỏ lúc {moment(draft.updated_at)}{by}.",
        url=str(path_to("revisions", draft_id=draft.id)),
        action=""
        if draft.path in open_paths
        else str(path_to("restore_revision", draft_id=draft.id, number=draft.number)),
    )
