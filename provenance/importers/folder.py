"""A folder of received files becomes intakes, told by content and never by name. Reads first bytes only.

Passed over without a word: hidden names, ``Thumbs.db`` and the like, and the ``.files`` and ``.index``
folders that stand beside their archive. Passed over and counted: files that are no picture or video, and
links to folders, whose content is met where it stands. All else that is not recorded is a ``Problem``.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import MediaDamaged, MediaError, MediaMissing, MediaUnknown
from provenance.media.formats import HEAD_BYTES, sniff
from provenance.model import Intake, Problem

if TYPE_CHECKING:
    from provenance.media.formats import Format

CLUTTER = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini"})  # in lower case; .DS_Store is hidden anyway
COMPANIONS = (".files", ".index")  # after the name of the archive beside which they stand
# Names that promise a picture or video. ".ts" is missing: it is TypeScript more often than it is a film.
PICTURES = "jpg jpeg jpe jfif mpo png apng gif webp tif tiff bmp avif heic heif jp2 j2k jxl psd"
RAW_PICTURES = "dng cr2 cr3 nef arw orf rw2 raf"
VIDEOS = "mp4 m4v mov 3gp 3g2 mkv webm avi mts m2ts mpg mpeg flv wmv asf ogv"
MEDIA_ENDINGS = frozenset(f".{ending}" for ending in f"{PICTURES} {RAW_PICTURES} {VIDEOS}".split())
KINDS_OF_FILE = {
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
JOINERS = "\u200c\u200d"  # no spaces, yet parts of Persian and Indic words


class FolderReading(Iterator[Intake | Problem]):
    """What is found below a folder, one by one, in an order that is the same every time."""

    def __init__(self, root: Path, *, recursive: bool) -> None:
        _refuse_as_root(root)
        self.passed_over = 0  # so far: files that are no picture or video, links to folders
        self._root = root
        self._real_root = Path(os.path.realpath(root))
        self._recursive = recursive
        self._found = self._walk()

    def __next__(self) -> Intake | Problem:
        return next(self._found)

    def _walk(self) -> Iterator[Intake | Problem]:
        """Depth first. Held in memory: the names in the folders on the way down, never all paths."""
        waiting = [iter([""])]
        while waiting:
            place = next(waiting[-1], None)
            if place is None:
                waiting.pop()
                continue
            try:
                mode = (self._root / place).lstat().st_mode if place else stat.S_IFDIR
                if not stat.S_ISDIR(mode):
                    yield from self._entry(place, mode)
                elif self._recursive or not place:
                    waiting.append(self._children(place))
            except OSError as error:
                yield self._problem(place, MediaMissing(f"cannot be read ({error.strerror})"))
            except MediaError as error:
                yield self._problem(place, error)

    def _children(self, place: str) -> Iterator[str]:
        with os.scandir(self._root / place) as entries:
            names = sorted(entry.name for entry in entries)
        there = frozenset(names)
        prefix = place and place + os.sep
        return (prefix + name for name in names if not _is_clutter(name, there))

    def _entry(self, place: str, mode: int) -> Iterator[Intake]:
        """One file, or a link to one.

        Raises:
            MediaError: it should have been recorded and cannot be.
            OSError: it cannot be read.
        """
        path = self._root / place
        if stat.S_ISLNK(mode):
            mode = self._followed(path).stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise MediaUnknown(f"is {KINDS_OF_FILE.get(stat.S_IFMT(mode), 'something else')}, not a file")
        if stat.S_ISREG(mode) and (found := format_of(path)):
            yield Intake(path=str(path), kind=found.kind, locator=shown(place))
        else:
            self.passed_over += 1

    def _followed(self, link: Path) -> Path:
        """What a link leads to, if that is inside the folder and does not contain the link."""
        try:
            target = Path(os.path.realpath(link, strict=True))
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise MediaUnknown("is a link that leads in a circle. Remove it") from error
            raise MediaMissing("is a link to something that is not there. Restore that, or remove the link") from error
        if not target.is_relative_to(self._real_root):
            raise MediaUnknown("is a link that leads out of the folder. Copy the file into the folder")
        if Path(os.path.realpath(link.parent)).is_relative_to(target):
            raise MediaUnknown("is a link to a folder that contains it. Remove it")
        return target

    def _problem(self, place: str, error: MediaError) -> Problem:
        return Problem(shown(place or str(self._root)), str(error), type(error).__name__)


def read_folder(root: Path, *, recursive: bool = True) -> FolderReading:
    """Every picture and video below ``root``, in order of their names, each folder in its place.

    ``Intake.path`` begins with ``root`` as given; ``Intake.locator`` is relative to it and can be displayed.
    Links to files inside the folder are followed.

    Raises:
        MediaMissing: there is no such folder.
    """
    return FolderReading(root, recursive=recursive)


def format_of(path: Path) -> Format | None:
    """The format of a picture or video by its first bytes; None for a file that does not claim to be one.

    Raises:
        MediaError: it is named like a picture or video, but is none.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    found, ending = sniff(head), path.suffix.lower()
    if found or ending not in MEDIA_ENDINGS:
        return found
    if not head:
        raise MediaDamaged("is empty. Get the file again")
    if head.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
        raise MediaUnknown(f"is named {ending}, but is a web page, perhaps one that asked for a log-in")
    raise MediaUnknown(
        f"is named {ending}, but its content is no picture or video that is understood. "
        "If it is one, convert it to JPEG or MP4"
    )


def _refuse_as_root(root: Path) -> None:
    """Raises MediaMissing for what is no folder."""
    try:
        mode = root.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a NUL character in the name
        raise MediaMissing(f"{shown(str(root))}: there is no such folder") from error
    except OSError as error:
        raise MediaMissing(f"{shown(str(root))}: cannot be read ({error.strerror})") from error
    if not stat.S_ISDIR(mode):
        raise MediaMissing(f"{shown(str(root))}: is {KINDS_OF_FILE.get(stat.S_IFMT(mode), 'a file')}, not a folder")


def shown(path: str) -> str:
    """A path that can be displayed and stored: what is no text, and control characters, as escapes."""
    return path if path.isprintable() else "".join(map(_shown_character, path))


def _shown_character(character: str) -> str:
    if character.isprintable() or character in JOINERS:
        return character
    return character.encode("unicode_escape").decode("ascii")


def _is_clutter(name: str, there: frozenset[str]) -> bool:
    if name.endswith(COMPANIONS) and name.rpartition(".")[0] in there:
        return True
    return name.startswith(".") or name.lower() in CLUTTER
