"""What stands on a page and is no medium of the article: logos, icons, faces of authors, teasers, adverts, counters.

Each rule says why it took something for furniture. A caption of the article's own is the strongest sign against it.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance.importers.article.embeds import embed_at, is_card, is_profile
from provenance.importers.article.own_parts import is_the_articles
from provenance.importers.article.page import file_name
from provenance.importers.article.tree import text_of

if TYPE_CHECKING:
    from provenance.importers.article.tree import Element

SMALLEST = 61  # pixels of the longer side: icons and small faces are under it
SMALL = 151  # without a caption a picture under this is a thumbnail
_ADVERT_SIZES = frozenset(  # that advertising has agreed on, in pixels
    [
        (300, 250),
        (336, 280),
        (728, 90),
        (970, 90),
        (970, 250),
        (160, 600),
        (120, 600),
        (300, 600),
        (468, 60),
        (320, 100),
    ]
)
LARGEST_SIGN = 24  # pixels of the one side that is said: signs of reactions have 16 to 20
LARGEST_SOUND = 40  # elements of a sound's player with its picture and buttons
_TAGS = frozenset({"nav", "footer", "dialog", "menu", "form", "amp-ad", "amp-sticky-ad", "amp-sidebar", "amp-pixel"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog"})


def _words(words: str) -> re.Pattern[str]:
    """Any of these as whole words of a hyphenated name; white space parts the expressions."""
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(words.split())})(?![a-z])")


# Names of areas that are never the article's own, whatever is in them.
_AREAS = _words(
    r"""
