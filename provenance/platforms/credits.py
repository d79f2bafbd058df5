"""Reading a credit line: "(Facebook/New Syrian Army)", "@user on X", "Source: Amaq via Telegram".

The grammar is small on purpose. A line is taken apart only where it names a platform or an agency that is
known; anything else stays whole, as the name. Each step looks at one line of bounded length.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.errors import BadUrl
from provenance.platforms.credit_words import (
    ARTICLES,
    ASIDES,
    CHAIN,
    KEPT_ON,
    KINDS,
    LEAVE,
    LINKS,
    MAPS,
    NAMING,
    NOBODY,
    NOISE,
    ON,
    OWNED,
    PLACING,
    SENTENCE,
    SINCE,
    THE_KIND,
    THE_KIND_BEHIND,
    THING_BEFORE,
    THING_BEHIND,
    THINGS,
    VIA,
    WORK,
    agency,
    date_at_end,
    lead,
    posted_by,
    told_by,
)
from provenance.platforms.rules import canonical_platform
from provenance.platforms.urls import Attribution, is_platform_host, read_url
from provenance.text import fold, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_TOLD = 1_000  # characters of a caption in which an account is sought
LONGEST_CREDIT = 300  # characters; anything longer is a caption
MOST_LEADS = 3  # "Photo: courtesy of ...", "Source: screenshot via ..."
MOST_OF_APPOSITION = 5  # words on who the holder of an account is
MOST_LISTED = 4  # sources that commas part, in one line
LONGEST_HOLDER = 80  # characters before a platform in brackets
LONGEST_ACCOUNT = 8  # words of an account that no separator marks: "NAME on Facebook"

BRACKETS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "（": "）",
    "【": "】",
    "「": "」",
    "<": ">",
    "«": "»",
    "“": "”",
    '"': '"',
}
# Expressions as text, compiled by the re module when first used, so that importing this costs little.
_SLASH = r" ?[/\\∕⁄／] ?"
# Tried one after the other, where the slash found no platform.
_STRONG = (" ?[|｜•·›>] ?", " [-‐‑‒–—―−]+ ")
_WEAK = (" ?[:：] ?", " ?[,،] ?")  # these stand in sentences as well
_COMMA = r"\s?[,،]\s"
_DASH = " [-–—] "
_LINK = r"(?:https?://|www\.)?([\w-]+(?:\.[\w-]+)+)(?:/\S*)?"
_COMPOUND = (  # "Telegramkanalen" in two words
    r"(?i)\b(telegram|facebook|youtube|instagram|tiktok|twitter|whatsapp|bluesky)"
    r"(kanal(?:en|s)?|sidan?|kontot?|gruppe?n?|seite|profil(?:en)?|account|nutzer(?:in)?|användaren?)\b"
)
# Through whom an agency has it: "NAME via Facebook/via AGENCY", "NAME/Facebook/Handout via AGENCY".
_PASSED_ON = r"(?i)(?<=[^\s/])\s?/\s?(?:via|(?:handout|ho|courtesy) via)\s[^/]{2,40}$"
_EDGES = " \t.,;:!?،؛؟·•|/\\-–—\"'‘’“”„«»"
_MARKS = frozenset("«“„\"‘'")  # that open a name
_QUOTES = frozenset('«»“„”"‘')
_AMBIGUOUS = frozenset({"ok"})  # alone, rather a word than a platform


def read_credit(text: str, *, is_marked: bool = False) -> Attribution:
    """What a credit line says: platform and account, or a name; ``via``; the date, as text.

    A platform without an account keeps ``account=None``. A line that is not understood becomes the name.
    ``is_marked``: a lead such as "Photo:" stood before it, so that it is a credit and no caption.
    """
    if len(text) > LONGEST_CREDIT:
        return Attribution(name=text.strip() or None)
    whole = re.sub(LEAVE, "", _with_handles(_unwrapped(plain(text))))
    first = next(iter(sources_in(whole)), None) or _before_work(whole)
    if first is not None and first != whole:
        return read_credit(first)
    says = _read_dated(whole) or _read_line(whole)
    bare = _without_leads(whole)
    if says is None and (is_marked or bare != whole):
        says = _beside_name(bare)
    return says or Attribution(name=bare or None)


def holder_of(says: Attribution) -> str | None:
    """Whose account it may be where a line names nobody but a name and a platform: "NAME via Facebook"."""
    name = says.name or ""
    if not says.via or says.via == "whatsapp" or says.account or _agency(name) or "/" in name:
        return None
    if not _is_name(name) and not _is_title(name):
        return None
    return None if _is_made_of(name, NOISE | NOBODY) else name


def said_within(caption: str, *, credit: str | None = None) -> Attribution | None:
    """Whose a medium is by its caption's own words: "posted on X by @NAME", "نشره مستخدم تيك توك «NAME»".

    Beside a credit that says another thing, only an account that the credit repeats, or that posted something.
    """
    text = plain(caption[:LONGEST_TOLD])
    for found in re.finditer(told_by(), text):
        said = {name: part for name, part in found.groupdict().items() if part}
        places = ("on", "of", "at", "its", "where", "there")
        platform = _platform_word(next((said[name] for name in places if name in said), ""))
        named = ("handle", "quoted", "named", "signed", "its_handle", "its_name", "whose", "whose_handle", "poster")
        account = next((said[name] for name in named if name in said), "").rstrip(" .")
        counts = credit is None or "deed" in said or "where" in said or fold(account) in fold(credit)
        if platform and account and counts:
            return _on(platform, account)
    linked = re.search(r"(?<![\w/.])t\.me/(\w{4,40})(?![\w/])", text) if credit is None else None
    return Attribution(platform="telegram", account=linked[1]) if linked else None


def account_within(caption: str) -> str | None:
    """Which account posted something by its caption, the platform being known: "uploaded by the channel NAME"."""
    found = posted_by().search(plain(caption[:LONGEST_TOLD]))
    account = next((part for part in found.groups() if part), None) if found else None
    return _account(account) if account else None


def account_alone(text: str) -> str | None:
    """The account of a line without a platform: "@account", "NAME (@account)", "page NAME", "صفحة NAME"."""
    line = _without_leads(_with_handles(_unwrapped(plain(text[:LONGEST_CREDIT]))))
    if found := re.fullmatch(r"(?:[^@()]{2,60} ?\()?@([\w.-]{2,60})\)?", line):
        return found[1]
    line = re.sub(r"^(?:صورة|الصورة|صور|لقطة|مقطع|المقطع|فيديو|الفيديو) (?:من|عن) (?=\S)", "", line)
    kind, _, name = line.partition(" ")
    is_page = re.fullmatch(r"page|compte|profil|cuenta|página|konto|kontot|sidan|account|صفحة|حساب", kind)
    return _account(name) if is_page and name and _is_name(name) and not _is_made_of(name, NOISE) else None


def _with_handles(line: str) -> str:
    """With accounts as they are usually written: of "X@name", and of "name@", as a line from right to left may have."""
    line = re.sub(r"(?<![\w.@])([^\W\d_]{1,12})@(?=\w{2,40}(?![\w.]))", _parted, line)
    return re.sub(r"(?<![\w@.-])([A-Za-z][\w.]{2,40})@(?![\w.@])", r"@\1", line)


def _parted(glued: re.Match[str]) -> str:
    return f"{glued[1]} @" if canonical_platform(glued[1]) else glued[0]


def sources_in(line: str) -> list[str]:
    """The sources of a line that names several, each on a platform: "X/@a; Telegram/b"; () for any other."""
    parts = [part.strip() for part in re.split(r"[;؛]|\s(?:and|und|et|y|och)\s", line)]
    if len(parts) < 2:
        parts = _platforms_each(line) or _listed(line)
    if len(parts) < 2 or not all(parts):
        return []
    says = [_read_line(_unwrapped(part)) for part in parts]
    return parts if all(each and each.platform for each in says) else []


def _before_work(line: str) -> str | None:
    """What stands before a part that says who worked on a picture, or what it is laid beside: "Facebook; map: NAME"."""
    source, sign, rest = line.partition(";")
    if not sign or not rest.strip():
        source = re.sub(WORK, "", line)
    says = _read_line(_unwrapped(source)) if source != line else None
    return source.strip() if says and says.platform else None


def _listed(line: str) -> list[str]:
    """The parts of a line that only commas or dashes part, each with a platform and whose it is there."""
    for separator in (_COMMA, _DASH):
        parts = re.split(separator, _without_leads(line))
        if 1 < len(parts) <= MOST_LISTED:
            says = [_read_line(_unwrapped(part)) for part in parts]
            if all(each and each.platform and each.account for each in says):
                return parts
    return []


def _platforms_each(line: str) -> list[str]:
    """The parts of a line with a slash between two platforms, the latter with an account: "TikTok / YouTube, NAME"."""
    parts = [part.strip() for part in re.split(_SLASH, _without_leads(line))]
    if len(parts) != 2 or not re.search(r"[,،:(]", parts[1]):
        return []
    first, second = _platform(parts[0]), _platform(re.split(r"[,،:(]", parts[1], maxsplit=1)[0])
    return parts if first and second and first != second else []


def _read_dated(line: str) -> Attribution | None:
    """Of a line with a date at its end. Where only a space parts it off, the rest must be understood."""
    found = date_at_end().search(line)
    if not found:
        return None
    before = line[: found.start(1)]
    rest = re.sub(r" (?:on|in)$", "", re.sub(KEPT_ON, "", before).rstrip(" /|,،;؛([–—-"))
    parted = before != rest + " "
    says = _read_line(_unwrapped(rest))
    if not says and (not parted or re.search(r" (?:on|in|from|dated)\s*$", before)):
        return None
    return replace(says or Attribution(name=_without_leads(rest) or None), date_text=found[1])


def _read_line(line: str) -> Attribution | None:
    bare = re.sub(r"([^\W\d_]+)-([^\W\d_]+)", _of_two_words, _without_leads(line))
    passed = re.search(_PASSED_ON, bare)
    bare = bare[: passed.start()] if passed and not _platform(passed[0]) else _without_carrier(bare)
    bare = re.sub(_COMPOUND, r"\1 \2", re.sub(r"^(?:19|20)\d\d\s+(?=[^\W\d]|@)", "", bare))
    aside = re.search(r" ?\(([^()]{3,40})\)$", bare)
    if aside and (_is_made_of(aside[1], ASIDES) or re.fullmatch(SINCE, aside[1])):  # "NAME / YouTube (screenshot)"
        bare = bare[: aside.start()]
    says = _link(bare) or _understood(bare) or _in_brackets(bare) or _in_parts(bare) or _in_apposition(bare)
    return says or (Attribution() if _is_made_of(bare, NOISE) else None)


def _without_carrier(line: str) -> str:
    """Of the form "PLATFORM/NAME via AGENCY": the account, without the agency that only passed it on."""
    found = re.search(r"(?<=\S) (?:via|per) ([A-Z]{2,5}|[A-ZÀ-Þ][\w.-]+(?: [A-ZÀ-Þ][\w.-]+)?)$", line)
    if not found or _platform(found[1]) or not (found[1].isupper() or _agency(found[1])):
        return line
    says = _understood(line[: found.start()])
    return line[: found.start()] if says and says.platform and says.account else line


def _in_parts(line: str) -> Attribution | None:
    """Of the form "AGENCY / PLATFORM channel NAME", "NAME / PLATFORM name.handle": one part says all by itself."""
    parts = [part.strip() for part in re.split(_SLASH, line)]
    if not 1 < len(parts) <= MOST_LISTED:
        return None
    read = [_beside_kind(part) or _with_handle(part) for part in parts]
    known = [says for says in read if says]
    others = [part for part, says in zip(parts, read, strict=True) if not says]
    if len(known) != 1 or any(_platform(part) for part in others):
        return None
    kept = [part for part in others if not _is_made_of(part, NOISE)]
    return replace(known[0], name=_named("/".join(kept)) if kept else known[0].name)


def _with_handle(text: str) -> Attribution | None:
    """Of the form "PLATFORM name.handle": no word of a language has such a sign in it."""
    platform, _, handle = text.partition(" ")
    is_handle = re.fullmatch(r"(?=[\w.]*[._\d])[A-Za-z][A-Za-z0-9_.]{2,40}", handle)
    return _on(found, handle) if is_handle and (found := _platform_word(platform)) else None


def _in_apposition(line: str) -> Attribution | None:
    """Of the form "PLATFORM profile of NAME, who that is", "NAME, from its PLATFORM channel"."""
    before, comma, after = line.partition(", ")
    if not comma or "," in after or re.search(r"[@/|:]", after):
        return None
    words = list(_words(after))
    if platform := next((found for word in words if (found := _platform_word(word))), None):
        said = [word for word in words if _platform_word(word) != platform]
        is_own = any(_is_in(word, KINDS) for word in said) and _is_made_of(" ".join(said), LINKS | OWNED)
        return _on(platform, before) if is_own and _is_name(before) else None
    return _beside_kind(before) if after[:1].islower() and len(words) <= MOST_OF_APPOSITION else None


def _in_brackets(line: str) -> Attribution | None:
    """Of the form "NAME (PLATFORM)", "NAME (@account on PLATFORM)", "PLATFORM (NAME)"."""
    found = re.fullmatch(r"([^()]{2,120}?) ?\(([^()]{2,60})\)", line)
    if not found:
        return None
    if found[2].startswith("@"):
        return _understood(found[2]) or _on_the_one(found[1], found[2])
    if len(found[1]) > LONGEST_HOLDER:
        return None
    if platform := _platform(found[2]):
        return _on(platform, found[1]) if _is_name(found[1]) else None
    before = canonical_platform(found[1].strip(_EDGES))
    if before and _is_name(found[2]) and found[2][:1].lower() != found[2][:1] and not _is_made_of(found[2], NOISE):
        return _on(before, found[2])
    return None


def _on_the_one(sentence: str, handle: str) -> Attribution | None:
    """Of the form "still from a video that somebody published on PLATFORM (@account)": the one platform named."""
    platforms = {found for word in _words(sentence) if (found := _platform_word(word))}
    is_handle = re.fullmatch(r"@[\w.-]{2,60}", handle) is not None
    return _on(platforms.pop(), handle) if is_handle and len(platforms) == 1 else None


def _beside_name(line: str) -> Attribution | None:
    """Of the form "PLATFORM NAME" or "NAME PLATFORM", where a lead has said that it is a credit."""
    words = list(_words(re.sub(f"^{THING_BEFORE}", "", line)))
    if not 1 < len(words) <= LONGEST_ACCOUNT or any(_platform_word(word) for word in words[1:-1]):
        return None
    first, last = canonical_platform(words[0]), canonical_platform(words[-1])
    name = " ".join(words[1:] if first else words[:-1])
    named = _is_name(name) and name[:1] != name[:1].lower() and not re.search(r"[/:|@()]", name)
    is_one = bool(first) != bool(last) and len(words[0 if first else -1]) > 1
    return _on(first or last or "", name) if is_one and named and not _is_made_of(name, CHAIN | NOISE) else None


def _of_two_words(compound: re.Match[str]) -> str:
    """ "Telegram-Kanal" in two words; any other compound as it is."""
    is_kind = canonical_platform(compound[1]) and _is_in(compound[2], KINDS | CHAIN)
    return f"{compound[1]} {compound[2]}" if is_kind else compound[0]


def _understood(line: str) -> Attribution | None:
    if name := _agency(line):
        return Attribution(name=name)
    platform = _platform(line)
    if platform and line.lower() not in _AMBIGUOUS:
        return Attribution(platform=platform)
    return (
        _handled(line)
        or _passed_on(line)
        or _separated(line)
        or _posted_on(line)
        or _beside_kind(line)
        or _chained(line)
        or _addressed(line)
    )


def _handled(line: str) -> Attribution | None:
    """A platform and one account that its "@" marks, with nothing else said: "Twitter (@NAME)"."""
    handles = re.findall(r"(?<![\w.])@([\w.-]{2,60})", line)
    if len(handles) != 1:
        return None
    beside = re.search(r"([^\W\d_]+)\s?[:：]?\s?@[\w.-]{2,60}$", line)  # "Screenshot NAME/TikTok: @account"
    if beside and (platform := _platform_word(beside[1])):
        return _on(platform, handles[0])
    rest = [word for word in re.split(r"[\s/|,،:()\[\]–—]+", line.replace(f"@{handles[0]}", " ")) if word]
    rest = list(_words(" ".join(rest)))
    platforms = {found for word in rest if (found := _platform_word(word))}
    if len(platforms) != 1 or not all(_platform_word(word) or _is_in(word, CHAIN) for word in rest):
        return None
    return _on(platforms.pop(), handles[0])


def _passed_on(line: str) -> Attribution | None:
    """Of the form "NAME via PLATFORM", or an agency instead."""
    left, right = _halves(line, VIA)
    is_apart = left.endswith((",", "،"))
    left = left.rstrip(" ,،")
    carrier = _platform(right) or _agency(right)
    if not carrier:
        says = _understood(right) if is_apart else None
        return says if says and says.platform and says.account else None  # "NAME, via Telegram/@account"
    if _is_made_of(left, NOISE):
        return _understood(right)
    if " " not in left and _platform(right) and not (_agency(left) or left.isupper()):
        return Attribution(platform=carrier, account=_account(left))
    says = _understood(left) or (Attribution(name=left) if _is_name(left) or _is_title(left) else None)
    return says and replace(says, via=carrier)


def _posted_on(line: str) -> Attribution | None:
    """Of the form "ACCOUNT on PLATFORM", "Posted by ACCOUNT on PLATFORM"."""
    left, right = _halves(line, ON)
    platform = _platform(right)
    said, comma, deed = left.rpartition(", ")
    if comma and _is_made_of(deed, CHAIN):  # "NAME (who that is), posted on PLATFORM"
        left = re.sub(r" \([^()]*\)$", "", said)
    words = left.split(" ")
    told = next((index for index, word in enumerate(words) if not _is_in(word, CHAIN | NOISE)), len(words))
    if told > 1 and _is_in(words[told - 1], KINDS) and not words[0].startswith("@"):
        del words[:told]  # "a frame of a video that the page NAME shared on Facebook"
        left = " ".join(words)
    if platform and (named := re.search(r"[«“„\"]([^»”“\"]{2,60})[»”“\"]$", left)):
        return _on(platform, named[1])  # "a frame of a video that the channel «NAME» published on YouTube"
    if platform and _is_made_of(left, CHAIN):
        return Attribution(platform=platform)  # "extrait d'une vidéo publiée sur Facebook"
    if words[0] in ARTICLES:
        return None  # "der Löwe auf Facebook"
    start = next((index for index, word in enumerate(words) if not _is_in(word, NOISE)), len(words))
    if any(_is_in(word, KINDS | {"by"}) for word in words[:start]):
        del words[:start]
    account = " ".join(words)
    return _on(platform, account) if platform and _is_name(account) else None


def _separated(line: str) -> Attribution | None:
    """Of the form "PLATFORM / ACCOUNT", "ACCOUNT / PLATFORM", with any usual separator between."""
    says = _joined(re.split(_SLASH, line))
    for separator in _STRONG + _WEAK:
        places = [] if says else list(re.finditer(separator, line))
        if separator in _WEAK and not _is_name(line, separators=1):
            continue
        for place in places[:1] + places[-1:]:
            says = says or _joined((line[: place.start()], line[place.end() :]))
    return says


def _joined(parts: Sequence[str]) -> Attribution | None:
    """Of parts between separators, one of which is a platform's name."""
    kept = [part for part in parts if part.strip(_EDGES) and not _is_made_of(part, THINGS)]
    if len(kept) == 1 < len(parts) and not _platform(kept[0]):
        return _understood(kept[0])
    if len(kept) > 2 and _is_service(kept[-1]) and not kept[0].isupper() and _platform(kept[-2]):
        kept.pop()  # "NAME/Facebook/ABC": a service that spreads it, by its initials
    places = [index for index, part in enumerate(kept) if _platform(part)]
    platforms = {_platform(kept[index]) for index in places}
    if len(platforms) != 1 or len(parts) == 1:
        return None
    platform = platforms.pop() or ""
    before, after = kept[: places[0]], kept[places[-1] + 1 :]
    last = _agency(after[-1]) if len(after) > 1 else None
    if len(before) == 1 and len(after) == 1 and _agency(after[0]) and not _agency(before[0]):
        return replace(_on(platform, before[0]), name=_agency(after[0]))  # who spread it stands behind
    if after:
        says = _on(platform, re.sub(THE_KIND_BEHIND, "", "/".join(after[:-1] if last else after)))
        return replace(says, name=last or _named("/".join(before)) or says.name)
    if len(before) == 1 and not _agency(before[0]):
        return _on(platform, before[0])
    return Attribution(platform=platform, name=_named("/".join(before)))


