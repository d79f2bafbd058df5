"""The 256 bits of a PDQ hash as four 64-bit columns, one per parity class. Only here bit order is known.

A PDQ hash is a 16 x 16 table of bits: row = vertical, column = horizontal frequency of the cosine transform.
Its 32 bytes are what the hex form shows: 16 words of 16 bits, the word of row 15 first, and in each word
column 15 is the highest bit. Mirroring a picture changes the sign of every second column of the table,
turning it upside down that of every second row, so that up to the shift of the median whole parity classes
are inverted:

    class (row, column)    mirrored    upside down    turned by 180 degrees
    even, odd              same        inverted       inverted
    odd, even              inverted    same           inverted
    even, even             inverted    inverted       same
    odd, odd               same        same           same

The first two classes tell the four apart, and they come first. The split moves bits and loses none, so
distances over the four columns are the distances of the hashes whatever the bits mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HASH_BYTES = 32
COLUMNS = 4
COLUMN_BITS = 64
BLOCK = 32_768  # rows at a time: the temporaries stay in a core's own cache

_CLASSES = ((0, 1), (1, 0), (0, 0), (1, 1))  # parity of (row, column) of the table
_LANES = np.uint64(0x0000_5555_0000_5555)  # even columns of the two even rows among the four rows of a word


def split(values: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """``values`` of shape (n, 32) as four columns, shape (4, n).

    Raises:
        ValueError: for any other shape or type.
    """
    if values.dtype != np.uint8 or values.ndim != 2 or values.shape[1] != HASH_BYTES:
        raise ValueError(f"hashes are (n, {HASH_BYTES}) bytes, not {values.shape} of {values.dtype}")
    rows = np.ascontiguousarray(values).view(">u8")
    columns = np.empty((COLUMNS, len(rows)), np.uint64)
    for start in range(0, len(rows), BLOCK):
        _split_block(rows[start : start + BLOCK], columns[:, start : start + BLOCK])
    return columns


def _split_block(rows: NDArray[np.uint64], columns: NDArray[np.uint64]) -> None:
    """Each class takes 16 bits of each of the four words; shifted, they fill each other's gaps."""
    words = np.ascontiguousarray(rows.T, dtype=np.uint64)
    for column, (row, side) in zip(columns, _CLASSES, strict=True):
        first, second, third, fourth = (words >> np.uint64(16 * row + side)) & _LANES
        column[:] = first | (second << np.uint64(1)) | (third << np.uint64(16)) | (fourth << np.uint64(17))
