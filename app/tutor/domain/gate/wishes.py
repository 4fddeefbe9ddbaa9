"""What a message may want."""

from typing import Literal

Wish = Literal["answer", "victim", "despair", "danger", "harm", "act_for_me", "injection", "greeting", "thanks"]
REFUSABLE: tuple[Wish, ...] = (
    "act_for_me",
    "harm",
    "injection",
    "victim",
    "despair",
    "danger",
)  # what can be learned from examples
