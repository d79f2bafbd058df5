"""Hedges, dates in words and languages, as newspapers write them. All sentences are made up."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.dates import DateRange, parse_date
from provenance.model import Hedge
from provenance.wording.feasts import easter
from provenance.wording.hedges import find_hedges
from provenance.wording.language import language_of
from provenance.wording.plain import plain
from provenance.wording.spoken import find_dates, read_date

PUBLISHED = parse_date("2016-06-29")  # a Wednesday
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2040, 12, 28))


def found_in(text: str, language: str | None = "en") -> list[tuple[str, str]]:
    return [(hedge.hedge.value, hedge.text) for hedge in find_hedges(text, language=language)]


def dates_in(
    text: str, *, published: DateRange | None = PUBLISHED, language: str | None = None
) -> list[tuple[str, str | None]]:
    return [(each.text, each.edtf) for each in find_dates(text, published=published, language=language)]


def field(text: str, *, published: DateRange | None = PUBLISHED, language: str | None = "en") -> str | None:
    read = read_date(text, published=published, language=language)
    return read.edtf if read else None


# Hedges


@pytest.mark.parametrize(
    ("text", "hedge", "words"),
    [
        ("A photo purports to show a fighter on the roof.", "purports", "purports to show"),
        ("They released a video purporting to show the convoy.", "purports", "purporting to show"),
        ("Footage purportedly from the village", "purports", "purportedly"),
        ("The picture appears to show an armoured vehicle.", "purports", "appears to show"),
        ("An image that apparently shows the bridge", "purports", "apparently"),
        ("The clip supposedly shows the strike.", "purports", "supposedly"),
        ("The fighters were reportedly dropped by helicopter.", "reportedly", "reportedly"),
        ("Unverified pictures of the square", "unverified", "Unverified"),
        ("Local reports say the airfield has fallen.", "reportedly", "Local reports say"),
        ("Later, reports emerged that they had withdrawn.", "reportedly", "reports emerged"),
        ("Two soldiers were reported killed in the blast.", "reportedly", "were reported killed"),
        ("A tank is said to have been filmed near the river.", "said-to", "is said to have been"),
        ("A still image said to show the crossing", "said-to", "said to show"),
        ("Smoke over what is believed to be a depot", "said-to", "is believed to be"),
        ("Images that activists say show the aftermath", "said-to", "say show"),
        ("Men they say are foreign fighters", "said-to", "say are"),
        ("Killed in an apparent air strike", "purports", "apparent"),
        ("The reported capture of the crossing", "reportedly", "reported"),
        ("There is no independent confirmation.", "unverified", "no independent confirmation"),
        ("The alleged attack took place at dawn.", "allegedly", "alleged"),
        ("The soldiers allegedly filmed themselves.", "allegedly", "allegedly"),
        ("The video could not be independently verified.", "unverified", "could not be independently verified"),
        ("The agency was unable to verify the footage.", "unverified", "unable to verify"),
        ("We have not been able to independently confirm the date.", "unverified",
         "have not been able to independently confirm"),
        ("Unconfirmed pictures circulated at night.", "unverified", "Unconfirmed"),
        ("The photo is claimed to depict the crash.", "claimed", "is claimed to depict"),
        ("The group claimed that it had taken the town.", "claimed", "claimed"),
        ("A statement claiming it killed 20 men", "claimed", "claiming"),
        ("The army claimed that they were victims of an ambush.", "claimed", "claimed"),
        ("The force claimed “sleeper cells” had helped.", "claimed", "claimed"),
        ("State television claimed the dead were rebels.", "claimed", "claimed"),
        ("A post claims the image shows a prison.", "claimed", "claims"),
        ("What villagers say is a fuel tank", "claimed", "What villagers say is"),
        ("The authenticity of the clip has not been established.", "unverified",
         "authenticity of the clip has not been established"),
    ],
)  # fmt: skip
def test_an_english_hedge_is_found_with_its_words(text: str, hedge: str, words: str) -> None:
    assert found_in(text) == [(hedge, words)]


@pytest.mark.parametrize(
    "text",
    [
        "The picture was verified by two people.",
        "The army confirmed the withdrawal.",
        "The group claimed responsibility for the bombing.",
        "The blast claimed his life.",
        "The earthquake claimed at least 20 lives.",
        "They claimed credit for the rescue.",
        "He claimed asylum in Sweden.",
        "What he said to reporters was short.",
        "She said to the crowd that help would come.",
        "The agency reported late Tuesday that the road was closed.",
        "Our correspondent reports from Amman.",
        "According to the ministry, nine people died.",
        "It became apparent that the road was closed.",
        "The ministry will look into the claims and hopes that all is well.",
        "The territory was reclaimed by the sea.",
        "It is a report on the harvest.",
        "He appeared on the balcony and seemed tired.",
        "Children supposed that school would be closed.",
        "Fighters raise a flag outside the town. (Facebook/Example.Page)",
    ],
)
def test_what_only_looks_like_an_english_hedge_is_left_alone(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("language", "text", "hedge", "words"),
    [
        ("ar", "صورة يُزعم أنها تُظهر مقاتلاً فوق المبنى", "allegedly", "يُزعم أنها"),
        ("ar", "الهجوم المزعوم على القرية", "allegedly", "المزعوم"),
        ("ar", "فيديو يُظهر على ما يبدو القصف", "purports", "على ما يبدو"),
        ("ar", "يُقال إن الصورة التقطت قرب النهر", "said-to", "يُقال إن"),
        ("ar", "بحسب ما ورد سقط المطار", "reportedly", "بحسب ما ورد"),
        ("ar", "ولم يتسنَّ لنا التحقق من صحة المقطع", "unverified", "ولم يتسنَّ لنا التحقق من صحة"),
        ("ar", "أنباء غير مؤكدة عن سقوط قتلى", "unverified", "غير مؤكدة"),
        ("de", "Das Foto soll einen Kämpfer am Stadtrand zeigen.", "said-to", "soll"),
        ("de", "Ein Bild, das die Brücke zeigen soll", "said-to", "zeigen soll"),
        ("de", "Das Video zeigt angeblich den Angriff.", "allegedly", "angeblich"),
        ("de", "Der mutmaßliche Angriff geschah nachts.", "allegedly", "mutmaßliche"),
        ("de", "Offenbar wurde der Film nachts gedreht.", "purports", "Offenbar"),
        ("de", "Die Aufnahmen sind nicht verifiziert.", "unverified", "nicht verifiziert"),
        ("de", "Das ließ sich zunächst nicht unabhängig überprüfen.", "unverified",
         "zunächst nicht unabhängig überprüfen"),
        ("de", "Dem Vernehmen nach fiel der Ort am Abend.", "reportedly", "Dem Vernehmen nach"),
        ("fr", "La photo du tireur présumé", "allegedly", "présumé"),
        ("fr", "Une vidéo censée montrer le convoi", "purports", "censée montrer"),
        ("fr", "L'image semble montrer un char.", "purports", "semble montrer"),
        ("fr", "La vidéo aurait été filmée près du fleuve.", "reportedly", "aurait"),
        ("fr", "Une photo non vérifiée circule.", "unverified", "non vérifiée"),
        ("fr", "L'authenticité n'a pas pu être vérifiée.", "unverified", "n'a pas pu être vérifiée"),
        ("fr", "L'homme serait un ancien soldat.", "reportedly", "serait"),
        ("fr", "Le groupe aurait publié la vidéo mardi.", "reportedly", "aurait"),
        ("ar", "خلال ما يبدو أنها عملية عسكرية", "purports", "ما يبدو أنها"),
        ("es", "Un video que mostraría el puente destruido", "purports", "mostraría"),
        ("es", "Los soldados presuntamente dispararon.", "allegedly", "presuntamente"),
        ("es", "Al parecer fue filmado de noche.", "purports", "Al parecer"),
        ("es", "Un video no verificado", "unverified", "no verificado"),
        ("sv", "En bild som påstås visa en soldat", "allegedly", "påstås visa"),
        ("sv", "Enligt uppgift föll staden i natt.", "reportedly", "Enligt uppgift"),
        ("sv", "Filmen uppges vara inspelad vid floden.", "said-to", "uppges vara"),
        ("sv", "En overifierad video sprids.", "unverified", "overifierad"),
        ("de", "Nach Behauptung der Miliz brennt ein Depot.", "claimed", "Nach Behauptung"),
        ("fr", "Ce que la milice affirme être un drone", "claimed", "Ce que la milice affirme être"),
        ("fr", "L'authenticité n'a pu être établie.", "unverified", "authenticité n'a pu être établie"),
        ("es", "Lo que el grupo asegura que es un dron", "claimed", "Lo que el grupo asegura que es"),
        ("sv", "Bilden sägs visa en brygga.", "said-to", "sägs visa"),
        ("ar", "ما وُصف بأنه مستودع", "said-to", "وُصف بأنه"),
        ("sv", "Uppgifterna har inte kunnat verifieras.", "unverified", "inte kunnat verifieras"),
        ("ru", "На видео якобы показан мост.", "allegedly", "якобы"),
        ("uk", "На відео нібито показано міст.", "allegedly", "нібито"),
        ("tr", "Köprüyü gösterdiği iddia edilen görüntü", "claimed", "iddia edilen"),
        ("pt", "O vídeo supostamente mostra a ponte.", "allegedly", "supostamente"),
        ("it", "Il video mostrerebbe il ponte.", "purports", "mostrerebbe"),
    ],
)  # fmt: skip
def test_a_hedge_in_another_language_is_found_with_its_words(language: str, text: str, hedge: str, words: str) -> None:
    assert (hedge, words) in found_in(text, language)
    assert (hedge, words) in found_in(text, None)  # and without being told the language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Regierung soll mehr Geld geben."),
        ("de", "Das Ministerium bestätigte den Abzug."),
        ("fr", "Il serait possible de reconstruire le pont."),
        ("fr", "La photo montre le pont."),
        ("es", "Por supuesto, el puente sigue en pie."),
        ("fr", "Il aurait pu tomber."),
        ("es", "Sería mejor esperar."),
        ("sv", "Bron ska byggas om nästa år."),
        ("ar", "تظهر الصورة جسرا فوق النهر"),
        ("ar", "قال الادعاء العام إن المحاكمة ستبدأ"),
    ],
)
def test_what_only_looks_like_a_hedge_in_another_language_is_left_alone(language: str, text: str) -> None:
    assert found_in(text, language) == []


def test_hedges_stand_where_they_say_and_never_overlap() -> None:
    text = "“A photo” purports to show – reportedly – the bridge; يُقال إنها قديمة."
    hedges = find_hedges(text)
    assert [hedge.hedge for hedge in hedges] == [Hedge.PURPORTS, Hedge.REPORTEDLY, Hedge.SAID_TO]
    assert all(text[hedge.start : hedge.end] == hedge.text for hedge in hedges)
    assert all(first.end <= second.start for first, second in pairwise(hedges))


# Dates in running text


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("the crossing was taken on March 4, 2016 from them", "March 4, 2016", "2016-03-04"),
        ("on 4 March 2016", "4 March 2016", "2016-03-04"),
        ("on the 4th of March, 2016", "4th of March, 2016", "2016-03-04"),
        ("Sept. 11, 2001", "Sept. 11, 2001", "2001-09-11"),
        ("(Facebook/Some.Page/June 28, 2016)", "June 28, 2016", "2016-06-28"),
        ("filmed in June 2016", "June 2016", "2016-06"),
        ("filmed 2016-06-28.", "2016-06-28", "2016-06-28"),
        ("28/06/2016", "28/06/2016", "2016-06-28"),
        ("the night of March 3-4", "the night of March 3-4", "2016-03-03/2016-03-04"),
        ("28–29 June 2016", "28–29 June 2016", "2016-06-28/2016-06-29"),
        ("between 3 and 5 May", "between 3 and 5 May", "2016-05-03/2016-05-05"),
        ("3 and 5 May 2016", "3 and 5 May 2016", "{2016-05-03,2016-05-05}"),
        ("28 or 29 June 2016", "28 or 29 June 2016", "[2016-06-28,2016-06-29]"),
        ("28 June to 2 July 2016", "28 June to 2 July 2016", "2016-06-28/2016-07-02"),
        ("from December 2015 to March 2016", "from December 2015 to March 2016", "2015-12/2016-03"),
        ("in early March", "early March", "2016-03-01/2016-03-12"),
        ("in mid-June 2015", "mid-June 2015", "2015-06-09/2015-06-22"),
        ("in the summer of 2014", "summer of 2014", "2014-06/2014-09"),
        ("last week", "last week", "2016-06-20/2016-06-26"),
        ("two days ago", "two days ago", "2016-06-27"),
        ("yesterday", "yesterday", "2016-06-28"),
        ("fighting raged overnight", "overnight", "2016-06-28/2016-06-29"),
        ("late Tuesday night", "late Tuesday night", "2016-06-28"),
        ("next Monday", "next Monday", "2016-07-04"),
        ("Friday last week", "Friday last week", "2016-06-24"),
        ("the town, held since 2014,", "since 2014", "2014/.."),
        ("seen before 5 May 2016", "before 5 May 2016", "../2016-05-05"),
        ("in 2015", "2015", "2015"),
        ("(2014)", "2014", "2014"),
        ("in the 1990s", "1990s", "199X"),
        ("Tuesday (28 June)", "Tuesday (28 June)", "2016-06-28"),
        ("Samstag, den 25. Juni 2016", "Samstag, den 25. Juni 2016", "2016-06-25"),
        ("in der Nacht zum Dienstag", "in der Nacht zum Dienstag", "2016-06-27/2016-06-28"),
        ("am 5.3.2016 in der Stadt gefilmt", "5.3.2016", "[2016-03-05,2016-05-03]"),
        ("le 1er mai 2015", "1er mai 2015", "2015-05-01"),
        ("fin juin", "fin juin", "2016-06-19/2016-06-30"),
        ("el 4 de marzo de 2016", "4 de marzo de 2016", "2016-03-04"),
        ("el martes pasado", "martes pasado", "2016-06-28"),
        ("den 4 mars 2016", "4 mars 2016", "2016-03-04"),
        ("i tisdags", "i tisdags", "2016-06-28"),
        ("4 марта 2016 года", "4 марта 2016 года", "2016-03-04"),
        ("25 червня 2016 року", "25 червня 2016 року", "2016-06-25"),
        ("15 Temmuz 2016", "15 Temmuz 2016", "2016-07-15"),
        ("25 de junho de 2016", "25 de junho de 2016", "2016-06-25"),
        ("25 giugno 2016", "25 giugno 2016", "2016-06-25"),
        ("الثلاثاء 28 حزيران 2016", "الثلاثاء 28 حزيران 2016", "2016-06-28"),
        ("في ٤ آذار ٢٠١٦", "٤ آذار ٢٠١٦", "2016-03-04"),
        ("في 4 مارس/آذار 2016", "4 مارس/آذار 2016", "2016-03-04"),
        ("أواخر تشرين الثاني 2015", "أواخر تشرين الثاني 2015", "2015-11-19/2015-11-30"),
        ("أمس الثلاثاء", "أمس الثلاثاء", "2016-06-28"),
        ("اليوم الأربعاء", "اليوم الأربعاء", "2016-06-29"),
        ("قبل ثلاثة أيام", "قبل ثلاثة أيام", "2016-06-26"),
    ],
)
def test_a_date_in_words_is_found_and_read(text: str, words: str, edtf: str) -> None:
    assert dates_in(text) == [(words, edtf)]
    parse_date(edtf)


@pytest.mark.parametrize(
    "text",
    [
        "He may 4 times have tried.",
        "They march 15 miles a day.",
        "It was August Müller who called June Carter and April Smith.",
        "The second picture, taken in the Sun.",
        "March 20 people to the border",
        "about 2000 soldiers and 3,000 others",
        "the 2014 war",
        "at 10.30, on page 5 of 12",
        "version 3.4.2016.1",
        "crowds on Black Friday, wrote the Sunday Times",
        "Mai Khalil and Augustin Dec, 12",
        "It had been filmed two days earlier.",  # counts from what was told before
        "A week earlier the bridge stood; two days before, too.",
        "filmée deux jours plus tôt",
        "zwei Tage zuvor aufgenommen",
        "tomada dos días antes",
        "صورة التقطت قبل ذلك بيومين",
        "يقول آب العائلة إن الأحد لا يعرف",
    ],
)
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert dates_in(text) == []


@pytest.mark.parametrize(
    ("language", "text", "words", "edtf"),
    [
        ("pl", "zdjęcie z 28 czerwca 2016 roku", "28 czerwca 2016", "2016-06-28"),
        ("nl", "een foto van 3 maart 2016 bij de brug", "3 maart 2016", "2016-03-03"),
        ("fa", "عکس ۳ ژوئن ۲۰۱۶", "۳ ژوئن ۲۰۱۶", "2016-06-03"),
    ],
)
def test_months_of_languages_without_a_table_of_their_own_are_read(
    language: str, text: str, words: str, edtf: str
) -> None:
    assert dates_in(text, language=language) == [(words, edtf)]


def test_pages_of_white_space_take_no_time_and_break_no_date() -> None:
    text = "June" + " " * 200_000 + "28,\n2016"
    assert dates_in(text, language="en") == [(text, "2016-06-28")]


def test_a_weekday_that_is_also_that_of_publication_keeps_both_days() -> None:
    found = find_dates("On Wednesday the army withdrew.", published=PUBLISHED)[0]
    assert (found.text, found.edtf, found.relative) == ("Wednesday", "[2016-06-22,2016-06-29]", True)
    assert found.reason == "it was published on that weekday"


def test_an_order_of_numbers_that_is_not_known_keeps_both_days_until_something_says_it() -> None:
    assert dates_in("04/03/2016", language="en") == [("04/03/2016", "[2016-03-04,2016-04-03]")]
    assert dates_in("04/03/2016", language="de") == [("04/03/2016", "2016-03-04")]
    for day_first, edtf in ((True, "2016-03-04"), (False, "2016-04-03")):
        assert find_dates("04/03/2016", language="en", day_first=day_first)[0].edtf == edtf
    assert dates_in("04/04/2016", language="en") == [("04/04/2016", "2016-04-04")]
    assert dates_in("06/28/2016", language="de") == [("06/28/2016", "2016-06-28")]  # no other day is possible


def test_a_day_without_a_year_is_the_latest_before_publication_and_says_so() -> None:
    march, july = find_dates("March 4 and July 4", published=PUBLISHED)
    assert (march.edtf, march.relative, july.edtf) == ("2016-03-04", True, "2015-07-04")
    assert march.reason == "the year is taken from the date of publication"
    assert dates_in("Tuesday, July 5") == [("Tuesday, July 5", "2016-07-05")]  # the weekday says otherwise


def test_without_a_date_of_publication_what_depends_on_it_is_found_but_not_read() -> None:
    found = find_dates("on Tuesday, March 4, two days ago, in early June and in 2015", published=None)
    assert [(each.text, each.edtf) for each in found] == [
        ("Tuesday, March 4", None), ("two days ago", None), ("early June", None), ("2015", "2015"),
    ]  # fmt: skip
    assert all(each.reason for each in found if each.edtf is None)


def test_a_publication_of_which_only_the_month_is_known_gives_no_day() -> None:
    assert dates_in("on Tuesday", published=parse_date("2016-06")) == [("Tuesday", None)]
    assert dates_in("on March 4", published=parse_date("2016-06")) == [("March 4", "2016-03-04")]


def test_a_weekday_that_does_not_fit_its_date_makes_it_uncertain() -> None:
    found = find_dates("Monday, June 28, 2016")[0]
    assert found.edtf == "2016-06-28?"
    assert found.reason is not None
    assert "Tuesday" in found.reason


def test_an_event_named_by_a_day_long_past_is_not_given_a_year() -> None:
    assert dates_in("since the October 7 attacks")[0][1] is None
    assert dates_in("the June 20 attack") == [("June 20", "2016-06-20")]


def test_dates_stand_where_they_say_though_the_text_has_marks_and_typographic_dashes() -> None:
    text = "صوّرت يومَ الثلاثاءِ ٢٨ حَزيران ٢٠١٦ – “28–29 June 2016”"
    for each in find_dates(text, published=PUBLISHED):
        assert text[each.start : each.end] == each.text


@given(DAYS, DAYS)
def test_a_weekday_alone_lies_within_the_week_before_publication(published: date, day: date) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day.weekday()]
    found = find_dates(f"on {name}", published=parse_date(published.isoformat()))[0]
    expected = {published - timedelta(days=back) for back in range(8)}
    members = [date.fromisoformat(each) for each in (found.edtf or "").strip("[]").split(",")]
    assert members == sorted(each for each in expected if each.weekday() == day.weekday())


@given(DAYS)
def test_a_full_date_is_read_the_same_in_every_spelling(day: date) -> None:
    month = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
             "November", "December")[day.month - 1]  # fmt: skip
    spellings = (f"{month} {day.day}, {day.year}", f"{day.day} {month} {day.year}", f"{day.day} {month[:3]} {day.year}",
                 f"{day.day}. {month} {day.year}", day.isoformat(), f"{day.year}/{day.month}/{day.day}")  # fmt: skip
    for spelling in spellings:
        assert field(spelling) == day.isoformat()
        assert dates_in(f"It was filmed on {spelling} near the town.") == [(spelling, day.isoformat())]


@given(st.text(max_size=60))
def test_any_text_gives_only_dates_that_can_be_parsed(text: str) -> None:
    for each in find_dates(text, published=PUBLISHED):
        assert text[each.start : each.end] == each.text
        if each.edtf is not None:
            parse_date(each.edtf)


# Date fields


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2013", "2013"),
        ("April 2017", "2017-04"),
        ("July, 2021", "2021-07"),
        ("2021-07", "2021-07"),
        ("2017-03-05T00:00:00+00:00", "2017-03-05"),
        ("2019-08-21T16:02:11.500Z", "2019-08-21T16:02:11.500Z"),
        ("3rd January 2020", "2020-01-03"),
        ("Before 3 May 2018", "../2018-05-03"),
        ("On or before April 2, 2020", "../2020-04-02"),
        ("At least since October 2015", "../2015-10"),
        ("The picture has been online since 2012", "../2012"),
        ("Posted on 17 August 2020", "../2020-08-17"),
        ("After 7 November 2018", "2018-11-07/.."),
        ("Since May 2017", "2017-05/.."),
        ("Around 8 May 2015", "2015-05-08~"),
        ("Presumably 2018-02-09", "2018-02-09?"),
        ("07 May 2012 ; 11 June 2018", "{2012-05-07,2018-06-11}"),
        ("First picture: 2011; Second picture - 9 July 2018", "{2011,2018-07-09}"),
        ("1st and 2nd pictures: 2013-04-02, 3rd picture: 2020-11", "{2013-04-02,2020-11}"),
        ("1987 or 1988", "[1987,1988]"),
        ("4/05/2021", "[2021-04-05,2021-05-04]"),
        ("During the 2018 election campaign", "2018"),
        ("During a by-election (3 October 2019)", "2019-10-03"),
        ("[2016-06-21,2016-06-28]", "[2016-06-21,2016-06-28]"),
        ("2016-06-28/2016-06-29", "2016-06-28/2016-06-29"),
    ],
)
def test_a_date_field_is_read_as_a_whole(text: str, edtf: str) -> None:
    assert field(text) == edtf
    parse_date(edtf)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not enough information",
        "Recently",
        "During the pandemic",
        "50th Constitution Day",
        "2000 years ago",
        "circa 540 CE",
        "Two months before her appointment",
        "Taken from before May 2009 until after",
        "One in May 2014, the rest two days before the 2016 vote",
        "Last month counted from the date of the post",
        "Room 2014 in building 7",
    ],
)
def test_a_field_that_names_no_date_or_is_not_understood_is_not_guessed(text: str) -> None:
    assert field(text) is None


# Languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A photo purports to show a fighter raising the flag outside the town", "en"),
        ("Ein Foto soll einen Kämpfer zeigen, der vor der Stadt die Fahne hisst", "de"),
        ("Une photo censée montrer un combattant qui hisse le drapeau", "fr"),
        ("Una foto que mostraría a un combatiente con la bandera", "es"),
        ("En bild som påstås visa en soldat som hissar flaggan", "sv"),
        ("صورة يُزعم أنها تُظهر مقاتلاً يرفع العلم", "ar"),
        ("عکسی که گفته می‌شود یک جنگجو را نشان می‌دهد", "fa"),
        ("Фотография якобы показывает бойца с флагом", "ru"),
        ("Фото нібито показує бійця з прапором біля міста", "uk"),
        ("תמונה של לוחם", "he"),
        ("写真は戦闘員を示す", "ja"),
    ],
)
def test_the_language_of_a_caption_is_named(text: str, code: str) -> None:
    guess = language_of(text)
    assert guess is not None
    assert guess.code == code
    assert 0 < guess.score <= 1


@pytest.mark.parametrize("text", ["", "12:30", "Al-Boukamal", "Rawa, Anbar", "😀 (Facebook)", "Львов"])
def test_a_text_that_is_too_short_has_no_language(text: str) -> None:
    assert language_of(text) is None


def test_arabic_letters_alone_are_a_weaker_reason_than_a_sentence_in_them() -> None:
    name, sentence = language_of("البوكمال"), language_of("صورة يُزعم أنها تُظهر مقاتلاً يرفع العلم")
    assert name is not None
    assert sentence is not None
    assert name.code == sentence.code == "ar"
    assert name.score < sentence.score


@given(st.text(max_size=80))
def test_the_plain_spelling_keeps_its_way_back(text: str) -> None:
    spelt = plain(text)
    assert len(spelt.text) == len(spelt.begins) == len(spelt.ends)
    assert all(begin < end <= len(text) for begin, end in zip(spelt.begins, spelt.ends, strict=True))
    assert list(spelt.begins) == sorted(spelt.begins)


def test_an_arabic_weekday_that_is_set_off_is_a_day_and_elsewhere_a_word() -> None:
    assert dates_in("الجسر بعد الحريق، السبت.", language="ar") == [("السبت", "2016-06-25")]
    assert dates_in("صلاة الجمعة في المسجد", language="ar") == []
    assert dates_in("السوق قبل يومين", language="ar") == [("قبل يومين", "2016-06-27")]


# Nights, feasts and weekends; a Friday


@pytest.mark.parametrize(
    ("language", "text", "edtf"),
    [
        ("fr", "dans la nuit de dimanche à lundi", "2023-05-14/2023-05-15"),
        ("de", "in der Nacht von Sonntag auf Montag", "2023-05-14/2023-05-15"),
        ("es", "en la noche del domingo al lunes", "2023-05-14/2023-05-15"),
        ("sv", "natten mellan söndag och måndag", "2023-05-14/2023-05-15"),
        ("en", "overnight Sunday to Monday", "2023-05-14/2023-05-15"),
        ("ar", "ليل الأحد الاثنين", "2023-05-14/2023-05-15"),
        ("en", "on the night of Sept. 8", "2022-09-08/2022-09-09"),
        ("de", "am Pfingstmontag", "2022-06-06"),
        ("de", "am Ostersonntag 2019", "2019-04-21"),
        ("en", "on Good Friday", "2023-04-07"),
        ("en", "on New Year’s Eve", "2022-12-31"),
        ("es", "en Nochebuena", "2022-12-24"),
        ("en", "over the weekend", "2023-05-13/2023-05-14"),
        ("de", "am vergangenen Wochenende", "2023-05-13/2023-05-14"),
        ("sv", "i helgen", "2023-05-13/2023-05-14"),
    ],
)
def test_nights_feasts_and_weekends_are_days(language: str, text: str, edtf: str) -> None:
    found = find_dates(text, published=parse_date("2023-05-19"), language=language)
    assert [each.edtf for each in found] == [edtf]


def test_two_weekdays_that_do_not_follow_each_other_are_no_night() -> None:
    found = find_dates("the night of Friday to Monday", published=parse_date("2023-05-18"), language="en")
    assert [each.edtf for each in found] == ["2023-05-12", "2023-05-15"]


def test_a_treaty_called_by_its_day_is_no_date() -> None:
    assert find_dates("the Good Friday Agreement", published=parse_date("2023-05-19"), language="en") == []


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, "1961-04-02"), (1818, "1818-03-22"), (2000, "2000-04-23"), (2019, "2019-04-21"), (2038, "2038-04-25")],
)
def test_easter_is_the_day_that_tables_give(year: int, day: str) -> None:
    assert str(easter(year)) == day
