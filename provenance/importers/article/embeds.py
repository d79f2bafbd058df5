"""Posts and videos of platforms that a page embeds: the address of each, whatever script was to draw it.

An address is built only from the post's id and its platform's usual form; nothing is fetched or guessed.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from provenance.errors import BadUrl
from provenance.importers.article.tree import fragment, in_order, text_of
from provenance.named import NamedTuple
from provenance.platforms import read_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers.article.tree import Element

# Attributes in which lazy loaders and consent layers keep the address.
SOURCES = in_order(
    """
src data-src data-lazy-src data-original data-litespeed-src data-consent-src data-cookieblock-src data-cmp-src
data-embed-url data-url data-iframe-src data-cookie-src data-href data-ez-src data-rocket-src data-suppressedsrc
data-blocked-src data-embed-src data-src-cmplz data-runner-src
"""
)
_YOUTUBE_ID = r"[\w-]{11}"
_YOUTUBE = re.compile(
    rf"(?:youtube(?:-nocookie|education)?\.com/(?:embed/|v/|shorts/|live/|watch\?(?:[^#]*&)?v=)|"
    rf"youtu\.be/)({_YOUTUBE_ID})(?![\w-])"
)
_YOUTUBE_STILL = re.compile(rf"(?:ytimg\.com|img\.youtube\.com)/(?:vi|vi_webp|an_webp)/({_YOUTUBE_ID})(?![\w-])")
_YOUTUBE_NAMES = in_order(
    "youtube-src-id videoid data-videoid data-video-id video-id data-youtube-id data-id data-embed id data-youtube "
    "data-yt-id"
)
_TWEET = re.compile(r"(?:twitter|x)\.com/(?:#!/)?(\w{1,20}|i/web)/status(?:es)?/(\d{5,25})")
_INSTAGRAM = re.compile(r"instagram\.com/(?:([\w.]+)/)?(p|reel|reels|tv)/([\w-]+)")
_TIKTOK = re.compile(r"tiktok\.com/(?:@([\w.-]+)/(?:video|photo)/(\d+)|(?:embed/(?:v\d/)?|player/v1/)(\d+))")
_TELEGRAM = re.compile(r"(?:t|telegram)\.me/(?:s/)?([A-Za-z]\w{3,40})/(\d+)")
_VIMEO = re.compile(r"vimeo\.com/(?:video/|channels/[\w-]+/)?(\d{4,12})")
_DAILYMOTION = re.compile(r"(?:dailymotion\.com/(?:embed/)?(?:video/)|dai\.ly/)(x?[a-zA-Z0-9]{5,10})")
_DAILYMOTION_PLAYER = re.compile(r"dailymotion\.com/player(?:/\w+)?\.html\?(?:[^#]*&)?video=([\w-]+)")
_FACEBOOK_PLUGIN = re.compile(r"facebook\.com/(?:v\d[\d.]*/)?plugins/(video|post)\.php")
# Frames that hold no picture of an event: adverts, maps, charts, sounds, forms.
_NO_MEDIA = re.compile(
    r"doubleclick|googlesyndication|googletagmanager|google\.[a-z.]+/(?:maps|recaptcha)|maps\.google|openstreetmap|"
    r"spotify|soundcloud|podcast|acast|megaphone\.fm|simplecast|buzzsprout|omny|audio|datawrapper|dwcdn|infogram|"
    r"flourish|disqus|mailchimp|newsletter|recaptcha|outbrain|taboola|addthis|"
    r"facebook\.com/plugins/(?:like|page|share|comments)|"
    r"platform\.twitter\.com/widgets/(?:follow|tweet_button|hub)|subscribe|typeform|documentcloud|scribd|"
    r"consent|cookie|"
    r"smartadserver|adsystem|amazon-|paypal|patreon|chart|tableau|arcgis|mapbox|umap|playlist-widget|"
    r"widget/(?:weather|rates)|"
    r"flo\.uri\.sh|visuali[sz]ation|quiz|poll\b|survey|google\.com/forms|docs\.google|metrics|analytics|pixel|amp-ad|safeframe"
)
_PLAYER = re.compile(
    r"player|video|embed|brightcove|jwplatform|jwplayer|kaltura|ooyala|streamable|wistia|vimeo|rutube|ok\.ru|"
    r"bitchute|rumble|odysee|cdn\.iframe\.ly|vidyard|glomex|dugout|mvp|stream"
)


class Embed(NamedTuple):
    """One embedded post or video."""

    address: str | None  # of the post on its platform, or of the player; None where it is built by a script
    is_video: bool
    kind_known: bool  # False: the post may hold a picture, a video or neither
    words: str | None = None  # the post's own text, where it stands in the page
    signed: str | None = None  # "— Name (@account) June 28, 2016", as the embed's text ends


def embed_of(element: Element) -> Embed | None:
    """What an element embeds; None for one that is no embed of a post or video."""
    reader = _BY_TAG.get(element.tag)
    found = reader(element) if reader else None
    return found or _by_attributes(element)


def embed_at(address: str) -> Embed | None:
    """The post or video at an address on a known platform, in the form that people would open."""
    return _youtube(address) or _post(address) or _other_platform(address)


def is_profile(address: str) -> bool:
    """Whether an address is the page of an account, and none of its posts."""
    try:
        says = read_url(address)
    except BadUrl:
        return False
    return bool(says.platform and says.account and not says.post_id)


def post_key(address: str) -> str:
    """The same for every address of one post: a tweet's may have its account's name or not."""
    found = _TWEET.search(address)
    return f"https://twitter.com/i/web/status/{found[2]}" if found else address


def _youtube(address: str) -> Embed | None:
    if found := _YOUTUBE.search(address):
        return Embed(f"https://www.youtube.com/watch?v={found[1]}", True, True)
    return None


def of_still(address: str) -> Embed | None:
    """The video of which an address is the picture that its platform keeps."""
    found = _YOUTUBE_STILL.search(address)
    return Embed(f"https://www.youtube.com/watch?v={found[1]}", True, True) if found else None


def _post(address: str) -> Embed | None:
    if found := _TWEET.search(address):
        return Embed(f"https://twitter.com/{found[1]}/status/{found[2]}", False, False)
    if "platform.twitter.com/embed" in address and (tweet := _parameter(address, "id")):
        return Embed(f"https://twitter.com/i/web/status/{tweet}", False, False)
    if found := _INSTAGRAM.search(address):
        form = "reel" if found[2] == "reels" else found[2]
        owner = f"{found[1]}/" if found[1] else ""
        return Embed(f"https://www.instagram.com/{owner}{form}/{found[3]}/", form != "p", form != "p")
    if found := _TIKTOK.search(address):
        if found[1]:
            return Embed(f"https://www.tiktok.com/@{found[1]}/video/{found[2]}", True, True)
        return Embed(f"https://www.tiktok.com/embed/v2/{found[3]}", True, True)
    if found := _TELEGRAM.search(address):
        return Embed(f"https://t.me/{found[1]}/{found[2]}", False, False)
    if found := _FACEBOOK_PLUGIN.search(address):
        inner = _parameter(address, "href")
        return Embed(inner, found[1] == "video" or "/videos/" in inner, True) if inner else None
    return None


def _other_platform(address: str) -> Embed | None:
    if found := _VIMEO.search(address):
        return Embed(f"https://vimeo.com/{found[1]}", True, True)
    if found := _DAILYMOTION.search(address) or _DAILYMOTION_PLAYER.search(address):
        return Embed(f"https://www.dailymotion.com/video/{found[1]}", True, True)
    try:
        says = read_url(address)
    except BadUrl:
        return None
    if says.platform and (says.post_id or re.search(r"vk\.com/video_ext|ok\.ru/videoembed|/embed", address)):
        is_video = bool(re.search(r"video|watch|reel|/embed|shorts|v=", address))
        return Embed(address, is_video, is_video)
    return None


def _frame(element: Element) -> Embed | None:
    address = source_of_frame(element)
    for name in ("url", "src", "href"):
        inner = _parameter(address, name)
        if inner.startswith("http") and "facebook.com/plugins" not in address and (known := embed_at(inner)):
            return known
    if not address or address.startswith(("about:", "javascript:", "data:", "blob:", "cid:")):
        return _kept_frame(element)
    if known := embed_at(address):
        return known
    if _NO_MEDIA.search(address.lower()) or not _PLAYER.search(address.lower()):
        return None
    return Embed(address if address.startswith("http") else None, True, True)


def _kept_frame(element: Element) -> Embed | None:
    """What a frame held whose address was lost when the page was saved: by its page's own address, or its still's."""
    written = element.get("srcdoc")[:LONGEST_FRAME]
    at = written.find("canonical")
    found = _HREF.search(written[max(at - AROUND, 0) : at + AROUND]) if at >= 0 else None
    known = embed_at(found[1]) if found else None
    said = (value for name, value in element.attributes.items() if name.startswith("data-") and "/" in value)
    return known or next((still for value in said if (still := of_still(value))), None)


LONGEST_FRAME = 20_000  # characters of a saved frame in which its address is sought
AROUND = 300  # characters around the word that marks it
_HREF = re.compile(r"href=[\"']?(https?:[^\"'\s>]{8,200})", re.IGNORECASE)


def source_of_frame(element: Element) -> str:
    """The address of a frame, wherever a loader keeps it."""
    said = [element.get(name) for name in SOURCES]
    given = next((text for text in said if "/" in text and not text.startswith(("about:", "data:"))), "")
    return f"https:{given}" if given.startswith("//") else given


def _quote(element: Element) -> Embed | None:
    """A post as the quotation that its platform's script would replace."""
    marks = element.marks
    known = re.search(
        r"twitter-(?:tweet|video)|instagram-media|tiktok-embed|fb-(?:post|video|xfbml)|telegram|bluesky-embed|"
        r"mastodon-embed|text-post-media|reddit-(?:card|embed)|embedly-card",
        marks,
    )
    if not known and not _is_signed_post(element):
        return None
    links = [e.get("href") for e in element.elements() if e.tag == "a" and e.get("href")]
    said = [element.get(name) for name in ("data-instgrm-permalink", "cite", "data-href", "data-text-post-permalink")]
    addresses = [found for text in (*said, *reversed(links)) if text and (found := _full(text))]
    address = next((each for each in addresses if not is_profile(each)), next(iter(addresses), None))
    video = "twitter-video" in marks or "tiktok" in marks or "fb-video" in marks
    post = embed_at(address) if address else None
    words, signed = _post_words(element)
    if words and "twitter-tweet" in marks and not video and not _OWN_LINK.search(text_of(element)):
        return None  # words alone: a post with a picture ends in the picture's address
    if words is None and "instagram" in marks:
        words = _linked_words(element, links)
    if words is None and "tiktok" in marks:
        around = frozenset(each.order for each in element.elements() if each.tag == "a")
        words = text_of(element, without=around) or None
    words = _without_links(words) if words else None
    if post and post.address and "/i/web/" in post.address and (handle := handle_in(signed)):
        post = post._replace(address=post.address.replace("/i/web/", f"/{handle}/"))
    if post is None:
        return Embed(address, video, video, words, signed) if address or words else None
    return post._replace(
        is_video=post.is_video or video, kind_known=post.kind_known or video, words=words, signed=signed
    )


