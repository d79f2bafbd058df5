"""A check says what became of the colours of a copy, where the archive keeps the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageOps

from provenance import Archive
from provenance.model import Alteration, Match
from tests.pictures import scene


def match(folder: Path, made: Image.Image, *, keep: bool = True) -> Match:
    """Of a copy, with the picture that it was made of."""
    archived = folder / "archived.jpg"
    scene(3).save(archived, quality=90)
    made.convert("RGB").save(folder / "copy.jpg", quality=80)
    with Archive(folder / "desk.db") as archive:
        archive.add(archived, keep=keep)
        (found,) = archive.check(folder / "copy.jpg").matches
    return found


def toned(picture: Image.Image) -> Image.Image:
    return ImageOps.colorize(picture.convert("L"), (30, 15, 0), (255, 240, 200))


def shifted(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    return Image.merge("RGB", (red.point(lambda value: min(255, value + 45)), green, blue))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (ImageOps.grayscale, "has no colours: made greyscale"),
        (toned, "has one tint"),
        (shifted, "shifted towards"),
        (lambda picture: ImageOps.mirror(ImageOps.grayscale(picture)), "made greyscale"),
    ],
)
def test_what_became_of_the_colours_is_said(change: object, words: str, tmp_path: Path) -> None:
    assert callable(change)
    found = match(tmp_path, change(scene(3)))
    assert words in " ".join(found.evidence)
    assert Alteration.RECOLOURED in found.alterations


def test_colours_that_stayed_are_not_called_changed(tmp_path: Path) -> None:
    assert Alteration.RECOLOURED not in match(tmp_path, scene(3).resize((400, 300))).alterations


def test_nothing_is_said_of_colours_where_no_file_is_kept(tmp_path: Path) -> None:
    found = match(tmp_path, ImageOps.grayscale(scene(3)), keep=False)
    assert Alteration.RECOLOURED not in found.alterations


def test_a_kept_file_that_is_gone_or_broken_costs_the_colours_alone(tmp_path: Path) -> None:
    assert match(tmp_path, scene(3)).is_certain
    (kept,) = (path for path in (tmp_path / "desk.db.files").rglob("*") if path.is_file())
    kept.chmod(0o600)
    kept.write_bytes(kept.read_bytes()[:50])
    ImageOps.grayscale(scene(3)).save(tmp_path / "copy.jpg")
    with Archive(tmp_path / "desk.db") as archive:
        assert archive.check(tmp_path / "copy.jpg").matches[0].is_certain
        kept.unlink()
        assert archive.check(tmp_path / "copy.jpg").matches[0].is_certain