def _is_service(part: str) -> bool:
    """Whether it is the initials of an agency that no list has: "ABC", "nbd"."""
    return bool(re.fullmatch(r"[A-Z]{2,4}|[a-z]{3}", part)) and not (part.islower() and _agency(part))


def _beside_kind(line: str) -> Attribution | None:
    """Of the form "Telegram channel ACCOUNT", "ACCOUNT's Facebook page", "Twitter @account"."""
    words = list(_words(line))
    places = [index for index, word in enumerate(words) if _platform_word(word)]
    if len(places) != 1:
        return None
    platform = _platform_word(words[places[0]]) or ""
    before, after = words[: places[0]], words[places[0] + 1 :]
    if not before and len(after) == 1 and after[0].startswith("@"):
        return _on(platform, after[0])
    start = next((i for i, word in enumerate(after) if word[:1] in _MARKS or not _is_in(word, NAMING)), len(after))
    if start < len(after) and _is_made_of(" ".join(before), LINKS):
        account, links = " ".join(after[start:]), before + after[:start]
    elif start == len(after):
        account, links = re.sub("['’]s?$", "", _without(LINKS, " ".join(before))), after
    else:
        return None
    has_kind = any(_is_in(word, KINDS) for word in links)
    return _on(platform, account) if has_kind and _is_name(account) else None


