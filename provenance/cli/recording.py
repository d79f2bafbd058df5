"""What ``add`` and ``import`` have in common: run an import, show how it goes, sum it up."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from provenance.cli import INTERRUPTED
from provenance.cli.bar import Bar
from provenance.cli.text import brief, say
from provenance.saying.words import number, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from provenance.archive import Archive
    from provenance.importers.folder import FolderReading
    from provenance.ingesting import Report
    from provenance.model import Intake, Match, Problem, Recorded

MOST_CONTRADICTIONS = 2  # beside one file; provenance contradictions ITEM has them all
FEW = 20  # up to so many files each gets a line; of more, only those that were seen before or failed


def record(
    archive: Archive,
    intakes: Iterable[Intake | Problem],
    *,
    keep: bool,
    thumbnails: bool,
    fast: bool,
    workers: int | None,
    total: int | None,
    quiet: bool,
    as_json: bool,
    again: str,
    folders: Sequence[FolderReading] = (),
    by_hand: bool = False,
) -> int:
    """Run the import; returns the exit code. Ctrl-C keeps what was committed and says how to go on."""
    with Bar(total if total and total > FEW else 0, quiet=quiet or as_json) as advance:
        every = not quiet and (total is None or total <= FEW)

        def watch(recorded: Recorded) -> None:
            with suppress(BrokenPipeError):  # nobody reads any more; recording goes on
                if as_json:
                    _echo_json(recorded)
                elif recorded.problem or every or (recorded.matches and not quiet):
                    advance.say(_line(archive, recorded), error=bool(recorded.problem))
                    for line in _against(archive, recorded) if every else ():
                        advance.say(line, error=False)

        try:
            report = archive.ingest(
                intakes,
                keep=keep,
                thumbnails=thumbnails,
                fast=fast,
                workers=workers,
                watch=watch,
                wrote=advance.step,
                reading=advance.reading,
                by_hand=by_hand,
            )
        except KeyboardInterrupt:
            advance.clear()  # nothing of it is left below the line
            advance.say(
                f"Interrupted. What was recorded so far is kept ({number(archive.counts()['items'], 'item')} in "
                f"all). To go on, run {again}: nothing is recorded twice.",
                error=True,
            )
            return INTERRUPTED
    if as_json:
        from provenance.exporters import plain

        click.echo(plain.line({"summary": report}))
    else:
        say(_summary(report, archive))
        if fast and report.new:
            click.echo("Parts of pictures: not recorded; provenance reindex makes them later, of files that are kept.")
        if report.set_aside:
            were = "claim was" if report.set_aside == 1 else "claims were"
            click.echo(f"{report.set_aside:,} {were} withdrawn or corrected here before; that stays so.")
        passed_over = sum(folder.passed_over for folder in folders)
        if passed_over:
            click.echo(f"{number(passed_over, 'file')} passed over: neither picture nor video.")
    return 2 if report.failed else 0


def files_below(path: str) -> int:
    """Number of files, for the progress bar; hidden ones are left out like the importer does."""
    if not os.path.isdir(path):  # noqa: PTH112 - False, and no error, for a name that no system can have
        return 1
    return sum(
        sum(not name.startswith(".") for name in names) for folder, _, names in os.walk(path) if "/." not in folder
    )


def _line(archive: Archive, recorded: Recorded) -> str:
    locator = one_line(recorded.locator)
    if recorded.problem:
        reason = brief(recorded.problem.reason)
        return f"problem   {reason if locator in reason else f'{locator}: {reason}'}"
    if recorded.item_id is None:
        return f"{'claims' if recorded.adds else 'known':<9} {locator}"
    word = "new" if recorded.is_new else "extended" if recorded.adds else "known"
    line = f"{word:<9} {archive.short_id(recorded.item_id)}  {locator}"
    before = seen_before(recorded.matches, archive.short_id)
    return f"{line}  {before}" if before else line


def _against(archive: Archive, recorded: Recorded) -> Iterator[str]:
    """What the archive has that cannot be true together with what was just recorded."""
    if recorded.item_id is None or not recorded.adds:
        return
    from provenance.cli.text import printed
    from provenance.saying.judged import contradiction_lines

    found = archive.contradictions(recorded.item_id)
    items = archive.items_concerned(found)
    yield from printed(contradiction_lines(found, most=MOST_CONTRADICTIONS, items=items, own=recorded.item_id))


def seen_before(matches: tuple[Match, ...], short: Callable[[str], str]) -> str:
    """``SEEN BEFORE: m-3f9a2c (re-encoded, cropped; 62 % of it shown) and 1 more``; nothing without matches."""
    if not matches:
        return ""
    from provenance.saying.answers import match_words

    best = matches[0]
    word = "SEEN BEFORE" if best.is_certain else "PROBABLY SEEN BEFORE"
    more = f" and {len(matches) - 1} more" if len(matches) > 1 else ""
    return f"{word}: {short(best.item_id)} ({match_words(best, shares=True)}){more}"


def _echo_json(recorded: Recorded) -> None:
    from provenance.exporters import plain

    click.echo(plain.line(recorded))


def _summary(report: Report, archive: Archive) -> str:
    parts = [number(report.new, "new item")]
    if report.matched:
        parts.append(f"{report.matched:,} of them seen before")
    if report.extended:
        parts.append(f"{number(report.extended, 'known item')} extended")
    if report.known:
        parts.append(f"{report.known:,} known already")
    if report.claims_only:
        parts.append(f"{number(report.claims_only, 'record')} of claims without media")
    if report.failed:
        parts.append(f"{number(report.failed, 'problem')}")
    return f"{', '.join(parts)}. {number(archive.counts()['items'], 'item')} in {archive.path}."
