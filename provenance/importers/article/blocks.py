"""A copied text in paragraphs and lines, each with its place; lines that a margin has broken are one again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article.captions import credit_in
from provenance.importers.article.line_kinds import (
    BYLINE,
    CAPTION_ALONE,
    ENLARGES,
    FIELD,
    LABEL,
    LABEL_ALONE,
    LONGEST_HEAD,
    LONGEST_LINE,
    NAMES_CREDIT,
    PLACEHOLDER,
    PLAYS,
    PUBLISHED,
    RELEASE,
    SAID_CAPTION,
    SAID_SOURCE,
    SECTION,
    TEASERS,
    TIME_HEADING,
    URL_ALONE,
    is_around,
    is_date_line,
    is_path,
    said_in,
)
from provenance.importers.article.tree import squeezed
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


MOST_BROKEN = 2_000  # lines of one paragraph
MOST_HEAD_LINES = 4  # outlet, headline, reporter, date
SHORT = 40  # characters of a line that margins do not make
WIDEST_MARGIN = 130  # of lines that a margin has broken
FEWEST_OF_MARGIN = 12  # lines of a text that shows where its margin is
NEARLY = 0.93  # of the margin: programs break a little before it
_BREAK = re.compile(r"\n[ \t\u00a0]*\n+")


class Block(NamedTuple):
    """A paragraph or line of the text, on one line, with its place."""

    text: str
    start: int  # characters from the beginning of the file
    end: int
    group: int = 0  # blocks with the same number stand together, with no empty line between them


def with_names(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks, each that only announces a caption or credit ("Image caption", "Photo:") with the words after it."""
    waiting: Block | None = None
    for block in blocks:
        if waiting and _belongs_to(waiting, block):
            yield Block(_together(waiting.text, block.text), waiting.start, block.end, waiting.group)
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = block if _only_announces(block.text) else None
        if waiting is None:
            yield block
    if waiting:
        yield waiting


def _only_announces(text: str) -> bool:
    if len(text) >= SHORT:
        return False
    return bool(NAMES_CREDIT.match(text) or LABEL_ALONE.match(text)) or _is_placeholder(text)


def _together(label: str, words: str) -> str:
    """A label with the words that stood on the next line, apart from it by a comma as on one line."""
    return f"{label.rstrip(' ,،:')}, {words}" if LABEL_ALONE.match(label) else f"{label} {words}"


def _is_placeholder(text: str) -> bool:
    found = PLACEHOLDER.match(text)
    return found is not None and found.end() == len(text)


def _belongs_to(waiting: Block, block: Block) -> bool:
    """Whether a line is the name that another announced, or the caption under what stands for a picture."""
    if _is_placeholder(waiting.text):
        return waiting.group == block.group and len(block.text) <= LONGEST_LINE
    if said_in(CAPTION_ALONE, waiting.text):
        return len(block.text) <= LONGEST_LINE and not is_around(block.text)
    return len(block.text) <= LONGEST_HEAD


def blocks_of(text: str) -> Iterator[Block]:
    """Paragraphs; single lines where every line is one, or where a line stands out as a caption."""
    number = 0
    margin = _margin(text)
    for group, (start, end) in enumerate(_spans(text)):
        lines = _lines(text, start, end)
        if margin:
            lines = list(_filled(lines, margin, text))
        if _is_wrapped(lines, is_head=number < MOST_HEAD_LINES):
            joined = squeezed(text[start:end])
            blocks = [Block(joined, lines[0].start, lines[-1].end)] if joined else []
        else:
            blocks = lines
        number += sum(not is_around(block.text) for block in blocks)  # a menu is above the head
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