def _chained(line: str) -> Attribution | None:
    """Of the form "Screenshot of a PLATFORM video by ACCOUNT", "photo publiée sur la page PLATFORM de ACCOUNT"."""
    words = list(_words(line))
    places = [index for index, word in enumerate(words) if _platform_word(word)]
    if len(places) != 1:
        return None
    before, after = words[: places[0]], words[places[0] + 1 :]
    if not _is_made_of(" ".join(before), CHAIN):
        return None
    start = next((index for index, word in enumerate(after) if not _is_in(word, CHAIN)), len(after))
    account = re.sub("^[ld]['’](?=\\w)", "", " ".join(after[start:]))
    linked = any(_is_in(word, NOISE | {"by", "av", "von", "par", "por"}) for word in after[:start])
    if any(_is_in(word, _WHERE) for word in after[start - 1 : start]) or re.search(r" [\[(]|^[a-zà-ÿ]", f" {account}"):
        return None  # "a Facebook user in Homs"
    if _is_in(account.split(" ")[0], _SHOWING):
        return None  # "... of a Facebook post with the false claim"
    said = account.startswith("@") or linked or any(_is_in(word, KINDS) for word in before)
    said = said or (bool(before) and start == 0 and _is_name_of_several(account))  # "Screenshot Facebook NAME"
    return _on(_platform_word(words[places[0]]) or "", account) if account and said and _is_name(account) else None


