"""One file's bytes become all that the archive keeps of it. Pure: no archive, no clock, no network.

Made to run in worker processes: the argument is a path, the result is plain records, and whatever is wrong
with a file is a :class:`~provenance.errors.MediaError`, so that a batch goes on. The same bytes give the
same result.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from typing import TYPE_CHECKING

from PIL import Image

from provenance.errors import MediaError, MediaMissing
from provenance.fingerprints import pdq as pdq_rule
from provenance.fingerprints import perceptual
from provenance.fingerprints.borders import trim
from provenance.media import formats
from provenance.media.image import DEFAULT_LIMITS, open_image
from provenance.model import Fingerprint, FingerprintKind, MediaKind, Orientation, Region, Thumbnail
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from provenance.fingerprints.frames import Filmed
    from provenance.fingerprints.local import Keypoints
    from provenance.media.formats import Format
    from provenance.media.image import ImageFile, Limits, Luma
    from provenance.model import DateRecord, Fact

PIXELS_VERSION = 1
THUMBNAIL_SIDE = 160  # pixels: enough to recognise, and for the pixel check of reference pipelines
THUMBNAIL_QUALITY = 50  # 2.7 kB in the mean
SAME_SHAPE = 0.03  # by which the ratios of width to height of a picture and its embedded thumbnail may differ
_PAGED = {
    formats.TIFF: "{} pages: the first was used",
    formats.HEIC: "{} pictures in one file: the main one was used",
    formats.JPEG: "{} views in one file (3D or panorama): the first was used",
}
ANIMATION_SECONDS = 30.0  # that reading all frames of an animated picture may take; 300 of 480 x 360 take one
_ANIMATED = "animated: the first of {} frames was used"
_VIDEO = "a video of which only the bytes were looked at: its frames are read from a file with a name"


class QueryHash(NamedTuple):
    """One PDQ value to look up, and what was done to the picture so that it hashes to this."""

    value: bytes
    orientation: Orientation
    region: Region


class Examined(NamedTuple):
    """What one file is, and what it can be found by."""

    sha256: str  # of the bytes, hexadecimal
    byte_size: int
    media_type: str
    kind: MediaKind
    width: int | None = None  # pixels, upright, full size
    height: int | None = None
    frames: int | None = None
    comparable: bool = False  # enough detail for a statement about likeness
    fingerprints: tuple[Fingerprint, ...] = ()
    queries: tuple[QueryHash, ...] = ()  # of the regions with enough detail, each in eight orientations
    quality: int | None = None  # PDQ's, 0..100, of the better region; None where there is no PDQ
    thumbnail: Thumbnail | None = None
    facts: tuple[Fact, ...] = ()
    captured: tuple[DateRecord, ...] = ()
    notes: tuple[str, ...] = ()  # for people: what was left out, and why
    plane: NDArray[np.uint8] | None = None  # (height, width), grey, where it is needed further: for local features
    points: Keypoints | None = None  # of the stored local features, where a new item is to be matched
    filmed: Filmed | None = None  # the frames of a video or an animation

    @property
    def pixels(self) -> tuple[bytes, str] | None:
        """Digest of the decoded pixels, with the decoder rule."""
        found = (one for one in self.fingerprints if one.kind is FingerprintKind.PIXELS)
        return next(((one.value, one.decoder) for one in found), None)


class _Hashes(NamedTuple):
    fingerprints: tuple[Fingerprint, ...]
    queries: tuple[QueryHash, ...]
    quality: int


class FileBytes(NamedTuple):
    """A file that was read: a picture whole, of a video only the digest."""

    name: str  # what messages call it
    sha256: str  # hexadecimal
    byte_size: int
    format: Format | None  # None: neither a picture nor a video
    data: bytes | None  # None for a video
    path: str | None = None  # where it lies: videos and animations are read there, frame by frame


def examine(
    path: str, *, limits: Limits = DEFAULT_LIMITS, with_facts: bool = True, with_local: bool = False
) -> Examined:
    """Read a file and make its fingerprints; see :func:`read` and :func:`examine_read` for what is raised."""
    return examine_read(read(path, limits=limits), limits=limits, with_facts=with_facts, with_local=with_local)


def examine_bytes(data: bytes, *, name: str, limits: Limits = DEFAULT_LIMITS, with_facts: bool = True) -> Examined:
    """The same for bytes in memory; ``name`` is what messages call them."""
    return examine_read(read_bytes(data, name=name), limits=limits, with_facts=with_facts)


def read_bytes(data: bytes, *, name: str) -> FileBytes:
    """Bytes in memory as a file that was read."""
    return _read(io.BytesIO(data), name, most=len(data))


def read(path: str, *, limits: Limits = DEFAULT_LIMITS) -> FileBytes:
    """Read a file once. A video is read in pieces.

    Raises:
        MediaMissing: if there is no such file, or it cannot be read.
    """
    try:
        status = os.stat(path)  # noqa: PTH116 - pathlib, with what it loads, is a fiftieth of a cold check
        mode = status.st_mode
        if not stat.S_ISREG(mode):
            what = "a folder. Name the files in it." if stat.S_ISDIR(mode) else "no file. Save it to one first."
            raise MediaMissing(f"{path}: is {what}")
        with open(path, "rb") as file:  # noqa: PTH123
            found = _read(file, path, most=min(status.st_size, limits.max_bytes) + 1)
            return found._replace(path=path)
    except FileNotFoundError as error:
        raise MediaMissing(f"{path}: no such file. Check the path.") from error
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise MediaMissing(f"{path}: cannot be read ({reason}). Check its permissions.") from error


def _read(file: io.BufferedIOBase, name: str, *, most: int) -> FileBytes:
    """``most``: no more bytes of a picture than that; asked for at once, they come without a copy."""
    head = file.read(formats.HEAD_BYTES)
    found = formats.sniff(head)
    if found is None:  # nothing can be made of it, so the rest need not be read
        return FileBytes(name, hashlib.sha256(head).hexdigest(), len(head), found, head)
    if found.kind is not MediaKind.VIDEO:
        file.seek(0)  # read again in one piece: joining two would copy all of it
        data = file.read(most)
        return FileBytes(name, hashlib.sha256(data).hexdigest(), len(data), found, data)
    digest, size = hashlib.sha256(head), len(head)
    while block := file.read(1 << 20):
        digest.update(block)
        size += len(block)
    return FileBytes(name, digest.hexdigest(), size, found, None)


def large_plane(file: FileBytes, *, limits: Limits = DEFAULT_LIMITS, side: int) -> NDArray[np.uint8]:
    """The grey plane of a picture with at least ``side`` pixels a side, where it has so many.

    Raises:
        MediaError: as :func:`examine_read`.
    """
    return open_image(file.data or b"", name=file.name, limits=limits).luma(side).plane


def examine_read(
    file: FileBytes,
    *,
    limits: Limits = DEFAULT_LIMITS,
    with_facts: bool = True,
    with_local: bool = False,
    watch: Callable[[int, int], None] | None = None,
) -> Examined:
    """Make the fingerprints of a file that was read.

    Args:
        file: what :func:`read` gave.
        limits: what decoding may cost.
        with_facts: also what only a recorded item needs: facts, dates of capture and a thumbnail.
            Without it nothing is imported but Pillow, NumPy and the standard library.
        with_local: with facts, also the local features that are stored, and what matching them needs; without
            facts the grey plane that local features are then made of. Loads OpenCV with facts.
        watch: told, of a video, how many milliseconds are done, and of how many; 0 where it does not say.

    Raises:
        MediaUnknown, MissingExtra, MediaTooLarge, MediaDamaged: see :func:`provenance.media.image.open_image`.
    """
    if file.data is None:
        return _examined_video(file, limits, with_local=with_local, watch=watch)
    picture = open_image(file.data, name=file.name, limits=limits)
    if not with_facts:
        luma = picture.luma()
        bare = _examined(file, picture, _hashes(luma))
        return _with_frames(bare, file, picture, limits)._replace(plane=luma.plane) if with_local else bare
    from provenance.media.metadata import read_facts

    told = read_facts(file.data, picture.pil, media_type=picture.media_type)  # decoding uses the lazy picture up
    luma = picture.luma()
    bare = _examined(file, picture, _hashes(luma))
    about_thumbnail = _thumbnail_facts(told.thumbnail, picture, luma.plane)
    told_too = bare._replace(
        facts=told.facts + about_thumbnail, captured=told.captured, thumbnail=thumbnail_of(luma.plane)
    )
    return _with_frames(_with_local(told_too, luma), file, picture, limits) if with_local else told_too


def _examined_video(
    file: FileBytes, limits: Limits, *, with_local: bool, watch: Callable[[int, int], None] | None
) -> Examined:
    """The frames of a video; with ``with_local`` those of one or two a second, without only the stream's key frames."""
    bare = Examined(
        sha256=file.sha256,
        byte_size=file.byte_size,
        media_type=file.format.media_type if file.format else "",
        kind=MediaKind.VIDEO,
        notes=(_VIDEO,),
    )
    if file.path is None:
        return bare
    from provenance.fingerprints.filming import film

    filmed = film(file.path, limits=limits, fast=not with_local, with_local=with_local, watch=watch)
    middle = filmed.key_frames[len(filmed.key_frames) // 2] if filmed.key_frames else None
    return bare._replace(
        width=filmed.width,
        height=filmed.height,
        comparable=bool(filmed.frames.comparable.any()),
        thumbnail=middle.thumbnail if middle else None,
        facts=filmed.facts,
        captured=filmed.captured,
        notes=filmed.notes,
        filmed=filmed,
    )


def _with_frames(examined: Examined, file: FileBytes, picture: ImageFile, limits: Limits) -> Examined:
    """Of an animation its other frames too. Where they cannot be read, the first one is what there is."""
    if picture.frames < 2 or file.path is None or picture.format in _PAGED:
        return examined
    from provenance.fingerprints.filming import film
    from provenance.guarding import Patience

    try:
        filmed = film(file.path, limits=limits, patience=Patience(grace_seconds=ANIMATION_SECONDS))
    except MediaError as error:
        reason = str(error).removeprefix(f"{file.path}: ")
        return examined._replace(notes=(f"{examined.notes[0]}; of the others: {reason}",))
    comparable = examined.comparable or bool(filmed.frames.comparable.any())
    return examined._replace(comparable=comparable, notes=filmed.notes, filmed=filmed)


def _with_local(examined: Examined, luma: Luma) -> Examined:
    from provenance.fingerprints import local

    plane = local.reduced(luma.plane, local.STORED_SIDE)
    points = local.keypoints(plane, side=local.STORED_SIDE, most=local.STORED_FEATURES)
    if len(points.places) < local.FEWEST:
        return examined
    value = local.pack(local.encode(points))
    features = Fingerprint(FingerprintKind.LOCAL, value, local.VERSION, luma.decoder + local.DECODER)
    return examined._replace(fingerprints=(*examined.fingerprints, features), plane=plane, points=points)


def _examined(file: FileBytes, picture: ImageFile, hashes: _Hashes) -> Examined:
    return Examined(
        sha256=file.sha256,
        byte_size=file.byte_size,
        media_type=picture.media_type,
        kind=MediaKind.IMAGE,
        width=picture.width,
        height=picture.height,
        frames=picture.frames,
        comparable=hashes.quality >= pdq_rule.MIN_QUALITY,
        fingerprints=hashes.fingerprints,
        queries=hashes.queries,
        quality=hashes.quality,
        notes=_notes(picture),
    )


def _notes(picture: ImageFile) -> tuple[str, ...]:
    return (_PAGED.get(picture.format, _ANIMATED).format(picture.frames),) if picture.frames > 1 else ()


def _hashes(luma: Luma) -> _Hashes:
    """All fingerprints of a plane, and all that it is looked up by."""
    regions = [(Region.WHOLE, luma.plane)]
    if box := trim(luma.plane):
        regions.append((Region.TRIMMED, box.of(luma.plane)))
    fingerprints = [_pixels(luma)]
    queries: list[QueryHash] = []
    best = 0
    for region, plane in regions:
        upright, turned = pdq_rule.dihedral(plane)
        fingerprints.append(
            Fingerprint(FingerprintKind.PDQ, upright.value, pdq_rule.VERSION, luma.decoder, region, upright.quality)
        )
        best = max(best, upright.quality)
        if upright.quality >= pdq_rule.MIN_QUALITY:
            queries += [QueryHash(value, orientation, region) for orientation, value in turned]
    fingerprints.append(_phash(luma))
    return _Hashes(tuple(fingerprints), tuple(queries), best)


def _pixels(luma: Luma) -> Fingerprint:
    """The same pixels in another file, or with other metadata, have this in common."""
    height, width = luma.plane.shape
    digest = hashlib.sha256(f"{width} x {height}\n".encode())
    digest.update(luma.plane.data)
    return Fingerprint(FingerprintKind.PIXELS, digest.digest(), PIXELS_VERSION, luma.decoder)


def _phash(luma: Luma) -> Fingerprint:
    value = perceptual.phash(luma.plane, quick=True)
    return Fingerprint(FingerprintKind.PHASH, value, perceptual.VERSION, luma.decoder + perceptual.QUICK)


def thumbnail_of(plane: NDArray[np.uint8]) -> Thumbnail:
    """The small grey picture that is kept of a plane, (height, width)."""
    small = Image.fromarray(plane)
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), reducing_gap=1.1)  # boxes first: a third of the time
    out = io.BytesIO()
    small.save(out, "JPEG", quality=THUMBNAIL_QUALITY)
    return Thumbnail(small.width, small.height, out.getvalue())


