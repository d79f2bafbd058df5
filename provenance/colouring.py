"""The colours of an asked picture and of kept ones, for what a match says was changed. Reads files, writes nothing.

Hashes, features and thumbnails are grey. What was made grey, toned or tinted is seen only where the archive keeps the
file; a picture is decoded small, which a JPEG file does while it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import MediaError
from provenance.fingerprints.examine import FileBytes, read
from provenance.media.image import Limits, open_image
from provenance.model import MediaItem, MediaKind
from provenance.named import NamedTuple
from provenance.store import files

if TYPE_CHECKING:
    from PIL import Image

SIDE = 320  # pixels: twice a thumbnail's


class Colours(NamedTuple):
    """Where colours are to be had."""

    file: FileBytes  # the asked picture
    folder: str  # of the kept files
    limits: Limits

    def asked(self) -> Image.Image | None:
        """The asked picture in RGB, upright, small."""
        return _small(self.file, self.limits)

    def of(self, item: MediaItem) -> Image.Image | None:
        """An archived picture likewise; None where its file is not kept, is no picture or is gone."""
        if item.kind is not MediaKind.IMAGE or not item.sha256:
            return None
        place = files.place_of(self.folder, item.sha256, item.media_type)
        try:
            return _small(read(place, limits=self.limits), self.limits)
        except MediaError:
            return None


def _small(file: FileBytes, limits: Limits) -> Image.Image | None:
    if not file.data:
        return None
    try:
        return open_image(file.data, name=file.name, limits=limits).colours(SIDE)
    except MediaError:
        return None
