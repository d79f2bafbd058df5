"""Published fact-checks become intakes with verdicts: JSON-LD of schema.org, feeds of it, and search results.

    ratings        what a reviewer's own word means on our scale
    nodes          JSON-LD as it is found
    claimreview    one review becomes intakes

Nothing is fetched. What is not understood stays in ``raw`` and in the finding's ``house_rating``, and is never guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.errors import BadManifest, ProvenanceError
from provenance.importers.documents import Value, text_of_file, values_of
from provenance.importers.feeds.claimreview import REVIEWS, intakes_of_review, intakes_of_search_result
from provenance.importers.feeds.nodes import Graph, found_in
from provenance.importers.folder import shown
from provenance.model import Intake, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Outermost keys under which feeds keep their records. "@graph" is none: its objects refer to each other.
LISTS = ("dataFeedElement", "claimReviews", "mediaReviews", "claims", "results")
LOOKED_AT = 1 << 16  # first bytes of a JSON file; the first record tells
WEB_PAGES = (".html", ".htm", ".xhtml")
_MARK = re.compile(
    rb'"(?:@type|type)"\s*:\s*(?:\[\s*)?"(?:schema:|https?://schema\.org/)?(?:ClaimReview|MediaReview)"'
    rb'|"(?:claimReviews?|mediaReviews)"\s*:\s*\[',
)
LARGEST_PAGE = 20_000_000  # bytes of a web page that are searched; saved pages with their pictures in them have ten


def is_feed(path: Path) -> bool:
    """Whether a file holds fact-checks that :func:`read_feed` reads, by its first bytes; a web page by all of it."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(LOOKED_AT)
            begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
            if begins == b"<" or path.suffix.lower() in WEB_PAGES:
                page = head + file.read(LARGEST_PAGE)
                return b"ld+json" in page and bool(_MARK.search(page))
    except (OSError, ValueError):  # ValueError: a NUL character in the name
        return False
    return begins in (b"{", b"[") and bool(_MARK.search(head))


def read_feed(path: Path) -> Iterator[Intake | Problem]:
    """The fact-checks of a file, one intake for each medium or claim; a record that cannot be used is a ``Problem``.

    Reads JSON-LD (one object, a list, ``@graph``, a DataFeed), ``{"claimReviews": [...]}``, results of the Fact Check
    Tools API, JSON Lines of any of these, and JSON-LD in the scripts of a web page.

    Raises:
        BadManifest: when the first record is asked for: no such file, or no text.
    """
    text, name = text_of_file(path), shown(path.name)
    found = 0
    for value in _from_page(text, name) if text[:LOOKED_AT].lstrip()[:1] == "<" else values_of(text, name, lists=LISTS):
        if isinstance(value, Problem):
            found += 1
            yield value
            continue
        for record in _records(value, f"{name} line {value.line}"):
            found += 1
            yield record
    if not found:
        yield Problem(
            name,
            "holds no ClaimReview and no MediaReview. See: provenance help fact-checks",
            BadManifest.__name__,
        )


def _from_page(text: str, name: str) -> Iterator[Value | Problem]:
    """Values of the scripts of a web page that hold JSON-LD with a review."""
    from selectolax.lexbor import LexborHTMLParser

    scripts = [
        script.text()
        for script in LexborHTMLParser(text).css("script")
        if "ld+json" in (script.attributes.get("type") or "").lower()
    ]
    for number, script in enumerate(scripts, 1):
        if any(review in script for review in REVIEWS):
            yield from values_of(script.strip().removesuffix(";"), f"{name} script {number}")


def _records(value: Value, locator: str) -> Iterator[Intake | Problem]:
    data = value.data
    result = data.get("claim", data) if isinstance(data, dict) else None
    if isinstance(result, dict) and isinstance(result.get("claimReview"), list):
        yield from _guarded(intakes_of_search_result(result, locator=locator), locator)
        return
    graph = Graph(data)
    for review in found_in(data, REVIEWS):
        yield from _guarded(intakes_of_review(review, graph, locator=locator), locator)


def _guarded(intakes: Iterator[Intake], locator: str) -> Iterator[Intake | Problem]:
    try:
        yield from intakes
    except ProvenanceError as error:
        yield Problem(locator, str(error), type(error).__name__)
