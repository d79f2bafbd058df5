"""``provenance add``: record files and folders, or a reference without a file, with their claimed origin."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from provenance.cli.options import by_option, json_option, max_pixels_option, with_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.archive import Archive
    from provenance.importers.folder import FolderReading
    from provenance.model import Intake, Problem

EXAMPLES = """\b
Examples:
  provenance add photo.jpg --url https://www.facebook.com/page/posts/123 --posted 2016-06-29 \\
      --caption "Fighters outside the town" --claim "Fighters raise a flag" --place Al-Boukamal
  provenance add inbox/ --credit "(YouTube)"
  provenance add --label "flag photo" --credit "(Facebook/The.NSAy.Official)"     # no file yet
  provenance add photo.jpg --item m-3f9a2c                                        # its file, later
  provenance add --item m-3f9a2c --claim "A convoy leaves the town" --asserted-by "@user on X"
"""


@click.command("add", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[FILE_OR_FOLDER]...")
@click.option("--url", help="Where you found the file; of an item without a file, where it was published.")
@click.option("--account", help="The account that published it.")
@click.option("--platform", help="facebook, youtube, telegram, x ... Taken from --url where possible.")
@click.option("--publisher", help="The outlet or agency that published it, where that is no account.")
@click.option("--caption", help="The text that stood beside it, word for word.")
@click.option("--credit", help='The credit line, word for word: "(Facebook/The.NSAy.Official)".')
@click.option("--posted", help="When it was published: 2016-06-29, 2016-06, 2016-06-29T18:04+03:00.")
@click.option("--claim", "claims", multiple=True, help="What it is said to show. May be given several times.")
@click.option("--place", help="Where the claim says that it is.")
@click.option("--date", help="When the claim says that it happened; EDTF, e.g. 2016-06-28/2016-06-29.")
@click.option("--hedge", help="How the claim is hedged: purports, reportedly, said-to, allegedly, unverified.")
@click.option("--asserted-by", help="Who makes the claim. Otherwise the publisher.")
@click.option("--attributed-to", help="Whom the claim is attributed to.")
@click.option("--label", help="A few words by which to recognise an item that has no file.")
@click.option("--kind", type=click.Choice(["image", "video"]), help="Of an item that has no file.")
@click.option("--item", "reference", help="FILE is that of this item, which had none; without FILE, say more of it.")
@click.option("--graphic", is_flag=True, help="Disturbing: show it in words only.")
@click.option(
    "--no-keep", is_flag=True, help="Do not store the file: fingerprints, facts and a small grey picture only."
)
@click.option("--no-thumbnail", is_flag=True, help="Like --no-keep, and no small grey picture: the archive holds none.")
@click.option("--fast", is_flag=True, help="Hashes of whole pictures only; provenance reindex makes the rest later.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that decode. Default: one a core.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no line for each file.")
@by_option
@json_option
@max_pixels_option
@with_archive(create=True)
def command(archive: Archive, *, paths: tuple[str, ...], reference: str | None, **options: Any) -> int:
    """Record files, or all pictures and videos below a folder, with their claimed origin.

    Hidden files and folders, and files that are neither picture nor video, are left out.

    Without a file, an item is recorded by reference: what is said of it, until its file turns up.
    Adding the same thing twice adds nothing.
    """
    from provenance.errors import BadOption

    template = _template(options, now=archive.today(), has_paths=bool(paths), has_item=reference is not None)
    if reference:
        if len(paths) > 1:
            raise BadOption("--item takes one FILE, or none to say more of the item")
        return _about(archive, reference, paths, template, options)
    from provenance.cli.recording import record

    passed_over: list[FolderReading] = []
    return record(
        archive,
        _intakes(paths, template, passed_over) if paths else iter([template]),
        keep=_keeps(options),
        thumbnails=not options["no_thumbnail"],
        fast=options["fast"],
        workers=options["workers"],
        total=_count(paths),
        quiet=options["quiet"],
        as_json=options["as_json"],
        again="provenance add with the same arguments",
        folders=passed_over,
        by_hand=True,
    )


def _keeps(options: dict[str, Any]) -> bool:
    """Whether files are stored: not in an archive that is to hold no picture."""
    return not (options["no_keep"] or options["no_thumbnail"])


def _template(options: dict[str, Any], *, now: str, has_paths: bool, has_item: bool) -> Intake:
    """What is said of every file that is given."""
    from provenance.describing import Said, intake_of, mistakes
    from provenance.errors import BadOption

    describing = ("url", "account", "publisher", "caption", "credit", "label")
    described = any(options[name] for name in describing) or (has_item and options["claims"])
    if not has_paths and not described:
        raise BadOption(
            "nothing to record: name a FILE or a folder, or describe an item that has no file with "
            "--label, --caption, --credit, --url or --account"
        )
    said = Said(**{name: options[name] for name in Said._fields if name != "claims"}, claims=options["claims"] or ())
    for mistake in mistakes(said, called=lambda name: f"--{name.replace('_', '-')}", now=now):
        raise mistake.error
    return intake_of(said, has_file=has_paths)


def _intakes(paths: tuple[str, ...], template: Intake, folders: list[FolderReading]) -> Iterator[Intake | Problem]:
    from provenance.importers.folder import read_folder
    from provenance.model import Problem

    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - False, and no error, for a name that no system can have
            yield template._replace(path=path, locator=path)
            continue
        reading = read_folder(Path(path))
        folders.append(reading)
        for found in reading:
            if isinstance(found, Problem):
                yield found
            else:
                yield template._replace(path=found.path, locator=found.locator)


def _count(paths: tuple[str, ...]) -> int | None:
    """How many files there are to look at, for the progress bar."""
    from provenance.cli.recording import files_below

    return sum(files_below(path) for path in paths) if paths else None


def _about(archive: Archive, reference: str, paths: tuple[str, ...], template: Intake, options: dict[str, Any]) -> int:
    """Give an item its file, or say more of it, or both."""
    from provenance.cli.recording import seen_before
    from provenance.cli.text import say
    from provenance.describing import says_something
    from provenance.exporters import plain

    before = archive.item(reference)
    item = before
    if paths:
        thumbnails = not options["no_thumbnail"]
        item = archive.attach(reference, paths[0], keep=_keeps(options), thumbnails=thumbnails)
    said = template._replace(label=None)
    if says_something(said):
        item = archive.tell(item.id, said)
    matches = archive.matches_of(item.id) if paths else []
    if options["as_json"]:
        click.echo(plain.line({"item": item, "was": before.id, "matches": matches}))
        return 0
    short = archive.short_id(item.id)
    if not paths:
        click.echo(f"extended  {short}")
        return 0
    say(f"{before.id[:10]} is now {short}, with the file {paths[0]}")
    for other, match in matches:
        click.echo(seen_before((match._replace(item_id=other),), archive.short_id))
    return 0
