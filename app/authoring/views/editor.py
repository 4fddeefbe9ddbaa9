"""A draft in the editor, two texts of it beside each other, the drafts on the desk's front page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import cast

from app.authoring.domain.judging import Judged, written_title
from app.authoring.domain.merging import Choice, Conflict, Passage, Side, conflicts_of
from app.authoring.models import Draft, DraftRevision, DraftState
from app.authoring.pages.desk import DeskLink, DraftRow
from app.authoring.pages.editor import EditorPage, EndedPage, MergePage, PassageView
from app.authoring.pages.files import RemarkView
from app.authoring.queries import OpenDraft
from app.authoring.service import Saved
from app.authoring.views.files import diagnostic_views
from app.core.clock import VIETNAM
from app.courses.domain.catalogue import Catalogue
from app.courses.views import PathTo

Names = Mapping[int, str]  # of accounts, by their ids
CHOICES: Mapping[str, Choice] = {"ours": "ours", "theirs": "theirs", "both": "both"}
DESK = "Bàn soạn bài"


def moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m}"


def title_of(path: str, catalogue: Catalogue, text: str = "") -> str:
    """By which name people know the file: the title in this text of it, the one that learners see, or its path."""
    if path.split("/")[1:2] == ["tutor"]:
        return "Lời trợ lý nói"
    published = (lesson.about.title for lesson in catalogue.lessons.values() if lesson.path == path)
    return written_title(text) or next(published, path)


def draft_row(draft: OpenDraft, names: Names, catalogue: Catalogue, path_to: PathTo) -> DraftRow:
    who = names.get(draft.last, "người khác")
    return DraftRow(
        url=str(path_to("edit_draft", draft_id=draft.id)),
        title=title_of(draft.path, catalogue, draft.text),
        path=draft.path,
        state=cast("DraftState", draft.state),
        changed=f"{who} sửa lúc {moment(draft.updated_at)}.",
    )


def waiting_row(revision: DraftRevision, path: str, catalogue: Catalogue, path_to: PathTo) -> DraftRow:
    """Something I typed that has not gone in."""
    return DraftRow(
        url=merge_url(revision, path_to),
        title=title_of(path, catalogue, revision.text),
        path=path,
        state="writing",
        changed=f"Thầy cô gõ lúc {moment(revision.saved_at)}.",
        waits=True,
    )


def merge_url(revision: DraftRevision, path_to: PathTo) -> str:
    return str(path_to("merge_page", draft_id=revision.draft_id, number=revision.number))


def save_notice(saved: Saved, names: Names, strange: int) -> str:
    """What somebody has to know of their save; "" when it simply went well."""
    by = "Người khác" if saved.others else "Một trang khác của thầy cô"
    told = {
        "merged": _merged(saved, names),
        "conflict": f"{by} vừa sửa đúng những dòng thầy cô đang sửa. Cả hai bản đều đã được giữ lại.",
        "submitted": "Bài vừa được gửi đi duyệt trong lúc thầy cô gõ. Chữ thầy cô vừa gõ đã được giữ riêng.",
        "ended": "Bản nháp này vừa được đăng, hoặc vừa được bỏ. Chữ thầy cô vừa gõ đã được giữ riêng.",
    }.get(saved.kept, "")
    lost = f"Có {strange} ký tự lạ máy không giữ được, chỗ ấy nay là dấu �." if strange else ""
    return " ".join(filter(None, (told, lost)))


def _merged(saved: Saved, names: Names) -> str:
    lines = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in saved.lines)
    where = f" Chữ mới ở dòng {lines}." if lines else ""
    if not saved.others:
        return f"Đã ghép chữ ở một trang khác của thầy cô vào trang này.{where}"
    who = ", ".join(sorted(names[other] for other in saved.others if other in names)) or "người khác"
    return f"Đã ghép chữ của {who} vào bản của thầy cô.{where}"


def editor_page(
    draft: Draft,
    text: str,
    judged: Judged,
    catalogue: Catalogue,
    links: Mapping[str, str],
    *,
    writer: int,
    saved_at: datetime,
    saved_by: str,
    saved: Saved | None = None,
    notice: str = "",
    waiting: Sequence[DraftRevision] = (),
    path_to: PathTo,
) -> EditorPage:
    """`links` by the name of their field; what is not among them is not offered."""
    heading = title_of(draft.path, catalogue, text)
    return EditorPage(
        title=f"{heading} · {DESK}",
        heading=heading,
        path=draft.path,
        state=cast("DraftState", draft.state),
        number=draft.number,
        own=saved.own if saved else draft.number,
        text=text,
        writer=writer,
        kept=saved.kept if saved else "",
        saved=f"Đã lưu lúc {moment(saved_at)} ({saved_by}).",
        notice=notice,
        waiting=tuple(DeskLink(f"lúc {moment(row.saved_at)}", merge_url(row, path_to)) for row in waiting),
        findings=diagnostic_views(judged.diagnostics),
        errors=sum(diagnostic.severity == "error" for diagnostic in judged.diagnostics),
        remarks=tuple(RemarkView(remark.line, remark.message) for remark in judged.remarks),
        screens=" ".join(map(str, judged.screens)),
        action=str(path_to("save_draft", draft_id=draft.id)),
        preview_url=links.get("preview_url", ""),
        file_url=links.get("file_url", ""),
        submit_url=links.get("submit_url", ""),
        suggest_url=links.get("suggest_url", ""),
        review_url=links.get("review_url", ""),
        take_back_url=links.get("take_back_url", ""),
        close_url=links.get("close_url", ""),
    )


def merge_page(
    draft: Draft,
    passages: Sequence[Passage],
    *,
    why: str,
    action: str,
    seen: str,
    our_name: str,
    their_name: str,
    path_to: PathTo,
    error: str = "",
) -> MergePage:
    return MergePage(
        title=f"Ghép hai bản · {DESK}",
        path=draft.path,
        why=why,
        error=error,
        action=action,
        seen=seen,
        our_name=our_name,
        their_name=their_name,
        passages=tuple(_passage_views(passages, {"ours": our_name, "theirs": their_name})),
        conflicts=len(conflicts_of(passages)),
        back_url=str(path_to("edit_draft", draft_id=draft.id)),
    )


def _passage_views(passages: Iterable[Passage], names: Mapping[Side, str]) -> Iterable[PassageView]:
    number = 0
    for passage in passages:
        if isinstance(passage, Conflict):
            number += 1
            yield PassageView("conflict", number, "", "", "\n".join(passage.ours), "\n".join(passage.theirs))
        else:
            by = names[passage.by] if passage.by else ""
            yield PassageView("settled", 0, "\n".join(passage.lines), by, "", "")


def choices_of(fields: Mapping[str, str]) -> dict[int, Choice]:
    """From the form of a MergePage: by the number of the conflict, from 0."""
    return {
        int(name.removeprefix("cho-")) - 1: CHOICES[value]
        for name, value in fields.items()
        if name.startswith("cho-") and name[4:].isascii() and name[4:].isdigit() and len(name) < 10 and value in CHOICES
    }


def ended_page(draft: Draft, revision: DraftRevision, path_to: PathTo) -> EndedPage:
    return EndedPage(
        title=f"Chữ gõ sau khi bản nháp đã xong · {DESK}",
        path=draft.path,
        lines=revision.text,
        action=str(path_to("carry_over", draft_id=draft.id, number=revision.number)),
        drop_url=str(path_to("give_up", draft_id=draft.id, number=revision.number)),
        back_url=str(path_to("edit_draft", draft_id=draft.id)),
    )
