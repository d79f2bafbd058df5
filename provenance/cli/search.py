"""``provenance search``: words in claims and captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive

FOUND, NOT_FOUND = 0, 1

EXAMPLES = """\b
Examples:
  provenance search flag al-boukamal
  provenance search '"raising the flag"'
  provenance search البوكمال
  provenance search 'heli*'
"""


@click.command("search", epilog=EXAMPLES)
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True)
@json_option
@with_archive(create=False)
def command(archive: Archive, *, words: tuple[str, ...], limit: int, as_json: bool) -> int:
    """Find claims and captions that hold all WORDS, across accents, Arabic letter forms and digits.

    "Quoted words" are a phrase, and a word ending in * stands for all that begin so. Exit code 1: nothing found.
    """
    claims, appearances = archive.search(" ".join(words), limit=limit)
    if as_json:
        from provenance.exporters import plain

        for claim in claims:
            click.echo(plain.line({"claim": claim}))
        for appearance in appearances:
            click.echo(plain.line({"appearance": appearance}))
        return FOUND if claims or appearances else NOT_FOUND
    from provenance.cli.answer import claim_words, publisher_words
    from provenance.cli.text import date_words, field, one_line

    for claim in claims:
        click.echo(field("claim", claim_words(claim, archive.short_id)))
    for appearance in appearances:
        dates = "; ".join(date_words(date) for date in appearance.dates) or "undated"
        text = one_line(appearance.caption or appearance.credit or appearance.url or "")
        short = archive.short_id(appearance.item_id)
        click.echo(field("appearance", f"“{text}” · {publisher_words(appearance)} · {dates} · {short}"))
    if not claims and not appearances:
        click.echo(
            "Nothing found in the claims and captions of this archive. Words are compared letter by letter, across "
            "accents and Arabic letter forms: try other transliterations and scripts, or a beginning with *.",
            err=True,
        )
        return NOT_FOUND
    return FOUND
