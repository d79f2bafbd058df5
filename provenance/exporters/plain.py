"""Model objects as plain values for ``--json``: the keys are the vocabulary's words, and stay."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provenance.judgement import Finding
    from provenance.model import Answer, Intake, Seen


_PLAIN = frozenset({str, int, float, bool})


def plain(value: Any) -> Any:
    """Records as objects, enums as their words, bytes as hexadecimal digits."""
    if value is None or type(value) in _PLAIN:  # nine in ten; asking first halves the time
        return value
    if hasattr(value, "_asdict"):
        return {name: plain(inner) for name, inner in value._asdict().items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return value


def line(value: Any) -> str:
    """One JSON text on one line, in ASCII: valid in any encoding, and nothing in it steers a terminal."""
    return json.dumps(plain(value))


def readable_line(value: Any) -> str:
    """The same for a file that a person edits: letters as they are, and only what steers a terminal escaped."""
    return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(plain(value), ensure_ascii=False))


# C1 controls, what turns the direction of reading, separators of lines, halves of surrogate pairs, annotation marks.
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]")


def intake(given: Intake) -> dict[str, Any]:
    """An intake in the form that manifests take; what is not said is left out."""
    apart = ("locator", "raw", "claims", "verdicts")
    said = {name: value for name, value in plain(given).items() if name not in apart}
    kept = {name: value for name, value in said.items() if value or name == "kind"}
    claims = [{name: value for name, value in plain(claim).items() if value} for claim in given.claims]
    verdicts = [finding(each) for each in given.verdicts]
    return kept | ({"claims": claims} if claims else {}) | ({"verdicts": verdicts} if verdicts else {})


def found(given: Intake) -> dict[str, Any]:
    """Where an intake stood in an article and what was read there, under keys that manifests keep unread.

    Empty for one of a manifest or folder, whose own line says it.
    """
    if not given.raw or "article" not in given.raw:
        return {}
    return {"_locator": given.locator, "_found": plain(dict(given.raw))}


def finding(given: Finding) -> dict[str, Any]:
    """A verdict in the form that manifests take; ``claim`` only where it is not the first one."""
    said = {name: value for name, value in plain(given).items() if value}
    return said if given.claim == 0 else said | {"claim": given.claim}


def answer(given: Answer) -> dict[str, Any]:
    """An answer: what was asked, what was found, what was not checked."""
    return {
        "asked": plain(given.asked),
        "outcome": given.outcome.value,
        "certain": given.certain,
        "earliest_known": plain(given.earliest),
        "seen": [seen_item(seen) for seen in given.seen],
        "related": [seen_item(seen) for seen in given.related],
        "claims": plain(given.claims),
        "archive_items": given.archive_items,
        "tiers": plain(given.tiers),
        "not_checked": plain(given.not_checked),
        "calibration": given.calibration,
        "contradictions": plain(given.contradictions),
        "verdicts": plain(given.verdicts),
        "searches": plain(given.searches),
        "rejected": plain(given.rejected),
        "found_nowhere": plain(given.found_nowhere),
        "stretches": plain(given.stretches),
        "sources": plain(given.sources),
    }


def seen_item(seen: Seen) -> dict[str, Any]:
    """An item with its match and what is recorded of it."""
    return {
        "item": plain(seen.item),
        "match": plain(seen.match) | {"explanation": seen.match.explain()} if seen.match else None,
        "certain": seen.certain,
        "appearances": plain(seen.appearances),
        "claims": plain(seen.claims),
        "origins": plain(seen.origins),
        "file_names": plain(seen.file_names),
        "covered_by": seen.covered_by,
        "joined": plain(seen.joined),
    }
