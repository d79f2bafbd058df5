"""Local features against OpenCV's own, against brute force over every word, and against pictures really changed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from provenance.fingerprints import codebook as tables
from provenance.fingerprints import local
from provenance.fingerprints.codebook import CENTROIDS, COMPONENTS, codebook
from provenance.fingerprints.examine import Examined, examine
from provenance.fingerprints.views import NEAREST, NEGATIVE_FEATURES, Views
from provenance.model import FingerprintKind
from tests.pictures import scene

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from provenance.fingerprints.local import Keypoints, LocalFeatures
    from tests.conftest import Make

    Plane = NDArray[np.uint8]

WIDTH, HEIGHT = 400, 300  # no larger than what is stored: nothing is resized unless a test resizes it
EVERYTHING = 10_000  # features: more than any picture here has
PIXEL = 1 / WIDTH
VARIANTS = [(True, False), (False, True), (True, True)]


@cache
def plane(seed: int, width: int = WIDTH, height: int = HEIGHT, *, grain: int = 8) -> Plane:
    """A grey picture, (height, width), with blots of about ``grain`` pixels all over it."""
    blots = np.random.default_rng(seed).normal(scale=40, size=(height // grain, width // grain)).astype(np.float32)
    fine = np.asarray(Image.fromarray(blots).resize((width, height), Image.Resampling.BICUBIC))
    grey = np.asarray(scene(seed, (width, height)).convert("L"))
    return np.asarray((grey + fine).clip(0, 255), np.uint8)


@cache
def points(seed: int) -> Keypoints:
    return local.keypoints(plane(seed), side=WIDTH, most=EVERYTHING)


def changed(picture: Plane, *, mirrored: bool, negative: bool) -> Plane:
    turned = picture[:, ::-1] if mirrored else picture
    return np.ascontiguousarray(255 - turned if negative else turned)


def features_of(picture: Plane) -> LocalFeatures:
    return local.encode(local.keypoints(picture, side=WIDTH, most=EVERYTHING))


def but(features: LocalFeatures, **columns: NDArray[Any]) -> LocalFeatures:
    """The same with other columns; their number is not their length, which namedtuple's own way would take it for."""
    return local.LocalFeatures(**{**features._asdict(), **columns})


class Pairs:
    """Features of two pictures that lie in one place with one size and angle, within little."""

    def __init__(self, first: LocalFeatures, second: LocalFeatures, *, within: float = 1.5 * PIXEL) -> None:
        apart = np.hypot(*np.moveaxis(first.places[:, None] - second.places[None], 2, 0))
        turned = np.abs((first.angles[:, None] - second.angles[None] + 180) % 360 - 180)
        sized = np.abs(np.log2(first.sizes[:, None] / second.sizes[None]))
        apart[(turned > 5) | (sized > 0.1)] = 9
        nearest = apart.argmin(axis=1)
        self.first = np.flatnonzero(apart[np.arange(len(first)), nearest] <= within)
        self.second = nearest[self.first]
        self.found = len(self.first) / len(first)
        beside = first.places[self.first] - second.places[self.second]
        self.beside = np.median(beside, axis=0) / PIXEL  # pixels, x and y
        self.bits = np.bitwise_count(first.signatures[self.first] ^ second.signatures[self.second])
        self.same_word = float((first.words[self.first, 0] == second.words[self.second, 0]).mean())


# Mirror images and negatives without a second extraction


def opencv() -> Any:
    import cv2

    return cv2


