"""What people find, in the archive's file: verdicts, reviews, relations, grades, searches elsewhere.

Rows are only ever added. A later one counts instead of an earlier one, and the earlier one stays readable.
Each of them stands in the log as well.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from provenance.dates import dated, parse_date
from provenance.errors import AmbiguousId, Overtaken, UnknownId
from provenance.identity import SHORTEST_PREFIX, record_id
from provenance.judgement import (
    ClaimLink,
    Grade,
    MediaCategory,
    OutsideSearch,
    Reviewed,
    SearchResult,
    SourceNote,
    SourceNoteKind,
    Standing,
    Verdict,
    retracted_by,
)
from provenance.model import ClaimRelation, DateRecord, DateRole, Origin, OriginKind, Rating, ReviewState, Source
from provenance.named import NamedTuple
from provenance.store import records
from provenance.store.counting import id_instead_of, id_said_again, of_same_words, set_aside

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlite_utils import Database

    from provenance.store.connection import Connection
    from provenance.store.deposit import Deposit
    from provenance.store.writing import Batch

MOST_PARAMETERS = 500  # values in one IN (...): below the oldest SQLite's limit of 999
# The table behind the first letter of a record's id.
TABLES = {"a": "appearances", "c": "claims", "v": "verdicts", "s": "sources", "o": "outside_searches"}


class Judgements:
    """Reads and appends what people find. Row numbers are those of the store's items, claims and sources."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    # -- names ------------------------------------------------------------------------------------

    def find(self, letter: str, prefix: str, *, called: str) -> tuple[int, str]:
        """Row and id of the one record whose id begins with ``prefix``, as ``c-3f9a2c`` or ``3f9a2c``.

        Raises:
            UnknownId, AmbiguousId: with what there is instead; ``called`` is the word for such a record.
        """
        digits = prefix.strip().lower().removeprefix(f"{letter}-")
        if not digits or not set(digits) <= set("0123456789abcdef"):
            raise UnknownId(f"{prefix!r} is not the id of a {called}. Ids of a {called} look like {letter}-3f9a2c")
        start = f"{letter}-{digits}"
        found = self._db.rows(
            f"SELECT row, id FROM {TABLES[letter]} WHERE id >= ? AND id < ? ORDER BY id LIMIT 6", [start, start + "g"]
        )
        if not found:
            raise UnknownId(f"{prefix}: no {called} has an id that begins so")
        if len(found) > 1:
            some = ", ".join(row["id"][: len(start) + 4] for row in found[:5])
            raise AmbiguousId(f"{prefix}: several ids begin so ({some}). Type more digits.")
        return int(found[0]["row"]), str(found[0]["id"])

    def short_id(self, record_id: str) -> str:
        """The shortest beginning of a claim's, a verdict's or another record's id that no other one shares."""
        table = TABLES[record_id[0]]
        neighbours = [
            self._db.value(f"SELECT MAX(id) FROM {table} WHERE id < ?", [record_id]),
            self._db.value(f"SELECT MIN(id) FROM {table} WHERE id > ?", [record_id]),
        ]
        length = 2 + SHORTEST_PREFIX
        while any(other and other[:length] == record_id[:length] for other in neighbours):
            length += 1
        return record_id[:length]

    # -- verdicts ---------------------------------------------------------------------------------

    def verdicts(self, items: Iterable[int], *, superseded: bool = False) -> list[Verdict]:
        """Verdicts on these items, oldest first; ``superseded`` ones as well."""
        found = self._verdicts("verdicts.item IN ({})", list(items))
        return [verdict for verdict in found if superseded or not verdict.superseded_by]

    def all_verdicts(self) -> list[Verdict]:
        """Every verdict that stands, oldest first."""
        return [verdict for verdict in self._verdicts("verdicts.row > ?", [0]) if not verdict.superseded_by]

    def verdicts_by(self, reviewer: str) -> list[Verdict]:
        """Verdicts that stand of a reviewer, as named there, newest first."""
        found = self._verdicts("verdicts.reviewer IN ({})", [reviewer])
        return [verdict for verdict in reversed(found) if not verdict.superseded_by]

    def verdicts_by_id(self, ids: Iterable[str]) -> list[Verdict]:
        """Verdicts by their full ids."""
        return self._verdicts("verdicts.id IN ({})", list(ids))

    def any_of_claims(self, claims: Iterable[int]) -> list[Verdict]:
        """Verdicts on these claims, whatever the item, superseded ones too."""
        return self._verdicts("verdicts.claim IN ({})", list(claims))

    def _verdicts(self, where: str, values: Sequence[object]) -> list[Verdict]:
        sql = (
            "SELECT verdicts.*, media_items.id AS item_id, claims.id AS claim_id, earlier.id AS earlier_id, "
            "(SELECT later.id FROM verdicts later WHERE later.supersedes = verdicts.row ORDER BY later.row DESC "
            "LIMIT 1) AS later_id FROM verdicts LEFT JOIN media_items ON media_items.row = verdicts.item "
            "LEFT JOIN claims ON claims.row = verdicts.claim "
            f"LEFT JOIN verdicts earlier ON earlier.row = verdicts.supersedes WHERE {where} ORDER BY verdicts.row"
        )
        return [_verdict_from(row) for row in self._many(sql, values)]

    def write_verdict(
        self,
        verdict: Verdict,
        *,
        item: int | None,
        claim: int | None,
        earlier: Callable[[], Verdict | None],
        knows: int | None = None,
        now: str,
    ) -> tuple[Verdict, bool]:
        """Append a verdict; returns it as it was written, and whether it was new.

        ``earlier`` gives the one that it supersedes. It is asked when nobody else writes: of two people at once each
        would find the same one. A verdict that was superseded and is given again is a new one.

        Raises:
            Overtaken: that one is none of the first ``knows`` verdicts on the item, those that the person knows of.
        """
        with self._batch(now) as (_, batch):
            before = earlier()
            if before and _findings_of(before) == _findings_of(verdict):
                return before, False
            if before and knows is not None and item is not None:
                newer = self.verdicts([item], superseded=True)[knows:]
                if before.id in {one.id for one in newer}:
                    rating = f" ({before.rating.value})" if before.rating else ""
                    raise Overtaken(f"{before.reviewer} recorded a verdict{rating} at {before.recorded_at}")
            if self._db.value("SELECT 1 FROM verdicts WHERE id = ?", [verdict.id]):
                if before is None:
                    return verdict, False
                verdict = verdict._replace(id=record_id("v", {"again": verdict.id, "supersedes": before.id}))
            verdict = verdict._replace(supersedes=before.id if before else None)
            row = self.find("v", before.id, called="verdict")[0] if before else None
            self.append_verdict(batch, verdict, item=item, claim=claim, supersedes=row)
        return verdict, True

    @staticmethod
    def append_verdict(
        batch: Batch, verdict: Verdict, *, item: int | None, claim: int | None, supersedes: int | None = None
    ) -> None:
        """The same inside a batch that writes other records too."""
        columns = {"item": item, "claim": claim, "supersedes": supersedes} | records.verdict_row(verdict)
        batch.append("verdicts", columns)
        batch.log("cap", verdict.item_id or verdict.claim_id or "", {"verdict": records.said(verdict)})

    # -- reviews of matches -----------------------------------------------------------------------

    def to_review(self, *, limit: int, items: Sequence[int] = (), offset: int = 0) -> list[tuple[int, int]]:
        """Pairs of items whose match is only suggested, surest first; with ``items`` those of these items.

        ``offset`` of them are passed over.
        """
        about = f"AND (item IN ({_marks(items)}) OR other IN ({_marks(items)}))" if items else ""
        found = self._db.rows(
            f"SELECT item, other FROM matches WHERE review = 'suggested' {about} "
            "ORDER BY relation = 'copy' DESC, COALESCE(score, 99) DESC, row LIMIT ? OFFSET ?",
            [*items, *items, limit, offset],
        )
        return [(row["item"], row["other"]) for row in found]

    def review_counts(self) -> dict[str, int]:
        """How many matches there are in each state."""
        found = self._db.rows("SELECT review, COUNT(*) AS number FROM matches GROUP BY review")
        return {row["review"]: row["number"] for row in found}

    def reviews(self, items: Iterable[int]) -> list[Reviewed]:
        """Every decision on matches of these items, oldest first."""
        wanted = list(items)
        sql = (
            "SELECT reviews.*, a.id AS item_id, b.id AS other_id FROM reviews "
            "JOIN media_items a ON a.row = reviews.item "
            "JOIN media_items b ON b.row = reviews.other WHERE reviews.{} IN ({{}}) ORDER BY reviews.row"
        )
        found = {row["row"]: row for side in ("item", "other") for row in self._many(sql.format(side), wanted)}
        return [
            Reviewed(
                row["item_id"],
                row["other_id"],
                ReviewState(row["state"]),
                row["reviewer"],
                row["reason"],
                row["recorded_at"],
            )
            for _, row in sorted(found.items())
        ]

    def review(self, item: int, other: int, said: Reviewed, *, knows: int | None = None, now: str) -> Reviewed:
        """Record a decision on the match of two items, in whichever direction it is stored.

        Says which decision stands: where the last one said just the same, a form that was sent twice, it is that one.

        Args:
            item, other: rows of the two.
            said: the decision.
            knows: of how many decisions on this match whoever decides knows; None: not asked.
            now: when it is recorded.

        Raises:
            Overtaken: there is a newer one; nothing was recorded.
        """
        with self._batch(now) as (database, batch):
            there = [one for one in self.reviews([item]) if said.other_id in one[:2]]
            last = there[-1] if there else None
            if last and (last.state, last.reviewer, last.reason) == (said.state, said.reviewer, said.reason):
                return last
            if last and knows is not None and len(there) > knows:
                raise Overtaken(f"{last.reviewer or 'somebody'} {last.state.value} this match at {last.recorded_at}")
            database.execute(
                "UPDATE matches SET review = ? WHERE (item = ? AND other = ?) OR (item = ? AND other = ?)",
                [said.state.value, item, other, other, item],
            )
            batch.append("reviews", {"item": item, "other": other} | _columns(said, "item_id", "other_id"))
            batch.log("cap", said.item_id, {"review": records.said(said)})
            return said

    # -- claims -----------------------------------------------------------------------------------

    def links(self, claims: Iterable[str]) -> list[ClaimLink]:
        """Relations from and to these claims, by their ids, oldest first."""
        wanted = list(claims)
        sql = (
            "SELECT claim_relations.*, a.id AS claim_id, b.id AS other_id FROM claim_relations "
            "JOIN claims a ON a.row = claim_relations.claim JOIN claims b ON b.row = claim_relations.other "
            "WHERE {}.id IN ({{}})"
        )
        found = {row["row"]: row for side in "ab" for row in self._many(sql.format(side), wanted)}
        return [_link_from(row) for _, row in sorted(found.items())]

    def all_links(self) -> list[ClaimLink]:
        """Every relation of claims, oldest first."""
        sql = (
            "SELECT claim_relations.*, a.id AS claim_id, b.id AS other_id FROM claim_relations "
            "JOIN claims a ON a.row = claim_relations.claim JOIN claims b ON b.row = claim_relations.other "
            "ORDER BY claim_relations.row"
        )
        return [_link_from(row) for row in self._db.rows(sql)]

    def retractions(self) -> list[ClaimLink]:
        """Relations by which a source takes back what it said itself, oldest first.

        Where somebody else says so, or it is not recorded who says which, it is a dispute, and none of these.
        """
        sources = ", ".join(
            f"{name}.{part} AS {name}_{part}" for name in ("one", "two") for part in ("platform", "account", "name")
        )
        found = self._db.rows(
            f"SELECT claim_relations.*, a.id AS claim_id, b.id AS other_id, {sources} FROM claim_relations "
            "JOIN claims a ON a.row = claim_relations.claim JOIN claims b ON b.row = claim_relations.other "
            "JOIN sources one ON one.row = a.asserted_by JOIN sources two ON two.row = b.asserted_by "
            "WHERE claim_relations.relation = ? ORDER BY claim_relations.row",
            [ClaimRelation.RETRACTS.value],
        )
        aliases = [set(pair) for pair in self.alias_keys()] if found else []
        return [
            _link_from(row)
            for row in found
            if _are_one(records.source_from(row, "one_"), records.source_from(row, "two_"), aliases)
        ]

    def retracted(self) -> dict[str, str]:
        """Ids of the claims that their own source took back, each with the claim by which it did, and which counts."""
        if not (links := self.retractions()):
            return {}
        gone = self.set_aside()
        return retracted_by(link for link in links if link.claim_id not in gone)

    def relate(self, claim: int, other: int, link: ClaimLink, *, now: str) -> bool:
        """Record what a claim is to another one; says whether that was new."""
        known = "SELECT 1 FROM claim_relations WHERE claim = ? AND relation = ? AND other = ?"
        with self._batch(now) as (_, batch):
            if self._db.value(known, [claim, link.relation.value, other]):
                return False
            batch.append("claim_relations", {"claim": claim, "other": other} | _columns(link, "claim_id", "other_id"))
            batch.log("mem", link.claim_id, {"relation": records.said(link)})
        return True

    def correct(
        self,
        claim: int,
        by: str | Deposit | None,
        *,
        claim_id: str,
        reason: str,
        entered_by: str,
        refuse: Callable[[], None],
        now: str,
    ) -> str | None:
        """Let another claim count instead of one, or none: then it was withdrawn. It stays readable.

        The other one, by its id or as a deposit that is written with the correction, is made of the same items, in the
        same appearances, and counts again if it did not. Returns its id. ``refuse`` raises where the first one no
        longer counts. It is asked when nobody else writes: of two people at once each would find that it does.
        """
        with self._batch(now) as (database, batch):
            refuse()
            said: dict[str, object] = {"reason": reason, "entered_by": entered_by, "recorded_at": now}
            if by is not None and not isinstance(by, str):
                [new] = by.claims
                new = new._replace(id=id_instead_of(self._db, new.id, claim))
                batch.add(replace(by, claims=(new,), by_hand=False))
                batch.flush()
                by = new.id
            by_row, by_id = self.find("c", by, called="claim") if by else (None, None)
            if by_row is not None:
                database.execute(
                    "INSERT INTO claim_links (claim, item, appearance) "
                    "SELECT ?1, item, appearance FROM claim_links old WHERE claim = ?2 "
                    "AND NOT EXISTS (SELECT 1 FROM claim_links WHERE claim = ?1 AND item = old.item)",
                    [by_row, claim],
                )
            batch.append("corrections", {"claim": claim, "by": by_row} | said)
            batch.log("mem", claim_id, {"correction": {"claim": claim_id, "by": by_id} | said})
            return by_id

    def same_words(self, claim_id: str) -> list[str]:
        """Ids of the claims that say the same as the one whose id follows from the words."""
        return [found for row, found in of_same_words(self._db, claim_id) if row is not None]

    def id_said_again(self, claim_id: str, item: int | None) -> str:
        """The id under which a claim of an item is recorded, or was, and which it has when a person says it now."""
        return id_said_again(self._db, claim_id, item)

    def corrections(self, claims: Iterable[str]) -> list[dict[str, str | None]]:
        """What became of these claims, oldest first: ``claim``, ``by``, ``reason``, ``entered_by``, ``recorded_at``.

        Also by what a claim that no longer counted came to count again: then it is ``by``.
        """
        wanted = list(claims)
        sql = (
            "SELECT corrections.row, old.id AS claim, new.id AS by, corrections.reason, corrections.entered_by, "
            "corrections.recorded_at FROM corrections JOIN claims old ON old.row = corrections.claim "
            "LEFT JOIN claims new ON new.row = corrections.by WHERE {} IN ({{}})"
        )
        before = "EXISTS (SELECT 1 FROM corrections gone WHERE gone.claim = new.row AND gone.row < corrections.row)"
        found = {
            row["row"]: row
            for which in ("old.id", f"{before} AND new.id")
            for row in self._many(sql.format(which), wanted)
        }
        return [{name: value for name, value in dict(row).items() if name != "row"} for _, row in sorted(found.items())]

    def became(self, claim_id: str) -> str | None:
        """The claim that counts instead of one that no longer does; None where what was to count was withdrawn."""
        newest = (
            "SELECT new.id FROM corrections JOIN claims old ON old.row = corrections.claim "
            "LEFT JOIN claims new ON new.row = corrections.by WHERE old.id = ? ORDER BY corrections.row DESC LIMIT 1"
        )
        gone, found = self.set_aside(), claim_id
        while found in gone:  # each step leads to a later correction
            if (instead := self._db.value(newest, [found])) is None:
                return None
            found = str(instead)
        return found

    def set_aside(self) -> frozenset[str]:
        """Ids of the claims that were corrected or withdrawn, and do not count again."""
        found = self._db.rows(
            "SELECT claims.id FROM claims WHERE claims.row IN (SELECT claim FROM corrections) "
            f"AND {set_aside('claims.row')}"
        )
        return frozenset(row["id"] for row in found)

    def items_of_claim(self, claim: int) -> list[int]:
        """Rows of the items that a claim is made of."""
        found = self._db.rows("SELECT DISTINCT item FROM claim_links WHERE claim = ? ORDER BY item", [claim])
        return [row["item"] for row in found]

    def link_items(self, claim: int, claim_id: str, items: Iterable[int], *, now: str) -> None:
        """Say that a claim is made of these items too."""
        with self._batch(now) as (database, batch):
            for item in items:
                known = "SELECT 1 FROM claim_links WHERE claim = ? AND item = ?"
                if not self._db.value(known, [claim, item]):
                    database.table("claim_links").insert({"claim": claim, "item": item, "appearance": None})
                    batch.log("mem", claim_id, {"links": [claim_id], "item_row": item})

    # -- searches elsewhere -----------------------------------------------------------------------

    def outside_searches(self, items: Iterable[int]) -> list[OutsideSearch]:
        """What people searched for these items outside this archive, oldest record first."""
        found = self._many(
            "SELECT outside_searches.*, media_items.id AS item_id FROM outside_searches "
            "JOIN media_items ON media_items.row = outside_searches.item "
            "WHERE outside_searches.item IN ({}) ORDER BY outside_searches.row",
            list(items),
        )
        return [
            OutsideSearch(
                row["id"],
                row["item_id"],
                row["engine"],
                SearchResult(row["result"]),
                _date(row["date"], DateRole.CRAWLED),
                row["url"],
                row["operator"],
                row["note"],
                row["recorded_at"],
            )
            for row in found
        ]

    def write_outside_search(self, search: OutsideSearch, *, item: int, now: str) -> bool:
        """Append a search; says whether it was new."""
        with self._batch(now) as (_, batch):
            if self._db.value("SELECT 1 FROM outside_searches WHERE id = ?", [search.id]):
                return False
            columns = _columns(search, "item_id") | {"item": item, "date": search.date.text}
            batch.append("outside_searches", columns)
            batch.log("cap", search.item_id, {"searched": records.said(search)})
        return True

    # -- sources and origins ----------------------------------------------------------------------

    def grades(self, sources: Iterable[str]) -> list[Grade]:
        """Every grade that these sources were given, by their ids, oldest first: the last one counts."""
        sql = (
            "SELECT grades.*, sources.id AS source_id FROM grades JOIN sources ON sources.row = grades.source "
            "WHERE sources.id IN ({}) ORDER BY grades.row"
        )
        return [
            Grade(row["source_id"], row["reliability"], row["reason"], row["graded_by"], row["recorded_at"])
            for row in self._many(sql, list(sources))
        ]

    def source(self, prefix: str) -> tuple[str, Source]:
        """Full id and record of the one source whose id begins with ``prefix``.

        Raises:
            UnknownId, AmbiguousId.
        """
        row, source_id = self.find("s", prefix, called="source")
        found = self._db.rows(f"SELECT {records.SOURCE_COLUMNS} FROM sources WHERE row = ?", [row])
        return source_id, records.source_from(found[0]) or Source()

    def write_grade(self, grade: Grade, *, now: str) -> Grade:
        """Append a grade. Says which one stands: where the last one said just the same, it is that one."""
        with self._batch(now) as (_, batch):
            last = next(reversed(self.grades([grade.source_id])), None)
            if last and last._replace(recorded_at=grade.recorded_at) == grade:
                return last
            batch.append("grades", _columns(grade, "source_id") | {"source": self._source(grade.source_id)})
            batch.log("cap", grade.source_id, {"grade": records.said(grade)})
            return grade

    def source_notes(self, sources: Iterable[str]) -> list[tuple[SourceNote, Source | None]]:
        """What is noted of these sources, and of others about them, each with the other one; oldest first."""
        wanted = list(sources)
        sql = (
            "SELECT source_notes.*, held.id AS source_id, others.id AS other_id, others.platform AS platform, "
            "others.account AS account, others.name AS name, held.platform AS held_platform, "
            "held.account AS held_account, held.name AS held_name FROM source_notes "
            "JOIN sources held ON held.row = source_notes.source "
            "LEFT JOIN sources others ON others.row = source_notes.other WHERE {}.id IN ({{}})"
        )
        found = {row["row"]: row for side in ("held", "others") for row in self._many(sql.format(side), wanted)}
        return [
            (
                SourceNote(
                    row["source_id"],
                    SourceNoteKind(row["kind"]),
                    row["text"],
                    row["other_id"],
                    row["entered_by"],
                    row["recorded_at"],
                ),
                records.source_from(row, "" if row["source_id"] in wanted else "held_"),
            )
            for _, row in sorted(found.items())
        ]

    def standings(self, sources: Iterable[Source]) -> list[Standing]:
        """What people hold of these sources, in their order; only those that were graded or noted something of."""
        ids = {record_id("s", source._asdict()): source for source in sources}
        grades = {grade.source_id: grade for grade in self.grades(ids)}
        held = [
            Standing(source_id, source, grades.get(source_id), tuple(self.source_notes([source_id])))
            for source_id, source in ids.items()
        ]
        return [one for one in held if one.grade or one.notes]

    def alias_keys(self) -> list[tuple[str, str]]:
        """Keys of each two sources of which somebody noted that they are names of one."""
        found = self._db.rows(
            "SELECT one.platform AS platform, one.account AS account, one.name AS name, "
            "two.platform AS other_platform, two.account AS other_account, two.name AS other_name "
            "FROM source_notes JOIN sources one ON one.row = source_notes.source "
            "JOIN sources two ON two.row = source_notes.other WHERE source_notes.kind = 'alias'"
        )
        pairs = [(records.source_from(row), records.source_from(row, "other_")) for row in found]
        return [(one.key, two.key) for one, two in pairs if one and two]

    def write_source(self, source: Source, *, now: str) -> str:
        """Record a source, if it is new; returns its id."""
        with self._batch(now) as (_, batch):
            row = batch.source_row(source)
        return str(self._db.value("SELECT id FROM sources WHERE row = ?", [row]))

    def write_source_note(self, note: SourceNote, other: Source | None, *, now: str) -> SourceNote:
        """Append a note; the other source is recorded if it is new."""
        with self._batch(now) as (_, batch):
            row = batch.source_row(other) if other else None
            batch.flush()
            other_id = self._db.value("SELECT id FROM sources WHERE row = ?", [row]) if row else None
            note = note._replace(other_id=other_id)
            columns = _columns(note, "source_id", "other_id") | {"source": self._source(note.source_id), "other": row}
            batch.append("source_notes", columns)
            batch.log("cap", note.source_id, {"note": records.said(note)})
        return note

    def write_established(self, item: int, item_id: str, origin: Origin, *, now: str) -> None:
        """Append what a person found out about where an item comes from."""
        with self._batch(now) as (_, batch):
            columns = {
                "item": item,
                "appearance": None,
                "kind": OriginKind.ESTABLISHED.value,
                "source": batch.source_row(origin.source),
                "text": origin.text,
                "evidence": origin.evidence,
                "entered_by": origin.entered_by,
                "date": origin.date,
                "recorded_at": now,
            }
            batch.append("origins", columns)
            batch.log("cap", item_id, {"established": records.said(origin)})

    # -- private ----------------------------------------------------------------------------------

    def _source(self, source_id: str) -> int:
        row = self._db.value("SELECT row FROM sources WHERE id = ?", [source_id])
        if row is None:
            raise UnknownId(f"{source_id}: there is no such source. See: provenance source")
        return int(row)

    @contextmanager
    def _batch(self, now: str) -> Iterator[tuple[Database, Batch]]:
        from provenance.store.writing import Batch

        with self._db.transaction() as database:
            batch = Batch(self._db, database, now=now)
            yield database, batch
            batch.flush()

    def _many(self, sql: str, values: Sequence[object]) -> list[sqlite3.Row]:
        found: list[sqlite3.Row] = []
        for start in range(0, len(values), MOST_PARAMETERS):
            part = values[start : start + MOST_PARAMETERS]
            found += self._db.rows(sql.format(_marks(part)), part)
        return found


