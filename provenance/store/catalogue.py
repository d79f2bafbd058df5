"""Which items fit some conditions, newest first, without reading them all.

A condition that few items fit is answered by an index, all at once; one that many fit is asked of each item in turn,
newest first, until there are enough. So a page costs about the same in an archive of a thousand items and of a million.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from provenance.named import NamedTuple
from provenance.store.connection import Connection
from provenance.store.counting import counts, set_aside
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from provenance.model import MediaKind

MOST = 2_000  # items that fit conditions, counted and shown; whoever has more adds a condition
FEW = 20_000  # records that fit: up to so many an index is quicker (measured with tests/benchmarks/browsing.py)
MOST_TEXTS = 10_000  # captions, and claims, with the words that are sought: of more only the newest are looked at
NO_VERDICT = "none"
UNJUDGED = "unjudged"
STANDS = "NOT EXISTS (SELECT 1 FROM verdicts later WHERE later.supersedes = verdicts.row)"
CREDITED = "claim_links.claim = claims.row"
LINKED = "EXISTS (SELECT 1 FROM claim_links WHERE claim_links.claim = claims.row)"
CORRECTED = set_aside("claims.row")
WITH_CLAIM = "EXISTS (SELECT 1 FROM claim_links WHERE claim_links.item = media_items.row)"


class Wanted(NamedTuple):
    """What items have to be like; what is None or empty is not asked."""

    kind: MediaKind | None = None
    platform: str | None = None
    sources: tuple[str, ...] | None = None  # ids: published by, or credited to, one of these
    since: str | None = None  # UTC text: published, taken or said to have happened in this time
    until: str | None = None
    rating: str | None = (
        None  # of a verdict on it that stands; NO_VERDICT: there is none on it; UNJUDGED: nor on what is claimed of it
    )
    waiting: bool = False  # for a decision on a match
    without_file: bool = False  # known by reference only
    words: str = ""  # an FTS5 expression that a caption or a claim fits
    place: str = ""  # another one
    claimed: tuple[str, ...] | None = None  # places as claims give them: one of them is claimed of it
    among: tuple[str, ...] | None = None  # ids of items


class Text(NamedTuple):
    """A caption or a claim of an item."""

    text: str
    appearance: int | None  # its row
    claim: int | None


EVERYTHING = Wanted()


class _Condition(NamedTuple):
    """One condition in two forms."""

    hits: str  # SELECT of item rows, through an index
    each: str  # what has to be true of media_items.row; "": only the other form is quick
    values: tuple[object, ...]  # of the first form
    values_each: tuple[object, ...] = ()  # of the second, where they are others
    counted: str = ""  # SELECT of about as many rows as the first form, which is quicker


class Catalogue:
    """Looks items up by what they are like."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def count(self, kind: MediaKind) -> int:
        """All items of a kind."""
        sql = "SELECT COUNT(*) FROM media_items WHERE merged_into IS NULL AND kind = ?"
        return int(self._db.value(sql, [kind.value]))

    def page(self, kind: MediaKind | None, *, offset: int, limit: int, oldest: bool = False) -> list[int]:
        """Rows of the items from ``offset`` on, newest or oldest first, whatever they are like."""
        of, order = "AND kind = ?" if kind else "", "" if oldest else "DESC"
        sql = f"SELECT row FROM media_items WHERE merged_into IS NULL {of} ORDER BY row {order} LIMIT ? OFFSET ?"
        return [row[0] for row in self._db.rows(sql, [*([kind.value] if kind else []), limit, offset])]

    def published(self, rows: Sequence[int]) -> dict[int, str]:
        """The earliest that an appearance of each of these items can be said to be of: UTC text; of dated ones."""
        found = self._db.rows(
            "SELECT appearances.item, MIN(dates.latest) FROM appearances JOIN dates ON dates.appearance = "
            "appearances.row WHERE dates.role IN ('posted', 'published', 'archived', 'crawled') "
            "AND appearances.item IN (SELECT value FROM json_each(?)) GROUP BY appearances.item",
            [json.dumps(list(rows))],
        )
        return {row[0]: row[1] for row in found}

    def rows(self, wanted: Wanted, *, oldest: bool = False) -> list[int]:
        """Rows of the items that fit, newest or oldest first; one more than :data:`MOST` where there are more."""
        wheres, values = ["merged_into IS NULL"], list[object]()
        if wanted.kind:
            wheres.append("kind = ?")
            values.append(wanted.kind.value)
        for condition in _conditions(wanted):
            by_index = not condition.each or self._is_rare(condition)
            wheres.append(f"row IN ({condition.hits})" if by_index else condition.each)
            values += condition.values if by_index else condition.values_each or condition.values
        order = "" if oldest else "DESC"
        sql = f"SELECT row FROM media_items WHERE {' AND '.join(wheres)} ORDER BY row {order} LIMIT {MOST + 1}"
        return [row[0] for row in self._db.rows(sql, values)]

    def texts(self, expression: str, *, most: int) -> int:
        """How many captions and claims fit an FTS5 expression, counted up to ``most`` of each."""
        counts = (
            self._db.value(
                f"SELECT COUNT(*) FROM (SELECT 1 FROM {table}_fts WHERE {table}_fts MATCH ? LIMIT ?)",
                [expression, most],
            )
            for table in ("appearances", "claims")
        )
        return sum(counts)

    def said(self, items: Sequence[int], expression: str) -> dict[int, Text]:
        """For items of which a caption or a claim fits an FTS5 expression: that text, by row."""
        rows = json.dumps(list(items))
        sql = (
            "SELECT item, caption AS text, appearances.row AS appearance, NULL AS claim FROM appearances "
            "JOIN appearances_fts ON appearances_fts.rowid = appearances.row WHERE appearances_fts MATCH ?1 "
            "AND caption IS NOT NULL "
            "AND appearances.row IN (SELECT row FROM appearances WHERE item IN (SELECT value FROM json_each(?2))) "
            "UNION ALL SELECT claim_links.item, claims.text, NULL, claims.row FROM claim_links JOIN claims "
            f"ON {CREDITED} JOIN claims_fts ON claims_fts.rowid = claims.row WHERE claims_fts MATCH ?1 "
            "AND claims.row IN (SELECT claim FROM claim_links WHERE item IN (SELECT value FROM json_each(?2)))"
        )
        found: dict[int, Text] = {}
        for row in self._db.rows(sql, [expression, rows]):
            found.setdefault(row["item"], Text(row["text"], row["appearance"], row["claim"]))
        return found

    def claims_without_media(self, expression: str, places: Sequence[str] | None, *, limit: int) -> list[int]:
        """Rows of claims of no item that fit an FTS5 expression, or name one of these places, or both; newest first."""
        wheres, values = [f"NOT {LINKED}", f"NOT {CORRECTED}"], list[object]()
        if expression:
            wheres.append("row IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ?)")
            values.append(expression)
        if places is not None:
            wheres.append("place IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(list(places)))
        sql = f"SELECT row FROM claims WHERE {' AND '.join(wheres)} ORDER BY row DESC LIMIT ?"
        return [row[0] for row in self._db.rows(sql, [*values, limit])]

    def place_texts(self, names: Collection[str]) -> tuple[str, ...]:
        """Places as claims give them that differ from one of these names at most in white space."""
        given = self._db.rows("SELECT DISTINCT place FROM claims WHERE place IS NOT NULL")
        return tuple(row[0] for row in given if " ".join(row[0].split()) in names)

    def places_written(self, name: str) -> tuple[str, ...]:
        """Places as claims give them that hold the words of a name, in capitals or not, with their marks or without."""
        sought = _words(name)
        given = self._db.rows("SELECT DISTINCT place FROM claims WHERE place IS NOT NULL") if sought.strip() else ()
        return tuple(row[0] for row in given if sought in _words(row[0]))

    def items_called(self, name: str) -> tuple[str, ...]:
        """Ids of items with a file handed in under this name, in any capitals, with its ".jpg" or without."""
        found = self._db.rows(
            "SELECT DISTINCT media_items.id FROM file_names JOIN media_items ON media_items.row = file_names.item "
            "WHERE file_names.name = ?1 COLLATE NOCASE OR (substr(file_names.name, 1, length(?1) + 1) = ?1 || '.' "
            f"COLLATE NOCASE AND instr(substr(file_names.name, length(?1) + 2), '.') = 0) LIMIT {MOST}",
            [name],
        )
        return tuple(row[0] for row in found)

    def platforms(self) -> list[str]:
        """The platforms of all sources, in alphabetical order."""
        found = self._db.rows("SELECT DISTINCT platform FROM sources WHERE platform IS NOT NULL ORDER BY platform")
        return [row[0] for row in found]

    def items_of_records(self, ids: Sequence[str]) -> set[str]:
        """Ids of the items that these items, appearances and claims are, or are of."""
        asked = json.dumps(list(ids))
        wanted = "IN (SELECT value FROM json_each(?1))"
        found = self._db.rows(
            f"SELECT id FROM media_items WHERE id {wanted} UNION SELECT media_items.id FROM appearances "
            f"JOIN media_items ON media_items.row = appearances.item WHERE appearances.id {wanted} "
            "UNION SELECT media_items.id FROM claims JOIN claim_links ON claim_links.claim = claims.row "
            f"JOIN media_items ON media_items.row = claim_links.item WHERE claims.id {wanted}",
            [asked],
        )
        return {row[0] for row in found}

    def items_by_record(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """For each of these items, appearances, claims and verdicts the ids of the items that it is, or is of."""
        asked = json.dumps(list(ids))
        wanted = "IN (SELECT value FROM json_each(?1))"
        found = self._db.rows(
            f"SELECT id AS record, id AS item FROM media_items WHERE id {wanted} "
            "UNION SELECT appearances.id, media_items.id FROM appearances "
            f"JOIN media_items ON media_items.row = appearances.item WHERE appearances.id {wanted} "
            "UNION SELECT verdicts.id, media_items.id FROM verdicts "
            f"JOIN media_items ON media_items.row = verdicts.item WHERE verdicts.id {wanted} "
            "UNION SELECT claims.id, media_items.id FROM claims JOIN claim_links ON claim_links.claim = claims.row "
            f"JOIN media_items ON media_items.row = claim_links.item WHERE claims.id {wanted}",
            [asked],
        )
        held: dict[str, tuple[str, ...]] = {}
        for record, item in found:
            held[record] = (*held.get(record, ()), item)
        return held

    def reuse_of_source(self, source_id: str, *, limit: int) -> list[tuple[int, int]]:
        """Rows of items of a source, each with another item that shows the same and was not rejected; newest first."""
        found = self._db.rows(
            "WITH own AS (SELECT item FROM appearances WHERE source = (SELECT row FROM sources WHERE id = ?1) "
            "UNION SELECT item FROM origins WHERE source = (SELECT row FROM sources WHERE id = ?1)), "
            "pairs AS (SELECT item AS one, other, relation, review FROM matches UNION ALL "
            "SELECT other, item, relation, review FROM matches) SELECT one, other FROM own JOIN pairs "
            "ON pairs.one = own.item WHERE relation IN ('copy', 'probable-copy') AND review != 'rejected' "
            "ORDER BY one DESC, other DESC LIMIT ?2",
            [source_id, limit],
        )
        return [(row["one"], row["other"]) for row in found]

    def kinds(self) -> dict[str, int]:
        """How many items there are of each kind."""
        sql = "SELECT kind, COUNT(*) AS number FROM media_items WHERE merged_into IS NULL GROUP BY kind"
        return {row["kind"]: row["number"] for row in self._db.rows(sql)}

    def ratings(self) -> dict[str, int]:
        """How many verdicts that stand there are of each rating; those with a house's own word only are left out."""
        sql = f"SELECT rating, COUNT(*) AS number FROM verdicts WHERE rating IS NOT NULL AND {STANDS} GROUP BY rating"
        return {row["rating"]: row["number"] for row in self._db.rows(sql)}

    def unjudged(self) -> int:
        """Items of which something is claimed and that have no verdict of their own."""
        sql = (
            f"SELECT COUNT(*) FROM media_items WHERE merged_into IS NULL AND {WITH_CLAIM} "
            "AND NOT EXISTS (SELECT 1 FROM verdicts WHERE verdicts.item = media_items.row)"
        )
        return int(self._db.value(sql))

    def not_comparable(self) -> int:
        """Items with too little detail to be compared."""
        return int(self._db.value("SELECT COUNT(*) FROM media_items WHERE comparable = 0 AND merged_into IS NULL"))

    def dated_appearances(self) -> Iterable[Iterable[Any]]:
        """Every appearance: item row, own row, and its date with the lowest latest possible moment, as text and UTC.

        Both are "" where no date of publication is known.
        """
        published = (
            "dates.appearance = appearances.row AND dates.role IN ('posted', 'published', 'archived', 'crawled')"
        )
        return self._db.rows(
            "SELECT appearances.item, appearances.row, COALESCE(dates.text, ''), COALESCE(MIN(dates.latest), '') "
            f"FROM appearances LEFT JOIN dates ON {published} GROUP BY appearances.row"
        )

    def claimed_places(self) -> list[tuple[int, int | None, str | None]]:
        """Every claim that counts: its row, the row of each item that it is made of, its place as given."""
        found = self._db.rows(
            "SELECT claims.row, claim_links.item, claims.place FROM claims "
            "LEFT JOIN claim_links ON claim_links.claim = claims.row "
            f"WHERE NOT {CORRECTED}"
        )
        return [(row[0], row[1], row[2]) for row in found]

    def _is_rare(self, condition: _Condition) -> bool:
        sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM ({condition.counted or condition.hits}) LIMIT {FEW + 1})"
        return int(self._db.value(sql, condition.values)) <= FEW


def _words(text: str) -> str:
    """The words alone, folded, each between spaces."""
    words = " ".join(re.findall(r"\w+", fold(text)))
    return f" {words} "


def _conditions(wanted: Wanted) -> Iterator[_Condition]:
    """Everything that is asked but the kind; what few items fit first."""
    if wanted.among is not None:
        hits = "SELECT row FROM media_items WHERE id IN (SELECT value FROM json_each(?))"
        yield _Condition(hits, "", (json.dumps(wanted.among),))
    for expression in filter(None, (wanted.words, wanted.place)):
        yield _text(expression)
    if wanted.claimed is not None:
        yield _claimed(wanted.claimed)
    if wanted.rating:
        yield _rating(wanted.rating)
    if wanted.waiting:
        yield _waiting()
    if wanted.without_file:
        yield _Condition("SELECT row FROM media_items WHERE sha256 IS NULL", "media_items.sha256 IS NULL", ())
    if wanted.sources is not None:
        yield _published("id IN (SELECT value FROM json_each({}))", json.dumps(wanted.sources))
    if wanted.platform:
        yield _published("platform = {} COLLATE NOCASE", wanted.platform)
    if wanted.since or wanted.until:
        yield _dated(wanted.since or "", wanted.until or "~")


def _text(expression: str) -> _Condition:
    hits = (
        "SELECT item FROM appearances WHERE row IN (SELECT rowid FROM appearances_fts WHERE appearances_fts MATCH ? "
        f"ORDER BY rowid DESC LIMIT {MOST_TEXTS}) UNION ALL SELECT item FROM claim_links WHERE claim IN "
        f"(SELECT rowid FROM claims_fts WHERE claims_fts MATCH ? ORDER BY rowid DESC LIMIT {MOST_TEXTS}) "
        f"AND {counts('claim_links.claim')}"
    )
    return _Condition(hits, "", (expression, expression))


def _claimed(places: tuple[str, ...]) -> _Condition:
    hits = (
        "SELECT claim_links.item FROM claims JOIN claim_links ON claim_links.claim = claims.row "
        f"WHERE claims.place IN (SELECT value FROM json_each(?)) AND NOT {CORRECTED}"
    )
    return _Condition(hits, "", (json.dumps(places),))


def _rating(rating: str) -> _Condition:
    if rating in (NO_VERDICT, UNJUDGED):
        none = "NOT EXISTS (SELECT 1 FROM verdicts WHERE verdicts.item = media_items.row)"
        if rating == UNJUDGED:
            none = f"({none} AND {WITH_CLAIM})"
        return _Condition(f"SELECT row FROM media_items WHERE {none}", none, ())
    hits = f"SELECT item FROM verdicts WHERE item IS NOT NULL AND rating = ? AND {STANDS}"
    return _Condition(hits, "", (rating,))


def _waiting() -> _Condition:
    sides = ("item", "other")
    hits = " UNION ALL ".join(f"SELECT {side} FROM matches WHERE review = 'suggested'" for side in sides)
    # the plus sign keeps SQLite from taking the index on the review, which would read every suggested match each time
    each = " OR ".join(
        f"EXISTS (SELECT 1 FROM matches WHERE {side} = media_items.row AND +review = 'suggested')" for side in sides
    )
    return _Condition(hits, f"({each})", ())


def _published(which: str, value: str) -> _Condition:
    """Published by, or credited to, some sources; ``which`` says of a source whether it is one of them."""
    tables, is_one = ("appearances", "origins"), f"sources.{which.format('?')}"
    hits = " UNION ALL ".join(
        f"SELECT {table}.item FROM sources JOIN {table} ON {table}.source = sources.row WHERE {is_one}"
        for table in tables
    )
    each = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} JOIN sources ON sources.row = {table}.source "
        f"WHERE {table}.item = media_items.row AND {is_one})"
        for table in tables
    )
    return _Condition(hits, f"({each})", (value, value))


def _dated(since: str, until: str) -> _Condition:
    """A date that may lie in a time: of its publication, of the camera's clock, of what it is said to show."""
    within = "role != 'acquired' AND latest >= ? AND earliest <= ?"
    joins = (
        "LEFT JOIN appearances ON appearances.row = dates.appearance "
        "LEFT JOIN claim_links ON claim_links.claim = dates.claim"
    )
    hits = f"SELECT COALESCE(dates.item, appearances.item, claim_links.item) FROM dates {joins} WHERE {within}"
    owners = (
        ("dates.item", ""),
        ("appearances.item", "JOIN appearances ON appearances.row = dates.appearance"),
        ("claim_links.item", "JOIN claim_links ON claim_links.claim = dates.claim"),
    )
    each = " OR ".join(
        f"EXISTS (SELECT 1 FROM dates {join} WHERE {item} = media_items.row AND {within})" for item, join in owners
    )
    told = (since, until)
    return _Condition(hits, f"({each})", told, told * len(owners), counted=f"SELECT 1 FROM dates WHERE {within}")
