"""Makes the samples: pictures and a video of made-up places, and who is said to have published them.

    python samples/make.py [--out DIR]

The same files come out every time, but for what an encoder's version changes. The story that they tell:
a picture of a bridge is published in 2014, and the same picture comes back in 2016 as news from somewhere
else, re-encoded, mirrored, between black bars, cropped. Nothing here shows or names a place that exists.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import av
import numpy as np
from PIL import ExifTags, Image, ImageOps
from PIL.TiffImagePlugin import IFDRational
from scenery import places
from scenery.render import render

HERE = Path(__file__).resolve().parent
# Written by hand, which file appeared where and as what: those that the demonstration's archive has, and
# those that land on its desk.
MANIFESTS = ("manifest.jsonl", "incoming.jsonl")
PLACES = ("bridge_at_dusk", "look_alike", "airfield", "mountain_village", "crowded_square")  # of scenery/places.py
UNRELATED = {
    "look-alike.jpg": "look_alike",
    "airfield.jpg": "airfield",
    "village.jpg": "mountain_village",
    "square.jpg": "crowded_square",
}
LETTERBOX = (560, 560)  # for a phone held upright
KEPT_BY_CROP = 0.70  # of the area
CLIP_SIZE = (320, 180)
CLIP_RATE = 15  # frames a second
PAN_SECONDS, WIDEN_SECONDS, STILL_SECONDS = 4.0, 1.0, 1.0  # the end shows the whole of airfield.jpg


def main() -> None:
    """Make everything, and say what was made."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE, metavar="DIR")
    parser.add_argument("--some", action="store_true", help="only the places that other samples are made from: quicker")
    given = parser.parse_args()
    folder: Path = given.out
    folder.mkdir(parents=True, exist_ok=True)
    wanted = ("bridge_at_dusk", "airfield") if given.some else PLACES
    with ProcessPoolExecutor() as pool:
        pictures = dict(zip(wanted, pool.map(picture_of, wanted), strict=True))
    save_bridge(pictures["bridge_at_dusk"], folder)
    for name, place in UNRELATED.items():
        if place in pictures:
            save(pictures[place], folder / name, quality=84)
    Image.new("RGB", (640, 480), (128, 128, 128)).save(folder / "blank.png", optimize=True)
    save_clip(pictures["airfield"], folder / "clip.mp4")
    if folder.resolve() != HERE:
        for name in MANIFESTS:
            shutil.copyfile(HERE / name, folder / name)
    for path in sorted(path for path in folder.iterdir() if path.is_file() and path.suffix != ".py"):
        sys.stdout.write(f"{path.stat().st_size:>8,} bytes  {path.name}\n")


def picture_of(place: str) -> Image.Image:
    """One of the places, by name, so that another process can do it."""
    return render(getattr(places, place)())


def save(picture: Image.Image, path: Path, *, quality: int, exif: Image.Exif | None = None) -> None:
    """Write a JPEG with tables that belong to it."""
    picture.save(path, quality=quality, optimize=True, exif=exif or Image.Exif())


def save_bridge(bridge: Image.Image, folder: Path) -> None:
    """The early appearance, and what was made of it two years later."""
    save(bridge, folder / "bridge-2014.jpg", quality=86, exif=camera())
    smaller = bridge.resize((560, 373), Image.Resampling.LANCZOS)
    save(smaller, folder / "repost-reencoded.jpg", quality=48)
    save(ImageOps.mirror(bridge).resize((640, 427)), folder / "repost-mirrored.jpg", quality=66)
    save(ImageOps.pad(bridge, LETTERBOX, color="black"), folder / "repost-letterboxed.jpg", quality=70)
    save(cropped(bridge), folder / "repost-cropped.jpg", quality=72)


def cropped(picture: Image.Image) -> Image.Image:
    """The upper right part, with the edges' proportion kept."""
    side = KEPT_BY_CROP**0.5
    width, height = round(picture.width * side), round(picture.height * side)
    left, top = picture.width - width, round((picture.height - height) * 0.35)
    return picture.crop((left, top, left + width, top + height))


def camera() -> Image.Exif:
    """What a camera would have written."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Example Optics"
    exif[ExifTags.Base.Model] = "EX-100"
    exif[ExifTags.Base.Software] = "EX-100 firmware 1.2"
    exif[ExifTags.Base.DateTime] = "2014:08:03 19:58:21"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = "2014:08:03 19:58:21"
    details[ExifTags.Base.DateTimeDigitized] = "2014:08:03 19:58:21"
    details[ExifTags.Base.OffsetTimeOriginal] = "+03:00"
    details[ExifTags.Base.ExposureTime] = IFDRational(1, 30)
    details[ExifTags.Base.FNumber] = IFDRational(28, 10)
    details[ExifTags.Base.ISOSpeedRatings] = 800
    return exif


def save_clip(picture: Image.Image, path: Path) -> None:
    """A pan over the picture from right to left, then out to all of it."""
    with av.open(str(path), "w", options={"movflags": "+faststart", "fflags": "+bitexact"}) as film:
        stream = film.add_stream("libx264", rate=CLIP_RATE)
        stream.width, stream.height = CLIP_SIZE
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": "25", "preset": "slow", "threads": "1"}
        for number in range(round((PAN_SECONDS + WIDEN_SECONDS + STILL_SECONDS) * CLIP_RATE)):
            view = picture.resize(CLIP_SIZE, Image.Resampling.BICUBIC, box=pan(picture, number / CLIP_RATE))
            film.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(view), format="rgb24")))
        film.mux(stream.encode(None))


def pan(picture: Image.Image, seconds: float) -> tuple[float, float, float, float]:
    """Which part of the picture the clip shows at a moment."""
    moved = eased(seconds / PAN_SECONDS)
    share = 0.55 + 0.45 * eased((seconds - PAN_SECONDS) / WIDEN_SECONDS)
    width, height = picture.width * share, picture.height * share
    left, top = (picture.width - width) * (1 - moved), (picture.height - height) * 0.6
    return left, top, left + width, top + height


def eased(share: float) -> float:
    """From 0 to 1 without a jerk."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


if __name__ == "__main__":
    main()
