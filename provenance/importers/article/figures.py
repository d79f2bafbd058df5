"""The pictures and videos that a page shows, each with its caption and credit as they stand there.

1. Every element that can hold a medium is looked at, whatever loads it: pictures, lazy ones, players, embeds.
2. Those that are furniture go (:mod:`furniture`), and those that another article's teaser shows.
3. A caption is sought around each, from the nearest element outwards, as long as no other medium comes in.
4. The same picture in several sizes is one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import BadManifest
from provenance.importers.article import furniture, repeats
from provenance.importers.article import players as players_of
from provenance.importers.article.captions import credit_in, ends_in_credit, is_name_alone, without_lead_at_end
from provenance.importers.article.embeds import SOURCES, Embed, embed_at, embed_of, is_profile, of_still, post_key
from provenance.importers.article.page import file_name
from provenance.importers.article.tree import Element, fragment, in_order, squeezed, text_of
from provenance.model import MediaKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from provenance.importers.article.body import Body

MOST_MEDIA = 800  # of one page; the longest live reports have 300
LONGEST_CAPTION = 1_200  # characters of one that nothing names so; agencies' captions have up to 600
LONGEST_MARKED = 5_000  # of one that the page names so, or of a post's words; a longer one is left out, with a note
LONGEST_LOOSE = 320  # of a caption that nothing marks as one
LONGEST_CLEANED = 5_000  # of a text from which the words of buttons are taken out; what is longer is no caption
MOST_CREDIT_WORDS = 8  # of a credit that nothing but its place or name marks
MOST_BESIDE_NAME = 20  # characters beside a name in a description: "Portrait of", "'s avatar"
LONGEST_LABEL = 60  # of one for screen readers
LONGEST_CREDIT = 200  # of an element that is one
MOST_SOURCES = 50  # sizes of one picture in elements of their own
MOST_PARTS = 100  # of one caption or credit; galleries' descriptions have twenty
SHORTEST_RUNNING = 60  # characters of a paragraph that is rather text than a label
_LEVELS = 9  # elements above a medium in which its caption is sought
_LAZY = in_order(
    """
