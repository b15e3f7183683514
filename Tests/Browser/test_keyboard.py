"""Without a mouse."""

import pytest

from support import PROGRAMME

MEASURE = f"/plans/{PROGRAMME}/measures/II.1.2"
FOCUSED = "(() => { const one = document.activeElement; return one.id || one.className || one.tagName; })()"
PATHS = ["/", f"/plans/{PROGRAMME}", MEASURE, "/institutions", "/search"]


@pytest.mark.parametrize("path", PATHS)
def test_first_stop_is_the_link_to_the_content(page, path):
    page.goto(path)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "skip"
    box = page.locator(".skip").bounding_box()
    assert box["x"] >= 0 and box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null && document.activeElement.id !== 'main'")


@pytest.mark.parametrize("path", PATHS)
def test_tab_reaches_the_search_and_every_stop_is_seen(page, path):
    page.goto(path)
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            "(() => { const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();"
            "return { name: one.tagName + '.' + one.className, type: one.type, outline: style.outlineStyle, width: parseFloat(style.outlineWidth),"
            "area: box.width * box.height }; })()"
        )
        stops.append(stop)
        if stop["type"] == "search":
            break
    assert stops[-1]["type"] == "search"
    assert [one for one in stops if one["outline"] == "none" or one["width"] < 2 or one["area"] < 100] == []


def test_search_works_from_the_keys_alone(page):
    page.goto(MEASURE)
    page.keyboard.press("/")
    page.keyboard.type("превенция")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator(".results li").count() > 0


@pytest.mark.parametrize("path", PATHS)
def test_slash_goes_to_the_search(page, path):
    page.goto(path)
    assert page.evaluate("document.activeElement.type") != "search"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    assert page.locator("input:focus").input_value() == ""


def test_slash_in_a_field_is_a_slash(page):
    page.goto(f"/plans/{PROGRAMME}")
    page.locator("form.filters [name=q]").focus()
    page.keyboard.type("а/б")
    assert page.locator("form.filters [name=q]").input_value() == "а/б"


def test_slash_can_be_switched_off_and_stays_off(page):
    page.goto(MEASURE)
    choice = page.locator("input[data-shortcut]")
    assert choice.is_visible() and choice.is_checked()
    choice.focus()
    page.keyboard.press("Space")
    assert not choice.is_checked()
    for path in [MEASURE, "/institutions"]:
        page.goto(path)
        assert not choice.is_checked()
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.tagName") == "BODY"
    choice.focus()
    page.keyboard.press("Space")
    page.goto(MEASURE)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


def test_tables_are_sorted_from_the_keys(page):
    page.goto(f"/plans/{PROGRAMME}/institutions")
    numbers = lambda: [int(one) for one in page.locator("table.sortable tbody tr td:nth-child(2)").all_inner_texts()]
    rows = sorted(numbers())
    assert rows[0] < rows[-1]
    head = page.locator("table.sortable thead th").nth(1)
    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending" and numbers() == rows
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending" and numbers() == rows[::-1]


@pytest.mark.parametrize("window", [(1440, 900), (390, 844)], ids=["wide", "phone"])
def test_no_stop_is_a_trap_or_hidden(new_page, window):
    page = new_page(width=window[0], height=window[1])
    page.goto(MEASURE)
    count = page.evaluate("[...document.querySelectorAll('a[href], button, input, select, [tabindex=\"0\"]')].filter((one) => one.checkVisibility()).length")
    hidden = []
    for _ in range(count):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            "(() => { const one = document.activeElement, box = one.getBoundingClientRect();"
            "return [one.outerHTML.slice(0, 120), one.matches('body, html'), box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0"
            " && box.top < innerHeight && box.left < innerWidth]; })()"
        )
        if stop[1] or not stop[2]:
            hidden.append(stop[0])
    assert hidden == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('body, .skip')")
