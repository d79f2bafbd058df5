"""Everything that was found in an article as intakes: media shown, media mentioned, claims without media."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import accumulate, islice
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import BadManifest, ProvenanceError
from provenance.importers.article import figures, plain
from provenance.importers.article.body import body_of
from provenance.importers.article.caption_lines import Line
from provenance.importers.article.captions import Caption, Side, origin_of, read_caption, sides_of, without_counts
from provenance.importers.article.claims import Reading, claim_of, found_in, on_other_days, parts_of, published_in
from provenance.importers.article.embeds import handle_in
from provenance.importers.article.facts import (
    LONGEST_SAID,
    DataMedium,
    Facts,
    address_of,
    facts_of,
    read_moment,
    visible_date,
)
from provenance.importers.article.familiar_places import own_places
from provenance.importers.article.media import key_of, keys_of
from provenance.importers.article.mentions import Mention, mentions_in
from provenance.importers.article.naming import Names, as_said, name_of
from provenance.importers.article.page import absolute, file_name, local_name, open_page, web_address
from provenance.importers.article.players import id_of
from provenance.importers.article.sentences import LONGEST_SENTENCE, sentences
from provenance.importers.article.statements import statements_in
from provenance.importers.article.tree import parsed, squeezed, text_of
from provenance.importers.article.understanding import Setting
from provenance.importers.fields import file_within
from provenance.importers.folder import format_of, shown
from provenance.model import Claim, Intake, MediaKind, Problem
from provenance.named import NamedTuple
from provenance.platforms import read_url
from provenance.platforms.credit_words import date_at_end
from provenance.platforms.credits import account_alone, account_within, holder_of, said_within, sources_in
from provenance.wording.spoken import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from provenance.dates import DateRange
    from provenance.importers.article.media import Shown
    from provenance.importers.article.page import Page
    from provenance.importers.article.tree import Element

NOT_SHOWN = "mentioned, not shown"
NEAR = 3  # records back to which "the video" may point
LONGEST_LABEL = 80  # characters
MOST_LEVELS, MOST_BESIDE = 8, 300  # elements around and beside the picture of a post, where its time may stand
MOST_IN_FIGURE = 40  # elements of a picture with its caption, whose credit may be a link
MOST_BETWEEN = 1  # paragraphs that speak of no medium, across which "the video" still is the one before
MOST_TEXT = 300_000  # characters of running text that are looked into, in 5 s; a long report has 60,000
MOST_OF_CAPTIONS = 200_000  # characters of all captions, in 5 to 10 s
MOST_FROM_TEXT = 2_000  # records that running text gives
MOST_SOUGHT = 1_000_000_000  # characters of the file that are gone through for the places of records, in all: 1 s


class _Source(NamedTuple):
    """What every record of one article has in common."""

    page: Page
    setting: Setting
    outlet: str | None
    url: str | None
    base: str | None
    title: str | None
    posted_at: str | None
    positions: _Positions
    names: Names
    sent: tuple[tuple[int, DateRange], ...] = ()  # of several messages: where each begins, and its day

    def at(self, start: int | None) -> _Source:
        """What a message at a place has of its own: the day from which its "yesterday" is counted."""
        before = [day for begin, day in self.sent if start is not None and begin <= start]
        return self._replace(setting=self.setting._replace(published=before[-1])) if before else self


def intakes_of(path: Path, *, url: str | None, published: str | None) -> Iterator[Intake | Problem]:
    """The records of one article.

    A file that cannot be used is one ``Problem``.
    """
    name = shown(path.name)
    try:
        page = open_page(path)
        found = list(_of_html(page, url, published) if page.is_html else _of_text(page, url, published))
    except ProvenanceError as error:
        yield Problem(name, str(error), type(error).__name__)
        return
    except RecursionError:
        yield Problem(name, "is nested too deeply. Save the article as text", BadManifest.__name__)
        return
    intakes = [each for each in found if isinstance(each, Intake)]
    if not intakes:
        reason = "holds no picture, video or claim that was recognised. Add them by hand: provenance help claims"
        yield Problem(name, reason, BadManifest.__name__)
    for each in _distinct(_joined(intakes)):
        claims = tuple(claim._replace(locator=each.locator) for claim in each.claims)
        yield each._replace(claims=claims, raw={"article": name, **(each.raw or {})})
    yield from (each for each in found if isinstance(each, Problem))


def _joined(found: Iterable[Intake]) -> Iterator[Intake]:
    """With what is said again of a medium just mentioned ("The video shows ...") as a further claim of that one."""
    kept: list[Intake] = []
    for each in found:
        near = range(len(kept) - 1, max(len(kept) - 1 - NEAR, -1), -1)
        same = [at for at in near if kept[at].kind is each.kind and "mentioned" in (kept[at].raw or {})]
        if same and (each.raw or {}).get("again"):
            before = kept[same[0]]
            kept[same[0]] = before._replace(
                claims=before.claims + each.claims, raw={**(before.raw or {}), "said_again": dict(each.raw or {})}
            )
        else:
            kept.append(each)
    yield from kept


def own_address(path: Path) -> str | None:
    """The address that an article names as its own; None where it names none, or cannot be used."""
    try:
        page = open_page(path)
        if page.is_html:
            return address_of(parsed(page.text), saved_from=page.saved_from)
        return web_address(plain.read_plain(page.text, language=None).url)
    except (ProvenanceError, RecursionError):
        return None


def _distinct(found: Iterable[Intake]) -> Iterator[Intake]:
    """With labels that differ, since an item without a file is known by its label and caption."""
    seen: dict[object, int] = {}
    for each in found:
        if each.kind is None or each.path:
            yield each
            continue
        said = (each.label, each.caption, each.credit, each.kind)
        seen[said] = seen.get(said, 0) + 1
        yield each._replace(label=f"{each.label} ({seen[said]})") if seen[said] > 1 else each


# ---- pages


def _of_html(page: Page, url: str | None, published: str | None) -> Iterator[Intake | Problem]:
    root = parsed(page.text, places=page.places)
    facts = facts_of(root, saved_from=page.saved_from, url=url, published=published)
    body = body_of(root, title=facts.title)
    text = " ".join(paragraph.text for paragraph in body.paragraphs[:12])
    language = _language(text, facts.language)
    if facts.published is None and (seen := visible_date(root, before=body.first, language=language)):
        facts = facts._replace(published=seen[0], published_text=seen[1], published_from="line near the headline")
    shown_media, _ = figures.media_of(root, body, address=facts.url)
    shown_media, is_whole = _as_far_as_read(shown_media)
    said = (facts.title, *(medium.caption for medium in shown_media), *(each.text for each in body.paragraphs))
    setting = Setting(language, facts.published, own_places(filter(None, said), language))
    source = _Source(
        page=page,
        setting=setting,
        outlet=facts.outlet,
        url=facts.url,
        base=facts.base,
        title=facts.title,
        posted_at=facts.published.text if facts.published else None,
        positions=_Positions(page),
        names=Names(paragraph.text for paragraph in body.paragraphs),
    )
    paragraphs = (
        (each.element.order, each.text, None)
        for each in body.paragraphs
        if each.element.tag not in ("h2", "h3") and not _is_caption_of(each.text, shown_media)
    )
    records = [(medium.element.order, list(_shown(medium, source))) for medium in _with_data(shown_media, facts)]
    from_text, unread = _of_running_text(paragraphs, source, sorted(each.element.order for each in shown_media))
    records += from_text
    if not shown_media:
        records.append((body.first, list(_from_data(facts, source))))
    elif missing := _videos_in_data(shown_media, facts):
        records.append((body.first, [intake for each in missing for intake in _data_medium(each, source)]))
    for _, intakes in sorted(records, key=lambda record: record[0]):
        yield from intakes
    yield from unread
    if not is_whole:
        most = f"{MOST_OF_CAPTIONS:,} characters of captions"
        reason = f"only media with {most} were read, which is more than an article has. Split the file"
        yield Problem(page.name, reason, BadManifest.__name__)


def _as_far_as_read(media: list[Shown]) -> tuple[list[Shown], bool]:
    """The media whose captions together are no longer than what is looked into; and whether those are all."""
    lengths = accumulate(len(medium.caption or "") for medium in media)
    kept = [medium for medium, length in zip(media, lengths, strict=True) if length <= MOST_OF_CAPTIONS]
    return kept, len(kept) == len(media)


def _language(text: str, declared: str | None) -> str | None:
    from provenance.wording.language import language_of

    guess = language_of(text) if len(text) > 80 else None
    return guess.code if guess and guess.score > 0.9 else declared


def _is_caption_of(text: str, media: Iterable[Shown]) -> bool:
    return any(
        medium.caption and (text in medium.caption or (medium.caption in text and len(text) < 2 * len(medium.caption)))
        for medium in media
    )


def _with_data(media: list[Shown], facts: Facts) -> Iterator[Shown]:
    """Captions and credits that only the data block has, for the pictures that the page shows."""
    by_key: dict[str, tuple[int, DataMedium]] = {}
    for place, each in enumerate(facts.media):
        if each.address:
            by_key.setdefault(key_of(each.address), (place, each))
    for medium in media:
        keys = keys_of(medium)
        known = min((by_key[key] for key in keys if key in by_key), key=lambda found: found[0], default=None)
        data = known[1] if known else None
        if data and not (medium.caption and medium.credit):
            caption = medium.caption or (data.caption if data.caption and len(data.caption.split()) > 2 else None)
            credit = medium.credit or data.credit
            yield medium._replace(caption=caption, credit=credit)
        elif not medium.caption and facts.share_alt and facts.share_image and key_of(facts.share_image) in keys:
            yield medium._replace(alt=medium.alt or facts.share_alt)
        else:
            yield medium


def _videos_in_data(media: list[Shown], facts: Facts) -> list[DataMedium]:
    """The article's own videos of which the page's elements show nothing: a script draws their player."""
    if any(medium.kind is MediaKind.VIDEO for medium in media):
        return []
    return [
        each for each in facts.media if each.is_video and each.is_main and (each.address or each.embed or each.caption)
    ]


def _from_data(facts: Facts, source: _Source) -> Iterator[Intake]:
    """Media of a page whose elements show none: what its data describe as the article's own."""
    seen = set()
    for each in facts.media:
        if not each.is_main or not (each.is_video or each.caption or each.credit):
            continue
        key = each.address or each.embed or each.caption
        if key not in seen:
            seen.add(key)
            yield from _data_medium(each, source)
    if (
        not seen
        and facts.share_image
        and not re.search(
            r"(?i)logo|default|share|social|fallback|placeholder|icon|brand|og[-_]", file_name(facts.share_image)
        )
    ):
        medium = DataMedium(False, facts.share_image, None, facts.share_alt, None, None, None, None, True)
        for intake in _data_medium(medium, source):
            yield intake._replace(note="the page's share picture (OpenGraph)")


