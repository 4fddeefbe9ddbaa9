"""One name for each commune, however classes were written down: before there was a list of communes without its code."""

from collections import defaultdict
from collections.abc import Iterable

from app.courses.domain.communes import commune_key
from app.courses.domain.folding import fold_commune


def commune_names(written: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Of (name, code, "" for none): by their `commune_key` what they are called here. Without a code it is the one of that
    name that has one, unless there are several; of these each is called by its code as well."""
    ordered = sorted(set(written))
    own: dict[str, str] = {}  # by the code; by the folded name of what has none
    codes: dict[str, set[str]] = defaultdict(set)
    for name, code in ordered:
        own.setdefault(code or fold_commune(name), name)
        if code:
            codes[fold_commune(name)].add(code)
    return {commune_key(name, code): _called(name, code, own, codes[fold_commune(name)]) for name, code in ordered}


def _called(name: str, code: str, own: dict[str, str], alike: set[str]) -> str:
    """`alike`: the codes of all communes of this name."""
    if len(alike) == 1:
        return own[code or next(iter(alike))]
    return f"{own[code]} ({code})" if code else own[fold_commune(name)]
