"""The head of a copied text: its headline, the outlet, the day, whoever wrote it. What is not said stays unknown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article.blocks import Block
from provenance.importers.article.captions import credit_in
from provenance.importers.article.line_kinds import (
    ADDRESS,
    BYLINE,
    FIELD,
    LABEL,
    LONGEST_HEAD,
    LONGEST_LINE,
    PATH,
    PUBLISHED,
    RELEASE,
    SECTION,
    date_in,
    date_within,
    is_around,
    is_date_line,
    is_path,
    is_place_alone,
    said_in,
)

if TYPE_CHECKING:
    from provenance.dates import DateRange

LONGEST_HEADLINE = 130  # characters
_DATELINE = re.compile(
    r"^(?P<place>[A-ZÀ-ÞŠŽ][\w’'. -]{1,40}(?:,\s[A-Z][\w. -]{1,30})?)(?:\s\([^()\d]{2,30}\))?,?\s*"
    r"(?:(?:le|den|am|el|on)\s)?(?P<date>(?:\d{1,2}\.?\s+(?:de\s+)?\w+|\w+\.?\s+\d{1,2})(?:,?\s+(?:de\s+)?\d{4})?)?"
    r"\s*(?:\((?P<agency>[^)]{2,30})\))?\s*(?:[–—]|\.?-{1,2})\s"
)


_RIGHTS_LINE = re.compile(
    r"(?i)^\W*(?:©|\(c\)|copyright)\W*(?:(?:19|20)\d\d\W*)*(?P<name>[^.,|–—©\d]{3,50}?)(?=\s*(?:[.,|–—]|"
    r"all rights|\d{4}|$))"
)


def is_dateline(text: str) -> bool:
    """Whether a short line is a town and an agency, or towns and a day: "دمشق - سانا", "Lyon/Turin, 4 May 2023"."""
    if _is_of_towns(text):
        return True
    found = credit_in(text) if len(text) < 60 else None
    words = text[: found[0]].strip(" -–—,") if found else ""
    return bool(words) and len(words.split()) <= 3 and is_place_alone(words)


_TOWNS_AND_DAY = re.compile(
    r"(?P<towns>[^,.:;،]{2,50})[,،]\s(?:den |le |am |el |on )?(?P<day>[^,]{4,14}\d{4}|.{0,14}\d.{4,14})\.?"
)


def _is_of_towns(text: str) -> bool:
    found = _TOWNS_AND_DAY.fullmatch(text) if len(text) <= LONGEST_HEAD else None
    if not found or not date_in(found["day"], language=None):
        return False
    return any(is_place_alone(town.strip()) for town in re.split(r"[/–-]", found["towns"]))


def is_head(text: str, *, begun: bool) -> bool:
    """Whether a line says who wrote the article and when, rather than being part of it."""
    if any(said_in(each, text) for each in (PUBLISHED, BYLINE, ADDRESS)):
        return True
    return not begun and bool(said_in(FIELD, text))


MOST_OF_NAME = 2  # parts of a line with a bar that may still be a headline
LONGEST_DATELINE = 5  # words before an agency in parentheses: "Al-Boukamal, Wednesday, 6 May 2023 (SANA)" has so many


def title_of(blocks: list[Block], language: str | None, outlet: str | None) -> str | None:
    for place, block in enumerate(blocks[: MOST_ABOVE if outlet else 4]):
        if outlet and (block.text == outlet or is_path(block.text) or block.text.startswith(outlet)):
            continue
        if is_path(block.text) and len(PATH.split(block.text)) > MOST_OF_NAME:
            continue
        if outlet and (is_around(block.text) or said_in(_LOGIN, block.text)):
            continue
        if len(block.text) <= LONGEST_HEAD and date_in(block.text, language=language):
            continue
        if place == 0 and _is_outlet_line(blocks, language):
            continue
        if said_in(PUBLISHED, block.text) or said_in(ADDRESS, block.text) or said_in(LABEL, block.text):
            continue
        if place < MOST_OF_MAIL and (said_in(_MAIL, block.text) or RELEASE.fullmatch(block.text.strip(" :"))):
            continue
        found = re.match(
            r"(?i)^(?:title|headline|titel|titre|título|rubrik|العنوان|subject|betreff|objet|asunto|ämne|الموضوع)\s*:\s*(.+)$",
            block.text,
        )
        return found[1] if found else block.text
    return None


MOST_OF_MAIL = 4  # lines of the head of a mail
_MAIL = re.compile(r"(?i)^(?:from|to|cc|von|an|de|à|para|från|till|من|إلى)\s?:\s*\S")


def head_of(
    blocks: list[Block], title: str | None, language: str | None
) -> tuple[DateRange | None, str | None, str | None]:
    """Date, the line that has it, and outlet: "THE EXAMINER | 6 May 2023", or one line each."""
    if sent := _sent(blocks):
        return sent
    for place, block in enumerate(_top(blocks)):
        found = said_in(PUBLISHED, block.text)
        is_short = len(block.text) <= LONGEST_HEAD and not re.search(r"[.!?؟]$", block.text)
        said = found["date"] if found else block.text if is_short else _of_dateline(block.text)
        date = date_in(said, language=language) if said else None
        said = block.text if date is None and found else said
        if date is None and said and (found or (is_short and block.text != title and not said_in(LABEL, block.text))):
            date = date_within(said, language)
        if date is None or _is_credited_caption(block.text):
            continue
        outlet = None if found or not is_short else _beside_date(block.text)
        if outlet is None and place and _is_outlet_line(blocks, language):
            outlet = blocks[0].text
        return date, block.text if is_short else said, outlet or _of_footer(blocks)
    stamp = _stamped(blocks, language)
    return stamp, stamp.text if stamp else None, _of_footer(blocks)


def _stamped(blocks: list[Block], language: str | None) -> DateRange | None:
    """The day with which an agency's copy ends, as its systems write it: "011558 Dez 24", "011558 GMT DEC 2024"."""
    for block in blocks[-MOST_OF_FOOT:]:
        found = said_in(_STAMP, block.text)
        if found and (
            date := date_in(f"{int(found['day'])} {found['month']} 20{found['year'][-2:]}", language=language)
        ):
            return date
    return None