def _data_medium(each: DataMedium, source: _Source) -> Iterator[Intake]:
    kind = MediaKind.VIDEO if each.is_video else MediaKind.IMAGE
    raw: dict[str, object] = {"found_in": "data block of the page"}
    if each.address:
        raw["address"] = absolute(each.address, source.base) or each.address
    if each.uploaded:
        raw["uploaded"] = each.uploaded
    said = each.caption or each.title
    caption = read_caption(squeezed(said), apart=each.credit) if said else None
    found = _Medium(
        kind=kind,
        caption=caption,
        credit=each.credit,
        name=file_name(each.address or "") or kind.value,
        position=source.positions.of(each.address or "", said or ""),
        origin=web_address(each.embed),
        raw=raw,
    )
    yield from _by_sides(found, source)


def _shown(medium: Shown, source: _Source) -> Iterator[Intake]:
    """The records of one medium: one, or one for each side that its caption names."""
    path, raw = _file(medium, source)
    raw |= _described(medium)
    caption = read_caption(medium.caption, apart=medium.credit) if medium.caption else None
    kind = medium.kind
    if not medium.kind_known and _IS_VIDEO.match(medium.caption or ""):
        kind = MediaKind.VIDEO
    if medium.embed is None and _WATCH.match(medium.caption or ""):
        kind = MediaKind.VIDEO  # the picture is the player's, which a script draws
    found = _Medium(
        kind=kind,
        caption=caption,
        credit=medium.credit if caption is None else caption.credit,
        name=_name(medium),
        position=source.positions.of(*medium.addresses[:1], medium.caption or ""),
        path=path,
        origin=(medium.embed.address if medium.embed else None)
        or _linked(medium)
        or _linked_in_credit(medium, caption),
        signed=medium.embed.signed if medium.embed else None,
        is_post=_is_post(medium),
        posted=_posted_beside(medium) if medium.of_post else None,
        profile=medium.profile,
        note=f"its caption has {medium.too_long:,} characters and was left out" if medium.too_long else None,
        raw=raw,
    )
    yield from _by_sides(found, source, of_group=medium.of_group, in_group=medium.in_group)


