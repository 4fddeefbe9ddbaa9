"""A paper shows a full name, so that whoever reads it knows whose it is; at home people are called otherwise."""

# As people are called with a name, "Bà Ba", or by one of these alone. Also a family name: only "Ông".
CALLED = frozenset(
    [
        "ông",
        "bà",
        "bác",
        "chú",
        "cô",
        "dì",
        "cậu",
        "mợ",
        "thím",
        "dượng",
        "anh",
        "chị",
        "em",
        "cụ",
        "cố",
        "ba",
        "má",
        "mẹ",
        "bố",
        "mạ",
        "mệ",
        "mự",
        "o",
        "út",
        "con",
        "cháu",
        "thầy",
        "nội",
        "ngoại",
    ]
)
FAMILY_NAMES = frozenset({"ông"})


def is_as_called(name: str) -> bool:
    """Whether this is perhaps how somebody is called, no full name: worth a question, never a refusal, as some have one
    name only. `name`: as app.web.forms.clean_name leaves it."""
    words = name.casefold().split()
    if len(words) < 2:
        return True
    return words[0] in CALLED and (len(words) == 2 or words[0] not in FAMILY_NAMES)
