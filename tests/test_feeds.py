"""Published fact-checks become items, claims and verdicts: what is said is kept, what is not is never guessed."""

from __future__ import annotations

import csv
import io
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.cli import main
from provenance.dates import parse_date
from provenance.errors import BadManifest, BadOption
from provenance.exporters import plain
from provenance.importers import documents
from provenance.importers.documents import Value, values_of
from provenance.importers.feeds import is_feed, read_feed
from provenance.importers.feeds.claimreview import date_of
from provenance.importers.feeds.ratings import category_of, meaning_of, rating_on_scale
from provenance.importers.manifest import read_manifest
from provenance.importers.profiles import PROFILES, read_profile
from provenance.judgement import Finding, MediaCategory
from provenance.model import Claim, Intake, MediaKind, Problem, Rating
from tests.benchmarks import records
from tests.conftest import Make

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "datePublished": "2021-03-04",
    "url": "https://checkers.example.org/harbour",
    "author": {"@type": "Organization", "name": "Harbour Checkers", "url": "https://checkers.example.org/"},
    "claimReviewed": "Photo shows the harbour of Port Azure on fire this week.",
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "False context",
    },
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Facebook posts"},
        "datePublished": "2021-03-01",
        "appearance": [{"@type": "ImageObject", "url": "https://www.facebook.com/azure.news/posts/1234567890"}],
    },
}
MEDIA_REVIEW: dict[str, Any] = {
    "@type": "MediaReview",
    "datePublished": "2021-03-04",
    "author": {"@type": "Organization", "name": "Harbour Checkers"},
    "url": "https://checkers.example.org/harbour",
    "mediaAuthenticityCategory": ["DecontextualizedContent"],
    "originalMediaContextDescription": "A fire in the harbour of Old Azure in 2014.",
    "originalMediaLink": "https://photos.example.org/old-azure",
    "itemReviewed": {
        "@type": "MediaReviewItem",
        "creator": {"@type": "Person", "name": "Azure News"},
        "interpretedAsClaim": {"@type": "Claim", "description": "The harbour burns."},
        "mediaItemAppearance": [
            {
                "@type": "VideoObjectSnapshot",
                "accessedOnUrl": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
                "archivedAt": "https://archive.example.org/abc",
            },
            {"@type": "VideoObjectSnapshot", "contentUrl": "https://cdn.example.org/clip.mp4"},
        ],
    },
}
SEARCH_RESULT = {
    "text": "A shark swims on the motorway.",
    "claimant": "Viral post",
    "claimDate": "2020-09-01T00:00:00Z",
    "claimReview": [
        {
            "publisher": {"name": "Fish Facts", "site": "fish.example.org"},
            "url": "https://fish.example.org/shark",
            "title": "No, there is no shark",
            "reviewDate": "2020-09-03T10:00:00Z",
            "textualRating": "Altered photo",
            "languageCode": "en",
        },
        {"publisher": {"site": "faits.example.org"}, "url": "https://faits.example.org/r", "textualRating": "Bof"},
    ],
}


