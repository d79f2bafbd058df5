"""``provenance diff``: two pictures against each other, in words and as a proof picture."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from provenance.cli.options import archive_option, debug_option, json_option, max_pixels_option
from provenance.cli.written import write_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.archive import Archive
    from provenance.comparing import Comparison, Side
    from provenance.media.image import Limits

SHARED, NOT_SHARED = 0, 1
FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}

EXAMPLES = """\b
Examples:
  provenance diff earlier.jpg repost.jpg -o proof.png
  provenance diff m-3f9a2c repost.jpg -o proof.png --lines
  provenance diff m-80c41b@03:12 still.jpg -o proof.png
"""


@click.command("diff", epilog=EXAMPLES)
@click.argument("a")
@click.argument("b")
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Draw the proof picture here, as PNG or JPEG.")
@click.option("--lines", is_flag=True, help="In the proof picture, join the places that agree.")
@click.option("--reveal", is_flag=True, help="Show pictures marked graphic as they are. It is logged.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@archive_option
@json_option
@max_pixels_option
@debug_option
def command(
    *,
    a: str,
    b: str,
    output: str | None,
    lines: bool,
    reveal: bool,
    force: bool,
    archive_path: str | None,
    as_json: bool,
    max_pixels: int | None,
) -> int:
    """Say what picture B changes against A, and which of the two is the likelier ancestor.

    Each is a file, or the beginning of an item's id; of a video a frame is named with its time: clip.mp4@03:12, or
    @7.35 in seconds. Without one, an archived video is shown at the moment that its match with the other names. Two
    files need no archive. Exit code: 0 both show the same pixels somewhere, 1 they do not, 2 error.
    """
    from provenance.exporters import plain

    if output is not None:
        check_output("-o", output, inputs=(a, b), force=force)
    with _archive(archive_path, (a, b), max_pixels) as archive:
        comparison = _compared(archive, a, b, _limits(max_pixels))
        drawn = _draw(archive, comparison, output, lines=lines, reveal=reveal) if output else None
        if as_json:
            from provenance.comparing import plain_values

            click.echo(plain.line(plain_values(comparison) | {"proof": drawn}))
        else:
            for line in _lines(comparison):
                click.echo(line)
            for line in _proof_lines(comparison, output, drawn, reveal=reveal):
                click.echo(line)
    return SHARED if comparison.shares_area else NOT_SHARED


def _limits(max_pixels: int | None) -> Limits:
    from provenance.media.image import DEFAULT_LIMITS

    return DEFAULT_LIMITS if max_pixels is None else DEFAULT_LIMITS.with_pixels(max_pixels)


def _archive(place: str | None, names: tuple[str, str], max_pixels: int | None) -> Any:
    """The archive, where one is named, be it by the environment, or an id is asked for; else none."""
    from provenance import framing
    from provenance.cli.options import default_archive, open_archive
    from provenance.comparing import is_id

    usual = click.get_current_context().find_root().obj["archive"]
    is_needed = place or any(is_id(framing.named(name)[0]) for name in names)
    if not is_needed and not (usual and Path(usual).is_file()):
        return nullcontext(None)
    named = place or usual
    return open_archive(named or default_archive(), create=False, max_pixels=max_pixels)


def _compared(archive: Archive | None, a: str, b: str, limits: Limits) -> Comparison:
    if archive is not None:
        return archive.diff(a, b)
    from provenance.comparing import compare, side_of_file

    return compare(side_of_file(a, limits=limits), side_of_file(b, limits=limits))


def check_output(option: str, output: str, *, inputs: tuple[str, ...] = (), force: bool) -> None:
    """Before anything is computed: whether a picture can be written there.

    Raises:
        BadOption: it cannot.
    """
    from provenance.errors import BadOption

    place = Path(output)
    if place.suffix.lower() not in FORMATS:
        raise BadOption(f"{option} {output}: name it .png or .jpg")
    if not place.parent.is_dir():
        raise BadOption(f"{option} {output}: there is no folder {place.parent}")
    if not os.path.lexists(place):
        return
    if place.is_dir():
        raise BadOption(f"{option} {output}: is a folder. Name a file")
    if any(os.path.exists(name) and place.samefile(name) for name in inputs):  # noqa: PTH110 - names may be ids
        raise BadOption(f"{option} {output}: is one of the two pictures. Name another file")
    if not force:
        raise BadOption(f"{option} {output}: is there already. Name another file, or write over it: --force")


def _draw(
    archive: Archive | None, comparison: Comparison, output: str, *, lines: bool, reveal: bool
) -> dict[str, Any] | None:
    """Write the proof picture; None where there is nothing to draw. The log names first what it reveals."""
    from provenance.comparing import draw

    if comparison.overlap is None:
        return None
    hide = comparison.is_graphic and not reveal
    image = draw(comparison, lines=lines, hide=hide)
    if comparison.is_graphic and reveal and archive:
        for side in (comparison.a, comparison.b):
            if side.item and side.covered_by:
                archive.reveal(side.item.id)
    write_picture(Path(output), image, FORMATS[Path(output).suffix.lower()])
    return {"path": output, "hidden": hide, "width": image.width, "height": image.height}


def _lines(comparison: Comparison) -> Iterator[str]:
    from provenance.cli.text import field

    yield _headline(comparison)
    yield field("A", _side_words(comparison.a))
    yield field("B", _side_words(comparison.b))
    if comparison.moments:
        yield field("moments", f"those of {comparison.moments}; others are named with their time: m-3f9a2c@03:12")
    for position, reason in enumerate(comparison.evidence):
        yield field("" if position else "how sure", reason)
    yield from _changes(comparison)
    if comparison.ancestor:
        yield field("ancestor", comparison.ancestor.sentence)
        for vote in comparison.ancestor.votes:
            yield field("", f"{vote.about}: {vote.sentence}")
        yield field("", "both may come from a third picture")
    for position, line in enumerate(_not_checked(comparison)):
        yield field("" if position else "not checked", line)


def _headline(comparison: Comparison) -> str:
    from provenance.cli.text import headline
    from provenance.model import Relation, Tier
    from provenance.saying.answers import shown_words

    if comparison.tier is Tier.EXACT:
        return headline("THE SAME FILE", "B is A, byte for byte", colour="red")
    words = ""
    if comparison.described:
        words = shown_words(
            comparison.described.kept,
            comparison.described.covers,
            certain=comparison.relation is Relation.COPY,
        )
    return {
        Relation.COPY: headline("THE SAME PICTURE", f"B {words} A", colour="red"),
        Relation.PROBABLE: headline("PROBABLY THE SAME PICTURE", f"B {words} A: a person should look", colour="yellow"),
        Relation.TEMPLATE: headline(
            "SHARED TEMPLATE", "A and B share a frame, a logo, a caption or a text, and differ: no reuse", colour="cyan"
        ),
        Relation.SCENE: headline("SAME SCENE?", "perhaps two photographs of the same thing: no reuse", colour="cyan"),
        None: headline("NO SHARED AREA FOUND", "between A and B", colour="cyan"),
    }[comparison.relation]


def _side_words(side: Side) -> str:
    from provenance.saying.words import one_line

    words = f"{one_line(side.name)}, {side.size[0]} × {side.size[1]} pixels"
    if side.item:
        words += f" ({side.item.id[:8]}{_marked(side.item.id, side.covered_by)})"
    return words + (", of which only the small grey picture is kept" if side.is_thumbnail else "")


def _marked(item_id: str, covered_by: str | None) -> str:
    from provenance.saying.items import covered_words

    return f", {covered_words(item_id, covered_by, lambda one: one[:8])}" if covered_by else ""


def _changes(comparison: Comparison) -> Iterator[str]:
    from provenance.cli.text import field

    if comparison.described is None:
        return
    words = ", ".join(alteration.value for alteration in comparison.described.alterations)
    yield field("B against A", f"at least: {words}")
    for sentence in comparison.described.sentences:
        yield field("", sentence)


def _not_checked(comparison: Comparison) -> Iterator[str]:
    if comparison.relation is None:
        yield "areas smaller than about a tenth of a side, and plain ones: they have too few features"
        return
    yield "small edits (a face, a sign, a word): look at both, at full size"
    if comparison.a.is_thumbnail or comparison.b.is_thumbnail:
        yield "colours and fine detail: of one of them only a small grey picture is kept"
    if comparison.ancestor:
        yield "anything but these two: neither need come from the other"


def _proof_lines(comparison: Comparison, output: str | None, drawn: object, *, reveal: bool) -> Iterator[str]:
    from provenance.cli.text import field

    if output is None:
        return
    if drawn is None:
        yield field("proof", "none: no area was found that both show")
        return
    hidden = comparison.is_graphic and not reveal
    yield field("proof", output + (" (marked graphic: blurred; --reveal shows it, and is logged)" if hidden else ""))
