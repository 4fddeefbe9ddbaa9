"""Who may open which route; a route that nobody listed is open to nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.domain.roles import ACCESS, DESKS, Refusal, Role, is_open, refusal

pytestmark = pytest.mark.pure

roles = st.none() | st.sampled_from(Role)


@given(st.text().filter(lambda route: route not in ACCESS), roles)
def test_unlisted_route_is_refused_to_everyone(route: str, role: Role | None) -> None:
    assert refusal(route, role) is Refusal.FORBIDDEN
    assert not is_open(route)


@pytest.mark.parametrize("route", ["home", "step", "answer", "sign_in", "submit_sign_in", "sign_out", "healthz"])
def test_learning_and_signing_in_need_no_account(route: str) -> None:
    assert is_open(route)
    assert refusal(route, None) is None


@pytest.mark.parametrize("route", ["desk", "file"])
def test_desk_is_for_teachers_and_admins(route: str) -> None:
    assert refusal(route, None) is Refusal.SIGN_IN
    assert {role for role in Role if refusal(route, role) is None} == {Role.TEACHER, Role.ADMIN}
    assert refusal(route, Role.LEARNER) is Refusal.FORBIDDEN
    assert not is_open(route)


def test_one_time_password_opens_only_the_password_page() -> None:
    assert refusal("desk", Role.TEACHER, must_change=True) is Refusal.NEW_PASSWORD
    assert refusal("new_password", Role.TEACHER, must_change=True) is None
    assert refusal("submit_new_password", Role.TEACHER, must_change=True) is None


@pytest.mark.parametrize("route", ["claim", "submit_claim"])
def test_guest_is_claimed_after_signing_in_and_choosing_a_password(route: str) -> None:
    assert refusal(route, None) is Refusal.SIGN_IN
    assert refusal(route, Role.LEARNER, must_change=True) is Refusal.NEW_PASSWORD
    assert refusal(route, Role.LEARNER) is None


def test_wrong_role_is_told_so_even_before_changing_the_password() -> None:
    assert refusal("desk", Role.LEARNER, must_change=True) is Refusal.FORBIDDEN


@given(st.sampled_from(sorted(ACCESS)), roles, st.booleans())
def test_open_routes_are_those_that_refuse_nobody(route: str, role: Role | None, must_change: bool) -> None:
    if is_open(route):
        assert refusal(route, role, must_change=must_change) is None
    else:
        assert refusal(route, None) is Refusal.SIGN_IN


@pytest.mark.parametrize("role", DESKS)
def test_everyone_may_open_their_own_desk(role: Role) -> None:
    assert refusal(DESKS[role].route, role) is None


def test_everyone_but_learners_is_staff() -> None:
    assert [role for role in Role if not role.is_staff] == [Role.LEARNER]
