"""Numbers written as words ("mười hai", "ba mươi lăm", "mười triệu"), read as figures."""

_ONES = {
    "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "một": 1, "mốt": 1,
}  # fmt: skip
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}
_INSIDE = frozenset({"mươi", "trăm", "linh", "lẻ", "mười", *_ONES, *_SCALES})
_STARTS = frozenset({"mười", "hai", "ba", "bốn", "năm", "sáu", "bảy", "bẩy", "tám", "chín", "một"})
# "năm" is five only before what is counted; elsewhere it is the year.
_COUNTED = frozenset(
    [
        "giây",
        "phút",
        "giờ",
        "ngày",
        "hôm",
        "tuần",
        "tháng",
        "người",
        "lần",
        "bước",
        "điều",
        "câu",
        "chữ",
        "số",
        "nút",
        "máy",
        "đồng",
        "nghìn",
        "ngàn",
        "triệu",
        "tỷ",
        "mươi",
        "trăm",
        "bài",
        "tấm",
        "tờ",
        "cái",
        "việc",
    ]
)
_NOT_NUMBERS = frozenset(
    {("ba", "mẹ"), ("ba", "má"), ("chín", "muồi"), ("một", "lúc"), ("một", "lát"), ("một", "ít"), ("một", "chút")}
)

Piece = tuple[str, int, int]


def numerals_read(run: list[Piece]) -> list[Piece]:
    """The run with every number in words or in figures and words as one `#12`; a bare "một" stays a word."""
    read: list[Piece] = []
    place = 0
    while place < len(run):
        end = _end_of_number(run, place)
        forms = [form for form, _, _ in run[place:end]]
        if end > place and forms != ["một"]:
            read.append((f"#{_value(forms)}", run[place][1], run[end - 1][2]))
            place = end
        else:
            read.append(run[place])
            place += 1
    return read


def _end_of_number(run: list[Piece], start: int) -> int:
    """Where the number ends that begins here; `start` if none does."""
    first = run[start][0]
    following = run[start + 1][0] if start + 1 < len(run) else ""
    if (first, following) in _NOT_NUMBERS:
        return start
    if first.startswith("#"):
        return start + 2 if following in _SCALES and "," not in first else start
    if first not in _STARTS or (first == "năm" and following not in _COUNTED):
        return start
    end = start + 1
    while end < len(run) and run[end][0] in _INSIDE and not _new_number(run, end):
        end += 1
    return end


def _new_number(run: list[Piece], place: int) -> bool:
    """Two ones side by side ("hai ba lần") and the year after a number ("2 năm") are not one number."""
    before, here = run[place - 1][0], run[place][0]
    return (here in _ONES and before in _ONES) or (
        here == "năm" and before not in {"mươi", "mười", "trăm", "lẻ", "linh"}
    )


def _value(forms: list[str]) -> int:
    total = hundreds = ones = 0
    for form in forms:
        if form.startswith("#"):
            ones = int(form[1:] or 0)
        elif form in _ONES:
            ones += _ONES[form]
        elif form == "mười":
            ones += 10
        elif form == "mươi":
            ones *= 10
        elif form == "trăm":
            hundreds, ones = ones * 100, 0
        elif form in _SCALES:
            total, hundreds, ones = total + (hundreds + ones) * _SCALES[form], 0, 0
    return total + hundreds + ones