def _linked_words(element: Element, links: Sequence[str]) -> str | None:
    """The text of a post that stands in the link to it."""
    home = next(iter(links), "").split("?")[0]
    for inner in element.elements():
        if inner.tag == "a" and home and inner.get("href").split("?")[0] == home:
            text = text_of(inner)
            if len(text.split()) > 1 and not _BOILERPLATE.match(text):
                return text
    return None


def _is_signed_post(element: Element) -> bool:
    """Whether a quotation ends as embedded posts do, "— Name (@account) date", with the post behind the date."""
    links = [each for each in element.elements() if each.tag == "a" and each.get("href")]
    if not links or not (post := _post(links[-1].get("href"))) or post.address is None:
        return False
    whole = text_of(element)
    last = text_of(links[-1])
    return whole.endswith(last) and bool(re.search(r"\(@[\w.@-]{1,60}\)\W*$", whole[: len(whole) - len(last)][-120:]))


# Addresses of the post's own pictures, which a platform adds to its text.
_OWN_LINK = re.compile(r"(?:https?://)?(?:pic\.(?:twitter|x)\.com|t\.co)/\w+|\[image or embed\]")
MOST_OWN_LINKS = 8  # a post has at most four pictures


def handle_in(signed: str | None) -> str | None:
    """The account in the line by which an embed ends."""
    found = re.search(r"\(@([\w.@-]{1,60})\)", signed or "")
    return found[1] if found else None


