"""What URLs and credit lines say: real shapes, published ids with known times, hostile text."""

from __future__ import annotations

import base64
import json
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from provenance.archive import Archive
from provenance.errors import BadUrl
from provenance.model import Claim, Intake
from provenance.platforms import (
    Attribution,
    account_name,
    canonical_platform,
    platform_title,
    read_credit,
    read_url,
    source_of,
)
from provenance.platforms.credits import account_within, said_within, sources_in
from provenance.platforms.ids import archive_stamp, posted_at
from provenance.platforms.rules import BY_WORD, PLATFORMS, Platform

JUNK = 100_000  # characters
LIMIT_S = 0.5  # of processor time, for that much junk

SEEN_AT = [  # URL, platform, account, post id
    ("https://www.facebook.com/The.NSAy.Official/posts/123456", "facebook", "The.NSAy.Official", "123456"),
    ("https://facebook.com/PAGE/posts/words-of-it/123456/", "facebook", "PAGE", "123456"),
    ("https://facebook.com/PAGE/posts/pfbid02abcDEF", "facebook", "PAGE", "pfbid02abcDEF"),
    ("https://www.facebook.com/PAGE/photos/a.1.2.3/456/?type=3", "facebook", "PAGE", "456"),
    ("https://www.facebook.com/PAGE/videos/789/", "facebook", "PAGE", "789"),
    ("https://www.facebook.com/PAGE/videos/vb.1/789/", "facebook", "PAGE", "789"),
    ("https://www.facebook.com/photo.php?fbid=10&set=a.1&type=3", "facebook", None, "10"),
    ("https://www.facebook.com/photo/?fbid=10&set=pb.1000.-2207520000", "facebook", "1000", "10"),
    ("https://m.facebook.com/story.php?story_fbid=12&id=34", "facebook", "34", "12"),
    ("https://mbasic.facebook.com/permalink.php?story_fbid=12&amp;id=34", "facebook", "34", "12"),
    ("https://www.facebook.com/watch/?v=99", "facebook", None, "99"),
    ("https://www.facebook.com/groups/123/posts/456/", "facebook", "groups/123", "456"),
    ("https://www.facebook.com/groups/town.news/permalink/456/", "facebook", "groups/town.news", "456"),
    ("https://www.facebook.com/reel/123", "facebook", None, "123"),
    ("https://www.facebook.com/profile.php?id=1000", "facebook", "1000", None),
    ("https://www.facebook.com/people/Some-Name/1000/", "facebook", "1000", None),
    ("https://ar-ar.facebook.com/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/posts/5", "facebook", "أخبار", "5"),
    ("https://fb.watch/abcDEF/", "facebook", None, None),
    ("https://www.facebook.com/share/p/abc/", "facebook", None, None),
    ("https://developers.facebook.com/docs/", "facebook", None, None),
    ("https://scontent.fbcdn.net/v/t1.0-9/1_2_3_n.jpg", "facebook", None, None),
    ("https://x.com/USER/status/20/photo/1", "x", "USER", "20"),
    ("https://mobile.twitter.com/USER/statuses/20?s=20", "x", "USER", "20"),
    ("https://twitter.com/i/web/status/20", "x", None, "20"),
    ("https://twitter.com/#!/USER/status/20", "x", "USER", "20"),
    ("https://nitter.net/USER/status/20#m", "x", "USER", "20"),
    ("https://twitter.com/BarackObama", "x", "BarackObama", None),
    ("https://twitter.com/search?q=flag", "x", None, None),
    ("https://pbs.twimg.com/media/x.jpg", "x", None, None),
    ("https://www.youtube.com/watch?app=desktop&v=B_889oBKkNU", "youtube", None, "B_889oBKkNU"),
    ("https://youtu.be/B_889oBKkNU?t=4", "youtube", None, "B_889oBKkNU"),
    ("https://m.youtube.com/shorts/B_889oBKkNU", "youtube", None, "B_889oBKkNU"),
    ("https://www.youtube.com/live/B_889oBKkNU", "youtube", None, "B_889oBKkNU"),
    ("https://www.youtube-nocookie.com/embed/B_889oBKkNU", "youtube", None, "B_889oBKkNU"),
    ("https://i.ytimg.com/vi/B_889oBKkNU/hqdefault.jpg", "youtube", None, "B_889oBKkNU"),
    ("https://www.youtube.com/embed/videoseries?list=1", "youtube", None, None),
    ("https://www.youtube.com/@name/videos", "youtube", "name", None),
    ("https://www.youtube.com/channel/UCfiwzLy-8yKzIbsmZTzxDgw", "youtube", "UCfiwzLy-8yKzIbsmZTzxDgw", None),
    ("https://www.youtube.com/c/name", "youtube", "name", None),
    ("https://www.youtube.com/user/name", "youtube", "name", None),
    ("https://www.youtube.com/name", "youtube", "name", None),
    ("https://www.youtube.com/playlist?list=1", "youtube", None, None),
    ("https://t.me/channel/12?single", "telegram", "channel", "12"),
    ("https://t.me/s/channel/12", "telegram", "channel", "12"),
    ("https://telegram.me/channel", "telegram", "channel", None),
    ("https://t.me/c/1234567/89", "telegram", "c/1234567", "89"),
    ("https://t.me/group/2/89", "telegram", "group", "89"),
    ("https://channel.t.me/12", "telegram", "channel", "12"),
    ("https://t.me/joinchat/AAAA", "telegram", None, None),
    ("https://t.me/+AAAA", "telegram", None, None),
    ("https://www.tiktok.com/@us.er/video/12?lang=en", "tiktok", "us.er", "12"),
    ("https://www.tiktok.com/%40user/photo/12", "tiktok", "user", "12"),
    ("https://m.tiktok.com/v/12.html", "tiktok", None, "12"),
    ("https://vm.tiktok.com/ZM123/", "tiktok", None, None),
    ("https://www.instagram.com/p/CEWsh68Kc5C/?igshid=1", "instagram", None, "CEWsh68Kc5C"),
    ("https://www.instagram.com/reel/CEWsh68Kc5C/", "instagram", None, "CEWsh68Kc5C"),
    ("https://www.instagram.com/us.er/p/CEWsh68Kc5C/", "instagram", "us.er", "CEWsh68Kc5C"),
    ("https://www.instagram.com/stories/user/2384288897814875714/", "instagram", "user", "2384288897814875714"),
    ("https://www.instagram.com/stories/highlights/179/", "instagram", None, None),
    ("https://www.instagram.com/us.er/", "instagram", "us.er", None),
    ("https://help.instagram.com/123", "instagram", None, None),
    ("https://mastodon.social/@Gargron", "mastodon", "Gargron@mastodon.social", None),
    ("https://town.example/@name/109000000000000000", "mastodon", "name@town.example", "109000000000000000"),
    ("https://town.example/@name@other.example/12", "mastodon", "name@other.example", "12"),
    ("https://town.example/users/name/statuses/12", "mastodon", "name@town.example", "12"),
    ("https://bsky.app/profile/name.bsky.social/post/3l25zusnsfctk", "bluesky", "name.bsky.social", "3l25zusnsfctk"),
    ("https://bsky.app/profile/did:plc:z72i7hdy/post/self", "bluesky", "did:plc:z72i7hdy", "self"),
    ("https://vk.com/wall-1_2", "vk", "club1", "wall-1_2"),
    ("https://m.vk.com/photo5_2?rev=1", "vk", "id5", "photo5_2"),
    ("https://vkvideo.ru/video-1_2", "vk", "club1", "video-1_2"),
    ("https://vk.com/feed?w=wall-1_2", "vk", "club1", "wall-1_2"),
    ("https://vk.com/public123", "vk", "club123", None),
    ("https://ok.ru/video/123", "ok", None, "123"),
    ("https://ok.ru/group/5/topic/6", "ok", "group/5", "6"),
    ("https://rutube.ru/video/d6fb1d8a9ad9ab1e0ea0ab1ad9ab1e0e/", "rutube", None, "d6fb1d8a9ad9ab1e0ea0ab1ad9ab1e0e"),
    ("https://rutube.ru/channel/123/", "rutube", "123", None),
    ("https://odysee.com/@Name:1/film:a", "odysee", "Name:1", "film:a"),
    ("https://rumble.com/v1abc-words-of-it.html", "rumble", None, "v1abc"),
    ("https://rumble.com/c/Name", "rumble", "Name", None),
    ("https://www.bitchute.com/video/abc/", "bitchute", None, "abc"),
    ("https://www.dailymotion.com/video/x2abc_words", "dailymotion", None, "x2abc"),
    ("https://dai.ly/x2abc", "dailymotion", None, "x2abc"),
    ("https://vimeo.com/12345/abcdef", "vimeo", None, "12345"),
    ("https://player.vimeo.com/video/12345", "vimeo", None, "12345"),
    ("https://www.reddit.com/r/town/comments/abc/words/", "reddit", "r/town", "abc"),
    ("https://old.reddit.com/user/name/comments/abc/", "reddit", "u/name", "abc"),
    ("https://redd.it/abc", "reddit", None, "abc"),
    ("https://www.whatsapp.com/channel/0029Va/101", "whatsapp", "0029Va", "101"),
    ("https://www.threads.net/@name/post/CuP48CiS5sx", "threads", "name", "CuP48CiS5sx"),
    (
        "https://www.linkedin.com/posts/na-me_words-activity-6800000000000000000-Ab",
        "linkedin",
        "na-me",
        "6800000000000000000",
    ),
    ("https://weibo.com/12345/AbCdE", "weibo", "12345", "AbCdE"),
    ("https://m.weibo.cn/status/4500000", "weibo", None, "4500000"),
    ("https://www.snapchat.com/@name/spotlight/W7", "snapchat", "name", "W7"),
    ("https://www.flickr.com/photos/name/123/in/pool", "flickr", "name", "123"),
    ("https://imgur.com/gallery/words-of-it-abcdefg", "imgur", None, "abcdefg"),
    ("https://i.imgur.com/abcdefg.jpg", "imgur", None, "abcdefg"),
    ("https://justpaste.it/abc1", "justpaste.it", None, "abc1"),
    ("https://archive.org/details/some_item", "archive.org", None, "some_item"),
    ("https://archive.fo/Dyz7J/ef34381ca529e2c153cabbe8ad7ce85dc57bcd50", "archive.today", None, "Dyz7J"),
    ("https://www.liveleak.com/view?i=abc_123", "liveleak", None, "abc_123"),
    ("https://FACEBOOK.com:443/PAGE/posts/1", "facebook", "PAGE", "1"),
]


