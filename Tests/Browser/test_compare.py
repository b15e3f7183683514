"""Two plans side by side: a coordinator finds the same action in both, and says so."""

import re

import pytest
from playwright.sync_api import expect

from support import MIGRATION, PROGRAMME

COMPARED = f"/plans/{PROGRAMME}/compare/{MIGRATION}"

pytestmark = pytest.mark.xdist_group("compare")


def matches(page):
    return page.locator("article.match")


def part(page, name):
    """How many a chip counts."""
    chip = page.locator(".chips a", has_text=name)
    return int(re.sub(r"\D", "", chip.locator(".n").inner_text()))


@pytest.mark.parametrize("script", [True, False])
def test_a_coordinator_confirms_rejects_and_takes_back(own_staff, script):
    page = own_staff("coordinator", java_script_enabled=script)
    page.goto(f"/plans/{PROGRAMME}")
    page.locator(".tabs a", has_text="Сравнение").click()
    page.locator(f"main a[href$='/compare/{MIGRATION}']").click()
    before, confirmed = matches(page).count(), part(page, "Потвърдени")
    page.locator(".chips a", has_text="За потвърждаване").click()
    first = matches(page).first
    left, right = (first.locator(".sides h3 > a").nth(n).inner_text() for n in (0, 1))
    address = first.locator(".sides h3 > a").first.get_attribute("href")

    first.get_by_role("button", name="Едно и също действие").click()
    assert page.locator("#told").inner_text().startswith("Двойката е потвърдена")
    assert part(page, "Потвърдени") == confirmed + 1
    page.goto(address)
    box = page.locator("#others ~ article.match").first
    assert box.locator("h3 > a").inner_text() == right and "потвърдено" in box.inner_text().lower()

    # Taken back, then rejected: it is not proposed any more, and the measure's page forgets it.
    page.goto(COMPARED + "?show=confirmed")
    own = matches(page).filter(has=page.locator(f".sides h3 > a:text-is('{left}')"))
    own.get_by_role("button", name="Оттегляне на решението").click()
    assert part(page, "Потвърдени") == confirmed
    own = page.locator(".chips a", has_text="За потвърждаване")
    own.click()
    matches(page).filter(has=page.locator(f".sides h3 > a:text-is('{left}')")).get_by_role("button", name="Различни са").click()
    page.goto(COMPARED)
    assert matches(page).count() == before - 1
    page.locator(".chips a", has_text="Отхвърлени").click()
    matches(page).get_by_role("button", name="Оттегляне на решението").click()
    page.goto(COMPARED)
    assert matches(page).count() == before
    assert page.complaints == []
    page.context.close()


def test_everybody_sees_what_was_confirmed_and_nothing_else(own_staff):
    desk = own_staff("coordinator")
    desk.goto(COMPARED)
    own = matches(desk).filter(has=desk.locator(".sides h3 > a:text-is('II.2.2')"))
    own.get_by_role("button", name="Едно и също действие").click()
    page = own_staff.open_window()
    # An address that nobody has asked for yet is in no cache.
    page.goto(f"/en/plans/{PROGRAMME}/measures/II.2.2")
    box = page.locator("#others ~ article.match")
    assert box.count() == 1 and box.locator("h3 > a").inner_text() == "31"
    page.goto(f"/plans/{PROGRAMME}/measures/III.4.1")
    assert page.locator("#others").count() == 0, "only a proposal"
    page.goto(COMPARED)
    assert "/sign-in?next=" in page.url
    desk.goto(COMPARED + "?show=confirmed")
    matches(desk).get_by_role("button", name="Оттегляне на решението").click()
    for window in (page, desk):
        window.context.close()


def test_two_measures_are_paired_by_hand_with_the_keyboard(own_staff):
    page = own_staff("coordinator", width=390)
    page.goto(COMPARED)
    summary = page.locator("details.panel summary")
    summary.focus()
    page.keyboard.press("Enter")
    for side, code in (("left", "I.1.1"), ("right", "1")):
        assert page.input_value(f"#{side}") == "", "nothing is chosen beforehand"
        page.select_option(f"#{side}", page.locator(f"#{side} option", has_text=re.compile(rf"^{re.escape(code)} ")).get_attribute("value"))
    page.locator("details.panel form button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_be_visible()
    own = matches(page).filter(has=page.locator(".sides h3 > a:text-is('I.1.1')"))
    expect(own).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    own.get_by_role("button", name="Оттегляне на решението").click()
    page.context.close()
