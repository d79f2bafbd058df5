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
    r"wistia|videojs|clip-?player|av-player|filmplayer|videospelare|videoclip|reproductor|lecteur)(?![a-z])"
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
        if _is_player(above) or any(_plays(inner) for inner in above.elements()):
            return True
        if above.tag == "figure":
            return False
    return False


def _is_player(element: Element) -> bool:
    if element.tag in ("a", "li", "picture") and not element.attributes.keys() & {"data-video-id", "data-video"}:
        return False
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


def holds_player(box: Element, picture: Element, player: Element) -> bool:
    """Whether a box is one player: its frame or film and the picture that stands there until it plays."""
    if box.tag == "figure":
        return True
    inside = box.end - box.order
    return inside <= LARGEST_BOX // 2 and any(
        _is_player(above) for above in (box, *islice(picture.ancestors(), 3)) if above.contains(player)
    )
