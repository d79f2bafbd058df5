"""Commands that have commands of their own."""

from __future__ import annotations

from typing import Any

import click


class DefaultGroup(click.Group):
    """What is no name of a command is an argument of the default one: ``source amaq`` is ``source show amaq``."""

    def __init__(self, *arguments: Any, default: str, **options: Any) -> None:
        """``default`` names the command that is meant where none is named; it may take no argument at all."""
        options.setdefault("no_args_is_help", False)
        super().__init__(*arguments, **options)
        self.default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command's name before arguments that name none."""
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = [self.default, *args]
        return super().parse_args(ctx, args)