@pytest.mark.parametrize(("url", "platform", "account", "post_id"), SEEN_AT)
def test_a_url_says_platform_account_and_post(
    url: str, platform: str, account: str | None, post_id: str | None
) -> None:
    says = read_url(url)
    assert (says.platform, says.account, says.post_id, says.name) == (platform, account, post_id, None)


def test_an_escaped_slash_makes_no_other_path() -> None:
    assert read_url("https://twitter.com/name%2Fstatus%2F20") == Attribution(platform="x")


def test_every_platform_of_the_table_has_an_address_that_is_tested() -> None:
    assert {platform for _, platform, _, _ in SEEN_AT} == {platform.word for platform in PLATFORMS}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.org/a?b=1", "example.org"),
        ("http://localhost:8000/x", "localhost"),
        ("http://[::1]/x", "::1"),
        ("https://facebook.com.example.org/x/posts/1", "facebook.com.example.org"),
        ("https://notfacebook.com/x/posts/1", "notfacebook.com"),
        ("https://notgoogle.com/url?q=https%3A%2F%2Fx.com%2Fname", "notgoogle.com"),
        ("https://f\u0430cebook.com/x", "xn--fcebook-2fg.com"),  # a Cyrillic a
        ("https://faß.de/", "xn--fa-hia.de"),  # RFC 5891; the older rules made it fass.de, another site
        ("https://مثال.إختبار/x", "xn--mgbh0fb.xn--kgbechtv"),  # IANA's test domain
        ("\u200ehttps://example.org/x", "example.org"),
        ("https://medium.com/@name/words-123", "medium.com"),
    ],
)
def test_another_site_is_named_by_its_host(url: str, name: str) -> None:
    assert read_url(url) == Attribution(name=name)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/x",
        "//example.org/x",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "http:///x",
        "https://..../",
        "http://ex ample.org/",
        "http://[::1/x",
        "https://example.org:99999/",
        "https://example.org:ab/",
        "https://user:secret@example.org/x",
        "https://user:secret/with@slash.example/x",
        "ftp://user:secret@example.org/x",
        "https://example.org\\@facebook.com/x",
        "https://facebook.com\\.example.org/x",
        "https://exa\nmple.org/",
        "https://example.org/a\tb",
        "https://example.org/a\x00b",
        "https://example.org/\u202egpj.exe",
        "https://example.org/\ud800",
    ],
)
def test_a_url_that_is_not_plainly_one_is_refused_with_a_remedy(url: str) -> None:
    with pytest.raises(BadUrl, match=r"Write it like https://|Copy it again|Take out") as refused:
        read_url(url)
    assert "secret" not in str(refused.value)
    assert str(refused.value).isprintable()


