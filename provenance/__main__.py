"""``python -m provenance`` and the ``provenance`` command."""

from __future__ import annotations

import gc
import os
import sys

# Loading modules makes objects that stay: collecting among them costs a tenth of a cold check (measured
# with tests/benchmarks), and finds nothing. Long runs still collect, less often.
gc.set_threshold(100_000, 20, 20)

from provenance.cli import main  # noqa: E402 - after the line above, for its sake


def run() -> None:
    """Run the command line and exit with its code."""
    code = main()
    if "multiprocessing" in sys.modules:  # it has helpers of its own to end
        sys.exit(code)
    # Taking NumPy, Pillow and click apart object by object takes a tenth of a cold check, and every file is
    # closed by now: leave at once.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
