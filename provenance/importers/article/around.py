"""The caption and credit nearest to a medium: from the nearest element outwards, until another medium comes in."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from provenance.importers.article import furniture
from provenance.importers.article.belonging import LONGEST_LABEL
from provenance.importers.article.captions import (
    credit_in,
    ends_in_credit,
    is_name_alone,
    without_counts,
    without_lead_at_end,
)
from provenance.importers.article.line_kinds import REPORTERS
from provenance.importers.article.marked import (
    BUTTONS,
    CAPTION,
    LONGEST_CLEANED,
    LONGEST_CREDIT,
    LONGEST_LOOSE,
    MOST_PARTS,
    UNSEEN_LEADS,
    clean,
    credit_text,
    has_running_text,
    holds,
    holds_media,
    is_caption,
    is_credit,
    is_credit_alone,
    is_label,
    is_marked,
)
from provenance.importers.article.media import PICTURE_FILE, Found, Words, link_of
from provenance.importers.article.tree import Element, squeezed, text_of
from provenance.platforms import canonical_platform

if TYPE_CHECKING:
    from collections.abc import Sequence


LONGEST_CAPTION = 1_200  # characters of one that nothing names so; agencies' captions have up to 600
LONGEST_MARKED = 5_000  # of one that the page names so, or of a post's words; a longer one is left out, with a note
_LEVELS = 9  # elements above a medium in which its caption is sought


def words_around(each: Found, others: Sequence[Found]) -> Words:
    """The caption and the credit nearest to a medium."""
    element = each.element
    orders = sorted(other.element.order for other in others)
    credit: str | None = None
    inner: Element = element
    boxes = (element, *element.ancestors()) if _holds_its_words(element) else element.ancestors()
    for depth, above in enumerate(boxes):
        if depth >= _LEVELS or above.tag in ("body", "html", "main"):
            break
        media = [order for order in orders if above.order <= order <= above.end]
        if has_running_text(above, most=1 if len(media) <= 1 else 0):
            break
        texts = post_texts(above) if holds(above, "post text", _is_named_post_text) else []
        if len(texts) > 1:
            break
        if texts and (said := clean(text_of(texts[0]))):
            return Words(said, None, texts[0].order, of_post=True)
        found = _with_words(_within(above, element, media, orders))
        credit = credit or (found.credit if found else None)
        if found and (found.caption or found.too_long):
            own = found.credit or credit or _attribute_credit(element)
            return found._replace(credit=own or _credit_of_all(above, orders, found.caption or ""))
        inner = above if len(media) <= 1 else inner
    beside = _below_in_table(element, orders) or _beside(inner, orders) or _beside_all(inner, orders)
    if beside:
        return beside._replace(credit=beside.credit or credit)
    return Words(
        _attribute_caption(element, titled=each.embed is None), credit or _attribute_credit(element), inner.order
    )


def _with_words(words: Words | None) -> Words | None:
    """Of an element named for the credit that holds sentences and then the credit, each apart."""
    if words is None or words.caption or not words.credit:
        return words
    found = credit_in(words.credit)
    before = words.credit[: found[0]].strip() if found else ""
    if not found or len(before.split()) < MOST_PLAIN or before[-1] not in ".!?…؟":
        return words
    return words._replace(caption=before, credit=found[1])


def _holds_its_words(medium: Element) -> bool:
    """Whether a medium's element is a box, as players' are, with the caption in it."""
    return medium.tag in ("div", "figure", "section") and holds(medium, "marked", is_marked)


def post_texts(above: Element) -> list[Element]:
    """The texts of posts in an element, as the pages of platforms and copies of them name such."""
    found: list[Element] = []
    covered = -1
    for inner in above.elements():
        if inner.order <= covered or inner is above or not _is_post_text(inner, above):
            continue
        if inner.tag in ("div", "p", "span", "blockquote") and not holds_media(inner) and "body" not in inner.notes:
            if len(text_of(inner)) <= LONGEST_MARKED:
                found.append(inner)
            covered = inner.end
    return found


def _is_named_post_text(inner: Element) -> bool:
    return (
        inner.marks == "text"
        or "data-ad-preview" in inner.attributes
        or ("data-ad-comet-preview" in inner.attributes or bool(_POST_TEXT.search(inner.marks)))
    )


def _is_post_text(inner: Element, above: Element) -> bool:
    if inner.marks == "text":  # Telegram's export
        return above.marks.startswith("message")
    return bool(_POST_TEXT.search(inner.marks)) or "message" in (
        inner.get("data-ad-preview"),
        inner.get("data-ad-comet-preview"),
    )


_POST_TEXT = re.compile(
    r"(?<![a-z])(?:(?:message|tweet|toot|skeet)-?(?:text|content|body)|status-?(?:text|content|body)|post-?message|"
    r"(?:wall-)?post-?text|user-content|update-text)(?= |$)"
)


def _credit_of_all(inner: Element, orders: Sequence[int], caption: str) -> str | None:
    """The one credit of a gallery, beside the boxes of its pictures; None where a caption ends in one."""
    if ends_in_credit(caption):
        return None
    for above in islice(inner.ancestors(), LEVELS_OF_ALL):
        if above.tag in ("body", "main", "article") or has_running_text(above, most=0):
            return None
        media = [order for order in orders if above.order <= order <= above.end]
        said = [each for each in above.elements() if len(media) > 1 and is_credit(each)] if len(media) > 1 else []
        of_all = [each for each in said if _owner(each, media) is above and text_of(each)]
        if said:
            return clean(text_of(of_all[0])) if len(of_all) == len(said) == 1 else None
    return None


LEVELS_OF_ALL = 5  # elements around a picture's box that may be its gallery


def _owner(block: Element, media: Sequence[int]) -> Element | None:
    """The nearest element around a caption that holds a medium."""
    for above in block.ancestors():
        if any(above.order <= order <= above.end for order in media):
            return above
    return None


def _within(above: Element, medium: Element, media: Sequence[int], orders: Sequence[int]) -> Words | None:
    """Caption and credit inside ``above`` that are this medium's, or that it shares. ``orders``: of all media."""
    if len(media) > 1 and above.tag != "figure" and not holds(above, "marked", is_marked):
        return None
    blocks, credited = _marked(above, medium, media)
    around = next((each for each in above.ancestors() if each.tag == "figure"), None)
    of_one = around is None or bisect_right(orders, around.end) - bisect_left(orders, around.order) > len(media)
    alone = len(media) <= 1 and (above.tag == "figure" or of_one)
    if blocks:
        if len(media) > 1 and len(blocks) > 1:
            return _matched(blocks, medium, media)
        words = _read(blocks, credited, above)
        if words.credit is None and above.tag == "figure":
            left = frozenset({medium.order, *(e.order for e in (*blocks, *credited))})
            rest = clean(text_of(above, without=left))
            words = words._replace(credit=UNSEEN_LEADS.sub("", rest)) if rest and is_credit_alone(rest) else words
        return words
    if medium.tag == "blockquote":
        return None
    if above.tag == "figure":
        opened = (e.order for e in above.elements() if e.tag == "summary" and len(text_of(e)) <= LONGEST_LABEL)
        left = frozenset({medium.order, *(e.order for e in credited), *opened})
        rest = clean(text_of(above, without=left))
        if rest and is_credit_alone(rest):
            return Words(None, rest, above.order)
        if rest and len(rest) <= LONGEST_CAPTION:
            return _parted(Words(rest, credit_text(credited), above.order), above, medium)
    loose = _loose(above, medium, credited) if alone else None
    if loose and is_credit_alone(loose):
        return Words(None, " ".join(filter(None, (loose, credit_text(credited)))), above.order)
    if loose or credited:
        return _parted(Words(loose, credit_text(credited), above.order), above, medium)
    return None