def test_a_refusal_of_a_long_url_is_a_short_line() -> None:
    with pytest.raises(BadUrl) as refused:
        read_url("https://" + "a." * JUNK)
    assert len(str(refused.value)) < 200


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(["", "https://", "https://facebook.com/", "https://web.archive.org/web/"]))
def test_no_text_breaks_the_reading_of_a_url(text: str, start: str) -> None:
    try:
        says = read_url(start + text)
    except BadUrl:
        return
    assert says.platform or says.name


# Published ids with the time that the platform gave.
@pytest.mark.parametrize(
    ("platform", "post_id", "published", "tolerance_s"),
    [
        # npmjs.com/package/twitter-snowflake-to-date
        ("x", "1233161576649121792", "2020-02-27T22:46:45Z", 0),
        # en.wikipedia.org/wiki/Snowflake_ID, the example
        ("x", "1541815603606036480", "2022-06-28T16:07:40Z", 0),
        # dfir.blog/tinkering-with-tiktok-timestamps: createTime 1595988377 in the page
        ("tiktok", "6854717870488702213", "2020-07-29T02:06:17Z", 60),
        # stackoverflow.com/q/63683015
        ("instagram", "2384288897814875714", "2020-08-26T13:43:27Z", 0),
        ("instagram", "2383568809444681765", "2020-08-25T13:52:46Z", 0),
        # docs.joinmastodon.org/entities/Status: created_at 11:34:47.196
        ("mastodon", "103254962155278888", "2019-12-05T11:34:47Z", 0),
        # the README of @atcute/tid: 1724171495793000 microseconds
        ("bluesky", "3l25zusnsfctk", "2024-08-20T16:31:35Z", 0),
    ],
)
def test_published_ids_carry_the_time_that_the_platform_gave(
    platform: str, post_id: str, published: str, tolerance_s: int
) -> None:
    decoded = posted_at(platform, post_id)
    assert decoded
    moment, basis = decoded
    assert moment.earliest == moment.latest
    assert moment.zone_known
    assert 0 <= (datetime.fromisoformat(published) - moment.earliest).total_seconds() <= tolerance_s
    assert basis.startswith("post id (")


# From the first day of the youngest of the platforms until ids of 63 bits on TikTok run out.
SECONDS = st.integers(int(datetime(2022, 1, 2, tzinfo=UTC).timestamp()), 2**31 - 1)


def base64_code(number: int) -> str:
    """An Instagram code, made with the standard library instead of by arithmetic."""
    return base64.urlsafe_b64encode(number.to_bytes(9, "big")).decode().lstrip("A")


def sortable(number: int) -> str:
    """A TID, from the binary digits."""
    bits = format(number, "065b")
    return "".join("234567abcdefghijklmnopqrstuvwxyz"[int(bits[i : i + 5], 2)] for i in range(0, 65, 5))


@settings(deadline=None)
@given(SECONDS, st.integers(0, 999), st.integers(0, 1023))
def test_an_id_made_for_a_time_reads_back_as_that_time(seconds: int, milliseconds: int, low: int) -> None:
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    ms = seconds * 1000 + milliseconds
    ids = {
        "x": str((ms - 1288834974657) * 4194304 + low),
        "tiktok": str(seconds * 4294967296 + low),
        "instagram": base64_code((ms - 1314220021721) * 8388608 + low),
        "mastodon": str(ms * 65536 + low),
        "bluesky": sortable(ms * 1000 * 1024 + low),
    }
    assert {word: dated[0].earliest for word, post_id in ids.items() if (dated := posted_at(word, post_id))} == (
        dict.fromkeys(ids, moment)
    )


@pytest.mark.parametrize(
    ("platform", "post_id"),
    [
        ("x", "20"),  # the first one, of 2006: a serial number
        ("x", "29700859247"),  # about the last serial number
        ("x", "9" * 19),
        ("x", "9" * 100_000),
        ("x", "١٢٣٣١٦١٥٧٦٦٤٩١٢١٧٩٢"),
        ("x", "-1233161576649121792"),
        ("tiktok", "123"),
        ("instagram", "BwyP"),
        ("instagram", "CEWsh68Kc5"[::-1] + "!"),
        ("mastodon", "23456789"),
        ("mastodon", "9" * 20),
        ("mastodon", "9" + "0" * 18),  # would be the year 6321
        ("bluesky", "self"),
        ("bluesky", "zzzzzzzzzzzzz"),
        ("bluesky", "2222222222222"),
        ("facebook", "1233161576649121792"),
        ("youtube", "B_889oBKkNU"),
        ("nowhere", "1233161576649121792"),
    ],
)
def test_an_id_that_carries_no_plausible_time_says_none(platform: str, post_id: str) -> None:
    assert posted_at(platform, post_id) is None


