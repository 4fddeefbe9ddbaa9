"""The only place that reads the wall clock."""

from datetime import UTC, date, datetime, timedelta, timezone

# Vietnam keeps one offset all year, so no time-zone database is needed.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


class Clock:
    """Ticks with the machine; `start` moves it, for tests and rehearsals (naive means Vietnam time)."""

    def __init__(self, start: datetime | None = None) -> None:
        if start is not None and start.tzinfo is None:
            start = start.replace(tzinfo=VIETNAM)
        self._offset = start - datetime.now(UTC) if start else timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def today(self) -> date:
        """The date in Vietnam: facts expire and reviews fall due by it."""
        return self.now().astimezone(VIETNAM).date()
