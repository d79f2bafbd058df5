"""An article that somebody saved becomes intakes: each medium that it shows or speaks of, each claim that it makes.

    tree        the page's elements
    page        a file becomes text: HTML, MHTML, plain text
    leaves      the parts of an MHTML
    facts       what the page says of itself
    body        where the article stands on it
    figures     the media that it shows, with captions and credits, by way of
        elements, embeds, players   what can hold a medium: pictures, posts and videos of platforms, a video's picture
        media                       one on its way to a record; when two are the same
        marked, around, repeats     what is named as a caption; where captions and credits are sought
        belonging, furniture, own_parts   what is no medium of the article; areas that only are named so
    captions    credits and sides in a caption
    plain       the same for plain text, by way of line_kinds, blocks, heads, caption_lines
    sentences   paragraphs become sentences
    mentions    media that the text speaks of without showing them; mention_words has the words
    statements  claims without any media
    understanding, claims, naming   hedge, date, place, who says it
    whereabouts the place of a caption, by way of before_names, unknown_places, familiar_places, arabic_places and
                buildings; place_words and everyday have the words
    records     all of it as intakes

Captions and sentences are kept verbatim with their position. What was read out of them stands beside them, and
what could not be read is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.importers.article.page import HTML_ENDINGS, MHTML_ENDINGS, TEXT_ENDINGS, looks_like_html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.model import Intake, Problem

__all__ = ["is_article", "read_article"]

_MANIFEST_ENDINGS = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".jsonlines")


def is_article(path: Path) -> bool:
    """Whether a file is to be read as an article, by its name; one of another name by its first bytes."""
    ending = path.suffix.lower()
    if ending in (*HTML_ENDINGS, *MHTML_ENDINGS):
        return True
    if ending in TEXT_ENDINGS:
        return not _is_manifest(path)
    if ending in _MANIFEST_ENDINGS:
        return False
    try:
        with path.open("rb") as file:
            return looks_like_html(file.read(4_096))
    except (OSError, ValueError):
        return False


def _is_manifest(path: Path) -> bool:
    """Whether a text file has columns that are recognised, or objects, rather than sentences."""
    from provenance.errors import BadManifest
    from provenance.importers.lines import lines_of
    from provenance.importers.manifest import unused_columns

    try:
        with lines_of(path) as lines:
            first = next((line for line in lines if line.strip()), "")
        if first.lstrip().startswith("{"):
            return True
        if not any(sign in first for sign in ",;\t"):
            return False
        unused_columns(path)
    except BadManifest:
        return False
    return True


def read_article(path: Path, *, url: str | None = None, published: str | None = None) -> Iterator[Intake | Problem]:
    """What a saved article shows, speaks of and claims, in the order in which it stands there.

    ``url`` and ``published`` (EDTF) are what the person who saved it knows of it. The date wins over what the file
    says; the address counts where the file names none of its own, so that one article is not recorded as two.
    A file that cannot be used is one ``Problem``.

    Raises:
        BadDate, BadUrl: ``published`` or ``url`` is none.
    """
    from provenance.dates import parse_date
    from provenance.importers.article.records import intakes_of
    from provenance.platforms import read_url

    if published:
        parse_date(published)
    if url:
        read_url(url)
    return intakes_of(path, url=url, published=published)
