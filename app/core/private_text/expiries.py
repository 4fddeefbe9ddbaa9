"""Until when a bank card is good: with its number it pays, so beside a card it is as secret."""

import re
from collections.abc import Iterator

MONTH, YEAR = r"(?:0[1-9]|1[0-2])", r"(?:20)?(?:2[4-9]|3\d)"
DIGIT = r"(?:khong|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|\d)"
MONTH_YEAR = (
    rf"(?<![\d/.-]){MONTH}[ ]?[/.-][ ]?{YEAR}(?![\d]|[/.-]\d)|thang (?:{MONTH}|[1-9])(?:[ ,]*nam[ ]|[ ]?[/.-][ ]?|[ ]){YEAR}(?!\d)"
    rf"|{DIGIT}(?: {DIGIT})? (?:gach|xuyet|suyet|tren|cheo|xet|sec) {DIGIT}(?: {DIGIT}){{0,3}}"
)
BESIDE_A_CARD = re.compile(rf"(?<![^\W_])(?:{MONTH_YEAR})")
# What only cards have printed on them.
PRINTED = re.compile(
    rf"(?:valid(?: thru)?|good thru|exp(?:iry|ires)?(?: date)?)[ :]*(?:la |den |ghi )?(?P<token>{MONTH_YEAR}|{MONTH}{YEAR}(?!\d))"
)
RUN_ON = re.compile(
    rf"(?:het han|han(?: the| dung| su dung)?|ngay het han)[ :]*(?:la |den |toi |thang )?(?P<token>{MONTH}[ ]?[/.-]?[ ]?{YEAR})(?!\d)"
)


# "không tám gạch hai chín": nobody says so of anything but what they read from a card.
READ_OUT = re.compile(
    rf"(?<![^\W_]){DIGIT}(?: {DIGIT})? (?:gach|xuyet|suyet|xet|sec|cheo) {DIGIT}(?: {DIGIT}){{1,3}}(?![^\W_])"
)
A_CARD = re.compile(r"(?<![^\W_])(?:the|han)(?![^\W_])")


def expiries(text: str, *, has_card: bool) -> Iterator[tuple[int, int]]:
    """Where they stand; `text` is bare. `has_card`: whether the number of a card, or its three figures, stands there too."""
    for match in PRINTED.finditer(text):
        yield match.span("token")
    if A_CARD.search(text):
        for match in READ_OUT.finditer(text):
            yield match.span()
    if has_card:
        for match in RUN_ON.finditer(text):
            yield match.span("token")
        for match in BESIDE_A_CARD.finditer(text):
            yield match.span()