def _is_title(text: str) -> bool:
    """Whether a body's name has such words in it: "Mora Valley Fire & Rescue", "Kramatorsk Post"."""
    words = text.split()
    has_capitals = all(word[0].isupper() or word in _WITHIN_TITLES for word in words)
    return 1 < len(words) <= LONGEST_ACCOUNT and has_capitals and words[0][0].isupper() and words[-1][0].isupper()


_WITHIN_TITLES = frozenset(("&", "of", "de", "for", "für", "pour", "för", "del", "du", "la"))


def _is_name_of_several(account: str) -> bool:
    """Whether each of several words begins with a capital, so that nothing is said of the thing before them."""
    words = account.split()
    return len(words) > 1 and all(word[0].isupper() for word in words)


_SHOWING = frozenset(("mit", "with", "avec", "con", "med", "showing", "claiming", "qui", "que", "som", "zeigt", "مع"))
_WHERE = frozenset(("in", "on", "from", "i", "en", "a", "aus", "bei", "fran", "في", "من", "at"))


def _addressed(line: str) -> Attribution | None:
    """Of the form "PLATFORM (address)"."""
    found = re.search(r" ?\(([^()\s]{4,120})\)$", line)
    says = _link(found[1]) if found else None
    return says if found and says and says.platform and _platform(line[: found.start()]) == says.platform else None


