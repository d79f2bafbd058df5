"""One medium of a page on its way to a record, and when two addresses are of the same picture."""

from __future__ import annotations

import re
from itertools import islice

from provenance.importers.article.embeds import Embed, post_key
from provenance.importers.article.page import file_name
from provenance.importers.article.tree import Element
from provenance.model import MediaKind
from provenance.named import NamedTuple

MOST_MEDIA = 800  # of one page; the longest live reports have 300
IMAGES = frozenset({"img", "amp-img", "amp-anim", "image"})


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


class Found(NamedTuple):
    element: Element
    kind: MediaKind
    kind_known: bool
    addresses: tuple[str, ...]
    embed: Embed | None


class Words(NamedTuple):
    """A caption and credit with the element that they were found in."""

    caption: str | None
    credit: str | None
    scope: int  # order of the element that they belong to
    of_post: bool = False  # the caption is the text of a post that the page shows without its platform's script
    too_long: int = 0  # characters of a caption that was left out, since no caption is as long


def called(each: Found) -> str:
    address = each.embed.address if each.embed and each.embed.address else next(iter(each.addresses), "")
    return (file_name(address) or address or f"<{each.element.tag}>")[:80]


def post_of(embed: Embed) -> str | None:
    return post_key(embed.address) if embed.address else None


def link_of(element: Element) -> Element | None:
    return next((above for above in islice(element.ancestors(), 4) if above.tag == "a" and above.get("href")), None)


PICTURE_FILE = re.compile(r"(?i)\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)")


def keys_of(shown: Shown) -> set[str]:
    if shown.embed and shown.embed.address:
        return {post_key(shown.embed.address)}
    return {key for address in shown.addresses if (key := key_of(address))}


def file_stem(address: str) -> str:
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
    inner = re.search(r"[?&](?:url|src|image|file|path)=((?:https?|/|%2F)[^&]+)", address)
    name = file_name(inner[1].replace("%3A", ":").replace("%2F", "/") if inner else address)
    stem, _, ending = name.rpartition(".")
    stem = stem or ending
    bare = _SIZE.sub("", stem.lower())
    is_number = _OWN_NUMBER.search(bare) and not _DAY_ALONE.fullmatch(bare)
    if len(bare) < 4 or (
        not is_number
        and re.fullmatch(
            r"(?:image|img|photo|default|original|master|file|index|download|foto|bild|picture|pic|wide|square|portrait|"
            r"landscape|cinemascope|desktop|mobile|teaser|preview|normal|standard|crop|web|max|width|\d{1,3}|"
            r"\w{1,2}\d{1,2})(?:[\d_-]|desktop|mobile|tablet|x)*",
            bare,
        )
    ):
        named = _NAMED_IN_QUERY.search(address)
        return re.sub(r"[?#].*", "", address).lower() + (f"?{named[1].lower()}" if named else "")
    return bare


_OWN_NUMBER = re.compile(r"(?<!\d)\d{7,}")  # by which a system knows a picture, in whatever size or folder
_DAY_ALONE = re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d(?:[-_]?\d{1,6})?")
# What tells files apart where one program delivers all: "image.php?uuid=3f8e1d20&width=480".
_NAMED_IN_QUERY = re.compile(
    r"(?i)[?&;](?:uu|gu|image_?|img_?|asset_?|media_?|file_?|photo_?|doc(?:ument)?_?|object_?|pic_?)?id=([\w.-]{3,80})"
)
