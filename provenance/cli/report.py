"""``provenance report``: items as a page that stands on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import max_pixels_option, with_archive
from provenance.cli.written import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.archive import Archive

EXAMPLES = """\b
Examples:
  provenance report m-3f9a2c
  provenance report m-3f9a2c m-77ab01 -o bridge.html
  provenance report m-3f9a2c --redact
"""


@click.command("report", epilog=EXAMPLES)
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@click.option("-o", "--output", metavar="FILE", help="Where to write it. Default: report-ITEM.html, here.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--redact", is_flag=True, help="Leave out all that the file says about itself, and what it was called.")
@click.option("--all-metadata", is_flag=True, help="Leave nothing out: also positions, serial numbers and names.")
@click.option("--reveal", is_flag=True, help="Show pictures marked graphic as they are. It is logged.")
@max_pixels_option
@with_archive(create=False)
def command(
    archive: Archive,
    *,
    items: tuple[str, ...],
    output: str | None,
    force: bool,
    redact: bool,
    all_metadata: bool,
    reveal: bool,
) -> None:
    """Write what is recorded of ITEM as one HTML file, with its pictures inside: for an editor, or to be published.

    It says what was found, what the item was said to show, what cannot all be true, and what was not checked; a second
    part is for specialists. It needs no script and no network; a browser prints it to PDF. Positions, serial
    numbers, and what the file has in its fields for names and comments are left out, for they can identify a witness;
    titles, descriptions and credit lines stay unless --redact is given.
    """
    from pathlib import Path

    from provenance.errors import BadOption
    from provenance.exporters.report import rendered
    from provenance.redacting import Privacy
    from provenance.reporting import report_on

    if redact and all_metadata:
        raise BadOption("--redact and --all-metadata cannot both be meant")
    place = Path(output or f"report-{archive.short_id(archive.item(items[0]).id)}.html")
    _check(place, force=force)
    privacy = Privacy.EVERYTHING if redact else Privacy.NOTHING if all_metadata else Privacy.IDENTIFYING
    report = report_on(archive, items, privacy=privacy, reveal=reveal)
    write_whole(place, rendered(report).encode())
    from provenance.cli.text import field, headline
    from provenance.saying.words import number, one_line

    click.echo(
        headline(
            "REPORT", f"{one_line(str(place))}, {number(place.stat().st_size // 1000, 'kB', 'kB')}", colour="green"
        )
    )
    for one in report.items:
        click.echo(field(one.short, f"{one.headline.word} {one.headline.rest}"))
    if report.left_out:
        click.echo(field("left out", report.left_out))


def _check(place: Path, *, force: bool) -> None:
    from provenance.errors import BadOption

    if place.suffix.lower() not in (".html", ".htm"):
        raise BadOption(f"-o {place}: name it .html")
    if not place.parent.is_dir():
        raise BadOption(f"-o {place}: there is no folder {place.parent}")
    if place.exists() and not force:
        raise BadOption(f"{place}: is there already. Name another file, or write over it: --force")
