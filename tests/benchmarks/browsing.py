"""What the pages of a large archive cost: the grid of items, with and without conditions.

How: 100,000 items as :mod:`tests.benchmarks.archives` makes them, with what is usually recorded of items: 120,000
appearances of 2,000 sources on six platforms, 50,000 claims at 40 places, 170,000 dates, 5,000 suggested matches and
2,000 verdicts, drawn at random. Each page is asked of the server in its own process, without a network; the median of
some is taken after a first one. Processor time of all threads.
"""

from __future__ import annotations

import random
import shutil
import time
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient

from provenance import Archive
from provenance.dates import dated, parse_date
from provenance.identity import record_id
from provenance.model import DateRole
from provenance.spelling import indexed
from provenance.store import records
from provenance.store.connection import Connection
from provenance.store.writing import Batch
from provenance.text import fold
from provenance.web.app import make_app
from provenance.web.settings import Settings as Served
from tests.benchmarks.archives import CHUNK, MADE_AT, NAME, PAGES_KB, insert, item_rows
from tests.benchmarks.rows import Row, at_most

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from tests.benchmarks.settings import Settings

ITEMS = 100_000
LIMIT_MS = 100
SEED = 7
LAYOUT = 1  # of the rows below; counted up when they change, so that no old cache is used
PLATFORMS = ("facebook",) * 8 + ("telegram",) * 6 + ("youtube",) * 3 + ("x", "instagram", "tiktok")
SOURCES = 2_000
APPEARANCES, CLAIMS, VIDEOS, VERDICTS, MATCHES = 1.2, 0.5, 0.05, 0.02, 0.05  # for each item
PLACES = ("Aleppo", "Mosul", "Kyiv", "Homs", "Odesa", "Gaza City", "البوكمال", "الموصل", "Rawa", "Kharkiv")
WORDS = ("strike", "convoy", "school", "bridge", "market", "fighters", "flag", "smoke", "children", "hospital", "قصف")
RATINGS = ("false", "misplaced", "true", "unproven")
TOKEN = "for-one-measurement-only"  # noqa: S105 - of a server that nobody else reaches
PAGES = (
    ("no condition", "/items"),
    ("its last page", "/items?page=2000"),
    ("videos", "/items?kind=video"),
    ("a platform that half of them are of", "/items?platform=facebook"),
    ("a platform that few are of", "/items?platform=tiktok"),
    ("a word in a tenth of them", "/items?q=bridge"),
    ("Arabic", "/items?q=%D9%82%D8%B5%D9%81"),
    ("a place", "/items?place=Aleppo"),
    ("a month", "/items?since=2016-06&until=2016-06"),
    ("ten years", "/items?since=2012&until=2021"),
    ("a rating", "/items?rating=misplaced"),
    ("matches that wait for a decision", "/items?waiting=yes"),
    ("six conditions", "/items?q=convoy&kind=image&platform=telegram&since=2014&until=2019&place=Mosul"),
)


def measure(settings: Settings) -> list[Row]:
    """All rows of this measurement."""
    count = settings.of(ITEMS, 300)
    app = make_app(Served(archive=str(filled(settings.cache, count)), token=TOKEN))
    client = TestClient(app, base_url="http://127.0.0.1", headers={"authorization": f"Bearer {TOKEN}"})
    rows = []
    for words, address in PAGES:
        taken = []
        for _ in range(settings.of(9, 1) + 1):
            begun = time.process_time()
            client.get(address).raise_for_status()
            taken.append(1000 * (time.process_time() - begun))
        rows.append(Row("browsing", f"grid of {count:,} items: {words}", median(taken[1:]), "ms", at_most(LIMIT_MS)))
    return rows


