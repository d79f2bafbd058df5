"""The archive as one SQLite file: what is asked of it and what is written to it.

Reads go through the standard library, so that a check loads nothing else; writes go through
sqlite-utils. Only model objects, ids, row numbers and bytes leave this module.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from provenance.errors import AmbiguousId, UnknownId
from provenance.identity import SHORTEST_PREFIX, canonical_json, digest_of_bytes
from provenance.model import MediaKind, Problem, Relation, ReviewState, Source
from provenance.named import NamedTuple
from provenance.store import records
from provenance.store.connection import BUSY_SECONDS, Connection
from provenance.store.counting import counts
from provenance.text import readable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.model import (
        Appearance,
        DateRecord,
        Fact,
        Fingerprint,
        LogEntry,
        Match,
        MediaItem,
        Origin,
        RecordedClaim,
        Thumbnail,
    )
    from provenance.store.catalogue import Catalogue
    from provenance.store.deposit import Deposit, Written
    from provenance.store.judgements import Judgements

_SHARE = (  # least share that a match shows of either side
    "MIN(COALESCE(json_extract(detail, '$.kept'), 1.0), COALESCE(json_extract(detail, '$.covers'), 1.0))"
)
PARAMETERS = 500  # values in one IN (...): below the oldest SQLite's limit of 999
STANDING = counts("claims.row")
MOST_RANKED = 5000  # rows of a search whose likeness is computed
PAGE = 500  # rows fetched at a time where a whole table is read


class Sought(NamedTuple):
    """What a search is narrowed to, beside its words."""

    platform: str | None = None
    account: str | None = None
    since: str | None = None  # UTC text: of claims when the event may have been, of appearances when published
    until: str | None = None
    rating: str | None = None  # of a verdict that stands


EVERYTHING = Sought()


class FileOnRecord(NamedTuple):
    """What is recorded of the file of an item."""

    item: int
    item_id: str
    sha256: str
    media_type: str | None
    kept: bool


class KeyFrameOnRecord(NamedTuple):
    """What is recorded of one frame of a video, beside its local features."""

    frame_ms: int
    width: int  # pixels, upright, of the video
    height: int
    jpeg: bytes | None  # small and grey; empty where it only leads to moments of the video, None where none is wanted

    @property
    def only_leads(self) -> bool:
        """Whether its features are no evidence of their own."""
        return self.jpeg == b""


class KnownFiles:
    """Whether an archive has a file, asked from another process: opens a connection of its own when first asked."""

    def __init__(self, path: str, *, must_be_kept: bool) -> None:
        """``must_be_kept``: one of which only hashes were recorded, or that is gone from its place, does not count."""
        self.path = path
        self.must_be_kept = must_be_kept
        self._connection: Connection | None = None

    def __call__(self, sha256: str) -> bool:
        """Whether the file with this SHA-256 needs no further look."""
        if self._connection is None:
            self._connection = Connection(self.path)
        row = self._connection.row("SELECT file_kept, media_type FROM media_items WHERE sha256 = ?", [sha256])
        if row is None or not self.must_be_kept:
            return row is not None
        if not row["file_kept"]:
            return False
        from provenance.store import files

        place = files.place_of(files.folder_of(self.path), sha256, row["media_type"])
        return os.path.exists(place)  # noqa: PTH110 - pathlib is a good part of a cold check

    def close(self) -> None:
        """Close the connection, if one was opened here."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def __getstate__(self) -> tuple[str, bool]:
        return self.path, self.must_be_kept

    def __setstate__(self, state: tuple[str, bool]) -> None:
        self.path, self.must_be_kept = state
        self._connection = None


class Step(NamedTuple):
    """From one item of a stored match to the other."""

    far: int  # row of the other
    to_asked: bool  # it is the asked one
    share: float  # least that the match shows of either side
    upright: bool  # nothing was turned or mirrored
    detail: str | None  # in JSON
    marked: str | None  # id of the other, where it is marked graphic


