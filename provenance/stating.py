"""What a person says an item shows, or finds of it, as fields of text. The command line and the pages ask alike.

Every mistake that can be seen without writing is found first, and each names its field. ``now`` is UTC text: what is
said to have been cannot lie in the future.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from provenance.dates import past_date
from provenance.describing import Mistake
from provenance.errors import BadOption, InputError
from provenance.judgement import RELIABILITIES, Finding, MediaCategory, SearchResult
from provenance.model import Claim, Hedge, Rating
from provenance.named import NamedTuple
from provenance.platforms import read_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Called = Callable[[str], str]  # the name by which people know a field

EXCLUSIVE = (
    (MediaCategory.ORIGINAL, MediaCategory.TRANSFORMED),
    (MediaCategory.EDITED_OR_CROPPED, MediaCategory.STAGED),
)


class Found(NamedTuple):
    """The fields of a verdict; what was left empty is "" or ()."""

    by: str = ""
    rating: str = ""
    media: tuple[str, ...] = ()
    house_rating: str = ""
    reason: str = ""
    links: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    date: str = ""


def verdict_mistakes(said: Found, *, called: Called, now: str) -> Iterator[Mistake]:
    """Whatever is wrong with a verdict, in the order in which it is best told."""
    if not (said.rating or said.media or said.house_rating):
        yield Mistake("rating", BadOption(f"a verdict says what was found: {called('rating')}"))
    if not said.by.strip():
        yield Mistake("by", BadOption(f"a verdict needs the name of who found it: {called('by')}"))
    if not said.reason.strip():
        yield Mistake("reason", BadOption(f"a verdict needs its reason: {called('reason')}"))
    yield from _chosen("rating", said.rating, [one.value for one in Rating])
    for name in said.media:
        yield from _chosen("media", name, [one.value for one in MediaCategory])
    for one, other in EXCLUSIVE:
        if {one.value, other.value} <= set(said.media):
            words = f"{one.value} and {other.value} exclude each other in one verdict"
            yield Mistake("media", BadOption(words))
    for link in said.links:
        yield from _read("links", read_url, link)
    for entry in said.evidence:
        if entry.lower().startswith(("http://", "https://")):
            yield from _read("evidence", read_url, entry)
    if said.date:
        yield from _read("date", partial(past_date, now=now), said.date)


def finding_of(said: Found) -> Finding:
    """The finding that says the same; :func:`verdict_mistakes` found none in it."""
    return Finding(
        reviewer=said.by,
        rating=Rating(said.rating) if said.rating else None,
        house_rating=said.house_rating or None,
        media=tuple(dict.fromkeys(MediaCategory(name) for name in said.media)),
        reason=said.reason,
        links=said.links,
        evidence=said.evidence,
        date=said.date or None,
        claim=None,
    )


def claim_mistakes(text: str, said: Mapping[str, str | None], *, called: Called, now: str) -> Iterator[Mistake]:
    """Whatever is wrong with a claim; ``said`` are further fields of :class:`provenance.model.Claim`."""
    if not text.strip():
        yield Mistake("text", BadOption(f"a claim needs its words: {called('text')}"))
    if date := said.get("date"):
        yield from _read("date", partial(past_date, now=now), date)
    yield from _chosen("hedge", said.get("hedge") or "", [one.value for one in Hedge])


def claim_of(text: str, said: Mapping[str, str | None]) -> Claim:
    """The claim that says the same; :func:`claim_mistakes` found none in it."""
    hedge = said.get("hedge")
    rest = {name: value or None for name, value in said.items() if name != "hedge"}
    return Claim(text, hedge=Hedge(hedge) if hedge else None, **rest)


def search_mistakes(said: Mapping[str, str], *, called: Called, now: str) -> Iterator[Mistake]:
    """Whatever is wrong with a search outside the archive: ``engine``, ``result``, ``when`` and ``url`` of it."""
    if not said["engine"].strip():
        yield Mistake("engine", BadOption(f"a search needs where it was made: {called('engine')}"))
    if not said["result"]:
        yield Mistake("result", BadOption(f"a search needs what it ended in: {called('result')}"))
    yield from _chosen("result", said["result"], [one.value for one in SearchResult])
    if said["when"]:
        yield from _read("when", partial(past_date, now=now), said["when"])
    if said["url"]:
        yield from _read("url", read_url, said["url"])


def grade_mistakes(reliability: str, reason: str, *, called: Called) -> Iterator[Mistake]:
    """Whatever is wrong with how reliable a source is said to be."""
    if not reliability:
        yield Mistake("reliability", BadOption(f"a grade is a letter: {called('reliability')}"))
    yield from _chosen("reliability", reliability, RELIABILITIES)
    if not reason.strip():
        yield Mistake("reason", BadOption(f"a grade needs its reason: {called('reason')}"))


def first_of(mistakes: Iterator[Mistake]) -> None:
    """Raise the first mistake, if there is one.

    Raises:
        InputError: as it says.
    """
    for mistake in mistakes:
        raise mistake.error


def _chosen(field: str, value: str, known: Sequence[str]) -> Iterator[Mistake]:
    if value and value not in known:
        yield Mistake(field, BadOption(f"{value!r}: use one of {', '.join(known)}"))


def _read(field: str, read: Callable[[str], object], text: str) -> Iterator[Mistake]:
    try:
        read(text)
    except InputError as error:
        yield Mistake(field, error)
