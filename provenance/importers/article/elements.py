"""The elements of a page that can hold a medium, whatever loads it: pictures, lazy ones, players, embeds; each once.

Whether one is the article's own is not asked here."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from provenance.importers.article import players as players_of
from provenance.importers.article.embeds import SOURCES, Embed, embed_at, embed_of, of_still
from provenance.importers.article.marked import has_running_text, is_caption
from provenance.importers.article.media import IMAGES, PICTURE_FILE, Found, key_of, link_of, post_of
from provenance.importers.article.tree import Element, fragment, in_order, text_of
from provenance.model import MediaKind

if TYPE_CHECKING:
    from collections.abc import Sequence


MOST_SOURCES = 50  # sizes of one picture in elements of their own
_LAZY = in_order(
    """
data-src data-lazy-src data-original data-full-url data-orig-file data-large-file data-image data-lazy data-echo
data-hi-res-src data-src-large data-srcset data-lazy-srcset data-original-src data-flickity-lazyload data-url
data-img-src data-delayed-url data-img-url data-pin-media data-cfsrc data-runner-src data-thumb data-large
data-big data-zoom-image data-full data-ezsrc data-gallery-src data-img data-desktop-src data-default-src
data-image-src data-bg data-background data-background-image
"""
)


_BLANK = re.compile(
    r"(?i)^(?:data:image/(?:gif|svg\+xml|png);[^,]{0,60},.{0,700}|about:blank|#|.*/(?:blank|spacer|"
    r"placeholder|transparent|lazy|grey|gray|1x1)[\w-]*\.(?:gif|png|svg|jpe?g)(?:\?.*)?|"
    r".*/(?:px|pixel|dot|empty|clear|trans|loading|dummy)\.(?:gif|png|svg)(?:\?.*)?)$",
    re.DOTALL,
)


def media_in(root: Element) -> list[Found]:
    found: list[Found] = []
    for element in root.elements():
        each = _candidate(element)
        if each:
            found.append(each)
        elif element.tag == "noscript":
            found += _hidden_in(element)
    return found


def _hidden_in(noscript: Element) -> list[Found]:
    text = "".join(child for child in noscript.children if isinstance(child, str))
    if "<img" not in text and "<iframe" not in text:
        return []
    inner = [each for piece in fragment(text, noscript) for each in piece.elements()]
    return [each for element in inner if (each := _candidate(element))]


def _candidate(element: Element) -> Found | None:
    if element.tag in IMAGES:
        addresses = _addresses(element) or _behind_a_click(element)
        still = next((found for address in addresses if (found := of_still(address))), None)
        if still:  # a player that is drawn when its picture is clicked
            return Found(element, MediaKind.VIDEO, True, (still.address or "", *addresses), still)
        return Found(element, MediaKind.IMAGE, True, addresses, None) if addresses else None
    if element.tag == "picture" and (alone := _picture_alone(element)):
        return alone
    if element.tag in ("video", "amp-video"):
        return _video(element)
    if embed := embed_of(element):
        kind = MediaKind.VIDEO if embed.is_video else MediaKind.IMAGE
        poster = tuple(filter(None, (element.get("poster"),)))
        return Found(element, kind, embed.kind_known, (embed.address,) if embed.address else poster, embed)
    if element.tag == "a" and _is_address_alone(element):
        embed = embed_at(element.get("href"))
        if embed and embed.address:
            kind = MediaKind.VIDEO if embed.is_video else MediaKind.IMAGE
            return Found(element, kind, embed.kind_known, (embed.address,), embed)
    player = players_of.of_data(element)
    if player is not None:
        return Found(element, MediaKind.VIDEO, True, player, None)
    if element.tag in ("div", "span", "a", "figure", "section", "li") and (background := _background(element)):
        return Found(element, MediaKind.IMAGE, True, (background,), None)
    return None


def _behind_a_click(picture: Element) -> tuple[str, ...]:
    """The file that a gallery shows for a picture that is only an empty one, until it is clicked."""
    link = link_of(picture) if "src" in picture.attributes else None
    return (link.get("href"),) if link is not None and PICTURE_FILE.search(link.get("href")) else ()


def _picture_alone(picture: Element) -> Found | None:
    """A picture whose ``<img>`` a script was to put in."""
    inside = [inner for inner in islice(picture.elements(), MOST_SOURCES) if inner is not picture]
    if any(inner.tag != "source" for inner in inside):
        return None
    said = [_largest(each.get("srcset") or each.get("data-srcset") or each.get("data-src")) for each in inside]
    address = next((each for each in said if each and not _BLANK.match(each)), None) or _in_attributes(picture)
    return Found(picture, MediaKind.IMAGE, True, (address,), None) if address else None


def _is_address_alone(link: Element) -> bool:
    """A paragraph that holds nothing but an address, which publishing systems turn into an embed."""
    text = text_of(link)
    alone = link.parent is not None and link.parent.tag in ("p", "div") and text_of(link.parent) == text
    return alone and text.startswith("http") and link.get("href").startswith("http")


def _background(element: Element) -> str | None:
    """A picture behind an element, in a gallery or figure; elsewhere it is decoration."""
    if any(isinstance(child, Element) and child.tag in IMAGES for child in element.children):
        return None
    style = element.get("style")
    lazy = element.get("data-bg") or element.get("data-background-image") or element.get("data-background")
    lazy = lazy or _in_attributes(element) or ""
    found = re.search(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", style) if "url(" in style else None
    address = found[1] if found else lazy
    if not address or _BLANK.match(address):
        return None
    near = [element, *list(element.ancestors())[:3]]
    if (
        _is_picture_itself(element)
        or any(
            re.search(
                r"gallery|slide|carousel|swiper|figure|lead-|hero|article-image|featured|main-media|top-media|image-block",
                each.marks,
            )
            or each.tag == "figure"
            for each in near
        )
        or _is_played_or_captioned(element)
    ):
        inside = [e for e in element.elements() if e.tag in IMAGES or e.tag in ("iframe", "video")]
        return None if inside or len(text_of(element)) > 300 else address
    return None


def _is_played_or_captioned(element: Element) -> bool:
    """Whether the picture behind an empty element is a player's, or has a caption beside its box."""
    if text_of(element):
        return False
    if any(players_of.is_player(each) for each in (element, *islice(element.ancestors(), 3))):
        return True
    for each in (element, *islice(element.ancestors(), 2)):
        after = next(iter(each.following()), None)
        if after is not None and after.tag not in ("h1", "h2", "h3", "a") and is_caption(after) and text_of(after):
            return True
    return False


