"""The command line: parses, calls :class:`provenance.archive.Archive`, prints.

Each command is one module, loaded when it is called. ``provenance --help`` loads click and nothing else.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from provenance import __version__
from provenance.errors import ProvenanceError

INTERRUPTED = 130  # what shells report for Ctrl-C
FAILED = 2

# Name: module below provenance.cli, and the line that --help shows.
COMMANDS = {
    "add": ("add", "Record files, folders, or a reference, with their claimed origin."),
    "calibrate": ("calibrate", "Try the archive on edits of its own pictures, and say how often it errs."),
    "check": ("check", "Say whether a picture was seen before, and what it was said to show."),
    "claim": ("claim", "Record, correct and relate what items are said to show."),
    "contradictions": ("contradictions", "List records that cannot all be true."),
    "demo": ("demo", "Show the whole thing on the shipped samples, in a temporary archive."),
    "diff": ("diff", "Say what one picture changes against another, and draw the proof."),
    "help": ("help_", "Explain a topic: dates, platforms, exit codes, and more."),
    "import": ("import_", "Record a folder, or a CSV or JSON Lines manifest."),
    "list": ("list_", "List the items, newest first."),
    "mask": ("mask", "Learn a source's logo or frame, and discount it in checks."),
    "reindex": ("reindex", "Make the look-up cache anew."),
    "origin": ("origin", "Record what a person found out about where an item comes from."),
    "report": ("report", "Write what is recorded of items as a page that stands on its own."),
    "review": ("review", "Decide on suggested matches: confirm, reject, dispute."),
    "search": ("search", "Find words in claims and captions, across spellings."),
    "searched": ("searched", "Record a search outside this archive, and what came of it."),
    "serve": ("serve", "Show the archive as web pages on this machine."),
    "show": ("show", "Show everything that is recorded of an item."),
    "source": ("source", "List sources, show what one published and claims, grade it."),
    "timeline": ("timeline", "Show every dated statement about an item and its copies."),
    "verdict": ("verdict", "Record a person's finding on an item under a claim."),
    "verify": ("verify", "Recompute the log, the records, the files and their fingerprints."),
}

EPILOG = (
    "Exit codes: 0 seen before (or done), 1 not seen in this archive, 2 error or wrong use, "
    "3 not comparable. More: provenance help exit-codes"
)


class LazyGroup(click.Group):
    """Knows its commands by name, and loads only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"provenance.cli.{COMMANDS[cmd_name][0]}").command
        for parameter in command.params:
            _name_variable(cmd_name, parameter)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when there is none of that name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


def _name_variable(command: str, parameter: click.Parameter) -> None:
    """``PROVENANCE_CHECK_JSON`` for ``check --json``. Not for options that may be given several times."""
    if isinstance(parameter, click.Option) and not parameter.multiple and parameter.envvar is None:
        flag = max(parameter.opts, key=len).lstrip("-").replace("-", "_")
        parameter.envvar = f"PROVENANCE_{command}_{flag}".upper()


@click.group(
    cls=LazyGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="provenance")
@click.option("-a", "--archive", envvar="PROVENANCE_ARCHIVE", type=click.Path(), help="The archive file.")
@click.option("--debug", is_flag=True, help="Show the trace of an error.")
@click.pass_context
def cli(ctx: click.Context, *, archive: str | None, debug: bool) -> None:
    """Was this picture seen before, and what was it said to show?

    Records pictures and videos with their claimed origin, and answers offline.
    Start with: provenance demo
    """
    ctx.obj = {"archive": archive, "debug": debug}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; every way that it can end becomes an exit code and, for errors, one line."""
    # Small matrices: a second BLAS thread costs CPU time and brings nothing. Said before NumPy is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _prepare_streams()
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code: Any = cli.main(given, prog_name="provenance", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "provenance"
        return _failed(f"{error.format_message()} See: {path} --help", error, given)
    except click.ClickException as error:
        return _failed(error.format_message(), error, given)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # "| head": whoever read has enough; click makes an exit of it
        return _unheard()
    except ProvenanceError as error:
        return _failed(str(error), error, given)
    except UnicodeEncodeError as error:
        return _failed(f"{error.object!r} holds bytes that are no text in UTF-8. Write it in UTF-8.", error, given)
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        return _failed(f"{what}{error.strerror or error}", error, given)
    except Exception as error:  # noqa: BLE001 - the last rung: a person gets one line, --debug the trace
        if isinstance(error.__cause__, KeyboardInterrupt):  # while a class is made, Python 3.11 wraps it
            click.echo("Interrupted.", err=True)
            return INTERRUPTED
        return _failed(f"unexpected {type(error).__name__}: {error}", error, given)
    return code if isinstance(code, int) else 0


def _prepare_streams() -> None:
    """Streams that can be written to, whatever the caller closed, and letters that the terminal lacks escaped."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller: what is said there goes nowhere
            stream = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - lives as long as the process
            os.set_inheritable(stream.fileno(), True)  # child processes want one too
            setattr(sys, name, stream)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _unheard() -> int:
    """Nobody reads what is printed: end without a word, and not with a code that would be an answer."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED


def _failed(line: str, error: BaseException, given: list[str]) -> int:
    from provenance.cli.text import brief

    if "--debug" in given or os.environ.get("PROVENANCE_DEBUG", "0") not in ("", "0"):
        import traceback

        traceback.print_exception(error)
    click.echo(f"Error: {brief(line)}", err=True)
    return FAILED