def test_a_private_instagram_code_is_read_by_its_beginning() -> None:
    open_post, private = posted_at("instagram", "CEWsh68Kc5C"), posted_at("instagram", "CEWsh68Kc5C" + "x" * 28)
    assert open_post
    assert open_post == private


def test_the_time_in_the_id_comes_with_its_basis() -> None:
    says = read_url("https://bsky.app/profile/did:plc:z72i7hdy/post/3l25zusnsfctk")
    assert str(says.posted) == "2024-08-20T16:31:35Z"
    assert says.posted_basis == "post id (Bluesky TID: may be set by the author's program)"
    assert read_url("https://twitter.com/jack/status/20").posted is None


def test_an_archived_page_is_read_through_and_keeps_the_time_of_archiving() -> None:
    says = read_url(
        "https://web.archive.org/web/20160629123456if_/https://www.facebook.com/The.NSAy.Official/photos/a.1/2?type=3"
    )
    assert (says.platform, says.account, says.post_id, says.via) == (
        *("facebook", "The.NSAy.Official", "2"),
        "archive.org",
    )
    assert says.archived
    assert says.archived.earliest == says.archived.latest == datetime(2016, 6, 29, 12, 34, 56, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "platform", "name", "archived"),
    [
        ("https://web.archive.org/web/20160629123456/http:/www.example.org/a?b=1", None, "example.org", True),
        ("https://web.archive.org/web/20160629123456/www.example.org", None, "example.org", True),
        ("https://web.archive.org/web/2016*/twitter.com/name/status/20", "x", None, False),
        ("https://web.archive.org/web/20161329123456/http://example.org/", None, "example.org", False),
        ("https://web.archive.org/web/19691231235959/http://example.org/", None, "example.org", False),
        ("https://archive.ph/2016.06.29-123456/https://twitter.com/name/status/20", "x", None, True),
        ("https://archive.is/o/AbCd/https://twitter.com/name/status/20", "x", None, False),
        ("https://web.archive.org/web/20160629123456/ftp://example.org/", "archive.org", None, False),
        ("https://web.archive.org/save/https://example.org/", "archive.org", None, False),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fyoutu.be%2FB_889oBKkNU&h=AT", "youtube", None, False),
        ("https://t.me/iv?url=https%3A%2F%2Fexample.org%2Fa&rhash=1", None, "example.org", False),
    ],
)
def test_what_wraps_an_address_is_taken_off(url: str, platform: str | None, name: str | None, archived: bool) -> None:
    says = read_url(url)
    assert (says.platform, says.name, says.archived is not None) == (platform, name, archived)


def test_of_an_archive_within_an_archive_the_inner_time_counts() -> None:
    inner = "https://web.archive.org/web/20160629123456/https://twitter.com/name/status/20"
    says = read_url(f"https://web.archive.org/web/20170101000000/{inner}")
    assert says.archived == archive_stamp("20160629123456")


def test_endless_wrapping_ends() -> None:
    assert read_url("https://web.archive.org/web/20160629123456/" * 2000 + "https://x.com/a").platform == "archive.org"


