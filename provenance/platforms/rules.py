"""Platforms as data: their names, their hosts, and the shapes of their addresses. No reading happens here.

A shape is matched against the path from its beginning, segment by segment, and what follows it is free:

    {account}        one segment, kept as the account; {post} likewise
    {post:REGEX}     the same, of this form; without a name it is matched and not kept
    ?key={post}      a query parameter that must be there
    //HOST/...       only on that host or below it

Shapes are tried in order, so special ones come first, and one that keeps nothing ends the search. A short
link that only redirects has no post id: its code is not the post's.
"""

from __future__ import annotations

import re
from functools import cache

from provenance.named import NamedTuple
from provenance.text import fold


class Platform(NamedTuple):
    """How one platform is named and addressed."""

    word: str  # canonical
    title: str
    hosts: tuple[str, ...] = ()  # with everything below them; "nitter.*" is that first label anywhere
    shapes: tuple[str, ...] = ()
    plain_hosts: tuple[str, ...] = ()  # of files and short links: the paths name no account
    reserved: str = ""  # first segments that are pages of the platform, not accounts
    spelled: str = ""  # other names that people write, with ";" between
    account_host: str | None = None  # what stands before this host is the account
    federated: bool = False  # each host has accounts of its own
    renamed: tuple[tuple[str, str], ...] = ()  # expression and replacement: two addresses of one account
    owner_in_post: tuple[tuple[str, str], ...] = ()  # expression over the post id, and the account it says


class WebArchive(NamedTuple):
    """A web archive, whose addresses contain the archived one."""

    word: str
    hosts: tuple[str, ...]
    inner: str  # expression over path and query, ASCII; groups: stamp, url


