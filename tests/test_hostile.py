"""Hostile and broken files: each becomes a record or one readable line, quickly, and in little memory."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import time
import zlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from provenance.errors import MediaDamaged, MediaError, MediaTooLarge, MediaUnknown
from provenance.fingerprints.examine import Examined, examine, examine_bytes
from tests.pictures import scene

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 10.0  # for one file
BYTES = 1_000_000_000  # of memory for a process


class Outcome(NamedTuple):
    """What became of one file in a worker."""

    path: str
    error: str | None  # class and message
    is_media_error: bool
    seconds: float
    peak_bytes: int


def peak_bytes() -> int:
    """The most memory that this process ever had; ``getrusage`` counts that of the process that started it, too."""
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def look(path: str) -> Outcome:
    """Examine one file with everything, and say how it went."""
    start = time.perf_counter()
    error: Exception | None = None
    try:
        examine(path)
    except Exception as caught:  # noqa: BLE001 - which kinds come is what is tested
        error = caught
    message = f"{type(error).__name__}: {error}" if error else None
    return Outcome(path, message, isinstance(error, MediaError), time.perf_counter() - start, peak_bytes())


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def outcome_of(data: bytes, name: str = "hostile.jpg") -> Examined | MediaError:
    """A record or a media error of one line that names the file; anything else fails the test."""
    try:
        return examine_bytes(data, name=name)
    except MediaError as caught:
        error = caught
    assert str(error).startswith(f"{name}: ")
    assert "\n" not in str(error)
    return error


def test_every_hostile_file_ends_in_a_record_or_one_line_and_the_batch_goes_on(corpus: Path) -> None:
    paths = sorted(str(path) for path in (corpus / "hostile").rglob("*") if path.is_file())
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        outcomes = list(pool.map(look, paths, chunksize=16))
    assert [outcome.path for outcome in outcomes] == paths
    assert len(paths) > 400
    for outcome in outcomes:
        assert outcome.seconds < SECONDS, outcome
        assert outcome.peak_bytes < BYTES, outcome
        if outcome.error:
            assert outcome.is_media_error, outcome
            assert outcome.path in outcome.error, outcome
            assert "\n" not in outcome.error, outcome
    assert sum(outcome.error is None for outcome in outcomes) > 150


def test_a_hostile_batch_says_nothing_on_the_error_stream(corpus: Path) -> None:
    code = """
import sys
from pathlib import Path
from provenance.errors import MediaError
from provenance.fingerprints.examine import examine
for path in Path(sys.argv[1]).rglob("*.tif*"):
    try:
        examine(str(path))
    except MediaError:
        pass
"""
    command = [sys.executable, "-W", "error", "-c", code, str(corpus / "hostile")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "BMP"])
def test_a_picture_cut_off_anywhere_is_damaged_or_unknown(kind: str) -> None:
    data = encoded(scene(1, (200, 150)), kind)
    whole = examine_bytes(data, name="whole")
    for part in range(40):
        found = outcome_of(data[: len(data) * part // 40])
        assert isinstance(found, MediaDamaged | MediaUnknown), part
    last = outcome_of(data[:-1])
    assert isinstance(last, MediaError) or last.pixels == whole.pixels


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_with_flipped_bits_never_ends_in_another_error(progressive: bool) -> None:
    data = encoded(scene(1, (120, 90)), "JPEG", progressive=progressive)
    mangle_and_look(data, seed=1, rounds=250)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "TIFF", "AVIF", "BMP"])
def test_other_pictures_with_flipped_bits_never_end_in_another_error(kind: str) -> None:
    first = scene(1, (120, 90))
    animated = {"save_all": True, "append_images": [scene(2, (120, 90))]} if kind in ("GIF", "TIFF", "WEBP") else {}
    mangle_and_look(encoded(first, kind, **animated), seed=2, rounds=60)


def mangle_and_look(data: bytes, *, seed: int, rounds: int) -> None:
    rng = random.Random(seed)
    for _ in range(rounds):
        mangled = bytearray(data)
        for _ in range(rng.choice((1, 2, 5))):
            mangled[rng.randrange(min(len(data), rng.choice((60, 400, len(data)))))] = rng.randrange(256)
        outcome_of(bytes(mangled))


def png(width: int, height: int, *, pixels: bytes = b"", depth: int = 8, colour: int = 2) -> bytes:
    """A PNG with any header, whatever pixels follow."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)

    header = width.to_bytes(4) + height.to_bytes(4) + bytes([depth, colour, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels, 1)) + chunk(b"IEND", b"")
    )


