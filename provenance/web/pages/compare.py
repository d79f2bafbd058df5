"""Two items side by side: what both show, laid on each other, and where they differ."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from provenance.errors import BadOption, MediaError
from provenance.model import Tier
from provenance.reporting import sides_of
from provenance.saying.answers import match_words
from provenance.saying.seconds import seconds_of
from provenance.saying.sides import named_sides
from provenance.viewing import views_of
from provenance.web.media import PLAYED, reveal_key, view_answer
from provenance.web.visits import action, page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from provenance.archive import Archive
    from provenance.model import Match, MediaItem
    from provenance.saying.seconds import Seconds
    from provenance.viewing import Views
    from provenance.web.visits import Visit


def compare(visit: Visit) -> Response:
    """The page of two items."""
    earlier, later, match = _pair(visit)
    archive = visit.archive
    graphic = _graphic(archive, earlier, later)
    revealed = bool(graphic) and _is_revealed(visit, earlier, later, graphic)
    hidden = bool(graphic) and not revealed
    names = archive.short_id(later.id), archive.short_id(earlier.id)
    reviews = [one for one in archive.reviews(later.id) if {one.item_id, one.other_id} == {earlier.id, later.id}]
    return visit.render(
        "compare.html",
        earlier=archive.show(earlier.id),
        later=archive.show(later.id),
        short=archive.short_id,
        match=match,
        words=named_sides(match_words(match, shares=True), *names) if match else "",
        evidence=[named_sides(reason, *names) for reason in match.evidence] if match else [],
        reviews=reviews,
        same_film=match is not None and match.tier is Tier.EXACT,
        keys={
            one.id: f"&key={reveal_key(visit, one.id)}" if revealed and one.id in graphic else ""
            for one in (earlier, later)
        },
        covered=hidden,
        key=f"?key={_key(visit, earlier, later, graphic)}" if revealed else "",
        seconds=seconds_between(archive, match, earlier, later) if match else None,
        players=["" if hidden else _player(visit, one, covered=one.id in graphic) for one in (later, earlier)],
    )


def seconds_between(archive: Archive, match: Match, earlier: MediaItem, later: MediaItem) -> Seconds | None:
    """Which seconds of two items are the same; a stored match is asked of the later one."""
    return seconds_of(match, asked_ms=archive.duration_ms(later.id), archived_ms=archive.duration_ms(earlier.id))


def _player(visit: Visit, item: MediaItem, *, covered: bool) -> str:
    """The address of a kept video that browsers play; "" where there is none."""
    if not item.file_kept or item.media_type not in PLAYED:
        return ""
    key = f"?key={reveal_key(visit, item.id)}" if covered else ""
    return f"/item/{item.id}/video{key}"


def view(visit: Visit) -> Response:
    """One view of the two."""
    earlier, later, match = _pair(visit)
    graphic = _graphic(visit.archive, earlier, later)
    hide = bool(graphic) and not _is_revealed(visit, earlier, later, graphic)

    def made() -> Views | None:
        archive = visit.archive
        first, second = sides_of(archive, later.id, earlier.id, match) if match else (earlier.id, later.id)
        try:
            return views_of(archive.diff(first, second), hide=hide)
        except (MediaError, BadOption) as error:
            raise HTTPException(404, str(error)) from error

    return view_answer(visit, f"compare {earlier.id} {later.id} {hide}", visit.path("which"), made)


def reveal(visit: Visit) -> Response:
    """Note in the log that the graphic ones of the two are shown, and show them."""
    earlier, later, _ = _pair(visit)
    graphic = _graphic(visit.archive, earlier, later)
    if not graphic:
        raise BadOption("Neither of the two is marked graphic")
    for item in graphic:
        visit.archive.reveal(item)
    return visit.to(f"/compare/{earlier.id}/{later.id}?key={_key(visit, earlier, later, graphic)}")


def _pair(visit: Visit) -> tuple[MediaItem, MediaItem, Match | None]:
    """Both items, the earlier recorded one first, and their stored match."""
    archive = visit.archive
    both = {item.id: item for item in (archive.item(visit.path("one")), archive.item(visit.path("other")))}
    order = archive.in_order(*both)
    earlier, later = both[order[0]], both[order[-1]]
    match = next((match for other, match in archive.matches_of(later.id) if other == earlier.id), None)
    return earlier, later, match


def _graphic(archive: Archive, earlier: MediaItem, later: MediaItem) -> list[str]:
    """Which of the two are covered. One picture: what is said of a copy goes for both."""
    return sorted(archive.covered([earlier.id, later.id]))


def _key(visit: Visit, earlier: MediaItem, later: MediaItem, graphic: Sequence[str]) -> str:
    """It is that of what is covered of the two: where the other one is marked later, another is needed."""
    return visit.settings.key(f"reveal pair {earlier.id} {later.id} {' '.join(graphic)}")


def _is_revealed(visit: Visit, earlier: MediaItem, later: MediaItem, graphic: Sequence[str]) -> bool:
    return hmac.compare_digest(visit.query("key").encode(), _key(visit, earlier, later, graphic).encode())


routes = (
    page("/compare/{one}/{other}", compare),
    page("/compare/{one}/{other}/view/{which}", view, name="compare_view"),
    action("/compare/{one}/{other}/reveal", reveal, name="reveal_pair"),
)
