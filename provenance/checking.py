"""A check: from an examined file to an answer. Reads the archive, writes nothing.

The order is that of the cost: the file's digest, then the hash index, then what is recorded of the
items found and of those that stored matches join to them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from provenance.covering import marks
from provenance.findings.earliest import earliest_known
from provenance.findings.families import MOSTLY, reached_from
from provenance.findings.leading import nearest_first, published
from provenance.fingerprints.pdq import MIN_QUALITY
from provenance.fingerprints.pdq import VERSION as PDQ_VERSION
from provenance.matching import whole
from provenance.model import Answer, Asked, FingerprintKind, MediaKind, Outcome, Relation, ReviewState, Seen, Tier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from provenance.fingerprints.examine import Examined
    from provenance.index.hamming import HammingIndex
    from provenance.matching.leads import Lead, Looked, Rewatched
    from provenance.model import Candidate, DatedStretch, Joined, Match, Stretch
    from provenance.store.sqlite import SqliteStore

LOCAL_VERSION = 1  # provenance.fingerprints.local.VERSION, which loads what a fast check does without; tested equal


class PartsTier(Protocol):
    """The slower tier: what finds parts of pictures. Loaded only where it is used."""

    def __call__(self, asked: Examined) -> Looked | None:
        """Verified matches, and leads to more; None where the picture is too plain to have parts."""


class FramesTier(Protocol):
    """The tier that knows videos. Loaded only where there are any."""

    def __call__(self, asked: Examined) -> Looked:
        """Verified matches, and leads to more."""


class Again(Protocol):
    """What looks closer where the tiers are not certain."""

    def __call__(self, asked: Examined, found: dict[int, Match], leads: Sequence[Lead]) -> Rewatched:
        """The same matches, some of them replaced by better ones, or new; and what was not looked at."""


def answer_for(
    store: SqliteStore,
    index: HammingIndex,
    asked: Examined,
    *,
    name: str,
    by_parts: PartsTier | None = None,
    by_frames: FramesTier | None = None,
    again: Again | None = None,
) -> Answer:
    """Whether the asked file was seen before, and everything that was said of it.

    ``by_parts`` is the local tier, ``by_frames`` that of videos, ``again`` looks at films again where nothing is
    certain; None leaves one out.
    """
    [found] = matches_of(store, index, [asked])
    by_part = by_parts(asked) if by_parts and asked.kind is MediaKind.IMAGE else None
    looked_closer = by_part is not None
    leads: tuple[Lead, ...] = ()
    if by_part:
        found, leads = joined(found, by_part.matches), by_part.leads
    if by_frames:
        shown = by_frames(asked)
        found, leads = with_frames(found, shown.matches), (*leads, *shown.leads)
    unwatched: tuple[str, ...] = ()
    if again:
        rewatched = again(asked, found, leads)
        found = dict(sorted(rewatched.matches.items(), key=lambda entry: _order(entry[1])))
        unwatched = rewatched.not_checked
    if asked.kind is MediaKind.IMAGE and len(found) > 1:
        from provenance import cards

        found = dict(sorted(cards.told_apart(store, found, asked.plane).items(), key=lambda entry: _order(entry[1])))
    found = _nearest_first(store, found)
    rejected = rejected_among(store, found) if len(found) > 1 else set()
    found = with_disputes(store, found) if len(found) > 1 else found
    direct = {row: match for row, match in found.items() if match.is_reuse and row not in rejected}
    by_moments = _joined_by_moments(store, direct, rejected)
    beyond = (row for row in family_beyond(store, direct) if row not in by_moments)
    family = [*(row for row in by_moments if row not in direct), *beyond]
    seen = seen_rows(store, direct, family, by_moments)
    no_reuse = {row: match for row, match in found.items() if not match.is_reuse and row not in by_moments}
    related = seen_rows(store, no_reuse, ())
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
        outcome=_outcome(asked, direct, looked_closer=looked_closer),
        certain=any(match.is_certain for match in direct.values()),
        seen=seen,
        earliest=earliest_known(appearances),
        archive_items=store.item_count(),
        tiers=_tiers(asked, looked_closer=looked_closer, watched=by_frames is not None),
        not_checked=(
            *unwatched,
            *(_between_frames(store, asked, found) if by_frames else ()),
            *_not_checked(store, asked, seen=bool(direct), looked_closer=looked_closer),
        ),
        related=related,
        calibration=calibration_of(store) if looked_closer else None,
        rejected=tuple(item.id for item in store.items(rejected & found.keys()).values()),
        found_nowhere=_found_nowhere(asked, direct),
        stretches=_stretches(store, asked, direct, seen),
    )


def _found_nowhere(asked: Examined, direct: dict[int, Match]) -> tuple[Stretch, ...]:
    """Of a video, some seconds of which are found, those that are not."""
    if asked.filmed is None or asked.kind is not MediaKind.VIDEO or not direct:
        return ()
    from provenance.watching import found_nowhere

    return found_nowhere(asked.filmed, direct.values())


def _stretches(
    store: SqliteStore, asked: Examined, direct: dict[int, Match], seen: Sequence[Seen]
) -> tuple[DatedStretch, ...]:
    """Of a video that shows several things the earliest known appearance of each."""
    if asked.filmed is None or asked.kind is not MediaKind.VIDEO:
        return ()
    from provenance.findings.moments import spans_of
    from provenance.findings.stretches import dated_stretches

    rows = store.rows_of(one.item.id for one in seen)
    spans = {row: spans_of(match) for row, match in direct.items()}
    for one in seen:
        if one.joined and one.match is None:
            spans[rows[one.item.id]] = [(part.from_ms, part.to_ms) for part in one.joined.asked]
    if not any(spans.values()):
        return ()
    for row, match in direct.items():  # further copies show what the one shows that joins them
        for other in reached_from([row], store.joining_pairs) if match.is_certain and not _is_moment(match) else ():
            if other not in direct:
                spans.setdefault(other, spans[row])
    shown = [(spans[row], one.appearances) for one in seen if one.certain and (row := rows[one.item.id]) in spans]
    return dated_stretches(shown, asked.filmed.duration_ms)


def _nearest_first(store: SqliteStore, found: dict[int, Match]) -> dict[int, Match]:
    """The matches; of films that show the same seconds the one that was changed least first, then the earliest."""

    def dated(rows: Collection[int]) -> dict[int, str]:
        ids = {item.id: row for row, item in store.items(rows).items()}
        return {ids[item_id]: date for item_id, date in published(store.appearances(rows)).items()}

    return nearest_first(found, dated)


def rejected_among(store: SqliteStore, found: dict[int, Match]) -> set[int]:
    """Items of which a person said that they do not show the same as the best match, which the asked file shows."""
    best = next((row for row, match in found.items() if match.is_certain), None)
    return set() if best is None else store.rejected(best)


def with_disputes(store: SqliteStore, found: dict[int, Match]) -> dict[int, Match]:
    """The matches, those marked of which people disagree whether they show the same as the best one."""
    best = next((row for row, match in found.items() if match.is_certain), None)
    disputed = set() if best is None else store.disputed(best)
    return {
        row: match._replace(review=ReviewState.DISPUTED) if row in disputed else match for row, match in found.items()
    }


def joined(by_hash: dict[int, Match], by_parts: dict[int, Match]) -> dict[int, Match]:
    """Both tiers' matches, strongest first. An item that both found is described by both."""
    both = dict(by_hash)
    for row, match in by_parts.items():
        both[row] = _stronger(by_hash[row], match) if row in by_hash else match
    return dict(sorted(both.items(), key=lambda entry: _order(entry[1])))


