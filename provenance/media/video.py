"""A video file becomes frames with exact times, and facts. Chooses no frames, and makes no fingerprints.

Decoders of video crash and hang: callers run this in a child process (:mod:`provenance.guarding`).

1. The format is told from the content, and only that format's demuxer is used: none that would open
   another file or an address.
2. The first stream that moves is decoded, on one thread; the memory for it is estimated and limited.
3. A frame's time is its presentation time less the file's start, so that it is the one that players show.
   Where a file has no times, they are counted from its frame rate.
4. What a display matrix turns or mirrors is turned. Grey values are read from the decoder's luma plane.

Frames that nothing refers to and loop filters are not skipped. On 60 s of 720p H.264, beside the full decoding:
without non-reference frames 13 % less time, and no frame where a cut is; without the loop filter of these
frames 5 % less time, 6 bits of PDQ at most; without any loop filter 28 % less, but up to 66 bits.
"""

from __future__ import annotations

import math
import re
import struct
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from provenance.errors import MediaDamaged, MediaError, MediaMissing, MediaTooLarge, MediaUnknown
from provenance.media import formats
from provenance.media.limits import check_cost
from provenance.media.shown import UPRIGHT, Shown, Turn
from provenance.media.video_facts import video_facts
from provenance.model import MediaKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av import VideoFrame
    from av.container import InputContainer
    from av.video.plane import VideoPlane
    from av.video.stream import VideoStream
    from numpy.typing import NDArray
    from PIL import Image

    from provenance.media.formats import Format
    from provenance.media.limits import Limits
    from provenance.media.stamps import Statement

Number = TypeVar("Number", np.uint8, np.uint16)

DECODER = "pyav-luma-512"  # the rule by which a frame becomes grey values
BYTES_PER_PIXEL = 20.0  # peak while decoding: a dozen frames that others refer to
DAMAGED_ALLOWED = 10_000  # packets, after which a file is noise
STRETCH_ALLOWED = 4.0  # between width and height of a pixel; what is beyond is a mistake of the file
LONGEST_MS = 2**31 - 1  # 24 days
JUMP_MS = 24 * 3_600_000  # a time that is later by this than the one before is a mistake of the file
SLOWEST_RATE, FASTEST_RATE = 0.001, 500.0  # frames a second; what is beyond is a mistake of the file
USUAL_RATE = 25.0  # frames a second, where the file tells neither times nor rate
SHORT_MS, SHORT_SHARE = 2_000, 0.05  # by which the frames may end before the length that the file states
FULL_RANGE = 2  # AVCOL_RANGE_JPEG
OUTPUT_CORRUPT = 1 << 3  # AV_CODEC_FLAG_OUTPUT_CORRUPT: frames before the first key frame too

_DEMUXERS = {
    formats.MP4: "mov",
    formats.QUICKTIME: "mov",
    formats.THREE_GPP: "mov",
    formats.MATROSKA: "matroska",
    formats.WEBM: "matroska",
    formats.AVI: "avi",
    formats.MPEG_TS: "mpegts",
    formats.MPEG_PS: "mpeg",
    formats.FLASH_VIDEO: "flv",
    formats.WINDOWS_MEDIA: "asf",
    formats.OGG: "ogg",
}
_MPEG_VIDEO = b"\x00\x00\x01\xb3"  # MPEG without a container
_PLAIN = re.compile(r"yuvj?4[0-4][0-4]p|yuva4[0-4][0-4]p|nv1[26]|nv21|gray")  # the first plane is luma, 8 bits
_DEEP = re.compile(r"(?:yuva?4[0-4][0-4]p|gray)(9|10|12|14|16)le")


