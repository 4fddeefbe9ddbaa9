"""What is known of each skill, as a bar with its width in words."""

from collections.abc import Sequence

from app.courses.domain.frameworks import Framework
from app.sittings.domain.evidence import Evidence
from app.sittings.pages import SkillBar

ONE = "mới hỏi một việc, chưa nói gì được"
SHOWN = "làm được, khá chắc"
WIDE = "đang quen dần, chưa rõ hẳn"
CHOSEN = "chọn được rồi, chưa có việc tự tay làm"
NOT_YET = "làm trước mặt thầy cô thì chưa được, mình luyện thêm nhé"
PRACTISE = "mình luyện thêm nhé"


def skill_bars(skills_seen: Sequence[Evidence], framework: Framework | None) -> tuple[SkillBar, ...]:
    """Of every skill of the framework in which something was asked, in its order."""
    found = {one.of: one for one in skills_seen}
    skills = framework.skills.values() if framework else ()
    return tuple(_bar(skill.name, found[skill.id]) for skill in skills if skill.id in found)


def skills_not_asked(skills_seen: Sequence[Evidence], framework: Framework | None) -> str:
    """Their names, one after the other."""
    asked = {one.of for one in skills_seen}
    skills = framework.skills.values() if framework else ()
    return ", ".join(skill.name for skill in skills if skill.id not in asked)


def _bar(name: str, found: Evidence) -> SkillBar:
    low, high = found.band
    return SkillBar(name, width_words(found), round(100 * low), round(100 * high))


def width_words(found: Evidence) -> str:
    if found.standing != "growing":
        return SHOWN if found.standing == "shown" else ONE
    if found.watched is False:
        return NOT_YET
    if found.width == "wide":
        return WIDE
    return CHOSEN if found.interval[0] >= 0 else PRACTISE
