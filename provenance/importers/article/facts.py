"""What a page says of itself: outlet, address, date, title, author, language, and media in its data blocks.

JSON-LD, OpenGraph and other meta elements, ``<time>``; each field with the place that it was read from.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance.dates import DateRange, parse_date
from provenance.errors import BadDate, BadUrl
from provenance.importers.article.page import absolute, web_address
from provenance.importers.article.tree import in_order, squeezed, text_of
from provenance.named import NamedTuple
from provenance.platforms import read_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.importers.article.tree import Element

MOST_DATA = 2_000_000  # characters of one JSON-LD block that are read
DEEPEST_DATA = 40
LONGEST_SAID = 5_000  # characters of one value in the page's head and data; what is longer is none of what is read
LONGEST_TITLE = 1_000  # characters of a page's title in which headline and outlet are told apart
EARLIEST_YEAR = "1600"  # of a page's dates; an earlier one is of another calendar: 1437-09-24 was in June 2016
LONGEST_MOMENT = 200  # characters of a date as machines write it
_ARTICLES = ("article", "blogposting", "report", "liveblog", "webpage", "posting")
_IMAGES = frozenset({"imageobject", "image", "photograph"})
_VIDEOS = frozenset({"videoobject", "video", "clip"})
_PUBLISHED = in_order(
    """
article:published_time og:article:published_time datepublished date.published parsely-pub-date sailthru.date
dc.date.issued dcterms.created dcterms.date dcterms.issued dc.date dc.date.created publish-date publish_date
published_time pubdate publishdate date article.published cxenseparse:recs:publishtime og:published_time
rnews:datepublished publication_date last-modified created citation_publication_date
"""
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{2}:\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?.*", re.DOTALL
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})\d{0,2}(Z)?)?")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")


class DataMedium(NamedTuple):
    """A picture or video that a data block describes."""

    is_video: bool
    address: str | None
    embed: str | None
    caption: str | None
    credit: str | None
    title: str | None
    uploaded: str | None
    thumbnail: str | None
    is_main: bool  # the article's own, and not only mentioned somewhere in the data


class Facts(NamedTuple):
    """What a page says of itself; None is "does not say"."""

    outlet: str | None
    url: str | None  # canonical
    base: str | None  # what relative addresses are relative to
    published: DateRange | None
    published_text: str | None  # as given
    published_from: str | None  # where that stood
    title: str | None
    author: str | None
    language: str | None  # as the page declares
    media: tuple[DataMedium, ...]
    share_image: str | None  # OpenGraph: the picture of previews, often the lead picture
    share_alt: str | None
    unread: tuple[str, ...]  # data that could not be parsed


def facts_of(root: Element, *, saved_from: str | None, url: str | None, published: str | None) -> Facts:
    """What the page says. ``published``, given by a person, wins; ``url`` counts where the page names no address.

    Raises:
        BadDate: ``published`` is no date.
        BadUrl: ``url`` is none.
    """
    metas = _metas(root)
    data, unread = _data_blocks(root)
    article = _article_of(data)
    address = _address(root, metas, article, saved_from=saved_from, given=url)
    date, date_text, date_from = _published(root, metas, article, address, given=published)
    base = next((_href for e in root.elements() if e.tag == "base" and (_href := web_address(e.get("href")))), None)
    return Facts(
        outlet=_outlet(root, metas, data, article, address),
        url=address,
        base=base or web_address(saved_from) or address,
        published=date,
        published_text=date_text,
        published_from=date_from,
        title=_title(root, metas, article),
        author=_author(metas, article),
        language=_language(root, metas, article),
        media=(*_media(data, article), *_state_media(root)),
        share_image=_first(
            metas, "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"
        ),
        share_alt=_first(metas, "og:image:alt", "twitter:image:alt"),
        unread=tuple(unread),
    )


def _metas(root: Element) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for element in root.elements():
        if element.tag == "meta" and 0 < len(element.get("content")) <= LONGEST_SAID:
            for name in ("property", "name", "itemprop"):
                if key := element.get(name).lower():
                    found.setdefault(key, element.get("content"))
    return found


def _first(metas: Mapping[str, str], *names: str) -> str | None:
    return next((squeezed(metas[name]) for name in names if metas.get(name, "").strip()), None)


def _data_blocks(root: Element) -> tuple[list[Mapping[str, object]], list[str]]:
    """Every object in the page's JSON-LD, outermost first."""
    found: list[Mapping[str, object]] = []
    unread = []
    for element in root.elements():
        if element.tag != "script" or "ld+json" not in element.get("type").lower():
            continue
        text = "".join(child for child in element.children if isinstance(child, str)).strip()
        text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\s*\]\]>|/\*\]\]>\*/)\s*$", "", text)
        try:
            if len(text) > MOST_DATA:
                raise ValueError("too long")
            found += _objects(json.loads(_whole(text), strict=False))
        except (ValueError, RecursionError) as error:
            unread.append(f"JSON-LD: {error}")
    return found, unread


