"""Brightness, contrast, colours and fine detail of what both pictures show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.matching.alterations.compared import Compared, is_blurred
from provenance.matching.alterations.telling import COLOUR, WORK_SIDE, Story, listed
from provenance.matching.overlap import laid_over
from provenance.model import Alteration

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

    from provenance.matching.alterations.telling import Grey
    from provenance.matching.overlap import Overlap

BRIGHTER = 12.0  # grey values
MORE_CONTRAST = 1.25
GREY_CHROMA = 4.0  # CIELAB: what JPEG leaves in a grey picture
TINT = 2.5  # CIELAB, root mean square of what lightness does not explain
COLOURED = 5.0
CAST = 6.0
MORE_SATURATED, LESS_SATURATED = 1.3, 0.75


def tell_tones(story: Story, compared: Compared, *, negative: bool, names: tuple[str, str]) -> None:
    if compared.good.sum() < 64:
        return
    ours, theirs = compared.ours[compared.good], compared.theirs[compared.good]
    words = []
    lighter = float(np.median(theirs) - np.median(ours))
    if abs(lighter) >= BRIGHTER and not negative:
        words.append("brighter" if lighter > 0 else "darker")
    contrast = float(theirs.std() / max(ours.std(), 1.0))
    if contrast >= MORE_CONTRAST:
        words.append("richer in contrast")
    elif contrast <= 1 / MORE_CONTRAST:
        words.append("poorer in contrast")
    if words:
        story.tell(f"{names[1]} is {listed(words)}", alteration=Alteration.RECOLOURED, action=COLOUR)
    if compared.fine and is_blurred(compared):
        story.tell("less fine detail: blurred, or once much smaller?", action="c2pa.filtered")


def tell_colours(
    story: Story,
    overlap: Overlap,
    compared: Compared,
    stored: Image.Image,
    asked: Image.Image,
    names: tuple[str, str],
) -> None:
    import cv2

    size = (compared.ours.shape[1], compared.ours.shape[0])
    here = _lab(_small(stored, size, cv2.INTER_AREA))[compared.good]
    laid, _ = laid_over(_reduced_colours(asked), overlap.transform, size)
    there = _lab(laid)[compared.good]
    if len(here) < 64:
        return
    words = _colour_words(here, there, names)
    if words:
        story.tell(words, alteration=Alteration.RECOLOURED, action=COLOUR)


def _colour_words(here: NDArray[np.float32], there: NDArray[np.float32], names: tuple[str, str]) -> str | None:
    """How colours changed, from CIELAB values of the same places, (n, 3) each."""
    stored, asked = names
    if _is_grey(there):
        return None if _is_grey(here) else f"{asked} has no colours: made greyscale"
    if _is_grey(here):
        return f"{asked} has colours, {stored} has none: coloured, or {stored} was made greyscale?"
    ours, theirs = _beside_lightness(here), _beside_lightness(there)
    if theirs < TINT and ours > COLOURED:
        hue = _hue(there[:, 1:].mean(axis=0))
        return f"{asked} has one tint, {hue}: {'sepia?' if hue in ('orange', 'yellow') else 'toned?'}"
    words = []
    ratio = _chroma_spread(there) / max(_chroma_spread(here), 1.0)
    # brighter and richer colours lie farther from grey in the same directions
    shift = there[:, 1:].mean(axis=0) - min(max(ratio, 0.5), 2.0) * here[:, 1:].mean(axis=0)
    if ratio >= MORE_SATURATED:
        words.append("more saturated")
    elif ratio <= LESS_SATURATED:
        words.append("less saturated")
    if np.hypot(*shift) >= CAST and not words:
        words.append(f"shifted towards {_hue(shift)}")
    return f"the colours are {listed(words)}" if words else None


def _is_grey(lab: NDArray[np.float32]) -> bool:
    return float(np.percentile(np.hypot(lab[:, 1], lab[:, 2]), 90)) < GREY_CHROMA


def _beside_lightness(lab: NDArray[np.float32]) -> float:
    """What of the colours the lightness does not explain: next to nothing in a toned picture."""
    lightness = lab[:, 0].astype(np.float64) / 100
    terms = np.stack([np.ones_like(lightness), lightness, lightness**2, lightness**3], axis=1)
    colours = lab[:, 1:].astype(np.float64)
    solution, *_ = np.linalg.lstsq(terms, colours, rcond=None)
    return float(np.sqrt(((colours - terms @ solution) ** 2).sum(axis=1).mean()))


def _chroma_spread(lab: NDArray[np.float32]) -> float:
    return float(np.sqrt(lab[:, 1:].var(axis=0).sum()))


def _hue(direction: NDArray[np.float32]) -> str:
    """A colour's name from its direction in CIELAB's plane of a and b."""
    degrees = float(np.degrees(np.arctan2(direction[1], direction[0]))) % 360
    return next(
        name
        for limit, name in ((35, "red"), (75, "orange"), (110, "yellow"), (195, "green"), (245, "cyan"),
                            (305, "blue"), (345, "purple"), (361, "red"))
        if degrees < limit
    )  # fmt: skip


def _lab(rgb: Grey) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def _reduced_colours(image: Image.Image) -> Grey:
    factor = max(image.size) // WORK_SIDE
    return np.asarray((image.reduce(factor) if factor > 1 else image).convert("RGB"), np.uint8)


def _small(image: Image.Image, size: tuple[int, int], interpolation: int) -> Grey:
    import cv2

    return np.asarray(cv2.resize(_reduced_colours(image), size, interpolation=interpolation), np.uint8)