def _without_links(words: str) -> str | None:
    for _ in range(MOST_OWN_LINKS):
        bare = words.rstrip()
        found = _OWN_LINK.fullmatch(bare, max(bare.rfind(" "), bare.rfind("\n")) + 1) or _OWN_LINK.fullmatch(
            bare, max(bare.rfind(" ["), 0) + 1 if " [" in bare else 0
        )
        if found is None:
            break
        words = bare[: found.start()].rstrip()
    return words.strip() or None


def _post_words(element: Element) -> tuple[str | None, str | None]:
    """The text of a post, and the line by which the embed ends: whose it is and when."""
    paragraphs = [text_of(each) for each in element.elements() if each.tag == "p"]
    words = next((text for text in paragraphs if text and not _BOILERPLATE.match(text)), None)
    whole = text_of(element)
    signed = re.search(r"(?:—|–|&mdash;|-) ?([^—–]{1,120}\(@[\w.@-]{1,60}\)[^—–]{0,60})$", whole)
    if words is None and signed and not paragraphs:  # systems that put the post's words into another element
        words = whole[: signed.start()].strip() or None
    signed = signed or re.search(rf"((?:{_SHARED_BY})\W.{{1,120}})$", whole, re.IGNORECASE)
    return words, (signed[1].strip() if signed else None)