CREDITS = [
    ("Instagram/@rawa.lookout, used with permission", Attribution(platform="instagram", account="rawa.lookout")),
    ("“Rawa Live” channel on Telegram", Attribution(platform="telegram", account="Rawa Live")),
    ("Instagram story of @rawa_77, archived by the Observatory", Attribution(platform="instagram", account="rawa_77")),
    ("YouTube / Rawa Today TV, archiviert von Belegarchiv", Attribution(platform="youtube", account="Rawa Today TV")),
    ("Facebook/Rosa Pérez, con autorización", Attribution(platform="facebook", account="Rosa Pérez")),
    ("Publicación de @rawa.mujeres en Instagram", Attribution(platform="instagram", account="rawa.mujeres")),
    ("Snapchat/okänd användare", Attribution(platform="snapchat")),
    ("Facebook/Grupp: Vi i Rawa", Attribution(platform="facebook", account="Vi i Rawa")),
    (
        "Screenshot: TikTok/@rawa.klartext, 9. März 2026",
        Attribution(platform="tiktok", account="rawa.klartext", date_text="9. März 2026"),
    ),
    ("(Facebook/The.NSAy.Official)", Attribution(platform="facebook", account="The.NSAy.Official")),
    ("(Facebook/New Syrian Army)", Attribution(platform="facebook", account="New Syrian Army")),
    ("[Facebook – New Syrian Army]", Attribution(platform="facebook", account="New Syrian Army")),
    ("Facebook\u00a0/\u00a0New\u202fSyrian Army.", Attribution(platform="facebook", account="New Syrian Army")),
    ("Facebook∕New Syrian Army", Attribution(platform="facebook", account="New Syrian Army")),
    ("（Facebook：New Syrian Army）", Attribution(platform="facebook", account="New Syrian Army")),
    ("Facebook : New Syrian Army", Attribution(platform="facebook", account="New Syrian Army")),
    ("Facebook | New Syrian Army", Attribution(platform="facebook", account="New Syrian Army")),
    ("(Facebook/New Syrian Army", Attribution(platform="facebook", account="New Syrian Army")),
    ("New Syrian Army/Facebook", Attribution(platform="facebook", account="New Syrian Army")),
    ("New Syrian Army's Facebook page", Attribution(platform="facebook", account="New Syrian Army")),
    ("New Syrian Army on Facebook", Attribution(platform="facebook", account="New Syrian Army")),
    ("Photo: courtesy of Facebook/New Syrian Army", Attribution(platform="facebook", account="New Syrian Army")),
    ("فيسبوك/الجيش السوري الجديد", Attribution(platform="facebook", account="الجيش السوري الجديد")),
    ("صفحة الجيش السوري الجديد على فيسبوك", Attribution(platform="facebook", account="الجيش السوري الجديد")),
    ("Facebook/أخبار — الآن", Attribution(platform="facebook", account="أخبار — الآن")),
    ("Facebook/Page (Arabic)", Attribution(platform="facebook", account="Page (Arabic)")),
    ("Facebook/The Post", Attribution(platform="facebook", account="The Post")),
    ("(YouTube)", Attribution(platform="youtube")),
    ("via Facebook", Attribution(platform="facebook")),
    ("عبر فيسبوك", Attribution(platform="facebook")),
    ("Facebook/", Attribution(platform="facebook")),
    ("Screenshot/YouTube", Attribution(platform="youtube")),
    ("Screenshot/TikTok: pamir_view", Attribution(platform="tiktok", account="pamir_view")),
    ("Telegram / Pamir View (channel)", Attribution(platform="telegram", account="Pamir View")),
    ("YouTube / Radio Lac (chaîne)", Attribution(platform="youtube", account="Radio Lac")),
    ("OK.ru / user Daniyar 86", Attribution(platform="ok", account="Daniyar 86")),
    ("YouTube / Channel 4", Attribution(platform="youtube", account="Channel 4")),
    ("يوتيوب/قناة وادينا", Attribution(platform="youtube", account="وادينا")),
    ("Bild: VK/Gruppe »Наш город«", Attribution(platform="vk", account="Наш город")),
    ("Screenshot of a YouTube video", Attribution(platform="youtube")),
    ("Posted on Facebook", Attribution(platform="facebook")),
    ("A Twitter user", Attribution(platform="x")),
    ("Twitter/@user", Attribution(platform="x", account="user")),
    ("Twitter: @user", Attribution(platform="x", account="user")),
    ("Twitter @user", Attribution(platform="x", account="user")),
    ("@user on X", Attribution(platform="x", account="user")),
    ("@user via Twitter", Attribution(platform="x", account="user")),
    ("Port Watch / YouTube (screenshot)", Attribution(platform="youtube", account="Port Watch")),
    ("Photo: Port Watch (@port_watch) on Instagram", Attribution(platform="instagram", account="port_watch")),
    ("X (formerly Twitter)/@user", Attribution(platform="x", account="user")),
    ("X/Twitter/@user", Attribution(platform="x", account="user")),
    ("Reddit/u/name", Attribution(platform="reddit", account="u/name")),
    ("Tik Tok/@name", Attribution(platform="tiktok", account="name")),
    ("Telegram channel Deir Ezzor 24", Attribution(platform="telegram", account="Deir Ezzor 24")),
    ("قناة دير الزور على تلغرام", Attribution(platform="telegram", account="دير الزور")),
    ("River Forum YouTube channel", Attribution(platform="youtube", account="River Forum")),
    ("River News channel on YouTube", Attribution(platform="youtube", account="River News channel")),
    ("Official YouTube Channel of 'River Forum'", Attribution(platform="youtube", account="River Forum")),
    ("River Forum’s official verified Facebook page", Attribution(platform="facebook", account="River Forum")),
    ("A Facebook page named River Forum", Attribution(platform="facebook", account="River Forum")),
    ("River Forum, a Facebook user", Attribution(platform="facebook", account="River Forum")),
    ("Posted by River Forum on Facebook", Attribution(platform="facebook", account="River Forum")),
    ("River Forum, YouTube", Attribution(platform="youtube", account="River Forum")),
    ("River Forum via its Twitter account", Attribution(name="River Forum", via="x")),
    ("Instagram user: ‘river.forum’", Attribution(platform="instagram", account="river.forum")),
    ("'Talking Frame' Facebook page", Attribution(platform="facebook", account="Talking Frame")),
    ("AFP Photographer A. Name, via Getty Images", Attribution(name="AFP Photographer A. Name", via="Getty Images")),
    ("Amaq", Attribution(name="Amaq")),
    ("A3maq", Attribution(name="Amaq")),
    ("أعماق", Attribution(name="Amaq")),
    ("(وكالة أعماق)", Attribution(name="Amaq")),
    ("A'maq News Agency", Attribution(name="Amaq")),
    ("المصدر: وكالة أعماق", Attribution(name="Amaq")),
    ("Source: Amaq via Telegram", Attribution(name="Amaq", via="telegram")),
    ("Source: Local council via Telegram", Attribution(name="Local council", via="telegram")),
    ("Telegram/A3maq", Attribution(platform="telegram", account="A3maq", name="Amaq")),
    ("Facebook/News Page via Telegram", Attribution(platform="facebook", account="News Page", via="telegram")),
    ("Amaq via Reuters", Attribution(name="Amaq", via="Reuters")),
    ("AFP via Getty Images", Attribution(name="AFP", via="Getty Images")),
    ("AFP", Attribution(name="AFP")),
    ("© AFP", Attribution(name="AFP")),
    ("Agence France‑Presse", Attribution(name="AFP")),
    ("Associated Press (AP)", Attribution(name="AP")),
    ("Reuters", Attribution(name="Reuters")),
    ("SANA", Attribution(name="SANA")),
    ("سانا", Attribution(name="SANA")),
    ("AFP/Facebook", Attribution(platform="facebook", name="AFP")),
    ("AFP PHOTO / HO / YOUTUBE", Attribution(platform="youtube", name="AFP")),
    ("YouTube/Aleppo Media Center/AFP", Attribution(platform="youtube", account="Aleppo Media Center", name="AFP")),
    ("Photo: A. Name/Agency", Attribution(name="A. Name/Agency")),
    ("(Photo by ANNA NAME / AFP)", Attribution(name="ANNA NAME / AFP")),
    ("Courtesy of Aleppo Media Center", Attribution(name="Aleppo Media Center")),
    (
        "(YouTube / Aleppo Media Center / March 4, 2016)",
        Attribution(platform="youtube", account="Aleppo Media Center", date_text="March 4, 2016"),
    ),
    (
        "Facebook/New Syrian Army, 2016-06-29",
        Attribution(platform="facebook", account="New Syrian Army", date_text="2016-06-29"),
    ),
    (
        "(فيسبوك / الجيش / ٤ آذار ٢٠١٦)",
        Attribution(platform="facebook", account="الجيش", date_text="٤ آذار ٢٠١٦"),
    ),
    ("Facebook/Page/03/04/2016", Attribution(platform="facebook", account="Page", date_text="03/04/2016")),
    ("YouTube / 2016", Attribution(platform="youtube", date_text="2016")),
    ("YouTube, on March 4, 2016", Attribution(platform="youtube", date_text="March 4, 2016")),
    ("River News; November 28, 2018", Attribution(name="River News", date_text="November 28, 2018")),
    ("AFP 4 March 2016", Attribution(name="AFP", date_text="4 March 2016")),
    ("https://facebook.com/PAGE/posts/12", Attribution(platform="facebook", account="PAGE", post_id="12")),
    ("Source: t.me/channel/12", Attribution(platform="telegram", account="channel", post_id="12")),
    # Capitals and bars, and what was done with the picture before whose it is.
    ("PHOTO | RIVER FORUM | TELEGRAM", Attribution(platform="telegram", account="RIVER FORUM")),
    ("Submitted photo | River Forum (Facebook group)", Attribution(platform="facebook", account="River Forum")),
    ("COURTESY | FACEBOOK/RIVER FORUM", Attribution(platform="facebook", account="RIVER FORUM")),
    ("Photo lifted from River Forum Facebook page", Attribution(platform="facebook", account="River Forum")),
    ("Photo provided by River Forum on Facebook", Attribution(platform="facebook", account="River Forum")),
    ("Received via WhatsApp", Attribution(platform="whatsapp")),
    ("Provided/Facebook", Attribution(platform="facebook")),
    ("River Police/Facebook/ABC", Attribution(platform="facebook", account="River Police")),
    ("Okänd/via Whatsapp", Attribution(platform="whatsapp")),
    # The account after the word for its kind, beside the platform, or with its sign on the wrong side.
    ("Photo: X@river_forum", Attribution(platform="x", account="river_forum")),
    ("تيك توك: river_forum@", Attribution(platform="tiktok", account="river_forum")),
    ("تيك توك (@river_forum)", Attribution(platform="tiktok", account="river_forum")),
    ("Insta-Story @river_forum", Attribution(platform="instagram", account="river_forum")),
    ("River Forum (@river_forum på Instagram)", Attribution(platform="instagram", account="river_forum")),
    ("River Forum media office, via Telegram/@river_forum", Attribution(platform="telegram", account="river_forum")),
    ("Källa: X-kontot @river_forum", Attribution(platform="x", account="river_forum")),
    ("Bild: Skärmdump från X, kontot @river_forum", Attribution(platform="x", account="river_forum")),
    ("Skärmdump från Facebook/Hjo kommun", Attribution(platform="facebook", account="Hjo kommun")),
    ("Bild från Telegramkanalen Rawa", Attribution(platform="telegram", account="Rawa")),
    ("Standbild aus einem Video des Telegram-Kanals Rawa", Attribution(platform="telegram", account="Rawa")),
    ("Screenshot/Telegram-Kanal »Rawa 24«", Attribution(platform="telegram", account="Rawa 24")),
    ("Foto tomada de Facebook / Bomberos de Rawa", Attribution(platform="facebook", account="Bomberos de Rawa")),
    ("Foto: Facebook Bomberos de Rawa", Attribution(platform="facebook", account="Bomberos de Rawa")),
    ("Courtesy River Fire Department Facebook", Attribution(platform="facebook", account="River Fire Department")),
    ("Facebook (Cofradía de Rawa)", Attribution(platform="facebook", account="Cofradía de Rawa")),
    ("Rawa Media (organe du front), diffusé sur Telegram", Attribution(platform="telegram", account="Rawa Media")),
    ("لقطة شاشة من فيديو نشرته صفحة راوة الآن على فيسبوك", Attribution(platform="facebook", account="راوة الآن")),
    # The thing before the name or behind it.
    ("Facebook/River Forum photo", Attribution(platform="facebook", account="River Forum")),
    ("Photo Mairie de Rawa / Facebook", Attribution(platform="facebook", account="Mairie de Rawa")),
    ("Foto: Cortesía Bomberos de Rawa / Facebook", Attribution(platform="facebook", account="Bomberos de Rawa")),
    ("Foto: Leserfoto/WhatsApp", Attribution(platform="whatsapp")),
    ("Bild: Läsarbild/Facebook", Attribution(platform="facebook")),
    # What stands beside the source: who worked on it, and what it is laid beside.
    ("Facebook/Rawa Aktuell (Screenshot), Montage: DESK", Attribution(platform="facebook", account="Rawa Aktuell")),
    ("TikTok/@rawa ; A. Name", Attribution(platform="tiktok", account="rawa")),
    ("Telegram/@rawa; Mapillary/someone", Attribution(platform="telegram", account="rawa")),
    ("Telegram / Google Earth", Attribution(platform="telegram")),
    # What became of an account or post since, and the kind of an account behind its name or before it.
    ("Facebook/Rawa Archive (account since closed)", Attribution(platform="facebook", account="Rawa Archive")),
    ("Facebook/Rawa Archiv (Seite inzwischen gelöscht)", Attribution(platform="facebook", account="Rawa Archiv")),
    ("X / @rawa, archiviert am 1.5.2024", Attribution(platform="x", account="rawa", date_text="1.5.2024")),
    ("Telegram: Rawa Alarm channel", Attribution(platform="telegram", account="Rawa Alarm")),
    ("Facebook/Gruppen Rawa Väst", Attribution(platform="facebook", account="Rawa Väst")),
    ("Facebook/Rawa en images", Attribution(platform="facebook", account="Rawa en images")),
    ("PERFIL DE FACEBOOK 'EL RAWEÑO'", Attribution(platform="facebook", account="EL RAWEÑO")),
    ("TikTok - @rawa / Google Earth", Attribution(platform="tiktok", account="rawa")),
    # Who holds an account, and whose part of a line it is.
    ("Facebook profile of Haja Rawa, deputy mayor", Attribution(platform="facebook", account="Haja Rawa")),
    ("Radio Rawa, from its YouTube channel", Attribution(platform="youtube", account="Radio Rawa")),
    ("Foto: A. Name / Instagram rawa.now", Attribution(platform="instagram", account="rawa.now", name="A. Name")),
    (
        "Rawa Press/ Canal de Telegram Selva Noticias",
        Attribution(platform="telegram", account="Selva Noticias", name="Rawa Press"),
    ),
    ("Posted to X by @rawa on 3 May", Attribution(platform="x", account="rawa")),
    ("Foto: Rawa Auge/Instagram/dpa", Attribution(platform="instagram", account="Rawa Auge", name="dpa")),
    ("Crédito: X/@rawa", Attribution(platform="x", account="rawa")),
    ("Gentileza canal de Telegram Rawa del Valle", Attribution(platform="telegram", account="Rawa del Valle")),
    ("Upload by the YouTube channel Rawa Sky", Attribution(platform="youtube", account="Rawa Sky")),
    ("Handout", Attribution()),
    ("", Attribution()),
    (" \u200e ", Attribution()),
    ("()", Attribution()),
]