data-src data-lazy-src data-original data-full-url data-orig-file data-large-file data-image data-lazy data-echo
data-hi-res-src data-src-large data-srcset data-lazy-srcset data-original-src data-flickity-lazyload data-url
data-img-src data-delayed-url data-img-url data-pin-media data-cfsrc data-runner-src data-thumb data-large
data-big data-zoom-image data-full data-ezsrc data-gallery-src data-img data-desktop-src data-default-src
data-image-src data-bg data-background data-background-image
"""
)
_IMAGES = frozenset({"img", "amp-img", "amp-anim", "image"})
_BLANK = re.compile(
    r"(?i)^(?:data:image/(?:gif|svg\+xml|png);[^,]{0,60},.{0,700}|about:blank|#|.*/(?:blank|spacer|"
    r"placeholder|transparent|lazy|grey|gray|1x1)[\w-]*\.(?:gif|png|svg|jpe?g)(?:\?.*)?)$",
    re.DOTALL,
)
_CAPTION = re.compile(
    r"(?<![a-z])(?:(?:fig|img|image|photo|media|thumb|gallery)?captions?(?:text)?|cutline|legend[ea]?|cap|"
    r"bildunterschrift|bildtext|bildetext|"
    r"bildunter[a-z]*|billedtekst|pie-(?:de-)?foto|foto-pie|epigrafe|leyenda|didascalia|imagetext|"
    r"image-text|photo-text|picture-text|"
    r"(?:image|img|photo|picture|figure|media|video|bild|foto)-(?:desc(?:ription)?|info|meta|footer|foot|"
    r"legend|title|note|details|pie|text|summary)|"
    r"img-desc|undertext|underskrift|untertitel|figure-text|figure-footer|wp-element-caption|caption-wrap)(?![a-z])"
)
_CREDIT = re.compile(
    r"(?<![a-z])(?:credits?|photogs?|copyrights?|copyright-?holder|credit-?text|attribution|photographer|"
    r"fotograf(?:o|in|en)?|photo-?by|"
    r"photo-?credit|image-?credit|bildquelle|bildnachweis|quelle|urheber|(?:image|photo|media|picture|"
    r"figure|bild|foto|caption|img|caption-text)-?(?:source|author|agency|rights|owner|provider|byline|"
    r"autor|firma|signature|courtesy|origin)|byline|agency|agencia|agence|rights|rights-holder|firma|"
    r"signature|author|autor|auteur|source|provider|holder|image-?by|courtesy|license|fuente)(?![a-z])"
)
_NO_CAPTION = re.compile(
    r"(?<![a-z])(?:no-caption|block-media-text|caption-(?:toggle|button|icon|btn)|closed-captions?|video-captions|icon|"
    r"share|social|tags?|date|time|counter|zoom|expand|comments?)(?![a-z])"
)
_MARK_WORDS = re.compile(  # what systems put into the text for readers who cannot see
    r"(?i)^\s*(?:(?:image|media|photo|video|figure|picture|gallery|audio) caption\s*[,:،]|(?:image|media) caption\b|"
    r"caption:|pie de (?:foto|imagen|página|v[íi]deo)\s*[,:]|"
    r"légende(?: (?:de )?(?:l[’'])?(?:image|photo|vidéo))?\s*[,:]|"
    r"(?:التعليق على|تعليق|شرح) (?:الصورة|الفيديو|مقطع الفيديو)\s*[،,:]|"
    r"(?:bild|video)(?:unterschrift|text)\s*[,:]|leyenda(?: (?:de )?(?:la )?(?:imagen|foto|v[íi]deo))?\s*[,:]|"
    r"legenda(?: (?:da |do )?(?:foto|imagem|vídeo))?\s*[,:]|подпись к (?:фото|видео)\s*[,:]|didascalia\s*[,:])\s*"
)
_BUTTONS = re.compile(
    r"(?i)\s*(?:\(?(?:enlarge|open|view|expand|toggle|hide|show) (?:this |the )?(?:image|caption|photo|"
    r"picture|gallery|fullscreen|full ?screen)s?(?: in fullscreen| in gallery)?\)?|toggle caption|"
    r"hide caption|"
    r"(?:purchase|acquire) licensing rights(?:, opens new tab)?|, opens new tab|bild vergrößern|"
    r"bild in detailansicht öffnen|agrandir l.image|ampliar foto|ampliar imagen|klicka för att förstora|"
    r"förstora bilden?|visa större bild)\s*"
)


class Shown(NamedTuple):
    """One medium on the page."""

    element: Element
    kind: MediaKind
    kind_known: bool
    addresses: tuple[str, ...]  # as given, the likeliest first; of a video with its poster last
    embed: Embed | None
    caption: str | None  # verbatim, on one line, without a credit that stands apart
    credit: str | None  # as it stands apart from the caption
    alt: str | None
    title: str | None
    link: str | None  # where a click on it leads
    group: int  # media with the same number share their caption
    of_group: int  # how many do
    in_group: int  # which of them it is, from 0
    of_post: bool = False  # the caption is what a post said
    profile: str | None = None  # address of the page of whoever posted it
    too_long: int = 0  # characters of a caption that was left out


class _Found(NamedTuple):
    element: Element
    kind: MediaKind
    kind_known: bool
    addresses: tuple[str, ...]
    embed: Embed | None


class _Words(NamedTuple):
    """A caption and credit with the element that they were found in."""

    caption: str | None
    credit: str | None
    scope: int  # order of the element that they belong to
    of_post: bool = False  # the caption is the text of a post that the page shows without its platform's script
    too_long: int = 0  # characters of a caption that was left out, since no caption is as long


def media_of(root: Element, body: Body, *, address: str | None) -> tuple[list[Shown], list[str]]:
    """The article's media in the order of the page; and why others were left out, a line each.

    Raises:
        BadManifest: the page holds more than any article does.
    """
    body.element.notes["body"] = "yes"
    authors = _authors(root)
    repeats.note_captions(root)
    repeats.note_credits(root, is_credit=_is_credit_alone)
    candidates = _candidates(root)
    found = _unnested(candidates) if len(candidates) <= 3 * MOST_MEDIA else candidates
    if len(found) > MOST_MEDIA:
        raise BadManifest(f"holds more than {MOST_MEDIA} pictures, which no article does. Import its folder instead")
    found = _with_posters(found)
    left_out: list[str] = []
    kept: list[_Found] = []
    captions: dict[int, _Words] = {}
    for each in found:
        words = _words_around(each, found)
        why = _why_not(each, words, body, address) or _of_author(each, authors)
        if why:
            left_out.append(f"{_called(each)}: {why}")
        else:
            kept.append(each)
    for each in kept:
        captions[each.element.order] = _words_around(each, kept)
    return _merged([_shown(each, captions, kept) for each in kept]), left_out


def _called(each: _Found) -> str:
    address = each.embed.address if each.embed and each.embed.address else next(iter(each.addresses), "")
    return (file_name(address) or address or f"<{each.element.tag}>")[:80]


# ---- finding the elements


def _candidates(root: Element) -> list[_Found]:
    found: list[_Found] = []
    for element in root.elements():
        each = _candidate(element)
        if each:
            found.append(each)
        elif element.tag == "noscript":
            found += _hidden_in(element)
    return found


def _hidden_in(noscript: Element) -> list[_Found]:
    text = "".join(child for child in noscript.children if isinstance(child, str))
    if "<img" not in text and "<iframe" not in text:
        return []
    inner = [each for piece in fragment(text, noscript) for each in piece.elements()]
    return [each for element in inner if (each := _candidate(element))]


def _candidate(element: Element) -> _Found | None:
    if element.tag in _IMAGES:
        addresses = _addresses(element)
        still = next((found for address in addresses if (found := of_still(address))), None)
        if still:  # a player that is drawn when its picture is clicked
            return _Found(element, MediaKind.VIDEO, True, (still.address or "", *addresses), still)
        return _Found(element, MediaKind.IMAGE, True, addresses, None) if addresses else None
    if element.tag == "picture" and (alone := _picture_alone(element)):
        return alone
    if element.tag in ("video", "amp-video"):
        return _video(element)
    if embed := embed_of(element):
        kind = MediaKind.VIDEO if embed.is_video else MediaKind.IMAGE
        poster = tuple(filter(None, (element.get("poster"),)))
        return _Found(element, kind, embed.kind_known, (embed.address,) if embed.address else poster, embed)
    if element.tag == "a" and _is_address_alone(element):
        embed = embed_at(element.get("href"))
        if embed and embed.address:
            kind = MediaKind.VIDEO if embed.is_video else MediaKind.IMAGE
            return _Found(element, kind, embed.kind_known, (embed.address,), embed)
    player = players_of.of_data(element)
    if player is not None:
        return _Found(element, MediaKind.VIDEO, True, player, None)
    if element.tag in ("div", "span", "a", "figure", "section", "li") and (background := _background(element)):
        return _Found(element, MediaKind.IMAGE, True, (background,), None)
    return None


def _picture_alone(picture: Element) -> _Found | None:
    """A picture whose ``<img>`` a script was to put in."""
    inside = [inner for inner in islice(picture.elements(), MOST_SOURCES) if inner is not picture]
    if any(inner.tag != "source" for inner in inside):
        return None
    said = [_largest(each.get("srcset") or each.get("data-srcset") or each.get("data-src")) for each in inside]
    address = next((each for each in said if each and not _BLANK.match(each)), None) or _in_attributes(picture)
    return _Found(picture, MediaKind.IMAGE, True, (address,), None) if address else None


def _is_address_alone(link: Element) -> bool:
    """A paragraph that holds nothing but an address, which publishing systems turn into an embed."""
    text = text_of(link)
    alone = link.parent is not None and link.parent.tag in ("p", "div") and text_of(link.parent) == text
    return alone and text.startswith("http") and link.get("href").startswith("http")


def _background(element: Element) -> str | None:
    """A picture behind an element, in a gallery or figure; elsewhere it is decoration."""
    if any(isinstance(child, Element) and child.tag in _IMAGES for child in element.children):
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
        inside = [e for e in element.elements() if e.tag in _IMAGES or e.tag in ("iframe", "video")]
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
        if after is not None and after.tag not in ("h1", "h2", "h3", "a") and _is_caption(after) and text_of(after):
            return True
    return False


def _is_picture_itself(element: Element) -> bool:
    """Whether an element is nothing but the picture behind it, by its role, its name or where a click on it leads."""
    if element.get("role") == "img":
        return True
    link = element if element.tag == "a" else element.parent
    if link is not None and link.tag == "a" and (_PICTURE_FILE.search(link.get("href")) or embed_at(link.get("href"))):
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
    return next((v for v in said if len(v) < 2_000 and _PICTURE_FILE.search(v) and not re.search(r"[\s{}<>]", v)), None)


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


def _video(element: Element) -> _Found | None:
    inner = [e.get("src") or e.get("data-src") for e in element.elements() if e.tag == "source"]
    said = [element.get("src"), *(element.get(name) for name in SOURCES), *inner]
    files = [text for text in said if text and not text.startswith("blob:")]
    poster = element.get("poster") or element.get("data-poster")
    if "autoplay" in element.attributes and "muted" in element.attributes and not files and not poster:
        return None
    addresses = tuple(dict.fromkeys((*files, *((poster,) if poster else ()))))
    return _Found(element, MediaKind.VIDEO, True, addresses, None)


def _unnested(found: Sequence[_Found]) -> list[_Found]:
    """Without what stands inside another medium (a poster, a post's own picture) and without lazy twins."""
    kept: list[_Found] = []
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
        if _is_twin(each, kept):
            last = next((at for at in range(len(kept) - 1, -1, -1) if _same_post(kept[at], each)), None)
            if last is not None:
                kept[last] = kept[last]._replace(embed=_same_post(kept[last], each))
            continue
        kept.append(each)
    return kept


def _same_post(first: _Found, other: _Found) -> Embed | None:
    """The first's post with the words that only the other, an element for the same post, has."""
    if not (first.embed and other.embed and other.embed.words) or first.embed.words:
        return None
    if not _post_of(first.embed) or _post_of(first.embed) != _post_of(other.embed):
        return None
    return other.embed._replace(is_video=first.embed.is_video or other.embed.is_video)


def _with_posters(found: Sequence[_Found]) -> list[_Found]:
    """Players with the pictures that stand for them: a poster beside its player is no picture of its own."""
    orders = sorted(each.element.order for each in found)
    players = [each for each in found if each.kind is MediaKind.VIDEO and each.kind_known]
    taken: dict[int, list[_Found]] = {}
    kept: list[_Found] = []
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


def _with_addresses(each: _Found, posters: Sequence[_Found]) -> _Found:
    more = [address for poster in posters for address in poster.addresses]
    return each._replace(addresses=tuple(dict.fromkeys((*each.addresses, *more)))) if more else each


def _player_beside(picture: _Found, players: Sequence[_Found], orders: Sequence[int]) -> _Found | None:
    """The player whose poster a picture is: both alone in one box, which is a figure or named as a player's."""
    near = [each for each in players if abs(each.element.order - picture.element.order) <= players_of.LARGEST_BOX]
    for above in islice(picture.element.ancestors(), players_of.LEVELS) if near else ():
        if above.tag in ("body", "html", "main", "article"):
            return None
        inside = bisect_right(orders, above.end) - bisect_left(orders, above.order)
        if inside > 2:
            return None
        player = next((each for each in near if above.contains(each.element)), None)
        if inside == 2 and player and _has_running_text(above, most=1):
            return None
        if inside == 2 and player and players_of.holds_player(above, picture.element, player.element):
            return player
    return None


def _is_twin(each: _Found, kept: Sequence[_Found]) -> bool:
    """Whether a ``<noscript>`` repeats the lazy element beside it, or a script's element its frame."""
    hidden = any(above.tag == "noscript" for above in each.element.ancestors())
    if hidden and _beside_noscript(each, kept):
        return True
    for other in reversed(kept[-4:]):
        same = {key_of(a) for a in each.addresses} & {key_of(a) for a in other.addresses}
        if same and (hidden or any(above.tag == "noscript" for above in other.element.ancestors())):
            return True
        if each.embed and other.embed and _post_of(each.embed) and _post_of(each.embed) == _post_of(other.embed):
            return True
        near = each.element.order - other.element.order < 12
        if each.kind is MediaKind.IMAGE and not each.embed and other.embed and near and same:
            return True
    return False


def _post_of(embed: Embed) -> str | None:
    return post_key(embed.address) if embed.address else None


def _beside_noscript(each: _Found, kept: Sequence[_Found]) -> bool:
    """Whether the element around the ``<noscript>`` holds one other picture, which a script loads."""
    noscript = next((above for above in each.element.ancestors() if above.tag == "noscript"), None)
    around = noscript.parent if noscript else None
    if noscript is None or around is None:
        return False
    others = [other for other in kept if around.contains(other.element) and not noscript.contains(other.element)]
    return len(others) == 1 and others[0].kind is each.kind and not _has_running_text(around, most=0)


# ---- is it the article's own


def _why_not(each: _Found, words: _Words, body: Body, address: str | None) -> str | None:
    element = each.element
    captioned = bool(words.caption or words.credit) and len((words.caption or "") + (words.credit or "")) > 2
    if why := furniture.area(element, body.element):
        return why
    if why := furniture.looks(element, each.addresses, captioned=captioned, opens=_opens_itself(each)):
        return why
    if (not each.embed or element.tag in _IMAGES) and (
        why := furniture.leads_elsewhere(element, address, captioned=captioned, body=body.element)
    ):
        return why
    if _is_unseen(element):
        return "not displayed"
    inner = next((above for above in element.ancestors() if above.tag == "article"), None)
    is_part = body.of_articles and inner is not None and body.element.contains(inner)
    if inner is not None and not is_part and not inner.contains(body.element) and not _is_media_article(inner, body):
        return "inside another article"
    return _outside(each, body, captioned=captioned)


def _authors(root: Element) -> frozenset[str]:
    """The names that the page gives as those of its authors, in lower case."""
    found = set()
    for element in root.elements():
        if element.tag == "meta" and element.get("name").lower() in ("author", "article:author", "parsely-author"):
            found.add(element.get("content").lower())
        elif "author" in element.get("rel").lower().split() or element.get("itemprop").lower() == "author":
            found.add(text_of(element).lower())
    return frozenset(name for name in found if " " in name and len(name) < LONGEST_LABEL)


def _of_author(each: _Found, authors: frozenset[str]) -> str | None:
    """Why a picture is that of who wrote the article: it is described by the name and has no caption of its own."""
    said = squeezed(each.element.get("alt") or each.element.get("title")).lower()
    named = next((name for name in authors if name in said and len(said) < len(name) + MOST_BESIDE_NAME), None)
    in_figure = any(above.tag == "figure" for above in each.element.ancestors())
    return "a picture of the author" if named and not in_figure else None


def _opens_itself(each: _Found) -> bool:
    """Whether a click on a picture shows the same picture."""
    link = _link_of(each.element)
    return link is not None and _stem(link.get("href")) in {_stem(address) for address in each.addresses}


def _link_of(element: Element) -> Element | None:
    return next((above for above in islice(element.ancestors(), 4) if above.tag == "a" and above.get("href")), None)


def _is_unseen(element: Element) -> bool:
    for above in (element, *list(element.ancestors())[:4]):
        style = above.get("style").replace(" ", "").lower()
        if "display:none" in style and above.tag not in ("noscript",) and above.tag not in _IMAGES:
            return True
    return False


def _is_media_article(inner: Element, body: Body) -> bool:
    """Drupal wraps each medium in an ``<article>``; it holds no headline."""
    heads = any(e.tag in ("h1", "h2", "h3", "h4", "h5") for e in inner.elements())
    return not heads and ("media" in inner.marks or body.element.contains(inner))


def _outside(each: _Found, body: Body, *, captioned: bool) -> str | None:
    """Why a medium that does not stand among the paragraphs is not the article's; None where it may be."""
    element = each.element
    if body.element.contains(element):
        after = element.order > body.last and body.element.tag in ("body", "main") and body.paragraphs
        return "after the article" if after and not captioned and not _in_gallery(element) else None
    if not body.article.contains(element):
        lead = body.headline is not None and element.order < body.first and captioned
        return None if lead and _in_figure(element) else "outside of the article"
    if element.order < body.first:
        return None
    own = captioned or _in_gallery(element) or _in_figure(element) or _is_post(each)
    return None if own else "after the article"


def _is_post(each: _Found) -> bool:
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


# ---- captions


def _words_around(each: _Found, others: Sequence[_Found]) -> _Words:
    """The caption and the credit nearest to a medium."""
    element = each.element
    orders = sorted(other.element.order for other in others)
    credit: str | None = None
    inner: Element = element
    for depth, above in enumerate(element.ancestors()):
        if depth >= _LEVELS or above.tag in ("body", "html", "main"):
            break
        media = [order for order in orders if above.order <= order <= above.end]
        if _has_running_text(above, most=1 if len(media) <= 1 else 0):
            break
        texts = _post_texts(above) if _holds(above, "post text", _is_named_post_text) else []
        if len(texts) > 1:
            break
        if texts and (said := _clean(text_of(texts[0]))):
            return _Words(said, None, texts[0].order, of_post=True)
        found = _within(above, element, media)
        credit = credit or (found.credit if found else None)
        if found and (found.caption or found.too_long):
            return found._replace(credit=found.credit or credit)
        inner = above if len(media) <= 1 else inner
    beside = _beside(inner, orders) or _beside_all(inner, orders)
    if beside:
        return beside._replace(credit=beside.credit or credit)
    return _Words(_attribute_caption(element), credit, inner.order)


def _post_texts(above: Element) -> list[Element]:
    """The texts of posts in an element, as the pages of platforms and copies of them name such."""
    found: list[Element] = []
    covered = -1
    for inner in above.elements():
        if inner.order <= covered or inner is above or not _is_post_text(inner, above):
            continue
        if inner.tag in ("div", "p", "span", "blockquote") and not _holds_media(inner) and "body" not in inner.notes:
            if len(text_of(inner)) <= LONGEST_MARKED:
                found.append(inner)
            covered = inner.end
    return found


def _is_named_post_text(inner: Element) -> bool:
    return (
        inner.marks == "text"
        or "data-ad-preview" in inner.attributes
        or ("data-ad-comet-preview" in inner.attributes or bool(_POST_TEXT.search(inner.marks)))
    )


def _is_post_text(inner: Element, above: Element) -> bool:
    if inner.marks == "text":  # Telegram's export
        return above.marks.startswith("message")
    return bool(_POST_TEXT.search(inner.marks)) or "message" in (
        inner.get("data-ad-preview"),
        inner.get("data-ad-comet-preview"),
    )


_POST_TEXT = re.compile(
    r"(?<![a-z])(?:(?:message|tweet|toot|skeet)-?(?:text|content|body)|status-?(?:text|content|body)|post-?message|"
    r"(?:wall-)?post-?text|user-content|update-text)(?= |$)"
)


def _owner(block: Element, media: Sequence[int]) -> Element | None:
    """The nearest element around a caption that holds a medium."""
    for above in block.ancestors():
        if any(above.order <= order <= above.end for order in media):
            return above
    return None


def _has_running_text(element: Element, *, most: int) -> bool:
    """Whether running text stands in an element, which is therefore more than media with their captions.

    ``most``: how many paragraphs of a caption's length may stand there without a name that says what they are.
    """
    key = f"running text, {most}"
    if key not in element.notes:
        element.notes[key] = "yes" if _runs_on(element, most=most) else None
    return element.notes[key] is not None


def _runs_on(element: Element, *, most: int) -> bool:
    long = 0
    for inner in element.elements():
        if inner.tag != "p" or _is_caption(inner) or _is_credit(inner) or _under_caption(inner, element):
            continue
        length = len(text_of(inner))
        long += length >= SHORTEST_RUNNING
        if long > most or length > LONGEST_LOOSE:
            return True
    return False


def _under_caption(inner: Element, top: Element) -> bool:
    for above in inner.ancestors():
        if above is top:
            return False
        if _is_caption(above) or _is_credit(above) or above.tag in ("blockquote", "iframe"):
            return True
    return False


def _is_caption(element: Element) -> bool:
    if "caption" not in element.notes:
        element.notes["caption"] = "yes" if _named_caption(element) else None
    return element.notes["caption"] is not None


def _named_caption(element: Element) -> bool:
    if element.tag in ("figcaption", "gcaption"):
        return not _is_named_credit_alone(element)
    if element.tag in (
        "img",
        "amp-img",
        "picture",
        "source",
        "figure",
        "iframe",
        "video",
        "button",
        "svg",
        "path",
        "input",
        "track",
        "body",
        "html",
        "script",
        "style",
    ):
        return False
    prop = element.get("itemprop").lower()
    if prop in ("caption", "description") and element.tag != "meta":
        return True
    marks = element.marks
    return bool(_CAPTION.search(marks)) and not _NO_CAPTION.search(marks)


def _is_named_credit_alone(caption: Element) -> bool:
    """Whether a ``<figcaption>`` is named as a credit and holds nothing else: the caption stands beside it."""
    if not _CREDIT.search(caption.marks) or _CAPTION.search(caption.marks):
        return False
    text = text_of(caption)
    return len(text) < LONGEST_CREDIT and (_is_credit_alone(_clean(text)) or len(text.split()) <= MOST_CREDIT_WORDS)


def _is_credit(element: Element) -> bool:
    if "credit" not in element.notes:
        element.notes["credit"] = "yes" if _named_credit(element) else None
    return element.notes["credit"] is not None


def _named_credit(element: Element) -> bool:
    if element.tag == "figcaption":
        return _is_named_credit_alone(element)
    if element.tag in (
        "img",
        "amp-img",
        "picture",
        "source",
        "figure",
        "iframe",
        "video",
        "button",
        "svg",
        "path",
        "meta",
        "body",
        "html",
        "script",
        "style",
    ):
        return False
    prop = element.get("itemprop").lower()
    if prop in ("copyrightholder", "credittext", "copyrightnotice"):
        return True
    if prop in ("author", "creator"):
        return _is_within_medium(element)
    if _OF_THE_PAGE.search(element.marks):
        return False
    return bool(_CREDIT.search(element.marks)) and not re.search(r"(?<![a-z])caption$|^caption(?: |$)", element.marks)


def _is_within_medium(element: Element) -> bool:
    """Whether an element stands in one that is said to be a picture or video, and not in an article."""
    for above in element.ancestors():
        kind = above.get("itemtype").lower()
        if above.tag in ("figure", "figcaption") or re.search(r"(?:image|video|media)object|photograph", kind):
            return True
        if kind or above.tag in ("article", "body"):
            return False
    return False


_OF_THE_PAGE = re.compile(  # who wrote the article is no credit of a picture
    r"(?<![a-z])(?:(?:post|entry|article|story|page|news|blog|item|content|message|tweet|status|comment)-(?:author|byline|footer|meta|info|source)|"
    r"author-(?:name|link|url|box|card|info)|vcard|fn|posted-by|reviewer|signature-article)(?![a-z])"
)


def _within(above: Element, medium: Element, media: Sequence[int]) -> _Words | None:
    """Caption and credit inside ``above`` that are this medium's, or that it shares."""
    if len(media) > 1 and above.tag != "figure" and not _holds(above, "marked", _is_marked):
        return None
    blocks, credited = _marked(above, medium, media)
    alone = len(media) <= 1 and (above.tag == "figure" or not any(e.tag == "figure" for e in above.ancestors()))
    if blocks:
        if len(media) > 1 and len(blocks) > 1:
            return _matched(blocks, medium, media)
        words = _read(blocks, credited, above)
        if words.credit is None and above.tag == "figure":
            left = frozenset({medium.order, *(e.order for e in (*blocks, *credited))})
            rest = _clean(text_of(above, without=left))
            words = words._replace(credit=_UNSEEN_LEADS.sub("", rest)) if rest and _is_credit_alone(rest) else words
        return words
    if medium.tag == "blockquote":
        return None
    if above.tag == "figure":
        opened = (e.order for e in above.elements() if e.tag == "summary" and len(text_of(e)) <= LONGEST_LABEL)
        left = frozenset({medium.order, *(e.order for e in credited), *opened})
        rest = _clean(text_of(above, without=left))
        if rest and _is_credit_alone(rest):
            return _Words(None, rest, above.order)
        if rest and len(rest) <= LONGEST_CAPTION:
            return _parted(_Words(rest, _credit_text(credited), above.order), above, medium)
    loose = _loose(above, medium, credited) if alone else None
    if loose and _is_credit_alone(loose):
        return _Words(None, " ".join(filter(None, (loose, _credit_text(credited)))), above.order)
    if loose or credited:
        return _parted(_Words(loose, _credit_text(credited), above.order), above, medium)
    return None


def _holds(above: Element, key: str, asked: Callable[[Element], bool]) -> bool:
    """Whether any element within is what is ``asked``; remembered, since each medium in a gallery asks it again."""
    if key not in above.notes:
        above.notes[key] = "yes" if any(inner is not above and asked(inner) for inner in above.elements()) else None
    return above.notes[key] is not None


def _is_marked(element: Element) -> bool:
    return _is_caption(element) or _is_credit(element)


def _parted(words: _Words, above: Element, medium: Element) -> _Words:
    """Words that nothing marks, with the credit apart where the last element that has any holds names alone."""
    if words.caption is None or words.credit or medium.order == above.order:
        return words
    parts = [inner for inner in above.elements() if not inner.contains(medium) and inner.own_text()]
    last = _clean(text_of(parts[-1])) if len(parts) > 1 else ""
    before = words.caption[: -len(last)].strip() if last and words.caption.endswith(last) else ""
    if len(before.split()) < MOST_PLAIN or not is_name_alone(last):
        return words
    return words._replace(caption=without_lead_at_end(before) or None, credit=last)


def _marked(above: Element, medium: Element, media: Sequence[int]) -> tuple[list[Element], list[Element]]:
    """The elements named as captions and as credits whose nearest media include this one."""
    blocks: list[Element] = []
    credited: list[Element] = []
    covered = -1
    for inner in above.elements():
        if inner is above or inner.order <= covered or inner.contains(medium):
            continue
        if inner.tag in ("svg", "button", "script", "style", "template", "blockquote"):
            covered = inner.end
            continue
        is_caption = _is_caption(inner)
        if (not is_caption and not _is_credit(inner)) or _holds_media(inner):
            continue
        text = text_of(inner)
        owner = _owner(inner, media)
        if not text or owner is None or not owner.contains(medium):
            continue
        if is_caption:
            blocks.append(inner)
            covered = inner.end
        elif len(text) < LONGEST_CREDIT:
            credited.append(inner)
            covered = inner.end
    return blocks, credited


def _holds_media(element: Element) -> bool:
    return any(inner.tag in _IMAGES or inner.tag in ("video", "iframe", "blockquote") for inner in element.elements())


def _read(blocks: list[Element], credited: list[Element], above: Element) -> _Words:
    """The text of caption elements; what is marked as credit inside them stands apart."""
    inner_credits = [e for block in blocks for e in _credits_in(block)]
    left = frozenset(e.order for e in (*inner_credits, *(e for block in blocks for e in _only_heard(block))))
    texts = [_clean(text_of(block, without=left)) for block in blocks]
    texts = list(dict.fromkeys(text for text in texts if text))[:MOST_PARTS]
    repeated = [text for text in texts if not any(text != other and text in other for other in texts)]
    caption = " ".join(repeated) or None
    credit = _credit_text([*inner_credits, *credited])
    if caption and credit:
        caption = without_lead_at_end(caption) or None
    if caption and credit and caption.strip(" .()") == credit.strip(" .()"):
        caption = None
    if caption and not credit and (whole := credit_in(caption)) and whole[0] == 0:
        caption, credit = None, caption
    if caption and len(caption) > LONGEST_MARKED:
        return _Words(None, credit, above.order, too_long=len(caption))
    return _Words(caption, credit, above.order)


def _only_heard(block: Element) -> list[Element]:
    """Labels in a caption that only screen readers get; one that names a credit stays, since it tells what follows."""
    found = [inner for inner in block.elements() if inner is not block and inner.is_only_heard]
    return [each for each in found if len(text := text_of(each)) <= LONGEST_LABEL and not _UNSEEN_LEADS.match(text)]


def _credits_in(block: Element) -> list[Element]:
    found: list[Element] = []
    covered = -1
    whole = _clean(text_of(block))
    for inner in block.elements():
        if inner is block or inner.order <= covered:
            continue
        text = text_of(inner)
        text = _clean(text) if len(text) < 2 * LONGEST_CREDIT else text
        named = _is_credit(inner) or inner.tag == "cite" or (inner.tag in _CREDIT_TAGS and _is_credit_alone(text))
        apart = text != whole or (_is_credit(inner) and not _CAPTION.search(inner.marks))
        if not _is_credit(inner) and _continues(whole, text):
            continue
        if text and apart and len(text) < LONGEST_CREDIT and named and _at_end(whole, text):
            found.append(inner)
            covered = inner.end
    last = _last_part(block) if not found else None
    return [last] if last else found


def _continues(whole: str, part: str) -> bool:
    """Whether an account at the end of a caption ends its sentence: "... in a screenshot of a clip by @account"."""
    before = whole.rstrip(" .").removesuffix(part).rstrip()
    words = before.split()[-6:]
    return part.startswith("@") and len(words) == 6 and words[-1].islower() and all(w[-1].isalnum() for w in words)


def _last_part(block: Element) -> Element | None:
    """The last of a caption's elements where it holds names alone, after one that holds words: its credit."""
    parts = [child for child in block.children if not isinstance(child, str) or child.strip()]
    while len(parts) == 1 and isinstance(parts[0], Element):  # a wrapper around all of it
        parts = [child for child in parts[0].children if not isinstance(child, str) or child.strip()]
    last = parts[-1] if len(parts) > 1 else None
    if not isinstance(last, Element) or last.tag not in _CREDIT_TAGS or last.tag in ("em", "i", "b", "strong"):
        return None
    before = parts[-2]
    text = _clean(text_of(last))
    words = text_of(before) if isinstance(before, Element) else squeezed(before)
    is_apart = isinstance(before, Element) or bool(re.search(r"[.!?…»”\"؟)]$", words))
    return last if is_apart and len(words.split()) > 3 and is_name_alone(text) else None


_CREDIT_TAGS = frozenset({"a", "small", "span", "em", "i", "p", "div", "b", "strong", "h6", "sup", "dd"})


def _is_credit_alone(text: str) -> bool:
    """Whether a piece of a caption that has an element of its own is its credit."""
    found = credit_in(text)
    if found is None:
        return False
    return found[0] == 0 or (len(text.split()) <= 8 and bool(_PERSON.fullmatch(text[: found[0]].strip())))


_PERSON = re.compile(r"(?:[A-ZÀ-ÞŠŽ][\w.'’-]*\s?){1,5}")


def _at_end(whole: str, part: str) -> bool:
    """A credit stands at an end of its caption, or is all of it; elsewhere it is part of the sentence."""
    bare = whole.strip(" .()[]|-–—")
    piece = part.strip(" .()[]|-–—")
    return bool(piece) and (bare.endswith(piece) or bare.startswith(piece))


_UNSEEN_LEADS = re.compile(  # leads that pages hide from readers who can see
    r"(?i)^\s*(?:image (?:source|copyright)\s*,|media source\s*,|صدر الصورة\s*[،,]|مصدر الصورة\s*[،,]|"
    r"fuente de la imagen\s*,|"
    r"crédit photo\s*,|bildquelle\s*,|(?:credit\s?){1,4}(?:\.\.\.|…))\s*"
)


def _credit_text(elements: Iterable[Element]) -> str | None:
    texts = [_UNSEEN_LEADS.sub("", squeezed(_BUTTONS.sub(" ", text_of(e)))) for e in elements]
    texts = list(dict.fromkeys(t for t in texts if t.strip(" |-–—:,.")))[:MOST_PARTS]
    kept = [t for t in texts if not any(t != other and t in other for other in texts)]
    return " ".join(kept) or None


# What stands where a post would be, until a reader agrees.
_CONSENT = re.compile(
    r"(?i)\W*(?:externer? inhalt|inhalt(?:e)? (?:laden|von)|(?:um|für) (?:diesen?|das anzeigen|dieses)|"
    r"wir benötigen ihre|"
    r"empfohlener redaktioneller|external content|to (?:view|see|show) this (?:content|post|video|"
    r"tweet)|this content|"
    r"contenu externe|pour (?:voir|afficher) ce|contenido externo|para ver est[ea]|"
    r"externt innehåll|"
    r"för att (?:se|visa)|محتوى خارجي|لعرض هذا)\b"
)


def _clean(text: str) -> str:
    if len(text) > LONGEST_CLEANED:
        return text
    if _CONSENT.match(text):
        return ""
    return squeezed(_MARK_WORDS.sub("", _BUTTONS.sub(" ", text))).strip(" |")


def _loose(above: Element, medium: Element, credited: Sequence[Element]) -> str | None:
    """Text beside a medium in an element of their own, which nothing marks as its caption."""
    if above.tag not in (
        "p",
        "div",
        "center",
        "td",
        "tr",
        "tbody",
        "table",
        "li",
        "span",
        "a",
        "dl",
        "dt",
        "section",
        "font",
        "figure",
    ):
        return None
    left = frozenset(
        {
            *(e.order for e in credited),
            *(e.order for e in above.elements() if e.tag in ("h1", "h2", "time", "nav", "ul", "ol")),
            *(e.order for e in above.elements() if e is not above and _is_around_text(e)),
        }
    )
    text = _clean(text_of(above, without=left | {medium.order}))
    if not text or len(text) > LONGEST_LOOSE:
        return None
    if credited or _PICTURE_BOX.search(above.marks) or _small_text(above) == text:
        return text
    if above.tag in ("table", "tbody", "td", "tr", "center", "dl", "figure"):
        return text
    return text if ends_in_credit(text) or _is_box_of_one(above, medium, text) else None


def _is_box_of_one(above: Element, medium: Element, text: str) -> bool:
    """Whether an element holds a picture and its words alone, in elements that are neither paragraphs nor links."""
    if (
        above.tag != "div"
        or above.end - above.order > MOST_OF_BOX
        or above.own_text()
        or len(text.split()) < MOST_PLAIN
    ):
        return False
    words = [inner for inner in above.elements() if inner.own_text() and not inner.contains(medium)]
    if not words or any(inner.tag not in ("div", "span", "small", "em", "i") for inner in words):
        return False
    return min(inner.order for inner in words) > medium.order


MOST_OF_BOX = 20  # elements of a picture with its words
MOST_PLAIN = 4  # words, under which a text beside a picture is rather a label


def _is_around_text(element: Element) -> bool:
    """Whether an element is no text: something to press, or what a post says of its author, time and readers."""
    if element.tag == "a" and re.match(r"#|javascript:", element.get("href")) and not _is_caption(element):
        return True
    if element.get("role") in ("button", "toolbar", "menu") or _CONTROLS.search(element.marks):
        return not _holds_media(element)
    about = _ABOUT_POST.search(element.marks) and not _is_caption(element)
    return bool(about) and not _holds_media(element) and len(text_of(element)) <= LONGEST_LABEL * 2


_CONTROLS = re.compile(
    r"(?<![a-z])(?:controls?|buttons?|btn|toolbar|buy(?:-now)?|purchase|hidden-print|no-print|noprint|tooltip|"
    r"zoom|enlarge|fullscreen|share(?:-tools|-bar)?|duration|print-hide|d-print-none|lightbox-(?:open|link)|download)"
    r"(?![a-z])"
)
_ABOUT_POST = re.compile(
    r"(?<![a-z])(?:(?:message|post|tweet|status|entry|item|story|comment|update)-(?:author|user|owner|footer|info|meta|"
    r"views?|date|time|header|forwarded(?:-from)?|reply|reactions?|actions?|counts?|counters?|service|from|via)"
    r"(?:-[a-z]+)*|owner-name|author-name|user-?name|screen-?name|display-name|handle|from-name|forwarded(?:-[a-z]+)*|"
    r"timestamp|permalink|view-?count|views|likes?|reactions?|retweets?|reply-count|metrics)(?![a-z])"
)
_PICTURE_BOX = re.compile(
    r"(?<![a-z])(?:pic|picture|image|img|photo|foto|bild|absatzbild|figure|thumb|wp-caption)(?:-?(?:box|wrap|wrapper|container|block|inner|full))?(?![a-z])"
)


def _small_text(element: Element) -> str:
    """What stands in small or slanted letters inside."""
    found, covered = [], -1
    for inner in element.elements():
        if inner.order > covered and inner.tag in ("em", "i", "small", "font", "cite", "sub"):
            found.append(text_of(inner))
            covered = inner.end
    return _clean(" ".join(found))


def _matched(blocks: list[Element], medium: Element, media: Sequence[int]) -> _Words | None:
    """Of several captions beside several media, the one of the same number, or else the next one."""
    if len(blocks) == len(media):
        block = blocks[list(media).index(medium.order)]
    else:
        following = [block for block in blocks if block.order > medium.order]
        if not following:
            return None
        block = following[0]
    return _read([block], [], block)


def _beside(inner: Element, orders: Sequence[int]) -> _Words | None:
    """A caption that follows the medium's own element, and is not in that of another. ``orders``: of all media."""
    following = [e for e in inner.following() if text_of(e) or _holds_media(e)]
    if not following:
        return None
    after = following[0]
    if bisect_right(orders, after.end) > bisect_left(orders, after.order):
        return None
    if _holds_media(after) or after.tag in ("h1", "h2", "h3", "h4", "table", "ul", "ol", "nav", "blockquote", "figure"):
        return None
    text = _clean(text_of(after))
    if not text or text.startswith("http") or (len(text) > LONGEST_CAPTION and not _is_caption(after)):
        return None
    if furniture.leads_away(text) and not _is_caption(after):
        return None
    if _is_caption(after):
        return _read([after], [], after)
    inside = [e for e in after.elements() if e is not after and _is_caption(e)]
    if inside and len(text_of(after)) < LONGEST_CAPTION and text_of(inside[0]) == text_of(after):
        return _read([inside[0]], [], after)
    if _is_credit(after) and len(text) < LONGEST_CREDIT:
        return _Words(None, text, after.order)
    is_loose = len(text) <= LONGEST_LOOSE and after.tag in ("p", "div", "em", "small", "i", "span", "center", "font")
    if is_loose and (after.tag == "small" or _small_text(after) == text or ends_in_credit(text) or _is_centred(after)):
        return _Words(text, None, after.order)
    return None


def _beside_all(inner: Element, orders: Sequence[int]) -> _Words | None:
    """A caption that follows several media in a box of their own, of which ``inner`` is one."""
    here = inner
    for _ in range(MOST_ROWS):
        box = here.parent
        if box is None or box.tag in ("body", "main", "article") or _has_running_text(box, most=1):
            return None
        for place, each in enumerate(here.following()):
            if place >= MOST_IN_ROW:
                return None
            if text_of(each):
                return _beside(here, orders)
            here = each if _holds_media(each) else here
        if text_of(box):
            return None
        here = box
        if words := _beside(here, orders):
            return words
    return None


MOST_ROWS = 3  # boxes in each other that hold media alone
MOST_IN_ROW = 12  # elements beside each other under one caption


def _is_centred(element: Element) -> bool:
    style = element.get("style").replace(" ", "").lower()
    if (
        re.search(r"(?<![a-z])(?:text-)?(?:align-?)?cent(?:er|re)d?(?![a-z])", element.marks)
        and "small" in element.marks
    ):
        return True
    return "text-align:center" in style and ("font-size" in style or "italic" in style)


_PICTURE_FILE = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)")