# Half a surrogate pair written as an escape is no character, and could be stored nowhere.
_HALF = re.compile(
    r"(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|"
    r"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)


def _whole(data: str) -> str:
    return _HALF.sub(r"\1\\ufffd", data)


def _objects(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    if depth > DEEPEST_DATA:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)


def _is_a(thing: Mapping[str, object], kinds: tuple[str, ...] | frozenset[str]) -> bool:
    given = thing.get("@type", "")
    names = [str(name).rpartition("/")[2].lower() for name in (given if isinstance(given, list) else [given])]
    if isinstance(kinds, frozenset):
        return any(name in kinds for name in names)
    return any(name.endswith(kind) for name in names for kind in kinds)


def _said(value: object) -> str | None:
    """A text, or the name of a thing, or the first of a list."""
    if isinstance(value, list):
        return next((said for each in value if (said := _said(each))), None)
    if isinstance(value, dict):
        return next((said for key in ("name", "@value", "text", "url", "@id") if (said := _said(value.get(key)))), None)
    if isinstance(value, str) and len(value) <= LONGEST_SAID:
        return squeezed(_without_tags(value)) or None
    return None


def _without_tags(text: str) -> str:
    return re.sub(r"<[^>]{0,300}>", " ", text) if "<" in text else text


def _media(data: list[Mapping[str, object]], article: Mapping[str, object]) -> Iterator[DataMedium]:
    main = {id(inner) for key in ("image", "video", "associatedMedia") for inner in _objects(article.get(key))}
    for thing in data:
        is_video = _is_a(thing, _VIDEOS)
        if not is_video and not _is_a(thing, _IMAGES):
            continue
        address = _said(thing.get("contentUrl")) or (None if is_video else _said(thing.get("url")))
        yield DataMedium(
            is_video=is_video,
            address=address,
            embed=_said(thing.get("embedUrl")) or (_said(thing.get("url")) if is_video else None),
            caption=_said(thing.get("caption")) or _said(thing.get("description")),
            credit=_said(thing.get("creditText"))
            or _said(thing.get("copyrightHolder"))
            or _said(thing.get("copyrightNotice")),
            title=_said(thing.get("name")) or _said(thing.get("headline")),
            uploaded=_said(thing.get("uploadDate")),
            thumbnail=_said(thing.get("thumbnailUrl")),
            is_main=id(thing) in main,
        )


# What the data from which a script draws the page call a picture's address, caption and credit.
_STATE_ADDRESS = ("url", "src", "contentUrl", "href", "imageUrl", "image_url", "originalUrl", "assetUrl", "file")
_STATE_CAPTION = ("caption", "captionText", "caption_text", "legend", "cutline", "captionHtml", "figcaption")
_STATE_CREDIT = ("credit", "credits", "creditText", "credit_text", "photographer", "copyright", "attribution")


def _state_media(root: Element) -> Iterator[DataMedium]:
    """Pictures with a caption or credit in the data from which a script draws the page: never shown by that alone."""
    left = MOST_DATA
    for element in root.elements():
        is_state = element.get("type").lower() == "application/json" or element.get("id") == "__NEXT_DATA__"
        if element.tag != "script" or not is_state:
            continue
        text = "".join(child for child in element.children if isinstance(child, str)).strip()
        left -= len(text)
        if left < 0:
            return
        try:
            things = list(_objects(json.loads(_whole(text), strict=False)))
        except (ValueError, RecursionError):
            continue
        for thing in things:
            caption, credit = _text_at(thing, _STATE_CAPTION), _text_at(thing, _STATE_CREDIT)
            address = next((said for key in _STATE_ADDRESS if (said := _text_at(thing, (key,)))), None)
            if address and "/" in address and (caption or credit):
                yield DataMedium(False, address, None, caption, credit, None, None, None, False)


def _text_at(thing: Mapping[str, object], keys: tuple[str, ...]) -> str | None:
    return next((said for key in keys if isinstance(thing.get(key), str) and (said := _said(thing[key]))), None)


def _address(
    root: Element,
    metas: Mapping[str, str],
    article: Mapping[str, object],
    *,
    saved_from: str | None,
    given: str | None,
) -> str | None:
    own = _own_address(root, metas, article, saved_from=saved_from)
    if given:
        read_url(given)
    return own if own and (not given or names_a_page(own)) else given


def names_a_page(address: str) -> bool:
    """Whether an address is that of a page, and not only of a site, as some pages give theirs."""
    return bool(urlsplit(address).path.strip("/") or urlsplit(address).query)


def address_of(root: Element, *, saved_from: str | None) -> str | None:
    """The address that the page names as its own, or whatever saved it does; None where there is none."""
    data, _ = _data_blocks(root)
    return _address(root, _metas(root), _article_of(data), saved_from=saved_from, given=None)


def _article_of(data: list[Mapping[str, object]]) -> Mapping[str, object]:
    """The data block of the article itself."""
    return next((each for each in data if _is_a(each, _ARTICLES) and "headline" in each), None) or next(
        (each for each in data if _is_a(each, _ARTICLES)), {}
    )


def _own_address(
    root: Element, metas: Mapping[str, str], article: Mapping[str, object], *, saved_from: str | None
) -> str | None:
    links = [e.get("href") for e in root.elements() if e.tag == "link" and "canonical" in e.get("rel").lower().split()]
    main = article.get("mainEntityOfPage")
    said = [*links, metas.get("og:url"), _said(article.get("url")), _said(main), metas.get("twitter:url"), saved_from]
    for text in said:
        address = web_address(text) or (absolute(text, saved_from) if text else None)
        if address and _is_good(address):
            return address
    return None


def _is_good(address: str) -> bool:
    try:
        read_url(address)
    except BadUrl:
        return False
    return True


def _published(
    root: Element, metas: Mapping[str, str], article: Mapping[str, object], address: str | None, *, given: str | None
) -> tuple[DateRange | None, str | None, str | None]:
    """The date, as given, and where it stood."""
    if given:
        return parse_date(given), given, "given"
    said = [(_said(article.get("datePublished")), "JSON-LD"), (_said(article.get("dateCreated")), "JSON-LD")]
    said += [(metas.get(name), f"meta {name}") for name in _PUBLISHED]
    said += [(text, "time element") for text in _times(root)]
    for text, where in said:
        if text and (date := read_moment(text)):
            return date, text, where
    if address and (found := _IN_ADDRESS.search(address)):
        date = read_moment(f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}")
        return date, found[0].strip("/-") if date else None, "address"
    return None, None, None


def read_moment(text: str) -> DateRange | None:
    """A date as machines write it; None for anything else."""
    if len(text) > LONGEST_MOMENT:
        return None
    bare = squeezed(text)
    if found := _COMPACT.fullmatch(bare):
        bare = f"{found[1]}-{found[2]}-{found[3]}" + (f"T{found[4]}:{found[5]}{found[6] or ''}" if found[4] else "")
    elif found := _SLASHED.match(bare):
        bare = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if found := _ISO.fullmatch(bare):
        if found[1] < EARLIEST_YEAR:
            return None
        zone = {"UTC": "Z", "GMT": "Z"}.get(found[4] or "", found[4] or "")
        clock = f"T{found[2]}" + (f":{found[3]}" if found[3] else "") if found[2] else ""
        bare = f"{found[1]}{clock}{zone if clock else ''}"
    try:
        return parse_date(bare)
    except BadDate:
        return None


def _times(root: Element) -> Iterator[str]:
    """Dates of ``<time>`` and ``itemprop``, those that say that they are of publication first."""
    found: list[tuple[int, str]] = []
    for element in root.elements():
        prop = element.get("itemprop").lower()
        is_named = element.tag in ("abbr", "span") and re.search(
            r"(?:^| )(?:published|dtpublished|pubdate|publish-?date)(?= |$)", element.marks
        )
        if element.tag == "time" or is_named or prop in ("datepublished", "datecreated"):
            text = element.get("datetime") or element.get("content") or element.get("title") or text_of(element)
            inside = " ".join(above.marks for above in (element, *element.ancestors()))
            later = re.search(r"modif|updat|relat|comment|sidebar|aside|teaser|card", inside) or _at_foot_of_page(
                element
            )
            first = prop == "datepublished" or "pubdate" in element.attributes or "publish" in element.marks
            found.append((3 if later else 2 if "footer" in inside else 0 if first else 1, text))
    yield from (text for rank, text in sorted(found, key=lambda each: each[0]) if rank < 3)


def _at_foot_of_page(element: Element) -> bool:
    """Whether an element stands in a footer that is not that of an article."""
    above = list(element.ancestors())
    foot = next((at for at, each in enumerate(above) if each.tag == "footer" or "footer" in each.marks), None)
    return foot is not None and not any(each.tag == "article" for each in above[foot:])


_DATED = re.compile(
    r"(?<![a-z])(?:date|datum|fecha|published|publish|posted|pubdate|time|timestamp|meta|byline|dateline|"
    r"entry-date|created|info)(?![a-z])"
)


def visible_date(root: Element, *, before: int, language: str | None) -> tuple[DateRange, str] | None:
    """The date that stands near the headline in words. ``before``: order of the first paragraph."""
    from provenance.importers.article.line_kinds import date_in

    for element in root.elements():
        if element.order >= before:
            return None
        label = element.get("aria-label")
        # "27 February 2022": the link of a post to itself
        is_post = element.tag == "a" and 0 < len(label) <= LONGEST_MOMENT and _is_post(element.get("href"))
        if is_post and (date := date_in(label, language=language)):
            return date, label
        if (
            _DATED.search(element.marks)
            and len(text := text_of(element)) <= 90
            and (date := date_in(text, language=language))
        ):
            return date, text
    return None


def _is_post(address: str) -> bool:
    """Whether an address is that of one post of a platform."""
    if not web_address(address):
        return False
    try:
        return read_url(address).post_id is not None
    except BadUrl:
        return False


def _outlet(
    root: Element,
    metas: Mapping[str, str],
    data: list[Mapping[str, object]],
    article: Mapping[str, object],
    address: str | None,
) -> str | None:
    publisher = article.get("publisher") or article.get("sourceOrganization")
    reference = publisher.get("@id") if isinstance(publisher, dict) else None
    named = next((thing for thing in data if reference and thing.get("@id") == reference and thing.get("name")), None)
    name = _said(named.get("name")) if named else _said(publisher)
    said = _first(metas, "og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "publisher")
    if name and not web_address(name):
        return name
    return said or _site(root, metas, data, article) or (read_url(address).name if address else None)


_SITES = ("website", "newsmediaorganization", "organization")
_PARTS = re.compile(r"\s+[|–—·•«»-]\s+|\s*[|·•]\s*|\s*:\s+|\s+::\s+")
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright|حقوق النشر محفوظة|جميع الحقوق محفوظة)\W*(?:(?:19|20)\d\d\W*)*(?:by |لـ?\s?|لموقع\s)?"
    r"(?P<name>[^.,|–—©\d]{3,50}?)(?=\s*(?:[.,|–—©]|\d{4}|all rights|alle rechte|tous droits|todos los|"
    r"med ensamrätt|$))",
    re.IGNORECASE,
)
_NO_SITE = re.compile(
    r"(?i)^\W*(?:logo|home(?:page)?|start(?:seite|sida)?|accueil|inicio|menu|image|all rights.*|الرئيسية)\W*$"
)


