"""Where the article stands on its page: the element with its paragraphs, its headline, and the paragraphs themselves.

Paragraphs vote for the elements that hold them, longer ones more; parts that are furniture have no vote.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from provenance.importers.article import furniture
from provenance.importers.article.tree import BLOCKS, Element, squeezed, text_of
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 25  # characters of a paragraph that votes
SPREAD = 1.25  # an element that holds this many times its child's text is the better one
FEWEST_ENTRIES = 3  # of a live report
MOST_OF_ENTRY = 500  # elements that are looked at
_LOOSE = frozenset({"div", "section", "td", "article", "center", "blockquote", "li", "main", "span", "font"})
_HOLDS_CAPTION = re.compile(
    r"(?<![a-z])(?:fig)?caption|cutline|(?<![a-z])legend[ea]?(?![a-z])|bildunterschrift|bildtext|credit|copyright"
)


class Paragraph(NamedTuple):
    """One paragraph of the article, on one line."""

    element: Element
    text: str


class Body(NamedTuple):
    """Where the article stands."""

    element: Element  # the smallest that holds most of its text
    article: Element  # the article with its headline: the element in which its media stand
    headline: Element | None
    paragraphs: tuple[Paragraph, ...]
    of_articles: bool = False  # its parts are articles of their own, as in live reports

    @property
    def first(self) -> int:
        """Order of the first paragraph."""
        return self.paragraphs[0].element.order if self.paragraphs else self.element.order

    @property
    def last(self) -> int:
        """Order of the last paragraph."""
        return self.paragraphs[-1].element.order if self.paragraphs else self.element.end


def body_of(root: Element, *, title: str | None) -> Body:
    """The article's place on the page; the whole page where nothing stands out."""
    elements = list(root.elements())
    whole = next((each for each in elements if each.tag == "body"), root)
    paragraphs = [found for found in _paragraphs(elements) if furniture.area(found.element, None) is None]
    best = _best(paragraphs) or whole
    best = _widened(best, paragraphs)
    headline = _headline(elements, best, title)
    article = _article(best, headline, whole)
    inside = [found for found in paragraphs if best.contains(found.element)]
    own = [found for found in inside if not _is_foreign(found.element, best)]
    of_articles = 2 * len(own) < len([found for found in inside if furniture.area(found.element, best) is None])
    return Body(best, article, headline, tuple(inside if of_articles else own), of_articles)


def _paragraphs(elements: Iterable[Element]) -> list[Paragraph]:
    found = []
    covered = -1
    for element in elements:
        if element.order <= covered or element.tag in ("head", "figcaption", "script", "style"):
            if element.tag in ("figcaption", "head"):
                covered = max(covered, element.end)
            continue
        is_loose = element.tag in _LOOSE and len(element.own_text()) >= 60
        if element.tag not in ("p", "li", "h2", "h3") and not is_loose:
            continue
        if _HOLDS_CAPTION.search(element.marks) or (element.tag == "li" and _holds_blocks(element)):
            continue
        if is_loose and _holds_blocks(element):
            found += [Paragraph(element, text) for text in _runs(element) if len(text) >= SHORTEST]
            continue
        text = text_of(element)
        if len(text) >= SHORTEST and _linked(element) * 2 < len(text):
            found.append(Paragraph(element, text))
            covered = element.end
    return found


def _runs(element: Element) -> list[str]:
    """The paragraphs of old pages, which only line breaks or other elements part."""
    runs: list[list[str]] = [[]]
    broken = False
    for child in element.children:
        if isinstance(child, Element) and child.tag == "br":
            if broken:
                runs.append([])
            broken = True
            runs[-1].append(" ")
            continue
        if isinstance(child, Element) and child.tag in BLOCKS:
            runs.append([])
        else:
            runs[-1].append(child if isinstance(child, str) else text_of(child))
        broken = broken and isinstance(child, str) and not child.strip()
    return [squeezed("".join(run)) for run in runs]


def _holds_blocks(element: Element) -> bool:
    return any(child.tag in BLOCKS and child.tag not in ("img", "picture") for child in element.child_elements())


