"""An article as plain text: headline, date line, paragraphs, and the lines that are captions.

A caption line stands alone, is short, and ends in a credit or begins with a word such as "Photo:". A paragraph that
ends in brackets, or the line of the reporters at the end, is none.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from provenance.errors import BadManifest
from provenance.importers.article.captions import credit_in, sides_of
from provenance.importers.article.embeds import embed_at
from provenance.importers.article.facts import read_moment
from provenance.importers.article.sentences import sentences
from provenance.importers.article.tree import squeezed
from provenance.importers.article.understanding import a_date
from provenance.model import MediaKind
from provenance.places import find_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.dates import DateRange
    from provenance.importers.article.embeds import Embed

MOST_CAPTIONS = 800  # of one text
MOST_BLOCKS = 4_000  # paragraphs and lines; a text of the most characters that are read has as many lines of 75
LONGEST_CAPTION = 420  # characters of a caption line
LONGEST_AGENCY = 1_200  # of one that a label announces, or whose credit could end no paragraph: "(AP Photo/A. Name)"
LONGEST_HEADLINE = 130  # characters
LONGEST_TEASER = 140  # of a line under "Related stories"; what is longer is the article again
MOST_BROKEN = 2_000  # lines of one paragraph
MOST_HEAD_LINES = 4  # outlet, headline, reporter, date
SHORT = 40  # characters of a line that margins do not make
LONGEST_HEAD = 90  # characters of a line of outlet, reporter and date
LONGEST_LINE = 1_000  # of one that can be anything but a paragraph; expressions are tried on no longer ones
WIDEST_MARGIN = 130  # of lines that a margin has broken
MOST_SENTENCES = 3  # of one, without its credit
_BREAK = re.compile(r"\n[ \t\u00a0]*\n+")
_FIELD = re.compile(  # of a head such as "Date: ...", one line each
    r"(?i)^\W*(?:title|headline|subtitle|date|published|source|outlet|publication|publisher|author|byline|by|url|link|location|"
    r"language|section|tags|keywords|kicker|lead|summary|titel|datum|quelle|autor(?:in)?|titre|auteur|fecha|fuente|título|"
    r"rubrik|källa|författare|العنوان|التاريخ|المصدر|الكاتب|الموقع)\s*[:：]\s*\S"
)
_LABEL = re.compile(
    r"^\s*[\[(<*_#>-]*\s*(?P<label>(?:(?:lead|main|cover|top|file|feature|header|inset)\s)?(?:photo|"
    r"image|picture|video|figure|fig\.?|caption|photo caption|image caption|video caption|gallery|slide|"
    r"pictured|above|below|graphic|screenshot|still|"
    r"foto|bild|bildunterschrift|aufmacherbild|abbildung|légende|légende photo|image principale|vidéo|"
    r"galerie|imagen|fotografía|pie de foto|vídeo|galería|bildtext|bildspel|الصورة|صورة|تعليق الصورة|"
    r"فيديو|شرح الصورة))"
    r"(?:\s*(?:no\.?\s*)?\d{1,2}(?:\s?(?:/|of|von|sur|de|"
    r"av)\s?\d{1,2})?)?\s*(?:\((?P<side>[^)]{1,20})\))?\s*[\])]?\s*(?:[:：]|[–—-]\s|"
    r"\||(?<=\d)\.)\s*(?P<rest>.*?)\s*[\]>*_]*$",
    re.IGNORECASE | re.DOTALL,
)
# Labels for screen readers, which stand in the text when a page is copied: "Image caption, ...", "Image source, ...".
_SAID_CAPTION = re.compile(
    r"(?i)^\W*(?P<label>(?:image|photo|picture|video|media|gallery|audio) caption|"
    r"(?:التعليق على|تعليق|شرح) (?:الصورة|الفيديو|مقطع الفيديو)|pie de (?:foto|imagen|v[íi]deo)|"
    r"légende (?:de )?(?:l[’'])?(?:image|photo|vidéo)|bildunterschrift|bildtext|videotext|videobeschreibung|"
    r"legenda da (?:foto|imagem)|подпись к (?:фото|видео)|didascalia|altyazı)\s*[,،:]\s*(?P<rest>\S.*)$"
)
_SAID_SOURCE = re.compile(
    r"(?i)^\W*(?:(?:image|photo|picture|video|media) (?:source|copyright|credit)|(?:صدر|مصدر|حقوق) (?:الصورة|الفيديو)|"
    r"(?:fuente|crédito|origen) de la (?:imagen|foto)|crédit (?:photo|image|vidéo)|source de l[’']image|"
    r"bildquelle|bildnachweis|bildkälla|crédito da (?:foto|imagem)|автор фото|источник фото|kaynak)\s*[,،]\s*"
    r"(?P<rest>\S.{0,150})$"
)
# What is pressed to see a picture larger: a caption follows, credit or not.
_ENLARGES = re.compile(
    r"(?i)^\W*(?:(?:view|open|see|show|enlarge|expand|zoom) (?:this |the |full )?(?:image|photo|picture)"
    r"(?: in \w+| \w+)?|"
    r"bild vergrößern|bild in detailansicht öffnen|vollbild|agrandir (?:l[’'])?(?:image|photo)|"
    r"ampliar (?:la )?(?:imagen|foto)|ver (?:la )?imagen(?: ampliada| completa)?|förstora (?:bilden?|foto)|"
    r"visa (?:större|stor) bild|(?:bild|foto|photo|image|picture|imagen|صورة)?\s?\d{1,3}\s?"
    r"(?:/|of|von|av|de|sur|من)\s?\d{1,3}|(?:toggle|hide|show) caption|تكبير الصورة|عرض الصورة)\W*$"
)
_PLAYS = re.compile(
    r"(?i)^\W*(?:play (?:the )?video|video abspielen|lire la vidéo|reproducir (?:el )?v[íi]deo|spela (?:upp )?video\w*|"
    r"تشغيل الفيديو)\W*$"
)
_CLOCK_ALONE = re.compile(r"(?:\d{1,2}:)?\d{1,2}:\d{2}")
_NAMES_CREDIT = re.compile(
    r"(?i)^\W*(?:photo(?:graph)?s?|image|picture|foto|fotos|bild|bilder|credits?|crédits?|créditos?|quelle|source|fuente|"
    r"källa|bildquelle|(?:photo|image) credit|crédit photo|المصدر|تصوير|الصورة)\s*[:：]\W*$"
)
_LABEL_ALONE = re.compile(r"^\S+(?: \S+){0,2}\s*[:：]$")
_VIDEO_LABEL = re.compile(r"media caption|video|vídeo|vidéo|فيديو|still", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>()\[\]\"']+")
_URL_ALONE = re.compile(
    r"^\W*(?:(?:watch|video|see|source|tweet|post|photo|image|embed(?:ded)?(?: (?:tweet|post|video))?|"
    r"vidéo|vídeo|foto|bild|فيديو)[^\n:]{0,20}:)?\s*(https?://\S+?)[\])>.,]*\s*$",
    re.IGNORECASE,
)
_REPORTERS = re.compile(
    r"(?i)^\W*(?:reporting|writing|editing|additional reporting|edited|written|translated|compiled|"
    r"with (?:reporting|files|additional)|this (?:article|story|report)|"
    r"bearbeitung|mit material|mit informationen|avec (?:afp|reuters|ap)|con información|med uppgifter|"
    r"\(?reporting by)|^\W*\((?:reporting|writing|editing|additional)|(?:wrote this report|"
    r"contributed to this (?:report|story)|translated .{3,40} material)"
)
_PUBLISHED = re.compile(
    r"(?i)^\W*(?:(?:first )?(?:published|posted|updated|date|issued|last updated|veröffentlicht|datum|"
    r"stand|erstellt|publié(?:e)?|mis en ligne|publicado|actualizado|fecha|publicerad(?:es)?|uppdaterad|"
    r"datum|نشر(?:ت)?|تاريخ(?: النشر)?|آخر تحديث)\b[^\d:]{0,15}:?\s*(?:on|am|le|el|den|في|"
    r"the)?\s*)(?P<date>.{4,60})$"
)
_DATELINE = re.compile(
    r"^(?P<place>[A-ZÀ-ÞŠŽ][\w’'. -]{1,40}(?:,\s[A-Z][\w. -]{1,30})?),?\s*(?P<date>(?:\d{1,2}\.?\s+\w+|"
    r"\w+\.?\s+\d{1,2})(?:,?\s+\d{4})?)?\s*(?:\((?P<agency>[^)]{2,30})\))?\s*(?:[–—]|-{1,2})\s"
)
_BYLINE = re.compile(r"(?i)^\W*(?:by|von|par|por|av|text|kتبه|بقلم|كتب)\s*:?\s+\S.{1,70}$")
_ADDRESS = re.compile(r"(?i)^\W*(?:url|link|source url|original|from|canonical|permalink)?\s*:?\s*(https?://\S+)\s*$")


class Block(NamedTuple):
    """A paragraph or line of the text, on one line, with its place."""

    text: str
    start: int  # characters from the beginning of the file
    end: int
    group: int = 0  # blocks with the same number stand together, with no empty line between them


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


class PlainArticle(NamedTuple):
    """A text taken apart."""

    title: str | None
    published: DateRange | None
    published_text: str | None
    url: str | None
    outlet: str | None
    captions: tuple[Line, ...]
    paragraphs: tuple[Block, ...]
    is_whole: bool  # whether all paragraphs and lines were looked at, and not only the first


def read_plain(text: str, *, language: str | None) -> PlainArticle:
    """The parts of a plain text article.

    Raises:
        BadManifest: it holds more than any article does.
    """
    blocks = list(islice(_with_names(_blocks(text)), MOST_BLOCKS + 1))
    is_whole = len(blocks) <= MOST_BLOCKS
    blocks = blocks[:MOST_BLOCKS]
    named = _named_at_top(blocks)
    title = _title(blocks, language, named)
    date, date_text, outlet = _head(blocks, title, language)
    outlet = named or outlet
    url = next(
        (found[1] for block in blocks[:6] if (found := _match(_ADDRESS, block.text)) and not embed_at(found[1])), None
    )
    captions: list[Line] = []
    paragraphs: list[Block] = []
    place = 0
    teasers: Block | None = None  # the heading under which other articles stand
    while place < len(blocks):
        block = blocks[place]
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if following and (_is_around(following.text) or _is_source_of_next(blocks[place : place + 3])):
            following = None
        if said := _labelled_by_page(blocks[place : place + 3]):
            line, used = said
            teasers = None
            captions += [line] if line and not _is_again(line, captions) else []
            place += used
            continue
        line, used = _caption(block, following, is_title=block.text == title, first=place == 0)
        if _is_around(block.text) or _match(_TEASERS, block.text):
            teasers = block if _match(_TEASERS, block.text) and paragraphs else None
        elif teasers and _is_article_again(block, blocks[place - 1], teasers, is_caption=bool(line)):
            teasers = None
        dateline = not paragraphs and not captions and _is_dateline(block.text)
        if teasers or dateline or _is_around(block.text) or (place < 8 and block.text == date_text):
            line, used = None, 1
            place += 1
            continue
        if not paragraphs and not captions and _match(_FIELD, block.text) and len(block.text) < 200:
            line, used = None, 1
        if line and _is_again(line, captions):
            place += used
            continue
        if line:
            captions.append(line)
            if len(captions) > MOST_CAPTIONS:
                raise BadManifest(f"holds more than {MOST_CAPTIONS} captions, which no article does. Split the file")
        elif block.text not in (title, outlet, date_text) and not _is_head(
            block.text, begun=bool(captions or paragraphs)
        ):
            paragraphs.append(block)
        place += used
    return PlainArticle(
        title, date, date_text, url, _outlet(blocks) or outlet, tuple(captions), tuple(paragraphs), is_whole
    )


def _with_names(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks, each that only announces a credit ("Photo:") with the name after it."""
    waiting: Block | None = None
    for block in blocks:
        if waiting and len(block.text) <= LONGEST_HEAD:
            yield Block(f"{waiting.text} {block.text}", waiting.start, block.end, waiting.group)
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = block if len(block.text) < SHORT and _NAMES_CREDIT.match(block.text) else None
        if waiting is None:
            yield block
    if waiting:
        yield waiting


