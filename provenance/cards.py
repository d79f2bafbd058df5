"""A picture of a title card that several archived films show is no reuse of any of them. Reads, writes nothing.

The card as a film is told apart by the films around it (:mod:`provenance.matching.idents`), and so is its still: where
two films show it and go on differently. Since a photograph too may stand in two films, the picture must be a card, a
few tones with words on them; or the films must begin, or end, with the same moving ident.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints.frames import FrameHashes
from provenance.matching import idents, stills
from provenance.model import Relation
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from provenance.model import Match
    from provenance.store.sqlite import SqliteStore

TONES = 3  # of a card: its ground, a band, the letters
AS_ONE = 5  # grey values of 256 that are one tone
SHARE = 0.7  # of the pixels that have these: of 267 photographs one, of a plain ground
MOST_FILMS = 12  # that are held against each other


class _Showing(NamedTuple):
    """A film, and when it shows the picture."""

    frames: FrameHashes
    still: stills.Still


def told_apart(store: SqliteStore, found: dict[int, Match], plane: NDArray[np.uint8] | None) -> dict[int, Match]:
    """The matches of an asked picture; those of films that only have a card in common with it called so.

    ``plane``: the picture, grey; None where it is not at hand, and then nothing is told.
    """
    moments = {
        row: match.detail["frame_ms"]
        for row, match in found.items()
        if match.relation is Relation.COPY and match.detail and "frame_ms" in match.detail
    }
    if plane is None or len(moments) < 2:
        return found
    showing = _showing(store, dict(list(moments.items())[:MOST_FILMS]))
    cards = {row for row in showing if is_card(shared_by(plane, found[row]))}
    templates = {
        row
        for (row, one), (_, other) in permutations(showing.items(), 2)
        if idents.only_share(one.frames, one.still, other.frames, other.still, is_card=row in cards)
    }
    return {row: _as_template(match) if row in templates else match for row, match in found.items()}


def shared_by(plane: NDArray[np.uint8], match: Match) -> NDArray[np.uint8]:
    """What of a picture the frame shows as well: a post's white page around it is no card."""
    left, top, right, bottom = (match.detail or {}).get("place") or (0.0, 0.0, 1.0, 1.0)
    height, width = plane.shape
    cut = plane[round(top * height) : round(bottom * height), round(left * width) : round(right * width)]
    return cut if cut.size else plane


def is_card(plane: NDArray[np.uint8]) -> bool:
    """Whether nearly all of a picture has a few tones of grey."""
    shares = np.bincount(plane.ravel(), minlength=256) / max(1, plane.size)
    covered = 0.0
    for _ in range(TONES):
        around = np.convolve(shares, np.ones(AS_ONE), "same")
        middle = int(around.argmax())
        covered += float(around[middle])
        shares[max(0, middle - AS_ONE // 2) : middle + AS_ONE // 2 + 1] = 0
    return covered >= SHARE


def _showing(store: SqliteStore, moments: Mapping[int, int]) -> dict[int, _Showing]:
    found = {}
    for row, ms in moments.items():
        held = store.frames_of(row)
        if held is not None:
            frames = FrameHashes.unpack(held[1])
            if len(frames.times_ms):
                found[row] = _Showing(frames, stills.run_at(frames, ms, item_ms=held[0]))
    return found


def _as_template(match: Match) -> Match:
    return match._replace(
        relation=Relation.TEMPLATE,
        score=None if match.score is None else min(match.score, 0.0),
        detail={**(match.detail or {}), "frames_compared": True},
    )
