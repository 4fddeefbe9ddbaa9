"""What may be wrong with a sentence beside the sentences it comes from; each rule is named for what it finds."""

from collections.abc import Callable

from app.tutor.domain.grounding.conditions import condition, half
from app.tutor.domain.grounding.deeds import asks_for_secrets, pressed
from app.tutor.domain.grounding.figures import comparator, number
from app.tutor.domain.grounding.noes import only, polarity
from app.tutor.domain.grounding.order import order
from app.tutor.domain.grounding.people import actor
from app.tutor.domain.grounding.support import Support, Words
from app.tutor.domain.grounding.words import opposite, together, unsaid, verb, weighty

Rule = Callable[[Words, Support], bool]

RULES: tuple[tuple[str, Rule], ...] = (
    ("number", number),
    ("comparator", comparator),
    ("weighty", weighty),
    ("opposite", opposite),
    ("verb", verb),
    ("unsaid", unsaid),
    ("polarity", polarity),
    ("only", only),
    ("actor", actor),
    ("order", order),
    ("condition", condition),
    ("half", half),
    ("together", together),
    ("pressed", pressed),
    ("secret", asks_for_secrets),
)


def unsupported(words: Words, support: Support) -> str:
    """The name of the first rule that is broken; "" when none is."""
    return next((name for name, rule in RULES if rule(words, support)), "")
