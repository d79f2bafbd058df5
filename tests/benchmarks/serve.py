"""``provenance serve`` over loopback: look-ups by hash a second, pages, and the first answer about a photo.

How: the command itself in a process of its own, held to one core; whoever asks runs in this process, on the others.

- *look-ups by hash*: GET of the API over some connections that stay open, for some seconds, after a few that are not
  counted; every other one asks a hash that the archive has (see desks), with appearance and claim. A request fails if
  its status is not 200 or the connection breaks. Beside it what one costs the server in processor time.
- *while an import runs*: the same while ``provenance import`` records photos into the same archive, in a process of
  its own on another core. The archive is a copy.
- *an item's page*: one after the other, from the request to the last byte: median and slowest of some items.
- *first answer*: photos of two megapixels that the archive does not have, warm: dropped on the check page, from the
  sending of the form until the page that shows an answer is there; and sent to the API, once to be compared by bytes
  and hashes of the whole only, and once by everything. Pictures as in scale.
- *pages*: every address of the server that answers with a page, with all styles and scripts that it loads, the
  pictures left out; the heaviest is judged.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import random
import re
import secrets
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks import archives, crowds, desks, machine, photos, processes
from tests.benchmarks.rows import Row, at_least, at_most

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.benchmarks.rows import Goal
    from tests.benchmarks.settings import Settings

NAME = "serve"
CONNECTIONS = 4
WARM_REQUESTS = 40
MEMBERS, OTHERS = 300, 700  # photos: recorded by the real path, and those that distractors are made of
RATE, NONE_FAILED = at_least(200), at_most(0, timed=False)
PAGE, FIRST = at_most(100), at_most(500)  # ms
WEIGHT = at_most(150_000, timed=False)  # bytes
BOUNDARY = "----------a-photo"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
ANSWERED = re.compile(rb"<strong>[^<]*(?:LOOKING|SEEN|NOT COMPARABLE)")
LOADED = re.compile(r"""<(?:script|link)[^>]*?(?:src|href)="(/static/[^"]+\.(?:js|css)[^"]*)\"""")


class _Sizes(NamedTuple):
    """How many of what."""

    items: int
    pictures: int  # for the first answer
    seconds: float
    pages: int
    photos: int
    imported: int
    megapixels: float


FULL = _Sizes(100_000, 10_000, 8.0, 60, 12, 400, 2.0)
QUICK = _Sizes(200, 24, 0.3, 3, 2, 4, 0.3)


class _Server(NamedTuple):
    """One that runs."""

    pid: int
    port: int
    token: str

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, kind: str = "image/jpeg"
    ) -> tuple[int, bytes]:
        """Status and body, over connections of their own; where another address is answered, of that one."""
        status, place, said = self.sent(path, method=method, body=body, kind=kind)
        return self.ask(place) if status == 303 else (status, said)

    def sent(
        self, path: str, *, method: str = "GET", body: bytes | None = None, kind: str = "image/jpeg"
    ) -> tuple[int, str, bytes]:
        """Status, the other address that is answered if there is one, and the body."""
        headers = {"authorization": f"Bearer {self.token}", "content-type": kind}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("location") or "", answer.read()


class _Load(NamedTuple):
    """What a time of asking came to."""

    taken_ms: list[float]
    failed: int
    seconds: float
    cpu_ms: float  # of the server, a request

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.taken_ms) / self.seconds

    @property
    def note(self) -> str:
        """For the row."""
        slow = quantiles(self.taken_ms, n=100)[98] if len(self.taken_ms) > 1 else self.taken_ms[0]
        return (
            f"{self.cpu_ms:.1f} ms of processor time each; over {CONNECTIONS} connections {median(self.taken_ms):.0f} "
            f"ms in the median, 99 of 100 within {slow:.0f} ms; {machine.load_note()}"
        )


def measure(settings: Settings) -> list[Row]:
    """All rows of this measurement."""
    sizes = settings.of(FULL, QUICK)
    desk = desks.filled(settings, sizes.items)
    with _running(desk) as server:
        rows = _lookups(server, desk, sizes) + _pages(server, desk, settings.photos[0], sizes)
    rows += _beside_an_import(settings, desk, sizes)
    return rows + _first_answers(settings, sizes)


@contextmanager
def _running(archive: Path) -> Iterator[_Server]:
    """The command on one core, until it is no longer needed."""
    token = secrets.token_hex(16)
    command = (*processes.INSTALLED, "serve", "-a", str(archive), "--no-browser", "--token", token)
    with _held_to(_cores()[0]):
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=processes.environment(), cwd=processes.ROOT
        )
    with process, _held_to(*_cores()[1:]):
        assert process.stdout is not None
        address = process.stdout.readline().decode()
        found = re.search(r":(\d+)/", address)
        if not found:
            raise processes.CommandFailed(f"{' '.join(command)}: said {address!r}")
        try:
            yield _Server(process.pid, int(found[1]), token)
        finally:
            process.terminate()


def _cores() -> list[int]:
    return sorted(os.sched_getaffinity(0)) if machine.AFFINITY else [0]


