"""The scorer of read articles counts what it says, and what is expected stands in the articles."""

from __future__ import annotations

import html
import re
from itertools import zip_longest
from typing import TYPE_CHECKING

import pytest

from provenance.dates import parse_date
from provenance.model import Claim, Hedge, Intake, MediaKind, Problem
from tests.benchmarks import article_likeness as likeness
from tests.benchmarks.article_cases import Article, Medium, Mention, load
from tests.benchmarks.article_scores import FIELDS, OWN, TARGETS, main, read_naively, score_of, summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.benchmarks.article_cases import Choice
    from tests.benchmarks.article_scores import Score

ARTICLES = load(OWN)
NOTHING = (None,)
BRIDGE = Medium(
    kind=("image",),
    image=("bridge",),
    caption=("Smoke said to rise over the bridge at Hajin on 3 March.",),
    credit=("Photo: A. Name/Agency",),
    platform=NOTHING,
    account=NOTHING,
    hedge=("said-to",),
    places=(("Hajin, Syria",),),
    dates=(("2024-03-03",),),
    optional=False,
)
SHORE = BRIDGE._replace(image=("shore",), caption=("The shore",), hedge=NOTHING, places=(), dates=())


def article(*media: Medium, mentions: tuple[Mention, ...] = ()) -> Article:
    return Article("one", OWN, NOTHING, NOTHING, NOTHING, ("en",), media, mentions)


def perfect(medium: Medium) -> Intake:
    """The intake of a reader that knows what is expected."""
    entries = zip_longest(filter(None, map(firm, medium.places)), filter(None, map(firm, medium.dates)))
    hedge = Hedge(medium.hedge[0]) if medium.hedge[0] else None
    claims = [Claim(medium.caption[0] or "", place=place, date=date, hedge=hedge) for place, date in entries]
    return Intake(
        kind=MediaKind(medium.kind[0] or "image"),
        caption=medium.caption[0],
        credit=medium.credit[0],
        platform=medium.platform[0],
        account=medium.account[0],
        claims=tuple(claims) or (Claim(medium.caption[0] or "", hedge=hedge),),
        raw={"image": f"https://cdn.example/{medium.image[0]}-1024x683.jpg"} if medium.image[0] else None,
    )


def firm(choice: Choice) -> str | None:
    """What a choice demands; None where it can be left out."""
    return None if None in choice else choice[0]


def mentioned(sentence: str) -> Intake:
    return Intake(kind=MediaKind.VIDEO, claims=(Claim(sentence),), note="mentioned, not shown")


def on_page(intake: Intake, one: Article) -> Intake:
    claims = tuple(claim._replace(language=one.language[0]) for claim in intake.claims)
    return intake._replace(url=one.url[0], posted_at=one.published[0], publisher=one.outlet[0], claims=claims)


def ratios(score: Score, name: str) -> tuple[float | None, float | None]:
    return score.counts[name].precision, score.counts[name].recall


def test_perfect_answers_score_one_in_every_field() -> None:
    for one in ARTICLES:
        shown = [perfect(medium) for medium in one.media if not medium.optional]
        told = [mentioned(mention.sentence) for mention in one.mentions if not mention.optional]
        results = [on_page(intake, one) for intake in (*shown, *told)]
        score = score_of(one, results)
        assert score.errors == []
        assert {ratio for name in FIELDS for ratio in ratios(score, name)} <= {1.0, None}


def test_a_missing_caption_lowers_recall_and_a_wrong_one_precision() -> None:
    right, silent = perfect(SHORE), perfect(BRIDGE)._replace(caption=None)
    assert ratios(score_of(article(BRIDGE, SHORE), [silent, right]), "caption") == (1.0, 0.5)
    wrong = silent._replace(caption="Image caption Smoke said to rise over the bridge at Hajin on 3 March.")
    score = score_of(article(BRIDGE, SHORE), [wrong, right])
    assert ratios(score, "caption") == (0.5, 0.5)
    assert ratios(score, "media") == (1.0, 1.0)


