"""The values of one record, by the names of our fields, become an ``Intake``, checked. Reads no manifest.

The names are those of ``Intake``, and those of ``Claim`` where one claim stands in columns of its own.
"""

from __future__ import annotations

import difflib
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.dates import from_timestamp, parse_date, utc_text
from provenance.errors import BadDate, BadManifest, MediaMissing, MediaUnknown
from provenance.importers.folder import shown
from provenance.model import Claim, Hedge, Intake, MediaKind
from provenance.platforms import read_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from provenance.judgement import Finding

# What one claim's columns are called, and the field of Claim that each fills.
CLAIM_COLUMNS = {
    "claim": "text",
    "claim_place": "place",
    "claim_date": "date",
    "claim_note": "note",
    "hedge": "hedge",
    "hedge_text": "hedge_text",
    "event": "event",
    "asserted_by": "asserted_by",
    "attributed_to": "attributed_to",
    "language": "language",
    "subject": "subject",
    "motivation": "motivation",
    "claim_locator": "locator",
}
TEXTS = (  # of Intake
    "path",
    "label",
    "url",
    "platform",
    "account",
    "publisher",
    "caption",
    "credit",
    "posted_at",
    "archived_at",
    "note",
    "entered_by",
    "origin_url",
    "origin_posted_at",
    "origin_source",
)
FIELDS = (*TEXTS, "kind", "graphic", "observed", *CLAIM_COLUMNS)
VERBATIM = frozenset({"caption", "credit", "text", "hedge_text"})  # white space around them is kept
CLAIM_FIELDS = frozenset(CLAIM_COLUMNS.values())
# Fields that say which media item a record is of; a record without any is about an event only.
OF_AN_ITEM = ("path", "label", "url", "caption", "credit")
WORDS = {
    "yes": True, "true": True, "y": True, "x": True, "1": True,
    "no": False, "false": False, "n": False, "0": False,
}  # fmt: skip
KINDS = {
    "image": MediaKind.IMAGE, "photo": MediaKind.IMAGE, "picture": MediaKind.IMAGE, "photograph": MediaKind.IMAGE,
    "video": MediaKind.VIDEO, "clip": MediaKind.VIDEO, "film": MediaKind.VIDEO,
    "none": None, "text": None,
}  # fmt: skip
_SECONDS = re.compile(r"\d{9,10}")  # since 1970: from March 1973 on


def intake_of(values: Mapping[str, object], *, root: Path, locator: str, raw: Mapping[str, object]) -> Intake | None:
    """The intake that ``values`` describe, by field name; None where all of them are empty.

    Raises:
        InputError: a value is not what its field takes.
        MediaMissing, MediaUnknown: the file is missing, or no file.
    """
    texts = {name: text_of(name, values.get(name)) for name in TEXTS}
    claims = (*_claims(values.get("claims")), *_claim_in_columns(values))
    if not claims and not any(texts.values()):
        return None
    if not claims and not any(texts[name] for name in (*OF_AN_ITEM, "platform", "account", "publisher")):
        raise BadManifest("names no file, no address and no claim")
    for name in ("url", "origin_url"):
        if address := texts[name]:
            read_url(address)
    for name in ("posted_at", "archived_at", "origin_posted_at"):
        texts[name] = _date(name, _moment(texts[name]))
    path = texts.pop("path")
    verdicts: tuple[Finding, ...] = ()
    if values.get("verdicts") is not None:
        from provenance.importers.verdicts import findings_of

        verdicts = findings_of(values["verdicts"], claims=len(claims))
    return Intake(
        **texts,
        path=str(file_within(root, path)) if path else None,
        kind=_kind(values, is_of_an_item=bool(path) or any(texts[name] for name in OF_AN_ITEM[1:])),
        graphic=_yes_or_no("graphic", values.get("graphic")),
        observed=_yes_or_no("observed", values.get("observed")),
        claims=claims,
        verdicts=verdicts,
        locator=locator,
        raw=raw,
    )