def _parted(words: Words, above: Element, medium: Element) -> Words:
    """Words that nothing marks, with the credit apart where the last element that has any holds names alone."""
    if words.caption is None or words.credit or medium.order == above.order:
        return words
    parts = [inner for inner in above.elements() if not inner.contains(medium) and inner.own_text()]
    last = clean(text_of(parts[-1])) if len(parts) > 1 else ""
    before = words.caption[: -len(last)].strip() if last and words.caption.endswith(last) else ""
    if len(before.split()) < MOST_PLAIN or not is_name_alone(last):
        return words
    return words._replace(caption=without_lead_at_end(before) or None, credit=last)


def _marked(above: Element, medium: Element, media: Sequence[int]) -> tuple[list[Element], list[Element]]:
    """The elements named as captions and as credits whose nearest media include this one."""
    blocks: list[Element] = []
    credited: list[Element] = []
    covered = -1
    for inner in above.elements():
        if inner is above or inner.order <= covered or inner.contains(medium):
            continue
        if inner.tag in ("svg", "button", "script", "style", "template", "blockquote"):
            covered = inner.end
            continue
        captions = is_caption(inner)
        if (not captions and not is_credit(inner)) or holds_media(inner):
            continue
        text = text_of(inner)
        owner = _owner(inner, media)
        if not text or owner is None or not owner.contains(medium):
            continue
        if captions:
            blocks.append(inner)
            covered = inner.end
        elif len(text) < LONGEST_CREDIT and not _is_below_title(inner):
            credited.append(inner)
            covered = inner.end
    return blocks, credited