def _is_name(text: str, *, separators: int = 0) -> bool:
    """Whether words that nothing marks off can be one name, rather than a sentence or a list."""
    words = text.split(" ")
    return (
        text.strip(_EDGES) != ""
        and len(words) <= LONGEST_ACCOUNT + separators
        and not _is_in(words[0], PLACING)
        and not any(_is_in(word, SENTENCE) for word in words)
        and sum(text.count(sign) for sign in ",،") <= separators
        and ";" not in text
    )


def _on(platform: str, account: str) -> Attribution:
    """An account on a platform. An agency's account keeps its spelling, and the agency becomes the name.

    Maps and satellites behind a dash are what the account's picture is laid beside.
    """
    if re.fullmatch(MAPS, account.strip(_EDGES)) or _is_nobody(account):
        return Attribution(platform=platform)
    account = re.sub(
        rf"\s(?:[-–—|/+]|&)\s(?:{MAPS})\b.*$|\s?/\s?(?i:screenshots?|screengrab|capture)\b.*$", "", account
    )
    return Attribution(platform=platform, account=_account(account), name=_agency(account))


def _is_nobody(account: str) -> bool:
    """Whether it names nobody in particular: "unknown", "okänd användare"."""
    return "@" not in account and _is_made_of(account, NOBODY | KINDS) and not _is_made_of(account, KINDS)


