"""Local features of pictures that were recorded without them: hashes only, or by an earlier version.

Files are looked at in worker processes and in batches, as in an import; what was written stays written when the
run is interrupted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.fingerprints import local
from provenance.fingerprints.examine import Examined
from provenance.ingesting import FEATURES_AT
from provenance.model import FingerprintKind, Intake
from provenance.named import NamedTuple
from provenance.store import files
from provenance.workers import Examiner, Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.index.local import LocalIndex
    from provenance.media.image import Limits
    from provenance.model import Fingerprint
    from provenance.store.sqlite import SqliteStore
    from provenance.workers import Result

BATCH = 64  # pictures a transaction, as in an import


class FeaturesAdded(NamedTuple):
    """What a run did."""

    made: int
    not_kept: int  # pictures that remain without, since their files are not kept
    too_plain: int  # pictures that remain without though their files are: too plain, missing or damaged


def add_features(
    store: SqliteStore,
    index: LocalIndex,
    folder: str,
    *,
    limits: Limits,
    workers: int,
    now: Callable[[], str],
    watch: Callable[[int, int], None] | None = None,
) -> FeaturesAdded:
    """Make and store what is missing, of files kept in ``folder``; ``watch`` is told how many of all are done."""
    wanted = store.kept_without_features(local.VERSION)
    intakes = [Intake(path=files.place_of(folder, file.sha256, file.media_type)) for file in wanted]
    made = 0
    batch: list[tuple[int, Fingerprint]] = []
    task = Task(limits, keep_in=None, is_known=_never)
    with Examiner(task, workers=workers) as examiner:
        for done, (file, (_, result)) in enumerate(zip(wanted, examiner.results(intakes), strict=True), start=1):
            batch += [(file.item, features) for features in _features(result)]
            if len(batch) >= BATCH or done == len(wanted):
                made += store.add_features(batch, now=now())
                index.catch_up(at_least=1 if done == len(wanted) else FEATURES_AT)
                batch = []
            if watch:
                watch(done, len(wanted))
    without = store.items_without_features()
    too_plain = len(store.kept_without_features(local.VERSION))
    return FeaturesAdded(made, not_kept=without - too_plain, too_plain=too_plain)


def _features(result: Result) -> list[Fingerprint]:
    """The local features of a file, none where there are none."""
    found = result.fingerprints if isinstance(result, Examined) else ()
    return [one for one in found if one.kind is FingerprintKind.LOCAL]


def _never(sha256: str) -> bool:  # noqa: ARG001 - the signature of Task.is_known
    """Every file is to be looked at."""
    return False
