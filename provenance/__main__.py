"""``python -m provenance`` and the ``provenance`` command."""

from __future__ import annotations

import gc
import os
import signal
import sys

INTERRUPTED = 130  # what shells report for Ctrl-C


def run() -> None:
    """Run the command line and exit with its code."""
    # Loading modules makes objects that stay: collecting among them costs a tenth of a cold check (measured
    # with tests/benchmarks), and finds nothing. Long runs still collect, less often.
    gc.set_threshold(100_000, 20, 20)
    # Matrices here are small, and several processes share the cores: threads would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
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