def _is_below_title(line: Element) -> bool:
    """Whether a line stands beside the article's title: it says who wrote the article."""
    return line.parent is not None and any(each.tag == "h1" for each in line.parent.child_elements())


def _read(blocks: list[Element], credited: list[Element], above: Element) -> Words:
    """The text of caption elements; what is marked as credit inside them stands apart."""
    inner_credits = [e for block in blocks for e in _credits_in(block)]
    heard = (e for block in blocks for e in (*_only_heard(block), *_beside_words(block), *_titles(block)))
    left = frozenset(e.order for e in (*inner_credits, *heard))
    texts = [clean(text_of(block, without=left)) for block in blocks]
    texts = list(dict.fromkeys(text for text in texts if text))[:MOST_PARTS]
    repeated = [text for text in texts if not any(text != other and text in other for other in texts)]
    caption = " ".join(repeated) or None
    credit = credit_text([*inner_credits, *credited])
    if caption and credit:
        caption = without_lead_at_end(_EMPTIED.sub("", caption)) or None
    if caption and credit and caption.strip(" .()") == credit.strip(" .()"):
        caption = None
    if caption and not credit and (whole := credit_in(caption)) and whole[0] == 0:
        caption, credit = None, caption
    if caption and len(caption) > LONGEST_MARKED:
        return Words(None, credit, above.order, too_long=len(caption))
    return Words(caption, credit, above.order)


_EMPTIED = re.compile(r"\s*(?:\(\s*\)|\[\s*\])\s*[.]?$")  # brackets out of which the credit has been taken


def _only_heard(block: Element) -> list[Element]:
    """Labels in a caption that only screen readers get; one that names a credit stays, since it tells what follows."""
    found = [inner for inner in block.elements() if inner is not block and inner.is_only_heard]
    return [each for each in found if len(text := text_of(each)) <= LONGEST_LABEL and not UNSEEN_LEADS.match(text)]


def _titles(block: Element) -> list[Element]:
    """What a caption's box says before the caption: the story that a gallery's picture belongs to, a field's label."""
    inside = [inner for inner in block.elements() if inner is not block]
    captions = [inner.order for inner in inside if _CAPTION_ITSELF.search(inner.marks) and text_of(inner)]
    return [
        inner
        for inner in inside
        if is_label(inner) or (captions and inner.end < captions[0] and _TITLE.search(inner.marks))
    ]


_CAPTION_ITSELF = re.compile(
    r"(?<![a-z])(?:caption|description|descriptif|descripcion|beschreibung|legende|bildtext)(?:-?text)?$"
)
_TITLE = re.compile(r"(?<![a-z])(?:title|headline|heading|kicker|titre|titel|titulo|titular|rubrik)$")


def _beside_words(block: Element) -> list[Element]:
    """What a caption's box holds beside its words: what is pressed, as to buy the picture, and a gallery's counter."""
    inside = (inner for inner in block.elements() if inner is not block and not is_credit(inner))
    return [e for e in inside if _BOUGHT.search(e.marks) or (_COUNTS.search(e.marks) and _counts_alone(text_of(e)))]


def _counts_alone(text: str) -> bool:
    return bool(text) and not without_counts(text.strip(" |·•–—-"))


