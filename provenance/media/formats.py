"""What a file is, told from its first bytes. Never from its name, and nothing is decoded here.

The list is closed on purpose: what is not on it is never handed to a decoder. PostScript and PDF are
missing because Pillow would start another program for them, SVG because it is no picture of pixels.
"""

from __future__ import annotations

from provenance.model import MediaKind
from provenance.named import NamedTuple

HEAD_BYTES = 4096  # enough for every signature below, the brands of an ISO file and EBML's document type


class Format(NamedTuple):
    """A file format, by the word that people use for it."""

    name: str
    media_type: str  # IANA
    kind: MediaKind


JPEG = Format("JPEG", "image/jpeg", MediaKind.IMAGE)  # MPO too: a JPEG with further ones behind it
PNG = Format("PNG", "image/png", MediaKind.IMAGE)
GIF = Format("GIF", "image/gif", MediaKind.IMAGE)
WEBP = Format("WebP", "image/webp", MediaKind.IMAGE)
TIFF = Format("TIFF", "image/tiff", MediaKind.IMAGE)
BMP = Format("BMP", "image/bmp", MediaKind.IMAGE)
AVIF = Format("AVIF", "image/avif", MediaKind.IMAGE)
HEIC = Format("HEIC", "image/heic", MediaKind.IMAGE)
JPEG_2000 = Format("JPEG 2000", "image/jp2", MediaKind.IMAGE)  # known by name only: see media/image.py
JPEG_XL = Format("JPEG XL", "image/jxl", MediaKind.IMAGE)  # the same

MP4 = Format("MP4", "video/mp4", MediaKind.VIDEO)
QUICKTIME = Format("QuickTime", "video/quicktime", MediaKind.VIDEO)
THREE_GPP = Format("3GP", "video/3gpp", MediaKind.VIDEO)
MATROSKA = Format("Matroska", "video/matroska", MediaKind.VIDEO)
WEBM = Format("WebM", "video/webm", MediaKind.VIDEO)
AVI = Format("AVI", "video/vnd.avi", MediaKind.VIDEO)
MPEG_TS = Format("MPEG-TS", "video/mp2t", MediaKind.VIDEO)
MPEG_PS = Format("MPEG", "video/mpeg", MediaKind.VIDEO)
FLASH_VIDEO = Format("Flash video", "video/x-flv", MediaKind.VIDEO)
WINDOWS_MEDIA = Format("Windows Media", "video/x-ms-asf", MediaKind.VIDEO)
OGG = Format("Ogg", "video/ogg", MediaKind.VIDEO)

_SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),  # BigTIFF
    (b"MM\x00+", TIFF),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", JPEG_2000),
    (b"\xff\x4f\xff\x51", JPEG_2000),  # a bare codestream
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", JPEG_XL),
    (b"\xff\x0a", JPEG_XL),  # a bare codestream
    (b"FLV\x01", FLASH_VIDEO),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", WINDOWS_MEDIA),
    (b"\x00\x00\x01\xba", MPEG_PS),
    (b"\x00\x00\x01\xb3", MPEG_PS),
)
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})  # sizes of the header that follows "BM"
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif3", b"msf1"})
_FILM_BRANDS = frozenset({b"isom", b"iso2", b"mp41", b"mp42", b"qt  "})  # as the major brand: frames, not a picture
_OTHER_BRANDS = frozenset({b"crx ", b"M4A ", b"M4B ", b"jp2 ", b"jxl "})  # raw pictures, sound
_OLD_QUICKTIME = frozenset({b"moov", b"mdat", b"pnot", b"wide"})  # first boxes of files without a brand
_EBML = b"\x1a\x45\xdf\xa3"
_TS_PACKETS = ((0, 188), (4, 192))  # offset of the first sync byte 0x47, packet length in bytes
_TS_PROBES = 4  # sync bytes that must stand in place; one in 4 billion random files has them


def sniff(head: bytes) -> Format | None:
    """The format of a file that begins with ``head`` (its first ``HEAD_BYTES``), or None if unknown."""
    for signature, found in _SIGNATURES:
        if head.startswith(signature):
            return found
    for probe in (_riff, _iso, _ebml, _bitmap, _ogg, _transport_stream):
        if probed := probe(head):
            return probed
    return None


def _riff(head: bytes) -> Format | None:
    if not head.startswith(b"RIFF"):
        return None
    return {b"WEBP": WEBP, b"AVI ": AVI}.get(head[8:12])


def _iso(head: bytes) -> Format | None:
    """ISO base media: the brands say which of pictures, videos and sound it is."""
    if head[4:8] in _OLD_QUICKTIME:
        return QUICKTIME
    if head[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(head[:4]), len(head))
    major = head[8:12]
    brands = {head[at : at + 4] for at in range(8, end - 3, 4)}  # the version too: "mif3" keeps its codec there
    if major in _OTHER_BRANDS:
        return None
    if major not in _FILM_BRANDS and brands & _AVIF_BRANDS:
        return AVIF
    if major not in _FILM_BRANDS and brands & _HEIC_BRANDS:
        return HEIC
    if major == b"qt  ":
        return QUICKTIME
    return THREE_GPP if major.startswith((b"3gp", b"3g2", b"3ge", b"3gg")) else MP4


def _ebml(head: bytes) -> Format | None:
    if not head.startswith(_EBML):
        return None
    return WEBM if b"webm" in head[:64] else MATROSKA


def _bitmap(head: bytes) -> Format | None:
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return BMP
    return None


def _ogg(head: bytes) -> Format | None:
    """Ogg is mostly sound; only the picture codecs make it a video."""
    return OGG if head.startswith(b"OggS") and (b"\x80theora" in head or b"BBCD" in head) else None


def _transport_stream(head: bytes) -> Format | None:
    for first, length in _TS_PACKETS:
        probes = head[first : first + length * _TS_PROBES : length]
        if probes == b"\x47" * _TS_PROBES:
            return MPEG_TS
    return None