FACEBOOK = Platform(
    word="facebook",
    title="Facebook",
    hosts=("facebook.com", "fb.com"),
    plain_hosts=("fb.watch", "fb.me", "fbcdn.net", "fbsbx.com"),
    shapes=(
        "{:permalink\\.php|story\\.php}?story_fbid={post}&id={account}",
        "{:photo|photo\\.php}?fbid={post}&id={account}",
        "{:photo|photo\\.php}?fbid={post}&set=pb.{account:\\d+}{:.*}",
        "{:photo|photo\\.php}?fbid={post}",
        "{:watch|video\\.php}?v={post}",
        "reel/{post}",
        "{account:groups/[^/]+}/{:posts|permalink}/{post}",
        "{account:groups/[^/]+}?multi_permalinks={post}",
        "{account:groups/[^/]+}",
        "stories/{account}/{post}",
        "{:pages|people}/{:[^/]+}/{account:\\d+}",
        "p/{:[^/]*-}{account:\\d+}",
        "pg/{account}",
        "profile.php?id={account}",
        "{account}/{:posts|photos|videos}/{:[^/]+}/{post:\\d+}",
        "{account}/{:posts|photos|videos|reel}/{post:\\d+|pfbid\\w+}",
        "{account:[^/]+(?<!\\.php)}",
    ),
    reserved="ads business dialog events gaming groups hashtag help login marketplace media notes pages people "
    "pg photo photos plugins policies profile public reel reels search settings share sharer stories story tr "
    "v video videos watch",
    spelled="fb;face book;фейсбук;фб;فيسبوك;فايسبوك;فيس بوك;فايس بوك;فيس;فسبوك",
)
INSTAGRAM = Platform(
    word="instagram",
    title="Instagram",
    hosts=("instagram.com", "instagr.am"),
    plain_hosts=("cdninstagram.com", "ig.me"),
    shapes=(
        "{:stories/highlights|reels/audio}",
        "{:p|reel|reels|tv}/{post:[\\w-]{5,}}",
        "stories/{account}/{post:\\d+}",
        "stories/{account}",
        "{account}/{:p|reel|reels|tv}/{post:[\\w-]{5,}}",
        "{account}",
    ),
    reserved="about accounts developer direct explore legal p reel reels share stories tv web",
    spelled="ig;insta;инстаграм;انستغرام;انستاغرام;انستجرام;انستاجرام;انستقرام;انستا",
)
YOUTUBE = Platform(
    word="youtube",
    title="YouTube",
    hosts=("youtube.com", "youtu.be", "youtube-nocookie.com", "ytimg.com"),
    plain_hosts=("googlevideo.com", "ggpht.com"),
    shapes=(
        "//youtu.be/{post:[\\w-]{11}}",
        "//ytimg.com/{:vi|vi_webp|an_webp}/{post:[\\w-]{11}}",
        "watch?v={post:[\\w-]{11}}",
        "embed/live_stream?channel={account}",
        "embed/{:live_stream|videoseries}",
        "{:shorts|live|embed|v|e|watch}/{post:[\\w-]{11}}",
        "{:channel|c|user}/{account}",
        "@{account}",
        "//youtube.com/{account}",
    ),
    reserved="about ads app attribution_link c channel clip creators e embed feed gaming hashtag howyoutubeworks "
    "kids live music playlist post premium redirect results shorts source t user v watch",
    spelled="yt;you tube;ютуб;ютьюб;يوتيوب;يوتوب;يو تيوب",
)
X = Platform(
    word="x",
    title="X (Twitter)",
    hosts=("x.com", "twitter.com", "nitter.*", "xcancel.com", "fxtwitter.com", "vxtwitter.com", "fixupx.com"),
    plain_hosts=("t.co", "twimg.com", "pic.twitter.com"),
    shapes=(
        "i/web/status/{post:\\d+}",
        "i/status/{post:\\d+}",
        "//platform.twitter.com/{:.*}?id={post:\\d+}",
        "intent/{:user|follow}?screen_name={account}",
        "{:@?}{account:\\w+}/{:status|statuses}/{post:\\d+}",
        "{:@?}{account:\\w+}",
    ),
    reserved="about compose embed explore hashtag home i intent jobs login messages notifications pic privacy "
    "search settings share signup tos who_to_follow",
    spelled="twitter;x formerly twitter;x formerly known as twitter;x twitter;twitter x;twitter now x;твиттер;"
    "تويتر;تويتير;اكس;منصة اكس",
)
TELEGRAM = Platform(
    word="telegram",
    title="Telegram",
    hosts=("t.me", "telegram.me", "telegram.dog"),
    plain_hosts=("telesco.pe", "telegra.ph", "cdn-telegram.org", "telegram.org"),
    account_host="t.me",
    shapes=(
        "{account:c/\\d+}/{:\\d+}/{post:\\d+}",
        "{account:c/\\d+}/{post:\\d+}",
        "s/{account:\\w+}/{post:\\d+}",
        "s/{account:\\w+}",
        "{account:\\w+}/{:\\d+}/{post:\\d+}",
        "{account:\\w+}/{post:\\d+}",
        "{account:\\w+}",
    ),
    reserved="addemoji addlist addstickers addtheme bg blog boost c confirmphone contact dl faq giftcode "
    "invoice iv joinchat login m proxy s setlanguage share socks",
    spelled="tg;телеграм;телеграмм;تلغرام;تليغرام;تيليغرام;تلجرام;تليجرام;تيليجرام;تلكرام;تليكرام;تلقرام;"
    "تيلغرام;تيلجرام;تلي غرام;تلي جرام",
)
TIKTOK = Platform(
    word="tiktok",
    title="TikTok",
    hosts=("tiktok.com",),
    plain_hosts=("vm.tiktok.com", "vt.tiktok.com", "tiktokcdn.com", "tiktokcdn-us.com", "tiktokv.com"),
    shapes=(
        "@{account}/{:video|photo}/{post:\\d+}",
        "@/{:video|photo}/{post:\\d+}",
        "@{account}",
        "{:embed|embed/v2|player/v1|share/video}/{post:\\d+}",
        "v/{post:\\d+}{:\\.html}",
    ),
    spelled="tik tok;тикток;تيك توك;تيكتوك;تك توك",
)
MASTODON = Platform(
    word="mastodon",
    title="Mastodon",
    hosts=("mastodon.social", "mastodon.online", "mstdn.social"),
    federated=True,
    shapes=("@{account}/{post:\\d+}", "users/{account}/statuses/{post:\\d+}", "@{account}"),
    spelled="мастодон;ماستودون",
)
BLUESKY = Platform(
    word="bluesky",
    title="Bluesky",
    hosts=("bsky.app",),
    plain_hosts=("bsky.social", "go.bsky.app", "video.bsky.app"),
    shapes=(
        "profile/{account}/post/{post}",
        "profile/{account}",
        "img/{:[^/]+}/plain/{account}",
    ),
    spelled="bsky;blue sky;بلوسكاي;بلو سكاي",
)
VK = Platform(
    word="vk",
    title="VK",
    hosts=("vk.com", "vk.ru", "vkvideo.ru", "vkontakte.ru"),
    plain_hosts=("vk.cc", "userapi.com", "vk.me"),
    shapes=(
        "{post:(wall|photo|video|clip|story|album|doc|topic)-?\\d+_\\d+}",
        "{:[^/]+}?w={post:wall-?\\d+_\\d+}{:.*}",
        "{:[^/]+}?z={post:(photo|video|clip)-?\\d+_\\d+}{:.*}",
        "{:video/|}@{account:[\\w.]+}{:-[^/]*|}",
        "{account:[\\w.]+}",
    ),
    renamed=(("public(?=\\d)", "club"),),
    owner_in_post=(("[a-z]+-(\\d+)_\\d+", "club\\1"), ("[a-z]+(\\d+)_\\d+", "id\\1")),
    reserved="about album apps audios away away.php clips doc docs feed gifts groups im join login market "
    "photos playlist search share share.php stickers topic video video_ext.php videos wall",
    spelled="vkontakte;v kontakte;вконтакте;вк;فكونتاكتي",
)
OK = Platform(
    word="ok",
    title="Odnoklassniki",
    hosts=("ok.ru", "odnoklassniki.ru"),
    shapes=(
        "{:video|live|videoembed}/{post:\\d+}",
        "{account:(profile|group)/\\d+}/{:[a-z]+}/{post:\\d+}",
        "{account:(profile|group)/\\d+}",
        "{account}/{:topic|statuses}/{post:\\d+}",
        "{account}",
    ),
    reserved="dk games group groups help live music profile search video videoembed",
    spelled="одноклассники;одноклассниках",
)
ARCHIVE_TODAY_HOSTS = tuple(f"archive.{ending}" for ending in ("today", "ph", "is", "li", "vn", "fo", "md"))
VIDEO_SITES = (
    Platform(
        word="rutube",
        title="Rutube",
        hosts=("rutube.ru",),
        shapes=(
            "{:video/person|channel}/{account}",
            "{:video|shorts|play/embed|embed}/{post:\\w{20,}}",
            "u/{account}",
        ),
        spelled="рутуб;روتيوب",
    ),
    Platform(
        word="odysee",
        title="Odysee",
        hosts=("odysee.com", "lbry.tv"),
        shapes=(
            "$/embed/@{account}/{post}",
            "$/{:embed|download}/{post}",
            "@{account}/{post}",
            "@{account}",
            "{post:[^/$@]+:\\w+}",
        ),
    ),
    Platform(
        word="rumble",
        title="Rumble",
        hosts=("rumble.com",),
        shapes=("{:c|user}/{account}", "embed/{post:v\\w+}", "{post:v\\w+}{:-[^/]*|\\.html}"),
    ),
    Platform(
        word="bitchute",
        title="BitChute",
        hosts=("bitchute.com",),
        shapes=("{:video|embed}/{post}", "{:channel|profile}/{account}"),
    ),
    Platform(
        word="dailymotion",
        title="Dailymotion",
        hosts=("dailymotion.com", "dai.ly"),
        shapes=(
            "//dai.ly/{post:\\w+}",
            "{:player.*}?video={post:[a-z0-9]+}",
            "{:video|embed/video|swf/video}/{post:[a-z0-9]+}{:[^/]*}",
            "{account:[\\w.-]+(?<!\\.html)}",
        ),
        reserved="embed feed hashtag hub live partner player playlist search signin swf topic video videos",
        spelled="daily motion;ديلي موشن;دايلي موشن",
    ),
    Platform(
        word="vimeo",
        title="Vimeo",
        hosts=("vimeo.com",),
        plain_hosts=("vimeocdn.com",),
        shapes=(
            "{:video/|}{post:\\d+}",
            "{:channels|groups|album|showcase}/{:[^/]+}/{:video/|videos/|}{post:\\d+}",
            "ondemand/{:[^/]+}/{post:\\d+}",
            "channels/{account}",
            "{account}",
        ),
        reserved="about album blog categories features groups join log_in ondemand search showcase stock video watch",
        spelled="فيميو",
    ),
    Platform(
        word="liveleak",
        title="LiveLeak",
        hosts=("liveleak.com",),
        shapes=("view?i={post}", "view?t={post}", "c/{account}"),
        spelled="live leak",
    ),
)
OTHERS = (
    Platform(
        word="reddit",
        title="Reddit",
        hosts=("reddit.com", "redd.it"),
        plain_hosts=("i.redd.it", "preview.redd.it", "v.redd.it", "redditmedia.com"),
        shapes=(
            "//redd.it/{post:\\w+}",
            "{account:(r|u|user)/[^/]+}/comments/{post:\\w+}",
            "{:comments|gallery}/{post:\\w+}",
            "{account:(r|u|user)/[^/]+}",
        ),
        renamed=(("user/", "u/"),),
        spelled="ريديت",
    ),
    Platform(
        word="whatsapp",
        title="WhatsApp",
        hosts=("whatsapp.com", "wa.me"),
        plain_hosts=("whatsapp.net", "chat.whatsapp.com"),
        shapes=(
            "//wa.me/{account:\\d+}",
            "channel/{account}/{post:\\d+}",
            "channel/{account}",
        ),
        spelled="whats app;ватсап;واتساب;واتس اب;وتساب;واتسآب",
    ),
    Platform(
        word="threads",
        title="Threads",
        hosts=("threads.net", "threads.com"),
        shapes=("@{account}/post/{post}", "t/{post}", "@{account}"),
        spelled="ثريدز",
    ),
    Platform(
        word="linkedin",
        title="LinkedIn",
        hosts=("linkedin.com",),
        plain_hosts=("lnkd.in", "licdn.com"),
        shapes=(
            "posts/{account:[^/_]+}_{:[^/]*-}{post:\\d{15,}}-{:[^/]+}",
            "{:feed/update|embed/feed/update}/{:urn:li:\\w+:}{post:\\d+}",
            "{:in|company|school|showcase}/{account}",
        ),
        spelled="linked in;لينكد ان;لينكدان",
    ),
    Platform(
        word="weibo",
        title="Weibo",
        hosts=("weibo.com", "weibo.cn"),
        plain_hosts=("sinaimg.cn", "t.cn", "passport.weibo.com"),
        shapes=(
            "{:status|statuses|detail}/{post:\\w+}",
            "tv/show/{post}",
            "{:u|n}/{account}",
            "{account:\\d+}/{post:\\w+}",
            "{account}",
        ),
        reserved="detail hot login newlogin p search signup status statuses tv ttarticle",
        spelled="sina weibo;微博;新浪微博",
    ),
    Platform(
        word="snapchat",
        title="Snapchat",
        hosts=("snapchat.com",),
        plain_hosts=("map.snapchat.com", "sc-cdn.net"),
        shapes=(
            "@{account}/spotlight/{post}",
            "spotlight/{post}",
            "add/{account}",
            "@{account}",
        ),
        spelled="snap chat;snap;سناب شات;سناب تشات;سناب",
    ),
    Platform(
        word="flickr",
        title="Flickr",
        hosts=("flickr.com", "staticflickr.com"),
        plain_hosts=("flic.kr",),
        shapes=(
            "//staticflickr.com/{:\\d+}/{post:\\d+}_{:[^/]+}",
            "//staticflickr.com",
            "photos/tags",
            "photos/{account}/{post:\\d+}",
            "{:photos|people}/{account}",
        ),
        spelled="فليكر",
    ),
    Platform(
        word="imgur",
        title="Imgur",
        hosts=("imgur.com",),
        shapes=(
            "user/{account}",
            "{:a|gallery}/{:[^/]+-}{post:\\w{5,}}",
            "{:a|gallery|t/[^/]+|r/[^/]+}/{post:\\w{5,}}",
            "{post:\\w{5,}}{:\\.\\w+|}",
        ),
        reserved="about account apps arcade gallery privacy register search signin topic upload user",
    ),
    Platform(
        word="justpaste.it",
        title="JustPaste.it",
        hosts=("justpaste.it",),
        plain_hosts=("jpst.it",),
        shapes=("u/{account}", "img/{:.*}", "{post}"),
        reserved="about account contact login premium register terms",
        spelled="justpaste;just paste;just paste it",
    ),
    Platform(
        word="archive.org",
        title="Internet Archive",
        hosts=("archive.org",),
        shapes=("details/@{account}", "{:details|download|embed|stream|compress}/{post}"),
        spelled="web archive;wayback machine;wayback",
    ),
    Platform(
        word="archive.today",
        title="archive.today",
        hosts=ARCHIVE_TODAY_HOSTS,
        shapes=("{post:\\w{5,6}}",),
    ),
)
PLATFORMS = (
    *(FACEBOOK, INSTAGRAM, YOUTUBE, X, TELEGRAM, TIKTOK, MASTODON, BLUESKY, VK, OK),
    *VIDEO_SITES,
    *OTHERS,
)
ARCHIVES = (
    WebArchive(
        "archive.org",
        ("web.archive.org", "wayback.archive.org"),
        r"/web/(?P<stamp>\d{1,14})(?:[a-z]{2}_)?\*?/(?P<url>.+)",
    ),
    WebArchive(
        "archive.today",
        ARCHIVE_TODAY_HOSTS,
        r"/(?:o/\w+/|(?P<stamp>\d{4}[\d.-]{0,13})/)(?P<url>https?:/.+)",
    ),
    WebArchive("arquivo.pt", ("arquivo.pt",), r"/wayback/(?P<stamp>\d{14})/(?P<url>.+)"),
)
# Pages that only pass on to the address in a parameter: host, path, parameter.
REDIRECTS = (
    ("facebook.com", "/l.php", "u"),
    ("facebook.com", "/plugins/post.php", "href"),
    ("facebook.com", "/plugins/video.php", "href"),
    ("l.instagram.com", "/", "u"),
    ("youtube.com", "/redirect", "q"),
    ("vk.com", "/away.php", "to"),
    ("t.me", "/iv", "url"),
    ("google.com", "/url", "q"),
    ("google.com", "/url", "url"),
)
BY_WORD = {platform.word: platform for platform in PLATFORMS}

