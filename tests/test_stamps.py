"""Times in metadata: read as written, with a zone only where one is stated or follows from GPS."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.media.gps import decimal_degrees, position_fact, zone_facts, zone_offset
from provenance.media.stamps import IMPOSSIBLE, NEVER_SET, camera_iso, iptc_iso, stamped
from provenance.model import DateRecord, DateRole, Fact

FIRST_DIGITAL_YEAR, LAST_YEAR = 1995, 2025


def civil_offsets() -> set[timedelta]:
    """Every offset that some place has used, from the time zone database of this machine."""
    offsets: set[timedelta] = set()
    for name in zoneinfo.available_timezones() - {"localtime", "Factory"}:
        place = zoneinfo.ZoneInfo(name)
        for year in range(FIRST_DIGITAL_YEAR, LAST_YEAR + 1):
            for month in (1, 7):
                offset = place.utcoffset(datetime(year, month, 15))
                if offset is not None and offset % timedelta(minutes=15) == timedelta(0):
                    offsets.add(offset)
    return offsets


@pytest.fixture(scope="module")
def offsets() -> set[timedelta]:
    found = civil_offsets()
    if not found:
        pytest.skip("this machine has no time zone database")
    return found


def test_every_zone_in_civil_use_is_inferred_and_no_other(offsets: set[timedelta]) -> None:
    inferred = {zone_offset(quarter * timedelta(minutes=15)) for quarter in range(-20 * 4, 20 * 4 + 1)} - {None}
    assert offsets <= inferred
    assert inferred - offsets <= {timedelta(hours=-12)}  # ships at sea only


@settings(deadline=None)
@given(
    offset=st.sampled_from([timedelta(hours=3), timedelta(hours=-8), timedelta(minutes=345), timedelta(0)]),
    drift_s=st.integers(-300, 300),
    utc=st.datetimes(min_value=datetime(1999, 1, 1), max_value=datetime(2030, 1, 1)),
)
def test_a_clock_some_minutes_wrong_still_gives_its_zone(offset: timedelta, drift_s: int, utc: datetime) -> None:
    assert zone_offset(utc + offset + timedelta(seconds=drift_s) - utc) == offset


@settings(deadline=None)
@given(difference=st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000)))
def test_an_inferred_zone_is_near_the_difference_and_on_earth(difference: timedelta) -> None:
    offset = zone_offset(difference)
    if offset is not None:
        assert abs(offset - difference) <= timedelta(minutes=5)
        assert timedelta(hours=-12) <= offset <= timedelta(hours=14)
        assert offset % timedelta(minutes=15) == timedelta(0)


@pytest.mark.parametrize("minutes", [7, 53, 15 * 60, -13 * 60, 3 * 60 + 15, 60 * 24 * 900])
def test_a_difference_that_no_zone_explains_gives_none(minutes: int) -> None:
    assert zone_offset(timedelta(minutes=minutes)) is None


def test_the_inference_says_that_it_is_one_and_names_what_does_not_agree() -> None:
    utc = datetime(2016, 6, 28, 22, 31, tzinfo=UTC)
    local = datetime(2016, 6, 29, 1, 30, tzinfo=UTC)  # +03:00, across midnight
    (alone,) = zone_facts(local, utc, stated=None)
    assert (alone.value, alone.hint) == ("UTC+03:00", "inferred: the camera's clock less GPS time is 2 h 59 min")
    (agreeing,) = zone_facts(local, utc, stated="+03:00")
    assert agreeing.hint is not None
    assert agreeing.hint.endswith("the file states +03:00, which agrees")
    (other,) = zone_facts(local, utc, stated="+02:00")
    assert other.hint is not None
    assert other.hint.endswith("the file states +02:00, which does not agree")


def test_a_clock_years_behind_gps_is_said_and_no_zone_is() -> None:
    (fact,) = zone_facts(datetime(2013, 1, 1, tzinfo=UTC), datetime(2016, 6, 28, tzinfo=UTC), stated=None)
    assert (fact.name, fact.value) == ("captured.clock", "1,274 days behind GPS time")
    assert fact.hint is not None
    assert "may be" in fact.hint


@pytest.mark.parametrize(
    ("written", "offset", "iso"),
    [
        ("2016:06:28 23:04:10", None, "2016-06-28T23:04:10"),
        ("2016:06:28 23:04:10", "+03:00", "2016-06-28T23:04:10+03:00"),
        ("2016:06:28 23:04:10", "   :  ", "2016-06-28T23:04:10"),
        ("2016:06:28 23:04:10", "+25:00", "2016-06-28T23:04:10"),
        ("2016-06-28 23:04:10", None, "2016-06-28T23:04:10"),
        ("2016/06/28 23:04", None, "2016-06-28T23:04"),
        ("2016:06:28 23:04:10.250", None, "2016-06-28T23:04:10"),
        ("2008:07:31 10:38:11-07:00", None, "2008-07-31T10:38:11-07:00"),
        ("2008-05-25T19:31:26.0+1:00", None, "2008-05-25T19:31:26+01:00"),
        ("2016:06:28", None, "2016-06-28"),
        ("2016: 6:28  9:04:10", None, "2016-06-28T09:04:10"),
        ("28.06.2016", None, None),
        ("    :  :     :  :  ", None, None),
    ],
)
def test_camera_notations(written: str, offset: str | None, iso: str | None) -> None:
    assert camera_iso(written, offset) == iso


@pytest.mark.parametrize(
    ("day", "time", "iso"),
    [
        ("20160628", "230410+0300", "2016-06-28T23:04:10+0300"),
        ("20160628", "230410", "2016-06-28T23:04:10"),
        ("20160628", "", "2016-06-28"),
        ("20160628", "noon", "2016-06-28"),
        ("20160600", "", "2016-06"),
        ("20160000", "", "2016"),
        ("june", "", None),
    ],
)
def test_iptc_notations(day: str, time: str, iso: str | None) -> None:
    assert iptc_iso(day, time) == iso


def test_a_time_with_a_zone_becomes_that_instant_though_the_text_stays_as_written() -> None:
    fact, date = stamped(
        "captured.original",
        "2016:06:29 01:30:00",
        camera_iso("2016:06:29 01:30:00", "+03:00"),
        source="exif",
        basis="exif (camera clock)",
    )
    assert fact == Fact("captured.original", "2016:06:29 01:30:00", "exif")
    assert date == DateRecord(
        DateRole.CAPTURED,
        "2016:06:29 01:30:00",
        "2016-06-28T22:30:00Z",
        "2016-06-28T22:30:00Z",
        "second",
        True,
        "exif (camera clock)",
    )


def test_a_time_without_a_zone_is_widened_to_all_zones() -> None:
    _, date = stamped("x", "t", "2016-06-29T01:30:00", source="exif", basis="b")
    assert isinstance(date, DateRecord)
    assert (date.earliest, date.latest) == ("2016-06-28T11:30:00Z", "2016-06-29T13:30:00Z")
    assert not date.zone_known


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "2016:02:31 10:00:00", "2016:06:28 24:00:00", "soon"])
def test_an_impossible_time_stays_a_fact_with_a_hint_and_gives_no_date(written: str) -> None:
    assert list(stamped("captured.original", written, camera_iso(written), source="exif", basis="b")) == [
        Fact("captured.original", written, "exif", IMPOSSIBLE)
    ]


def test_the_first_second_of_a_year_is_called_doubtful_and_still_gives_a_date() -> None:
    fact, date = stamped("captured.original", "t", "2000-01-01T00:00:00", source="exif", basis="b")
    assert isinstance(fact, Fact)
    assert fact.hint == NEVER_SET
    assert isinstance(date, DateRecord)


def test_positions_are_signed_by_hemisphere_and_doubted_where_they_should_be() -> None:
    assert decimal_degrees((34.0, 27.0, 0.0), "N") == pytest.approx(34.45)
    assert decimal_degrees((33.0, 51.5), "S") == pytest.approx(-33.858333, abs=1e-6)
    assert position_fact(34.45, 40.918, source="exif") == Fact("gps.position", "34.450000, 40.918000", "exif")
    assert "no position" in (position_fact(0.0, 0.0, source="exif").hint or "")
    assert "no possible" in (position_fact(91.0, 0.0, source="exif").hint or "")
    assert "hemisphere" in (position_fact(1.0, 1.0, source="exif", sides_known=False).hint or "")
