"""Parts of a page that are the article's own although their name is one that systems give to furniture.

Publishers mark what a paywall hides with the paywall's name, as search engines ask of them (``isAccessibleForFree``
with the class of the part), call a live report a ticker, and name a part after the script that loads or counts it.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from provenance.importers.article.tree import text_of

if TYPE_CHECKING:
    from provenance.importers.article.tree import Element

LONG_TEXT = 300  # characters outside of links; boxes that sell subscriptions have up to 250
LONG_COLUMN = 1_500  # of a part named as what stands beside an article
SHORTEST = 60  # characters of a paragraph that is rather text than a label
MOST_LEVELS = 3  # elements around an entry
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
        return holds_text(area) or _is_captioned_picture(area) or _is_entry(area, name)
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
