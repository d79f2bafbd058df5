"""Exported chats and digests of mailing lists as a text like any other: their heads blanked, their days kept.

Messengers write a head before each message ("NAME, [11/03/2025 19:05]", "18/3/25, 19:04 - NAME: ...") and a marker for
what was attached ("[ Photo ]", "IMG-1.jpg (file attached)"); mails have fields, quotations and scrubbed attachments.
Every character keeps its place, so that what is found still points into the file.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.dates import DateRange

FEWEST_MESSAGES = 3  # of a chat; one forwarded message is a text with a head
FEWEST_MAILS = 2  # heads of mails in a digest
LONGEST_TEXT = 300_000  # characters that are looked into
PHOTO_LABEL, VIDEO_LABEL = "Photo caption:", "Video caption:"
MONTHS = 12
_STAMP = (
    r"(?P<a>\d{1,4})(?P<sign>[/.-])(?P<b>\d{1,2})[/.-](?P<c>\d{2,4}),?[ \u202f]\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"(?:[ \u202f]?[AaPp]\.? ?[Mm]\.?|[ \u202f]?[صم])?"
)
_HEADS = (  # by the messengers that write so
    re.compile(rf"^[\u200e\u200f]*(?P<name>[^\n\[\]]{{2,60}}), \[{_STAMP}\][ \t]*$", re.MULTILINE),
    re.compile(rf"^[\u200e\u200f]*\[{_STAMP}\][ \t]?(?P<name>[^:\n]{{2,60}}):", re.MULTILINE),
    re.compile(rf"^[\u200e\u200f]*{_STAMP} [-–] (?:(?P<name>[^:\n]{{2,60}}): )?", re.MULTILINE),
)
_FILM = re.compile(r"(?i)v[íi]d[eé]o|film|clip|فيديو|مقطع|\.(?:mp4|mov|3gp|webm)\b|VID-")
_ATTACHED = re.compile(
    r"(?i)\s*[\u200e\u200f]*(?:"
    r"[\[<(]\s?(?:photo|image|picture|video|film|foto|bild|imagen|v[íi]deo|vid[ée]o|صورة|الصورة|صور|فيديو|مقطع)\b"
    r"[^\]>)\n]{0,40}[\])>]"
    r"|[\w.-]{3,60}\.(?:jpe?g|png|webp|mp4|mov|3gp)\s\((?:file attached|archivo adjunto|datei angehängt|fichier joint|"
    r"bifogad fil|bilagd fil|ملف مرفق|الملف مرفق)\)"
    r"|<(?:attached|adjunto|angehängt|anhang|pièce jointe|bifogat|مرفق)\s?:\s[^>\n]{3,80}\.(?:jpe?g|png|webp|mp4|mov)>"
    r"|(?:image|photo|video|bild|imagen|v[íi]deo|foto) (?:omitted|omitid[ao]|weggelassen|absente?|utelämnad)"
    r")[ \t]*\n?"
)
_FIELDS = re.compile(  # the head of a mail: at least two of its fields, one of them whose it is
    r"(?:^(?:Message: \d+|(?:From|To|Cc|Date|Sent|Subject|Reply-To|Message-ID|Content-[\w-]+|MIME-Version|List-Id|Von|"
    r"An|Gesendet|Betreff|De|À|Objet|Para|Fecha|Asunto|Från|Till|Ämne): [^\n]*)\n){2,14}",
    re.MULTILINE,
)
_DATE = re.compile(r"^(?:Date|Sent|Gesendet|Fecha): ([^\n]{6,60})$", re.MULTILINE)
_BESIDE = (
    re.compile(  # of a digest: its table of contents, quotations of earlier mails, scrubbed attachments, its rules
        r"^Today's Topics:[ \t]*\n(?:[ \t]*\n|[ \t]+[^\n]+\n)+|^>[^\n]*$|"
        r"^-{6,} next part -{6,}\n(?:(?!-{6,})[^\n]*\n)*|^[-_*=]{6,}[ \t]*$",
        re.MULTILINE,
    )
)


class Messages(NamedTuple):
    """A text of several messages."""

    text: str  # as long as what was given, without heads
    sent: tuple[tuple[int, DateRange], ...]  # where each message begins, and its day where that is known
    sender: str | None  # of most of them


def messages_in(text: str) -> Messages | None:
    """A chat or a digest without its heads; None for any other text."""
    if len(text) > LONGEST_TEXT:
        return None
    for form in _HEADS:
        heads = list(form.finditer(text))
        if len(heads) >= FEWEST_MESSAGES:
            return _chat(text, heads)
    mails = [found for found in _FIELDS.finditer(text) if re.search(r"(?m)^(?:From|Von|De|Från): ", found[0])]
    return _digest(text, mails) if len(mails) >= FEWEST_MAILS else None


def _chat(text: str, heads: Sequence[re.Match[str]]) -> Messages:
    pieces = [text[: heads[0].start()]]
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        pieces.append(_message(text, head, end))
    names = Counter(head["name"].strip() for head in heads if head["name"])
    sender, count = names.most_common(1)[0] if names else (None, 0)
    day_first = _is_day_first(heads)
    days = ((head.start(), _day(head, day_first=day_first)) for head in heads)
    sent = tuple((start, day) for start, day in days if day)
    return Messages("".join(pieces), sent, sender if 2 * count > sum(names.values()) else None)


def _message(text: str, head: re.Match[str], end: int) -> str:
    """One message: its head blanked, with a label and on one line where something was attached."""
    attached = _ATTACHED.match(text, head.end(), end)
    if attached is None:
        return _blank(text[head.start() : head.end()], begins=True) + text[head.end() : end]
    label = VIDEO_LABEL if _FILM.search(attached[0]) else PHOTO_LABEL
    room = attached.end() - head.start()
    if room < len(label) + 2:
        return text[head.start() : end]
    words = text[attached.end() : end]
    first, empty, rest = words.partition("\n\n")
    return f"\n{label:>{room - 2}} {first.rstrip().replace(chr(10), ' '):<{len(first)}}{empty}{rest}"


def _blank(text: str, *, begins: bool = False) -> str:
    """As many spaces, the first of them the end of a line where something new begins."""
    return "\n" + " " * (len(text) - 1) if begins and text else re.sub(r"[^\n]", " ", text)


def _is_day_first(heads: Sequence[re.Match[str]]) -> bool | None:
    """The order of days and months that all heads have in common; None where it may be either."""
    if any(head["sign"] == "." or (len(head["a"]) < 3 and int(head["a"]) > MONTHS) for head in heads):
        return True
    return False if any(int(head["b"]) > MONTHS for head in heads) else None


def _day(head: re.Match[str], *, day_first: bool | None) -> DateRange | None:
    from provenance.dates import parse_date
    from provenance.errors import BadDate

    a, b, c = head["a"], head["b"], head["c"]
    if len(a) == len("2025"):
        year, month, day = a, b, c
    elif day_first is None and a != b:
        return None
    else:
        year, month, day = c if len(c) > 2 else f"20{c}", *((b, a) if day_first else (a, b))
    try:
        return parse_date(f"{year}-{int(month):02}-{int(day):02}")
    except BadDate:
        return None


def _digest(text: str, mails: Sequence[re.Match[str]]) -> Messages:
    blanked = _BESIDE.sub(lambda found: _blank(found[0]), text)
    for mail in mails:
        head = _blank(mail[0])
        blanked = f"{blanked[: mail.start()]}{head}{blanked[mail.end() :]}"
    days = ((mail.start(), _sent(mail[0])) for mail in mails)
    return Messages(blanked, tuple((start, day) for start, day in days if day), None)


def _sent(head: str) -> DateRange | None:
    from email.utils import parsedate_to_datetime

    from provenance.dates import parse_date

    found = _DATE.search(head)
    try:
        return parse_date(parsedate_to_datetime(found[1]).date().isoformat()) if found else None
    except (ValueError, TypeError):
        return None
