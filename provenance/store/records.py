"""Rows to model objects and back, and the canonical form of a record that the log's digest covers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from provenance.identity import canonical_json, digest_of_bytes
from provenance.model import (
    Alteration,
    Appearance,
    Claim,
    DateRecord,
    DateRole,
    Fact,
    Fingerprint,
    FingerprintKind,
    Hedge,
    Match,
    MediaItem,
    MediaKind,
    Orientation,
    RecordedClaim,
    Region,
    Relation,
    ReviewState,
    Source,
    Tier,
)
from provenance.named import NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from provenance.judgement import Verdict

SOURCE_COLUMNS = "sources.platform AS platform, sources.account AS account, sources.name AS name"


def item_from(row: sqlite3.Row, dates: tuple[DateRecord, ...] = ()) -> MediaItem:
    """A row of ``media_items``."""
    return MediaItem(
        id=row["id"],
        kind=MediaKind(row["kind"]),
        label=row["label"],
        sha256=row["sha256"],
        byte_size=row["byte_size"],
        media_type=row["media_type"],
        width=row["width"],
        height=row["height"],
        frames=row["frames"],
        comparable=None if row["comparable"] is None else bool(row["comparable"]),
        file_kept=bool(row["file_kept"]),
        graphic=bool(row["graphic"]),
        added_at=row["added_at"],
        note=row["note"],
        dates=dates,
    )


def item_row(item: MediaItem) -> dict[str, Any]:
    """Everything of an item that stands in ``media_items``, less the row number."""
    columns = item._asdict()
    del columns["dates"]
    columns["kind"] = item.kind.value
    columns["comparable"] = None if item.comparable is None else int(item.comparable)
    columns["file_kept"], columns["graphic"] = int(item.file_kept), int(item.graphic)
    return columns


def date_from(row: sqlite3.Row) -> DateRecord:
    """A row of ``dates``."""
    return DateRecord(
        role=DateRole(row["role"]),
        text=row["text"],
        earliest=row["earliest"],
        latest=row["latest"],
        precision=row["precision"],
        zone_known=bool(row["zone_known"]),
        basis=row["basis"],
    )


def date_row(date: DateRecord, **owner: int) -> dict[str, Any]:
    """A row of ``dates`` that belongs to ``item=``, ``appearance=`` or ``claim=``."""
    columns = date._asdict() | {"role": date.role.value, "zone_known": int(date.zone_known)}
    return {"item": None, "appearance": None, "claim": None} | owner | columns


def source_from(row: sqlite3.Row, prefix: str = "") -> Source | None:
    """The source that a join brought under ``prefix``; None where the join found none."""
    platform, account, name = (row[prefix + column] for column in ("platform", "account", "name"))
    return Source(platform, account, name) if (platform or account or name) else None


def fingerprint_from(row: sqlite3.Row) -> Fingerprint:
    """A row of ``fingerprints``."""
    return Fingerprint(
        kind=FingerprintKind(row["kind"]),
        value=row["value"],
        version=row["version"],
        decoder=row["decoder"],
        region=Region(row["region"]),
        quality=row["quality"],
        frame_ms=row["frame_ms"],
    )


def fingerprint_row(item: int, fingerprint: Fingerprint) -> dict[str, Any]:
    """A row of ``fingerprints``, less its id."""
    return {
        "item": item,
        "kind": fingerprint.kind.value,
        "version": fingerprint.version,
        "decoder": fingerprint.decoder,
        "region": fingerprint.region.value,
        "quality": fingerprint.quality,
        "frame_ms": fingerprint.frame_ms,
        "value": fingerprint.value,
    }


def feature_from(row: sqlite3.Row) -> Fingerprint:
    """A row of ``features``."""
    return Fingerprint(FingerprintKind.LOCAL, row["value"], row["version"], row["decoder"])


def feature_row(item: int, fingerprint: Fingerprint) -> dict[str, Any]:
    """A row of ``features``, less its id."""
    return {
        "item": item,
        "version": fingerprint.version,
        "decoder": fingerprint.decoder,
        "value": fingerprint.value,
    }


def fingerprint_said(fingerprint: Fingerprint) -> list[Any]:
    """What the log keeps of a fingerprint; of features, which are long, their digest."""
    is_long = fingerprint.kind is FingerprintKind.LOCAL
    value = digest_of_bytes(fingerprint.value) if is_long else fingerprint.value.hex()
    return [fingerprint.kind.value, fingerprint.version, fingerprint.region.value, value]


def facts_from(body: str) -> tuple[Fact, ...]:
    """The facts in one row of ``facts``."""
    return tuple(Fact(**fact) for fact in json.loads(body))


def facts_body(facts: Iterable[Fact]) -> str:
    """The JSON text that stands in ``facts``; absent hints are left out."""
    said = [{key: value for key, value in fact._asdict().items() if value is not None} for fact in facts]
    return json.dumps(said, ensure_ascii=False)


def appearance_from(row: sqlite3.Row, dates: tuple[DateRecord, ...]) -> Appearance:
    """A row of ``appearances`` joined with its item's id and its source."""
    return Appearance(
        id=row["id"],
        item_id=row["item_id"],
        source=source_from(row),
        url=row["url"],
        post_id=row["post_id"],
        caption=row["caption"],
        credit=row["credit"],
        recorded_at=row["recorded_at"],
        dates=dates,
        locator=row["locator"],
        note=row["note"],
        raw=row["raw"],
    )


