"""What a page's elements are named as: caption, credit, running text; and their words without labels and buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article.captions import credit_in
from provenance.importers.article.line_kinds import CAPTION_LABELS, SOURCE_LABELS
from provenance.importers.article.media import IMAGES
from provenance.importers.article.tree import Element, squeezed, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


LONGEST_LOOSE = 320  # of a caption that nothing marks as one
LONGEST_CLEANED = 5_000  # of a text from which the words of buttons are taken out; what is longer is no caption
MOST_CREDIT_WORDS = 8  # of a credit that nothing but its place or name marks
LONGEST_CREDIT = 200  # of an element that is one
MOST_PARTS = 100  # of one caption or credit; galleries' descriptions have twenty
SHORTEST_RUNNING = 60  # characters of a paragraph that is rather text than a label
CAPTION = re.compile(
    r"(?<![a-z])(?:(?:fig|img|image|photo|media|thumb|gallery)?captions?(?:text)?|cutline|legend[ea]?|cap|"
    r"bildunterschrift|bildtext|bildetext|"
    r"bildunter[a-z]*|billedtekst|pie|pie-(?:de-)?foto|foto-pie|epigrafe|leyenda|didascalia|imagetext|"
    r"image-text|photo-text|picture-text|"
    r"(?:image|img|photo|picture|figure|media|video|bild|foto)-(?:desc(?:ription)?|info|meta|footer|foot|"
    r"legend|title|note|details|pie|text|summary)|"
    r"(?:video|player|media|clip)(?:-[a-z]+)?-(?:head(?:line|ing)?|titel|titulo|titre|rubrik|name)|"
    r"img-desc|undertext|underskrift|untertitel|figure-text|figure-footer|wp-element-caption|caption-wrap)(?![a-z])"
)


_CREDIT = re.compile(
    r"(?<![a-z])(?:credits?|photogs?|copyrights?|copyright-?holder|credit-?text|attribution|photographer|"
    r"fotograf(?:o|in|en)?|photo-?by|"
    r"photo-?credit|image-?credit|bildquelle|bildnachweis|quelle|urheber|(?:image|photo|media|picture|"
    r"figure|bild|foto|caption|img|caption-text)-?(?:source|author|agency|rights|owner|provider|byline|"
    r"autor|firma|signature|courtesy|origin)|byline|agency|agencia|agence|rights|rights-holder|firma|"
    r"signature|author|autor|auteur|source|provider|holder|image-?by|courtesy|license|fuente)(?![a-z])"
)


_NO_CAPTION = re.compile(
    r"(?<![a-z])(?:no-caption|block-media-text|caption-(?:toggle|button|icon|btn)|closed-captions?|video-captions|icon|"
    r"share|social|tags?|date|time|counter|zoom|expand|comments?)(?![a-z])"
)


_MARK_WORDS = re.compile(  # what systems put into the text for readers who cannot see
    rf"(?i)^\s*(?:(?:{CAPTION_LABELS}|figure caption|caption|pie de página|légende|leyenda|legenda)\s*[,:،]|"
    rf"(?:image|media) caption\b|(?:{CAPTION_LABELS})\s+(?=[\"“«]?(?-i:[A-ZÀ-ÞŠŽ])))\s*"
)


BUTTONS = re.compile(
    r"(?i)\s*(?:\(?(?:enlarge|open|view|expand|toggle|hide|show) (?:this |the )?(?:image|caption|photo|"
    r"picture|gallery|fullscreen|full ?screen)s?(?: in fullscreen| in gallery)?\)?|toggle caption|"
    r"hide caption|"
    r"(?:purchase|acquire) licensing rights(?:, opens new tab)?|, opens new tab|bild vergrößern|"
    r"bild in detailansicht öffnen|"
    r"agrandir l.image(?:\s?: illustration \d+)?|ampliar foto|ampliar imagen|klicka för att förstora|"
    r"förstora bilden?|visa större bild)\s*"
)


def has_running_text(element: Element, *, most: int) -> bool:
    """Whether running text stands in an element, which is therefore more than media with their captions.

    ``most``: how many paragraphs of a caption's length may stand there without a name that says what they are.
    """
    key = f"running text, {most}"
    if key not in element.notes:
        element.notes[key] = "yes" if _runs_on(element, most=most) else None
    return element.notes[key] is not None


def _runs_on(element: Element, *, most: int) -> bool:
    long = 0
    for inner in element.elements():
        if inner.tag != "p" or is_caption(inner) or is_credit(inner) or _under_caption(inner, element):
            continue
        length = len(text_of(inner))
        long += length >= SHORTEST_RUNNING
        if long > most or length > LONGEST_LOOSE:
            return True
    return False


def _under_caption(inner: Element, top: Element) -> bool:
    for above in inner.ancestors():
        if above is top:
            return False
        if is_caption(above) or is_credit(above) or above.tag in ("blockquote", "iframe"):
            return True
    return False


# Elements that are never a caption or a credit, whatever they are named: media, and what holds too much or no text.
_NO_WORDS = frozenset(
    "img amp-img picture source figure iframe video button svg path body html script style".split()  # noqa: SIM905
)


def is_caption(element: Element) -> bool:
    if "caption" not in element.notes:
        element.notes["caption"] = "yes" if _named_caption(element) else None
    return element.notes["caption"] is not None


def _named_caption(element: Element) -> bool:
    if element.tag in ("figcaption", "gcaption"):
        return not _is_named_credit_alone(element)
    if element.tag in _NO_WORDS or element.tag in ("input", "track"):
        return False
    prop = element.get("itemprop").lower()
    if prop in ("caption", "description") and element.tag != "meta":
        return True
    marks = element.marks
    return bool(CAPTION.search(marks)) and not _NO_CAPTION.search(marks)


def _is_named_credit_alone(caption: Element) -> bool:
    """Whether a ``<figcaption>`` is named as a credit and holds nothing else: the caption stands beside it."""
    if not _CREDIT.search(caption.marks) or CAPTION.search(caption.marks):
        return False
    text = text_of(caption)
    return len(text) < LONGEST_CREDIT and (is_credit_alone(clean(text)) or len(text.split()) <= MOST_CREDIT_WORDS)


def is_credit(element: Element) -> bool:
    if "credit" not in element.notes:
        element.notes["credit"] = "yes" if _named_credit(element) else None
    return element.notes["credit"] is not None


def _named_credit(element: Element) -> bool:
    if element.tag == "figcaption":
        return _is_named_credit_alone(element)
    if element.tag in _NO_WORDS or element.tag == "meta":
        return False
    prop = element.get("itemprop").lower()
    if prop in ("copyrightholder", "credittext", "copyrightnotice"):
        return True
    if prop in ("author", "creator"):
        return _is_within_medium(element)
    if _OF_THE_PAGE.search(element.marks):
        return False
    if "byline" in element.marks and _BYLINE_OF_DAY.match(text_of(element)[:LONGEST_CREDIT]):
        return False
    return bool(_CREDIT.search(element.marks)) and not re.search(r"(?<![a-z])caption$|^caption(?: |$)", element.marks)


def _is_within_medium(element: Element) -> bool:
    """Whether an element stands in one that is said to be a picture or video, and not in an article."""
    for above in element.ancestors():
        kind = above.get("itemtype").lower()
        if above.tag in ("figure", "figcaption") or re.search(r"(?:image|video|media)object|photograph", kind):
            return True
        if kind or above.tag in ("article", "body"):
            return False
    return False


_BYLINE_OF_DAY = re.compile(r"(?i)(?:by|von|par|por|av|text:?|بقلم)\s.{3,120}\b(?:19|20)\d\d\b")
_OF_THE_PAGE = re.compile(  # who wrote the article is no credit of a picture
    r"(?<![a-z])(?:(?:post|entry|article|story|page|news|blog|item|content|message|tweet|status|comment)-(?:author|byline|footer|meta|info|source)|"
    r"author-(?:name|link|url|box|card|info)|vcard|fn|posted-by|reviewer|signature-article)(?![a-z])"
)


def holds(above: Element, key: str, asked: Callable[[Element], bool]) -> bool:
    """Whether any element within is what is ``asked``; remembered, since each medium in a gallery asks it again."""
    if key not in above.notes:
        above.notes[key] = "yes" if any(inner is not above and asked(inner) for inner in above.elements()) else None
    return above.notes[key] is not None


def is_marked(element: Element) -> bool:
    return is_caption(element) or is_credit(element)


def holds_media(element: Element) -> bool:
    return any(inner.tag in IMAGES or inner.tag in ("video", "iframe", "blockquote") for inner in element.elements())


def is_credit_alone(text: str) -> bool:
    """Whether a piece of a caption that has an element of its own is its credit."""
    found = credit_in(text)
    if found is None:
        return False
    return found[0] == 0 or (len(text.split()) <= 8 and bool(_PERSON.fullmatch(text[: found[0]].strip())))


_PERSON = re.compile(r"(?:[A-ZÀ-ÞŠŽ][\w.'’-]*\s?){1,5}")
UNSEEN_LEADS = re.compile(  # leads that pages hide from readers who can see
    rf"(?i)^\s*(?:(?:{SOURCE_LABELS})\s*[,،]|(?:credit\s?){{1,4}}(?:\.\.\.|…))\s*"
)


def is_label(element: Element) -> bool:
    """Whether an element only names the field that stands beside it, as Drupal's do: "Image", "Credit"."""
    return bool(_LABEL.search(element.marks)) and len(text_of(element)) <= LONGEST_OF_A_LABEL


