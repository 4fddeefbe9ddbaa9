"""How the gate's patterns are put together: whole words of a message in small letters without marks."""

import re

# Up to eight, or three, other words between two that matter, in the same part of a sentence.
SOME = r"(?:[ ][^\s,;.?!]{1,20}){0,8}?"
FEW = r"(?:[ ][^\s,;.?!]{1,20}){0,3}?"
# The same across commas: of what happened to somebody.
TELLING = r"(?:[ ,][^\s.?!]{1,20}){0,8}?"


def any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![^\W_])(?:{pattern})(?![^\W_])" for pattern in patterns))
