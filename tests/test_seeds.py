"""The seed records what the report references and claims, in words of its own, each with its source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.dates import parse_date
from provenance.importers.manifest import read_manifest
from provenance.model import Claim, Hedge, Intake, MediaKind
from provenance.platforms import read_credit

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "al-boukamal-2016.jsonl"
REPORT = ROOT.parent / "shared" / "seeds" / "article-al-boukamal-2016.txt"
LONGEST_RUN = 6  # words in a row that the seed may share with the report, names included


def intakes() -> list[Intake]:
    found = list(read_manifest(SEED))
    assert all(isinstance(each, Intake) for each in found), found
    return [each for each in found if isinstance(each, Intake)]


def claims() -> list[Claim]:
    return [claim for each in intakes() for claim in each.claims]


def test_every_line_is_a_record_with_claims_and_without_a_file() -> None:
    lines = SEED.read_text("utf-8").splitlines()
    assert len(intakes()) == len(lines)
    assert all(each.path is None and each.claims for each in intakes())
    assert all(each.label for each in intakes() if each.kind)


def test_the_captioned_media_have_their_credit_lines_and_gaps_stay_gaps() -> None:
    shown = [each for each in intakes() if each.credit]
    assert all(each.publisher == "NOW Lebanon" and each.posted_at == "2016-06-29" for each in shown)
    origins = [(each.kind, read_credit(each.credit or "")) for each in shown]
    assert [(kind, origin.platform, origin.account) for kind, origin in origins] == [
        (MediaKind.IMAGE, "facebook", "New Syrian Army"),
        (MediaKind.IMAGE, "facebook", "The.NSAy.Official"),
        (MediaKind.VIDEO, "youtube", None),
        (MediaKind.IMAGE, "facebook", "New Syrian Army"),
    ]


def test_the_flag_picture_keeps_its_hedge() -> None:
    (flag,) = [each for each in intakes() if each.credit == "Facebook/The.NSAy.Official"]
    (claim,) = flag.claims
    assert (claim.hedge, claim.hedge_text) == (Hedge.PURPORTS, "purports to show")
    assert (claim.place, claim.asserted_by) == ("outside Al-Boukamal", "NOW Lebanon")


def test_media_that_are_only_mentioned_are_there_and_the_killing_is_marked_graphic() -> None:
    mentioned = [each for each in intakes() if each.kind and not each.credit]
    assert [(each.kind, each.graphic) for each in mentioned] == [
        (MediaKind.VIDEO, True),
        (MediaKind.IMAGE, False),
        (MediaKind.VIDEO, False),
    ]
    assert not any(each.graphic for each in intakes() if each not in mentioned)


def test_that_an_account_belongs_to_a_group_is_a_claim_and_the_account_stays_unknown() -> None:
    (anbar,) = [each for each in intakes() if each.platform == "facebook"]
    assert anbar.account is None
    assert [claim.text for claim in anbar.claims if "affiliated" in claim.text]


@pytest.mark.parametrize(
    ("words", "source", "date"),
    [
        ("40 rebels", "A3maq", "2016-06-29"),
        ("20 fighters", "New Syrian Army", "2016-06-28/2016-06-29"),
        ("helicopters", "Syrian Observatory for Human Rights", "2016-06-28"),
        ("disused Al-Hamdan airbase", "Syrian Observatory for Human Rights", "2016-06-28"),
        ("internet cafes", "Deir Ezzor 24", "2016-06-28?"),
        ("raid", "New Syrian Army", "2016-06-28/2016-06-29"),
        ("Al-Qaim and Rawa", "New Syrian Army", "2016-06-28"),
        ("Tanf", None, "2016-03-04"),
    ],
)
def test_what_the_text_reports_has_its_source_and_its_day(words: str, source: str | None, date: str) -> None:
    (claim,) = [each for each in claims() if words in each.text]
    assert (claim.attributed_to, claim.date, claim.asserted_by) == (source, date, "NOW Lebanon")


def test_every_claim_says_who_asserts_it_and_how_its_date_was_derived() -> None:
    for claim in claims():
        assert claim.asserted_by == "NOW Lebanon"
        assert claim.language == "en"
        if claim.date:
            parse_date(claim.date)
            assert claim.note, claim.text
        assert (claim.hedge is None) == (claim.hedge_text is None), claim.text


def test_attributed_statements_are_hedged_and_the_reports_own_are_not() -> None:
    in_text = [claim for each in intakes() if each.kind is None for claim in each.claims]
    assert {claim.hedge is not None for claim in in_text if claim.attributed_to} == {True}
    unattributed = [claim for claim in in_text if not claim.attributed_to and claim.hedge]
    assert {claim.hedge_text for claim in unattributed} == {"reports emerged", "reports of"}


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(each)


def longest_shared_run(text: list[str], report: list[str]) -> int:
    """The number of words in the longest run that stands in both."""
    best, before = 0, [0] * (len(report) + 1)
    for word in text:
        now = [0] * (len(report) + 1)
        for place, other in enumerate(report):
            if word == other:
                now[place + 1] = before[place] + 1
        best, before = max(best, *now), now
    return best


def test_no_sentence_of_the_report_is_copied() -> None:
    if not REPORT.exists():
        pytest.skip("the report is not beside this checkout")
    report = words_of(REPORT.read_text("utf-8"))
    assert longest_shared_run(["own", "words", *report[50:59], "again"], report) == 9
    for line in SEED.read_text("utf-8").splitlines():
        for text in strings(json.loads(line)):
            assert longest_shared_run(words_of(text), report) <= LONGEST_RUN, text