def with_frames(others: dict[int, Match], by_frames: dict[int, Match]) -> dict[int, Match]:
    """The matches of all tiers: a frame that is the same as a whole says more than parts of a frame near to it."""
    reuse = {row: match for row, match in by_frames.items() if match.is_reuse}
    certain = {row: match for row, match in reuse.items() if match.is_certain}
    exact = {row: match for row, match in others.items() if match.tier is Tier.EXACT}
    told = {row: match for row, match in others.items() if match.is_reuse or row not in reuse}
    return dict(sorted((by_frames | told | certain | exact).items(), key=lambda entry: _order(entry[1])))


def _stronger(hashed: Match, local: Match) -> Match:
    """One match from what the hash of the whole and the parts say of an item.

    A hash sees no parts. Where these say that something has moved, it is a copy probably at most.
    """
    if hashed.distance_bits is None:
        return hashed
    was_certain, parts = hashed.is_certain, (hashed.evidence[0], *local.evidence)
    moment = (local.detail or {}).get("another_moment")
    if moment and was_certain:
        hashed = hashed._replace(relation=Relation.PROBABLE, evidence=(moment, *hashed.evidence))
        parts = (*hashed.evidence, *local.evidence[1:])  # the first of the parts' reasons is that sentence, too
    if not local.is_reuse:
        return hashed
    alterations = tuple(dict.fromkeys((*hashed.alterations, *local.alterations)))
    if was_certain:
        return hashed._replace(alterations=alterations, evidence=parts, score=local.score, detail=local.detail)
    return local._replace(
        alterations=alterations, evidence=(*local.evidence, hashed.evidence[0]), distance_bits=hashed.distance_bits
    )


def _order(match: Match) -> tuple[int, int, int, float]:
    """The same file first, then hashes by distance, then parts by score; what only may be a copy after all that is."""
    relations = tuple(Relation)
    bits = 0 if match.tier is Tier.EXACT else match.distance_bits if match.distance_bits is not None else 256
    return relations.index(match.relation), tuple(Tier).index(match.tier), bits, -(match.score or 0.0)


def _tiers(asked: Examined, *, looked_closer: bool, watched: bool) -> tuple[Tier, ...]:
    by_hash = asked.comparable and asked.kind is MediaKind.IMAGE
    frames = watched and (by_hash or asked.filmed is not None)
    ran = ((Tier.EXACT, True), (Tier.HASH, by_hash), (Tier.LOCAL, looked_closer), (Tier.FRAMES, frames))
    return tuple(tier for tier, did in ran if did)


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