def _is_post(medium: Shown) -> bool:
    """Whether the caption is what a post of a platform says, and not what the article says of it."""
    if medium.of_post:
        return _linked(medium) is not None
    return bool(medium.embed and medium.embed.words and medium.embed.words == medium.caption)


def _posted_beside(medium: Shown) -> DateRange | None:
    """The moment of the nearest ``<time>`` around a post's picture; None where posts of several stand there."""
    for above in islice(medium.element.ancestors(), MOST_LEVELS):
        inside = (each.get("datetime") for each in islice(above.elements(), MOST_BESIDE) if each.tag == "time")
        if said := {text for text in inside if text}:
            return read_moment(said.pop()) if len(said) == 1 else None
    return None


# A caption that begins with what it is of: "An unverified video posted ...", "فيديو متداول".
_IS_VIDEO = re.compile(
    r"(?i)^(?:(?:an?|the|this|in this|ein|das|dieses|une?|la|cette|un|este|el|en|det här|"
    r"detta)\s)?(?:[\w-]{2,20}\s){0,2}"
    r"(?:\w*videos?|\w*clips?|footage|vid[ée]os?|v[íi]deos?|\w*filmen?|klippet|séquences?|و?(?:ال)?(?:فيديو|مقطع|تسجيل))(?!\w)"
    r"(?!\s(?:still|grab|frame|conference|call))"
)
_WATCH = re.compile(r"(?i)^(?:watch|regardez|mira|schauen sie|ansehen|شاهد)\s*[:：|]\s*\S")


