"""All routes of the framework in one list. A router inside a router asks each of its routes twice for every request, once
whether it is the one and once which it was: that cost as much as such a page."""

from collections.abc import Iterable, Sequence
from inspect import signature

from fastapi import APIRouter
from fastapi.params import Depends
from fastapi.routing import APIRoute, iter_route_contexts

# What a route is made of: it has an attribute of each name, but for one that nobody here sets.
MADE_OF = [name for name in signature(APIRoute).parameters if name != "form_limits"]


def flat_routes(routers: Iterable[APIRouter], dependencies: Sequence[Depends]) -> list[APIRoute]:
    """The routes of all these in their order, each with these dependencies before its own. What answers there stands in
    its transaction already (deps.TransactionRoute)."""
    every = APIRouter(dependencies=dependencies)
    for router in routers:
        every.include_router(router)
    found = iter_route_contexts(every.routes)
    return [APIRoute(**{name: getattr(context, name) for name in MADE_OF}) for context in found]
