"""Folding for search, safe queries, and one line for display. Not for storing: text is kept as given.

The full-text column holds :func:`searchable`, never the text itself; :func:`fts_query` folds what a
person types in the same way, so the two meet whatever the spelling. Only the standard library.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Marks of these scripts are optional in writing. Vowel signs of Indic scripts, Thai tones and kana voicing
# marks are marks as well, but carry meaning, and stay.
OPTIONAL_MARKS = ("COMBINING ", "ARABIC ", "HEBREW ", "SYRIAC ", "VARIATION SELECTOR")
KANA_MARKS = "COMBINING KATAKANA"
MOST_TERMS = 64  # of a query; somebody who pastes a page has said enough with its first words
SHORT_MS = 2_000  # of a stretch of a film: one that begins and ends in the same second would be no stretch
CHANGED_SPEED = 0.03  # share by which a film must be slower or faster to be called so
CHOSEN_SPEED = 0.0125  # by which a speed that people choose may differ from the measured one
TIMED_MS = 2_500  # of seconds that tell a speed: five frames; less fit those of a loop, or of a zoom, too
PRIVATE_BREAK = "\ue000"  # a token of its own in FTS5 that no folded text holds: phrases end at it

# Spellings of one letter, after decomposition, without marks, in lower case. Alef, waw and ya with hamza
# are not here since they decompose into the letter and a mark.
_LETTERS = {
    **dict.fromkeys("ٱٲٳ", "ا"),
    **dict.fromkeys("ىیے", "ي"),
    **dict.fromkeys("ةہۃھە", "ه"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ـٴ", ""),
    **dict.fromkeys("ʿʾʻʼ’‘‛′ʹ", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    **{"ø": "o", "ł": "l", "ɫ": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ŋ": "n", "ƶ": "z", "ı": "i"},
    **{"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "−": "-"},
}
# Letters written together with the article: and, so; with, like, for. "لل" is "for the". Short remainders
# are left alone, since the word is rather one that begins so (بالغ), and so is the name of God.
_ARTICLE = r"(?:ال(?!له$)(?=\w{2})|[وف]?[بكل]?ال(?=\w{3})|[وف]?لل(?=\w{3}))"  # compiled when first used
_WORD = re.compile(r"\w+")
_TERM = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_CONTROLS = dict.fromkeys((*range(32), 127), " ")
_JOINER = "\u200d"
EMOJI_STYLE = "\ufe0f"  # the variation selector that asks for the wide, coloured form


def fold(text: str) -> str:
    """The form of ``text`` in which different spellings are equal; folding twice changes nothing.

    Compatibility forms, case, accents, Arabic vowel signs, tatweel, alef, ya and ta marbuta forms, digits of
    any script, typographic quotes and dashes are unified; invisible characters go; symbols become spaces
    (FTS5 would join an emoji to the word beside it); white space is squeezed.
    """
    if text.isascii():
        return " ".join(text.lower().translate(_CONTROLS).split())
    # Twice, since a letter's parts can have a case of their own (ᾳ), and lower case can have parts (ΐ).
    small = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(map(_folded_character, unicodedata.normalize("NFKD", small)))
    return " ".join(unicodedata.normalize("NFKC", letters).split())


def names_otherwise(text: str | None, name: str | None) -> bool:
    """Whether a text stands for a name that is not in it, as "أعماق" for "Amaq", under which the agency is recorded."""
    return bool(text and name) and fold(name or "") not in fold(text or "")


def searchable(text: str) -> str:
    """What goes into the full-text column: ``fold(text)``, then its Arabic words once more without article.

    So "بوكمال" finds "البوكمال" and "والبوكمال". The added words stand apart, so that a phrase of two of
    them is not found where the text has other words between.
    """
    folded = fold(text)
    bare = dict.fromkeys(word for found in _WORD.findall(folded) if (word := _without_article(found)))
    return f" {PRIVATE_BREAK} ".join((folded, *bare))


def fts_query(text: str) -> str:
    """An FTS5 MATCH expression for what a person typed, over a :func:`searchable` column; "" for nothing.

    All words must occur; ``"quoted words"`` are a phrase; a trailing ``*`` finds words that begin so. All
    else, operators and column names included, is quoted and means itself.
    """
    terms: dict[str, None] = {}
    for phrase, star, word in _TERM.findall(fold(text)):
        bare = word.rstrip("*")
        term = _quoted(phrase, star) if phrase else _word_term(bare, "*" if word != bare else "")
        if term:
            terms[term] = None
        if len(terms) == MOST_TERMS:
            break
    return " AND ".join(terms)


def plain(text: str) -> str:
    """``text`` on one line, spaces squeezed, without what could steer a terminal or turn the reading direction."""
    return " ".join("".join(map(_shown, text)).split())


def one_line(text: str, width: int) -> str:
    """:func:`plain` text of at most ``width`` terminal columns, cut between graphemes and marked with "…"."""
    line = " ".join(text.split())
    if line.isascii() and line.isprintable():  # most texts, and a fiftieth of the work
        return line if len(line) <= width else f"{line[: width - 1].rstrip()}…" if width > 0 else ""
    line = plain(text)
    cut, kept, used = 0, 0, 0
    for grapheme in _graphemes(line):
        used += _columns(grapheme)
        if used > width:
            return line[:kept].rstrip() + "…" if width > 0 else ""
        cut += len(grapheme)
        if used < width:  # room for the ellipsis remains
            kept = cut
    return line


def clock(ms: int, *, exact: bool = False) -> str:
    """A place in a video, from milliseconds: ``03:12``, with hours where there are any; ``exact``: ``03:12.480``."""
    seconds, parts = divmod(max(0, ms), 1000)
    hours, rest = divmod(seconds, 3600)
    return (f"{hours}:" if hours else "") + f"{rest // 60:02}:{rest % 60:02}" + (f".{parts:03}" if exact else "")


def spans_in_words(*spans: tuple[int, int]) -> list[str]:
    """From when to when, in milliseconds: ``00:42–00:51``; all in tenths of seconds where one of them is short.

    To the nearest second: an edge that is measured a frame early is not the second before.
    """
    short = any(end - begin < SHORT_MS for begin, end in spans)
    return [f"{_to_nearest(begin, short=short)}–{_to_nearest(end, short=short)}" for begin, end in spans]


def is_timed(*spans: tuple[int, int]) -> bool:
    """Whether these seconds are enough to say how fast they are; also what lasts is told in no fewer."""
    return all(end - begin >= TIMED_MS for begin, end in spans)


def said_speed(speed: float, *spans: tuple[int, int]) -> float | None:
    """How fast a film is said to be; None where that is no other speed, or the seconds are too few to tell.

    The nearest twentieth, as people choose, where that is about what was measured: that lies up to a hundredth beside
    the truth.
    """
    if abs(speed - 1) <= CHANGED_SPEED or not is_timed(*spans):
        return None
    chosen = round(speed * 20) / 20
    return chosen if abs(chosen - speed) <= CHOSEN_SPEED else speed


def _to_nearest(ms: int, *, short: bool) -> str:
    step = 100 if short else 1000
    words = clock(round(ms / step) * step, exact=short)
    return words[:-2] if short else words


@lru_cache(maxsize=4096)
def whole_seconds(time: str) -> str:
    """A time as it is written, without a fraction of nothing: programs write one that no clock gave."""
    return re.sub(r"(?<=:\d\d)\.0+(?!\d)", "", time)


def _folded_character(character: str) -> str:
    category = unicodedata.category(character)
    if character in _LETTERS:
        return _LETTERS[character]
    if category == "Cf" or (category in ("Mn", "Me") and _is_optional(character)):
        return ""
    if category in ("Cc", "Cs", "Co") or (category in ("So", "Sk") and not character.isascii()):
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return "-" if category == "Pd" else character


def _is_optional(mark: str) -> bool:
    name = unicodedata.name(mark, "")
    return name.startswith(OPTIONAL_MARKS) and not name.startswith(KANA_MARKS)


def _without_article(word: str) -> str:
    found = re.match(_ARTICLE, word)
    return word[found.end() :] if found else ""


def _word_term(word: str, star: str) -> str:
    written = _quoted(word, star)
    parts = _WORD.findall(word)
    bare = _without_article(parts[0]) if len(parts) == 1 else ""
    return f"({written} OR {_quoted(bare, star)})" if bare else written


def _quoted(words: str, star: str) -> str:
    # A string without any letter or digit has no tokens, and would make the whole expression match nothing.
    return f'"{words.strip()}"{star}' if any(map(str.isalnum, words)) else ""


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" and character not in "\u200c\u200d":  # the joiners are part of words and of emoji
        return ""
    return " " if category in ("Cc", "Cs", "Zl", "Zp") else character


def _graphemes(text: str) -> Iterator[str]:
    """Letters with their marks, emoji sequences and flags in one piece (a subset of Unicode's UAX 29)."""
    start = 0
    for index in range(1, len(text)):
        if not _continues(text, start, index):
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _continues(text: str, start: int, index: int) -> bool:
    character = text[index]
    if unicodedata.category(character)[0] == "M" or character in "\u200c\u200d" or _is_skin_tone(character):
        return True
    if text[index - 1] == _JOINER and ord(character) > 0x2000:  # between letters it only shapes Arabic
        return True
    return index - start == 1 and _is_flag_half(text[start]) and _is_flag_half(character)


def _is_skin_tone(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff"


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _columns(grapheme: str) -> int:
    if unicodedata.category(grapheme[0]) in ("Mn", "Me", "Cf"):  # a mark without a letter
        return 0
    wide = any(unicodedata.east_asian_width(character) in "WF" for character in grapheme)
    emoji = EMOJI_STYLE in grapheme or (len(grapheme) > 1 and _is_flag_half(grapheme[0]))
    return 2 if wide or emoji else 1


def readable(text: str) -> str:
    """Text that can be stored and sent as UTF-8: bytes of a file name that are none become U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