_SAID_BY = re.compile(  # attributes in which galleries and lightboxes keep a picture's caption
    r"data-(?!(?:[a-z]+-)*(?:share|sharing|pin|og|seo|social|page|article|post|meta|site|button|link|icon|twitter)-)"
    r"(?:[a-z]+-){0,4}(caption|description|desc|sub-html|title)(?:-text)?$"
)


def _attribute_caption(element: Element) -> str | None:
    """A caption that a script was to take from the picture's attributes."""
    near = (element, *islice(element.ancestors(), 2))
    keys = [(found[1], each.get(key)) for each in near for key in each.attributes if (found := _SAID_BY.match(key))]
    for word in ("caption", "description", "desc", "sub-html", "title"):
        for text in (text for said, text in keys if said == word):
            plain = squeezed(re.sub(r"<[^>]{0,300}>", " ", text[:LONGEST_CLEANED]))
            if len(plain) > 3 and (" " in plain or word == "caption"):
                return _clean(plain)
    link = _link_of(element)
    if link is not None and _PICTURE_FILE.search(link.get("href")):  # what a lightbox writes under the picture
        said = squeezed(re.sub(r"<[^>]{0,300}>", " ", link.get("title")))
        if " " in said and not _PICTURE_FILE.search(said) and not _BUTTONS.fullmatch(said):
            return _clean(said)
    marks = element.get("class").lower().split()
    if "caption" in marks and len(element.get("title")) > 3:  # Joomla's script makes a caption of it
        return _clean(element.get("title"))
    return None