_BOUGHT = re.compile(r"(?<![a-z])(?:buy(?:-now)?|purchase|order-print|toolbar|share-tools|lightbox-link)(?![a-z])")
_COUNTS = re.compile(r"(?<![a-z])(?:count(?:er|s)?|index|position|pagination|numbers?|progress|total)(?![a-z])")


def _credits_in(block: Element) -> list[Element]:
    found: list[Element] = []
    covered = -1
    whole = clean(text_of(block, without=frozenset(e.order for e in _beside_words(block))))
    for inner in block.elements():
        if inner is block or inner.order <= covered:
            continue
        text = text_of(inner)
        text = clean(text) if len(text) < 2 * LONGEST_CREDIT else text
        named = is_credit(inner) or inner.tag == "cite"
        if not named and not _CAPTION_ITSELF.search(inner.marks):
            named = inner.tag in _CREDIT_TAGS and is_credit_alone(text)
        apart = text != whole or (is_credit(inner) and not CAPTION.search(inner.marks))
        is_inline = inner.tag in ("a", "bdi") or bool(inner.get("dir"))  # a handle among letters from right to left
        if not is_credit(inner) and (_continues(whole, text) or (is_inline and _is_part_of_credit(whole, text))):
            continue
        if text and apart and len(text) < LONGEST_CREDIT and named and _at_end(whole, text):
            found.append(inner)
            covered = inner.end
    last = _last_part(block) if not found else None
    return [last] if last else found


def _continues(whole: str, part: str) -> bool:
    """Whether an account at the end of a caption ends its sentence: "... in a screenshot of a clip by @account"."""
    before = whole.rstrip(" .").removesuffix(part).rstrip()
    words = before.split()[-6:]
    return part.startswith("@") and len(words) == 6 and words[-1].islower() and all(w[-1].isalnum() for w in words)


def _is_part_of_credit(whole: str, part: str) -> bool:
    """Whether a link at the end of a caption is only the end of its credit: "Source: Telegram channel @account"."""
    found = credit_in(whole)
    bare = part.strip(" .()[]")
    return found is not None and len(bare) < len(found[1].strip(" .()[]")) and found[1].rstrip(" .()[]").endswith(bare)


def _last_part(block: Element) -> Element | None:
    """The last of a caption's elements where it holds names alone, after one that holds words: its credit."""
    parts = [child for child in block.children if not isinstance(child, str) or child.strip()]
    while len(parts) == 1 and isinstance(parts[0], Element):  # a wrapper around all of it
        parts = [child for child in parts[0].children if not isinstance(child, str) or child.strip()]
    last = parts[-1] if len(parts) > 1 else None
    if not isinstance(last, Element) or last.tag not in _CREDIT_TAGS or last.tag in ("em", "i", "b", "strong"):
        return None
    before = parts[-2]
    text = clean(text_of(last))
    words = text_of(before) if isinstance(before, Element) else squeezed(before)
    is_apart = isinstance(before, Element) or bool(re.search(r"[.!?…»”\"؟)]$", words))
    return last if is_apart and len(words.split()) > 3 and is_name_alone(text) else None


_CREDIT_TAGS = frozenset({"a", "small", "span", "em", "i", "p", "div", "b", "strong", "h6", "sup", "dd"})


def _at_end(whole: str, part: str) -> bool:
    """A credit stands at an end of its caption, or is all of it; elsewhere it is part of the sentence."""
    bare = whole.strip(" .()[]|-–—")
    piece = part.strip(" .()[]|-–—")
    return bool(piece) and (bare.endswith(piece) or bare.startswith(piece))


def _loose(above: Element, medium: Element, credited: Sequence[Element]) -> str | None:
    """Text beside a medium in an element of their own, which nothing marks as its caption."""
    if above.tag not in (
        "p",
        "div",
        "center",
        "td",
        "tr",
        "tbody",
        "table",
        "li",
        "span",
        "a",
        "dl",
        "dt",
        "section",
        "font",
        "figure",
    ):
        return None
    left = frozenset(
        {
            *(e.order for e in credited),
            *(e.order for e in above.elements() if e.tag in ("h1", "h2", "time", "nav", "ul", "ol")),
            *(e.order for e in above.elements() if e is not above and (_is_around_text(e) or is_label(e))),
            *(e.order for e in _beside_words(above)),
        }
    )
    if any(inner.tag == "h1" for inner in above.elements()) and not credited:
        return None  # the words behind the title
    text = clean(text_of(above, without=left | {medium.order}))
    if not text or len(text) > LONGEST_LOOSE or _is_to_share(text):
        return None
    if credited or _PICTURE_BOX.search(above.marks) or _small_text(above) == text:
        return text
    if above.tag in ("table", "tbody", "td", "tr", "center", "dl", "figure"):
        return text
    return text if ends_in_credit(text) or _is_box_of_one(above, medium, text) else None


