"""Two pictures to be looked at: each with what both show outlined, the shared part laid over itself, the proof.

For pages that let a person look. What was found is settled before; nothing is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.comparing import Laid, laid_match
from provenance.exporters import proof
from provenance.exporters.proof import hidden
from provenance.matching.overlap import shared_area
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from PIL import Image

    from provenance.comparing import Comparison, Side
    from provenance.model import Match

SIDE = 1000  # pixels of each picture


class Views(NamedTuple):
    """A pair in every way in which it can be looked at, RGB."""

    archived: Image.Image  # with the shared area outlined
    asked: Image.Image
    archived_part: Image.Image | None  # what both show, of each: the same size, one laid on the other
    asked_part: Image.Image | None
    proof: Image.Image
    of_thumbnail: bool  # the archived picture's file is not kept: its small grey picture is shown


def views_of_match(match: Match, archived: Side, asked: Side, *, hide: bool = False) -> Views:
    """Of a match that a check found; ``hide`` makes every picture unrecognisable."""
    return _views(laid_match(match, archived, asked), archived, asked, hide=hide)


def views_of(comparison: Comparison, *, hide: bool = False) -> Views | None:
    """Of two pictures that were compared; None where they share no area."""
    if comparison.overlap is None:
        return None
    overlays = comparison.described.overlays if comparison.described else ()
    laid = Laid(comparison.overlap, tuple(overlays), (comparison.a.name, comparison.b.name))
    return _views(laid, comparison.a, comparison.b, hide=hide)


def _views(laid: Laid, archived: Side, asked: Side, *, hide: bool) -> Views:
    shared = shared_area(laid.overlap)
    both = archived.image.convert("RGB"), asked.image.convert("RGB")
    shown = [hidden(image) for image in both] if hide else list(both)
    parts: list[Image.Image | None] = [None, None]
    if shared.exists:
        areas = (shared.stored, shared.asked)
        aligned = proof.aligned(*both, laid.overlap, shared.stored, side=SIDE).pictures()
        shown = [proof.outlined(image, area, side=SIDE) for image, area in zip(shown, areas, strict=True)]
        parts = [hidden(image) if hide else image for image in aligned]
    page = proof.proof(*both, laid.overlap, overlays=laid.overlays, labels=laid.labels, hide=hide, asked_first=True)
    return Views(shown[0], shown[1], parts[0], parts[1], page, archived.is_thumbnail)
