"""Places: what a name or a line of text means, and how two such lie to each other. Offline, from GeoNames.

``read_place`` takes a whole place string, ``find_places`` running text, ``relation`` two readings, ``doubtful``
whether a bare name may be another place than the one it was taken for, ``search_terms`` makes of every spelling the
same word for a full-text index. What is not understood has no places, never a guess.
"""

from __future__ import annotations

from provenance.places.finding import find_places
from provenance.places.reading import read_place
from provenance.places.records import Place, PlaceMention, PlacePrecision, PlaceReading, PlaceRelation
from provenance.places.relating import doubtful, relation
from provenance.places.terms import search_terms, terms_as_heard

__all__ = [
    "Place",
    "PlaceMention",
    "PlacePrecision",
    "PlaceReading",
    "PlaceRelation",
    "doubtful",
    "find_places",
    "read_place",
    "relation",
    "search_terms",
    "terms_as_heard",
]
