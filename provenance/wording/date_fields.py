"""What a date field says as a whole: one date or several, and the words around them that bound them.

Every word of the field is accounted for. Words that say how the date relates to the picture ("online since",
"before", "about") change the reading; labels ("First image:") and verbs of taking do not; words that are
neither are borne only where one date stands in the open, and are named in the reason.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.dates import parse_date
from provenance.errors import BadDate
from provenance.wording import almanac
from provenance.wording.almanac import Reading
from provenance.wording.date_grammar import Hit, apart, hits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.wording.date_readers import Context

EXISTED = "it existed by then; when it was made is not said"
SEVERAL = "several dates are named"
WORDS_BESIDE = "read from a longer text"
LONGEST_FIELD = 400  # characters; more is running text

_NAMES_NOTHING = re.compile(
    r"(?:not enough information|unknown|undated|none|n/?a|not (?:\w+ )?(?:known|specified|"
    r"stated|available|clear|given|supplied)"
    r"|recent(?:ly)?|unclear|unspecified)\W*",
    re.IGNORECASE,
)
# Longer wordings first. What stands before a date decides, the nearest one first.
_BEFORE = (
    r"(?:not|no) later than|earlier than|prior to|(?:on or )?before(?: or on)?|pre(?=\W|$)|until|till|up to|by|ahead of"
    r"|at the latest"
)
_EXISTED = (
    r"(?:at least )?(?:as )?(?:early|far back) as|at least(?: since| from| by| before)?|"
    r"since at least|online|internet|circulat\w+"
    r"|viral|posted|published|publication|shared|uploaded|tweeted|appear(?:s|ed)|article|"
    r"website|blog|found|seen|used|use"
    r"|existed|available|released|traced|noticed|featured|spotted|indexed|(?:dat(?:es?|ed|ing)) back to|as of"
)
_AFTER = r"after|following|post(?=\W|$)|since|later than|start(?:ed|ing)|began|beginning"
_ABOUT = r"circa|ca|c|around|about|approximately|approximated|roughly|near"
_DOUBTED = (
    r"presumably|probably|possibly|perhaps|allegedly|likely|apparently|supposedly|maybe|claimed|reportedly|estimated"
)
_PLAIN = (
    r"the|an?|on|in|at|of|to|is|was|were|are|be|been|has|have|had|it|its|this|that|these|"
    r"those|photo\w*|images?|pictures?"
    r"|videos?|footage|clips?|screenshots?|graphics?|shots?|first|second|third|fourth|fifth|"
    r"sixth|last|one|two|three|four|other"
    r"|others|another|both|each|all|left|right|upper|lower|top|bottom|middle|main|and|or|also|"
    r"while|but|respectively|dates?"
    r"|dated|original(?:ly)?|actual(?:ly)?|real|taken|captured|filmed|recorded|made|created|"
    r"shot|year|month|day|back|for"
    r"|various|several|including|include|from|with|as|\d+(?:st|nd|rd|th)|vary|per|different|dates?|sometime|time|date"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SHIFTED = re.compile(
    r"\b(?:days?|weeks?|months?|years?|decades?|anniversary|hours?) (?:after|before|prior|later|earlier|ago)\b", re.I
)
_OPEN_END = re.compile(r"\b(?:till|until|to|and) (?:after|later|prior|earlier|before|beyond)\b|\bonwards?\b", re.I)
_OTHER_NUMBER = re.compile(r"\d{4}|\d\s*[-/.]\s*\d")
_INTRODUCES = re.compile(
    r"(?:\b(?:in|on|of|from|during|since|by|dated|before|after|until|around|circa|the)|[:,(;-]|^)\s*$", re.I
)


def read_field(text: str, context: Context) -> Reading | None:
    """What the field says, in one spelling; ``None`` where it names no date or is not understood."""
    given = text.strip()
    if not given or len(given) > LONGEST_FIELD or _NAMES_NOTHING.fullmatch(given):
        return None
    return _as_written(given) or _as_spoken(given, context)


def _as_written(given: str) -> Reading | None:
    """A date that is EDTF or ISO 8601 already; a day that a machine wrote as its midnight is that day."""
    try:
        parse_date(given)
    except BadDate:
        return None
    return Reading(re.sub(r"[T ]00:00(?::00(?:[.,]0+)?)?\s*(?:Z|[+-]00:?00)?$", "", given))


def _as_spoken(given: str, context: Context) -> Reading | None:
    found = apart(hits(given, context))
    rest = _without(given, found)
    if not found or _OTHER_NUMBER.search(rest) or _OPEN_END.search(rest):
        return None
    strange = _unaccounted(rest)
    readings = []
    for hit, ahead, behind in _surrounded(given, found):
        reading = _bounded(hit.reading, ahead, behind)
        if reading.edtf is None:
            return reading if len(found) == 1 and not strange else None
        readings.append(reading)
    if strange and not (_stands_open(given, found) and _is_fixed(readings[0])):
        return None
    return _together(readings, WORDS_BESIDE if strange else None)


def _surrounded(text: str, found: list[Hit]) -> Iterator[tuple[Hit, str, str]]:
    """Each hit with the text before it, up to the hit before, and, for the last one, the text after it."""
    begin = 0
    for hit in found:
        last = hit is found[-1]
        yield hit, text[begin : hit.start], text[hit.end :] if last else ""
        begin = hit.end


def _bounded(reading: Reading, ahead: str, behind: str) -> Reading:
    """The reading as the words before it bound it."""
    if reading.edtf is None:
        return reading
    clause = re.split(r"[;.:]|, ", ahead)[-1] if re.search(r"[;:]", ahead) else ahead
    if _has(_BEFORE, clause):
        return reading._replace(edtf=almanac.not_after(reading.edtf))
    if _has(_EXISTED, clause):
        return Reading(almanac.not_after(reading.edtf), reading.relative, EXISTED)
    if _has(_AFTER, clause):
        return reading._replace(edtf=almanac.not_before(reading.edtf))
    mark = "~" if _has(_ABOUT, clause) else "?" if _has(_DOUBTED, clause + behind) else ""
    if mark and "/" not in reading.edtf and "[" not in reading.edtf and "{" not in reading.edtf:
        return reading._replace(edtf=reading.edtf.rstrip("?~%") + mark)
    return reading


def _together(readings: list[Reading], reason: str | None) -> Reading:
    if len(readings) == 1:
        return readings[0]._replace(reason=readings[0].reason or reason)
    members = {each for reading in readings for each in (reading.edtf or "").strip("[]{}").split(",")}
    edtf = almanac.all_of(members)
    return Reading(edtf, any(reading.relative for reading in readings), SEVERAL if len(members) > 1 else reason)


def _is_fixed(reading: Reading) -> bool:
    """Whether no more than its year was counted from the date of publication."""
    return not reading.relative or reading.reason == almanac.YEAR_FROM_PUBLICATION


def _has(wordings: str, text: str) -> bool:
    return bool(re.search(_as_words(wordings), text, re.IGNORECASE))


def _as_words(wordings: str) -> str:
    """Whole words only; a word joined to the next by a hyphen ("by-election") is another one."""
    return rf"(?<!\w)(?:{wordings})(?!\w)(?!-[^\W\d_])"


def _without(text: str, found: list[Hit]) -> str:
    kept, begin = [], 0
    for hit in found:
        kept.append(text[begin : hit.start])
        begin = hit.end
    return " ; ".join((*kept, text[begin:]))


def _unaccounted(text: str) -> list[str]:
    """The words that neither bound a date nor label one."""
    for wordings in (_BEFORE, _EXISTED, _AFTER, _ABOUT, _DOUBTED, _PLAIN):
        text = re.sub(_as_words(wordings), " ", text, flags=re.IGNORECASE)
    return _WORD.findall(text)


def _stands_open(text: str, found: list[Hit]) -> bool:
    """Whether one date stands in the open among words that are not understood."""
    return len(found) == 1 and not _SHIFTED.search(text) and bool(_INTRODUCES.search(text[: found[0].start]))