def _is_to_share(text: str) -> bool:
    """Whether words are those of buttons that share an article: names of platforms alone."""
    words = text.split()
    return len(words) > 1 and all(_SHARES.fullmatch(word) or canonical_platform(word) for word in words)


_SHARES = re.compile(
    r"(?i)share|on|tweet|email|e-mail|mail|print|copy|link|teilen|partager|compartir|dela|مشاركة|شارك|\W+"
)


def _is_box_of_one(above: Element, medium: Element, text: str) -> bool:
    """Whether an element holds a picture and its words alone, in elements that are neither paragraphs nor links."""
    if (
        above.tag != "div"
        or above.end - above.order > MOST_OF_BOX
        or above.own_text()
        or len(text.split()) < MOST_PLAIN
    ):
        return False
    words = [inner for inner in above.elements() if inner.own_text() and not inner.contains(medium)]
    if not words or any(inner.tag not in ("div", "span", "small", "em", "i") for inner in words):
        return False
    return min(inner.order for inner in words) > medium.order


MOST_OF_BOX = 20  # elements of a picture with its words
MOST_PLAIN = 4  # words, under which a text beside a picture is rather a label


def _is_around_text(element: Element) -> bool:
    """Whether an element is no text: something to press, or what a post says of its author, time and readers."""
    if element.tag == "a" and re.match(r"#|javascript:", element.get("href")) and not is_caption(element):
        return True
    if element.get("role") in ("button", "toolbar", "menu") or _CONTROLS.search(element.marks):
        return not holds_media(element)
    about = _ABOUT_POST.search(element.marks) and not is_caption(element)
    return bool(about) and not holds_media(element) and len(text_of(element)) <= LONGEST_LABEL * 2


_CONTROLS = re.compile(
    r"(?<![a-z])(?:controls?|buttons?|btn|toolbar|buy(?:-now)?|purchase|hidden-print|no-print|noprint|tooltip|"
    r"cookie-?consent(?:-[a-z-]+)?|(?:gdpr|privacy|consent)-(?:notice|placeholder|overlay|message|hint|text)|"
    r"zoom|enlarge|fullscreen|share(?:-tools|-bar)?|duration|print-hide|d-print-none|lightbox-(?:open|link)|download)"
    r"(?![a-z])"
)


_ABOUT_POST = re.compile(
    r"(?<![a-z])(?:(?:message|post|tweet|status|entry|item|story|comment|update)-(?:author|user|owner|footer|info|meta|"
    r"views?|date|time|header|forwarded(?:-from)?|reply|reactions?|actions?|counts?|counters?|service|from|via)"
    r"(?:-[a-z]+)*|owner-name|author-name|user-?name|screen-?name|display-name|handle|from-name|forwarded(?:-[a-z]+)*|"
    r"timestamp|permalink|view-?count|views|likes?|reactions?|retweets?|reply-count|metrics)(?![a-z])"
)


_PICTURE_BOX = re.compile(
    r"(?<![a-z])(?:pic|picture|image|img|photo|foto|bild|absatzbild|figure|thumb|wp-caption)(?:-?(?:box|wrap|wrapper|container|block|inner|full))?(?![a-z])"
)


def _small_text(element: Element) -> str:
    """What stands in small or slanted letters inside."""
    found, covered = [], -1
    for inner in element.elements():
        if inner.order > covered and (inner.tag in _SMALL or _SMALL_STYLE.search(inner.get("style"))):
            found.append(text_of(inner))
            covered = inner.end
    return clean(" ".join(found))


_SMALL = frozenset({"em", "i", "small", "font", "cite", "sub"})
_SMALL_STYLE = re.compile(
    r"(?i)font-size\s*:\s*(?:xx?-small|small(?:er)?|0?\.[6-9]\d*r?em|[6-9]\d(?:\.\d+)?%|(?:[89]|1[0-3])px)"
)