def _labelled_by_page(blocks: list[Block]) -> tuple[Line | None, int] | None:
    """What the page's own labels say of the next lines: a caption with its source before or after it, or a source.

    None where the first line has no such label. A source alone is of a picture without a caption.
    """
    captions = [_match(_SAID_CAPTION, block.text) for block in blocks]
    sources = [_match(_SAID_SOURCE, block.text) for block in blocks]
    block = blocks[0]
    if sources[0] and (len(blocks) < 2 or not captions[1] or _of_another(block, blocks[1], captions[1])):
        return None, 1
    if sources[0] and captions[1]:
        whole = Block(f"{block.text} {blocks[1].text}", block.start, blocks[1].end, block.group)
        return _said_line(whole, captions[1], sources[0]), 2
    if captions[0]:
        after = len(blocks) > 1 and sources[1] and not (len(blocks) > 2 and captions[2])
        return _said_line(block, captions[0], sources[1] if after else None), 2 if after else 1
    if len(blocks) > 1 and _match(_ENLARGES, block.text) and _is_short_text(blocks[1].text):
        return _announced(block, blocks[1:])
    if _match(_PLAYS, block.text):
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


def _is_source_of_next(blocks: list[Block]) -> bool:
    """Whether the second line is the page's label of a source that belongs to what comes after it, if to anything."""
    if not _match(_SAID_SOURCE, blocks[1].text):
        return False
    return blocks[0].group != blocks[1].group or (len(blocks) > 2 and bool(_match(_SAID_CAPTION, blocks[2].text)))


