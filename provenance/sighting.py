"""Key frames of an asked video, looked up by their parts, as pictures are. Reads, writes nothing.

What hashes of whole frames have explained is looked up only for photographs, by the features that are there already.
All else is looked at in more pixels: a crop, a film in a corner of another one, a recorded screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints import local
from provenance.fingerprints.views import Variant, View, Views, small_view
from provenance.matching import stills
from provenance.matching.parts import REUSE, verify
from provenance.matching.score import has_moved
from provenance.matching.screens import inner_size
from provenance.matching.templates import told_apart
from provenance.matching.whole import SAME_PICTURE_BITS
from provenance.model import Relation
from provenance.named import NamedTuple
from provenance.partial import grey_of, telling, verified_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.frames import Border, Filmed, FrameHashes, KeyFrame
    from provenance.index.local import LocalIndex
    from provenance.matching.parts import Verified
    from provenance.store.sqlite import SqliteStore

SHORTLIST = 20  # candidates whose geometry is verified
AROUND_MS = 2_000  # of a key frame: where the asked frame is sought that fits best
CLEARLY = 0.5  # of the score by which it must fit better
LOOKED_CLOSER = 4  # key frames of one item
FEW = 12  # the same where only photographs are sought, as they are and mirrored
HELD_FEATURES = 300  # of a frame that is held against one photograph: half the time of what is looked up
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

    @property
    def is_same_moment(self) -> bool:
        """Whether, besides, no part lies beside its place, as in another photograph of the same thing."""
        return self.is_sure and not has_moved(self.verified.evidence)


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
        for view in (_as_stored(frame, plane),) if is_explained else _views(plane, verified):
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


class Planes:
    """The asked frames, small, each decoded and described once, when it is asked for."""

    def __init__(self, filmed: Filmed) -> None:
        self._small = filmed.small
        self._views: dict[int, View | None] = {}
        places = np.searchsorted(filmed.frames.times_ms, [one.ms for one in filmed.key_frames])
        self._keys = dict(zip(places.tolist(), filmed.key_frames, strict=True))

    def view(self, at: int) -> View | None:
        """A frame with its features; None where it is not at hand, or too plain."""
        if at not in self._views:
            self._views[at] = self._made(at)
        return self._views[at]

    def _made(self, at: int) -> View | None:
        """Of a key frame features are there already: extracting others takes twenty times as long."""
        key = self._keys.get(at)
        if key is not None and key.picture:
            return _as_stored(key, grey_of(key.picture))
        if at >= len(self._small) or not self._small[at]:
            return None
        plane = grey_of(self._small[at])
        points = local.keypoints(plane, side=local.STORED_SIDE, most=HELD_FEATURES)
        return small_view(plane, points) if len(points.places) >= local.FEWEST else None


def shown_from_to(seen: Sequence[Seen], frames: FrameHashes, planes: Planes, *, asked_ms: int) -> list[Span]:
    """When the asked video shows an archived photograph that some of its key frames show, in the order of time.

    Where a camera pans over a photograph, frames of a few seconds later are not like the key frame. So the first and
    the last frame of its shot are held against the photograph, and where they do not show it, others in between; where
    they do, the next shot too, since a quick pan looks like a cut.

    Args:
        seen: key frames that show the photograph.
        frames: all of the asked video.
        planes: those frames.
        asked_ms: how long it is.
    """
    found: list[Span] = []
    for at, one in sorted(_alike(seen, frames).items()):
        if found and frames.times_ms[at] < found[-1][1]:
            continue
        scene = stills.scene_at(frames, int(frames.times_ms[at]), item_ms=asked_ms)
        first, last = (_farthest(one, at, side, frames, planes) for side in (0, 1))
        begin = min(scene.from_ms, int(frames.times_ms[first]))
        end = max(scene.to_ms, stills.end_of(frames, last, item_ms=asked_ms))
        if found and begin <= found[-1][1]:
            earlier = found.pop()
            begin, end = earlier[0], max(end, earlier[1])
        found.append((begin, end))
    return found


def _alike(seen: Sequence[Seen], frames: FrameHashes) -> dict[int, Seen]:
    """Frames that show what key frames show, by place: these, and those like them. What returns has one key frame."""
    found: dict[int, Seen] = {}
    for one in seen:
        at = max(0, int(np.searchsorted(frames.times_ms, one.ms, side="right")) - 1)
        bits = np.bitwise_count(frames.hashes ^ frames.hashes[at]).sum(axis=1, dtype=np.int64)
        like = np.flatnonzero((bits <= SAME_PICTURE_BITS) & frames.comparable)
        found = {**dict.fromkeys(like.tolist(), one), **found, at: one}
    return found


def _farthest(one: Seen, at: int, side: int, frames: FrameHashes, planes: Planes) -> int:
    """The first (``side`` 0) or last (1) frame that shows the photograph that ``at`` shows, and all between them."""
    step = 1 if side else -1
    end = stills.shot_of(frames, at)[side]
    while at == end or _is_same(frames, at, end) or _shows(one, planes.view(end)):
        at, beyond = end, end + step
        if not 0 <= beyond < len(frames.times_ms) or not _shows(one, planes.view(beyond)):
            return at
        at, end = beyond, stills.shot_of(frames, beyond)[side]
    beyond = end
    while abs(beyond - at) > 1:
        middle = (at + beyond) // 2
        if _shows(one, planes.view(middle)):
            at = middle
        else:
            beyond = middle
    return at


def _is_same(frames: FrameHashes, at: int, other: int) -> bool:
    return int(np.bitwise_count(frames.hashes[at] ^ frames.hashes[other]).sum()) <= SAME_PICTURE_BITS


def _shows(one: Seen, view: View | None) -> bool:
    """Whether a frame shows the archived photograph that a key frame shows."""
    stored = one.verified.stored
    if view is None or stored is None:
        return False
    mirrored = bool(np.linalg.det(one.verified.overlap.transform) < 0)
    [verified] = verify(view, [(int(mirrored), stored)], asked_size=one.verified.overlap.asked_size)
    return verified is not None and verified.judgement.relation in REUSE


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


def _as_stored(frame: KeyFrame, plane: NDArray[np.uint8]) -> View:
    """As it is and mirrored: also a film that shows a photograph as it is may have been mirrored."""
    height, width = (side / max(plane.shape) for side in plane.shape)
    upright = Variant(local.unpack(frame.features.value), mirrored=False, negative=False)
    mirrored = Variant(local.unpack(frame.mirrored), mirrored=True, negative=False)
    return View(plane, width, height, np.eye(3), (upright, mirrored))
