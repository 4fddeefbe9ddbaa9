"""Sittings and groups that are looked at first, and the items of the bank."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from app.assessment.views.words import label_of
from app.courses.domain.frameworks import Framework
from app.integrity.domain.findings import FEWEST, Findings
from app.integrity.domain.items import FEWEST_IN_AUDIENCE, ItemSeen
from app.integrity.domain.ranking import GroupFlag, GroupKind, Suspicion
from app.integrity.pages import (
    GroupView,
    ItemRow,
    ItemSignsPage,
    KindView,
    SignsPage,
    SignView,
    SittingView,
    Tab,
)
from app.integrity.queries import Met
from app.integrity.views.words import (
    GROUP,
    OF_GROUP,
    OF_SITTING,
    TITLE,
    TURN,
    base_rate,
    day,
    moment,
    percent,
    sentence,
    up_to,
)

PathTo: TypeAlias = Callable[..., Any]
LISTED = 30
FEWEST_ANSWERS = 5  # of which a share is told
NOT_YET = "Chưa có lượt so nào. Máy so các lượt thi mỗi giờ một lần, anh chị quay lại sau ít phút."


def signs_page(
    found: Findings | None, at: datetime | None, met: Mapping[int, Met], names: Mapping[tuple[GroupKind, str], str],
    frameworks: Sequence[Framework], here: str, back: Tab, path_to: PathTo, *, opens_cases: bool,
) -> SignsPage:  # fmt: skip
    few = NOT_YET if found is None else _too_few(found)
    kinds = tuple(_kind(kind, found, names) for kind in GROUP) if found and not few else ()
    first = [one for one in (found.first if found else ()) if int(one.id) in met][:LISTED]
    return SignsPage(
        TITLE, back, tabs(frameworks, here, "signs", path_to), _counted(found, at), few, kinds,
        _expected(found) if found and not few else "",
        tuple(_sitting(one, met, path_to, opens_cases) for one in first),
        f"{path_to('item_signs')}?khung={here}",
    )  # fmt: skip


def tabs(frameworks: Sequence[Framework], here: str, route: str, path_to: PathTo) -> tuple[Tab, ...]:
    return tuple(Tab(f"{path_to(route)}?khung={one.id}", one.name, one.id == here) for one in frameworks)


def _too_few(found: Findings) -> str:
    if found.sittings >= FEWEST:
        return ""
    return f"Nửa năm qua chưa tới {FEWEST} lượt thi, ít quá nên chưa so được lượt nào với lượt nào."


def _counted(found: Findings | None, at: datetime | None) -> str:
    if found is None or at is None or found.sittings < FEWEST:
        return ""
    return f"{found.sittings} lượt thi trong nửa năm qua, máy so lúc {moment(at)}."


def _expected(found: Findings) -> str:
    return (
        f"{found.rare} trong {found.sittings} lượt lạ hẳn (gộp mọi dấu hiệu, chưa tới 1 trên 100 lượt bình thường). Nếu ai cũng "
        f"ngay thẳng, trung bình vẫn có {up_to(found.expected_rare)} lượt như vậy."
    )


def _kind(kind: GroupKind, found: Findings, names: Mapping[tuple[GroupKind, str], str]) -> KindView:
    heading, word = GROUP[kind]
    compared = found.compared.get(kind, 0)
    flagged = [flag for flag in found.groups if flag.group == kind]
    expected = (
        f"Lần này nêu {len(flagged)} trong {compared} {word} có từ 5 lượt trở lên. Nếu ai cũng ngay thẳng, trung bình vẫn nêu nhầm "
        f"{up_to(found.expected_false.get(kind, 0.0))} {word}."
        if compared
        else f"Chưa đủ {word} để so: cần ít nhất 8 {word} có từ 5 lượt trở lên."
    )
    return KindView(heading, expected, tuple(_group(flag, names) for flag in flagged))


def _group(flag: GroupFlag, names: Mapping[tuple[GroupKind, str], str]) -> GroupView:
    return GroupView(
        names.get((flag.group, flag.name), f"Một {GROUP[flag.group][1]}"),
        f"{flag.sittings} lượt thi. Gộp mọi dấu hiệu: {base_rate(flag.chance, 'nhóm')}.",
        tuple(SignView(sentence(OF_GROUP[sign.kind]), base_rate(sign.chance, "nhóm")) for sign in flag.signs),
    )


def _sitting(one: Suspicion, met: Mapping[int, Met], path_to: PathTo, opens_cases: bool) -> SittingView:
    known = met[int(one.id)]
    other = met.get(int(one.beside)) if one.beside else None
    signs = tuple(
        SignView(sentence(OF_SITTING[sign.kind](sign.value)), base_rate(sign.chance))
        for sign in one.signs
        if sign.kind in OF_SITTING
    )
    is_alike = any(sign.kind in ("pair", "rhythm") for sign in one.signs)
    return SittingView(
        label_of(known.case) if known.case else "Lượt thi chưa có hồ sơ",
        f"{'Ở lớp' if known.in_class else 'Làm một mình'}, ngày {day(known.started_at)}",
        path_to("case", token=known.case) if known.case and opens_cases else "",
        signs,
        label_of(other.case) if is_alike and other and other.case else "",
    )


def item_signs_page(
    found: Findings | None, at: datetime | None, frameworks: Sequence[Framework], here: str, path_to: PathTo
) -> ItemSignsPage:
    rows = [_item(item) for item in found.items] if found else []
    back = Tab(f"{path_to('signs')}?khung={here}", TITLE, False)
    return ItemSignsPage(
        "Câu trong kho", back, tabs(frameworks, here, "item_signs", path_to),
        f"Đếm lúc {moment(at)}." if at else NOT_YET,
        _expected_items(found) if found and found.items else "",
        tuple(row for row in rows if row.needs_a_look), tuple(row for row in rows if not row.needs_a_look),
    )  # fmt: skip


def _expected_items(found: Findings) -> str:
    look = sum(item.needs_a_look for item in found.items)
    return (
        f"Lần này nêu {look} trong {len(found.items)} câu. Nếu không câu nào lộ hay lệch, trung bình vẫn nêu nhầm "
        f"{up_to(found.expected_items)} câu."
    )


def _item(item: ItemSeen) -> ItemRow:
    enough = item.answers >= FEWEST_ANSWERS
    return ItemRow(
        item.item,
        str(item.answers) if enough else f"dưới {FEWEST_ANSWERS}",
        percent(item.right / item.answers) if enough else "",
        percent(item.expected / item.answers) if enough else "",
        f"{sentence(TURN[item.drift.turn])} (sau {item.drift.answers} câu trả lời)" if item.drift.turn else "",
        sentence(_functioning(item)),
        item.needs_a_look,
    )


def _functioning(item: ItemSeen) -> str:
    found = item.functioning
    if found is None:
        return f"chưa đủ {FEWEST_IN_AUDIENCE} câu trả lời mỗi nhóm người để so"
    if found.class_ == "A":
        return "công bằng với nhóm này"
    much = "hẳn" if found.class_ == "C" else "đôi chút"
    harder = "khó" if found.delta < 0 else "dễ"
    return f"{harder} hơn {much} với nhóm này so với người khác cùng sức"
