"""What a video file says about itself, as facts with hints. Metadata can be written by anyone: no verdicts.

FFmpeg reads the tags of every container into plain texts; which of them are of use is listed here. A date of
capture is taken from a time that a camera wrote. The one time that every MP4 has says when the *file* was
written, which is the same only while no program has written it again: those programs leave their marks.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from provenance.media.gps import position_fact
from provenance.media.marks import program_hint
from provenance.media.stamps import NEVER_SET, stamped
from provenance.model import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

    from provenance.media.formats import Format
    from provenance.media.shown import Turn
    from provenance.media.stamps import Statement

SOURCE = "container"
STREAMS_TOLD = 16
ALL_ZERO_UNTIL = "1971"  # a clock that counts from 1904 or 1970 and was never set shows less

# Names of tags, in lower case, as FFmpeg gives them.
_PLAIN = {
    "artist": "author",
    "author": "author",
    "comment": "comment",
    "copyright": "copyright",
    "description": "description",
    "synopsis": "description",
    "title": "title",
    "make": "camera.make",
    "model": "camera.model",
    "com.android.manufacturer": "camera.make",
    "com.android.model": "camera.model",
    "com.android.version": "camera.android",
    "com.apple.quicktime.author": "author",
    "com.apple.quicktime.make": "camera.make",
    "com.apple.quicktime.model": "camera.model",
    "com.apple.quicktime.software": "software",
    "com.apple.quicktime.title": "title",
    "com.apple.quicktime.description": "description",
    "com.apple.quicktime.comment": "comment",
    "software": "software",
    "encoder": "encoder",
    "writing_application": "encoder",
    "encoded_by": "encoder",
    "major_brand": "container.brand",
}
_PLACES = ("com.apple.quicktime.location.iso6709", "location", "location-eng")
_TAKEN = ("com.apple.quicktime.creationdate",)  # local time with its zone
_WRITTEN = "creation_time"
_WRITTEN_HINT = "when the file was written; some cameras put their local time there and call it UTC"
_REWRITTEN_HINT = "when this copy was written: a program other than a camera wrote it"
_ENCODERS = (
    (re.compile(r"^lav[cf]\d", re.IGNORECASE), "written by FFmpeg, as by most converters and downloaders: a copy"),
    (re.compile(r"google", re.IGNORECASE), "the form in which YouTube and other services of Google give videos out"),
    (re.compile(r"handbrake", re.IGNORECASE), "names a converter: a copy"),
    (
        re.compile(r"premiere|final cut|davinci|imovie|vegas|capcut|kinemaster|inshot|avid", re.IGNORECASE),
        "names a program that cuts videos",
    ),
    (re.compile(r"telegram|whatsapp|tiktok|instagram", re.IGNORECASE), "names the service that this copy went through"),
)
_ISO6709 = re.compile(r"([+-]\d{1,3}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:[+-].*)?/?")  # whole degrees with a fraction


def video_facts(container: InputContainer, stream: VideoStream, found: Format, *, turn: Turn) -> Iterator[Statement]:
    """Facts of the container and of its streams, and dates of capture where a camera's time is among them."""
    yield Fact("container.format", found.name, SOURCE)
    if container.duration and container.duration > 0:
        yield Fact("container.duration", f"{container.duration / 1_000_000:.3f} s", SOURCE)
    yield from _streams(container, stream)
    if turn.quarters_clockwise or turn.mirrored:
        mirrored = ", mirrored" if turn.mirrored else ""
        yield Fact("video.rotation", f"{turn.quarters_clockwise * 90} degrees clockwise{mirrored}", SOURCE)
    yield from _tags(_merged(container, stream))


def _merged(container: InputContainer, stream: VideoStream) -> dict[str, str]:
    """The tags of the file and of the stream; the file's count where both have one."""
    tags = {key.casefold(): value for key, value in (*stream.metadata.items(), *container.metadata.items())}
    return {key: value.strip() for key, value in tags.items() if value.strip()}


def _tags(tags: Mapping[str, str]) -> Iterator[Statement]:
    for key, name in _PLAIN.items():
        if value := tags.get(key):
            yield Fact(name, value, SOURCE, encoder_hint(value) if name == "encoder" else program_hint(value))
    if handler := tags.get("handler_name"):
        yield Fact("video.handler", handler, SOURCE, encoder_hint(handler))
    if place := next((tags[key] for key in _PLACES if key in tags), None):
        yield position(place)
    yield from _times(tags)


def _times(tags: Mapping[str, str]) -> Iterator[Statement]:
    for key in _TAKEN:
        if taken := tags.get(key):
            yield from stamped("captured.original", taken, taken, source=SOURCE, basis=SOURCE)
    written = tags.get(_WRITTEN)
    if not written:
        return
    if written < ALL_ZERO_UNTIL:
        yield Fact("file.created", written, SOURCE, NEVER_SET)
        return
    copied = any(encoder_hint(tags.get(key, "")) for key in ("encoder", "handler_name", "comment"))
    known = any(tags.get(key) for key in _TAKEN)
    for told in stamped("file.created", written, written, source=SOURCE, basis=None if copied or known else SOURCE):
        if isinstance(told, Fact) and told.hint is None:
            yield told._replace(hint=_REWRITTEN_HINT if copied else _WRITTEN_HINT)
        else:
            yield told


def encoder_hint(text: str) -> str | None:
    """What a program's name in a container may mean, if it is known."""
    return next((hint for pattern, hint in _ENCODERS if pattern.search(text)), None)


def position(text: str) -> Fact:
    """The fact of a place in the notation of ISO 6709, such as ``+33.5102+036.2913+690/``."""
    found = _ISO6709.fullmatch(text)
    if not found:
        return Fact("gps.position", text, SOURCE, "not in the notation that the standard asks for")
    return position_fact(float(found[1]), float(found[2]), source=SOURCE)


def _streams(container: InputContainer, chosen: VideoStream) -> Iterator[Fact]:
    kinds = [stream.type for stream in container.streams]
    counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    yield Fact("container.streams", counted, SOURCE)
    for stream in islice(container.streams, STREAMS_TOLD):
        if stream.type == "video":
            yield Fact("video.stream", _of_video(stream, stream.index == chosen.index), SOURCE)
        elif stream.type in ("audio", "subtitle"):
            yield Fact(f"{stream.type}.stream", _codec(stream), SOURCE)


def _codec(stream: Stream) -> str:
    context = stream.codec_context
    name = context.name if context else "unknown codec"
    language = stream.language
    return f"{name}, {language}" if language and language != "und" else name


def _of_video(stream: Stream, chosen: bool) -> str:
    size = f"{getattr(stream, 'width', 0)} x {getattr(stream, 'height', 0)}"
    rate = stream.average_rate
    parts = [_codec(stream), size, getattr(stream, "pix_fmt", None) or ""]
    parts.append(f"{float(rate):.3f} frames a second" if rate else "")
    parts.append("" if chosen else "not used")
    return ", ".join(part for part in parts if part)
