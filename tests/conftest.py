"""What tests stand on: the corpus where there is one, and picture files made on the spot."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

# As the command does, and before NumPy is loaded: beside other test processes, threads of OpenBLAS wait in a loop.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import settings
from PIL import Image

from provenance.archive import Archive
from tests.pictures import scene

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

Make = Callable[..., Path]

# Whoever runs the tests in the background, or under nohup, passes on that these are ignored, and so to the programs
# that tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# The same examples every time: a change is judged by what it changes, and not by the luck of a draw.
settings.register_profile("same-examples", derandomize=True)
settings.load_profile("same-examples")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real files made by others; tests that need it are visibly skipped where it is absent."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files is not beside this checkout")
    return CORPUS


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive whose clock stands at noon."""
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as made:
        yield made


@pytest.fixture
def picture(tmp_path: Path) -> Make:
    """Writes a picture file: ``picture("a.jpg", seed=1)``; ``change`` alters it first."""

    def make(
        name: str,
        *,
        seed: int = 1,
        size: tuple[int, int] = (640, 480),
        quality: int = 90,
        change: Callable[[Image.Image], Image.Image] | None = None,
    ) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        image = scene(seed, size)
        (change(image) if change else image).save(path, quality=quality)
        return path

    return make
