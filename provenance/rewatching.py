"""A kept film is looked at again, where a key frame only nearly shows the asked picture.

Key frames lie seconds apart. In a shot that moves, a still lies between two of them, and is taken for another
photograph of the same scene. Where the film's file is kept, the frames around such a key frame are decoded, and each is
held against the picture as an archived picture would be.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance.errors import MediaError
from provenance.fingerprints import local
from provenance.fingerprints.examine import THUMBNAIL_SIDE, large_plane
from provenance.fingerprints.filming import frames_between
from provenance.fingerprints.views import LARGE_SIDE, Views
from provenance.matching import parts
from provenance.model import MediaKind, Relation
from provenance.partial import match_of
from provenance.store import files

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from provenance.fingerprints.examine import Examined, FileBytes
    from provenance.matching.parts import Stored, Verified
    from provenance.media.limits import Limits
    from provenance.model import Match, MediaItem
    from provenance.store.sqlite import SqliteStore

AROUND_MS = 3_000  # key frames of a long shot lie 3 s apart
EVERY_MS = 300  # to the nearest one a hand-held camera moves less than a tenth of the frame
MOST_FILMS = 1  # that is looked at again: the surest; it takes a second
FIRST = tuple(Relation)


def closer(
    store: SqliteStore, found: dict[int, Match], file: FileBytes, asked: Examined, *, folder: str, limits: Limits
) -> dict[int, Match]:
    """The same matches, those of films replaced for which a frame says more than the key frame did.

    Args:
        store: of the archive.
        found: matches of an asked picture, by item row, surest first; nothing is done where one is certain.
        file: the asked picture.
        asked: what was made of it.
        folder: where files are kept.
        limits: what decoding may cost.
    """
    unsure = [row for row, match in found.items() if "frame_ms" in (match.detail or {})]
    if not unsure or asked.plane is None or any(match.is_certain for match in found.values()):
        return found
    items = store.items(unsure)
    kept = [row for row in unsure if items[row].file_kept and items[row].kind is MediaKind.VIDEO][:MOST_FILMS]
    views = Views(asked.plane, lambda: large_plane(file, limits=limits, side=LARGE_SIDE))
    better = dict(found)
    for row in kept:
        best = _best(views, items[row], found[row], asked, folder=folder, limits=limits)
        if best is not None and best.judgement.relation is not None:
            match = match_of(best, items[row], asked=asked.plane, thumbnail=best.thumbnail)
            if FIRST.index(match.relation) < FIRST.index(found[row].relation):
                better[row] = match
    return better


def _best(
    views: Views, item: MediaItem, match: Match, asked: Examined, *, folder: str, limits: Limits
) -> Verified | None:
    """What the frames around a key frame say at best."""
    place = files.place_of(folder, item.sha256 or "", item.media_type)
    if not (os.path.exists(place) and asked.width and asked.height):  # noqa: PTH110 - as everywhere on the way of a check
        return None
    middle = int((match.detail or {})["frame_ms"])
    try:
        frames = frames_between(
            place, from_ms=max(0, middle - AROUND_MS), to_ms=middle + AROUND_MS, every_ms=EVERY_MS, limits=limits
        )
    except MediaError:  # it is reported where the file itself is asked for
        return None
    stored = list(_stored(frames, (item.width or 0, item.height or 0)))
    view = views.usual()
    candidates = [(variant, one) for one in stored for variant in range(len(view.variants))]
    said = [
        one._replace(frame_ms=candidate.frame_ms)
        for one, (_, candidate) in zip(
            parts.verify(view, candidates, asked_size=(asked.width, asked.height)), candidates, strict=True
        )
        if one is not None and one.judgement.relation is not None
    ]
    return max(said, key=lambda one: one.judgement.score, default=None)


def _stored(frames: list[tuple[int, NDArray[np.uint8]]], size: tuple[int, int]) -> Iterator[Stored]:
    """What an archive would keep of each frame, were it a picture."""
    for ms, plane in frames:
        points = local.keypoints(
            local.reduced(plane, local.STORED_SIDE), side=local.STORED_SIDE, most=local.STORED_FEATURES
        )
        if len(points.places) >= local.FEWEST:
            features = local.unpack(local.pack(local.encode(points)))
            yield parts.Stored(features, local.reduced(plane, THUMBNAIL_SIDE), size, frame_ms=ms)