def _account(text: str) -> str | None:
    name, bracket, kind = text.rstrip(_EDGES).removesuffix(")").rpartition(" (")
    if bracket and kind and _is_made_of(kind, KINDS):  # "NAME (channel)"
        text = name
    text = re.sub(r"^[«“„\"]([^»”“\"]{2,60})[»”“\"] ([^\W\d_]+)$", _without_kind, text.strip())
    text = re.sub(THE_KIND, "", text)
    text = re.sub(r"^(@[\w.-]{2,60}) (?:on|am|le|el|den|في) \d.*$", r"\1", text)  # "posted by @NAME on 3 May"
    labelled = re.match(r"([^\W\d_]+)\s?[:：]\s(?=\S)", text)  # "Grupp: NAME"
    if labelled and _is_in(labelled[1], KINDS):
        text = text[labelled.end() :]
    kind, _, named = text.strip().partition(" ")
    # "groupe « NAME »", "user NAME", but "Channel 4"
    if _is_in(kind, KINDS) and named and (named.lstrip()[:1] in _QUOTES or not kind[:1].isupper()):
        text = named
    text = re.sub(f"^{THING_BEFORE}|{THING_BEHIND}", "", text.strip())
    handle = re.search(r"\S \(@([\w.-]{2,60})\)?$", text.rstrip())  # "NAME (@account)"
    return handle[1] if handle else _unwrapped(text.strip(_EDGES)).strip(_EDGES).removeprefix("@") or None


