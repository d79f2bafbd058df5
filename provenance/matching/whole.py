"""Whole-picture matches: the same file, the same pixels, or PDQ hashes that are near enough.

Steps, and what each rejects:

1. The SHA-256 of the file is in the archive: the same file. Rejects nothing else.
2. Candidates from the index: archived hashes within ``PROBABLE_BITS`` of one of up to sixteen hashes of
   the asked picture (eight orientations of the whole, eight without its uniform borders).
3. For every item the nearest candidate is kept, upright and untrimmed first among equals.
4. Equal digests of the decoded luma plane, by the same decoder rule, say that the pixels are the same.

What a whole-picture hash cannot see (crops, collages, screenshots, large overlays) is not decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import Alteration, Match, Orientation, Region, Relation, Tier
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.fingerprints.examine import Examined, QueryHash
    from provenance.model import Candidate, Fingerprint, MediaItem

# Bits of 256. At 31, the field's convention, and at 40, 887,775 pairs of unrelated photographs gave no false
# match; the step between finds a third more of the slightest crops, and a person should look at it
# (tests/benchmarks, "found").
SAME_PICTURE_BITS = 31
PROBABLE_BITS = 40
ASPECT_TOLERANCE = 0.03  # a rounded scale or an even-numbered crop by an encoder stays below this


class Hit(NamedTuple):
    """A candidate with the fingerprint and the item that it stands for."""

    item: int
    fingerprint: Fingerprint
    query: QueryHash
    distance_bits: int

    @property
    def preference(self) -> tuple[int, bool, bool, int]:
        """Nearest first; among equals the simplest relation."""
        trimmed = (self.query.region is Region.TRIMMED) + (self.fingerprint.region is Region.TRIMMED)
        orientation = self.query.orientation
        return (self.distance_bits, not orientation.is_upright, orientation.mirrored, trimmed)


def best_hits(
    candidates: Iterable[Candidate],
    queries: Sequence[QueryHash],
    owners: Mapping[int, tuple[int, Fingerprint]],
) -> list[Hit]:
    """For every item its best hit, nearest item first. Candidates whose row is gone are dropped."""
    best: dict[int, Hit] = {}
    for candidate in candidates:
        if candidate.fingerprint_id not in owners:
            continue
        item, fingerprint = owners[candidate.fingerprint_id]
        hit = Hit(item, fingerprint, queries[candidate.query], candidate.distance_bits)
        if item not in best or hit.preference < best[item].preference:
            best[item] = hit
    return sorted(best.values(), key=lambda hit: (hit.preference, hit.item))


def same_file(item: MediaItem) -> Match:
    """The match of a file with itself."""
    return Match(
        item_id=item.id,
        tier=Tier.EXACT,
        alterations=(Alteration.IDENTICAL,),
        orientation=Orientation(),
        evidence=("the same file, byte for byte (SHA-256)",),
    )


def match_of(hit: Hit, asked: Examined, item: MediaItem, *, same_pixels: bool) -> Match:
    """What a hit says, with the alterations that whole-picture hashes can tell."""
    alterations = [Alteration.RE_ENCODED]
    evidence = [_nearness(hit, same_pixels=same_pixels)]
    if hit.query.orientation.mirrored:
        alterations.append(Alteration.MIRRORED)
    if hit.query.orientation.rotated_clockwise:
        alterations.append(Alteration.ROTATED)
    if not hit.query.orientation.is_upright:
        evidence.append(f"it fits when the asked picture is {_in_words(hit.query.orientation)}")
    if (hit.query.region is Region.TRIMMED) != (hit.fingerprint.region is Region.TRIMMED):
        alterations.append(Alteration.BORDERED)
        framed = "asked" if hit.query.region is Region.TRIMMED else "archived"
        evidence.append(f"the {framed} picture has a border or bars that the other one lacks")
    size = _size_change(hit, asked, item)
    if size:
        alterations.append(Alteration.RESIZED)
        evidence.append(size)
    return Match(
        item_id=item.id,
        tier=Tier.HASH,
        alterations=tuple(alterations),
        orientation=hit.query.orientation,
        distance_bits=hit.distance_bits,
        query_region=hit.query.region,
        item_region=hit.fingerprint.region,
        evidence=tuple(evidence),
        relation=Relation.COPY if hit.distance_bits <= SAME_PICTURE_BITS else Relation.PROBABLE,
    )


def _nearness(hit: Hit, *, same_pixels: bool) -> str:
    if same_pixels:
        return "the same pixels in another file (equal decoded luma)"
    return nearness_in_words(hit.distance_bits)


def nearness_in_words(bits: int) -> str:
    """A distance with what it means."""
    return (
        f"PDQ hashes differ in {bits} of 256 bits "
        f"({SAME_PICTURE_BITS} or fewer count as the same picture, up to {PROBABLE_BITS} as probably the same; "
        "unrelated photographs differ in about 128)"
    )


def _in_words(orientation: Orientation) -> str:
    if orientation == Orientation(180, mirrored=True):
        return "mirrored top to bottom"
    turned = f"turned {orientation.rotated_clockwise}° clockwise" if orientation.rotated_clockwise else ""
    mirrored = "mirrored left to right" if orientation.mirrored else ""
    return " and then ".join(part for part in (turned, mirrored) if part)


def _size_change(hit: Hit, asked: Examined, item: MediaItem) -> str | None:
    """How the sizes differ, in the asked picture's orientation; None where they are the same."""
    if not (asked.width and asked.height and item.width and item.height):
        return None
    width, height = asked.width, asked.height
    if hit.query.orientation.rotated_clockwise in (90, 270):
        width, height = height, width
    if (width, height) == (item.width, item.height):
        return None
    sizes = f"{asked.width} × {asked.height} pixels asked, {item.width} × {item.height} archived"
    plain = hit.query.region is Region.WHOLE and hit.fingerprint.region is Region.WHOLE
    stretch = (width / height) / (item.width / item.height)
    if plain and abs(stretch - 1) > ASPECT_TOLERANCE:
        return f"{sizes}: stretched, or slightly cropped"
    return sizes
