"""The further pages in a real browser: keys, the timeline's plot, what axe-core finds. Skipped where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance.archive import Archive
from provenance.exporters.report import rendered
from provenance.model import Claim, Intake
from provenance.reporting import report_on
from tests import test_browser
from tests.pictures import scene
from tests.test_browser import AXE, BROWSER, Watched
from tests.web import Running, settings_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is found: apt-get install chromium")
browser = test_browser.browser
window = test_browser.window
PAGES = ("/items", "/items?since=soon", "/review", "/contradictions", "/sources", "/overview")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server over an archive with three copies of one picture, dated and claimed, and items by reference."""
    folder = tmp_path_factory.mktemp("pages")
    claim = Claim("رفع العلم في البوكمال", place="البوكمال", date="2016-06-28")
    intakes = [Intake(label=f"item {number}", platform="x", caption=f"Caption {number}") for number in range(12)]
    for number in range(3):
        scene(1, (320, 240)).save(folder / f"{number}.jpg", quality=90 - 15 * number)
        copy = Intake(path=str(folder / f"{number}.jpg"), platform="x", posted_at=f"201{4 + number}-03-02")
        intakes.append(copy._replace(claims=(claim,) if number == 1 else ()))
    with Archive(folder / "desk.db") as archive:
        archive.ingest(intakes, fast=True, workers=1)
    with Running(settings_of(folder / "desk.db")) as server:
        yield server


def at(window: Watched, path: str) -> None:
    window.page.goto(window.page.url.split("/", 3)[0] + "//" + window.page.url.split("/", 3)[2] + path)


def test_the_grid_is_walked_with_the_arrow_keys_and_opened_with_enter(window: Watched) -> None:
    page = window.page
    at(window, "/items")
    links = page.eval_on_selector_all(".grid a", "all => all.map(one => [one.href, one.getBoundingClientRect().top])")
    across = sum(top == links[0][1] for _, top in links)
    assert 2 < across < len(links)
    for key, place in (("ArrowRight", 0), ("ArrowRight", 1), ("ArrowDown", 1 + across), ("ArrowLeft", across),
                       ("ArrowUp", 0), ("End", len(links) - 1)):  # fmt: skip
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.href") == links[place][0], key
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("رفع")
    page.keyboard.press("Enter")
    page.wait_for_url("**/items?q=*")
    assert page.locator(".card").count() == 1
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/item/m-*")
    assert not window.wrong


def test_matches_are_reviewed_without_the_mouse(window: Watched, running: Running) -> None:
    page = window.page
    at(window, "/review")
    page.keyboard.press("s")
    page.wait_for_url("**/review?skip=1")
    page.fill("#f-by", "A. Karim")
    page.keyboard.press("c")  # typed into the name: nothing is decided
    page.keyboard.press("Backspace")
    for field in ("#f-reason", "#f-by"):
        page.press(field, "Enter")  # a button decides, not the end of a sentence
    with Archive(running.settings.archive, create=False) as archive:
        assert archive.review_counts() == {"suggested": 3}
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.wait_for_selector(".last")
    assert "DISPUTED" in page.inner_text(".last")
    assert page.input_value("#f-by") == "A. Karim"
    assert page.input_value("#f-reason") == ""  # it would be said of the next decision too
    with Archive(running.settings.archive, create=False) as archive:
        assert archive.review_counts() == {"disputed": 1, "suggested": 2}
    assert not window.wrong


def test_what_is_typed_outlives_a_reload_the_way_back_and_an_error_until_it_is_sent(
    window: Watched, running: Running
) -> None:
    page = window.page
    with Archive(running.settings.archive, create=False) as archive:
        item = next(seen.item.id for seen in archive.items(limit=20) if seen.item.sha256 is None)
    at(window, f"/item/{item}/verdict")
    page.fill("#f-reason", "not the market")
    page.select_option("#f-rating", "misplaced")
    page.check("#m-StagedContent")
    page.reload()
    held = (page.input_value("#f-reason"), page.input_value("#f-rating"), page.is_checked("#m-StagedContent"))
    assert held == ("not the market", "misplaced", True)
    assert "filled in again" in page.inner_text("form [role=status]")
    page.goto(page.url.removesuffix("/verdict"))
    page.go_back()
    assert page.input_value("#f-reason") == "not the market"
    page.fill("#f-date", "someday")
    page.fill("#f-by", "A. Karim")
    page.click("form .go button")
    assert "someday" in page.inner_text("#w-date")
    page.wait_for_load_state()
    assert page.locator("form [role=status]").count() == 0  # the server gave it back itself
    page.fill("#f-date", "2016-07-01")
    page.click("form .go button")
    page.wait_for_url(f"**/item/{item}")
    assert page.evaluate("Object.keys(sessionStorage)") == []
    page.goto(f"{page.url}/verdict")
    assert page.input_value("#f-reason") == ""
    page.fill("#f-reason", "a second one")
    page.click("text=Leave it")
    page.wait_for_url(f"**/item/{item}")
    assert page.evaluate("Object.keys(sessionStorage)") == []
    assert [text for text in window.wrong if "422" not in text] == []


