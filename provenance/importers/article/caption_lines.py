"""The lines of a copied text that are captions: announced by a label or a button, or ending in a credit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article.blocks import Block
from provenance.importers.article.captions import announces_other, credit_in, origin_of, sides_of
from provenance.importers.article.embeds import embed_at
from provenance.importers.article.line_kinds import (
    BYLINE,
    ENLARGES,
    LABEL,
    PLACEHOLDER,
    PLAYS,
    REPORTERS,
    SAID_CAPTION,
    SAID_SOURCE,
    TIME_HEADING,
    URL_ALONE,
    is_path,
    said_in,
)
from provenance.importers.article.sentences import sentences
from provenance.importers.article.tree import squeezed
from provenance.model import MediaKind
from provenance.named import NamedTuple
from provenance.places import find_places

if TYPE_CHECKING:
    from provenance.importers.article.embeds import Embed

LONGEST_CAPTION = 420  # characters of a caption line
LONGEST_AGENCY = 1_200  # of one that a label announces, or whose credit could end no paragraph: "(AP Photo/A. Name)"
LONGEST_TEASER = 140  # of a line under "Related stories"; what is longer is the article again
FEWEST_WORDS = 3  # of one that no label announces, without its credit
MOST_SENTENCES = 3  # of one, without its credit
_CLOCK_ALONE = re.compile(r"(?:\d{1,2}:)?\d{1,2}:\d{2}")
_LABEL_ALONE = re.compile(r"^\S+(?: \S+){0,2}\s*[:：]$")
_VIDEO_LABEL = re.compile(r"media caption|video|vídeo|vidéo|فيديو|still", re.IGNORECASE)
_PICTURE_LABEL = re.compile(r"(?i)(?:photo|picture|image|foto|bild|imagen|fotografía|الصورة|صورة)")
_URL = re.compile(r"https?://[^\s<>()\[\]\"']+")


class Line(NamedTuple):
    """A caption line."""

    block: Block
    text: str  # without the label
    label: str | None
    kind: MediaKind
    kind_known: bool
    embed: Embed | None = None
    address: str | None = None
    credit: str | None = None  # from a line of its own that says so


def labelled_by_page(blocks: list[Block]) -> tuple[Line | None, int] | None:
    """What the page's own labels say of the next lines: a caption with its source before or after it, or a source.

    None where the first line has no such label. A source alone is of a picture without a caption.
    """
    captions = [said_in(SAID_CAPTION, block.text) for block in blocks]
    sources = [said_in(SAID_SOURCE, block.text) for block in blocks]
    block = blocks[0]
    if sources[0] and (len(blocks) < 2 or not captions[1] or _of_another(block, blocks[1], captions[1])):
        return None, 1
    if sources[0] and captions[1]:
        whole = Block(f"{block.text} {blocks[1].text}", block.start, blocks[1].end, block.group)
        return _said_line(whole, captions[1], sources[0]), 2
    if captions[0]:
        after = len(blocks) > 1 and sources[1] and not (len(blocks) > 2 and captions[2])
        return _said_line(block, captions[0], sources[1] if after else None), 2 if after else 1
    if len(blocks) > 1 and said_in(ENLARGES, block.text) and _is_short_text(blocks[1].text):
        return _announced(block, blocks[1:])
    if said_in(PLAYS, block.text):
        rest = blocks[2:] if len(blocks) > 1 and _CLOCK_ALONE.fullmatch(blocks[1].text) else blocks[1:]
        if rest and len(rest[0].text) <= LONGEST_TEASER and not re.search(r"[.]$", rest[0].text):
            line = Line(rest[0], rest[0].text, block.text, MediaKind.VIDEO, True)
            return line, 2 if rest[0] is blocks[1] else 3
    return None


def _announced(label: Block, blocks: list[Block]) -> tuple[Line, int]:
    """The caption after what is pressed to see a picture, with the line of its credit."""
    caption = blocks[0]
    if len(blocks) > 1 and credit_in(caption.text) is None and _is_credit_line(blocks[1].text):
        whole = Block(f"{caption.text} {blocks[1].text}", caption.start, blocks[1].end, caption.group)
        return Line(whole, whole.text, label.text, *_kind(whole.text)), 3
    return Line(caption, caption.text, label.text, *_kind(caption.text)), 2


def is_source_of_next(blocks: list[Block]) -> bool:
    """Whether the second line is the page's label of a source that belongs to what comes after it, if to anything."""
    if not said_in(SAID_SOURCE, blocks[1].text):
        return False
    return blocks[0].group != blocks[1].group or (len(blocks) > 2 and bool(said_in(SAID_CAPTION, blocks[2].text)))


