"""``provenance origin``: what a person found out about where an item comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import by_option, json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive

EXAMPLES = """\b
Examples:
  provenance origin m-3f9a2c
  provenance origin m-3f9a2c --established facebook:velmora.diary --by "A. Karim" \\
      --reason "the photographer has the raw file" --evidence a-10fe22 --date 2016-07-01
"""


@click.command("origin", epilog=EXAMPLES)
@click.argument("item")
@click.option("--established", metavar="SOURCE", help="Where it comes from, by a person's finding.")
@click.option("--reason", default="", help="Why.")
@click.option("--evidence", help="What it rests on: ids of records, or words.")
@click.option("--date", metavar="DATE", help="When it was found out.")
@by_option
@json_option
@with_archive(create=False)
def command(
    archive: Archive,
    *,
    item: str,
    established: str | None,
    reason: str,
    evidence: str | None,
    date: str | None,
    by: str | None,
    as_json: bool,
) -> int:
    """Show what is said about where ITEM comes from, or record what a person established.

    Three kinds are never merged: claimed (a credit line says so), observed (it was fetched there), established
    (a person found it out). A logo or a brand in the picture is none of them.
    """
    from provenance.cli.text import headline, printed
    from provenance.exporters import plain
    from provenance.saying.records import origin_lines

    if established:
        archive.establish(item, established, reason=reason, by=by or "", evidence=evidence, date=date)
    seen = archive.show(item)
    if as_json:
        click.echo(plain.line({"item": seen.item.id, "origins": seen.origins}))
        return 0
    word = "RECORDED" if established else "ORIGIN"
    click.echo(headline(word, archive.short_id(seen.item.id), colour="green" if established else "cyan"))
    for line in printed(origin_lines(seen)):
        click.echo(line)
    return 0
