"""Dates: kept as given, with every instant that they can mean, and never a guessed zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.dates import certainly_before, could_coincide, dated, from_timestamp, parse_date, past_date, utc_text
from provenance.errors import BadDate
from provenance.model import DateRole

YEARS = st.integers(min_value=2, max_value=9997)
DAYS = st.dates(min_value=date(2, 1, 1), max_value=date(9998, 1, 1))


def test_a_day_without_a_zone_means_that_day_anywhere() -> None:
    day = parse_date("2016-06-28")
    assert utc_text(day.earliest) == "2016-06-27T10:00:00Z"  # where UTC+14 is in use
    assert utc_text(day.latest) == "2016-06-29T11:59:59Z"  # where UTC-12 is
    assert not day.zone_known


@pytest.mark.parametrize(
    "text",
    ["2016", "2026", "2026-03", "2026-03-03", "2026-03-02T13:00Z", "2026-02/2026", "2026-02-24/..", "../2026-03",
     "../2016", "2026-03?", "20XX", "[2016,2030]"],
)  # fmt: skip
def test_what_may_have_been_by_now_and_what_is_not_over_is_taken(text: str) -> None:
    assert past_date(text, now="2026-03-02T12:00:00Z") == parse_date(text)


@pytest.mark.parametrize(
    "text", ["2027", "2026-04", "2026-03-04", "2026-03-03T12:01Z", "2016/2027", "2026-03-04/..", "../2027", "203X"]
)
def test_what_is_said_to_have_been_and_lies_in_the_future_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(BadDate, match=r"lies in the future: it is 2026-03-02 here\. Correct the date") as refused:
        past_date(text, now="2026-03-02T12:00:00Z")
    assert repr(text) in str(refused.value)


def test_a_post_shortly_after_midnight_in_baghdad_belongs_to_the_day_before_in_utc() -> None:
    post = parse_date("2016-06-29T01:30+03:00")
    assert utc_text(post.earliest) == "2016-06-28T22:30:00Z"
    assert utc_text(post.latest) == "2016-06-28T22:30:59Z"
    assert post.zone_known
    assert could_coincide(post, parse_date("2016-06-28"))
    assert could_coincide(post, parse_date("2016-06-29"))


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2016", "2015-12-31T10:00:00Z", "2017-01-01T11:59:59Z", "year"),
        ("2016-02", "2016-01-31T10:00:00Z", "2016-03-01T11:59:59Z", "month"),
        ("2016-12", "2016-11-30T10:00:00Z", "2017-01-01T11:59:59Z", "month"),
        ("2016-06-XX", "2016-05-31T10:00:00Z", "2016-07-01T11:59:59Z", "month"),
        ("201X", "2009-12-31T10:00:00Z", "2020-01-01T11:59:59Z", "decade"),
        ("20XX", "1999-12-31T10:00:00Z", "2100-01-01T11:59:59Z", "century"),
        ("2016-06-28/2016-06-29", "2016-06-27T10:00:00Z", "2016-06-30T11:59:59Z", "interval"),
        ("../2016-06-29", "0001-01-02T00:00:00Z", "2016-06-30T11:59:59Z", "interval"),
        ("2016-06-29T18:04:05Z", "2016-06-29T18:04:05Z", "2016-06-29T18:04:05Z", "second"),
        ("2016-06-29T18:04-0430", "2016-06-29T22:34:00Z", "2016-06-29T22:34:59Z", "minute"),
    ],
)
def test_what_a_text_can_mean(text: str, earliest: str, latest: str, precision: str) -> None:
    found = parse_date(text)
    assert (utc_text(found.earliest), utc_text(found.latest), found.precision) == (earliest, latest, precision)
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("[2016-06-21,2016-06-28]", "2016-06-20T10:00:00Z", "2016-06-29T11:59:59Z"),
        ("[2016-06-28, 2016-06-21]", "2016-06-20T10:00:00Z", "2016-06-29T11:59:59Z"),
        ("{2014,2016-06}", "2013-12-31T10:00:00Z", "2016-07-01T11:59:59Z"),
        ("[2014/2015,2016]", "2013-12-31T10:00:00Z", "2017-01-01T11:59:59Z"),
        ("[2016-06-28T10:00Z,2016-06-28T12:00Z]", "2016-06-28T10:00:00Z", "2016-06-28T12:00:59Z"),
    ],
)
def test_one_of_a_set_means_the_span_from_its_first_day_to_its_last(text: str, earliest: str, latest: str) -> None:
    found = parse_date(text)
    assert (utc_text(found.earliest), utc_text(found.latest), found.precision) == (earliest, latest, "interval")
    assert found.text == text
    assert found.zone_known == ("T" in text)


def test_a_set_is_as_uncertain_as_any_of_its_dates() -> None:
    assert parse_date("[2014,2016?]").uncertain
    assert parse_date("[2014~,2016]").approximate
    assert not parse_date("[2014,2016]").uncertain


def test_qualifiers_are_kept() -> None:
    assert parse_date("2016-06-29?").uncertain
    assert parse_date("2016-06-29~").approximate
    both = parse_date("2016-06-29%")
    assert both.uncertain
    assert both.approximate


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "04/03/2016", "4.3.2016", "2016-13", "2016-02-30", "2016-06-29T25:00", "2016-6-9",
     "2016-06-29T10:00+25:00", "9999", "0000", "2016/2015", "../..", "2016/2017/2018", "²016", "2016-XX-04",
     "[]", "[2016", "[2016,]", "[[2016],2017]", "[2016}", "{2016,yesterday}"],
)  # fmt: skip
def test_what_cannot_be_read_without_guessing_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadDate) as refused:
        parse_date(text)
    assert "\n" not in str(refused.value)


@given(DAYS, st.integers(min_value=-12 * 60, max_value=14 * 60), st.times())
def test_a_local_day_holds_every_instant_that_any_zone_calls_so(day: date, offset: int, clock: object) -> None:
    moment = datetime.combine(day, clock, tzinfo=timezone(timedelta(minutes=offset)))  # type: ignore[arg-type]
    found = parse_date(day.isoformat())
    instant = moment.astimezone(UTC).replace(microsecond=0)
    assert found.earliest <= instant <= found.latest


@given(DAYS, DAYS)
def test_before_and_coinciding_exclude_each_other(first: date, second: date) -> None:
    a, b = parse_date(first.isoformat()), parse_date(second.isoformat())
    assert not (certainly_before(a, b) and could_coincide(a, b))
    assert certainly_before(a, b) or certainly_before(b, a) or could_coincide(a, b)
    assert could_coincide(a, b) == (abs((first - second).days) <= 2)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse_date(text)
    except BadDate:
        return
    assert found.earliest <= found.latest


def test_times_from_machines_are_exact() -> None:
    found = from_timestamp(1467205384.9)
    assert utc_text(found.earliest) == utc_text(found.latest) == "2016-06-29T13:03:04Z"
    with pytest.raises(BadDate):
        from_timestamp(1e30)


def test_a_record_of_a_date_says_who_says_so() -> None:
    record = dated(parse_date("2016-06"), DateRole.POSTED, basis="given")
    assert (record.text, record.role, record.basis, record.zone_known) == ("2016-06", "posted", "given", False)
    assert record.earliest < record.latest
