"""What surfaces look like near by: land, plaster and windows, roofs, masonry, sky. Haze comes later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scenery.noise import chance, mix, noise, rgb, sample, smooth
from scenery.sight import turned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scenery.noise import Field
    from scenery.sight import Hits, View
    from scenery.stage import Bridge, House, Light, Scene

COURSE = 0.55  # metres of a course of stones
STONE = 1.3  # metres of a stone
LAMPLIGHT = (1.9, 1.15, 0.45)


class Textures:
    """The noise tiles of one picture."""

    def __init__(self, seed: int) -> None:
        self.cloud = noise(seed + 1, roughness=1.75)
        self.grain = noise(seed + 2, roughness=0.9)
        self.patch = noise(seed + 3, roughness=1.6)
        self.ripple = noise(seed + 4, roughness=1.3)


@dataclass(frozen=True, slots=True)
class Look:
    """What a surface is like, for many places: colour, the direction that it faces, and its own light."""

    colour: Field
    normal: Field
    glow: Field


def land_look(scene: Scene, at: Hits, textures: Textures) -> Look:
    """Bare and grown ground, lit by its slope."""
    step = np.maximum(at.z * 0.004, 0.08)
    here = scene.land(at.x, at.z)
    east = (scene.land(at.x + step, at.z) - here) / step
    north = (scene.land(at.x, at.z + step) - here) / step
    bump = sample(textures.grain, at.x * 0.031, at.z * 0.031) * 0.12 / (1 + at.z * 0.01)
    normal = np.stack([-east + bump, np.ones_like(east), -north - bump], axis=1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    fine = sample(textures.grain, at.x * 0.11, at.z * 0.11) * np.exp(-at.z / 90)
    broad = sample(textures.patch, at.x * 0.006, at.z * 0.006)
    colour = scene.ground(at.x, at.z) * (1 + 0.14 * fine + 0.1 * broad)[:, None]
    return Look(colour, normal, np.zeros_like(colour))


def house_look(house: House, at: Hits, mine: NDArray[np.intp], textures: Textures) -> Look:
    """Walls and roof of one house, at those of the hits that are its own."""
    p, q = turned(house, at.x[mine], at.z[mine])
    before = at.before[mine]
    outside_p, outside_q = turned(house, at.bearing[mine] * before, before)
    up = at.y[mine] - house.base
    on_roof = (up > house.walls - 0.05)[:, None]
    front = np.abs(outside_q) > house.depth / 2
    wall, glow = facade(house, np.where(front, p, q), up, textures)
    colour = np.where(on_roof, roofing(house, p, q, textures), wall)
    none = np.zeros_like(p)
    outwards = np.stack(
        [np.where(front, none, np.sign(outside_p)), none, np.where(front, np.sign(outside_q), none)], axis=1
    )
    local = np.where(on_roof, roof_normal(house, p), outwards)
    cos, sin = np.cos(house.turn), np.sin(house.turn)
    east, north = local[:, 0] * cos - local[:, 2] * sin, local[:, 0] * sin + local[:, 2] * cos
    return Look(colour, np.stack([east, local[:, 1], north], axis=1), np.where(on_roof, 0, glow))


def roof_normal(house: House, p: Field) -> Field:
    """Outwards, in the house's directions."""
    pitch = house.roof / (house.width / 2)
    lean = p / house.width * 4 * pitch if house.round_roof else np.sign(p) * pitch
    normal = np.stack([lean, np.ones_like(p), np.zeros_like(p)], axis=1)
    return np.asarray(normal / np.linalg.norm(normal, axis=1, keepdims=True))


