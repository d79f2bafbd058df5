"""Asks an archive: makes each question's file, checks it, and hashes it with the peers. Judges nothing.

Two processes do it where two cores are allowed, and each opens the archive itself. Questions are handed over as
plans and their files are made there, since making takes as long as a check that finds by hash.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageOps

from provenance import Archive
from provenance.fingerprints import pdq
from provenance.matching.whole import PROBABLE_BITS
from provenance.model import Tier
from tests.benchmarks.questions import made

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.model import Match
    from tests.benchmarks.questions import Question

WORKERS = 2
LOT = 4  # questions handed over at once
SAID_EVERY = 250  # questions: a run of minutes shows that it goes on
EXACT, NEAREST_HASH = 1_000.0, 100.0 + PROBABLE_BITS  # ranks; the local tier's score is its own rank


class Hashes(NamedTuple):
    """What the peers keep of a picture."""

    phash64: int  # imagehash.phash
    dhash64: int  # imagehash.dhash
    pdq: bytes | None  # None: too plain, as its authors say; such pictures match each other


class Found(NamedTuple):
    """One match of an answer."""

    item_id: str
    tier: str
    rank: float  # higher is surer, across all tiers
    certain: bool  # "copy"; otherwise "probable copy, look"


class Asked(NamedTuple):
    """What became of one question."""

    parts: frozenset[int]  # places in the gallery of what it is a copy of
    found: tuple[Found, ...]
    related: int  # matches that are said to be no reuse
    hashes: Hashes
    check_s: float  # processor time
    decode_s: float  # of Pillow alone, for comparison


_archive: Archive
_folder: Path


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def asked(
    archive: Path, gallery: Sequence[Path], questions: Sequence[Question], folder: Path
) -> tuple[list[Hashes], list[Asked]]:
    """The peers' hashes of the gallery, and what became of each question, both in the order given."""
    workers, context = min(WORKERS, cores()), get_context("spawn")
    answers: list[Asked] = []
    with ProcessPoolExecutor(workers, context, _open, (str(archive), str(folder), str(gallery[0]))) as pool:
        hashes = list(pool.map(_hashes_of, gallery, chunksize=LOT))
        for answer in pool.map(_ask, questions, chunksize=LOT):
            answers.append(answer)
            if len(answers) % SAID_EVERY == 0:
                sys.stderr.write(f"  {len(answers):,} of {len(questions):,} questions\n")
    return hashes, answers


def rank(match: Match) -> float:
    """One scale for all tiers: the same file, then hashes by nearness, then the local tier's score."""
    tier = match.tier.value
    if tier == Tier.EXACT.value:
        return EXACT
    if tier == Tier.HASH.value:
        return NEAREST_HASH - (match.distance_bits or 0)
    return float(getattr(match, "score", None) or 0.0)


def hashes_of(picture: Image.Image) -> Hashes:
    """The peers' hashes of an RGB picture, as their libraries give them. PDQ: our bits are the reference's."""
    import imagehash

    fingerprint = pdq.pdq(np.asarray(picture.convert("L")))
    return Hashes(
        int(str(imagehash.phash(picture)), 16),
        int(str(imagehash.dhash(picture)), 16),
        fingerprint.value if fingerprint.quality >= pdq.MIN_QUALITY else None,
    )


def _open(archive: str, folder: str, known: str) -> None:
    """Open the archive in this process, and check once, so that what is loaded at the first check is not timed."""
    global _archive, _folder
    _archive, _folder = Archive(archive, create=False), Path(folder)
    _archive.check(known)


def _ask(question: Question) -> Asked:
    data, parts = made(question)
    path = _folder / f"asked-{os.getpid()}"
    path.write_bytes(data)
    begun = time.process_time()
    answer = _archive.check(path)
    checked = time.process_time()
    picture = _decoded(path)
    decoded = time.process_time()
    found = tuple(
        Found(seen.match.item_id, seen.match.tier.value, rank(seen.match), seen.certain)
        for seen in answer.seen
        if seen.match
    )
    related = len(getattr(answer, "related", ()))
    return Asked(parts, found, related, hashes_of(picture), checked - begun, decoded - checked)


def _hashes_of(path: Path) -> Hashes:
    return hashes_of(_decoded(path))


def _decoded(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return ImageOps.exif_transpose(picture).convert("RGB")
