"""What can be used of the model's reply."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from app.tutor.domain.model_text import json_in
from app.tutor.domain.rewriting.locks import Locked, unlocked
from app.tutor.domain.rewriting.unusable import Unusable

LONGEST = 1_500  # characters of a piece


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")
    so: int
    chu: str = Field(min_length=2, max_length=LONGEST)


class _Reply(BaseModel):
    model_config = ConfigDict(extra="forbid")
    doan: list[_Said]


def read_reply(reply: str, locks: Mapping[int, Locked]) -> dict[int, str]:
    """Markdown of each piece by its number. Raises Unusable."""
    found = json_in(_Reply, reply)
    if found is None:
        raise Unusable("Trả lời không đúng mẫu JSON.")
    if [said.so for said in found.doan] != list(locks):
        raise Unusable(f"Phải có đúng {len(locks)} đoạn, số từ 1, đúng thứ tự.")
    return {said.so: unlocked(said.chu, locks[said.so]) for said in found.doan}