def facade(house: House, along: Field, up: Field, textures: Textures) -> tuple[Field, Field]:
    """Plaster with stains and windows; the light that some windows give."""
    shift = house.x * 0.37 + house.z * 0.19
    stain = sample(textures.patch, along * 0.02 + shift, up * 0.02 + shift)
    rough = sample(textures.grain, along * 0.05 + shift, up * 0.05)
    tone = (0.72 + 0.28 * smooth(0.0, 2.5, up)) * (1 + 0.13 * stain + 0.1 * rough)
    colour = rgb(house.wall_colour) * tone[:, None]
    if not house.storey:
        return colour, np.zeros_like(colour)
    bay = 2.1 + (house.x * 7.3 % 1.0)
    across, level = along / bay + 0.5, up / house.storey
    dx, dy = np.abs(across - np.floor(across) - 0.5), np.abs(level - np.floor(level) - 0.52)
    pane = ((dx < 0.2) & (dy < 0.26) & (up < house.walls - 0.5))[:, None]
    frame = ((dx < 0.25) & (dy < 0.31) & (up < house.walls - 0.4))[:, None]
    luck = chance(np.floor(across), np.floor(level), house.x * 31 + house.z * 17)[:, None]
    glass = (0.06 + 0.16 * luck) * rgb((0.9, 1.0, 1.15))
    colour = np.where(pane, glass, np.where(frame, colour * np.float32(1.25), colour))
    lamp = rgb(LAMPLIGHT) * (0.6 + luck / max(house.lit, 0.01) * 0.7)
    return colour, np.where(pane & (luck < house.lit), lamp, 0)


def roofing(house: House, p: Field, q: Field, textures: Textures) -> Field:
    """Tiles in rows, weathered."""
    shift = house.z * 0.23
    weather = sample(textures.patch, p * 0.03 + shift, q * 0.03)
    rows = 0.06 * np.sign(np.sin(p * 14)) + 0.04 * np.sign(np.sin(q * 9 + p * 3))
    rough = sample(textures.grain, p * 0.08 + shift, q * 0.08)
    tone = 1 + 0.18 * weather + rows + 0.12 * rough
    return np.asarray(rgb(house.roof_colour) * tone[:, None])


def masonry(bridge: Bridge, light: Light, along: Field, up: Field, rim: Field, textures: Textures) -> Field:
    """Stone in courses, lit; darker towards the water, with lighter stones round the arches."""
    course = np.floor(up / COURSE)
    place = (along + course * 0.7) / STONE
    joint = (up / COURSE - course < 0.12) | (place - np.floor(place) < 0.06)
    block = chance(course, np.floor(place), bridge.z)
    stain = sample(textures.patch, along * 0.012, up * 0.02)
    rough = sample(textures.grain, along * 0.04, up * 0.04)
    tone = 0.82 + 0.22 * block + 0.14 * stain + 0.1 * rough - 0.22 * joint
    tone = tone * (0.55 + 0.45 * smooth(0.0, 3.0, up)) * np.where(rim < 1.25, 1.2, 1.0)
    facing = max(0.0, -light.sun[2]) * 0.9 + 0.15
    lit = rgb(light.sun_colour) * facing + rgb(light.ambient) * 0.8
    return np.asarray(rgb(bridge.colour) * tone[:, None] * lit)


def sky(light: Light, view: View, textures: Textures) -> Field:
    """Air, clouds and the glow about the sun, for every pixel as if nothing stood before it."""
    rise = np.maximum(view.slope, 0.004) * np.ones_like(view.bearing)
    height = np.clip(np.arctan(rise) / 0.6, 0, 1) ** 0.6
    length = np.sqrt(view.bearing**2 + rise**2 + 1)
    towards_sun = (view.bearing * light.sun[0] + rise * light.sun[1] + light.sun[2]) / length
    glow = np.clip(towards_sun, 0, 1)
    halo = (0.14 * glow**8 + 0.40 * glow**60 + 1.5 * glow**900)[..., None]
    air = mix(light.horizon, light.zenith, height) + halo * rgb(light.sun_colour)
    u, v = view.bearing / (rise + 0.05), 1 / (rise + 0.05)  # on the ceiling of clouds
    scale = light.cloud_scale * 0.1
    thick = sample(textures.cloud, u * scale, v * scale * 1.6)
    sunwards = sample(textures.cloud, (u + light.sun[0]) * scale, (v + light.sun[2]) * scale * 1.6)
    cover = smooth(-light.cloud_cover, 1.3 - light.cloud_cover, thick) * smooth(0.0, 0.10, rise + 0.02)
    bright = np.clip(0.62 + 0.35 * (thick - sunwards) + 0.35 * glow**3, 0.15, 1.6)[..., None]
    cloud = mix(light.ambient, light.sun_colour, 0.42 + 0.4 * glow**2) * bright
    return mix(air, cloud, cover * 0.88).astype(np.float32)
