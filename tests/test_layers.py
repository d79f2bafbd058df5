"""Imports go one way, and nothing heavy is loaded where it is not needed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.pictures import mirrored, scene

PACKAGE = Path(__file__).resolve().parent.parent / "provenance"
# Lowest first. A module may import from its own level and from those below it.
LEVELS = (
    {
        "errors",
        "named",
        "model",
        "judgement",
        "identity",
        "dates",
        "guarding",
        "reading",
        "text",
        "places",
        "platforms",
        "spelling",
        "unseen",
        "wording",
    },
    {"media"},
    {"fingerprints"},
    {"index", "store"},
    {"matching", "findings", "importers", "exporters", "saying"},
    {
        "recording",
        "describing",
        "viewing",
        "workers",
        "calibrating",
        "carrying",
        "same_moments",
        "contradicting",
        "cards",
        "covering",
        "searching",
        "browsing",
        "naming",
        "surveying",
        "watching",
        "sighting",
        "judging",
        "answering",
        "checking",
        "looking_up",
        "partial",
        "masking",
        "ingesting",
        "verifying",
        "stored_hashes",
        "comparing",
        "framing",
        "rewatching",
        "resampling",
        "standing",
        "featuring",
        "colouring",
    },
    {"judged"},
    {"archive", "asking", "entering", "objects", "pairing", "redacting", "reporting", "stating"},
    {"web"},
    {"cli"},
)
APART = ({"index"}, {"store"})  # never each other


def rooms_imported_by(path: Path) -> set[str]:
    """First part below ``provenance`` of everything that a file imports, type checking included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "provenance":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("provenance."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("provenance.")}
    return found - {"__version__"}


def level_of(room: str) -> int:
    """Position of a room; every module of the package has one."""
    return next(level for level, rooms in enumerate(LEVELS) if room in rooms)


MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE or path.stem[0] != "_"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_level_and_below(path: Path) -> None:
    parts = path.relative_to(PACKAGE).parts
    room = parts[0].removesuffix(".py")
    for imported in rooms_imported_by(path):
        assert level_of(imported) <= level_of(room), f"{room} imports {imported}"
        assert {room, imported} != set().union(*APART), f"{room} imports {imported}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_named_tuples_are_those_whose_classes_are_made_at_once(path: Path) -> None:
    if path.name != "named.py":
        assert not re.search(r"from typing import[^\n]*\bNamedTuple\b", path.read_text(encoding="utf-8"))


def modules_loaded_by(*arguments: str) -> set[str]:
    """Names in ``sys.modules`` after the command line ran in a fresh process."""
    code = (
        "import sys; from provenance.cli import main; code = main(sys.argv[1:]); "
        "print('\\n'.join(sorted(sys.modules)), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return set(done.stderr.split())


HEAVY = {"numpy", "PIL", "sqlite3", "sqlite_utils", "rich", "imagehash", "scipy", "exifread", "cv2", "av"}


def test_importing_the_package_loads_no_library() -> None:
    code = "import sys, provenance; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not (HEAVY | {"click"}) & set(done.stdout.split())


def test_help_loads_no_library_but_click() -> None:
    loaded = modules_loaded_by("--help")
    assert "click" in loaded
    assert not HEAVY & loaded


def test_a_check_loads_only_pillow_numpy_and_sqlite3(tmp_path: Path) -> None:
    archive, photo, other = tmp_path / "desk.db", tmp_path / "a.jpg", tmp_path / "b.jpg"
    scene(1).save(photo)
    mirrored(scene(1)).save(other)
    modules_loaded_by("add", str(photo), "-a", str(archive), "--url", "https://www.facebook.com/page/posts/1")
    loaded = modules_loaded_by("check", "--fast", str(other), "-a", str(archive))
    assert loaded >= {"PIL", "numpy", "sqlite3", "click"}
    assert not loaded & (HEAVY - {"PIL", "numpy", "sqlite3"})
    slow = {"defusedxml", "filelock", "platformdirs", "numpy.ma", "multiprocessing", "pathlib", "urllib.parse"}
    assert not loaded & slow
    assert {name for name in loaded if name.startswith("PIL.") and name.endswith("ImagePlugin")} == {
        "PIL.JpegImagePlugin"
    }


DISTRIBUTIONS = {  # of modules that are called otherwise
    "PIL": "pillow",
    "cv2": "opencv-python-headless",
    "markupsafe": "jinja2",  # which needs it
    "pillow_heif": "pillow-heif",
    "python_multipart": "python-multipart",
    "sqlite_utils": "sqlite-utils",
}


def test_whatever_the_package_imports_is_installed_with_it() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["heic"]]
    installed = {re.match(r"[\w-]+", one)[0] for one in wanted}  # type: ignore[index]  # each begins with a name
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for name in {one.split(".")[0] for one in names} - sys.stdlib_module_names - {"provenance"}:
                assert DISTRIBUTIONS.get(name, name) in installed, f"{path.name} imports {name}"
