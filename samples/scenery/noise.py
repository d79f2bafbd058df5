"""Seeded noise, and the small arithmetic of colours and directions. The lowest layer: knows of no scene."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Field = NDArray[Any]  # of float32 numbers: one value, or one colour, for each place
Colour = tuple[float, float, float]  # red, green, blue as light: linear, 1 is white paper in plain light
Random = np.random.RandomState  # its numbers are promised never to change; default_rng's are not


def rgb(colour: Colour) -> Field:
    """A colour that can be reckoned with."""
    return np.asarray(colour, np.float32)


def unit(x: float, up: float, z: float) -> tuple[float, float, float]:
    """A direction of length 1."""
    length = float(np.sqrt(x * x + up * up + z * z))
    return x / length, up / length, z / length


def noise(seed: int, *, roughness: float = 1.9, size: int = 512) -> Field:
    """A tile of fractal noise that repeats without a seam; mean 0, deviation 1."""
    white = np.fft.rfft2(Random(seed).standard_normal((size, size)))
    radius = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None, :])
    radius[0, 0] = np.inf
    tile = np.fft.irfft2(white * radius**-roughness, s=(size, size))
    return np.asarray((tile - tile.mean()) / tile.std(), np.float32)


def sample(tile: Field, u: Field, v: Field) -> Field:
    """The tile at any place, one tile to each unit of ``u`` and ``v``, interpolated. Half of all time goes here."""
    rows, columns = tile.shape  # powers of two
    u, v = u * columns, v * rows
    left, top = np.floor(u), np.floor(v)
    a, b = u - left, v - top
    i, j = left.astype(np.int32), top.astype(np.int32)
    i0, i1 = i & (columns - 1), (i + 1) & (columns - 1)
    j0, j1 = (j & (rows - 1)) * columns, ((j + 1) & (rows - 1)) * columns
    flat = tile.ravel()  # one index is half as slow as two
    upper, lower = flat.take(j0 + i0), flat.take(j1 + i0)
    upper += (flat.take(j0 + i1) - upper) * a
    lower += (flat.take(j1 + i1) - lower) * a
    return np.asarray(upper + (lower - upper) * b)


def chance(a: Field, b: Field, seed: float) -> Field:
    """A number from 0 to 1 for each pair of whole numbers: whole-number arithmetic, the same on every machine."""
    mixed = (a.astype(np.int64) * 73856093) ^ (b.astype(np.int64) * 19349663) ^ (int(seed) * 83492791)
    mixed = ((mixed ^ (mixed >> 13)) * 0x5BD1E995) & 0xFFFFFFFF
    return np.asarray(((mixed ^ (mixed >> 15)) & 0xFFFF) / 65536, np.float32)


def smooth(low: float, high: float, value: Field | float) -> Field:
    """0 at ``low``, 1 at ``high``, an S between."""
    share = np.clip((value - low) / (high - low), 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share))


def mix(a: Field | Colour, b: Field | Colour, share: Field) -> Field:
    """Colours between ``a`` and ``b``."""
    share = share[..., None]
    return np.asarray(np.asarray(a, np.float32) * (1 - share) + np.asarray(b, np.float32) * share)
