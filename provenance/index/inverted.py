"""Inverted lists of local features: which archived pictures share many small patches with the asked one.

For every visual word the features that have it, with signature, picture, size and angle. A look-up reads the
lists of the asked features' words, of an archive so large that they are long the shorter ones, keeps the entries whose
signature is near, and lets each vote for its picture together with the turn and the enlargement that it implies: hits
by chance scatter over those, hits of a true copy agree (Jégou, Douze and Schmid, "Hamming embedding and weak geometric
consistency", ECCV 2008).

Pure arrays; where they lie on disk and what of the store they cover is :mod:`provenance.index.local`'s concern.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WORDS = 65_536
NEAR_BITS = 16  # of 64: 99 of 100 true pairs of one word, 5 of 10,000 chance pairs of any
SOFT_BITS = 11.0  # a hit weighs exp(-(bits / this)^2)
TURN_STEP = 16  # of 256 to the circle: 22.5 degrees
SIZE_STEP = 8  # of 16 to the octave: half an octave
_TURNS = 256 // TURN_STEP
_SIZES = 64  # bins of half an octave, 32 up and 32 down
_BINS = _TURNS * _SIZES
LIKELY = np.array([0.45, 0.14, 0.07, 0.04])  # that a true pair shares the nearest word, the second, third, fourth
FEWEST_LISTS = 200  # are read in any case: in an archive of millions, however long the shortest of them are
_LONG = 40  # entries of a list, on average, from which lists are compared one by one
_CHUNK = 131_072  # entries compared at a time: what is made of them stays in the processor's cache
_TRIED = 8  # times as many pictures as are wanted are counted first, to know what the others must reach
_ROUNDING = 1 - 1e-9  # sums of the same weights in another order
_WEIGHTS = np.exp(-((np.arange(NEAR_BITS + 1) / SOFT_BITS) ** 2))  # by bits


def _bins_of(places: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The bins below and above each place, (2, n), and the share of a hit's weight in each: near the middle, more."""
    below = np.floor(places)
    bins = np.stack([below, below + 1]).astype(np.int64)
    return bins, np.sqrt(np.stack([below + 1 - places, places - below]))


