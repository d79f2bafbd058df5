"""Captions and credits that a page's own repetition marks: an element of the class that its captions have elsewhere.

Systems whose names say nothing ("a_m_p", "css-1x2y") still name the same thing the same way throughout a page.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from provenance.importers.article.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.importers.article.tree import Element

LONGEST = 1_200  # characters of a caption
LONGEST_CREDIT = 120
_OF_PICTURES = frozenset({"img", "picture", "figure", "video", "iframe", "amp-img"})
_OF_TEXT = frozenset({"div", "p", "span", "small", "em", "dd", "cite", "i"})


def note_captions(root: Element) -> None:
    """Remember of elements that they are captions where the page's ``<figcaption>`` have all of their classes."""
    elements = list(root.elements())
    _note_described(elements)
    captions = [each for each in elements if each.tag == "figcaption"]
    named = Counter(name for each in captions if (name := _class(each)))
    if not named:
        return
    others = [each for each in elements if each.tag in ("div", "p", "span") and _class(each) in named]
    often = Counter(_class(each) for each in others)
    for each in others:
        is_rare = often[_class(each)] <= named[_class(each)] + 1
        if is_rare and not _under(each, "figcaption") and 0 < len(text_of(each)) <= LONGEST:
            each.notes["caption"] = "yes"


def _note_described(elements: list[Element]) -> None:
    """Of what a picture or figure names as its own description, which readers see as well."""
    described = {
        name
        for each in elements
        if each.tag in _OF_PICTURES or each.get("role") in ("figure", "img", "group")
        for name in (f"{each.get('aria-describedby')} {each.get('aria-labelledby')}").split()
    }
    for each in elements if described else ():
        if each.get("id") in described and each.tag in _OF_TEXT and not each.is_only_heard:
            holds = any(inner.tag in _OF_PICTURES for inner in each.elements())
            if not holds and 0 < len(text_of(each)) <= LONGEST:
                each.notes["caption"] = "yes"


def note_credits(root: Element, *, is_credit: Callable[[str], bool]) -> None:
    """Remember of the last elements of captions that they are credits, where most of their class are.

    ``is_credit``: whether a text is a credit by its words.
    """
    last: dict[str, list[Element]] = {}
    elsewhere: Counter[str] = Counter()
    for element in root.elements():
        name = _class(element)
        if not name or element.tag not in _OF_TEXT:
            continue
        if _ends_caption(element):
            last.setdefault(name, []).append(element)
        else:
            elsewhere[name] += 1
    for name, found in last.items():
        if len(found) < 2 or elsewhere[name]:
            continue
        texts = [text_of(each) for each in found]
        if any(len(text) > LONGEST_CREDIT for text in texts):
            continue
        if 2 * sum(is_credit(text) for text in texts) >= len(texts):
            for each in found:
                each.notes["credit"] = "yes"


def _class(element: Element) -> str:
    return " ".join(sorted(element.get("class").split()))


def _under(element: Element, tag: str) -> bool:
    return any(above.tag == tag for above in element.ancestors())


def _ends_caption(element: Element) -> bool:
    """Whether an element stands last in a caption that holds something before it."""
    above = element.parent
    if above is None or not (above.tag == "figcaption" or above.notes.get("caption")):
        return False
    children = [child for child in above.children if not isinstance(child, str) or child.strip()]
    return len(children) > 1 and children[-1] is element
