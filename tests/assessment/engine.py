"""Sittings that were invented, for the rules of the desk."""

from app.assessment.domain.evidence import Evidence
from app.quiz.domain.ability import Item
from app.quiz.domain.adaptive.bank import Bank, BankItem
from app.quiz.domain.adaptive.sitting import Answered, Policy, Position, Sitting

DOMAINS = ("danh-tinh", "tien", "giay-to")


def bank(each: int = 12) -> Bank:
    """Of every domain as many items, from easy to hard; every other one is performed."""
    return Bank(
        (
            BankItem(
                f"{domain}/{number:02}", domain, Item(1.0, 0.25 if number % 2 else 0.0, (-2.0 + 4 * number / (each - 1),)),
                skill=f"{domain}.{number % 3}", b_se=0.1 if number % 3 else 0.4, performed=number % 2 == 0,
            )
            for domain in DOMAINS
            for number in range(each)
        ),
        "kho-1",
    )  # fmt: skip


def policy(**changes: float) -> Policy:
    settings = {"cut": 0.0, "n_min": 12, "n_max": 24, "r_max": 1.0, **changes}
    return Policy(dict.fromkeys(DOMAINS, 1.0), version="chuan-1", **settings)  # type: ignore[arg-type]


def position(scores: dict[str, int | None], of_bank: Bank | None = None) -> Position:
    found = of_bank or bank()
    answers = tuple(Answered(item, score) for item, score in scores.items())
    return Position(found, policy(), Sitting(1, frozenset(found.ids), answers=answers))


def evidence(
    scores: dict[str, int | None], seconds: float | None = None, shown: dict[str, float] | None = None
) -> Evidence:
    return Evidence(position(scores), tuple([seconds] * len(scores)), shown)