def _name(medium: Shown) -> str:
    if medium.embed and medium.embed.address:
        return medium.embed.address
    address = next((address for address in medium.addresses if not address.startswith("data:")), "")
    return file_name(address) or medium.alt or medium.element.tag


def _linked(medium: Shown) -> str | None:
    """The post that a click on the picture leads to, or that its box has as the link to itself."""
    address = web_address(medium.link)
    if address and _is_of_post(address):
        return address
    return _post_beside(medium) if medium.of_post else None


def _linked_in_credit(medium: Shown, caption: Caption | None) -> str | None:
    """The post to which the words of a credit lead: editors link "@account" or "Telegram" to where they found it."""
    credit = (caption.credit if caption else None) or medium.credit or ""
    around = islice(medium.element.ancestors(), MOST_LEVELS) if credit and medium.of_group == 1 else ()
    box = next((above for above in around if credit in text_of(above)), None)
    if box is None or box.end - box.order > MOST_IN_FIGURE:
        return None
    links = [each for each in box.elements() if each.tag == "a" and (text_of(each).strip(" ().") or "-") in credit]
    posts = {address for link in links if (address := web_address(link.get("href"))) and _is_of_post(address)}
    return posts.pop() if len(posts) == 1 else None


def _is_of_post(address: str) -> bool:
    try:
        return read_url(address).post_id is not None
    except ProvenanceError:
        return False


def _post_beside(medium: Shown) -> str | None:
    """The one post to which the box around a picture links by its time; None where posts of several stand there."""
    for above in islice(medium.element.ancestors(), MOST_LEVELS):
        links = (each for each in islice(above.elements(), MOST_BESIDE) if each.tag == "a" and each.get("href"))
        timed = (each.get("href") for each in links if any(inner.tag == "time" for inner in each.elements()))
        if posts := {address for link in timed if (address := web_address(link)) and _is_of_post(address)}:
            return posts.pop() if len(posts) == 1 else None
    return None


def _described(medium: Shown) -> dict[str, object]:
    """What the page's element says, for a person who wants to look."""
    said: dict[str, object] = {"element": medium.element.tag}
    if medium.element.marks:
        said["marks"] = medium.element.marks[:200]
    if medium.kind is MediaKind.VIDEO and (video := _video_id(medium.element)):
        said["video"] = video
    if medium.alt:
        said["alt"] = medium.alt[:LONGEST_SAID]
    if medium.title:
        said["title"] = medium.title[:LONGEST_SAID]
    if medium.link and not medium.link.startswith(("#", "javascript:")):
        said["link"] = medium.link[:500]
    if not medium.kind_known:
        said["kind_unknown"] = True
    if medium.of_group > 1:
        said["shares_caption_with"] = medium.of_group - 1
    return said


def _video_id(element: Element) -> str | None:
    """The id by which the page's own player names a video, on the medium's element or just around it."""
    return next((found for each in (element, *islice(element.ancestors(), 3)) if (found := id_of(each))), None)


def _file(medium: Shown, source: _Source) -> tuple[str | None, dict[str, object]]:
    """The medium's file beside the page, if it is there; and its addresses."""
    raw: dict[str, object] = {}
    files = []
    for address in medium.addresses:
        if address.startswith("data:"):
            raw["embedded"] = len(address) * 3 // 4
        elif part := _part(address, source):
            raw["embedded"] = part
            raw.setdefault("address", address)
        elif (name := local_name(address)) and not source.page.parts:
            found, why = _beside(name, source)
            if found:
                files.append(found)
            else:
                raw.setdefault("file", {"name": shown(name), "problem": why})
            if online := absolute(address, source.base if name.count("/") == 0 else None):
                raw.setdefault("address", online)
        else:
            raw.setdefault("address", absolute(address, source.base) or address[:500])
    if medium.embed and medium.embed.address:
        raw["address"] = medium.embed.address
    largest = max(files, key=lambda file: file.stat().st_size, default=None)
    if largest:
        raw.pop("file", None)
    return (str(largest) if largest else None), raw


def _part(address: str, source: _Source) -> int | None:
    """Size of the picture inside an MHTML, in bytes."""
    parts = source.page.parts
    part = parts.get(address) or parts.get(absolute(address, source.base) or "")
    return part.byte_size if part else None


