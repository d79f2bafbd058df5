"""The pages in a real browser: the system's Chromium, driven over its own protocol. Skipped where there is none."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from provenance.archive import Archive
from provenance.model import Claim, Intake
from tests.conftest import ROOT
from tests.pictures import mirrored, scene
from tests.test_web_guards import detail_of
from tests.web import Running, settings_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
AXE = os.environ.get("PROVENANCE_AXE")  # the script of axe-core, which .ci/run fetches; it is no part of this project
SAMPLES = ROOT / "samples"
MEGABYTES = 50
# Files become a DataTransfer, as when they are dragged from a folder.
DROP = """async ([type, name, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, {type: "image/jpeg"}));
  const field = type === "paste" ? "clipboardData" : "dataTransfer";
  const kind = type === "paste" ? ClipboardEvent : DragEvent;
  document.body.dispatchEvent(new kind(type, {[field]: carried, bubbles: true, cancelable: true}));
}"""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is found: apt-get install chromium")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server over an archive with a photograph of 2014 and a graphic one."""
    folder = tmp_path_factory.mktemp("browser")
    scene(5, (640, 480)).save(folder / "grim.jpg")
    with Archive(folder / "desk.db") as archive:
        archive.add(
            SAMPLES / "bridge-2014.jpg",
            url="https://social.example.org/velmora.diary/posts/140803",
            platform="facebook",
            account="velmora.diary",
            caption="ليلة الأحد عند الجسر القديم",
            posted_at="2014-08-03T20:41+03:00",
            claims=[Claim("The old bridge of Velmora at dusk.", place="Velmora", date="2014-08-03")],
        )
        archive.add(folder / "grim.jpg", graphic=True)
    with Running(settings_of(folder / "desk.db")) as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield opened
        opened.close()


class Watched:
    """A window of its own that remembers what it asked for and what went wrong."""

    def __init__(self, browser: Browser, address: str, **settings: Any) -> None:
        self.context: BrowserContext = browser.new_context(**settings)
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.goto(address)

    def answered(self) -> str:
        """The headline of the whole answer."""
        self.page.wait_for_selector(".answer:not([hx-get]) .headline")
        return self.page.inner_text(".headline")


@pytest.fixture
def window(browser: Browser, running: Running) -> Iterator[Watched]:
    made = Watched(browser, running.address)
    yield made
    made.context.close()


def dropped(page: Page, place: Path, how: str = "drop") -> None:
    from base64 import b64encode

    page.evaluate(DROP, [how, place.name, b64encode(place.read_bytes()).decode()])


def test_a_dropped_repost_is_recognised_looked_at_recorded_and_contradicted(window: Watched, running: Running) -> None:
    page = window.page
    assert "token" not in page.url
    dropped(page, SAMPLES / "repost-mirrored.jpg")
    assert window.answered().startswith("SEEN BEFORE repost-mirrored.jpg")
    page.wait_for_load_state("networkidle")
    for view, panel in (("slide", ".slide img-comparison-slider.rendered"), ("proof", ".proof img")):
        page.click(f"label[for=view-{view}]")
        shown = page.locator(panel)
        shown.wait_for()
        assert (shown.bounding_box() or {"height": 0})["height"] > 100
    assert page.eval_on_selector_all("img", "all => all.every(one => one.complete && one.naturalWidth)")
    page.fill("#f-url", "not an address")
    page.click(".record button")
    assert "not an address" in page.inner_text("#f-url-problem")
    said = {"url": "https://t.me/harsad_today/2291", "posted": "2016-06-29", "claim": "The bridge of Harsad is ours"}
    for name, text in (said | {"place": "Harsad", "date": "2016-06-29", "by": "A. Karim"}).items():
        page.fill(f"#f-{name}", text)
    page.click(".record button")
    page.wait_for_url("**/item/m-*")
    assert "CANNOT ALL BE TRUE" in page.inner_text(".headline")
    assert "appeared-before-event" in page.inner_text("main")
    assert "harsad_today" in (page.text_content(".drawing svg") or "")
    page.click("text=Side by side")
    page.wait_for_load_state("networkidle")
    assert page.eval_on_selector_all("img", "all => all.every(one => one.complete && one.naturalWidth)")
    # the refused form is the one error; and nothing was asked of anybody else
    assert [text for text in window.wrong if "422" not in text] == []
    assert {url.split("/")[2] for url in window.asked if not url.startswith("data:")} == {f"127.0.0.1:{running.port}"}


