"""Chats as messengers export them, and digests of mailing lists, as people save and forward them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.importers.article import read_article
from provenance.importers.article.messages import messages_in
from provenance.importers.article.records import NOT_SHOWN
from provenance.model import Intake, MediaKind

if TYPE_CHECKING:
    from pathlib import Path

TELEGRAM = """Vale Net, [11/03/2025 19:05]
Good evening. We collect what reached us about the flood in the valley.

Vale Net, [11/03/2025 19:12]
[ Photo ]
Cars in the stream of Rawa this morning.
📷 Source: Facebook page "Rawa Today"

Vale Net, [13/03/2025 20:02]
[ Video ]
The bridge of Rawa, said to have been filmed yesterday.
🎥 via the X account @rawa_24h

Vale Net, [13/03/2025 21:00]
Write to us: @vale_bot
"""
WHATSAPP = """18/3/25, 19:02 - Messages are encrypted from end to end.
18/3/25, 19:04 - Vale Alert: IMG-20250318-WA0011.jpg (file attached)
The stream at four in the afternoon, Rawa. 📷 Facebook: Rawa Sin Filtro
18/3/25, 19:15 - Vale Alert: VID-20250318-WA0004.mp4 (file attached)
The moment when the tower falls, allegedly. 🎥 TikTok: @vale.fm
18/3/25, 19:16 - +51 9XX XXX 214: thank you
18/3/25, 19:20 - Vale Alert: More tomorrow.
"""
DIGEST = """Send Vale-watch mailing list submissions to vale-watch@lists.example

Today's Topics:

   1. The landing site: pictures so far (Ana Name)
   2. Re: The landing site: pictures so far (Ben Name)

----------------------------------------------------------------------

Message: 1
Date: Tue, 4 Mar 2025 18:02:11 +0100
From: Ana Name <ana@vale.example>
Subject: [Vale-watch] The landing site: pictures so far

on Sunday afternoon armed men came to the landing site at Rawa by boat
and burnt the ovens. The association of the traders counts fourteen
dead. What we have in pictures, with where we got it:

PHOTO 1: A boat with an outboard engine, said to be one of those used by
the attackers. Credit: Telegram/@lake_alerts

VIDEO 2: Eleven seconds of shooting behind a fence of reeds, allegedly
filmed this morning at Rawa.
Credit: X user @rawa_son
-------------- next part --------------
A non-text attachment was scrubbed...
Name: picture.jpg

------------------------------

Message: 2
Date: Thu, 6 Mar 2025 20:40:57 +0100
From: Ben Name <ben@vale.example>
Subject: Re: [Vale-watch] The landing site: pictures so far

> PHOTO 1: A boat with an outboard engine, said to be one of those used by
> the attackers. Credit: Telegram/@lake_alerts

I can add one that reached us from the checkpoint on the road to Rawa:

PHOTO 3: Soldiers at the checkpoint yesterday. The place is not yet
known. (Source: WhatsApp group "Roads")
"""


def shown(tmp_path: Path, text: str) -> list[Intake]:
    path = tmp_path / "export.txt"
    path.write_text(text, "utf-8")
    found = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    return [each for each in found if not (each.note or "").startswith(NOT_SHOWN)]


def account(record: Intake) -> object:
    return dict((record.raw or {})["origin"]).get("account")  # type: ignore[call-overload]


def dates(record: Intake) -> list[str | None]:
    return [claim.date for claim in record.claims]


def test_a_message_with_an_attachment_is_a_caption_with_its_credit_and_its_own_day(tmp_path: Path) -> None:
    first, second = shown(tmp_path, TELEGRAM)
    assert (first.kind, second.kind) == (MediaKind.IMAGE, MediaKind.VIDEO)
    assert first.claims[0].text == "Cars in the stream of Rawa this morning."
    assert (first.credit, account(first)) == ('Source: Facebook page "Rawa Today"', "Rawa Today")
    assert (second.credit, account(second)) == ("via the X account @rawa_24h", "rawa_24h")
    assert (dates(first), dates(second)) == (["2025-03-11"], ["2025-03-12"])
    assert (first.publisher, first.posted_at) == ("Vale Net", "2025-03-11")
    assert "label" not in (first.raw or {})


def test_files_that_a_messenger_names_are_attachments_and_nobody_else_is_the_publisher(tmp_path: Path) -> None:
    first, second = shown(tmp_path, WHATSAPP)
    assert (account(first), account(second)) == ("Rawa Sin Filtro", "vale.fm")
    assert (first.kind, second.kind, first.publisher) == (MediaKind.IMAGE, MediaKind.VIDEO, "Vale Alert")


def test_a_digest_is_read_without_its_contents_quotations_and_scrubbed_files(tmp_path: Path) -> None:
    records = shown(tmp_path, DIGEST)
    assert [account(each) for each in records] == ["lake_alerts", "rawa_son", "Roads"]
    assert records[0].claims[0].text.endswith("one of those used by the attackers.")
    assert [dates(each) for each in records[1:]] == [["2025-03-04"], ["2025-03-05"]]


@pytest.mark.parametrize("text", [TELEGRAM, WHATSAPP, DIGEST])
def test_what_is_found_in_messages_still_points_into_the_file(tmp_path: Path, text: str) -> None:
    messages = messages_in(text)
    assert messages
    assert len(messages.text) == len(text)
    for record in shown(tmp_path, text):
        start, end = (record.locator or "").rsplit(" ", 1)[1].split("-")
        assert record.claims[0].text.split()[-1] in text[int(start) : int(end)]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Vale Net, [27.04.2024 21:14]", "2024-04-27"),
        ("[28/8/24, 08:11:52] Vale Net:", "2024-08-28"),
        ("[8/28/24, 8:11:52 PM] Vale Net:", "2024-08-28"),
        ("2024-08-02, 19:04 - Vale Net:", "2024-08-02"),
        ("8/2/24, 19:04 - Vale Net:", None),
    ],
)
def test_the_day_of_a_message_is_known_where_all_heads_leave_no_choice(head: str, day: str | None) -> None:
    messages = messages_in(f"{head} words\n" * 3 if head.endswith(":") else f"{head}\nwords\n" * 3)
    assert messages
    assert [str(sent) for _, sent in messages.sent] == [day] * 3 * bool(day)
    assert messages.sender == "Vale Net"


def test_one_forwarded_message_and_a_text_with_dates_are_no_chat() -> None:
    assert messages_in("[27/05/2024 21:48] Vale Net:\nThe road is open.\n") is None
    assert messages_in("The Valley, 3 May 2024 - The road is open.\n" * 5) is None
