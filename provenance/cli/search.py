"""``provenance search``: words in claims and captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, with_archive
from provenance.cli.verdict import RATINGS

if TYPE_CHECKING:
    from provenance.archive import Archive

FOUND, NOT_FOUND = 0, 1

EXAMPLES = """\b
Examples:
  provenance search flag al-boukamal
  provenance search '"raising the flag"'
  provenance search البوكمال
  provenance search 'heli*'
  provenance search bridge --place Velmora --since 2016-06 --platform telegram
"""


@click.command("search", epilog=EXAMPLES)
@click.argument("words", nargs=-1)
@click.option("--place", help="Only what names this place, under any of its names.")
@click.option("--platform", help="Only what was published on, or is credited to, this platform.")
@click.option("--account", help="Only what this account published or is credited with.")
@click.option("--since", metavar="DATE", help="Only events, and publications, that may have been on this day or later.")
@click.option("--until", metavar="DATE", help="Only those that may have been on this day or earlier.")
@click.option("--rating", type=click.Choice(RATINGS), help="Only what has a verdict with this rating.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True)
@json_option
@with_archive(create=False)
def command(
    archive: Archive,
    *,
    words: tuple[str, ...],
    place: str | None,
    platform: str | None,
    account: str | None,
    since: str | None,
    until: str | None,
    rating: str | None,
    limit: int,
    as_json: bool,
) -> int:
    """Find claims and captions that hold all WORDS, across accents, letter forms, scripts and spellings of names.

    What is spelt as you typed it comes first, then names with the same consonants, then other names of a place.
    "Quoted words" are a phrase, and a word ending in * stands for all that begin so: these are taken as they are.
    Exit code 1: nothing found.
    """
    from provenance.dates import bound
    from provenance.entering import platform_called

    claims, appearances = archive.search(
        " ".join(words),
        place=place,
        limit=limit,
        platform=platform_called(platform),
        account=account,
        since=bound(since, first=True) if since else None,
        until=bound(until, first=False) if until else None,
        rating=rating,
    )
    if as_json:
        from provenance import objects
        from provenance.exporters import plain

        for one in (*objects.found_claims(archive, claims), *objects.found_appearances(appearances)):
            click.echo(plain.line(one))
        return FOUND if claims or appearances else NOT_FOUND
    from provenance.cli.text import field
    from provenance.saying.answers import claim_words, publisher_words
    from provenance.saying.judged import verdict_words
    from provenance.saying.words import date_words, one_line

    verdicts = archive.verdicts_of_claims([claim.id for claim in claims])
    for claim in claims:
        said = f"{archive.short_record_id(claim.id)} · {claim_words(claim, archive.short_id)}"
        click.echo(field("claim", said))
        for verdict in verdicts.get(claim.id, ()):
            click.echo(field("", f"VERDICT: {verdict_words(verdict, {})}"))
    for appearance in appearances:
        dates = "; ".join(date_words(date) for date in appearance.dates) or "undated"
        text = one_line(appearance.caption or appearance.credit or appearance.url or "")
        short = archive.short_id(appearance.item_id)
        click.echo(field("appearance", f"“{text}” · {publisher_words(appearance)} · {dates} · {short}"))
    if not claims and not appearances:
        click.echo(
            "Nothing found in the claims and captions of this archive. All words must occur, as spelt, as names with "
            "the same consonants, or as a place under another name: try fewer words, or a beginning with *.",
            err=True,
        )
        return NOT_FOUND
    return FOUND
