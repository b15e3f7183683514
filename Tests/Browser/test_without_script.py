"""Every page works without its script."""

import pytest

from support import PROGRAMME, in_language, search, squeezed

PATHS = {
    "home": "/",
    "plan": f"/plans/{PROGRAMME}",
    "plan-filtered": f"/plans/{PROGRAMME}?section=2&q=кампания",
    "institutions": "/institutions",
    "plan-institutions": f"/plans/{PROGRAMME}/institutions",
    "budget": f"/plans/{PROGRAMME}/budget",
    "calendar": f"/plans/{PROGRAMME}/calendar",
    "search": search("трафик"),
    "measure": f"/plans/{PROGRAMME}/measures/II.1.2",
    "source": f"/plans/{PROGRAMME}/source/2.3.9",
}


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
def test_page_says_the_same(page, plain, path, language):
    texts = []
    for one in (page, plain):
        one.goto(in_language(path, language))
        texts.append(squeezed(one.locator("main").inner_text()))
    assert len(texts[0]) > 200
    assert texts[0] == texts[1]


def test_plan_can_be_filtered(plain):
    plain.goto(f"/plans/{PROGRAMME}")
    before = plain.locator("table.measures tbody tr:not(.group)").count()
    plain.locator("form.filters [name=section]").select_option("2")
    plain.locator("form.filters button").click()
    plain.wait_for_url("**section=2**")
    assert 0 < plain.locator("table.measures tbody tr:not(.group)").count() < before


def test_search_can_be_used_from_the_head_of_the_page(plain):
    plain.goto(f"/plans/{PROGRAMME}")
    plain.locator(".top input[type=search]").fill("трафик")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/search?q=*")
    assert plain.locator(".results li").count() > 10


def test_nothing_that_needs_the_script_is_offered(plain):
    plain.goto("/components")
    assert not plain.locator("button[data-print]").is_visible()
    assert not plain.locator("input[data-shortcut]").is_visible()
    assert plain.locator("table.sortable thead button").count() == 0
