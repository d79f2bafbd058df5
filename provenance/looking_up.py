"""A look-up of a hash that somebody else computed: from hexadecimal digits to an answer. Reads, writes nothing.

It says less than a check of the picture itself: nothing is decoded, so that only whole pictures in the same
orientation are found. PDQ is measured (:mod:`provenance.matching.whole`); pHash is for exchange with other tools, and
what it finds is never more than probably the same.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from provenance import checking
from provenance.errors import BadOption
from provenance.findings.earliest import earliest_known
from provenance.fingerprints import perceptual
from provenance.matching import whole
from provenance.model import Answer, Asked, Match, MediaKind, Orientation, Outcome, Relation, Tier
from provenance.named import NamedTuple
from provenance.saying.words import number
from provenance.stored_hashes import FOURFOLD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.index.hamming import HammingIndex
    from provenance.store.sqlite import SqliteStore


class HashKind(StrEnum):
    """Hashes that can be looked up."""

    PDQ = "pdq"
    PHASH = "phash"
    SHA256 = "sha256"


BITS = {HashKind.PDQ: 256, HashKind.PHASH: perceptual.BITS, HashKind.SHA256: 256}
# A radius that is not given, and the widest. Of pHash: among 889,111 pairs of unrelated photographs none was within
# 10 bits, and 8 were within 12; of copies at half the size or of quality 50 all were within 2, of those with 4 % of
# the width and height cut off 98 of 100 within 8.
USUAL_RADIUS = {HashKind.PDQ: whole.SAME_PICTURE_BITS, HashKind.PHASH: 8, HashKind.SHA256: 0}
WIDEST_RADIUS = {HashKind.PDQ: whole.PROBABLE_BITS, HashKind.PHASH: 10, HashKind.SHA256: 0}


class HashAsked(NamedTuple):
    """What is looked up."""

    kind: HashKind
    value: str  # lower-case hexadecimal digits
    radius: int  # bits that may differ


def asked_hash(kind: str, value: str, radius: int | None = None) -> HashAsked:
    """A hash as somebody gives it.

    Raises:
        BadOption: it cannot be one of its kind, or the radius is too wide.
    """
    if kind not in tuple(HashKind):
        raise BadOption(f"{kind!r} is no hash that is looked up. There are {', '.join(HashKind)}")
    known = HashKind(kind)
    digits, wanted = value.lower(), BITS[known] // 4
    if len(digits) != wanted or not set(digits) <= set("0123456789abcdef"):
        given = number(len(value), "sign")
        raise BadOption(f"a {known} hash is {wanted} hexadecimal digits, and what was given has {given}")
    chosen = USUAL_RADIUS[known] if radius is None else radius
    if not 0 <= chosen <= WIDEST_RADIUS[known]:
        raise BadOption(f"the radius of a {known} hash is 0 to {WIDEST_RADIUS[known]} bits")
    return HashAsked(known, digits, chosen)


class Indexes(NamedTuple):
    """What hashes are looked up in."""

    pdq: HammingIndex
    phash: HammingIndex


def answer_for(store: SqliteStore, indexes: Indexes, asked: HashAsked) -> Answer:
    """What is recorded of the items that have this hash, or one near to it. Nobody's judgement is in it yet."""
    found = _matches(store, indexes, asked)
    rejected = checking.rejected_among(store, found) & found.keys() if len(found) > 1 else set()
    direct = {row: match for row, match in found.items() if row not in rejected}
    seen = checking.seen_rows(store, direct, checking.family_beyond(store, direct))
    sure = [appearance for one in seen if one.certain for appearance in one.appearances]
    sha256 = asked.value if asked.kind is HashKind.SHA256 else ""
    return Answer(
        asked=Asked(f"{asked.kind} {asked.value}", sha256, 0, "", MediaKind.IMAGE, None, None, None),
        outcome=Outcome.SEEN if direct else Outcome.NOT_SEEN,
        certain=any(match.is_certain for match in direct.values()),
        seen=seen,
        earliest=earliest_known(sure),
        archive_items=store.item_count(),
        tiers=(Tier.EXACT if sha256 else Tier.HASH,),
        not_checked=tuple(_not_checked(store, asked.kind)),
        rejected=tuple(item.id for item in store.items(rejected).values()) if rejected else (),
    )


def _matches(store: SqliteStore, indexes: Indexes, asked: HashAsked) -> dict[int, Match]:
    """By item row, nearest first."""
    if asked.kind is HashKind.SHA256:
        same = store.item_by_digest(asked.value)
        return {} if same is None else {same: whole.same_file(store.items([same])[same])}
    query = bytes.fromhex(asked.value)
    if asked.kind is HashKind.PDQ:
        candidates, times = indexes.pdq.search([query], asked.radius), 1
    else:
        candidates, times = indexes.phash.search([query * FOURFOLD], asked.radius * FOURFOLD), FOURFOLD
    owners = store.owners({candidate.fingerprint_id for candidate in candidates})
    nearest: dict[int, int] = {}
    for candidate in candidates:  # nearest first
        if candidate.fingerprint_id in owners:
            nearest.setdefault(owners[candidate.fingerprint_id][0], candidate.distance_bits // times)
    items = store.items(nearest)
    return {
        row: _match(asked.kind, items[row].id, bits)
        for row, bits in nearest.items()
        if items[row].comparable is not False  # the hash of a picture that is too plain is like that of any other
    }


def _match(kind: HashKind, item_id: str, bits: int) -> Match:
    if kind is HashKind.PDQ:
        evidence, sure = whole.nearness_in_words(bits), bits <= whole.SAME_PICTURE_BITS
    else:
        evidence, sure = f"pHashes differ in {bits} of {perceptual.BITS} bits: a person should look at both", False
    relation = Relation.COPY if sure else Relation.PROBABLE
    return Match(item_id, Tier.HASH, (), Orientation(), bits, evidence=(evidence,), relation=relation)


def _not_checked(store: SqliteStore, kind: HashKind) -> Iterator[str]:
    if kind is HashKind.SHA256:
        yield "the picture: only the digest of a file was looked up, so other files of it are not found"
    else:
        yield (
            "the picture: only a hash of the whole was looked up, so mirrored and turned copies, crops, collages, "
            "screenshots and videos are not found; and the hash of a plain picture says little"
        )
    without_file = store.items_without_file()
    if without_file:
        are = "item is" if without_file == 1 else "items are"
        yield f"{without_file:,} {are} known by reference only, without a file to compare"
    yield "anything outside this archive: the web was not asked"