def fine_features(picture: Plane) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Keypoints of the finest octave, (n, 4): x, y, angle, size; and descriptors.

    OpenCV's coarser octaves keep every other pixel from the left, so that those of a mirror image differ, and so
    does the picture that it doubles first, unless it is told to be precise.
    """
    sift = opencv().SIFT_create(contrastThreshold=0.02, enable_precise_upscale=True)
    found, descriptors = sift.detectAndCompute(picture, None)
    fine = [at for at, one in enumerate(found) if one.octave & 255 == 255]
    rows = [(*found[at].pt, found[at].angle, found[at].size) for at in fine]
    return np.array(rows), descriptors[fine].astype(np.int64)


@pytest.mark.parametrize(("mirrored", "negative"), VARIANTS)
def test_the_permutations_give_the_descriptors_that_a_second_extraction_gives(mirrored: bool, negative: bool) -> None:
    picture = plane(1, 160, 120, grain=3)
    keys, descriptors = fine_features(picture)
    others, theirs = fine_features(changed(picture, mirrored=mirrored, negative=negative))
    made = descriptors
    if mirrored:
        keys[:, 0], keys[:, 2] = picture.shape[1] - 1 - keys[:, 0], 180 - keys[:, 2]
        made = made[:, local._MIRRORED]
    if negative:
        keys[:, 2] += 180
        made = made[:, local._NEGATIVE]
    apart = np.hypot(keys[:, None, 0] - others[:, 0], keys[:, None, 1] - others[:, 1])
    apart[np.abs((keys[:, None, 2] - others[:, 2] + 180) % 360 - 180) > 1] = 9
    there, nearest = apart.min(axis=1) < 0.05, apart.argmin(axis=1)
    beside = np.abs(made - theirs[nearest]).max(axis=1)[there]
    assert len(keys) > 200
    assert there.mean() > 0.95
    assert (beside == 0).mean() > 0.7
    assert (beside <= 1).mean() > 0.85, "of 255, rounded twice; but for those at the edges"
    unchanged = np.abs(descriptors - theirs[nearest]).max(axis=1)[there]
    assert (unchanged > 20).mean() > 0.95, "else this shows nothing"


@pytest.mark.parametrize("upright", [False, True], ids=["across", "upright"])
@pytest.mark.parametrize(("mirrored", "negative"), VARIANTS)
def test_the_features_of_a_changed_picture_are_found_without_extracting_them(
    mirrored: bool, negative: bool, upright: bool
) -> None:
    picture = np.ascontiguousarray(plane(1).T) if upright else plane(1)
    really = features_of(changed(picture, mirrored=mirrored, negative=negative))
    usual = local.keypoints(picture, side=WIDTH, most=EVERYTHING)
    pairs = Pairs(local.encode(usual, mirrored=mirrored, negative=negative), really)
    assert pairs.found > 0.8
    assert np.abs(pairs.beside).max() < 0.05
    assert np.median(pairs.bits) <= 2
    assert np.percentile(pairs.bits, 90) <= 8
    assert pairs.same_word > 0.7


def test_mirroring_twice_and_negating_twice_change_nothing() -> None:
    usual = local.encode(points(1))
    for permutation in (local._MIRRORED, local._NEGATIVE):
        assert not np.array_equal(permutation, np.arange(128))
        assert np.array_equal(permutation[permutation], np.arange(128))
    mirrored = local.encode(points(1), mirrored=True)
    assert np.allclose(mirrored.places[:, 0] + usual.places[:, 0], 1)
    assert np.array_equal(mirrored.places[:, 1], usual.places[:, 1])
    assert np.allclose((mirrored.angles + usual.angles) % 360, 180)
    assert (mirrored.signatures != usual.signatures).mean() > 0.99


# Places


def test_a_picture_turned_by_half_has_its_features_on_the_other_side() -> None:
    usual = local.encode(points(1))
    corner = np.array([1, HEIGHT / WIDTH], np.float32)
    expected = but(usual, places=corner - usual.places, angles=(usual.angles + 180) % 360)
    pairs = Pairs(expected, features_of(np.ascontiguousarray(plane(1)[::-1, ::-1])))
    assert pairs.found > 0.75
    assert np.abs(pairs.beside).max() < 0.05, "half a pixel beside where the picture is taken to begin elsewhere"
    assert np.median(pairs.bits) <= 3


def test_a_picture_twice_as_large_has_its_features_in_the_same_places() -> None:
    large = np.asarray(Image.fromarray(plane(1)).resize((2 * WIDTH, 2 * HEIGHT), Image.Resampling.LANCZOS))
    found = local.encode(local.keypoints(large, side=2 * WIDTH, most=EVERYTHING))
    pairs = Pairs(local.encode(points(1)), found)
    assert pairs.found > 0.6
    assert np.abs(pairs.beside).max() < 0.1


def test_a_crop_keeps_its_features_at_the_moved_places() -> None:
    left, top, width, height = 48, 32, 320, 240
    crop = features_of(np.ascontiguousarray(plane(2)[top : top + height, left : left + width]))
    places = (crop.places * width + np.array([left, top], np.float32)) / WIDTH
    pairs = Pairs(but(crop, places=places, sizes=crop.sizes * width / WIDTH), local.encode(points(2)))
    assert len(crop) > 100
    assert pairs.found > 0.8
    assert np.abs(pairs.beside).max() < 0.05
    assert np.median(pairs.bits) == 0
    assert pairs.same_word > 0.8


# Selection


def responses(picture: Plane) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """All keypoints' places in pixels, and their strengths, as OpenCV finds them."""
    sift = opencv().SIFT_create(nfeatures=0, contrastThreshold=local.CONTRAST, edgeThreshold=local.EDGE)
    found = sift.detect(picture, None)
    return np.array([one.pt for one in found]), np.array([one.response for one in found])


