"""From a URL or a credit line to platform, account, post id and name: the public functions.

What comes out is what the text *says*. A credit line is a claimed origin; the account in a URL is claimed
as well, since X and TikTok answer to any name before the right post id. Nothing is guessed: a platform
without an account stays so, and a line that is not understood becomes the name, as given. Case is kept.

    rules          the table of platforms: names, hosts, shapes of addresses
    ids            times in post ids
    urls           reading a URL by the table
    credit_words   agencies, words that name nobody, months
    credits        reading a credit line by both

The parts are loaded when they are first used: showing a platform's name needs the table alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.model import Source

if TYPE_CHECKING:
    from provenance.platforms.credits import read_credit
    from provenance.platforms.rules import account_name, canonical_platform, platform_title
    from provenance.platforms.urls import Attribution, read_url

__all__ = [
    "Attribution",
    "account_name",
    "canonical_platform",
    "platform_title",
    "read_credit",
    "read_url",
    "source_of",
]

_HOMES = {
    "Attribution": "urls",
    "account_name": "rules",
    "canonical_platform": "rules",
    "platform_title": "rules",
    "read_credit": "credits",
    "read_url": "urls",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def source_of(attribution: Attribution) -> Source:
    """Who publishes, as far as the attribution says. Only what was observed or established may say more."""
    return Source(platform=attribution.platform, account=attribution.account, name=attribution.name)