def _without_kind(quoted: re.Match[str]) -> str:
    """Of "“NAME” channel" the name; of any other word behind it the whole."""
    return quoted[1] if _is_in(quoted[2], KINDS) else quoted[0]


def _named(text: str) -> str | None:
    return _agency(text) or text.strip(_EDGES) or None


def _agency(text: str) -> str | None:
    return agency(text) or agency(_without(NOISE, text))


def _platform(text: str) -> str | None:
    """The one platform that a few words name, when no other word says anything: "a Facebook page"."""
    whole = canonical_platform(text.strip(_EDGES))
    if whole:
        return whole
    words = [word for word in _words(text) if not _is_made_of(word, NOISE)]
    return _platform_word(words[0]) if len(words) == 1 else None


def _platform_word(word: str) -> str | None:
    bare = word.strip(_EDGES)
    return None if bare.lower() in _AMBIGUOUS else canonical_platform(bare)


def _words(text: str) -> Iterator[str]:
    """The words; a platform's name of two words is one."""
    words = text.split(" ")
    index = 0
    while index < len(words):
        count = 2 if _is_one_name(words[index : index + 2]) else 1
        yield " ".join(words[index : index + count])
        index += count


def _is_one_name(pair: Sequence[str]) -> bool:
    if any(_is_in(word, NOISE) or _platform_word(word) for word in pair):
        return False
    return _platform_word(" ".join(pair)) is not None


