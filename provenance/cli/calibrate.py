"""``provenance calibrate``: how often this archive answers wrongly, and what it finds again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, with_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.archive import Archive
    from provenance.cli.bar import Bar
    from provenance.findings.calibrated import Calibration, EditRate, Suspect

MOST_SHOWN = 10  # pairs to look at; --json has all that are kept

EXAMPLES = """\b
Examples:
  provenance calibrate
  provenance calibrate --sample 400 --seed 2
"""


@click.command("calibrate", epilog=EXAMPLES)
@click.option("--sample", type=click.IntRange(10), default=100, show_default=True, help="Pictures to try.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Which pictures, and which edits.")
@json_option
@with_archive(create=False)
def command(archive: Archive, *, sample: int, seed: int, as_json: bool) -> None:
    """Try the archive on edits of its own pictures, and say how often it errs.

    A sample of its pictures is asked in a dozen edits, and as if each were not there. The rates are stored, and
    check quotes them. Takes about five minutes for 100 pictures. See: provenance help calibration
    """
    from provenance.exporters import plain

    calibration = _calibrated(archive, sample=sample, seed=seed)
    if as_json:
        click.echo(plain.line(calibration))
        return
    for line in _lines(calibration, str(archive.path), archive.short_id):
        click.echo(line)


def _calibrated(archive: Archive, *, sample: int, seed: int) -> Calibration:
    """With a progress bar on a terminal."""
    if not sys.stderr.isatty():
        return archive.calibrate(sample=sample, seed=seed)
    from provenance.cli.bar import Bar

    bars: list[Bar] = []

    def watch(_done: int, total: int) -> None:
        if not bars:
            bars.append(Bar(total, doing="asking").__enter__())
        bars[0].step()

    try:
        return archive.calibrate(sample=sample, seed=seed, watch=watch)
    finally:
        for bar in bars:
            bar.__exit__(None, None, None)


def _lines(calibration: Calibration, name: str, short: Callable[[str], str]) -> Iterator[str]:
    from provenance.cli.text import field, headline
    from provenance.saying.words import number

    colour = "yellow" if calibration.copies.found or calibration.undecided else "green"
    yield headline("CALIBRATED", f"{name}: {calibration.sentence()}", colour=colour)
    yield field("probable copies", _probable(calibration))
    asked = (
        f"{number(calibration.pictures, 'picture')}, each as if it were not there and in {len(calibration.edits)} edits"
    )
    if calibration.thumbnails:
        asked += f"; {calibration.thumbnails:,} by their thumbnails, which are small: fewer edits of them are found"
    if calibration.unreadable:
        asked += f"; {calibration.unreadable:,} could not be read: provenance verify"
    yield field("asked", asked)
    for position, edit in enumerate(calibration.edits):
        yield field("" if position else "found again", _found(edit))
    for position, suspect in enumerate(calibration.suspects[:MOST_SHOWN]):
        yield field("" if position else "to be looked at", _suspect(suspect, short))
    if calibration.suspects:
        more = len(calibration.suspects) - MOST_SHOWN
        yield field(
            "", (f"and {more:,} more (--json). " if more > 0 else "") + "They may be true reuse that nobody recorded"
        )


def _probable(calibration: Calibration) -> str:
    from provenance.findings.calibrated import percent

    rate = calibration.probable
    return (
        f"{rate.found:,} of {rate.tried:,} were called no more than a probable copy of an unrelated one "
        f"(at most {percent(rate.at_most)}, 95 %)"
    )


def _found(edit: EditRate) -> str:
    share = f"{100 * (edit.copies + edit.probable) / edit.tried:.0f} %"
    probable = f", of these {edit.probable:,} only as a probable copy" if edit.probable else ""
    return f"{share:>5}  {edit.edit}: {edit.copies + edit.probable:,} of {edit.tried:,}{probable}"


def _suspect(suspect: Suspect, short: Callable[[str], str]) -> str:
    word = "copy" if suspect.relation.value == "copy" else "probable copy"
    how = f"{suspect.distance_bits} of 256 bits differ" if suspect.score is None else f"score {suspect.score:.1f}"
    known = "; a suggested match joins them, which nobody reviewed" if suspect.suggested else ""
    return f"{short(suspect.asked)} and {short(suspect.answered)}: {word}, {how}, asked {_how(suspect.edit)}{known}"


def _how(edit: str) -> str:
    return edit if edit == "as it is" else f"with the edit “{edit}”"
