"""Archives of very many pictures with local features, made in minutes: rows go straight into the store's tables.

Some photos are recorded by the real path. The others are distractors: 200 features drawn at random from those of
other photos, each with 6 % of the bits of its signature flipped, its word, size and angle kept; the thumbnail of one
of these photos; hashes at random, as in archives. So the inverted lists have the lengths that real ones have, and the
candidates that are verified are real thumbnails. What is left out: a distractor's features agree on no geometry, so
that pictures which really look alike are not among them.
"""

from __future__ import annotations

import shutil
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance import Archive
from provenance.errors import MediaError
from provenance.fingerprints import local
from provenance.fingerprints.examine import examine
from provenance.identity import digest
from provenance.model import Fingerprint, FingerprintKind, Intake, Thumbnail
from provenance.store import records
from provenance.store.connection import Connection
from provenance.store.writing import Batch
from tests.benchmarks import archives
from tests.benchmarks.archives import DECODER, MADE_AT, PAGES_KB

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.benchmarks.settings import Settings

FLIPPED = 0.06  # share of the bits of a signature: what a new encoding of a picture changes
CHUNK = 1_000  # pictures whose features are drawn at once
SEED = 2
LAYOUT = 1  # of what is written; counted up when it changes, so that no old cache is used


class Pool(NamedTuple):
    """What distractors are made of."""

    features: NDArray[np.void]  # records of provenance.fingerprints.local
    thumbnails: list[Thumbnail]


def filled(settings: Settings, members: Sequence[Path], others: Sequence[Path], pictures: int) -> Path:
    """An archive of these photos, and of distractors made of others, ``pictures`` in all; from the cache if there."""
    key = digest([[str(path) for path in members], [str(path) for path in others], local.VERSION, LAYOUT])[:12]
    folder = settings.cache / f"crowd-{pictures}-{key}"
    if not folder.is_dir():
        unfinished = folder.with_name(folder.name + ".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _fill(unfinished / archives.NAME, members, _pool_of(tuple(others)), pictures)
        unfinished.rename(folder)
    return folder / archives.NAME


@cache
def _pool_of(photos: tuple[Path, ...]) -> Pool:
    """The stored features and thumbnails of some photos."""
    values, thumbnails = [], []
    for path in photos:
        try:
            examined = examine(str(path), with_local=True)
        except MediaError:
            continue
        values += [one.value for one in examined.fingerprints if one.kind is FingerprintKind.LOCAL]
        thumbnails += [examined.thumbnail] if examined.thumbnail else []
    return Pool(np.frombuffer(b"".join(values), local.RECORD), thumbnails)


def _fill(path: Path, members: Sequence[Path], pool: Pool, pictures: int) -> None:
    with Archive(path) as archive:
        archive.ingest([Intake(path=str(member)) for member in members], keep=False, workers=1)
        first = len(members) + 1
    connection = Connection(str(path))
    with connection.transaction() as database:
        sqlite: sqlite3.Connection = database.conn
        sqlite.execute(f"PRAGMA cache_size = -{PAGES_KB}")
        items = archives.item_rows(max(0, pictures - len(members)), first=first)
        chance = np.random.default_rng(SEED)
        while chunk := list(islice(items, CHUNK)):
            rows = [item["row"] for item, _ in chunk]
            archives.insert(sqlite, "media_items", [item for item, _ in chunk])
            archives.insert(sqlite, "fingerprints", [one for _, prints in chunk for one in prints])
            archives.insert(sqlite, "features", [records.feature_row(*one) for one in _features(rows, pool, chance)])
            archives.insert(sqlite, "thumbnails", list(_thumbnails(rows, pool, chance)))
        batch = Batch(connection, database, now=MADE_AT)
        batch.log("ing", "bulk", {"items": pictures})
        batch.flush()
    connection.close()
    with Archive(path) as archive:
        archive.reindex()


def _features(rows: Sequence[int], pool: Pool, chance: np.random.Generator) -> Iterator[tuple[int, Fingerprint]]:
    """Packed features for each of these items."""
    drawn = pool.features[chance.integers(0, len(pool.features), (len(rows), local.STORED_FEATURES))]
    bits = np.uint64(1) << np.arange(64, dtype=np.uint64)
    for row, features in zip(rows, drawn, strict=True):
        flips = chance.random((local.STORED_FEATURES, 64), np.float32) < FLIPPED
        features["signature"] ^= (flips * bits).sum(axis=1, dtype=np.uint64)
        yield row, Fingerprint(FingerprintKind.LOCAL, features.tobytes(), local.VERSION, DECODER + local.DECODER)


def _thumbnails(rows: Sequence[int], pool: Pool, chance: np.random.Generator) -> Iterator[dict[str, object]]:
    for row, at in zip(rows, chance.integers(0, len(pool.thumbnails), len(rows)).tolist(), strict=True):
        yield {"item": row, **pool.thumbnails[at]._asdict()}