def text_of(name: str, value: object) -> str | None:
    """A text, or None for an empty one.

    Raises:
        BadManifest: it is something else.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadManifest(f"{name} must be text, not {kind_of_json(value)}")
    if "\0" in value:
        raise BadManifest(f"{name} contains a NUL character")
    return (value if name in VERBATIM and value.strip() else value.strip()) or None


def file_within(root: Path, name: str) -> Path:
    """The file that a manifest names, which must lie below ``root``: a manifest may come from anybody.

    Names are relative to ``root``; one that is absolute, climbs with ``..`` or follows a link is good as long
    as it ends below it. Backslashes separate folders where that finds a file.

    Raises:
        BadManifest: it leads out of the folder.
        MediaMissing, MediaUnknown: there is nothing, or no file.
    """
    path, below = root / name, "the current folder" if root == Path() else shown(str(root))
    try:
        if "\\" in name and not path.exists():
            path = root / name.replace("\\", "/")
        if not path.resolve().is_relative_to(root.resolve()):
            raise BadManifest(
                f"{shown(name)}: leads out of {below}. Copy the file there, or name the folder above it with --root"
            )
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise MediaMissing(f"{shown(name)}: there is no such file in {below}") from error
    except ValueError as error:
        raise MediaMissing(f"{shown(name)}: contains a NUL character, which no file's name does") from error
    except (OSError, RuntimeError) as error:  # RuntimeError: a circle of links, before Python 3.13
        said = getattr(error, "strerror", None) or "a circle of links"
        raise MediaMissing(f"{shown(name)}: cannot be read ({said})") from error
    if not stat.S_ISREG(mode):
        raise MediaUnknown(f"{shown(name)}: is {'a folder' if stat.S_ISDIR(mode) else 'a device'}, not a file")
    return path


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """``: did you mean 'caption'?``, or nothing. ``cutoff`` is a likeness of difflib, 0..1."""
    found = difflib.get_close_matches(word.casefold(), list(known), n=1, cutoff=cutoff)
    return f": did you mean {found[0]!r}?" if found else ""


def _claim_in_columns(values: Mapping[str, object]) -> tuple[Claim, ...]:
    said = {ours: values.get(column) for column, ours in CLAIM_COLUMNS.items()}
    texts = {ours: text_of(column, said[ours]) for column, ours in CLAIM_COLUMNS.items()}
    if texts["text"]:
        return (_claim(said, date_called="claim_date"),)
    details = [column for column, ours in CLAIM_COLUMNS.items() if texts[ours] and ours != "language"]
    if details:
        raise BadManifest(f"{details[0]} is given, but no claim that it belongs to")
    return ()


def _claims(value: object) -> tuple[Claim, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise BadManifest(f"claims must be a list, not {kind_of_json(value)}")
    claims = []
    for number, each in enumerate(value, 1):
        if not isinstance(each, dict):
            raise BadManifest(f"claim {number} must be an object, not {kind_of_json(each)}")
        if unknown := [key for key in each if key not in CLAIM_FIELDS and not is_private(key)]:
            known = sorted(CLAIM_FIELDS)
            raise BadManifest(f"claim {number}: {unknown[0]!r} is no field{nearest(unknown[0], known)}")
        try:
            claims.append(_claim({key: each.get(key) for key in CLAIM_FIELDS}))
        except (BadManifest, BadDate) as error:
            raise type(error)(f"claim {number}: {error}") from error
    return tuple(claims)


def is_private(key: str) -> bool:
    """Whether a key is somebody's own, kept with the record and not read."""
    return key.startswith(("_", "x-"))


def _claim(said: Mapping[str, object], *, date_called: str = "date") -> Claim:
    texts = {name: text_of(name, value) for name, value in said.items()}
    text, hedge = texts.pop("text"), texts.pop("hedge")
    if not text:
        raise BadManifest("has no text")
    texts["date"] = _date(date_called, texts["date"])
    return Claim(text, hedge=_hedge(hedge), **texts)


def _hedge(word: str | None) -> Hedge | None:
    if word is None:
        return None
    try:
        return Hedge("-".join(re.split(r"[\s_-]+", word.casefold())))
    except ValueError as error:
        known = ", ".join(Hedge)
        raise BadManifest(f"{word!r} is no hedge that is known. Use one of: {known}") from error


def _moment(text: str | None) -> str | None:
    """Seconds since 1970 as the moment that they mean; everything else as given."""
    if text and _SECONDS.fullmatch(text):
        return utc_text(from_timestamp(int(text)).earliest)
    return text


def _date(name: str, text: str | None) -> str | None:
    """The date as given.

    Raises:
        BadDate: it is none; says for which field.
    """
    try:
        return parse_date(text).text if text else None
    except BadDate as error:
        raise BadDate(f"{name}: {error}") from error


def _kind(values: Mapping[str, object], *, is_of_an_item: bool) -> MediaKind | None:
    if "kind" in values and values["kind"] is None:
        return None
    word = text_of("kind", values.get("kind"))
    if word is None:
        return MediaKind.IMAGE if is_of_an_item else None
    if word.casefold() not in KINDS:
        raise BadManifest(f"{word!r} is no kind of media. Use image, video or none")
    return KINDS[word.casefold()]


def _yes_or_no(name: str, value: object) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    if not isinstance(value, str):
        raise BadManifest(f"{name} must be yes or no, not {kind_of_json(value)}")
    word = value.strip().casefold()
    if word and word not in WORDS:
        raise BadManifest(f"{name} must be yes or no, not {word!r}")
    return WORDS.get(word, False)


def kind_of_json(value: object) -> str:
    """What a JSON value is, in the words of a message."""
    kinds = {str: "text", bool: "true or false", list: "a list", dict: "an object"}
    return kinds.get(type(value), "null" if value is None else "a number")