def wrote(folder: Path, content: object, name: str = "feed.json") -> Path:
    """A file with this JSON, or this text."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def intakes(path: Path) -> list[Intake]:
    """What a feed yields, which must hold no problem."""
    found = list(read_feed(path))
    assert not [each for each in found if isinstance(each, Problem)]
    return [each for each in found if isinstance(each, Intake)]


def problems(path: Path) -> list[Problem]:
    return [each for each in read_feed(path) if isinstance(each, Problem)]


# one review


@pytest.mark.parametrize(
    ("item", "kind", "url"),
    [
        (
            {"appearance": {"@type": "CreativeWork", "contentUrl": "https://p.example/a.jpg"}},
            "image",
            "https://p.example/a.jpg",
        ),
        (
            {"firstAppearance": [{"@type": "CreativeWork", "url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ"}]},
            "video",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        ),
        (
            {
                "appearance": {
                    "@type": "SocialMediaPosting",
                    "url": "https://www.facebook.com/azure.news/posts/4",
                    "image": {"@type": "ImageObject", "contentUrl": "https://p.example/4.jpg"},
                }
            },
            "image",
            "https://www.facebook.com/azure.news/posts/4",
        ),
        (
            {"appearance": ["https://www.facebook.com/azure.news/posts/3"]},
            None,
            "https://www.facebook.com/azure.news/posts/3",
        ),
    ],
)
def test_where_a_claim_appeared_is_recorded_in_every_form_that_feeds_give_it(
    item: dict[str, Any], kind: str | None, url: str, tmp_path: Path
) -> None:
    path = tmp_path / "review.json"
    path.write_text(json.dumps(REVIEW | {"itemReviewed": {"@type": "Claim", **item}}))
    [found] = [each for each in read_feed(path) if isinstance(each, Intake)]
    assert (found.kind, found.url) == (kind, url)


def test_a_medium_of_which_nothing_says_the_kind_is_recorded_with_that(tmp_path: Path) -> None:
    appeared = {"@type": "CreativeWork", "url": "https://www.facebook.com/azure.news/posts/9"}
    path = tmp_path / "review.json"
    path.write_text(
        json.dumps(MEDIA_REVIEW | {"itemReviewed": {"@type": "MediaReviewItem", "mediaItemAppearance": [appeared]}})
    )
    [found] = [each for each in read_feed(path) if isinstance(each, Intake)]
    assert found.url == appeared["url"]
    assert found.note == "picture or video: the review does not say"


def test_a_review_with_a_headline_and_no_rating_is_a_verdict_in_those_words_of_a_source_that_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review = {name: value for name, value in REVIEW.items() if name != "reviewRating"}
    path, archive = tmp_path / "review.json", str(tmp_path / "desk.db")
    path.write_text(json.dumps(review | {"headline": "No, the harbour was not on fire"}))
    assert main(["import", str(path), "-q", "-a", archive]) == 0
    capsys.readouterr()
    assert main(["source", "Harbour Checkers", "-a", archive]) == 0
    assert "reviewed (1)    “No, the harbour was not on fire” · Harbour Checkers" in capsys.readouterr().out


def test_a_file_of_a_known_kind_is_named_with_its_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "train.json"
    record = {
        "claim": "A fire in Azure",
        "image_URL": "https://p.example/a.jpg",
        "org": "azurecheck",
        "URL": "https://c.example",
    }
    path.write_text(json.dumps([record]))
    main(["import", str(path), "--dry-run", "-a", str(tmp_path / "desk.db")])
    assert "train.json looks like 5Pils" in (said := capsys.readouterr().err)
    assert "--profile 5pils" in said
    main(["import", str(path), "--dry-run", "--profile", "5pils", "-a", str(tmp_path / "desk.db")])
    assert "looks like" not in capsys.readouterr().err


def test_a_claim_review_becomes_the_medium_the_claim_and_the_verdict(tmp_path: Path) -> None:
    [found] = intakes(wrote(tmp_path, REVIEW))
    assert (found.kind, found.url, found.observed) == (
        MediaKind.IMAGE,
        "https://www.facebook.com/azure.news/posts/1234567890",
        False,
    )
    [claim] = found.claims
    assert (claim.text, claim.asserted_by) == (REVIEW["claimReviewed"], "Facebook posts")
    [verdict] = found.verdicts
    assert verdict == Finding(
        reviewer="Harbour Checkers",
        rating=Rating.MISPLACED,
        house_rating="False context",
        media=(MediaCategory.DECONTEXTUALIZED,),
        links=("https://checkers.example.org/harbour",),
        date="2021-03-04",
        claim=0,
    )
    assert found.raw == REVIEW


def test_the_day_on_which_a_claim_was_made_is_not_taken_for_the_day_of_the_event(tmp_path: Path) -> None:
    [found] = intakes(wrote(tmp_path, REVIEW))
    assert found.claims[0].date is None
    assert found.posted_at is None  # this post is one of those that made it, perhaps not the first
    assert "claim made 2021-03-01" in (found.claims[0].note or "")


def test_the_first_appearance_was_posted_when_the_claim_was_made(tmp_path: Path) -> None:
    item = REVIEW["itemReviewed"] | {"firstAppearance": REVIEW["itemReviewed"]["appearance"][0], "appearance": []}
    [found] = intakes(wrote(tmp_path, REVIEW | {"itemReviewed": item}))
    assert found.posted_at == "2021-03-01"


def test_without_a_medium_there_is_only_the_claim_with_where_it_was_made(tmp_path: Path) -> None:
    item = {"@type": "Claim", "appearance": "https://blog.example.org/one", "author": {"name": "A. Blogger"}}
    [found] = intakes(wrote(tmp_path, REVIEW | {"itemReviewed": item}))
    assert (found.kind, found.url, found.label) == (None, item["appearance"], None)
    assert "https://blog.example.org/one" in (found.claims[0].note or "")
    assert found.verdicts[0].claim == 0


def test_a_media_review_gives_an_item_for_each_place_and_what_it_really_shows(tmp_path: Path) -> None:
    first, second = intakes(wrote(tmp_path, MEDIA_REVIEW))
    assert [each.kind for each in (first, second)] == [MediaKind.VIDEO] * 2
    assert first.url == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert second.url == "https://cdn.example.org/clip.mp4"
    assert "https://archive.example.org/abc" in (first.note or "")
    claimed, found = first.claims
    assert (claimed.text, claimed.asserted_by) == ("The harbour burns.", "Azure News")
    assert (found.text, found.asserted_by) == ("A fire in the harbour of Old Azure in 2014.", "Harbour Checkers")
    [verdict] = first.verdicts
    assert (verdict.rating, verdict.media) == (None, (MediaCategory.DECONTEXTUALIZED,))
    assert verdict.house_rating == "DecontextualizedContent"
    assert verdict.links == ("https://checkers.example.org/harbour", "https://photos.example.org/old-azure")


def test_two_reviews_that_name_each_other_are_one_verdict(tmp_path: Path) -> None:
    for first, second, link in (
        (MEDIA_REVIEW, REVIEW, "associatedClaimReview"),
        (REVIEW, MEDIA_REVIEW, "associatedMediaReview"),
    ):
        for found in intakes(wrote(tmp_path, first | {link: second})):
            [verdict] = found.verdicts
            assert (verdict.rating, verdict.house_rating) == (Rating.MISPLACED, "False context")
            assert verdict.media == (MediaCategory.DECONTEXTUALIZED,)


def test_the_reviewers_own_site_is_not_taken_for_whoever_made_the_claim(tmp_path: Path) -> None:
    item = {"@type": "ImageObject", "contentUrl": "https://www.checkers.example.org/copy.jpg"}
    [found] = intakes(wrote(tmp_path, REVIEW | {"itemReviewed": item}))
    assert found.claims[0].asserted_by == "unknown"


def test_references_within_a_document_are_followed(tmp_path: Path) -> None:
    graph = [
        REVIEW | {"author": {"@id": "#us"}, "itemReviewed": {"@id": "#claim"}},
        {"@id": "#us", "@type": "Organization", "name": "Graph Checkers"},
        {"@id": "#claim", "@type": "Claim", "author": {"name": "Somebody"}},
    ]
    [found] = intakes(wrote(tmp_path, {"@context": "https://schema.org", "@graph": graph}))
    assert found.verdicts[0].reviewer == "Graph Checkers"
    assert found.claims[0].asserted_by == "Somebody"


# shapes of files


@pytest.mark.parametrize(
    "shape",
    [
        lambda review: review,
        lambda review: [review, review],
        lambda review: {"@graph": [review, {"@type": "WebPage"}]},
        lambda review: {"@type": "DataFeed", "dataFeedElement": [{"item": [review]}, {"item": None}]},
        lambda review: {"claimReviews": [review], "mediaReviews": []},
        lambda review: json.dumps(review) + "\n\n" + json.dumps(review),
        lambda review: '<html><script type="application/ld+json">' + json.dumps(review) + "</script></html>",
        lambda review: "\ufeff" + json.dumps(review, indent=1),
    ],
)
def test_every_usual_shape_of_file_gives_the_same_review(tmp_path: Path, shape: Any) -> None:
    path = wrote(tmp_path, shape(REVIEW))
    assert is_feed(path)
    found = intakes(path)
    assert found
    assert {(each.claims, each.verdicts, each.url) for each in found} == {
        (each.claims, each.verdicts, each.url) for each in intakes(wrote(tmp_path, REVIEW, "plain.json"))
    }


def test_search_results_keep_every_review_of_a_claim(tmp_path: Path) -> None:
    path = wrote(tmp_path, {"claims": [SEARCH_RESULT], "nextPageToken": "x"})
    assert is_feed(path)
    [found] = intakes(path)
    assert found.kind is None
    assert (found.claims[0].text, found.claims[0].asserted_by) == ("A shark swims on the motorway.", "Viral post")
    first, second = found.verdicts
    assert (first.reviewer, first.rating, first.media) == ("Fish Facts", Rating.FALSE, (MediaCategory.TRANSFORMED,))
    assert (second.reviewer, second.rating, second.house_rating) == ("faits.example.org", None, "Bof")


def test_other_files_are_no_feeds(tmp_path: Path) -> None:
    assert not is_feed(wrote(tmp_path, {"label": "a ClaimReview of sorts"}))
    assert not is_feed(wrote(tmp_path, "<html><p>ClaimReview</p></html>", "page.html"))
    assert not is_feed(tmp_path)
    assert not is_feed(tmp_path / "missing.json")


def test_a_file_without_a_review_says_so_and_where_to_read_on(tmp_path: Path) -> None:
    [problem] = problems(wrote(tmp_path, [{"@type": "NewsArticle"}]))
    assert "no ClaimReview" in problem.reason
    assert "help fact-checks" in problem.reason


# words


@pytest.mark.parametrize(
    ("word", "rating"),
    [
        ("False", Rating.FALSE),
        ("Pants on Fire!", Rating.FALSE),
        ("FALSO", Rating.FALSE),
        ("Faux", Rating.FALSE),
        ("Falsch", Rating.FALSE),
        ("خطأ", Rating.FALSE),
        ("Yanlış", Rating.FALSE),
        ("Фейк", Rating.FALSE),
        ("झूठ", Rating.FALSE),
        ("False. The video is of 2016 and of another country.", Rating.FALSE),
        ("❌ FALSE: this is old", Rating.FALSE),
        ("Engañoso", Rating.MOSTLY_FALSE),
        ("Half True", Rating.MIXED),
        ("Missing context", Rating.MIXED),
        ("Half-True", Rating.MIXED),
        ("Vrai", Rating.TRUE),
        ("Out of context", Rating.MISPLACED),
        ("خارج السياق", Rating.MISPLACED),
        ("Unproven", Rating.UNPROVEN),
        ("Altered", Rating.FALSE),
        ("Satire", None),
    ],
)
def test_usual_words_of_houses_are_known(word: str, rating: Rating | None) -> None:
    meaning = meaning_of(word)
    assert meaning
    assert meaning.rating is rating


@pytest.mark.parametrize(
    "word",
    [
        "",
        None,
        "True, but",
        "True. It was staged, though",
        "Not false",
        "False and true",
        "Misleading. False",
        "Bof",
        "3",
        "…",
        "No",
    ],
)
def test_what_is_not_clear_is_not_guessed(word: str | None) -> None:
    assert meaning_of(word) is None


def test_no_word_stands_for_two_ratings() -> None:
    path = Path(__file__).parent.parent / "provenance" / "data" / "house-ratings.txt"
    lines = [line for line in path.read_text("utf-8").splitlines() if line and line[0] not in "#["]
    words = Counter(word.strip().casefold() for line in lines for word in line.split("|"))
    assert len(words) > 800
    assert [word for word, times in words.items() if times > 1] == []


def test_every_heading_of_the_table_of_words_is_in_the_vocabulary() -> None:
    path = Path(__file__).parent.parent / "provenance" / "data" / "house-ratings.txt"
    known = {*(rating.value for rating in Rating), *(category.value for category in MediaCategory)}
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            assert set(line.strip("[]").split(", ")) <= known, line


@pytest.mark.parametrize(
    ("value", "best", "worst", "rating"),
    [
        (1, 5, 1, Rating.FALSE),
        ("5", "5", "1", Rating.TRUE),
        (5, 0, 5, Rating.FALSE),  # houses whose best is the lowest
        (4, 0, 5, None),
        (3, 5, 1, None),
        (1, None, 1, None),
        (-1, 5, 1, None),
        (1, 1, 1, None),
        ("high", 5, 1, None),
        (True, 1, 0, None),
    ],
)
def test_of_a_scale_only_its_ends_are_clear(value: object, best: object, worst: object, rating: Rating | None) -> None:
    assert rating_on_scale(value, best=best, worst=worst) is rating


def test_a_number_without_a_word_stays_visible(tmp_path: Path) -> None:
    rating = {"ratingValue": 3, "bestRating": 5, "worstRating": 1}
    [found] = intakes(wrote(tmp_path, REVIEW | {"reviewRating": rating}))
    assert (found.verdicts[0].rating, found.verdicts[0].house_rating) == (None, "3 (best 5, worst 1)")


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("DecontextualizedContent", MediaCategory.DECONTEXTUALIZED),
        ("DecontexualizedContent", MediaCategory.DECONTEXTUALIZED),
        ("https://schema.org/TransformedContent", MediaCategory.TRANSFORMED),
        ("Transformed", MediaCategory.TRANSFORMED),
        ("MissingContext", MediaCategory.DECONTEXTUALIZED),
        ("Curious", None),
    ],
)
def test_media_categories_are_read_in_their_spellings(word: str, category: MediaCategory | None) -> None:
    assert category_of(word) is category


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Mon, 09 Nov 2020 18:42:22 UTC +00:00", "2020-11-09T18:42:22+00:00"),
        ("Sat, 07 Nov 2020", "2020-11-07"),
        ("7 November 2020", "2020-11-07"),
        ("Tue, 3 Mar 2020 9:05:00 GMT", "2020-03-03T09:05:00Z"),
        ("2020-11-09 18:42:22 UTC", "2020-11-09 18:42:22Z"),
        ("2020-11", "2020-11"),
        ("31 Feb 2020", None),
        ("last week", None),
        ("09/11/2020", None),
    ],
)
def test_dates_of_feeds_are_read_or_left(text: str, edtf: str | None) -> None:
    assert date_of(text) == edtf
    if edtf:
        parse_date(edtf)


# whatever is given


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"@type": "ClaimReview", "x": ' + '{"a":' * 5_000 + "1" + "}" * 5_000 + "}", "nested too deeply"),
        ('{"@type": "ClaimReview", "@type": "ClaimReview"}', "twice"),
        ('[{"@type": "ClaimReview", "author": {"name": "A", "name": "B"}}]', "twice"),
        ('{"@type": "ClaimReview", "claimReviewed": "a\\ud800"}', "surrogate"),
        ('{"@type": "ClaimReview", "x": NaN}', "no number"),
        ('{"@type": "ClaimReview", "x": 1e999}', "too large"),
        ('{"@type": "ClaimReview", "x": ' + "9" * 5_000 + "}", "no JSON that is understood"),
        ('{"@type": "ClaimReview"', "is no JSON"),
        ('[{"@type": "ClaimReview"}', "does not say who reviewed"),
        ('[{"@type": "ClaimReview"}, ', "ends too early"),
        ("not JSON", "is no JSON"),
        ("", "holds no ClaimReview"),
        ('{"@type": "ClaimReview", "author": {"name": "A"}}', "neither a claim nor a picture"),
        ('{"@type": "ClaimReview", "claimReviewed": "A"}', "does not say who reviewed"),
        ('{"text": "A", "claimReview": []}', "has no review"),
    ],
)
def test_what_cannot_be_read_is_a_problem_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    found = problems(wrote(tmp_path, text))
    assert any(said in each.reason for each in found), found
    assert all("\n" not in each.reason and each.locator.startswith("feed.json") for each in found)


def test_a_bad_record_does_not_cost_the_others(tmp_path: Path) -> None:
    broken = [json.dumps(REVIEW), '{"@type": "ClaimReview", "claimReviewed": }', json.dumps(REVIEW), "{", "}"]
    found = list(read_feed(wrote(tmp_path, "\n".join(broken), "feed.jsonl")))
    assert sum(isinstance(each, Intake) for each in found) == 2
    assert [each.locator for each in found if isinstance(each, Problem)] == ["feed.jsonl line 2"]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["https://a.example.org/1", "False"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*sorted({*REVIEW, *MEDIA_REVIEW["itemReviewed"]}), "appearance", "name", "claimReview", "text", "@id"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(values=st.dictionaries(st.sampled_from(sorted({*REVIEW, *MEDIA_REVIEW})), VALUES, max_size=8), data=st.data())
def test_whatever_types_a_review_holds_it_ends_in_intakes_or_problems(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any], data: st.DataObject
) -> None:
    base = data.draw(st.sampled_from([REVIEW, MEDIA_REVIEW]))
    path = wrote(tmp_path_factory.mktemp("any"), base | values | {"@type": base["@type"]})
    for found in read_feed(path):
        if isinstance(found, Intake):
            line = plain.readable_line(plain.intake(found))
            [again] = read_manifest(wrote(path.parent, line + "\n", "again.jsonl"))
            assert isinstance(again, Intake), again
            assert again.verdicts == found.verdicts


def test_an_element_of_a_list_is_read_without_holding_the_others() -> None:
    text = "[" + ",\n".join(json.dumps({"n": number}) for number in range(5)) + "]"
    values = values_of(text + " nonsense", "x")
    assert [next(values) for _ in range(5)] == [(line, {"n": line - 1}) for line in range(1, 6)]
    last = next(values)
    assert isinstance(last, Problem)


def test_a_review_of_more_places_than_can_be_recorded_is_refused(tmp_path: Path) -> None:
    """Each place is recorded with all that the review says: 2,000 of them in 100 kB took 500 MB."""
    shown_at = [{"@type": "ImageObject", "url": f"https://a.example.org/{number}"} for number in range(101)]
    review = REVIEW | {"itemReviewed": {"@type": "Claim", "appearance": shown_at}}
    [problem] = problems(wrote(tmp_path, review))
    assert "101 places" in problem.reason
    review["itemReviewed"]["appearance"] = shown_at[:100]
    assert len(list(read_feed(wrote(tmp_path, review)))) == 100
    [problem] = problems(wrote(tmp_path, review | {"reviewBody": "x" * 300_000}))
    assert "too large" in problem.reason


RECORDS = [{"n": number, "text": 'a, ] } and \\" ' * (number % 3), "list": [[], {}, number]} for number in range(40)]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=1),
        "\n".join(map(json.dumps, RECORDS)),
        json.dumps({"claims": RECORDS, "other": "x"}),
    ],
)
def test_records_are_the_same_wherever_the_piece_ends_that_is_decoded(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(values_of(text, "x", lists=("claims",)))
    assert [value.data for value in whole if isinstance(value, Value)] == RECORDS
    for size in (*range(110, 130), 500, len(text)):
        monkeypatch.setattr(documents, "LARGEST_RECORD", size)
        assert list(values_of(text, "x", lists=("claims",))) == whole


def test_a_record_that_is_too_large_is_one_line_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST_RECORD", 1_000_000)
    text = json.dumps({"a": [[]] * 400_000}) + "\n" + '{"b": "' + "x" * 1_500_000 + '"}\n{"c": 1}\n'
    first, second, third = values_of(text, "x")
    for problem, line in ((first, 1), (second, 2)):
        assert isinstance(problem, Problem)
        assert problem.locator == f"x line {line}"
        assert "larger than 1 million characters" in problem.reason
    assert third == (3, {"c": 1})


@pytest.mark.parametrize("text", ["{\n" * 300_000, "[" + "0," * 2_000_000 + "0]", "0\n" * 1_000_000])
def test_a_file_of_something_else_ends_soon_and_says_so(tmp_path: Path, text: str) -> None:
    """Before there were bounds, the first took an hour."""
    path = wrote(tmp_path, '{"@type": "ClaimReview"}\n' + text)
    begin = time.process_time()
    found = problems(path)
    assert time.process_time() - begin < 8
    assert "was not read from here on" in found[-1].reason


# round trip


def test_a_dry_run_of_a_feed_can_be_imported_with_its_verdicts(tmp_path: Path) -> None:
    found = intakes(wrote(tmp_path, [REVIEW, MEDIA_REVIEW])) + intakes(wrote(tmp_path, {"claims": [SEARCH_RESULT]}))
    lines = "".join(plain.readable_line(plain.intake(each)) + "\n" for each in found)
    again = [each for each in read_manifest(wrote(tmp_path, lines, "again.jsonl")) if isinstance(each, Intake)]
    assert [each._replace(raw=None, locator=None) for each in again] == [
        each._replace(raw=None, locator=None) for each in found
    ]


def test_a_verdict_on_the_item_itself_survives_the_round_trip(tmp_path: Path) -> None:
    given = Intake(
        label="x", claims=(Claim("A"), Claim("B")), verdicts=(Finding("R", claim=None), Finding("R", claim=1))
    )
    [again] = read_manifest(wrote(tmp_path, plain.readable_line(plain.intake(given)) + "\n", "again.jsonl"))
    assert isinstance(again, Intake)
    assert again.verdicts == given.verdicts


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ([{"reviewer": "R", "rating": "rubbish"}], "verdict 1: 'rubbish' is no rating. Use one of: true, mostly-true"),
        ([{"reviewer": "R"}, {"reviewer": "R", "media": ["Fake"]}], "verdict 2: 'Fake' is no media category"),
        ([{"rating": "false"}], "does not say who found it"),
        ([{"reviewer": "R", "raiting": "false"}], "'raiting' is no field: did you mean 'rating'?"),
        ([{"reviewer": "R", "claim": 1}], "claim must be a number from 0 to 0"),
        ([{"reviewer": "R", "claim": True}], "claim must be a number"),
        ([{"reviewer": "R", "date": "yesterday"}], "is not a date"),
        ([{"reviewer": "R", "links": ["ftp://x"]}], "verdict 1"),
        ([{"reviewer": 5}], "reviewer must be text"),
        (["false"], "verdict 1 must be an object"),
        ("false", "verdicts must be a list"),
        ([{"reviewer": "R"}] * 101, "101 verdicts"),
    ],
)
def test_a_wrong_verdict_is_one_clear_line(tmp_path: Path, verdicts: object, said: str) -> None:
    record = {"label": "x", "claims": [{"text": "A"}], "verdicts": verdicts}
    [problem] = read_manifest(wrote(tmp_path, json.dumps(record) + "\n", "x.jsonl"))
    assert isinstance(problem, Problem)
    assert said in problem.reason


# profiles

PILS = {
    "URL": "https://checkers.example.org/flood",
    "image_path": "dataset/processed_img/flood.png",
    "org": "checkers",
    "publication_date": "2021-08-17T12:00:55+00:00",
    "claim": "The image shows a flood in Port Azure this week.",
    "provenance": "yes",
    "source": "Ministry of Water",
    "date": "14 June 2013",
    "location": "Old Azure",
    "motivation": "To document the flood of 2013",
    "type_of_image": "out-of-context",
    "verification_strategy": ["reverse image search"],
    "verification_tool": ["Other/Unspecified"],
    "claimed_location": "Port Azure",
    "claimed_date": "August 2021",
    "image_URL": "https://checkers.example.org/img/flood.jpg",
}


def profiled(path: Path, name: str, **options: Any) -> list[Intake]:
    found = list(read_profile(path, name, **options))
    assert not [each for each in found if isinstance(each, Problem)], found
    return [each for each in found if isinstance(each, Intake)]


@pytest.mark.parametrize("shape", [lambda row: [row], lambda row: {"first": row}])
def test_a_record_of_5pils_is_what_was_claimed_and_what_was_found(tmp_path: Path, shape: Any) -> None:
    [found] = profiled(wrote(tmp_path, shape(PILS)), "5pils")
    assert (found.path, found.url, found.publisher) == (None, PILS["image_URL"], "checkers")
    claimed, established = found.claims
    assert (claimed.text, claimed.place, claimed.date) == (PILS["claim"], "Port Azure", "2021-08")
    assert claimed.asserted_by == "unknown"  # and not the fact-checker, who shows it
    assert (established.place, established.date, established.asserted_by) == ("Old Azure", "2013-06-14", "checkers")
    assert "Ministry of Water" in established.text
    [verdict] = found.verdicts
    assert (verdict.rating, verdict.media, verdict.claim) == (Rating.MISPLACED, (MediaCategory.DECONTEXTUALIZED,), 0)
    assert (verdict.house_rating, verdict.links) == ("out-of-context", (PILS["URL"],))
    assert verdict.reason == "strategy: reverse image search"


def test_the_picture_of_a_record_is_taken_where_it_is_there(tmp_path: Path, picture: Make) -> None:
    beside = picture("flood.png")
    [found] = profiled(wrote(tmp_path, [PILS]), "5pils")
    assert found.path == str(beside)
    beside.unlink()
    picture("elsewhere/dataset/processed_img/flood.png")
    [found] = profiled(wrote(tmp_path, [PILS]), "5pils", root=tmp_path / "elsewhere")
    assert found.path == str(tmp_path / "elsewhere/dataset/processed_img/flood.png")


@pytest.mark.parametrize("name", ["/etc/passwd", "../../secret.png", ""])
def test_a_picture_outside_the_folder_is_not_taken(tmp_path: Path, name: str) -> None:
    [found] = profiled(wrote(tmp_path, [PILS | {"image_path": name}]), "5pils")
    assert found.path is None


@pytest.mark.parametrize(
    ("field", "given", "date", "note"),
    [
        ("date", "not enough information", None, None),
        ("date", "Since 14 November 2016", "../2016-11-14", "Since 14 November 2016"),
        ("date", "when the river rose", None, "not understood"),
        ("date", "24 August 2021 for the second photo", None, "not understood"),
        ("claimed_date", "Recently", None, "not understood"),
        ("claimed_date", PILS["publication_date"], None, None),
        ("claimed_date", None, None, None),
    ],
)
def test_dates_that_are_not_understood_stay_as_given(
    tmp_path: Path, field: str, given: str | None, date: str | None, note: str | None
) -> None:
    [found] = profiled(wrote(tmp_path, [PILS | {field: given}]), "5pils")
    claim = found.claims[1 if field == "date" else 0]
    assert claim.date == date
    assert (note in (claim.note or "")) if note else claim.note is None


@pytest.mark.parametrize(
    ("kind", "rating", "media"),
    [
        ("manipulated", Rating.FALSE, (MediaCategory.TRANSFORMED,)),
        ("fake", Rating.FALSE, ()),
        ("true", None, (MediaCategory.ORIGINAL,)),  # of the image; the claim may be that it is doctored
        ("strange", None, ()),
    ],
)
def test_the_type_of_image_is_a_verdict(
    tmp_path: Path, kind: str, rating: Rating | None, media: tuple[MediaCategory, ...]
) -> None:
    [found] = profiled(wrote(tmp_path, [PILS | {"type_of_image": kind}]), "5pils")
    assert (found.verdicts[0].rating, found.verdicts[0].media) == (rating, media)
    assert found.verdicts[0].house_rating == kind


def table(rows: list[dict[str, str]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def test_captions_of_verite_are_claims_with_their_labels(tmp_path: Path) -> None:
    rows = [
        {"": str(number), "caption": f"A caption, {label}.", "image_path": "images/true_0.jpg", "label": label}
        for number, label in enumerate(("true", "miscaptioned", "out-of-context"))
    ]
    found = profiled(wrote(tmp_path, table(rows), "VERITE.csv"), "verite")
    assert [each.verdicts[0].rating for each in found] == [Rating.TRUE, Rating.MISPLACED, Rating.MISPLACED]
    assert [each.claims[0].asserted_by for each in found] == ["unknown", "unknown", "VERITE"]
    row = {"true_url": "https://x.example.org/a.jpg", "false_caption": "F", "true_caption": "T", "false_url": ""}
    path = wrote(tmp_path, table([row | {"snopes_url": "https://www.snopes.com/fact-check/x/"}]), "articles.csv")
    [article] = profiled(path, "verite-articles")
    assert [claim.text for claim in article.claims] == ["F", "T"]
    assert (article.verdicts[0].reviewer, article.claims[1].asserted_by) == ("snopes.com", "snopes.com")


def test_posts_of_crowdtangle_keep_their_moment_and_zone(tmp_path: Path) -> None:
    post = {
        "Page Name": "Azure News",
        "User Name": "azure.news",
        "Post Created": "2021-01-05 10:00:00 EST",
        "Type": "Photo",
        "URL": "https://www.facebook.com/azure.news/posts/1234567890",
        "Message": "The harbour burns",
        "Image Text": "FIRE",
    }
    rows = [post, post | {"Type": "Status", "Post Created": "2021-01-05 10:00:00 CST"}, post | {"Type": "Native Video"}]
    photo, status, video = profiled(wrote(tmp_path, table(rows), "ct.csv"), "crowdtangle")
    assert (photo.kind, photo.caption, photo.account) == (MediaKind.IMAGE, "The harbour burns", "azure.news")
    assert photo.posted_at == "2021-01-05T10:00:00-05:00"
    assert (status.kind, status.claims[0].text) == (None, "The harbour burns")
    assert status.posted_at == "2021-01-05T10:00:00"  # CST is Chicago, Shanghai or Havana
    assert video.kind is MediaKind.VIDEO


def test_a_mapped_column_goes_before_the_profile(tmp_path: Path) -> None:
    [found] = profiled(wrote(tmp_path, [PILS | {"mine": "my words"}]), "5pils", columns={"note": "mine"})
    assert found.note == "my words"


def test_an_unknown_profile_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match=r"did you mean '5pils'\? Profiles: 5pils"):
        read_profile(wrote(tmp_path, [PILS]), "5pillars")


def test_a_file_of_another_kind_is_said_not_to_fit(tmp_path: Path) -> None:
    found = list(read_profile(wrote(tmp_path, [{"caption": "x"}]), "5pils"))
    assert any("no record of 5Pils" in each.reason for each in found if isinstance(each, Problem))
    with pytest.raises(BadManifest, match="has no column"):
        list(read_profile(wrote(tmp_path, "a,b\n1,2\n", "x.csv"), "verite"))


# from the shell


def test_import_tells_a_feed_from_a_manifest_and_takes_a_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = ["-a", str(tmp_path / "desk.db")]
    assert main([*archive, "import", str(wrote(tmp_path, REVIEW)), "-q"]) == 0
    assert main([*archive, "import", str(wrote(tmp_path, [PILS], "train.json")), "--profile", "5pils", "-q"]) == 0
    assert main([*archive, "import", str(wrote(tmp_path, [{"label": "x"}], "own.json")), "-q"]) == 0
    said = capsys.readouterr().out
    assert said.count("1 new item") == 3
    assert "3 items in" in said


def test_what_a_dry_run_of_a_profile_prints_is_recorded_as_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = ["-a", str(tmp_path / "desk.db")]
    feed = [*archive, "import", str(wrote(tmp_path, [PILS])), "--profile", "5pils"]
    assert main([*feed, "--dry-run"]) == 0
    lines = wrote(tmp_path, capsys.readouterr().out, "dry.jsonl")
    assert main([*feed, "-q"]) == 0
    assert main([*archive, "import", str(lines), "-q"]) == 0
    assert "1 known already" in capsys.readouterr().out


def test_a_profile_is_refused_for_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-a", str(tmp_path / "desk.db"), "import", str(tmp_path), "--profile", "5pils"]) == 2
    assert "--profile is for manifests" in capsys.readouterr().err


def test_the_measurement_of_records_counts_what_is_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [PILS | {"location": "Paris, France", "claimed_location": "Aleppo"}, PILS | {"date": "when the river rose"}]
    assert records.main([str(wrote(tmp_path, rows))]) == 1
    said = capsys.readouterr().out
    assert "established date: 1 of 2 understood (50.0%)" in said
    assert "claimed date: 2 of 2 understood (100.0%)" in said
    assert "not   when the river rose" in said
    assert "Paris" in said


# files of others


def test_the_samples_of_others_are_read(corpus: Path) -> None:
    folder = corpus / "claims" / "TechAndCheck_zenodotus"
    [claim] = intakes(folder / "claimreview_1.json")
    [media] = intakes(folder / "mediareview_1.json")
    assert claim.verdicts[0].reviewer == media.verdicts[0].reviewer == "PolitiFact"
    assert claim.verdicts[0].rating is media.verdicts[0].rating is Rating.FALSE
    assert (claim.kind, media.kind) == (None, MediaKind.IMAGE)
    assert media.verdicts[0].media == (MediaCategory.TRANSFORMED,)
    examples = corpus / "claims" / "schemaorg_schemaorg" / "data" / "sdo-ClaimReview-issue-1061-examples.txt"
    read = [each for each in read_feed(examples) if isinstance(each, Intake)]
    assert [each.verdicts[0].reviewer for each in read] == ["politifact.com", "danbri.org"]


def test_every_record_of_5pils_is_read(corpus: Path) -> None:
    found = profiled(corpus / "claims" / "UKPLab_5pils" / "val.json", "5pils")
    rows = json.loads((corpus / "claims" / "UKPLab_5pils" / "val.json").read_text("utf-8"))
    assert [each.claims[0].text for each in found] == [row["claim"] for row in rows]
    ratings = Counter(each.verdicts[0].rating for each in found)
    kinds = Counter(row["type_of_image"] for row in rows)
    assert ratings[Rating.MISPLACED] == kinds["out-of-context"]
    assert ratings[Rating.FALSE] == kinds["manipulated"] + kinds["fake"]
    stated = [row for row in rows if "not enough" not in row["date"]]
    understood = [each for each in found if len(each.claims) > 1 and each.claims[1].date]
    assert len(understood) >= 0.9 * len(stated)


def test_the_help_names_every_profile_rating_and_media_category() -> None:
    page = (Path(__file__).parent.parent / "provenance" / "help" / "fact-checks.md").read_text("utf-8")
    for word in (*PROFILES, *(each.value for each in Rating), *(each.value for each in MediaCategory)):
        assert word in page, word


def test_the_table_of_the_help_is_what_the_words_mean() -> None:
    page = (Path(__file__).parent.parent / "provenance" / "help" / "fact-checks.md").read_text("utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("    ") and line.count("|") == 1]
    assert len(rows) >= 10
    for words, meant in rows:
        for word in words.split(","):
            meaning = meaning_of(word.strip())
            assert meaning, word
            said = [meaning.rating.value if meaning.rating else "", *(each.value for each in meaning.media)]
            assert [each for each in said if each] == meant.replace(",", " ").split(), word
