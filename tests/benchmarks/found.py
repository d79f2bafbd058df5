"""What the hash tier finds and what it misses, and how often it joins pictures that have nothing in common.

How: each photo is altered (see alterations), and the altered file is examined as ``check`` does. Its distance
to the photo is the least over all that is looked up (eight orientations, with and without borders) and all
that is stored of the photo (whole, and without borders), both with PDQ quality 50 or more. That is the rule by
which an archive answers; one row asks an archive itself, to make sure.

- *found*: the share of altered copies within 31 bits (the same picture) and within 40 (probably). Photos that
  are too plain to compare count as missed, and are counted in the note.
- *imagehash beside it*: ``phash`` of both files as they are, 10 of 64 bits or fewer, as scripts use it.
- *false matches*: every photo against every other one, each pair once. A folder of photos can hold copies
  that nobody listed; a matched pair whose pixels agree, by correlation in one of eight orientations, is such
  a copy: left out and named. Other matched pairs are counted, and named to be looked at. The bound is Clopper
  and Pearson's, from above, at 95 % (3 in n where none is found).
"""

from __future__ import annotations

import io
import math
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from provenance import Archive
from provenance.fingerprints.examine import examine, examine_bytes
from provenance.fingerprints.pdq import MIN_QUALITY
from provenance.matching.whole import PROBABLE_BITS, SAME_PICTURE_BITS
from provenance.model import FingerprintKind, Intake
from tests.benchmarks.alterations import ALTERATIONS, altered
from tests.benchmarks.rows import Row, at_least

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from provenance.fingerprints.examine import Examined
    from tests.benchmarks.settings import Settings

NAME = "found"
PHASH_BITS = 10  # of 64: what scripts with imagehash use
CONFIDENCE = 0.95
NEVER = 257  # bits: farther than any
MOST_NAMED = 5
SAME_PIXELS = 0.98  # correlation of grey values at 192 x 192; unrelated photos stay far below it
SMALL = (192, 192)
SAME_ANSWERS = at_least(1, timed=False)


class _Hashes(NamedTuple):
    """All that a photo, or a copy of one, is compared by."""

    stored: NDArray[np.uint64]  # (n, 4): PDQ of the regions with enough detail
    asked: NDArray[np.uint64]  # (m, 4)
    phash: int


class _Copy(NamedTuple):
    """What became of one altered photo."""

    bits: int  # to its photo
    phash_bits: int
    comparable: bool


def measure(settings: Settings) -> list[Row]:
    """All rows of this measurement."""
    photos = settings.photos[: settings.of(200, 8)]
    known = [_hashes(examine(str(path), with_facts=False), path.read_bytes()) for path in photos]
    rows = [_found(name, photos, known) for name in ALTERATIONS]
    rows.append(_as_the_archive_says(settings, photos, known))
    everything = settings.photos[: settings.of(1_400, 12)]
    rest = [_hashes(examine(str(path), with_facts=False), path.read_bytes()) for path in everything[len(photos) :]]
    return rows + _false_matches(everything, known + rest)


def _hashes(examined: Examined, data: bytes) -> _Hashes:
    import imagehash

    stored = [
        one.value
        for one in examined.fingerprints
        if one.kind is FingerprintKind.PDQ and (one.quality or 0) >= MIN_QUALITY
    ]
    with Image.open(io.BytesIO(data)) as picture:
        phash = int(str(imagehash.phash(picture)), 16)
    return _Hashes(_words(stored), _words([query.value for query in examined.queries]), phash)


def _words(values: Sequence[bytes]) -> NDArray[np.uint64]:
    return np.frombuffer(b"".join(values), np.uint64).reshape(-1, 4)


def _nearest(asked: NDArray[np.uint64], stored: NDArray[np.uint64]) -> int:
    """The least distance in bits of any of the one to any of the other."""
    apart = np.bitwise_count(asked[:, None] ^ stored[None]).sum(axis=2, dtype=np.int64)
    return int(apart.min(initial=NEVER))