def test_a_logo_is_a_false_medium_with_false_values_and_a_medium_not_found_misses_all() -> None:
    logo = Intake(caption="The Daily Name", credit="Name", raw={"image": "logo.png"})
    score = score_of(article(BRIDGE), [logo, perfect(BRIDGE)])
    assert ratios(score, "media") == ratios(score, "caption") == ratios(score, "credit") == (0.5, 1.0)
    assert ratios(score, "places") == (1.0, 1.0)
    unseen = score_of(article(BRIDGE, SHORE), [perfect(SHORE)])
    assert ratios(unseen, "media") == ratios(unseen, "credit") == (1.0, 0.5)
    assert ratios(unseen, "hedge") == (None, 0.0)
    assert "one: media missed: Smoke said to rise over the bridge at Hajin on 3 March." in unseen.errors


def test_one_medium_found_twice_is_found_once() -> None:
    assert ratios(score_of(article(BRIDGE), [perfect(BRIDGE), perfect(BRIDGE)]), "media") == (0.5, 1.0)


def test_what_may_be_left_out_counts_neither_way() -> None:
    both = [perfect(BRIDGE), perfect(SHORE)]
    may_be = article(BRIDGE, SHORE._replace(optional=True))
    for results in (both, both[:1]):
        assert score_of(may_be, results).counts["media"].found == 1
        assert ratios(score_of(may_be, results), "media") == (1.0, 1.0)
    loose = article(BRIDGE._replace(credit=(None, "Photo: A. Name/Agency")))
    for credit in (None, "A. Name/Agency"):
        assert score_of(loose, [both[0]._replace(credit=credit)]).counts["credit"].found == 0
    assert score_of(loose, [both[0]._replace(credit="Somebody")]).counts["credit"].found == 1


def test_a_caption_may_contain_the_credit_only_if_the_credit_was_found() -> None:
    whole = perfect(BRIDGE)._replace(caption=f"{BRIDGE.caption[0]} ({BRIDGE.credit[0]})")
    assert ratios(score_of(article(BRIDGE), [whole]), "caption") == (1.0, 1.0)
    assert ratios(score_of(article(BRIDGE), [whole._replace(credit=None)]), "caption") == (0.0, 0.0)
    labelled = whole._replace(credit="A. Name/Agency")
    assert ratios(score_of(article(BRIDGE), [labelled]), "caption") == (1.0, 1.0)


def test_places_that_contain_the_expected_one_and_open_dates_are_passed_over() -> None:
    claims = (Claim("", place="Syria", date="../2024-03-05"), Claim("", place="outside Hajin", date="2024-03-03"))
    score = score_of(article(BRIDGE), [perfect(BRIDGE)._replace(claims=claims)])
    assert ratios(score, "places") == ratios(score, "dates") == (1.0, 1.0)
    elsewhere = (*claims, Claim("", place="Aleppo", date="2024-03-05"))
    score = score_of(article(BRIDGE), [perfect(BRIDGE)._replace(claims=elsewhere)])
    assert ratios(score, "places") == ratios(score, "dates") == (0.5, 1.0)


def test_a_mention_is_found_by_its_sentence_and_never_taken_for_a_medium_shown() -> None:
    sentence = "The group released a video purporting to show boats."
    one = article(BRIDGE, mentions=(Mention(sentence, optional=False),))
    score = score_of(one, [perfect(BRIDGE), mentioned(sentence), mentioned("Nobody was hurt.")])
    assert ratios(score, "mentioned") == (0.5, 1.0)
    assert ratios(score, "media") == (1.0, 1.0)
    shown = mentioned(sentence)._replace(note=None)
    assert ratios(score_of(one, [perfect(BRIDGE), shown]), "mentioned") == (None, 0.0)


def test_two_media_under_one_caption_are_told_apart_by_their_images_and_credits() -> None:
    left = BRIDGE._replace(image=(None,), credit=("Reuters",))
    right = BRIDGE._replace(image=(None,), credit=("Facebook/The.Page",), platform=("facebook",), account=("The.Page",))
    score = score_of(article(left, right), [perfect(right), perfect(left)])
    assert ratios(score, "credit") == ratios(score, "account") == (1.0, 1.0)