def _beside(name: str, source: _Source) -> tuple[Path | None, str | None]:
    try:
        path = file_within(source.page.path.parent, name)
        return (path, None) if format_of(path) else (None, "is no picture or video")
    except ProvenanceError as error:
        return None, str(error)
    except OSError as error:
        return None, f"cannot be read ({error.strerror})"


# ---- one record


class _Medium(NamedTuple):
    """One medium, before it is a record."""

    kind: MediaKind
    caption: Caption | None
    credit: str | None
    name: str
    position: _Position | None
    path: str | None = None
    origin: str | None = None  # address of the post that it is embedded from or linked to
    signed: str | None = None  # how an embedded post is signed
    is_post: bool = False  # the caption is the post's own text
    posted: DateRange | None = None  # when, as the page says beside the post
    profile: str | None = None  # address of the page of whoever posted it
    note: str | None = None
    raw: Mapping[str, object] = {}


def _by_sides(found: _Medium, source: _Source, *, of_group: int = 1, in_group: int = 0) -> Iterator[Intake]:
    """One record; or, where the caption names sides, one for each of them, with its own words and credit."""
    sides = sides_of(found.caption.words) if found.caption else ()
    sides = sides or (sides_of(found.caption.text) if found.caption else ())
    halves = sides_of(found.caption.credit or "") if found.caption else ()
    if halves and found.caption and not sides_of(found.caption.words):
        own = found.caption._replace(credit=halves[in_group].text) if len(halves) == of_group else found.caption
        yield _medium(found._replace(caption=own), source)
        return
    if not sides or found.caption is None or (of_group > 1 and len(sides) != of_group):
        yield _medium(found, source)
        return
    if of_group == 1 and not _two_media(found.caption.text, sides):
        yield _medium(found, source)
        return
    for place, side in enumerate(sides):
        if of_group > 1 and place != in_group:
            continue
        own = read_caption(side.text)
        shared = sources_in(found.caption.credit or "") or _listed(found.caption.credit or "")
        credit = own.credit or (shared[place] if len(shared) == len(sides) else found.caption.credit)
        caption = own._replace(text=found.caption.text, credit=credit, number=found.caption.number)
        raw = {**found.raw, "side": side.side, "words": side.text}
        yield _medium(found._replace(caption=caption, credit=credit, raw=raw), source, side=side)


def _listed(credit: str) -> list[str]:
    """The parts of a credit that a semicolon parts, without the lead that they share: "Photos: A; Facebook/B"."""
    parts = [part.strip() for part in re.split(r"[;؛]", re.sub(r"^\W*\w+\s?:\s", "", credit)) if part.strip()]
    return [] if any(_OWN_LEAD.match(part) for part in parts[1:]) else parts


_OWN_LEAD = re.compile(r"\w+(?:\s\w+){0,3}\s?:\s")  # "Quelle: Facebook; Montage: NAME": whose work, not whose picture


def _two_media(text: str, sides: Iterable[Side]) -> bool:
    """Whether the sides are two pictures rather than two people in one."""
    is_apart = bool(re.search(r"[:：]", text)) or all(read_caption(side.text).credit for side in sides_of(text))
    return is_apart and all(len(side.text.split()) > 1 for side in sides)


def _medium(found: _Medium, source: _Source, *, side: Side | None = None) -> Intake:
    caption = found.caption
    words = (caption.words or caption.text) if caption else ""
    raw: dict[str, object] = dict(found.raw)
    credit = _credit_of(found)
    account = _account_of(found)
    asserted_by = (account or found.signed or found.origin) if found.is_post else source.outlet
    account = None if found.is_post else account
    claims: tuple[Claim, ...] = ()
    note = None
    if caption and caption.words:
        setting = _of_post(found, source.setting) if found.is_post else source.setting
        readings = [
            claim_of(part, setting, asserted_by=asserted_by, attributed_to=credit or account, names=source.names)
            for part in parts_of(words, setting)
        ]
        claims = tuple(reading.claim for reading in readings)
        claims += tuple(dict.fromkeys(other for reading in readings for other in on_other_days(reading)))
        note = _published_words(readings)
        raw |= found_in(readings[0])
        if len(readings) > 1:
            raw["corrected_by"] = [found_in(reading) for reading in readings[1:]]
    told = caption.text if caption and not found.is_post else None
    if origin := _origin(credit, found.origin, told):
        unnamed = str(origin.get("account", "did:")).startswith("did:")  # Bluesky's number for an account
        handle = None if credit or not unnamed else handle_in(found.signed) or _posted_by(found, origin)
        raw["origin"] = {**origin, "account": handle} if handle else origin
    if found.signed:
        raw["signed"] = found.signed
    if caption and caption.other_credit:
        raw["other_credit"] = caption.other_credit
    if caption and caption.number:
        raw["number"] = caption.number
    if found.position:
        raw["position"] = {"line": found.position.line, "char": found.position.start}
    origin_url = found.origin if found.origin and not credit and _is_platforms(found.origin) else None
    return Intake(
        path=found.path,
        kind=found.kind,
        label=_label(words, found.name, source, side),
        url=source.url,
        publisher=source.outlet,
        caption=caption.text if caption else None,
        credit=credit,
        posted_at=source.posted_at,
        claims=claims,
        note="; ".join(filter(None, (note, found.note))) or None,
        locator=_locator(source, found.position),
        raw=raw,
        origin_url=origin_url,
        origin_posted_at=_posted_there(found) if origin_url else None,
        origin_source=None if credit or origin_url else _source_said(raw.get("origin")),
    )


