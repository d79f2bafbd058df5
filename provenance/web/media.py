"""Pictures and videos, served so that nothing of a stranger's is ever run.

Shown are only JPEG files that this program makes anew. A kept file goes out as it is only to be saved: as an
attachment without a type, in a sandbox. A kept video is played from its bytes, under a type from a closed list.
What is marked graphic, or certainly shows the same, is grey and blurred until somebody reveals it, which is logged and
holds for one page.
"""

from __future__ import annotations

import hmac
import io
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from provenance.errors import BadOption
from provenance.exporters.jpeg import bare_jpeg
from provenance.exporters.proof import hidden
from provenance.framing import frame_of_file
from provenance.media.image import open_image
from provenance.model import Intake, MediaKind
from provenance.reporting import picture_of
from provenance.text import clock
from provenance.web.inquiries import is_video
from provenance.web.visits import action, page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from provenance.model import MediaItem, Seen
    from provenance.viewing import Views
    from provenance.web.visits import Visit

SIDES = {"small": 320, "large": 1200}  # pixels; closed, so that nobody can ask for any size
MOST_STILLS = 24  # key frames in the strip of a film
PLAYED = {  # by browsers: the type under which it is served; closed, so that nothing is served as a page
    "video/mp4": "video/mp4",
    "video/quicktime": "video/mp4",
    "video/webm": "video/webm",
    "video/ogg": "video/ogg",
}
SANDBOX = "sandbox; default-src 'none'"


def reveal_key(visit: Visit, item_id: str) -> str:
    """What shows a graphic item as it is; given out by :func:`reveal` only."""
    return visit.settings.key(f"reveal {item_id}")


def is_revealed(visit: Visit, item_id: str) -> bool:
    """Whether the request bears the key of this item."""
    return hmac.compare_digest(visit.query("key").encode(), reveal_key(visit, item_id).encode())


def jpeg(image: Image.Image, side: int | None = None, *, hide: bool = False) -> bytes:
    """A picture as bytes of this program's own making: no metadata, no more pixels than asked for."""
    small = image.convert("RGB")
    if side:
        small.thumbnail((side, side))
    if hide:
        small = hidden(small)
    return bare_jpeg(small)


def picture_answer(data: bytes) -> Response:
    """A JPEG of ours. No browser keeps it: it may be marked graphic at any moment, and is covered from then on."""
    return Response(data, media_type="image/jpeg")


def item_picture(visit: Visit) -> Response:
    """An item's picture; of a video a frame; covered where it is graphic."""
    seen = visit.archive.show(visit.path("item"))
    size = visit.query("size", "small")
    if size not in SIDES:
        raise HTTPException(400, f"size is one of: {', '.join(SIDES)}")
    item = seen.item
    hide = seen.covered_by is not None and not is_revealed(visit, item.id)
    key = f"item {item.id} {size} {hide} {item.file_kept}"
    made = visit.server.shelf.get(key, lambda: {size: _item_jpeg(visit, seen, SIDES[size], hide=hide)})
    return picture_answer(made[size])


def _item_jpeg(visit: Visit, seen: Seen, side: int, *, hide: bool) -> bytes:
    found = picture_of(visit.archive, seen, side)
    if found is None:
        raise HTTPException(404, "No picture of it is kept.")
    return jpeg(found[0], side, hide=hide)


def item_file(visit: Visit) -> Response:
    """The kept file, to be saved."""
    item = visit.archive.item(visit.path("item"))
    _refuse_covered(visit, item)
    place = _kept(visit, item)
    name = visit.archive.short_id(item.id) + place.suffix
    headers = {"content-security-policy": SANDBOX}
    return FileResponse(place, media_type="application/octet-stream", filename=name, headers=headers)


def item_video(visit: Visit) -> Response:
    """The kept video for the player, any part of it."""
    item = visit.archive.item(visit.path("item"))
    _refuse_covered(visit, item)
    served_as = PLAYED.get(item.media_type or "") if item.kind is MediaKind.VIDEO else None
    if served_as is None:
        raise HTTPException(404, "It is no video that a browser plays.")
    return FileResponse(_kept(visit, item), media_type=served_as, headers={"content-security-policy": SANDBOX})


