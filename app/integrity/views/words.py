"""How signs are called on screen: what was seen, and how often honest ones show as much. Never an accusation."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from math import exp

from app.core.clock import VIETNAM
from app.integrity.domain.ranking import GroupKind, SignKind
from app.quiz.domain.detection import Share

TITLE = "Dấu hiệu khác thường"
OF_SITTING: Mapping[SignKind, Callable[[float], str]] = {
    "rapid": lambda value: f"{percent(value)} câu trả lời đến nhanh hơn mức kịp đọc đề",
    "quick": lambda value: f"làm nhanh gấp {decimal(exp(value))} lần người khác ở cùng những câu ấy",
    "even": lambda _: "câu dễ hay khó cũng mất thời gian gần như nhau",
    "hard": lambda _: "câu khó mà vừa đúng vừa rất nhanh",
    "known": lambda _: "câu hay ra thì đúng, câu mới thì không",
    "recalled": lambda _: "câu hay ra thì nhanh, câu mới thì chậm",
    "room": lambda _: "câu trả lời giống những người cùng lớp, cùng máy hơn mức tình cờ",
    "pair": lambda _: "giống một lượt khác cả ở những chỗ chưa đúng",
    "rhythm": lambda _: "nhịp nhanh chậm trùng với một lượt khác",
    "phone": lambda value: f"{round(value)} người khác cũng làm trên máy ấy trong vòng một ngày",
    "night": lambda _: "làm lúc đêm khuya, từ 22 giờ đến 5 giờ",
}
OF_GROUP: Mapping[SignKind, str] = {
    "rapid": "nhiều câu trả lời đến nhanh hơn mức kịp đọc đề",
    "quick": "làm nhanh hơn hẳn nơi khác",
    "even": "nhịp làm đều hơn hẳn nơi khác",
    "hard": "câu khó mà vừa đúng vừa nhanh, nhiều hơn nơi khác",
    "known": "câu hay ra thì đúng, câu mới thì không, rõ hơn nơi khác",
    "recalled": "câu hay ra thì nhanh, câu mới thì chậm, rõ hơn nơi khác",
    "room": "các câu trả lời giống nhau hơn nơi khác",
    "pair": "có những lượt giống nhau từng đôi hơn nơi khác",
    "rhythm": "có những lượt trùng nhịp hơn nơi khác",
    "phone": "nhiều người làm chung máy hơn nơi khác",
    "night": "nhiều lượt làm lúc đêm khuya hơn nơi khác",
    "passes": "tỉ lệ đạt cao hơn nơi khác",
    "rise": "tỉ lệ đạt gần đây tăng vọt so với trước",
}
GROUP: Mapping[GroupKind, tuple[str, str]] = {
    "class": ("Lớp", "lớp"),
    "device": ("Máy", "máy"),
    "supervisor": ("Người giám sát", "người giám sát"),
    "commune": ("Xã, phường", "xã, phường"),
}
TURN = {"easier": "dễ đi rõ rệt, có thể đề đã lộ", "harder": "khó lên rõ rệt, có thể ngoài đời đã đổi"}
OUTCOME = {"able": "Làm được", "not-able": "Chưa làm được", "absent": "Không gặp được"}


def base_rate(chance: float, what: str = "lượt") -> str:
    """Among how many normal ones one shows as much, in round numbers."""
    if chance < 0.001:
        return f"chưa tới 1 trên 1.000 {what} bình thường"
    return f"1 trên {_round(1 / chance)} {what} bình thường"


def _round(count: float) -> int:
    """To one or two digits: no more is known."""
    step = 1 if count < 20 else 10 if count < 200 else 100
    return max(1, round(count / step) * step)


def day(at: datetime | date) -> str:
    local = at.astimezone(VIETNAM) if isinstance(at, datetime) else at
    return f"{local:%d/%m/%Y}"


def moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def up_to(count: float) -> str:
    """An expected number."""
    return f"tới {decimal(count)}" if count >= 0.1 else "chưa tới 0,1"


def share_words(share: Share) -> str:
    """A count with the interval of what it may stand for."""
    return f"{share.count} trên {share.of} người ({percent(share.low)} đến {percent(share.high)})"


def sentence(words: str) -> str:
    """With a capital; the rest stays as it is."""
    return words[:1].upper() + words[1:]