@contextmanager
def _held_to(*cores: int) -> Iterator[None]:
    """Within, this process and those that it starts stay on these cores; on all where none is named."""
    if not machine.AFFINITY or not cores:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


# -- look-ups -----------------------------------------------------------------------------------------


def _lookups(server: _Server, archive: Path, sizes: _Sizes) -> list[Row]:
    rows = []
    for kind in ("pdq", "sha256", "phash"):
        load = asyncio.run(_asked(server, _hashes(archive, kind), sizes.seconds))
        what = f"look-ups by {kind} a second, {sizes.items:,} items, one core"
        rows += [
            Row(NAME, what, load.rate, "/s", RATE, load.note),
            Row(NAME, f"of {len(load.taken_ms):,} of these failed", load.failed, "", NONE_FAILED),
        ]
    return rows


def _hashes(archive: Path, kind: str) -> list[str]:
    """Addresses to ask: of items drawn at random, and as many that are nowhere."""
    chance = random.Random(1)
    with closing(sqlite3.connect(archive)) as connection:
        sql = "SELECT hex(value) FROM fingerprints WHERE kind = ? ORDER BY id LIMIT 20000"
        if kind == "sha256":
            held = connection.execute("SELECT sha256 FROM media_items WHERE sha256 IS NOT NULL LIMIT 20000").fetchall()
        else:
            held = connection.execute(sql, [kind]).fetchall()
    known = [value.lower() for (value,) in chance.sample(held, min(500, len(held)))]
    return [
        f"/api/hashes/{kind}/{value}"
        for one in known
        for value in (one, f"{chance.getrandbits(4 * len(one)):0{len(one)}x}")
    ]


async def _asked(
    server: _Server, paths: Sequence[str], seconds: float, *, until: subprocess.Popen[bytes] | None = None
) -> _Load:
    """Ask for some seconds, or until a process ends, over several connections."""
    for path in paths[:WARM_REQUESTS]:
        await asyncio.to_thread(server.ask, path)
    taken: list[float] = []
    failed = 0
    begun, before = time.perf_counter(), _cpu_seconds(server.pid)

    def goes_on() -> bool:
        return until.poll() is None if until else time.perf_counter() - begun < seconds

    async def one(first: int) -> None:
        nonlocal failed
        at, connection = first, None
        while goes_on():
            started = time.perf_counter()
            try:
                connection = connection or await asyncio.open_connection("127.0.0.1", server.port)
                status = await _request(connection, server, paths[at % len(paths)])
            except (OSError, EOFError):
                status, connection = 0, None
            failed += status != 200
            taken.append(1000 * (time.perf_counter() - started))
            at += CONNECTIONS
        if connection:
            connection[1].close()

    await asyncio.gather(*(one(number) for number in range(CONNECTIONS)))
    spent, used = time.perf_counter() - begun, _cpu_seconds(server.pid) - before
    return _Load(taken, failed, spent, 1000 * used / max(1, len(taken)))


async def _request(connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], server: _Server, path: str) -> int:
    reader, writer = connection
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {server.token}\r\n\r\n".encode()
    )
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
    body = await reader.readexactly(int(length[1]) if length else 0)
    return int(head.split()[1]) if body.startswith(b'{"asked"') else 0


