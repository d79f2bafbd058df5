"""The tables of an archive, one function per migration. A released migration is never changed.

``PRAGMA user_version`` mirrors the number of migrations, so that a reader can see in one page whether
an archive is of its own version, without loading the migration library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("provenance")

TOKENIZER = "unicode61 remove_diacritics 2"  # over text that provenance.text has folded already


@migrations()
def m001_items_sources_claims(db: Database) -> None:
    """Everything that version 0.1 records."""
    _items(db)
    _publications(db)
    _claims(db)
    _relations(db)
    _log(db)
    _views(db)


@migrations()
def m002_local_features(db: Database) -> None:
    """Features of parts of a picture, and what a match by them says. Apart from ``fingerprints``: rows of 3 kB
    between hashes of 32 bytes would make reading the hashes ten times slower.
    """
    db.execute(
        """
        CREATE TABLE features (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            item INTEGER NOT NULL REFERENCES media_items(row),
            version INTEGER NOT NULL,
            decoder TEXT NOT NULL,
            value BLOB NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX features_of_item ON features(item)")
    _featureless(db)
    for column, kind in (("relation", "TEXT NOT NULL DEFAULT 'copy'"), ("score", "REAL"), ("detail", "TEXT")):
        db.execute(f"ALTER TABLE matches ADD COLUMN {column} {kind}")
    db.execute("UPDATE matches SET relation = 'probable-copy' WHERE distance_bits > 31")
    db.table("calibrations").create(
        {"row": int, "at": str, "body": str}, pk="row", not_null={"at", "body"}, strict=True
    )
    db.table("masks").create(
        {"row": int, "source": int, "at": str, "body": str},
        pk="row",
        not_null={"source", "at", "body"},
        foreign_keys=[("source", "sources", "row")],
        strict=True,
    )


def _featureless(db: Database) -> None:
    """Pictures that have no features yet, kept by triggers: counting them among all items takes a tenth of a second."""
    db.execute("CREATE TABLE featureless (item INTEGER PRIMARY KEY REFERENCES media_items(row)) STRICT")
    lacking = "kind = 'image' AND comparable AND merged_into IS NULL"
    db.execute(f"INSERT INTO featureless SELECT row FROM media_items WHERE {lacking}")
    db.execute(
        "CREATE TRIGGER item_lacks_features AFTER INSERT ON media_items WHEN NEW.kind = 'image' AND NEW.comparable "
        "BEGIN INSERT INTO featureless VALUES (NEW.row); END"
    )
    db.execute(
        "CREATE TRIGGER item_has_features AFTER INSERT ON features "
        "BEGIN DELETE FROM featureless WHERE item = NEW.item; END"
    )
    db.execute(
        "CREATE TRIGGER item_was_merged AFTER UPDATE OF merged_into ON media_items WHEN NEW.merged_into IS NOT NULL "
        "BEGIN DELETE FROM featureless WHERE item = NEW.row; END"
    )


@migrations()
def m003_judgements(db: Database) -> None:
    """What people find: verdicts, reviews, relations and corrections of claims, grades of sources, searches elsewhere.

    Nothing in these tables is ever changed or deleted: a later row counts instead of an earlier one.
    """
    for table, columns in (
        ("claims", ("subject", "motivation", "locator", "entered_by")),
        ("origins", ("evidence", "entered_by", "date")),
    ):
        for column in columns:
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column} TEXT")
    _verdicts(db)
    _about_claims(db)
    _about_sources(db)
    _judgement_views(db)


