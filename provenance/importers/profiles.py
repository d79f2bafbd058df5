"""Files of others whose columns are known: named mappings from their records to ours.

A profile says what a record of theirs is in the fields of a manifest; :mod:`provenance.importers.fields` checks it
as any manifest. Nothing of these data sets is shipped; whoever has the files names the profile.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance.dates import parse_date
from provenance.errors import BadDate, BadManifest, BadOption, MediaError, ProvenanceError
from provenance.importers.fields import file_within, intake_of, nearest
from provenance.importers.folder import shown
from provenance.importers.manifest import records_of, refuse_as_root, refuse_fields
from provenance.judgement import MediaCategory
from provenance.model import Problem, Rating
from provenance.named import NamedTuple
from provenance.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from provenance.dates import DateRange
    from provenance.model import Intake

Row = dict[str, str]  # a record of theirs: its keys in lower case with "_" between words, what is no text left out
Values = dict[str, object]  # a record in the fields of a manifest
LABEL_COLUMNS = 100
LOOKED_AT = 1 << 14  # first bytes of a file, in which its first record names its columns
UNKNOWN = "unknown"  # whoever asserts a claim that circulated; not the site that refuted it
VERITE = "VERITE"  # whose labels these are; the record names no other reviewer


_SILENT = re.compile(  # the ways in which fields say that they say nothing
    r"\W*(?:n/?a|none|null|nan|nil|unknown|unclear|unspecified|undated|tbd|no date|none supplied"
    r"|not (?:\w+ )?(?:enou\w+ info\w*|info\w*|applicable|available|clear|known|specif\w*|stated|mentioned|given"
    r"|included|provided|found|determined)(?: (?:in|from) the (?:article|claim))?"
    r"|no (?:specific|exact) dates?(?: \w+){0,4})\W*",
    re.IGNORECASE,
)


_IN_PART = re.compile(  # the date of one of several pictures, and that of the others is missing
    r"\b(?:not available|not clear|unknown|some (?:images|photos)|for various|one component|years? ago"
    r"|for the (?:second|third|other|last))\b",
    re.IGNORECASE,
)


class Profile(NamedTuple):
    """How one kind of file is read."""

    about: str  # a few words for people
    columns: Mapping[str, str]  # by which it is recognised: our field, their column
    values: Callable[[Row], Values]


def read_profile(
    path: Path, name: str, *, columns: Mapping[str, str] | None = None, root: Path | None = None
) -> Iterator[Intake | Problem]:
    """The records of a CSV or JSON file of a known kind; a record that cannot be used is a ``Problem``.

    ``columns`` says where else our fields stand, and goes before the profile. A picture that the record names is taken
    from ``root``, by default the file's folder; where it is not there, the item is known by reference.

    Raises:
        BadManifest: when the first record is asked for: no such file, or it lacks the columns of this profile.
        BadOption: there is no such profile or field, or ``root`` is no folder.
    """
    profile = PROFILES.get(name.casefold())
    if not profile:
        raise BadOption(f"{name!r} is no profile{nearest(name, PROFILES) or '.'} Profiles: {', '.join(PROFILES)}")
    refuse_fields(columns or {})
    if root:
        refuse_as_root(root)
    return _intakes(path, profile, dict(columns or {}), root or path.parent)


def _intakes(path: Path, profile: Profile, columns: Mapping[str, str], root: Path) -> Iterator[Intake | Problem]:
    for record in records_of(path, {**profile.columns, **columns}):
        if isinstance(record, Problem):
            yield record
            continue
        locator = f"{shown(path.name)} {record.place}"
        mapped = {field: record.raw[column] for field, column in columns.items() if column in record.raw}
        try:
            values = _with_file(profile.values(row_of(record.raw)) | mapped, root, required="path" in mapped)
            intake = intake_of(values, root=root, locator=locator, raw=record.raw)
        except ProvenanceError as error:
            yield Problem(locator, str(error), type(error).__name__)
        else:
            if intake:
                yield intake


def _with_file(values: Values, root: Path, *, required: bool) -> Values:
    """The values with the path of the picture, in full or by its name alone; without it where there is no such file."""
    named = values.get("path")
    if required or not isinstance(named, str):
        return values
    for name in (named, re.split(r"[/\\]", named)[-1]):
        try:
            file_within(root, name)
        except (MediaError, BadManifest):
            continue
        return values | {"path": name}
    return values | {"path": None}


def row_of(raw: Mapping[str, object]) -> Row:
    """The texts of a record of theirs; a list of texts as one."""
    return {
        re.sub(r"[\s_-]+", "_", key.strip()).casefold(): value
        if isinstance(value, str)
        else ", ".join(each for each in value if isinstance(each, str))
        for key, value in raw.items()
        if isinstance(value, str) or (isinstance(value, list) and value)
    }


def is_silent(text: str | None) -> bool:
    """Whether a field says, in whatever words, that there is nothing to say."""
    return not text or not text.strip() or _SILENT.fullmatch(text.strip()) is not None


def _said(row: Row, key: str) -> str | None:
    """What a record says under a key; None where it says that it does not know."""
    text = row.get(key)
    return None if is_silent(text) else text


# 5Pils: the pillars that fact-checkers found out of an image, and what was claimed of it.

# The set names the kind of image. "true" says that the image is unaltered and of what it seems to be; claims that
# such an image is doctored are among them, so it says nothing of the claim.
_IMAGE_TYPES: Mapping[str, tuple[Rating | None, tuple[MediaCategory, ...]]] = {
    "out-of-context": (Rating.MISPLACED, (MediaCategory.DECONTEXTUALIZED,)),
    "manipulated": (Rating.FALSE, (MediaCategory.TRANSFORMED,)),
    "fake": (Rating.FALSE, ()),
    "true": (None, (MediaCategory.ORIGINAL,)),
}
_PILLARS = ("source", "date", "location", "motivation")


def _of_5pils(row: Row) -> Values:
    claim, reviewer = _said(row, "claim"), _said(row, "org") or _site(row.get("url"))
    if not claim or not reviewer:
        raise BadManifest("is no record of 5Pils: it needs claim and org")
    published = published_on(row)
    kind = row.get("type_of_image", "").casefold()
    rating, media = _IMAGE_TYPES.get(kind, (None, ()))
    return {
        "path": row.get("image_path"),
        "label": one_line(claim, LABEL_COLUMNS),
        "url": row.get("image_url"),
        "publisher": reviewer,
        "posted_at": published.text if published else None,
        "kind": "image",
        "claims": [_as_claimed(row, claim, published), *_as_established(row, reviewer, published)],
        "verdicts": [
            {
                "reviewer": reviewer,
                "rating": rating.value if rating else None,
                "house_rating": row.get("type_of_image"),
                "media": [each.value for each in media],
                "reason": "; ".join(
                    f"{word}: {said}"
                    for word in ("strategy", "tool")
                    if (said := _said(row, f"verification_{word}")) and "unspecified" not in said.casefold()
                ),
                "links": [link] if (link := row.get("url")) else [],
                "date": published.text if published else None,
            }
        ],
    }


def _as_claimed(row: Row, claim: str, published: DateRange | None) -> Values:
    """The claim as it circulated."""
    given = claimed_date(row)
    date = date_in_words(given, published) if given else None
    return {
        "text": claim,
        "place": _said(row, "claimed_location"),
        "date": date,
        "asserted_by": UNKNOWN,
        "note": _unread(given, date),
    }


def _as_established(row: Row, reviewer: str, published: DateRange | None) -> list[Values]:
    """What the fact-checker found of the image; of a manipulated one, of what it was made from."""
    given = _said(row, "date")
    date = established_date(given, published) if given else None
    said = [f"{pillar}: {text}" for pillar in _PILLARS if (text := _said(row, pillar))]
    if not said:
        return []
    return [
        {
            "text": "; ".join(said),
            "place": _said(row, "location"),
            "date": date,
            "motivation": _said(row, "motivation"),
            "asserted_by": reviewer,
            "note": _unread(given, date),
        }
    ]


def established_date(text: str, published: DateRange | None) -> str | None:
    """When a picture was made, in EDTF, as far as the words say so and are understood.

    One that is online "since 2016" was there by then, and may be older.
    """
    date = None if _IN_PART.search(text) else date_in_words(text, published)
    if date and date.endswith("/..") and re.search(r"\bsince\b", text, re.IGNORECASE):
        return f"../{date.removesuffix('/..')}"
    return date


def claimed_date(row: Row) -> str | None:
    """What a record says of the claimed date; the time of the article's own publication, to the second, is none."""
    given = _said(row, "claimed_date")
    return None if given == row.get("publication_date") else given


