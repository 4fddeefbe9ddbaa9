"""`hocvuso serve` as its own process, once started from nothing: on an address of the local network, and behind a proxy.
What else is asked of it is asked of processes that have the program imported."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from app.accounts.domain.roles import Role
from app.accounts.domain.throttle import source_of
from app.accounts.models import Attempt
from app.cli.serve import found_at
from app.core.config import Settings
from app.core.db import Database
from app.core.ids import signature
from tests.cast import LEARNER_LAN, PASSWORD, hire
from tests.forked_service import forked_process
from tests.live_service import Start, free_port, live_process
from tests.sample_content import write_content

LAN = "127.0.0.2"  # an address that, to us, is not this machine's own: as 192.168.1.20 would be
NOT_IT = "không phải câu này đâu"


@contextmanager
def served(
    folder: Path, host: str = "127.0.0.1", start: Start = live_process, **given: str
) -> Iterator[tuple[httpx2.Client, Settings]]:
    """A browser's requests to a service with these settings."""
    settings = Settings(
        _env_file=None, var_dir=folder, database_url="", content_dirs=(write_content(folder / "content"),),
        secret_key="k" * 40,
    )  # fmt: skip
    url, port = f"http://{host}", free_port()
    environment = {
        "HOCVUSO_VAR_DIR": str(folder),
        "HOCVUSO_DATABASE_URL": settings.database_url,
        "HOCVUSO_CONTENT_DIRS": str(settings.content_dirs[0]),
        "HOCVUSO_SECRET_KEY": "k" * 40,
        "HOCVUSO_DEMO": "0",
        **given,
    }
    arguments = ["-m", "app", "serve", "--host", host, "--port", str(port)]
    with (
        start(arguments, f"{url}:{port}/readyz", folder, environment),
        httpx2.Client(base_url=f"{url}:{port}", trust_env=False, headers={"origin": f"{url}:{port}"}) as client,
    ):
        yield client, settings


def sign_in(client: httpx2.Client, login: str, password: str, **headers: str) -> httpx2.Response:
    return client.post("/dang-nhap", data={"ten-dang-nhap": login, "mat-khau": password}, headers=headers)


def test_phone_on_the_local_network_stays_known_and_signed_in(tmp_path: Path) -> None:
    """Plain HTTP by a network name: a browser sends back neither `__Host-` nor `Secure` cookies."""
    with served(tmp_path, LAN) as (client, settings):
        assert client.post("/tai-khoan/nguoi-hoc", data={"ten": LEARNER_LAN}).status_code == 303
        assert f"<bdi>{LEARNER_LAN}</bdi> <span" in client.get("/tai-khoan").text
        database = Database(settings.database_url)
        login = hire(database, settings, Role.TEACHER)
        database.close()
        assert sign_in(client, login, PASSWORD).headers["location"] == "/soan-bai"
        assert client.get("/soan-bai").status_code == 200
        assert {(cookie.name, cookie.secure) for cookie in client.cookies.jar} == {
            ("may", False), ("ten", False), ("kieu", False), ("phien", False),
        }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "host", "address"),
    [
        ({}, "127.0.0.1", "http://127.0.0.1:8765"),
        ({}, "::1", "http://[::1]:8765"),
        ({"public_url": "https://hoc.example"}, "127.0.0.1", "https://hoc.example"),
    ],
)
def test_what_is_printed_leads_to_where_the_service_listens(
    tmp_path: Path, given: dict[str, str], host: str, address: str
) -> None:
    settings = Settings(_env_file=None, var_dir=tmp_path, **given)  # type: ignore[arg-type]
    assert found_at(settings, host, 8765).public_url == address


def test_public_address_that_is_set_decides_over_the_host(tmp_path: Path) -> None:
    """A proxy with TLS stands in front of a service that listens on the network."""
    address = "https://hoc.example"
    with served(tmp_path, LAN, forked_process, HOCVUSO_PUBLIC_URL=address) as (client, _settings):
        joined = client.post("/tai-khoan/nguoi-hoc", data={"ten": LEARNER_LAN})
        [device] = [line for line in joined.headers.get_list("set-cookie") if line.startswith("__Host-may=")]
        assert "Secure" in device.split("; ")


CLIENT, INVENTED = "203.0.113.9", "198.51.100.1"


@pytest.mark.parametrize(
    ("trusted", "forwarded", "source"),
    [
        ("", CLIENT, "127.0.0.1"),
        ("127.0.0.1", CLIENT, CLIENT),
        ("127.0.0.1", f"{INVENTED}, {CLIENT}", CLIENT),  # the proxy adds what it saw to what the client claimed
        ("192.0.2.1", CLIENT, "127.0.0.1"),  # another proxy is trusted than the one that speaks
    ],
)
def test_guesses_are_counted_for_the_address_that_a_trusted_proxy_tells(
    tmp_path: Path, trusted: str, forwarded: str, source: str
) -> None:
    with served(tmp_path, start=forked_process, HOCVUSO_TRUSTED_PROXY=trusted) as (client, settings):
        assert sign_in(client, "khong-ai-ca", NOT_IT, **{"x-forwarded-for": forwarded}).status_code == 422
        counted = {
            address
            for address in (CLIENT, INVENTED, "127.0.0.1")
            if is_counted(settings, signature(settings.secret, "attempt", f"source:{source_of(address)}"))
        }
    assert counted == {source}


def is_counted(settings: Settings, key: str) -> bool:
    database = Database(settings.database_url)
    with database.session(writes=False) as session:
        found = session.scalar(select(Attempt.count).where(Attempt.key == key))
    database.close()
    return found == 1
