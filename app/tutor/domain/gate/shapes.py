"""What shows by the shape of a message, whatever it is about: rarely read, and hardly ever in an honest question."""

from app.tutor.domain.gate.errands import is_entrusted
from app.tutor.domain.gate.harm import deceives, wrongs

SHAPES = (("deceit", deceives), ("entrusted", is_entrusted), ("wrong", wrongs))


def shapes(said: str) -> frozenset[str]:
    return frozenset(f"!{name}" for name, shows in SHAPES if shows(said))