def _outcome(asked: Examined, direct: dict[int, Match], *, looked_closer: bool) -> Outcome:
    if direct:
        return Outcome.SEEN
    return Outcome.NOT_SEEN if asked.comparable or looked_closer else Outcome.NOT_COMPARABLE


def _joined_by_moments(store: SqliteStore, direct: dict[int, Match], rejected: set[int]) -> dict[int, Joined]:
    """Further films that show the moments that were found, by row."""
    if not direct or not store.has_frames():
        return {}
    from provenance.carrying import joined

    return {row: one for row, one in joined(store, direct).items() if row not in rejected}


def family_beyond(store: SqliteStore, direct: dict[int, Match]) -> list[int]:
    """Further items, joined to certain matches by stored matches that are certain or confirmed.

    Not by way of a film of which only a moment is shown: which other films show that is said by their seconds.
    """
    start = [row for row, match in direct.items() if match.is_certain and not _is_moment(match)]
    return [row for row in reached_from(start, store.joining_pairs) if row not in direct]


def _is_moment(match: Match) -> bool:
    """Whether a match is of some of a film, and most of that film is not shown."""
    detail = match.detail or {}
    return ("segments" in detail or "frame_ms" in detail) and detail.get("kept", 0.0) < MOSTLY


def seen_rows(
    store: SqliteStore,
    direct: dict[int, Match],
    further: Iterable[int],
    by_moments: Mapping[int, Joined] = MappingProxyType({}),
) -> tuple[Seen, ...]:
    """Items with their matches, and further ones without, each with what is recorded of it.

    ``by_moments``: of further ones, the moments by which they are joined.
    """
    rows = [*direct, *further]
    if not rows:
        return ()
    items = store.items(rows)
    appearances = store.appearances(rows)
    claims = store.claims(rows)
    origins = store.origins(rows)
    covered = marks(store, rows)
    return tuple(
        Seen(
            item=items[row],
            match=direct.get(row),
            certain=row not in direct or direct[row].is_certain or row in by_moments,
            appearances=tuple(one for one in appearances if one.item_id == items[row].id),
            claims=tuple(claim for claim in claims if claim.item_id == items[row].id),
            origins=tuple(origin for item_id, origin in origins if item_id == items[row].id),
            file_names=store.file_names(row),
            covered_by=covered.get(row),
            joined=by_moments.get(row),
        )
        for row in rows
    )


def calibration_of(store: SqliteStore) -> str | None:
    """What the last calibration of this archive says of its answers. It was made with all tiers."""
    body = store.newest_calibration()
    if body is None:
        return None
    from provenance.findings.calibrated import quoted

    return quoted(body, {FingerprintKind.PDQ.value: PDQ_VERSION, FingerprintKind.LOCAL.value: LOCAL_VERSION})


def _between_frames(store: SqliteStore, asked: Examined, found: dict[int, Match]) -> tuple[str, ...]:
    """Why a picture may be a still of a film although it is not found; nothing where something certain is."""
    if asked.kind is not MediaKind.IMAGE or any(match.is_certain for match in found.values()):
        return ()
    films = store.films_with_frames()
    if not films:  # an animation, in an archive of pictures
        return ()
    of = "1 archived video" if films == 1 else f"{films:,} archived videos"
    return (f"quick moments of {of}: two frames a second are recorded, and a still may lie between them",)


def _not_checked(store: SqliteStore, asked: Examined, *, seen: bool, looked_closer: bool) -> tuple[str, ...]:
    """What the answer does not cover, most important first."""
    lines = []
    if asked.kind is MediaKind.VIDEO and not asked.comparable:
        lines.append("the frames of the video: none has enough detail, so only its bytes were compared")
    elif asked.kind is MediaKind.VIDEO:
        lines.append("its sound; and of its frames parts that are small or plain: see provenance help videos")
    elif not asked.comparable and not looked_closer:
        lines.append(
            f"the picture itself: it has too little detail (PDQ quality {asked.quality or 0} of 100, "
            f"at least {MIN_QUALITY} is needed), so only its bytes were compared"
        )
    elif not looked_closer:
        lines.append(
            "crops, collages, screenshots and strong overlays, which a hash of the whole picture does not find"
        )
    else:
        if not asked.comparable and not seen:
            lines.append(
                f"the picture as a whole: it is too plain for a hash (PDQ quality {asked.quality or 0} of 100, "
                f"at least {MIN_QUALITY} is needed), so only its parts were compared"
            )
        if without := store.items_without_features():
            have = "picture, which has" if without == 1 else "pictures, which have"
            lines.append(f"parts of {without:,} archived {have} no local features (provenance reindex makes them)")
    if seen and looked_closer:
        small = "small edits (a face, a sign, a word) and slight changes of colour"
        lines.append(f"{small}: look at both; provenance diff lays them over")
    elif seen:
        lines.append("small edits (a face, a sign, a caption): the hash does not see them, so compare by eye")
    without_file = store.items_without_file()
    if without_file:
        are = "item is" if without_file == 1 else "items are"
        lines.append(f"{without_file:,} {are} known by reference only, without a file to compare")
    lines.append("anything outside this archive: the web was not asked")
    return tuple(lines)
