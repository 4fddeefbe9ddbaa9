"""Pages that belong to no feature."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class WayOn:
    """Where somebody goes on instead."""

    url: str
    label: str


@dataclass(frozen=True)
class Again:
    """A form as it was sent, to be sent once more: its keys are the same, so that nothing is done twice."""

    url: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ErrorPage:
    """`way_on`: nothing went wrong, something else comes first. `again`: what could not be taken now."""

    template: ClassVar[str] = "error.html"
    title: str
    message: str
    status: int
    request_id: str
    way_on: WayOn | None = None
    again: Again | None = None


@dataclass(frozen=True)
class ApiField:
    name: str
    kind: str
    required: bool


@dataclass(frozen=True)
class ApiOperation:
    """`example` is a JSON document that can be sent, "" for none."""

    method: str
    path: str
    summary: str
    description: str
    sent: tuple[ApiField, ...]
    received: tuple[ApiField, ...]
    refusals: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class ApiDocsPage:
    """For who connects another program."""

    template: ClassVar[str] = "api_docs.html"
    title: str
    operations: tuple[ApiOperation, ...]
    document_url: str
