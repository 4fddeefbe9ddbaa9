"""The certification bank: every exercise that is no drill in the `bank/` of the content roots with standards or
difficulties, as items to be chosen from.

A bank is kept as text with every version, so that a sitting goes on with, and replays from, the one it began with.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.ids import version_of
from app.courses.domain.bank import BankFile
from app.courses.domain.catalogue import Catalogue
from app.courses.domain.exercises import Exercise
from app.courses.domain.frameworks import Framework
from app.courses.domain.standards import Standard
from app.quiz.domain.ability import Item, Normal
from app.quiz.domain.adaptive.bank import Bank, BankItem, Status
from app.quiz.domain.adaptive.sitting import Policy
from app.quiz.domain.question_family import asked

DRILL = "dien-tap"
# Recognised among what is shown, so that a guess does it now and then; every other kind is performed.
CHOSEN = frozenset({"cau-hoi", "nhieu-dap-an", "tim-tren-man-hinh"})


@dataclass(frozen=True)
class Difficulty:
    """In logits, with its standard error; `a`: the slope, 1 where nothing is known of it; `a_se`: the standard error of log a,
    0 while no answer told of it."""

    b: float
    se: float
    a: float = 1.0
    a_se: float = 0.0


UNRANKED = Difficulty(0.0, 1.0)  # as little as is known of a task that nobody compared with others
USUAL: tuple[object, ...] = ("operational", [], 0.0)  # status, enemies, a_se


def item_id(file: str, exercise: str) -> str:
    return f"{file}/{exercise}"


def place_of(item: str) -> tuple[str, str]:
    """The file and the exercise of an item."""
    file, _, exercise = item.partition("/")
    return file, exercise


def available_items(catalogue: Catalogue) -> frozenset[str]:
    """What may be asked today: there, and not at rest."""
    return frozenset(
        item_id(file.slug, exercise.slug)
        for file in catalogue.bank.values()
        for exercise in file.exercises
        if exercise.slug not in file.resting
    )


def certification_bank(catalogue: Catalogue, framework: Framework, difficulties: Mapping[str, Difficulty]) -> Bank:
    """The items for the audience of a framework, of sealed files alone: what teachers keep for practice certifies nobody.
    `difficulties` by item, or by the name of its exercise alone."""
    groups = {skill.id: group.id for group in framework.groups for skill in group.skills}
    items = [
        _item(file, exercise, groups[exercise.skills[0]], difficulties)
        for file in catalogue.bank.values()
        if catalogue.is_sealed(file.path)
        for exercise in file.exercises
        if exercise.kind != DRILL and framework.audience in file.about.audiences and exercise.skills[0] in groups
    ]
    return read_bank(bank_text(items))


def _item(file: BankFile, exercise: Exercise, group: str, difficulties: Mapping[str, Difficulty]) -> BankItem:
    id_ = item_id(file.slug, exercise.slug)
    known = difficulties.get(id_) or difficulties.get(exercise.slug) or UNRANKED
    question = asked(exercise.body, "")
    options = question.options if question else 0
    return BankItem(
        id_,
        group,
        Item(known.a, 1 / options if options else 0.0, (known.b,)),
        skill=exercise.skills[0],
        b_se=known.se,
        a_se=known.a_se,
        performed=exercise.kind not in CHOSEN,
        status="fieldtest" if exercise.slug in file.about.on_trial else "operational",
        enemies=_enemies(file, exercise),
    )


def _enemies(file: BankFile, exercise: Exercise) -> frozenset[str]:
    sets = (names for names in file.about.one_of if exercise.slug in names)
    return frozenset(item_id(file.slug, name) for names in sets for name in names if name != exercise.slug)


def bank_text(items: Iterable[BankItem]) -> str:
    return json.dumps([_row(item) for item in items], ensure_ascii=False)


def _row(item: BankItem) -> list[object]:
    """The last columns are left out where they say what is usual: a bank in which all do keeps the version it had before
    there were the columns."""
    known = item.item
    row = [item.id, item.domain, item.skill, known.a, known.c, list(known.steps), item.b_se, item.performed]
    more: list[object] = [item.status, sorted(item.enemies), item.a_se]
    while more and more[-1] == USUAL[len(more) - 1]:
        more.pop()
    return [*row, *more]


def read_bank(text: str) -> Bank:
    """What bank_text wrote, named by its content."""
    return Bank((_read_item(*row) for row in json.loads(text)), version_of(text))


def _read_item(
    id_: str, group: str, skill: str, a: float, c: float, steps: list[float], b_se: float, performed: bool,
    status: Status = "operational", enemies: Iterable[str] = (), a_se: float = 0.0,
) -> BankItem:  # fmt: skip
    item = Item(a, c, tuple(steps))
    return BankItem(id_, group, item, skill, frozenset(enemies), status, b_se, a_se, performed)


def policy_of(standard: Standard) -> Policy:
    """The rules of a standard. Everybody's prior is N(cut, 1): without an answer nothing is known."""
    return Policy(
        weights=standard.weights,
        cut=standard.cut,
        min_per_domain=standard.min_per_group,
        per_skill=standard.per_skill,
        n_min=standard.n_min,
        n_max=standard.n_max,
        certify_at=standard.certify_at,
        deny_at=standard.deny_at,
        r_max=standard.r_max,
        prior=Normal(standard.cut, 1.0),
        fieldtest=standard.fieldtest,
        version=standard.version,
    )
