"""What every measurement is given. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is to be done."""

    photos: tuple[Path, ...]  # JPEG files, in a seeded order
    cache: Path  # what takes long to make is kept here
    scratch: Path  # empty, and deleted at the end
    quick: bool = False

    def of(self, full: T, quick: T) -> T:
        """A size for a full run, or the one for a quick run."""
        return quick if self.quick else full

    def folder(self, name: str) -> Path:
        """A new folder in the scratch space."""
        made = self.scratch / name
        made.mkdir(parents=True)
        return made