class SqliteStore:
    """Everything durable of one archive, in one SQLite file."""

    def __init__(self, path: str, *, create: bool = False, now: str = "", busy_seconds: float = BUSY_SECONDS) -> None:
        """Open, and with ``create`` make, the archive at ``path``; ``now`` dates its making.

        Raises:
            ArchiveError: see :class:`provenance.store.connection.Connection`.
        """
        self._db = Connection(path, create=create, busy_seconds=busy_seconds)
        self._judgements: Judgements | None = None
        self._catalogue: Catalogue | None = None
        self.path = path
        if create:
            self._introduce(now)

    def close(self) -> None:
        """Close the file. Idempotent."""
        self._db.close()

    # -- what the archive says of itself ---------------------------------------------------------

    @property
    def uuid(self) -> str:
        """Drawn once, when the archive was made."""
        return str(self._db.value("SELECT value FROM archive WHERE key = 'uuid'"))

    def item_count(self) -> int:
        """Items in the archive; records that became one count once."""
        sql = (
            "SELECT (SELECT count FROM _counts WHERE \"table\" = 'media_items')"
            " - (SELECT COUNT(*) FROM media_items WHERE merged_into IS NOT NULL)"
        )
        return self._db.value(sql) or 0

    def items_without_file(self) -> int:
        """Items that are known by reference only."""
        sql = "SELECT COUNT(*) FROM media_items WHERE sha256 IS NULL AND merged_into IS NULL"
        return int(self._db.value(sql))

    def counts(self) -> dict[str, int]:
        """How many records there are of each kind."""
        tables = ("appearances", "claims", "sources", "matches", "problems", "log")
        counted = {table: int(self._db.value(f"SELECT COUNT(*) FROM {table}")) for table in tables}
        return {"items": self.item_count(), "items_without_file": self.items_without_file()} | counted

    # -- names ------------------------------------------------------------------------------------

    @property
    def judgements(self) -> Judgements:
        """What people found: loaded when first asked for."""
        if self._judgements is None:
            from provenance.store.judgements import Judgements

            self._judgements = Judgements(self._db)
        return self._judgements

    @property
    def catalogue(self) -> Catalogue:
        """Items by what they are like: loaded when first asked for."""
        if self._catalogue is None:
            from provenance.store.catalogue import Catalogue

            self._catalogue = Catalogue(self._db)
        return self._catalogue

    def find_item(self, prefix: str) -> int:
        """The row of the one item whose id begins with ``prefix``; "m-" may be left out.

        Raises:
            UnknownId, AmbiguousId: with what there is instead.
        """
        given = prefix.strip().lower()
        digits = given.removeprefix("m-")
        if not digits or not set(digits) <= set("0123456789abcdef"):
            raise UnknownId(f"{prefix!r} is not an item's id. Ids look like m-3f9a2c; see: provenance list")
        start = f"m-{digits}"
        found = self._db.rows(
            "SELECT row, id, merged_into FROM media_items WHERE id >= ? AND id < ? ORDER BY id LIMIT 6",
            [start, start + "g"],
        )
        rows = {row["merged_into"] or row["row"] for row in found}
        if not rows:
            raise UnknownId(f"{prefix}: no item has an id that begins so. See: provenance list")
        if len(rows) > 1:
            some = ", ".join(row["id"][: len(start) + 4] for row in found[:5])
            raise AmbiguousId(f"{prefix}: several items have ids that begin so ({some}). Type more digits.")
        return int(rows.pop())

    def merge_target(self, row: int) -> int:
        """The row of the item that a record has become; its own where it was never merged."""
        return int(self._db.value("SELECT COALESCE(merged_into, row) FROM media_items WHERE row = ?", [row]))

    def item_by_digest(self, sha256: str) -> int | None:
        """The row of the item with this file, if any."""
        found = self._db.value("SELECT row FROM media_items WHERE sha256 = ?", [sha256])
        return None if found is None else int(found)

    def short_id(self, item_id: str) -> str:
        """The shortest beginning of the id that no other item shares, at least six digits."""
        neighbours = [
            self._db.value("SELECT MAX(id) FROM media_items WHERE id < ?", [item_id]),
            self._db.value("SELECT MIN(id) FROM media_items WHERE id > ?", [item_id]),
        ]
        length = len("m-") + SHORTEST_PREFIX
        while any(other and other[:length] == item_id[:length] for other in neighbours):
            length += 1
        return item_id[:length]

    # -- reading items and what belongs to them --------------------------------------------------

    def items(self, rows: Iterable[int]) -> dict[int, MediaItem]:
        """Items by row, with their dates."""
        wanted = list(rows)
        dates = self._dates("item", wanted)
        found = self._many("SELECT * FROM media_items WHERE row IN ({})", wanted)
        return {row["row"]: records.item_from(row, dates.get(row["row"], ())) for row in found}

    def rows_of(self, item_ids: Iterable[str]) -> dict[str, int]:
        """Row numbers by full id."""
        found = self._many("SELECT row, id FROM media_items WHERE id IN ({})", list(item_ids))
        return {row["id"]: row["row"] for row in found}

    def added_at(self, item_ids: Iterable[str]) -> dict[str, str]:
        """When some items were recorded, by full id."""
        found = self._many("SELECT id, added_at FROM media_items WHERE id IN ({})", list(item_ids))
        return {row["id"]: row["added_at"] for row in found}

    def facts_digest(self, item: int) -> str | None:
        """SHA-256 of what the store holds as facts of an item."""
        body = self._db.value("SELECT body FROM facts WHERE item = ?", [item])
        return digest_of_bytes(body.encode()) if body else None

    def fingerprints(self, item: int) -> tuple[Fingerprint, ...]:
        """All fingerprints of an item."""
        hashes = self._db.rows("SELECT * FROM fingerprints WHERE item = ? ORDER BY id", [item])
        features = self._db.rows("SELECT * FROM features WHERE item = ? ORDER BY id", [item])
        return (*map(records.fingerprint_from, hashes), *map(records.feature_from, features))

    def owners(self, fingerprint_ids: Iterable[int]) -> dict[int, tuple[int, Fingerprint]]:
        """Item row and fingerprint by fingerprint id; ids that are gone are left out."""
        found = self._many("SELECT * FROM fingerprints WHERE id IN ({})", list(fingerprint_ids))
        return {row["id"]: (row["item"], records.fingerprint_from(row)) for row in found}

    def features(self, feature_ids: Iterable[int]) -> dict[int, tuple[int, bytes]]:
        """Item row and packed local features by their id; ids that are gone are left out."""
        found = self._many("SELECT id, item, value FROM features WHERE id IN ({})", list(feature_ids))
        return {row["id"]: (row["item"], row["value"]) for row in found}

    def features_of(self, items: Iterable[int], *, version: int) -> dict[int, bytes]:
        """Packed local features of a version by item row."""
        sql = f"SELECT item, value FROM features WHERE version = {int(version)} AND item IN ({{}})"
        return {row["item"]: row["value"] for row in self._many(sql, list(items))}

    def items_without_features(self) -> int:
        """Pictures with enough detail that have no local features."""
        return int(self._db.value("SELECT COUNT(*) FROM featureless"))

    def pictures_to_try(self) -> list[tuple[int, bool]]:
        """Pictures that can be compared and read again: row, and whether from the kept file (else the thumbnail)."""
        sql = (
            "SELECT row, file_kept FROM media_items "
            "WHERE kind = 'image' AND sha256 IS NOT NULL AND merged_into IS NULL "
            "AND (comparable OR EXISTS (SELECT 1 FROM features WHERE item = media_items.row)) "
            "AND (file_kept OR EXISTS (SELECT 1 FROM thumbnails WHERE item = media_items.row)) ORDER BY row"
        )
        return [(row["row"], bool(row["file_kept"])) for row in self._db.rows(sql)]

    def kept_without_features(self, version: int) -> list[FileOnRecord]:
        """Of the pictures that :meth:`items_without_features` counts, those whose file is kept."""
        sql = (
            "SELECT row, id, sha256, media_type FROM media_items WHERE kind = 'image' AND comparable "
            "AND merged_into IS NULL AND file_kept AND sha256 IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM features WHERE item = media_items.row AND version = ?) ORDER BY row"
        )
        found = self._db.rows(sql, [version])
        return [FileOnRecord(row["row"], row["id"], row["sha256"], row["media_type"], kept=True) for row in found]

    def sizes(self, items: Iterable[int]) -> dict[int, tuple[int, int]]:
        """Width and height in pixels by item row; items without are left out, as are merged ones."""
        sql = "SELECT row, width, height FROM media_items WHERE width IS NOT NULL AND row IN ({})"
        return {row["row"]: (row["width"], row["height"]) for row in self._many(sql, list(items))}

    def thumbnails(self, items: Iterable[int]) -> dict[int, bytes]:
        """The small grey pictures as JPEG, by item row."""
        found = self._many("SELECT item, jpeg FROM thumbnails WHERE item IN ({})", list(items))
        return {row["item"]: row["jpeg"] for row in found}

    def pixel_digests(self, items: Iterable[int]) -> dict[int, tuple[bytes, str]]:
        """Digest and decoder rule of the decoded pixels, by item row."""
        sql = "SELECT item, value, decoder FROM fingerprints WHERE kind = 'pixels' AND item IN ({})"
        return {row["item"]: (row["value"], row["decoder"]) for row in self._many(sql, list(items))}

    def facts(self, item: int) -> tuple[Fact, ...]:
        """What the file says about itself."""
        body = self._db.value("SELECT body FROM facts WHERE item = ?", [item])
        return records.facts_from(body) if body else ()

    def file_names(self, item: int) -> tuple[str, ...]:
        """The names under which the file was handed in."""
        found = self._db.rows("SELECT name FROM file_names WHERE item = ? ORDER BY row", [item])
        return tuple(row["name"] for row in found)

    def thumbnail(self, item: int) -> Thumbnail | None:
        """The small grey picture, if one was kept."""
        from provenance.model import Thumbnail

        found = self._db.row("SELECT width, height, jpeg FROM thumbnails WHERE item = ?", [item])
        return Thumbnail(found["width"], found["height"], found["jpeg"]) if found else None

    def appearances(self, items: Iterable[int]) -> list[Appearance]:
        """Publications of these items, in the order in which they were recorded."""
        found = self._many(
            f"SELECT appearances.*, media_items.id AS item_id, {records.SOURCE_COLUMNS} FROM appearances "
            "JOIN media_items ON media_items.row = appearances.item "
            "LEFT JOIN sources ON sources.row = appearances.source WHERE appearances.item IN ({}) "
            "ORDER BY appearances.row",
            list(items),
        )
        dates = self._dates("appearance", [row["row"] for row in found])
        return [records.appearance_from(row, dates.get(row["row"], ())) for row in found]

    def origins(self, items: Iterable[int]) -> list[tuple[str, Origin]]:
        """What is said about where these items come from, with the item's id."""
        from provenance.model import Origin, OriginKind

        found = self._many(
            "SELECT origins.kind, origins.text, origins.evidence, origins.entered_by, origins.date, "
            "origins.recorded_at, media_items.id AS item_id, appearances.id AS appearance_id, "
            f"{records.SOURCE_COLUMNS} FROM origins JOIN media_items ON media_items.row = origins.item "
            "JOIN sources ON sources.row = origins.source "
            "LEFT JOIN appearances ON appearances.row = origins.appearance "
            "WHERE origins.item IN ({}) ORDER BY origins.row",
            list(items),
        )
        return [
            (
                row["item_id"],
                Origin(
                    OriginKind(row["kind"]),
                    records.source_from(row) or Source(),
                    row["text"],
                    row["appearance_id"],
                    row["evidence"],
                    row["entered_by"],
                    row["date"],
                    row["recorded_at"] if row["kind"] == OriginKind.ESTABLISHED else None,
                ),
            )
            for row in found
        ]

    def claims(self, items: Iterable[int], *, corrected: bool = False) -> list[RecordedClaim]:
        """Every claim that was made of these items, oldest record first; ``corrected`` ones as well."""
        still = "" if corrected else f" AND {STANDING}"
        return self._claims("claim_links.item IN ({})" + still, list(items), "JOIN")

    def claims_by_row(self, rows: Iterable[int]) -> list[RecordedClaim]:
        """Claims by row number, each with one link where it has any."""
        return self._claims("claims.row IN ({})", list(rows), "LEFT JOIN")

    def matches(self, items: Iterable[int]) -> list[tuple[int, int, Match]]:
        """Stored matches from and to these items, rejected ones left out: (item, other, match)."""
        wanted = list(items)
        sql = (
            "SELECT matches.*, media_items.id AS other_id FROM matches "
            "JOIN media_items ON media_items.row = matches.other "
            f"WHERE matches.review != '{ReviewState.REJECTED.value}' AND matches.{{}} IN ({{{{}}}})"
        )
        found = [row for side in ("item", "other") for row in self._many(sql.format(side), wanted)]
        return [(row["item"], row["other"], records.match_from(row)) for row in found]

    def certain_pairs(
        self, items: Iterable[int], *, beyond: Iterable[int] = (), disputed: bool = True
    ) -> list[tuple[int, int, float]]:
        """Items that show the same for certain, or as a person confirmed: (item, other, least share of either).

        Says less than :meth:`matches`, of which it takes a part of the time. Of pairs that lead from these items to one
        of ``beyond`` nothing is read: in a large family nearly all do.
        """
        sql = (
            f"SELECT item, other, {_SHARE} AS share FROM matches "
            f"WHERE review != '{ReviewState.REJECTED.value}' AND matches.{{near}} IN ({{{{}}}}) "
            f"AND (relation = '{Relation.COPY.value}' OR review = '{ReviewState.CONFIRMED.value}')"
        )
        sql += "" if disputed else f" AND review != '{ReviewState.DISPUTED.value}'"
        known = ", ".join(map(str, sorted(beyond)))  # whole numbers of our own: as many as a family has, and no text
        sql += f" AND matches.{{far}} NOT IN ({known})" if known else ""
        wanted = list(items)
        found = [
            row
            for near, far in (("item", "other"), ("other", "item"))
            for row in self._many(sql.format(near=near, far=far), wanted)
        ]
        return [(row["item"], row["other"], row["share"]) for row in found]

    def certain_steps(self, items: Iterable[int], *, beyond: Iterable[int], most: int) -> list[Step]:
        """The same as :meth:`certain_pairs`, at most so many, with what leads from the one to the other."""
        near, known = (", ".join(map(str, sorted(rows))) for rows in (items, beyond))  # numbers of our own, and no text
        sql = " UNION ALL ".join(
            f"SELECT {far} AS far, {far} = item AS to_asked, {_SHARE} AS share, "
            "rotated_clockwise OR mirrored AS turned, detail, "
            f"(SELECT id FROM media_items WHERE row = matches.{far} AND graphic = 1) AS marked FROM matches "
            f"WHERE {one} IN ({near}) AND {far} NOT IN ({known}) AND review != '{ReviewState.REJECTED.value}' "
            f"AND (relation = '{Relation.COPY.value}' OR review = '{ReviewState.CONFIRMED.value}')"
            for one, far in (("item", "other"), ("other", "item"))
        )
        return [
            Step(row["far"], bool(row["to_asked"]), row["share"], not row["turned"], row["detail"], row["marked"])
            for row in self._db.rows(f"{sql} LIMIT {most}")
        ]

    def joining_pairs(self, items: set[int], beyond: set[int]) -> list[tuple[int, int, float]]:
        """What :func:`provenance.findings.families.reached_from` asks."""
        return self.certain_pairs(items, beyond=beyond, disputed=False)

    def all_joining_pairs(self) -> list[tuple[int, int, float]]:
        """The same of the whole archive."""
        sql = (
            f"SELECT item, other, {_SHARE} AS share FROM matches WHERE review NOT IN "
            f"('{ReviewState.REJECTED.value}', '{ReviewState.DISPUTED.value}') "
            f"AND (relation = '{Relation.COPY.value}' OR review = '{ReviewState.CONFIRMED.value}')"
        )
        return [(row["item"], row["other"], row["share"]) for row in self._db.rows(sql)]

    def has_graphic(self) -> bool:
        """Whether any item is marked graphic."""
        return bool(self._db.rows("SELECT 1 FROM media_items WHERE graphic = 1 LIMIT 1"))

    def marked_graphic(self, items: Iterable[int]) -> dict[int, str]:
        """Of these items the ones that are marked graphic: their ids, by row."""
        found = self._many("SELECT row, id FROM media_items WHERE graphic = 1 AND row IN ({})", list(items))
        return {row["row"]: row["id"] for row in found}

    def rejected(self, item: int) -> set[int]:
        """Rows of the items of which a person said that they do not show the same as this one."""
        return self._decided(item, ReviewState.REJECTED)

    def disputed(self, item: int) -> set[int]:
        """Rows of the items of which people disagree whether they show the same as this one."""
        return self._decided(item, ReviewState.DISPUTED)

    def _decided(self, item: int, state: ReviewState) -> set[int]:
        found = self._db.rows(
            "SELECT item, other FROM matches WHERE review = ?2 AND (item = ?1 OR other = ?1)", [item, state.value]
        )
        return {row["other"] if row["item"] == item else row["item"] for row in found}

    def has_match(self, one: int, other: int) -> bool:
        """Whether a match of two items is stored, in whatever state."""
        sql = "SELECT 1 FROM matches WHERE (item = ?1 AND other = ?2) OR (item = ?2 AND other = ?1)"
        return self._db.value(sql, [one, other]) is not None

    def has_judgements(self) -> bool:
        """Whether people ever recorded what they found, of claims or of sources; most checks need not ask further."""
        tables = ("verdicts", "outside_searches", "grades", "source_notes", "claim_relations", "corrections")
        return bool(self._db.value("SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables)))

    # -- for the rules about contradictions -------------------------------------------------------

    def all_matches(self) -> Iterator[tuple[int, int, Match]]:
        """Every stored match that was not rejected: (item, other, match)."""
        for page in self.pages_of("matches"):
            for row in page:
                if row["review"] != ReviewState.REJECTED.value:
                    yield row["item"], row["other"], records.match_from({**dict(row), "other_id": ""})

    def rows_with_claims_or_verdicts(self) -> list[int]:
        """Rows of the items of which something was said, in order."""
        sql = "SELECT item FROM claim_links UNION SELECT item FROM verdicts WHERE item IS NOT NULL ORDER BY item"
        return [row["item"] for row in self._db.rows(sql)]

    def records_of_source(self, source_id: str) -> set[str]:
        """Ids of the appearances and claims that are a source's, or are credited or attributed to it."""
        source = "(SELECT row FROM sources WHERE id = ?1)"
        found = self._db.rows(
            f"SELECT id FROM appearances WHERE source = {source} UNION SELECT appearances.id FROM origins "
            f"JOIN appearances ON appearances.row = origins.appearance WHERE origins.source = {source} "
            f"UNION SELECT id FROM claims WHERE asserted_by = {source} UNION "
            f"SELECT id FROM claims WHERE attributed_to = {source} UNION SELECT claims.id FROM appearances "
            "JOIN claim_links ON claim_links.appearance = appearances.row "
            f"JOIN claims ON claims.row = claim_links.claim WHERE appearances.source = {source}",
            [source_id],
        )
        return {row["id"] for row in found}

    def claims_without_items(self) -> list[RecordedClaim]:
        """Claims about events that no medium here is said to show."""
        found = self._db.rows(
            f"SELECT row FROM claims WHERE {STANDING} AND row NOT IN (SELECT claim FROM claim_links) ORDER BY row"
        )
        return self.claims_by_row([row["row"] for row in found])

    def placed_facts(self, items: Iterable[int]) -> dict[int, tuple[Fact, ...]]:
        """What the files of these items say of themselves, of those that say where they were taken."""
        found = self._many("SELECT item, body FROM facts WHERE body LIKE '%gps%' AND item IN ({})", list(items))
        return {row["item"]: records.facts_from(row["body"]) for row in found}

    # -- for verification -------------------------------------------------------------------------

    def integrity_problems(self) -> list[str]:
        """What SQLite itself finds wrong with the file."""
        found = [row[0] for row in self._db.rows("PRAGMA integrity_check(20)") if row[0] != "ok"]
        broken = self._db.rows("PRAGMA foreign_key_check")
        return found + [f"{row[0]} row {row[1]} refers to a {row[2]} that is missing" for row in broken]

    def items_by_id(self, ids: Iterable[str]) -> dict[str, MediaItem]:
        """Items by full id, merged ones included."""
        return {item.id: item for item in self.items(self.rows_of(ids).values()).values()}

    def appearances_by_id(self, ids: Iterable[str]) -> dict[str, Appearance]:
        """Appearances by full id."""
        found = self._many("SELECT row FROM appearances WHERE id IN ({})", list(ids))
        return {one.id: one for one in self.appearances_by_row([row["row"] for row in found])}

    def claims_by_id(self, ids: Iterable[str]) -> dict[str, RecordedClaim]:
        """Claims by full id, without what they are linked to."""
        found = self._many("SELECT row FROM claims WHERE id IN ({})", list(ids))
        claims = self.claims_by_row([row["row"] for row in found])
        return {claim.id: claim._replace(item_id=None, appearance_id=None) for claim in claims}

    def record_counts(self) -> dict[str, int]:
        """How many rows the logged tables have, merged items included."""
        tables = {"items": "media_items", "appearances": "appearances", "claims": "claims"}
        return {name: int(self._db.value(f"SELECT COUNT(*) FROM {table}")) for name, table in tables.items()}

    def files_on_record(self) -> Iterator[FileOnRecord]:
        """Every item that has a file, a page at a time."""
        for page in self.pages_of("media_items"):
            for row in page:
                if row["sha256"]:
                    kept = bool(row["file_kept"])
                    yield FileOnRecord(row["row"], row["id"], row["sha256"], row["media_type"], kept)

    # -- lists and search -------------------------------------------------------------------------

    def list_rows(
        self,
        *,
        kind: MediaKind | None = None,
        platform: str | None = None,
        account: str | None = None,
        without_file: bool = False,
        limit: int,
        before: int | None = None,
    ) -> list[int]:
        """Item rows, newest first, below ``before``."""
        wheres, values = ["merged_into IS NULL"], list[object]()
        if kind:
            wheres.append("kind = ?")
            values.append(kind.value)
        if without_file:
            wheres.append("sha256 IS NULL")
        if before is not None:
            wheres.append("row < ?")
            values.append(before)
        for column, value in (("platform", platform), ("account", account)):
            if value:
                wheres.append(
                    "row IN (SELECT a.item FROM appearances a JOIN sources s ON s.row = a.source "
                    f"WHERE s.{column} = ? COLLATE NOCASE UNION SELECT o.item FROM origins o "
                    f"JOIN sources s ON s.row = o.source WHERE s.{column} = ? COLLATE NOCASE)"
                )
                values += [value, value]
        sql = f"SELECT row FROM media_items WHERE {' AND '.join(wheres)} ORDER BY row DESC LIMIT ?"
        return [row["row"] for row in self._db.rows(sql, [*values, limit])]

    def search(self, table: str, expression: str, *, limit: int, sought: Sought = EVERYTHING) -> list[int]:
        """Rows of ``claims`` or ``appearances`` whose text fits the FTS5 expression and the filters, best first.

        Very common words are ranked among the newest few thousand only: ranking every one of a million
        rows takes seconds, and the first page hardly changes. Without an expression: the newest.
        """
        wheres, values = _filters(table, sought)
        if not expression:
            where = " AND ".join(wheres) or "1"
            found = self._db.rows(f"SELECT row FROM {table} WHERE {where} ORDER BY row DESC LIMIT ?", [*values, limit])
            return [row[0] for row in found]
        joined = f"JOIN {table} ON {table}.row = {table}_fts.rowid" if wheres else ""
        where = " AND ".join((f"{table}_fts MATCH ?", *wheres))
        sql = (
            f"SELECT rowid FROM (SELECT {table}_fts.rowid, {table}_fts.rank FROM {table}_fts {joined} WHERE {where} "
            f"ORDER BY {table}_fts.rowid DESC LIMIT {MOST_RANKED}) ORDER BY rank LIMIT ?"
        )
        return [row[0] for row in self._db.rows(sql, [expression, *values, limit])]

    def claim_rows(self, ids: Iterable[str]) -> dict[str, int]:
        """Rows of claims by full id."""
        found = self._many("SELECT row, id FROM claims WHERE id IN ({})", list(ids))
        return {row["id"]: row["row"] for row in found}

    def claim_ids(self, rows: Iterable[int]) -> dict[int, str]:
        """Ids of claims by row."""
        found = self._many("SELECT row, id FROM claims WHERE row IN ({})", list(rows))
        return {row["row"]: row["id"] for row in found}

    def appearances_by_row(self, rows: Sequence[int]) -> list[Appearance]:
        """Appearances in the order of the given rows."""
        owners = self._many("SELECT row, id, item FROM appearances WHERE row IN ({})", list(rows))
        by_id = {found.id: found for found in self.appearances({row["item"] for row in owners})}
        ids = {row["row"]: row["id"] for row in owners}
        return [by_id[ids[row]] for row in rows if ids.get(row) in by_id]

    def sources(self, folded: str | None = None, *, source_id: str | None = None) -> list[tuple[str, Source, int, int]]:
        """Sources whose folded name holds ``folded``, or the one with this id; busiest first.

        Each as id, source, number of items, number of claims.
        """
        where = "WHERE sources.id = ?" if source_id else "WHERE instr(sources.searchable, ?)" if folded else ""
        found = self._db.rows(
            f"""
            SELECT sources.id, {records.SOURCE_COLUMNS},
                (SELECT COUNT(*) FROM (SELECT item FROM appearances WHERE source = sources.row
                    UNION SELECT item FROM origins WHERE source = sources.row)) AS items,
                (SELECT COUNT(*) FROM claims WHERE asserted_by = sources.row
                    OR attributed_to = sources.row) AS claims
            FROM sources {where} ORDER BY items DESC, claims DESC, sources.row
            """,
            list(filter(None, [source_id or folded])),
        )
        return [(row["id"], records.source_from(row) or Source(), row["items"], row["claims"]) for row in found]

    def items_of_source(self, source_id: str) -> list[int]:
        """Rows of the items that a source published or is credited with."""
        found = self._db.rows(
            "SELECT item FROM appearances WHERE source = (SELECT row FROM sources WHERE id = ?1) "
            "UNION SELECT item FROM origins WHERE source = (SELECT row FROM sources WHERE id = ?1)",
            [source_id],
        )
        return [row["item"] for row in found]

    def source_row(self, source_id: str) -> int | None:
        """The row of a source."""
        found = self._db.value("SELECT row FROM sources WHERE id = ?", [source_id])
        return None if found is None else int(found)

    def masks_of_items(self, items: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
        """The newest masks of the sources of these items, by item row; items without are left out."""
        if not self._db.value("SELECT 1 FROM masks LIMIT 1"):  # most archives: one look in place of a join
            return {}
        found = self._many(
            "SELECT item, body FROM (SELECT item, source FROM appearances UNION SELECT item, source FROM origins) held "
            "JOIN masks ON masks.source = held.source WHERE masks.row = "
            "(SELECT MAX(row) FROM masks newest WHERE newest.source = held.source) AND item IN ({})",
            list(items),
        )
        masks: dict[int, list[dict[str, Any]]] = {}
        for row in found:
            masks.setdefault(row["item"], []).extend(_detail(row["body"]).get("masks", []))
        return masks

    def claims_of_source(self, source_id: str, *, limit: int | None = None) -> list[RecordedClaim]:
        """Claims that a source asserts or that are attributed to it; with ``limit`` the newest of them."""
        newest = "" if limit is None else f"ORDER BY row DESC LIMIT {int(limit)}"
        found = self._db.rows(
            "SELECT row FROM claims WHERE asserted_by = (SELECT row FROM sources WHERE id = ?1) "
            f"OR attributed_to = (SELECT row FROM sources WHERE id = ?1) {newest}",
            [source_id],
        )
        return self.claims_by_row([row["row"] for row in found])

    def problems(self, *, limit: int) -> list[tuple[str, Problem]]:
        """The newest problems, each with its time."""
        found = self._db.rows("SELECT * FROM problems ORDER BY row DESC LIMIT ?", [limit])
        return [(row["at"], Problem(row["locator"], row["reason"], row["error"])) for row in found]

    def pages_of(self, table: str) -> Iterator[list[sqlite3.Row]]:
        """All rows of a table in order, a page at a time: memory stays flat."""
        key = "seq" if table == "log" else "row"
        last = 0
        while page := self._db.rows(f"SELECT * FROM {table} WHERE {key} > ? ORDER BY {key} LIMIT ?", [last, PAGE]):
            yield page
            last = page[-1][key]

    # -- writing ----------------------------------------------------------------------------------

    def write(self, deposits: Iterable[Deposit], *, now: str) -> list[Written]:
        """Write deposits in one transaction. What is known already is not written twice.

        Raises:
            ArchiveLocked, StorageFull: then nothing of them was written.
        """
        from provenance.store.writing import Batch

        with self._db.transaction() as database:
            batch = Batch(self._db, database, now=now)
            written = [batch.add(deposit) for deposit in deposits]
            batch.flush()
        return written

    def write_problems(self, problems: Iterable[Problem], *, now: str) -> None:
        """Record inputs that could not be used; one that stands there already is not repeated."""
        with self._db.transaction() as database:
            for problem in problems:
                columns = {"locator": readable(problem.locator), "reason": readable(problem.reason)}
                columns["error"] = problem.error
                known = "SELECT 1 FROM problems WHERE locator = :locator AND reason = :reason"
                if not next(database.query(known, columns), None):
                    database.table("problems").insert(columns | {"at": now})

    def write_matches(self, matches: Iterable[tuple[int, int, Match]], *, now: str) -> None:
        """Store matches between items. A pair that stands there already keeps its review."""
        rows = [records.match_row(item, other, match, now) for item, other, match in matches]
        if rows:
            with self._db.transaction() as database:
                database.table("matches").insert_all(rows, ignore=True, batch_size=500)

    def write_calibration(self, body: str, *, now: str) -> None:
        """Store what a calibration found, as JSON; the log gets its digest. Earlier ones stay."""
        from provenance.store.writing import Batch

        with self._db.transaction() as database:
            database.table("calibrations").insert({"at": now, "body": body})
            batch = Batch(self._db, database, now=now)
            batch.log("val", self.uuid, {"calibration": digest_of_bytes(body.encode())})
            batch.flush()

    def newest_calibration(self) -> str | None:
        """What the last calibration found, as JSON."""
        found = self._db.value("SELECT body FROM calibrations ORDER BY row DESC LIMIT 1")
        return None if found is None else str(found)

    def write_mask(self, source_id: str, body: dict[str, Any], *, now: str) -> None:
        """Record what a source puts on everything; an earlier record stays, and the newest counts."""
        from provenance.store.writing import Batch

        with self._db.transaction() as database:
            row = {"source": self.source_row(source_id), "at": now, "body": canonical_json(body)}
            database.table("masks").insert(row)
            batch = Batch(self._db, database, now=now)
            batch.log("ana", source_id, {"mask": digest_of_bytes(row["body"].encode())})  # type: ignore[union-attr]
            batch.flush()

    def add_features(self, features: Iterable[tuple[int, Fingerprint]], *, now: str) -> int:
        """Write local features of items that have none of their version, by item row; returns how many were written.

        Raises:
            ArchiveLocked, StorageFull: then none was written.
        """
        from provenance.store.writing import Batch

        wanted = dict(features)
        ids = {row: item.id for row, item in self.items(wanted).items()}
        with self._db.transaction() as database:
            batch = Batch(self._db, database, now=now)
            written = sum(batch.add_features(row, ids[row], feature) for row, feature in wanted.items() if row in ids)
            batch.flush()
        return written

    def log_access(self, item_id: str, *, now: str) -> None:
        """Note that a picture marked graphic was shown as it is."""
        from provenance.store.writing import Batch

        with self._db.transaction() as database:
            batch = Batch(self._db, database, now=now)
            batch.log("dis", item_id, {"revealed": item_id})
            batch.flush()

    def merge(self, reference: int, into: int, *, now: str) -> None:
        """A record without a file turns out to be ``into``: what was said of it moves there, its id stays known."""
        from provenance.store.writing import Batch

        ids = {row: item.id for row, item in self.items([reference, into]).items()}
        with self._db.transaction() as database:
            for table in ("appearances", "origins", "claim_links", "verdicts", "outside_searches"):
                database.execute(f"UPDATE {table} SET item = ? WHERE item = ?", [into, reference])
            database.execute(
                "UPDATE media_items SET graphic = MAX(graphic, (SELECT graphic FROM media_items WHERE row = ?)), "
                "label = COALESCE(label, (SELECT label FROM media_items WHERE row = ?)) WHERE row = ?",
                [reference, reference, into],
            )
            database.execute("UPDATE media_items SET merged_into = ? WHERE row = ?", [into, reference])
            database.execute("UPDATE media_items SET merged_into = ? WHERE merged_into = ?", [into, reference])
            batch = Batch(self._db, database, now=now)
            batch.log("mem", ids[into], {"merged": ids[reference]})
            batch.flush()

    # -- the log ----------------------------------------------------------------------------------

    def log_entries(self) -> Iterator[tuple[LogEntry, str]]:
        """Every entry in order, with its detail as the text that the digest covers."""
        from provenance.model import LogEntry

        for page in self.pages_of("log"):
            for row in page:
                yield (
                    LogEntry(
                        row["seq"],
                        row["at"],
                        row["event"],
                        row["subject"],
                        _detail(row["detail"]),
                        row["previous"],
                        row["digest"],
                    ),
                    row["detail"],
                )

    def log_head(self) -> tuple[int, str] | None:
        """Number and digest of the newest entry."""
        found = self._db.row("SELECT seq, digest FROM log ORDER BY seq DESC LIMIT 1")
        return (found["seq"], found["digest"]) if found else None

    # -- what the index reads ---------------------------------------------------------------------

    def hash_rows(
        self, row: int, *, kind: str, version: int, min_quality: int | None = None, limit: int | None = None
    ) -> tuple[list[int], list[bytes], str]:
        """Ids and values of comparable fingerprints after ``row``, and a mark of the history they end.

        Without ``min_quality`` those of every quality, and of none.
        """
        with self._db.snapshot():
            head = self.log_head()
            found = self._db.rows(
                "SELECT id, value FROM fingerprints WHERE id > ? AND kind = ? AND version = ? "
                "AND (?4 IS NULL OR quality >= ?4) ORDER BY id LIMIT ?",
                [row, kind, version, min_quality, -1 if limit is None else limit],
            )
        mark = f"{self.uuid}/{head[0]}/{head[1]}" if head else self.uuid
        return [line[0] for line in found], [line[1] for line in found], mark

    def feature_rows(self, row: int, *, version: int, limit: int | None = None) -> tuple[list[int], list[bytes], str]:
        """Ids and values of local features after ``row``, and a mark of the history they end."""
        with self._db.snapshot():
            head = self.log_head()
            found = self._db.rows(
                "SELECT id, value FROM features WHERE id > ? AND version = ? ORDER BY id LIMIT ?",
                [row, version, -1 if limit is None else limit],
            )
        mark = f"{self.uuid}/{head[0]}/{head[1]}" if head else self.uuid
        return [line[0] for line in found], [line[1] for line in found], mark

    def frame_sets_from(self, first: int, *, version: int, limit: int) -> tuple[list[tuple[int, bytes]], str]:
        """Packed frames of videos with ids from ``first`` on, and a mark of the history they end."""
        with self._db.snapshot():
            head = self.log_head()
            sql = "SELECT id, value FROM frame_sets WHERE id >= ? AND version = ? ORDER BY id LIMIT ?"
            found = self._db.rows(sql, [first, version, limit])
        mark = f"{self.uuid}/{head[0]}/{head[1]}" if head else self.uuid
        return [(line[0], line[1]) for line in found], mark

    def frame_sets(self, ids: Iterable[int]) -> dict[int, tuple[int, int, bytes]]:
        """Item row, duration in ms and packed frames by the id of the set; ids that are not there are left out."""
        found = self._many("SELECT id, item, duration_ms, value FROM frame_sets WHERE id IN ({})", list(ids))
        return {row["id"]: (row["item"], row["duration_ms"], row["value"]) for row in found}

    def has_frames(self) -> bool:
        """Whether there is any video whose frames are known."""
        return self._db.value("SELECT 1 FROM frame_sets LIMIT 1") is not None

    def films_with_frames(self) -> int:
        """How many videos have frames that are known."""
        return int(self._db.value("SELECT COUNT(DISTINCT item) FROM frame_sets"))

    def frames_of(self, item: int) -> tuple[int, bytes] | None:
        """Duration in ms and packed frames of a video, if it has any."""
        found = self._db.row(
            "SELECT duration_ms, value FROM frame_sets WHERE item = ? ORDER BY id DESC LIMIT 1", [item]
        )
        return (found["duration_ms"], found["value"]) if found else None

    def key_frames(self, features: Iterable[int]) -> dict[int, KeyFrameOnRecord]:
        """Of local features, those that are of a frame of a video, by their id."""
        found = self._many("SELECT * FROM key_frames WHERE feature IN ({})", list(features))
        return {
            row["feature"]: KeyFrameOnRecord(row["frame_ms"], row["width"], row["height"], row["jpeg"]) for row in found
        }

    def key_frames_of(self, item: int) -> list[KeyFrameOnRecord]:
        """The key frames of a video, in the order of their times."""
        sql = (
            "SELECT k.frame_ms, k.width, k.height, k.jpeg FROM key_frames k JOIN features f ON f.id = k.feature "
            "WHERE f.item = ? ORDER BY k.frame_ms"
        )
        return [KeyFrameOnRecord(*row) for row in self._db.rows(sql, [item])]

    def fingerprint_values(self, ids: Iterable[int]) -> dict[int, bytes]:
        """Values by fingerprint id; ids that are not there are left out."""
        found = self._many("SELECT id, value FROM fingerprints WHERE id IN ({})", list(ids))
        return {row["id"]: row["value"] for row in found}

    def recognises(self, mark: str) -> bool:
        """Whether this archive's history has the entry that the mark names."""
        archive, _, entry = mark.partition("/")
        seq, _, digest = entry.partition("/")
        if archive != self.uuid:
            return False
        return not entry or self._db.value("SELECT digest FROM log WHERE seq = ?", [seq]) == digest

    # -- private ----------------------------------------------------------------------------------

    def _introduce(self, now: str) -> None:
        known = "SELECT value FROM archive WHERE key = 'uuid'"
        if self._db.value(known):
            return
        import uuid

        from provenance.store.writing import Batch

        identity = uuid.uuid4().hex
        with self._db.transaction() as database:
            if self._db.value(known):  # another process was first
                return
            rows = [{"key": "uuid", "value": identity}, {"key": "made_at", "value": now}]
            database.table("archive").insert_all(rows)
            batch = Batch(self._db, database, now=now)
            batch.log("cre", self.uuid, {"archive": self.uuid})
            batch.flush()

    def _many(self, sql: str, values: Sequence[object]) -> list[sqlite3.Row]:
        """Rows of a query with one ``IN ({})``, whatever the number of values."""
        found: list[sqlite3.Row] = []
        for start in range(0, len(values), PARAMETERS):
            part = values[start : start + PARAMETERS]
            found += self._db.rows(sql.format(", ".join("?" * len(part))), part)
        return found

    def _dates(self, owner: str, rows: Sequence[int]) -> dict[int, tuple[DateRecord, ...]]:
        found = self._many(f"SELECT * FROM dates WHERE {owner} IN ({{}}) ORDER BY row", rows)
        grouped: dict[int, tuple[DateRecord, ...]] = {}
        for row in found:
            grouped[row[owner]] = (*grouped.get(row[owner], ()), records.date_from(row))
        return grouped

    def _claims(self, where: str, values: Sequence[Any], join: str) -> list[RecordedClaim]:
        found = self._many(
            "SELECT claims.*, media_items.id AS item_id, appearances.id AS appearance_id, "
            "asserted.platform AS asserted_platform, asserted.account AS asserted_account, "
            "asserted.name AS asserted_name, attributed.platform AS attributed_platform, "
            "attributed.account AS attributed_account, attributed.name AS attributed_name "
            f"FROM claims {join} claim_links ON claim_links.claim = claims.row "
            "LEFT JOIN media_items ON media_items.row = claim_links.item "
            "LEFT JOIN appearances ON appearances.row = claim_links.appearance "
            "LEFT JOIN sources asserted ON asserted.row = claims.asserted_by "
            "LEFT JOIN sources attributed ON attributed.row = claims.attributed_to "
            f"WHERE {where} ORDER BY claims.row, claim_links.row",
            values,
        )
        dates = self._dates("claim", sorted({row["row"] for row in found}))
        claims = [records.claim_from(row, next(iter(dates.get(row["row"], ())), None)) for row in found]
        if taken_back := self.judgements.retracted() if claims else {}:
            claims = [claim._replace(retracted_by=taken_back.get(claim.id)) for claim in claims]
        return claims


def _filters(table: str, sought: Sought) -> tuple[list[str], list[object]]:
    """Conditions on rows of ``claims`` or ``appearances``, and their values."""
    wheres, values = ([STANDING] if table == "claims" else []), list[object]()
    sources = {
        "claims": "claims.asserted_by, claims.attributed_to, (SELECT appearances.source FROM claim_links "
        "JOIN appearances ON appearances.row = claim_links.appearance WHERE claim_links.claim = claims.row)",
        "appearances": "appearances.source, (SELECT origins.source FROM origins "
        "WHERE origins.appearance = appearances.row AND origins.kind = 'claimed')",
    }[table]
    for column, value in (("platform", sought.platform), ("account", sought.account)):
        if value:
            wheres.append(
                f"EXISTS (SELECT 1 FROM sources WHERE sources.row IN ({sources}) "
                f"AND sources.{column} = ? COLLATE NOCASE)"
            )
            values.append(value)
    if sought.since or sought.until:
        owner = table.removesuffix("s")
        wheres.append(
            f"EXISTS (SELECT 1 FROM dates WHERE dates.{owner} = {table}.row AND dates.latest >= ? "
            "AND dates.earliest <= ?)"
        )
        values += [sought.since or "", sought.until or "~"]
    if sought.rating:
        owned = "verdicts.claim = claims.row" if table == "claims" else "verdicts.item = appearances.item"
        wheres.append(
            f"EXISTS (SELECT 1 FROM verdicts WHERE {owned} AND verdicts.rating = ? AND NOT EXISTS "
            "(SELECT 1 FROM verdicts later WHERE later.supersedes = verdicts.row))"
        )
        values.append(sought.rating)
    return wheres, values


def _detail(text: str) -> dict[str, Any]:
    """The detail of a log entry; empty where somebody made it unreadable, which the digest gives away."""
    import json

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