related(?:-?(?:posts?|articles?|stories|content|news|links?|items?|topics?))? recommend(?:ed|ations?|s)?
teasers?[a-z-]* catchers?(?:-[a-z-]+)? promos? sidebar side-bar rail right-col(?:umn)?
most-(?:read|viewed|popular|shared|recent) mostread popular(?:-posts)? trending
latest-(?:news|posts|stories|articles) more-(?:from|on|in|news|stories|about) also-(?:read|like|see) see-also
read-(?:more|also|next|on) readmore up-?next next-(?:article|post|story|up) prev(?:ious)?-(?:article|post|story)
post-navigation nav-links pagination newsletter[a-z-]* news-letter[a-z-]* nl-(?:box|signup|teaser|promo|form)
subscri(?:be|ption)[a-z-]* sign-?up
share(?:-[a-z-]+)? sharing sharedaddy sharebar addtoany
social-(?:share|links?|icons?|buttons?|bar|nav|media-icons|sharing|follow) follow-us comments? comment-[a-z-]+
commentlist respond disqus discussion advert(?:s|isement|ising|orial)? ads ad ad-[a-z0-9-]+ adslot adsbygoogle
google-ad[a-z-]* dfp stream-item-[a-z-]+
(?:in-?post|inline-?post|in-?content|in-?article)-?ads?
sponsor(?:s|ed|ship)?(?:-[a-z-]+)? partner-content outbrain taboola plista ligatus bio
author-?line(?:-[a-z]+)? autoren?-?(?:zeile|bild|foto|box|info|portraet|portrait)
(?:foto|bild|img|photo|portrait)-?(?:de-?l?-?)?(?:autor|auteur|author|redakteur|skribent|journalist)[a-z]* firmas?
author-?(?:bio|box|info|card|image|photo|avatar|pic|picture|thumb|profile|details|meta|block|img|head(?:shot)?|portrait|list)
about-(?:the-)?author bylines? authors? contributors? contributor-[a-z-]+ journalists? columnist
(?:user|profile|channel|owner|sender|member|commenter|peer|page|account)-?(?:photo|pic|picture|image|avatar|thumb|img)s?
userpics? autor(?:en|es|a|in|box|info)? auteurs? redakteur(?:in)? skribent reporter(?:s|-[a-z]+)? avatars? gravatar
headshot mugshot logos? site-logo brand(?:ing)? breadcrumbs? masthead site-header site-footer page-header-nav
top-bar topbar navbar nav navigation menu mega-menu footer colophon cookies?(?:-[a-z-]+)? gdpr paywall pay-wall
modal popup pop-up app-(?:promo|banner|download|store) donat(?:e|ion|ions) membership crowdfunding ticker
fact-?(?:box|file|sheet)s? faktaruta faktabox faktenkasten infokasten info-?box encadre despiece recuadro
(?:mod-)?newslist reklam[a-z-]* annons[a-z-]* anzeigen? werbung publicidad publicite iklan pubblicita promo-?box
audio-?(?:box|player|block|item|article|embed|widget|wrapper|container|teaser|module|link)s?
weather stock-?quotes? horoscope tag-?cloud
widget_?[a-z]*-(?:recent|popular|text|media-image|posts|archive)[a-z-]* widget-area sidebar-widget recent-posts?
jp-relatedposts yarpp[a-z-]* crp-related wp-block-latest-posts wp-block-query kg-bookmark[a-z-]*
kg-signup[a-z-]* kg-product[a-z-]* bookmark-card link-card embedly-card onward(?:s)? onwards?-[a-z-]+
cross-?sell you-may you-might mehr-zum-thema weitere[a-z-]* lesen-sie-auch leseempfehlung(?:en)?
empfehlung(?:en)? a-lire(?:-aussi)? lire-aussi sur-le-meme-(?:sujet|theme) recirc(?:ulation)? relacionad[oa]s?
noticias-relacionadas te-puede-interesar mas-(?:leidas?|vistas?|noticias) lo-mas-[a-z]+ mest-?last mest-lasta
mer-(?:om|fran) las-mer las-ocksa relaterat? relaterade puff puffar? teaserlist nyhetsbrev river news-list
story-list nyhetsbrev[a-z-]* boletin(?:es)?(?:-[a-z-]+)? infolettre[a-z-]* abo(?:-[a-z]+)? abonnement[a-z-]*
callout-[a-z-]*(?:promo|newsletter|signup) inline-(?:promo|related|recirc|newsletter)[a-z-]*
in-article-(?:promo|related)[a-z-]*
article-(?:links?|recommendations?|teasers?|promo) story-(?:promo|teaser|card)s? content-(?:promo|card|teaser)s?
further-reading linked-article internal-?link lees-ook aanbevolen mais-lidas leia-mais leggi-anche
shop(?:-[a-z-]+)? affiliate[a-z-]* product-(?:card|box)[a-z-]* podcast[a-z-]* headlines-list ranking infinite-[a-z-]+
mc-embed[a-z-]* seo print-only-logo emoji wp-smiley smiley
sprite icons? spinner loader preloader tracking pixel beacon analytics
"""
)
# Names that override: the part is the article's own although a word above stands in its name.
_STATE = re.compile(  # what an area has, may show or is not: "has-footer", "no-sidebar", "site-not-footer"
    r"(?<![a-z0-9-])(?:show|hide|has|no|with|without)-[a-z]+(?![a-z])|(?<![a-z0-9])(?:not|non)-[a-z]+(?![a-z])"
)
_OWN = _words(
    r"""