def _cpu_seconds(pid: int) -> float:
    """What a process has used so far; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _beside_an_import(settings: Settings, desk: Path, sizes: _Sizes) -> list[Row]:
    folder = settings.folder("serve")
    shutil.copytree(desk.parent, folder / "desk")
    archive, sent = folder / "desk" / archives.NAME, folder / "photos"
    sent.mkdir()
    for photo in settings.photos[: sizes.imported]:
        shutil.copy(photo, sent / photo.name)
    command = (*processes.INSTALLED, "import", str(sent), "-a", str(archive), "--no-keep", "--workers", "1", "--quiet")
    with _running(archive) as server:
        importing = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=processes.environment(),
            cwd=processes.ROOT,
        )
        with importing:
            load = asyncio.run(_asked(server, _hashes(archive, "pdq"), sizes.seconds, until=importing))
        if importing.returncode:
            raise processes.CommandFailed(f"{' '.join(command)}: exit code {importing.returncode}")
    what = f"look-ups by pdq a second while an import of {sizes.imported} photos runs in another process"
    return [
        Row(NAME, what, load.rate, "/s", RATE, load.note),
        Row(NAME, f"of {len(load.taken_ms):,} of these failed", load.failed, "", NONE_FAILED),
    ]


# -- pages --------------------------------------------------------------------------------------------


def _pages(server: _Server, archive: Path, photo: Path, sizes: _Sizes) -> list[Row]:
    with closing(sqlite3.connect(archive)) as connection:
        ids = [one for (one,) in connection.execute("SELECT id FROM media_items ORDER BY id LIMIT 5000")]
        joined = "matches m JOIN media_items a ON a.row = m.item JOIN media_items b ON b.row = m.other"
        one, other = connection.execute(f"SELECT a.id, b.id FROM {joined} LIMIT 1").fetchone()  # noqa: S608 - names are constants
        [source] = connection.execute("SELECT id FROM sources ORDER BY id LIMIT 1").fetchone()
    drawn = random.Random(2).sample(ids, min(sizes.pages, len(ids)))
    taken = [_timed(server, f"/item/{item}") for item in drawn]
    first = f"the first after the start {taken[0]:.0f} ms"
    note = f"slowest of {len(drawn)} {max(taken):.0f} ms; {first}; {machine.load_note()}"
    rows = [Row(NAME, f"an item's page, {sizes.items:,} items: median", median(taken), "ms", PAGE, note)]
    _, place, _ = server.sent("/check", method="POST", body=_form_with(photo), kind=FORM)
    known = {"one": one, "other": other, "source": source, "inquiry": place.split("/")[2], "number": "1"}
    return rows + _weights(server, {**known, "item": one})


def _timed(server: _Server, path: str) -> float:
    begun = time.perf_counter()
    status, _ = server.ask(path)
    if status != 200:
        raise processes.CommandFailed(f"{path}: status {status}")
    return 1000 * (time.perf_counter() - begun)


def _weights(server: _Server, known: dict[str, str]) -> list[Row]:
    """Of every address that answers with a page."""
    heaviest, slowest, found = (0, ""), (0.0, ""), 0
    for path in _addresses(known):
        begun = time.perf_counter()
        status, page = server.ask(path)
        took = 1000 * (time.perf_counter() - begun)
        if status != 200 or not page.startswith(b"<!DOCTYPE html>"):
            continue
        found += 1
        weight = len(page) + sum(len(server.ask(asset)[1]) for asset in set(LOADED.findall(page.decode())))
        heaviest, slowest = max(heaviest, (weight, path)), max(slowest, (took, path))
    note = f"{heaviest[1]}, of {found} pages; its styles and scripts are among it"
    return [
        Row(NAME, "the heaviest page, without pictures", heaviest[0], "bytes", WEIGHT, note),
        Row(NAME, "the slowest page, asked once", slowest[0], "ms", note=slowest[1]),
    ]


def _addresses(known: dict[str, str]) -> list[str]:
    """Those of the application that can be asked for, with an item or a claim put in."""
    from starlette.routing import Route

    from provenance.web.app import make_app
    from provenance.web.settings import Settings as Told

    app = make_app(Told(archive="", token="x" * 16))
    app.state.server.uploads.close()
    paths = [route.path for route in app.routes if isinstance(route, Route) and "GET" in (route.methods or ())]
    filled = [re.sub(r"{(\w+)(?::\w+)?}", lambda name: known.get(name[1], name[0]), path) for path in paths]
    return [path for path in filled if "{" not in path and not path.startswith("/api/")]


# -- the first answer ---------------------------------------------------------------------------------


def _first_answers(settings: Settings, sizes: _Sizes) -> list[Row]:
    files = settings.photos
    outside = photos.enlarged(files[-sizes.photos :], sizes.megapixels, settings.cache)
    members = files[: min(MEMBERS, len(files) // 2)]
    others = files[len(members) : -sizes.photos][:OTHERS]
    archive = crowds.filled(settings, members, others, sizes.pictures)
    with _running(archive) as server:
        for _ in range(2):
            _check(server, outside[0], fast=False)
            _dropped(server, outside[0])
        dropped = [_dropped(server, path) for path in outside]
        first = [_check(server, path, fast=True) for path in outside]
        whole = [_check(server, path, fast=False) for path in outside]
    what = f"{sizes.megapixels:g} megapixels, {sizes.pictures:,} pictures, warm"
    return [
        _answered(f"first answer on the page about a photo of {what}", dropped, FIRST),
        _answered(f"API: answer by bytes and hashes about a photo of {what}", first, FIRST),
        _answered(f"API: whole answer about a photo of {what}", whole, None),
    ]


def _answered(what: str, taken: Sequence[float], goal: Goal | None) -> Row:
    note = f"median of {len(taken)} photos, slowest {max(taken):.0f} ms; {machine.load_note()}"
    return Row(NAME, what, median(taken), "ms", goal, note)


def _dropped(server: _Server, path: Path) -> float:
    begun = time.perf_counter()
    _, place, _ = server.sent("/check", method="POST", body=_form_with(path), kind=FORM)
    status, page = server.ask(place)
    taken = 1000 * (time.perf_counter() - begun)
    if status != 200 or not ANSWERED.search(page):
        raise processes.CommandFailed(f"{path}: the page after it was dropped has status {status} and no answer")
    while b"hx-trigger" in page:  # the next photo is not to wait for the rest of this answer
        time.sleep(0.1)
        _, page = server.ask(place)
    return taken


def _form_with(path: Path) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n\r\n'
    return head.encode() + path.read_bytes() + f"\r\n--{BOUNDARY}--\r\n".encode()


def _check(server: _Server, path: Path, *, fast: bool) -> float:
    begun = time.perf_counter()
    status, body = server.ask(f"/api/check?fast={str(fast).lower()}", method="POST", body=path.read_bytes())
    if status != 200 or json.loads(body)["outcome"] not in ("seen", "not-seen"):
        raise processes.CommandFailed(f"{path}: {status} {body[:200]!r}")
    return 1000 * (time.perf_counter() - begun)
