"""The codebook: a SIFT descriptor becomes a visual word of two halves and a signature of 64 bits.

1. RootSIFT: the descriptor, 128 numbers, is divided by its sum, and the root is taken (Arandjelović and
   Zisserman, "Three things everyone should know to improve object retrieval", CVPR 2012).
2. A principal component analysis keeps 64 numbers.
3. Word: the even components choose one of 256 centroids, the odd ones one of 256 others; both together are one
   of 65,536 words (Babenko and Lempitsky, "The inverted multi-index", CVPR 2012).
4. Signature: the signs after a rotation that loses least by taking signs (Gong and Lazebnik, "Iterative
   quantization", CVPR 2011). Two features of one word are compared by the bits in which these differ (Jégou,
   Douze and Schmid, "Hamming embedding and weak geometric consistency", ECCV 2008).

The tables were trained by ``tests/benchmarks/train_codebook.py``; data/codebook.md says on what. A trained table
is never changed: a better one is another version, and the index keeps versions apart.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = 1
DESCRIPTOR = 128
COMPONENTS = 64
CENTROIDS = 256
WORDS = CENTROIDS * CENTROIDS
_ROWS = 4096  # descriptors at a time: their distances to all centroids stay in the processor's cache


class Codebook(NamedTuple):
    """Trained tables, all float32."""

    mean: NDArray[np.float32]  # (128,)
    projection: NDArray[np.float32]  # (128, 64)
    centroids: NDArray[np.float32]  # (2, 256, 32)
    rotation: NDArray[np.float32]  # (64, 64)

    def project(self, descriptors: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The components, (n, 64), of SIFT descriptors, (n, 128), as OpenCV gives them."""
        rooted = rooted_of(descriptors)
        return np.asarray((rooted - self.mean) @ self.projection, np.float32)

    def words(self, components: NDArray[np.float32], *, nearest: int = 1) -> NDArray[np.uint16]:
        """The ``nearest`` words of each feature, (n, nearest), the nearest first."""
        halves = [self._distances(components, half) for half in range(2)]
        if nearest == 1:
            first, second = (half.argmin(axis=1) for half in halves)
            return np.asarray(first * CENTROIDS + second, np.uint16)[:, None]
        few = min(nearest, 4)
        order = [np.argpartition(half, range(few), axis=1)[:, :few] for half in halves]
        near = [np.take_along_axis(half, at, axis=1) for half, at in zip(halves, order, strict=True)]
        sums = (near[0][:, :, None] + near[1][:, None, :]).reshape(len(components), few * few)
        best = np.argpartition(sums, range(nearest), axis=1)[:, :nearest]
        first = np.take_along_axis(order[0], best // few, axis=1)
        second = np.take_along_axis(order[1], best % few, axis=1)
        return np.asarray(first * CENTROIDS + second, np.uint16)

    def signatures(self, components: NDArray[np.float32]) -> NDArray[np.uint64]:
        """The 64 bits of each feature, (n,)."""
        bits = np.packbits(components @ self.rotation > 0, axis=1)
        signatures: NDArray[np.uint64] = np.ascontiguousarray(bits).view(np.uint64).ravel()
        return signatures

    def _distances(self, components: NDArray[np.float32], half: int) -> NDArray[np.float32]:
        """Squared distances, less what is equal for all centroids, (n, 256)."""
        centroids = self.centroids[half]
        part = components[:, half::2]
        distances: NDArray[np.float32] = (centroids**2).sum(axis=1) - 2 * (part @ centroids.T)
        return distances


def rooted_of(descriptors: NDArray[np.uint8]) -> NDArray[np.float32]:
    """RootSIFT of SIFT descriptors, (n, 128)."""
    values = descriptors.astype(np.float32)
    return np.asarray(np.sqrt(values / np.maximum(values.sum(axis=1, keepdims=True), 1e-6)), np.float32)


@cache
def codebook() -> Codebook:
    """The shipped tables."""
    source = files("provenance") / "data" / f"codebook-{VERSION}.npz"
    with source.open("rb") as file, np.load(file) as tables:
        return Codebook(*(tables[name].astype(np.float32) for name in Codebook._fields))