article-body post-content entry-content article-content story-body article__body hero
lead-(?:image|media|art|photo) article-(?:image|figure|photo|media|hero|lead) featured-(?:image|media|photo)
social-(?:embed|media-embed|post) gallery slideshow share-?image photo-credit
"""
)
_FILES = re.compile(
    r"(?:^|[^a-z])(?:logos?|favicon|icons?|sprites?|avatars?|gravatar|pixel|spacer|blank|transparent|"
    r"emoji|1x1|tracking|"
    r"loading|loader|spinner|ajax|placeholder|default[-_]?(?:user|avatar|author|image|thumb)|"
    r"no[-_]?image|badge|button|btn|banner[-_]?ad|"
    r"banner[-_]?\d{2,4}|\d{3}x(?:60|90|250|600)|app[-_]?store|google[-_]?play|play[-_]?(?:button|icon)|arrow|bullet|divider|separator|newsletter|"
    r"whatsapp|share|fallback|"
    r"rss|smiley|profile[-_]?pic|signature|paypal|donate|patreon|headshot|byline|author)(?:[^a-z]|$)"
)
_FOLDERS = re.compile(
    r"(?<!:)/(?:logos?|icons?|icones?|iconos|ikoner|pictos?|pictogram[a-z]*|favicons?|avatars?|newsletters?|bylines?|authors?|badges|emojis?|sprites?|smileys?|"
    r"profile[-_](?:images?|pics?|pictures?|photos?)|userpics?|headshots|podcasts?|sponsors?|ads?|adverts?)/"
)
_COUNTERS = re.compile(
    r"facebook\.com/tr|scorecardresearch|doubleclick|google-analytics|googletagmanager|quantserve|chartbeat|ioam\.de|"
    r"ivwbox|/pixel|pixel\.|/beacon|xiti\.|weborama|mc\.yandex|counter\.|/track(?:ing)?[/.?]|feedburner|"
    r"stats\.wp|gravatar\.com|"
    r"//(?:[\w-]+\.)*(?:ads?|adserver|reklam|werbung|adnuntius|adition|adform)\d?\.|s\.w\.org/images|/emoji/|twemoji|vgwort|vg\d+\.met|cdn\.consent|adservice|googlesyndication|amazon-adsystem|"
    r"republication|tracker|statcounter|(?<![\w-])(?:count|hit)\.|parsely\.com"
)
_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".mp4", ".webm")
_OPENS_PICTURE = re.compile(
    r"attachment|/(?:photo|foto|image|img|media|gallery|galerie|galeria|bild|fotos|photos|picture)s?/|"
    r"wp-content|lightbox|#|javascript:"
)
_AUTHOR = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|profile|people|by|contributors?|staff|users?|reporters?|journalist)/"
)


def area(element: Element, body: Element | None) -> str | None:
    """Why an element stands in a part of the page that is not the article; None where it does not.

    ``body``: the element that holds the article's paragraphs; what is around that is no reason.
    """
    for above in (element, *element.ancestors()):
        if body is not None and above.contains(body):
            return None
        if above.tag in ("html", "body", "main"):
            return None
        if why := _is_furniture(above):
            return why
    return None


def _is_furniture(above: Element) -> str | None:
    if "furniture" not in above.notes:
        above.notes["furniture"] = _looked_at(above)
    return above.notes["furniture"]


def _looked_at(above: Element) -> str | None:
    if above.tag in _TAGS and not (above.tag == "form" and any(inner.tag == "h1" for inner in above.elements())):
        return f"inside <{above.tag}>"  # some systems put the whole page into one form
    if above.get("role") in _ROLES:
        return f"role {above.get('role')}"
    if above.tag == "style" or (above.tag == "template" and not _waits(above)):
        return f"inside <{above.tag}>"
    if above.tag == "header" and not any(inner.tag in ("h1", "figure") for inner in above.elements()):
        return "header of the site"
    if above.tag in ("img", "figure", "picture", "video", "iframe", "blockquote", "figcaption"):
        found = _OF_A_MEDIUM.search(above.marks)
        is_own = found and above.tag == "figure" and _is_lone_picture(above, found[0])
        return f"named {found[0]!r}" if found and not is_own else None
    if above.tag == "aside" and not (
        any(inner.tag in ("figure", "figcaption", "blockquote") for inner in above.elements()) or is_card(above)
    ):
        return "aside"
    found = _AREAS.search(_STATE.sub("", above.marks))
    if found and not _OWN.search(above.marks) and not any(inner.tag == "h1" for inner in above.elements()):
        if above.tag != "aside" and is_the_articles(above, found[0]):
            return None
        if above.tag == "a" and _OPENS.fullmatch(found[0]):  # a click shows the picture that it holds
            return None
        if found[0].startswith(("cookie", "subscri")) and _holds_post(above):  # which is loaded when the reader may see
            return None
        if above.tag == "p" and "link" in found[0] and _is_running(above):  # systems name paragraphs that hold links so
            return None
        is_own = above.tag != "aside" and _OF_OTHERS.match(found[0]) and _leads_nowhere(above)
        shows = bool(_FACTS.match(found[0])) and any(_is_caption(inner) for inner in above.elements())
        is_own = is_own or shows
        return None if is_own or _is_lone_picture(above, found[0]) else f"named {found[0]!r}"
    return None


_OPENS = re.compile(r"modal|pop-?up")


def _holds_post(above: Element) -> bool:
    """Whether a small box holds a post or video of a platform."""
    inside = islice(above.elements(), SMALL_BOX)
    return any(
        inner.tag == "blockquote" or embed_at(inner.get("src") or inner.get("data-src"))
        for inner in inside
        if inner.tag in ("iframe", "blockquote")
    )


def _is_running(paragraph: Element) -> bool:
    """Whether it is text, and most of it no link."""
    linked = sum(len(text_of(inner)) for inner in paragraph.elements() if inner.tag == "a")
    return len(text_of(paragraph)) >= max(SHORTEST_TEXT, 2 * linked)


def _waits(template: Element) -> bool:
    """Whether a template holds one post or video of a platform, which is put in when the reader agrees."""
    frames = [inner for inner in islice(template.elements(), SMALL_BOX) if inner.tag in ("iframe", "blockquote")]
    beside = template.parent
    if beside is None or len(frames) != 1:
        return False
    named = " ".join(each.marks for each in (template, beside, *beside.child_elements()))
    return bool(_CONSENT.search(f"{named} {text_of(beside)[:200]}".lower()))


_CONSENT = re.compile(r"consent|embed|extern|opt-?in|placeholder|privacy|zwei-?klick|two-?click|datenschutz|autoris")


def _is_lone_picture(above: Element, name: str) -> bool:
    """Whether an area named as a teaser's, or other articles', holds a captioned picture and leads nowhere."""
    is_named_so = _TEASER.match(name) or (above.tag != "aside" and _OF_CONTENTS.fullmatch(name))
    if not is_named_so or above.end - above.order > LARGEST_AREA:
        return False
    captioned = False
    for inner in above.elements():
        if inner.tag in ("a", "h2", "h3", "h4", "h5", "h6", "form", "nav", "article", "button"):
            return False
        captioned = captioned or _is_caption(inner)
    return captioned


def _is_caption(element: Element) -> bool:
    return element.tag == "figcaption" or _CAPTION_TEXT.search(element.marks) is not None


# Boxes of facts, and the head of an article: a picture with a caption of its own is shown there.
_FACTS = re.compile(r"fact|fakt|info|encadre|despiece|recuadro|masthead")
_TEASER = re.compile(r"teaser|catcher|promo|puff")
_CAPTION_TEXT = re.compile(
    r"(?<![a-z])(?:caption|info-text|bildunterschrift|bildtext|legende?|copyright|credits?)(?![a-z])"
)
# Names of areas for other articles, which systems also give to parts of an article ("related content elements").
_OF_OTHERS = re.compile(r"related|widget|relatera|relacionad|weitere|more-|inline-|sidebar-widget")
_OF_CONTENTS = re.compile(r"related(?:-?contents?)?|widget|relaterat?|relacionad[oa]s?")  # whatever they are
LARGEST_AREA = 400  # elements of one that is looked into
SHORTEST_TEXT = 60  # characters of a paragraph that is rather text than a label


def _leads_nowhere(above: Element) -> bool:
    """Whether an area holds running text and neither headlines nor links to other articles."""
    has_text = False
    if above.end - above.order > LARGEST_AREA:
        return False
    for inner in above.elements():
        if inner.tag in ("h2", "h3", "h4", "h5", "h6", "form", "nav", "article"):
            return False
        if inner.tag == "a" and _is_title_or_link(inner) and not _is_in_text(inner):
            return False
        has_text = has_text or (inner.tag == "p" and len(text_of(inner)) >= SHORTEST_TEXT)
    return has_text


def _is_title_or_link(link: Element) -> bool:
    return len(text_of(link)) >= SHORTEST_TITLE or _is_article_link(link.get("href"), None)


def _is_in_text(link: Element) -> bool:
    """Whether a link stands in a paragraph or caption that is longer than it."""
    for above in islice(link.ancestors(), 3):
        if above.tag in ("p", "figcaption"):
            return len(text_of(above)) > 2 * len(text_of(link))
    return False


# A figure or picture is only furniture where its own name says so.
_OF_A_MEDIUM = _words(
    r"""