def _site(
    root: Element, metas: Mapping[str, str], data: list[Mapping[str, object]], article: Mapping[str, object]
) -> str | None:
    """The site's name where nothing is marked as it: beside the headline in the title, on the logo, in the footer."""
    named = next(
        (_said(each.get("name")) for each in data if _is_a(each, frozenset(_SITES)) and each.get("name")), None
    )
    said = [named, _of_title(root, metas, article), *_of_logos(root), _of_footer(root)]
    return next((text for text in said if text and len(text) <= 60 and not _NO_SITE.match(text)), None)


def _of_title(root: Element, metas: Mapping[str, str], article: Mapping[str, object]) -> str | None:
    """What stands in the page's title beside the headline."""
    elements = list(root.elements())
    title = next((text_of(each) for each in elements if each.tag == "title"), "")[:LONGEST_TITLE]
    heads = [_said(article.get("headline")), _first(metas, "og:title", "twitter:title")]
    heads += [
        text
        for each in elements
        if each.tag in ("h1", "h2", "h3") and not _is_of_site(each) and (text := text_of(each))
    ]
    for head in filter(None, heads):
        place = title.find(head)
        if place < 0 or len(head) < 8:
            continue
        before, after = title[:place], title[place + len(head) :]
        for rest in (after, before):
            parts = [part.strip(" |–—·•«»:-") for part in _PARTS.split(rest)]
            if kept := [part for part in parts if len(part) > 2]:
                return kept[-1] if rest == after else kept[0]
    return None


