"""A page that is made so that parsing it would take hours is refused before it is parsed. Knows nothing of articles.

The page's tags are followed as the parser follows them (quoted values, comments, scripts, drawings within the page,
end tags that end nothing), since whatever is passed over here and not there could hide any number of elements.
"""

from __future__ import annotations

import re
from itertools import islice

from provenance.errors import BadManifest

MOST_TAGS = 400_000  # the largest live pages have 30,000
DEEPEST = 3_000  # open elements; the parser's time grows with the square of this, real pages stay under 60
MOST_COPIES = 2_000_000  # elements that unclosed <b>, <a> ... would be repeated into, as the standard asks
MOST_ATTRIBUTES = 2_000  # of one element
MOST_LOOKS = 20_000_000  # open elements looked at for the one that an end tag ends
_REMEDY = "Save the article as text"


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_VOID = _set("area base basefont bgsound br col embed frame hr img input link meta param source track wbr")
_SELF_CLOSING = _set("p li td th tr dd dt option tbody thead tfoot")
_FORMATTING = _set("a b big code em font i nobr s small strike strong tt u")
_RAW = _set("script style textarea title xmp iframe noembed noframes")
_RAW_IN_SELECT = frozenset(("script", "textarea"))
_DRAWN = frozenset(("svg", "math"))
_PAGE_AGAIN = _set("foreignobject desc title mi mo mn ms mtext annotation-xml")  # within a drawing
_ENDS_DRAWING = _set(
    """
b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr
ol p pre ruby s small span strong strike sub sup table tt u ul var
"""
)
# Over these no end tag reaches, and over "special" elements only that of another one.
_BOUNDS = _set("applet marquee object select table")
_SPECIAL = _set(
    """
address article aside blockquote body button center details dir div dl fieldset figcaption figure footer form
frameset h1 h2 h3 h4 h5 h6 head header hgroup html listing main menu nav noscript ol pre search section summary ul
"""
)
_STAYS_OPEN = frozenset(("body", "html"))  # whatever follows their end tags is taken in

