"""From a URL or a credit line to platform, account, post id and name: the public functions.

What comes out is what the text *says*. A credit line is a claimed origin; the account in a URL is claimed
as well, since X and TikTok answer to any name before the right post id. Nothing is guessed: a platform
without an account stays so, and a line that is not understood becomes the name, as given. Case is kept.

    platform_rules   the table of platforms: names, hosts, shapes of addresses
    platform_ids     times in post ids
    platform_urls    reading a URL by the table
    credit_words     agencies, words that name nobody, months
    credits          reading a credit line by both
"""

from __future__ import annotations

from provenance.credits import read_credit
from provenance.model import Source
from provenance.platform_rules import canonical_platform, platform_title
from provenance.platform_urls import Attribution, read_url

__all__ = ["Attribution", "canonical_platform", "platform_title", "read_credit", "read_url", "source_of"]


def source_of(attribution: Attribution) -> Source:
    """Who publishes, as far as the attribution says. Only what was observed or established may say more."""
    return Source(platform=attribution.platform, account=attribution.account, name=attribution.name)
