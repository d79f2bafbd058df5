"""Options that several commands share, and the one place where an archive is opened for them."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.archive import Archive

Command = "Callable[..., Any]"

archive_option = click.option(
    "-a",
    "--archive",
    "archive_path",
    type=click.Path(),
    help="The archive file. Otherwise PROVENANCE_ARCHIVE, otherwise one in your data folder.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="For programs: JSON on standard output.")


def _name(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    if name and name.strip():
        from provenance.unseen import refuse_unseen

        refuse_unseen([(called("by"), name)])
    return name


by_option = click.option(
    "--by", metavar="NAME", envvar="PROVENANCE_BY", callback=_name, help="Who says so: your name, or that of your desk."
)
NAMES = {"item": "ITEM", "by": "--by NAME, or PROVENANCE_BY"}  # of fields that are no option of the same name
max_pixels_option = click.option(
    "--max-pixels",
    type=click.IntRange(min=1),
    help="Refuse pictures with more pixels than this (by default: what decodes within 700 MB).",
)


def called(field: str) -> str:
    """What people call a field of a record on the command line."""
    return NAMES.get(field, f"--{field.replace('_', '-')}")


def debug_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--debug`` is read by ``main``; it is accepted behind the command too."""
    option = click.option("--debug", is_flag=True, hidden=True, expose_value=False)
    decorated: Callable[..., Any] = option(function)
    return decorated


def with_archive(*, create: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give the command an open archive as its first argument, and close it afterwards."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @archive_option
        @debug_option
        @functools.wraps(function)
        def command(*args: Any, archive_path: str | None, **kwargs: Any) -> Any:
            place = archive_path or click.get_current_context().find_root().obj["archive"] or default_archive()
            is_new = create and not os.path.exists(place)
            with open_archive(place, create=create, max_pixels=kwargs.pop("max_pixels", None)) as archive:
                try:
                    return function(archive, *args, **kwargs)
                finally:
                    if is_new:
                        _keep_if_used(archive, place)

        return command

    return decorate


def open_archive(place: str, *, create: bool, max_pixels: int | None = None) -> Archive:
    """The archive at a place, with the limits that were asked for."""
    from provenance.archive import Archive
    from provenance.media.image import DEFAULT_LIMITS

    limits = DEFAULT_LIMITS if max_pixels is None else DEFAULT_LIMITS.with_pixels(max_pixels)
    return Archive(place, create=create, limits=limits)


def _keep_if_used(archive: Archive, place: str) -> None:
    """A mistyped command leaves no empty archive behind; a mistyped place is shown."""
    if archive.remove_if_empty():
        return
    from provenance.cli.text import say

    say(f"New archive: {place}", err=True)


def default_archive() -> str:
    """``archive.db`` in the folder where the operating system keeps a user's data."""
    from platformdirs import user_data_path

    return str(user_data_path("provenance", appauthor=False) / "archive.db")