def _margin(text: str) -> int | None:
    """How many characters a line may have, where all are broken there: in mails, and in text out of a PDF."""
    lengths = sorted(len(line.strip()) for line in text.splitlines() if line.strip() and "://" not in line)
    if len(lengths) < FEWEST_OF_MARGIN or lengths[-1] > WIDEST_MARGIN:
        return None
    widest = lengths[-1 - len(lengths) // 50]
    return widest if widest > SHORT and sum(each > 0.8 * widest for each in lengths) * 3 >= len(lengths) else None


def _filled(lines: list[Block], margin: int, text: str) -> Iterator[Block]:
    """Lines, each joined with the next where no further word would have gone on it."""
    waiting: Block | None = None
    last = ""
    for line in lines:
        is_full = len(last) + 1 + len(line.text.split(" ", 1)[0]) > NEARLY * margin
        if waiting and is_full and len(waiting.text) < LONGEST_LINE and not _begins(line.text, last):
            waiting = Block(squeezed(text[waiting.start : line.end]), waiting.start, line.end)
        else:
            if waiting:
                yield waiting
            waiting = line
        last = line.text
    if waiting:
        yield waiting


def _begins(line: str, before: str) -> bool:
    """Whether a line is one of its own, however full the one before it is."""
    said = (LABEL, SAID_CAPTION, SAID_SOURCE, LABEL_ALONE, TEASERS, ENLARGES, PLAYS, URL_ALONE, FIELD)
    if line.startswith("©"):  # of the page, where it is not the name behind "Image"
        return not _ENDS_IN_NOUN.search(before)
    return any(said_in(each, line) for each in said) or line.startswith(("- ", "* ", "• ", "[", "|", ">"))


_ENDS_IN_NOUN = re.compile(r"(?i)\b(?:images?|photos?|fotos?|bild|bilder|videos?|vid[ée]o|imagen(?:es)?)$")


_LIVE = re.compile(
    r"(?i)\W*(?:live(?: ?blog)?|en vivo|en directo|en direct|direkt|liveticker|(?:بث )?مباشر)\s*[|:：–—-]\s"
)


def _names_sections(line: str) -> bool:
    """Whether a line is an outlet's name with its sections behind it: "The Examiner | News | Syria"."""
    parts = [part.strip() for part in line.split("|")]
    return len(line) <= LONGEST_HEAD and len(parts) > 2 and any(SECTION.fullmatch(part) for part in parts[1:])


def _says_the_day(line: str) -> bool:
    """Whether a line is a label and the day: "Last updated 24 June 2025, 21:14 BST"."""
    found = said_in(PUBLISHED, line) if len(line) <= LONGEST_HEAD else None
    return found is not None and is_date_line(found["date"], None)


def _is_day_and_byline(lines: list[Block]) -> bool:
    """Whether a day stands above who wrote the article, wherever a menu has moved the head."""
    is_signed = len(lines) == 2 and said_in(BYLINE, lines[1].text)
    return bool(is_signed) and is_date_line(lines[0].text, None)


def _is_wrapped(lines: list[Block], *, is_head: bool) -> bool:
    """Whether lines are pieces of one paragraph, broken where the margin was."""
    if len(lines) < 2:
        return bool(lines)
    if len(lines) > MOST_BROKEN or TIME_HEADING.match(lines[0].text):
        return False
    inner = [line.text for line in lines[:-1]]
    if max(len(line) for line in inner) > WIDEST_MARGIN:
        return False
    if is_head and len(lines) <= MOST_HEAD_LINES:
        signed = (said_in(BYLINE, line.text) and line.text[0].isupper() for line in lines[1:])
        if any(is_date_line(line.text, None) for line in lines) or any(signed):
            return False
    if any(_says_the_day(line.text) for line in lines[:MOST_HEAD_LINES]) or _is_day_and_byline(lines):
        return False
    if any(RELEASE.fullmatch(line.text.strip(" :")) for line in lines):
        return False
    if sum(bool(said_in(PUBLISHED, line.text)) for line in lines) * 2 >= len(lines):
        return False
    if any(is_around(line.text) and len(line.text) < SHORT for line in lines):
        return False
    if is_head and any(is_path(line.text) or _LIVE.match(line.text) or _names_sections(line.text) for line in lines):
        return False
    labels = (SAID_CAPTION, SAID_SOURCE, LABEL_ALONE, TEASERS, ENLARGES, PLAYS, PLACEHOLDER)
    if any(said_in(each, line.text) for line in lines for each in labels):
        return False
    if any(said_in(LABEL, line.text) or said_in(URL_ALONE, line.text) or said_in(FIELD, line.text) for line in lines):
        return False
    if any(credit_in(line) and len(line) > 20 for line in inner):
        return False
    if lines[-1].text and credit_in(lines[-1].text) and credit_in(lines[-1].text) == (0, lines[-1].text):
        return False
    broken = sum(not re.search(r"[.!?…:؟\"”»)]$", line) for line in inner)
    return broken * 2 >= len(inner)