def _source_said(origin: object) -> str | None:
    """The platform that the article's words name, with the account where they give one: ``facebook:?``."""
    said = origin if isinstance(origin, dict) else {}
    platform = platform_word(str(said.get("platform") or ""))
    return f"{platform}:{said.get('account') or '?'}" if platform else None


def _posted_there(found: _Medium) -> str | None:
    """The day of an embedded post, as it ends: "— Name (@account) June 28, 2016"; or the moment beside it."""
    if found.posted:
        return found.posted.text
    days = [each.edtf for each in find_dates(found.signed or "") if each.edtf and not each.relative]
    return days[-1] if len(set(days)) == 1 else None


def _posted_by(found: _Medium, origin: Mapping[str, object]) -> str | None:
    """The account on the post's own platform to whose page the post's box links."""
    says = read_url(found.profile) if found.profile else None
    return says.account if says and says.platform == origin.get("platform") else None


def _published_words(readings: Iterable[Reading]) -> str | None:
    """That the text dates the medium's publication elsewhere: no date of this appearance, and none of the event."""
    dates = list(dict.fromkeys(date for reading in readings for date in published_in(reading)))
    return f"said to have been published before: {', '.join(dates)}" if dates else None


def _is_platforms(address: str) -> bool:
    """Whether an address is one of a platform; that of a player of the site's own is no origin."""
    try:
        return read_url(address).platform is not None
    except ProvenanceError:
        return False


def _account_of(found: _Medium) -> str | None:
    """The account that posted what is embedded, as ``platform:account``; None where nothing says it."""
    says = read_url(found.origin) if found.origin else None
    if says is None or not says.platform:
        return None
    account = says.account or handle_in(found.signed)
    if account and account.startswith("did:"):
        account = handle_in(found.signed) or account
    return f"{says.platform}:{account}" if account else None


def _of_post(found: _Medium, setting: Setting) -> Setting:
    """In a post "tonight" is counted from the post's own date, which its id may say, or the page beside it."""
    says = read_url(found.origin) if found.origin else None
    return setting._replace(published=(says.posted if says else None) or found.posted)


def _credit_of(found: _Medium) -> str | None:
    credit = found.caption.credit if found.caption else None
    if credit is None and found.credit:
        bare = without_counts(found.credit)
        credit = read_caption(bare).credit or bare or None
    return None if credit and _is_date_alone(credit) else credit


def _is_date_alone(credit: str) -> bool:
    """Whether what stands where credits do is the date of the article."""
    found = date_at_end().search(credit)
    return found is not None and not credit[: found.start(1)].strip()


def _origin(credit: str | None, address: str | None, told: str | None) -> Mapping[str, object] | None:
    """What the credit says, completed by the post that is embedded; else what the caption's words tell."""
    says = origin_of(credit) if credit else None
    posted = read_url(address) if address else None
    if told and not posted and not (says and (says.platform or platform_word(says.via or ""))):
        within = said_within(told, credit=credit)
        says = replace(within, name=(says.name if says else None) or within.name) if within else says
    if says is None and posted is None:
        return None
    said: dict[str, object] = {}
    for name in ("platform", "account", "name", "via", "date_text"):
        values = [getattr(each, name) for each in (says, posted) if each and getattr(each, name)]
        if values:
            said[name] = values[0]
    if posted and posted.platform and says and not says.platform:
        said["platform"] = posted.platform
    if posted and posted.platform and told and "account" not in said and (poster := account_within(told)):
        said["account"] = poster
    if posted and posted.post_id:
        said["post_id"] = posted.post_id
    if posted and posted.posted:
        said["posted"] = posted.posted.text
    if says and says.via and "platform" not in said and platform_word(says.via):
        said["platform"] = says.via
        if "account" not in said and (holder := holder_of(says)):
            said["account"] = holder
    if credit and not {"account", "platform", "via"} & said.keys() and (alone := account_alone(credit)):
        said["account"] = alone
    return said or None


