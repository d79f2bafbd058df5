"""Marks that programs and platforms leave in texts, and what each may mean. Anyone can copy or remove one."""

from __future__ import annotations

import re

CHARACTERS_SEARCHED = 2_000  # so that no text can make the patterns slow

FACEBOOK = "suggests that this copy went through Facebook, which writes such a text into the files it serves"
FACEBOOK_PERHAPS = "has the form of the reference that Facebook writes: this copy may have gone through it"
FLICKR = "suggests that this copy was downloaded from Flickr"

_GENERATOR = "names an image generator: as the file says, it may be made by one, in whole or in part"
_MARKS = tuple(
    (re.compile(pattern, re.IGNORECASE), hint)
    for pattern, hint in (
        (
            r"(?:made|edited|created|imagined) with (?:google )?ai|midjourney|dall[-·. ]?e\b|stable diffusion"
            r"|\bsampler: [^,]{1,40},(?: schedule type: [^,]{1,40},)? cfg scale"
            r"|comfyui|invokeai|novelai|adobe firefly|leonardo\.ai",
            _GENERATOR,
        ),
        (r"^lav[cf]\d", "written by FFmpeg, a video program: may be a still taken out of a video"),
        (
            r"\bgd-jpeg v",
            "written by the GD library, with which websites resize pictures: may be a website's copy",
        ),
        (r"processed by ebay", "suggests that this copy was downloaded from eBay"),
        (r"screen ?shot|screencapture|flameshot|greenshot", "may be a screenshot"),
        (r"^(?:layout from )?instagram\b", "suggests that this copy was saved by the Instagram app"),
        (
            r"photoshop|lightroom|camera raw|\bgimp\b|paint\.net|affinity photo|pixelmator|snapseed|picsart"
            r"|canva|\bvsco\b|facetune|photoscape|acdsee|irfanview|picasa|luminar|darktable|capture one"
            r"|imagemagick|graphicconverter|perfectly clear|paintshop|corel",
            "names an editing program; that may mean no more than a resize or an export",
        ),
    )
)
# Facebook's transmission references, e.g. 2MOP5-hLbeUMhN0o0Lqh: 20 characters of base 64 for URLs.
_FACEBOOK_REFERENCE = re.compile(r"(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9_-]{20}")


def program_hint(text: str) -> str | None:
    """What a program's name or a comment may mean for verification, if it is a known mark."""
    beginning = text[:CHARACTERS_SEARCHED]
    return next((hint for pattern, hint in _MARKS if pattern.search(beginning)), None)


def instructions_hint(text: str) -> str | None:
    """What the special instructions (IPTC 2:40) may mean: Facebook writes ``FBMD`` and hexadecimal digits."""
    return FACEBOOK if text.startswith("FBMD") else None


def reference_hint(text: str) -> str | None:
    """What the transmission reference (IPTC 2:103) may mean; agencies use the field for job numbers."""
    return FACEBOOK_PERHAPS if _FACEBOOK_REFERENCE.fullmatch(text) else None


def notes_hint(text: str) -> str | None:
    """What the document notes (IPTC 2:230) may mean: Flickr writes a short link there."""
    return FLICKR if text.startswith(("https://flickr.com/e/", "http://flickr.com/e/")) else None
