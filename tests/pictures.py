"""Pictures for tests: seeded, detailed enough to be comparable, and unlike one another."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageOps

SCENES_KEPT = 64  # many tests begin with the same ones, and each takes 40 ms


def scene(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Coloured noise whose energy falls with frequency, as in photographs, with some straight edges on it."""
    return _scene(seed, size).copy()


@lru_cache(maxsize=SCENES_KEPT)
def _scene(seed: int, size: tuple[int, int]) -> Image.Image:
    random = np.random.default_rng(seed)
    width, height = size
    planes = np.zeros((height, width, 3), dtype=np.float32)
    for scale, weight in ((3, 1.0), (7, 0.8), (17, 0.5), (41, 0.3), (width // 4, 0.12)):
        coarse = random.normal(size=(scale, scale, 3)).astype(np.float32)
        for band in range(3):
            layer = Image.fromarray(coarse[:, :, band]).resize(size, Image.Resampling.BICUBIC)
            planes[:, :, band] += weight * np.asarray(layer)
    for _ in range(12):
        left, top = int(random.integers(0, width)), int(random.integers(0, height))
        right, bottom = left + int(random.integers(8, width // 3)), top + int(random.integers(8, height // 3))
        planes[top:bottom, left:right] += random.normal(scale=0.7, size=3).astype(np.float32)
    planes -= planes.min()
    return Image.fromarray((planes / planes.max() * 255).astype(np.uint8))


def crowd(folder: Path, count: int, size: tuple[int, int]) -> list[Path]:
    """So many different pictures, quickly: a few scenes, each shifted to and fro."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:03}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        ImageChops.offset(scene(number % 8, size), 37 * number, 23 * number).save(path, quality=90)
    return paths


def mirrored(image: Image.Image) -> Image.Image:
    """Left and right exchanged."""
    return ImageOps.mirror(image)


def turned(image: Image.Image) -> Image.Image:
    """A quarter turn clockwise."""
    return image.transpose(Image.Transpose.ROTATE_270)


def letterboxed(image: Image.Image) -> Image.Image:
    """Black bars above and below."""
    return ImageOps.expand(image, border=(0, image.height // 5), fill=0)


def halved(image: Image.Image) -> Image.Image:
    """Half as wide and high."""
    return image.resize((image.width // 2, image.height // 2))
