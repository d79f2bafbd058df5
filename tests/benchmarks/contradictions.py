"""Contradictions: processor time of every rule over an archive's records, and whether what is planted is found.

How: 10,000 items with 30,000 claims as an archive of news pictures has them: most items with two to four claims by
different outlets that agree (a day, its month, the town, its province), one item in twenty with a date or a place
planted that cannot be, a post before the event for half of these, and a verdict for one in fifty. A third of the
items has a copy in its family. Records are made before the clock starts; reading them from SQL is not part of it.
Places are read by the gazetteer, each text once.
"""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from provenance.dates import dated, parse_date
from provenance.findings.contradictions import Case, FamilyMember, contradictions_of, known_places
from provenance.judgement import Verdict
from provenance.model import (
    Appearance,
    Claim,
    DateRecord,
    DateRole,
    Hedge,
    MediaItem,
    MediaKind,
    Origin,
    OriginKind,
    Rating,
    RecordedClaim,
    Source,
)
from tests.benchmarks.rows import Row, at_least, at_most

if TYPE_CHECKING:
    from provenance.findings.contradictions import Places
    from tests.benchmarks.settings import Settings

NAME = "contradictions"
ITEMS = 10_000
SEED = 11
LIMIT_S = 2.0
MADE_AT = "2026-03-02T12:00:00Z"
PLANTED, JUDGED = 0.05, 0.02  # shares of the items
OUTLETS = [Source(name=f"Outlet {number}") for number in range(40)]
ACCOUNTS = [Source("facebook", f"account.{number}") for number in range(400)]
# Town, what lies around it, and a town far away.
PLACES = (
    ("Al-Boukamal", ("Abu Kamal", "البوكمال", "Deir ez-Zor province", "Syria", "outside Al-Boukamal"), "Aleppo"),
    ("Aleppo", ("Halab", "حلب", "Syria", "near Aleppo"), "Rawa"),
    ("Rawa", ("Anbar", "Iraq", "Rawa, Anbar, Iraq"), "Kyiv"),
    ("Kyiv", ("Kiev", "Київ", "Ukraine"), "Gaza City"),
    ("Mosul", ("الموصل", "Nineveh", "Iraq"), "Homs"),
    ("Homs", ("حمص", "Syria"), "Mosul"),
)


class _Made(NamedTuple):
    cases: list[Case]
    planted: set[str]  # ids of the items that have something that cannot be
    claims: int


def measure(settings: Settings) -> list[Row]:
    """All rows of this measurement."""
    places = known_places()
    made = _archive(settings.of(ITEMS, 200), places)
    begun = time.process_time()
    found = {case.item.id for case in made.cases if case.item and contradictions_of(case)}
    taken = time.process_time() - begun
    what = f"{len(made.cases):,} items, {made.claims:,} claims"
    share = len(found & made.planted) / len(made.planted)
    return [
        Row(NAME, f"{what}: every rule", taken, "s", at_most(LIMIT_S)),
        Row(NAME, f"{what}: planted ones that are found", 100 * share, "%", at_least(100, timed=False)),
        Row(
            NAME, f"{what}: items with one and nothing planted", len(found - made.planted), "", at_most(0, timed=False)
        ),
    ]


def _archive(items: int, places: Places) -> _Made:
    chance = random.Random(SEED)
    cases = []
    planted = set()
    for number in range(items):
        is_planted = chance.random() < PLANTED
        cases.append(_case(number, chance, places, is_planted=is_planted))
        if is_planted:
            planted.add(f"m-{number}")
    return _Made(cases, planted, sum(len(case.claims) for case in cases))


def _case(number: int, chance: random.Random, places: Places, *, is_planted: bool) -> Case:
    name = f"m-{number}"
    day = date(2011, 1, 1) + timedelta(days=chance.randrange(5_000))
    town, around, far = chance.choice(PLACES)
    claims = [
        _claim(f"c-{number}-{nth}", name, chance, _date_of(day, chance), chance.choice([town, *around]))
        for nth in range(chance.choice((1, 2, 3, 3, 4, 5)))
    ]
    posted = day + timedelta(days=chance.randrange(2, 40))
    if is_planted:
        how = chance.choice(("date", "place", "post", "post"))
        if how == "post":
            posted = day - timedelta(days=400)
            claims[0] = _claim(f"c-{number}-0", name, chance, day.isoformat(), town)
        else:
            other = str(day.year - 3) if how == "date" else day.isoformat()
            claims += [_claim(f"c-{number}-x", name, chance, other, far if how == "place" else town)]
            claims += [_claim(f"c-{number}-y", name, chance, day.isoformat(), town)]
    posts = tuple(
        _appearance(f"a-{number}-{nth}", name, posted + timedelta(days=30 * nth), chance)
        for nth in range(chance.choice((1, 1, 2, 3)))
    )
    copy = (FamilyMember(_item(f"m-{number}-copy")),) if chance.random() < 0.3 else ()
    return Case(
        item=_item(name),
        family=copy,
        claims=tuple(claims),
        appearances=posts,
        origins=tuple((name, Origin(OriginKind.CLAIMED, ACCOUNTS[number % 400], post.url, post.id)) for post in posts),
        verdicts=(_verdict(name),) if chance.random() < JUDGED else (),
        places=places,
    )


def _date_of(day: date, chance: random.Random) -> str | None:
    return chance.choice((day.isoformat(), day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}", f"{day}?", None))


def _dated(text: str, role: DateRole) -> DateRecord:
    return dated(parse_date(text), role, basis="given")


def _item(name: str) -> MediaItem:
    return MediaItem(
        id=name,
        kind=MediaKind.IMAGE,
        label=None,
        sha256=name,
        byte_size=1,
        media_type="image/jpeg",
        width=1,
        height=1,
        frames=None,
        comparable=True,
        file_kept=False,
        graphic=False,
        added_at=MADE_AT,
        dates=(_dated(MADE_AT, DateRole.ACQUIRED),),
    )


def _claim(name: str, of: str, chance: random.Random, when: str | None, place: str) -> RecordedClaim:
    hedge = chance.choice((None, None, Hedge.PURPORTS))
    said = Claim(f"Words of claim {name} about {place}", hedge=hedge, place=place, date=when, event="Fighting")
    event = _dated(when, DateRole.EVENT) if when else None
    return RecordedClaim(name, said, event, chance.choice(OUTLETS), None, of, None, MADE_AT)


def _appearance(name: str, of: str, day: date, chance: random.Random) -> Appearance:
    dates = (_dated(day.isoformat(), DateRole.POSTED),)
    url = f"https://www.facebook.com/{name}"
    return Appearance(name, of, chance.choice(ACCOUNTS), url, name, "A caption", None, MADE_AT, dates)


def _verdict(of: str) -> Verdict:
    return Verdict(f"v-{of}", of, None, Rating.TRUE, (), "A. K.", None, "", (), (), None, MADE_AT)
