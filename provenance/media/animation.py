"""Animated GIF, WebP, PNG and AVIF, frame by frame, by the decoder that reads them as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import MediaError, MediaMissing
from provenance.media import formats
from provenance.media.image import open_image
from provenance.media.shown import Shown
from provenance.model import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from provenance.media.image import ImageFile, Limits

FORMATS = frozenset({formats.GIF, formats.WEBP, formats.PNG, formats.AVIF})
SHORTEST_MS = 10  # browsers show a frame that is said to last no longer than this for USUAL_MS
USUAL_MS = 100
# A WebP can say of each frame that it stays for five hours, and nobody waits for the next one.
MOST_MS = 60_000


class Animation:
    """The frames of an animated picture, with the times that a browser would show them at."""

    def __init__(self, path: str, limits: Limits) -> None:
        """Read the file.

        Raises:
            MediaError: see :func:`provenance.media.image.open_image`.
        """
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise MediaMissing(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from error
        self._picture: ImageFile = open_image(data, name=path, limits=limits)
        self.size = (self._picture.width, self._picture.height)
        self.shape = 1.0  # of a pixel
        self.stated_ms = 0  # no header says it
        self.duration_ms = 0  # known when all frames were read
        self.fps: float | None = None
        self._damage: tuple[str, ...] = ()
        self._hastened = 0  # frames that were said to stay for longer than MOST_MS

    @property
    def statements(self) -> tuple[Fact, ...]:
        """What the file says about itself."""
        return (
            Fact("container.format", self._picture.format.name, "container"),
            Fact("video.frames", f"{self._picture.frames}", "container"),
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """For people: what was wrong with the file. After all frames were read."""
        if not self._hastened:
            return self._damage
        of = "1 frame is" if self._hastened == 1 else f"{self._hastened:,} frames are"
        most = MOST_MS // 1000
        return (*self._damage, f"{of} said to stay for more than {most} s, and taken to stay for {most} s")

    def frames(self) -> Iterator[Shown]:
        """Every frame. A damaged one ends it, and a note says so.

        Raises:
            MediaError: if not even the first can be decoded.
        """
        for number in range(self._picture.frames):
            try:
                if number:
                    self._picture.seek(number)
                plane = self._picture.luma().plane
            except MediaError:
                if number == 0:
                    raise
                self._damage = (f"damaged: only the first {number} of {self._picture.frames} frames could be read",)
                return
            yield Shown(self.duration_ms, plane)
            told = self._picture.pil.info.get("duration")
            self._hastened += isinstance(told, (int, float)) and told > MOST_MS
            self.duration_ms += _lasting(told)
            self.fps = (number + 1) * 1000 / self.duration_ms

    def still(self, ms: int) -> tuple[int, Image.Image]:
        """The frame that is on the screen at a time, in colours, and its own time; the last one at most.

        Raises:
            MediaError: if not even the first can be decoded.
        """
        found = 0, self._picture.colours(max(self.size))
        self.duration_ms = _lasting(self._picture.pil.info.get("duration"))
        for number in range(1, self._picture.frames):
            if self.duration_ms > ms:
                break
            try:
                self._picture.seek(number)
                found = self.duration_ms, self._picture.colours(max(self.size))
            except MediaError:
                break
            self.duration_ms += _lasting(self._picture.pil.info.get("duration"))
        return found


def _lasting(duration: object) -> int:
    """Milliseconds that a frame is shown for."""
    told = int(min(duration, MOST_MS)) if isinstance(duration, (int, float)) else 0
    return told if told > SHORTEST_MS else USUAL_MS
