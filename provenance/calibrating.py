"""How well this archive answers: asked about edits of its own pictures, and about each as if it were not there.

A seeded sample of the archive's pictures is taken. Each is asked

- *edited*, a dozen times (:mod:`provenance.media.edits`): is the picture itself the answer?
- *as it is*, against the archive without it: whatever is named then is a wrong answer, unless it shows the same
  picture in truth.

What shows the same picture is known from other evidence than the one that is tried: the same file, a hash of the
whole within reach, and matches that a person confirmed. These, over all their links, are a picture's *family*, and
count as the picture itself. Suggested matches of the local tier that nobody reviewed are no evidence here: most
were found by what is tried. A picture that is answered with one of those counts neither as right nor as wrong.

Pictures, not questions, are counted for the bound: thirteen questions about one picture are not independent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from provenance import __version__, checking, partial
from provenance.errors import ArchiveError, MediaError, MediaMissing
from provenance.findings.calibrated import Calibration, EditRate, Suspect, rate_of, upper_bound
from provenance.findings.families import grown_from
from provenance.fingerprints import local, pdq
from provenance.fingerprints.examine import examine_read, read, read_bytes
from provenance.matching import score, whole
from provenance.media.edits import EDITS, SIDE, edited
from provenance.media.image import open_image
from provenance.model import FingerprintKind, Relation, ReviewState, Tier
from provenance.named import NamedTuple
from provenance.store import files

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from provenance.fingerprints.examine import FileBytes
    from provenance.index.hamming import HammingIndex
    from provenance.index.local import LocalIndex
    from provenance.media.image import Limits
    from provenance.model import Match
    from provenance.store.sqlite import SqliteStore

FEWEST = 10  # pictures: with fewer no rate says anything, and most edits show another picture too
MOST_NAMED = 100  # suspects that are kept
AS_IT_IS = "as it is"
QUESTIONS = len(EDITS) + 1  # about each picture


class Tried(NamedTuple):
    """What is asked: all that a check uses."""

    store: SqliteStore
    hashes: HammingIndex
    parts: LocalIndex
    folder: str  # of the kept files
    limits: Limits


class _Sampled(NamedTuple):
    """One picture of the sample."""

    row: int
    file: FileBytes
    kept: bool  # the whole file; otherwise the thumbnail
    family: frozenset[int]  # item rows, its own among them: they show the same picture
    suggested: frozenset[int]  # further rows that only unreviewed matches join to it


class _Named(NamedTuple):
    """One answer that names an item outside the asked one's family."""

    asked: int
    edit: str
    answered: int
    match: Match
    suggested: bool


def calibrate(
    tried: Tried, *, sample: int, seed: int, now: str, watch: Callable[[int, int], None] | None = None
) -> Calibration:
    """Ask the archive about so many of its pictures. Writes nothing.

    ``watch`` is told after each question how many were asked, and of how many.

    Raises:
        ArchiveError: it has fewer than ``FEWEST`` pictures that can be tried.
    """
    rows, unreadable = _sample(tried, sample, seed)
    edits = {edit.name: EditRate(edit.name, 0, 0, 0) for edit in EDITS}
    named: list[_Named] = []
    questions = _questions(tried, rows, seed)
    for done, (picture, name, answers, others) in enumerate(questions, start=1):
        if name in edits:
            edits[name] = _counted(edits[name], answers, picture.family)
        named += _outside(picture, name, answers, others)
        if watch:
            watch(done, len(rows) * QUESTIONS)
    return _calibration(tried, rows, unreadable, tuple(edits.values()), named, seed=seed, now=now)


def _sample(tried: Tried, wanted: int, seed: int) -> tuple[list[_Sampled], int]:
    """Pictures in a seeded order, those with kept files first, and how many could not be read."""
    there = tried.store.pictures_to_try()
    if len(there) < FEWEST:
        count = f"{len(there)} comparable picture{'' if len(there) == 1 else 's'}"
        raise ArchiveError(
            f"{tried.store.path}: has {count} with a file or a thumbnail, and at least {FEWEST} are needed to calibrate"
        )
    order = np.random.default_rng(seed).permutation(len(there)).tolist()
    order.sort(key=lambda at: not there[at][1])
    sampled: list[_Sampled] = []
    unreadable = 0
    for at in order:
        if len(sampled) == wanted:
            break
        row, kept = there[at]
        try:
            sampled.append(_sampled(tried, row, kept=kept))
        except MediaError:  # verify says what is wrong with it
            unreadable += 1
    if len(sampled) < FEWEST:
        raise ArchiveError(
            f"{tried.store.path}: only {len(sampled)} of its pictures could be read. See: provenance verify"
        )
    return sampled, unreadable


def _sampled(tried: Tried, row: int, *, kept: bool) -> _Sampled:
    item = tried.store.items([row])[row]
    if kept:
        file = read(files.place_of(tried.folder, item.sha256 or "", item.media_type), limits=tried.limits)
        if file.sha256 != item.sha256:
            raise MediaMissing(f"{item.id}: the kept file was changed")
    else:
        file = read_bytes(tried.store.thumbnails([row])[row], name=item.id)
    asked = examine_read(file, limits=tried.limits, with_facts=False)
    [hashed] = checking.matches_of(tried.store, tried.hashes, [asked])
    same = {row, *(other for other, match in hashed.items() if match.is_certain)}
    family = _joined(tried.store, same, _is_evidence)
    return _Sampled(row, file, kept, family, _joined(tried.store, family, _is_there) - family)


def _joined(store: SqliteStore, rows: Collection[int], counts: Callable[[Match], bool]) -> frozenset[int]:
    """These items and all that stored matches which count join to them, over any number of steps."""
    return frozenset({*rows, *grown_from(rows, store.matches, counts=counts)})


