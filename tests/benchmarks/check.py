"""``provenance check --fast`` in a cold process: beside a bare interpreter, more hashes, and a script of peers.

How: every command is a process of its own, from start to end. They take turns, each ran once before, so files
and bytecode are in the page cache. The picture asked is a JPEG of a photo that the archive has as another file
(smaller, quality 75), so the answer brings a match, an appearance and a claim; one row asks another photo.

- *beside a bare interpreter*: median processor time over that of ``python -c pass``. NumPy and Pillow alone, the
  two libraries that hashing needs, are shown for what cannot be saved.
- *1,000,000 beside 1,000 hashes*: the same check on two archives (see archives).
- *a script with Pillow, pdqhash and faiss* (peers/lookup.py): reads an ``IndexBinaryFlat`` of the same hashes
  from a file, hashes the picture, asks for everything within 31 bits. It looks up one orientation, check sixteen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks import archives, machine, photos, processes
from tests.benchmarks.rows import Goal, Row, absent, at_least, at_most

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.benchmarks.processes import Cost
    from tests.benchmarks.settings import Settings

NAME = "check"
SCRIPT = "a script with Pillow, pdqhash and faiss"
BESIDE_BARE, BESIDE_FEW, BESIDE_PEER = at_most(13), at_most(1.25), at_least(1)
LIBRARIES = (processes.BARE[0], "-c", "import numpy, sqlite3, click, PIL.JpegImagePlugin")


class _Sizes(NamedTuple):
    few: int  # hashes
    many: int
    web: int  # megapixels
    phone: int


def measure(settings: Settings) -> list[Row]:
    """All rows of this measurement."""
    sizes = settings.of(_Sizes(1_000, 1_000_000, 2, 12), _Sizes(100, 5_000, 1, 2))
    web = photos.enlarged(settings.photos[:2], sizes.web, settings.cache)
    phone = photos.enlarged(settings.photos[:1], sizes.phone, settings.cache)[0]
    few, many = (archives.filled(settings, hashes) for hashes in sizes[:2])
    commands = {
        "bare": processes.BARE,
        "libraries": LIBRARIES,
        "few": _check(few, web[0]),
        "many": _check(many, web[0]),
        "many, unknown": _check(many, web[1]),
        "many, phone": _check(many, phone),
    } | _peers(settings, many, web[0], phone)
    costs = processes.in_turns(commands, settings.of(31, 1))
    return _rows(costs, sizes)


def _check(archive: Path, picture: Path) -> Sequence[str]:
    return (*processes.INSTALLED, "check", "--fast", "--archive", str(archive), str(picture))


def _peers(settings: Settings, archive: Path, web: Path, phone: Path) -> dict[str, Sequence[str]]:
    if machine.missing("faiss-cpu", "pdqhash"):
        return {}
    import faiss

    values = archives.hashes_in(archive)
    index = faiss.IndexBinaryFlat(values.shape[1] * 8)
    index.add(values)
    path = settings.folder("faiss") / "hashes.faiss"
    faiss.write_index_binary(index, str(path))
    return {"peer": processes.peer("lookup", web, path), "peer, phone": processes.peer("lookup", phone, path)}


def _rows(costs: Mapping[str, Sequence[Cost]], sizes: _Sizes) -> list[Row]:
    few, many = (f"{hashes:,} hashes" for hashes in sizes[:2])
    asked = f"{sizes.web} MP JPEG"
    rows = [
        _ratio(costs, f"{asked}, {many} / bare interpreter", "many", "bare", BESIDE_BARE),
        _ratio(costs, f"{asked}, {few} / bare interpreter", "few", "bare"),
        _ratio(costs, f"{asked} that is not in the archive, {many} / bare interpreter", "many, unknown", "bare"),
        _ratio(costs, f"{sizes.phone} MP JPEG, {many} / bare interpreter", "many, phone", "bare"),
        _ratio(costs, "importing NumPy, Pillow, click and sqlite3 alone / bare interpreter", "libraries", "bare"),
        _ratio(costs, f"{asked}, {many} / {few}", "many", "few", BESIDE_FEW),
    ]
    if "peer" not in costs:
        peer = machine.missing("faiss-cpu", "pdqhash") or "peer"
        return [*rows, absent(NAME, f"{asked}, {many}: {SCRIPT} / check", peer, BESIDE_PEER)]
    return [
        *rows,
        _ratio(costs, f"{asked}, {many}: {SCRIPT} / check", "peer", "many", BESIDE_PEER),
        _ratio(costs, f"{sizes.phone} MP JPEG, {many}: the same / check", "peer, phone", "many, phone"),
    ]


def _ratio(costs: Mapping[str, Sequence[Cost]], what: str, above: str, below: str, goal: Goal | None = None) -> Row:
    over, under = (processes.cpu_ms(costs[name]) for name in (above, below))
    return Row(NAME, what, over / under, "x", goal, f"{over:.0f} / {under:.0f} ms")
