"""Videos are read: the right frames at the right times, the same hashes as pictures, and no harm from broken files."""

from __future__ import annotations

import io
import os
import time
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from provenance.errors import MediaDamaged, MediaError, MediaMissing, MediaTooLarge, MediaUnknown
from provenance.fingerprints import pdq
from provenance.fingerprints.filming import KEY_PURSE, UNLIKE_BITS, film, film_here, still
from provenance.fingerprints.frames import FrameHashes
from provenance.fingerprints.sampling import EVERY_MS, Sampler
from provenance.guarding import Patience, guarded, limit_memory
from provenance.media.image import DEFAULT_LIMITS, open_image
from provenance.media.shown import Shown
from provenance.media.video import open_video
from provenance.media.video_facts import position
from provenance.model import DateRole, Region
from tests.films import QUICK, frames_of, write_film
from tests.pictures import letterboxed, mirrored, scene, turned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from provenance.fingerprints.frames import Filmed

SIZE = (320, 240)
RATE = 10
NEAR = 16  # bits of 256 that a strong encoder may cost
IMPATIENT = Patience(stall_seconds=1.0)


def filmed(path: Path, *, fast: bool = False, with_local: bool = False) -> Filmed:
    """What is kept of a file, read in this process."""
    return film_here(str(path), limits=DEFAULT_LIMITS, fast=fast, with_local=with_local)