MOST_OF_FOOT = 3  # lines
_STAMP = re.compile(
    r"^(?:.{0,60}\s)?(?P<day>\d{2})\d{4}(?: ?(?:GMT|UTC|MEZ|MESZ|CET|CEST))?\s"
    r"(?P<month>[^\W\d_]{3,9})\.? (?P<year>(?:20)?\d\d)$"
)


MOST_OF_HEAD = 8  # lines in which the day of a text is sought


def _top(blocks: list[Block]) -> list[Block]:
    """The lines above the text: as many as a head has, and further ones as long as all are as short as a menu's."""
    menu = 0
    while menu < min(MOST_OF_MENU, len(blocks)) and len(blocks[menu].text) <= LONGEST_HEAD:
        menu += 1
    return blocks[: max(MOST_OF_HEAD, menu)]


_SENT = re.compile(  # how messengers copy a message: "[27/05/2024 21:48] NAME:"
    r"^\[(\d{1,2})([/.])(\d{1,2})[/.](\d{4}),? \d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?\]\s*"
    r"(?P<name>[^:]{2,60}):"
)


def _sent(blocks: list[Block]) -> tuple[DateRange | None, str | None, str | None] | None:
    """The day and the sender of a message; the day only where its order is plain: after a twelfth, or with dots."""
    from provenance.dates import parse_date
    from provenance.errors import BadDate

    found = said_in(_SENT, blocks[0].text) if blocks else None
    if not found:
        return None
    first, sign, second, year = int(found[1]), found[2], int(found[3]), found[4]
    day, month = (second, first) if second > MONTHS and sign == "/" else (first, second)
    is_plain = sign == "." or max(first, second) > MONTHS or first == second
    try:
        date = parse_date(f"{year}-{month:02}-{day:02}") if is_plain else None
    except BadDate:
        date = None
    return date, found[0] if date else None, found["name"].strip()


MONTHS = 12


def _is_credited_caption(text: str) -> bool:
    """Whether a line is a caption with its credit, and not "Damascus, 6 May 2023 (SANA)"."""
    credit = credit_in(text)
    return credit is not None and (bool(said_in(LABEL, text)) or len(text[: credit[0]].split()) > LONGEST_DATELINE)


MOST_ABOVE = 8  # lines above the headline of a copy that begins with the site's own
_LOGIN = re.compile(
    r"(?i)^(?:skip to|subscribe|log ?in|sign ?in|menu|search|suche|anmelden|menü|se connecter|logga in|meny)\b"
)


def without_menu(blocks: list[Block]) -> list[Block]:
    """Without the menu above an article, where a copy begins with it: "Skip to content", "Subscribe", sections."""
    if not blocks or not _is_menu(blocks[0].text):
        return blocks
    top = [block for block in blocks[:MOST_OF_MENU] if not _is_menu(block.text)]
    return [*(top or blocks[:1]), *blocks[MOST_OF_MENU:]]


MOST_OF_MENU = 20  # lines above and below the headline that a menu may have


def _is_menu(text: str) -> bool:
    is_button = is_around(text) and not _RIGHTS_LINE.match(text)
    return is_button or bool(said_in(_LOGIN, text) or SECTION.fullmatch(text.strip()))