def platform_word(text: str) -> str | None:
    """The platform's word, if the text is one."""
    from provenance.platforms import canonical_platform

    return canonical_platform(text)


def _label(words: str, name: str, source: _Source, side: Side | None) -> str:
    text = side.text if side else words
    if text:
        return text if len(text) <= LONGEST_LABEL else f"{text[:LONGEST_LABEL].rsplit(' ', 1)[0]} ..."
    where = f" in {source.title[:60]!r}" if source.title else f" in {source.page.name}"
    return f"{name[:60]}{where}"


def _locator(source: _Source, position: _Position | None) -> str:
    if position is None:
        return source.page.name
    if not source.page.is_html:
        return f"{source.page.name} char {position.start}-{position.end}"
    return f"{source.page.name} line {position.line}"


# ---- running text


def _of_running_text(
    paragraphs: Iterable[tuple[int, str, int | None]], source: _Source, shown: Sequence[int]
) -> tuple[list[tuple[int, list[Intake]]], list[Problem]]:
    """What paragraphs (order, text, position) speak of; and what of them was not looked into, since it is too much.

    ``shown``: the orders of media that the article shows: after one, "the video" is rather that.
    """
    records: list[tuple[int, list[Intake]]] = []
    length = count = endless = 0
    spoken: list[Mention] = []  # of, in the last paragraph that spoke of any
    since, at = 0, -1
    for order, text, start in paragraphs:
        length += len(text)
        if length > MOST_TEXT:
            return records, [_too_long(source.page)]
        is_near = bool(spoken) and since <= MOST_BETWEEN and bisect_left(shown, at) == bisect_left(shown, order)
        said = mentions_in(text, before=spoken[-1] if is_near else None)
        spoken, since, at = (said, 0, order) if said else (spoken, since + 1, at)
        own = source.at(start)
        intakes = list(islice(_of_paragraph(text, said, own, start=start), MOST_FROM_TEXT - count + 1))
        count += len(intakes)
        if count > MOST_FROM_TEXT:
            reason = (
                f"its text speaks of more than {MOST_FROM_TEXT:,} media and claims: none after those. Split the file"
            )
            return records, [Problem(source.page.name, reason, BadManifest.__name__)]
        records.append((order, intakes))
        endless += len(text) > LONGEST_SENTENCE and sum(len(each.text) > LONGEST_SENTENCE for each in sentences(text))
    if not endless:
        return records, []
    reason = (
        f"{endless} of its sentences have more than {LONGEST_SENTENCE:,} characters and were not looked into. "
        "If they matter, divide them with full stops"
    )
    return records, [Problem(source.page.name, reason, BadManifest.__name__)]


def _too_long(page: Page) -> Problem:
    most = f"{MOST_TEXT:,} characters or {plain.MOST_BLOCKS:,} lines"
    reason = f"only the first {most} of its text were looked into, which is more than an article has. Split the file"
    return Problem(page.name, reason, BadManifest.__name__)


def _of_paragraph(text: str, said: Sequence[Mention], source: _Source, *, start: int | None = None) -> Iterator[Intake]:
    """The media that a paragraph speaks of (``said``), then its claims without media."""
    for mention in said:
        yield _mentioned(mention, source, start)
    of_media = {mention.start for mention in said}
    for statement in statements_in(text):
        if statement.start in of_media:
            continue
        reading = claim_of(statement.text, source.setting, asserted_by=source.outlet, names=source.names)
        who = statement.attributed_to
        named = name_of(who, statement.text, names=source.names)
        if named is None and who and reading.affiliation and who in reading.affiliation.phrase:
            named = reading.affiliation.phrase  # "an agency close to the group": itself a claim about the source
        named = named or as_said(who)
        words = who if named != who else None
        reading = reading._replace(claim=reading.claim._replace(attributed_to=named), attribution=words)
        yield _without_medium(reading, source, _where(statement.text, statement.start, source, start))


def _mentioned(mention: Mention, source: _Source, start: int | None) -> Intake:
    reading = claim_of(mention.sentence, source.setting, asserted_by=source.outlet, names=source.names)
    position = _where(mention.sentence, mention.start, source, start)
    raw: dict[str, object] = {"mentioned": mention.noun, **found_in(reading)}
    if mention.again:
        raw["again"] = True
    origin = {name: value for name, value in (("platform", mention.platform), ("account", mention.account)) if value}
    if origin:
        raw["origin"] = origin
    if position:
        raw["position"] = {"line": position.line, "char": position.start}
    return Intake(
        kind=mention.kind,
        label=_label(mention.sentence, mention.noun, source, None),
        url=source.url,
        publisher=source.outlet,
        posted_at=source.posted_at,
        claims=(reading.claim,),
        note="; ".join(filter(None, (NOT_SHOWN, _published_words((reading,))))),
        locator=_locator(source, position),
        raw=raw,
        origin_source=_source_said(origin),
    )


