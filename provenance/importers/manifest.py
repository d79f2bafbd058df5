"""A CSV or JSON file that says what appeared where becomes intakes, record by record.

Its columns or keys are the fields of ``Intake``; a CSV file may call them by other usual names, or the
caller says what they are called. What a field takes is decided in :mod:`provenance.importers.fields`.
"""

from __future__ import annotations

import csv
import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.errors import BadManifest, BadOption, ProvenanceError
from provenance.identity import canonical_json
from provenance.importers.documents import is_document, text_of_file, values_of
from provenance.importers.fields import FIELDS, intake_of, is_private, nearest
from provenance.importers.folder import shown
from provenance.importers.lines import LONGEST_RECORD, lines_of
from provenance.importers.quoting import Quoting
from provenance.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from provenance.importers.documents import Value
    from provenance.importers.lines import Lines
    from provenance.model import Intake

# Other names of columns, first choice first. A bare "date" is that of the post, a bare "place" that of the event,
# as in the spreadsheets that people keep; beside a column that says when it was posted, "date" is the event's too.
# Words that may head a yes or no ("published") are left out.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "path": ("file", "filename", "file_name", "file_path", "media_file"),
    "url": ("link", "post_url", "post_link"),
    "account": ("page", "channel", "user", "username", "user_name", "page_name", "author"),
    "caption": ("text", "message", "body", "description"),
    "posted_at": ("posted", "date_posted", "post_date", "published_at", "timestamp", "date"),
    "archived_at": ("archive_date",),
    "label": ("title", "headline"),
    "publisher": ("outlet", "agency"),
    "credit": ("credit_line",),
    "note": ("notes", "comment", "remarks"),
    "claim": ("claim_text",),
    "claim_place": ("claimed_place", "event_place", "place", "location"),
    "claim_date": ("claimed_date", "event_date", "date"),
    "language": ("lang",),
}
KEYS = (*FIELDS, "claims", "verdicts")  # of a JSON object
DELIMITERS = (",", ";", "\t")
JSON_LINES = (".jsonl", ".ndjson", ".jsonlines")
TYPO = 0.85  # likeness (difflib) above which a column that is not read is rather a field misspelt: "captoin"
_NO_OBJECT = "is no JSON object. Write one {...} a line, or a list of them"
_SEPARATOR = re.compile(r'"?sep=([^"])"?')  # the first line that Excel writes and reads


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it stands in the file: where, its values by our fields, and all of it."""

    place: str  # "line 12"
    values: Mapping[str, object]
    raw: Mapping[str, object]


def read_manifest(
    path: Path, *, columns: Mapping[str, str] | None = None, root: Path | None = None
) -> Iterator[Intake | Problem]:
    """The records of a CSV or JSON file, one by one; a record that cannot be used is a ``Problem``.

    ``columns`` says what our fields are called there: ``{"caption": "Message"}``. File names are relative to
    ``root``, by default the manifest's folder, and must lie below it: :func:`fields.file_within`.

    Raises:
        BadManifest: when the first record is asked for: no such file, no text, no column that is recognised,
            or one of ``columns`` is missing.
        BadOption: ``columns`` names a field that does not exist, or ``root`` is no folder.
    """
    mapping = dict(columns or {})
    refuse_fields(mapping)
    if root:
        refuse_as_root(root)
    return _intakes(path, mapping, root or path.parent)


def refuse_fields(mapping: Mapping[str, str]) -> None:
    """Raises BadOption where a field is mapped that does not exist."""
    if unknown := [field for field in mapping if field not in FIELDS]:
        raise BadOption(f"{unknown[0]!r} is no field{nearest(unknown[0], FIELDS) or '.'} Fields: {', '.join(FIELDS)}")


def unused_columns(path: Path, *, columns: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Columns of a CSV file that no field takes: their values are kept unread only.

    Raises:
        BadManifest: as :func:`read_manifest`.
    """
    if is_document(path):
        return ()
    with lines_of(path) as lines:
        reader = _reader(path, lines, columns or {})
        return reader.unused if isinstance(reader, _Csv) else ()


def _intakes(path: Path, mapping: Mapping[str, str], root: Path) -> Iterator[Intake | Problem]:
    name = shown(path.name)
    for record in records_of(path, mapping):
        if isinstance(record, Problem):
            yield record
            continue
        locator = f"{name} {record.place}"
        try:
            intake = intake_of(record.values, root=root, locator=locator, raw=record.raw)
        except ProvenanceError as error:
            yield Problem(locator, str(error), type(error).__name__)
        else:
            if intake:
                yield intake


def records_of(path: Path, mapping: Mapping[str, str]) -> Iterator[Record | Problem]:
    """The records as they stand in a CSV or JSON file; ``mapping`` says what our fields are called there.

    Raises:
        BadManifest: when the first record is asked for, as :func:`read_manifest`.
    """
    name = shown(path.name)
    if is_document(path):
        yield from _of_document(path, mapping, name)
        return
    with lines_of(path) as lines:
        reader = _reader(path, lines, mapping)
        yield from _each(reader, lines, name)
        for complaint in reader.complaints():
            yield Problem(name, complaint, BadManifest.__name__)


