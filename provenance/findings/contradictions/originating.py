"""Rules: statements about where the pixels come from that do not go together."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from provenance.findings.contradictions.comparing import each_two
from provenance.findings.contradictions.naming import names_apart
from provenance.findings.contradictions.saying import contradiction, one_line_of, probable, quoted, source_words
from provenance.model import OriginKind, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.findings.contradictions.case import Case
    from provenance.model import Contradiction, Origin

    _Of = tuple[str, Origin]  # of an item

ESTABLISHED = "origins-established-apart"
CREDITS = "credits-differ"


def origins_established_apart(case: Case) -> Iterator[Contradiction]:
    """Two origins that people established, and that are not known to be one publisher."""
    found = _by_source(case, OriginKind.ESTABLISHED) if case.origins else []
    for (item_id, origin), (other_id, other) in combinations(found, 2):
        if names_apart(origin.source, other.source, case.aliases):
            first, second = source_words(origin.source), source_words(other.source)
            yield contradiction(
                ESTABLISHED,
                Strength.STRONG,
                item_id=item_id,
                field="origin",
                a=first,
                b=second,
                because=f"established as from {first}{_why(origin)} and as from {second}{_why(other)}: "
                "the pixels come from one of them at most",
                doubts=probable((item_id, item_id in case.certain), (other_id, other_id in case.certain)),
                records=_records((item_id, origin), (other_id, other)),
                recorded_at=_times(case, (item_id, origin), (other_id, other)),
            )


def credits_differ(case: Case) -> Iterator[Contradiction]:
    """Two credit lines that name different accounts, agencies or people."""
    found = _by_source(case, OriginKind.CLAIMED) if len(case.origins) > 1 else []

    def meet(one: _Of, other: _Of) -> Contradiction | None:
        (item_id, origin), (other_id, second) = one, other
        sure = not probable((item_id, item_id in case.certain), (other_id, other_id in case.certain))
        if not (sure and names_apart(origin.source, second.source, case.aliases)):
            return None
        return contradiction(
            CREDITS,
            Strength.WEAK,
            item_id=item_id,
            field="origin",
            a=one_line_of(origin.text or ""),
            b=one_line_of(second.text or ""),
            because=f"credited to {quoted(origin.text or '')} and to {quoted(second.text or '')}, which are not "
            "known to be the same: one may have it from the other",
            records=_records(one, other),
            recorded_at=_times(case, one, other),
        )

    yield from each_two(found, meet)


def _by_source(case: Case, kind: OriginKind) -> list[tuple[str, Origin]]:
    """One origin for each source, the surest; of the claimed ones only credit lines, for the others are addresses."""
    found: dict[str, tuple[str, Origin]] = {}
    for item_id, origin in case.origins_of(kind):
        if kind is OriginKind.CLAIMED and (not origin.text or "://" in origin.text):
            continue
        key = origin.source.key
        if key not in found or (item_id in case.certain and found[key][0] not in case.certain):
            found[key] = (item_id, origin)
    return [found[key] for key in sorted(found)]


def _why(origin: Origin) -> str:
    told = [f"by {one_line_of(origin.entered_by)}"] if origin.entered_by else []
    told += [one_line_of(origin.date)] if origin.date else []
    told += [quoted(origin.evidence or origin.text or "")] if origin.evidence or origin.text else []
    return f" ({', '.join(told)})" if told else ""


def _records(*origins: tuple[str, Origin]) -> list[str]:
    """Origins have no id of their own: the appearance that says it, or the item."""
    return [origin.appearance_id or item_id for item_id, origin in origins]


def _times(case: Case, *origins: tuple[str, Origin]) -> list[str]:
    recorded = {appearance.id: appearance.recorded_at for appearance in case.appearances}
    return [
        origin.recorded_at or recorded.get(origin.appearance_id or "", case.members[item_id].item.added_at)
        for item_id, origin in origins
    ]
