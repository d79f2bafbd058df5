"""What videos cost: fingerprinting beside decoding, bytes a minute, and a question among a thousand hours.

Decoding is that of PyAV, FFmpeg's own, on one thread: all frames, of which one a second is made small and grey. A
thousand hours are rows of frames with random hashes beside the real ones, in an archive of their own.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from provenance import Archive
from provenance.fingerprints.filming import film_here
from provenance.fingerprints.frames import HASH_BYTES, FrameHashes
from provenance.media.image import DEFAULT_LIMITS
from tests.benchmarks import machine
from tests.benchmarks.rows import Row, at_most

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.benchmarks.settings import Settings

NAME = "videos"
HOURS, HOURS_QUICK = 1_000, 10
FRAMES_AN_HOUR = 7_800
SEED = 11
HOUR_MS = 3_600_000
BESIDE_DECODING, BYTES, QUERY_S = at_most(1.3), at_most(5_000), at_most(1.0)


def measure(settings: Settings, archive: Path, films: Sequence[Path]) -> list[Row]:
    """Rows of costs; ``films`` are files that the archive holds."""
    some = films[: settings.of(len(films), 3)]
    return [*_of_reading(some), *_of_storage(archive), *_of_asking(settings, archive, max(films, key=_lasts))]


def _lasts(path: Path) -> float:
    import av

    with av.open(str(path)) as film:
        return float(film.duration or 0)


def _of_reading(films: Sequence[Path]) -> list[Row]:
    decoded = hashed = kept = seconds = 0.0
    for path in films:
        film_here(str(path), limits=DEFAULT_LIMITS, with_local=False)  # what is loaded at the first time is not timed
        decoded += _taken(lambda: _decode(path))  # noqa: B023 - called here
        hashed += _taken(lambda: film_here(str(path), limits=DEFAULT_LIMITS, with_local=False))  # noqa: B023
        kept += _taken(lambda: film_here(str(path), limits=DEFAULT_LIMITS))  # noqa: B023
        seconds += film_here(str(path), limits=DEFAULT_LIMITS, with_local=False).duration_ms / 1000
    minutes = seconds / 60
    note = f"decoding {decoded / minutes:.2f} s a minute; {len(films)} films, {machine.load_note()}"
    return [
        Row(NAME, "hashing / decoding at one frame a second", hashed / decoded, "x", BESIDE_DECODING, note),
        Row(NAME, "hashing: processor time a minute", hashed / minutes, "s"),
        Row(NAME, "hashing and key frames: processor time a minute", kept / minutes, "s"),
    ]


def _taken(work: object) -> float:
    assert callable(work)
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _decode(path: Path) -> None:
    import av

    due = 0.0
    with av.open(str(path)) as film:
        film.streams.video[0].thread_count = 1
        for frame in film.decode(video=0):
            if frame.time is not None and frame.time >= due:
                due += 1
                frame.reformat(width=256, height=144, format="gray").to_ndarray()


def _of_storage(archive: Path) -> list[Row]:
    with closing(sqlite3.connect(archive)) as connection:
        frames, lasts = connection.execute("SELECT sum(length(value)), sum(duration_ms) FROM frame_sets").fetchone()
        keys = connection.execute(
            "SELECT sum(length(f.value) + coalesce(length(k.jpeg), 0)), count(*) FROM key_frames k "
            "JOIN features f ON f.id = k.feature"
        ).fetchone()
    minutes = lasts / 60_000
    note = f"{keys[1] / minutes:.1f} key frames a minute"
    return [
        Row(NAME, "frame fingerprints a minute", frames / minutes, "bytes", BYTES),
        Row(NAME, "key frames a minute", keys[0] / minutes, "bytes", note=note),
    ]


def _of_asking(settings: Settings, archive: Path, asked: Path) -> list[Row]:
    """Only the matching: the asked minute was read before."""
    from provenance import watching
    from provenance.fingerprints.examine import examine

    hours = settings.of(HOURS, HOURS_QUICK)
    folder = settings.folder("a thousand hours")
    shutil.copy(archive, folder / "desk.db")
    _fill(folder / "desk.db", hours)
    filmed = examine(str(asked), with_facts=False, with_local=True)
    with Archive(folder / "desk.db", create=False) as opened:
        store, frames, hashes = opened._store, opened._frames, opened._index
        frames.catch_up()
        held = frames.stats()
        times = []
        for _ in range(3):
            begun = time.process_time()
            found = watching.matches_of_video(store, frames, hashes, filmed, local=opened._local)
            times.append(time.process_time() - begun)
    lasts = filmed.filmed.duration_ms / 1000 if filmed.filmed else 0
    note = f"a film of {lasts:.0f} s that is held, {len(found)} found; {held}; {machine.load_note()}"
    return [Row(NAME, f"a minute asked of {hours:,} hours, warm: processor time", min(times[1:]), "s", QUERY_S, note)]


def _fill(archive: Path, hours: int) -> None:
    """Rows of frames for so many hours."""
    chance = np.random.default_rng(SEED)
    with closing(sqlite3.connect(archive)) as connection:
        item, number = connection.execute("SELECT max(item), max(id) FROM frame_sets").fetchone()
        columns = [row[1] for row in connection.execute("PRAGMA table_info(frame_sets)")]
        row = dict(zip(columns, connection.execute("SELECT * FROM frame_sets LIMIT 1").fetchone(), strict=True))
        marks = ", ".join("?" for _ in columns)
        head = FrameHashes.of(range(0, 460 * FRAMES_AN_HOUR, 460), [bytes(32)] * FRAMES_AN_HOUR, [100] * FRAMES_AN_HOUR)
        bare = head.pack()[: -FRAMES_AN_HOUR * HASH_BYTES]
        for hour in range(hours):
            value = bare + chance.bytes(FRAMES_AN_HOUR * HASH_BYTES)
            made = row | {
                "id": number + 1 + hour,
                "item": item,
                "duration_ms": HOUR_MS,
                "value": value,
            }
            connection.execute(f"INSERT INTO frame_sets VALUES ({marks})", [made[name] for name in columns])  # noqa: S608
        connection.commit()