def test_enormous_dimensions_are_refused_before_anything_is_decoded() -> None:
    declared = {
        "png": png(40_000, 30_000),
        "long png": png(2**31 - 1, 1),
        "gif": b"GIF89a\xff\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02D\x01\x00;",
        "bmp": b"BM" + bytes(8) + (54).to_bytes(4, "little") + (40).to_bytes(4, "little")
        + (60_000).to_bytes(4, "little") * 2 + b"\x01\x00\x18\x00" + bytes(24),
        "webp": b"RIFF\x1e\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00" + b"\x10\x27\x00" * 2
        + b"VP8 \x00\x00\x00\x00",
    }  # fmt: skip
    before = peak_bytes()
    for name, data in declared.items():
        found = outcome_of(data, name)
        assert isinstance(found, MediaTooLarge), (name, found)
        assert "pixels" in str(found)
    assert peak_bytes() - before < 20_000_000


def test_the_message_for_a_large_picture_says_what_it_needs_and_how_to_allow_it() -> None:
    found = outcome_of(png(40_000, 30_000), "photo.png")
    assert isinstance(found, MediaTooLarge)
    assert str(found) == (
        "photo.png: 40,000 x 30,000 pixels are over the limit of 1,000,000,000; raise it with --max-pixels"
    )
    found = outcome_of(png(20_000, 10_000), "photo.png")
    assert str(found) == (
        "photo.png: 20,000 x 10,000 pixels would need 1.5 GB to decode; the limit is 700 MB; raise it with --max-pixels"
    )


def test_a_tiff_that_declares_enormous_dimensions_is_refused() -> None:
    data = encoded(Image.new("L", (300, 200)), "TIFF")
    for small, large in ((300, 60_000), (200, 60_000)):
        data = data.replace(small.to_bytes(4, "little"), large.to_bytes(4, "little"))
        data = data.replace(small.to_bytes(2, "little") + b"\0\0", large.to_bytes(4, "little"))
    assert isinstance(outcome_of(data), MediaTooLarge)


def test_the_largest_pictures_that_are_allowed_stay_below_the_memory_of_a_process(tmp_path: Path) -> None:
    """Zero bytes compress hundredfold: 92 megapixels of them are a file of 1 MB."""
    (tmp_path / "zeros.png").write_bytes(png(9_600, 9_600, pixels=bytes((3 * 9_600 + 1) * 9_600)))
    canvas = Image.new("RGB", (10_200, 10_200), (40, 90, 160))
    canvas.paste(scene(1, (1000, 1000)), (1000, 1000))
    canvas.save(tmp_path / "progressive.jpg", progressive=True, subsampling=0)
    for name in ("zeros.png", "progressive.jpg"):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            outcome = pool.submit(look, str(tmp_path / name)).result()
        assert outcome.error is None
        assert outcome.seconds < SECONDS
        assert outcome.peak_bytes < BYTES
        assert outcome.peak_bytes > 500_000_000  # it was decoded, and nearly as large as is allowed


def test_a_jpeg_that_repeats_its_last_scan_without_end_is_refused_at_once() -> None:
    data = encoded(scene(1, (2000, 1500)), "JPEG", progressive=True)
    assert isinstance(outcome_of(data), Examined)
    last = data[data.rindex(b"\xff\xda") : -2]
    start = time.perf_counter()
    found = outcome_of(data[:-2] + last * 400 + data[-2:])
    assert isinstance(found, MediaDamaged)
    assert "scans" in str(found)
    assert time.perf_counter() - start < 1


def test_a_text_chunk_that_unpacks_without_end_is_refused() -> None:
    content = b"Comment\0\0" + zlib.compress(bytes(50_000_000), 9)
    chunk = len(content).to_bytes(4) + b"zTXt" + content + zlib.crc32(b"zTXt" + content).to_bytes(4)
    good = encoded(scene(1, (64, 64)), "PNG")
    found = outcome_of(good[:33] + chunk + good[33:])
    assert isinstance(found, MediaDamaged)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"just some text\n" * 100,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n(%pipe%touch pwned) (w) file\n",
        b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"\xd7\xcd\xc6\x9a\x00\x00" + bytes(200),
        bytes(4096),
    ],
    ids=["empty", "JPEG mark", "GIF mark", "text", "PostScript", "PDF", "SVG", "WMF", "zeros"],
)
def test_what_is_no_picture_is_refused_whatever_its_name(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    with pytest.raises((MediaUnknown, MediaDamaged)) as caught:
        examine(str(path))
    assert str(caught.value).startswith(f"{path}: ")


def test_no_program_is_started_for_postscript(tmp_path: Path) -> None:
    """Pillow would start Ghostscript. Here nothing that could is even loaded."""
    path = tmp_path / "photo.png"
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n")
    code = f"""
import os, subprocess, sys
from provenance.errors import MediaUnknown
from provenance.fingerprints.examine import examine
def refuse(event, arguments):
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        raise SystemExit("a program was started")
sys.addaudithook(refuse)
try:
    examine({str(path)!r})
except MediaUnknown:
    print("EpsImagePlugin" in str(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "False")


def test_strange_names_stay_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "two\nlines.jpg"
    path.write_bytes(b"no picture")
    with pytest.raises(MediaUnknown) as caught:
        examine(str(path))
    assert "\n" not in str(caught.value)
    raw = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.jpg")
    with pytest.raises(MediaError):
        examine(raw)
