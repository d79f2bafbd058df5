"""Progress on a terminal: files, and within a long video its seconds. Loads rich only where a bar is drawn."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any, Self

from provenance.cli.text import say
from provenance.saying.words import one_line
from provenance.text import clock

if TYPE_CHECKING:
    from types import TracebackType

PATIENCE = 1.0  # seconds that a video may take before its bar is drawn
SILENT = 1.5  # seconds after which a video that nothing is heard of is done
NAME_SHOWN = 40  # characters of a file's name


class Bar:
    """Files done of all, and milliseconds done of the videos that are being read, with the time left.

    Lines are printed above it. Nothing is drawn where standard error is no terminal.
    """

    def __init__(self, total: int = 0, *, doing: str = "recording", quiet: bool = False) -> None:
        """``total``: files, for a bar of their own; 0 draws none."""
        self._drawn = not quiet and sys.stderr.isatty()
        self._total, self._doing = total, doing
        self._progress: Any = None  # rich's
        self._files: Any = None
        self._videos: dict[str, Any] = {}
        self._began: dict[str, float] = {}
        self._told: dict[str, float] = {}  # when each was last heard of

    def __enter__(self) -> Self:
        if self._drawn and self._total:
            self._files = self._begun().add_task(self._doing, total=self._total, count=f"0/{self._total}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.clear()

    def step(self, count: int = 1) -> None:
        """So many files more are done."""
        if self._files is not None:
            self._progress.advance(self._files, count)
            done = self._progress.tasks[0].completed
            self._progress.update(self._files, count=f"{done:.0f}/{self._total}")

    def reading(self, path: str, done_ms: int, all_ms: int) -> None:
        """So far has the reading of a video come; of how long a one is not always known."""
        if not self._drawn:
            return
        now = time.monotonic()
        self._told[path] = now
        self._forget_silent(now)
        if now - self._began.setdefault(path, now) < PATIENCE:
            return
        if path not in self._videos:
            name = one_line(os.path.basename(path))[:NAME_SHOWN]  # noqa: PTH119 - bytes that are no UTF-8 survive
            self._videos[path] = self._begun().add_task(f"reading {name}", total=all_ms or None, count="")
        of = f" of {clock(all_ms)}" if all_ms else ""
        self._progress.update(self._videos[path], completed=done_ms, count=f"{clock(done_ms)}{of}")

    def say(self, line: str, *, error: bool) -> None:
        """Print a line, above the bars where there are any."""
        if self._progress is None:
            say(line, err=error)
            return
        from rich.text import Text

        self._progress.console.print(Text(line, style="red" if error else ""), soft_wrap=True)

    def clear(self) -> None:
        """Take the bars away."""
        if self._progress is not None:
            self._progress.stop()
        self._progress = self._files = None
        for known in (self._videos, self._began, self._told):
            known.clear()

    def _forget_silent(self, now: float) -> None:
        """Videos that nothing is heard of any more are done."""
        for path in [path for path, told in self._told.items() if now - told > SILENT]:
            del self._told[path], self._began[path]
            if path in self._videos:
                self._progress.remove_task(self._videos.pop(path))

    def _begun(self) -> Any:
        if self._progress is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            self._progress = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.fields[count]}", markup=False),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._progress.start()
        return self._progress
