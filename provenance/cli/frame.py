"""``provenance show ITEM --frame``: one frame of a video as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli.diff import FORMATS, check_output
from provenance.cli.written import write_picture

if TYPE_CHECKING:
    from provenance.archive import Archive

JPEG_QUALITY = 95  # for people to look at, and to look up


def write_frame(archive: Archive, item: str, at: str, output: str, *, reveal: bool, force: bool, as_json: bool) -> None:
    """Write the frame and say which one it is.

    Raises:
        ProvenanceError: there is no such frame, or it cannot be written there.
    """
    from provenance.exporters import plain
    from provenance.exporters.proof import hidden
    from provenance.saying.items import covered_words

    check_output("--frame", output, force=force)
    about = archive.item(item)
    covered_by = archive.covered([about.id]).get(about.id)
    frame = archive.frame(item, at)
    image = hidden(frame.image) if covered_by is not None and not reveal else frame.image
    write_picture(Path(output), image, FORMATS[Path(output).suffix.lower()], quality=JPEG_QUALITY)
    if covered_by and reveal:
        archive.reveal(about.id)
    if as_json:
        said = {
            "item": about.id, "frame_ms": frame.ms, "path": output, "width": image.width, "height": image.height,
            "is_thumbnail": frame.is_thumbnail, "hidden": covered_by is not None and not reveal,
        }  # fmt: skip
        click.echo(plain.line(said))
        return
    click.echo(_words(archive.short_id(about.id), output, frame.ms, image.size))
    if frame.is_thumbnail:
        click.echo("Its file is not kept, or gone: this is the small grey picture of the nearest key frame.")
    if covered_by and not reveal:
        why = covered_words(about.id, covered_by, archive.short_id)
        click.echo(f"{why[0].upper()}{why[1:]}: blurred; --reveal writes it as it is, and is logged.")


def _words(short: str, output: str, ms: int, size: tuple[int, int]) -> str:
    from provenance.saying.words import one_line
    from provenance.text import clock

    begins = clock(ms, exact=True)
    return f"{one_line(output)}  the frame of {short} that begins at {begins}, {size[0]} × {size[1]} pixels"
