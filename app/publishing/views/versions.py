"""Every version of a file."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from app.authoring.views.editor import DESK, Names
from app.core.clock import VIETNAM
from app.courses.views import PathTo
from app.publishing.domain.difference import Passage, changed_count
from app.publishing.domain.versions import Version
from app.publishing.pages import VersionRow, VersionsPage
from app.publishing.views.passages import passage_views


def versions_page(
    path: str,
    versions: Sequence[Version],
    chosen: tuple[Version, Version] | None,
    passages: Sequence[Passage],
    file_text: str | None,
    names: Names,
    path_to: PathTo,
    *,
    file_url: str,
    error: str = "",
    draft_url: str = "",
) -> VersionsPage:
    here = versions_url(path, path_to)
    rows = tuple(
        VersionRow(
            id=version.id,
            at=moment(version.at),
            how=_how(version, names),
            is_current=version.text == file_text and place == 0,
            diff_url=f"{here}?cu={versions[place + 1].id}&moi={version.id}#khac" if place + 1 < len(versions) else "",
            restorable=version.text != file_text,
        )
        for place, version in enumerate(versions)
    )
    old, new = chosen or (versions[min(1, len(versions) - 1)], versions[0])  # what the choice starts with
    return VersionsPage(
        title=f"Các bản đã đăng · {DESK}",
        path=path,
        file_url=file_url,
        error=error,
        draft_url=draft_url,
        versions=rows,
        old=old.id,
        new=new.id,
        compared=f"Từ bản {moment(old.at)} đến bản {moment(new.at)}" if chosen else "",
        passages=passage_views(passages, {}, "", 0),
        changed=changed_count(passages),
        restore_url=here,
    )


def _how(version: Version, names: Names) -> str:
    if version.id == "tep":
        return "Tệp trong thư mục lúc này"
    if version.account_id is None:
        return "Thấy trong thư mục (không qua bàn soạn bài)"
    return f"{names.get(version.account_id, 'Người khác')} đăng"


def versions_url(path: str, path_to: PathTo) -> str:
    return str(path_to("versions", path=quote(path)))


def moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
