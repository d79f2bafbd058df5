"""Key frames of an asked video, looked up by their parts, as pictures are. Reads, writes nothing.

What hashes of whole frames have explained is looked up only for photographs, by the features that are there already.
All else is looked at in more pixels: a crop, a film in a corner of another one, a recorded screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.fingerprints import local
from provenance.fingerprints.views import Variant, View, Views
from provenance.matching.templates import told_apart
from provenance.model import Relation
from provenance.partial import grey_of, telling, verified_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.frames import Filmed, KeyFrame
    from provenance.index.local import LocalIndex
    from provenance.matching.parts import Verified
    from provenance.store.sqlite import SqliteStore

SHORTLIST = 20  # candidates whose geometry is verified
FEW = 6  # the same where only photographs are sought
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
                asked_size=(plane.shape[1], plane.shape[0]),
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
    height, width = (side / max(plane.shape) for side in plane.shape)
    variant = Variant(local.unpack(frame.features.value), mirrored=False, negative=False)
    yield View(plane, width, height, np.eye(3), (variant,))