class Video:
    """An opened video: what is known before anything is decoded, and the frames."""

    def __init__(self, path: str, found: Format, demuxer: str, limits: Limits, threads: int) -> None:
        """Open it; see :func:`open_video`, which also closes it."""
        self._name = path
        self._found = found
        self._demuxer = demuxer
        self._limits = limits
        self._threads = threads
        self._missing_times = False
        self._ended_ms = 0  # of the last frame that was decoded; 0 as long as none was
        self._passed = 0.0  # seconds: times of packets that were not decoded
        self.damaged = 0  # packets that could not be decoded
        self.patched = 0  # frames that the decoder filled up from others
        self._turned: Turn | None = None
        self._container, self._stream = self._opened()
        self._rate = _sane_rate(self._stream)
        self.shape = _shape(self._stream)  # width of a pixel beside its height
        self.fps = self._rate

    def _opened(self) -> tuple[InputContainer, VideoStream]:
        import av

        # "file:" keeps a name with a colon from being read as an address
        container = av.open(f"file:{self._name}", format=self._demuxer, metadata_errors="replace")
        try:
            stream = _moving(container, self._name)
            _prepare(stream, self._name, self._limits, self._threads)
        except BaseException:
            container.close()
            raise
        return container, stream

    def close(self) -> None:
        """Give memory and file back. Statements and stills need it open."""
        self._container.close()

    @property
    def turn(self) -> Turn:
        """What makes the frames upright, by the first one that was read."""
        return self._turned or UPRIGHT

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as shown: upright, with square pixels. Known when the first frame was read."""
        width, height = max(1, round(self._stream.width * self.shape)), self._stream.height
        return (height, width) if self.turn.is_sideways else (width, height)

    @property
    def stated_ms(self) -> int:
        """How long the file says that it is; 0 where it says nothing that can be."""
        stated = (self._container.duration or 0) // 1000
        return stated if 0 < stated <= LONGEST_MS else 0

    @property
    def duration_ms(self) -> int:
        """How long it is, after all frames were read: as stated, if the frames bear that out."""
        ended = self._reached_ms
        return self.stated_ms if ended <= self.stated_ms <= 1.5 * ended + 10_000 else ended

    @property
    def _reached_ms(self) -> int:
        """How far the file was read, whether that was decoded or not."""
        return max(self._ended_ms, round((self._passed - (self._start() or 0.0)) * 1000))

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the file says about itself."""
        return tuple(video_facts(self._container, self._stream, self._found, turn=self.turn))

    @property
    def notes(self) -> tuple[str, ...]:
        """For people: what was wrong with the file. After all frames were read."""
        found = []
        stream, base = self._stream, self._stream.time_base
        lasts = int(stream.duration * base * 1000) if stream.duration and base else self.stated_ms
        if lasts - self._reached_ms > max(SHORT_MS, SHORT_SHARE * lasts):
            found.append(
                f"cut off or damaged: the file says {lasts / 1000:,.0f} s, the last frame that could be read is"
                f" at {self._reached_ms / 1000:,.0f} s"
            )
        elif self.damaged or self.patched:
            found.append(f"damaged: {self._losses()}; what they show may not be found")
        if self._missing_times:
            rate = self._rate or USUAL_RATE
            found.append(f"without usable times: they were counted at {rate:.3g} frames a second")
        return tuple(found)

    def _losses(self) -> str:
        lost, patched = self.damaged, self.patched
        told = [
            f"{lost:,} part{'s' if lost > 1 else ''} could not be decoded and {'were' if lost > 1 else 'was'} left out"
        ]
        told += [f"{patched:,} frame{'s' if patched > 1 else ''} could be decoded in part only"]
        return " and ".join(words for words, count in zip(told, (lost, patched), strict=True) if count)

    def frames(self, *, keys_only: bool = False) -> Iterator[Shown]:
        """The frames in the order of their times, each valid until the next one; ``keys_only``: key frames alone.

        Where all frames refer to others, as in a cut-out piece of a stream, what comes of them is given.

        Raises:
            MediaDamaged: if there is none.
        """
        yield from (self._shown(frame, ms) for frame, ms in self._decoded(keys_only))
        if keys_only and not self._ended_ms:
            self._again()
            yield from (self._shown(frame, ms) for frame, ms in self._decoded(keys_only=False))
        if not self._ended_ms:
            self._again()
            self._stream.codec_context.flags |= OUTPUT_CORRUPT
            yield from (self._shown(frame, ms) for frame, ms in self._decoded(keys_only=False))
        if not self._ended_ms:
            raise MediaDamaged(f"{self._name}: no frame of it can be decoded. Get the file again, or convert it.")

    def still(self, ms: int) -> tuple[int, Image.Image]:
        """The frame that is on the screen at a time, upright and in colours, and its own time; the last one at most.

        Raises:
            MediaDamaged: if there is none.
        """
        found = self._on_screen(ms, quick=True) or self._on_screen(ms, quick=False)
        if found is None:
            raise MediaDamaged(f"{self._name}: no frame of it can be decoded. Get the file again, or convert it.")
        frame, at = found
        image: Image.Image = cast("Any", frame).to_image()  # PyAV gives it no type
        image = image.resize((max(1, round(image.width * self.shape)), image.height)) if self.shape != 1 else image
        return at, _turn(frame).of(image)

    def onwards(self, from_ms: int, to_ms: int) -> Iterator[Shown]:
        """The frames up to a time, beginning with a key frame before another one; each valid until the next."""
        if not self._sought(from_ms):
            self._again()
        for frame, at in self._decoded(keys_only=False):
            if at > to_ms:
                return
            yield self._shown(frame, at)

    def _sought(self, ms: int) -> bool:
        """Go to the key frame before a time, where the file has times."""
        import av

        start = self._start()
        if start is None:
            return False
        try:
            next(self._raw(keys_only=False), None)  # it may name the encoder, whose mistakes decoders make up for
            self._container.seek(round(start * 1_000_000) + ms * 1000)
        except av.FFmpegError:
            return False
        return True

    def _on_screen(self, ms: int, *, quick: bool) -> tuple[VideoFrame, int] | None:
        """The last frame that begins by then; ``quick``: from the key frame before, where the file has times."""
        if quick and not self._sought(ms):
            return None
        if not quick:
            self._again()
        found = None
        for frame, at in self._decoded(keys_only=False):
            if at > ms:
                if quick and found is not None and found[0].is_corrupt:  # what it refers to lies further back
                    return None
                return found if found or quick else (frame, at)
            found = (frame, at)
        return None if quick and self._missing_times else found

    def _again(self) -> None:
        """From the beginning: a demuxer that is told to go back looks for a key frame first, and there is none."""
        self._container.close()
        self._container, self._stream = self._opened()
        self.damaged = self.patched = 0

    def _decoded(self, keys_only: bool) -> Iterator[tuple[VideoFrame, int]]:
        """Each frame with its time in milliseconds."""
        start = self._start()
        lasting = 1000 / (self._rate or USUAL_RATE)
        last = -1.0
        for frame in self._raw(keys_only):
            at: float | None = frame.time
            if at is None:
                told, self._missing_times = last + lasting if last >= 0 else 0.0, True
            else:
                start = at if start is None else start
                told = max(0.0, (at - start) * 1000)
                if last >= 0 and not last < told < last + JUMP_MS:  # the same again, back, or far away
                    told, self._missing_times = last + lasting, True
                    start = at - told / 1000
            last = told
            if round(told) > LONGEST_MS - JUMP_MS:
                return
            self._ended_ms = max(self._ended_ms, round(told + lasting), 1)
            self.patched += frame.is_corrupt
            yield frame, round(told)

    def _start(self) -> float | None:
        """The time that players count from, in seconds; None: the first frame's."""
        told = self._container.start_time
        return told / 1_000_000 if told is not None and abs(told) < 2**52 else None

    def _raw(self, keys_only: bool) -> Iterator[VideoFrame]:
        """What the decoder gives; parts that it cannot decode are counted."""
        import av

        packets = self._container.demux(self._stream)
        while self.damaged <= DAMAGED_ALLOWED:
            try:
                packet = next(packets)
            except (StopIteration, av.error.EOFError):
                return
            except av.error.MemoryError:
                raise
            except av.FFmpegError:  # cut off, or nothing that a packet can be found in
                self.damaged += 1
                return
            if keys_only and packet.size and not packet.is_keyframe:
                if packet.pts is not None:
                    self._passed = max(self._passed, float(packet.pts * packet.time_base))
                continue
            try:
                yield from packet.decode()
            except av.error.MemoryError:
                raise
            except (av.FFmpegError, ValueError):
                self.damaged += 1

    def _shown(self, frame: VideoFrame, ms: int) -> Shown:
        if self._turned is None:
            self._turned = _turn(frame)
        name = frame.format.name
        plane = frame.planes[0]
        readable = plane.line_size > 0 and plane.buffer_size >= plane.line_size * frame.height
        full = frame.color_range == FULL_RANGE or name.startswith(("yuvj", "gray"))
        if readable and _PLAIN.fullmatch(name):
            return Shown(ms, _lines(plane, np.uint8)[: frame.height, : frame.width], self.turn, full)
        if readable and (deep := _DEEP.fullmatch(name)):
            return Shown(ms, _lines(plane, np.uint16)[: frame.height, : frame.width], self.turn, full, int(deep[1]) - 8)
        grey = frame.reformat(format="gray", dst_color_range=FULL_RANGE)
        return Shown(ms, np.asarray(grey.to_ndarray(), np.uint8), self.turn)