def _is_picture_itself(element: Element) -> bool:
    """Whether an element is nothing but the picture behind it, by its role, its name or where a click on it leads."""
    if element.get("role") == "img":
        return True
    link = element if element.tag == "a" else element.parent
    if link is not None and link.tag == "a" and (PICTURE_FILE.search(link.get("href")) or embed_at(link.get("href"))):
        return True
    return bool(_NAMED_PICTURE.search(element.marks))


_NAMED_PICTURE = re.compile(
    r"(?<![a-z])(?:(?:photo|image|img|picture|media|video|poster|foto|bild)-?(?:wrap(?:per)?|thumb(?:nail)?|poster|view|"
    r"holder|container|item|bg|background|cover)?)(?= |$)"
)


def _addresses(element: Element) -> tuple[str, ...]:
    """Where a picture's file may be, as the page says, the one most likely to be it first."""
    said = [element.get("src"), *(element.get(name) for name in _LAZY)]
    if element.tag == "image":
        said += [element.get("href"), element.get("xlink:href")]
    singles = [text for text in said if text and "{" not in text]
    sets = [
        element.get("srcset"),
        *(e.get("srcset") or e.get("data-srcset") or e.get("src") for e in _sources(element)),
    ]
    found: dict[str, None] = {}
    for text in singles:
        first = _largest(text) if re.search(r"\s\d+(?:\.\d+)?[wx](?:,|$)", text) else text
        if first and not _BLANK.match(first):
            found[first] = None
    for text in sets:
        if text and (largest := _largest(text)) and not _BLANK.match(largest):
            found[largest] = None
    if not found and (kept := _in_attributes(element)):
        found[kept] = None
    if not found and (source := element.get("src")).startswith("data:image/") and len(source) > 2_000:
        found[source] = None
    return tuple(found)


def _in_attributes(element: Element) -> str | None:
    """The picture's file in whatever attribute a script was to take it from."""
    said = (value.strip() for name, value in element.attributes.items() if name.startswith("data-"))
    return next((v for v in said if len(v) < 2_000 and PICTURE_FILE.search(v) and not re.search(r"[\s{}<>]", v)), None)


def _sources(element: Element) -> list[Element]:
    picture = element.parent if element.parent is not None and element.parent.tag == "picture" else None
    if picture is None:
        picture = next((above for above in list(element.ancestors())[:3] if above.tag == "picture"), None)
    sources = (child for child in picture.elements() if child.tag == "source") if picture else ()
    return list(islice(sources, MOST_SOURCES))


def _largest(source_set: str) -> str | None:
    """The address of the widest picture of a ``srcset``."""
    best, most = None, -1.0
    for piece in re.split(r",\s+|,(?=https?:|/|\w+://)", source_set.strip().rstrip(",")):
        parts = piece.strip().split()
        if not parts:
            continue
        size = re.fullmatch(r"(\d+(?:\.\d+)?)[wx]", parts[-1]) if len(parts) > 1 else None
        width = float(size[1]) if size else 0.0
        if width > most:
            best, most = parts[0], width
    return best


def _video(element: Element) -> Found | None:
    inner = [e.get("src") or e.get("data-src") for e in element.elements() if e.tag == "source"]
    said = [element.get("src"), *(element.get(name) for name in SOURCES), *inner]
    files = [text for text in said if text and not text.startswith("blob:")]
    poster = element.get("poster") or element.get("data-poster")
    if "autoplay" in element.attributes and "muted" in element.attributes and not files and not poster:
        return None
    addresses = tuple(dict.fromkeys((*files, *((poster,) if poster else ()))))
    return Found(element, MediaKind.VIDEO, True, addresses, None)