def test_platform_and_account_may_stand_in_the_origin_or_in_the_credit() -> None:
    posted = BRIDGE._replace(credit=("Facebook/The.Page",), platform=("facebook",), account=("The.Page",))
    bare = perfect(posted)._replace(platform=None, account=None)
    embedded = bare._replace(
        credit=None, raw={"image": "bridge", "origin": {"platform": "facebook", "account": "The.Page"}}
    )
    for intake in (bare, embedded):
        score = score_of(article(posted), [intake])
        assert ratios(score, "platform") == ratios(score, "account") == (1.0, 1.0)


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("[2024-02-27,2024-03-05]", "[2024-03-05, 2024-02-27]", True),
        ("[2024-02-27,2024-03-05]", "2024-02-27/2024-03-05", False),
        ("[2024-02-27,2024-03-05]", "2024-03-05", False),
        ("2016-06", "2016-06-01/2016-06-30", True),
        ("2016-06-28", "2016-06-28T18:04+03:00", True),
        ("2016-06-28", "2016-06-28?", True),
        ("2023-07~", "2023-07-01/2023-07-10", True),
        ("2023-07~", "2023-06-30", False),
        ("2024", "2024-02", False),
        ("2024-02", "last month", False),
    ],
)
def test_dates_are_the_same_when_they_mean_the_same_days(expected: str, found: str, same: bool) -> None:
    assert likeness.same_date(expected, found) is same


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("Photo: A. Name/Agency", "(A. Name / Agency)", True),
        ("المصدر: فيسبوك/أخبار", "فيسبوك/أخبار", True),
        ("© Name", "Name", True),
        ("Facebook/The.Page", "Facebook", False),
        ("Foto: privat", "Foto", False),
    ],
)
def test_credits_are_the_same_without_their_labels(expected: str, found: str, same: bool) -> None:
    assert likeness.same_credit(expected, found) is same


def test_everything_that_is_expected_stands_in_its_article() -> None:
    for one in ARTICLES:
        page = html.unescape(one.path.read_text("utf-8"))
        shown = squeezed(
            html.unescape(re.sub(r"<script.*?</script>|<[^>]+>", "", one.path.read_text("utf-8"), flags=re.S))
        )
        for text in (*texts(one), *(mention.sentence for mention in one.mentions)):
            assert squeezed(text) in shown or squeezed(text) in squeezed(page), (one.name, text)
        for piece in (piece for medium in one.media for piece in medium.image if piece):
            assert piece in page, (one.name, piece)
        for medium in one.media:
            caption = " ".join(text for text in medium.caption if text)
            for place in (
                part.strip() for entry in medium.places for text in entry if text for part in text.split(",")
            ):
                assert place in caption, (one.name, place)


def test_every_expected_date_is_one_and_every_hedge_is_of_the_vocabulary() -> None:
    for medium in (medium for one in ARTICLES for medium in one.media):
        for date in (date for entry in medium.dates for date in entry if date):
            for member in re.findall(r"[^\[\],]+", date):
                parse_date(member)
        assert {hedge for hedge in medium.hedge if hedge} <= {hedge.value for hedge in Hedge}


def texts(one: Article) -> Iterator[str]:
    for medium in one.media:
        yield from (text for text in (*medium.caption, *medium.credit) if text)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_articles_cover_thirty_systems_and_six_languages_in_small_files() -> None:
    systems = {one.name.split("-", 1)[1].rsplit("-", 1)[0] for one in ARTICLES}
    assert len(systems) > 30
    assert {one.language[0] for one in ARTICLES} == {"en", "ar", "de", "fr", "es", "sv"}
    assert max(path.stat().st_size for path in OWN.iterdir()) < 25_000


def test_the_command_scores_a_folder_and_lists_each_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("04-guardian-en.html", "04-guardian-en.json"):
        (tmp_path / name).write_bytes((OWN / name).read_bytes())
    assert main([str(tmp_path), "--verbose"], reader=read_naively) == 0
    said = capsys.readouterr().out
    assert "articles: 1; media shown: 3" in said
    assert all(f"\n{name} " in said for name in TARGETS)
    assert "04-guardian-en: mentioned missed: A clip shared by the union" in said


def test_a_problem_is_listed_and_counts_as_nothing_found() -> None:
    score = score_of(article(BRIDGE), [Problem("one.html", "is empty", "ArticleUnreadable")])
    assert ratios(score, "media") == (None, 0.0)
    assert score.errors[0] == "one: problem: is empty"
    assert "NO" in summary(score, score)
