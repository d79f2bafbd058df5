"""What an archive finds of edited copies, and what it takes for one: all tiers, beside imagehash and PDQ.

How: a gallery is recorded, by ``Archive.ingest``: photos, the same artwork on several photos, pages of text, flat
pictures. Then files are made and asked, by ``Archive.check``: every attack on as many photos of the gallery (see
attacks), and unrelated ones: photos outside the gallery as they are and under the same attacks, other photos in
the gallery's artwork, other texts, other flat pictures. What is put behind a copy is never of the gallery.

- *recall at 0 (at 1e-3) false positives*: the share of copies of which a right picture scores higher than every
  unrelated photo (than all but one in 1,000) does. The threshold is set by the photos that it is judged on.
  For all methods alike; the archive's score is 1,000 for the same file, 100 and more for hashes, and the local
  tier's score. Its answers are final: what it does not answer has no score.
- *as answered*: the same by the archive's own words, "copy", and "copy" or "probable copy".
- *micro-AP* and *recall at precision 90 %*: every answer to copies and unrelated photos in one list; each part of a
  collage is to be found. Recall bounds micro-AP from above.
- *beside it*: ``imagehash.phash``, ``imagehash.dhash`` and PDQ, 64, 64 and 256 bits, of whole files, by distance; in
  the lines of attacks at 0 / at 1e-3 false positives, in per cent. PDQ below quality 50 gives no answer.
- *false answers*: questions with a wrong "copy", and those with a wrong "probable copy" and no wrong "copy". Matches
  that an answer lists as related, and not as reuse, count as neither found nor false. Bounds: see found.

Photos that PDQ takes for copies of one another are left out. It does not see all: **folders of photos hold copies
that nobody listed**, so the unrelated questions that scored highest are named, and a person must look; their files
lie in the folder that ``--cache`` names. One real copy among them ruins the threshold: list the pair in
near_duplicates.csv beside the photos, and run again.

Same-scene photos are asked if the environment names a folder of them, BENCHMARK_SAME_SCENE: each subfolder shows
one place or thing; the first of its files is in the gallery and the others are asked. Nothing is judged by them.

Time is processor time of one check, in processes that have checked before. Bytes are those of the archive file,
without kept files.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance import Archive
from provenance.model import Intake
from tests.benchmarks import asking, machine, questions
from tests.benchmarks.attacks import ATTACKS
from tests.benchmarks.found import upper_bound
from tests.benchmarks.questions import BY_NAME, FULL, QUICK, Kind
from tests.benchmarks.ranking import NOTHING, Ranking
from tests.benchmarks.rows import Goal, Row, at_least, at_most

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from provenance.model import Recorded
    from tests.benchmarks.asking import Asked, Found, Hashes
    from tests.benchmarks.questions import Lots, Question
    from tests.benchmarks.settings import Settings

    Scores = NDArray[np.float64]

NAME = "edited"
OURS = "provenance"
PEERS = ("phash64", "dhash64", "PDQ")
NONE, ONE_IN_1000 = 0.0, 1e-3  # false positives a question
PRECISION = 0.9
RECALL, MICRO_AP, EACH_GROUP, NEVER = at_least(98), at_least(0.99), at_least(95), at_most(0)
NEVER_COPIES = (Kind.ARTWORK, Kind.TEXT)  # of these no "copy" is allowed
UNRELATED = (Kind.UNRELATED, Kind.UNRELATED_EDITED)
MOST_NAMED = 12
MOST_LEFT_OUT_NAMED = 5


class _Held(NamedTuple):
    """The recorded gallery."""

    archive: Path
    paths: list[Path]
    places: dict[str, int]  # by item id
    empty: int  # bytes of the archive before anything was recorded


class _Run:
    """What was asked and answered, in the forms that the rows need."""

    def __init__(self, held: _Held, asked: Sequence[Question], hashes: Sequence[Hashes], said: Sequence[Asked]) -> None:
        self.held, self.asked, self.said = held, asked, said
        self.of = {kind: [at for at, question in enumerate(asked) if question.kind is kind] for kind in Kind}
        self.edited = self.of[Kind.EDITED]
        self.unrelated = [at for kind in UNRELATED for at in self.of[kind]]
        right = np.zeros((len(asked), len(held.paths)), bool)
        for row, answer in enumerate(said):
            right[row, list(answer.parts)] = True
        scores = {OURS: self._scores(), **_peer_scores([answer.hashes for answer in said], hashes)}
        self.rankings = {name: Ranking(one, right, self.unrelated) for name, one in scores.items()}

    def split(self, at: int) -> tuple[list[Found], list[Found]]:
        """The right and the wrong matches of one answer."""
        answer, places = self.said[at], self.held.places
        right = [match for match in answer.found if places[match.item_id] in answer.parts]
        return right, [match for match in answer.found if match not in right]

    def answered(self, rows: Sequence[int], *, certain: bool = False) -> float:
        """In per cent: copies of which a right picture is called a copy or a probable one, or surely a copy."""
        found = sum(any(match.certain >= certain for match in self.split(at)[0]) for at in rows)
        return 100 * found / len(rows)

    def recall(self, rows: Sequence[int], rate: float, method: str = OURS) -> float:
        """In per cent."""
        return 100 * self.rankings[method].recall(rows, rate)

    def sorted_by(self, key: Callable[[str], str]) -> dict[str, list[int]]:
        """The copies by something that the name of their attack says, in the order of the attacks."""
        rows: dict[str, list[int]] = {}
        for at in self.edited:
            rows.setdefault(key(self.asked[at].name), []).append(at)
        return rows

    def _scores(self) -> Scores:
        scores = np.full((len(self.asked), len(self.held.paths)), NOTHING)
        for row, answer in enumerate(self.said):
            for match in answer.found:
                scores[row, self.held.places[match.item_id]] = match.rank
        return scores


def measure(settings: Settings) -> list[Row]:
    """All rows of this measurement."""
    sizes, attacks = settings.of(FULL, QUICK), settings.of(ATTACKS, questions.quick_attacks())
    groups = questions.scenes()
    others = [path for group in groups for path in (group.held, *group.others)]
    photos = [path for path in settings.photos if path.resolve() not in others]
    lots = questions.parted(photos[: settings.of(questions.MOST_PHOTOS, questions.MOST_QUICK_PHOTOS)], others)
    if lots is None:
        return [Row(NAME, "edited copies", None, note=f"needs {questions.FEWEST_PHOTOS} photos that all differ")]
    folder = settings.folder("edited")
    held = _recorded(questions.gallery(lots, groups, sizes, folder), folder)
    asked = questions.questions(lots, groups, sizes, attacks)
    run = _Run(held, asked, *asking.asked(held.archive, held.paths, asked, folder))
    return [
        *_counts(lots, run),
        *_overall(run),
        *_by_group(run),
        *_by_attack(run),
        *_false_answers(run),
        *_costs(run),
        *_to_be_looked_at(run, settings.cache / "edited-to-be-looked-at"),
    ]


def _recorded(paths: list[Path], folder: Path) -> _Held:
    database = folder / "archive.db"
    recorded: list[Recorded] = []
    with Archive(database) as archive:
        empty = _bytes(database)
        intakes = [Intake(path=str(path)) for path in paths]
        archive.ingest(intakes, keep=False, workers=min(asking.WORKERS, asking.cores()), watch=recorded.append)
    places = {str(one.item_id): at for at, one in enumerate(recorded)}
    if len(places) != len(paths):
        refused = [one.problem.reason for one in recorded if one.problem]
        raise SystemExit(f"{len(places)} items of {len(paths)} files; refused: {'; '.join(refused) or 'none'}")
    return _Held(database, paths, places, empty)


def _bytes(database: Path) -> int:
    """The archive file with what is not yet merged into it."""
    return sum(path.stat().st_size for path in (database, Path(f"{database}-wal")) if path.exists())


def _peer_scores(asked: Sequence[Hashes], gallery: Sequence[Hashes]) -> dict[str, Scores]:
    """Minus the distance in bits; none where PDQ calls one of the two too plain."""
    phash, dhash = (
        _nearness(*(np.array([[one[at]] for one in some], np.uint64) for some in (asked, gallery))) for at in (0, 1)
    )
    whole = _nearness(*(_words(one.pdq for one in some) for some in (asked, gallery)))
    whole[[one.pdq is None for one in asked]] = NOTHING
    whole[:, [one.pdq is None for one in gallery]] = NOTHING
    return dict(zip(PEERS, (phash, dhash, whole), strict=True))


def _words(values: Iterable[bytes | None]) -> NDArray[np.uint64]:
    return np.frombuffer(b"".join(value or bytes(32) for value in values), np.uint64).reshape(-1, 4)


def _nearness(asked: NDArray[np.uint64], stored: NDArray[np.uint64]) -> Scores:
    """Minus the bits in which (n, words) and (m, words) differ, (n, m)."""
    bits = np.zeros((len(asked), len(stored)))
    for one, other in zip(asked.T, stored.T, strict=True):
        bits -= np.bitwise_count(one[:, None] ^ other[None])
    return bits


def _counts(lots: Lots, run: _Run) -> list[Row]:
    named = "; ".join(f"{copy} of {kept}" for copy, kept in lots.copies[:MOST_LEFT_OUT_NAMED])
    shelved = f"{len(lots.members)} members, {len(lots.distractors)} distractors; {len(lots.outside)} photos outside"
    counted = ", ".join(f"{kind.value}: {len(rows):,}" for kind, rows in run.of.items())
    return [
        Row(NAME, "photos left out: copies of others by PDQ", float(len(lots.copies)), "photos", note=named),
        Row(NAME, "gallery", float(len(run.held.paths)), "pictures", note=shelved),
        Row(NAME, "questions", float(len(run.asked)), "files", note=counted),
    ]


def _overall(run: _Run) -> list[Row]:
    edited, judged, ours = run.edited, [*run.edited, *run.unrelated], run.rankings[OURS]
    parts = sum(len(run.said[at].parts) for at in edited)
    counted = f"{len(edited):,} copies, {parts:,} parts, {len(run.unrelated):,} unrelated photos"
    precisions = _beside(lambda name: f"{run.rankings[name].average_precision(judged):.3f}")
    recalls = _beside(lambda name: f"{100 * run.rankings[name].recall_at_precision(judged, PRECISION):.1f} %")
    ninety = 100 * ours.recall_at_precision(judged, PRECISION)
    return [
        _recall(run, "at 0 false positives", NONE, RECALL),
        _recall(run, "at 1e-3 false positives", ONE_IN_1000),
        Row(NAME, "all attacks: answered with copy", run.answered(edited, certain=True), "%", note=counted),
        Row(NAME, "all attacks: answered with copy or probable copy", run.answered(edited), "%"),
        Row(NAME, "all attacks: micro-AP", ours.average_precision(judged), "", MICRO_AP, precisions),
        Row(NAME, f"all attacks: recall at precision {100 * PRECISION:.0f} %", ninety, "%", note=recalls),
        *_collages(run),
    ]


def _recall(run: _Run, words: str, rate: float, goal: Goal | None = None) -> Row:
    ranking = run.rankings[OURS]
    note = _beside(lambda name: f"{run.recall(run.edited, rate, name):.1f} %")
    least = ranking.threshold(rate)
    note += "; any answer counts" if least == NOTHING else f"; scores above {least:.2f} count"
    return Row(NAME, f"all attacks: found {words}", run.recall(run.edited, rate), "%", goal, note)


def _collages(run: _Run) -> list[Row]:
    rows = [at for at in run.edited if len(run.said[at].parts) > 1]
    if not rows:
        return []
    parts = sum(len(run.said[at].parts) for at in rows)
    found = [match for at in rows for match in run.split(at)[0]]
    copies = sum(match.certain for match in found)
    note = f"{len(found)} of {parts} parts in {len(rows)} collages; called copies: {100 * copies / parts:.1f} %"
    what = "collages: parts answered with copy or probable copy"
    return [Row(NAME, what, 100 * len(found) / parts, "%", note=note)]


def _by_group(run: _Run) -> list[Row]:
    return [
        _found(run, f"attacks of the group {name}", rows, EACH_GROUP)
        for name, rows in run.sorted_by(lambda attack: BY_NAME[attack].group).items()
    ]


def _by_attack(run: _Run) -> list[Row]:
    return [_found(run, name, rows) for name, rows in run.sorted_by(str).items()]


def _found(run: _Run, what: str, rows: Sequence[int], goal: Goal | None = None) -> Row:
    """One line of the table of attacks; the columns of its note are always the same."""
    copy, either = run.answered(rows, certain=True), run.answered(rows)
    note = f"at 1e-3 {run.recall(rows, ONE_IN_1000):.0f}; answered: copy {copy:.0f}, or probable {either:.0f}; "
    note += _beside(lambda name: f"{run.recall(rows, NONE, name):.0f} / {run.recall(rows, ONE_IN_1000, name):.0f}")
    return Row(NAME, f"{what}: found", run.recall(rows, NONE), "%", goal, f"{note}; {len(rows)} copies")


def _beside(measured: Callable[[str], str]) -> str:
    return ", ".join(f"{name} {measured(name)}" for name in PEERS)


def _false_answers(run: _Run) -> list[Row]:
    rows = []
    for kind, asked in run.of.items():
        wrong = [run.split(at)[1] for at in asked]
        copies = sum(any(match.certain for match in matches) for matches in wrong)
        probable = sum(bool(matches) and not any(match.certain for match in matches) for matches in wrong)
        related = sum(run.said[at].related > 0 for at in asked)
        for word, count in (("copy", copies), ("probable copy", probable)) if asked else ():
            goal = NEVER if word == "copy" and kind in NEVER_COPIES else None
            note = f"of {len(asked):,}; at 95 % at most {100 * upper_bound(count, len(asked)):.2g} %"
            note += f"; something related: {related}" if related else ""
            rows.append(Row(NAME, f"{kind.value}: wrong {word}", float(count), "questions", goal, note))
    return rows


def _costs(run: _Run) -> list[Row]:
    """Checks by the tier that answered, since one that finds early may end early."""
    taken: dict[str, list[float]] = {"all": []}
    for answer in run.said:
        tier = max(answer.found, key=lambda match: match.rank).tier if answer.found else "nothing found"
        for name in ("all", tier):
            taken.setdefault(name, []).append(1000 * answer.check_s)
    rows = []
    for name, times in taken.items():
        ninety_five = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
        note = f"95 % within {ninety_five:.0f} ms; {len(times):,} checks"
        rows.append(Row(NAME, f"processor time of a check, {name}: median", median(times), "ms", note=note))
    decoding = median(1000 * answer.decode_s for answer in run.said)
    rows.append(Row(NAME, "decoding the same files with Pillow alone: median", decoding, "ms", note=_load()))
    return [*rows, _stored(run.held)]


def _stored(held: _Held) -> Row:
    beside = sum(path.stat().st_size for path in held.archive.parent.rglob(f"{held.archive.name}.*") if path.is_file())
    note = f"{len(held.paths)} items; an empty archive has {held.empty:,} bytes; indexes beside it: {beside:,} bytes"
    return Row(NAME, "archive file / items", _bytes(held.archive) / len(held.paths), "bytes", note=note)


def _load() -> str:
    return f"{min(asking.WORKERS, asking.cores())} processes, {machine.load_note()}"


def _to_be_looked_at(run: _Run, folder: Path) -> list[Row]:
    """What scored highest and should not have, surest first, and each pair of pictures once, with the asked file."""
    others = [at for kind in (Kind.ARTWORK, Kind.TEXT, Kind.FLAT, Kind.SAME_SCENE) for at in run.of[kind]]
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for what, some in (("unrelated", run.unrelated), ("wrong answer to a copy", run.edited), ("no copy", others)):
        wrong = [(match.rank, at, match) for at in some for match in run.split(at)[1]]
        pairs: dict[tuple[str, str], tuple[float, int, Found]] = {}
        for one in sorted(wrong, key=lambda one: -one[0]):
            pairs.setdefault((run.asked[one[1]].shown, one[2].item_id), one)
        for number, (rank, at, match) in enumerate(list(pairs.values())[:MOST_NAMED], start=1):
            file = folder / f"{what} {number}"
            file.write_bytes(questions.made(run.asked[at])[0])
            held = run.held.paths[run.held.places[match.item_id]]
            word = "copy" if match.certain else "probable copy"
            note = f"{run.asked[at]} ~ {held}; {word}, tier {match.tier}; asked: {file}"
            rows.append(Row(NAME, f"to be looked at, {what} {number}: score", rank, "", note=note))
    return rows
