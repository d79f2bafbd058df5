"""``provenance reindex``: make the look-up cache anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive

EXAMPLES = """\b
Example:
  provenance reindex
"""


@click.command("reindex", epilog=EXAMPLES)
@json_option
@with_archive(create=False)
def command(archive: Archive, *, as_json: bool) -> None:
    """Make the look-up cache anew from the archive.

    Never needed for right answers: a cache that is missing, behind or damaged is passed over.
    """
    from provenance.cli.text import number, say
    from provenance.errors import ArchiveError
    from provenance.exporters import plain

    hashes = archive.reindex()
    expected = archive.index_stats()
    if not hashes and expected.delta:
        raise ArchiveError(
            f"{archive.path}.index: was not made anew, because another process is writing it or the folder "
            "cannot be written. Look-ups are right all the same."
        )
    if as_json:
        click.echo(plain.line({"hashes": hashes, "index": archive.index_stats()}))
    else:
        say(f"{number(hashes, 'hash', 'hashes')} in {archive.path}.index")