def written(
    path: Path,
    frames: Iterable[Image.Image],
    *,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    times_ms: Iterable[int] | None = None,
    tags: dict[str, str] | None = None,
    options: dict[str, str] | None = None,
    prepare: Callable[[Any], None] | None = None,
    keep: Callable[[int], bool] = lambda _: True,
    container_options: dict[str, str] | None = None,
    rate: int = RATE,
) -> Path:
    """A video with frames at any times; ``keep`` says which packets are written, ``prepare`` changes the stream."""
    shown = list(frames)
    times = list(times_ms) if times_ms else [number * 1000 // rate for number in range(len(shown))]
    with av.open(str(path), "w", container_options=container_options or {}) as container:
        container.metadata.update(tags or {})
        stream: Any = container.add_stream(codec, rate=rate)
        stream.width, stream.height = shown[0].size
        stream.pix_fmt = pixels
        stream.codec_context.time_base = Fraction(1, 1000) if codec == "libx264" else Fraction(1, rate)
        quick = {"preset": "ultrafast", "crf": "20", **(options or {})} if codec == "libx264" else QUICK.get(codec, {})
        stream.options = quick
        if prepare:
            prepare(stream)
        packets = []
        for image, ms in zip(shown, times, strict=True):
            frame = av.VideoFrame.from_ndarray(np.asarray(image.convert("RGB")), format="rgb24").reformat(format=pixels)
            base = stream.codec_context.time_base
            frame.pts, frame.time_base = round(ms / 1000 / base), base
            packets += stream.encode(frame)
        packets += stream.encode(None)
        for number, packet in enumerate(packets):
            if keep(number):
                container.mux(packet)
    return path


def film_of(*seeds: int, seconds: float = 2.0) -> list[Image.Image]:
    """The same still picture for some seconds, one after another."""
    return [image for seed in seeds for image in [scene(seed, SIZE)] * round(seconds * RATE)]


def hash_of(image: Image.Image) -> bytes:
    """PDQ of a picture that was saved to a file without loss, as pictures are hashed."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return pdq.pdq(open_image(out.getvalue(), name="still.png").luma().plane).value


def bits(a: bytes | np.ndarray[Any, Any], b: bytes | np.ndarray[Any, Any]) -> int:
    """How many bits differ."""
    return (int.from_bytes(bytes(a)) ^ int.from_bytes(bytes(b))).bit_count()


# What is stored


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.binary(min_size=32, max_size=32), st.integers(0, 100)), max_size=40)
)
def test_packed_frames_come_back_exactly(rows: list[tuple[int, bytes, int]]) -> None:
    times = np.cumsum([step for step, _, _ in rows]).astype(int).tolist()
    frames = FrameHashes.of(times, [value for _, value, _ in rows], [quality for _, _, quality in rows])
    back = FrameHashes.unpack(frames.pack())
    for name in FrameHashes._fields:
        assert getattr(frames, name).dtype == getattr(back, name).dtype
        assert np.array_equal(getattr(frames, name), getattr(back, name))


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:5], lambda b: b"pf\x63" + b[3:], lambda _: b""])
def test_packed_frames_of_another_version_or_cut_off_are_refused(damage: Callable[[bytes], bytes]) -> None:
    packed = FrameHashes.of([0, 500], [bytes(32)] * 2, [100, 0]).pack()
    with pytest.raises(ValueError, match=r"packed frames"):
        FrameHashes.unpack(damage(packed))


def sampled_ms(shown: Iterable[Shown], ends_ms: int) -> list[int]:
    """The times that are kept of these frames."""
    sampler = Sampler()
    kept = [sample.ms for one in shown for sample in sampler.take(one)]
    return kept + [sample.ms for sample in sampler.end(ends_ms)]


def test_a_minute_takes_no_more_than_5_kilobytes_however_often_it_is_cut() -> None:
    planes = [np.asarray(scene(seed, SIZE).convert("L")) for seed in range(2)]
    cut = [Shown(ms, planes[ms // 300 % 2]) for ms in range(0, 60_000, 50)]  # every 0.3 s
    times = sampled_ms(cut, 60_000)
    assert len(times) > 60_000 / EVERY_MS  # cuts are kept as well
    assert len(FrameHashes.of(times, [bytes(32)] * len(times), [100] * len(times)).pack()) <= 5_000


def test_a_picture_that_stays_is_kept_as_often_as_one_that_is_sent_again() -> None:
    first, second = (np.asarray(scene(seed, SIZE).convert("L")) for seed in (1, 2))
    slides = [Shown(0, first), Shown(4_000, second)]
    film = [Shown(ms, first if ms < 4_000 else second) for ms in range(0, 6_000, 40)]
    assert sampled_ms(slides, 6_000) == sampled_ms(film, 6_000) == list(range(0, 6_000, EVERY_MS))


# Frames and times


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("a.mp4", "libx264", "yuv420p"),
        ("a.mov", "libx264", "yuv444p"),
        ("a.mkv", "libx264", "yuv420p10le"),
        ("a.webm", "libvpx", "yuv420p"),
        ("a.avi", "mjpeg", "yuvj420p"),
        ("a.3gp", "mpeg4", "yuv420p"),
        ("a.ts", "libx264", "yuv420p"),
        ("b.mov", "png", "rgb24"),
    ],
)
def test_every_container_gives_the_pictures_that_were_put_in(
    tmp_path: Path, name: str, codec: str, pixels: str
) -> None:
    path = written(tmp_path / name, film_of(1, 2), codec=codec, pixels=pixels)
    made = filmed(path)
    assert made.frames.times_ms.tolist() == list(range(0, 4_000, EVERY_MS))
    wanted = [value for seed in (1, 2) for value in [hash_of(scene(seed, SIZE))] * 4]
    assert max(bits(a, b) for a, b in zip(made.frames.hashes, wanted, strict=True)) <= NEAR
    assert made.frames.quality.min() >= 90
    assert (made.width, made.height) == SIZE
    assert abs(made.duration_ms - 4_000) <= 100
    assert made.notes == ()


def test_a_frame_saved_as_a_picture_hashes_as_the_frame_did(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", frames_of([3, 4]), quality=30)
    made = filmed(path)
    for at in (0, 3, 7, 10):
        found = still(str(path), ms=int(made.frames.times_ms[at]), limits=DEFAULT_LIMITS)
        assert 0 <= made.frames.times_ms[at] - found.ms < 1000 / 8
        assert bits(made.frames.hashes[at], hash_of(found.image)) <= 6


def test_a_frame_from_the_middle_is_the_one_that_decoding_from_the_beginning_gives(corpus: Path) -> None:
    """This film's encoder made a mistake that decoders make up for, where they have read its first frame."""
    path = str(corpus / "video" / "imageio_imageio-binaries" / "cockatoo.mp4")
    with open_video(path, DEFAULT_LIMITS) as video:
        wanted = next(pdq.pdq(shown.upright()) for shown in video.frames() if shown.ms >= 6_000)
    assert bits(hash_of(still(path, ms=6_000, limits=DEFAULT_LIMITS).image), wanted.value) <= NEAR


def test_frames_are_the_reference_implementations_frames(corpus: Path) -> None:
    """VPDQ's own hashes of its sample videos, made by its C++ on another decoder."""
    folder = corpus / "video" / "facebook_ThreatExchange"
    seen = 0
    for path in sorted((folder / "sample-videos").glob("*.mp4")):
        lines = (folder / "sample-hashes" / f"{path.stem}.txt").read_text("ascii").split()
        rows = [line.split(",") for line in lines]
        apart = []
        with open_video(str(path), DEFAULT_LIMITS) as video:
            for row, shown in zip(rows[::15], some(video.frames(), 15), strict=False):
                assert abs(shown[0] - 1000 * float(row[3])) <= 1
                assert abs(shown[1].quality - int(row[1])) <= 2
                apart += [bits(shown[1].value, bytes.fromhex(row[2]))] if int(row[1]) >= pdq.MIN_QUALITY else []
        assert np.median(apart) <= 4
        assert max(apart) <= 16
        seen += 1
    assert seen == 5


def some(frames: Iterable[Shown], every: int) -> list[tuple[int, pdq.Pdq]]:
    """Time and hash of some of the first 120 frames."""
    return [(one.ms, pdq.pdq(one.upright())) for one in islice(islice(frames, 120), 0, None, every)]


def test_the_clock_starts_anew_at_a_cut_so_an_excerpt_has_the_same_frames(tmp_path: Path) -> None:
    frames = list(frames_of([1, 2, 3], seconds=3))
    whole = filmed(write_film(tmp_path / "a.mp4", frames, quality=15)).frames
    excerpt = filmed(write_film(tmp_path / "b.mp4", frames[6:], quality=15)).frames  # 0.75 s later
    after_cut = {int(ms) for ms in whole.times_ms if ms >= 3_000}
    assert {int(ms) + 750 for ms in excerpt.times_ms if ms >= 2_250} == after_cut
    assert 3_000 in after_cut


def test_irregular_times_are_kept_exactly(tmp_path: Path) -> None:
    times = [0, 40, 130, 900, 1_500, 1_505, 2_750, 3_000]
    with open_video(str(written(tmp_path / "a.mkv", film_of(1, seconds=0.8), times_ms=times)), DEFAULT_LIMITS) as video:
        assert [shown.ms for shown in video.frames()] == times


def test_times_begin_with_the_file_and_not_with_its_clock(tmp_path: Path) -> None:
    late = [90_000 + number * 100 for number in range(20)]
    made = filmed(written(tmp_path / "a.ts", film_of(1), times_ms=late))
    assert made.frames.times_ms.tolist() == [0, 500, 1_000, 1_500]


def test_a_stream_without_a_container_is_timed_by_its_rate(tmp_path: Path) -> None:
    path = tmp_path / "a.mpg"
    frames = film_of(1, seconds=4.8)  # less than 2 s at a rate that MPEG-1 knows
    written(tmp_path / "bare.m1v", frames, codec="mpeg1video", rate=25).rename(path)
    made = filmed(path)
    assert made.frames.times_ms.tolist() == [0, 500, 1_000, 1_500]


@pytest.mark.parametrize(
    ("degrees", "hflip", "change"),
    [
        (0, False, lambda image: image),
        (90, False, lambda image: turned(turned(turned(image)))),  # FFmpeg counts against the clock
        (180, False, lambda image: turned(turned(image))),
        (270, False, turned),
        (0, True, mirrored),
    ],
)
def test_what_a_player_would_turn_is_turned(
    tmp_path: Path, degrees: int, hflip: bool, change: Callable[[Image.Image], Image.Image]
) -> None:
    path = written(
        tmp_path / "a.mp4",
        film_of(5, seconds=1.0),
        prepare=lambda stream: stream.set_display_rotation(float(degrees), hflip),
    )
    made = filmed(path)
    upright = change(scene(5, SIZE))
    assert (made.width, made.height) == upright.size
    assert bits(made.frames.hashes[0], hash_of(upright)) <= NEAR
    assert bits(hash_of(still(str(path), ms=0, limits=DEFAULT_LIMITS).image), hash_of(upright)) <= NEAR
    told = {fact.name: fact.value for fact in made.facts}
    assert ("video.rotation" in told) == bool(degrees or hflip)


def test_pixels_that_are_not_square_are_shown_in_shape(tmp_path: Path) -> None:
    def anamorphic(stream: Any) -> None:
        stream.codec_context.sample_aspect_ratio = Fraction(4, 3)

    made = filmed(written(tmp_path / "a.mp4", film_of(5, seconds=1.0), prepare=anamorphic), with_local=True)
    assert (made.width, made.height) == (427, 240)
    small = made.key_frames[0].thumbnail
    assert small.width / small.height == pytest.approx(427 / 240, rel=0.02)


# Which frames say something


def test_a_letterboxed_film_hashes_as_the_film_without_bars(tmp_path: Path) -> None:
    bare = filmed(write_film(tmp_path / "a.mp4", frames_of([1, 2])))
    boxed = filmed(write_film(tmp_path / "b.mp4", frames_of([1, 2]), change=letterboxed))
    apart = [bits(a, b) for a, b in zip(bare.frames.hashes, boxed.frames.hashes, strict=True)]
    assert max(apart) <= NEAR
    assert bare.borders == ()
    assert [(one.left, one.right) for one in boxed.borders] == [(0, 1), (0, 1)]
    for one in boxed.borders:
        assert (one.top, one.bottom) == pytest.approx((1 / 7, 6 / 7), abs=0.02)  # a fifth of its height, twice
    assert (boxed.borders[0].from_ms, boxed.borders[1].from_ms) == (0, 3_000)


def test_black_and_blank_frames_stay_and_are_not_comparable(tmp_path: Path) -> None:
    black, grey = (Image.new("RGB", SIZE, colour) for colour in ("black", (128, 128, 128)))
    made = filmed(written(tmp_path / "a.mp4", [black] * 10 + [grey] * 10 + film_of(1, seconds=1.0)), with_local=True)
    assert made.frames.comparable.tolist() == [False] * 4 + [True] * 2
    assert all(key.ms >= 2_000 for key in made.key_frames)


def test_key_frames_are_few_and_unlike_one_another(tmp_path: Path) -> None:
    looped = [*frames_of([1, 2, 3], seconds=1.5)] * 3
    made = filmed(write_film(tmp_path / "a.mp4", looped), with_local=True)
    kept = dict(zip(made.frames.times_ms.tolist(), made.frames.hashes, strict=True))
    hashes = [kept[key.ms] for key in made.key_frames if not key.only_leads]
    assert len(made.key_frames) <= KEY_PURSE
    assert 3 <= len(hashes) <= 6  # of nine shots: the loop shows little that is new
    assert min(bits(a, b) for number, a in enumerate(hashes) for b in hashes[:number]) >= UNLIKE_BITS
    for key in made.key_frames:
        assert (key.features.frame_ms, key.features.region) == (key.ms, Region.WHOLE)
        assert len(key.features.value) + len(key.thumbnail.jpeg) <= 8_000


def test_fast_reads_key_frames_alone(tmp_path: Path) -> None:
    frames = film_of(1, seconds=6.0)
    path = written(tmp_path / "a.mp4", frames, options={"g": "20", "keyint_min": "20", "sc_threshold": "0"})
    made = filmed(path, fast=True)
    assert made.frames.times_ms.tolist() == [0, 2_000, 4_000]
    assert made.duration_ms == filmed(path).duration_ms
    assert made.notes == ()


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.png"])
def test_animated_pictures_are_films(tmp_path: Path, name: str) -> None:
    first, *others = [scene(seed, SIZE) for seed in (1, 2, 3)]
    first.save(tmp_path / name, save_all=True, append_images=others, duration=[1_000, 600, 400], lossless=True)
    made = filmed(tmp_path / name)
    assert made.duration_ms == 2_000
    assert made.frames.times_ms.tolist() == [0, 500, 1_000, 1_500, 1_600]
    wanted = [hash_of(image) for image in (first, first, *others[:1] * 2, others[1])]
    assert max(bits(a, b) for a, b in zip(made.frames.hashes, wanted, strict=True)) <= NEAR
    found = still(str(tmp_path / name), ms=1_700, limits=DEFAULT_LIMITS)
    assert found.ms == 1_600
    assert bits(hash_of(found.image), hash_of(others[1])) <= NEAR


# What the file says


def told_by(path: Path) -> dict[str, tuple[str, str | None]]:
    """Facts by name, with their hints."""
    return {fact.name: (fact.value, fact.hint) for fact in filmed(path).facts}


PHONE = {
    "com.apple.quicktime.make": "Example Optics",
    "com.apple.quicktime.model": "EX-100",
    "com.apple.quicktime.creationdate": "2016-06-28T23:04:10+0300",
    "com.apple.quicktime.location.ISO6709": "+36.2021+037.1343+390.100/",
}


def test_a_phones_tags_are_facts_and_its_time_is_the_capture(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.mov", film_of(1, seconds=0.5), tags=PHONE, container_options={"movflags": "use_metadata_tags"}
    )
    told = told_by(path)
    assert told["camera.make"][0] == "Example Optics"
    assert told["camera.model"][0] == "EX-100"
    assert told["gps.position"][0] == "36.202100, 37.134300"
    (captured,) = filmed(path).captured
    assert (captured.role, captured.basis) == (DateRole.CAPTURED, "container")
    assert (captured.earliest, captured.zone_known) == ("2016-06-28T20:04:10Z", True)


def without_encoder(path: Path) -> Path:
    """The same file without the mark of the program that wrote it, of the same length."""
    path.write_bytes(path.read_bytes().replace(b"Lavf", b"cam-").replace(b"Lavc", b"cam-"))
    return path


def test_the_time_of_a_file_is_the_capture_only_while_no_program_wrote_it_again(tmp_path: Path) -> None:
    tags = {"creation_time": "2016-06-28T20:04:10Z"}
    path = written(tmp_path / "a.mp4", film_of(1, seconds=0.5), tags=tags)
    assert filmed(path).captured == ()
    assert "copy" in (told_by(path)["file.created"][1] or "")
    assert "FFmpeg" in (told_by(path)["encoder"][1] or "")
    (captured,) = filmed(without_encoder(path)).captured
    assert captured.earliest == "2016-06-28T20:04:10Z"


def test_a_clock_that_was_never_set_gives_no_date(tmp_path: Path) -> None:
    tags = {"creation_time": "1970-01-01T00:00:01Z"}
    path = without_encoder(written(tmp_path / "a.mp4", film_of(1, seconds=0.5), tags=tags))
    assert filmed(path).captured == ()


def test_streams_and_codecs_are_told(tmp_path: Path) -> None:
    told = told_by(with_sound(tmp_path / "a.mp4", pictures=True))
    assert told["container.streams"][0] == "1 video, 1 audio"
    assert told["video.stream"][0].startswith("h264, 320 x 240, yuv420p, 10.000 frames a second")
    assert told["audio.stream"][0].startswith("aac")


@pytest.mark.parametrize("text", ["somewhere", "+91.5+037.1343/", "+36.2-200.0/", ""])
def test_a_place_that_is_none_is_told_with_a_hint(text: str) -> None:
    assert position(text).hint


# Files that are broken, strange or hostile


def with_sound(path: Path, *, pictures: bool) -> Path:
    """A second of silence, with or without pictures."""
    with av.open(str(path), "w") as container:
        video: Any = container.add_stream("libx264", rate=RATE) if pictures else None
        sound: Any = container.add_stream("aac", rate=44_100)
        if video:
            video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
            for image in film_of(1, seconds=1.0):
                container.mux(video.encode(av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24")))
            container.mux(video.encode(None))
        for number in range(43):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 44_100, number * 1024
            container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    return path


def in_one_line(path: Path) -> str:
    """What is said of a file that cannot be used, in a child process."""
    with pytest.raises(MediaError) as caught:
        film(str(path), limits=DEFAULT_LIMITS, with_local=False)
    said = str(caught.value)
    assert str(path) in said
    assert "\n" not in said
    assert said.endswith(".") or "--max-pixels" in said
    return said


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    assert "sound" in in_one_line(with_sound(tmp_path / "a.mp4", pictures=False))


def test_what_is_no_video_is_refused_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("#EXTM3U\nfile:///etc/passwd\n")
    with pytest.raises(MediaUnknown):
        filmed(tmp_path / "a.mp4")
    with pytest.raises(MediaMissing):
        filmed(tmp_path / "none.mp4")


def test_a_name_that_looks_like_an_address_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "a.mp4", film_of(1, seconds=0.5)).rename(tmp_path / "concat:b.mp4")
    monkeypatch.chdir(tmp_path)
    assert len(film_here("concat:b.mp4", limits=DEFAULT_LIMITS).frames.times_ms) == 1


def test_one_frame_is_a_video_of_one_frame(tmp_path: Path) -> None:
    made = filmed(written(tmp_path / "a.mp4", film_of(1, seconds=0.1)))
    assert made.frames.times_ms.tolist() == [0]
    assert 0 < made.duration_ms <= 1_000


def test_a_stream_without_key_frames_gives_what_comes_of_it(tmp_path: Path) -> None:
    once = {"g": "1000", "sc_threshold": "0"}
    path = written(tmp_path / "a.mkv", film_of(1, seconds=2.0), options=once, keep=lambda number: number > 0)
    made = filmed(path)
    assert len(made.frames.times_ms) >= 3


def test_a_file_that_was_not_finished_has_no_duration_and_is_read(tmp_path: Path) -> None:
    """A recording that was cut off: Matroska without its length and index."""
    path = written(tmp_path / "a.mkv", film_of(1, 2), container_options={"live": "1"})
    path.write_bytes(path.read_bytes()[:-200])
    made = filmed(path)
    assert 3_500 <= made.duration_ms <= 4_100
    assert len(made.frames.times_ms) >= 7


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.avi", "a.ts", "a.gif"])
def test_a_truncated_file_ends_in_one_line_or_says_where_it_ends(tmp_path: Path, name: str) -> None:
    images = list(frames_of([1, 2], seconds=2))
    if name.endswith("gif"):
        images[0].save(tmp_path / name, save_all=True, append_images=images[1::8], duration=500)
    else:
        write_film(tmp_path / name, images, codec="mpeg4" if name.endswith("avi") else "libx264")
    whole = (tmp_path / name).read_bytes()
    outcomes = set()
    for share in (0.001, 0.05, 0.3, 0.6, 0.97):
        path = tmp_path / f"{share}-{name}"
        path.write_bytes(whole[: max(4, int(share * len(whole)))])
        outcomes.add(frames_or_one_line(path))
    assert outcomes == {"refused", "read"} or name == "a.mp4"  # whose index stands at the end


def frames_or_one_line(path: Path) -> str:
    """Whether a broken file was read or refused; refused with its name, read with the place where it ends."""
    try:
        made = filmed(path)
    except MediaError as error:
        said = str(error)
    else:
        assert 1 <= len(made.frames.times_ms) <= 1_000
        return "read"
    assert str(path) in said
    return "refused"


def test_noise_in_a_file_costs_no_more_than_its_frames(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", frames_of([1, 2, 3]))
    random, whole = np.random.default_rng(1), path.read_bytes()
    for _ in range(12):
        damaged = bytearray(whole)
        for at in random.integers(0, len(whole), 40):
            damaged[at] = int(random.integers(256))
        path.write_bytes(bytes(damaged))
        assert frames_or_one_line(path)


def test_absurd_sizes_are_refused_before_they_are_decoded(tmp_path: Path) -> None:
    path = written(tmp_path / "a.avi", film_of(1, seconds=0.5), codec="rawvideo", pixels="yuv420p")
    head = path.read_bytes()
    small, large = (b"".join(side.to_bytes(4, "little") for side in sides) for sides in (SIZE, (16_000, 16_000)))
    assert head.count(small) >= 1
    path.write_bytes(head.replace(small, large))
    assert "16,000 x 16,000" in in_one_line(path)


# The child process


def sleeps(report: Callable[[int], None]) -> None:
    """Says once how far it is, and then nothing."""
    report(40)
    time.sleep(600)


def crawls(report: Callable[[int], None]) -> None:
    """Reports often, and gets nowhere."""
    for _ in range(6_000):
        time.sleep(0.1)
        report(1)


def dies(_: Callable[[int], None]) -> None:
    """As a decoder does that writes where it must not."""
    os.abort()


def devours(_: Callable[[int], None]) -> int:
    """Takes four times the memory that it may."""
    limit_memory(300_000_000)
    return len(np.ones(1_200_000_000, np.uint8))


def says_who_it_is(report: Callable[[int], None]) -> None:
    """Its process number, and then nothing."""
    report(os.getpid())
    time.sleep(600)


@pytest.mark.parametrize(
    ("function", "patience", "kind", "said"),
    [
        (sleeps, IMPATIENT, MediaDamaged, "hangs"),
        (crawls, Patience(stall_seconds=5, grace_seconds=0.5), MediaDamaged, "too slow"),
        (dies, IMPATIENT, MediaDamaged, "crashed"),
        (devours, Patience(), MediaTooLarge, "memory"),
    ],
)
def test_a_decoder_that_hangs_crawls_crashes_or_devours_memory_costs_one_line(
    function: Callable[..., None], patience: Patience, kind: type[MediaError], said: str
) -> None:
    begun = time.monotonic()
    with pytest.raises(kind, match=said) as caught:
        guarded(function, name="clip.mp4", patience=patience)
    assert "clip.mp4" in str(caught.value)
    assert time.monotonic() - begun < 10


def test_an_interrupt_ends_the_child() -> None:
    children = []

    def interrupted(number: int) -> None:
        children.append(number)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guarded(says_who_it_is, name="clip.mp4", watch=interrupted)
    with pytest.raises(ProcessLookupError):
        os.kill(children[0], 0)


def test_progress_is_told_in_milliseconds_of_the_video(tmp_path: Path) -> None:
    path = write_film(tmp_path / "a.mp4", frames_of(range(8)))
    told: list[tuple[int, int]] = []
    made = film(str(path), limits=DEFAULT_LIMITS, watch=lambda done, of: told.append((done, of)))
    assert told
    assert all(0 <= done <= of == made.duration_ms for done, of in told)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    here = filmed(path, with_local=True)
    assert made.frames.pack() == here.frames.pack()
    assert made.key_frames == here.key_frames


# Files that say that a picture stays for hours


def test_pictures_that_stay_for_hours_cost_no_more_than_their_number(tmp_path: Path) -> None:
    first, *others = [scene(seed, (120, 90)) for seed in range(1, 41)]
    first.save(tmp_path / "a.webp", save_all=True, append_images=others, duration=16_777_215)  # a week
    made = filmed(tmp_path / "a.webp")
    assert made.duration_ms == 40 * 60_000
    assert len(made.frames.times_ms) <= 40 * (5_000 / EVERY_MS + 1) + 600_000 / EVERY_MS
    assert made.frames.times_ms[-1] == made.duration_ms - EVERY_MS  # how long the last one stays is known
    assert "40 frames are said to stay for more than 60 s, and taken to stay for 60 s" in made.notes
    assert any("stay for long: the first 5 s and the end of each were recorded" in note for note in made.notes)


def test_animations_with_other_long_delays_show_the_same_pictures_at_the_same_times(tmp_path: Path) -> None:
    first, *others = [scene(seed, (120, 90)) for seed in range(1, 16)]
    for name, delay in (("a.webp", 16_777_215), ("a.gif", 655_350)):
        first.save(tmp_path / name, save_all=True, append_images=others, duration=delay)
    one, other = filmed(tmp_path / "a.webp"), filmed(tmp_path / "a.gif")
    assert one.frames.times_ms.tolist() == other.frames.times_ms.tolist()


def test_a_film_whose_frames_lie_hours_apart_keeps_their_times_and_few_of_their_repeats() -> None:
    planes = [np.asarray(scene(seed, SIZE).convert("L")) for seed in range(2)]
    hour = 3_600_000
    times = sampled_ms([Shown(at * hour, planes[at % 2]) for at in range(40)], 40 * hour)
    assert len(times) <= 40 * (5_000 / EVERY_MS + 1) + 600_000 / EVERY_MS
    assert {at * hour for at in range(40)} <= set(times)
    assert {(at + 1) * hour - EVERY_MS for at in range(40)} <= set(times)
