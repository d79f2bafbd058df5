"""What a calibration found: how often this archive answered wrongly, with its bound, and what it found again.

A record, its form in the store, and the sentence that a check quotes. The asking is in
:mod:`provenance.calibrating`.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from provenance.identity import canonical_json
from provenance.model import Relation
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIDENCE = 0.95
PRECISION = 1e-6  # of a bound, relative


class Rate(NamedTuple):
    """How many of how many, and the highest rate that is compatible with it."""

    found: int
    tried: int
    at_most: float  # 0 to 1, see upper_bound


class EditRate(NamedTuple):
    """How often a picture was found again after an edit."""

    edit: str
    tried: int
    copies: int  # answered with "copy"
    probable: int  # with "probable copy, a person should look"


class Suspect(NamedTuple):
    """An answer that names an item which nothing but this method joins to the asked one. It may be true reuse."""

    asked: str  # id of the item that was asked
    edit: str  # what was done to it
    answered: str  # id of the item that was named
    relation: Relation
    score: float | None
    distance_bits: int | None
    suggested: bool  # a suggested match that no person reviewed joins them already


class Calibration(NamedTuple):
    """One calibration of one archive."""

    at: str  # UTC
    program: str  # version
    versions: dict[str, int]  # of the fingerprints that were compared
    thresholds: dict[str, float]
    seed: int
    archive_items: int
    pictures: int  # sampled
    thumbnails: int  # of them, asked by the small grey picture, because the file is not kept
    unreadable: int  # of the sample, passed over
    copies: Rate  # pictures that were called a copy of one that no stored match joins to them
    probable: Rate  # that were called no more than a probable copy of such a one
    undecided: int  # pictures called a copy of one that only an unreviewed match of this method joins to them
    copies_at_most: float  # the bound if all of those are wrong
    edits: tuple[EditRate, ...]
    suspects: tuple[Suspect, ...]  # surest first; at most as many as calibrating.MOST_NAMED

    def to_body(self) -> str:
        """The text that the store keeps."""
        lists = {"edits": [one._asdict() for one in self.edits], "suspects": [one._asdict() for one in self.suspects]}
        rates = {"copies": self.copies._asdict(), "probable": self.probable._asdict()}
        return canonical_json(self._asdict() | rates | lists)

    @classmethod
    def from_body(cls, body: str) -> Calibration:
        """What :meth:`to_body` wrote.

        Raises:
            ValueError, TypeError, KeyError: it is something else.
        """
        said: dict[str, Any] = json.loads(body)
        suspects = (Suspect(**one)._replace(relation=Relation(one["relation"])) for one in said["suspects"])
        records = {
            "copies": Rate(**said["copies"]),
            "probable": Rate(**said["probable"]),
            "edits": tuple(EditRate(**one) for one in said["edits"]),
            "suspects": tuple(suspects),
        }
        return cls(**{**said, **records})

    def sentence(self) -> str:
        """What the numbers say of an answer of this archive, in one line."""
        rate = self.copies
        are = "picture was" if rate.found == 1 else "pictures were"
        bound = f"at most {percent(rate.at_most)}, 95 %"
        if self.undecided:
            bound += f"; {percent(self.copies_at_most)} if {self.undecided:,} more that nobody reviewed are wrong too"
        return (
            f"in this archive, then of {self.archive_items:,} items, {rate.found:,} of {rate.tried:,} {are} called a "
            f"copy of an unrelated one ({bound}; calibrated {self.at[:10]})"
        )


def quoted(body: str, versions: Mapping[str, int]) -> str:
    """The sentence of a stored calibration; one made with fingerprints of other versions says so."""
    try:
        calibration = Calibration.from_body(body)
        sentence = calibration.sentence()
    except (ValueError, TypeError, KeyError, AttributeError):  # only tampering makes such a row
        return "what is stored of the last calibration cannot be read; calibrate anew"
    stale = calibration.versions != versions
    return sentence + ("; the fingerprints are of another version since, so calibrate anew" if stale else "")


def percent(share: float) -> str:
    """``0.7 %``, ``12 %``: two digits, rounded up, because it is a bound."""
    if share <= 0:
        return "0 %"
    step = 10 ** (math.floor(math.log10(100 * share)) - 1)
    return f"{math.ceil(100 * share / step - 1e-9) * step:.3g} %"


def rate_of(found: int, tried: int) -> Rate:
    """A count with its bound."""
    return Rate(found, tried, upper_bound(found, tried))


def upper_bound(found: int, tried: int) -> float:
    """The highest rate at which no more than so many would be found in one of twenty samples of this size.

    The exact binomial bound, from above (Clopper and Pearson, "The use of confidence or fiducial limits
    illustrated in the case of the binomial", Biometrika 1934), by bisection. 1 where nothing was tried.
    """
    if found >= tried:
        return 1.0
    low, high = found / tried, 1.0
    while high - low > PRECISION * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _chance_of_at_most(found, tried, middle) > 1 - CONFIDENCE else (low, middle)
    return high


def _chance_of_at_most(found: int, tried: int, rate: float) -> float:
    """The chance of so many or fewer at this rate."""
    if rate >= 1:
        return 0.0
    ways = math.lgamma(tried + 1)
    return sum(
        math.exp(
            ways
            - math.lgamma(count + 1)
            - math.lgamma(tried - count + 1)
            + count * math.log(rate)
            + (tried - count) * math.log1p(-rate)
        )
        for count in range(found + 1)
    )
