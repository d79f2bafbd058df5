"""Reading a URL by the table of platforms. Text only: nothing is fetched, no short link is followed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from provenance.errors import BadUrl
from provenance.platforms.ids import archive_stamp, posted_at
from provenance.platforms.rules import ARCHIVES, BY_WORD, MASTODON, PLATFORMS, REDIRECTS, Platform, account_name
from provenance.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

    from provenance.dates import DateRange

MOST_WRAPPERS = 4  # archives of archives of redirects; nobody honest goes deeper

# Expressions as text, compiled by the re module when first used, so that importing this costs little.
_PLACEHOLDER = r"\{(\w*)(?::((?:[^{}]|\{[^{}]*\})*))?\}"
_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*\.?"
_IP_V6 = "[0-9a-f:.]+"
_SCHEME = "(https?):/+"
# Where people's pages are shown; help.instagram.com/legal and developers.facebook.com/docs are no accounts.
_PEOPLES_PAGES = r"(?:www|web|mobile|mbasic|m|touch|old|new|np|amp|music|[a-z]{2}(?:-[a-z]{2})?)\."
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """What a URL or a credit line says of where something comes from. None is "does not say"."""

    platform: str | None = None  # canonical word
    account: str | None = None
    name: str | None = None  # of an agency, an outlet, a site or a person
    post_id: str | None = None
    via: str | None = None  # platform word, archive or agency through which it came
    posted: DateRange | None = None  # decoded from the post id
    posted_basis: str | None = None  # e.g. "post id (snowflake)"
    archived: DateRange | None = None  # the stamp of a web archive
    date_text: str | None = None  # the date in a credit line, as given


@dataclass(frozen=True, slots=True)
class _Address:
    host: str  # lower case, ASCII
    path: str  # as given
    query_text: str
    query: Mapping[str, str]
    fragment: str

    @property
    def page(self) -> str:
        """The path decoded, without empty segments and without slashes around it."""
        path = self.fragment if self.fragment.startswith("!/") else self.path  # twitter.com/#!/USER/status/ID
        return "/".join(filter(None, map(_decoded, path.removeprefix("!").split("/"))))


@dataclass(frozen=True, slots=True)
class _Shape:
    """One compiled shape of addresses; see :mod:`provenance.platforms.rules`."""

    host: str
    page: re.Pattern[str]
    query: Mapping[str, re.Pattern[str]] = field(default_factory=dict)

    def read(self, host: str, page: str, query: Mapping[str, str]) -> dict[str, str] | None:
        """What the placeholders stand for, or None where the address has another shape."""
        found = self.page.fullmatch(page)
        if not found or (self.host and not _is_below(host, self.host)):
            return None
        values = found.groupdict()
        for key, pattern in self.query.items():
            parameter = pattern.fullmatch(query.get(key, ""))
            if not parameter:
                return None
            values |= parameter.groupdict()
        return values


def read_url(url: str) -> Attribution:
    """Platform, account, post id and time of a URL; of another site, its host as the name.

    Redirects that carry their target and pages of web archives are read through to the page within.

    Raises:
        BadUrl: for anything but an absolute http or https URL with a host, and for one with a user name,
            a password or control characters in it.
    """
    return _read(url, MOST_WRAPPERS)


def is_platform_host(host: str) -> bool:
    """Whether the host belongs to a platform of the table."""
    return _platform_at(host.lower()) is not None


def _read(url: str, wrappers: int) -> Attribution:
    address = _address(url)
    wrapped = _read_within(address, wrappers - 1) if wrappers else None
    if wrapped:
        return wrapped
    known = _platform_at(address.host)
    if known:
        return _on_platform(known, address)
    return _on_mastodon(address) or Attribution(name=re.sub(r"^www\d?\.(?=.*\.)", "", address.host))


def _read_within(address: _Address, wrappers: int) -> Attribution | None:
    """Of a redirect or an archived page, what the address within says; None where there is none."""
    for host, path, parameter in REDIRECTS:
        if _is_below(address.host, host) and address.path == path and parameter in address.query:
            return _read_or_none(address.query[parameter], wrappers)
    for archive in ARCHIVES:
        found = re.fullmatch(archive.inner, f"{address.path}?{address.query_text}".rstrip("?"), re.ASCII)
        if found and any(_is_below(address.host, host) for host in archive.hosts):
            inner = _read_or_none(found["url"], wrappers)
            stamp = archive_stamp(re.sub(r"\D", "", found["stamp"] or ""))
            return inner and replace(inner, via=inner.via or archive.word, archived=inner.archived or stamp)
    return None


def _read_or_none(url: str, wrappers: int) -> Attribution | None:
    decoded = unquote(url) if url[:9].lower().startswith(("http%3a", "https%3a")) else url
    scheme = re.match(_SCHEME, decoded, re.IGNORECASE)  # some archives leave it out, or one of its slashes
    absolute = f"{scheme[1]}://{decoded[scheme.end() :]}" if scheme else f"http://{decoded}"
    if not scheme and "://" in decoded.partition("?")[0]:
        return None
    try:
        return _read(absolute, wrappers)
    except BadUrl:
        return None


def _address(url: str) -> _Address:
    given = url.strip().strip("".join(_TURNING))
    scheme, slashes, rest = given.partition("//")
    shown = one_line((scheme + slashes + rest.rpartition("@")[2])[:200], 80)  # a password is not repeated
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") or sign in _TURNING for sign in given):
        raise BadUrl(f"{shown}: the URL holds control characters. Copy it again from the address bar.")
    parts = _split(given, shown)
    query = {key.removeprefix("amp;"): value for key, value in reversed(parse_qsl(parts.query))}
    return _Address(_host(parts, shown), parts.path, parts.query, query, parts.fragment)


def _split(given: str, shown: str) -> SplitResult:
    try:
        parts = urlsplit(given)
        _ = parts.port  # raises where it is no number
    except ValueError as error:
        raise BadUrl(f"{shown}: host or port cannot be read. Write it like https://example.org/page") from error
    if "@" in parts.netloc:
        raise BadUrl(f"{shown}: the URL holds a user name or password. Take out what stands before the @")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadUrl(f"{shown}: not an absolute http or https URL. Write it like https://example.org/page")
    return parts


def _host(parts: SplitResult, shown: str) -> str:
    """The host in ASCII. Other scripts as punycode, so that a Cyrillic look-alike shows as what it is."""
    labels = unicodedata.normalize("NFKC", parts.hostname or "").lower().split(".")
    host = ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}" for label in labels)
    if len(host) > 253 or not (re.fullmatch(_HOST, host) or (":" in host and re.fullmatch(_IP_V6, host))):
        raise BadUrl(f"{shown}: no possible host. Write it like https://example.org/page")
    return host.rstrip(".")


def _on_platform(known: tuple[Platform, bool], address: _Address) -> Attribution:
    platform, has_pages = known
    if not has_pages:
        return Attribution(platform=platform.word)
    page = address.page
    if platform.account_host and address.host.endswith(f".{platform.account_host}"):
        subdomain = address.host.removesuffix(f".{platform.account_host}")
        page = page if subdomain == "www" else f"{subdomain}/{page}".rstrip("/")
    for shape in _shapes(platform.word):
        values = shape.read(address.host, page, address.query)
        if values is not None and not _is_page_of(platform, address.host, page, values):
            return _attribution(platform, values, address.host)
    return Attribution(platform=platform.word)


def _is_page_of(platform: Platform, host: str, page: str, values: Mapping[str, str]) -> bool:
    """Whether what would be an account (or a lone post) is a page of the platform itself."""
    first = page.partition("/")[0]
    if first.removeprefix("@") not in (values.get("account"), values.get("post")):
        return False
    if first.lower() in platform.reserved.split():
        return True
    own = platform.account_host
    return "post" not in values and not (
        host in platform.hosts or re.match(_PEOPLES_PAGES, host) or (own and host.endswith(own)) or _is_mirror(host)
    )


def _on_mastodon(address: _Address) -> Attribution | None:
    """A post on a Mastodon server, which can have any host. A page ``/@name`` alone could be anything."""
    for shape in _shapes(MASTODON.word):
        values = shape.read(address.host, address.page, address.query)
        if values and "post" in values:
            return _attribution(MASTODON, values, address.host)
    return None


def _attribution(platform: Platform, values: Mapping[str, str], host: str) -> Attribution:
    post_id = values.get("post")
    posted, basis = (posted_at(platform.word, post_id) if post_id else None) or (None, None)
    return Attribution(
        platform=platform.word,
        account=_account(platform, values.get("account", ""), post_id or "", host),
        post_id=post_id,
        posted=posted,
        posted_basis=basis,
    )


def _account(platform: Platform, given: str, post_id: str, host: str) -> str | None:
    account = account_name(given, platform.word)
    for pattern, owner in platform.owner_in_post:
        if found := re.fullmatch(pattern, post_id, re.ASCII):
            account = found.expand(owner)
    if platform.federated and account and "@" not in account:
        return f"{account}@{host}"
    return account


def _platform_at(host: str) -> tuple[Platform, bool] | None:
    """The platform of a host or of the nearest domain above it, and whether its paths name accounts."""
    hosts = _hosts()
    labels = host.split(".")
    for start in range(len(labels)):
        if found := hosts.get(".".join(labels[start:])):
            return found
    return hosts.get(f"{labels[0]}.*") if len(labels) > 1 else None


def _is_mirror(host: str) -> bool:
    return f"{host.partition('.')[0]}.*" in _hosts()


def _is_below(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _decoded(segment: str) -> str:
    """A segment without percent signs, unless that would make another path or an unreadable name of it."""
    try:
        text = unquote(segment, errors="strict")
    except UnicodeDecodeError:
        return segment
    hidden = "/" in text or any(unicodedata.category(sign)[0] in "CZ" and sign != " " for sign in text)
    return segment if hidden else text


@cache
def _hosts() -> Mapping[str, tuple[Platform, bool]]:
    pages = {host: (platform, True) for platform in PLATFORMS for host in platform.hosts}
    return pages | {host: (platform, False) for platform in PLATFORMS for host in platform.plain_hosts}


@cache
def _shapes(word: str) -> tuple[_Shape, ...]:
    return tuple(map(_compiled, BY_WORD[word].shapes))


def _compiled(shape: str) -> _Shape:
    host = ""
    if shape.startswith("//"):
        host, _, shape = shape[2:].partition("/")
    page, _, query = _outside_placeholders(shape)
    parameters = dict(parameter.split("=", 1) for parameter in query.split("&")) if query else {}
    flags = re.ASCII | re.IGNORECASE
    return _Shape(
        host,
        re.compile(_expression(page, "[^/]+") + "(?:/.*)?", flags),
        {key: re.compile(_expression(value, ".+"), flags) for key, value in parameters.items()},
    )


def _outside_placeholders(shape: str) -> tuple[str, str, str]:
    """Path, "?" and query. A question mark inside a placeholder belongs to its expression."""
    end = 0
    for found in re.finditer(_PLACEHOLDER, shape):
        if "?" in shape[end : found.start()]:
            break
        end = found.end()
    position = shape.find("?", end)
    return (shape, "", "") if position < 0 else (shape[:position], "?", shape[position + 1 :])


def _expression(template: str, anything: str) -> str:
    pieces, end = [], 0
    for found in re.finditer(_PLACEHOLDER, template):
        name, pattern = found[1], found[2] or anything
        pieces += [
            re.escape(template[end : found.start()]),
            f"(?P<{name}>{pattern})" if name else f"(?:{pattern})",
        ]
        end = found.end()
    return "".join((*pieces, re.escape(template[end:])))
