"""How often one may guess a password."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from app.accounts import service
from app.accounts.domain.roles import Role
from app.accounts.domain.throttle import MOST_PER_ACCOUNT, MOST_PER_SOURCE
from app.core.db import Database
from app.web.prebuilt import PrebuiltPages
from tests.accounts.attempts import attempt
from tests.accounts.conftest import Hire
from tests.cast import PASSWORD, browser

pytestmark = pytest.mark.usefixtures("forget_attempts")
SESSION = "__Host-phien"
Forward = Callable[[timedelta], None]


def test_eleventh_try_is_refused_even_with_the_right_password(client: TestClient, employ: Hire) -> None:
    login = employ(Role.TEACHER)
    tries = [attempt(client, login).status_code for _ in range(MOST_PER_ACCOUNT)]
    assert tries == [422] * 10
    refused = attempt(client, login, PASSWORD)
    assert refused.status_code == 429
    assert "Mời thử lại sau 15 phút" in refused.text
    assert refused.headers["retry-after"] == "900"
    assert f'value="{login}"' in refused.text
    assert SESSION not in client.cookies


def test_unknown_login_is_counted_like_a_known_one(client: TestClient) -> None:
    tries = [attempt(client, "khong-ai-ca").status_code for _ in range(11)]
    assert tries == [422] * 10 + [429]


def invented(number: int) -> dict[str, str]:
    """Every header in which a proxy may tell an address, each with another one."""
    names = ("x_forwarded_for", "x_real_ip", "client_ip", "true_client_ip", "cf_connecting_ip", "x_client_ip")
    return {name: f"203.0.{place}.{number}" for place, name in enumerate(names)} | {
        "forwarded": f"for=203.0.9.{number}"
    }


def test_invented_addresses_share_the_counter(app: PrebuiltPages, employ: Hire) -> None:
    login = employ(Role.TEACHER)
    tries = [attempt(browser(app), login, **invented(number)).status_code for number in range(11)]
    assert tries == [422] * 10 + [429]


def test_invented_addresses_share_the_counter_of_the_source(
    app: PrebuiltPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.accounts.domain.throttle.MOST_PER_SOURCE", 5)
    assert MOST_PER_SOURCE == 100
    tries = [attempt(browser(app), f"khong-ai-{number}", **invented(number)).status_code for number in range(7)]
    assert tries == [422] * 5 + [429] * 2


def test_spellings_of_a_login_share_the_counter(client: TestClient, employ: Hire, database: Database) -> None:
    with database.session(writes=True) as session:
        settings = client.app.app.state.settings  # type: ignore[attr-defined]
        phone = "0987654321"
        login = service.create_account(
            session,
            settings.secret,
            Role.TEACHER,
            "Thầy Đức",
            phone,
            client.app.app.state.clock.now(),  # type: ignore[attr-defined]
        ).login
        session.commit()
    spellings = [
        login,
        login.upper(),
        "Thầy Đức",
        phone,
        "+84987654321",
        "84 987 654 321",
        "0987-654-321",
        "(098)7654321",
        "０９８７６５４３２１",
        " thay  duc ",
    ]
    tries = [attempt(client, spelling).status_code for spelling in [*spellings, login]]
    assert tries == [422] * 10 + [429]


def test_others_are_not_locked_out_with_one(client: TestClient, employ: Hire) -> None:
    victim, other = employ(Role.TEACHER), employ(Role.TEACHER)
    for _ in range(11):
        attempt(client, victim)
    assert attempt(client, other, PASSWORD).status_code == 303


def test_right_password_forgives_the_wrong_ones(client: TestClient, employ: Hire) -> None:
    login = employ(Role.TEACHER)
    for _ in range(3):
        assert [attempt(client, login).status_code for _ in range(9)] == [422] * 9
        assert attempt(client, login, PASSWORD).status_code == 303


def test_after_a_quarter_of_an_hour_one_may_try_again(client: TestClient, employ: Hire, pass_time: Forward) -> None:
    login = employ(Role.TEACHER)
    for _ in range(11):
        attempt(client, login)
    pass_time(timedelta(minutes=14))
    assert attempt(client, login, PASSWORD).status_code == 429
    pass_time(timedelta(minutes=1, seconds=1))
    assert attempt(client, login, PASSWORD).status_code == 303