_NOT_LETTERS = r"[\W_]+"  # compiled when first used, as all here
_LONGEST_NAME = 40  # characters; no name of a platform is longer


def canonical_platform(word: str) -> str | None:
    """The canonical word for a platform's name, abbreviation or host in any usual spelling, or None."""
    if len(word) > _LONGEST_NAME:
        return None
    if "." in word:  # a host, as a whole: The Telegraph is not telegra.ph
        return _words_by_host().get(word.strip().lower().removeprefix("www."))
    names, key = _words_by_name(), _key(word)
    return names.get(key) or names.get(key.removeprefix("ال"))


def platform_title(word: str) -> str:
    """How the platform is written for people; a word that is no platform stays as it is."""
    platform = BY_WORD.get(word) or BY_WORD.get(canonical_platform(word) or "")
    return platform.title if platform else word


def account_name(given: str, platform: str | None) -> str | None:
    """An account as addresses name it: without the "@" that only marks it as one, under the name that counts there."""
    account = given.strip().removeprefix("@").strip()
    known = BY_WORD.get(platform or "")
    for pattern, replacement in known.renamed if known else ():
        account = re.sub(f"^{pattern}", replacement, account, flags=re.ASCII)
    return account or None


def _key(name: str) -> str:
    return re.sub(_NOT_LETTERS, "", fold(name))


@cache  # not at import: it is a millisecond of every command's start
def _words_by_name() -> dict[str, str]:
    return {
        key: platform.word
        for platform in PLATFORMS
        for name in (platform.word, platform.title, *platform.spelled.split(";"))
        if (key := _key(name))
    }


@cache
def _words_by_host() -> dict[str, str]:
    return {host: platform.word for platform in PLATFORMS for host in (*platform.hosts, *platform.plain_hosts)}
