"""From a scene to a picture with the statistics of a photograph: gradients, texture at every scale, shadow, haze.

It is no general renderer. One picture is made in these steps: land and houses become heights along every
line of sight; the first height that a pixel's ray meets is shaded by material, sun and shadow; what meets
nothing is sky; the bridge stands before that; water shows the same scene from the mirrored eye; figures are
pasted in by depth; the exposure is that of film.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from scenery.materials import Textures, house_look, land_look, masonry, sky
from scenery.noise import Random, mix, rgb, sample
from scenery.sight import View, in_shadow, meet, shadow_heights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scenery.noise import Field
    from scenery.sight import Hits
    from scenery.stage import Bridge, Figure, Light, Scene

OVERSAMPLING = 2  # rendered larger, then reduced: soft edges
HAZE_FLOOR = 0.03  # the least of an object's own colour that is left at any distance
UNDER_THE_ARCH = 0.42  # how bright the inside of an arch is
DEEP_WATER = (0.035, 0.05, 0.05)
CONTRAST = 0.45  # of the paper that the film is printed on, 0..1
GRAIN = 2.2  # of 255


def render(scene: Scene) -> Image.Image:
    """The picture of a scene."""
    rows, columns = scene.height * OVERSAMPLING, scene.width * OVERSAMPLING
    focal = np.float32(scene.focal * columns)
    slope = (np.float32(scene.horizon * rows - 0.5) - np.arange(rows, dtype=np.float32)) / focal
    bearing = (np.arange(columns, dtype=np.float32) + np.float32(0.5 - columns / 2)) / focal
    textures, lid = Textures(scene.seed), shadow_heights(scene)
    view = View(slope[:, None], bearing, scene.eye)
    look(scene, view, textures, lid)
    if scene.water is not None:
        reflect(scene, scene.water, view, textures, lid)
    for figure in sorted(scene.figures, key=lambda each: -each.z):
        paste(scene, view, figure)
    return develop(scene, view.colour)


def look(scene: Scene, view: View, textures: Textures, lid: Field, *, mirrored: bool = False) -> None:
    """Fill the view: sky, before it land and houses, before them the bridge."""
    at = meet(scene, view, mirrored=mirrored)
    view.colour = sky(scene.light, view, textures)
    view.colour[at.index] = shade(scene, at, textures, lid)
    if scene.bridge:
        add_bridge(scene, scene.bridge, view, textures, mirrored=mirrored)


def shade(scene: Scene, at: Hits, textures: Textures, lid: Field) -> Field:
    """Colours of land and houses as the eye sees them through the air."""
    surface = land_look(scene, at, textures)
    for number, house in enumerate(scene.houses):
        mine = np.nonzero(at.owner == number)[0]
        if mine.size:
            own = house_look(house, at, mine, textures)
            surface.colour[mine], surface.normal[mine], surface.glow[mine] = own.colour, own.normal, own.glow
    light = scene.light
    sun = np.clip(surface.normal @ rgb(light.sun), 0, None) * (1 - in_shadow(scene, at, lid))
    ambient = 0.55 + 0.45 * surface.normal[:, 1]
    falling = sun[:, None] * rgb(light.sun_colour) + ambient[:, None] * rgb(light.ambient)
    return through_air(light, surface.colour * falling + surface.glow, at.z, at.bearing)


def through_air(light: Light, colour: Field, distance: Field, bearing: Field) -> Field:
    """Haze takes colour away with distance, and is brighter towards the sun."""
    clear = np.maximum(np.exp(-distance / light.haze), HAZE_FLOOR)
    towards_sun = np.clip(bearing * light.sun[0] + light.sun[2], 0, 1)
    return mix(mix(light.horizon, light.sun_colour, towards_sun**4 * 0.17), colour, clear)


def add_bridge(scene: Scene, bridge: Bridge, view: View, textures: Textures, *, mirrored: bool) -> None:
    """Put the bridge before what lies behind it: the far side of each arch first, then the wall itself."""
    level = scene.water or 0.0
    for behind, bright in ((bridge.thickness, UNDER_THE_ARCH), (0.0, 1.0)):
        z = (bridge.z + behind) / np.maximum(1 - bridge.skew * view.bearing, 0.2) + 0 * view.slope
        up = view.eye + view.slope * z - level
        along = view.bearing * z * np.hypot(1, bridge.skew)
        solid, rim = bridge_wall(bridge, along, up)
        where = np.nonzero(solid & (z < view.distance) & ((up > 0) | mirrored))
        stone = masonry(bridge, scene.light, along[where], up[where], rim[where], textures) * bright
        view.colour[where] = through_air(scene.light, stone, z[where], view.bearing[where[1]])
        view.distance[where] = z[where]
        view.wet[where] = False


def bridge_wall(bridge: Bridge, along: Field, up: Field) -> tuple[NDArray[np.bool_], Field]:
    """Which places are wall; how far each is from the middle of an arch, 1 at its rim, 9 where none is."""
    share = (along - bridge.start) / bridge.span
    within = (share > 0) & (share < bridge.spans)
    hump = bridge.hump * (1 - (2 * np.clip(share / bridge.spans, 0, 1) - 1) ** 2)
    top = bridge.deck + hump
    offset = (share - np.floor(share) - 0.5) / 0.41  # piers take what is left of a span
    rim = offset**2 + (np.maximum(up, 0) / (bridge.rise + 0.8 * hump)) ** 2
    rail = (np.abs(along / 1.6 - np.round(along / 1.6)) < 0.22) | (up > top + 0.75)
    wall = (up < top) | ((up < top + 1.0) & rail)
    return wall & ~(within & (rim < 1)) & (up > -1), np.where(within, rim, 9)


def reflect(scene: Scene, level: float, view: View, textures: Textures, lid: Field) -> None:
    """Give the water what the mirrored eye sees, shaken by ripples."""
    rows = np.nonzero(view.wet.any(axis=1))[0]
    part = slice(int(rows[0]), int(rows[-1]) + 1)
    mirror = View(-view.slope[part], view.bearing, 2 * level - scene.eye)
    look(scene, mirror, textures, lid, mirrored=True)
    z = view.distance[part]
    x = view.bearing * z
    ripple = sample(textures.ripple, x * 0.012, z * 0.02) + 0.6 * sample(textures.ripple, x * 0.06, z * 0.05)
    ripple = ripple * np.clip(26 / z, 0.25, 1.3)
    down = np.arange(z.shape[0])[:, None] + np.round(ripple * 7).astype(int)
    across = np.arange(z.shape[1])[None, :] + np.round(ripple * 2).astype(int)
    image = mirror.colour[np.clip(down, 0, z.shape[0] - 1), np.clip(across, 0, z.shape[1] - 1)]
    grazing = 1 / np.sqrt(1 + view.slope[part] ** 2 * 30) * np.ones_like(z)
    water = mix(DEEP_WATER, image, 0.35 + 0.55 * grazing) * (1 + 0.08 * ripple)[..., None]
    wet = view.wet[part]
    view.colour[part][wet] = water[wet]


def paste(scene: Scene, view: View, figure: Figure) -> None:
    """Put a figure into the view, behind what is nearer."""
    rows, columns = view.distance.shape
    scale = scene.focal * columns / figure.z  # pixels a metre
    height = figure.height * scale
    width = height * figure.picture.shape[1] / figure.picture.shape[0]
    left = round(columns / 2 + figure.x * scale - width / 2)
    top = round(scene.horizon * rows - (figure.base - scene.eye) * scale - height)
    small = resized(figure.picture, (max(1, round(width)), max(1, round(height))))
    bottom, right = min(top + small.shape[0], rows), min(left + small.shape[1], columns)
    if bottom <= max(top, 0) or right <= max(left, 0):
        return
    part = np.s_[max(top, 0) : bottom, max(left, 0) : right]
    small = small[part[0].start - top : bottom - top, part[1].start - left : right - left]
    cover = np.where(view.distance[part] > figure.z, small[..., 3], 0)[..., None]
    if figure.glow:
        view.colour[part] += small[..., :3] * (cover > 0)
        return
    distance = np.full(cover.shape[:2], figure.z, np.float32)
    own = small[..., :3] / np.maximum(small[..., 3:], 1e-3)
    seen = through_air(scene.light, own, distance, np.full_like(distance, figure.x / figure.z))
    view.colour[part] = view.colour[part] * (1 - cover) + seen * cover


def resized(picture: Field, size: tuple[int, int]) -> Field:
    """The picture at another size, each channel for itself."""
    bands = [Image.fromarray(picture[..., band]).resize(size, Image.Resampling.BOX) for band in range(4)]
    return np.stack([np.asarray(band, np.float32) for band in bands], axis=-1)


def develop(scene: Scene, colour: Field) -> Image.Image:
    """Light becomes a picture: film, darker corners, paper with more contrast, reduction, a little grain."""
    rows, columns = colour.shape[:2]
    down = (np.arange(rows, dtype=np.float32) / rows - 0.5)[:, None]
    across = (np.arange(columns, dtype=np.float32) / columns - 0.5)[None, :]
    exposure = scene.light.exposure * (1 - 0.55 * (down**2 + across**2))[..., None]
    film = (1 - np.exp(-np.maximum(colour, 0) * exposure)) ** (1 / 2.2)
    paper = film * (1 - CONTRAST) + film * film * (3 - 2 * film) * CONTRAST
    large = Image.fromarray(np.clip(paper * 255, 0, 255).astype(np.uint8))
    small = np.asarray(large.resize((scene.width, scene.height), Image.Resampling.LANCZOS), np.float32)
    grain = Random(scene.seed + 9).standard_normal((scene.height, scene.width, 1)) * GRAIN
    return Image.fromarray(np.clip(small + grain, 0, 255).astype(np.uint8))
