"""Vietnamese text without what people leave out when they type: marks, capitals, punctuation."""

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case without tone marks and punctuation, one space between words: letters a–z and digits alone."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold().replace("đ", "d"))
    bare = "".join(character for character in letters if unicodedata.category(character) != "Mn")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())
