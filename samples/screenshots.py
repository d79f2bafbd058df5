"""Makes the pictures in the README: the check page and a report, of the seeds and samples, in the system's Chromium.

    python samples/screenshots.py [--out DIR]

Needs what the tests need, and Chromium (apt-get install chromium).
"""

from __future__ import annotations

import argparse
import io
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

HERE = Path(__file__).resolve().parent
COMMAND = (sys.executable, "-m", "provenance")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
WIDTH = 1100  # pixels
CHECK_HEIGHT, REPORT_HEIGHT = 880, 1000
COLOURS = 128  # of a picture, which halves the file; the pages themselves have few
ASKED = "repost-cropped.jpg"
REPORTED = "m-2c5143"  # the copy of 2016
ANSWER_MS = 30_000


def main() -> int:
    """Make them, and say where they are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE.parent / "provenance" / "help" / "pictures", metavar="DIR")
    out: Path = parser.parse_args().out
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("no Chromium is found: apt-get install chromium", file=sys.stderr)
        return 2
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        desk = Path(folder) / "desk"
        subprocess.run([*COMMAND, "demo", "--keep", str(desk)], check=True, stdout=subprocess.DEVNULL)
        opened = driver.chromium.launch(executable_path=browser, args=list(FLAGS))
        size = ViewportSize(width=WIDTH, height=CHECK_HEIGHT)
        page = opened.new_page(viewport=size, color_scheme="light", bypass_csp=True)  # to ask when pictures are there
        with served(desk) as address:
            check(page, address, desk / "samples" / ASKED)
            save(page, out / "check.png")
        report = Path(folder) / "report.html"
        told = [*COMMAND, "-a", str(desk / "desk.db"), "report", REPORTED, "-o", str(report)]
        subprocess.run(told, check=True, stdout=subprocess.DEVNULL)
        page.set_viewport_size(ViewportSize(width=WIDTH, height=REPORT_HEIGHT))
        page.goto(report.as_uri())
        save(page, out / "report.png")
        opened.close()
    return 0


@contextmanager
def served(desk: Path) -> Iterator[str]:
    """The start address of a server over the demonstration's archive."""
    command = [*COMMAND, "-a", str(desk / "desk.db"), "serve", "--no-browser", "--read-only"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        if server.stdout is None:
            raise AssertionError("it was asked for")
        try:
            yield server.stdout.readline().strip()
        finally:
            server.send_signal(signal.SIGINT)


def check(page: Page, address: str, picture: Path) -> None:
    """Ask for a picture as a reader does, and wait for the whole answer."""
    page.goto(address)
    page.goto(address.partition("?")[0] + "check")
    page.set_input_files("input[type=file]", picture)
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_text("not checked").first.wait_for(timeout=ANSWER_MS)
    page.wait_for_function("[...document.images].every((image) => image.complete && image.naturalWidth)")


def save(page: Page, path: Path) -> None:
    """What the window shows, in few colours."""
    shown = Image.open(io.BytesIO(page.screenshot()))
    shown.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
