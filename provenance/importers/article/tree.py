"""The elements of a page as light objects, in the order of the document. Knows nothing of articles.

The HTML5 parser's nodes are copied once, since every later question (what stands beside, what contains what, in
which order) is asked many times of each.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from provenance.errors import BadManifest
from provenance.importers.article.bombs import refuse_bombs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode


def in_order(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


def word_set(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())


# Elements looked at and pieces of text read, of one page: 300 figures among 20,000 elements take 1.3 million.
MOST_STEPS = 5_000_000
_LETTERS_A_STEP = 10  # characters that are joined in the time of one step

BLOCKS = word_set(
    """
address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption
figure footer form h1 h2 h3 h4 h5 h6 head header hr html iframe img li main nav noscript ol option p picture pre
section select summary table tbody td tfoot th thead title tr ul video
"""
)


class Effort:
    """The steps that reading one page may still take: a page can be made so that each question costs all of it."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def spend(self, steps: int) -> None:
        """Count ``steps``.

        Raises:
            BadManifest: there were too many.
        """
        self.left -= steps
        if self.left < 0:
            raise BadManifest("is made so that reading it would take too long. Save the article as text")


class Element:
    """One element: its tag, attributes and children, elements and texts mixed."""

    __slots__ = ("_marks", "attributes", "children", "effort", "end", "notes", "order", "parent", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str], parent: Element | None, order: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.effort: Effort = parent.effort if parent is not None else Effort()  # of all elements of the page
        self.order = order  # among the elements of the page
        self.end = order  # order of the last element within
        self._marks: str | None = None
        self.notes: dict[str, str | None] = {}  # answers to questions that are asked of it many times

    def get(self, name: str) -> str:
        """An attribute without white space around it; "" where there is none."""
        return self.attributes.get(name, "").strip()

    @property
    def marks(self) -> str:
        """What the page's maker calls it: class, id, role and the like as lower-case words joined by hyphens."""
        if self._marks is None:
            said = [self.attributes.get(name, "") for name in _MARKING]
            said += [value for name, value in self.attributes.items() if name not in _MARKING and _names(name, value)]
            self._marks = _hyphenated(" ".join(filter(None, said)))
        return self._marks

    @property
    def is_only_heard(self) -> bool:
        """Whether it is there for screen readers alone, by the names that style sheets give to that."""
        return bool(_ONLY_HEARD.search(self.marks))

    def ancestors(self) -> Iterator[Element]:
        """Parents, nearest first."""
        above = self.parent
        while above is not None:
            self.effort.spend(1)
            yield above
            above = above.parent

    def elements(self) -> Iterator[Element]:
        """Everything within, itself first, in the order of the document."""
        self.effort.spend(self.end - self.order + 1)
        waiting = [self]
        while waiting:
            here = waiting.pop()
            yield here
            waiting.extend(child for child in reversed(here.children) if isinstance(child, Element))

    def contains(self, other: Element) -> bool:
        """Whether ``other`` is this element or within it."""
        return self.order <= other.order <= self.end

    def child_elements(self) -> list[Element]:
        """The elements directly within."""
        return [child for child in self.children if isinstance(child, Element)]

    def own_text(self) -> str:
        """The texts directly within, on one line."""
        return squeezed(" ".join(child for child in self.children if isinstance(child, str)))

    def following(self) -> list[Element]:
        """The elements after it in its parent."""
        if self.parent is None:
            return []
        return [child for child in self.parent.child_elements() if child.order > self.order]


_MARKING = ("class", "id", "itemprop", "role", "data-testid", "data-component", "data-hook", "data-type", "data-name")
LONGEST_MARK = 120  # characters of an attribute that says what an element is
_KIND_OF = re.compile(  # "data-area", "data-block-type", "data-e2e", whatever a system puts before it
    r"data-(?:[a-z0-9]+-){0,3}(?:type|component|area|block|module|widget|element|kind|role|e2e|qa|slot|region|embed|"
    r"testid|test-id)|aria-roledescription"
)
_ONLY_HEARD = re.compile(
    r"(?<![a-z])(?:visually-?hidden|visuallyhidden|hidden-visually|sr-only|sr-text|screen-?reader(?:s|-text|-only)?|"
    r"for-screen-?readers?|element-invisible|invisible|assistive(?:-text)?|a11y(?:-text|-hidden|-only|-label)?|"
    r"accessib(?:le|ility)-(?:hidden|text|label)|off-?screen|vh|sronly|only-screen-?reader|u-hidden|hidden-accessible|"
    r"clip-?hidden|hide-visually|hidden-text|audible|speakable-only)(?![a-z])"
)


def _names(name: str, value: str) -> bool:
    """Whether an attribute says what its element is: a short word of the system's, no address and no data."""
    if not value or len(value) > LONGEST_MARK or not name.startswith(("data-", "aria-")):
        return False
    return bool(_KIND_OF.fullmatch(name)) and not re.search(r"[/{\[]", value)


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_WORD = re.compile(r"[^\w\s]+|_+")