def _thumbnail_facts(embedded: bytes | None, picture: ImageFile, plane: NDArray[np.uint8]) -> tuple[Fact, ...]:
    """Whether the thumbnail that a camera left in the file shows this picture."""
    if embedded is None or picture.format != formats.JPEG:  # other decoders turn the picture, not the thumbnail
        return ()
    from provenance.media.metadata import thumbnail_fact

    try:
        opened = open_image(embedded, name=f"{picture.name}: thumbnail")
        small = opened._replace(orientation=picture.orientation).luma().plane
    except MediaError:  # it says nothing then, which is no problem of the picture
        return ()
    fact = thumbnail_fact(*_unlikeness(small, plane))
    return (fact,) if fact else ()


def _unlikeness(small: NDArray[np.uint8], plane: NDArray[np.uint8]) -> tuple[int, bool]:
    """Bits of pHash between two planes, and whether they have another shape.

    Cameras pad thumbnails with bars: it is compared without them too, and the nearer one counts.
    """
    box = trim(small)
    shapes = [small] if box is None else [small, box.of(small)]
    wanted = int.from_bytes(perceptual.phash(plane))
    apart = [(int.from_bytes(perceptual.phash(shape)) ^ wanted).bit_count() for shape in shapes]
    nearest = shapes[apart.index(min(apart))]
    stretch = (nearest.shape[1] / nearest.shape[0]) / (plane.shape[1] / plane.shape[0])
    return min(apart), abs(stretch - 1) > SAME_SHAPE
