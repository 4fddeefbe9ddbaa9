"""Why a question is asked, or a simulation played, outside of its lesson, and where the learner goes on after it: said in the address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.quiz.domain.evidence import Mode

FIELD = "tu"  # its name in addresses
_ADDRESS = re.compile(r"(on-tap|luyen-tap)\.([a-z0-9-]{1,60})|lam-quen")
_MODES: Mapping[str, Mode] = {"on-tap": "review", "luyen-tap": "practice", "lam-quen": "placement"}
_ROUTES = {"on-tap": "review_next", "luyen-tap": "practice_next", "lam-quen": "placement_next"}


@dataclass(frozen=True)
class Errand:
    """`mode` is kept with the answer; `route` and `values` name the page that comes after it. `address` is "" for what
    is done in its lesson, which goes on with the lesson."""

    address: str = ""
    mode: Mode = "practice"
    route: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


IN_LESSON = Errand()


def read_errand(address: str) -> Errand:
    """IN_LESSON for whatever is not one of ours."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return IN_LESSON
    name = match[1] or address
    return Errand(address, _MODES[name], _ROUTES[name], {"skill": match[2]} if match[2] else {})


def review_of(skill: str) -> Errand:
    return read_errand(f"on-tap.{skill}")


def practice_of(skill: str) -> Errand:
    return read_errand(f"luyen-tap.{skill}")


PLACEMENT = read_errand("lam-quen")
