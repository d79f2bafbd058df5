"""Small videos made of pictures, for tests: a slow pan over each scene, one after another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from tests.pictures import scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

RATE = 8  # frames a second
SIZE = (320, 240)
QUICK = {"libvpx": {"deadline": "realtime", "cpu-used": "8"}}  # a tenth of what its best takes


def frames_of(seeds: Iterable[int], *, seconds: float = 3.0) -> Iterator[Image.Image]:
    """Frames of a film that pans over each of these scenes for some seconds."""
    width, height = SIZE
    for seed in seeds:
        wide = scene(seed, (width * 5 // 4, height * 5 // 4))
        count = round(seconds * RATE)
        for number in range(count):
            left = round((wide.width - width) * number / count)
            top = round((wide.height - height) * number / count)
            yield wide.crop((left, top, left + width, top + height))


def write_film(
    path: Path,
    frames: Iterable[Image.Image],
    *,
    codec: str = "libx264",
    rate: int = RATE,
    change: Callable[[Image.Image], Image.Image] | None = None,
    quality: int = 24,
) -> Path:
    """Write frames as a video file; ``change`` alters each of them first."""
    import av

    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream: Any = None
        for frame in frames:
            shown = change(frame) if change else frame
            if stream is None:
                stream = container.add_stream(codec, rate=rate)
                stream.width, stream.height = shown.size
                stream.pix_fmt = "yuv420p"
                stream.options = (
                    {"crf": str(quality), "preset": "ultrafast"} if codec == "libx264" else QUICK.get(codec, {})
                )
            for packet in stream.encode(av.VideoFrame.from_ndarray(np.asarray(shown.convert("RGB")), format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path