avatars? gravatar logos? icons? emoji wp-smiley smiley sprite userpics?
(?:user|profile|channel|owner|sender|member|commenter|peer|account)-?(?:photo|pic|picture|image|avatar|thumb|img)s?
author-?(?:image|photo|avatar|pic|picture|thumb|img|portrait) authors?-photo byline-[a-z-]+ headshot
(?:foto|bild|img|photo|portrait)-?(?:de-?l?-?)?(?:autor|auteur|author|redakteur|skribent|journalist)[a-z]*
teasers?(?:-[a-z-]+)? promos?(?:-[a-z-]+)? related(?:-[a-z-]+)? advert[a-z-]* tracking pixel kg-bookmark[a-z-]*
catcher[a-z-]* newsletter[a-z-]* nyhetsbrev[a-z-]* custom-logo card-[a-z-]*thumb[a-z]* sponsor[a-z-]*
"""
)


def looks(element: Element, addresses: tuple[str, ...], *, captioned: bool, opens: bool = False) -> str | None:
    """Why a picture's own size or address says that it is furniture.

    ``opens``: a click shows the same picture larger, so that its size here says nothing.
    """
    addresses = _without_stand_ins(addresses)
    width, height = size_of(element)
    if width is not None and height is not None:
        longer, shorter = max(width, height), min(width, height)
        if longer < SMALLEST or (shorter <= 2 and longer < 800 and not addresses):
            return f"of {width}x{height} pixels"
        if not captioned and not opens and (longer < SMALL or shorter < 40):
            return f"of {width}x{height} pixels"
        if not captioned and (width, height) in _ADVERT_SIZES:
            return "of the size of an advertisement"
    alone = width if height is None else height if width is None else None
    if alone is not None and 1 <= alone <= LARGEST_SIGN and not opens:
        return f"{alone} pixels wide or high"
    if _in_byline(element):
        return "beside the name of who wrote the article"
    if why := _of_sound(element):
        return why
    if _ADVERT.fullmatch(element.get("alt").strip()):
        return "an advertisement"
    for address in addresses:
        if _COUNTERS.search(address.lower()):
            return "a counter"
        if _RATINGS.search(address.lower()):
            return "the sign of a rating"
    names = [file_name(address).lower() for address in addresses if not address.startswith("data:")]
    if not captioned and any(_FILES.search(name) for name in names):
        return f"a file called {names[0]!r}"
    if not captioned and any(_FOLDERS.search(address.lower()) for address in addresses):
        return "a file in a folder of furniture"
    if not captioned and names and all(name.endswith((".svg", ".ico")) for name in names):
        return "a drawing without a caption"
    return None


def _without_stand_ins(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Without "pixel.gif", which stands in a picture's place until it is loaded, where the picture is named as well."""
    shown = tuple(address for address in addresses if not _STANDS_IN.search(file_name(address).lower()))
    return shown or addresses


