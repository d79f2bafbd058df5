"""One ClaimReview or MediaReview (schema.org), or one claim of a fact-check search, becomes intakes.

The medium is recorded by reference at each place where the review says that it appeared; without one, the claim
alone. When a claim was made is not when the thing happened: a review names no date of the event, and none is set.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.dates import parse_date
from provenance.errors import BadDate, BadManifest, BadUrl
from provenance.identity import canonical_json
from provenance.importers.feeds.nodes import Graph, types_of
from provenance.importers.feeds.ratings import NOT_KNOWN, category_of, meaning_of, rating_on_scale
from provenance.judgement import Finding
from provenance.model import Claim, Intake, MediaKind
from provenance.named import NamedTuple
from provenance.platforms import read_url
from provenance.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.importers.feeds.nodes import Node
    from provenance.judgement import MediaCategory
    from provenance.model import Rating

REVIEWS = ("ClaimReview", "MediaReview")
KINDS = {
    "ImageObject": MediaKind.IMAGE,
    "ImageObjectSnapshot": MediaKind.IMAGE,
    "Photograph": MediaKind.IMAGE,
    "VideoObject": MediaKind.VIDEO,
    "VideoObjectSnapshot": MediaKind.VIDEO,
    "Clip": MediaKind.VIDEO,
    "VideoClip": MediaKind.VIDEO,
    "Movie": MediaKind.VIDEO,
}
# What a place may be called that is neither picture nor video, and yet shows one or is a post about it.
WORKS = frozenset(("CreativeWork", "SocialMediaPosting", "Article", "NewsArticle", "BlogPosting", "WebPage", "Message"))
VIDEO_PLATFORMS = ("youtube", "vimeo", "dailymotion", "tiktok", "rumble", "twitch")
UNKNOWN_KIND = "picture or video: the review does not say"
_FILE = re.compile(
    r"(?i)\.(?:(?P<image>jpe?g|png|gif|webp|bmp|tiff?|heic|avif)|(?P<video>mp4|m4v|mov|webm|mkv|avi|ogv))(?:[?#].*)?$"
)
UNKNOWN = "unknown"  # who asserts it; else whoever shows the picture, here the fact-checker, would be taken for that
LABEL_COLUMNS = 100
MOST_PLACES = 100  # where one medium appeared; each is recorded with all that the review says
MOST_RECORDED = 20_000_000  # characters of one review, times its places
_SPOKEN = re.compile(  # "Mon, 09 Nov 2020 18:42:22 UTC +00:00": RFC 2822, and what some feeds make of it
    r"(?:[A-Z][a-z]{2,8},? )?(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})"
    r"(?: (\d{1,2}:\d{2}(?::\d{2})?)(?: (?:UTC|GMT|Z))?(?: ?([+-]\d{2}:?\d{2}))?)?"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Place(NamedTuple):
    """Where a medium or a claim appeared."""

    kind: MediaKind | None = None
    url: str | None = None
    label: str | None = None
    posted_at: str | None = None
    archived: str | None = None  # URL of a copy
    is_first: bool = False
    kind_known: bool = True


class _Reading(NamedTuple):
    """What a review says, before it is said in our words."""

    claim: str | None
    language: str | None
    claimant: str | None
    claimed_when: str | None  # as given: when the claim was made
    places: tuple[_Place, ...]
    media: tuple[str, ...]  # names of media categories, as given
    context: str | None  # what the medium originally shows, in the reviewer's words
    links: tuple[str, ...]


def intakes_of_review(node: Node, graph: Graph, *, locator: str) -> Iterator[Intake]:
    """One intake for each place where the medium appeared, or one for the claim alone.

    Raises:
        BadManifest: it says neither of what, nor by whom.
    """
    beside = [
        each
        for each in graph.nodes(node, "associatedClaimReview", "associatedMediaReview")
        if set(types_of(each)) & set(REVIEWS)
    ]
    read = _read([node, *beside], graph)
    finding = _finding(node, beside, graph, read)
    yield from _intakes(read, (finding,), locator=locator, raw=node)


def intakes_of_search_result(record: Node, *, locator: str) -> Iterator[Intake]:
    """One claim as the Fact Check Tools API gives it: text, claimant, and the reviews of it.

    Raises:
        BadManifest: it has no text, or a review does not say by whom.
    """
    graph = Graph(record)
    read = _Reading(
        claim=graph.text(record, "text"),
        language=next((graph.text(each, "languageCode") for each in graph.nodes(record, "claimReview")), None),
        claimant=graph.text(record, "claimant"),
        claimed_when=graph.text(record, "claimDate"),
        places=(),
        media=(),
        context=None,
        links=(),
    )
    findings = tuple(_found_by_search(each, graph) for each in graph.nodes(record, "claimReview"))
    yield from _intakes(read, findings, locator=locator, raw=record)


def date_of(text: str | None) -> str | None:
    """A date as feeds write them, in EDTF; None where it is not understood."""
    if not text:
        return None
    given = text.strip()
    if given.endswith((" UTC", " GMT")) and given[:4].isdigit():
        given = given[:-4] + "Z"
    if spoken := _SPOKEN.fullmatch(given):
        day, month, year, time, zone = spoken.groups()
        if month in _MONTHS:
            given = f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}"
            known = zone or ("Z" if re.search("UTC|GMT|Z", text) else "")
            given += f"T{time.rjust(5, '0') if len(time) < 6 else time.rjust(8, '0')}{known}" if time else ""
    try:
        return parse_date(given).text
    except BadDate:
        return None


def _read(reviews: list[Node], graph: Graph) -> _Reading:
    """What a review says, and where it is silent, what the one beside it says."""
    items = [item for review in reviews for item in graph.nodes(review, "itemReviewed")]
    claims = [claim for item in items for claim in graph.nodes(item, "interpretedAsClaim")]
    claims += [item for item in items if not types_of(item) or set(types_of(item)) & {"Claim", "CreativeWork"}]
    return _Reading(
        claim=_first(graph.text(review, "claimReviewed") for review in reviews)
        or _first(graph.text(claim, "description", "text", "name", "headline") for claim in claims),
        language=_first(graph.text(review, "inLanguage") for review in reviews),
        claimant=_first(graph.name(item, "author", "creator", "claimant") for item in (*items, *claims)),
        claimed_when=_first(graph.text(item, "datePublished", "dateCreated", "uploadDate") for item in items),
        places=_shown_by(reviews, tuple(_places(items, claims, graph))),
        media=tuple(name for review in reviews for name in graph.texts(review, "mediaAuthenticityCategory")),
        context=_first(graph.text(review, "originalMediaContextDescription") for review in reviews),
        links=tuple(link for review in reviews for link in graph.texts(review, "url", "originalMediaLink")),
    )


def _shown_by(reviews: list[Node], places: tuple[_Place, ...]) -> tuple[_Place, ...]:
    """The places; of a review of a medium each shows one, though nothing says whether it is a picture or a video."""
    if any(place.kind for place in places) or not any("MediaReview" in types_of(review) for review in reviews):
        return places
    return tuple(place._replace(kind=MediaKind.IMAGE, kind_known=False) for place in places)


def _places(items: list[Node], claims: list[Node], graph: Graph) -> Iterator[_Place]:
    """Where it appeared, each place once, those that say what kind of medium it is first."""
    found = [_place(item, graph, of=item) for item in items if _kind(item)]
    found += [_place(whole, graph, of=item) for item in items for whole in graph.nodes(item, "isPartOf")]
    found += [_place(item, graph, of=item) for item in items if WORKS & set(types_of(item)) and not _kind(item)]
    for item in (*items, *claims):
        for key in ("firstAppearance", "mediaItemAppearance", "appearance", "associatedMedia"):
            met = [_place(each, graph, of=item) for each in graph.nodes(item, key) if len(each) > 1]
            met += [_Place(url=url, kind=_kind(item) or _kind_at(url)) for url in graph.texts(item, key)]
            found += [place._replace(is_first=key == "firstAppearance") for place in met]
    shown_somewhere = any(place.kind and place.url for place in found)
    known: set[str | None] = set()
    for place in sorted(found, key=lambda place: place.kind is None):
        if place.url not in known and (place.url or (place.kind and not shown_somewhere)):
            known.add(place.url)
            yield place


def _place(node: Node, graph: Graph, *, of: Node) -> _Place:
    """One place; what says nothing of its kind shows what it is a place of."""
    archived = graph.text(node, "archivedAt")
    inside = graph.nodes(node, "associatedMedia", "video", "image", "sharedContent")
    addresses = graph.texts(node, "contentUrl", "embedUrl", "url", "encodingFormat")
    return _Place(
        kind=_kind(node)
        or _kind(of)
        or next((kind for each in inside if (kind := _kind(each))), None)
        or next((kind for text in addresses if (kind := _kind_at(text))), None),
        url=_first((graph.text(node, "accessedOnUrl", "url", "contentUrl", "embedUrl", "@id"), archived)),
        label=graph.text(node, "name", "headline", "description", "caption"),
        posted_at=date_of(graph.text(node, "uploadDate", "datePublished")),
        archived=archived,
    )


def _kind(node: Node) -> MediaKind | None:
    return next((KINDS[name] for name in types_of(node) if name in KINDS), None)


def _kind_at(text: str) -> MediaKind | None:
    """What an address or a format (``video/mp4``) says by itself of the kind; None for nothing."""
    named = _FILE.search(text)
    if text.startswith(("video/", "image/")):
        return MediaKind(text.partition("/")[0])
    if named:
        return MediaKind.IMAGE if named["image"] else MediaKind.VIDEO
    says = read_url(text) if is_address(text) else None
    return MediaKind.VIDEO if says and says.platform in VIDEO_PLATFORMS and says.post_id else None


def _finding(node: Node, beside: list[Node], graph: Graph, read: _Reading) -> Finding:
    reviews = [node, *beside]
    ratings = [rating for review in reviews for rating in graph.nodes(review, "reviewRating")]
    word = _first(graph.text(rating, "alternateName", "name") for rating in ratings)
    word = word or _first(graph.text(review, "reviewRating") for review in reviews)
    scale = next((rating for rating in ratings if rating.get("ratingValue") not in (None, "")), None)
    meaning = meaning_of(word)
    rating = meaning.rating if meaning else _on_scale(scale)
    reviewer = _reviewer(graph, node) or _first(_reviewer(graph, each) for each in beside)
    if not reviewer:
        raise BadManifest("does not say who reviewed. Add author.name")
    named = _categories(read.media)
    headline = _first(graph.text(review, "headline", "name") for review in reviews)
    house = word or _scale_words(scale) or ", ".join(read.media) or headline
    return Finding(
        reviewer=reviewer,
        rating=rating,
        house_rating=house,
        media=named or (meaning or NOT_KNOWN).media,
        reason=_first(graph.text(rating, "ratingExplanation") for rating in ratings)
        or _first(graph.text(review, "reviewBody") for review in reviews)
        or (headline if headline != house else None)
        or "",
        links=tuple(dict.fromkeys(link for link in read.links if is_address(link))),
        date=_first(date_of(graph.text(review, "datePublished", "dateCreated")) for review in reviews),
        claim=0 if read.claim else None,
    )


def _found_by_search(review: Node, graph: Graph) -> Finding:
    word = graph.text(review, "textualRating")
    meaning = meaning_of(word) or NOT_KNOWN
    publisher = next(iter(graph.nodes(review, "publisher")), {})
    link = graph.text(review, "url")
    reviewer = graph.text(publisher, "name", "site") or _host(link)
    if not reviewer:
        raise BadManifest("does not say who reviewed. Add claimReview[].publisher.name")
    return Finding(
        reviewer=reviewer,
        rating=meaning.rating,
        house_rating=word,
        media=meaning.media,
        reason=graph.text(review, "title") or "",
        links=(link,) if link and is_address(link) else (),
        date=date_of(graph.text(review, "reviewDate")),
    )


def _intakes(
    read: _Reading, findings: tuple[Finding, ...], *, locator: str, raw: Mapping[str, object]
) -> Iterator[Intake]:
    if not findings:
        raise BadManifest("has no review")
    media = [place for place in read.places if place.kind]
    if not read.claim and not media:
        raise BadManifest("names neither a claim nor a picture or video")
    if len(media) > MOST_PLACES:
        raise BadManifest(f"names {len(media):,} places where it appeared; {MOST_PLACES} can be recorded. Divide it")
    if len(media) > 1 and len(canonical_json(raw)) * len(media) > MOST_RECORDED:
        raise BadManifest(f"is too large to be recorded for each of {len(media)} places. Divide it")
    alone = next((place._replace(kind=None) for place in read.places if place.url), _Place())
    for place in media or [alone]:
        url = place.url if place.url and is_address(place.url) else None
        by = read.claimant or (UNKNOWN if url and _host(url) in map(_host, read.links) else None)
        others = [each for each in read.places if each.url and (each.url != url or not place.kind)]
        yield Intake(
            kind=place.kind,
            label=one_line(place.label or read.claim or url or "medium of a fact-check", LABEL_COLUMNS)
            if place.kind
            else None,
            url=url,
            posted_at=place.posted_at or (date_of(read.claimed_when) if place.is_first else None),
            claims=_claims(read, findings, by=by, note=_note(read, place, others)),
            note=_note_of(place, url),
            locator=locator,
            raw=raw,
            verdicts=findings,
        )


def _claims(read: _Reading, findings: tuple[Finding, ...], *, by: str | None, note: str | None) -> tuple[Claim, ...]:
    """The claim as it circulated, and what the reviewer says that the medium shows."""
    claims = []
    if read.claim:
        claims.append(Claim(read.claim, language=read.language, asserted_by=by, note=note))
    if read.context:
        claims.append(Claim(read.context, language=read.language, asserted_by=findings[0].reviewer))
    return tuple(claims)


def _note(read: _Reading, place: _Place, others: list[_Place]) -> str | None:
    """What has no field: when the claim was made, and where else it appeared."""
    said = []
    if read.claimed_when and not (place.is_first and date_of(read.claimed_when)):
        said.append(f"claim made {read.claimed_when}")
    if others:
        said.append("appeared at " + " ".join(str(each.url) for each in others))
    return "; ".join(said) or None


def _note_of(place: _Place, url: str | None) -> str | None:
    said = [f"archived at {place.archived}"] if place.archived and place.archived != url else []
    return "; ".join([*said, *([] if place.kind_known else [UNKNOWN_KIND])]) or None


def _on_scale(scale: Node | None) -> Rating | None:
    if scale is None:
        return None
    return rating_on_scale(scale.get("ratingValue"), best=scale.get("bestRating"), worst=scale.get("worstRating"))


def _scale_words(scale: Node | None) -> str | None:
    """A number as the house gave it, where there is no word."""
    if scale is None:
        return None
    ends = [f"{name} {scale[key]}" for name, key in (("best", "bestRating"), ("worst", "worstRating")) if key in scale]
    return str(scale["ratingValue"]) + (f" ({', '.join(ends)})" if ends else "")


def _categories(names: tuple[str, ...]) -> tuple[MediaCategory, ...]:
    found = (category_of(name) for name in names)
    return tuple(dict.fromkeys(category for category in found if category))


def _reviewer(graph: Graph, review: Node) -> str | None:
    """Who reviewed, by name; else the site that it was published on."""
    named = graph.name(review, "author", "publisher", "sdPublisher", "creator")
    if named and is_address(named):
        return _host(named)
    hosts = (_host(graph.text(each, "url", "@id")) for each in graph.nodes(review, "author", "publisher"))
    return named or _first(hosts) or _host(graph.text(review, "url"))


@lru_cache(maxsize=4096)  # feeds name the same few addresses in every record
def is_address(text: str) -> bool:
    """Whether it is a web address that can be recorded."""
    try:
        read_url(text)
    except BadUrl:
        return False
    return True


def _host(url: str | None) -> str | None:
    """The site of an address, without "www."; None for what is none."""
    if not url or not is_address(url):
        return None
    from urllib.parse import urlsplit

    return (urlsplit(url.strip()).hostname or "").removeprefix("www.") or None


def _first(values: Iterator[str | None] | tuple[str | None, ...]) -> str | None:
    return next((value for value in values if value), None)
