"""Archives of many hashes, made in seconds: rows go straight into the store's own tables.

An item is one row of ``media_items`` with three fingerprints (pixels, PDQ, pHash), as the real path writes
them for a picture without borders. All values are random and seeded. What is left out, because a look-up of
another picture never reads it: dates, facts, and one log entry for each item (here it is one for all).
One item more is recorded by the real path, with an appearance and a claim, so that a look-up can find it.
"""

from __future__ import annotations

import shutil
import sqlite3
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from provenance import Archive, Claim
from provenance.fingerprints import examine, pdq, perceptual
from provenance.identity import digest_of_bytes, file_id
from provenance.model import Fingerprint, FingerprintKind, MediaItem, MediaKind
from provenance.store import records
from provenance.store.connection import Connection
from provenance.store.writing import Batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.benchmarks.settings import Settings

NAME = "archive.db"
SEED = 1
CHUNK = 50_000  # items whose random values are drawn at once
MADE_AT = "2026-03-02T12:00:00Z"
PAGES_KB = 400_000  # SQLite's page cache while the unique indexes are filled in no order
DECODER = "pillow-draft-luma-512"  # as most archived photographs have it
LAYOUT = 1  # of the rows below; counted up when they change, so that no old cache is used


def filled(settings: Settings, hashes: int) -> Path:
    """An archive of so many random hashes and a copy of the first photo, reindexed; from the cache if it is there."""
    planted = copy_of_first(settings)
    folder = settings.cache / f"archive-{LAYOUT}-{hashes}-{digest_of_bytes(planted.read_bytes())[:12]}"
    if not folder.is_dir():
        unfinished = folder.with_name(folder.name + ".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _fill(unfinished / NAME, hashes, planted)
        unfinished.rename(folder)
    return folder / NAME


def copy_of_first(settings: Settings) -> Path:
    """What somebody else published of the first photo: a smaller file of another quality."""
    photo = settings.photos[0]
    path = settings.cache / f"copy-{digest_of_bytes(photo.read_bytes())[:12]}.jpg"
    if not path.exists():
        with Image.open(photo) as opened:
            opened.resize((opened.width * 3 // 4, opened.height * 3 // 4)).save(path, quality=75)
    return path


def hashes_in(archive: Path) -> NDArray[np.uint8]:
    """All PDQ values of an archive, (n, 32), as the store has them."""
    with sqlite3.connect(archive) as connection:
        values = connection.execute("SELECT value FROM fingerprints WHERE kind = 'pdq' ORDER BY id")
        return np.frombuffer(b"".join(value for (value,) in values), np.uint8).reshape(-1, pdq.BITS // 8)


def _fill(path: Path, hashes: int, planted: Path) -> None:
    with Archive(path) as archive:
        archive.add(
            planted,
            keep=False,
            url="https://example.org/2014/bridge",
            account="@cityfan",
            posted_at="2014-08-03",
            caption="The bridge at dusk",
            claims=[Claim("The bridge at dusk", place="Odesa", date="2014-08")],
        )
    connection = Connection(str(path))
    with connection.transaction() as database:
        sqlite: sqlite3.Connection = database.conn
        sqlite.execute(f"PRAGMA cache_size = -{PAGES_KB}")
        items = item_rows(hashes, first=2)
        while chunk := list(islice(items, CHUNK)):
            insert(sqlite, "media_items", [item for item, _ in chunk])
            insert(sqlite, "fingerprints", [one for _, prints in chunk for one in prints])
        batch = Batch(connection, database, now=MADE_AT)
        batch.log("ing", "bulk", {"items": hashes})
        batch.flush()
    connection.close()
    with Archive(path) as archive:
        archive.reindex()


def item_rows(count: int, *, first: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Rows of ``media_items``, each with its rows of ``fingerprints``."""
    generator = np.random.default_rng(SEED)
    for row in range(first, first + count):
        if (row - first) % CHUNK == 0:
            drawn = generator.integers(0, 256, (CHUNK, 4, 32), np.uint8)
        sha256, pixels, whole, phash = (value.tobytes() for value in drawn[(row - first) % CHUNK])
        yield {"row": row} | _item(sha256.hex()), [_fingerprint(row, one) for one in prints(pixels, whole, phash)]


def _item(sha256: str) -> dict[str, Any]:
    item = MediaItem(
        id=file_id(sha256),
        kind=MediaKind.IMAGE,
        label=None,
        sha256=sha256,
        byte_size=180_000,
        media_type="image/jpeg",
        width=1200,
        height=900,
        frames=1,
        comparable=True,
        file_kept=False,
        graphic=False,
        added_at=MADE_AT,
    )
    return records.item_row(item)


def prints(pixels: bytes, whole: bytes, phash: bytes) -> tuple[Fingerprint, ...]:
    """Those of a photograph without borders."""
    quick = DECODER + perceptual.QUICK
    return (
        Fingerprint(FingerprintKind.PIXELS, pixels, examine.PIXELS_VERSION, DECODER),
        Fingerprint(FingerprintKind.PDQ, whole, pdq.VERSION, DECODER, quality=100),
        Fingerprint(FingerprintKind.PHASH, phash[: perceptual.BITS // 8], perceptual.VERSION, quick),
    )


def _fingerprint(row: int, fingerprint: Fingerprint) -> dict[str, Any]:
    return records.fingerprint_row(row, fingerprint)


def insert(sqlite: sqlite3.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Rows of one shape into a table."""
    chunk = list(rows)
    names = ", ".join(chunk[0])
    values = ", ".join(f":{name}" for name in chunk[0])
    sqlite.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", chunk)  # noqa: S608 - our own names
