"""``provenance serve``: the archive as web pages on this machine."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from provenance.cli.options import max_pixels_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive

EXAMPLES = """\b
Examples:
  provenance serve
  provenance serve --port 8000 --no-browser
  provenance serve --read-only
"""
MEGABYTE = 1_000_000


@click.command("serve", epilog=EXAMPLES)
@click.option("--port", type=click.IntRange(0, 65_535), default=0, show_default="any that is free", help="Where.")
@click.option("--host", help="Another address than this machine's own; needs --token. See: provenance help serve")
@click.option("--token", help="What opens the pages, 16 characters or more. Default: a new random one.")
@click.option("--name", "names", multiple=True, help="With --host: what other machines call this one. May be repeated.")
@click.option("--read-only", is_flag=True, help="Show and compare only: nothing is recorded.")
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option(
    "--max-upload",
    type=click.IntRange(1, 100_000),
    default=1000,
    show_default=True,
    metavar="MB",
    help="Refuse more than this at once.",
)
@max_pixels_option
@with_archive(create=True)
def command(
    archive: Archive,
    *,
    port: int,
    host: str | None,
    token: str | None,
    names: tuple[str, ...],
    read_only: bool,
    no_browser: bool,
    max_upload: int,
) -> int:
    """Show the archive as web pages: check pictures, look at items, record. Ends with Ctrl-C.

    Only this machine reaches the pages, and only who has the address that is printed: it holds a random token.
    No page loads anything from elsewhere.
    """
    from provenance.errors import BadOption
    from provenance.web import serving
    from provenance.web.settings import LOOPBACK, Settings

    where = host or serving.LOOPBACK_HOST
    if token is not None and len(token) < serving.SHORTEST_TOKEN:
        raise BadOption(f"--token: is too easy to guess. Take {serving.SHORTEST_TOKEN} characters or more")
    if token is not None and not (token.isascii() and token.isprintable() and " " not in token):
        raise BadOption("--token: holds signs that no address can. Take letters, digits and - . _ without spaces")
    if not serving.is_loopback(where) and token is None:
        raise BadOption(f"--host {where}: other machines could reach it. Say also who may: --token TOKEN")
    if names and host is None:
        raise BadOption("--name goes with --host: otherwise no other machine reaches it")
    chosen = token or serving.new_token()
    settings = Settings(
        archive=str(archive.path),
        token=chosen,
        hosts=(*LOOPBACK, *(name.lower() for name in (host, *names) if name)),
        read_only=read_only,
        upload_bytes=max_upload * MEGABYTE,
        held_bytes=4 * max_upload * MEGABYTE,
        limits=archive.limits,
    )
    listening = serving.opened(where, port)
    begin = serving.address(where, listening, chosen)

    def ready(_: object) -> None:
        click.echo(begin)
        click.echo("Open this address in a browser on this machine. Ctrl-C ends it.", err=True)
        if not serving.is_loopback(where):
            click.echo("Other machines reach it, unencrypted: whoever listens on the way learns the token.", err=True)
        if not no_browser:
            import webbrowser

            webbrowser.open(begin)

    with listening, suppress(KeyboardInterrupt):  # the way in which people end it
        serving.run(settings, listening, ready=ready)
    return 0
