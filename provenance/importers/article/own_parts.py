"""Parts of a page that are the article's own although their name is one that systems give to furniture.

Publishers mark what a paywall hides with the paywall's name, as search engines ask of them (``isAccessibleForFree``
with the class of the part), call a live report a ticker, and name a part after the script that loads or counts it.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from provenance.importers.article.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.importers.article.tree import Element

LONG_TEXT = 300  # characters outside of links; boxes that sell subscriptions have up to 250
LONG_COLUMN = 1_500  # of a part named as what stands beside an article
SHORTEST = 60  # characters of a paragraph that is rather text than a label
MOST_LEVELS = 3  # elements around an entry
FEWEST_ENTRIES = 3  # of a live report
MOST_OF_PART = 200  # elements of one entry that are looked at
MOST_OF_PICTURE = 40  # elements of a box with one picture and its caption
# Names of a state or of a script.
_STATE = re.compile(
    r"paywall|pay-wall|subscri|membership|abo(?:-|$)|abonnement|ticker|river|tracking|pixel|beacon|analytics|spinner|"
    r"(?:pre)?loader|icons?|sprite|modal|popup|pop-up|infinite|ad-|shop|affiliate|ranking|story-card|donat|app-|branding"
)
_ADVERT = re.compile(r"(?<![a-z])(?:ads?|advert[a-z]*|anzeige|promo|newsletter)(?![a-z])")
_COLUMN = re.compile(r"side-?bar|rail|right-col|brand|ads?$|widget|share|sharing")
_CREDIT = re.compile(r"(?<![a-z])(?:cutline|credits?|copyright|bildquelle|bildnachweis)(?![a-z])")
_ASKS = frozenset({"form", "amp-form", "input", "textarea", "select"})
_OTHERS = frozenset({"h2", "h3", "h4", "h5", "h6", "nav"})


def is_the_articles(area: Element, name: str) -> bool:
    """Whether an area holds the article's text, or one picture with its caption, whatever its ``name`` says."""
    if _STATE.match(name):
        return holds_text(area) or _is_captioned_picture(area) or _is_entry(area, name) or _is_reported_live(area)
    return bool(_COLUMN.match(name)) and _text_in(area, LONG_COLUMN) >= LONG_COLUMN


def holds_text(area: Element) -> bool:
    """Whether an area holds running text, so that it is more than a box."""
    if "text" not in area.notes:
        area.notes["text"] = "yes" if _text_in(area, LONG_TEXT) >= LONG_TEXT else None
    return area.notes["text"] is not None


def _is_entry(area: Element, name: str) -> bool:
    """Whether an area is a part of one with the same name that holds the article's text, as entries of a ticker are."""
    if _ADVERT.search(area.marks):
        return False
    return any(name in above.marks and holds_text(above) for above in islice(area.ancestors(), MOST_LEVELS))


def _is_reported_live(area: Element) -> bool:
    """Whether an area stands in one of several parts of the same name, each with the hour and text of its own."""
    for part in (area, *islice(area.ancestors(), MOST_LEVELS)):
        alike = [each for each in _beside(part) if each.tag == part.tag and each.get("class") == part.get("class")]
        if part.get("class") and len(alike) >= FEWEST_ENTRIES and all(map(_has_hour_and_text, alike)):
            return True
    return False


def _beside(part: Element) -> list[Element]:
    return part.parent.child_elements() if part.parent is not None else []


def _has_hour_and_text(part: Element) -> bool:
    """Whether a part gives an hour and holds text or a post, and no headline that leads to another page."""
    if "live" not in part.notes:
        inside = list(islice(part.elements(), MOST_OF_PART))
        has_hour = any(_HOUR.fullmatch(inner.own_text().strip()) for inner in inside)
        has_text = any(inner.tag in ("p", "blockquote") and _is_own_text(inner) for inner in inside)
        leads = any(inner.tag in _OTHERS and any(each.tag == "a" for each in _around(inner)) for inner in inside)
        part.notes["live"] = "yes" if has_hour and has_text and not leads else None
    return part.notes["live"] is not None


def _is_own_text(element: Element) -> bool:
    linked = sum(len(text_of(each)) for each in element.elements() if each.tag == "a")
    return element.tag == "blockquote" or len(text_of(element)) - linked >= max(SHORTEST, linked)


def _around(heading: Element) -> Iterator[Element]:
    """A heading with what is in it, and the two elements around it."""
    return chain(islice(heading.elements(), MOST_OF_PICTURE), islice(heading.ancestors(), 2))


_HOUR = re.compile(
    r"(?i)\W*(?:kl\.? ?|à )?\d{1,2}(?:[:.h]\d{2}(?::\d{2})?(?: ?(?:[ap]\.?m\.?|uhr|h|ص|م|gmt|utc|[cew]es?t|est))?|"
    r" ?(?:[ap]\.?m\.?|uhr|ص|م))\W*"
)


def _text_in(area: Element, enough: int) -> int:
    """Characters of paragraphs outside of links, as far as ``enough``; none where something is to be filled in."""
    length = 0
    for inner in area.elements():
        if inner.tag in ("form", "amp-form", "textarea") and length < enough:
            return 0
        if inner.tag != "p":
            continue
        linked = sum(len(text_of(each)) for each in inner.elements() if each.tag == "a")
        own = len(text_of(inner)) - linked
        length += own if own >= SHORTEST and own > linked else 0
        if length >= enough:
            break
    return length


def _is_captioned_picture(area: Element) -> bool:
    if area.end - area.order > MOST_OF_PICTURE:
        return False
    inside = list(islice(area.elements(), MOST_OF_PICTURE + 1))
    if any(inner.tag in _ASKS or inner.tag in _OTHERS for inner in inside):
        return False
    pictures = sum(inner.tag in ("img", "amp-img", "video", "iframe", "amp-video") for inner in inside)
    captions = (inner for inner in inside if inner.tag == "figcaption" or _CREDIT.search(inner.marks))
    return pictures > 0 and any(text_of(inner) for inner in captions)