def test_two_platforms_about_a_slash_are_two_sources() -> None:
    assert sources_in("TikTok / YouTube, Canal Rawa") == ["TikTok", "YouTube, Canal Rawa"]
    assert read_credit("TikTok / YouTube, Canal Rawa") == Attribution(platform="tiktok")
    assert sources_in("Telegram/Rawa, the old town") == []


def test_sources_that_only_commas_part_are_several_where_each_has_an_account() -> None:
    assert sources_in("Instagram/@rawa, Facebook/Rawa Daily") == ["Instagram/@rawa", "Facebook/Rawa Daily"]
    assert sources_in('TELEGRAM / @rawa - PAGE FACEBOOK "RAWA D\'HIER"')[1] == 'PAGE FACEBOOK "RAWA D\'HIER"'
    assert sources_in("Facebook/Rawa Daily, the river") == []


@pytest.mark.parametrize(
    ("caption", "platform", "account"),
    [
        ("This undated photo posted on X by the account @rawa_now shows a checkpoint.", "x", "rawa_now"),
        ("A frame from video posted by the Facebook page Rawa Vision on Friday.", "facebook", "Rawa Vision"),
        ("The flight path. Upload by the YouTube channel Rawa Sky.", "youtube", "Rawa Sky"),
        ("سكان يفرون. نشره مستخدم تيك توك «بلدنا» في 29 سبتمبر", "tiktok", "بلدنا"),
        ("سفينة في صورتين نشرهما حساب @rawa على إكس", "x", "rawa"),
        ("مسلحون. المقطع من قناة t.me/rawa_fire، لم نتحقق منه", "telegram", "rawa_fire"),
        ("Rök. Bilden publicerades på Telegram av kanalen „Rawakollen”", "telegram", "Rawakollen"),
        ("Rauch, Standbild aus einem Video des Telegram-Kanals Rawa Auge", "telegram", "Rawa Auge"),
        ("Ein Löwe, verbreitet von der Telegram-Gruppe „Rawa 24“", "telegram", "Rawa 24"),
        ("Des motos, dans une vidéo relayée sur Telegram par le compte @veille_rawa", "telegram", "veille_rawa"),
    ],
)
def test_a_caption_tells_in_its_sentence_whose_the_medium_is(caption: str, platform: str, account: str) -> None:
    assert said_within(caption) == Attribution(platform=platform, account=account)


