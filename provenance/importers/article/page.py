"""A saved article is opened: its bytes become text, whatever the encoding, with what the saving says of its origin.

Pages, web archives in one file (MHTML) and plain text. Nothing is fetched, nothing is written.
"""

from __future__ import annotations

import codecs
import re
import stat
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from provenance.errors import BadManifest
from provenance.importers.article.tree import word_set
from provenance.importers.folder import shown
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message
    from pathlib import Path

    from provenance.importers.article.leaves import Leaf

LARGEST = 50_000_000  # bytes; a page with all its pictures inside has 5 to 20 million
LONGEST_NAME = 4_096  # characters of a file's name with its folders, as operating systems have it
HTML_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
MHTML_ENDINGS = (".mht", ".mhtml")
TEXT_ENDINGS = (".txt", ".text")
MOST_HEADERS = 100_000  # of an MHTML with its parts; a page with 300 pictures has 1,500
LONGEST_TYPE = 10_000  # characters of what an MHTML says of a part's kind: the time to read it grows with their square
_LONG_TYPE = re.compile(rb"^content-type:(?:[^\n]|\n[ \t]){%d}" % LONGEST_TYPE, re.MULTILINE | re.IGNORECASE)
_HEADERS = re.compile(rb"^[A-Za-z-]{1,60}: ", re.MULTILINE)
_HEAD = 4_096  # bytes in which a page says its encoding
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
# What browsers take these names for, as the WHATWG's encoding standard lists them.
_TAKEN_FOR = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "iso8859-1": "cp1252", "gb2312": "gbk", "iso-8859-9": "cp1254", "windows-874": "cp874", "x-sjis": "cp932",
    "utf-16": "utf-8", "utf-16le": "utf-8", "unicode": "utf-8",
}  # fmt: skip
# Encodings of the web, by the names that Python has for them. It has others, which are none of text (base64, zlib) or
# which make other text of what stands there (punycode, unicode_escape).
_OF_THE_WEB = word_set(
    """
utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6
iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic
cp874 cp932 cp949 cp950 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gbk gb18030 big5 big5hkscs
euc_jp iso2022_jp shift_jis euc_kr
"""
)
_STRAY = 10  # characters of UTF-8 that stand for each byte which is none, where a text is UTF-8 and was damaged
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(\S+?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile(.{0,2000}?)-->", re.IGNORECASE | re.DOTALL)
_SINGLE_URL = re.compile(r"^\s*url:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_SINGLE_DATE = re.compile(r"^\s*saved date:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_WEB = ("http://", "https://")


class Part(NamedTuple):
    """One file within an MHTML."""

    media_type: str
    byte_size: int


class Page(NamedTuple):
    """A saved article as text."""

    path: Path
    name: str  # for display
    text: str
    is_html: bool
    encoding: str
    saved_from: str | None  # the address that whatever saved it left in it
    saved_at: str | None  # as given there
    parts: Mapping[str, Part]  # by location, and by "cid:" with the content id
    places: Mapping[str, str] = {}  # addresses on the web of parts, by "cid:" with the content id


def open_page(path: Path) -> Page:
    """The article in a file.

    Raises:
        BadManifest: it is no file, cannot be read, is too large or holds no text; names it and the remedy.
    """
    name = shown(path.name)
    data = _bytes(path)
    if path.suffix.lower() in MHTML_ENDINGS or _is_mhtml(data):
        return _mhtml(path, name, data)
    is_html = path.suffix.lower() in HTML_ENDINGS or looks_like_html(data)
    text, encoding = _decoded(data, is_html=is_html)
    if "\0" in text[:_HEAD]:
        raise BadManifest(f"{shown(str(path))}: is no text. Save the article as HTML, MHTML or UTF-8 text")
    if not text.strip():
        raise BadManifest(f"{shown(str(path))}: is empty. Save the article again")
    if not is_html and _is_data(text):
        raise BadManifest(
            f"{shown(str(path))}: is no article but fact-checks as data (ClaimReview, MediaReview). Save their JSON "
            "alone as a .json file, without the lines around it: provenance help fact-checks"
        )
    url, at = _saved(text) if is_html else (None, None)
    return Page(path, name, text, is_html, encoding, url, at, {})


def looks_like_html(data: bytes) -> bool:
    """Whether bytes begin like a page."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        head.startswith((b"<!--", b"<?xml")) and b"<html" in head
    )


def web_address(text: str | None) -> str | None:
    """The text if it is an address on the web."""
    bare = (text or "").strip()
    return bare if bare.lower().startswith(_WEB) and len(bare) < 2_000 and " " not in bare else None


def absolute(address: str, base: str | None) -> str | None:
    """The address on the web that ``address`` is, seen from ``base``; None where that cannot be said."""
    bare = address.strip()
    if bare.startswith("//"):
        bare = f"{(base or 'https:').partition(':')[0]}:{bare}"
    if web_address(bare):
        return bare
    if not base or not bare or re.match(r"(?i)[a-z][a-z0-9+.-]*:", bare):
        return None
    try:
        return web_address(urljoin(base, bare))
    except ValueError:
        return None


def local_name(address: str) -> str | None:
    """The name of a file beside the page that an address may be; None for an address on the web."""
    bare = address.strip().removeprefix("./")
    if (
        not 0 < len(bare) <= LONGEST_NAME
        or bare.startswith(("//", "#", "/"))
        or re.match(r"(?i)[a-z][a-z0-9+.-]+:", bare)
    ):
        return None
    return unquote(bare.partition("?")[0].partition("#")[0]) or None


def file_name(address: str) -> str:
    """The last part of an address's path, decoded."""
    try:
        return unquote(urlsplit(address).path.rpartition("/")[2])
    except ValueError:
        return ""


_REVIEW = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:schema:|https?://schema\.org/)?(?:Claim|Media)Review"')
_DATA = ("<", "{", "}", "[", "]", '"')  # what lines of markup and of JSON begin with


def _is_data(text: str) -> bool:
    """Whether a text is for the most part JSON-LD of fact-checks, with the markup around it."""
    if not _REVIEW.search(text):
        return False
    lines = [line.strip() for line in text.splitlines()]
    return 2 * sum(len(line) for line in lines if line.startswith(_DATA)) > sum(map(len, lines))


def _bytes(path: Path) -> bytes:
    said = shown(str(path))
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise BadManifest(f"{said}: is no file. Name the saved article itself")
        if status.st_size > LARGEST:
            raise BadManifest(f"{said}: has more than {LARGEST // 1_000_000} MB. Save the article without its media")
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        reason = error.strerror if isinstance(error, OSError) else error
        raise BadManifest(f"{said}: cannot be read ({reason})") from error


def _saved(text: str) -> tuple[str | None, str | None]:
    """Address and date that the browser or SingleFile left at the page's beginning."""
    head = text[:20_000]
    if found := _SINGLE_FILE.search(head):
        url, at = _SINGLE_URL.search(found[1]), _SINGLE_DATE.search(found[1])
        return web_address(url[1] if url else None), at[1] if at else None
    found = _SAVED_FROM.search(head)
    return web_address(found[1] if found else None), None


def _decoded(data: bytes, *, is_html: bool, declared: str | None = None) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff"), encoding
    said = declared or (_declared(data[:_HEAD]) if is_html else None)
    for encoding in filter(None, (said, "utf-8")):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    if _is_damaged_utf8(data):
        return data.decode("utf-8", "replace"), "utf-8"
    encoding = said or _eight_bits(data)
    return data.decode(encoding, "replace"), encoding


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether all but a few of the bytes beyond ASCII are UTF-8, as in a file that was cut off within a letter."""
    stray = data.decode("utf-8", "replace").count("\ufffd")
    return stray * _STRAY < len(_LETTERS.findall(data))


_LETTERS = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _declared(head: bytes) -> str | None:
    found = _CHARSET.search(head) or _XML_CHARSET.search(head)
    return _known(found[1].decode("ascii", "replace")) if found else None


def _known(name: str) -> str | None:
    try:
        known = _TAKEN_FOR.get(name.lower()) or codecs.lookup(name).name
    except (LookupError, ValueError):  # ValueError: a NUL character in the name
        return None
    return known if known in _OF_THE_WEB else None


def _eight_bits(data: bytes) -> str:
    """Windows' Arabic code page where most of the high bytes stand side by side as its letters do, else Western."""
    high = [byte for byte in data[:100_000] if byte >= 0x80]
    beside = len(re.findall(rb"[\xc0-\xed]{3,}", data[:100_000]))
    return "cp1256" if len(high) > 30 and beside * 8 > len(high) else "cp1252"


def _is_mhtml(data: bytes) -> bool:
    head = data[:_HEAD].lower()
    return head.startswith((b"from:", b"mime-version:", b"snapshot-content-location:")) and b"multipart/related" in head


def _mhtml(path: Path, name: str, data: bytes) -> Page:
    from provenance.importers.article.leaves import leaves_in

    said = shown(str(path))
    if sum(1 for _ in islice(_HEADERS.finditer(data), MOST_HEADERS + 1)) > MOST_HEADERS:
        raise BadManifest(f"{said}: has more than {MOST_HEADERS:,} headers, which no page has. Save it as HTML")
    if _LONG_TYPE.search(data):
        raise BadManifest(f"{said}: has a Content-Type of more than {LONGEST_TYPE:,} characters. Save it as HTML")
    try:
        message, leaves = leaves_in(data)
        root = _root(message, leaves)
        body = root.payload() if root else b""
        declared = _known(root.head.get_content_charset() or "") if root else None
        parts = {key: part for leaf in leaves if leaf is not root for key, part in _named_parts(leaf)}
        places = dict(filter(None, (_place(leaf) for leaf in leaves)))
    except BadManifest as error:
        raise BadManifest(f"{said}: {error}") from error
    except (ValueError, LookupError, RecursionError) as error:
        raise BadManifest(f"{said}: is no MHTML that can be read. Save the page again") from error
    if root is None or not body.strip():
        raise BadManifest(f"{said}: holds no page. Save it again, as MHTML or HTML")
    text, encoding = _decoded(body, is_html=True, declared=declared)
    url = web_address(_header(message, "Snapshot-Content-Location")) or web_address(
        _header(root.head, "Content-Location")
    )
    saved_url, _ = _saved(text)
    return Page(path, name, text, True, encoding, url or saved_url, _header(message, "Date"), parts, places)


def _root(message: Message, leaves: list[Leaf]) -> Leaf | None:
    """The part that is the page: the one that the whole names, else the first HTML."""
    pages = [part for part in leaves if part.head.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    named = [part for part in pages if start and _header(part.head, "Content-ID") == start]
    return next(iter(named or pages), None)


def _named_parts(part: Leaf) -> list[tuple[str, Part]]:
    location, content_id = _header(part.head, "Content-Location"), _header(part.head, "Content-ID")
    if not location and not content_id:
        return []
    described = Part(part.head.get_content_type(), len(part.payload()))
    names = [location] if location else []
    names += [f"cid:{content_id.strip('<> ')}"] if content_id else []
    return [(name, described) for name in names]


def _place(part: Leaf) -> tuple[str, str] | None:
    """Where a part was on the web, by the content id that the page has instead of its address."""
    location, content_id = web_address(_header(part.head, "Content-Location")), _header(part.head, "Content-ID")
    return (f"cid:{content_id.strip('<> ')}", location) if location and content_id else None


def _header(part: Message, name: str) -> str | None:
    value = part.get(name)
    return "".join(str(value).split("\n")).strip() or None if value is not None else None