def filled(cache: Path, count: int) -> Path:
    """An archive of so many items with what is said of them; from the cache if it is there."""
    folder = cache / f"said-{LAYOUT}-{count}"
    if not folder.is_dir():
        unfinished = folder.with_name(folder.name + ".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        _fill(unfinished / NAME, count)
        unfinished.rename(folder)
    return folder / NAME


def _fill(path: Path, count: int) -> None:
    Archive(path).close()
    chance = random.Random(SEED)
    connection = Connection(str(path))
    with connection.transaction() as database:
        sqlite: sqlite3.Connection = database.conn
        sqlite.execute(f"PRAGMA cache_size = -{PAGES_KB}")
        items = item_rows(count, first=1)
        while chunk := list(islice(items, CHUNK)):
            kinds = ["video" if chance.random() < VIDEOS else "image" for _ in chunk]
            insert(sqlite, "media_items", [item | {"kind": kind} for (item, _), kind in zip(chunk, kinds, strict=True)])
            insert(sqlite, "fingerprints", [one for _, prints in chunk for one in prints])
        insert(sqlite, "sources", _sources(chance))
        published, said = round(count * APPEARANCES), round(count * CLAIMS)
        insert(sqlite, "appearances", _appearances(chance, published, count))
        insert(sqlite, "claims", _claims(chance, said))
        links = ({"row": row, "claim": row, "item": 1 + chance.randrange(count)} for row in range(1, said + 1))
        insert(sqlite, "claim_links", links)
        insert(sqlite, "dates", _dates(chance, published, said))
        insert(sqlite, "verdicts", _verdicts(chance, round(count * VERDICTS), count))
        insert(sqlite, "matches", _matches(chance, round(count * MATCHES), count))
        batch = Batch(connection, database, now=MADE_AT)
        batch.log("ing", "bulk", {"items": count})
        batch.flush()
    connection.close()


def _sources(chance: random.Random) -> Iterator[dict[str, Any]]:
    for row in range(1, SOURCES + 1):
        said = {"platform": chance.choice(PLATFORMS), "account": f"account.{row}", "name": None}
        yield (
            {"row": row, "id": record_id("s", said)} | said | {"searchable": fold(f"{said['platform']} account.{row}")}
        )


def _appearances(chance: random.Random, count: int, items: int) -> Iterator[dict[str, Any]]:
    for row in range(1, count + 1):
        caption = f"{' '.join(chance.choices(WORDS, k=2))} near {chance.choice(PLACES)}, report {row}"
        said = {"item": 1 + chance.randrange(items), "url": f"https://example.org/{row}", "caption": caption}
        # the words alone: what the gazetteer adds takes a millisecond a text, and only the claims have places here
        made = {"source": 1 + chance.randrange(SOURCES), "searchable": fold(caption), "recorded_at": MADE_AT}
        yield {"row": row, "id": record_id("a", said)} | said | made


def _claims(chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    placed = {place: indexed(place) for place in PLACES}
    for row in range(1, count + 1):
        place = chance.choice(PLACES)
        said = {"text": f"{' '.join(chance.choices(WORDS, k=3))} in {place}, {row}", "place": place}
        made = {"searchable": f"{fold(said['text'])} {placed[place]}", "recorded_at": MADE_AT}
        asserted = {"asserted_by": 1 + chance.randrange(SOURCES)}
        yield {"row": row, "id": record_id("c", said)} | said | made | asserted


def _dates(chance: random.Random, published: int, said: int) -> Iterator[dict[str, Any]]:
    owners = [("appearance", DateRole.POSTED, row) for row in range(1, published + 1)]
    owners += [("claim", DateRole.EVENT, row) for row in range(1, said + 1)]
    for number, (owner, role, row) in enumerate(owners, 1):
        day = f"{chance.randint(2011, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield {"row": number} | records.date_row(dated(parse_date(day), role, basis="given"), **{owner: row})


def _verdicts(chance: random.Random, count: int, items: int) -> Iterator[dict[str, Any]]:
    for row in range(1, count + 1):
        said = {"item": 1 + chance.randrange(items), "rating": chance.choice(RATINGS), "reviewer": "A. Karim"}
        made = {"media": "[]", "reason": f"seen {row}", "links": "[]", "evidence": "[]", "recorded_at": MADE_AT}
        yield {"row": row, "id": record_id("v", said | {"row": row})} | said | made


def _matches(chance: random.Random, count: int, items: int) -> Iterator[dict[str, Any]]:
    pairs = {tuple(sorted(chance.sample(range(1, items + 1), 2))) for _ in range(count)}
    for other, item in sorted(pairs):
        said = {"tier": "hash", "alterations": '["re-encoded"]', "rotated_clockwise": 0, "mirrored": 0}
        more = {"distance_bits": 8, "item_region": "whole", "other_region": "whole", "evidence": '["8 of 256 bits"]'}
        state = {"review": chance.choice(("suggested", "suggested", "confirmed")), "found_at": MADE_AT}
        yield {"item": item, "other": other} | said | more | state
