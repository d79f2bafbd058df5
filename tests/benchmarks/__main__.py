"""``python -m tests.benchmarks``: run measurements, print the table, write the JSON."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks import machine
from tests.benchmarks.rows import plain, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.rows import Row
    from tests.benchmarks.settings import Settings

MEASUREMENTS = (
    "check",
    "ingest",
    "index",
    "memory",
    "found",
    "edited",
    "scale",
    "claims",
    "contradictions",
    "videos",
    "browsing",
    "serve",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; returns the exit code."""
    asked = list(sys.argv[1:] if arguments is None else arguments)
    if asked[:1] == ["records"]:  # measures files that are named, and no photos
        return int(import_module("tests.benchmarks.records").main(asked[1:]))
    if asked[:1] == ["articles"]:
        return int(import_module("tests.benchmarks.article_scores").main(asked[1:]))
    given = _parser().parse_args(asked)
    machine.single_threaded()
    if given.core is not None and not machine.pin(given.core):
        sys.stderr.write("This system cannot pin a process to a core: --core is passed over.\n")
    with tempfile.TemporaryDirectory(prefix="provenance-benchmarks-") as scratch:
        settings, words = _settings(given, Path(scratch))
        before = machine.load()
        rows = _measured(given.names or MEASUREMENTS, settings)
    about = machine.described() | {"core": given.core, "load_before": before, "load_after": machine.load()}
    about |= {"photos": words, "quick": given.quick}
    print(_about(about), table(rows, quick=given.quick), sep="\n\n")
    if given.json:
        said = {"machine": about, "rows": [plain(row, quick=given.quick) for row in rows]}
        given.json.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    beside = "articles [FOLDER ...]: how well articles are read; see articles --help"
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__, epilog=beside)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASUREMENTS)}; default: all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there too")
    parser.add_argument("--quick", action="store_true", help="small sizes; timed targets are not judged")
    parser.add_argument("--photos", type=Path, metavar="FOLDER", help="JPEG files to measure with")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep there what takes long to make")
    parser.add_argument("--core", type=int, metavar="N", help="run on this core only")
    return parser


def _settings(given: argparse.Namespace, scratch: Path) -> tuple[Settings, str]:
    from tests.benchmarks import photos
    from tests.benchmarks.settings import Settings

    unknown = set(given.names) - set(MEASUREMENTS)
    if unknown:
        raise SystemExit(f"no measurement {', '.join(sorted(unknown))}; there are {', '.join(MEASUREMENTS)}")
    cache = given.cache.resolve() if given.cache else scratch / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    found, words = photos.chosen(given.photos and given.photos.resolve(), cache, quick=given.quick)
    if len(found) < photos.FEWEST:
        raise SystemExit(f"{words}: at least {photos.FEWEST} are needed")
    return Settings(found, cache, scratch, quick=given.quick), words


def _measured(names: Sequence[str], settings: Settings) -> list[Row]:
    rows = []
    for name in names:
        sys.stderr.write(f"{name} ...\n")
        rows += import_module(f"tests.benchmarks.{name}").measure(settings)
    return rows


def _about(about: dict[str, Any]) -> str:
    libraries = ", ".join(f"{name} {found or 'absent'}" for name, found in about["libraries"].items())
    core = "any core" if about["core"] is None else f"core {about['core']}"
    return "\n".join(
        (
            f"{about['cpu']}, {about['cpus']} CPUs, on {core}; load {about['load_before']} before, "
            f"{about['load_after']} after",
            f"{about['system']}; Python {about['python']}, SQLite {about['sqlite']}, {libraries}",
            f"Photos: {about['photos']}.",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