_STANDS_IN = re.compile(
    r"(?:^|[^a-z])(?:pixel|spacer|blank|transparent|placeholder|1x1|loading|lazy|empty)\.(?:gif|png|svg)$"
)
_ADVERT = re.compile(
    r"(?i)(?:paid )?(?:ads?|advert(?:s|isements?|ising)?|anzeigen?|werbung|publicité|pub|publicidad|anuncio|"
    r"annons(?:er)?|reklam|sponsored|(?:مساحة )?(?:إعلان|اعلان|إعلانية))"
)
_RATINGS = re.compile(  # of fact-checks, which show their finding as a picture
    r"/(?:ratings?|labels?|verdicts?|rating[-_]?(?:images|icons|labels))/[\w-]{3,40}\.(?:png|svg|gif|webp|jpe?g)(?:$|\?)|"
    r"/(?:rating|verdict|fact-?check-label)[-_](?:true|false|fake|mostly|mixed|misleading|mixture|unproven|satire|"
    r"falsch|faux|falso|missing)"
)
_BYLINE = re.compile(
    r"(?i:von|by|par|por|av|text|texte|texto|written by)\s*:?\s+"
    r"(?:[A-ZÀ-Þ][\w.'’-]+\s){1,3}[A-ZÀ-Þ][\w'’-]+\s*(?:[,|/(–-]|und\b|and\b|et\b|y\b|och\b|$)|(?:بقلم|كتبت?)\s*:?\s+\S+\s\S+$"
)
LONGEST_BYLINE = 120  # characters


