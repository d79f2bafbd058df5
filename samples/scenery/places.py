"""The made-up places of the samples: what stands where, and in which light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scenery.figures import (
    dimmed,
    draw_aeroplane,
    draw_boat,
    draw_cypress,
    draw_dust,
    draw_lamp,
    draw_person,
    draw_tree,
    draw_truck,
    varied,
)
from scenery.noise import Random, mix, noise, sample, smooth, unit
from scenery.stage import Bridge, Figure, House, Light, Scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from scenery.noise import Colour, Field
    from scenery.stage import Surface

Span = tuple[float, float]  # between which a number is drawn

RUNWAY_LEAN = 0.16  # metres to the right for each metre ahead
VILLAGE_LEAVES = ((0.09, 0.16, 0.05), (0.16, 0.19, 0.05), (0.07, 0.12, 0.06), (0.26, 0.17, 0.05))


@dataclass(frozen=True, slots=True)
class Style:
    """How the houses of one place look."""

    width: Span
    depth: Span
    walls: Span
    roof: Span
    turn: float  # radians to either side
    tone: Span
    roof_colour: Colour
    storey: float = 3.0
    lit: float = 0.0

    def house(self, random: Random, x: float, z: float, base: float) -> House:
        """One house in this style."""
        tone = random.uniform(*self.tone)
        return House(
            x=x,
            z=z,
            width=random.uniform(*self.width),
            depth=random.uniform(*self.depth),
            turn=random.uniform(-self.turn, self.turn),
            base=base,
            walls=random.uniform(*self.walls),
            roof=random.uniform(*self.roof),
            wall_colour=(tone, tone * random.uniform(0.82, 0.95), tone * random.uniform(0.6, 0.85)),
            roof_colour=varied(random, self.roof_colour, 0.7, 1.25),
            storey=self.storey,
            lit=self.lit,
        )


def height_at(land: Surface, x: float, z: float) -> float:
    """The height of the land at one place."""
    return float(land(np.asarray([x], np.float32), np.asarray([z], np.float32))[0])


def two_tone(tile: Field, low: Colour, high: Colour, scale: float) -> Surface:
    """Ground that varies between two colours in patches."""

    def ground(x: Field, z: Field) -> Field:
        return mix(low, high, smooth(-1, 1, sample(tile, x * scale, z * scale)))

    return ground


@dataclass(frozen=True, slots=True)
class River:
    """What tells one river town from another."""

    seed: int
    bridge: Bridge
    light: Light
    eye: float
    horizon: float
    bend: float  # metres to the side
    ridge: float  # metres
    houses: int
    roofs: Colour

    def middle(self, z: Field | float) -> Field:
        """Where the river flows, metres to the right."""
        return np.asarray(self.bend * np.sin(np.asarray(z, np.float32) * 0.012), np.float32)

    def on_bank(self, random: Random, ahead: Span, beside: Span) -> tuple[float, float]:
        """A place on either bank, more often near than far."""
        side, z = random.choice([-1, 1]), ahead[0] + ahead[1] * random.uniform() ** 1.5
        away = beside[0] + beside[1] * random.uniform() ** 1.6 + 0.02 * z
        return side * away + float(self.middle(z)), z


def bridge_at_dusk() -> Scene:
    """The town of the early appearance."""
    light = Light(
        sun=unit(0.42, 0.2, 0.55),
        sun_colour=(1.9, 0.95, 0.42),
        zenith=(0.10, 0.17, 0.36),
        horizon=(0.85, 0.50, 0.30),
        ambient=(0.24, 0.30, 0.46),
        haze=2200,
        cloud_cover=0.55,
        cloud_scale=0.5,
        exposure=1.2,
    )
    stone = Bridge(112, 0.15, 6, 15.5, start=-50, rise=5.6, deck=8.0, hump=1.6, colour=(0.62, 0.54, 0.44))
    return river_town(River(1, stone, light, 13, 0.40, 10, 150, 330, (0.42, 0.19, 0.11)))


def look_alike() -> Scene:
    """Another town, another bridge, the same hour."""
    light = Light(
        sun=unit(-0.5, 0.17, 0.6),
        sun_colour=(1.8, 0.8, 0.4),
        zenith=(0.13, 0.16, 0.36),
        horizon=(0.78, 0.42, 0.34),
        ambient=(0.26, 0.28, 0.44),
        haze=2000,
        cloud_cover=0.75,
        cloud_scale=0.4,
        exposure=1.2,
    )
    stone = Bridge(96, -0.22, 4, 20, start=-38, rise=7.4, deck=9.6, hump=0.8, colour=(0.58, 0.50, 0.45))
    return river_town(River(20, stone, light, 10, 0.46, -18, 110, 260, (0.34, 0.17, 0.13)))


def river_town(river: River) -> Scene:
    """Houses on both banks, a stone bridge between them, hills behind."""
    random, hills = Random(river.seed), noise(river.seed + 50, roughness=1.75)

    def land(x: Field, z: Field) -> Field:
        bank = np.abs(x - river.middle(z)) - 30 - 0.02 * z
        near = np.clip(bank * 0.9, -4, 4) + smooth(15, 330, bank) * 62
        ridge = np.maximum(sample(hills, x * 0.00042 + 0.3, z * 0.00042) * 80 + river.ridge, 0)
        rough = sample(hills, x * 0.003, z * 0.003) * smooth(15, 160, bank) * 9
        return np.asarray(near + smooth(350, 1900, z) * ridge + rough, np.float32)

    style = Style((7, 14), (7, 13), (5, 13), (1.5, 3.5), 0.45, (0.4, 0.85), river.roofs, lit=0.3)
    places = [river.on_bank(random, (55, 500), (40, 150)) for _ in range(river.houses)]
    houses = [style.house(random, x, z, height_at(land, x, z) - 0.8) for x, z in places]
    ground = two_tone(hills, (0.10, 0.13, 0.06), (0.24, 0.20, 0.12), 0.01)
    return Scene(
        river.seed,
        width=720,
        height=480,
        eye=river.eye,
        focal=0.95,
        horizon=river.horizon,
        land=land,
        ground=ground,
        light=river.light,
        houses=houses,
        bridge=river.bridge,
        water=0.0,
        figures=[*by_the_river(random, river, land), *on_the_bridge(random, river.bridge)],
    )


def by_the_river(random: Random, river: River, land: Surface) -> list[Figure]:
    """Trees on the banks, two boats."""
    sunny = float(np.sign(river.light.sun[0]))
    trees = [draw_tree(random, (0.10, 0.14, 0.05), sunny) for _ in range(5)]
    trees += [draw_cypress(random, (0.05, 0.08, 0.04), sunny) for _ in range(2)]
    found = []
    for _ in range(170):
        x, z = river.on_bank(random, (34, 420), (36, 120))
        tree = dimmed(trees[random.randint(len(trees))], (0.7, 0.7, 0.8))
        found.append(Figure(tree, x, z, height_at(land, x, z) - 0.3, random.uniform(4, 9)))
    for z in (52.0, 74.0):
        boat = dimmed(draw_boat(random), (0.45, 0.45, 0.55))
        found.append(Figure(boat, random.uniform(-14, 14), z, -0.25, 2.2))
    return found


def on_the_bridge(random: Random, bridge: Bridge) -> list[Figure]:
    """Lamps, and people crossing."""
    lamp = draw_lamp((1.5, 0.85, 0.35))
    found = []
    for place in np.linspace(0.06, 0.94, 2 * bridge.spans):
        x, z, top = bridge.at(float(place))
        found.append(Figure(lamp, x, z + bridge.thickness + 0.3, top + 2.2, 3.4, glow=True))
    for _ in range(16):
        x, z, top = bridge.at(random.uniform(0.05, 0.95))
        person = dimmed(draw_person(random, 1), (0.35, 0.35, 0.42))
        found.append(Figure(person, x, z + 2, top - 0.1, random.uniform(1.6, 1.85)))
    return found


def airfield() -> Scene:
    """A runway in the desert, hangars, an aeroplane, pick-ups and their dust; wide, as a video is."""
    random, hills = Random(40), noise(91, roughness=1.8)

    def land(x: Field, z: Field) -> Field:
        table = np.clip(sample(hills, x * 0.00022 + 0.62, z * 0.0002) * 160 - 40, 0, 130)
        dunes = sample(hills, x * 0.004, z * 0.004) * 0.5 * smooth(30, 120, np.abs(x - 10))
        return np.asarray(smooth(900, 2200, z) * table + dunes, np.float32)

    light = Light(
        sun=unit(-0.6, 0.55, -0.35),
        sun_colour=(1.9, 1.65, 1.25),
        zenith=(0.16, 0.32, 0.62),
        horizon=(0.72, 0.66, 0.56),
        ambient=(0.34, 0.40, 0.50),
        haze=1500,
        cloud_cover=0.1,
        cloud_scale=0.7,
        exposure=0.95,
    )
    return Scene(
        40,
        width=768,
        height=432,
        eye=5.2,
        focal=0.9,
        horizon=0.42,
        land=land,
        ground=runway(two_tone(hills, (0.52, 0.38, 0.24), (0.66, 0.52, 0.35), 0.008)),
        light=light,
        houses=[*hangars(), *desert_town(random)],
        figures=[*convoy(random), *on_the_apron(random), *shrubs(random)],
    )


def runway(sand: Surface) -> Surface:
    """Sand with a tarred strip, its marks, and a paved place before the hangars."""

    def ground(x: Field, z: Field) -> Field:
        off = x - 10 - (z - 30) * RUNWAY_LEAN
        tar = smooth(12, 11.2, np.abs(off)) * smooth(700, 690, z)
        dashes = (np.abs(off) < 0.35) & (z % 24 < 13)
        edges = np.abs(np.abs(off) - 10.4) < 0.22
        paved = smooth(-14, -15, x) * smooth(-78, -76, x) * smooth(50, 52, z) * smooth(152, 150, z)
        colour = mix(sand(x, z), (0.16, 0.15, 0.145), np.maximum(tar, paved * 0.8) * 0.9)
        return mix(colour, (0.75, 0.72, 0.66), ((dashes | edges) & (tar > 0.5)) * np.float32(0.8))

    return ground


def hangars() -> list[House]:
    """Three hangars, a tower, and the house beside it."""
    metal, wall, flat = (0.45, 0.46, 0.44), (0.55, 0.50, 0.42), (0.30, 0.28, 0.25)
    halls = [
        House(-62 + 6 * k, 96 + 34 * k, 26, 28, 0.12, 0, 4.5, 7.5, (0.40, 0.38, 0.33), metal, 0, round_roof=True)
        for k in range(3)
    ]
    return [
        *halls,
        House(-19, 176, 6.4, 6.4, 0.1, 0, 19, 0, wall, flat, 4.0),
        House(-19, 176, 4.8, 4.8, 0.1, 19, 4, 1.2, (0.10, 0.14, 0.16), flat, 0),
        House(-34, 184, 22, 10, 0.1, 0, 5, 0, (0.60, 0.52, 0.42), flat, 3.2),
    ]


def desert_town(random: Random) -> list[House]:
    """Low houses in the distance."""
    style = Style((8, 16), (8, 14), (3, 6), (0, 0), 0.5, (0.45, 0.7), (0.5, 0.42, 0.32))
    return [style.house(random, random.uniform(60, 240), random.uniform(220, 420), 0) for _ in range(26)]


def convoy(random: Random) -> list[Figure]:
    """Pick-ups one behind the other, dust behind each, smoke far away."""
    paints = (
        (0.50, 0.48, 0.42),
        (0.30, 0.16, 0.11),
        (0.12, 0.14, 0.10),
        (0.55, 0.53, 0.47),
        (0.30, 0.25, 0.16),
    )
    places = ((7.0, 27.0), (14.5, 46.0), (21.0, 66.0), (28.0, 98.0), (38.0, 132.0))
    found = [Figure(draw_dust(77, (0.10, 0.09, 0.09), 1.0), 210, 620, -34, 130)]
    for number, ((x, z), paint) in enumerate(zip(places, paints, strict=True)):
        dust = draw_dust(300 + number, (0.80, 0.62, 0.42), 0.8)
        found.append(Figure(draw_truck(random, paint), x, z, 0, 2.3))
        found.append(Figure(dust, x - 6.5, z + 1.2, -0.5, 3.6 + z * 0.02))
        found.append(Figure(dust[:, ::-1].copy(), x - 14, z + 3, -0.9, 5.5 + z * 0.03))
    return found


def on_the_apron(random: Random) -> list[Figure]:
    """An aeroplane, and people about it."""
    found = [Figure(draw_aeroplane((0.55, 0.56, 0.55)), -26, 74, 0, 8.5)]
    for _ in range(22):
        x, z = random.uniform(-24, 6), random.uniform(30, 90)
        found.append(Figure(draw_person(random, -1), x, z, 0, random.uniform(1.6, 1.85)))
    return found


def shrubs(random: Random) -> list[Figure]:
    """Bushes beside the paved ground."""
    bushes = [draw_tree(random, (0.16, 0.15, 0.07), -1)[:100] for _ in range(6)]
    found = []
    for number in range(120):
        x, z = random.uniform(-130, 130), random.uniform(16, 260)
        bush = Figure(bushes[number % len(bushes)], x, z, -0.2, random.uniform(0.5, 1.3))
        if abs(x - 10 - (z - 30) * RUNWAY_LEAN) > 14 and not (-80 < x < -12 and 45 < z < 155):
            found.append(bush)
    return found


def mountain_village() -> Scene:
    """Stone houses on a slope across a valley, terraces, snow behind."""
    random, rock = Random(60), noise(71, roughness=1.7)
    far_rock = noise(72, roughness=2.05)

    def land(x: Field, z: Field) -> Field:
        valley = smooth(60, 20, z) * 8 - smooth(20, 70, z) * 26
        slope = smooth(80, 520, z) * 92 + sample(rock, x * 0.0022, z * 0.0022) * 9 * smooth(70, 160, z)
        terraces = np.sin((slope + x * 0.02) * 0.9) * 1.1 * smooth(90, 130, z) * smooth(420, 330, z)
        peaks = sample(far_rock, x * 0.00024 + 0.14, z * 0.0002 + 0.1) * 330 + 430
        crags = sample(rock, x * 0.0012, z * 0.0007) * 26
        return np.asarray(valley + slope + terraces + (peaks + crags) * smooth(520, 2900, z), np.float32)

    light = Light(
        sun=unit(-0.62, 0.5, -0.15),
        sun_colour=(2.1, 1.75, 1.3),
        zenith=(0.10, 0.24, 0.58),
        horizon=(0.62, 0.70, 0.80),
        ambient=(0.30, 0.38, 0.52),
        haze=3600,
        cloud_cover=0.2,
        cloud_scale=0.6,
    )
    return Scene(
        60,
        width=720,
        height=480,
        eye=16,
        focal=0.95,
        horizon=0.52,
        land=land,
        ground=alpine(land, rock),
        light=light,
        houses=village_houses(random, land),
        figures=village_trees(random, land),
        shadow_reach=300,
    )


def alpine(land: Surface, rock: Field) -> Surface:
    """Meadow, bare rock where it is steep, snow above."""
    meadow = two_tone(rock, (0.13, 0.20, 0.06), (0.30, 0.29, 0.12), 0.006)

    def ground(x: Field, z: Field) -> Field:
        height = land(x, z)
        steep = np.abs(land(x, z + 2) - height) / 2
        bare = smooth(0.55, 0.95, steep + 0.1 * sample(rock, x * 0.02, z * 0.02))
        colour = mix(meadow(x, z), (0.30, 0.28, 0.26), bare)
        line = 240 + 60 * sample(rock, x * 0.001, z * 0.001)
        return mix(colour, (0.86, 0.88, 0.93), smooth(-40, 60, height - line) * smooth(1.5, 0.8, steep))

    return ground


def village_houses(random: Random, land: Surface) -> list[House]:
    """Houses on the slope, a church among them."""
    style = Style((6, 10), (7, 12), (6, 9.5), (2.2, 3.8), 0.7, (0.3, 0.75), (0.24, 0.19, 0.17), lit=0.02)
    houses = []
    for _ in range(120):
        z = random.uniform(105, 330)
        x = random.normal(-10 + 0.1 * (z - 100), 46)
        houses.append(style.house(random, x, z, height_at(land, x, z) - 2.2))
    x, z = 12.0, 205.0
    base, wall, slate = height_at(land, x, z) - 2, (0.75, 0.70, 0.62), (0.24, 0.18, 0.16)
    tower = House(x, z, 7, 7, 0.2, base, 26, 9, wall, slate, 6)
    return [*houses, tower, House(x - 9, z + 9, 11, 22, 0.2, base, 11, 5, wall, slate, 5)]


def village_trees(random: Random, land: Surface) -> list[Figure]:
    """Trees of four greens and some cypresses over the whole slope."""
    trees = [draw_tree(random, leaf, -1) for leaf in VILLAGE_LEAVES]
    trees += [draw_cypress(random, (0.04, 0.08, 0.04), -1)] * 3
    found = []
    for _ in range(420):
        z = 34 + 420 * random.uniform() ** 0.9
        x = random.uniform(-0.62, 0.62) * z
        tree = trees[random.randint(len(trees))]
        found.append(Figure(tree, x, z, height_at(land, x, z) - 0.4, random.uniform(4, 10)))
    return found


def crowded_square() -> Scene:
    """A few hundred people on a paved square before tall houses, overcast."""
    random, stone = Random(80), noise(131, roughness=1.5)
    light = Light(
        sun=unit(-0.5, 0.75, -0.5),
        sun_colour=(1.25, 1.15, 1.0),
        zenith=(0.42, 0.52, 0.68),
        horizon=(0.74, 0.77, 0.80),
        ambient=(0.52, 0.56, 0.62),
        haze=900,
        cloud_cover=0.95,
        cloud_scale=0.5,
        exposure=1.05,
    )
    return Scene(
        80,
        width=720,
        height=480,
        eye=4.6,
        focal=0.85,
        horizon=0.40,
        land=lambda x, z: 0 * x + 0 * z,
        ground=paving(two_tone(stone, (0.30, 0.28, 0.25), (0.44, 0.41, 0.37), 0.02)),
        light=light,
        houses=[*square_fronts(random), *monument()],
        figures=crowd(random),
    )


def paving(stone: Surface) -> Callable[[Field, Field], Field]:
    """Slabs, each of its own shade, with joints."""

    def ground(x: Field, z: Field) -> Field:
        a, b = (x + z * 0.3) / 1.4, (z - x * 0.3) / 1.4
        joint = (np.abs(a - np.round(a)) < 0.035) | (np.abs(b - np.round(b)) < 0.035)
        slab = np.sin(np.round(a) * 12.9 + np.round(b) * 78.2) * 437.5
        shade = 0.88 + 0.2 * (slab - np.floor(slab)) - 0.25 * joint * np.exp(-z / 40)
        return stone(x, z) * shade[..., None]

    return ground


def square_fronts(random: Random) -> list[House]:
    """Rows of houses on three sides, and a tower behind."""
    tiles = (0.32, 0.19, 0.14)
    back = Style((12.6, 12.6), (14, 14), (13, 19), (3.5, 3.5), 0.03, (0.35, 0.75), tiles, 3.4, 0.05)
    side = Style((13, 13), (11.9, 11.9), (12, 19), (2.6, 2.6), 0.02, (0.35, 0.75), tiles, 3.3, 0.05)
    houses = [back.house(random, -52 + 12.4 * k, 84 + abs(k - 4) * 0.6, 0) for k in range(9)]
    houses += [side.house(random, -40 - 0.8 * k, 30 + 11.5 * k, 0) for k in range(5)]
    houses += [side.house(random, 42 + 1.2 * k, 34 + 12 * k, 0) for k in range(5)]
    return [*houses, House(8, 104, 9, 9, 0, 0, 38, 16, (0.55, 0.50, 0.44), (0.20, 0.26, 0.24), 7)]


def monument() -> list[House]:
    """A column on a base, in the middle of the crowd."""
    base, bronze = (0.50, 0.48, 0.45), (0.23, 0.30, 0.26)
    return [
        House(6, 40, 3.4, 3.4, 0.5, 0, 2.6, 0, base, base, 0),
        House(6, 40, 1.5, 1.5, 0.5, 2.6, 5.2, 1.8, bronze, bronze, 0),
    ]


def crowd(random: Random) -> list[Figure]:
    """People everywhere but in the monument, and trees before the houses."""
    found = []
    for _ in range(620):
        z = 9.5 + 66 * random.uniform() ** 1.25
        x = random.uniform(-0.6, 0.6) * z + random.normal(0, 2)
        person = Figure(draw_person(random, -1), x, z, 0, random.uniform(1.5, 1.9))
        if abs(x) < 33 and (abs(x - 6) > 3 or abs(z - 40) > 3):
            found.append(person)
    for x, z in ((-26, 46), (-25, 62), (29, 50), (30, 66), (-24, 76), (28, 77)):
        found.append(Figure(draw_tree(random, (0.13, 0.17, 0.06), -1), x, z, 0, random.uniform(8, 11)))
    return found