def unnested(found: Sequence[Found]) -> list[Found]:
    """Without what stands inside another medium (a poster, a post's own picture) and without lazy twins."""
    kept: list[Found] = []
    for each in found:
        inside = any(
            other is not each and other.element.order < each.element.order <= other.element.end for other in kept
        )
        holder = next((o for o in kept if o.element.order < each.element.order <= o.element.end), None)
        if holder and (place := kept.index(holder)) >= 0 and (said := _same_post(holder, each)):
            kept[place] = holder._replace(embed=said)
        if inside and holder and holder.element.tag not in ("a", "div", "span", "figure", "section", "li"):
            continue
        if inside and holder and holder.embed:
            continue
        if inside and holder and _is_player_box(holder) and each.kind is MediaKind.VIDEO:
            kept[kept.index(holder)] = each if each.embed else _with_addresses(holder, (each,))
            continue
        if _is_twin(each, kept):
            last = next((at for at in range(len(kept) - 1, -1, -1) if _same_post(kept[at], each)), None)
            if last is not None:
                kept[last] = kept[last]._replace(embed=_same_post(kept[last], each))
            continue
        kept.append(each)
    return kept


def _is_player_box(found: Found) -> bool:
    """Whether a player was found by the data of its box, in which the player itself may stand."""
    return not found.embed and players_of.of_data(found.element) is not None


def _same_post(first: Found, other: Found) -> Embed | None:
    """The first's post with the words that only the other, an element for the same post, has."""
    if not (first.embed and other.embed and other.embed.words) or first.embed.words:
        return None
    if not post_of(first.embed) or post_of(first.embed) != post_of(other.embed):
        return None
    return other.embed._replace(is_video=first.embed.is_video or other.embed.is_video)


def with_posters(found: Sequence[Found]) -> list[Found]:
    """Players with the pictures that stand for them: a poster beside its player is no picture of its own."""
    orders = sorted(each.element.order for each in found)
    players = [each for each in found if each.kind is MediaKind.VIDEO and each.kind_known]
    taken: dict[int, list[Found]] = {}
    kept: list[Found] = []
    for each in found:
        if each.kind is not MediaKind.IMAGE or each.embed:
            kept.append(each)
        elif player := _player_beside(each, players, orders):
            taken.setdefault(player.element.order, []).append(each)
        elif players_of.is_poster(each.element, orders):
            kept.append(each._replace(kind=MediaKind.VIDEO))
        else:
            kept.append(each)
    return [_with_addresses(each, taken.get(each.element.order, ())) for each in kept]


def _with_addresses(each: Found, posters: Sequence[Found]) -> Found:
    more = [address for poster in posters for address in poster.addresses]
    return each._replace(addresses=tuple(dict.fromkeys((*each.addresses, *more)))) if more else each


def _player_beside(picture: Found, players: Sequence[Found], orders: Sequence[int]) -> Found | None:
    """The player whose poster a picture is: both alone in one box, which is a figure or named as a player's."""
    near = [each for each in players if abs(each.element.order - picture.element.order) <= players_of.LARGEST_BOX]
    for above in islice(picture.element.ancestors(), players_of.LEVELS) if near else ():
        if above.tag in ("body", "html", "main", "article"):
            return None
        inside = bisect_right(orders, above.end) - bisect_left(orders, above.order)
        if inside > 2:
            return None
        player = next((each for each in near if above.contains(each.element)), None)
        if inside == 2 and player and has_running_text(above, most=1):
            return None
        if inside == 2 and player and players_of.holds_player(above, picture.element, player.element):
            return player
    return None


def _is_twin(each: Found, kept: Sequence[Found]) -> bool:
    """Whether a ``<noscript>`` repeats the lazy element beside it, or a script's element its frame."""
    hidden = any(above.tag == "noscript" for above in each.element.ancestors())
    if hidden and _beside_noscript(each, kept):
        return True
    for other in reversed(kept[-4:]):
        same = {key_of(a) for a in each.addresses} & {key_of(a) for a in other.addresses}
        if same and (hidden or any(above.tag == "noscript" for above in other.element.ancestors())):
            return True
        if each.embed and other.embed and post_of(each.embed) and post_of(each.embed) == post_of(other.embed):
            return True
        near = each.element.order - other.element.order < 12
        if each.kind is MediaKind.IMAGE and not each.embed and other.embed and near and same:
            return True
    return False


def _beside_noscript(each: Found, kept: Sequence[Found]) -> bool:
    """Whether the element around the ``<noscript>`` holds one other picture, which a script loads."""
    noscript = next((above for above in each.element.ancestors() if above.tag == "noscript"), None)
    around = noscript.parent if noscript else None
    if noscript is None or around is None:
        return False
    others = [other for other in kept if around.contains(other.element) and not noscript.contains(other.element)]
    return len(others) == 1 and others[0].kind is each.kind and not has_running_text(around, most=0)
