"""``provenance check``: say whether pictures and videos were seen before, without recording them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, max_pixels_option, with_archive
from provenance.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.archive import Archive
    from provenance.asking import Answered
    from provenance.cli.proofs import Proofs

SEEN, NOT_SEEN, FAILED, NOT_COMPARABLE = 0, 1, 2, 3
CODES = {Outcome.SEEN: SEEN, Outcome.NOT_SEEN: NOT_SEEN, Outcome.NOT_COMPARABLE: NOT_COMPARABLE}
# Of several files the first of these that occurred is the exit code.
PRECEDENCE = (FAILED, SEEN, NOT_SEEN, NOT_COMPARABLE)

EXAMPLES = """\b
Examples:
  provenance check photo.jpg
  provenance check photo.jpg --proof proofs/
  provenance check photo.jpg --place Harsad --date 2016-06-29     # is that what was claimed before?
  provenance check --json photo.jpg | jq .earliest_known
  find inbox -name '*.jpg' | provenance check -
"""


@click.command("check", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--fast", is_flag=True, help="Bytes and hashes of the whole picture only: no crops, no collages.")
@click.option("--proof", "folder", type=click.Path(), metavar="DIR", help="Draw each match into this folder, as PNG.")
@click.option("--reveal", is_flag=True, help="With --proof: show pictures marked graphic as they are. It is logged.")
@click.option("--explain", is_flag=True, help="Also print what the score of each match by parts is made of.")
@click.option("--facts", is_flag=True, help="Also print what the file says about itself (EXIF, XMP, IPTC).")
@click.option("--claim", help="What is being claimed of it now: the answer says what here contradicts it.")
@click.option("--place", help="Where it is claimed to be, now.")
@click.option("--date", help="When it is claimed to have happened, now; EDTF, e.g. 2016-06-28/2016-06-29.")
@click.option("--published", metavar="DATE", help="When FILE was published where you found it; EDTF, e.g. 2016-06.")
@click.option("-0", "--null", is_flag=True, help="With -: names end in a NUL byte, as find -print0 writes them.")
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes that look. Default: 2 where there are many files."
)
@json_option
@max_pixels_option
@with_archive(create=False)
def command(
    archive: Archive,
    *,
    paths: tuple[str, ...],
    fast: bool,
    folder: str | None,
    reveal: bool,
    explain: bool,
    facts: bool,
    claim: str | None,
    place: str | None,
    date: str | None,
    published: str | None,
    null: bool,
    workers: int | None,
    as_json: bool,
) -> int:
    """Say whether FILE was seen before, and what it was said to show. Records nothing.

    FILE is a picture or a video. Compared are its bytes, hashes of the whole picture, and its parts: crops,
    screenshots, captioned copies and collages are found too. Of a video the seconds are found that were seen before,
    and photographs that it shows; of a picture the video that it is a still of. What was not checked is said in
    each answer.

    FILE may be - for a list of names on standard input, one a line. Exit code: 0 seen before, 1 not
    seen in this archive, 3 not comparable, 2 error; of several files: 2 if one could not be used,
    otherwise 0 if one was seen before.
    """
    from provenance.asking import Question, answers
    from provenance.cli.bar import Bar
    from provenance.entering import asked_claim, asked_date

    proofs = _proofs(archive, folder, reveal=reveal)
    asked = asked_claim(claim, place=place, date=date, now=archive.today)
    since = asked_date(published, now=archive.today)
    question = Question(fast=fast, facts=facts, claim=asked, published=since)
    codes = set()
    with Bar(quiet=as_json) as bar:
        files = list(_expanded(paths, null=null))
        for path, found in answers(archive, question, files, workers=workers, reading=bar.reading):
            bar.clear()
            if isinstance(found, Exception):
                from provenance.saying.words import one_line

                click.echo(f"Error: {one_line(str(found))}", err=True)
                codes.add(FAILED)
                continue
            show = _show_json if as_json else _show
            show(archive, path, found, proofs, explain=explain)
            codes.add(CODES[found.answer.outcome])
    return next((code for code in PRECEDENCE if code in codes), NOT_SEEN)


def _proofs(archive: Archive, folder: str | None, *, reveal: bool) -> Proofs | None:
    if folder is None:
        if reveal:
            from provenance.errors import BadOption

            raise BadOption("--reveal goes with --proof DIR: pictures are shown nowhere else")
        return None
    from provenance.cli.proofs import Proofs

    return Proofs(archive, folder, reveal=reveal)


def _show(archive: Archive, path: str, found: Answered, proofs: Proofs | None, *, explain: bool) -> None:
    from provenance.cli.text import printed
    from provenance.saying.answers import answer_lines, explanation_lines, fact_lines

    for line in printed(answer_lines(found.answer, archive.short_id, archive.place_of_file)):
        click.echo(line)
    for line in printed(explanation_lines(found.answer, archive.short_id)) if explain else ():
        click.echo(line)
    for line in printed(fact_lines(found.facts)):
        click.echo(line)
    for line in proofs.lines(path, found.answer) if proofs else ():
        click.echo(line)


def _show_json(archive: Archive, path: str, found: Answered, proofs: Proofs | None, *, explain: bool) -> None:
    del archive, explain  # what the score is made of stands in the details of each match anyway
    from provenance.exporters import plain

    said = plain.answer(found.answer)
    if found.facts:
        said["facts"] = plain.plain(found.facts)
    if proofs:
        said["proofs"] = plain.plain(list(proofs.drawn(path, found.answer)))
    click.echo(plain.line(said))


def _expanded(paths: Iterable[str], *, null: bool) -> Iterator[str]:
    for path in paths:
        if path == "-":
            yield from _listed(b"\0" if null else b"\n")
        else:
            yield path


def _listed(end: bytes) -> Iterator[str]:
    """Names on standard input; bytes that are no UTF-8 pass through."""
    if sys.stdin is None:
        from provenance.errors import BadOption

        raise BadOption("-: standard input is closed. Give the names as arguments, or through a pipe")
    for name in sys.stdin.buffer.read().split(end):
        stripped = name.rstrip(b"\r") if end == b"\n" else name
        if stripped:
            yield os.fsdecode(stripped)