def _in_byline(element: Element) -> bool:
    """Whether the only words beside a picture are those of who wrote the article."""
    for above in islice(element.ancestors(), 3):
        if above.tag in ("figure", "figcaption", "article", "main", "body"):
            return False
        if said := text_of(above):
            return len(said) <= LONGEST_BYLINE and _BYLINE.match(said) is not None
    return False


def _of_sound(element: Element) -> str | None:
    """That a picture is the cover of a sound recording: alone with its player in a small box without a caption."""
    for above in islice(element.ancestors(), 3):
        if above.tag in ("body", "main", "article") or above.end - above.order > LARGEST_SOUND:
            return None
        tags = [inner.tag for inner in above.elements()]
        if "audio" in tags:
            pictures = sum(tag in ("img", "amp-img", "video", "iframe") for tag in tags)
            return "the cover of a sound recording" if pictures == 1 and "figcaption" not in tags else None
    return None


def size_of(element: Element) -> tuple[int | None, int | None]:
    """Width and height in pixels, as far as attributes or style say."""
    style = element.get("style").lower()
    return tuple(_pixels(element.get(name)) or _pixels_in(style, name) for name in ("width", "height"))  # type: ignore[return-value]


def _pixels(text: str) -> int | None:
    found = re.fullmatch(r"(\d{1,5})(?:\.\d+)?(?:px)?", text)
    return int(found[1]) if found else None


def _pixels_in(style: str, name: str) -> int | None:
    found = re.search(rf"(?:^|[;\s]){name}\s*:\s*(\d{{1,5}})(?:\.\d+)?px", style)
    return int(found[1]) if found else None


def leads_elsewhere(element: Element, address: str | None, *, captioned: bool, body: Element) -> str | None:
    """Why the picture is the way to another article rather than one of this."""
    link = next((above for above in element.ancestors() if above.tag == "a" and above.get("href")), None)
    href = link.get("href") if link else ""
    if _is_front_page(href, address) and not any(above.tag == "figure" for above in element.ancestors()):
        return "links to the front page"
    if link is not None and _is_article_link(href, address):
        if _AUTHOR.search(href.lower()):
            return "links to an author"
        if any(inner.tag in ("h2", "h3", "h4", "h5", "h6") for inner in link.elements()):
            return "links to another article, with its headline"
        if captioned and _GALLERY.search(href.lower()) and any(inner.tag == "figure" for inner in link.ancestors()):
            return None
        if not captioned or (len(text_of(link)) > 15 and not _has_caption_inside(link)):
            return "links to another article"
    return _is_titled_by_link(element, address) or _in_a_card(
        element, address, captioned=captioned, href=href, body=body
    )


