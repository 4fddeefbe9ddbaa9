"""What a route may ask for: which framework is looked at, where one came from."""

from collections.abc import Collection, Sequence

from fastapi import Request

from app.accounts.domain.roles import DESKS, Role
from app.accounts.domain.sign_in import SignedIn
from app.courses.deps import library_of
from app.courses.domain.frameworks import Framework
from app.integrity.pages import Tab
from app.sittings.standards import Standards


def frameworks_of(request: Request) -> Sequence[Framework]:
    """Those one can be certified in; all of them while none can be."""
    standards: Standards = request.app.state.standards
    offered = [offer.framework for offer in standards.offers.values()]
    return offered or list(library_of(request).catalogue.frameworks.values())


def framework_of(request: Request, inspected: Collection[str]) -> str:
    """The one that was asked for, else the first that has been inspected, else the first; "" where there is none."""
    known = [one.id for one in frameworks_of(request)]
    wanted = request.query_params.get("khung", "")
    return wanted if wanted in known else next((id_ for id_ in known if id_ in inspected), next(iter(known), ""))


def desk_of(request: Request, account: SignedIn) -> Tab:
    """Where this person works."""
    desk = DESKS[Role.ADMIN if account.role is Role.ADMIN else Role.ASSESSOR]
    return Tab(str(request.app.state.path_to(desk.route)), desk.name, False)