def _is_of_site(heading: Element) -> bool:
    """Whether a heading is the site's own name, as on its logo, and no headline."""
    near = [heading, *islice(heading.ancestors(), 2)]
    return any(
        (each.tag == "a" and _is_home(each.get("href")))
        or re.search(r"(?<![a-z])(?:logos?|masthead)(?![a-z])", each.marks)
        for each in near
    )


def _of_logos(root: Element) -> Iterator[str]:
    for element in root.elements():
        if element.tag in ("img", "svg", "amp-img") and (words := element.get("alt") or element.get("aria-label")):
            above = [element, *list(element.ancestors())[:3]]
            at_home = any(each.tag == "a" and _is_home(each.get("href")) for each in above)
            if at_home or any(re.search(r"(?<![a-z])(?:logos?|brand|masthead)(?![a-z])", each.marks) for each in above):
                yield re.sub(
                    r"(?i)\s*[-–|:]?\s*(?:logo|home ?page|home)$|^(?:logo(?: of| von| de| du)?|شعار)\s+", "", words
                )


def _is_home(address: str) -> bool:
    return bool(re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+)?", address)) and bool(address)


def _of_footer(root: Element) -> str | None:
    for element in root.elements():
        if element.tag == "footer" or re.search(
            r"(?<![a-z])(?:site-footer|footer|copyright|colophon)(?![a-z])", element.marks
        ):
            words = text_of(element)
            if len(words) < 2_000 and (found := _RIGHTS.search(words)):
                return found["name"].strip()
    return None


def _title(root: Element, metas: Mapping[str, str], article: Mapping[str, object]) -> str | None:
    heads = [text_of(element) for element in root.elements() if element.tag == "h1"]
    title = next((text_of(element) for element in root.elements() if element.tag == "title"), None)
    said = [_said(article.get("headline")), _first(metas, "og:title", "twitter:title"), *heads, title]
    return next((text for text in said if text and len(text) <= LONGEST_TITLE), None)


def _author(metas: Mapping[str, str], article: Mapping[str, object]) -> str | None:
    said = [_said(article.get("author")), _first(metas, "author", "article:author", "parsely-author", "dc.creator")]
    return next((text for text in said if text and not web_address(text)), None)


def _language(root: Element, metas: Mapping[str, str], article: Mapping[str, object]) -> str | None:
    said = [
        root.get("lang"),
        root.get("xml:lang"),
        _said(article.get("inLanguage")),
        _first(metas, "og:locale", "language"),
    ]
    for text in said:
        if text and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", text):
            return text.replace("_", "-")
    return None