_SHARED_BY = (
    r"a post shared by|a video posted by|posted by|un post condiviso da|"
    r"ein (?:von .{1,60} geteilter beitrag|beitrag geteilt von)|"
    r"une publication partagée par|una publicación compartida (?:de|por)|(?:ett )?inlägg delat av|"
    r"uma publicação partilhada por|"
    r"تمت مشاركة منشور بواسطة|منشور تمت مشاركته"
)
_BOILERPLATE = re.compile(
    rf"(?i)(?:view (?:this|more|on)|sieh dir diesen beitrag|voir cette publication|ver esta publicaci|"
    rf"visa det här inlägget|عرض هذا المنشور|شاهد هذا المنشور|watch on|add a comment|{_SHARED_BY}|"
    rf"ein beitrag geteilt|ett inlägg delat)"
)


def _full(text: str) -> str | None:
    address = f"https:{text}" if text.startswith("//") else text
    try:
        return address if read_url(address).platform else None
    except BadUrl:
        return None


def _kept_post(data: str) -> Embed | None:
    """A post that newsletters keep as data, with its words and whose it is."""
    try:
        said = json.loads(data[:LONGEST_FRAME])
        post, words = _post(said["url"]), said.get("full_text")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    if post is None:
        return None
    signed = " ".join(f"{said.get('name') or ''} (@{said.get('username') or ''})".split())
    return post._replace(words=_without_links(words) if isinstance(words, str) else None, signed=signed)


def _by_attributes(element: Element) -> Embed | None:
    """Elements of scripts and of AMP that carry an id or an address in an attribute."""
    marks, tag = element.marks, element.tag
    if post := element.get("data-telegram-post"):
        return Embed(f"https://t.me/{post}", False, False) if re.fullmatch(r"\w+/\d+", post) else None
    if tag in ("lite-youtube", "amp-youtube", "youtube-video") or re.search(
        r"(?:^| )(?:[\w-]*-)?(?:youtube|yt)(?:-|\b)", marks
    ):
        found = next((value for name in _YOUTUBE_NAMES if re.fullmatch(_YOUTUBE_ID, value := element.get(name))), None)
        return Embed(f"https://www.youtube.com/watch?v={found}", True, True) if found else _addressed(element)
    if re.search(r"(?:^| )(?:twitter-embed|tweet)(?= |$)", marks) and (kept := _kept_post(element.get("data-attrs"))):
        return kept
    if tag in ("amp-twitter", "twitter-widget", "embetty-tweet") or element.get("data-tweet-id"):
        tweet = element.get("data-tweetid") or element.get("data-tweet-id") or element.get("status")
        return Embed(f"https://twitter.com/i/web/status/{tweet}", False, False) if tweet.isdigit() else None
    if tag == "amp-instagram" and (code := element.get("data-shortcode")):
        return Embed(f"https://www.instagram.com/p/{code}/", False, False)
    if tag == "embetty-video" and (video := element.get("video-id")):
        return _of_type(element.get("type"), video)
    if tag in ("amp-vimeo", "lite-vimeo") and (video := element.get("data-videoid") or element.get("videoid")):
        return Embed(f"https://vimeo.com/{video}", True, True)
    if tag == "amp-dailymotion" and (video := element.get("data-videoid")):
        return Embed(f"https://www.dailymotion.com/video/{video}", True, True)
    if tag in ("amp-facebook", "amp-tiktok") or re.search(r"(?:^| )fb-(?:post|video)(?= |$)", marks):
        return _addressed(element)
    if tag in ("amp-iframe",):
        return _frame(element)
    if tag in ("amp-brightcove", "amp-jwplayer", "video-js", "amp-video", "amp-video-iframe", "bbc-player"):
        return Embed(None, True, True)
    if tag in _PLACES and (waiting := _waiting(element) or _of_service(element)):
        return waiting
    if tag == "oembed" or element.get("data-oembed-url"):
        address = element.get("url") or element.get("data-oembed-url")
        return embed_at(address) if _full(address) else None
    return _written(element) or _of_block(element)