@pytest.mark.parametrize("how", ["drop", "paste"])
def test_a_file_that_is_dropped_or_pasted_on_any_page_is_checked_and_what_was_typed_there_is_kept(
    window: Watched, running: Running, how: str
) -> None:
    page, base = window.page, f"http://127.0.0.1:{running.port}"
    page.goto(f"{base}/items")
    item = page.eval_on_selector("li.card a", "link => link.href")
    answer = ""
    for address in (f"{base}/items", item, f"{base}/overview", f"{base}/api", f"{base}/nothing", f"{item}/claim"):
        page.goto(address)
        if address.endswith("/claim"):
            page.fill("#f-text", "half a sentence")
        dropped(page, SAMPLES / "repost-mirrored.jpg", how)
        assert window.answered().startswith("SEEN BEFORE repost-mirrored.jpg"), address
        assert page.url != answer
        answer = page.url
    dropped(page, SAMPLES / "bridge-2014.jpg", how)
    page.wait_for_url(lambda address: address != answer)
    assert "bridge-2014.jpg" in window.answered()
    page.goto(f"{item}/claim")
    assert page.input_value("#f-text") == "half a sentence"
    assert not [one for one in window.wrong if "404" not in one]


def test_words_that_are_dragged_or_pasted_go_where_they_are_let_go(window: Watched, running: Running) -> None:
    page = window.page
    page.goto(f"http://127.0.0.1:{running.port}/items")
    kept = """([type, files]) => {
      const carried = new DataTransfer();
      carried.setData("text/plain", "harsad");
      if (files) carried.items.add(new File(["x"], "a.png", {type: "image/png"}));
      const said = {clipboardData: carried, dataTransfer: carried, bubbles: true, cancelable: true};
      const made = type === "paste" ? new ClipboardEvent(type, said) : new DragEvent(type, said);
      return document.querySelector("main input:not([type=hidden])").dispatchEvent(made);
    }"""
    for type_, files in (("drop", False), ("dragover", False), ("paste", False), ("paste", True)):
        assert page.evaluate(kept, [type_, files]), "the browser does with it what it always does"
    assert page.url.endswith("/items")


def test_a_graphic_picture_stays_covered_on_the_screen_until_somebody_reveals_it(
    window: Watched, tmp_path: Path
) -> None:
    place, page = tmp_path / "again.jpg", window.page
    mirrored(scene(5, (640, 480))).save(place, quality=80)
    dropped(page, place, "paste")
    assert "SEEN BEFORE" in window.answered()
    page.wait_for_load_state("networkidle")
    covered = detail_of(page.locator(".both img").first.screenshot())
    page.click("text=Show them")
    page.wait_for_load_state("networkidle")
    assert covered < detail_of(page.locator(".both img").first.screenshot()) / 2
    page.click(".both figcaption a")
    assert page.locator("text=Covered: marked graphic").count() == 1


def test_two_browsers_at_once_each_get_their_own_answer_and_a_third_without_the_address_none(
    browser: Browser, running: Running, tmp_path: Path
) -> None:
    scene(9, (640, 480)).save(tmp_path / "unknown.jpg")
    windows = [Watched(browser, running.address) for _ in range(2)]
    for window, place in zip(windows, (SAMPLES / "repost-reencoded.jpg", tmp_path / "unknown.jpg"), strict=True):
        dropped(window.page, place)
    said = [window.answered() for window in windows]
    assert "repost-reencoded.jpg" in said[0]
    assert said[1].startswith("NOT SEEN in this archive")
    outside = Watched(browser, f"http://127.0.0.1:{running.port}{'/check/' + windows[0].page.url.split('/check/')[1]}")
    assert "it holds the token" in outside.page.inner_text("body")
    for window in (*windows, outside):
        window.context.close()


