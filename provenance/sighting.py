"""Key frames of an asked video, looked up by their parts, as pictures are. Reads, writes nothing.

What hashes of whole frames have explained is looked up only for photographs, by the features that are there already.
All else is looked at in more pixels: a crop, a film in a corner of another one, a recorded screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints import local
from provenance.fingerprints.views import Variant, View, Views
from provenance.matching.parts import verify
from provenance.matching.screens import inner_size
from provenance.matching.templates import told_apart
from provenance.model import Relation
from provenance.named import NamedTuple
from provenance.partial import grey_of, telling, verified_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.frames import Border, Filmed, KeyFrame
    from provenance.index.local import LocalIndex
    from provenance.matching.parts import Verified
    from provenance.store.sqlite import SqliteStore

SHORTLIST = 20  # candidates whose geometry is verified
AROUND_MS = 2_000  # of a key frame: where the asked frame is sought that fits best
CLEARLY = 0.5  # of the score by which it must fit better
LOOKED_CLOSER = 4  # key frames of one item
FEW = 12  # the same where only photographs are sought, as they are and mirrored
SHOWN = (Relation.COPY, Relation.PROBABLE, Relation.SCENE)  # another moment of a shot is another picture of one scene

Span = tuple[int, int]  # milliseconds, from and to


class Seen(NamedTuple):
    """A key frame that shows an archived picture, or a frame of an archived video."""

    ms: int  # in the asked video
    verified: Verified
    plane: NDArray[np.uint8]  # of the key frame

    @property
    def is_sure(self) -> bool:
        """Whether the pixels are the same."""
        return self.verified.judgement.relation is Relation.COPY


def seen_of(
    store: SqliteStore, index: LocalIndex, filmed: Filmed, *, explained: Sequence[Span], before: int | None = None
) -> dict[int, list[Seen]]:
    """What key frames of the asked video show, by item row; with ``before`` only lower rows."""
    found: dict[int, list[Seen]] = {}
    for frame in filmed.key_frames:
        if not frame.picture:
            continue
        is_explained = any(begin <= frame.ms < end for begin, end in explained)
        plane = grey_of(frame.picture)
        verified: dict[int, Verified] = {}
        for view in _as_stored(frame, plane) if is_explained else _views(plane, verified):
            by_view = verified_by(
                store,
                index,
                view,
                asked_size=inner_size((filmed.width, filmed.height), border_at(filmed, frame.ms)),
                most=FEW if is_explained else SHORTLIST,
                before=before,
                only_pictures=is_explained,
            )
            for row, one in telling(by_view).items():
                if row not in verified or one.judgement.score > verified[row].judgement.score:
                    verified[row] = one
        for row, one in told_apart(verified).items():
            if one.judgement.relation in SHOWN:
                found.setdefault(row, []).append(Seen(frame.ms, one, plane))
    return found


def closer(seen: Sequence[Seen], times_ms: NDArray[np.int32], planes: Sequence[NDArray[np.uint8] | None]) -> list[Seen]:
    """Key frames of one archived video, each at the asked frame around it that shows it best.

    Key frames lie seconds apart, so those of two copies of one shot show two moments of it. Where the camera or the
    scene moves, one asked frame fits better than all others: that is the moment.

    Args:
        seen: of one item; the surest are looked at.
        times_ms: (n,), of the asked frames.
        planes: those frames, small; None for one that is not at hand.
    """
    surest = sorted(seen, key=lambda one: -one.verified.judgement.score)
    views: dict[int, View | None] = {}
    return [_closest(one, times_ms, planes, views) for one in surest[:LOOKED_CLOSER]] + surest[LOOKED_CLOSER:]


def _closest(
    one: Seen, times_ms: NDArray[np.int32], planes: Sequence[NDArray[np.uint8] | None], views: dict[int, View | None]
) -> Seen:
    """``views``: of the asked frames, kept from one key frame to the next."""
    stored, best = one.verified.stored, one
    if stored is None:
        return one
    mirrored = bool(np.linalg.det(one.verified.overlap.transform) < 0)
    for number in np.flatnonzero(np.abs(times_ms - one.ms) <= AROUND_MS).tolist():
        plane = planes[number]
        if plane is None:
            continue
        if number not in views:
            made = Views(plane)
            views[number] = made.usual() if made.features >= local.FEWEST else None
        view = views[number]
        if view is None:
            continue
        [verified] = verify(view, [(int(mirrored), stored)], asked_size=one.verified.overlap.asked_size)
        if verified is not None and verified.judgement.score > best.verified.judgement.score + CLEARLY:
            best = Seen(int(times_ms[number]), verified._replace(frame_ms=one.verified.frame_ms, stored=stored), plane)
    return best


def border_at(filmed: Filmed, ms: int) -> Border | None:
    """The borders that were left out of the frame at a time, if it has any."""
    return next((one for one in filmed.borders if one.from_ms <= ms <= one.to_ms), None)


def _views(plane: NDArray[np.uint8], found: dict[int, Verified]) -> Iterator[View]:
    """The dearer ones while no copy was found."""
    views = Views(plane)
    if views.features < local.FEWEST:
        return
    for make in (views.usual, views.trimmed, views.large):
        if any(one.judgement.relation is Relation.COPY for one in found.values()):
            return
        view = make()
        if view is not None:
            yield view


def _as_stored(frame: KeyFrame, plane: NDArray[np.uint8]) -> Iterator[View]:
    """As it is and mirrored: also a film that shows a photograph as it is may have been mirrored."""
    height, width = (side / max(plane.shape) for side in plane.shape)
    upright = Variant(local.unpack(frame.features.value), mirrored=False, negative=False)
    mirrored = Variant(local.unpack(frame.mirrored), mirrored=True, negative=False)
    yield View(plane, width, height, np.eye(3), (upright, mirrored))