def test_what_a_caption_tells_does_not_outweigh_another_credit_unless_something_was_posted() -> None:
    caption = "A. Name, who runs the Facebook page Rawa Vision, in her kitchen."
    assert said_within(caption, credit="AFP") is None
    assert said_within("A still posted by the Facebook page Rawa Vision.", credit="AFP") is not None
    assert said_within("Residents share a Facebook page in Homs") is None


@pytest.mark.parametrize(
    ("caption", "account"),
    [
        (
            "The original recording, uploaded on 18 November 2020 by the channel Canal Rawa Informa.",
            "Canal Rawa Informa",
        ),
        ("Veröffentlicht am Freitag vom Kanal „Rawa Auge“", "Rawa Auge"),
        ("Publié en mai par @rawa.info", "rawa.info"),
        ("The clip was shared widely by residents of Rawa", None),
    ],
)
def test_a_caption_tells_who_posted_what_is_embedded(caption: str, account: str | None) -> None:
    assert account_within(caption) == account


@pytest.mark.parametrize(("text", "says"), CREDITS)
def test_a_credit_line_says_what_it_says(text: str, says: Attribution) -> None:
    assert read_credit(text) == says


@pytest.mark.parametrize(
    "text",
    [
        "State House Kenya",
        "The New York Times",
        "@AlbinSzakola",
        "YouTube Aleppo Media",
        "A. Name <name@example.org>",
        "Facebook/Twitter",
        "Left: Facebook/A. Right: YouTube/B",
        "British Pathé (old newsreels and documentaries)",
        "Associated Press ; A. Name of Xinhua",
        "A. Name/AFP",
        "The Telegraph",  # not telegra.ph
        "Alamy, Getty Images, Flickr",
        "The photo was shared on a site for pictures, Imgur",
        "The image was first posted by his son on Facebook",
        "A. Name and B. Name on Facebook",
        "A Facebook user from a town in Syria",
        "A Facebook user in Homs",
        "Facebook user and example.org",
        "VK website user (from a Russian site)",
        "First image: A. Name; second image: B. Name/AFP via Getty Images",
        "Report in an article of 13 September 2018",
        "Press release on 27 July 2021",
        "Malcolm X",
        "ok",
        "www.example.org/page",
        "An image uploaded by a New Syrian Army-affiliated Facebook accounts",
    ],
)
def test_a_line_that_is_not_understood_is_the_name_as_given(text: str) -> None:
    assert read_credit(text) == Attribution(name=text)


def test_a_caption_is_no_credit_line() -> None:
    caption = "Facebook/" + "word " * 200
    assert read_credit(caption) == Attribution(name=caption.strip())