def _without_medium(reading: Reading, source: _Source, position: _Position | None) -> Intake:
    raw: dict[str, object] = dict(found_in(reading))
    if position:
        raw["position"] = {"line": position.line, "char": position.start}
    return Intake(
        kind=None,
        url=source.url,
        publisher=source.outlet,
        posted_at=source.posted_at,
        claims=(reading.claim,),
        locator=_locator(source, position),
        raw=raw,
    )


def _where(sentence: str, offset: int, source: _Source, start: int | None) -> _Position | None:
    return source.positions.of(sentence, after=start + offset // 2 if start is not None else 0)


# ---- plain text


def _of_text(page: Page, url: str | None, published: str | None) -> Iterator[Intake | Problem]:
    from provenance.dates import parse_date
    from provenance.wording.language import language_of

    guess = language_of(page.text[:6_000])
    language = guess.code if guess else None
    article = plain.read_plain(page.text[:MOST_TEXT], language=language)
    date = parse_date(published) if published else article.published
    address = web_address(article.url) or url
    said = (article.title, *(line.text for line in article.captions), *(block.text for block in article.paragraphs))
    outlet = article.outlet or (read_url(address).name if address and not article.sent else None)
    source = _Source(
        page=page,
        setting=Setting(language, date, own_places(filter(None, said), language)),
        outlet=outlet,
        url=address,
        base=address,
        title=article.title,
        posted_at=date.text if date else None,
        positions=_Positions(page),
        names=Names(block.text for block in article.paragraphs),
        sent=article.sent,
    )
    records: list[tuple[int, list[Intake]]] = [
        (line.block.start, list(_caption_line(line, source.at(line.block.start)))) for line in article.captions
    ]
    from_text, unread = _of_running_text(
        ((each.start, each.text, each.start) for each in article.paragraphs),
        source,
        sorted(line.block.start for line in article.captions),
    )
    for _, intakes in sorted([*records, *from_text], key=lambda record: record[0]):
        yield from intakes
    yield from unread
    if len(page.text) > MOST_TEXT or not article.is_whole:
        yield _too_long(page)


def _caption_line(line: Line, source: _Source) -> Iterator[Intake]:
    caption = read_caption(line.text, apart=line.credit) if line.text else None
    raw: dict[str, object] = {}
    if line.label:
        raw["label"] = line.label
    if line.address:
        raw["address"] = line.address
    if not line.kind_known:
        raw["kind_unknown"] = True
    block = line.block
    found = _Medium(
        kind=line.kind,
        caption=caption,
        credit=caption.credit if caption else None,
        name=line.address or line.label or "picture",
        position=_Position(source.page.text.count("\n", 0, block.start) + 1, block.start, block.end),
        origin=line.embed.address if line.embed else None,
        raw=raw,
    )
    yield from _by_sides(found, source)


# ---- positions


class _Position(NamedTuple):
    """Where something stands in the source's text."""

    line: int  # from 1
    start: int  # characters, from 0
    end: int


class _Positions:
    """Finds where in the file's text something stands that was taken from its elements."""

    def __init__(self, page: Page) -> None:
        self._text = page.text
        self._left = MOST_SOUGHT
        self._breaks: list[int] | None = None  # where lines end

    def of(self, *needles: str, after: int = 0) -> _Position | None:
        """The first of ``needles`` that stands in the text, as written, escaped, or by its first words.

        None, too, once all that was sought has cost too much.
        """
        for needle in needles:
            for spelt in _spellings(needle):
                start = self._found(spelt, after)
                if start >= 0:
                    return _Position(self._line(start), start, start + max(len(spelt), len(needle)))
        return None

    def _found(self, spelt: str, after: int) -> int:
        start = self._text.find(spelt, after) if self._left > 0 else -1
        self._left -= (start if start >= 0 else len(self._text)) - after
        if start >= 0 or not after or self._left <= 0:
            return start
        start = self._text.find(spelt)
        self._left -= start if start >= 0 else len(self._text)
        return start

    def _line(self, position: int) -> int:
        if self._breaks is None:
            self._breaks = [found.start() for found in re.finditer("\n", self._text)]
        return bisect_left(self._breaks, position) + 1


def _spellings(needle: str) -> Iterator[str]:
    if not needle:
        return
    short = needle[:300]
    yield short
    escaped = short.replace("&", "&amp;")
    if escaped != short:
        yield escaped
    words = short.split()
    for count in (8, 5, 3):
        if len(words) > count:
            yield " ".join(words[:count])