def _lines(plane: VideoPlane, kind: type[Number]) -> NDArray[Number]:
    """The decoder's own memory as (height, line) numbers; what lies behind the picture's width is padding."""
    numbers = np.frombuffer(cast("memoryview", plane), kind)
    across = plane.line_size // numbers.itemsize
    return numbers[: len(numbers) // across * across].reshape(-1, across)


@contextmanager
def open_video(path: str, limits: Limits, *, threads: int = 1) -> Iterator[Video]:
    """Open a video file, and close it at the end.

    Raises:
        MediaMissing: if there is no such file, or it cannot be read.
        MediaUnknown: if it is no video, or has no moving pictures.
        MediaTooLarge: if decoding would take more memory than is allowed.
        MediaDamaged: if it is cut off or malformed.
    """
    found, demuxer = _demuxer(path)
    with _translated(path, found):
        video = Video(path, found, demuxer, limits, threads)
        try:
            yield video
        finally:
            video.close()


def _prepare(stream: VideoStream, name: str, limits: Limits, threads: int) -> None:
    """Refuse frames that are too large, now and when the stream grows on its way."""
    if min(stream.width, stream.height) > 0:
        check_cost(name, (stream.width, stream.height), BYTES_PER_PIXEL, 0, limits)
    context = stream.codec_context
    context.thread_count = threads
    context.thread_type = "AUTO" if threads > 1 else "NONE"
    most = limits.max_pixels or int(limits.max_memory / BYTES_PER_PIXEL)
    context.options = {"max_pixels": str(most)}


def sniff_file(path: str) -> Format | None:
    """What a file is, by its first bytes.

    Raises:
        MediaMissing: if there is no such file, or it cannot be read.
    """
    try:
        if Path(path).is_fifo():  # to open it would be to wait for whoever writes to it
            raise MediaMissing(f"{path}: is no file. Save it to one first.")
        with Path(path).open("rb") as file:
            return formats.sniff(file.read(formats.HEAD_BYTES))
    except FileNotFoundError as error:
        raise MediaMissing(f"{path}: no such file. Check the path.") from error
    except (OSError, ValueError) as error:
        raise MediaMissing(f"{path}: cannot be read ({error}). Check its permissions.") from error


def _demuxer(path: str) -> tuple[Format, str]:
    found = sniff_file(path)
    if found is None or found.kind is not MediaKind.VIDEO:
        raise MediaUnknown(f"{path}: no video that is understood. The content counts, not the name.")
    with Path(path).open("rb") as file:
        bare = file.read(len(_MPEG_VIDEO)) == _MPEG_VIDEO
    return found, "mpegvideo" if bare else _DEMUXERS[found]


@contextmanager
def _translated(name: str, found: Format) -> Iterator[None]:
    """Turn what PyAV raises into one line about this file."""
    import av

    try:
        yield
    except MediaError:
        raise
    except MemoryError as error:  # FFmpeg's is one too
        raise MediaTooLarge(
            f"{name}: decoding needs more memory than is allowed. Convert it to a small MP4."
        ) from error
    except (av.FFmpegError, ArithmeticError, LookupError, OSError, TypeError, ValueError, struct.error) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise MediaDamaged(
            f"{name}: cannot be decoded as {found.name} ({reason}). Get the file again, or convert it."
        ) from error


def _moving(container: InputContainer, name: str) -> VideoStream:
    """The stream to decode: the best one that is not the cover picture of a piece of music."""
    import av

    attached = av.stream.Disposition.attached_pic
    streams = [one for one in container.streams.video if not one.disposition & attached]
    if not streams:
        what = "holds sound and no moving pictures" if container.streams.audio else "holds no moving pictures"
        raise MediaUnknown(f"{name}: {what}. Add a file with pictures.")
    best = container.streams.best("video")
    chosen = next((one for one in streams if one is best or (best and one.index == best.index)), streams[0])
    if chosen.codec_context is None:
        raise MediaUnknown(f"{name}: no decoder for its moving pictures. Convert it to MP4 first.")
    return chosen


def _sane_rate(stream: VideoStream) -> float | None:
    rate = stream.average_rate or stream.guessed_rate
    value = float(rate) if rate else 0.0
    return value if SLOWEST_RATE < value < FASTEST_RATE else None


def _shape(stream: VideoStream) -> float:
    told = float(stream.sample_aspect_ratio or 1)
    return told if 1 / STRETCH_ALLOWED <= told <= STRETCH_ALLOWED else 1.0


def _turn(frame: VideoFrame) -> Turn:
    """What the display matrix asks for, in whole quarters; as decoded where there is none."""
    matrix: Any = frame.side_data.get("DISPLAYMATRIX")
    return turn_of(bytes(matrix)) if matrix else UPRIGHT


def turn_of(matrix: bytes) -> Turn:
    """The nearest quarter turn, and mirror image, of a display matrix: nine 32-bit numbers, a b u c d v x y w.

    A decoded point (x, y) is shown at (a x + c y, b x + d y), y downwards.
    """
    if len(matrix) < 36:
        return UPRIGHT
    a, b, _, c, d = struct.unpack("=5i", matrix[:20])
    if a * d - b * c == 0:
        return UPRIGHT
    mirrored = a * d - b * c < 0
    if mirrored:  # left and right exchanged first: the first column changes its sign
        a, b = -a, -b
    return Turn(round(math.degrees(math.atan2(b, a)) / 90) % 4, mirrored)
