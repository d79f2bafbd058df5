"""What a made-up place consists of. Facts only; the drawing is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from scenery.noise import Colour, Field

Surface = Callable[[Field, Field], Field]  # (x, z) in metres -> height in metres, or colour


@dataclass(frozen=True, slots=True)
class House:
    """A box with a roof, standing on the land."""

    x: float
    z: float
    width: float
    depth: float
    turn: float  # radians
    base: float
    walls: float  # metres
    roof: float  # metres above the walls; 0 is flat
    wall_colour: Colour
    roof_colour: Colour
    storey: float = 3.0  # 0 has no windows
    lit: float = 0.0  # share of windows with a light
    round_roof: bool = False


@dataclass(frozen=True, slots=True)
class Bridge:
    """A wall across the view with arches in it."""

    z: float  # where it crosses the middle of the view
    skew: float  # metres further away for each metre to the right
    spans: int
    span: float  # metres from pier to pier
    start: float  # metres along the bridge at which the first span begins
    rise: float  # of an arch
    deck: float  # height of the roadway
    hump: float  # how much higher the middle is
    colour: Colour
    thickness: float = 7.0

    def at(self, place: float) -> tuple[float, float, float]:
        """Where a share of the length is: metres to the right, ahead and up, on the roadway."""
        x = (self.start + place * self.spans * self.span) / float(np.hypot(1, self.skew))
        return x, self.z + self.skew * x, self.deck + self.hump * (1 - (2 * place - 1) ** 2)


@dataclass(frozen=True, slots=True)
class Figure:
    """A flat picture standing upright in the scene."""

    picture: Field  # (rows, columns, 4), premultiplied colour and cover, 0..1
    x: float
    z: float
    base: float
    height: float  # metres
    glow: bool = False  # gives light, and neither haze nor night dims it


@dataclass(frozen=True, slots=True)
class Light:
    """Sun, sky and air."""

    sun: tuple[float, float, float]  # direction to the sun (x, up, z)
    sun_colour: Colour
    zenith: Colour
    horizon: Colour
    ambient: Colour
    haze: float  # metres at which about a third of the contrast is left
    cloud_cover: float  # -1 clear .. 1 overcast
    cloud_scale: float = 0.35
    exposure: float = 1.0


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is in one picture."""

    seed: int
    width: int
    height: int
    eye: float  # metres above zero
    focal: float  # in widths of the picture
    horizon: float  # share of the height above it
    land: Surface
    ground: Surface  # -> colours
    light: Light
    houses: Sequence[House] = ()
    bridge: Bridge | None = None
    water: float | None = None  # level in metres
    figures: Sequence[Figure] = ()
    shadow_reach: float = 160.0  # metres to each side and ahead
