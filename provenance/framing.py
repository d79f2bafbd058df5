"""A moment of a video as a picture: ``clip.mp4@03:12``, or of an item ``m-3f9a2c@03:12``.

What is done with pictures - laying them over each other, drawing a proof - can then be done with frames.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from typing import TYPE_CHECKING

from provenance.errors import BadOption, MediaError
from provenance.findings.moments import MARK
from provenance.fingerprints.examine import FileBytes
from provenance.media import formats
from provenance.model import MediaKind, Thumbnail
from provenance.named import NamedTuple
from provenance.store import files
from provenance.text import clock

if TYPE_CHECKING:
    from PIL import Image

    from provenance.media.limits import Limits
    from provenance.store.sqlite import KeyFrameOnRecord, SqliteStore

LONGEST_MS = 2**31 - 1  # 24 days, as in media/video.py
BEYOND_MS = 1_000  # clocks are read to the second: that much behind the end the last frame is meant
NEAR_MS = 1_000  # a key frame farther from a moment than that may show another shot
_CLOCK = re.compile(r"(?:(\d{1,3}):(?=[0-5]?\d:))?(\d{1,3}):([0-5]?\d)(?:[.,](\d{1,3}))?s?")
_SECONDS = re.compile(r"()()(\d+)(?:[.,](\d{1,3}))?s?")

_ITEM = re.compile(r"m-[0-9a-f]{2,40}")


class Frame(NamedTuple):
    """A frame of a video, upright."""

    ms: int  # when it begins
    image: Image.Image
    is_thumbnail: bool = False  # only the small grey picture of a frame near to that moment is kept


def milliseconds(words: str) -> int:
    """A place in a video: ``03:12``, ``1:02:03``, ``03:12.48``; or seconds: ``192``, ``7.35``, ``192s``.

    Raises:
        BadOption: it is none.
    """
    read = _CLOCK.fullmatch(words.strip()) or _SECONDS.fullmatch(words.strip())
    if read is None:
        raise BadOption(f"{words or 'nothing'}: is no place in a video. Write it like 03:12, 1:02:03, 03:12.5 or 192.5")
    hours, minutes, seconds, fraction = (part or "0" for part in read.groups())
    whole = int(seconds) if len(seconds) < len(str(LONGEST_MS)) else LONGEST_MS
    told = (int(hours) * 3600 + int(minutes) * 60 + whole) * 1000 + int(fraction.ljust(3, "0"))
    if told > LONGEST_MS:
        raise BadOption(f"{words}: no video is that long. Name a time within it, like 03:12")
    return told


def named(name: str) -> tuple[str, int | None]:
    """What a name with a moment in it is of, and the moment in ms; a file of that very name comes first.

    Raises:
        BadOption: behind the name of a file, or of what looks like an item, stands no moment.
    """
    base, mark, moment = name.rpartition(MARK)
    if not (mark and base) or os.path.exists(name):  # noqa: PTH110 - False for a name that no system can have
        return name, None
    try:
        told = milliseconds(moment)
        if ":" in moment or moment.endswith("s") or os.path.exists(base) or _ITEM.fullmatch(base):  # noqa: PTH110
            return base, told
        return name, None  # a number behind a name is rather a part of it
    except BadOption:
        if os.path.exists(base) or _ITEM.fullmatch(base):  # noqa: PTH110 - as above
            raise
        return name, None


def frame_of_file(path: str, ms: int, *, limits: Limits) -> Frame:
    """The frame of a video or an animation that is on the screen at a time.

    Raises:
        MediaError: the file cannot be used.
        BadOption: it ends before.
    """
    from provenance.fingerprints.filming import still

    found = still(path, ms=ms, limits=limits)
    if ms > found.ends_ms + BEYOND_MS:
        raise BadOption(f"{path}: has no {clock(ms)}, it ends at {clock(found.ends_ms)}")
    return Frame(found.ms, found.image)


def frame_of_item(store: SqliteStore, row: int, ms: int, *, folder: str, name: str, limits: Limits) -> Frame:
    """The same of an archived item: of its kept file, else the small grey picture of a key frame near to it.

    Raises:
        MediaError: the kept file cannot be used.
        BadOption: it has no such moment, or nothing of it is kept.
    """
    item = store.items([row])[row]
    if item.sha256 is None:
        raise BadOption(f"{name}: is known by reference only. Give it its file: provenance add FILE --item {name}")
    place = files.place_of(folder, item.sha256, item.media_type)
    if item.file_kept and os.path.isfile(place):  # noqa: PTH113 - as everywhere on the way of a check
        try:
            return frame_of_file(place, ms, limits=limits)
        except (MediaError, BadOption) as error:
            raise type(error)(str(error).replace(place, name)) from error
    if item.kind is not MediaKind.VIDEO:
        raise BadOption(f"{name}: its file is not kept, so there are no frames to take one from")
    kept = near(store, row, ms)
    if kept is None:
        raise BadOption(f"{name}: its file is not kept, and no small picture of a frame near {clock(ms)}")
    from PIL import Image

    with Image.open(io.BytesIO(kept.jpeg or b"")) as opened:
        return Frame(kept.frame_ms, opened.convert("RGB"), is_thumbnail=True)


def near(store: SqliteStore, row: int, ms: int) -> KeyFrameOnRecord | None:
    """The key frame of an item that is nearest to a moment, and has a small picture; None beyond ``NEAR_MS``."""
    kept = [one for one in store.key_frames_of(row) if one.jpeg and abs(one.frame_ms - ms) <= NEAR_MS]
    return min(kept, key=lambda one: abs(one.frame_ms - ms), default=None)


def as_file(frame: Frame, name: str) -> FileBytes:
    """A frame as if it had been saved as a picture, without loss."""
    out = io.BytesIO()
    frame.image.save(out, "PNG", compress_level=1)
    data = out.getvalue()
    return FileBytes(name, hashlib.sha256(data).hexdigest(), len(data), formats.PNG, data)


def as_thumbnail(frame: Frame) -> Thumbnail:
    """A frame of which only a small picture is kept, as of a picture."""
    out = io.BytesIO()
    frame.image.save(out, "JPEG", quality=95)
    return Thumbnail(frame.image.width, frame.image.height, out.getvalue())
