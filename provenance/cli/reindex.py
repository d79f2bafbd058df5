"""``provenance reindex``: make the look-up cache anew, and the local features that are missing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from provenance.cli import INTERRUPTED
from provenance.cli.options import json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive
    from provenance.cli.bar import Bar
    from provenance.featuring import FeaturesAdded

EXAMPLES = """\b
Example:
  provenance reindex
"""


@click.command("reindex", epilog=EXAMPLES)
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that decode. Default: one a core.")
@json_option
@with_archive(create=False)
def command(archive: Archive, *, workers: int | None, as_json: bool) -> int:
    """Make the look-up cache anew from the archive, and the local features that are missing.

    The cache is never needed for right answers: one that is missing, behind or damaged is passed over. Local
    features, by which crops and collages are found, are missing of pictures that were recorded with --fast, or by a
    version before them; they are made where the file is kept.
    """
    from provenance.cli.text import say
    from provenance.errors import ArchiveError
    from provenance.exporters import plain
    from provenance.saying.words import number

    try:
        added = _features(archive, workers)
    except KeyboardInterrupt:
        click.echo("Interrupted. What was made so far is kept. To go on, run provenance reindex again.", err=True)
        return INTERRUPTED
    hashes = archive.reindex()
    expected = archive.index_stats()
    if not hashes and expected.delta:
        raise ArchiveError(
            f"{archive.path}.index: was not made anew, because another process is writing it or the folder "
            "cannot be written. Look-ups are right all the same."
        )
    if as_json:
        click.echo(plain.line({"hashes": hashes, "index": archive.index_stats(), "features": added}))
        return 0
    if any(added):
        say(_words(added))
    say(f"{number(hashes, 'hash', 'hashes')} in {archive.path}.index")
    return 0


def _features(archive: Archive, workers: int | None) -> FeaturesAdded:
    """With a progress bar on a terminal."""
    if not sys.stderr.isatty():
        return archive.add_features(workers=workers)
    from provenance.cli.bar import Bar

    bars: list[Bar] = []

    def watch(_done: int, total: int) -> None:
        if not bars:
            bars.append(Bar(total, doing="looking").__enter__())
        bars[0].step()

    try:
        return archive.add_features(workers=workers, watch=watch)
    finally:
        for bar in bars:
            bar.__exit__(None, None, None)


def _words(added: FeaturesAdded) -> str:
    from provenance.saying.words import number

    words = f"Local features of {number(added.made, 'picture')} made"
    remaining = []
    if added.not_kept:
        remaining.append(f"{added.not_kept:,} whose file is not kept")
    if added.too_plain:
        remaining.append(f"{added.too_plain:,} too plain, missing or damaged")
    return words + (f"; without remain {' and '.join(remaining)}" if remaining else "") + "."
