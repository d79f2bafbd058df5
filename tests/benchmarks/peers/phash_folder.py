"""Hash every JPEG file of a folder with imagehash: ``phash_folder.py FOLDER``."""

import sys
from pathlib import Path

import imagehash
from PIL import Image

for path in sorted(Path(sys.argv[1]).glob("*.jpg")):
    with Image.open(path) as picture:
        print(imagehash.phash(picture), path)
