"""Pages that people open, in a real browser: readable by everybody, and complete by themselves."""

import json
import shutil
import subprocess
from base64 import b64decode
from datetime import date

import pytest
from axe_core_python.selenium import Axe
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from metric_story import a_weekly_page
from offer_builders import INCLUDE, PROGRAMMES
from stegvis.adapters.worklists.page import WorklistPages
from stegvis.domain.tasks.kinds import KINDS
from stegvis.steps.letters.wording_check import preview_letter
from worklist_on_paper import a_worklist, an_overview

pytestmark = pytest.mark.system

NARROW, USUAL = 320, 1280  # CSS pixels; 320 is what WCAG 2.1 asks a page to bear


PAGES = WorklistPages(INCLUDE / "templates" / "worklists")


def a_worklist_page() -> bytes:
    """Every kind once, and one so often that it has a table of its own."""
    worklist = a_worklist("amal", *KINDS, *["bedom_arbetsformaga"] * 11)
    return PAGES.html(worklist, str, "eva-ost.xlsx")


@pytest.fixture(scope="module")
def browser():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(shutil.which("chromedriver"))
    )
    yield driver
    driver.quit()


LETTERS = [f"{slug}-{language}" for slug in sorted(PROGRAMMES) for language in ("sv", "en", "ar")]


@pytest.fixture(params=["worklist", "overview", "report", *LETTERS])
def page(request, tmp_path):
    """A page as a file: worklist, the lead's overview, the weekly report, or a letter."""
    path = tmp_path / "page.html"
    if request.param == "report":
        return a_weekly_page(request.getfixturevalue("sqlite_warehouse"), tmp_path)
    if request.param == "worklist":
        path.write_bytes(a_worklist_page())
    elif request.param == "overview":
        path.write_bytes(PAGES.overview_html(an_overview("kramfors", *KINDS)))
    else:
        slug, _, language = request.param.partition("-")
        programme_id, day = PROGRAMMES[slug], date(2026, 11, 20)
        path.write_bytes(preview_letter(INCLUDE, programme_id, "parent", day, language=language)[1])
    return path


def test_a_page_keeps_the_rules_of_accessibility(browser, page):
    """X10: WCAG 2.1 A and AA, as far as a program can tell."""
    browser.get(page.as_uri())

    found = Axe().run(browser, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})

    assert found["passes"]
    assert not [
        (rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]
    ]


def test_a_page_asks_nobody_for_anything(browser, page):
    """Opening a letter or a list must not tell another server that it was opened."""
    browser.get_log("performance")
    browser.get(page.as_uri())

    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    }
    assert page.as_uri() in asked
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


@pytest.mark.parametrize("width", [NARROW, USUAL])
def test_a_page_fits_the_screen(browser, page, width):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False},
    )
    browser.get(page.as_uri())

    wide = browser.execute_script("return document.documentElement.scrollWidth")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert wide <= width


def test_a_worklist_is_gone_through_by_keyboard_alone(browser, tmp_path):
    """X10: the first stop skips to the tasks, every link is reached in order, and focus is seen."""
    path = tmp_path / "page.html"
    path.write_bytes(a_worklist_page())
    browser.get(path.as_uri())
    links = browser.execute_script("return [...document.links].map(a => a.getAttribute('href'))")

    stops = []
    for _ in links:
        ActionChains(browser).send_keys(Keys.TAB).perform()
        focused = browser.switch_to.active_element
        stops.append(focused.get_dom_attribute("href"))
        assert focused.value_of_css_property("outline-style") != "none"

    assert stops == links
    assert stops[0] == "#listan"
    assert "#slag-bedom_arbetsformaga" in stops


def test_a_worklist_prints_with_its_heads_and_without_what_is_for_the_keyboard(browser, tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(a_worklist_page())
    browser.get(path.as_uri())

    printed = tmp_path / "page.pdf"
    printed.write_bytes(
        b64decode(browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"])
    )
    text = subprocess.run(
        ["pdftotext", "-layout", printed, "-"], check=True, capture_output=True, text=True
    ).stdout

    words = " ".join(text.split())
    pages = text.count("\f")
    assert pages > 1
    assert words.count("Senast Att göra Vem Varför") >= pages
    assert words.count("Testa Testsson") == len(KINDS) + 11
    assert "Hoppa till" not in words
