"""Why a medium on the page is none of the article's own: by where it stands, what it looks like, whom it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article import furniture
from provenance.importers.article.captions import ends_in_credit
from provenance.importers.article.embeds import embed_at
from provenance.importers.article.media import IMAGES, Found, Words, file_stem, link_of
from provenance.importers.article.own_parts import holds_text
from provenance.importers.article.tree import Element, squeezed, text_of

if TYPE_CHECKING:
    from provenance.importers.article.body import Body

MOST_BESIDE_NAME = 20  # characters beside a name in a description: "Portrait of", "'s avatar"
MOST_OF_NAME = 4  # words of a person's name
LONGEST_LABEL = 60  # of one for screen readers


def why_not(each: Found, words: Words, body: Body, address: str | None) -> str | None:
    element = each.element
    captioned = bool(words.caption or words.credit) and len((words.caption or "") + (words.credit or "")) > 2
    if why := furniture.area(element, body.element):
        return why
    if why := furniture.looks(element, each.addresses, captioned=captioned, opens=_opens_itself(each)):
        return why
    if (not each.embed or element.tag in IMAGES) and (
        why := furniture.leads_elsewhere(element, address, captioned=captioned, body=body.element)
    ):
        return why
    if _is_unseen(element):
        return "not displayed"
    if _is_byline(element, words.caption):
        return "beside the name of who wrote the article"
    inner = next((above for above in element.ancestors() if above.tag == "article"), None)
    is_part = body.of_articles and inner is not None and body.element.contains(inner)
    if inner is not None and not is_part and not inner.contains(body.element) and not _is_media_article(inner, body):
        return "inside another article"
    return _outside(each, body, captioned=captioned, credited=_is_credited(words))


def _is_credited(words: Words) -> bool:
    return bool(words.caption and (words.credit or ends_in_credit(words.caption)))


def authors_of(root: Element) -> frozenset[str]:
    """The names that the page gives as those of its authors, in lower case."""
    found = set()
    for element in root.elements():
        if element.tag == "meta" and element.get("name").lower() in ("author", "article:author", "parsely-author"):
            found.add(element.get("content").lower())
        elif "author" in element.get("rel").lower().split() or element.get("itemprop").lower() == "author":
            found.add(text_of(element).lower())
    return frozenset(name for name in found if " " in name and len(name) < LONGEST_LABEL)


def of_author(each: Found, authors: frozenset[str]) -> str | None:
    """Why a picture is that of who wrote the article: it is described by the name and has no caption of its own."""
    said = squeezed(each.element.get("alt") or each.element.get("title")).lower()
    named = next((name for name in authors if name in said and len(said) < len(name) + MOST_BESIDE_NAME), None)
    in_figure = any(above.tag == "figure" for above in each.element.ancestors())
    return "a picture of the author" if named and not in_figure else None


def _is_byline(element: Element, caption: str | None) -> bool:
    """Whether the words beside a picture are the name by which it is described, and a day."""
    name = squeezed(element.get("alt"))
    if element.tag not in IMAGES or not caption or not 1 < len(name.split()) <= MOST_OF_NAME:
        return False
    rest = caption.removeprefix(name)
    return rest != caption and bool(
        re.fullmatch(r"\W*(?:[^\W\d_]{2,12}\W+)?\d{1,2}\W[^.!?]{0,20}(?:19|20)\d\d\W*", rest)
    )


def _opens_itself(each: Found) -> bool:
    """Whether a click on a picture shows the same picture."""
    link = link_of(each.element)
    return link is not None and file_stem(link.get("href")) in {file_stem(address) for address in each.addresses}


def _is_unseen(element: Element) -> bool:
    for above in (element, *list(element.ancestors())[:4]):
        style = above.get("style").replace(" ", "").lower()
        if "display:none" in style and above.tag not in ("noscript",) and above.tag not in IMAGES:
            return not holds_text(above)  # what a paywall's script is to show holds text
    return False


def _is_media_article(inner: Element, body: Body) -> bool:
    """Drupal wraps each medium in an ``<article>``; it holds no headline."""
    heads = any(e.tag in ("h1", "h2", "h3", "h4", "h5") for e in inner.elements())
    return not heads and ("media" in inner.marks or body.element.contains(inner))


def _outside(each: Found, body: Body, *, captioned: bool, credited: bool) -> str | None:
    """Why a medium that does not stand among the paragraphs is not the article's; None where it may be."""
    element = each.element
    if body.element.contains(element):
        after = element.order > body.last and body.element.tag in ("body", "main") and body.paragraphs
        return "after the article" if after and not captioned and not _in_gallery(element) else None
    if not body.article.contains(element):
        lead = body.headline is not None and element.order < body.first and captioned
        is_own = _in_figure(element) or (credited and link_of(element) is None)
        return None if lead and is_own else "outside of the article"
    if element.order < body.first:
        return None
    own = captioned or _in_gallery(element) or _in_figure(element) or _is_post(each)
    return None if own else "after the article"


def _is_post(each: Found) -> bool:
    """An embedded post or video of a platform, with which many articles end; a player of the site's own is none."""
    return each.embed is not None and bool(each.embed.address) and embed_at(each.embed.address or "") is not None


def _in_gallery(element: Element) -> bool:
    return any(
        re.search(r"gallery|galler|slides?how|carousel|swiper|slick|galerie|galeria|bildspel|bilderstrecke", e.marks)
        for e in element.ancestors()
    )


def _in_figure(element: Element) -> bool:
    return any(
        e.tag == "figure"
        or re.search(r"lead|hero|featured|main-image|article-image|top-image|post-thumbnail|wp-caption", e.marks)
        for e in element.ancestors()
    )
