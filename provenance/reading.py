"""How far worker processes have come within long files: one line of shared memory for each, written without waiting.

A queue could fill up and hold a worker; numbers that are written over cannot. Only videos report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.context import SpawnContext

    # the file, and of it milliseconds that are done, and those that it has (0: unknown)
    Reading: TypeAlias = Callable[[str, int, int], None]

FIELDS = 3  # number of the file (0: none), milliseconds done, milliseconds in all


class Slots(NamedTuple):
    """Shared memory of a pool: a line for each worker."""

    lines: Any  # RawArray of 64-bit numbers
    taken: Any  # how many workers have taken a line

    @classmethod
    def of(cls, context: SpawnContext, workers: int) -> Slots:
        """New ones, for processes that this context starts."""
        from multiprocessing.sharedctypes import RawArray  # loads ctypes

        return cls(RawArray("q", FIELDS * workers), context.Value("i", 0))

    def take(self) -> int:
        """The line of a worker that has just started; a worker that took the place of a dead one shares a line."""
        with self.taken.get_lock():
            self.taken.value += 1
            return int((self.taken.value - 1) % (len(self.lines) // FIELDS))

    def write(self, slot: int, number: int, done_ms: int, all_ms: int) -> None:
        """What a worker is at."""
        self.lines[FIELDS * slot : FIELDS * (slot + 1)] = [number, done_ms, all_ms]

    def read(self) -> Iterator[tuple[int, int, int]]:
        """The lines of workers that are within a file: its number, milliseconds done, milliseconds in all."""
        numbers = self.lines[:]
        for at in range(0, len(numbers), FIELDS):
            if numbers[at]:
                yield numbers[at], numbers[at + 1], numbers[at + 2]