def named_at_top(blocks: list[Block]) -> str | None:
    """The outlet where its name stands beside a section, or beside the path to the article, at the top of a copy."""
    for place, block in enumerate(blocks[:2]):
        parts = [part.strip() for part in PATH.split(block.text)] if len(block.text) <= LONGEST_HEAD else []
        if not any(SECTION.fullmatch(part) for part in parts):
            continue
        names = [part for part in parts if not SECTION.fullmatch(part)]
        is_first = len(parts) == 2 or (len(parts) > 2 and place == 0 and SECTION.fullmatch(parts[1]))
        if is_first and names[:1] == parts[:1] and _is_name_line(names[0]):
            return names[0]
        beside = blocks[1 - place].text if len(blocks) > 1 else ""
        if SECTION.fullmatch(parts[0]) and _is_name_line(beside) and (place == 1 or _OUTLET_WORDS.search(beside)):
            return beside
    return None


def _of_footer(blocks: list[Block]) -> str | None:
    """The outlet in "© 2023 The Examiner. All rights reserved."."""
    found = next((found for block in blocks[-4:] if (found := said_in(_RIGHTS_LINE, block.text))), None)
    name = found["name"].strip() if found else None
    often = name and sum(name in block.text for block in blocks[:-1]) >= MOST_OF_NAME
    is_said = found and (re.search(r"\d{4}|(?i:rights)", found.string) or name == blocks[0].text or often)
    return name if is_said else None


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
    if is_date_line(others[0], language):
        if _is_credited_caption(others[1]):
            return False
        return len(others[1]) <= LONGEST_HEADLINE and not re.search(r"[.؟!]$", others[1]) and len(blocks) > 3
    dated = any(is_date_line(other, language) or _is_dated_byline(other, language) for other in others)
    return dated and len(first.split()) <= 4 and bool(_OUTLET_WORDS.search(first))


def _is_dated_byline(text: str, language: str | None) -> bool:
    return len(text) <= LONGEST_HEAD and bool(said_in(BYLINE, text)) and date_within(text, language) is not None


_BYLINED = re.compile(
    r"(?i)^\W*(?:by|von|par|por|av|text|reporter|bylined|بقلم|كتب|كتبت|published|posted|updated|transmitted|last|first|stand|publié|mis|"
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
    kept = [part for part in parts if len(part) > 1 and not said_in(_BYLINED, part) and not _CLOCK.fullmatch(part)]
    kept = [part for part in kept if agency(part) or not is_place_alone(part)]
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


def _of_dateline(text: str) -> str | None:
    found = _DATELINE.match(text[:LONGEST_LINE])
    return found["date"] if found else None


_SENDER = re.compile(r"(?i)^(?:from|von|de|från|من)\s?:\s*(?P<name>[^<>@]{2,60}?)\s*<[^<>\s]{1,80}@[^<>\s]{3,80}>$")
_TO_BE_PUBLISHED = re.compile(
    r"(?i)\W*(?:for immediate|embargo|(?:zur )?(?:sofortigen?|frei zur|sperrfrist)|"
    r"(?:pour )?(?:diffusion|publication) immédiate|"
    r"(?:para )?(?:difusión|publicación) inmediata|för omedelbar|للنشر)"
)


def _of_sender(blocks: list[Block]) -> str | None:
    """Who sent a letter, or gave out a release: "From: NAME <address>", the line under "Press release"."""
    found = said_in(_SENDER, blocks[0].text) if blocks else None  # below a line it is one that was forwarded
    if found:
        quoted = re.search(r"[«“„\"]([^»”“\"]{2,60})[»”“\"]", found["name"])
        return quoted[1] if quoted else found["name"]
    blocks = [block for block in blocks[:MOST_OF_MAIL] if not _TO_BE_PUBLISHED.match(block.text)]
    if len(blocks) > 1 and RELEASE.fullmatch(blocks[0].text.strip(" :")):
        name = blocks[1].text
        return name if _is_name_line(re.sub(r" e\. ?V\.$", "", name)) else None
    return None


def outlet_said(blocks: list[Block]) -> str | None:
    """Only where a line says so: "Source: ...", "Outlet: ..." at the top; or whoever sent it."""
    if sender := _of_sender(blocks):
        return sender
    for block in blocks[:6]:
        if found := re.match(
            r"(?i)^\W*(?:outlet|source|quelle|fuente|källa|المصدر|publication|publisher|newspaper|medium|zeitung|journal|medio|tidning|"
            r"الصحيفة|الموقع)\s*:\s*(.{2,60})$",
            block.text,
        ):
            return found[1]
    return None