_SPACE = r"\t\n\f\r "
_TAG = re.compile(rf"<(?:(!--)|(/?)([a-zA-Z][^{_SPACE}/>]*)|([!?]|/(?=[^>])))")
_ATTRIBUTE = (
    rf"(?:=[^{_SPACE}/>=]*+|[^{_SPACE}/>=]++)"
    rf"(?:[{_SPACE}]*+=[{_SPACE}]*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{_SPACE}>\"'][^{_SPACE}>]*+)?+)?+"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_REST = re.compile(rf"(?:[{_SPACE}/]++|{_ATTRIBUTE})*+")
_COMMENT_END = re.compile(r"-->|--!>")
_RAW_END = {tag: re.compile(rf"</{tag}(?=[{_SPACE}/>])", re.IGNORECASE | re.ASCII) for tag in _RAW}
_IN_SCRIPT = re.compile(rf"<!--|-->|<(/?)script(?=[{_SPACE}/>])", re.IGNORECASE | re.ASCII)


def refuse_bombs(html: str) -> None:
    """Look at every tag of a page.

    Raises:
        BadManifest: its elements would nest or multiply beyond those of any real page; gives the remedy.
    """
    following = _Following()
    place = 0
    while found := _TAG.search(html, place):
        place = found.end()
        if found[1]:
            place = _after_comment(html, place)
        elif found[4]:
            is_text = following.is_drawing and html.startswith("[CDATA[", place)
            place = _after(html, "]]>" if is_text else ">", place)
        else:
            end = _end_of_tag(html, place)
            if end >= len(html):
                return
            name = found[3].lower() if found[3].isascii() else found[3]
            is_empty = html[end - 1] == "/"
            is_raw = following.ended(name) if found[2] else following.began(name, is_empty=is_empty)
            place = _after_raw(html, name, end) if is_raw else end


class _Following:
    """Which elements are open."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._drawing: list[bool] = []  # whether what stands in each is part of a drawing
        self._counts: dict[str, int] = {}
        self._formatting: dict[str, int] = {}
        self._repeated = self._tags = self._copies = self._looks = 0

    @property
    def is_drawing(self) -> bool:
        return bool(self._drawing) and self._drawing[-1]

    def began(self, tag: str, *, is_empty: bool) -> bool:
        """Open an element; returns whether its content is text, whatever it looks like."""
        self._count()
        if self.is_drawing and tag in _ENDS_DRAWING:
            while self.is_drawing:
                self._pop()
        if self.is_drawing:
            if not is_empty:
                self._push(tag, drawing=tag not in _PAGE_AGAIN)
            return False
        if tag in _RAW:
            return not self._counts.get("select") or tag in _RAW_IN_SELECT
        if tag in _VOID:
            return False
        self._copies += self._repeated
        if tag in _FORMATTING:
            self._formatting[tag] = self._formatting.get(tag, 0) + 1
            self._repeated += 1
        if tag not in _SELF_CLOSING and not (is_empty and tag in _DRAWN):
            self._push(tag, drawing=tag in _DRAWN)
        if self._copies > MOST_COPIES:
            raise _too_deep()
        return False

    def ended(self, tag: str) -> bool:
        """Close an element, where there is one that the end tag can end. Nothing after it is text alone."""
        self._count()
        if self._formatting.get(tag):
            self._formatting[tag] -= 1
            self._repeated -= 1
        if self._counts.get(tag) and tag not in _STAYS_OPEN:
            self._close(tag)
        return False

    def _close(self, tag: str) -> None:
        crossed = False
        for place in range(len(self._open) - 1, -1, -1):
            self._looks += 1
            here = self._open[place]
            if here == tag:
                self._close_at(place, crossed=crossed)
                break
            if here in _BOUNDS or (here in _PAGE_AGAIN and not self._drawing[place]):
                break
            crossed |= here in _SPECIAL
            if crossed and tag not in _SPECIAL and tag not in _BOUNDS and tag not in _FORMATTING:
                break
        if self._looks > MOST_LOOKS:
            raise BadManifest(f"is made so that reading it would take too long. {_REMEDY}")

    def _close_at(self, place: int, *, crossed: bool) -> None:
        tag = self._open[place]
        if crossed and tag in _FORMATTING:  # it is closed outside, and opened again within
            del self._open[place], self._drawing[place]
            self._open.append(tag)
            self._drawing.append(self.is_drawing)
            return
        while len(self._open) > place:
            self._pop()

    def _push(self, tag: str, *, drawing: bool) -> None:
        self._open.append(tag)
        self._drawing.append(drawing)
        self._counts[tag] = self._counts.get(tag, 0) + 1
        if len(self._open) > DEEPEST:
            raise _too_deep()

    def _pop(self) -> None:
        self._drawing.pop()
        self._counts[self._open.pop()] -= 1

    def _count(self) -> None:
        self._tags += 1
        if self._tags > MOST_TAGS:
            raise BadManifest(f"has more than {MOST_TAGS:,} tags, which no article has. {_REMEDY}")


def _too_deep() -> BadManifest:
    return BadManifest(f"nests its elements more deeply than any article does. {_REMEDY}")


def _end_of_tag(html: str, place: int) -> int:
    """Where the tag's ">" stands whose name ends at ``place``; the page's end where there is none."""
    rest = _REST.match(html, place)
    end = rest.end() if rest else place
    if end - place > MOST_ATTRIBUTES:
        attributes = sum(1 for _ in islice(_ATTRIBUTES.finditer(html, place, end), MOST_ATTRIBUTES + 1))
        if attributes > MOST_ATTRIBUTES:
            most = f"{MOST_ATTRIBUTES:,}"
            raise BadManifest(f"has an element with more than {most} attributes, which no article has. {_REMEDY}")
    return end


def _after_comment(html: str, place: int) -> int:
    if html.startswith((">", "->"), place):
        return html.index(">", place) + 1
    found = _COMMENT_END.search(html, place)
    return found.end() if found else len(html)


def _after(html: str, end: str, place: int) -> int:
    found = html.find(end, place)
    return len(html) if found < 0 else found + len(end)


def _after_raw(html: str, tag: str, place: int) -> int:
    """Where the end tag of an element begins whose content is text."""
    if tag != "script":
        found = _RAW_END[tag].search(html, place)
        return found.start() if found else len(html)
    in_comment = within = False  # a script that writes a script within a comment, as old pages do
    for sign in _IN_SCRIPT.finditer(html, place):
        if sign[0] == "<!--":
            in_comment = True
        elif sign[0] == "-->":
            in_comment = within = False
        elif not sign[1]:
            within |= in_comment
        elif within:
            within = False
        else:
            return sign.start()
    return len(html)
