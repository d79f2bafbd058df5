"""An article as plain text: headline, date line, paragraphs, and the lines that are captions.

A caption line stands alone, is short, and ends in a credit or begins with a word such as "Photo:". A paragraph that
ends in brackets, or the line of the reporters at the end, is none.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from provenance.errors import BadManifest
from provenance.importers.article.blocks import SHORT, Block, blocks_of, with_names
from provenance.importers.article.caption_lines import (
    LONGEST_TEASER,
    Line,
    caption_at,
    closes_article,
    is_source_of_next,
    labelled_by_page,
)
from provenance.importers.article.embeds import embed_at
from provenance.importers.article.heads import (
    head_of,
    is_dateline,
    is_head,
    named_at_top,
    outlet_said,
    title_of,
    without_menu,
)
from provenance.importers.article.line_kinds import ADDRESS, FIELD, LABEL, TEASERS, is_around, is_date_line, said_in
from provenance.importers.article.messages import PHOTO_LABEL, VIDEO_LABEL, messages_in
from provenance.model import MediaKind
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from provenance.dates import DateRange

MOST_CAPTIONS = 800  # of one text
MOST_BLOCKS = 4_000  # paragraphs and lines; a text of the most characters that are read has as many lines of 75


class PlainArticle(NamedTuple):
    """A text taken apart."""

    title: str | None
    published: DateRange | None
    published_text: str | None
    url: str | None
    outlet: str | None
    captions: tuple[Line, ...]
    paragraphs: tuple[Block, ...]
    sent: tuple[tuple[int, DateRange], ...]  # of several messages: where each begins, and its day
    is_whole: bool  # whether all paragraphs and lines were looked at, and not only the first


def read_plain(text: str, *, language: str | None) -> PlainArticle:
    """The parts of a plain text article.

    Raises:
        BadManifest: it holds more than any article does.
    """
    messages = messages_in(text)
    text = messages.text if messages else text
    blocks = list(islice(with_names(blocks_of(text)), MOST_BLOCKS + 1))
    is_whole = len(blocks) <= MOST_BLOCKS
    blocks = blocks[:MOST_BLOCKS]
    top = without_menu(blocks)
    named = named_at_top(top)
    title = title_of(top, language, named)
    date, date_text, outlet = head_of(top, title, language)
    outlet = named or outlet
    if messages:
        first = messages.sent[0][1] if messages.sent else None
        date, date_text = (first, None) if first else (date, date_text)
        outlet = messages.sender or outlet
    url = next(
        (found[1] for block in top[:6] if (found := said_in(ADDRESS, block.text)) and not embed_at(found[1])), None
    )
    captions: list[Line] = []
    paragraphs: list[Block] = []
    place, last = 0, max((at for at, block in enumerate(blocks) if not is_around(block.text)), default=0) + 1
    teasers: Block | None = None  # the heading under which other articles stand
    while place < len(blocks):
        block = blocks[place]
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        is_other = following and is_around(following.text) and not _is_its_credit(block, following)
        is_day = following and _says_when(following.text, language)
        is_end = following and place + 2 >= last and following.group != block.group and closes_article(following.text)
        if following and (is_other or is_day or is_end or is_source_of_next(blocks[place : place + 3])):
            following = None
        if said := labelled_by_page(blocks[place : place + 3]):
            line, used = said
            teasers = None
            line = _of_attachment(line) if line and messages else line
            captions += [line] if line and not _is_again(line, captions) else []
            place += used
            continue
        line, used = caption_at(block, following, is_title=block.text == title, first=place == 0)
        if is_around(block.text) or said_in(TEASERS, block.text):
            teasers = block if said_in(TEASERS, block.text) and paragraphs else None
        elif teasers and _is_article_again(block, blocks[place - 1], teasers, is_caption=bool(line)):
            teasers = None
        dateline = not paragraphs and not captions and is_dateline(block.text)
        if teasers or dateline or is_around(block.text) or (place < 8 and block.text == date_text):
            line, used = None, 1
            place += 1
            continue
        if not paragraphs and not captions and said_in(FIELD, block.text) and len(block.text) < 200:
            line, used = None, 1
        if line and _is_again(line, captions):
            place += used
            continue
        if line:
            captions.append(line)
            if len(captions) > MOST_CAPTIONS:
                raise BadManifest(f"holds more than {MOST_CAPTIONS} captions, which no article does. Split the file")
        elif block.text not in (title, outlet, date_text) and not is_head(
            block.text, begun=bool(captions or paragraphs)
        ):
            paragraphs.append(block)
        place += used
    named_so = None if messages else outlet_said(blocks)
    sent = messages.sent if messages else ()
    return PlainArticle(
        title, date, date_text, url, named_so or outlet, tuple(captions), tuple(paragraphs), sent, is_whole
    )


def _says_when(line: str, language: str | None) -> bool:
    """Whether a line of the head is the article's day, with its place or alone: "18 April/Nisan 2024" is no credit."""
    return is_dateline(line) or is_date_line(line, language)


def _is_its_credit(block: Block, following: Block) -> bool:
    """Whether "© NAME" is the credit of the labelled caption above it, and not the foot of the page."""
    return following.text.startswith("©") and following.group == block.group and bool(said_in(LABEL, block.text))


def _of_attachment(line: Line) -> Line:
    """A message under what was attached to it, without the label that stands for that."""
    label = f"{line.label}:"
    if label not in (PHOTO_LABEL, VIDEO_LABEL):
        return line
    return line._replace(label=None, kind=MediaKind.VIDEO if label == VIDEO_LABEL else MediaKind.IMAGE)


def _is_again(line: Line, captions: list[Line]) -> bool:
    """Whether a caption stands there twice, since the page has it once more for large screens."""
    before = captions[-1] if captions else None
    return bool(before and line.text and before.text == line.text and line.block.start - before.block.end < NEAR)


NEAR = 100  # characters between a caption and the same one again


def _is_article_again(block: Block, before: Block, heading: Block, *, is_caption: bool) -> bool:
    """Whether the lines about other articles are over, where a heading had announced them."""
    if block.group == heading.group:
        return False
    if len(block.text) > LONGEST_TEASER or (before.group == heading.group and before is not heading):
        return True  # after the list that stood under the heading
    return is_caption and len(block.text) > SHORT and bool(re.search(r"[.!?…؟)][^.!?؟]{0,60}$", block.text))
