"""A bank and its standard as the content folders hold them, to be tried on invented people, and difficulties made anew:
for the command line."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.courses.domain.compilation import compile_catalogue
from app.courses.domain.places import roots_for_practice
from app.courses.folders import RANKED, ranked_roots, read_folder, read_folders
from app.integrity.domain.recalibration import Judged, Recalibration, recalibrate
from app.integrity.queries import scored_answers
from app.quiz.domain.adaptive.bank import Bank
from app.quiz.domain.kinds import KINDS
from app.sittings.domain.bank import UNRANKED, certification_bank, place_of
from app.sittings.standards import Offer, read_difficulties

PARTS = ("bank", "standards")


def offers_of(roots: Sequence[Path], today: date, secret: bytes, other: Path | None = None) -> dict[str, Offer]:
    """By framework. `other`: a folder whose bank, standards and difficulties take the place of ours; what it does not hold
    stays ours. Raises OSError, ValueError, LookupError, TypeError where difficulties cannot be read."""
    replaced = {part for part in PARTS if other is not None and (other / part).is_dir()}
    ours = read_folders(roots, []).values()
    files = [file for file in ours if file.relative.partition("/")[0] not in replaced]
    if other is not None:
        files += [file for file in read_folder(other, [], "khac") if file.relative.partition("/")[0] in replaced]
    compiled = compile_catalogue(files, today, KINDS, secret).catalogue
    # All of the other folder is there to certify.
    catalogue = replace(compiled, practice_roots=roots_for_practice(ours) - ranked_roots(roots))
    difficulties = read_difficulties([*roots, *([other] if other is not None else [])])
    offers = {
        id_: Offer(framework, standard, certification_bank(catalogue, framework, difficulties))
        for id_, standard in catalogue.standards.items()
        if (framework := catalogue.frameworks.get(id_)) is not None
    }
    return {id_: offer for id_, offer in offers.items() if offer.standard.weights.keys() <= set(offer.bank.domains)}


def best_known(first: Bank, second: Bank) -> Bank:
    """Every item of either, as the bank says that knows its difficulty better; what both know alike, as the first says. From
    it the truth is drawn when two banks are compared."""
    found = {item.id: item for item in first.items}
    found |= {item.id: item for item in second.items if item.id not in found or item.b_se < found[item.id].b_se}
    return Bank(found.values())


def recalibrated(session: Session, offer: Offer, rows: Mapping[str, Any]) -> Recalibration:
    """From all answers to sittings of a framework; `rows`: of the difficulty files. Raises OutOfRange without answers."""
    judged = {id_: _judged(rows.get(key_of(id_, rows))) for id_ in offer.bank.ids}
    return recalibrate(offer.bank, judged, scored_answers(session, offer.framework.id), offer.policy.prior)


def ranked_rows(roots: Sequence[Path]) -> dict[str, Any]:
    """The rows of all difficulty files, as they stand there; later folders win."""
    found: dict[str, Any] = {}
    for file in (root / RANKED for root in roots):
        if file.exists():
            found |= json.loads(file.read_text("utf-8"))["items"]
    return found


def key_of(item: str, rows: Mapping[str, Any]) -> str:
    """Under which an item stands there: all of its name, or that of its exercise alone."""
    exercise = place_of(item)[1]
    return exercise if item not in rows and exercise in rows else item


def _judged(row: Mapping[str, Any] | None) -> Judged:
    """What was thought before any answer: kept beside what came of them, as the same answers come again next time."""
    if row is None:
        return Judged(UNRANKED.b, UNRANKED.se)
    source = row.get("judged", row)
    return Judged(float(source["b"]), float(source["se"]))


def difficulty_document(offer: Offer, found: Recalibration, rows: Mapping[str, Any]) -> dict[str, Any]:
    """A whole difficulty file: the items of this bank as they are now, all others as they were."""
    ours = {
        key_of(id_, rows): {
            "b": round(one.b, 3), "se": round(one.se, 3), "a": round(one.a, 3), "a_se": round(one.a_se, 3),
            "answers": one.answers,
            "judged": {"b": round(one.judged.b, 3), "se": round(one.judged.se, 3)},
        }
        for id_, one in found.items.items()
    }  # fmt: skip
    about = {
        "framework": offer.framework.id, "bank": offer.bank.version, "sittings": found.sittings, "answers": found.answers,
        "people": {name: round(value, 3) for name, value in asdict(found.people).items()},
    }  # fmt: skip
    return {"items": {**rows, **ours}, "calibrated": about}
