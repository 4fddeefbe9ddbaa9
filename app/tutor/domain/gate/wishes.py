"""What a message may want."""

from typing import Literal

Wish = Literal["answer", "victim", "despair", "harm", "act_for_me", "injection", "greeting", "thanks"]
REFUSABLE: tuple[Wish, ...] = (
    "act_for_me",
    "harm",
    "injection",
    "victim",
    "despair",
)  # what can be learned from examples
