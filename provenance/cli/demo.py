"""``provenance demo``: the whole thing on the shipped seeds and samples, by the commands that people type."""

from __future__ import annotations

import shlex
import shutil
import tempfile
import textwrap
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import click

from provenance.cli.options import debug_option
from provenance.cli.text import width

EXAMPLES = """\b
Examples:
  provenance demo
  provenance demo --keep playground
"""

SEEN, NOT_SEEN, NOT_COMPARABLE = 0, 1, 3
ARCHIVE = "desk.db"
PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Step:
    """A command with what it is there to show."""

    why: str
    command: str
    code: int = 0


STEPS = (
    Step(
        "A report of June 2016 referenced pictures and videos by caption and credit line. Each is recorded\n"
        "with its claimed origin, though there is no file; so are the claims of both sides.",
        "import seeds/al-boukamal-2016.jsonl --quiet",
    ),
    Step("Its items. Where only the platform is known, the account stays visibly unknown.", "list --limit 4"),
    Step("Both sides' casualty figures stand side by side, each with its source.", "search killed"),
    Step("Now pictures that came with files: who published them, when, and as what.", "import samples/manifest.jsonl"),
    Step(
        "A picture lands on the desk. It is a mirrored, re-encoded copy: the hash finds it all the same, with\n"
        "its earliest known appearance and every claim that was made of these pixels.",
        "check samples/repost-mirrored.jpg",
        SEEN,
    ),
    Step("A letterboxed copy: the black bars are left out of the comparison.", "check samples/repost-letterboxed.jpg"),
    Step(
        "A crop of two thirds. A hash of the whole picture cannot see it, and the answer says what it did not\n"
        "check. Not seen in an archive is not new.",
        "check --fast samples/repost-cropped.jpg",
        NOT_SEEN,
    ),
    Step(
        "Without --fast the parts of pictures are compared too: the crop is found, and what was cut off is said.",
        "check samples/repost-cropped.jpg",
        SEEN,
    ),
    Step(
        "The two side by side: what was changed, and which is the likelier ancestor. The proof picture shows the\n"
        "shared area in both.",
        "diff samples/bridge-2014.jpg samples/repost-cropped.jpg --output proof.png",
        SEEN,
    ),
    Step(
        "The archive says by itself what cannot all be true of the copy that was posted in 2016, and by which rule.",
        "contradictions m-2c5143 --strength decisive",
    ),
    Step(
        "A person decides. The verdict names the claim, the reason and what it rests on; an answer about any copy\n"
        "inherits it, and says so.",
        "verdict m-2c5143 --claim c-80a4d2 --rating misplaced --media DecontextualizedContent --by 'A. Karim' "
        "--reason 'The bridge is in Velmora; published there in 2014' --evidence m-fe7975 "
        "--link https://desk.example.org/harsad-bridge",
    ),
    Step(
        "Every dated statement about these pixels, in order: who had them first as far as is known here.",
        "timeline m-2c5143",
    ),
    Step(
        "A blank: too plain for any statement, which differs from no match.", "check samples/blank.png", NOT_COMPARABLE
    ),
    Step("Everything is as it was recorded: the log's chain, the records, the files.", "verify"),
)


@click.command("demo", epilog=EXAMPLES)
@click.option(
    "--keep",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Leave archive, samples and seeds in this folder to play with.",
)
@debug_option
def command(*, folder: Path | None) -> int:
    """Load the shipped seeds and samples into a temporary archive, ask it, and explain what is shown."""
    from provenance.errors import BadOption

    if folder is None:
        with tempfile.TemporaryDirectory(prefix="provenance-demo-") as temporary:
            return _play(Path(temporary))
    if folder.exists() and any(folder.iterdir()):
        raise BadOption(f"{folder}: is not empty. Name a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    code = _play(folder)
    place = shlex.quote(str(folder))
    click.echo(f"Kept. Go on with: cd {place} && provenance check samples/square.jpg -a {ARCHIVE}")
    return code


def _play(folder: Path) -> int:
    """Run the steps inside ``folder``; 2 if one did not end as it should."""
    from provenance.cli import FAILED, cli

    for name in ("samples", "seeds"):
        shutil.copytree(_shipped(name), folder / name, ignore=shutil.ignore_patterns("*.py", "__pycache__", "scenery"))
    failed = False
    with chdir(folder):
        for step in STEPS:
            click.echo(click.style(textwrap.fill(step.why, width()), dim=True))
            click.echo(click.style(f"$ provenance {step.command}", bold=True))
            arguments = [*shlex.split(step.command), "--archive", ARCHIVE]
            code = cli.main(arguments, prog_name="provenance", standalone_mode=False) or 0
            failed |= code != step.code
            click.echo()
    return FAILED if failed else 0


def _shipped(name: str) -> Path:
    """A folder of the installed package, or of the checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