@cache
def lopsided() -> Plane:
    """A hazy picture with one loud corner that has most keypoints, and the strongest."""
    hazy = (128 + (plane(3).astype(np.int16) - 128) // 3).astype(np.uint8)
    noise = np.random.default_rng(1).integers(0, 256, (50, 66), dtype=np.uint8)
    corner = Image.fromarray(noise).resize((132, 100), Image.Resampling.BICUBIC)
    hazy[:100, :132] = np.asarray(corner)
    return hazy


def fields(places: NDArray[np.floating]) -> NDArray[np.int64]:
    """How many of the places, in pixels, lie in each field of the grid."""
    x, y = (places * local.GRID / (WIDTH, HEIGHT)).astype(int).clip(0, local.GRID - 1).T
    return np.bincount(y * local.GRID + x, minlength=local.GRID**2)


def test_the_strongest_features_are_kept_and_no_corner_takes_the_rest() -> None:
    places, strengths = responses(lopsided())
    most = local.STORED_FEATURES
    kept = local.keypoints(lopsided(), side=WIDTH, most=most).places * WIDTH - local.BEGINS
    apart = np.hypot(*np.moveaxis(places[:, None] - kept[None], 2, 0)).min(axis=1)
    strongest = np.argsort(-strengths, kind="stable")
    assert len(kept) == most < len(places) / 2
    assert (apart[strongest[: most // 2]] < 0.01).all()
    loud = np.arange(local.GRID**2) % local.GRID < 2
    loud &= np.arange(local.GRID**2) // local.GRID < 2
    by_strength, chosen = fields(places[strongest[:most]]), fields(kept)
    assert by_strength[loud].sum() > 0.95 * most, "else this shows nothing"
    assert chosen[~loud].sum() >= 0.45 * most
    there = fields(places)
    assert (chosen >= np.minimum(there, 2)).all(), "every field that has features is heard"


@pytest.mark.parametrize("most", [0, 1, 2, 7, 64, 199, 200])
def test_no_more_features_are_kept_than_were_asked_for(most: int) -> None:
    kept = local.keypoints(plane(1), side=WIDTH, most=most)
    assert len(kept.places) == len(kept.descriptors) == most
    rows = np.column_stack([kept.places, kept.sizes, kept.angles])
    assert len(np.unique(rows, axis=0)) == most, "none twice"


def test_a_larger_picture_is_reduced_first() -> None:
    large = plane(4, 800, 600, grain=16)
    small = np.asarray(Image.fromarray(large).reduce(2))
    pairs = Pairs(local.encode(local.keypoints(large, side=WIDTH, most=EVERYTHING)), features_of(small))
    assert pairs.found > 0.9
    assert np.abs(pairs.beside).max() < 0.05
    assert local.reduced(small, WIDTH) is small
    assert local.reduced(large, WIDTH).shape == (HEIGHT, WIDTH)
    assert local.reduced(large[:2], WIDTH).shape == (1, WIDTH)


@pytest.mark.parametrize("darkest", [0, 40, 200])
def test_a_picture_of_hardly_any_contrast_has_the_features_that_it_would_have_with_more(darkest: int) -> None:
    dim = np.asarray(darkest + plane(5, 1600, 1200, grain=32).astype(float) * (30 / 255), np.uint8)
    clear = np.asarray(Image.fromarray(plane(5, 1600, 1200, grain=32)).reduce(4))
    pairs = Pairs(local.encode(local.keypoints(dim, side=WIDTH, most=EVERYTHING)), features_of(clear))
    assert pairs.found > 0.7
    assert len(local.keypoints(dim, side=WIDTH, most=EVERYTHING).sizes) > 0.8 * len(features_of(clear))


@pytest.mark.parametrize("levels", [1, 4])
def test_the_noise_of_a_flat_picture_is_not_stretched(levels: int) -> None:
    noise = np.random.default_rng(1).integers(90, 90 + levels, (HEIGHT, WIDTH), dtype=np.uint8)
    assert len(features_of(noise)) == 0


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (2000, 1), (3, 2000), (12, 12), (300, 400), (1, 9_000)])
def test_flat_and_tiny_pictures_have_no_features(shape: tuple[int, int]) -> None:
    found = local.keypoints(np.full(shape, 90, np.uint8), side=WIDTH, most=200)
    for mirrored, negative in VARIANTS:
        features = local.encode(found, nearest=4, mirrored=mirrored, negative=negative)
        assert len(features) == 0
        assert features.words.shape == (0, 4)
        assert local.pack(features) == b""
    assert len(local.unpack(b"")) == 0


def test_a_ramp_of_grey_has_no_features() -> None:
    ramp = np.broadcast_to(np.linspace(0, 255, WIDTH).astype(np.uint8), (HEIGHT, WIDTH))
    assert len(features_of(np.ascontiguousarray(ramp))) == 0


# What is stored


def test_features_survive_packing_within_the_steps_that_are_stored() -> None:
    features = local.encode(local.keypoints(plane(1), side=WIDTH, most=local.STORED_FEATURES))
    value = local.pack(features)
    again = local.unpack(value)
    assert len(value) == 16 * len(features)
    assert np.array_equal(again.signatures, features.signatures)
    assert np.array_equal(again.words, features.words)
    assert np.abs(again.places - features.places).max() <= 0.51 / 65_535
    assert np.abs(np.log2(again.sizes / features.sizes)).max() <= 0.51 / 16
    assert np.abs((again.angles - features.angles + 180) % 360 - 180).max() <= 0.51 * 360 / 256
    assert local.pack(again) == value


def test_features_at_the_limits_of_what_can_be_stored_stay_within_them() -> None:
    features = local.LocalFeatures(
        words=np.array([[0, 7], [65_535, 7], [256, 7]], np.uint16),
        signatures=np.array([0, 2**64 - 1, 1 << 63], np.uint64),
        places=np.array([[0, 0], [1, 1], [1.001, -0.001]], np.float32),
        sizes=np.array([0, 1e9, 1 / 1024], np.float32),
        angles=np.array([359.9, 0, 180], np.float32),
    )
    again = local.unpack(local.pack(features))
    assert again.words.tolist() == [[0], [65_535], [256]]
    assert again.signatures.tolist() == [0, 2**64 - 1, 1 << 63]
    assert again.places.tolist() == [[0, 0], [1, 1], [1, 0]]
    assert again.sizes.tolist() == [1 / 1024, np.float32(2 ** (255 / 16) / 1024), 1 / 1024]
    assert again.angles.tolist() == [0, 0, 180]


def test_what_is_stored_is_little_endian_on_any_machine() -> None:
    features = local.LocalFeatures(
        words=np.array([[0x0102]], np.uint16),
        signatures=np.array([0x0102030405060708], np.uint64),
        places=np.array([[0x0A0B / 65_535, 0x0C0D / 65_535]], np.float32),
        sizes=np.array([2 / 1024], np.float32),
        angles=np.array([90], np.float32),
    )
    assert local.pack(features).hex() == "0807060504030201" + "0201" + "0b0a" + "0d0c" + "10" + "40"


def value_of(examined: Examined) -> bytes | None:
    found = [one.value for one in examined.fingerprints if one.kind is FingerprintKind.LOCAL]
    assert len(found) <= 1
    return found[0] if found else None


def test_a_file_has_at_most_200_features_of_16_bytes_and_always_the_same(picture: Make) -> None:
    examined = examine(str(picture("a.jpg", seed=5, size=(1000, 750))), with_local=True)
    value = value_of(examined)
    assert value is not None
    assert 16 * local.FEWEST <= len(value) <= 16 * 200
    assert len(value) % 16 == 0
    (features,) = [one for one in examined.fingerprints if one.kind is FingerprintKind.LOCAL]
    assert features.version == local.VERSION
    assert features.decoder.endswith(local.DECODER)
    assert value_of(examine(str(picture("a.jpg", seed=5, size=(1000, 750))), with_local=True)) == value
    places = local.unpack(value).places
    assert places[:, 0].max() <= 1
    assert 0.5 < places[:, 1].max() <= 0.75
    assert value_of(examine(str(picture("b.jpg", seed=6)), with_local=True)) != value


def test_a_plain_file_has_no_features_and_is_no_error(picture: Make) -> None:
    plain = picture("flat.png", change=lambda image: Image.new("RGB", image.size, "grey"))
    assert value_of(examine(str(plain), with_local=True)) is None
    assert value_of(examine(str(picture("a.png")), with_local=False)) is None


# Codebook


def test_the_shipped_tables_are_small_and_say_where_they_come_from() -> None:
    data = files("provenance") / "data"
    table = data / f"codebook-{tables.VERSION}.npz"
    assert len(table.read_bytes()) < 100_000
    page = data / "codebook.md"
    assert page.is_file()
    assert table.name in page.read_text(encoding="utf-8")


def test_the_tables_are_what_their_rules_say() -> None:
    book = codebook()
    assert book.mean.shape == (128,)
    assert book.centroids.shape == (2, CENTROIDS, COMPONENTS // 2)
    assert all(np.isfinite(table).all() and table.dtype == np.float32 for table in book)
    axes = book.rotation / np.linalg.norm(book.rotation, axis=1, keepdims=True)  # components weigh unlike
    for basis in (book.projection.T, axes):
        assert np.abs(basis @ basis.T - np.eye(COMPONENTS)).max() < 1e-3, "half precision keeps three digits"
    for half in book.centroids:
        apart = ((half[:, None] - half[None]) ** 2).sum(axis=2)
        assert apart[~np.eye(CENTROIDS, dtype=bool)].min() > 1e-3, "no centroid twice"


def rooted_components(descriptors: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Step by step, in double precision."""
    book = codebook()
    shares = [row / row.sum() for row in descriptors.astype(np.float64)]
    return np.array([(np.sqrt(share) - book.mean) @ book.projection.astype(np.float64) for share in shares])


def test_the_words_are_the_nearest_of_all_65536() -> None:
    book = codebook()
    descriptors = points(1).descriptors[::12]
    components = rooted_components(descriptors)
    words = local.encode(points(1), nearest=NEAREST).words[::12]
    assert words.shape == (len(descriptors), NEAREST)
    for parts, found in zip(components, words, strict=True):
        even = ((parts[0::2] - book.centroids[0].astype(np.float64)) ** 2).sum(axis=1)
        odd = ((parts[1::2] - book.centroids[1].astype(np.float64)) ** 2).sum(axis=1)
        sums = np.add.outer(even, odd).ravel()
        assert sums.shape == (tables.WORDS,)
        assert np.allclose(sums[found], np.sort(sums)[:NEAREST], rtol=1e-4), "the nearest, the nearest first"
        assert len(set(found.tolist())) == NEAREST


@pytest.mark.parametrize("nearest", [1, 2, 3])
def test_fewer_words_are_the_first_of_more(nearest: int) -> None:
    four = local.encode(points(1), nearest=4).words
    assert np.array_equal(local.encode(points(1), nearest=nearest).words, four[:, :nearest])


def test_the_words_of_many_pictures_are_spread_over_the_codebook() -> None:
    words = np.concatenate([local.encode(points(seed)).words[:, 0] for seed in (1, 2)])
    assert len(np.unique(words)) > len(words) / 3
    assert len(np.unique(words // CENTROIDS)) > CENTROIDS / 2
    assert len(np.unique(words % CENTROIDS)) > CENTROIDS / 2


def test_the_signatures_are_the_signs_after_the_rotation() -> None:
    turned = rooted_components(points(1).descriptors) @ codebook().rotation.astype(np.float64)
    signatures = local.encode(points(1)).signatures
    bits = np.unpackbits(signatures.view(np.uint8).reshape(-1, 8), axis=1)
    clear = np.abs(turned) > 1e-5
    assert clear.mean() > 0.99
    assert ((turned > 0) == bits)[clear].all()
    assert 0.2 < bits.mean(axis=0).min() <= bits.mean(axis=0).max() < 0.8, "no bit is wasted"


# Views


def test_what_lies_within_a_border_is_put_where_it_lies_in_the_whole() -> None:
    framed = np.full((HEIGHT + 120, WIDTH + 60), 255, np.uint8)
    framed[90 : 90 + HEIGHT, 20 : 20 + WIDTH] = plane(1)
    view = Views(framed).trimmed()
    assert view is not None
    whole = max(framed.shape)
    expected = np.array([[WIDTH / whole, 0, 20 / whole], [0, WIDTH / whole, 90 / whole], [0, 0, 1]])
    assert np.allclose(view.to_asked, expected)
    assert np.array_equal(view.plane, plane(1))
    assert (view.width, view.height) == (1, HEIGHT / WIDTH)
    assert Views(plane(1)).trimmed() is None


def test_the_variants_of_a_view_are_as_it_says() -> None:
    views = Views(plane(1))
    usual, negative = views.usual(), views.negative()
    made = local.keypoints(plane(1), side=local.ASKED_SIDE, most=local.ASKED_FEATURES)
    every = round(len(made.places) / NEGATIVE_FEATURES)
    assert every > 1
    columns = ("places", "sizes", "angles", "descriptors")
    thinned = made._replace(**{name: getattr(made, name)[::every] for name in columns})
    for variant in (*usual.variants, *negative.variants):
        points = thinned if variant.negative else made
        expected = local.encode(points, nearest=NEAREST, mirrored=variant.mirrored, negative=variant.negative)
        pairs = zip(variant.features, expected, strict=True)
        assert all(np.array_equal(np.asarray(ours), np.asarray(theirs)) for ours, theirs in pairs)
    said = [(one.mirrored, one.negative) for one in (*usual.variants, *negative.variants)]
    assert said == [(False, False), (True, False), (False, True), (True, True)]
    assert np.array_equal(usual.to_asked, np.eye(3))


def test_more_pixels_are_decoded_only_where_they_are_wanted() -> None:
    asked: list[int] = []

    def more() -> Plane:
        asked.append(1)
        return plane(1, 1600, 1200, grain=24)

    views = Views(plane(1, 800, 600, grain=12), more)
    views.usual()
    views.negative()
    views.trimmed()
    assert not asked
    large = views.large()
    assert asked == [1]
    assert large is not None
    assert large.plane.shape == (768, 1024)
    assert len(large.variants[0].features) > len(views.usual().variants[0].features)
    assert Views(plane(1), lambda: plane(1)).large() is None, "no more pixels, nothing new to see"
