"""What a source puts on everything: learned from the thumbnails of its items, and recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import BadOption
from provenance.matching import masks
from provenance.partial import grey_of

if TYPE_CHECKING:
    from provenance.matching.masks import Mask
    from provenance.store.sqlite import SqliteStore


def learn_mask(store: SqliteStore, source_id: str, *, now: str) -> tuple[Mask, ...]:
    """Learn the masks of a source, one for each shape of its pictures, and record them.

    Raises:
        BadOption: the source has too few different pictures, or they have nothing in common.
    """
    planes = [grey_of(jpeg) for jpeg in store.thumbnails(store.items_of_source(source_id)).values()]
    if len(planes) < masks.FEWEST:
        raise BadOption(
            f"only {len(planes)} pictures of this source have a thumbnail, and {masks.FEWEST} different ones are needed"
        )
    learned = masks.learn(planes)
    if not learned:
        raise BadOption(
            f"the {len(planes)} pictures of this source have no region in common, or too few of one shape differ"
        )
    store.write_mask(source_id, {"masks": [mask._asdict() for mask in learned]}, now=now)
    return learned