def _of_another(source: Block, line: Block, caption: re.Match[str]) -> bool:
    """Whether a picture's source stands apart from the caption of a video that follows."""
    return source.group != line.group and bool(_VIDEO_LABEL.search(caption["label"]))


def _said_line(block: Block, caption: re.Match[str], source: re.Match[str] | None) -> Line:
    is_video = bool(_VIDEO_LABEL.search(caption["label"]))
    kind = MediaKind.VIDEO if is_video else _kind(caption["rest"])[0]
    return Line(block, caption["rest"], caption["label"], kind, True, credit=source["rest"] if source else None)


def _is_short_text(text: str) -> bool:
    return len(text) <= LONGEST_CAPTION and len(sentences(text)) <= MOST_SENTENCES + 1


def caption_at(block: Block, following: Block | None, *, is_title: bool, first: bool) -> tuple[Line | None, int]:
    """The caption line that a block is, and how many blocks it takes: a credit may stand on the next line."""
    if stands := said_in(PLACEHOLDER, block.text):
        return _under_placeholder(block, stands, following)
    if (
        TIME_HEADING.match(block.text)
        or _AROUND_TEXT.match(block.text)
        or _CONTACT.search(block.text)
        or _WROTE_AND_TOOK.match(block.text)
    ):
        return None, 1
    text = _MESSAGE.sub("", _BUTTON_AT_END.sub("", block.text))
    if alone := said_in(URL_ALONE, text):
        return _posted(block, alone[1]), 1
    labelled = said_in(LABEL, text)
    if labelled and labelled["rest"] and len(text) <= LONGEST_AGENCY:
        return _labelled(block, labelled, following)
    is_long = len(text) > LONGEST_CAPTION and not (len(text) <= LONGEST_AGENCY and _PHOTO_CREDIT.search(text))
    if is_title or is_long or REPORTERS.search(text):
        return None, 1
    found = credit_in(text)
    if found is None:
        if sides_of(text) and re.match(
            r"(?i)^[\[(]?(?:left|right|top|links|rechts|oben|à gauche|izquierda|vänster|till vänster|"
            r"يمين|يسار|اليمين|اليسار)",
            text,
        ):
            return Line(block, text, None, *_kind(text)), 1
        can_be_one = " " in text and not said_in(BYLINE, text) and len(sentences(text)) <= MOST_SENTENCES and not first
        if following and can_be_one and _is_credit_line(following.text):
            whole = Block(f"{text} {following.text}", block.start, following.end)
            return Line(whole, whole.text, None, *_kind(whole.text)), 2
        return None, 1
    words = text[: found[0]]
    if len(words.split()) < FEWEST_WORDS or _LABEL_ALONE.match(words.strip()):
        return None, 1
    if len(sentences(words)) > MOST_SENTENCES or _is_running(words, found[1]):
        return None, 1
    return Line(block, text, None, *_kind(text)), 1


def _under_placeholder(block: Block, stands: re.Match[str], following: Block | None) -> tuple[Line | None, int]:
    """The caption of what a mail without pictures only names, with the credit on its next line."""
    text, label = _without_number(block.text[stands.end() :]), stands[0].strip(" []()<>")
    kind = MediaKind.VIDEO if stands["film"] else MediaKind.IMAGE
    if not text or len(text) > LONGEST_CAPTION or len(sentences(text)) > MOST_SENTENCES + 1:
        return None, 1
    if credit_in(text) is None and following and _is_credit_line(following.text):
        whole = Block(f"{block.text} {following.text}", block.start, following.end, block.group)
        return Line(whole, f"{text} {following.text}", label, kind, True), 2
    return Line(block, text, label, kind, True), 1


def _without_number(text: str) -> str:
    """A caption without the label that counts it, as in "[Image]" above "Figure 3: ..."."""
    labelled = said_in(LABEL, text)
    return labelled["rest"] if labelled and labelled["rest"] and _numbered(labelled) else text


