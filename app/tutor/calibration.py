"""What the tutor has learned from examples: how people ask for a lesson, when to keep silent, what a message leans to.
Only the open part of the evaluation and our own examples teach it; the held-out part is never read here."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from app.tutor.domain.bands import Bands
from app.tutor.domain.gate.intent import example
from app.tutor.domain.gate.weights import Example, WishWeights
from app.tutor.domain.gate.wishes import Wish
from app.tutor.domain.redaction import redacted

BANDS = Path(__file__).with_name("bands.json")
WEIGHTS = Path(__file__).with_name("wish_weights.json")
EVALUATION = Path(__file__).with_name("evaluation")
OURS = tuple(
    f"wishes{name}.jsonl"
    for name in (
        "",
        "_second",
        "_third",
        "_fourth",
        "_fifth",
        "_sixth",
        "_seventh",
        "_eighth",
        "_ninth",
        "_tenth",
        "_lessons",
    )
)
WISHES: Mapping[str, Wish] = {
    "act-for-me": "act_for_me", "harm": "harm", "injection": "injection", "victim": "victim",
    "off-topic": "answer", "near-miss": "answer",
}  # fmt: skip

# Of the set that one stranger wrote for all of it, what belongs to which of the older sets.
STRANGERS: Mapping[str, frozenset[str]] = {
    "answerable": frozenset({"answerable"}),
    "not_answerable": frozenset({"act-for-me", "harm", "injection", "victim", "off-topic", "near-miss"}),
    "redaction": frozenset({"secret", "personal", "innocent"}),
    "talk": frozenset({"greeting"}),
}

Part = Literal["open", "held-out"]
Row: TypeAlias = Mapping[str, Any]
Asked: TypeAlias = Mapping[str, Sequence[str]]  # lesson, or step ("lesson/step"), → questions that it answers


def rows(name: str, part: Part) -> list[Row]:
    """Of a set of the evaluation: what was written first, what was written later, and by the last stranger."""
    files = (EVALUATION / f"{round_}.jsonl" for round_ in (name, f"{name}_more"))
    found = [row for file in files if file.exists() for row in rows_of(file)]
    found += [row for row in strangers() if row["kind"] in STRANGERS.get(name, ())]
    return [row for row in found if row["part"] == part]


def strangers() -> Iterator[Row]:
    """Of every set that strangers wrote for all of it at once: strangers.jsonl, strangers_second.jsonl …, as many as lie there."""
    for file in sorted(EVALUATION.glob("strangers*.jsonl")):
        yield from rows_of(file)


def asked(without: Collection[str] = ()) -> Asked:
    """How strangers ask, but for the rows of these ids."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows("answerable", "open"):
        for place in (*row["lessons"], *row.get("steps", ())) if row["id"] not in without else ():
            found[place].append(row["question"])
    return found


def examples() -> list[Example]:
    """For the gate: ours, then those of strangers. Whoever tells a secret asks something as a rule; but for those in whom the
    patterns read a loss or an offence, which nobody has judged."""
    ours = [(row["message"], row["wish"]) for file in OURS for row in rows_of(EVALUATION / file)]
    asked = [(row["question"], "answer") for row in rows("answerable", "open")]
    others = [(row["message"], WISHES[row["kind"]]) for row in rows("not_answerable", "open") if row["kind"] in WISHES]
    typed = rows("redaction", "open")
    innocent = [(row["message"], "answer") for row in typed if row.get("kind") == "innocent"]
    known = [example(redacted(text).heard, wish) for text, wish in (*ours, *asked, *others, *innocent)]
    told = (example(redacted(row["message"]).heard, "answer") for row in typed if row["kinds"])
    return [*known, *(one for one in told if one.read == "answer")]


def read_bands(file: Path = BANDS) -> Bands:
    """The limits, as `hocvuso tutor eval --calibrate` left them."""
    kept = json.loads(file.read_text("utf-8"))["bands"]
    means, spreads, weights = (tuple(kept[name]) for name in ("means", "spreads", "weights"))
    return Bands(means, spreads, weights, kept["bias"], kept["answer"], kept["suggest"])


def keep_bands(bands: Bands, how: str, file: Path = BANDS) -> None:
    file.write_text(json.dumps({"how": how, "bands": asdict(bands)}, ensure_ascii=False, indent=2) + "\n", "utf-8")


@cache
def read_wish_weights(file: Path = WEIGHTS) -> WishWeights:
    kept = json.loads(file.read_text("utf-8"))
    weights = {feature: tuple(row) for feature, row in kept["weights"].items()}
    return WishWeights(weights, tuple(kept["bias"]), kept["doubtful"], kept["carded"])


def keep_wish_weights(weights: WishWeights, how: str, file: Path = WEIGHTS) -> None:
    """A line for each feature, so that a change can be read."""
    head = {"how": how, "bias": weights.bias, "doubtful": weights.doubtful, "carded": weights.carded}
    lines = (f"{json.dumps(feature, ensure_ascii=False)}: {json.dumps(row)}" for feature, row in weights.table.items())
    first = json.dumps(head, ensure_ascii=False)[:-1]
    file.write_text(first + ', "weights": {\n' + ",\n".join(lines) + "\n}}\n", "utf-8")


def first_sight() -> Mapping[str, Any]:
    """What the last stranger's messages had before anything was tuned on them: measured once, never again."""
    kept: Mapping[str, Any] = json.loads((EVALUATION / "first_sight.json").read_text("utf-8"))
    return kept


def rows_of(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