def _of_another(source: Block, line: Block, caption: re.Match[str]) -> bool:
    """Whether a picture's source stands apart from the caption of a video that follows."""
    return source.group != line.group and bool(_VIDEO_LABEL.search(caption["label"]))


def _is_again(line: Line, captions: list[Line]) -> bool:
    """Whether a caption stands there twice, since the page has it once more for large screens."""
    before = captions[-1] if captions else None
    return bool(before and line.text and before.text == line.text and line.block.start - before.block.end < NEAR)


NEAR = 100  # characters between a caption and the same one again


def _said_line(block: Block, caption: re.Match[str], source: re.Match[str] | None) -> Line:
    is_video = bool(_VIDEO_LABEL.search(caption["label"]))
    kind = MediaKind.VIDEO if is_video else _kind(caption["rest"])[0]
    return Line(block, caption["rest"], caption["label"], kind, True, credit=source["rest"] if source else None)


def _is_short_text(text: str) -> bool:
    return len(text) <= LONGEST_CAPTION and len(sentences(text)) <= MOST_SENTENCES + 1


def _is_article_again(block: Block, before: Block, heading: Block, *, is_caption: bool) -> bool:
    """Whether the lines about other articles are over, where a heading had announced them."""
    if block.group == heading.group:
        return False
    if len(block.text) > LONGEST_TEASER or (before.group == heading.group and before is not heading):
        return True  # after the list that stood under the heading
    return is_caption and len(block.text) > SHORT and bool(re.search(r"[.!?…؟)][^.!?؟]{0,60}$", block.text))