# A title with a point in it would make an address of the line.
NAMED = [platform for platform in PLATFORMS if "." not in platform.title]
# Accounts whose words are none of the grammar's own.
ACCOUNTS = st.from_regex(r"Zq[a-z0-9.]{1,8}( Zq[a-z0-9]{1,8}){0,3}", fullmatch=True).map(lambda text: text.rstrip("."))
SHAPES = ["({}/{})", "{} / {}", "{}: {}", "[{} – {}]", "Photo: {}/{}", "{} channel {}", "{1} on {0}", "{1}/{0}"]


@settings(deadline=None)
@given(st.sampled_from(NAMED), ACCOUNTS, st.sampled_from(SHAPES))
def test_any_account_on_any_platform_is_read_in_any_usual_shape(platform: Platform, account: str, shape: str) -> None:
    assume(shape != "{} channel {}" or len(platform.title) > 1)  # a letter alone, as in "X channel", may be any name
    credit = shape.format(platform.title, account)
    assert read_credit(credit) == Attribution(platform=platform.word, account=account)


@settings(deadline=None)
@given(st.text(max_size=120))
def test_no_text_breaks_the_reading_of_a_credit(text: str) -> None:
    says = read_credit(text)
    assert says.platform is None or canonical_platform(says.platform) == says.platform


def test_of_real_sources_only_those_without_a_name_are_left_without_one(corpus: Path) -> None:
    """Sources in fact-checkers' own words, few of them in the form of a credit line."""
    records = [
        record
        for name in ("train", "val", "test")
        for record in json.loads((corpus / "claims" / "UKPLab_5pils" / f"{name}.json").read_text("utf-8"))
    ]
    sources = {record["source"] for record in records}
    nameless = {source for source in sources if not (says := read_credit(source)).platform and not says.name}
    assert len(sources) > 500
    assert nameless == {"Social media user", "Website on 23 December 2015", "A website from November 2015"}
    on_platforms = {source: says for source in sources if (says := read_credit(source)).platform}
    assert len(on_platforms) > 60
    for source, says in on_platforms.items():
        assert says.account is None or says.account in source


@pytest.mark.parametrize(
    ("word", "platform"),
    [
        ("Twitter", "x"),
        ("X", "x"),
        ("x.com", "x"),
        ("fb", "facebook"),
        ("FaceBook", "facebook"),
        ("www.facebook.com", "facebook"),
        ("VKontakte", "vk"),
        ("ВКонтакте", "vk"),
        ("You Tube", "youtube"),
        ("فيسبوك", "facebook"),
        ("الفيسبوك", "facebook"),
        ("فيس بوك", "facebook"),
        ("يوتيوب", "youtube"),
        ("تلغرام", "telegram"),
        ("تيليجرام", "telegram"),
        ("تيليغرام", "telegram"),
        ("تويتر", "x"),
        ("إكس", "x"),
        ("انستغرام", "instagram"),
        ("إنستغرام", "instagram"),
        ("تيك توك", "tiktok"),
        ("واتساب", "whatsapp"),
        ("Wayback Machine", "archive.org"),
        ("Amaq", None),
        ("A3maq", None),
        ("somewhere", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_a_platform_has_one_word_for_all_its_names(word: str, platform: str | None) -> None:
    assert canonical_platform(word) == platform


def test_words_titles_and_hosts_of_all_platforms_are_their_own_names() -> None:
    for platform in PLATFORMS:
        for name in (platform.word, platform.title, *platform.hosts):
            assert canonical_platform(name) == platform.word


def test_a_platform_has_a_title_for_people() -> None:
    assert [platform_title(word) for word in ("facebook", "youtube", "vk", "Amaq")] == [
        "Facebook",
        "YouTube",
        "VK",
        "Amaq",
    ]


@pytest.mark.parametrize("platform", ["x", "telegram", "instagram", "tiktok", "youtube"])
@pytest.mark.parametrize("given", ["x1", "@x1", " @x1 "])
def test_an_account_is_one_source_with_and_without_its_sign(archive: Archive, platform: str, given: str) -> None:
    path = "@x1" if platform in ("tiktok", "youtube") else "x1"
    host = BY_WORD[platform].hosts[0]
    claim = Claim("A flag", asserted_by=f"{platform}:{given.strip()}")
    archive.ingest(
        [
            Intake(label="one", url=f"https://{host}/{path}"),
            Intake(label="two", platform=platform, account=given, claims=(claim,)),
        ]
    )
    assert [source.key for _, source, _, _ in archive.sources()] == [f"{platform}:x1"]
    assert archive.source_called(f"{platform}:@x1") == archive.source_called("@x1")


def test_an_account_that_is_given_is_renamed_as_its_address_is() -> None:
    assert account_name("public12345", "vk") == "club12345"
    assert account_name("@", "x") is None


def test_an_unknown_account_stays_visible_in_the_source() -> None:
    assert source_of(read_credit("(YouTube)")).key == "youtube:?"
    assert source_of(read_credit("(Facebook/The.NSAy.Official)")).key == "facebook:The.NSAy.Official"
    assert source_of(read_credit("A3maq")).key == "Amaq"
    assert source_of(read_url("https://www.example.org/")).key == "example.org"


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "Facebook/",
        "via ",
        "a",
        " ",
        "\u0301",
        "https://x.com/",
        "@",
        "/",
        "January ",
        "%41",
        "&a=",
        "a.",
        "-",
        "9",
        "\\",
    ],
)
@pytest.mark.parametrize(
    "start", ["", "https://", "https://x.com/", "https://web.archive.org/web/1/", "https://imgur.com/a/"]
)
def test_junk_is_read_in_linear_time(start: str, piece: str) -> None:
    junk = start + piece * (JUNK // len(piece))
    began = time.process_time()
    read_credit(junk)
    read_credit(junk[:300])
    canonical_platform(junk)
    with suppress(BadUrl):
        read_url(junk)
    assert time.process_time() - began < LIMIT_S