_GALLERY = re.compile(  # that opens with the picture, which an article shows with its caption and credit
    r"/(?:(?:picture|photo|foto|image|media)-?(?:galler(?:y|ies)|galerien?)|galler(?:y|ies)|slideshows?|bildstrecken?|"
    r"diaporamas?|fotogalerias?|galerias?|bildspel)/"
)


def _is_titled_by_link(element: Element, address: str | None) -> str | None:
    """A figure whose caption is nothing but a link to another article."""
    figure = next((above for above in element.ancestors() if above.tag == "figure"), None)
    words = text_of(figure) if figure else ""
    for inner in figure.elements() if figure and len(words) > 15 else ():
        if inner.tag == "a" and text_of(inner) == words and _is_article_link(inner.get("href"), address):
            return "captioned by a link to another article"
    return None


# How boxes begin that advertise something else, in the languages of the importer.
_LEADS_AWAY = re.compile(
    r"(?i)^\W*(?:read (?:more|also|next|on)|also read|see also|related|more (?:on|from|stories)|don.t miss|"
    r"recommended|most read|editor.s picks?|up next|further reading|newsletter|sign up|subscribe|get (?:the|our)|"
    r"join (?:us|our)|follow us|download (?:the|our)|support (?:us|our)|donate|advertisement|sponsored|"
    r"listen(?: to| now)?\b|"
    r"lesen sie|mehr zum|mehr dazu|auch interessant|passend dazu|das könnte sie|anzeige\b|abonnieren|jetzt anmelden|"
    r"à lire|lire (?:aussi|également)|sur le même|à découvrir|voir aussi|inscrivez|abonnez|publicité|la newsletter|"
    r"lee (?:también|además|más)|lea (?:también|además|más)|te puede|también puedes|más (?:sobre|información|noticias)|"
    r"suscr[íi]b|boletín|publicidad|relacionad|"
    r"läs (?:mer|också|även|vidare)|se också|mer om|missa inte|nyhetsbrev|prenumerera|annons\b|"
    r"اقرأ (?:أيضا|أيضًا|أيضاً|المزيد)|اقرا ايضا|شاهد (?:أيضا|أيضًا|أيضاً)|إقرأ|مواضيع|أخبار ذات|قد يهمك|اشترك|"
    r"تابعوا|تابعونا|تابعنا|انضموا|للمزيد|"
    r"النشرة|إعلان\b|الأكثر قراءة)"
)


def leads_away(text: str) -> bool:
    """Whether a text begins as boxes do that advertise something else."""
    return _LEADS_AWAY.match(text) is not None


def _invites(element: Element) -> bool:
    """Whether a link or button asks for support, a subscription or a download."""
    if element.tag not in ("a", "button"):
        return False
    said = text_of(element) if element.tag == "a" else element.own_text()
    return len(said) < 60 and bool(_LEADS_AWAY.match(said))


SMALL_BOX = 12  # elements of a box that one button belongs to
# Inputs that only switch something: captions and galleries open by ticked boxes.
_SWITCHES = frozenset({"checkbox", "radio", "hidden", "button", "range", "image"})


def _asks(element: Element) -> bool:
    """Whether something is to be written into an element."""
    return element.tag in ("form", "amp-form") or (
        element.tag == "input" and element.get("type").lower() not in _SWITCHES
    )


def _leads_away(inside: list[Element], above: Element, *, captioned: bool) -> str | None:
    """Why a box with a picture in it advertises something else: how it begins, or what it asks for."""
    if captioned and above.tag == "figure" and _has_caption_inside(above):
        return None
    if any(_asks(inner) for inner in inside):
        return "in a box with a form"
    if not captioned and len(inside) <= SMALL_BOX and any(_invites(inner) for inner in inside):
        return "in a box that leads elsewhere"
    if _LEADS_AWAY.match(text_of(above)) and not (captioned and _has_caption_inside(above)):
        return "in a box that leads elsewhere"
    return None


