"""Times that the ids of posts carry. Arithmetic only: whether the post exists is not asked.

An id is only as good as who made it: X, TikTok and Instagram number their posts themselves, a Mastodon
server claims what it likes, and a Bluesky key is chosen by the author's own program. The basis says so.
YouTube, Telegram, VK and Facebook ids carry no time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from provenance.dates import DateRange, from_timestamp, parse_date
from provenance.errors import BadDate

if TYPE_CHECKING:
    from collections.abc import Callable

X_EPOCH_MS = 1_288_834_974_657  # twitter-archive/snowflake, IdWorker.scala
INSTAGRAM_EPOCH_MS = 1_314_220_021_721  # the end of August 2011; checked on published media ids in the tests
BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BASE32_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"  # atproto.com/specs/tid
TID_LENGTH = 13
PRIVATE_SUFFIX = 28  # an Instagram code from a private account ends in as many characters of a key
NEVER = datetime(2100, 1, 1, tzinfo=UTC)  # there is no clock here; later times are no times at all

_NUMBER = re.compile(r"[0-9]{1,20}")
_STAMP = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Clock:
    """How the posts of one platform are dated."""

    milliseconds: Callable[[str], int | None]  # since 1970; None where the id has another form
    since: datetime  # earlier results are no times: the id is of an older kind
    basis: str


def posted_at(platform: str, post_id: str) -> tuple[DateRange, str] | None:
    """When the post was made, to the second, and on what that rests; None where the id does not say."""
    clock = CLOCKS.get(platform)
    moment = clock.milliseconds(post_id) if clock else None
    if clock is None or moment is None:
        return None
    seconds = moment // 1000
    if not clock.since.timestamp() <= seconds < NEVER.timestamp():
        return None
    return from_timestamp(seconds), clock.basis


def archive_stamp(digits: str) -> DateRange | None:
    """The 14 digits of a web archive's address, which are UTC; None for fewer digits and impossible times."""
    found = _STAMP.fullmatch(digits)
    if not found or digits < "1996":  # the first archive began in 1996
        return None
    year, month, day, hour, minute, second = found.groups()
    try:
        return parse_date(f"{year}-{month}-{day}T{hour}:{minute}:{second}Z")
    except BadDate:
        return None


def _snowflake(post_id: str) -> int | None:
    number = _number(post_id)
    return None if number is None else (number >> 22) + X_EPOCH_MS


def _tiktok(post_id: str) -> int | None:
    number = _number(post_id)
    return None if number is None else (number >> 32) * 1000


def _mastodon(post_id: str) -> int | None:
    number = _number(post_id)
    return None if number is None else number >> 16


def _instagram(post_id: str) -> int | None:
    """From a story's or media number, or from the short code, which is that number in base 64."""
    code = post_id[:-PRIVATE_SUFFIX] if len(post_id) > PRIVATE_SUFFIX else post_id
    number = _number(code) if len(code) > 11 else _in_base(code, BASE64URL)  # 11 digits hold 64 bits
    return None if number is None else (number >> 23) + INSTAGRAM_EPOCH_MS


def _tid(post_id: str) -> int | None:
    number = _in_base(post_id, BASE32_SORTABLE) if len(post_id) == TID_LENGTH else None
    return None if number is None else (number >> 10) // 1000


def _number(digits: str) -> int | None:
    return int(digits) if _NUMBER.fullmatch(digits) and int(digits) < 1 << 63 else None


def _in_base(text: str, alphabet: str) -> int | None:
    number = 0
    for character in text:
        value = alphabet.find(character)
        if value < 0:
            return None
        number = number * len(alphabet) + value
    return number if number < 1 << 64 else None


CLOCKS = {
    # The last ids of the older kind, below 30,000,000,000, would all fall into the epoch's first 8 seconds.
    "x": Clock(_snowflake, datetime(2010, 11, 4, 2, tzinfo=UTC), "post id (snowflake)"),
    # Published samples: createTime is 2 to 49 seconds later (Evil0ctal/Douyin-TikTok-Video-ID-Decoder).
    "tiktok": Clock(_tiktok, datetime(2016, 9, 1, tzinfo=UTC), "post id (TikTok: made as the upload begins)"),
    # Older photographs have serial numbers, which fall into the epoch's first seconds.
    "instagram": Clock(_instagram, datetime(2011, 8, 25, tzinfo=UTC), "post id (Instagram: when it was uploaded)"),
    "mastodon": Clock(_mastodon, datetime(2016, 3, 16, tzinfo=UTC), "post id (Mastodon: as that server claims)"),
    "bluesky": Clock(
        _tid, datetime(2022, 1, 1, tzinfo=UTC), "post id (Bluesky TID: may be set by the author's program)"
    ),
}
