"""Pictures that were made for a page, kept for the next one: making a proof takes a second. In memory, limited."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 64_000_000


class Shelf:
    """Bytes by key; what was not asked for longest goes first. Thread safe."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is there, or what ``make`` makes."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        self.put(key, made)
        return made

    def put(self, key: str, made: bytes) -> None:
        """Keep something."""
        with self._lock:
            self._bytes += len(made) - len(self._held.pop(key, b""))
            self._held[key] = made
            while self._bytes > self._most and self._held:
                self._bytes -= len(self._held.popitem(last=False)[1])
