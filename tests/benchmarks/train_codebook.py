"""Train the codebook of provenance.fingerprints.codebook on folders of photographs, reproducibly.

    python -m tests.benchmarks.train_codebook --out codebook-1.npz FOLDER...

Photos that it was trained on must not be used to measure what is found with it.
"""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from provenance.errors import MediaError
from provenance.fingerprints import local
from provenance.fingerprints.codebook import CENTROIDS, COMPONENTS, Codebook, rooted_of
from provenance.media.image import open_image

SEED = 20_160_628
A_PHOTO = 500  # features of each, so that no photograph weighs more than another
ROUNDS = 40
WHITENING = 0.75  # share of each component's spread that is evened out before signs are taken; best of 0 to 1
ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp"})

Matrix = NDArray[np.float32]


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write.")
def main(folders: tuple[Path, ...], out: Path) -> None:
    """Train on every picture below FOLDERS."""
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    descriptors = np.concatenate([one for path in paths if (one := _descriptors(path)) is not None])
    click.echo(f"{len(paths)} photos, {len(descriptors):,} descriptors")
    book = train(descriptors)
    np.savez(out, **{name: table.astype(np.float16) for name, table in book._asdict().items()})
    click.echo(f"{out}: {out.stat().st_size:,} bytes")


def train(descriptors: NDArray[np.uint8]) -> Codebook:
    """All tables from SIFT descriptors, (n, 128)."""
    chance = np.random.default_rng(SEED)
    rooted = rooted_of(descriptors)
    mean = rooted.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov((rooted - mean).T))
    projection = vectors[:, ::-1][:, :COMPONENTS].astype(np.float32)
    components = ((rooted - mean) @ projection).astype(np.float32)
    centroids = np.stack([_means(components[:, half::2], chance) for half in range(2)])
    return Codebook(mean.astype(np.float32), projection, centroids, _rotation(components, chance))


def _descriptors(path: Path) -> NDArray[np.uint8] | None:
    try:
        plane = open_image(path.read_bytes(), name=str(path)).luma().plane
    except MediaError:
        return None
    return local.keypoints(plane, side=local.ASKED_SIDE, most=A_PHOTO).descriptors


def _means(points: Matrix, chance: np.random.Generator) -> Matrix:
    """Lloyd's algorithm; a centroid that nothing is near to begins again at a random point."""
    centroids = points[chance.choice(len(points), CENTROIDS, replace=False)]
    for _ in range(ROUNDS):
        nearest = _nearest(points, centroids)
        counts = np.bincount(nearest, minlength=CENTROIDS)
        sums = np.stack([np.bincount(nearest, column, CENTROIDS) for column in points.T], axis=1)
        centroids = (sums / np.maximum(counts, 1)[:, None]).astype(np.float32)
        empty = np.flatnonzero(counts == 0)
        centroids[empty] = points[chance.choice(len(points), len(empty), replace=False)]
    return centroids


def _nearest(points: Matrix, centroids: Matrix) -> NDArray[np.intp]:
    squares = (centroids**2).sum(axis=1)
    parts = [(squares - 2 * (part @ centroids.T)).argmin(axis=1) for part in np.array_split(points, 64)]
    return np.concatenate(parts)


def _rotation(components: Matrix, chance: np.random.Generator) -> Matrix:
    """Iterative quantization: turn so that the signs lie near the values."""
    some = components[chance.choice(len(components), min(len(components), 60_000), replace=False)]
    some = some / some.std(axis=0) ** WHITENING
    rotation, _ = np.linalg.qr(chance.normal(size=(COMPONENTS, COMPONENTS)))
    for _ in range(ROUNDS):
        left, _, right = np.linalg.svd(np.sign(some @ rotation).T @ some)
        rotation = (left @ right).T
    return np.asarray(np.diag(1 / components.std(axis=0) ** WHITENING) @ rotation, np.float32)


if __name__ == "__main__":
    main()
