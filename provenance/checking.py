"""A check: from an examined file to an answer. Reads the archive, writes nothing.

The order is that of the cost: the file's digest, then the hash index, then what is recorded of the
items found and of those that stored matches join to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.findings.earliest import earliest_known
from provenance.fingerprints.pdq import MIN_QUALITY
from provenance.matching import whole
from provenance.model import Answer, Asked, MediaKind, Outcome, ReviewState, Seen, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.fingerprints.examine import Examined
    from provenance.index.hamming import HammingIndex
    from provenance.model import Candidate, Match
    from provenance.store.sqlite import SqliteStore

FAMILY_LIMIT = 500  # items; a picture reposted more often than that is answered from these


def answer_for(store: SqliteStore, index: HammingIndex, asked: Examined, *, name: str) -> Answer:
    """Whether the asked file was seen before, and everything that was said of it."""
    [direct] = matches_of(store, index, [asked])
    family = _family(store, direct)
    seen = _seen(store, direct, family)
    appearances = [appearance for one in seen if one.certain for appearance in one.appearances]
    return Answer(
        asked=Asked(
            name,
            asked.sha256,
            asked.byte_size,
            asked.media_type,
            asked.kind,
            asked.width,
            asked.height,
            asked.quality,
            asked.notes,
        ),
        outcome=_outcome(asked, direct),
        certain=any(whole.is_certain(match) for match in direct.values()),
        seen=seen,
        earliest=earliest_known(appearances),
        archive_items=store.item_count(),
        tiers=(Tier.EXACT, Tier.HASH) if asked.comparable else (Tier.EXACT,),
        not_checked=_not_checked(store, asked, seen=bool(direct)),
    )


def matches_of(store: SqliteStore, index: HammingIndex, asked: Sequence[Examined]) -> list[dict[int, Match]]:
    """For each asked file the items that show its pixels, by row, nearest first. One pass of the index for all."""
    queries = [(position, query) for position, one in enumerate(asked) for query in one.queries]
    candidates = index.search([query.value for _, query in queries], whole.PROBABLE_BITS) if queries else []
    owners = store.owners({candidate.fingerprint_id for candidate in candidates})
    per_asked: list[list[Candidate]] = [[] for _ in asked]
    for candidate in candidates:
        per_asked[queries[candidate.query][0]].append(candidate)
    values = [query for _, query in queries]
    return [
        _verified(store, one, whole.best_hits(near, values, owners)) for one, near in zip(asked, per_asked, strict=True)
    ]


def _verified(store: SqliteStore, asked: Examined, hits: Iterable[whole.Hit]) -> dict[int, Match]:
    found: dict[int, Match] = {}
    same = store.item_by_digest(asked.sha256)
    if same is not None:
        found[same] = whole.same_file(store.items([same])[same])
    others = [hit for hit in hits if hit.item not in found]
    items = store.items(hit.item for hit in others)
    pixels = store.pixel_digests(items)
    for hit in others:
        same_pixels = hit.query.orientation.is_upright and pixels.get(hit.item) == asked.pixels
        found[hit.item] = whole.match_of(hit, asked, items[hit.item], same_pixels=same_pixels)
    return found


def _outcome(asked: Examined, direct: dict[int, Match]) -> Outcome:
    if direct:
        return Outcome.SEEN
    return Outcome.NOT_SEEN if asked.comparable else Outcome.NOT_COMPARABLE


def _family(store: SqliteStore, direct: dict[int, Match]) -> list[int]:
    """Further items, joined to certain matches by stored matches that are certain or confirmed."""
    members = {row for row, match in direct.items() if whole.is_certain(match)}
    frontier, further = set(members), list[int]()
    while frontier and len(members) < FAMILY_LIMIT:
        joined = set()
        for item, other, match in store.matches(frontier):
            if whole.is_certain(match) or match.review is ReviewState.CONFIRMED:
                joined |= {item, other}
        frontier = joined - members
        members |= frontier
        further += sorted(frontier - direct.keys())
    return further


def _seen(store: SqliteStore, direct: dict[int, Match], further: Iterable[int]) -> tuple[Seen, ...]:
    rows = [*direct, *further]
    if not rows:
        return ()
    items = store.items(rows)
    appearances = store.appearances(rows)
    claims = store.claims(rows)
    origins = store.origins(rows)
    return tuple(
        Seen(
            item=items[row],
            match=direct.get(row),
            certain=row not in direct or whole.is_certain(direct[row]),
            appearances=tuple(one for one in appearances if one.item_id == items[row].id),
            claims=tuple(claim for claim in claims if claim.item_id == items[row].id),
            origins=tuple(origin for item_id, origin in origins if item_id == items[row].id),
            file_names=store.file_names(row),
        )
        for row in rows
    )


def _not_checked(store: SqliteStore, asked: Examined, *, seen: bool) -> tuple[str, ...]:
    """What the answer does not cover, most important first."""
    lines = []
    if asked.kind is MediaKind.VIDEO:
        lines.append("the frames of the video: this version compares videos byte for byte only")
    elif not asked.comparable:
        lines.append(
            f"the picture itself: it has too little detail (PDQ quality {asked.quality or 0} of 100, "
            f"at least {MIN_QUALITY} is needed), so only its bytes were compared"
        )
    else:
        lines.append(
            "crops, collages, screenshots and strong overlays, which a hash of the whole picture does not find"
        )
    if seen:
        lines.append("small edits (a face, a sign, a caption): the hash does not see them, so compare by eye")
    without_file = store.items_without_file()
    if without_file:
        are = "item is" if without_file == 1 else "items are"
        lines.append(f"{without_file:,} {are} known by reference only, without a file to compare")
    lines.append("anything outside this archive: the web was not asked")
    return tuple(lines)
