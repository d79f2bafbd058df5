"""Look a picture up with Pillow, pdqhash and faiss: ``lookup.py PICTURE INDEX``; exit code 0 when it is found."""

import sys

import faiss
import numpy as np
import pdqhash
from PIL import Image

RADIUS = 31

faiss.omp_set_num_threads(1)
with Image.open(sys.argv[1]) as picture:
    bits, quality = pdqhash.compute(np.asarray(picture.convert("RGB")))
index = faiss.read_index_binary(sys.argv[2])
_, distances, rows = index.range_search(np.packbits(bits).reshape(1, -1), RADIUS + 1)
for row, distance in zip(rows, distances, strict=True):
    print(row, int(distance), quality)
sys.exit(0 if len(rows) else 1)
