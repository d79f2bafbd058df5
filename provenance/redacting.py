"""What a report leaves out for the sake of whoever took the picture. Decides nothing else."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from provenance.findings.contradictions import camera
from provenance.model import DateRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.findings.timeline import Timeline
    from provenance.model import Contradiction, Fact

# Beside what is known to identify: facts of these families that a later reader may add.
FAMILIES = ("gps.", "camera.serial", "camera.lens_serial", "author", "copyright", "comment", "place.")
OF_THE_FILE = (camera.BEFORE, camera.AFTER, camera.AFTER_APPEARANCE, camera.PLACE)  # rules
LEFT_OUT_HERE = "left out of this report"


class Privacy(StrEnum):
    """How much is left out."""

    IDENTIFYING = "identifying"  # positions, serial numbers, and the fields for names and comments
    EVERYTHING = "everything"  # all that the file says about itself, and what it was called
    NOTHING = "nothing"


LEFT_OUT = {
    Privacy.IDENTIFYING: (
        "Positions, serial numbers, and what the file has in its fields for names and comments were left out. "
        "Titles, descriptions, keywords and credit lines that it carries, and what it was called, are kept, "
        "though they may name somebody: a redacted report (--redact) leaves them out too."
    ),
    Privacy.EVERYTHING: "What the file says about itself, and what it was called, was left out.",
    Privacy.NOTHING: "",
}


def kept_facts(facts: Sequence[Fact], privacy: Privacy) -> tuple[list[Fact], int]:
    """What may be printed, and how many statements may not."""
    if privacy is Privacy.NOTHING:
        return list(facts), 0
    if privacy is Privacy.EVERYTHING:
        return [], len(facts)
    from provenance.media.metadata import IDENTIFYING

    kept = [fact for fact in facts if fact.name not in IDENTIFYING and not fact.name.startswith(FAMILIES)]
    return kept, len(facts) - len(kept)


def told_of(contradictions: Iterable[Contradiction], privacy: Privacy) -> Iterator[Contradiction]:
    """The same contradictions, without what the file says in them: that there is one is no secret."""
    for one in contradictions:
        if privacy is Privacy.NOTHING or one.rule not in OF_THE_FILE:
            yield one
        elif one.rule == camera.PLACE:
            yield _without("the position that the file gives", "is not near the claimed place", one)
        elif privacy is Privacy.EVERYTHING:
            yield _without("the time of capture that the file gives", "does not go with what is claimed", one)
        else:
            yield one


def dates_of(timeline: Timeline, privacy: Privacy) -> Timeline:
    """The timeline; where nothing of the file is to be told, without what the camera's clock or the file says."""
    if privacy is not Privacy.EVERYTHING:
        return timeline
    return timeline._replace(entries=tuple(one for one in timeline.entries if one.role is not DateRole.CAPTURED))


def _without(what: str, finding: str, one: Contradiction) -> Contradiction:
    """A contradiction of which only the claimed side is told."""
    hidden = f"{what} ({LEFT_OUT_HERE})"
    told = one._replace(reason=f"{hidden} {finding}")
    return told._replace(b=hidden) if one.rule == camera.AFTER_APPEARANCE else told._replace(a=hidden)
