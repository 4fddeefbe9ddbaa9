"""How often one may guess a password: counted per account and per source address in windows that begin with the first
attempt."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

WINDOW = timedelta(minutes=15)
MOST_PER_ACCOUNT = 10
MOST_PER_SOURCE = 100  # a school has one address
MOST_TAKEN = 5  # phone numbers that somebody else signs in with, per source: so that nobody tries who has an account


def source_of(address: str) -> str:
    """Who is behind an address: of IPv6 the /64, since one household owns all of it; anything unknown as it is."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network(f"{parsed.packed[:8].hex(':', 2)}::/64"))
    return str(parsed)


def minutes_left(window_start: datetime, now: datetime) -> int:
    """Until the window ends, rounded up; at least 1."""
    return max(1, ceil((window_start + WINDOW - now) / timedelta(minutes=1)))