def date_in_words(text: str, published: DateRange | None) -> str | None:
    """The EDTF of a date field in English words; None where it is not understood."""
    from provenance.wording.spoken import read_date

    found = read_date(text, published=published, language="en")
    return found.edtf if found else None


def _unread(given: str | None, date: str | None) -> str | None:
    if not given or given == date:
        return None
    return f'date as given: "{given}"' + ("" if date else ", not understood")


def published_on(row: Row) -> DateRange | None:
    """The article's date, where it is one."""
    try:
        return parse_date(row["publication_date"]) if row.get("publication_date") else None
    except BadDate:
        return None


def _site(url: str | None) -> str | None:
    """The site of an address, without "www."."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


# VERITE: captions of images, true, false of the same image, and true of another one.


def _of_verite(row: Row) -> Values:
    caption, label = _said(row, "caption"), _said(row, "label")
    if not caption or not label:
        raise BadManifest("is no record of VERITE.csv: it needs caption, image_path and label")
    # The set's authors put the true caption of one picture to another that they looked for: nobody else claimed that.
    made_up = label.casefold() == "out-of-context"
    ratings = {"true": Rating.TRUE, "miscaptioned": Rating.MISPLACED, "out-of-context": Rating.MISPLACED}
    rating = ratings.get(label.casefold())
    category = MediaCategory.DECONTEXTUALIZED if rating is Rating.MISPLACED else None
    return {
        "path": row.get("image_path"),
        "label": row.get("image_path"),
        "kind": "image",
        "claims": [
            {
                "text": caption,
                "asserted_by": VERITE if made_up else UNKNOWN,
                "note": "put to this picture by the authors of the data set" if made_up else None,
            }
        ],
        "verdicts": [
            {
                "reviewer": VERITE,
                "rating": rating.value if rating else None,
                "house_rating": label,
                "media": [category.value] if category else [],
            }
        ],
    }


def _of_verite_articles(row: Row) -> Values:
    false, true, article = _said(row, "false_caption"), _said(row, "true_caption"), _said(row, "snopes_url")
    reviewer = _site(article)
    if not false or not reviewer or not row.get("true_url"):
        raise BadManifest("is no record of VERITE_articles.csv: it needs true_url, false_caption and snopes_url")
    return {
        "label": one_line(false, LABEL_COLUMNS),
        "url": row["true_url"],
        "kind": "image",
        "claims": [
            {"text": false, "asserted_by": UNKNOWN},
            *([{"text": true, "asserted_by": reviewer}] if true else []),
        ],
        "verdicts": [
            {
                "reviewer": reviewer,
                "rating": Rating.MISPLACED.value,
                "house_rating": "miscaptioned",
                "media": [MediaCategory.DECONTEXTUALIZED.value],
                "links": [article],
            }
        ],
    }


# CrowdTangle: posts of Facebook pages, as the service exported them until 2024.

_ZONES = {  # those that mean one thing; CST and IST and BST do not
    "UTC": "Z", "GMT": "Z", "EST": "-05:00", "EDT": "-04:00", "PST": "-08:00", "PDT": "-07:00",
    "CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00",
}  # fmt: skip
_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})(?: ([A-Z]{2,5}))?")


def _of_crowdtangle(row: Row) -> Values:
    kind, page = row.get("type", "").casefold(), row.get("page_name") or row.get("user_name")
    message = row.get("message") or row.get("description") or row.get("link_text")
    media = "video" if "video" in kind or "youtube" in kind else "image" if "photo" in kind else None
    in_picture = row.get("image_text")
    post: Values = {
        "url": row.get("url"),
        "account": row.get("user_name") or row.get("facebook_id"),
        "publisher": page,
        "posted_at": _stamped(row.get("post_created")),
        "note": f"text in the picture: {in_picture}" if in_picture else None,
        "kind": media,
    }
    if media:
        return post | {"platform": "facebook", "caption": message}
    return post | {"platform": "facebook", "claims": [{"text": message, "asserted_by": page}] if message else []}


def _stamped(text: str | None) -> str | None:
    """``2021-01-05 10:00:00 EST`` as ISO 8601; without zone where the letters mean several."""
    found = _STAMP.fullmatch(text.strip()) if text else None
    if not found:
        return text
    return found[1].replace(" ", "T") + _ZONES.get(found[2] or "", "")


PROFILES: Mapping[str, Profile] = {
    "5pils": Profile(
        "5Pils (UKP Lab): train.json, val.json, test.json",
        {"claim": "claim", "url": "image_URL", "asserted_by": "org"},
        _of_5pils,
    ),
    "verite": Profile("VERITE.csv: captions with their labels", {"caption": "caption", "label": "label"}, _of_verite),
    "verite-articles": Profile(
        "VERITE_articles.csv: what was claimed of an image, and the article that refuted it",
        {"url": "true_url", "claim": "false_caption", "note": "snopes_url"},
        _of_verite_articles,
    ),
    "crowdtangle": Profile(
        "posts of Facebook pages as CrowdTangle exported them (CSV)",
        {"url": "URL", "caption": "Message", "posted_at": "Post Created"},
        _of_crowdtangle,
    ),
}


def likely_profile(path: Path) -> str | None:
    """The profile whose columns a file has, by its first bytes; None where its columns are ours or nobody's we know."""
    try:
        with path.open("rb") as file:
            head = file.read(LOOKED_AT).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return None
    names = set(re.findall(r'"([^"\n]{1,60})"\s*:', head))
    if not names:
        names = {name.strip(' "') for name in re.split(r"[,;\t]", head.partition("\n")[0])}
    theirs = ((name, set(profile.columns.values()) - set(profile.columns)) for name, profile in PROFILES.items())
    return next((name for name, columns in theirs if columns and columns <= names), None)