def item_still(visit: Visit) -> Response:
    """The small grey picture of a key frame, by its time in milliseconds."""
    seen = visit.archive.show(visit.path("item"))
    hide = seen.covered_by is not None and not is_revealed(visit, seen.item.id)

    def made() -> dict[str, bytes]:
        frames = visit.archive.key_frames(seen.item.id)
        return {str(ms): _small(data, hide=hide) for ms, data in spread(frames, MOST_STILLS)}

    shelved = visit.server.shelf.get(f"stills {seen.item.id} {hide}", made)
    if visit.query("at") not in shelved:
        raise HTTPException(404, "There is no such key frame.")
    return picture_answer(shelved[visit.query("at")])


def _small(data: bytes, *, hide: bool) -> bytes:
    with Image.open(io.BytesIO(data)) as opened:
        return jpeg(opened, SIDES["small"], hide=hide)


def spread(frames: Sequence[tuple[int, bytes]], most: int) -> list[tuple[int, bytes]]:
    """At most so many of them, evenly over the film."""
    every = max(1, -(-len(frames) // most))
    return list(frames[::every])


def item_frame(visit: Visit) -> Response:
    """The frame of a film that is on the screen at a time, to be saved as PNG."""
    item = visit.archive.item(visit.path("item"))
    _refuse_covered(visit, item)
    frame = visit.archive.frame(item.id, visit.query("at"))
    out = io.BytesIO()
    frame.image.save(out, "PNG", compress_level=1)
    at = clock(frame.ms, exact=True).replace(":", "-")
    name = f"{visit.archive.short_id(item.id)}-{at}.png"
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-security-policy": SANDBOX}
    return Response(out.getvalue(), media_type="image/png", headers=headers)


def _refuse_covered(visit: Visit, item: MediaItem) -> None:
    if item.id in visit.archive.covered([item.id]) and not is_revealed(visit, item.id):
        raise HTTPException(403, "It is marked graphic, or shows the same as what is. Reveal it on its page first.")


def _kept(visit: Visit, item: MediaItem) -> Path:
    place = visit.archive.file_of(item.id)
    if place is None or not place.is_file() or place.is_symlink():  # an archive's folder may come from anybody
        raise HTTPException(404, "Its file is not kept.")
    return place


def reveal(visit: Visit) -> Response:
    """Note in the log that an item is shown, and go back to its page with the key to it."""
    item = visit.archive.item(visit.path("item"))
    if item.id not in visit.archive.covered([item.id]):
        raise BadOption(
            f"{visit.archive.short_id(item.id)}: is not marked graphic, nor is anything that shows the same"
        )
    visit.archive.reveal(item.id)
    return visit.to(f"/item/{item.id}?key={reveal_key(visit, item.id)}")


def mark(visit: Visit) -> Response:
    """Mark an item graphic from now on; there is no way back, as with all that is said of an item."""
    item = visit.archive.tell(visit.path("item"), Intake(graphic=True))
    return visit.to(f"/item/{item.id}")


VIEWS = ("archived", "asked", "archived-part", "asked-part", "proof")


def views_as_jpeg(views: Views | None) -> dict[str, bytes]:
    """A pair in all views, by the names that addresses have for them; those that there are."""
    if views is None:
        return {}
    images = (views.archived, views.asked, views.archived_part, views.asked_part, views.proof)
    return {name: jpeg(image) for name, image in zip(VIEWS, images, strict=True) if image is not None}


def view_answer(visit: Visit, key: str, which: str, make: Callable[[], Views | None]) -> Response:
    """One view of a pair; all are made at once, and kept."""
    made = visit.server.shelf.get(key, lambda: views_as_jpeg(make()))
    if which not in made:
        raise HTTPException(404, "There is no such picture of the two.")
    return picture_answer(made[which])


def upload_jpeg(visit: Visit, path: Path, *, hide: bool) -> bytes:
    """An upload in colours, made anew; of a video its first frame. A video is not read whole."""
    limits = visit.settings.limits
    if is_video(str(path)):
        return jpeg(frame_of_file(str(path), 0, limits=limits).image, SIDES["large"], hide=hide)
    if path.stat().st_size > limits.max_bytes:
        raise HTTPException(413, "It is too large to be shown.")
    picture = open_image(path.read_bytes(), name="the file", limits=limits)
    return jpeg(picture.colours(SIDES["large"]), SIDES["large"], hide=hide)


routes = (
    page("/item/{item}/picture", item_picture),
    page("/item/{item}/still", item_still),
    page("/item/{item}/frame", item_frame),
    page("/item/{item}/file", item_file),
    page("/item/{item}/video", item_video),
    action("/item/{item}/reveal", reveal),
    action("/item/{item}/graphic", mark),
)