# Lines of the page around the article, which a copy from the browser brings along.
_AROUND = re.compile(
    r"(?i)^\W*(?:(?:share|tweet|e-?mail|print|save|send|pin|copy link|post)(?: (?:this|on|to|via|by|it|"
    r"with)\b.{0,40})?|"
    r"(?:partager|partagez|teilen|auf \w+ teilen|dela|compartir|comparte|imprimir|drucken|imprimer|"
    r"skriv ut|مشاركة|شارك|"
    r"طباعة|انشر)(?: .{0,30})?|"
    r"(?:related|more|recommended|popular|latest|top) (?:stories|articles?|news|posts|coverage|reading|"
    r"content|topics|on .{1,40})"
    r".{0,80}|related\b.{0,60}|(?:read|see|watch|listen|learn|find out) (?:more|also|next|on)\b.{0,120}|"
    r"(?:lire|à lire) (?:aussi|également)?.{0,120}|(?:lesen sie|mehr zum thema|läs (?:mer|också|även)|lea también|"
    r"lee también|te puede interesar|más sobre|sur le même (?:sujet|thème)|اقرأ (?:أيضا|أيضًا|أيضاً|"
    r"المزيد)|مواضيع ذات صلة|"
    r"أخبار ذات صلة|شاهد أيضا)\b.{0,120}|"
    r"(?:sign up|subscribe|newsletter|follow us|abonnez|abonnieren|suscr|prenumerera|nyhetsbrev|comments?\b|kommentare|"
    r"commentaires|comentarios|kommentarer|التعليقات|advertisement|anzeige|publicité|publicidad|annons|إعلان|"
    r"continue reading|story continues|tags?\s*:|topics?\s*:|filed under|skip to|back to top|log in|cookie).{0,90}|"
    r"(?:©|\(c\)|copyright\b).{0,160}|.{0,120}(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|"
    r"todos los derechos reservados|alla rättigheter|جميع الحقوق محفوظة|حقوق النشر محفوظة).{0,80})$"
)
_TEASERS = re.compile(  # headings under which other articles stand
    r"(?i)^\W*(?:(?:related|more|recommended|popular|latest|top) (?:stories|articles?|news|posts|coverage|"
    r"reading|content)|"
    r"related|(?:you )?(?:may|might) also (?:like|be interested in)|more on this(?: story| topic)?|"
    r"more (?:from|in|on) .{1,40}|mehr (?:aus|von|zu) .{1,40}|plus (?:de|sur) .{1,40}|más (?:de|en|sobre) .{1,40}|"
    r"mer (?:från|om) .{1,40}|المزيد (?:من|عن|في) .{1,40}|"
    r"(?:read|see) (?:also|more|next)|also read|don.t miss|up next|most (?:read|viewed|popular)|editors?.s? picks?|"
    r"recommended(?: for you)?|what to read next|mehr zum thema|mehr (?:dazu|lesen)|auch interessant|lesen sie auch|"
    r"das könnte sie (?:auch )?interessieren|meistgelesen\w*|sur le même (?:sujet|thème)|"
    r"(?:à )?lire (?:aussi|également)|"
    r"à voir aussi|les plus lus|nos lecteurs ont (?:aussi )?lu|te puede interesar|también te puede interesar|"
    r"le puede interesar|lee también|lea también|lo más (?:leído|visto)|más (?:noticias|información)|"
    r"läs (?:mer|också|även|vidare)|mest läst\w*|se också|mer om (?:ämnet|nyheten)|قد يهمك(?: أيضا| أيضًا| أيضاً)?|"
    r"اقرأ (?:أيضا|أيضًا|أيضاً|المزيد)|شاهد (?:أيضا|أيضًا|أيضاً)|الأكثر (?:قراءة|مشاهدة)|"
    r"مواضيع ذات صلة|أخبار ذات صلة|comments?|kommentare|commentaires|comentarios|kommentarer|"
    r"التعليقات)\W*(?:\(\d+\))?\W*$"
)
_RIGHTS_LINE = re.compile(
    r"(?i)^\W*(?:©|\(c\)|copyright)\W*(?:(?:19|20)\d\d\W*)*(?P<name>[^.,|–—©\d]{3,50}?)(?=\s*(?:[.,|–—]|"
    r"all rights|\d{4}|$))"
)


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """What a pattern finds at the beginning of a line; of a longer text nothing, since it is a paragraph."""
    return pattern.match(text) if len(text) <= LONGEST_LINE else None


