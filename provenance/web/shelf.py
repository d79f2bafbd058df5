"""Pictures that were made for a page, kept for the next one: a proof takes a second. In memory, limited."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Pictures = Mapping[str, bytes]

MOST_BYTES = 64_000_000


class Shelf:
    """Sets of pictures by key; what was not asked for longest goes first. Thread safe.

    A page asks for several pictures of a set at once: the first request makes them, the others wait for it.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._held: OrderedDict[str, Pictures] = OrderedDict()
        self._making: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], Pictures]) -> Pictures:
        """The set that is there, or what ``make`` makes."""
        with self._lock:
            alone = self._making.setdefault(key, threading.Lock())
        with alone:
            found = self._found(key)
            if found is None:
                try:
                    found = make()
                    self._put(key, found)
                finally:
                    with self._lock:
                        self._making.pop(key, None)
            return found

    def _found(self, key: str) -> Pictures | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                self._making.pop(key, None)
                return self._held[key]
        return None

    def _put(self, key: str, made: Pictures) -> None:
        with self._lock:
            self._held[key] = made
            while sum(map(_size, self._held.values())) > self._most:
                self._held.popitem(last=False)


def _size(pictures: Pictures) -> int:
    return sum(map(len, pictures.values()))