def _matched(blocks: list[Element], medium: Element, media: Sequence[int]) -> Words | None:
    """Of several captions beside several media, the one of the same number, or else the next one."""
    if len(blocks) == len(media):
        block = blocks[list(media).index(medium.order)]
    else:
        following = [block for block in blocks if block.order > medium.order]
        if not following:
            return None
        block = following[0]
    return _read([block], [], block)


def _beside(inner: Element, orders: Sequence[int]) -> Words | None:
    """A caption that follows the medium's own element, and is not in that of another. ``orders``: of all media."""
    following = [e for e in inner.following() if text_of(e) or holds_media(e)]
    if not following:
        return None
    if any(each.tag == "h1" for each in following[0].elements()):
        return None  # the title, and the words behind it
    after = _first_of_paragraphs(following[0])
    if bisect_right(orders, after.end) > bisect_left(orders, after.order):
        return None
    if holds_media(after) or after.tag in ("h1", "h2", "h3", "h4", "table", "ul", "ol", "nav", "blockquote", "figure"):
        return None
    text = clean(text_of(after))
    if not text or text.startswith("http") or (len(text) > LONGEST_CAPTION and not is_caption(after)):
        return None
    if (furniture.leads_away(text) or _is_to_share(text) or REPORTERS.search(text)) and not is_caption(after):
        return None
    if is_caption(after):
        return _read([after], _credits_after(following), after)
    inside = [e for e in after.elements() if e is not after and is_caption(e)]
    if inside and len(text_of(after)) < LONGEST_CAPTION and text_of(inside[0]) == text_of(after):
        return _read([inside[0]], [], after)
    if is_credit(after) and len(text) < LONGEST_CREDIT:
        return Words(None, text, after.order)
    is_loose = len(text) <= LONGEST_LOOSE and after.tag in ("p", "div", "em", "small", "i", "span", "center", "font")
    if is_loose and (after.tag == "small" or _small_text(after) == text or ends_in_credit(text) or _is_centred(after)):
        return Words(text, None, after.order)
    return None


def _below_in_table(medium: Element, orders: Sequence[int]) -> Words | None:
    """The words in the same column of the next row, where a row holds nothing but media: how old systems set pairs."""
    cell = next((above for above in islice(medium.ancestors(), MOST_OF_CELL) if above.tag == "td"), None)
    row = cell.parent if cell is not None else None
    after = next(iter(row.following()), None) if row is not None and row.tag == "tr" else None
    if cell is None or row is None or after is None or after.tag != "tr" or text_of(row):
        return None
    cells, below = row.child_elements(), after.child_elements()
    if len(cells) != len(below) or len(cells) < 2 or holds_media(after):
        return None
    words = clean(text_of(below[[each.order for each in cells].index(cell.order)]))
    alone = bisect_right(orders, cell.end) - bisect_left(orders, cell.order) == 1
    return Words(words, None, after.order) if alone and words and len(words) <= LONGEST_LOOSE else None


MOST_OF_CELL = 4  # elements between a medium and its cell


def _first_of_paragraphs(box: Element) -> Element:
    """The first paragraph of a box that holds several, or the box; of a table's row its only cell."""
    while box.tag in ("tbody", "tr", "td") and len(inside := box.child_elements()) == 1 and not box.own_text():
        box = inside[0]
    if box.tag not in ("div", "section") or is_caption(box):
        return box
    found = (inner for inner in box.elements() if inner.tag == "p" and text_of(inner))
    paragraphs = list(islice(found, MOST_IN_BOX + 1))
    return paragraphs[0] if 1 < len(paragraphs) <= MOST_IN_BOX else box


MOST_IN_BOX = 3  # paragraphs of a box beside pictures; the article's text has more


def _credits_after(following: Sequence[Element]) -> list[Element]:
    """The credit that follows a caption in an element of its own."""
    after = following[1] if len(following) > 1 else None
    if after is None or not is_credit(after) or holds_media(after) or len(text_of(after)) > LONGEST_CREDIT:
        return []
    return [after]