_WROTE_AND_TOOK = re.compile(  # who made the article: "Text: A. NAME, Foto: B. NAME"
    r"(?i)^(?:text|texte|texto|words|story|reportage|نص)(?: (?:und|and|et|y|och|&) (?:fotos?|photos?|bild(?:er)?))?"
    r"\s?:\s?[^:.]{3,60}(?:[,|;/·–-]\s*(?:fotos?|photos?|bild(?:er)?|pictures|videos?|vidéo|صور)\s?:\s?[^:.]{3,60})?$"
)
_AROUND_TEXT = re.compile(  # who wrote it and when, what it is about, where else to go
    r"(?i)^\W*(?:(?:watch|listen|read|themen|mitarbeit|sujets|temas|ämnen|mots-clés|etiquetas|المواضيع|وسوم|بقلم|"
    r"إعداد|كتابة)\s*[:：]|"
    r"(?:archive|archived|source|archiv|källa|quell) ?-?link\b|(?:last )?updated\s+\d|(?:zuletzt )?aktualisiert\s)"
)
_CONTACT = re.compile(r"\w@[\w-]+\.\w{2,}|\+ ?\d{2}[ /().\d-]{6,}\d")  # how to reach somebody: mail, telephone
_BUTTON_AT_END = re.compile(r"(?i)\s+(?:purchase|acquire) licensing rights(?:, opens new tab)?$")
_MESSAGE = re.compile(  # of a message that a messenger has copied: "[28/8/24, 08:12:30] NAME: <attached image>"
    r"^\[\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}:\d{2}[^\]]{0,12}\]\s*[^:<]{2,60}:\s*"
    r"(?:[<\[][^<>\[\]]{3,40}[>\]]\s*)?"
)
_PHOTO_CREDIT = re.compile(  # at the end of a line, and of no sentence
    r"(?i)[(\[](?:[^()\[\]]{0,60}\b(?:photo|foto|image|bild|handout|screenshot|via)\b[^()\[\]]{0,60}|[^()\[\]/]{2,40}/[^()\[\]]{2,60})[)\]]$"
)


MOST_OF_CREDIT = 3  # words before a source that may still be those of its name


def _labelled(block: Block, labelled: re.Match[str], following: Block | None) -> tuple[Line | None, int]:
    rest = labelled["rest"].strip()
    if rest.endswith(")") and rest.count(")") > rest.count("("):
        rest = rest[:-1].rstrip()
    is_video = bool(_VIDEO_LABEL.search(labelled["label"]))
    is_picture = bool(_PICTURE_LABEL.fullmatch(labelled["label"])) and _numbered(labelled)
    found = credit_in(block.text)
    if _is_name_of_credit(labelled, rest):
        return None, 1
    inner = credit_in(rest)
    if (
        found
        and found[0] == 0
        and not (inner and len(rest[: inner[0]].split()) > MOST_OF_CREDIT)
        and re.match(r"(?i)(?:photo|image|picture|video|foto|bild|imagen|vidéo|vídeo|الصورة|صورة)\b", labelled["label"])
    ):
        return None, 1  # "Photo: A. Name/Agency": a credit that belongs to the line before
    if credit_in(rest) is None and following and _is_credit_line(following.text):
        whole = Block(f"{block.text} {following.text}", block.start, following.end)
        return Line(whole, f"{rest} {following.text}", labelled["label"], *_kind(rest, is_video)), 2
    if address := _URL.search(rest):
        embed = embed_at(address[0])
        words = squeezed(rest.replace(address[0], " "))
        if embed:
            return Line(block, words, labelled["label"], _kind_of(embed), embed.kind_known, embed, embed.address), 1
        return Line(block, words, labelled["label"], *_kind(rest, is_video), None, address[0]), 1
    if len(rest.split()) < 2 and not found:
        return None, 1
    kind = (MediaKind.IMAGE, True) if is_picture else _kind(rest, is_video)
    return Line(block, rest, labelled["label"], *kind), 1


def _is_name_of_credit(labelled: re.Match[str], rest: str) -> bool:
    """Whether "Foto: ..." names who took a picture rather than what it shows."""
    if labelled["side"] or not re.fullmatch(
        r"(?i)(?:photo|image|picture|foto|bild|imagen|vídeo|vidéo|video|الصورة|صورة)", labelled["label"]
    ):
        return False
    words = rest.split()
    if len(words) > 8 or re.search(r"\d|[.!?]$", rest) or _numbered(labelled) or _signed(rest):
        return False
    names = [word for word in words if word[0].isupper()]
    if rest.lower() in ("privat", "private", "privé", "particular", "handout", "archiv", "arkiv", "archivo"):
        return True
    return len(words) >= 2 and len(names) * 5 >= len(words) * 4 and not find_places(rest)