# ---- one record for each


def _shown(each: _Found, captions: dict[int, _Words], kept: Sequence[_Found]) -> Shown:
    words = captions[each.element.order]
    same = [
        o
        for o in kept
        if captions[o.element.order].scope == words.scope and captions[o.element.order].caption == words.caption
    ]
    link = next(
        (
            above.get("href")
            for above in (each.element, *each.element.ancestors())
            if above.tag == "a" and above.get("href")
        ),
        None,
    )
    caption = words.caption
    if each.embed and each.embed.words and not caption:
        caption = each.embed.words
    alt = squeezed(each.element.get("alt")) or None
    return Shown(
        element=each.element,
        kind=each.kind,
        kind_known=each.kind_known,
        addresses=each.addresses,
        embed=each.embed,
        caption=caption,
        credit=words.credit,
        alt=alt,
        title=squeezed(each.element.get("title")) or None,
        link=link,
        group=words.scope,
        of_group=len(same) if words.caption else 1,
        in_group=next(place for place, other in enumerate(same) if other is each),
        of_post=words.of_post,
        profile=_profile(each.element, words.scope) if words.of_post else None,
        too_long=words.too_long,
    )


def _profile(medium: Element, text: int) -> str | None:
    """The first link in the box of a post that leads to an account and to no post. ``text``: order of its words."""
    box = next((above for above in medium.ancestors() if above.order <= text <= above.end), None)
    for above in islice((box, *box.ancestors()), 3) if box else ():
        if above.tag in ("body", "main") or above.end - above.order > LARGEST_POST or len(_post_texts(above)) > 1:
            return None
        links = islice((each.get("href") for each in above.elements() if each.tag == "a"), MOST_LINKS)
        if found := next((link for link in links if is_profile(link)), None):
            return found
    return None


