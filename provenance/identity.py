"""Canonical JSON and ids that derive from content, so that two archives can be merged.

An id is a letter for the kind of record, a hyphen, and the first 32 hexadecimal digits of a SHA-256:
128 bits, so that nobody can make two records that share one. People type any unique prefix.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ID_DIGITS = 32
SHORTEST_PREFIX = 6  # digits that are shown, more where they would be ambiguous


def canonical_json(value: object) -> str:
    """JSON with sorted keys, no spaces and no escapes: equal values give equal text (RFC 8785 for our types).

    Raises:
        TypeError, ValueError: for what JSON cannot say, NaN and infinity included.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """SHA-256 of bytes, 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def file_id(sha256: str) -> str:
    """The id of an item whose file has this SHA-256."""
    return "m-" + sha256[:ID_DIGITS]


def record_id(letter: str, content: Mapping[str, object]) -> str:
    """The id of a record: equal content, equal id. Absent and empty values do not count."""
    said = {key: value for key, value in content.items() if value not in (None, "", (), [])}
    return f"{letter}-{digest(said)[:ID_DIGITS]}"
