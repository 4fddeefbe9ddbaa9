"""What may be certified here: for each framework with a standard its bank, made anew whenever the content changes.

Difficulties stand in `difficulty.json` of a content root (`hocvuso quiz rank --json`).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from app.certification.service import Certificates
from app.courses.domain.bank import BankFile
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.exercises import Exercise
from app.courses.domain.frameworks import Framework
from app.courses.domain.standards import BATCH_SAMPLE, LEAST_READING_S, SECOND_READING, Retakes, Standard, read_standard
from app.courses.folders import RANKED
from app.courses.library import ContentLibrary
from app.quiz.domain.adaptive.bank import Bank
from app.quiz.domain.adaptive.sitting import Policy
from app.sittings.domain.bank import (
    Difficulty,
    available_items,
    bank_text,
    certification_bank,
    place_of,
    policy_of,
    read_bank,
)
from app.sittings.domain.reading_load import Load, load_of
from app.sittings.domain.record import Task
from app.sittings.models import BankVersion, StandardVersion

LEAST_SLOPE = 0.1  # and its inverse: as far as calibration goes (quiz/domain/calibration.py)

log = structlog.get_logger()


@dataclass(frozen=True)
class Offer:
    """A framework that one can be certified in."""

    framework: Framework
    standard: Standard
    bank: Bank

    @property
    def policy(self) -> Policy:
        return policy_of(self.standard)

    @property
    def bank_text(self) -> str:
        return bank_text(self.bank.items)


class Standards:
    """`offers` by framework, `available` the items that may be asked today. Banks and standards of earlier versions are
    read from the database, once."""

    def __init__(self, roots: Sequence[Path], library: ContentLibrary) -> None:
        self._roots = tuple(roots)
        self._library = library
        self._banks: dict[str, Bank] = {}
        self._standards: dict[str, Standard] = {}
        self.offers: Mapping[str, Offer] = {}
        self.available: frozenset[str] = frozenset()

    def follow(self, catalogue: Catalogue) -> None:
        """A bank whose difficulties cannot be read is not offered: without them everybody would be judged otherwise."""
        self.available = available_items(catalogue)
        try:
            difficulties = read_difficulties(self._roots)
        except (OSError, ValueError, LookupError, TypeError) as error:
            log.error("difficulties unreadable, certification closed", error=type(error).__name__)
            self.offers = {}
            return
        offers = {
            id_: Offer(framework, standard, self._kept(certification_bank(catalogue, framework, difficulties)))
            for id_, standard in catalogue.standards.items()
            if (framework := catalogue.frameworks.get(id_)) is not None
        }
        self.offers = {
            id_: offer for id_, offer in offers.items() if offer.standard.weights.keys() <= set(offer.bank.domains)
        }
        self._standards |= {offer.standard.version: offer.standard for offer in self.offers.values()}

    def offer_for(self, audience: str) -> Offer | None:
        return next((offer for offer in self.offers.values() if offer.framework.audience == audience), None)

    def retakes(self, framework: str) -> Retakes | None:
        """None where nobody is certified in it any more."""
        return self.offers[framework].standard.retakes if framework in self.offers else None

    def second_reading(self, framework: str) -> float:
        """The share of its cases that is read twice; as usual where nobody is certified in it any more."""
        return self.offers[framework].standard.second_reading if framework in self.offers else SECOND_READING

    def batch_sample(self, frameworks: Iterable[str]) -> float:
        """The share of cases of these frameworks, approved together, that is read one by one: the largest of theirs."""
        offered = (self.offers[framework].standard.batch_sample for framework in frameworks if framework in self.offers)
        return max(offered, default=BATCH_SAMPLE)

    def least_reading_s(self, framework: str) -> int:
        """So many seconds a case of it has to be read before it is approved."""
        return self.offers[framework].standard.least_reading_s if framework in self.offers else LEAST_READING_S

    def framework(self, id_: str) -> Framework | None:
        return self._library.catalogue.frameworks.get(id_)

    def bank(self, session: Session, version: str) -> Bank:
        if version not in self._banks:
            self._kept(read_bank(session.get_one(BankVersion, version).text))
        return self._banks[version]

    def standard(self, session: Session, version: str) -> Standard:
        if version not in self._standards:
            self._standards[version] = read_standard(session.get_one(StandardVersion, version).text)
        return self._standards[version]

    def at_rest(self, bank: Bank) -> frozenset[str]:
        """What of a bank nobody is asked now: it rests, or is there no more."""
        return frozenset(bank.ids) - self.available

    def version_now(self, item: str) -> str:
        """Of the file that holds it. Raises LookupError."""
        return self._library.catalogue.bank[place_of(item)[0]].version

    def exercise(self, item: str, version: str) -> Exercise | None:
        """As it was in that version; None when it can be read no more."""
        file, slug = place_of(item)
        found = self._library.bank_version(file, version)
        return found.exercise(slug) if isinstance(found, BankFile) else None

    def loads(self, tasks: Iterable[Task]) -> dict[str, Load]:
        """By item: what there was to read and to press, as it was asked; without what can be read no more."""
        read = {task.item: (self.exercise(task.item, task.version), task.key) for task in tasks}
        found = {item: load_of(exercise.body, key) for item, (exercise, key) in read.items() if exercise is not None}
        return {item: load for item, load in found.items() if load is not None}

    def bank_loads(self, bank: Bank) -> dict[str, Load]:
        """The same of every item of a bank that is there today."""
        files = self._library.catalogue.bank
        there = ((item, *place_of(item)) for item in bank.ids)
        bodies = {item: files[file].exercise(slug) for item, file, slug in there if file in files}
        found = {item: load_of(exercise.body, "") for item, exercise in bodies.items() if exercise is not None}
        return {item: load for item, load in found.items() if load is not None}

    def _kept(self, bank: Bank) -> Bank:
        """One object for each version: what it compiles for choosing takes a moment."""
        return self._banks.setdefault(bank.version, bank)


@dataclass(frozen=True)
class Engine:
    """What a sitting goes on with, and what signs its certificate."""

    standards: Standards
    certificates: Certificates


def read_difficulties(roots: Iterable[Path]) -> dict[str, Difficulty]:
    """Raises OSError, ValueError, LookupError, TypeError for a file that is broken; later roots win."""
    found: dict[str, Difficulty] = {}
    for root in roots:
        file = root / RANKED
        if file.exists():
            items = json.loads(file.read_text("utf-8"))["items"]
            found |= {name: _difficulty(row) for name, row in items.items()}
    return found


def _difficulty(row: Mapping[str, float]) -> Difficulty:
    """Raises what read_difficulties does."""
    found = Difficulty(float(row["b"]), float(row["se"]), float(row.get("a", 1.0)), float(row.get("a_se", 0.0)))
    if not (LEAST_SLOPE <= found.a <= 1 / LEAST_SLOPE and 0 <= found.a_se <= 1):
        raise ValueError("slope out of range")
    return found
