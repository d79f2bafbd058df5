"""A progress bar on a terminal. Loads rich, so it is imported only where one is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

if TYPE_CHECKING:
    from types import TracebackType


class Bar:
    """Files done of all, with the time left. Lines are printed above it."""

    def __init__(self, total: int, *, doing: str = "recording") -> None:
        self._progress = Progress(
            TextColumn(doing),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task(doing, total=total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def step(self) -> None:
        """One file is done."""
        self._progress.advance(self._task)

    def say(self, line: str, *, error: bool) -> None:
        """Print a line above the bar."""
        self._progress.console.print(Text(line, style="red" if error else ""), soft_wrap=True)
