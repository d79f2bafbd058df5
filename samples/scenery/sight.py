"""What each pixel's ray meets, and what lies in shadow. Geometry only: no colour is decided here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from scenery.noise import smooth

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scenery.noise import Field
    from scenery.stage import House, Scene

STEPS = 1000  # distances at which the land is looked at; fewer show as stairs on roofs
NEAR, FAR = 1.5, 6000.0  # metres
NOWHERE = 1e6  # metres: the distance of the sky
BELOW_ALL = -1e4  # metres
SHADOW_CELLS = 640  # of the map of shadows, to each side
LONGEST_SHADOW = 60.0  # metres
DARKEST_SHADOW = 0.92  # share of the sun's light that a shadow takes


@dataclass(slots=True)
class View:
    """What the rays of one pass meet; arrays are (rows, columns)."""

    slope: Field  # (rows, 1): rise of the ray for each metre ahead
    bearing: Field  # (columns,): metres to the right for each metre ahead
    eye: float  # metres
    distance: Field = field(init=False)  # metres ahead
    colour: Field = field(init=False)
    wet: NDArray[np.bool_] = field(init=False)


@dataclass(frozen=True, slots=True)
class Hits:
    """Where rays met land or a house: flat arrays, one value a ray."""

    index: tuple[NDArray[np.intp], ...]  # into the view
    x: Field
    y: Field
    z: Field
    bearing: Field
    before: Field  # the last distance at which the ray was still in the open
    owner: NDArray[np.int16]  # number of the house, -1 for land


def meet(scene: Scene, view: View, *, mirrored: bool) -> Hits:
    """Fill the view's distances, and say where rays met something. A mirrored eye looks through water."""
    ahead = np.geomspace(NEAR, FAR, STEPS).astype(np.float32)
    heights, owner, wet = raise_houses(scene, view.bearing * ahead[:, None], ahead)
    if mirrored:
        heights = np.where(wet, np.float32(BELOW_ALL), heights)
    rise = (heights - view.eye) / ahead[:, None]
    first = first_hits(rise, view.slope[:, 0])
    sky = first >= STEPS
    first = np.minimum(first, STEPS - 1)
    columns = np.arange(view.bearing.size)[None, :]
    view.distance = np.where(sky, np.float32(NOWHERE), refine(view, rise, ahead, first))
    view.wet = wet[first, columns] & ~sky
    index = np.nonzero(~sky)
    owned, first = owner[first, columns][index], first[index]
    # A wall stands at a step, land between two.
    z = np.where(owned >= 0, ahead[first], view.distance[index])
    bearing = view.bearing[index[1]]
    y = view.eye + view.slope[index[0], 0] * z
    return Hits(index, bearing * z, y, z, bearing, ahead[np.maximum(first - 1, 0)], owned)


def first_hits(rise: Field, slope: Field) -> NDArray[np.intp]:
    """For each pixel the index of the nearest step that reaches up to its ray; STEPS where none does."""
    ridge = np.maximum.accumulate(rise, axis=0)
    return np.stack([np.searchsorted(ridge[:, c], slope) for c in range(rise.shape[1])], axis=1)


def refine(view: View, rise: Field, ahead: Field, first: NDArray[np.intp]) -> Field:
    """Distances between two steps, so that the ground shows no steps."""
    columns = np.arange(view.bearing.size)[None, :]
    before = np.maximum(first - 1, 0)
    low, high = rise[before, columns], rise[first, columns]
    share = np.clip((view.slope - low) / np.where(high > low, high - low, 1), 0, 1)
    return ahead[before] * (1 - share) + ahead[first] * share


def raise_houses(scene: Scene, x: Field, ahead: Field) -> tuple[Field, NDArray[np.int16], NDArray[np.bool_]]:
    """Heights on a grid whose rows are each of one distance; whose house stands there; what is wet."""
    z = np.broadcast_to(ahead[:, None], x.shape)
    heights = scene.land(x, z)
    wet = np.zeros(x.shape, bool)
    if scene.water is not None:
        wet = heights < scene.water
        heights = np.where(wet, np.float32(scene.water), heights)
    owner = np.full(x.shape, -1, np.int16)
    for number, house in enumerate(scene.houses):
        reach = (house.width + house.depth) / 2
        rows = slice(*np.searchsorted(ahead, [house.z - reach, house.z + reach]))
        p, q = turned(house, x[rows], z[rows])
        top = house.base + house.walls + roof_height(house, p)
        stands = (np.abs(p) < house.width / 2) & (np.abs(q) < house.depth / 2) & (top > heights[rows])
        heights[rows] = np.where(stands, top, heights[rows])
        owner[rows] = np.where(stands, number, owner[rows])
        wet[rows] &= ~stands
    return heights, owner, wet


def turned(house: House, x: Field, z: Field) -> tuple[Field, Field]:
    """Places in the house's own directions, from its middle."""
    cos, sin = np.float32(np.cos(house.turn)), np.float32(np.sin(house.turn))
    dx, dz = x - np.float32(house.x), z - np.float32(house.z)
    return dx * cos + dz * sin, dz * cos - dx * sin


def roof_height(house: House, p: Field) -> Field:
    """Metres of roof above the walls."""
    across = np.clip(np.abs(p) / (house.width / 2), 0, 1)
    return np.asarray(house.roof * (np.sqrt(1 - across**2) if house.round_roof else 1 - across))


def shadow_heights(scene: Scene) -> Field:
    """On a map of the near land: below which height a place lies in shadow."""
    cell = 2 * scene.shadow_reach / SHADOW_CELLS
    ahead = np.arange(SHADOW_CELLS, dtype=np.float32) * np.float32(cell)
    across = np.tile(ahead - np.float32(scene.shadow_reach), (SHADOW_CELLS, 1))
    heights, _, _ = raise_houses(scene, across, ahead)
    sun_x, up, sun_z = scene.light.sun
    flat = float(np.hypot(sun_x, sun_z))
    lid = np.full_like(heights, BELOW_ALL)
    for step in range(1, int(LONGEST_SHADOW / cell)):
        shift = (round(-step * sun_z / flat), round(-step * sun_x / flat))
        np.maximum(lid, np.roll(heights, shift, (0, 1)) - step * cell * up / flat, out=lid)
    return lid


def in_shadow(scene: Scene, at: Hits, lid: Field) -> Field:
    """0 in the sun, 1 in shadow; beyond the map everything is in the sun."""
    cells = SHADOW_CELLS / (2 * scene.shadow_reach)
    i, j = (at.x + scene.shadow_reach) * cells, at.z * cells
    last = SHADOW_CELLS - 2
    known = (i > 1) & (i < last) & (j > 1) & (j < last)
    i, j = np.where(known, i, 1), np.where(known, j, 1)
    left, low = i.astype(np.int32), j.astype(np.int32)
    a, b = i - left, j - low
    height = (lid[low, left] * (1 - a) + lid[low, left + 1] * a) * (1 - b)
    height += (lid[low + 1, left] * (1 - a) + lid[low + 1, left + 1] * a) * b
    return np.where(known, smooth(0.1, 0.9, height - at.y), 0) * DARKEST_SHADOW