# By the turn in 256 to the circle, and by the size in sixteenths of an octave, 256 being none
_TURN_BIN, _TURN_SHARE = _bins_of(np.arange(256) / TURN_STEP - 0.5)
_SIZE_BIN, _SIZE_SHARE = _bins_of((np.arange(512) - 256) / SIZE_STEP + _SIZES // 2 - 0.5)
_TURN_BIN %= _TURNS
_SIZE_BIN = _SIZE_BIN.clip(0, _SIZES - 1)


class Lists(NamedTuple):
    """Features of many pictures, sorted by word."""

    begins: NDArray[np.uint64]  # (WORDS + 1,): where the list of each word begins
    signatures: NDArray[np.uint64]
    pictures: NDArray[np.uint32]
    sizes: NDArray[np.uint8]  # in steps of a sixteenth of an octave
    angles: NDArray[np.uint8]  # in 256 to the circle

    def __len__(self) -> int:
        return len(self.signatures)


class Probe(NamedTuple):
    """Features of an asked picture, or of one of its variants."""

    words: NDArray[np.uint16]  # (n, most nearest)
    signatures: NDArray[np.uint64]  # (n,)
    sizes: NDArray[np.uint8]
    angles: NDArray[np.uint8]


class Wanted(NamedTuple):
    """Lists to be read: words, and which of the probe's features each is read for."""

    features: NDArray[np.int32]
    words: NDArray[np.intp]


class Hits(NamedTuple):
    """Entries whose signature is near an asked feature's."""

    features: NDArray[np.int32]  # which of the probe's
    pictures: NDArray[np.uint32]
    bits: NDArray[np.uint8]
    bins: NDArray[np.int32]  # turn and size in finer steps, see _votes


def sorted_lists(
    words: NDArray[np.uint16],
    signatures: NDArray[np.uint64],
    pictures: NDArray[np.uint32],
    sizes: NDArray[np.uint8],
    angles: NDArray[np.uint8],
) -> Lists:
    """Lists from features in any order."""
    order = np.argsort(words, kind="stable")
    begins = np.zeros(WORDS + 1, np.uint64)
    np.cumsum(np.bincount(words, minlength=WORDS), out=begins[1:])
    return Lists(begins, signatures[order], pictures[order], sizes[order], angles[order])


def lists_worth_reading(lists: Sequence[Lists], probe: Probe, most_read: int) -> Wanted:
    """The lists of the asked features' words, as many as ``most_read`` entries allow, or the shortest few.

    Long lists are those of patches that many pictures have. They cost most and say least, so they are left out first.
    """
    nearest = min(len(LIKELY), probe.words.shape[1])
    words = probe.words[:, :nearest].ravel().astype(np.intp)
    lengths = np.zeros(len(words), np.int64)
    for part in lists:
        lengths += (part.begins[words + 1] - part.begins[words]).astype(np.int64)
    order = np.argsort(lengths / np.tile(LIKELY[:nearest], len(probe.words)), kind="stable")
    order = order[lengths[order] > 0]
    affordable = int(np.searchsorted(np.cumsum(lengths[order]), most_read, side="right"))
    chosen = order[: max(FEWEST_LISTS, affordable)]
    chosen = chosen[np.argsort(words[chosen], kind="stable")]  # as they lie on the disk
    return Wanted((chosen // nearest).astype(np.int32), words[chosen])


def hits_of(lists: Lists, probe: Probe, wanted: Wanted) -> Hits:
    """All near entries of the lists that are wanted."""
    begins = lists.begins[wanted.words].astype(np.int64)
    lengths = lists.begins[wanted.words + 1].astype(np.int64) - begins
    found = [_near(lists, probe, wanted.features[part], begins[part], lengths[part]) for part in _in_chunks(lengths)]
    return joined(found)


def joined(found: Sequence[Hits]) -> Hits:
    """Hits of several lists together."""
    if not found:
        return Hits(np.zeros(0, np.int32), np.zeros(0, np.uint32), np.zeros(0, np.uint8), np.zeros(0, np.int32))
    return Hits(
        np.concatenate([one.features for one in found]),
        np.concatenate([one.pictures for one in found]),
        np.concatenate([one.bits for one in found]),
        np.concatenate([one.bins for one in found]),
    )


def _in_chunks(lengths: NDArray[np.int64]) -> list[slice]:
    """Consecutive probes that together read about a chunk of entries."""
    chunk = np.cumsum(lengths) // _CHUNK
    edges = [0, *(np.flatnonzero(np.diff(chunk)) + 1).tolist(), len(lengths)]
    return [slice(first, last) for first, last in pairwise(edges) if last > first]


def _near(
    lists: Lists,
    probe: Probe,
    features: NDArray[np.int32],
    begins: NDArray[np.int64],
    lengths: NDArray[np.int64],
) -> Hits:
    ends = np.cumsum(lengths)
    bits = np.bitwise_count(_apart(lists.signatures, begins, lengths, probe.signatures[features]))
    near = np.flatnonzero(bits <= NEAR_BITS)
    which = np.searchsorted(ends, near, side="right")
    entries = near + (begins - (ends - lengths))[which]
    owners = features[which]
    turns = probe.angles[owners] - lists.angles[entries]  # modulo 256, as the circle
    sizes = probe.sizes[owners].astype(np.int32) - lists.sizes[entries]
    bins = turns.astype(np.int32) * 512 + (sizes + 256)
    return Hits(owners, lists.pictures[entries], bits[near], bins)


def _apart(
    signatures: NDArray[np.uint64], begins: NDArray[np.int64], lengths: NDArray[np.int64], asked: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """The bits in which the entries of some lists differ from the signature that is asked of each, in their order."""
    apart = np.empty(int(lengths.sum()), np.uint64)
    if len(apart) < _LONG * len(lengths):
        firsts = np.cumsum(lengths) - lengths
        entries = np.repeat(begins - firsts, lengths)
        entries += np.arange(len(entries))
        np.take(signatures, entries, out=apart)
        apart ^= np.repeat(asked, lengths)
        return apart
    at = 0  # list by list: entry by entry takes three times as long
    for begin, length, signature in zip(begins.tolist(), lengths.tolist(), asked, strict=True):
        np.bitwise_xor(signatures[begin : begin + length], signature, out=apart[at : at + length])
        at += length
    return apart


def votes(hits: Hits, most: int | None = None) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    """Pictures with the sum of weights of their best agreeing hits, the best picture first.

    With ``most`` only so many, or some more: most pictures have hits whose sum, agreeing or not, is below what the
    best ones have, and are left out before their bins are made. In an archive of 100,000 that is nearly all.
    """
    if not len(hits.bits):
        return np.zeros(0, np.uint32), np.zeros(0)
    hits = _best_of_each_feature(hits)
    weights = _WEIGHTS[hits.bits] / np.sqrt(np.bincount(hits.features))[hits.features]  # a common patch says little
    if most is not None:
        kept = _worth_counting(hits, weights, most)
        hits, weights = _chosen(hits, kept), weights[kept]
    return _counted(hits, weights)


def _worth_counting(hits: Hits, weights: NDArray[np.float64], most: int) -> NDArray[np.intp]:
    """The hits of all pictures that can be among the ``most`` best, and of some more.

    What a picture's best bin can have at most is the sum of all its hits, and nearer, the sum of those of one turn.
    Sums are taken over slots that pictures may share, which only makes them larger. But hits at either end of the
    sizes count twice in one bin; where there are any, nothing is left out.
    """
    sizes = hits.bins & 511
    span = min(len(sizes), int(hits.pictures.max() - hits.pictures.min()) + 1)
    number = 1 << span.bit_length()  # at least as many as there are pictures
    if _TRIED * most >= number or sizes.min() < SIZE_STEP // 2 or sizes.max() >= 512 - SIZE_STEP // 2:
        return np.arange(len(sizes))
    slots = (hits.pictures & np.uint32(number - 1)).astype(np.intp)
    totals = np.bincount(slots, weights, number).astype(np.float64, copy=False)
    least = _least(hits, weights, most, slots, totals)
    kept = totals >= least
    places = np.flatnonzero(kept[slots])
    slots = (np.cumsum(kept) - 1)[slots[places]]
    turns = _of_best_turn(hits.bins[places] >> 9, weights[places], slots, int(kept.sum()))
    return places[(turns >= least)[slots]]


def _least(
    hits: Hits, weights: NDArray[np.float64], most: int, slots: NDArray[np.intp], totals: NDArray[np.float64]
) -> float:
    """What the ``most`` best pictures have at least: so much have those of the largest totals."""
    promising = np.zeros(len(totals), bool)
    promising[np.argpartition(totals, -_TRIED * most)[-_TRIED * most :]] = True
    tried = np.flatnonzero(promising[slots])
    _, reached = _counted(_chosen(hits, tried), weights[tried])
    return float(reached[most - 1]) * _ROUNDING if len(reached) >= most else 0.0


def _of_best_turn(
    turns: NDArray[np.int32], weights: NDArray[np.float64], slots: NDArray[np.intp], number: int
) -> NDArray[np.float64]:
    """For each slot the largest sum of hits of one turn, whatever their sizes."""
    sums = np.zeros(number * _TURNS)
    for up in (0, 1):
        sums += np.bincount(slots * _TURNS + _TURN_BIN[up][turns], weights * _TURN_SHARE[up][turns], len(sums))
    return np.asarray(sums.reshape(number, _TURNS).max(axis=1))


def _chosen(hits: Hits, places: NDArray[np.intp]) -> Hits:
    return Hits(hits.features[places], hits.pictures[places], hits.bits[places], hits.bins[places])


def _counted(hits: Hits, weights: NDArray[np.float64]) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    """For each picture the sum of weights of its best bin, the best picture first."""
    keys, shares = _bins(hits)
    order = np.argsort(keys, kind="stable")
    keys, weights = keys[order], (np.tile(weights, 4) * shares)[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    sums = np.add.reduceat(weights, first)
    pictures = keys[first] // _BINS
    begins = np.flatnonzero(np.diff(pictures, prepend=-1))
    best = np.maximum.reduceat(sums, begins)
    ranked = np.argsort(-best, kind="stable")
    return pictures[begins][ranked].astype(np.uint32), best[ranked]


def _best_of_each_feature(hits: Hits) -> Hits:
    """A feature votes once for a picture, with its nearest entry there: repeated patterns would shout."""
    key = hits.features.astype(np.int64) << 40 | hits.pictures.astype(np.int64) << 8 | hits.bits
    order = np.argsort(key, kind="stable")
    return _chosen(hits, order[np.flatnonzero(np.diff(key[order] >> 8, prepend=-1))])


def _bins(hits: Hits) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Each hit in the two nearest bins of turn and of size, with its share of weight in each."""
    turn, size = hits.bins >> 9, hits.bins & 511
    base = hits.pictures.astype(np.int64) * _BINS
    keys, shares = [], []
    for turn_up in (0, 1):
        for size_up in (0, 1):
            keys.append(base + (_TURN_BIN[turn_up] * _SIZES)[turn] + _SIZE_BIN[size_up][size])
            shares.append(_TURN_SHARE[turn_up][turn] * _SIZE_SHARE[size_up][size])
    return np.concatenate(keys), np.concatenate(shares)
