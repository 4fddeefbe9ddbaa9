"""A thread of its own that works beside the requests, from the start of the service to its end."""

import threading
from abc import ABC, abstractmethod

PATIENCE_S = 10.0  # for what is under way when the service ends


class BackgroundThread(ABC):
    def __init__(self, name: str) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=PATIENCE_S)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    @abstractmethod
    def _run(self) -> None:
        """What is done, until soon after `_stopped` is set."""