def _is_around(text: str) -> bool:
    """Whether a line belongs to the page rather than to the article: "Share on ...", "All rights reserved"."""
    return len(text) <= 200 and bool(_AROUND.match(text)) and not re.search(r"[^.]{30,}[.!?] .{20,}[.!?]$", text)


def _is_dateline(text: str) -> bool:
    """Whether a short line is a town and an agency: "دمشق - سانا"."""
    found = credit_in(text) if len(text) < 60 else None
    words = text[: found[0]].strip(" -–—,") if found else ""
    return bool(words) and len(words.split()) <= 3 and _is_place_alone(words)


def _is_head(text: str, *, begun: bool) -> bool:
    """Whether a line says who wrote the article and when, rather than being part of it."""
    if any(_match(each, text) for each in (_PUBLISHED, _BYLINE, _ADDRESS)):
        return True
    return not begun and bool(_match(_FIELD, text))


LONGEST_DATELINE = 5  # words before an agency in parentheses: "Al-Boukamal, Wednesday, 6 May 2023 (SANA)" has so many


def _blocks(text: str) -> Iterator[Block]:
    """Paragraphs; single lines where every line is one, or where a line stands out as a caption."""
    number = 0
    for group, (start, end) in enumerate(_spans(text)):
        lines = _lines(text, start, end)
        if _is_wrapped(lines, is_head=number < MOST_HEAD_LINES):
            joined = squeezed(text[start:end])
            blocks = [Block(joined, lines[0].start, lines[-1].end)] if joined else []
        else:
            blocks = lines
        number += len(blocks)
        yield from (block._replace(group=group) for block in blocks)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces begin and end that empty lines part."""
    place = 0
    for found in _BREAK.finditer(text):
        yield place, found.start()
        place = found.end()
    yield place, len(text)


def _lines(text: str, start: int, end: int) -> list[Block]:
    found = []
    place = start
    for line in text[start:end].splitlines(keepends=True):
        bare = squeezed(line)
        if bare:
            left = len(line) - len(line.lstrip())
            found.append(Block(bare, place + left, place + len(line.rstrip())))
        place += len(line)
    return found


def _is_wrapped(lines: list[Block], *, is_head: bool) -> bool:
    """Whether lines are pieces of one paragraph, broken where the margin was."""
    if len(lines) < 2:
        return bool(lines)
    if len(lines) > MOST_BROKEN:
        return False
    inner = [line.text for line in lines[:-1]]
    if max(len(line) for line in inner) > WIDEST_MARGIN:
        return False
    if is_head and len(lines) <= MOST_HEAD_LINES:
        signed = (_match(_BYLINE, line.text) and line.text[0].isupper() for line in lines[1:])
        if any(_is_date_line(line.text, None) for line in lines) or any(signed):
            return False
    if any(_is_around(line.text) and len(line.text) < SHORT for line in lines):
        return False
    if is_head and any(_is_path(line.text) for line in lines):
        return False
    labels = (_SAID_CAPTION, _SAID_SOURCE, _TEASERS, _ENLARGES, _PLAYS)
    if any(_match(each, line.text) for line in lines for each in labels):
        return False
    if any(_match(_LABEL, line.text) or _match(_URL_ALONE, line.text) or _match(_FIELD, line.text) for line in lines):
        return False
    if any(credit_in(line) and len(line) > 20 for line in inner):
        return False
    if lines[-1].text and credit_in(lines[-1].text) and credit_in(lines[-1].text) == (0, lines[-1].text):
        return False
    broken = sum(not re.search(r"[.!?…:؟\"”»)]$", line) for line in inner)
    return broken * 2 >= len(inner)


def _title(blocks: list[Block], language: str | None, outlet: str | None) -> str | None:
    for place, block in enumerate(blocks[: MOST_ABOVE if outlet else 4]):
        if outlet and (block.text == outlet or _is_path(block.text) or block.text.startswith(outlet)):
            continue
        if outlet and (_is_around(block.text) or _match(_LOGIN, block.text)):
            continue
        if len(block.text) <= LONGEST_HEAD and date_in(block.text, language=language):
            continue
        if place == 0 and _is_outlet_line(blocks, language):
            continue
        if _match(_PUBLISHED, block.text) or _match(_ADDRESS, block.text) or _match(_LABEL, block.text):
            continue
        found = re.match(r"(?i)^(?:title|headline|titel|titre|título|rubrik|العنوان)\s*:\s*(.+)$", block.text)
        return found[1] if found else block.text
    return None


def _head(
    blocks: list[Block], title: str | None, language: str | None
) -> tuple[DateRange | None, str | None, str | None]:
    """Date, the line that has it, and outlet: "THE EXAMINER | 6 May 2023", or one line each."""
    for place, block in enumerate(blocks[:8]):
        found = _match(_PUBLISHED, block.text)
        is_short = len(block.text) <= LONGEST_HEAD and not re.search(r"[.!?؟]$", block.text)
        said = found["date"] if found else block.text if is_short else _of_dateline(block.text)
        date = date_in(said, language=language) if said else None
        if date is None and said and (found or (is_short and block.text != title and not _match(_LABEL, block.text))):
            date = _date_within(said, language)
        if date is None or _is_credited_caption(block.text):
            continue
        outlet = None if found or not is_short else _beside_date(block.text)
        if outlet is None and place and _is_outlet_line(blocks, language):
            outlet = blocks[0].text
        return date, block.text if is_short else said, outlet or _of_footer(blocks)
    return None, None, _of_footer(blocks)


def _is_credited_caption(text: str) -> bool:
    """Whether a line is a caption with its credit, and not "Damascus, 6 May 2023 (SANA)"."""
    credit = credit_in(text)
    return credit is not None and (bool(_match(_LABEL, text)) or len(text[: credit[0]].split()) > LONGEST_DATELINE)


MOST_ABOVE = 8  # lines above the headline of a copy that begins with the site's own
_LOGIN = re.compile(
    r"(?i)^(?:skip to|subscribe|log ?in|sign ?in|menu|search|suche|anmelden|menü|se connecter|logga in|meny)\b"
)
# Sections of a site, which stand beside its name or in the path to the article.
_SECTION = re.compile(
    r"(?i)(?:home|start(?:seite|sida)?|accueil|inicio|portada|الرئيسية|world|news|international|politics|"
    r"middle east|africa|"
    r"asia|europe|americas|investigations?|fact.?check\w*|ausland|politik|welt|nachrichten|panorama|monde|politique|"
    r"afrique|proche-orient|actualités?|mundo|internacional|política|actualidad|noticias|utrikes|världen|nyheter|inrikes|"
    r"العالم|سياسة|أخبار|عربي|تحقيقات|عربي ودولي|دولي|محليات|دولية)"
)
_PATH = re.compile(r"\s*(?:>|›|»|/|\||·|•|«|‹)\s*")


def _named_at_top(blocks: list[Block]) -> str | None:
    """The outlet where its name stands beside a section, or beside the path to the article, at the top of a copy."""
    for place, block in enumerate(blocks[:2]):
        parts = [part.strip() for part in _PATH.split(block.text)] if len(block.text) <= LONGEST_HEAD else []
        if not any(_SECTION.fullmatch(part) for part in parts):
            continue
        names = [part for part in parts if not _SECTION.fullmatch(part)]
        if len(parts) == 2 and len(names) == 1 and parts[0] == names[0] and _is_name_line(names[0]):
            return names[0]
        beside = blocks[1 - place].text if len(blocks) > 1 else ""
        if _SECTION.fullmatch(parts[0]) and _is_name_line(beside) and (place == 1 or _OUTLET_WORDS.search(beside)):
            return beside
    return None


def _is_path(text: str) -> bool:
    """Whether a line is the path to the article: "Home > World > Africa"."""
    parts = _PATH.split(text) if len(text) <= LONGEST_HEAD else []
    return bool(parts) and bool(_SECTION.fullmatch(parts[0].strip()))


def _of_footer(blocks: list[Block]) -> str | None:
    """The outlet in "© 2023 The Examiner. All rights reserved."."""
    found = next((found for block in blocks[-4:] if (found := _match(_RIGHTS_LINE, block.text))), None)
    return found["name"].strip() if found and re.search(r"\d{4}|(?i:rights)", found.string) else None


def _date_within(text: str, language: str | None) -> DateRange | None:
    """The one day that a short line names somewhere."""
    from provenance.dates import parse_date
    from provenance.wording.spoken import find_dates

    days = [each for each in find_dates(text, language=language) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", each.edtf or "")]
    return parse_date(days[0].edtf or "") if len(days) == 1 and not days[0].relative else None


def _is_date_line(text: str, language: str | None) -> bool:
    return 0 < len(text) <= LONGEST_HEAD and date_in(text, language=language) is not None


def _is_name_line(text: str) -> bool:
    """Whether a line may be the name of an outlet: few words, no sentence."""
    words = text.split()
    if not 1 <= len(words) <= 6 or len(text) > 50 or re.search(r"[.!?:;,؟،]$|\d", text):
        return False
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    return sum(word[0].isupper() for word in cased) * 2 >= len(cased)


def _is_outlet_line(blocks: list[Block], language: str | None) -> bool:
    """Whether the first line is the outlet's name: a date and then the headline follow, or it is a newspaper's."""
    first, *others = (block.text for block in blocks[:4])
    if not _is_name_line(first) or len(others) < 2:
        return False
    if _is_date_line(others[0], language):
        if _is_credited_caption(others[1]):
            return False
        return len(others[1]) <= LONGEST_HEADLINE and not re.search(r"[.؟!]$", others[1]) and len(blocks) > 3
    dated = any(_is_date_line(other, language) for other in others)
    return dated and len(first.split()) <= 4 and bool(_OUTLET_WORDS.search(first))


_BYLINED = re.compile(
    r"(?i)^\W*(?:by|von|par|por|av|text|reporter|bylined|بقلم|كتب|كتبت|published|posted|updated|last|first|stand|publié|mis|"
    r"publicado|actualizado|publicerad|uppdaterad|veröffentlicht|aktualisiert|نشر|آخر|تاريخ|\d+ min|reading|lesezeit)\b"
)


def _beside_date(text: str) -> str | None:
    """The outlet in a line with a date: the one name that is left beside it."""
    from provenance.platforms.credit_words import agency
    from provenance.wording.spoken import find_dates

    bare = text
    for found in reversed(find_dates(text)):
        if re.search(r"\d", found.text):
            bare = f"{bare[: found.start]}|{bare[found.end :]}"
    parts = [part.strip(" .,،():") for part in re.split(r"\s*[|•·–—]\s*|\s-\s|,\s|(?<!\b[A-Z])\.\s|،\s", bare)]
    kept = [part for part in parts if len(part) > 1 and not _match(_BYLINED, part) and not _CLOCK.fullmatch(part)]
    kept = [part for part in kept if agency(part) or not _is_place_alone(part)]
    likely = [part for part in kept if _OUTLET_WORDS.search(part) or agency(part)]
    first = likely if len(likely) == 1 else kept
    return first[0] if len(first) == 1 and (agency(first[0]) or _is_name_line(first[0])) else None


_CLOCK = re.compile(
    r"(?i)(?:at |um |à |kl\.? )?\d{1,2}[:.h]\d{2}.{0,12}|[A-Z]{2,4}|\w{2,9}day|uhr|gmt.*|utc.*|updated.*"
)
_OUTLET_WORDS = re.compile(
    r"(?i)\b(?:news|herald|times|post|examiner|journal|gazette|tribune|chronicle|daily|weekly|observer|telegraph|mail|press|"
    r"wire|report|review|courier|standard|star|sun|globe|mirror|sentinel|radio|tv|media|network|agency|zeitung|nachrichten|"
    r"tagblatt|anzeiger|kurier|bote|rundschau|presse|blatt|le|la|el|diario|noticias|periódico|tidning\w*|bladet|nyheter|posten)\b"
    r"|\w+(?:zeitung|blatt|kurier|bladet|tidningen|posten|nytt)\b|(?:صحيفة|جريدة|وكالة|قناة|موقع|شبكة|أخبار|اليوم|مجلة)"
)


def _is_place_alone(text: str) -> bool:
    from provenance.importers.article.understanding import is_place

    return is_place(text)


def date_in(text: str, *, language: str | None) -> DateRange | None:
    """The day that a short line of outlet, reporter and date names."""
    from provenance.dates import parse_date
    from provenance.errors import BadDate

    for piece in _pieces(text):
        if moment := read_moment(piece):
            return moment
        spoken = a_date(piece, language=language)
        if spoken and spoken.edtf and not spoken.relative and re.match(r"\d{4}-\d{2}-\d{2}", spoken.edtf):
            try:
                return parse_date(spoken.edtf)
            except BadDate:
                continue
    return None


def _of_dateline(text: str) -> str | None:
    found = _DATELINE.match(text[:LONGEST_LINE])
    return found["date"] if found else None


def _pieces(text: str | None) -> list[str]:
    """The whole, and what stands between bars and commas in a line of outlet, reporter and date."""
    if not text or not re.search(r"\d|[٠-٩]", text):
        return []
    bare = re.sub(
        r"(?i)[,\s]*(?:at|um|à|kl\.?|a las|الساعة)?\s*\d{1,2}[:.h]\d{2}(?:\s?(?:am|pm|a\.m\.|p\.m\.|uhr|"
        r"h|gmt|utc|[A-Z]{2,4}))*\s*$",
        "",
        text.strip(),
    )
    parts = re.split(r"\s*[|•·–—]\s*|\s-\s", bare)
    said = (_DATE_LABEL.sub("", part).strip(" .,:") for part in (bare, *parts))
    return list(dict.fromkeys(part for part in said if part))


_DATE_LABEL = re.compile(
    r"(?i)^\W*(?:(?:first )?published|posted|updated|stand|veröffentlicht|erstellt|publié(?:e)?|"
    r"mis(?:e)? (?:en ligne|à jour)|"
    r"publicado|actualizado|publicerad(?:es)?|uppdaterad|نشرت?|نُشر|تاريخ النشر)\b\s*:?\s*(?:on|am|vom|le|"
    r"el|den|في|يوم)?\s+"
)


def _outlet(blocks: list[Block]) -> str | None:
    """Only where a line says so: "Source: ...", "Outlet: ..." at the top."""
    for block in blocks[:6]:
        if found := re.match(
            r"(?i)^\W*(?:outlet|source|quelle|fuente|källa|المصدر|publication|publisher|newspaper|medium|zeitung|journal|medio|tidning|"
            r"الصحيفة|الموقع)\s*:\s*(.{2,60})$",
            block.text,
        ):
            return found[1]
    return None


def _caption(block: Block, following: Block | None, *, is_title: bool, first: bool) -> tuple[Line | None, int]:
    """The caption line that a block is, and how many blocks it takes: a credit may stand on the next line."""
    text = block.text
    if alone := _match(_URL_ALONE, text):
        return _posted(block, alone[1]), 1
    labelled = _match(_LABEL, text)
    if labelled and labelled["rest"] and len(text) <= LONGEST_AGENCY:
        return _labelled(block, labelled, following)
    is_long = len(text) > LONGEST_CAPTION and not (len(text) <= LONGEST_AGENCY and _PHOTO_CREDIT.search(text))
    if is_title or is_long or _REPORTERS.search(text):
        return None, 1
    found = credit_in(text)
    if found is None:
        if sides_of(text) and re.match(
            r"(?i)^[\[(]?(?:left|right|top|links|rechts|oben|à gauche|izquierda|vänster|till vänster|"
            r"يمين|يسار|اليمين|اليسار)",
            text,
        ):
            return Line(block, text, None, *_kind(text)), 1
        if following and _is_credit_line(following.text) and len(sentences(text)) <= MOST_SENTENCES and not first:
            whole = Block(f"{text} {following.text}", block.start, following.end)
            return Line(whole, whole.text, None, *_kind(whole.text)), 2
        return None, 1
    words = text[: found[0]]
    if not words.strip() or _LABEL_ALONE.match(words.strip()):
        return None, 1
    if len(sentences(words)) > MOST_SENTENCES or _is_running(words, found[1]):
        return None, 1
    return Line(block, text, None, *_kind(text)), 1


_PHOTO_CREDIT = re.compile(  # at the end of a line, and of no sentence
    r"(?i)[(\[](?:[^()\[\]]{0,60}\b(?:photo|foto|image|bild|handout|screenshot|via)\b[^()\[\]]{0,60}|[^()\[\]/]{2,40}/[^()\[\]]{2,60})[)\]]$"
)


MOST_OF_CREDIT = 3  # words before a source that may still be those of its name


def _labelled(block: Block, labelled: re.Match[str], following: Block | None) -> tuple[Line | None, int]:
    rest = labelled["rest"].strip()
    if rest.endswith(")") and rest.count(")") > rest.count("("):
        rest = rest[:-1].rstrip()
    is_video = bool(_VIDEO_LABEL.search(labelled["label"]))
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
    return Line(block, rest, labelled["label"], *_kind(rest, is_video)), 1


def _is_name_of_credit(labelled: re.Match[str], rest: str) -> bool:
    """Whether "Foto: ..." names who took a picture rather than what it shows."""
    if labelled["side"] or not re.fullmatch(
        r"(?i)(?:photo|image|picture|foto|bild|imagen|vídeo|vidéo|video|الصورة|صورة)", labelled["label"]
    ):
        return False
    words = rest.split()
    if len(words) > 8 or re.search(r"\d|[.!?]$", rest):
        return False
    names = [word for word in words if word[0].isupper()]
    if rest.lower() in ("privat", "private", "privé", "particular", "handout", "archiv", "arkiv", "archivo"):
        return True
    return len(words) >= 2 and len(names) * 5 >= len(words) * 4 and not find_places(rest)


def _posted(block: Block, address: str) -> Line | None:
    embed = embed_at(address)
    if embed is None:
        return None
    return Line(block, "", None, _kind_of(embed), embed.kind_known, embed, embed.address)


def _kind_of(embed: Embed) -> MediaKind:
    return MediaKind.VIDEO if embed.is_video else MediaKind.IMAGE


def _is_credit_line(text: str) -> bool:
    """A line that is a credit and nothing else."""
    found = credit_in(text)
    return found is not None and found[0] == 0 and len(text) < 120 and not text.startswith("[")


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
    from provenance.importers.article.captions import origin_of

    if is_video:
        return MediaKind.VIDEO, True
    found = credit_in(text)
    platform = origin_of(found[1]).platform if found else None
    if re.search(
        r"(?i)\b(?:still|screen ?grab|screenshot|screengrab|frame)\b.{0,30}(?:video|footage|from)|"
        r"لقطة شاشة|bildschirmfoto|captura de|capture d|skärmdump",
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
