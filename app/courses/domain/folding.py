"""Vietnamese text without what people leave out when they type: marks, capitals, punctuation."""

import re
import unicodedata

KIND_OF_PLACE = re.compile(r"^(?:xa|phuong|thi tran|dac khu|x|p|tt) (?=.)")


def fold(text: str) -> str:
    """Lower case without tone marks and punctuation, one space between words: letters a–z and digits alone."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold().replace("đ", "d"))
    bare = "".join(character for character in letters if unicodedata.category(character) != "Mn")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare).split())


def fold_commune(name: str) -> str:
    """A commune however it is written: "Xã An Bình, tỉnh Vĩnh Long", "xã an bình" and "An Bình" are one. What kind of place
    it is and what follows a comma or a bracket is left out, so that two of one name in different provinces are one as
    well. "" only for what holds no letter or digit."""
    words = fold(re.split(r"[,;(]", name.strip(" ,;("))[0])
    while (rest := KIND_OF_PLACE.sub("", words)) != words:
        words = rest
    return words