def _hyphenated(names: str) -> str:
    return " ".join(_NO_WORD.sub("-", _CAMEL.sub("-", names)).lower().split())


def parsed(html: str, *, places: Mapping[str, str] | None = None) -> Element:
    """The page's root element. ``places``: addresses by what stands for them in the page's attributes.

    Raises:
        BadManifest: it is made so that reading it would take too long.
    """
    # The parser keeps what is inside to itself, where pages put posts that wait for consent.
    html = _TEMPLATE.sub(r"<\1x-template", html)
    refuse_bombs(html)
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(html).root
    if root is None:
        raise BadManifest("holds no page. Save it again")
    return _copied(root, places or {})


_TEMPLATE = re.compile(r"<(/?)template(?=[\s>])", re.IGNORECASE)


def _tag_of(node: LexborNode) -> str:
    """A template's own tag; one whose content the browser shows is any box."""
    tag = node.tag or ""
    if tag != "x-template":
        return tag
    return "div" if "shadowrootmode" in node.attributes else "template"


def fragment(html: str, parent: Element) -> list[Element]:
    """The elements of a piece of HTML that stood as text in ``parent``, as if they followed it."""
    try:
        found = parsed(html)
    except BadManifest:
        return []
    for element in found.elements():
        element.order = element.end = parent.order
        element.effort = parent.effort
    body = next((child for child in found.elements() if child.tag == "body"), found)
    for child in body.child_elements():
        child.parent = parent
    return body.child_elements()


_ENDED = re.compile(r"[.!?…؟»”)\]]$|\s\S*[a-zà-ÿ]{2}$|\s\S*[\u0621-\u064a]{2}$")
_BEGINS = re.compile(r"[A-ZÀ-ÞŠŽ©(\[«“\u0621-\u064a]")
_INLINE = word_set("span em small cite b strong i font")


def _meet(before: Element | str, here: Element | str) -> bool:
    """Whether two elements stand side by side without a space, so that only the page's style parts their texts."""
    if not isinstance(before, Element) or not isinstance(here, Element):
        return False
    if before.tag not in _INLINE or here.tag not in _INLINE:
        return False
    return bool(_ENDED.search(_edge(before, -1)) and _BEGINS.match(_edge(here, 0)))


def _edge(element: Element, place: int) -> str:
    """The first or last text within, as far as it is not deeper than any real page has it."""
    here: Element | str = element
    for _ in range(8):
        if isinstance(here, str) or not here.children:
            break
        here = here.children[place]
    return here if isinstance(here, str) else ""


def _parted(children: list[Element | str]) -> list[Element | str]:
    """Children, with a space where two of them would run into one another."""
    if len(children) < 2:
        return children
    found = children[:1]
    for before, here in pairwise(children):
        found += [" ", here] if _meet(before, here) else [here]
    return found


def text_of(element: Element, *, without: frozenset[int] = frozenset()) -> str:
    """The text that a reader sees, on one line; ``without``: orders of elements that are left out."""
    element.effort.spend(2 * (element.end - element.order) + 1)
    pieces: list[str] = []
    waiting: list[Element | str] = [element]
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            element.effort.spend(len(here) // _LETTERS_A_STEP)
            pieces.append(here)
            continue
        if here.order in without or here.tag in _UNSEEN:
            continue
        if here.tag in BLOCKS:
            pieces.append(" ")
            waiting.append(" ")
        waiting.extend(reversed(_parted(here.children)))
    return squeezed("".join(pieces))


_UNSEEN = word_set(
    """
script style template svg button select noscript iframe object audio video
"""
)
_SPACE = re.compile(r"[\s\u200b\u200e\u200f\ufeff]+")
_BEFORE_SIGN = re.compile(r" (?=[,.;)\]](?:\s|$))")


def squeezed(text: str) -> str:
    """On one line, spaces single, none before a full stop or comma that an element's end had parted off."""
    return _BEFORE_SIGN.sub("", _SPACE.sub(" ", text).strip())


def _copied(root: LexborNode, places: Mapping[str, str]) -> Element:
    order = 0
    top = Element(root.tag or "html", {name: value or "" for name, value in root.attributes.items()}, None, 0)
    waiting: list[tuple[LexborNode | None, Element]] = [(root.child, top)]
    while waiting:
        node, parent = waiting.pop()
        if node is None:
            continue
        waiting.append((node.next, parent))
        if node.is_text_node:
            parent.children.append(node.text_content or "")
        elif node.is_element_node:
            order += 1
            attributes = {name: value or "" for name, value in node.attributes.items()}
            if places:
                attributes = {name: places.get(value.strip(), value) for name, value in attributes.items()}
            element = Element(_tag_of(node), attributes, parent, order)
            parent.children.append(element)
            waiting.append((node.child, element))
    _close(top)
    return top


def _close(top: Element) -> None:
    for element in reversed(list(top.elements())):
        if element.parent is not None:
            element.parent.end = max(element.parent.end, element.end)
