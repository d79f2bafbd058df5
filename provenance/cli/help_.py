"""``provenance help``: a page per topic."""

from __future__ import annotations

import re
import textwrap
from difflib import get_close_matches
from importlib import resources
from typing import TYPE_CHECKING

import click

from provenance.cli.text import width
from provenance.errors import BadOption

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = "    "  # lines that begin so are shown as they are
MARK = re.compile(r"(?:\d+\.|[-*]) +\S")  # how an item of a list begins
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
    """A page as paragraphs that fill the width, each item of a list on lines of its own; examples stay as they are."""
    title, *rest = page.strip().split("\n\n")
    filled = [block if block.startswith(EXAMPLE) else "\n".join(_filled(block, columns)) for block in rest]
    return [title.lstrip("# "), *filled]


def _filled(block: str, columns: int) -> Iterator[str]:
    """The items of a list, or the one paragraph that a block is; an item's further lines stand below its words."""
    lines = block.splitlines()
    below = min((line[: len(line) - len(line.lstrip())] for line in lines if line.startswith(" ")), default="")
    for item in _items(lines, is_list=bool(below)):
        text = " ".join(line.strip() for line in item)
        yield textwrap.fill(text, columns, subsequent_indent=below, break_on_hyphens=False)


def _items(lines: list[str], *, is_list: bool) -> Iterator[list[str]]:
    """In a list, where further lines are indented, each line that is not begins an item; so does one with a mark."""
    item: list[str] = []
    for line in lines:
        if item and (MARK.match(line) or (is_list and not line.startswith(" "))):
            yield item
            item = []
        item.append(line)
    yield item


def topics() -> dict[str, str]:
    """The pages by name, sorted."""
    folder = resources.files("provenance") / "help"
    pages = {
        page.name.removesuffix(".md"): page.read_text("utf-8") for page in folder.iterdir() if page.name.endswith(".md")
    }
    return dict(sorted(pages.items()))
