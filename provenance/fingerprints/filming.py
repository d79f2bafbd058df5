"""A video becomes all that the archive keeps of it, in a child process that may crash without harm.

1. Frames are decoded (:mod:`provenance.media.video`) and chosen (:mod:`provenance.fingerprints.sampling`).
2. Shot by shot, borders that stay the same are found and left out: letterbox, or an upright film in a wide one.
   A compilation has others in every shot, so this is not done once for the whole video.
3. Each frame is hashed with PDQ. Black, blank and title frames keep their low quality.
4. Of some frames local features and a thumbnail are kept: what a crop, a logo or a frame around it hides from a
   hash is found by them. About one a shot, none like another of the same video, and few a minute.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from provenance.fingerprints import pdq
from provenance.fingerprints.borders import Box, trim
from provenance.fingerprints.frames import Border, Filmed, FrameHashes, KeyFrame
from provenance.fingerprints.sampling import STILL_MS, Sample, Sampler
from provenance.guarding import USUAL_PATIENCE, guarded, limit_memory
from provenance.media import animation, video
from provenance.model import Fact, Fingerprint, FingerprintKind, Region
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from PIL import Image

    from provenance.guarding import Patience
    from provenance.media.limits import Limits
    from provenance.media.shown import Shown
    from provenance.model import DateRecord

    Opened: TypeAlias = "video.Video | animation.Animation"
    Watch: TypeAlias = Callable[[int, int], None]

SHOT_FRAMES = 40  # that are judged together at most: 20 s
SHOT_BYTES = 64_000_000  # of their planes
STEADY_SHARE = 0.8  # of the comparable frames of a shot that must have the same borders
STEADY = 0.02  # of the side by which borders of one shot may differ
UNLIKE_BITS = 32  # of PDQ: a frame nearer than this to another key frame shows nothing new
KEY_EVERY = 6  # samples: within a long shot, a further key frame is looked for every 3 s
# Where a shot moves so quickly that nothing of it is left a second later, there are more, evenly in time: they lead to
# stills from between them, and have no thumbnail. A video that is asked is not looked up by them.
QUICK_BITS = 90
QUICK_MS = 1_000
# 200 features of 16 bytes and a thumbnail of 2.7 kB: 6 kB each, so 90 kB a minute, and 72 kB once. Shots last four
# seconds in the mean where much is cut: 15 a minute give each of them its one.
KEY_PURSE = 12.0  # at once
KEYS_A_MINUTE = 15.0
FURTHER = 3.0  # that must be left for a second one of a shot
PICTURE_SIDE = 800  # pixels of what a key frame is looked up by: a film in a corner of another one must be readable
PICTURE_QUALITY = 85
SMALL_SIDE = 320  # pixels of what is laid over other frames
SMALL_QUALITY = 75
MOST_GLIMPSED = 1_500_000_000  # pixels decoded for glimpses: 720 frames of 1080p, some five seconds of work
MOST_HELD = 100_000_000  # bytes of both, of one video: about an hour; what comes later is compared by hashes alone

T = TypeVar("T")


class _Hashed(NamedTuple):
    """A frame of a shot, with the hash that is kept of it."""

    ms: int
    plane: NDArray[np.uint8]  # without borders
    hash: pdq.Pdq


class Still(NamedTuple):
    """One frame of a video, for people to look at."""

    ms: int  # when it begins
    image: Image.Image  # RGB, upright
    ends_ms: int  # how long the video is, as far as it was read: later than the frame that was asked for


class Glimpse(NamedTuple):
    """A frame that was decoded again, to be held against a picture."""

    ms: int
    plane: NDArray[np.uint8]  # grey, square pixels, as small as one of which features are stored
    hash: bytes  # PDQ, without borders
    quality: int


class Collector:
    """Takes the samples of one video in turn and makes their fingerprints."""

    def __init__(self, *, shape: float = 1.0, with_local: bool = True) -> None:
        """``shape``: width of a decoded pixel beside its height."""
        self._shape = shape
        self._with_local = with_local
        self._shot: list[tuple[Sample, NDArray[np.uint8]]] = []
        self._times: list[int] = []
        self._hashes: list[bytes] = []
        self._quality: list[int] = []
        self._kept: list[bytes] = []  # hashes of key frames
        self._purse = KEY_PURSE
        self._purse_ms = 0
        self.key_frames: list[KeyFrame] = []
        self.small: list[bytes] = []
        self._held = 0  # bytes of pictures
        self.borders: list[Border] = []

    def add(self, sample: Sample) -> None:
        """The next sample. A shot is worked off when the next one begins."""
        same = self._shot[-1] if self._shot and self._shot[-1][0].shown is sample.shown else None
        plane = same[1] if same else sample.shown.upright()
        held = sum(one.nbytes for _, one in self._shot)
        other_size = self._shot and self._shot[-1][1].shape != plane.shape
        if sample.begins or other_size or len(self._shot) >= SHOT_FRAMES or held > SHOT_BYTES:
            self.flush()
        self._shot.append((sample, plane))

    def frames(self) -> FrameHashes:
        """The hashes of all frames."""
        return FrameHashes.of(self._times, self._hashes, self._quality)

    def flush(self) -> None:
        """Work off the frames of the current shot."""
        shot, self._shot = self._shot, []
        if not shot:
            return
        planes = [plane for _, plane in shot]
        hashes = _each_once(pdq.pdq, planes)
        box = steady_box([plane for plane, one in zip(planes, hashes, strict=True) if one.quality >= pdq.MIN_QUALITY])
        if box:
            planes = _each_once(box.of, planes)
            hashes = _each_once(pdq.pdq, planes)
            self._note_border(box, shot)
        hashed = [_Hashed(sample.ms, plane, one) for (sample, _), plane, one in zip(shot, planes, hashes, strict=True)]
        for frame in hashed:
            self._times.append(frame.ms)
            self._hashes.append(frame.hash.value)
            self._quality.append(frame.hash.quality)
        if self._with_local:
            self.small += self._small(planes)
            sideways = shot[0][0].shown.turn.is_sideways
            self._keep_keys(hashed, 1 / self._shape if sideways else self._shape, trimmed=box is not None)

    def _small(self, planes: list[NDArray[np.uint8]]) -> list[bytes]:
        if self._held > MOST_HELD:
            return [b""] * len(planes)
        made = _each_once(partial(_jpeg, side=SMALL_SIDE, quality=SMALL_QUALITY), planes)
        self._held += sum(map(len, {id(one): one for one in made}.values()))
        return made

    def _note_border(self, box: Box, shot: list[tuple[Sample, NDArray[np.uint8]]]) -> None:
        height, width = shot[0][1].shape
        sides = (box.left / width, box.top / height, box.right / width, box.bottom / height)
        self.borders.append(Border(shot[0][0].ms, shot[-1][0].ms, *(round(side, 4) for side in sides)))

    def _keep_keys(self, shot: list[_Hashed], shape: float, *, trimmed: bool) -> None:
        """The frame in the middle first: at its ends a shot is faded or shaken."""
        self._purse = min(KEY_PURSE, self._purse + (shot[-1].ms - self._purse_ms) * KEYS_A_MINUTE / 60_000)
        self._purse_ms = shot[-1].ms
        for number, frame in enumerate((shot[len(shot) // 2], *shot[::KEY_EVERY])):
            if self._purse >= (FURTHER if number else 1):
                self._keep_key(frame, shape, trimmed=trimmed, unlike=UNLIKE_BITS)
        left = list(shot)
        while left and self._purse >= FURTHER:
            there = np.array([key.ms for key in self.key_frames[-len(shot) :]])
            apart = [int(np.abs(there - frame.ms).min()) if there.size else QUICK_MS for frame in left]
            farthest = int(np.argmax(apart))
            if apart[farthest] < QUICK_MS:
                return
            self._keep_key(left.pop(farthest), shape, trimmed=trimmed, unlike=QUICK_BITS)

    def _keep_key(self, frame: _Hashed, shape: float, *, trimmed: bool, unlike: int) -> None:
        """Unless it is too plain, or like one that is kept."""
        if frame.hash.quality < pdq.MIN_QUALITY or not self._is_new(frame.hash.value, unlike):
            return
        made = key_frame(frame.ms, _square(frame.plane, shape), trimmed=trimmed)
        if made is None:
            return
        if unlike == QUICK_BITS:
            made = made._replace(thumbnail=made.thumbnail._replace(jpeg=b""), picture=b"")
        if self._held > MOST_HELD:
            made = made._replace(picture=b"")
        self._held += len(made.picture)
        self._kept.append(frame.hash.value)
        self.key_frames.append(made)
        self._purse -= 1

    def _is_new(self, value: bytes, unlike: int) -> bool:
        if not self._kept:
            return True
        kept = np.frombuffer(b"".join(self._kept), np.uint64).reshape(-1, pdq.BITS // 64)
        apart = np.bitwise_count(kept ^ np.frombuffer(value, np.uint64)).sum(axis=1)
        return int(apart.min()) >= unlike


def film(
    path: str,
    *,
    limits: Limits,
    fast: bool = False,
    with_local: bool = True,
    threads: int = 1,
    watch: Watch | None = None,
    patience: Patience = USUAL_PATIENCE,
) -> Filmed:
    """Read a video or an animated picture, in a child process.

    Args:
        path: the file.
        limits: what decoding may cost; the memory is that of the child.
        fast: use the key frames of the stream alone: a tenth of the time, and as many frames as its encoder chose.
        with_local: also make key frames with local features.
        threads: of the decoder.
        watch: called with the milliseconds of the video that are done, and with those that the file says it has,
            0 where it does not say.
        patience: how long it may take.

    Raises:
        MediaError: one line that names the file and the remedy; see :func:`provenance.media.video.open_video`.
            Also MediaDamaged where the decoder crashes, hangs or is far too slow.
        BadOption: child processes cannot be started.
    """
    options = (path, limits, fast, with_local, threads)
    made: Filmed = guarded(film_here_limited, *options, name=path, watch=watch, patience=patience)
    return made


def film_here_limited(report: Watch, path: str, limits: Limits, fast: bool, with_local: bool, threads: int) -> Filmed:
    """What the child does: :func:`film_here`, with no more memory than is allowed."""
    import av  # noqa: F401 - loaded before memory is limited, as is the next
    import cv2  # noqa: F401

    limit_memory(_memory(limits))
    return film_here(path, limits=limits, fast=fast, with_local=with_local, threads=threads, watch=report)


def film_here(
    path: str,
    *,
    limits: Limits,
    fast: bool = False,
    with_local: bool = True,
    threads: int = 1,
    watch: Watch | None = None,
) -> Filmed:
    """As :func:`film`, in this process: for files that are trusted.

    Raises:
        MediaError: as :func:`film`.
    """
    with _opened(path, limits, threads) as opened:
        sampler = Sampler(keys_only=fast and isinstance(opened, video.Video))
        collector = Collector(shape=opened.shape, with_local=with_local)
        stated = opened.stated_ms
        for shown in _frames(opened, fast):
            if watch:
                watch(shown.ms, stated)
            for sample in sampler.take(shown):
                collector.add(sample)
        for sample in sampler.end(opened.duration_ms):
            collector.add(sample)
        collector.flush()
        facts, captured = _told(opened.statements)
        width, height = opened.size
        return Filmed(
            duration_ms=opened.duration_ms,
            width=width,
            height=height,
            fps=opened.fps,
            frames=collector.frames(),
            key_frames=tuple(sorted(collector.key_frames, key=lambda one: one.ms)),
            facts=facts,
            captured=captured,
            notes=opened.notes + _shortened(sampler.shortened),
            borders=tuple(collector.borders),
            small=tuple(collector.small),
        )


def still(path: str, *, ms: int, limits: Limits, patience: Patience = USUAL_PATIENCE) -> Still:
    """The frame that is on the screen at a time, read in a child process.

    Raises:
        MediaError, BadOption: as :func:`film`.
    """
    found: Still = guarded(still_here_limited, path, limits, ms, name=path, patience=patience)
    return found


def still_here_limited(_: Watch, path: str, limits: Limits, ms: int) -> Still:
    """What the child does."""
    import av  # noqa: F401 - loaded before memory is limited

    limit_memory(_memory(limits))
    with _opened(path, limits, threads=1) as opened:
        begins, image = opened.still(ms)
        return Still(begins, image, opened.duration_ms)


def glimpses(
    path: str, spans: Sequence[tuple[int, int]], *, every_ms: int, limits: Limits, patience: Patience = USUAL_PATIENCE
) -> tuple[list[Glimpse], bool]:
    """Frames of a video or an animation within stretches of it, read in a child process, and whether all were read.

    Args:
        path: the file.
        spans: from and to, in ms, in the order of time; they do not overlap.
        every_ms: how far apart frames are at least.
        limits: what decoding may cost. Besides, no more is decoded than ``MOST_GLIMPSED``.
        patience: how long it may take.

    Raises:
        MediaError, BadOption: as :func:`film`.
    """
    options = (path, limits, tuple(spans), every_ms)
    found: tuple[list[Glimpse], bool] = guarded(_glimpses_limited, *options, name=path, patience=patience)
    return found


def _glimpses_limited(
    report: Watch, path: str, limits: Limits, spans: Sequence[tuple[int, int]], every_ms: int
) -> tuple[list[Glimpse], bool]:
    """What the child does."""
    import av  # noqa: F401 - loaded before memory is limited, as is the next
    import cv2  # noqa: F401

    limit_memory(_memory(limits))
    return glimpses_here(path, spans, every_ms=every_ms, limits=limits, watch=report)


def glimpses_here(
    path: str, spans: Sequence[tuple[int, int]], *, every_ms: int, limits: Limits, watch: Watch | None = None
) -> tuple[list[Glimpse], bool]:
    """As :func:`glimpses`, in this process: for files that are trusted.

    Raises:
        MediaError: as :func:`film`.
    """
    shots: list[list[tuple[int, NDArray[np.uint8]]]] = [[] for _ in spans]
    with _opened(path, limits, threads=1) as opened:
        left = MOST_GLIMPSED // max(1, math.prod(opened.size))
        for shown in _leading_through(opened, spans):
            left -= 1
            if left < 0:
                break
            if watch:
                watch(shown.ms, 0)
            for shot, (begin, end) in zip(shots, spans, strict=True):
                if begin <= shown.ms <= end and not (shot and shown.ms < shot[-1][0] + every_ms):
                    shot.append((shown.ms, shown.upright()))
        sideways = isinstance(opened, video.Video) and opened.turn.is_sideways
        shape = 1 / opened.shape if sideways else opened.shape
    return [one for shot in shots for one in _glimpsed(shot, shape)], left >= 0


def _leading_through(opened: Opened, spans: Sequence[tuple[int, int]]) -> Iterator[Shown]:
    """All frames that must be decoded for those within the stretches."""
    if isinstance(opened, video.Video):
        for begin, end in spans:
            yield from opened.onwards(begin, end)
        return
    for shown in opened.frames():
        if shown.ms > spans[-1][1]:
            return
        yield shown


def _glimpsed(shot: list[tuple[int, NDArray[np.uint8]]], shape: float) -> Iterator[Glimpse]:
    from provenance.fingerprints import local

    planes = [plane for _, plane in shot]
    box = steady_box(planes)
    for ms, plane in shot:
        hashed = pdq.pdq(box.of(plane) if box else plane)
        yield Glimpse(ms, local.reduced(_square(plane, shape), local.STORED_SIDE), hashed.value, hashed.quality)


def _memory(limits: Limits) -> int:
    """Bytes that the child may take further, once its libraries are loaded."""
    return int(max(limits.max_memory, (limits.max_pixels or 0) * video.BYTES_PER_PIXEL))


@contextmanager
def _opened(path: str, limits: Limits, threads: int) -> Iterator[Opened]:
    found = video.sniff_file(path)
    if found in animation.FORMATS:
        yield animation.Animation(path, limits)
        return
    with video.open_video(path, limits, threads=threads) as opened:
        yield opened


def _frames(opened: Opened, fast: bool) -> Iterator[Shown]:
    """An animation has no key frames: all of its frames are read."""
    return opened.frames(keys_only=fast) if isinstance(opened, video.Video) else opened.frames()


def _shortened(count: int) -> tuple[str, ...]:
    """For people: that pictures which stay were not compared all the time."""
    if not count:
        return ()
    shown = "1 picture stays" if count == 1 else f"{count:,} pictures stay"
    return (f"{shown} for long: the first {STILL_MS // 1000} s and the end of each were recorded",)


def _told(statements: Iterable[Fact | DateRecord]) -> tuple[tuple[Fact, ...], tuple[DateRecord, ...]]:
    """Facts and dates, each once, on one line."""
    from provenance.media.metadata import DATES_ALLOWED, FACTS_ALLOWED, one_line

    facts: dict[Fact, None] = {}
    dates: dict[DateRecord, None] = {}
    for told in statements:
        if isinstance(told, Fact):
            facts[told._replace(value=one_line(told.value))] = None
        else:
            dates[told._replace(text=one_line(told.text))] = None
    return tuple(facts)[:FACTS_ALLOWED], tuple(dates)[:DATES_ALLOWED]


def steady_box(planes: list[NDArray[np.uint8]]) -> Box | None:
    """What is left of the frames of a shot, (height, width) each, without borders that nearly all of them have."""
    boxes = [box for box in _each_once(trim, planes) if box]
    if not planes or len(boxes) < STEADY_SHARE * len(planes):
        return None
    height, width = planes[0].shape
    sides = np.array(boxes)
    usual = np.median(sides, axis=0)
    near = (np.abs(sides - usual) <= STEADY * np.array([width, height, width, height])).all(axis=1)
    if near.sum() < STEADY_SHARE * len(planes):
        return None
    left, top, right, bottom = (int(side) for side in np.median(sides[near], axis=0))
    return Box(left, top, right, bottom)


def key_frame(ms: int, plane: NDArray[np.uint8], *, trimmed: bool) -> KeyFrame | None:
    """Local features and thumbnail of a frame, (height, width); None if it is too plain for them."""
    from provenance.fingerprints import local
    from provenance.fingerprints.examine import thumbnail_of

    points = local.keypoints(
        local.reduced(plane, local.STORED_SIDE), side=local.STORED_SIDE, most=local.STORED_FEATURES
    )
    if len(points.places) < local.FEWEST:
        return None
    features = Fingerprint(
        FingerprintKind.LOCAL,
        local.pack(local.encode(points)),
        local.VERSION,
        video.DECODER + local.DECODER,
        Region.TRIMMED if trimmed else Region.WHOLE,
        frame_ms=ms,
    )
    mirrored = local.pack(local.encode(points, mirrored=True))
    return KeyFrame(
        ms, features, thumbnail_of(plane), _jpeg(plane, side=PICTURE_SIDE, quality=PICTURE_QUALITY), mirrored
    )


def _jpeg(plane: NDArray[np.uint8], *, side: int, quality: int) -> bytes:
    """A plane as a file of at most so many pixels a side."""
    import cv2

    from provenance.fingerprints.local import reduced

    made, data = cv2.imencode(".jpg", reduced(plane, side), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return data.tobytes() if made else b""


def _square(plane: NDArray[np.uint8], shape: float) -> NDArray[np.uint8]:
    """The plane with square pixels; hashes do not need that, places and angles of features do."""
    if abs(shape - 1) < 0.01:
        return np.ascontiguousarray(plane)
    import cv2

    size = (max(1, round(plane.shape[1] * shape)), plane.shape[0])
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def _each_once(function: Callable[[NDArray[np.uint8]], T], planes: list[NDArray[np.uint8]]) -> list[T]:
    """``function`` of each plane; a plane that stays for several samples is worked on once."""
    results: list[T] = []
    for at, plane in enumerate(planes):
        results.append(results[-1] if at and planes[at - 1] is plane else function(plane))
    return results
