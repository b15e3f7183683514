"""On paper."""

import re

import pytest

from support import PROGRAMME

PLAN = f"/plans/{PROGRAMME}"
HIDDEN = [".nav", ".top .search", ".lang", ".skip", ".foot section", ".pager", ".src", ".downloads", ".tabs", ".filters"]
PATHS = {"measure": f"{PLAN}/measures/II.1.2", "plan": PLAN, "budget": f"{PLAN}/budget", "calendar": f"{PLAN}/calendar", "document": f"{PLAN}/document"}
# Sides of A4 in points, and how many pixels (96 an inch) lie between the margins of 14 mm: 182 mm upright, 269 mm across.
BETWEEN_MARGINS = {(595, 842): 688, (842, 595): 1016}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
def test_paper_has_the_content_and_none_of_the_controls(page, path):
    page.goto(path)
    on_screen = [selector for selector in HIDDEN if page.locator(selector).first.is_visible()]
    assert ".nav" in on_screen and ".foot section" in on_screen
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert page.locator(".top .mark").is_visible()
    assert page.locator(".printed").is_visible()
    assert [one for one in HIDDEN if page.locator(one).locator("visible=true").count()] == []


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
def test_paper_is_a4_and_nothing_is_cut_off(new_page, path):
    page = new_page()
    page.goto(path)
    document = page.pdf(prefer_css_page_size=True)
    assert document.startswith(b"%PDF-")
    sizes = {tuple(round(float(side)) for side in box.split()[2:]) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", document)}
    # The document's own table lies across the paper.
    assert sizes == {(842, 595) if path.endswith("/document") else (595, 842)}
    page.set_viewport_size({"width": BETWEEN_MARGINS[sizes.pop()], "height": 900})
    page.emulate_media(media="print")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.evaluate("innerWidth")


def test_paper_is_light_in_a_dark_room(new_page):
    page = new_page(color_scheme="dark")
    page.goto(f"{PLAN}/measures/II.1.2")
    screen = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(media="print", color_scheme="dark")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert screen != paper == "rgb(255, 255, 255)"
