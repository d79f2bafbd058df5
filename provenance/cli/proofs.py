"""Proof pictures of a check's matches, written into a folder; a file that is there is never written over."""

from __future__ import annotations

import io
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import BadOption, MediaError
from provenance.model import MediaKind, Tier
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from provenance.archive import Archive
    from provenance.model import Answer, Seen

STEM = 80  # characters of the asked file's name that are kept


class Drawn(NamedTuple):
    """What became of one match."""

    item_id: str
    path: str | None  # None: there is no picture, for the reason
    of_thumbnail: bool = False
    hidden: bool = False
    reason: str | None = None


class Proofs:
    """Draws the matches of answers."""

    def __init__(self, archive: Archive, folder: str, *, reveal: bool) -> None:
        """Make the folder.

        Raises:
            BadOption: it cannot be made.
        """
        self._archive, self._folder, self._reveal = archive, Path(folder), reveal
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadOption(f"--proof {folder}: no folder can be made there ({error.strerror})") from error

    def drawn(self, path: str, answer: Answer) -> Iterator[Drawn]:
        """Draw each item that shows the same pixels, certainly or probably."""
        graphic = any(seen.covered_by for seen in answer.seen)  # one picture: what is said of a copy goes for all
        for seen in answer.seen:
            if seen.match is not None:
                yield self._one(path, seen, hide=graphic and not self._reveal, reveal=graphic and self._reveal)

    def lines(self, path: str, answer: Answer) -> Iterator[str]:
        """The same in words."""
        from provenance.cli.text import field

        for position, one in enumerate(self.drawn(path, answer)):
            yield field("" if position else "proof", self._words(one))

    def _words(self, one: Drawn) -> str:
        short = self._archive.short_id(one.item_id)
        if one.path is None:
            return f"{short}: none: {one.reason}"
        words = f"{short}: {one.path}"
        if one.of_thumbnail:
            words += " (its file is not kept: the small grey picture is shown)"
        if one.hidden:
            words += " (marked graphic: blurred; --reveal shows it, and is logged)"
        return words

    def _one(self, path: str, seen: Seen, *, hide: bool, reveal: bool) -> Drawn:
        assert seen.match is not None  # noqa: S101 - asked for matches only
        item_id = seen.item.id
        if seen.match.tier is Tier.EXACT and seen.item.kind is MediaKind.VIDEO:
            return Drawn(item_id, None, reason="it is the same file, byte for byte")
        try:
            proof = self._archive.proof(path, seen.match, hide=hide)
        except (MediaError, BadOption) as error:
            return Drawn(item_id, None, reason=str(error))
        if reveal:
            self._archive.reveal(item_id)
        name = f"{Path(path).stem[:STEM]}-{self._archive.short_id(item_id)}"
        place = write_new(proof.image, self._folder, name)
        return Drawn(item_id, str(place), of_thumbnail=proof.of_thumbnail, hidden=hide)


def png(image: Image.Image) -> bytes:
    """A picture as the bytes of a PNG file."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def write_new(image: Image.Image, folder: Path, stem: str) -> Path:
    """Write ``stem.png``, or the first of ``stem-2.png``, ``stem-3.png`` ... that is not there."""
    data = png(image)
    for number in count(1):
        place = folder / (f"{stem}.png" if number == 1 else f"{stem}-{number}.png")
        try:
            with place.open("xb") as file:
                file.write(data)
        except FileExistsError:
            continue
        except OSError as error:
            place.unlink(missing_ok=True)
            raise BadOption(f"{place}: cannot be written ({error.strerror}). Name another folder") from error
        return place
    raise AssertionError  # count() never ends