_PLACES = frozenset({"div", "section", "figure", "span", "a", "button", "aside", "p"})


def _waiting(element: Element) -> Embed | None:
    """What an element stands for until a script draws it or a reader agrees: by an address that it has for that."""
    for name in SOURCES:
        text = element.get(name) if name.startswith("data-") else ""
        if text and (known := embed_at(f"https:{text}" if text.startswith("//") else text)):
            return known._replace(is_video=known.is_video or element.get("data-embed-as") == "video")
    if known := _in_data(element):
        return known
    if element.tag == "p" and not element.child_elements():
        bare = element.own_text()
        return embed_at(bare) if bare.startswith("http") and " " not in bare else None
    return _placeholder(element) if _PLACEHOLDER.search(element.marks) else None


def _of_service(element: Element) -> Embed | None:
    """The video that a consent layer's element names by its platform and its id there, each in an attribute."""
    service = next((text for name in _SERVICES if (text := element.get(name).lower())), "")
    form = _IDS_OF.get(service)
    if form is None or not _is_empty(element):
        return None
    found = next((text for name in _YOUTUBE_NAMES if re.fullmatch(form, text := element.get(name))), None)
    return _of_type(service, found) if found else None


_SERVICES = in_order("data-service data-provider data-platform data-network data-embed-type data-type data-source")
_IDS_OF = {"youtube": _YOUTUBE_ID, "vimeo": r"\d{5,12}", "facebook": r"\d{8,20}"}


def _in_data(element: Element) -> Embed | None:
    """The post that any of a small element's data names: an address alone, or the only one in an object."""
    if element.end - element.order > LARGEST_PLACEHOLDER:
        return None
    for name, value in element.attributes.items():
        if not name.startswith("data-") or _OF_SHARING.search(name) or "//" not in value.replace("\\/", "/"):
            continue
        text = value[:LONGEST_FRAME].replace("\\/", "/").strip()
        if re.match(r"(?:https?:)?//", text) and " " not in text:
            known = embed_at(f"https:{text}" if text.startswith("//") else text)
        else:
            is_drawn = any(inner.tag in ("img", "amp-img", "picture", "p") for inner in element.elements())
            known = _only_in(text) if text.startswith(("{", "[")) and not is_drawn else None
        if known and known.address and _is_empty(element):
            words = _drawn_words(element)
            return known._replace(words=words) if words is None or _is_drawn_picture(element) else None
    return None


def is_card(element: Element) -> bool:
    """Whether an element is the card of one post with its picture, as forums draw it from the post's address."""
    return _drawn_words(element) is not None and _in_data(element) is not None


def _drawn_words(element: Element) -> str | None:
    """The text of a post that a site has drawn itself, by the name of the element in which it stands."""
    named = (inner for inner in islice(element.elements(), LARGEST_PLACEHOLDER) if inner is not element)
    return next((text for each in named if _DRAWN.search(each.marks) and (text := text_of(each))), None)


def _is_drawn_picture(card: Element) -> bool:
    """Whether a post's card shows more than the face of whoever wrote it."""
    pictures = (inner for inner in card.elements() if inner.tag in ("img", "amp-img"))
    return any(not _FACE.search(f"{each.marks} {each.get('src')}") for each in pictures)


_DRAWN = re.compile(r"(?<![a-z-])(?:tweet|toot|skeet|status|post|message)(?:-?(?:text|content|body))?(?= |$)")
_FACE = re.compile(r"avatar|profile|userpic|emoji|icon")


def _only_in(text: str) -> Embed | None:
    addresses = islice(re.finditer(r"https?://[^\s\"'<>\\]{8,500}", text), MOST_IN_DATA)
    found = {known.address: known for each in addresses if (known := embed_at(each[0]))}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_empty(element: Element) -> bool:
    """Whether an element holds neither text nor a medium of its own; a picture that waits for the post may be there."""
    if any(inner.tag in ("iframe", "blockquote", "video", "h1", "h2", "h3") for inner in element.elements()):
        return False
    return len(text_of(element)) <= LONGEST_PLACEHOLDER // 2


