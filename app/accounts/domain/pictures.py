"""Three pictures in an order that only the learner knows, for who does not like numbers: chosen one after the other from
the same sixteen.

16 × 15 × 14 = 3,360 orders, less those that lie side by side: far fewer than PINs, so that after twenty wrong ones in a
row nobody signs in with them any more until a helper has helped (MOST_WRONG of domain.learner_login)."""

from collections.abc import Mapping

PICTURES: Mapping[str, str] = {
    "ga": "con gà", "ca": "con cá", "trau": "con trâu", "meo": "con mèo",
    "hoa": "bông hoa", "la": "chiếc lá", "cay": "cây dừa", "lua": "bông lúa",
    "nha": "ngôi nhà", "thuyen": "chiếc thuyền", "xe": "xe đạp", "cau": "cây cầu",
    "non": "nón lá", "am": "ấm trà", "den": "cây đèn", "chia": "chìa khóa",
}  # fmt: skip
LENGTH = 3
PREFIX, BETWEEN = "hinh:", "."

SAME = "Ba hình phải khác nhau. Mình chọn lại nhé."
SIDE_BY_SIDE = "Ba hình này nằm liền nhau, người khác dễ đoán. Mình chọn ba hình khác nhé."


def parse(text: str) -> tuple[str, ...]:
    """The pictures named in "ga.hoa", in order; () when one is unknown."""
    names = tuple(text.split(BETWEEN)) if text else ()
    return names if all(name in PICTURES for name in names) else ()


def written(names: tuple[str, ...]) -> str:
    return BETWEEN.join(names)


def as_secret(names: tuple[str, ...]) -> str:
    """What is hashed: no PIN and no password can be the same. Raises ValueError when these are not LENGTH pictures."""
    if len(names) != LENGTH or any(name not in PICTURES for name in names):
        raise ValueError("three pictures are one secret")
    return PREFIX + written(names)


def complaint(names: tuple[str, ...]) -> str:
    """Why these LENGTH pictures are refused, in Vietnamese; "" when they are good."""
    if len(set(names)) < LENGTH:
        return SAME
    order = list(PICTURES)
    first, second, third = (order.index(name) for name in names)
    return SIDE_BY_SIDE if first - second == second - third and abs(first - second) in (1, 4) else ""