def claim_from(row: sqlite3.Row, date: DateRecord | None) -> RecordedClaim:
    """A row of ``claims`` joined with its link and its two sources."""
    claim = Claim(
        text=row["text"],
        hedge=Hedge(row["hedge"]) if row["hedge"] else None,
        hedge_text=row["hedge_text"],
        language=row["language"],
        event=row["event"],
        place=row["place"],
        date=date.text if date else None,
        asserted_by=row["asserted_text"],
        attributed_to=row["attributed_text"],
        note=row["note"],
        subject=row["subject"],
        motivation=row["motivation"],
        locator=row["locator"],
    )
    return RecordedClaim(
        id=row["id"],
        claim=claim,
        date=date,
        asserted_by=source_from(row, "asserted_"),
        attributed_to=source_from(row, "attributed_"),
        item_id=row["item_id"],
        appearance_id=row["appearance_id"],
        recorded_at=row["recorded_at"],
        entered_by=row["entered_by"],
    )


def match_from(row: sqlite3.Row | Mapping[str, Any]) -> Match:
    """A row of ``matches`` joined with the other item's id."""
    return Match(
        item_id=row["other_id"],
        tier=Tier(row["tier"]),
        alterations=tuple(Alteration(word) for word in json.loads(row["alterations"])),
        orientation=Orientation(row["rotated_clockwise"] or 0, bool(row["mirrored"])),
        distance_bits=row["distance_bits"],
        query_region=Region(row["item_region"]),
        item_region=Region(row["other_region"]),
        review=ReviewState(row["review"]),
        evidence=tuple(json.loads(row["evidence"] or "[]")),
        relation=Relation(row["relation"]),
        score=row["score"],
        detail=json.loads(row["detail"]) if row["detail"] else None,
    )


def match_row(item: int, other: int, match: Match, found_at: str) -> dict[str, Any]:
    """A row of ``matches``."""
    return {
        "item": item,
        "other": other,
        "tier": match.tier.value,
        "alterations": json.dumps([alteration.value for alteration in match.alterations]),
        "rotated_clockwise": match.orientation.rotated_clockwise,
        "mirrored": int(match.orientation.mirrored),
        "distance_bits": match.distance_bits,
        "item_region": match.query_region.value,
        "other_region": match.item_region.value,
        "evidence": json.dumps(match.evidence, ensure_ascii=False),
        "review": match.review.value,
        "relation": match.relation.value,
        "score": match.score,
        "detail": canonical_json(match.detail) if match.detail else None,
        "found_at": found_at,
    }


def verdict_row(verdict: Verdict) -> dict[str, Any]:
    """A row of ``verdicts``, less the rows that it refers to."""
    return {
        "id": verdict.id,
        "rating": verdict.rating.value if verdict.rating else None,
        "media": json.dumps([category.value for category in verdict.media]),
        "reviewer": verdict.reviewer,
        "house_rating": verdict.house_rating,
        "reason": verdict.reason,
        "links": json.dumps(verdict.links, ensure_ascii=False),
        "evidence": json.dumps(verdict.evidence, ensure_ascii=False),
        "date": verdict.date.text if verdict.date else None,
        "recorded_at": verdict.recorded_at,
    }


def said(record: NamedTuple) -> dict[str, Any]:
    """A record as plain values, what is not said left out: the form that the log keeps."""
    plain: dict[str, Any] = _plain(record)
    return plain


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        kept = {key: _plain(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner is not None and inner not in ({}, [], "")}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