def _of_document(path: Path, mapping: Mapping[str, str], name: str) -> Iterator[Record | Problem]:
    """Records of a JSON list, of an object that holds an object for each, or of one object."""
    missing = dict(mapping)
    for value in values_of(text_of_file(path), name):
        if isinstance(value, Problem):
            yield value
            continue
        for place, data in _named(value):
            try:
                if not isinstance(data, dict):
                    raise BadManifest(_NO_OBJECT)
                _strike(missing, data)
                yield Record(place, _taken(data, mapping), data)
            except BadManifest as error:
                yield Problem(f"{name} {place}", str(error), BadManifest.__name__)
    for complaint in _never_met(missing):
        yield Problem(name, complaint, BadManifest.__name__)


def _named(value: Value) -> list[tuple[str, object]]:
    """A record with its place, or those that stand in an object by their names."""
    data = value.data
    if isinstance(data, dict) and data and all(isinstance(each, dict) for each in data.values()):
        return [(f"record {shown(key)}", each) for key, each in data.items()]
    return [(f"line {value.line}", data)]


def _reader(path: Path, lines: Lines, mapping: Mapping[str, str]) -> _Csv | _JsonLines:
    """What reads the records.

    Raises:
        BadManifest: the first lines are not those of a manifest; names the file.
    """
    try:
        return _JsonLines(lines, mapping) if _is_json(path, lines) else _Csv(lines, mapping)
    except BadManifest as error:
        raise BadManifest(f"{shown(str(path))}: {error}") from error


def refuse_as_root(root: Path) -> None:
    """Raises BadOption where there is no such folder to which file names could be relative."""
    try:
        there = root.is_dir()
    except OSError as error:  # a name that is too long, for instance
        raise BadOption(f"{shown(str(root))}: cannot be read ({error.strerror})") from error
    if not there:
        raise BadOption(f"{shown(str(root))}: there is no such folder")


def _each(reader: Iterator[Record | None], lines: Lines, name: str) -> Iterator[Record | Problem]:
    """Every record that can be read, a problem for every one that cannot."""
    while True:
        lines.begin()
        first = lines.number + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except BadManifest as error:
            lost = f"; lines {first} to {lines.number} were passed over" if lines.number > first else ""
            yield Problem(f"{name} line {first}", f"{error}{lost}", BadManifest.__name__)
        else:
            if record:
                yield record


class _Csv:
    """Rows of a CSV file. The delimiter is the one by which most columns are recognised."""

    def __init__(self, lines: Lines, mapping: Mapping[str, str]) -> None:
        first = _first_line(lines)
        separator = _SEPARATOR.fullmatch(first.strip())
        if separator:
            first = _first_line(lines)
        lines.back(first)
        delimiter = separator.group(1) if separator else _delimiter(first, mapping)
        self._lines = lines
        # The limit is one for the whole process and 131,072 at first, and beyond it a field would be given up in its
        # middle. Here records are bounded by their lines already, so it is only ever raised.
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_RECORD))
        lines.follow(Quoting(delimiter))
        self._rows = csv.reader(lines, delimiter=delimiter, strict=True)
        header = [name.strip() for name in self._row()]
        self._places = _places(header, mapping)
        self._header = _each_its_own(header)
        self.unused = tuple(name for place, name in enumerate(header) if name and place not in self._places.values())

    def __iter__(self) -> _Csv:
        return self

    def __next__(self) -> Record | None:
        line = self._lines.number + 1
        row = self._row()
        if not any(value.strip() for value in row):
            return None
        if any(value.strip() for value in row[len(self._header) :]):
            raise BadManifest(
                f"has {len(row)} values for {len(self._header)} columns. Put quotation marks round values "
                "that contain the delimiter"
            )
        if len(row) < len(self._header) and not self._lines.whole:
            raise BadManifest(f"is cut off: {len(row)} values for {len(self._header)} columns, no line break")
        values = {field: row[place] for field, place in self._places.items() if place < len(row)}
        return Record(f"line {line}", values, dict(zip(self._header, row, strict=False)))

    def _row(self) -> list[str]:
        try:
            return next(self._rows)
        except BadManifest:
            self._lines.leave_quotes()
            raise
        except csv.Error as error:
            self._lines.leave_quotes()
            raise BadManifest(f"is no CSV that can be read ({error}). Is a quotation mark missing?") from error

    def complaints(self) -> Iterator[str]:
        """Columns that are not read and look like a field misspelt."""
        known = [name for field in FIELDS if field not in self._places for name in _names(field)]
        for place, column in enumerate(self._header):
            if place in self._places.values() or is_private(column):
                continue
            if hint := nearest(_plain(column), known, cutoff=TYPO):
                yield f"the column {column!r} is not read{hint} Rename it, or put _ before it"


