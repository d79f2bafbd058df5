"""The flat figures that stand in the made-up places: trees, people, vehicles, boats, dust, lamps.

Each is drawn with plain shapes and seeded numbers. Nothing here knows where a figure will stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from scenery.noise import Random, noise, rgb, smooth

if TYPE_CHECKING:
    from scenery.noise import Colour, Field

CLOTHES: tuple[Colour, ...] = (
    (0.020, 0.020, 0.025),
    (0.045, 0.060, 0.120),
    (0.100, 0.075, 0.055),
    (0.180, 0.180, 0.170),
    (0.420, 0.390, 0.330),
    (0.260, 0.050, 0.045),
    (0.100, 0.120, 0.065),
    (0.520, 0.520, 0.510),
    (0.110, 0.170, 0.260),
)
SKIN = (0.45, 0.28, 0.19)
RUBBER = (0.02, 0.02, 0.02)
GLASS = (0.04, 0.06, 0.08)
SHADE = (20, 16, 10, 150)  # the shadow on the ground below


def cut_out(image: Image.Image) -> Field:
    """A drawing with transparency as premultiplied light and cover."""
    values = np.asarray(image, np.float32) / 255
    light = values[..., :3] ** 2.2 * values[..., 3:]
    return np.concatenate([light, values[..., 3:]], axis=-1).astype(np.float32)


def ink(colour: Colour, factor: float = 1.0) -> tuple[int, int, int, int]:
    """A colour of light as an opaque ink."""
    red, green, blue = (round(255 * min(1.0, max(0.0, part * factor)) ** (1 / 2.2)) for part in colour)
    return red, green, blue, 255


def dimmed(figure: Field, by: Colour) -> Field:
    """The figure in a weaker or coloured light."""
    return figure * np.asarray([*by, 1], np.float32)


def varied(random: Random, colour: Colour, low: float, high: float) -> Colour:
    """The colour, brighter or darker."""
    factor = random.uniform(low, high)
    return colour[0] * factor, colour[1] * factor, colour[2] * factor


def draw_tree(random: Random, leaf: Colour, sunny: float) -> Field:
    """A crown of small leaves, brighter towards the sun (-1 left, 1 right), on a trunk."""
    image = Image.new("RGBA", (120, 150))
    pen = ImageDraw.Draw(image)
    pen.polygon([(56, 150), (58, 80), (63, 80), (66, 150)], fill=ink((0.10, 0.07, 0.05)))
    lobes = [(60 + random.normal(0, 19), 62 + random.normal(0, 20), random.uniform(14, 26)) for _ in range(11)]
    for _ in range(1500):
        x, y, reach = lobes[random.randint(len(lobes))]
        angle, far = random.uniform(0, 2 * np.pi), reach * np.sqrt(random.uniform())
        px, py = x + far * np.cos(angle), y + far * np.sin(angle)
        bright = 0.75 + 0.55 * (sunny * (px - 60) / 60 - (py - 62) / 62) + random.normal(0, 0.18)
        size = random.uniform(0.8, 2.6)
        pen.ellipse([px - size, py - size, px + size, py + size], fill=ink(leaf, max(0.25, bright)))
    return cut_out(image)


def draw_cypress(random: Random, leaf: Colour, sunny: float) -> Field:
    """A narrow dark tree."""
    image = Image.new("RGBA", (50, 160))
    pen = ImageDraw.Draw(image)
    for _ in range(1100):
        up, across = random.uniform(), random.uniform(-1, 1)
        half = 20 * np.sin(np.pi * min(1.0, 0.12 + 0.88 * (1 - up))) ** 0.8 + 2
        x, y = 25 + across * half, 156 - up * 150
        bright = 0.7 + 0.4 * sunny * across + random.normal(0, 0.2)
        pen.ellipse([x - 1.5, y - 3, x + 1.5, y + 3], fill=ink(leaf, max(0.25, bright)))
    return cut_out(image)


def draw_person(random: Random, sunny: float) -> Field:
    """Somebody without a face: shoes, trousers, a coat or a long dress, arms, a head."""
    image = Image.new("RGBA", (88, 200))
    pen = ImageDraw.Draw(image)
    coat = varied(random, CLOTHES[random.randint(len(CLOTHES))], 0.7, 1.35)
    skin = varied(random, SKIN, 0.45, 1.15)
    hem = 150 if random.uniform() < 0.25 else 112
    pen.ellipse([16, 188, 76, 199], fill=SHADE)
    _legs(pen, random, sunny)
    pen.polygon([(29, 48), (59, 48), (62, 100), (64, hem), (24, hem), (26, 100)], fill=ink(coat))
    rim = (59, 62, 64) if sunny > 0 else (29, 26, 24)
    pen.polygon([(44, 46), (rim[0], 48), (rim[1], 100), (rim[2], hem), (46, hem)], fill=ink(coat, 1.6))
    for side in (-1, 1):
        hand = (44 + side * random.uniform(20, 27), random.uniform(84, 112))
        if random.uniform() < 0.1:  # raised
            hand = (44 + side * random.uniform(12, 30), random.uniform(2, 24))
        pen.line([(44 + side * 15, 52), hand], fill=ink(coat, 1 + 0.4 * side * sunny), width=9)
        pen.ellipse([hand[0] - 4, hand[1] - 4, hand[0] + 4, hand[1] + 4], fill=ink(skin))
    _head(pen, random, coat, skin)
    return cut_out(image)


def _legs(pen: ImageDraw.ImageDraw, random: Random, sunny: float) -> None:
    cloth = varied(random, (0.06, 0.06, 0.07), 0.3, 1.8)
    stride = random.uniform(2, 12)
    for side in (-1, 1):
        foot = 44 + side * stride
        light = 1 + 0.5 * side * sunny
        pen.polygon([(38, 104), (50, 104), (foot + 6, 196), (foot - 6, 196)], fill=ink(cloth, light))
        pen.ellipse([foot - 8, 191, foot + 8, 199], fill=ink(RUBBER))


def _head(pen: ImageDraw.ImageDraw, random: Random, coat: Colour, skin: Colour) -> None:
    lean = random.uniform(-3, 3)
    pen.rectangle([40 + lean, 36, 48 + lean, 50], fill=ink(skin, 0.7))
    pen.ellipse([33 + lean, 12, 55 + lean, 42], fill=ink(skin))
    if random.uniform() < 0.25:  # a scarf or a hood
        pen.chord([32 + lean, 9, 56 + lean, 46], 150, 390, fill=ink(coat, 1.3))
    else:
        hair = varied(random, (0.05, 0.03, 0.02), 0.2, 3)
        pen.chord([32 + lean, 9, 56 + lean, 38], 165, 375, fill=ink(hair))


def draw_truck(random: Random, paint: Colour) -> Field:
    """A pick-up that drives to the right, loaded, dusty below."""
    image = Image.new("RGBA", (300, 130))
    pen = ImageDraw.Draw(image)
    pen.ellipse([8, 112, 292, 129], fill=SHADE)
    for _ in range(int(random.randint(2, 5))):
        x, y = random.uniform(18, 96), random.uniform(36, 48)
        load = varied(random, (0.16, 0.16, 0.11), 0.5, 1.6)
        pen.rectangle([x, y, x + random.uniform(10, 26), 62], fill=ink(load))
    roof = [(118, 58), (140, 22), (205, 20), (232, 58)]
    pen.polygon([(10, 100), (10, 62), *roof, (286, 66), (292, 100)], fill=ink(paint))
    pen.polygon([(10, 66), (290, 70), (291, 78), (10, 76)], fill=ink(paint, 1.4))
    pen.polygon([(10, 86), (292, 88), (292, 102), (10, 102)], fill=ink((0.30, 0.23, 0.15)))
    pen.polygon([(128, 56), (145, 28), (170, 27), (170, 57)], fill=ink(GLASS))
    pen.polygon([(176, 57), (176, 27), (202, 26), (224, 57)], fill=ink(GLASS, 2))
    for x in (62, 236):
        pen.ellipse([x - 25, 76, x + 25, 126], fill=ink(RUBBER))
        pen.ellipse([x - 11, 90, x + 11, 112], fill=ink((0.25, 0.24, 0.22)))
    return cut_out(image)


def draw_aeroplane(paint: Colour) -> Field:
    """A transport aeroplane with two propellers, standing, seen from the side."""
    image = Image.new("RGBA", (420, 150))
    pen = ImageDraw.Draw(image)
    pen.ellipse([40, 136, 390, 149], fill=SHADE)
    pen.polygon([(352, 66), (378, 8), (404, 8), (400, 70)], fill=ink(paint, 0.8))
    nose = [(14, 96), (34, 74), (80, 62)]
    pen.polygon([*nose, (330, 62), (404, 66), (300, 112), (60, 116), (22, 108)], fill=ink(paint))
    pen.polygon([(22, 104), (400, 70), (300, 112), (60, 116)], fill=ink(paint, 0.45))
    pen.polygon([(30, 82), (48, 70), (66, 66), (62, 80)], fill=ink(GLASS))
    for x in range(96, 320, 20):
        pen.ellipse([x, 76, x + 8, 86], fill=ink(GLASS))
    pen.polygon([(150, 64), (262, 64), (214, 50), (160, 52)], fill=ink(paint, 1.3))
    for x in (150, 196):
        pen.ellipse([x - 18, 54, x + 34, 76], fill=ink(paint, 0.6))
        pen.line([(x - 20, 34), (x - 20, 96)], fill=ink(RUBBER), width=3)
    for x in (66, 206, 226):
        pen.line([(x, 108), (x, 132)], fill=ink(RUBBER), width=5)
        pen.ellipse([x - 10, 122, x + 10, 142], fill=ink(RUBBER))
    return cut_out(image)


def draw_boat(random: Random) -> Field:
    """A rowing boat with somebody in it."""
    image = Image.new("RGBA", (200, 90))
    pen = ImageDraw.Draw(image)
    hull = varied(random, (0.16, 0.10, 0.07), 0.6, 1.6)
    pen.polygon([(108, 52), (116, 24), (134, 24), (142, 56)], fill=ink((0.05, 0.06, 0.10)))
    pen.ellipse([117, 6, 133, 26], fill=ink(SKIN, 0.7))
    pen.line([(120, 34), (60, 86)], fill=ink((0.2, 0.14, 0.08)), width=4)
    pen.polygon([(4, 48), (196, 44), (172, 80), (34, 82)], fill=ink(hull))
    pen.polygon([(4, 48), (196, 44), (194, 50), (7, 54)], fill=ink(hull, 2.0))
    pen.ellipse([20, 76, 184, 88], fill=(12, 14, 18, 200))
    return cut_out(image)


def draw_dust(seed: int, tint: Colour, density: float) -> Field:
    """Dust or smoke: thick in the middle and below, torn at the rim."""
    tile = noise(seed, roughness=1.7, size=256)[:128, :]
    down, across = np.mgrid[0:128, 0:256].astype(np.float32)
    body = 1 - np.hypot((across - 128) / 128, (down - 96) / 96)
    cover = np.clip((body * 1.7 + tile * 0.3 * (body > 0)) * density, 0, 1)
    cover = (cover * smooth(127, 100, down) * smooth(0, 0.25, body))[..., None]
    tone = np.clip(0.85 + 0.18 * tile - 0.2 * down / 128, 0.3, 1.3)[..., None]
    return np.concatenate([rgb(tint) * tone * cover, cover], axis=-1).astype(np.float32)


def draw_lamp(tint: Colour) -> Field:
    """The light about a lamp."""
    down, across = np.mgrid[-1:1:64j, -1:1:64j]
    far = np.hypot(down, across)
    cover = np.clip(1 - far, 0, 1)[..., None] ** 2 * 0.25 + (far < 0.12)[..., None] * 1.2
    return np.concatenate([rgb(tint) * cover, cover > 0], axis=-1).astype(np.float32)
