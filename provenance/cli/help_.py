"""``provenance help``: a page per topic."""

from __future__ import annotations

import textwrap
from difflib import get_close_matches
from importlib import resources

import click

from provenance.cli.text import width
from provenance.errors import BadOption

EXAMPLES = """\b
Examples:
  provenance help
  provenance help dates
"""


@click.command("help", epilog=EXAMPLES)
@click.argument("topic", nargs=-1)
def command(*, topic: tuple[str, ...]) -> None:
    """Explain TOPIC, or list the topics."""
    pages = topics()
    if not topic:
        click.echo("Topics, each shown by: provenance help TOPIC\n")
        for name, text in pages.items():
            click.echo(f"  {name:<16}{text.splitlines()[0].lstrip('# ')}")
        click.echo("\nOptions of a command: provenance COMMAND --help")
        return
    name = "-".join(topic).lower().replace("_", "-")
    if name not in pages:
        near = get_close_matches(name, pages, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise BadOption(f"there is no topic {name!r}.{hint} Topics: {', '.join(pages)}")
    click.echo("\n\n".join(paragraphs(pages[name], width())))


def paragraphs(page: str, columns: int) -> list[str]:
    """A page as paragraphs that fill the width; indented lines stay as they are."""
    title, *rest = page.strip().split("\n\n")
    filled = [
        block if block.startswith("    ") else textwrap.fill(block, columns, break_on_hyphens=False) for block in rest
    ]
    return [title.lstrip("# "), *filled]


def topics() -> dict[str, str]:
    """The pages by name, sorted."""
    folder = resources.files("provenance") / "help"
    pages = {
        page.name.removesuffix(".md"): page.read_text("utf-8") for page in folder.iterdir() if page.name.endswith(".md")
    }
    return dict(sorted(pages.items()))
