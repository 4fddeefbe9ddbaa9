"""How people agree with each other and with the machine, how long they read, how readings are drawn."""

from collections.abc import Mapping, Sequence

from app.assessment.domain.agreement import Count, Look, Overturned, Pair, Part
from app.assessment.domain.reading_times import Pace
from app.assessment.pages.figures import (
    AgreementView,
    AssessmentFiguresPage,
    OverturnRow,
    PaceRow,
    PartRow,
    SeedRow,
)
from app.assessment.views.words import DESK, OUTCOME, duration, percent
from app.core.ids import digest
from app.courses.domain.frameworks import Framework
from app.courses.domain.standards import Standard
from app.quiz.domain.detection import share
from app.quiz.domain.kappa import Kappa, cohen_kappa

LEAST_OF_A_PART = 10  # cases, before their share says anything
ALL = "Tất cả"
SUPERVISED: Mapping[bool, str] = {True: "Có người giám sát", False: "Làm một mình"}
NEAR = (
    "Những hồ sơ này được đọc lần hai vì người thứ nhất chưa xác nhận, nên kappa không nói được gì ở đây: người thứ nhất lúc nào "
    "cũng trả lời như nhau. Vì vậy chúng cũng không được gộp vào con số trên."
)


def figures_page(
    agreement: AgreementView, months: Sequence[Overturned], parts: tuple[PartRow, ...], paces: tuple[PaceRow, ...],
    seeds: Sequence[tuple[str, str]], this_month: str, standards: Mapping[str, Standard],
) -> AssessmentFiguresPage:  # fmt: skip
    """`standards`: by the name of a framework."""
    rows = tuple(
        OverturnRow(
            _month(one.month), OUTCOME[one.outcome], one.decided,
            f"{one.overturned} ({percent(one.overturned / one.decided)})" if one.outcome in ("certify", "deny") else "máy không nói",
        )
        for one in months
    )  # fmt: skip
    drawn = tuple(SeedRow(_month(month), digest(seed), seed if month < this_month else "") for month, seed in seeds)
    least = tuple(f"{name}: {one.least_reading_s} giây" for name, one in standards.items())
    told = tuple(f"{name}: {100 * one.second_reading:.3g} %".replace(".", ",") for name, one in standards.items())
    return AssessmentFiguresPage(f"Số liệu · {DESK}", agreement, rows, parts, paces, least, told, drawn)


def _month(month: str) -> str:
    return f"{month[5:]}/{month[:4]}"


def pace_rows(found: Sequence[Pace], names: Mapping[int, str]) -> tuple[PaceRow, ...]:
    """`names` of the assessors of `found`."""
    return tuple(
        PaceRow(names.get(one.account, "Người đã nghỉ"), one.read, duration(one.median_s), one.replayed)
        for one in found
    )


# Agreement


def agreement_of(pairs: Sequence[Pair]) -> AgreementView:
    """What was drawn by lot speaks for all cases; what was read twice because it was denied near the cut only for itself."""
    kappa = cohen_kappa([(one.first, one.second) for one in pairs if one.is_drawn])
    near = [one.first == one.second for one in pairs if not one.is_drawn]
    return AgreementView(_drawn(kappa), _about(kappa), _near(near), NEAR if near else "")


def _drawn(kappa: Kappa) -> str:
    if not kappa.n:
        return "Chưa có hồ sơ nào rút ngẫu nhiên được hai người đọc."
    if kappa.kappa is None:
        return f"{kappa.n} hồ sơ rút ngẫu nhiên có hai người đọc, giống nhau cả {percent(kappa.agreed)}. Mọi hồ sơ cùng một loại nên chưa tính được kappa."
    return f"Kappa của Cohen: {kappa.kappa:.2f} ({_interval(kappa)}).".replace(".", ",", 1)


def _interval(kappa: Kappa) -> str:
    if kappa.interval is None:
        return "chưa đủ hồ sơ để nói khoảng tin cậy"
    return "khoảng tin cậy 95 % từ {:.2f} đến {:.2f}".format(*kappa.interval).replace(".", ",")


def _about(kappa: Kappa) -> str:
    if not kappa.n:
        return ""
    few = " Còn ít hồ sơ, nên đọc từng cặp thay vì nhìn con số." if kappa.n < 20 else ""
    scale = "" if kappa.kappa is None else " Kappa 1 là lúc nào cũng giống nhau, 0 là chỉ giống nhau do tình cờ."
    return f"{kappa.n} hồ sơ có hai người đọc, không ai biết người kia quyết định gì; giống nhau {percent(kappa.agreed)}.{scale}{few}"


def _near(agreed: Sequence[bool]) -> str:
    if not agreed:
        return "Chưa có hồ sơ nào như vậy được hai người đọc."
    found = share(sum(agreed), len(agreed))
    between = f"khoảng tin cậy 95 % từ {percent(found.low)} đến {percent(found.high)}"
    return f"{found.count} trong {found.of} hồ sơ, người thứ hai cũng chưa xác nhận ({between})."


# Decided otherwise


def part_rows(found: Mapping[Part, Mapping[Look, Count]], frameworks: Mapping[str, Framework]) -> tuple[PartRow, ...]:
    """All, then by audience, then by whether somebody supervised."""

    def name(part: Part) -> str:
        if part.framework is not None:
            return frameworks[part.framework].name if part.framework in frameworks else part.framework
        return ALL if part.is_supervised is None else SUPERVISED[part.is_supervised]

    order = sorted(
        found, key=lambda part: (part != Part(), part.framework is None, part.framework or "", not part.is_supervised)
    )
    return tuple(
        PartRow(
            name(part), *(_told(found[part][look], is_all=part == Part()) for look in ("machine", "second", "appeal"))
        )
        for part in order
    )


def _told(count: Count, *, is_all: bool) -> str:
    if not count.n:
        return "chưa có"
    if count.n < LEAST_OF_A_PART and not is_all:
        return f"còn ít ({count.n} hồ sơ)"
    return f"{count.otherwise} trong {count.n} ({percent(count.otherwise / count.n)})".replace(" %", "\u00a0%")