_LABEL = re.compile(r"(?<![a-z])field-?label(?= |$)")
LONGEST_OF_A_LABEL = 30  # characters


def credit_text(elements: Iterable[Element]) -> str | None:
    said = [text_of(e, without=frozenset(each.order for each in e.elements() if is_label(each))) for e in elements]
    texts = [UNSEEN_LEADS.sub("", squeezed(BUTTONS.sub(" ", text))) for text in said]
    texts = list(dict.fromkeys(t for t in texts if t.strip(" |-–—:,.")))[:MOST_PARTS]
    kept = [t for t in texts if not any(t != other and t in other for other in texts)]
    return " ".join(kept) or None


# What stands where a post would be, until a reader agrees.
_CONSENT = re.compile(
    r"(?i)\W*(?:externer? inhalt|inhalt(?:e)? (?:laden|von)|(?:um|für) (?:diesen?|das anzeigen|dieses)|"
    r"wir benötigen ihre|"
    r"empfohlener redaktioneller|external content|to (?:view|see|show) this (?:content|post|video|"
    r"tweet)|this content|"
    r"contenu externe|pour (?:voir|afficher) ce|contenido externo|para ver est[ea]|"
    r"externt innehåll|"
    r"för att (?:se|visa)|محتوى خارجي|لعرض هذا)\b"
)


def clean(text: str) -> str:
    if len(text) > LONGEST_CLEANED:
        return text
    if _CONSENT.match(text):
        return ""
    return squeezed(_MARK_WORDS.sub("", BUTTONS.sub(" ", text))).strip(" |")