@migrations()
def m004_frames(db: Database) -> None:
    """Frames of videos: all hashes of a video in one row, and small grey pictures of its key frames."""
    db.execute(
        """
        CREATE TABLE frame_sets (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            item INTEGER NOT NULL REFERENCES media_items(row),
            version INTEGER NOT NULL,
            decoder TEXT NOT NULL,
            duration_ms INTEGER NOT NULL,
            value BLOB NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX frame_sets_of_item ON frame_sets(item)")
    # A row of "features" that has one here describes one frame of a video, and not a picture.
    db.execute(
        """
        CREATE TABLE key_frames (
            feature INTEGER PRIMARY KEY REFERENCES features(id),
            frame_ms INTEGER NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            jpeg BLOB
        ) STRICT
        """
    )


@migrations()
def m005_catalogue(db: Database) -> None:
    """Indexes by which pages of items are found among very many: see store/catalogue.py."""
    db.execute("CREATE INDEX items_of_kind ON media_items(kind) WHERE merged_into IS NULL")
    for table in ("appearances", "origins"):  # the item beside the source: the table itself need not be read
        db.execute(f"DROP INDEX IF EXISTS idx_{table}_source")
        db.execute(f"CREATE INDEX {table}_of_source ON {table}(source, item)")
    db.execute(
        "CREATE INDEX dates_in_time ON dates(latest, earliest, appearance, claim, item) WHERE role != 'acquired'"
    )


@migrations()
def m006_large_families(db: Database) -> None:
    """Indexes by which the family of an item is found without reading the matches within it, and what is graphic."""
    db.execute("DROP INDEX IF EXISTS idx_matches_other")
    db.execute("CREATE INDEX matches_of_other ON matches(other, item)")
    db.execute("CREATE INDEX graphic_items ON media_items(row) WHERE graphic = 1")


@migrations()
def m007_claims_count_again(db: Database) -> None:
    """A claim that others were corrected into counts again, though it was set aside before: see store/counting.py."""
    db.execute('CREATE INDEX corrections_by ON corrections("by")')
    db.execute("DROP VIEW v_contradictions")
    _contradictions_view(
        db,
        "NOT EXISTS (SELECT 1 FROM corrections gone WHERE gone.claim = claims.row AND NOT EXISTS "
        "(SELECT 1 FROM corrections back WHERE back.by = gone.claim AND back.row > gone.row))",
    )


@migrations()
def m008_claims_said_again(db: Database) -> None:
    """A withdrawn claim that is said again counts again, by a correction that names it as both."""
    db.execute("DROP VIEW v_contradictions")
    _contradictions_view(
        db,
        "NOT EXISTS (SELECT 1 FROM corrections gone WHERE gone.claim = claims.row AND gone.by IS NOT gone.claim "
        "AND NOT EXISTS (SELECT 1 FROM corrections back WHERE back.by = gone.claim AND back.row > gone.row))",
    )


def _verdicts(db: Database) -> None:
    db.table("verdicts").create(
        {
            "row": int,
            "id": str,
            "item": int,
            "claim": int,
            "rating": str,
            "media": str,
            "reviewer": str,
            "house_rating": str,
            "reason": str,
            "links": str,
            "evidence": str,
            "date": str,
            "supersedes": int,
            "recorded_at": str,
        },
        pk="row",
        not_null={"id", "media", "reviewer", "reason", "links", "evidence", "recorded_at"},
        foreign_keys=[
            ("item", "media_items", "row"),
            ("claim", "claims", "row"),
            ("supersedes", "verdicts", "row"),
        ],
        strict=True,
    )
    db.table("verdicts").create_index(["id"], unique=True)
    for column in ("item", "claim", "supersedes"):
        db.table("verdicts").create_index([column])
    db.table("reviews").create(
        {"row": int, "item": int, "other": int, "state": str, "reviewer": str, "reason": str, "recorded_at": str},
        pk="row",
        not_null={"item", "other", "state", "recorded_at"},
        foreign_keys=[("item", "media_items", "row"), ("other", "media_items", "row")],
        strict=True,
    )
    db.table("reviews").create_index(["item", "other"])
    db.execute("CREATE INDEX matches_to_review ON matches(review, row)")
    db.table("outside_searches").create(
        {
            "row": int,
            "id": str,
            "item": int,
            "engine": str,
            "result": str,
            "date": str,
            "url": str,
            "operator": str,
            "note": str,
            "recorded_at": str,
        },
        pk="row",
        not_null={"id", "item", "engine", "result", "date", "recorded_at"},
        foreign_keys=[("item", "media_items", "row")],
        strict=True,
    )
    db.table("outside_searches").create_index(["id"], unique=True)
    db.table("outside_searches").create_index(["item"])


def _about_claims(db: Database) -> None:
    db.table("claim_relations").create(
        {
            "row": int,
            "claim": int,
            "relation": str,
            "other": int,
            "reason": str,
            "entered_by": str,
            "recorded_at": str,
        },
        pk="row",
        not_null={"claim", "relation", "other", "recorded_at"},
        foreign_keys=[("claim", "claims", "row"), ("other", "claims", "row")],
        strict=True,
    )
    db.table("claim_relations").create_index(["claim", "relation", "other"], unique=True)
    db.table("claim_relations").create_index(["other"])
    # "by" is the claim that counts instead; without one the claim was withdrawn.
    db.table("corrections").create(
        {"row": int, "claim": int, "by": int, "reason": str, "entered_by": str, "recorded_at": str},
        pk="row",
        not_null={"claim", "recorded_at"},
        foreign_keys=[("claim", "claims", "row"), ("by", "claims", "row")],
        strict=True,
    )
    db.table("corrections").create_index(["claim"])


def _about_sources(db: Database) -> None:
    db.table("grades").create(
        {"row": int, "source": int, "reliability": str, "reason": str, "graded_by": str, "recorded_at": str},
        pk="row",
        not_null={"source", "reliability", "reason", "recorded_at"},
        foreign_keys=[("source", "sources", "row")],
        strict=True,
    )
    db.table("grades").create_index(["source"])
    db.table("source_notes").create(
        {
            "row": int,
            "source": int,
            "kind": str,
            "text": str,
            "other": int,
            "entered_by": str,
            "recorded_at": str,
        },
        pk="row",
        not_null={"source", "kind", "text", "recorded_at"},
        foreign_keys=[("source", "sources", "row"), ("other", "sources", "row")],
        strict=True,
    )
    for column in ("source", "other"):
        db.table("source_notes").create_index([column])


def _judgement_views(db: Database) -> None:
    """Contradictions by the cheapest strong rule, and the verdicts that stand, for a general SQLite browser.

    The view lists only what SQL can see of one item; ``provenance contradictions`` applies every rule.
    """
    db.create_view(
        "v_verdicts",
        """
        SELECT media_items.id AS item, claims.text AS claim, verdicts.rating, verdicts.house_rating, verdicts.media,
               verdicts.reviewer, verdicts.date, verdicts.reason, verdicts.links, verdicts.recorded_at
        FROM verdicts
        LEFT JOIN media_items ON media_items.row = verdicts.item
        LEFT JOIN claims ON claims.row = verdicts.claim
        WHERE NOT EXISTS (SELECT 1 FROM verdicts later WHERE later.supersedes = verdicts.row)
        """,
    )
    _contradictions_view(db, "NOT EXISTS (SELECT 1 FROM corrections WHERE corrections.claim = claims.row)")


def _contradictions_view(db: Database, counts: str) -> None:
    """``counts``: that a claim does."""
    db.create_view(
        "v_contradictions",
        f"""
        SELECT media_items.id AS item, 'appeared-before-event' AS rule, appearances.url AS appearance,
               published.text AS appeared, claims.text AS claim, event.text AS claimed_event
        FROM claim_links
        JOIN media_items ON media_items.row = claim_links.item
        JOIN claims ON claims.row = claim_links.claim
        JOIN dates event ON event.claim = claims.row AND event.role = 'event'
        JOIN appearances ON appearances.item = claim_links.item
        JOIN dates published ON published.appearance = appearances.row
            AND published.role IN ('posted', 'published', 'archived', 'crawled')
        WHERE published.latest < event.earliest
            AND {counts}
        """,
    )


def _items(db: Database) -> None:
    db.table("archive").create({"key": str, "value": str}, pk="key", strict=True)
    # AUTOINCREMENT: a row number that was used once is never used again, which the index relies on.
    db.execute(
        """
        CREATE TABLE media_items (
            row INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            label TEXT,
            sha256 TEXT UNIQUE,
            byte_size INTEGER,
            media_type TEXT,
            width INTEGER,
            height INTEGER,
            frames INTEGER,
            comparable INTEGER,
            file_kept INTEGER NOT NULL,
            graphic INTEGER NOT NULL,
            note TEXT,
            merged_into INTEGER REFERENCES media_items(row),
            added_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX merged_items ON media_items(merged_into) WHERE merged_into IS NOT NULL")
    db.execute("CREATE INDEX items_without_file ON media_items(row) WHERE sha256 IS NULL")
    db.table("media_items").enable_counts()
    db.table("thumbnails").create(
        {"item": int, "width": int, "height": int, "jpeg": bytes},
        pk="item",
        foreign_keys=[("item", "media_items", "row")],
        strict=True,
    )
    # Narrow and apart from the wide item table: the index is rebuilt from it.
    db.execute(
        """
        CREATE TABLE fingerprints (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            item INTEGER NOT NULL REFERENCES media_items(row),
            kind TEXT NOT NULL,
            version INTEGER NOT NULL,
            decoder TEXT NOT NULL,
            region TEXT NOT NULL,
            quality INTEGER,
            frame_ms INTEGER,
            value BLOB NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX fingerprints_of_item ON fingerprints(item)")
    # One row an item, a JSON list: a photograph brings dozens of facts, and they are read together.
    db.table("facts").create(
        {"item": int, "body": str},
        pk="item",
        not_null={"body"},
        foreign_keys=[("item", "media_items", "row")],
        strict=True,
    )
    db.table("file_names").create(
        {"row": int, "item": int, "name": str, "recorded_at": str},
        pk="row",
        not_null={"item", "name", "recorded_at"},
        foreign_keys=[("item", "media_items", "row")],
        strict=True,
    )
    db.table("file_names").create_index(["item", "name"], unique=True)


def _publications(db: Database) -> None:
    db.table("sources").create(
        {"row": int, "id": str, "platform": str, "account": str, "name": str, "searchable": str},
        pk="row",
        not_null={"id"},
        strict=True,
    )
    db.table("sources").create_index(["id"], unique=True)
    db.table("sources").create_index(["platform", "account"])
    db.table("appearances").create(
        {
            "row": int,
            "id": str,
            "item": int,
            "source": int,
            "url": str,
            "post_id": str,
            "caption": str,
            "credit": str,
            "locator": str,
            "note": str,
            "raw": str,
            "searchable": str,
            "recorded_at": str,
        },
        pk="row",
        not_null={"id", "item", "recorded_at"},
        foreign_keys=[("item", "media_items", "row"), ("source", "sources", "row")],
        strict=True,
    )
    for column in ("item", "source"):
        db.table("appearances").create_index([column])
    db.table("appearances").create_index(["id"], unique=True)
    db.table("appearances").enable_fts(["searchable"], create_triggers=True, tokenize=TOKENIZER)
    db.table("origins").create(
        {
            "row": int,
            "item": int,
            "appearance": int,
            "kind": str,
            "source": int,
            "text": str,
            "recorded_at": str,
        },
        pk="row",
        not_null={"item", "kind", "source", "recorded_at"},
        foreign_keys=[
            ("item", "media_items", "row"),
            ("appearance", "appearances", "row"),
            ("source", "sources", "row"),
        ],
        strict=True,
    )
    for column in ("item", "source", "appearance"):
        db.table("origins").create_index([column])


def _claims(db: Database) -> None:
    db.table("claims").create(
        {
            "row": int,
            "id": str,
            "text": str,
            "hedge": str,
            "hedge_text": str,
            "language": str,
            "event": str,
            "place": str,
            "asserted_by": int,
            "asserted_text": str,
            "attributed_to": int,
            "attributed_text": str,
            "note": str,
            "searchable": str,
            "recorded_at": str,
        },
        pk="row",
        not_null={"id", "text", "recorded_at"},
        foreign_keys=[("asserted_by", "sources", "row"), ("attributed_to", "sources", "row")],
        strict=True,
    )
    db.table("claims").create_index(["id"], unique=True)
    for column in ("asserted_by", "attributed_to"):
        db.table("claims").create_index([column])
    db.table("claims").enable_fts(["searchable"], create_triggers=True, tokenize=TOKENIZER)
    db.table("claim_links").create(
        {"row": int, "claim": int, "item": int, "appearance": int},
        pk="row",
        not_null={"claim", "item"},
        foreign_keys=[
            ("claim", "claims", "row"),
            ("item", "media_items", "row"),
            ("appearance", "appearances", "row"),
        ],
        strict=True,
    )
    for column in ("claim", "item", "appearance"):
        db.table("claim_links").create_index([column])
    db.execute(
        """
        CREATE TABLE dates (
            row INTEGER PRIMARY KEY,
            item INTEGER REFERENCES media_items(row),
            appearance INTEGER REFERENCES appearances(row),
            claim INTEGER REFERENCES claims(row),
            role TEXT NOT NULL,
            text TEXT NOT NULL,
            earliest TEXT NOT NULL,
            latest TEXT NOT NULL,
            precision TEXT NOT NULL,
            zone_known INTEGER NOT NULL,
            basis TEXT NOT NULL,
            CHECK ((item IS NOT NULL) + (appearance IS NOT NULL) + (claim IS NOT NULL) = 1)
        ) STRICT
        """
    )
    for column in ("item", "appearance", "claim"):
        db.execute(f"CREATE INDEX dates_of_{column} ON dates({column}) WHERE {column} IS NOT NULL")


def _relations(db: Database) -> None:
    db.table("matches").create(
        {
            "row": int,
            "item": int,
            "other": int,
            "tier": str,
            "alterations": str,
            "rotated_clockwise": int,
            "mirrored": int,
            "distance_bits": int,
            "item_region": str,
            "other_region": str,
            "evidence": str,
            "review": str,
            "found_at": str,
        },
        pk="row",
        not_null={"item", "other", "tier", "alterations", "review", "found_at"},
        foreign_keys=[("item", "media_items", "row"), ("other", "media_items", "row")],
        strict=True,
    )
    db.table("matches").create_index(["item", "other"], unique=True)
    db.table("matches").create_index(["other"])
    db.table("problems").create(
        {"row": int, "locator": str, "reason": str, "error": str, "at": str},
        pk="row",
        not_null={"locator", "reason", "error", "at"},
        strict=True,
    )
    db.table("problems").create_index(["locator"])


def _log(db: Database) -> None:
    db.execute(
        """
        CREATE TABLE log (
            seq INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            event TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL,
            previous TEXT NOT NULL,
            digest TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX log_of_subject ON log(subject)")
    for action in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER log_refuses_{action.lower()} BEFORE {action} ON log "
            "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        )


def _views(db: Database) -> None:
    """For people who open the file with a general SQLite browser."""
    db.create_view(
        "v_appearances",
        """
        SELECT media_items.id AS item, appearances.id AS appearance, dates.role, dates.text AS date,
               dates.latest AS not_later_than, sources.platform, sources.account, sources.name AS source,
               appearances.url, appearances.caption, appearances.credit
        FROM appearances
        JOIN media_items ON media_items.row = appearances.item
        LEFT JOIN sources ON sources.row = appearances.source
        LEFT JOIN dates ON dates.appearance = appearances.row
        """,
    )
    db.create_view(
        "v_facts",
        """
        SELECT media_items.id AS item, json_extract(fact.value, '$.name') AS name,
               json_extract(fact.value, '$.value') AS value, json_extract(fact.value, '$.source') AS source,
               json_extract(fact.value, '$.hint') AS hint
        FROM facts JOIN media_items ON media_items.row = facts.item, json_each(facts.body) AS fact
        """,
    )
    db.create_view(
        "v_reuse",
        """
        SELECT a.id AS item, b.id AS same_pixels_as, matches.tier, matches.distance_bits,
               matches.alterations, matches.review
        FROM matches
        JOIN media_items a ON a.row = matches.item
        JOIN media_items b ON b.row = matches.other
        """,
    )
    db.create_view(
        "v_earliest_known",
        """
        SELECT media_items.id AS item, MIN(dates.latest) AS not_later_than, dates.text AS date, dates.role,
               appearances.url, appearances.caption
        FROM dates
        JOIN appearances ON appearances.row = dates.appearance
        JOIN media_items ON media_items.row = appearances.item
        GROUP BY media_items.row
        """,
    )