def _is_made_of(text: str, vocabulary: frozenset[str]) -> bool:
    """Whether no word says anything else, as in an empty text."""
    return not _without(vocabulary, text)


def _is_in(word: str, vocabulary: frozenset[str]) -> bool:
    return fold(word.strip(_EDGES)) in vocabulary


def _without(vocabulary: frozenset[str], text: str) -> str:
    """Without such words, and bare punctuation, before and after: "Posted by NAME", "NAME official account"."""
    words, passed_over = text.split(" "), vocabulary | {""}
    while words and _is_in(words[0], passed_over):
        del words[0]
    while words and _is_in(words[-1], passed_over):
        del words[-1]
    return " ".join(words)


def _halves(line: str, between: frozenset[str]) -> tuple[str, str]:
    """What stands before and after the last of these words; ("", "") without it."""
    words = line.split(" ")
    for index in range(len(words) - 1, -1, -1):
        if fold(words[index]) in between:
            return " ".join(words[:index]), " ".join(words[index + 1 :])
    return "", ""


def _unwrapped(line: str) -> str:
    """Without brackets or quotes around the whole, or a lone one, and without commas at the ends."""
    bare = line.strip(" ,;،؛")
    while bare and BRACKETS.get(bare[0]) == bare[-1] and bare[-1] not in bare[1:-1] and len(bare) > 1:
        bare = bare[1:-1].strip(" ,;،؛")
    for opening, closing in BRACKETS.items():
        if opening != closing and bare.startswith(opening) and closing not in bare:
            bare = bare[1:]
        if opening != closing and bare.endswith(closing) and opening not in bare:
            bare = bare[:-1]
    return bare.strip(" ,;،؛")


def _without_leads(line: str) -> str:
    for _ in range(MOST_LEADS):
        found = lead().match(line)
        if not found:
            break
        line = line[found.end() :]
    return line


def _link(line: str) -> Attribution | None:
    """A line that is an address; without "https://" only of a platform that is known."""
    found = re.fullmatch(_LINK, line, re.IGNORECASE)
    if not found or not (line.lower().startswith("http") or is_platform_host(found[1])):
        return None
    try:
        return read_url(line if line.lower().startswith("http") else f"https://{line}")
    except BadUrl:
        return None