def _in_a_card(element: Element, address: str | None, *, captioned: bool, href: str, body: Element) -> str | None:
    """A small group of picture and linked headline."""
    for depth, above in enumerate(element.ancestors()):
        if depth > 4 or above.tag in ("body", "main", "html") or above.end - above.order > 60 or above.contains(body):
            return None
        inside = list(above.elements())
        if sum(inner.tag in ("img", "amp-img", "video", "iframe") for inner in inside) > 2:
            return None
        if any(inner.tag == "p" and len(text_of(inner)) > 240 for inner in inside) or any(
            e.tag == "h1" for e in inside
        ):
            return None
        if why := _leads_away(inside, above, captioned=captioned):
            return why
        if above.tag in ("figure",) and captioned:
            continue
        for inner in inside:
            if inner.tag not in ("h2", "h3", "h4", "h5", "h6") or _is_title_of_file(inner):
                continue
            links = [
                e
                for e in (*inner.elements(), *inner.ancestors())
                if e.tag == "a" and _is_article_link(e.get("href"), address)
            ]
            if links:
                return "beside the headline of another article"
        if not captioned and _is_all_link(inside, above, address):
            return "beside a link to another article"
        if href and _is_article_link(href, address):
            same = [e for e in inside if e.tag == "a" and e.get("href") == href and len(text_of(e)) > 15]
            if same and not captioned:
                return "beside a link to another article"
    return None


def _is_all_link(inside: list[Element], above: Element, address: str | None) -> bool:
    """Whether the only words of a box are a link to another article."""
    words = text_of(above)
    if not SHORTEST_TITLE <= len(words) <= LONGEST_TITLE:
        return False
    return any(
        inner.tag == "a" and text_of(inner) == words and _is_article_link(inner.get("href"), address)
        for inner in inside
    )


SHORTEST_TITLE, LONGEST_TITLE = 15, 250  # characters of another article's headline


def _is_title_of_file(heading: Element) -> bool:
    """Whether a heading is no headline: what systems call a medium, which only screen readers get."""
    hidden = heading.is_only_heard or any(above.is_only_heard for above in islice(heading.ancestors(), 2))
    return hidden or bool(_FILE.search(text_of(heading)))


_FILE = re.compile(r"(?i)\S\.(?:jpe?g|png|gif|webp|avif|mp4|webm|mov)$")


def _has_caption_inside(link: Element) -> bool:
    return any(inner.tag == "figcaption" or "caption" in inner.marks for inner in link.elements())


def _is_article_link(href: str, address: str | None) -> bool:
    """Whether a link leads to a page that is neither this one nor a picture's."""
    bare = href.strip()
    if not bare or bare.startswith(("#", "javascript:", "data:", "mailto:")):
        return False
    try:
        link, here = urlsplit(bare), urlsplit(address or "")
    except ValueError:
        return False
    if link.path.lower().endswith(_PICTURE_ENDINGS) or _OPENS_PICTURE.search(bare.lower()):
        return False
    if link.netloc and here.netloc and _site(link.netloc) != _site(here.netloc):
        return False  # elsewhere: rather where the picture is from
    if embed_at(bare) or is_profile(bare):
        return False
    path, own = link.path.rstrip("/"), here.path.rstrip("/")
    return bool(path) and not (own and (path == own or path.startswith(own + "/")))


def _is_front_page(href: str, address: str | None) -> bool:
    """Whether a link leads to the first page of the article's own site."""
    try:
        link, here = urlsplit(href.strip()), urlsplit(address or "")
    except ValueError:
        return False
    if link.path.strip("/") or link.query or link.fragment or not (link.path or link.netloc):
        return False
    return not link.netloc or (bool(here.path.strip("/")) and link.netloc == here.netloc)


def _site(host: str) -> str:
    return ".".join(host.lower().rsplit(".", 2)[-2:])
