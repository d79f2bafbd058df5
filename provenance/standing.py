"""A video that shows one picture all the time is asked as that picture. Reads, writes nothing.

Pictures are passed on as videos: one frame, or some seconds of it. Nothing can be aligned in time then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance import checking, framing, partial, rewatching, watching
from provenance.errors import MediaError
from provenance.fingerprints.examine import examine_read
from provenance.model import Alteration

if TYPE_CHECKING:
    from provenance.fingerprints.frames import Filmed
    from provenance.index.hamming import HammingIndex
    from provenance.index.local import LocalIndex
    from provenance.media.limits import Limits
    from provenance.model import Match
    from provenance.store.sqlite import SqliteStore

STANDS_STILL_BITS = 16  # of 256 between all comparable frames and the first of them; encoding moves them by a few


def moment_of(filmed: Filmed) -> int | None:
    """A time at which the picture is to be seen that is all that the video shows; None where it shows more."""
    comparable = filmed.frames.hashes[filmed.frames.comparable]
    if not len(comparable) or int(np.bitwise_count(comparable ^ comparable[0]).sum(axis=1).max()) > STANDS_STILL_BITS:
        return None
    return int(filmed.frames.times_ms[filmed.frames.comparable][0])


def matches_of(
    store: SqliteStore,
    frames: HammingIndex,
    hashes: HammingIndex,
    local: LocalIndex,
    filmed: Filmed,
    *,
    path: str,
    folder: str,
    limits: Limits,
) -> dict[int, Match]:
    """Archived items that the one picture shows, by item row; nothing where the video shows more.

    Args:
        store: the archive.
        frames, hashes, local: its indexes.
        filmed: what was made of the video.
        path: the video.
        folder: where files are kept.
        limits: what decoding may cost.
    """
    ms = moment_of(filmed)
    if ms is None:
        return {}
    try:
        file = framing.as_file(framing.frame_of_file(path, ms, limits=limits), path)
    except MediaError:  # it was read a moment ago, and what came of that is compared as a video
        return {}
    asked = examine_read(file, limits=limits, with_facts=False, with_local=True)
    [found] = checking.matches_of(store, hashes, [asked])
    parts = partial.matches_of(store, local, hashes, file, asked, limits=limits)
    shown = watching.looked(store, frames, hashes, asked)
    if parts:
        found = checking.joined(found, parts.matches)
    found = checking.with_frames(found, shown.matches)
    leads = (*(parts.leads if parts else ()), *shown.leads)
    again = rewatching.closer(store, found, leads, file, asked, folder=folder, limits=limits)
    return {row: _in_video(match, ms, filmed.duration_ms) for row, match in again.matches.items()}


def _in_video(match: Match, ms: int, lasts_ms: int) -> Match:
    alterations = tuple(dict.fromkeys((Alteration.STILL, *match.alterations)))
    detail = {**(match.detail or {}), "asked_ms": ms, "from_ms": 0, "to_ms": lasts_ms}
    return match._replace(alterations=alterations, detail=detail)
