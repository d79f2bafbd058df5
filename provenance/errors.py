"""Everything that can go wrong, and the exit code it ends in.

Every message is one line that names the thing and the remedy.

    ProvenanceError                  exit 2
    ├── MediaError                   one file could not be used; a batch goes on
    │   ├── MediaMissing             no such file, or it cannot be read
    │   ├── MediaUnknown             the bytes are no picture or video that is understood
    │   ├── MediaTooLarge            over the limit on pixels or bytes
    │   ├── MediaDamaged             cut off, malformed, or decoding failed
    │   └── MissingExtra             understood, but an optional package is needed
    ├── ArchiveError                 the archive as a whole cannot be used
    │   ├── ArchiveMissing           there is none at that place
    │   ├── NotAnArchive             the file is something else
    │   ├── ArchiveTooNew            made by a later version
    │   ├── ArchiveLocked            another process holds it for longer than the time allowed
    │   ├── StorageFull              the disk, or a quota, is full
    │   └── ArchiveDamaged           SQLite or the log's chain says that the content is not whole
    ├── RecordError                  no such record
    │   ├── UnknownId
    │   ├── AmbiguousId
    │   └── Overtaken                somebody recorded a newer one than the person knew of
    └── InputError                   what the person gave cannot be understood
        ├── BadDate
        ├── BadUrl
        ├── BadManifest
        └── BadOption
"""

from __future__ import annotations


class ProvenanceError(Exception):
    """Base of every error that is meant to be read by a person; ``str()`` is one line."""

    def __str__(self) -> str:
        return " ".join(super().__str__().split())


class MediaError(ProvenanceError):
    """One media file could not be used."""


class MediaMissing(MediaError):
    """There is no such file, or it cannot be read."""


class MediaUnknown(MediaError):
    """The bytes are no picture or video that is understood."""


class MediaTooLarge(MediaError):
    """Decoding would need more pixels or bytes than the limit allows."""


class MediaDamaged(MediaError):
    """The file is cut off or malformed, or decoding it failed."""


class MissingExtra(MediaError):
    """The format is known, but reading it needs an optional package."""


class ArchiveError(ProvenanceError):
    """The archive as a whole cannot be used."""


class ArchiveMissing(ArchiveError):
    """There is no archive at that place, and the command does not make one."""


class NotAnArchive(ArchiveError):
    """The file exists and is something else."""


class ArchiveTooNew(ArchiveError):
    """The archive was made by a later version of the program."""


class ArchiveLocked(ArchiveError):
    """Another process held the archive for longer than the busy timeout."""


class StorageFull(ArchiveError):
    """The disk or a quota is full; nothing of the current batch was kept."""


class ArchiveDamaged(ArchiveError):
    """SQLite says that the file is damaged."""


class RecordError(ProvenanceError):
    """A record was asked for that cannot be named."""


class UnknownId(RecordError):
    """No record has an id that begins so."""


class AmbiguousId(RecordError):
    """Several records have an id that begins so."""


class Overtaken(RecordError):
    """Whoever decides did not know of what was recorded since; nothing was recorded."""


class InputError(ProvenanceError):
    """What the person gave cannot be understood."""


class BadDate(InputError):
    """Not a date in EDTF or ISO 8601 notation, or no possible day."""


class BadUrl(InputError):
    """Not an absolute http or https URL."""


class BadManifest(InputError):
    """A manifest lacks a column, or a line of it cannot be read."""


class BadOption(InputError):
    """Options that contradict each other, or a value that is out of range."""