def _is_evidence(match: Match) -> bool:
    """Whether a match was not found by what is tried here, or a person looked at it."""
    return match.review is ReviewState.CONFIRMED or (match.is_certain and match.tier is not Tier.LOCAL)


def _is_there(match: Match) -> bool:
    """Any match that no person rejected; the store leaves out those."""
    return match.is_reuse


def _questions(
    tried: Tried, sampled: Sequence[_Sampled], seed: int
) -> Iterator[tuple[_Sampled, str, Mapping[int, Match], Collection[int]]]:
    """For each question: the picture, what was done to it, the answers, and what else it shows, by item row."""
    for position, picture in enumerate(sampled):
        yield picture, AS_IT_IS, _answers(tried, picture.file, without=picture.family), ()
        other = _unlike(picture, sampled, position)
        shown, beside = (_opened(tried, one.file) for one in (picture, other))
        for number, edit in enumerate(EDITS):
            data = edited(edit, shown, beside, seed=(seed, picture.row, number))
            file = read_bytes(data, name=f"{picture.file.name}, {edit.name}")
            others = other.family | other.suggested if edit.shows_other else ()
            yield picture, edit.name, _answers(tried, file), others


def _unlike(picture: _Sampled, sampled: Sequence[_Sampled], position: int) -> _Sampled:
    """The next picture of the sample that is not known to show the same; the next one where there is none."""
    related = picture.family | picture.suggested
    turns = (sampled[(position + step) % len(sampled)] for step in range(1, len(sampled)))
    following = list(turns)
    return next((one for one in following if one.row not in related), following[0])


def _opened(tried: Tried, file: FileBytes) -> Image.Image:
    """The picture upright and grey: nothing else of it is compared."""
    opened = open_image(file.data or b"", name=file.name, limits=tried.limits)
    return Image.fromarray(opened.luma(SIDE).plane)


def _answers(tried: Tried, file: FileBytes, *, without: Collection[int] = ()) -> dict[int, Match]:
    """What a check answers, by item row: reuse only."""
    asked = examine_read(file, limits=tried.limits, with_facts=False, with_local=True)
    [hashed] = checking.matches_of(tried.store, tried.hashes, [asked])
    hashed = {row: match for row, match in hashed.items() if row not in without}
    looked = partial.matches_of(
        tried.store, tried.parts, tried.hashes, file, asked, limits=tried.limits, without=without
    )
    found = checking.joined(hashed, looked.matches if looked else {})
    return {row: match for row, match in found.items() if match.is_reuse}


def _counted(rate: EditRate, answers: Mapping[int, Match], family: Collection[int]) -> EditRate:
    relations = {match.relation for row, match in answers.items() if row in family}
    copy, probable = Relation.COPY in relations, relations == {Relation.PROBABLE}
    return EditRate(rate.edit, rate.tried + 1, rate.copies + copy, rate.probable + probable)


def _outside(picture: _Sampled, edit: str, answers: Mapping[int, Match], others: Collection[int]) -> Iterator[_Named]:
    for row, match in answers.items():
        if row not in picture.family and row not in others:
            yield _Named(picture.row, edit, row, match, row in picture.suggested)


def _calibration(
    tried: Tried,
    sampled: Sequence[_Sampled],
    unreadable: int,
    edits: tuple[EditRate, ...],
    named: Sequence[_Named],
    *,
    seed: int,
    now: str,
) -> Calibration:
    called = {one.asked for one in named if not one.suggested and one.match.is_certain}
    perhaps = {one.asked for one in named if not one.suggested} - called
    undecided = {one.asked for one in named if one.suggested and one.match.is_certain} - called
    decided = len(sampled) - len(undecided)
    return Calibration(
        at=now,
        program=__version__,
        versions={FingerprintKind.PDQ.value: pdq.VERSION, FingerprintKind.LOCAL.value: local.VERSION},
        thresholds={
            "same_picture_bits": whole.SAME_PICTURE_BITS,
            "probable_bits": whole.PROBABLE_BITS,
            "geometry_sure": score.SURE,
            "geometry_related": score.RELATED,
            "pixels_copy": score.COPY,
            "pixels_probable": score.PROBABLE,
        },
        seed=seed,
        archive_items=tried.store.item_count(),
        pictures=len(sampled),
        thumbnails=sum(not one.kept for one in sampled),
        unreadable=unreadable,
        copies=rate_of(len(called), decided),
        probable=rate_of(len(perhaps - undecided), decided),
        undecided=len(undecided),
        copies_at_most=upper_bound(len(called) + len(undecided), len(sampled)),
        edits=edits,
        suspects=_suspects(tried.store, named),
    )


def _suspects(store: SqliteStore, named: Sequence[_Named]) -> tuple[Suspect, ...]:
    """Each pair once, by its surest answer; those that no stored match joins first, then copies, then by score."""
    ranked = sorted(named, key=lambda one: (one.suggested, not one.match.is_certain, -(one.match.score or 0.0)))
    pairs: dict[frozenset[int], _Named] = {}
    for one in ranked:
        pairs.setdefault(frozenset((one.asked, one.answered)), one)
    kept = list(pairs.values())[:MOST_NAMED]
    ids = {
        row: item.id for row, item in store.items({row for one in kept for row in (one.asked, one.answered)}).items()
    }
    return tuple(
        Suspect(
            asked=ids[one.asked],
            edit=one.edit,
            answered=ids[one.answered],
            relation=one.match.relation,
            score=one.match.score,
            distance_bits=one.match.distance_bits,
            suggested=one.suggested,
        )
        for one in kept
    )
