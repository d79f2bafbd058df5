"""The pictures and videos that a page shows, each with its caption and credit as they stand there.

1. Every element that can hold a medium is looked at, whatever loads it: pictures, lazy ones, players, embeds.
2. Those that are furniture go (:mod:`furniture`), and those that another article's teaser shows.
3. A caption is sought around each, from the nearest element outwards, as long as no other medium comes in.
4. The same picture in several sizes is one.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from provenance.errors import BadManifest
from provenance.importers.article import repeats
from provenance.importers.article.around import post_texts, words_around
from provenance.importers.article.belonging import authors_of, of_author, why_not
from provenance.importers.article.elements import media_in, unnested, with_posters
from provenance.importers.article.embeds import is_profile, post_key
from provenance.importers.article.marked import is_credit_alone
from provenance.importers.article.media import MOST_MEDIA, Found, Shown, Words, called, key_of, keys_of
from provenance.importers.article.tree import Element, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers.article.body import Body


def media_of(root: Element, body: Body, *, address: str | None) -> tuple[list[Shown], list[str]]:
    """The article's media in the order of the page; and why others were left out, a line each.

    Raises:
        BadManifest: the page holds more than any article does.
    """
    body.element.notes["body"] = "yes"
    authors = authors_of(root)
    repeats.note_captions(root)
    repeats.note_credits(root, is_credit=is_credit_alone)
    candidates = media_in(root)
    found = unnested(candidates) if len(candidates) <= 3 * MOST_MEDIA else candidates
    if len(found) > MOST_MEDIA:
        raise BadManifest(f"holds more than {MOST_MEDIA} pictures, which no article does. Import its folder instead")
    found = with_posters(found)
    left_out: list[str] = []
    kept: list[Found] = []
    captions: dict[int, Words] = {}
    for each in found:
        words = words_around(each, found)
        why = why_not(each, words, body, address) or of_author(each, authors)
        if why:
            left_out.append(f"{called(each)}: {why}")
        else:
            kept.append(each)
    for each in kept:
        captions[each.element.order] = words_around(each, kept)
    return _merged([_shown(each, captions, kept) for each in kept]), left_out


def _shown(each: Found, captions: dict[int, Words], kept: Sequence[Found]) -> Shown:
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
        if above.tag in ("body", "main") or above.end - above.order > LARGEST_POST or len(post_texts(above)) > 1:
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
