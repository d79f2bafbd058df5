"""Was this picture seen before, and what was it said to show?

The public names. They are loaded when they are first asked for: ``import provenance`` loads no library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from provenance.archive import Archive
    from provenance.errors import ProvenanceError
    from provenance.model import Answer, Claim, Hedge, Intake, MediaItem, Outcome

__version__ = "0.1.0"
__all__ = ["Answer", "Archive", "Claim", "Hedge", "Intake", "MediaItem", "Outcome", "ProvenanceError"]

_HOMES = {"Archive": "archive", "ProvenanceError": "errors"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)