def _beside_all(inner: Element, orders: Sequence[int]) -> Words | None:
    """A caption that follows several media in a box of their own, of which ``inner`` is one."""
    here = inner
    for _ in range(MOST_ROWS):
        box = here.parent
        if box is None or box.tag in ("body", "main", "article") or has_running_text(box, most=1):
            return None
        for place, each in enumerate(here.following()):
            if place >= MOST_IN_ROW:
                return None
            if text_of(each):
                return _beside(here, orders)
            here = each if holds_media(each) else here
        if text_of(box):
            return None
        here = box
        if words := _beside(here, orders):
            return words
    return None


MOST_ROWS = 8  # boxes in each other that hold media alone
MOST_IN_ROW = 12  # elements beside each other under one caption


def _is_centred(element: Element) -> bool:
    style = element.get("style").replace(" ", "").lower()
    if (
        re.search(r"(?<![a-z])(?:text-)?(?:align-?)?cent(?:er|re)d?(?![a-z])", element.marks)
        and "small" in element.marks
    ):
        return True
    return "text-align:center" in style and ("font-size" in style or "italic" in style)


_SAID_BY = re.compile(  # attributes in which galleries and lightboxes keep a picture's caption
    r"data-(?!(?:[a-z]+-)*(?:share|sharing|pin|og|seo|social|page|article|post|meta|site|button|link|icon|twitter)-)"
    r"(?:[a-z]+-){0,4}(caption|description|desc|sub-html|title)(?:-text)?$"
)


_CREDITED_BY = re.compile(r"data-(?:[a-z]+-){0,3}(?:credits?|copyright|photographer)(?:-text|-line)?$")


def _that_say(element: Element) -> list[Element]:
    """The elements whose attributes may describe a picture: its own, those around it, empty ones just after it."""
    around = [element, *islice(element.ancestors(), 2)]
    after = (next(iter(each.following()), None) for each in around[:2])
    return [*around, *(each for each in after if each is not None and not text_of(each) and not holds_media(each))]


def _attribute_credit(element: Element) -> str | None:
    """A credit that a script was to take from attributes."""
    for each in _that_say(element):
        for name in each.attributes:
            said = (
                squeezed(re.sub(r"<[^>]{0,300}>", " ", each.get(name)[:LONGEST_CREDIT]))
                if _is_credit_name(name)
                else ""
            )
            if len(said) > 1 and re.search(r"[^\W\d_]{2}", said) and said.lower() not in ("true", "false"):
                return clean(said)
    return None


def _is_credit_name(name: str) -> bool:
    return _CREDITED_BY.match(name) is not None


def _attribute_caption(element: Element, *, titled: bool) -> str | None:
    """A caption that a script was to take from the picture's attributes.

    ``titled``: whether a title may be one; that of a platform's video is the platform's.
    """
    near = _that_say(element)
    keys = [(found[1], each.get(key)) for each in near for key in each.attributes if (found := _SAID_BY.match(key))]
    for word in ("caption", "description", "desc", "sub-html", *(("title",) if titled else ())):
        for text in (text for said, text in keys if said == word):
            plain = squeezed(re.sub(r"<[^>]{0,300}>", " ", text[:LONGEST_CLEANED]))
            if len(plain) > 3 and (" " in plain or word == "caption"):
                return clean(plain)
    link = link_of(element)
    if link is not None and PICTURE_FILE.search(link.get("href")):  # what a lightbox writes under the picture
        said = squeezed(re.sub(r"<[^>]{0,300}>", " ", link.get("title")))
        if " " in said and not PICTURE_FILE.search(said) and not BUTTONS.fullmatch(said):
            return clean(said)
    if of_lightbox := _in_data_of(link):
        return clean(of_lightbox)
    marks = element.get("class").lower().split()
    if "caption" in marks and len(element.get("title")) > 3:  # Joomla's script makes a caption of it
        return clean(element.get("title"))
    return None


def _in_data_of(link: Element | None) -> str | None:
    """The caption in the data that a link keeps for its lightbox, as Webflow's do."""
    script = next((each for each in link.child_elements() if each.tag == "script"), None) if link else None
    if script is None or "json" not in script.get("type"):
        return None
    try:
        shown = json.loads("".join(child for child in script.children if isinstance(child, str))[:LONGEST_CLEANED])
        said = shown["items"][0]["caption"]
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    return squeezed(re.sub(r"<[^>]{0,300}>", " ", said)) if isinstance(said, str) else None
