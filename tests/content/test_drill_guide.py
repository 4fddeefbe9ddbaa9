"""The guide for drills tells what the notation is: every channel, family, call and limit. (That its examples compile and
its codes are ours, tests/docs says of every guide.)"""

import re

from app.core.config import PROJECT
from app.quiz.domain.drill import CALLS
from app.quiz.domain.drill_notation import LEAST_LINES, LONGEST_TEXT, MOST_LINES, OPTIONS
from app.quiz.domain.drill_vocabulary import CHANNELS, FAMILIES

GUIDE = (PROJECT / "docs/vi/dien-tap.md").read_text("utf-8")


def rows(first: str) -> dict[str, str]:
    """The words of the first column of a table, and what they are said to be."""
    (table,) = re.findall(rf"^\| `{first}` \|.*\n\|.*\n((?:\|.*\n)+)", GUIDE, re.MULTILINE)
    return dict(re.findall(r"^\| `([a-z-]+)` \| ([^|]+?) \|", table, re.MULTILINE))


def test_every_option_channel_family_and_call_is_named() -> None:
    assert all(f"`{option}=`" in GUIDE for option in OPTIONS)
    assert rows("kenh=").keys() == CHANNELS.keys()
    assert {word: name.lower() for word, name in FAMILIES.items()} == {
        word: said.lower() for word, said in rows("ho=").items()
    }
    assert all(f"`la={call}`" in GUIDE for call in CALLS)


def test_limits_are_those_of_the_check() -> None:
    lengths = (LONGEST_TEXT[part] for part in ("scene", "sender", "line", "remark", "advice"))
    said = "Lời kể nhiều nhất {} ký tự, nơi gửi {}, mỗi dòng tin {}, mỗi lời giải thích {}, lời khuyên {}."
    assert said.format(*lengths) in GUIDE
    assert (LEAST_LINES, MOST_LINES, "Từ hai đến tám dòng tin" in GUIDE) == (2, 8, True)