def _are_one(one: Source | None, other: Source | None, aliases: Sequence[set[str]]) -> bool:
    """Whether two sources are the same one, as named or by an alias. Those of which no name is known are nobody."""
    if not (one and other) or any(not (source.account or source.name) for source in (one, other)):
        return False
    keys = {one.key, other.key}
    if one == other or keys in aliases:
        return keys != {"unknown"}
    return bool(one.account and other.account) and len(keys) == 1  # of an account that has a name here, and none there


def _findings_of(verdict: Verdict) -> tuple[object, ...]:
    """What a verdict says, whenever it was recorded and whatever it supersedes."""
    date = verdict.date.text if verdict.date else None
    said = (verdict.rating, verdict.media, verdict.house_rating, verdict.reason, verdict.links, verdict.evidence)
    return (*said, verdict.reviewer, date)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _date(text: str, role: DateRole) -> DateRecord:
    return dated(parse_date(text), role, basis="given")


def _columns(record: NamedTuple, *left_out: str) -> dict[str, Any]:
    """The fields of a record as columns of the same names."""
    columns: dict[str, Any] = {name: value for name, value in record._asdict().items() if name not in left_out}
    return {name: value.value if isinstance(value, Enum) else value for name, value in columns.items()}


def _link_from(row: sqlite3.Row) -> ClaimLink:
    return ClaimLink(
        row["claim_id"],
        ClaimRelation(row["relation"]),
        row["other_id"],
        row["reason"],
        row["entered_by"],
        row["recorded_at"],
    )


def _verdict_from(row: sqlite3.Row) -> Verdict:
    return Verdict(
        id=row["id"],
        item_id=row["item_id"],
        claim_id=row["claim_id"],
        rating=Rating(row["rating"]) if row["rating"] else None,
        media=tuple(MediaCategory(name) for name in json.loads(row["media"])),
        reviewer=row["reviewer"],
        house_rating=row["house_rating"],
        reason=row["reason"],
        links=tuple(json.loads(row["links"])),
        evidence=tuple(json.loads(row["evidence"])),
        date=_date(row["date"], DateRole.PUBLISHED) if row["date"] else None,
        recorded_at=row["recorded_at"],
        supersedes=row["earlier_id"],
        superseded_by=row["later_id"],
    )
