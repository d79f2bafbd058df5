"""How much of what an article shows was found: records beside what a person wrote down of the same page."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from provenance.importers.article import read_article
from provenance.importers.article.records import NOT_SHOWN
from provenance.model import Intake
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FIELDS = ("media", "caption", "credit", "platform", "account", "hedge", "place", "date", "mentioned", "statements")


@dataclass
class Scores:
    """Counts by field, and every difference in words."""

    right: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def recall(self, name: str) -> float:
        """What part of what is there was found."""
        return self.right[name] / self.wanted[name] if self.wanted[name] else 1.0

    def precision(self, name: str) -> float:
        """What part of what was found is there."""
        return self.right[name] / self.found[name] if self.found[name] else 1.0

    def count(self, name: str, want: str | None, have: str | None, where: str) -> None:
        """One value of one medium."""
        self.wanted[name] += want is not None
        self.found[name] += have is not None
        if want is not None and have is not None and _same(name, want, have):
            self.right[name] += 1
        elif want is not None or have is not None:
            self.differences.append(f"{where}: {name} is {have!r}, not {want!r}")


def _is_mentioned(record: Intake) -> bool:
    return (record.note or "").startswith(NOT_SHOWN)


def score(article: Path, truth: Mapping[str, Any], scores: Scores) -> None:
    """Compare what is read from ``article`` with ``truth``."""
    records = [each for each in read_article(article) if isinstance(each, Intake)]
    shown = [each for each in records if each.kind and not _is_mentioned(each)]
    for medium in truth["media"]:
        match = next((each for each in shown if _is_of(medium, each)), None)
        where = f"{article.name} {medium.get('file', '')}"
        scores.wanted["media"] += 1
        if match:
            shown.remove(match)
            scores.right["media"] += 1
            scores.found["media"] += 1
        else:
            scores.differences.append(f"{where}: not found")
        values = values_of(match) if match else {}
        for name in ("caption", "credit", "platform", "account", "hedge", "place", "date"):
            scores.count(name, medium.get(name), values.get(name), where)
        if match and match.kind != medium["kind"]:
            scores.differences.append(f"{where}: is a {match.kind}")
    for extra in shown:
        scores.found["media"] += 1
        scores.differences.append(f"{article.name}: shows no {extra.label!r} {(extra.raw or {}).get('address')}")
    _score_sentences(
        "mentioned", truth.get("mentioned", []), [r for r in records if _is_mentioned(r)], scores, article.name
    )
    _score_sentences(
        "statements", truth.get("statements", []), [r for r in records if not r.kind], scores, article.name
    )


def _score_sentences(
    name: str, wanted: Iterable[Mapping[str, Any]], records: list[Intake], scores: Scores, where: str
) -> None:
    left = list(records)
    for each in wanted:
        scores.wanted[name] += 1
        kind = each.get("kind")
        match = next((r for r in left if each["text"] in r.claims[0].text and (not kind or r.kind == kind)), None)
        if not match:
            scores.differences.append(f"{where}: {name}: {each['text']!r} not found")
            continue
        left.remove(match)
        scores.right[name] += 1
        scores.found[name] += 1
        values = values_of(match)
        for key in ("platform", "hedge", "date"):
            if key in each:
                scores.count(key, each[key], values.get(key), f"{where} {each['text'][:30]!r}")
        named = each.get("attributed_to")
        given = match.claims[0].attributed_to
        if "attributed_to" in each and (fold(named) not in fold(given or "") if named else given):
            scores.differences.append(
                f"{where}: {each['text']!r} is by {match.claims[0].attributed_to!r}, not {named!r}"
            )
    for extra in left:
        scores.found[name] += 1
        scores.differences.append(f"{where}: {name}: not expected: {extra.claims[0].text!r}")


def values_of(record: Intake) -> Mapping[str, str | None]:
    """The fields that are scored, as texts."""
    claim = record.claims[0] if record.claims else None
    origin: Any = (record.raw or {}).get("origin") or {}
    return {
        "caption": record.caption,
        "credit": record.credit,
        "platform": origin.get("platform"),
        "account": origin.get("account"),
        "hedge": claim.hedge.value if claim and claim.hedge else None,
        "place": claim.place if claim else None,
        "date": claim.date if claim else None,
    }


def _is_of(medium: Mapping[str, Any], record: Intake) -> bool:
    said = json.dumps([record.label, record.path, record.raw, record.caption], ensure_ascii=False)
    if "file" in medium:
        return medium["file"] in said
    return medium.get("caption") == record.caption


def _same(name: str, want: str, have: str) -> bool:
    if name in ("place", "caption"):
        return fold(want) == fold(have) or (name == "place" and fold(want) in fold(have))
    return fold(want) == fold(have)
