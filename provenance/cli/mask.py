"""``provenance mask``: what a source puts on all of its pictures, learned and then discounted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive

EXAMPLES = """\b
Examples:
  provenance mask learn --source youtube:AmaqChannel
"""


@click.command("mask", epilog=EXAMPLES)
@click.argument("action", type=click.Choice(["learn"]))
@click.option("--source", "name", required=True, metavar="SOURCE", help="The source, as `provenance source` lists it.")
@json_option
@with_archive(create=False)
def command(archive: Archive, *, action: str, name: str, as_json: bool) -> int:
    """Learn the logo, frame or lower third of SOURCE from its pictures, and discount it in every check.

    It takes at least four different pictures of one shape. What was learned before is kept, and the newest counts.
    """
    del action  # there is only one so far
    from provenance.cli.text import field, headline
    from provenance.exporters import plain
    from provenance.saying.words import number

    source_id, source = archive.source_called(name)
    items = len(archive.source(source_id)[0])
    masks = archive.learn_mask(source_id)
    if as_json:
        click.echo(plain.line({"source": source.key, "masks": [mask._asdict() for mask in masks]}))
        return 0
    click.echo(headline("LEARNED", f"what {source.key} puts on its pictures ({number(items, 'item')})", colour="green"))
    for mask in masks:
        shape = f"{mask.aspect:.2f} times as wide as high"
        click.echo(field("mask", f"{mask.share:.0%} of the picture, from {mask.pictures} different ones, {shape}"))
        for row in mask.rows[:: max(1, len(mask.rows) // 12)]:
            click.echo(field("", row[:: max(1, len(row) // 48)]))
    click.echo(field("from now on", "these regions say nothing in a check of this source's pictures"))
    return 0