def _found(name: str, photos: Sequence[Path], known: Sequence[_Hashes]) -> Row:
    copies = [_copied(name, path, one, seed) for seed, (path, one) in enumerate(zip(photos, known, strict=True))]
    share = {
        words: 100 * sum(within) / len(copies)
        for words, within in (
            ("same", [copy.bits <= SAME_PICTURE_BITS for copy in copies]),
            ("probable", [copy.bits <= PROBABLE_BITS for copy in copies]),
            ("phash", [copy.phash_bits <= PHASH_BITS for copy in copies]),
        )
    }
    median = sorted(copy.bits for copy in copies)[len(copies) // 2]
    note = f"within {PROBABLE_BITS} bits {share['probable']:.1f} %; imagehash phash {share['phash']:.1f} %; "
    note += f"median {median} bits; too plain: {sum(not copy.comparable for copy in copies)} of {len(copies)}"
    return Row(NAME, f"{name}: found within {SAME_PICTURE_BITS} bits", share["same"], "%", note=note)


def _copied(name: str, photo: Path, known: _Hashes, seed: int) -> _Copy:
    data = altered(name, _opened(photo), seed=seed)
    examined = examine_bytes(data, name=f"{photo}, {name}", with_facts=False)
    copy = _hashes(examined, data)
    comparable = bool(len(copy.asked) and len(known.stored))
    return _Copy(_nearest(copy.asked, known.stored), (copy.phash ^ known.phash).bit_count(), comparable)


def _opened(photo: Path) -> Image.Image:
    with Image.open(photo) as picture:
        return picture.convert("RGB")


def _as_the_archive_says(settings: Settings, photos: Sequence[Path], known: Sequence[_Hashes]) -> Row:
    """Ask a real archive about some copies, and compare with the distances above."""
    folder = settings.folder("asked")
    agreed = asked = 0
    with Archive(folder / "archive.db") as archive:
        archive.ingest([Intake(path=str(path)) for path in photos], keep=False, fast=True, workers=1)
        ids = [archive.check(path, fast=True).matches[0].item_id for path in photos]
        some = islice(zip(photos, ids, known, strict=True), settings.of(25, 2))
        for seed, (photo, item, hashes) in enumerate(some):
            for name in ALTERATIONS:
                copy = folder / "copy.jpg"
                copy.write_bytes(altered(name, _opened(photo), seed=seed))
                said = {match.item_id: match.distance_bits for match in archive.check(copy, fast=True).matches}
                bits = _copied(name, photo, hashes, seed).bits
                agreed += said.get(item) == (bits if bits <= PROBABLE_BITS else None)
                asked += 1
    what = "checks of an archive that give these distances / checks"
    return Row(NAME, what, agreed / asked, "", SAME_ANSWERS, f"{asked} checks, {len(photos)} items")


def _false_matches(photos: Sequence[Path], hashes: Sequence[_Hashes]) -> list[Row]:
    stored = np.concatenate([one.stored for one in hashes])
    owners = np.repeat(np.arange(len(hashes)), [len(one.stored) for one in hashes])
    nearest: dict[tuple[int, int], int] = {}
    for at, one in enumerate(hashes):
        later = owners > at
        for row, owner in zip(stored[later], owners[later], strict=True):
            bits = _nearest(one.asked, row[None])
            if bits <= PROBABLE_BITS:
                nearest[at, int(owner)] = min(bits, nearest.get((at, int(owner)), NEVER))
    comparable = sum(len(one.asked) > 0 for one in hashes)
    pairs = comparable * (comparable - 1) // 2
    rows = [
        _false(f"within {limit} bits", {pair for pair, bits in nearest.items() if bits <= limit}, pairs, photos)
        for limit in (SAME_PICTURE_BITS, PROBABLE_BITS)
    ]
    return [*rows, _false("by imagehash phash", _near_by_phash(hashes), len(hashes) * (len(hashes) - 1) // 2, photos)]


def _near_by_phash(hashes: Sequence[_Hashes]) -> set[tuple[int, int]]:
    values = np.array([one.phash for one in hashes], np.uint64)
    return {
        (at, at + 1 + int(other))
        for at, value in enumerate(values)
        for other in np.flatnonzero(np.bitwise_count(values[at + 1 :] ^ value) <= PHASH_BITS)
    }


def _false(words: str, matched: set[tuple[int, int]], pairs: int, photos: Sequence[Path]) -> Row:
    copies = {(a, b) for a, b in matched if _same_pixels(photos[a], photos[b])}
    false, pairs = matched - copies, pairs - len(copies)
    bound = upper_bound(len(false), pairs)
    note = f"of {pairs:,} pairs of {len(photos):,} photos; at 95 % at most 1 in {1 / bound:,.0f} pairs"
    for what, some in (("copies, left out", copies), ("to be looked at", false)):
        if some:
            named = (f"{photos[a].name} and {photos[b].name}" for a, b in sorted(some)[:MOST_NAMED])
            note += f"; {len(some)} {what}: {', '.join(named)}"
    return Row(NAME, f"unrelated pairs that match {words}", float(len(false)), "pairs", note=note)


def _same_pixels(first: Path, second: Path) -> bool:
    """Whether two files show the same pixels, turned and mirrored perhaps. Not by any hash."""
    one, other = (np.asarray(_opened(path).convert("L").resize(SMALL)) for path in (first, second))
    turned = [np.rot90(side, turns) for side in (other, other[:, ::-1]) for turns in range(4)]
    return max(float(np.corrcoef(one.ravel(), side.ravel())[0, 1]) for side in turned) >= SAME_PIXELS


def upper_bound(found: int, tried: int) -> float:
    """The highest rate at which so few would still be found in one of twenty runs (Clopper and Pearson)."""
    low, high = found / tried, 1.0
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(found, tried, middle) > 1 - CONFIDENCE else (low, middle)
    return high


def _at_most(found: int, tried: int, rate: float) -> float:
    """The chance of so many or fewer."""
    if rate >= 1:
        return float(found >= tried)
    logs = (
        math.lgamma(tried + 1) - math.lgamma(k + 1) - math.lgamma(tried - k + 1)
        + k * math.log(rate) + (tried - k) * math.log1p(-rate)
        for k in range(found + 1)
    )  # fmt: skip
    return sum(map(math.exp, logs))
