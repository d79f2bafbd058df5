"""``provenance searched``: record a search outside this archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import by_option, json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive

EXAMPLES = """\b
Examples:
  provenance searched m-3f9a2c --engine tineye --result none --when 2026-11-20
  provenance searched m-3f9a2c --engine "Google Lens" --result found --url https://example.org/a --note "in 2014"
"""


@click.command("searched", epilog=EXAMPLES)
@click.argument("item")
@click.option("--engine", required=True, help="Which engine, archive or place was searched.")
@click.option(
    "--result", required=True, type=click.Choice(["none", "found", "unclear"]), help="What the search ended in."
)
@click.option("--when", metavar="DATE", help="When it was searched. Default: now.")
@click.option("--url", help="What was found, or the page of results.")
@click.option("--note", help="Anything to know of it: which crop, which settings.")
@by_option
@json_option
@with_archive(create=False)
def command(
    archive: Archive,
    *,
    item: str,
    engine: str,
    result: str,
    when: str | None,
    url: str | None,
    note: str | None,
    by: str | None,
    as_json: bool,
) -> int:
    """Record that ITEM was looked for outside this archive, and what came of it.

    Every answer about the item prints it. That an engine finds nothing is no proof of origin.
    """
    from provenance.cli.text import field, headline
    from provenance.exporters import plain
    from provenance.judgement import SearchResult
    from provenance.saying.judged import search_words

    search, new = archive.searched(
        item,
        engine=engine,
        result=SearchResult(result),
        when=when or archive.today(),
        url=url,
        operator=by,
        note=note,
    )
    if as_json:
        click.echo(plain.line({"search": search, "new": new}))
        return 0
    click.echo(headline("RECORDED" if new else "KNOWN ALREADY", archive.short_id(search.item_id), colour="green"))
    click.echo(field("searched", search_words(archive.searches(item))))
    return 0