LARGEST_POST = 300  # elements of one post
MOST_LINKS = 10  # of one post that are looked at; its author's is among the first


def _merged(shown: Sequence[Shown]) -> list[Shown]:
    """Each picture once, whatever its sizes; twice only where two captions say different things of it."""
    kept: list[Shown] = []
    for each in shown:
        keys = {key for address in each.addresses if (key := key_of(address))}
        if each.embed and each.embed.address:
            keys = {post_key(each.embed.address)}
        twin = next(
            (place for place, other in enumerate(kept) if keys and keys & keys_of(other) and _agree(each, other)), None
        )
        if twin is None:
            kept.append(each)
        else:
            kept[twin] = _joined(kept[twin], each)
    return kept


def keys_of(shown: Shown) -> set[str]:
    if shown.embed and shown.embed.address:
        return {post_key(shown.embed.address)}
    return {key for address in shown.addresses if (key := key_of(address))}


def _agree(a: Shown, b: Shown) -> bool:
    return not a.caption or not b.caption or a.caption in b.caption or b.caption in a.caption


def _joined(a: Shown, b: Shown) -> Shown:
    longer = max((a.caption or "", b.caption or ""), key=len) or None
    return a._replace(
        caption=longer,
        credit=a.credit or b.credit,
        alt=a.alt or b.alt,
        title=a.title or b.title,
        addresses=tuple(dict.fromkeys((*a.addresses, *b.addresses))),
        of_group=min(a.of_group, b.of_group),
    )


