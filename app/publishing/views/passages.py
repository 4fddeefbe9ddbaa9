"""A difference as it stands on a page, with what was said of its lines."""

from collections.abc import Iterable, Mapping, Sequence

from app.publishing.domain.difference import Passage, Row
from app.publishing.pages import CommentView, PassageView, RowView


def passage_views(
    passages: Iterable[Passage], comments: Mapping[int, Sequence[CommentView]], here: str, asked: int
) -> tuple[PassageView, ...]:
    """`here`: the page on which lines can be commented; "" where nobody comments."""
    return tuple(
        PassageView(rows := tuple(_row_view(row, comments, here, asked) for row in passage.rows), _is_folded(passage, rows))
        for passage in passages
    )  # fmt: skip


def _is_folded(passage: Passage, rows: Iterable[RowView]) -> bool:
    return passage.folded and not any(row.comments or row.is_asked for row in rows)


def _row_view(row: Row, comments: Mapping[int, Sequence[CommentView]], here: str, asked: int) -> RowView:
    line = row.new or 0
    return RowView(
        kind=row.kind,
        line=line,
        old_line=row.old or 0,
        before=row.before,
        after=row.after,
        comments=tuple(comments.get(line, ())) if line else (),
        comment_url=f"{here}?dong={line}#dong-{line}" if here and line else "",
        is_asked=bool(here) and line == asked and line > 0,
    )