MOST_IN_DATA = 20  # addresses in an element's data that are looked at
_OF_SHARING = re.compile(r"(?<![a-z])(?:share|sharing|pin|social|follow|profile|author|comments?|tracking)(?![a-z])")


def _placeholder(element: Element) -> Embed | None:
    """The one post that a box links to which says that somebody else's content would stand there."""
    if element.end - element.order > LARGEST_PLACEHOLDER:
        return None
    inside = list(element.elements())
    if any(inner.tag in ("iframe", "blockquote", "video", "img", "amp-img", "picture") for inner in inside):
        return None
    posts = {found.address: found for e in inside if e.tag == "a" and (found := embed_at(e.get("href")))}
    return next(iter(posts.values())) if len(posts) == 1 and len(text_of(element)) <= LONGEST_PLACEHOLDER else None


LARGEST_PLACEHOLDER = 40  # elements
LONGEST_PLACEHOLDER = 800  # characters
_PLACEHOLDER = re.compile(
    r"(?<![a-z])(?:embeds?|embedded|oembed|external|third-party|social-?(?:embed|media-embed|post)|consent|two-?click|"
    r"opt-?in|privacy|placeholder|tweet|twitter|instagram|tiktok|facebook|telegram|youtube|vimeo)"
    r"(?:-[a-z]+){0,2}(?= |$)"
)


def _of_block(element: Element) -> Embed | None:
    """The embed that a block's data or its bare text name, where nothing was drawn in it yet."""
    data = element.get("data-block-json") or element.get("data-block-props") or element.get("data-embed-data")
    if not data and not _WRAPPER.search(element.marks):
        return None
    if any(inner.tag in ("iframe", "blockquote", "video", "img", "amp-img") for inner in element.elements()):
        return None
    found = re.search(r"https?:(?:\\?/){2}[^\s\"'<>]+", data) if data else None
    address = found[0].replace("\\/", "/") if found else text_of(element) if not data else ""
    return embed_at(address) if address.startswith("http") and " " not in address and _full(address) else None


_WRAPPER = re.compile(
    r"(?<![a-z])(?:wp-block-embed--wrapper|wp-block-embed-wrapper|embed-(?:wrapper|url|container))(?![a-z])"
)


def _written(element: Element) -> Embed | None:
    """The embed whose HTML a script is to put in."""
    for name, value in element.attributes.items():
        text = value[:LONGEST_FRAME] if name.startswith("data-") else ""
        if "<iframe" in text or "<blockquote" in text:
            for piece in fragment(text, element):
                for inner in piece.elements():
                    reader = _BY_TAG.get(inner.tag)
                    if found := reader(inner) if reader else None:
                        return found
    return None


def _addressed(element: Element) -> Embed | None:
    """By the address that an attribute holds, where it is one of a platform."""
    for name in SOURCES:
        text = element.get(name)
        if text and (address := _full(text)) and (found := embed_at(address)):
            video = "video" in element.marks or element.get("data-embed-as") == "video"
            found = found._replace(is_video=found.is_video or video, kind_known=found.kind_known or video)
            return _with_quotation(found, element)
    return None


def _with_quotation(post: Embed, element: Element) -> Embed:
    """A post with the words that are shown where its platform's script does not run."""
    quoted = next((inner for inner in element.elements() if inner.tag == "blockquote"), None)
    words, signed = _post_words(quoted) if quoted is not None else (None, None)
    return post._replace(words=_without_links(words) if words else None, signed=signed)


def _of_type(kind: str, video: str) -> Embed | None:
    homes = {
        "youtube": "https://www.youtube.com/watch?v=",
        "vimeo": "https://vimeo.com/",
        "facebook": "https://www.facebook.com/watch/?v=",
    }
    return Embed(homes[kind] + video, True, True) if kind in homes else None


def _parameter(address: str, name: str) -> str:
    try:
        values = parse_qs(urlsplit(address).query).get(name, [""])
    except ValueError:
        return ""
    return unquote(values[0]) if "%" in values[0] else values[0]


_BY_TAG = {"iframe": _frame, "embed": _frame, "object": lambda e: _object(e), "blockquote": _quote}


def _object(element: Element) -> Embed | None:
    address = element.get("data")
    known = embed_at(f"https:{address}" if address.startswith("//") else address) if address else None
    for inner in element.elements():
        if known is None and inner.tag in ("param", "embed"):
            value = inner.get("value") or inner.get("src")
            known = embed_at(f"https:{value}" if value.startswith("//") else value) if "/" in value else None
    return known