class _JsonLines:
    """Objects, one a line. Unknown keys are refused, since a misspelt one would lose what it holds."""

    def __init__(self, lines: Lines, mapping: Mapping[str, str]) -> None:
        self._lines = lines
        self._mapping = mapping
        self._missing = dict(mapping)

    def __iter__(self) -> _JsonLines:
        return self

    def __next__(self) -> Record | None:
        line = next(self._lines)
        if not line.strip():
            return None
        record = _parsed(line)
        _strike(self._missing, record)
        return Record(f"line {self._lines.number}", _taken(record, self._mapping), record)

    def complaints(self) -> Iterator[str]:
        """Keys that are mapped and that no record has."""
        yield from _never_met(self._missing)


def _taken(record: Mapping[str, object], mapping: Mapping[str, str]) -> dict[str, object]:
    """The values of a JSON object by our fields.

    Raises:
        BadManifest: it has a key that is none, and nothing is mapped.
    """
    if not mapping:
        _refuse_unknown(record)
    values = {field: record[field] for field in KEYS if field in record}
    return values | {field: record[key] for field, key in mapping.items() if key in record}


def _strike(missing: dict[str, str], record: Mapping[str, object]) -> None:
    """Take off the list of mapped keys those that ``record`` has."""
    for field in [field for field, key in missing.items() if key in record]:
        del missing[field]


def _never_met(missing: Mapping[str, str]) -> Iterator[str]:
    for field, key in missing.items():
        yield f"no record has the key {key!r}, which is mapped to {field}"


def _is_json(path: Path, lines: Lines) -> bool:
    first = _first_line(lines)
    lines.back(first)
    return path.suffix.lower() in JSON_LINES or first.lstrip().startswith(("{", "["))


def _first_line(lines: Lines) -> str:
    for line in lines:
        if line.strip():
            return line
    raise BadManifest("is empty. A manifest has a header and a line for each record, or a JSON object a line")


def _delimiter(header: str, mapping: Mapping[str, str]) -> str:
    known = _known_columns(mapping)

    def recognised(delimiter: str) -> tuple[int, int]:
        names = [_plain(name.strip().strip('"')) for name in header.split(delimiter)]
        return len(known.intersection(names)), len(names)

    return max(DELIMITERS, key=recognised)


def _places(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Which column holds which field: as the caller says, then by our name, then by the other names."""
    names = [_plain(name) for name in header]
    listed = ", ".join(name for name in header if name) or "none"
    if twice := [name for name in names if names.count(name) > 1 and name in _known_columns(mapping)]:
        raise BadManifest(f"has two columns called {twice[0]!r}. Rename one")
    places = {}
    for field, column in mapping.items():
        if _plain(column) not in names:
            raise BadManifest(f"has no column {column!r} (for {field}). Its columns: {listed}")
        places[field] = names.index(_plain(column))
    for field in FIELDS:
        found = (names.index(name) for name in _names(field) if name in names)
        free = next((place for place in found if place not in places.values()), None)
        if field not in places and free is not None:
            places[field] = free
    if not places:
        raise BadManifest(
            f"no column is recognised among: {listed}. Call one path, url, caption or claim, "
            "or say what it is with --map FIELD=COLUMN"
        )
    return places


def _each_its_own(names: list[str]) -> list[str]:
    """Names of which none stands twice, so that a row can be kept whole under them."""
    return [f"{name} ({names[:at].count(name) + 1})" if name in names[:at] else name for at, name in enumerate(names)]


def _known_columns(mapping: Mapping[str, str]) -> set[str]:
    return {*map(_plain, mapping.values()), *(name for field in FIELDS for name in _names(field))}


def _names(field: str) -> tuple[str, ...]:
    return (field, *SYNONYMS.get(field, ()))


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def _parsed(line: str) -> dict[str, object]:
    try:
        record = json.loads(line, object_pairs_hook=_each_once, parse_constant=_no_number, parse_float=_finite)
        canonical_json(record).encode()  # halves of surrogate pairs are text for json, and for nothing else
    except UnicodeEncodeError as error:
        raise BadManifest("contains half a surrogate pair, which is no character") from error
    except json.JSONDecodeError as error:
        raise BadManifest(f"is no JSON: {error.msg} at character {error.colno}") from error
    except RecursionError as error:
        raise BadManifest("is nested too deeply") from error
    except ValueError as error:
        raise BadManifest(f"is no JSON that is understood: {error}") from error
    if not isinstance(record, dict):
        raise BadManifest(_NO_OBJECT)
    return record


def _refuse_unknown(record: Mapping[str, object]) -> None:
    """Raises BadManifest for a key that is neither a field nor somebody's own."""
    for key in record:
        if key not in KEYS and not is_private(key):
            field = next((field for field in FIELDS if key.casefold() in _names(field)), None)
            hint = f": did you mean {field!r}?" if field else nearest(key, KEYS)
            raise BadManifest(f"{key!r} is no field{hint or '.'} Keys that begin with _ or x- are kept unread")


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return record


def _no_number(word: str) -> object:
    raise ValueError(f"{word} is no number")


def _finite(text: str) -> float:
    if math.isinf(number := float(text)):
        raise ValueError(f"{text} is too large")
    return number