def _numbered(labelled: re.Match[str]) -> bool:
    """Whether a label counts pictures, as no credit does."""
    return bool(re.match(r"\s*\d", labelled.string[labelled.end("label") :]))


def _signed(rest: str) -> bool:
    """Whether a lead of its own names the source behind the words."""
    return bool(re.search(r"(?i)\S[.,;]? (?:foto|photo|bild|quelle|source|fuente|credit|källa)\s?:\s?\S", rest))


def _posted(block: Block, address: str) -> Line | None:
    embed = embed_at(address)
    if embed is None:
        return None
    return Line(block, "", None, _kind_of(embed), embed.kind_known, embed, embed.address)


def _kind_of(embed: Embed) -> MediaKind:
    return MediaKind.VIDEO if embed.is_video else MediaKind.IMAGE


def _is_credit_line(text: str) -> bool:
    """A line that is a credit and nothing else."""
    if _NO_CREDIT.match(text) or is_path(text) or REPORTERS.search(text):
        return False
    if announces_other(text):
        return False
    found = credit_in(text)
    return found is not None and found[0] == 0 and len(text) < 120 and not text.startswith("[")


def closes_article(text: str) -> bool:
    """Whether a line names nothing but agencies and outlets as sources, as below an article: "Source: AFP", "(dpa)"."""
    if len(text) > LONGEST_TEASER or _OF_PICTURES.match(text):
        return False
    found = credit_in(text)
    return found is not None and found[0] == 0 and not origin_of(text).platform


_OF_PICTURES = re.compile(  # what only the source of a picture has before it
    r"(?i)\W*(?:photos?|fotos?|bild(?:er|quelle|nachweis)?|images?|pictures?|vid[ée]os?|v[íi]deos?|im[áa]gen(?:es)?|"
    r"stills?|screenshots?|captures?|capturas?|film|©|credits?|cr[ée]ditos?|crédits?|via\b|courtesy|"
    r"تصوير|صورة|الصورة|فيديو|مصدر ال|عدسة|بعدسة)"
)


_NO_CREDIT = re.compile(  # that pictures come with the text, or an agency's share in it
    r"(?i)[(\[](?:fotos?|photos?|pictures?|bilder|videos?|vídeos?|صور|فيديو)[)\]]\.?$|(?:with|mit|avec|con|med)\s\S"
)


def _is_running(words: str, credit: str) -> bool:
    """Whether a line is rather a paragraph: somebody is quoted, or it ends in what only looks like a credit."""
    quoted = re.search(r"[“\"«„][^”\"»]{15,}[”\"»]", words) and re.search(
        r"\b(?:said|told|sagte|dit|dijo|sade)\b", words
    )
    said = re.search(
        r"\b(?:said|told reporters|added|according to|teilte mit|sagte|a déclaré|declaró|dijo|sade|uppgav)\b", words
    )
    long = len(words) > LONGEST_CAPTION - 60 and len(credit) < 12 and len(words) <= LONGEST_CAPTION
    return bool(quoted) or (bool(said) and len(words) > 220) or long


def _kind(text: str, is_video: bool = False) -> tuple[MediaKind, bool]:
    """Picture or video, by the words; a platform of videos in the credit says so as well."""
    if is_video:
        return MediaKind.VIDEO, True
    found = credit_in(text)
    platform = origin_of(found[1]).platform if found else None
    if re.search(
        r"(?i)\b(?:still|screen ?grab|screenshot|screengrab|frame)\b.{0,30}(?:video|footage|from)|"
        r"لقطة شاشة|bildschirmfoto|captura de|capture d|skärmdump|"
        r"\bstandbild|\bstillbild|\bfotograma\b|\bscreenshot\s?[:/]",
        text,
    ):
        return MediaKind.IMAGE, True
    words = text[: found[0]] if found else text
    if re.match(
        r"(?i)\W*(?:this |the |an? |amateur |undated |unverified )*(?:video|footage|clip|vidéo|vídeo|"
        r"das video|ein video|aufnahmen|la vidéo|une vidéo|el vídeo|un vídeo|en video|videon|filmen|"
        r"فيديو|مقطع)\b",
        words,
    ):
        return MediaKind.VIDEO, True
    if platform in ("youtube", "tiktok", "vimeo", "dailymotion", "liveleak", "rutube", "bitchute", "rumble", "odysee"):
        return MediaKind.VIDEO, True
    return MediaKind.IMAGE, bool(re.search(r"(?i)\b(?:photo|image|picture|foto|bild|imagen)|صورة", words))
