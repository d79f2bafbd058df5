"""One function call in a child process that may crash, hang or eat memory without harm to its caller.

For decoders of video: they are large, old and written in C. The child reports how far it is; where it reports
nothing for some seconds, or falls far behind, it is ended. It leaves Ctrl-C to its parent and ends with it.
Knows nothing of media: what may be sent over is whatever can be pickled.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from multiprocessing import get_context, parent_process, resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.errors import BadOption, MediaDamaged, MediaError, MediaTooLarge
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

STALL_SECONDS = 15.0  # without a further frame; the slowest real one, 8K on a loaded machine, takes half a second
START_SECONDS = 60.0  # to start Python; takes half a second
GRACE_SECONDS = 120.0  # that anything may take
SECONDS_A_SECOND = 4.0  # of work for a second of progress, beyond that; 4K takes about one
REPORT_SECONDS = 0.1  # between two reports at least
POLL_SECONDS = 0.5  # where a wait cannot be interrupted, Ctrl-C comes this late
LIBRARIES = 2_000_000_000  # bytes of addresses that code and its stacks take, where the system does not tell
END_SECONDS = 5.0  # for a child to end in after it was told so


class Patience(NamedTuple):
    """How long a child may take."""

    stall_seconds: float = STALL_SECONDS
    grace_seconds: float = GRACE_SECONDS
    seconds_a_second: float = SECONDS_A_SECOND


USUAL_PATIENCE = Patience()


class Reporter:
    """What the child tells its progress to."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._last = 0.0

    def __call__(self, *progress: int) -> None:
        """Report, unless that was done a moment ago. The first number counts milliseconds of work that is done."""
        now = time.monotonic()
        if now - self._last >= REPORT_SECONDS:
            self._last = now
            self._pipe.send(("at", progress))


def guarded(
    function: Callable[..., Any],
    *arguments: Any,
    name: str,
    watch: Callable[..., None] | None = None,
    patience: Patience = USUAL_PATIENCE,
) -> Any:
    """``function(report, *arguments)`` in a child process; both must be picklable.

    Args:
        function: of a module; it is called with a :class:`Reporter` first.
        arguments: what else it is called with.
        name: of the file, for messages.
        watch: called here with what the child reported.
        patience: how long it may take.

    Raises:
        MediaError: what the function raised; MediaDamaged if the child crashed, hung or was too slow; MediaTooLarge
            if it ran out of memory.
        BadOption: child processes cannot be started.
    """
    context = get_context("spawn")  # the same on every operating system, and nothing is shared by accident
    ours, theirs = context.Pipe()
    child = context.Process(target=_serve, args=(theirs, function, arguments), daemon=True)
    try:
        with deaf_to_interrupts():
            child.start()
        theirs.close()
        return _await(child, ours, name=name, watch=watch, patience=patience)
    finally:
        ours.close()
        _end(child)


def _await(
    child: SpawnProcess, pipe: Connection, *, name: str, watch: Callable[..., None] | None, patience: Patience
) -> Any:
    """The child's answer."""
    try:
        _next(pipe, START_SECONDS, name)
    except EOFError:
        raise BadOption(
            "child processes cannot be started. A script that reads videos needs the guard "
            "if __name__ == '__main__': around its own code; see: provenance help python"
        ) from None
    begun, done = time.monotonic(), 0.0
    try:
        while True:
            allowed = begun + patience.grace_seconds + done * patience.seconds_a_second - time.monotonic()
            kind, content = _next(pipe, min(patience.stall_seconds, allowed), name)
            if kind == "done":
                return content
            if kind == "error":
                raise content
            if kind == "memory":
                raise MediaTooLarge(f"{name}: needs more memory than is allowed. Convert it to a small MP4 first.")
            done = max(done, content[0] / 1000)
            if watch:
                watch(*content)
    except EOFError:
        child.join(END_SECONDS)
        raise MediaDamaged(
            f"{name}: the decoder crashed (code {child.exitcode}). Get the file again, or convert it."
        ) from None


def _next(pipe: Connection, seconds: float, name: str) -> tuple[str, Any]:
    """The next message.

    Raises:
        EOFError: the child has ended.
        MediaDamaged: there was none for so long.
    """
    until = time.monotonic() + seconds
    while not pipe.poll(max(0.0, min(POLL_SECONDS, until - time.monotonic()))):
        if time.monotonic() >= until:
            raise MediaDamaged(f"{name}: decoding hangs, or is far too slow. Convert it to a small MP4 first.")
    try:
        kind, content = pipe.recv()
    except OSError as error:  # ended in the middle of a message
        raise EOFError from error
    return kind, content


def _end(child: SpawnProcess) -> None:
    if child.pid is None:  # it never began
        return
    if child.is_alive():
        child.kill()
    child.join(END_SECONDS)
    if not child.is_alive():
        child.close()


def _serve(pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """What the child does."""
    leave_interrupts_to_parent()
    _silence()
    pipe.send(("ready", None))
    answer: tuple[str, Any]
    try:
        answer = ("done", function(Reporter(pipe), *arguments))
    except MediaError as error:
        answer = ("error", error)
    except MemoryError:
        answer = ("memory", None)
    pipe.send(answer)


def _silence() -> None:
    """C libraries write remarks where they like; nobody reads the child's."""
    with Path(os.devnull).open("w") as nowhere:
        for stream in (1, 2):
            os.dup2(nowhere.fileno(), stream)


def limit_memory(further: int) -> None:
    """Let this process take so many bytes more than it has, where the operating system can be told that.

    For a child, after it has loaded its libraries: what they take of the address space is not counted.
    """
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _addresses() + further
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (OSError, ValueError):  # macOS has the name and refuses the limit: the checks of sizes remain
        return


def _addresses() -> int:
    """Bytes of address space that this process takes."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return LIBRARIES
    return pages * os.sysconf("SC_PAGE_SIZE")


def leave_interrupts_to_parent() -> None:
    """Ctrl-C is for the parent, which ends its children in order; where it is killed, they end by themselves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """A process that is started here hears no Ctrl-C from its first instruction; this one hears it afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
    elif sys.platform == "win32":  # it has no masks: there a Ctrl-C at this moment is lost
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
    else:
        resource_tracker.ensure_running()  # started within, it would lift the mask
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # children inherit it
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)  # what came meanwhile is raised here
