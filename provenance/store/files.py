"""Media files, kept read-only and named by their content. A file that is there is never written again."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from provenance.errors import ArchiveDamaged, ArchiveError, MediaDamaged, MediaError, MediaMissing, StorageFull

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READ_ONLY = 0o444
BLOCK = 1 << 20
SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/tiff": ".tif",
    "image/bmp": ".bmp",
    "image/avif": ".avif",
    "image/heic": ".heic",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/webm": ".webm",
    "video/x-matroska": ".mkv",
    "video/x-msvideo": ".avi",
}


def folder_of(archive: str) -> str:
    """Where the files of an archive lie: ``desk.db`` has ``desk.db.files``."""
    return archive + ".files"


def place_of(folder: str | os.PathLike[str], sha256: str, media_type: str | None) -> str:
    """Where a file lies, or would lie.

    Raises:
        ArchiveDamaged: the digest is none. A made-up one in an archive from elsewhere could name any file.
    """
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ArchiveDamaged(f"{folder}: a record names a file by {sha256!r}, which is no SHA-256. Restore a copy.")
    return os.path.join(folder, sha256[:2], sha256[2:] + SUFFIXES.get(media_type or "", ""))


def keep(folder: str | os.PathLike[str], content: bytes | str, *, sha256: str, media_type: str | None) -> Path:
    """Write a file unless it is there; it appears whole or not at all, and is on the disk on return.

    ``content`` is the bytes, or the path of a file to copy.

    Raises:
        MediaMissing, MediaDamaged: the file to copy is gone, or its content is another by now. Nothing was left behind.
        StorageFull: likewise.
        ArchiveError: the folder cannot be written.
    """
    import secrets
    from pathlib import Path

    place = Path(place_of(folder, sha256, media_type))
    if place.exists():
        return place
    unfinished = place.with_name(f".{place.name[:16]}.{secrets.token_hex(4)}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("xb") as file:
            _fill(file, content, sha256)
            file.flush()
            os.fsync(file.fileno())
        unfinished.chmod(READ_ONLY)
        unfinished.replace(place)
    except MediaError:
        unfinished.unlink(missing_ok=True)
        raise
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(
                f"{folder}: the disk is full. What was recorded before is safe. Make room, then do the same "
                "again, or keep no files: --no-keep"
            ) from error
        raise ArchiveError(
            f"{folder}: cannot be written ({error.strerror}). Check the permissions, or keep no files: --no-keep"
        ) from error
    return place


def _fill(file: BinaryIO, content: bytes | str, sha256: str) -> None:
    if isinstance(content, bytes):
        file.write(content)
        return
    copied = hashlib.sha256()
    for block in _blocks_of(content):
        copied.update(block)
        file.write(block)
    if copied.hexdigest() != sha256:
        raise MediaDamaged(f"{content}: was changed while it was being recorded. Record it again.")


def _blocks_of(path: str) -> Iterator[bytes]:
    """The content of a file to copy. What fails here says nothing of the folder that is written to."""
    try:
        with open(path, "rb") as source:
            while block := source.read(BLOCK):
                yield block
    except FileNotFoundError as error:
        raise MediaMissing(f"{path}: was removed while it was being recorded. Record it again.") from error
    except OSError as error:
        raise MediaMissing(
            f"{path}: could no longer be read while it was being recorded ({error.strerror}). Record it again."
        ) from error


def all_in(folder: str) -> Iterator[Path]:
    """Every kept file."""
    from pathlib import Path

    if os.path.isdir(folder):
        yield from (path for path in sorted(Path(folder).glob("??/*")) if not path.name.startswith("."))
