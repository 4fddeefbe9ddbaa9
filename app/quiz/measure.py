"""`quiz measure`: one JSON request a line in, one JSON answer a line out, by the functions that the service itself runs.

Logits, no 1.7 factor. A line that cannot be answered gets {"error": …} in Vietnamese; the next one is answered again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from app.quiz.domain.ability import Item, Normal, OutOfRange, estimate

Request = Mapping[str, Any]


class WrongRequest(Exception):
    """Its text says in Vietnamese what is wrong with the line."""


def measure(lines: Iterable[bytes]) -> Iterator[tuple[str, bool]]:
    """One answer per line, in order, without line end; False when it is an error."""
    for line in lines:
        try:
            yield json.dumps(_answer(_request(line)), ensure_ascii=False, allow_nan=False), True
        except (WrongRequest, OutOfRange) as refusal:
            yield json.dumps({"error": str(refusal)}, ensure_ascii=False), False


def _request(line: bytes) -> Request:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        raise WrongRequest("Dòng này không phải JSON. Mỗi dòng viết một yêu cầu JSON.") from None
    return _object(request, "Yêu cầu")


def _answer(request: Request) -> Mapping[str, Any]:
    operation = request.get("op")
    if not isinstance(operation, str) or operation not in OPERATIONS:
        raise WrongRequest(f"Chưa có phép tính này. Các phép tính có: {', '.join(OPERATIONS)}. Viết trong op.")
    return OPERATIONS[operation](request)


def _score(request: Request) -> Mapping[str, Any]:
    """`items:[{a,c,steps}]`, `scores` (null: not reached), `prior:{mean,sd}`, `cut` → `theta`, `se`, `p_master`."""
    items = [_item(item, f"items[{number}]") for number, item in enumerate(_list(request, "items"))]
    scores = [_whole(score, f"scores[{number}]") for number, score in enumerate(_list(request, "scores"))]
    if len(items) != len(scores):
        raise WrongRequest(f"Có {len(items)} câu mà {len(scores)} điểm. Mỗi câu một điểm, chưa làm thì viết null.")
    prior = _object(_field(request, "prior"), "prior")
    start = Normal(_number(_field(prior, "mean"), "prior.mean"), _number(_field(prior, "sd"), "prior.sd"))
    return asdict(estimate(items, scores, start, _number(_field(request, "cut"), "cut")))


OPERATIONS: Mapping[str, Callable[[Request], Mapping[str, Any]]] = {"score": _score}


def _item(value: Any, where: str) -> Item:
    fields = _object(value, where)
    steps = tuple(_number(step, f"{where}.steps") for step in _list(fields, "steps"))
    return Item(_number(_field(fields, "a"), f"{where}.a"), _number(_field(fields, "c"), f"{where}.c"), steps)


def _field(fields: Request, name: str) -> Any:
    if name not in fields:
        raise WrongRequest(f"Thiếu {name}.")
    return fields[name]


def _object(value: Any, where: str) -> Request:
    if not isinstance(value, dict):
        raise WrongRequest(f"{where} phải là một đối tượng JSON.")
    return value


def _list(fields: Request, name: str) -> list[Any]:
    value = _field(fields, name)
    if not isinstance(value, list):
        raise WrongRequest(f"{name} phải là một danh sách.")
    return value


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongRequest(f"{where} phải là một số.")
    try:
        return float(value)
    except OverflowError:
        raise WrongRequest(f"{where} lớn quá.") from None


def _whole(value: Any, where: str) -> int | None:
    if value is None:
        return None
    number = _number(value, where)
    if not number.is_integer():
        raise WrongRequest(f"{where} phải là số nguyên hoặc null.")
    return int(number)
