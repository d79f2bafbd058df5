"""From the records that disagree to a contradiction, in one sentence for people. Decides nothing.

Each doubt about a record lowers the strength by one step and is named in the sentence. A hedge is named and lowers
nothing: a claim that was made with "reportedly" is as wrong as one that was made without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.findings.contradictions.case import ASKED, PUBLICATION
from provenance.findings.contradictions.spans import allowance, is_marked
from provenance.model import Contradiction, Strength
from provenance.text import names_otherwise, one_line, whole_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.findings.contradictions.case import Published, Said
    from provenance.model import DateRecord, RecordedClaim, Source

QUOTED = 90  # columns of a claim's text; the record has the whole
STEPS = tuple(Strength)  # strongest first
PROBABLE = "provided that the pictures are the same, which is only probable"
ONE_PUBLICATION = "both were said in one publication, perhaps of two things"


def contradiction(
    rule: str,
    strength: Strength,
    *,
    item_id: str,
    field: str,
    a: str,
    b: str,
    because: str,
    doubts: Sequence[str] = (),
    remarks: Iterable[str] = (),
    records: Iterable[str],
    recorded_at: Iterable[str],
) -> Contradiction:
    """The record of a contradiction. ``because`` is the sentence; doubts and remarks follow it.

    ``strength`` is that without any doubt. ``recorded_at``: when each of the records came into the archive.
    """
    return Contradiction(
        rule=rule,
        strength=lowered(strength, len(doubts)),
        item_id=item_id,
        field=field,
        a=a,
        b=b,
        reason="; ".join((because, *doubts, *remarks)),
        records=tuple(dict.fromkeys(records)),
        newest_at=max(recorded_at, default=""),
    )


def lowered(strength: Strength, steps: int) -> Strength:
    """The strength that many steps weaker; never less than the weakest."""
    return STEPS[min(STEPS.index(strength) + steps, len(STEPS) - 1)]


def speaker(said: Said) -> str:
    """Who makes the claim."""
    if said.is_asked:
        return "the claim asked about"
    if said.record.asserted_by is None and said.record.attributed_to:
        return f"a claim attributed to {attributed_words(said.record)}"
    return source_words(said.record.asserted_by, said.record.claim.asserted_by)


def attributed_words(record: RecordedClaim) -> str:
    """Whom a claim is attributed to."""
    return source_words(record.attributed_to, record.claim.attributed_to)


def claim_words(said: Said) -> str:
    """``NOW Lebanon: "A fighter raises the flag"``; the words are cut where they are long."""
    return speaker(said) + (f": {quoted(said.record.claim.text)}" if said.record.claim.text.strip() else "")


def source_words(source: Source | None, text: str | None = None) -> str:
    """A source in a few words: ``youtube:xyz``, ``youtube, account unknown``; ``Amaq ("أعماق")`` where the text of the
    record does not hold its name."""
    if source is None:
        return "source unknown"
    beside = f" ({quoted(text)})" if text and names_otherwise(text, source.name) else ""
    if source.platform and not source.account:
        return one_line_of(f"{source.name or source.platform + ', account unknown'}") + beside
    return one_line_of(source.key) + beside


def one_line_of(text: str) -> str:
    """A text on one line, cut where it is long."""
    return one_line(text, QUOTED)


def file_words(item_id: str) -> str:
    """``the file of m-3f9a2c``; the one that is asked about has no id."""
    return "the asked file" if item_id == ASKED else f"the file of {item_id}"


def quoted(text: str) -> str:
    """The beginning of a text, on one line and in quotation marks."""
    return f'"{one_line_of(text)}"'


def date_words(record: DateRecord) -> str:
    """The date as given, on one line."""
    return one_line_of(whole_seconds(record.text))


def published_words(published: Published) -> str:
    """``posted 2014-08-03 by youtube:xyz``."""
    if published.appearance.id == PUBLICATION:
        return f"published {date_words(published.date)} (as asked)"
    by = f" by {source_words(published.appearance.source)}" if published.appearance.source else ""
    return f"{published.date.role.value} {date_words(published.date)}{by}"


def hedges(*said: Said) -> list[str]:
    """A remark for each claim that its speaker hedges."""
    found = []
    for one in said:
        claim = one.record.claim
        if claim.hedge or claim.hedge_text:
            words = claim.hedge_text or (claim.hedge.value if claim.hedge else "")
            found.append(f"{speaker(one)} hedges it ({quoted(words)}), which changes nothing here")
    return found


def marked(*dates: DateRecord) -> list[str]:
    """A doubt, once, if dates are marked as uncertain or approximate."""
    given = [f"{allowance(date).days} days either way for {date_words(date)}" for date in dates if is_marked(date)]
    return [f"allowing {' and '.join(given)}, which is marked as uncertain"] if given else []


def probable(*item_and_certain: tuple[str, bool]) -> list[str]:
    """A doubt, once, unless all is of one item or each is certainly the same picture."""
    items = {item for item, _ in item_and_certain}
    return [] if len(items) == 1 or all(certain for _, certain in item_and_certain) else [PROBABLE]


def also(count: int, field: str) -> list[str]:
    """A remark on further claims that say the same as one of the two that are named, in the field that is compared."""
    words = "claim agrees" if count == 1 else "claims agree"
    return [f"{count:,} further {words} with one of these on the {field}"] if count > 0 else []


def also_earlier(what: tuple[str, str], dates: Sequence[DateRecord]) -> list[str]:
    """A remark on further records, each with its date, earliest first, that lie before the event as well.

    ``what``: the word for one of them, and for several.
    """
    if not dates:
        return []
    said = list(dict.fromkeys(date_words(date) for date in dates))
    of = f"of {' and '.join(said)}" if len(said) <= 2 else f"from {said[0]} to {said[-1]}"
    one, several = what
    words, are = (one, "is") if len(dates) == 1 else (several, "are")
    return [f"{len(dates):,} other {words}, {of}, {are} also earlier than the event"]
