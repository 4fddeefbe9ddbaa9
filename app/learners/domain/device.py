"""A phone, often shared, that remembers who learns on it. It lives in a signed cookie: no table, no query."""

import re
from dataclasses import dataclass, replace

from app.core.ids import is_signature, signature

MOST_LEARNERS = 8
PURPOSE, TAG_PURPOSE = "device", "learner"
TAG_LENGTH = 12
COOKIE = re.compile(r"(0|[1-9][0-9]{0,18})((?:\.[1-9][0-9]{0,18})*)\.([A-Za-z0-9_-]{22})")


class DeviceFull(Exception):
    """The phone already remembers MOST_LEARNERS learners."""


class NotOnDevice(Exception):
    """This learner is not on the phone."""


@dataclass(frozen=True, slots=True)
class Device:
    """`learners` are learner ids in the order in which they came; `active` is one of them, or None."""

    learners: tuple[int, ...] = ()
    active: int | None = None

    def add(self, learner: int) -> "Device":
        """The learner joins, if new, and is active. Raises DeviceFull."""
        if learner == self.active:
            return self
        if learner in self.learners:
            return self.switch_to(learner)
        self.require_room()
        return Device((*self.learners, learner), learner)

    def require_room(self) -> None:
        """Raises DeviceFull when nobody can join."""
        if len(self.learners) >= MOST_LEARNERS:
            raise DeviceFull

    def switch_to(self, learner: int) -> "Device":
        """Raises NotOnDevice."""
        if learner not in self.learners:
            raise NotOnDevice
        return replace(self, active=learner)

    def find(self, tag: str, key: bytes) -> int:
        """The learner with this tag, wherever on the list by now. Raises NotOnDevice."""
        for learner in self.learners:
            if tag_of(learner, key) == tag:
                return learner
        raise NotOnDevice

    def leave(self, learner: int | None) -> "Device":
        """Without this learner; nobody is active if it was the active one. Whoever is not here changes nothing."""
        remaining = tuple(other for other in self.learners if other != learner)
        return Device(remaining, None if self.active == learner else self.active)

    def is_same_reader(self, before: "Device") -> bool:
        """Whether who reads now is who read before: the same learner, or a visitor who just became one."""
        return self.active == before.active or (before.active is None and self.active not in before.learners)


def tag_of(learner: int, key: bytes) -> str:
    """How pages and forms name a learner: 72 bits, so that no id is shown and a page left open means the same person."""
    return signature(key, TAG_PURPOSE, str(learner))[:TAG_LENGTH]


def encode(device: Device, key: bytes) -> str:
    """`<active, 0 for nobody>.<id>.<id>….<signature>`, characters that a cookie takes as they are."""
    value = ".".join(str(number) for number in (device.active or 0, *device.learners))
    return f"{value}.{signature(key, PURPOSE, value)}"


def decode(cookie: str, key: bytes) -> Device:
    """What `encode` made with this key; an empty Device for anything else."""
    match = COOKIE.fullmatch(cookie)
    if match is None or not is_signature(key, PURPOSE, match[1] + match[2], match[3]):
        return Device()
    learners = tuple(int(number) for number in match[2].split(".") if number)
    active = int(match[1])
    return Device(learners[:MOST_LEARNERS], active if active in learners[:MOST_LEARNERS] else None)
