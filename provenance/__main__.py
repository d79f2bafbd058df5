"""``python -m provenance`` and the ``provenance`` command."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

INTERRUPTED = 130  # what shells report for Ctrl-C
AGAIN_SECONDS = 0.01


def run() -> None:
    """Run the command line and exit with its code."""
    # Loading modules makes objects that stay: collecting among them costs a tenth of a cold check (measured
    # with tests/benchmarks), and finds nothing. Long runs still collect, less often.
    gc.set_threshold(100_000, 20, 20)
    # Matrices here are small, and several processes share the cores: threads would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.platform != "win32":  # it has no signals for threads
        sys.unraisablehook = _hear_again
    try:
        from provenance.cli import main

        code = main()
    except KeyboardInterrupt:  # before there was anything to say
        code = INTERRUPTED
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is said; a second Ctrl-C would change the code alone
    if code == INTERRUPTED:
        eval("None")  # noqa: S307 - Ctrl-C in code made from text, as named tuples are, has "python -m" end by the signal
    if "multiprocessing" in sys.modules:  # it has helpers of its own to end
        sys.exit(code)
    _leave(code)


def _hear_again(ignored: UnraisableHookArgs) -> None:
    """A Ctrl-C in what Python does between two lines (it forgets the lock of a module) is only reported: repeat it."""
    if ignored.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(ignored)
        return
    from threading import Timer, main_thread

    to_main = (main_thread().ident, signal.SIGINT)  # it may be waiting, which only a signal of its own ends
    Timer(AGAIN_SECONDS, signal.pthread_kill, to_main).start()


def _leave(code: int) -> None:
    """Taking NumPy, Pillow and click apart object by object takes a tenth of a cold check: leave at once."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # a full disk or a closed pipe: what was said is lost, and the code should tell
            code = code or 2
    os._exit(code)


if __name__ == "__main__":
    run()
