"""From who is here to the page: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.learners.domain.device import Device, tag_of
from app.learners.domain.reading import ADDRESSES, AUDIENCES, COMFORTS, PLATFORMS, WORKS, Reading
from app.learners.models import Learner
from app.learners.pages import AccountNote, LearnerOnDevice, LearnersPage, Option


@dataclass(frozen=True)
class Typed:
    """What was typed and refused, and why, by field."""

    errors: Mapping[str, str]
    name: str = ""
    new_name: str = ""


NOTHING = Typed({})
NOT_SAID = "Chưa chọn"


def learners_page(
    learners: tuple[LearnerOnDevice, ...],
    reading: Reading,
    account: AccountNote | None,
    typed: Typed = NOTHING,
    *,
    saved: bool = False,
) -> LearnersPage:
    return LearnersPage(
        title="Ai đang học?",
        learners=learners,
        active=next((learner for learner in learners if learner.active), None),
        typed_name=typed.name,
        typed_new_name=typed.new_name,
        audiences=options(AUDIENCES, reading.audience),
        platforms=options(PLATFORMS, reading.platform),
        comforts=options(COMFORTS, reading.comfort),
        works=options(WORKS, reading.work),
        addresses=options(
            {**{code: word.capitalize() for code, word in ADDRESSES.items()}, "": NOT_SAID}, reading.address
        ),
        is_reading_chosen=reading != Reading(),
        errors=dict(typed.errors),
        saved=saved,
        account=account,
    )


def learners_on(device: Device, learners: Iterable[Learner | None], key: bytes) -> tuple[LearnerOnDevice, ...]:
    """Named by tags: real ids stay inside the signed cookie."""
    return tuple(
        LearnerOnDevice(
            tag_of(learner.id, key), learner.name, learner.id == device.active, learner.account_id is not None
        )
        for learner in learners
        if learner is not None
    )


def options(labels: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in labels.items())
