"""Archives as desks have them: pictures with hashes, each published somewhere, each said to show something.

Records go through :func:`provenance.recording.deposit_of` and the store, as those of an import do, the log included;
only the files are left out, and hashes are random and seeded. Every fiftieth picture has a stored match with the one
before, and every hundredth a verdict.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import numpy as np

from provenance import Archive, Claim
from provenance.fingerprints.examine import Examined
from provenance.judgement import Finding
from provenance.model import Alteration, Intake, Match, MediaKind, Orientation, Rating, Tier
from provenance.recording import deposit_of
from provenance.store.sqlite import SqliteStore
from tests.benchmarks import archives
from tests.benchmarks.archives import MADE_AT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.store.deposit import Deposit
    from tests.benchmarks.settings import Settings

LAYOUT = 1  # of what is written; counted up when it changes, so that no old cache is used
SEED = 5
BATCH = 2_000
CHANNELS = 400
TOWNS = ("Odesa", "Kharkiv", "Aleppo", "Raqqa", "Mosul", "Tripoli", "Sana'a", "Al-Boukamal")
WORDS = ("bridge", "market", "convoy", "smoke", "crowd", "flag", "hospital", "river", "night", "school", "tank", "rain")
MATCHED, JUDGED = 50, 100  # every so many


def filled(settings: Settings, items: int) -> Path:
    """An archive of so many pictures, reindexed; from the cache if it is there."""
    folder = settings.cache / f"desk-{LAYOUT}-{items}"
    if not folder.is_dir():
        unfinished = folder.with_name(folder.name + ".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _fill(unfinished / archives.NAME, items)
        unfinished.rename(folder)
    return folder / archives.NAME


def _fill(path: Path, items: int) -> None:
    store = SqliteStore(str(path), create=True, now=MADE_AT)
    batch: list[Deposit] = []
    for deposit in _deposits(items):
        batch.append(deposit)
        if len(batch) == BATCH:
            store.write(batch, now=MADE_AT)
            batch.clear()
    store.write(batch, now=MADE_AT)
    _match(store)
    store.close()
    with Archive(path) as archive:
        archive.reindex()


def _deposits(items: int) -> Iterator[Deposit]:
    chance = np.random.default_rng(SEED)
    for number in range(items):
        sha256, pixels, whole, phash = (value.tobytes() for value in chance.integers(0, 256, (4, 32), np.uint8))
        examined = Examined(
            sha256=sha256.hex(),
            byte_size=180_000,
            media_type="image/jpeg",
            kind=MediaKind.IMAGE,
            comparable=True,
            width=1200,
            height=900,
            frames=1,
            fingerprints=archives.prints(pixels, whole, phash),
        )
        yield deposit_of(_intake(number, chance), examined, now=MADE_AT, kept=False, file_name=f"photo-{number}.jpg")


def _intake(number: int, chance: np.random.Generator) -> Intake:
    words = " ".join(WORDS[at] for at in chance.integers(0, len(WORDS), 8))
    day = f"{2012 + number % 13}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    town = TOWNS[number % len(TOWNS)]
    said = Claim(f"{words} in {town}", place=town, date=day)
    found = Finding(reviewer="desk", rating=Rating.MISPLACED, reason="seen elsewhere before")
    return Intake(
        url=f"https://t.me/channel{number % CHANNELS}/{number}",
        posted_at=day,
        caption=f"{words}, {town}",
        claims=(said,),
        verdicts=(found,) if number % JUDGED == 0 else (),
    )


def _match(store: SqliteStore) -> None:
    evidence = ("PDQ hashes differ in 12 of 256 bits",)
    found = []
    rows = store.list_rows(limit=10_000_000)
    items = store.items(row - 1 for row in rows if row % MATCHED == 0)
    for row, item in items.items():
        match = Match(item.id, Tier.HASH, (Alteration.RE_ENCODED,), Orientation(), 12, evidence=evidence)
        found.append((row + 1, row, match))
    store.write_matches(found, now=MADE_AT)