def test_a_timeline_is_explored_by_libraries_that_come_when_asked_for(window: Watched, running: Running) -> None:
    with Archive(running.settings.archive, create=False) as archive:
        [item] = [seen.item.id for seen in archive.items(limit=99) if seen.claims]
        count = sum(entry.date is not None for entry in archive.timeline(item).entries)
    page = window.page
    at(window, f"/item/{item}")
    assert not [address for address in window.asked if "d3" in address or "plot" in address]
    page.click("text=Explore the timeline")
    page.wait_for_selector("svg.explored")
    assert page.locator("svg.explored .span").count() == count == 4
    assert "4 of 4 dated statements" in page.inner_text(".explore [role=status]")
    page.click("[aria-label=Closer]")
    assert "of 4 dated" in page.inner_text(".explore [role=status]")
    assert page.locator("svg.explored .span").count() < count
    page.click("[aria-label='All of it']")
    page.uncheck("label:has(.swatch.event) input")
    assert page.locator("svg.explored .span.event").count() == 0
    assert page.locator("svg.explored .span").count() == count - 1
    page.check("label:has(.swatch.event) input")
    page.hover("svg.explored .span.event")
    page.wait_for_selector("svg.explored text:has-text('رفع العلم')")
    page.locator("svg.explored .span.event").click()
    assert "البوكمال" in page.inner_text("tr.pointed")
    assert not window.wrong, "the content policy refuses something"
    assert all(address.startswith(running.address.split("/?")[0]) for address in window.asked)


def test_every_row_of_a_timeline_is_reached_with_the_keyboard_and_says_what_it_is(
    window: Watched, running: Running
) -> None:
    with Archive(running.settings.archive, create=False) as archive:
        [item] = [seen.item.id for seen in archive.items(limit=99) if seen.claims]
        entries = [entry for entry in archive.timeline(item).entries if entry.date]
    page = window.page
    at(window, f"/item/{item}")
    page.click("text=Explore the timeline")
    page.wait_for_selector("svg.explored")
    focused = "[document.activeElement.getAttribute('aria-label'), getComputedStyle(document.activeElement).stroke]"
    page.focus(".plot-tools button:last-child")
    for _ in range(1 + page.locator(".legend input").count()):
        page.keyboard.press("Tab")
    page.keyboard.press("+")  # some rows are out of view now, and reached all the same
    assert f"of {len(entries)} dated" in page.inner_text(".explore [role=status]")
    page.keyboard.press("Home")
    for entry in entries:
        assert entry.date
        label, stroke = page.evaluate(focused)
        assert label.startswith(f"{entry.date.text}: {entry.role}")
        assert (entry.caption or "") in label
        assert (entry.caption or "") in page.inner_text(".told")
        assert stroke != "none", "the focus is not seen"
        assert page.locator(f".span.{'event' if entry.role == 'event' else 'published'}").count()
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert entries[-1].date
    assert page.inner_text("tr:focus").startswith(entries[-1].date.text)
    meanings = page.inner_text(".legend")
    assert [words in meanings for words in ("posted", "the event, as claimed", "earliest known", "camera")] == [
        True, True, True, False
    ]  # fmt: skip
    assert not window.wrong


def test_on_a_narrow_screen_pictures_are_as_wide_as_the_page(
    browser: Browser, running: Running, tmp_path: Path
) -> None:
    with Archive(running.settings.archive, create=False) as archive:
        item, other = [seen.item.id for seen in archive.items(limit=99) if seen.item.sha256][:2]
        (tmp_path / "report.html").write_text(rendered(report_on(archive, [item])), encoding="utf-8")
    seen = Watched(browser, running.address, viewport={"width": 400, "height": 800})
    page = seen.page
    for path, picture in ((f"/compare/{item}/{other}", ".both img"), (f"/item/{item}", ".matches img")):
        at(seen, path)
        page.wait_for_function("all => [...document.querySelectorAll(all)].every(one => one.complete)", arg=picture)
        page.locator(picture).first.scroll_into_view_if_needed()
        widths = page.eval_on_selector_all(picture, "all => all.map(one => one.getBoundingClientRect().width)")
        assert widths
        assert min(widths) > 300, f"{path} {picture}: {widths}"
        assert page.evaluate("document.documentElement.scrollWidth") == 400, path
    page.goto((tmp_path / "report.html").as_uri())
    drawings = page.eval_on_selector_all(".scroll > svg, .scroll > img", "all => all.map(one => one.clientWidth)")
    assert len(drawings) == 2
    assert min(drawings) > 600, "what is written in them can be read"
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    seen.context.close()


@pytest.mark.skipif(AXE is None, reason="PROVENANCE_AXE names no axe-core script")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_these_pages(browser: object, running: Running, scheme: str) -> None:
    seen = Watched(browser, running.address, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    for path in PAGES:
        at(seen, path)
        seen.page.add_script_tag(path=Path(AXE or ""))
        found = seen.page.evaluate("axe.run().then(all => all.violations.map(one => [one.id, one.nodes[0].html]))")
        assert found == [], path
    seen.context.close()