def _stem(address: str) -> str:
    """The name of an address's file without its size and ending."""
    return _SIZE.sub("", file_name(address).lower().rpartition(".")[0])


_SIZE = re.compile(
    r"(?:[-_.@](?:\d{2,4}x\d{2,4}|\d{2,4}w|[23]x|scaled|large|medium|small|thumb(?:nail)?|full|big|xl|lg|"
    r"md|sm|orig(?:inal)?|e\d{10,})|_\d{3,4}|-\d{3,4})+$"
)


def key_of(address: str) -> str:
    """What the addresses of one picture in several sizes have in common: its file's name without the size."""
    if address.startswith("data:"):
        return f"data:{len(address)}:{hash(address)}"
    inner = re.search(r"(?:url|src|image)=(https?[^&]+)", address)
    name = file_name(inner[1].replace("%3A", ":").replace("%2F", "/") if inner else address)
    stem, _, ending = name.rpartition(".")
    stem = stem or ending
    bare = _SIZE.sub("", stem.lower())
    if len(bare) < 4 or re.fullmatch(
        r"(?:image|img|photo|default|original|master|file|index|download|foto|bild|picture|pic|wide|square|portrait|"
        r"landscape|cinemascope|desktop|mobile|teaser|preview|normal|standard|crop|web|max|width|\d{1,3}|"
        r"\w{1,2}\d{1,2})(?:[\d_-]|desktop|mobile|tablet|x)*",
        bare,
    ):
        return re.sub(r"[?#].*", "", address).lower()
    return bare
