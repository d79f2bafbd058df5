"""One moment of a video or an animation: its grey plane as decoded, and how to see it upright."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.media.limits import DRAFT_SIDE
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image

GLANCE_ROWS, GLANCE_COLUMNS = 18, 32  # points by which two frames are first compared
BLACK, WHITE = 16, 235  # of the grey values that most videos use
_STRETCH = np.rint((np.arange(256) - BLACK).clip(0, WHITE - BLACK) * (255 / (WHITE - BLACK))).astype(np.uint8)


class Turn(NamedTuple):
    """Quarter turns and a mirror image that make a decoded frame upright, the mirror image first."""

    quarters_clockwise: int = 0
    mirrored: bool = False

    @property
    def is_sideways(self) -> bool:
        """Whether width and height change places."""
        return self.quarters_clockwise % 2 == 1

    def of(self, picture: Image.Image) -> Image.Image:
        """A picture as decoded, made upright."""
        from PIL import Image, ImageOps

        turns = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
        how = turns[self.quarters_clockwise]
        mirrored = ImageOps.mirror(picture) if self.mirrored else picture
        return mirrored if how is None else mirrored.transpose(how)


UPRIGHT = Turn()


class Shown(NamedTuple):
    """A frame. ``luma`` may be the decoder's own memory: it is valid until the next frame is asked for."""

    ms: int  # presentation time from the start
    luma: NDArray[np.uint8] | NDArray[np.uint16]  # (height, width), as decoded
    turn: Turn = UPRIGHT
    full_range: bool = True  # False: grey values from BLACK to WHITE
    deeper: int = 0  # bits beyond 8

    def glance(self) -> NDArray[np.uint8]:
        """Some points of the frame, at most (2 x GLANCE_ROWS, 2 x GLANCE_COLUMNS), as decoded; in microseconds."""
        height, width = self.luma.shape
        down, across = max(1, height // GLANCE_ROWS), max(1, width // GLANCE_COLUMNS)
        points = self.luma[down // 2 :: down, across // 2 :: across]
        return np.array(points >> self.deeper if self.deeper else points, np.uint8, order="C")

    def upright(self, side: int = DRAFT_SIDE) -> NDArray[np.uint8]:
        """A copy of the plane, turned upright, in all grey values from 0 to 255.

        Made smaller by 2, 4 or 8 while both sides keep at least ``side`` pixels, as JPEG pictures are.
        """
        import cv2

        cv2.setNumThreads(1)
        plane = np.asarray(self.luma >> self.deeper if self.deeper else self.luma, np.uint8)
        shrink = min(8, max(1, min(plane.shape) // side))
        shrink = 1 << (shrink.bit_length() - 1)
        if shrink > 1:
            size = (max(1, plane.shape[1] // shrink), max(1, plane.shape[0] // shrink))
            plane = np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)
        if not self.full_range:
            plane = np.asarray(cv2.LUT(plane, _STRETCH), np.uint8)
        if self.turn.mirrored:
            plane = plane[:, ::-1]
        return np.array(np.rot90(plane, -self.turn.quarters_clockwise), np.uint8, order="C")
