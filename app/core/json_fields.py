"""Fields of a JSON request: there, of the right type, or refused with a sentence in Vietnamese that names the field."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Request: TypeAlias = Mapping[str, Any]


class WrongRequest(Exception):
    """Its text says in Vietnamese what is wrong."""


def field(fields: Request, name: str) -> Any:
    if name not in fields:
        raise WrongRequest(f"Thiếu {name}.")
    return fields[name]


def object_of(value: Any, where: str) -> Request:
    if not isinstance(value, dict):
        raise WrongRequest(f"{where} phải là một đối tượng JSON.")
    return value


def list_of(fields: Request, name: str) -> list[Any]:
    value = field(fields, name)
    if not isinstance(value, list):
        raise WrongRequest(f"{name} phải là một danh sách.")
    return value


def number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongRequest(f"{where} phải là một số.")
    try:
        return float(value)
    except OverflowError:
        raise WrongRequest(f"{where} lớn quá.") from None


def whole(value: Any, where: str) -> int | None:
    if value is None:
        return None
    found = number(value, where)
    if not found.is_integer():
        raise WrongRequest(f"{where} phải là số nguyên hoặc null.")
    return int(found)
