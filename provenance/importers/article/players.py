"""Pictures that stand for a video: the poster of a player that a script was to draw, or that stands beside it.

Told by what the box around a picture says: its names, the names of its attributes, a button that plays, a duration.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from provenance.importers.article.tree import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers.article.tree import Element

LEVELS = 5  # elements above a picture that may be its player
LARGEST_BOX = 60  # elements of a player with its caption
_PLAYER = re.compile(
    r"(?<![a-z])(?:video-?(?:player|container|wrap(?:per)?|embed|block|box|inline|js|frame|top|thumb(?:nail)?|poster|"
    r"still|overlay|asset|element|media|root|figure|component|article|main|hero|lead|preview|image|atom)|videos?|"
    r"(?:html5|media|inline|article|lead|main|top|hero|my|js|web)-?(?:video|player)|player|jw-?player|jwplatform|"
    r"brightcove|bc-player|vjs|kaltura|youtube|yt-?player|lite-yt|vimeo|dailymotion|dm-player|glomex|ooyala|"
    r"wistia|powa|videojs|clip-?player|av-player|filmplayer|videospelare|videoclip|reproductor|lecteur)(?![a-z])"
)
_NO_PLAYER = re.compile(r"(?<![a-z])(?:no-video|without-video|video-?(?:gallery|list|teaser|promo|carousel|icon-off))")
_ATTRIBUTE = re.compile(
    r"data-(?:[\w-]*-)?(?:video|player|brightcove|youtube|vimeo|jwplayer|kaltura|mp4|hls|m3u8|dailymotion)(?:-[\w-]*)?"
)
_OFF = frozenset({"false", "0", "no", "none", "null"})
_PLAYS = re.compile(
    r"(?i)^\W*(?:▶|►|play\b|watch (?:the |this )?(?:video|clip|now)|start (?:the )?video|(?:video )?abspielen|"
    r"video (?:starten|ansehen|abspielen)|wiedergabe|lire la vid|lancer la|regarder la vid|lecture\b|reproducir|"
    r"ver (?:el )?v[íi]deo|spela\b|spill av|afspil|riproduci|guarda il video|reproduzir|odtwórz|oynat|смотреть|"
    r"воспроизвести|تشغيل|شغل|شاهد الفيديو|مشغل)"
)
_PLAY_MARKS = re.compile(
    r"(?<![a-z])(?:play(?:-?(?:button|btn|icon|overlay|arrow))?|(?:button|btn|icon|ico|fa)-play)(?![a-z])"
)
_CLOCK = re.compile(r"(?<![a-z])(?:date|datetime|timestamp|clock|published|posted|updated|ago)(?![a-z])")
_DURATION = re.compile(r"(?:\d{1,2}:)?\d{1,2}:\d{2}")


def is_poster(picture: Element, media: Sequence[int]) -> bool:
    """Whether a picture is what a player shows before it plays. ``media``: orders of all media of the page."""
    for above in islice(picture.ancestors(), LEVELS):
        if above.tag in ("body", "html", "main", "article") or above.end - above.order > LARGEST_BOX:
            return False
        if sum(above.order <= order <= above.end for order in media) > 1:
            return False
        if any(inner.tag == "p" and len(text_of(inner)) > 300 for inner in above.elements()):
            return False
        if is_player(above) or any(_plays(inner) for inner in above.elements()):
            return True
        if above.tag == "figure":
            return False
    return False


def is_player(element: Element) -> bool:
    """Whether an element's name or the names of its attributes say that it is a video's player."""
    if element.tag in ("a", "li", "picture") and not element.attributes.keys() & {"data-video-id", "data-video"}:
        return False
    if "-" in element.tag and _PLAYER.search(element.tag):
        return True
    if _PLAYER.search(element.marks) and not _NO_PLAYER.search(element.marks):
        return True
    return any(_ATTRIBUTE.fullmatch(name) and value.lower() not in _OFF for name, value in element.attributes.items())


def _plays(element: Element) -> bool:
    """Whether something is pressed to play, or shows how long a film is."""
    if element.tag in ("button", "a", "span", "div", "i", "svg", "time"):
        said = element.get("aria-label") or element.get("title")
        if element.tag == "button" or element.get("role") == "button":
            return bool(_PLAYS.match(said or text_of_button(element)) or _PLAY_MARKS.search(element.marks))
        if not element.child_elements():
            own = element.own_text()
            is_clock = "datetime" in element.attributes or _CLOCK.search(element.marks)
            return bool(not is_clock and _DURATION.fullmatch(own)) or (
                not own and bool(_PLAY_MARKS.search(element.marks))
            )
    return False


def text_of_button(button: Element) -> str:
    """What stands on a button, which readers of the article are not given."""
    return " ".join(filter(None, (each.own_text() for each in islice(button.elements(), 20))))[:200]


def of_data(element: Element) -> tuple[str, ...] | None:
    """The files of a player that a script is to draw, as its attributes give them; None for what is none.

    () for a player of which they say only an id (:func:`id_of`). One in which a picture or frame stands already is
    found by that.
    """
    if element.tag in _NO_BOX or not element.attributes:
        return None
    is_named = bool(_PLAYER.search(element.marks)) and not _NO_PLAYER.search(element.marks)
    said = (value for name, value in element.attributes.items() if name.startswith("data-") or name in _OF_PLAYERS)
    files = tuple(dict.fromkeys(file for value in said if (file := _film_in(value, is_named=is_named))))
    if not files and not (is_named and id_of(element)):
        return None
    return None if any(inner.tag in _HELD for inner in element.elements()) else files


def id_of(element: Element) -> str | None:
    """The id by which a player's element names its film."""
    ids = (element.get(name) for name in (*_IDS, *filter(_NAMES_ID.fullmatch, element.attributes)))
    return next((value for value in ids if re.fullmatch(r"[\w.:-]{4,60}", value)), None)