def _linked(element: Element) -> int:
    return sum(len(text_of(inner)) for inner in element.elements() if inner.tag == "a")


def _best(paragraphs: list[Paragraph]) -> Element | None:
    votes: dict[int, float] = {}
    named: dict[int, Element] = {}
    for element, text in paragraphs:
        if element.tag in ("h2", "h3"):
            continue
        weight = len(text) * (0.4 if element.tag == "li" else 1.0)
        holder = element if element.tag in _LOOSE - {"li", "blockquote"} else element.parent
        for _ in range(2):
            if holder is None:
                break
            named[holder.order] = holder
            votes[holder.order] = votes.get(holder.order, 0) + weight
            weight /= 2
            holder = holder.parent
    return named[max(votes, key=lambda order: votes[order])] if votes else None


def _widened(best: Element, paragraphs: list[Paragraph]) -> Element:
    """The element around, where the article's text is split among several like the best."""
    here = _reported_live(best) or best
    for above in here.ancestors():
        if above.tag in ("body", "html"):
            break
        if _weight(above, paragraphs) > SPREAD * _weight(here, paragraphs):
            here = above
        elif above.tag in ("article", "main"):
            break
    return here


def _reported_live(best: Element) -> Element | None:
    """The element around, where the best stands in one of several articles that are the parts of one: a live report.

    Teasers are articles beside each other too, but hold hardly more than a link.
    """
    for entry in (best, *best.ancestors()):  # an entry may consist of articles, too
        around = entry.parent if entry.tag == "article" else None
        if around is None or around.tag in ("body", "html"):
            continue
        entries = [each for each in around.child_elements() if each.tag == "article" and _is_entry(each)]
        if len(entries) >= FEWEST_ENTRIES:
            return around
    return None


def _is_entry(article: Element) -> bool:
    """Whether an article has a time of its own and running text that is no link."""
    inside = list(islice(article.elements(), MOST_OF_ENTRY))
    paragraphs = [each for each in inside if each.tag == "p" and _linked(each) * 2 < len(text_of(each))]
    return any(map(_is_dated, inside)) and any(len(text_of(p)) >= SHORTEST for p in paragraphs)


def _is_dated(element: Element) -> bool:
    """Whether it gives a moment, to readers or to a script."""
    return element.tag == "time" or any("timestamp" in name for name in element.attributes)


def _weight(element: Element, paragraphs: list[Paragraph]) -> int:
    return sum(len(text) for inner, text in paragraphs if element.contains(inner) and not _is_foreign(inner, element))


def _is_foreign(element: Element, body: Element) -> bool:
    """Whether an element stands in a part of the body that is furniture, or in another article."""
    if furniture.area(element, body) is not None:
        return True
    inner = next((above for above in element.ancestors() if above.tag == "article"), None)
    return inner is not None and inner.order > body.order and body.contains(inner) and body.tag not in ("article",)


def _headline(elements: list[Element], best: Element, title: str | None) -> Element | None:
    heads = [each for each in elements if each.tag == "h1" and text_of(each)]
    heads += [
        each for each in elements if each.tag in ("h2", "h3") and title and text_of(each) and text_of(each) in title
    ]
    heads = [each for each in heads if each.order <= best.order or best.contains(each)]
    same = [each for each in heads if title and (text_of(each) in title or title in text_of(each))]
    return same[0] if same else heads[-1] if heads else None


def _article(best: Element, headline: Element | None, whole: Element) -> Element:
    """The nearest element that holds the text and the headline, or the ``<article>`` around both."""
    here = best
    if headline is not None:
        here = next((above for above in (best, *best.ancestors()) if above.contains(headline)), whole)
    around = next((above for above in (here, *here.ancestors()) if above.tag == "article" or _is_article(above)), None)
    return around if around is not None and around.tag != "body" else here


def _is_article(element: Element) -> bool:
    return element.tag == "main" or "article" in element.get("itemtype").lower() or element.get("role") == "article"
