"""What a command costs from its start to its end, workers included. Needs ``os.wait4``, so not on Windows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
PEERS = Path(__file__).resolve().parent / "peers"
BARE = (sys.executable, "-c", "pass")
PROVENANCE = (sys.executable, "-m", "provenance")
# What the installed command runs; "-m" looks for the module first, which takes 4 ms.
INSTALLED = (sys.executable, "-c", "from provenance.__main__ import run; run()")
CHANGES_COST = frozenset({"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONDEVMODE"})  # whoever set them here
ANSWERED = (0, 1)  # exit codes of a look-up: seen, not seen


class Cost(NamedTuple):
    """What a process and the children that it waited for took."""

    cpu_s: float
    wall_s: float


class CommandFailed(Exception):
    """A command that is measured ended in an error."""


def peer(name: str, *arguments: object) -> tuple[str, ...]:
    """The command that runs one of the peer scripts."""
    return (sys.executable, str(PEERS / f"{name}.py"), *map(str, arguments))


def cost(command: Sequence[str]) -> Cost:
    """Run a command to its end.

    Raises:
        CommandFailed: it ended in an error.
    """
    begun = time.perf_counter()
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
    ) as process:
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ANSWERED:
        raise CommandFailed(f"{' '.join(command)}: exit code {process.returncode}: {said.decode(errors='replace')}")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - begun)


def in_turns(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, list[Cost]]:
    """Costs of commands that take turns, by name.

    Where a median is wanted, each runs once before, so that files and bytecode are warm.
    """
    for command in commands.values() if rounds > 1 else ():
        cost(command)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(cost(command))
    return costs


def cpu_ms(costs: Sequence[Cost]) -> float:
    """Median processor time in milliseconds."""
    return median(one.cpu_s for one in costs) * 1000


def wall_ms(costs: Sequence[Cost]) -> float:
    """Median wall time in milliseconds."""
    return median(one.wall_s for one in costs) * 1000


def environment() -> dict[str, str]:
    """This process's, with the checkout importable, and bytecode kept as for an installed package."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    kept = {name: value for name, value in os.environ.items() if name not in CHANGES_COST}
    return kept | {"PYTHONPATH": os.pathsep.join(paths)}