def _film_in(value: str, *, is_named: bool) -> str | None:
    """The address of a film in an attribute: in data, or alone where the element is named as a player."""
    is_data = value.startswith(("{", "["))
    found = _FILM.search(value[:LONGEST_DATA]) if is_data or is_named else None
    if not found:
        return None
    start = max(value.rfind(sign, 0, found.start()) for sign in "\"'") + 1 if is_data else 0
    address = value[start : found.end()].replace("\\/", "/")
    return address if re.match(r"(?:https?:)?//", address) and len(address) < LONGEST_ADDRESS else None


LONGEST_ADDRESS = 500  # characters
LONGEST_DATA = 20_000  # characters of a player's data in which its film is sought
_NO_BOX = frozenset(
    {"html", "body", "main", "article", "script", "link", "meta", "a", "li", "button", "input", "audio"}
)
_HELD = frozenset({"img", "amp-img", "video", "iframe", "picture", "blockquote", "p", "audio"})
_OF_PLAYERS = frozenset({"src", "file", "config", "options", "props"})
_FILM = re.compile(r"\.(?:mp4|m3u8|webm|mpd)(?=[\"'?&\\\s]|$)")
_NAMES_ID = re.compile(r"data-(?:[a-z]+-){0,3}(?:video|player|media|clip)-(?:id|key|code|uuid|guid|hash)")
_IDS = (
    "data-video-id",
    "data-videoid",
    "data-media-id",
    "data-mediaid",
    "data-media",
    "data-video",
    "data-player-id",
    "data-asset-id",
    "data-clip-id",
    "data-guid",
    "data-urn",
    "data-entry-id",
    "data-entry",
    "data-embed-id",
    "data-content-id",
    "data-video-uuid",
    "data-uuid",
    "data-vid",
    "data-mediaid",
    "data-player",
)


def holds_player(box: Element, picture: Element, player: Element) -> bool:
    """Whether a box is one player: its frame or film and the picture that stands there until it plays."""
    if box.tag == "figure":
        return True
    inside = box.end - box.order
    return inside <= LARGEST_BOX // 2 and any(
        is_player(above) for above in (box, *islice(picture.ancestors(), 3)) if above.contains(player)
    )