def test_without_script_a_file_of_fifty_megabytes_is_chosen_sent_and_answered(
    browser: Browser, running: Running, tmp_path: Path
) -> None:
    place = tmp_path / "large.jpg"
    place.write_bytes((SAMPLES / "repost-mirrored.jpg").read_bytes())
    with place.open("ab") as file:
        file.truncate(MEGABYTES * 1_000_000)
    window = Watched(browser, running.address, java_script_enabled=False)
    window.page.set_input_files("#file", place)
    window.page.click("form.ask button")
    window.page.wait_for_selector("text=SEEN BEFORE")
    assert "large.jpg" in window.page.inner_text(".headline")
    window.context.close()


@pytest.mark.skipif(AXE is None, reason="axe-core is not there: PROVENANCE_AXE names its script; .ci/run fetches it")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(browser: Browser, running: Running, scheme: Any, tmp_path: Path) -> None:
    window = Watched(browser, running.address, color_scheme=scheme, viewport={"width": 400, "height": 800})
    page = window.page
    scene(7, (640, 480)).save(tmp_path / "b.jpg")
    page.set_input_files("#file", [SAMPLES / "repost-cropped.jpg", tmp_path / "b.jpg"])
    page.click("form.ask button")
    page.wait_for_selector(".many:not([hx-get])")
    batch = page.url
    page.goto(f"{batch}/1")
    window.answered()
    page.click(".headline a")
    item = page.url
    for address in ("/check", batch, f"{batch}/1", item, "/jobs", "/api", "/item/m-00000000"):
        page.goto(address if address.startswith("http") else f"http://127.0.0.1:{running.port}{address}")
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
        page.evaluate(Path(AXE or "").read_text("utf-8"))
        ran = page.evaluate("async () => { const ran = await axe.run(); return [ran.violations, ran.passes.length]; }")
        found, passed = ran
        assert passed > 10
        grave = [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found
                 if one["impact"] in ("serious", "critical")]  # fmt: skip
        assert grave == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    window.context.close()


def test_the_pages_can_be_worked_with_the_keyboard(window: Watched) -> None:
    page = window.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.set_input_files("#file", SAMPLES / "repost-mirrored.jpg")
    page.focus("#file")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    window.answered()
    page.wait_for_load_state("networkidle")
    page.focus("#view-both")
    page.keyboard.press("ArrowRight")
    slider = page.locator("img-comparison-slider.rendered")
    slider.wait_for()
    before = Image.open(io.BytesIO(slider.screenshot())).tobytes()
    slider.focus()
    page.keyboard.down("ArrowRight")  # it moves while the key is held, with each picture that the browser draws
    for _ in range(50):
        page.wait_for_timeout(100)
        if Image.open(io.BytesIO(slider.screenshot())).tobytes() != before:
            break
    else:
        pytest.fail("the slider does not move")
    page.keyboard.up("ArrowRight")


def test_words_of_records_run_nothing_and_widen_no_page(browser: Browser, tmp_path: Path) -> None:
    script = "<img src=x onerror='window.ran=1'><script>window.ran=1</script>{{ 7 }}\u202e"
    photo = tmp_path / f"{'w' * 150}.jpg"
    scene(3, (320, 240)).save(photo)
    with Archive(tmp_path / "desk.db") as archive:
        said = Claim(script, place="W" * 600, event=script, asserted_by=script, attributed_to="W" * 600)
        archive.add(photo, caption=script + "W" * 600, publisher=script, credit=script, claims=[said])
        archive.ingest([Intake(label="W" * 600, caption="x" * 1_000_000, publisher="W" * 600, note=script)])
        items = [seen.item.id for seen in archive.items(limit=9)]
    with Running(settings_of(tmp_path / "desk.db")) as server:
        window = Watched(browser, server.address, viewport={"width": 400, "height": 800})
        page, base = window.page, server.address.partition("/?")[0]
        page.set_input_files("#file", [photo, photo])
        page.click("form.ask button")
        page.wait_for_selector(".many:not([hx-get])")
        batch = page.url
        pages = (*(f"/item/{item}" for item in items), "/items", "/sources")
        for address in (batch, f"{batch}/1", *(base + path for path in pages)):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
            assert page.evaluate("window.ran === undefined"), address
            assert page.evaluate("document.documentElement.outerHTML.length") < 60_000, address
        assert page.evaluate("window.ran === undefined")
        assert {asked for asked in window.asked if not asked.startswith((base, "data:", "blob:"))} == set()
        window.context.close()
