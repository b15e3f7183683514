"""Searching: spellings, marks, advice, and what people type who mean no good."""

from urllib.parse import quote

import pytest

from support import PROGRAMME, in_language, search

HOSTILE = {
    "script": '"><script>alert(1)</script>',
    "image": "<img src=x onerror=alert(1)>",
    "attribute": '" autofocus onfocus="alert(1)',
    "sql": "' OR 1=1 --",
    "template": "{{{query}}}{{#results}}",
    "wildcards": "%_*^:(\"AND NOT NEAR",
    "emoji": "👩‍👩‍👧‍👦🇧🇬",
    "combined-quote": '"\u0301><script>alert(1)</script>',
    "combined-angle": "<\u0301script>alert(1)</script><\u0301img src=x onerror=alert(1)>",
    "combined-apostrophe": "'\u0301 onfocus=alert(1) autofocus x='\u0301",
    "direction": "\u202eтрафик\u202c",
    "long": "а" * 5000,
    "long-words": "трафик " * 700,
}
CONTROL = ["%00", "a%00b", "%1b%5b31m", "%zz", "%", "%ff%fe", "%c0%ae", "%ed%a0%80"]


def found(page):
    return page.locator(".results h2 a").evaluate_all("all => all.map((one) => one.pathname)")


def test_three_spellings_find_the_same(page):
    answers = []
    for word in ["трафик", "trafik", "traffic", "ТРАФИК"]:
        page.goto("/")
        page.locator("main input[type=search]").fill(word)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=*")
        answers.append((page.locator("main [role=status]").inner_text(), found(page)))
    assert len(answers[0][1]) > 10
    assert answers[1:] == answers[:1] * 3


@pytest.mark.parametrize("word", ["трафик", "trafik", "traffic"])
def test_hits_are_marked(page, word):
    page.goto(search(word))
    marks = page.locator("main mark").all_inner_texts()
    assert marks
    assert [mark for mark in marks if not mark.lower().startswith("трафик")] == []


def test_number_of_results_is_the_number_said(page):
    page.goto(search("общини"))
    said = int(page.locator("main [role=status]").inner_text().split()[0])
    assert said == len(found(page)) > 1


@pytest.mark.parametrize("language", ["bg", "en"])
def test_number_of_a_measure_finds_it(page, language):
    page.goto(search("II.1.2", language))
    assert in_language(f"/plans/{PROGRAMME}/measures/II.1.2", language) in found(page)


@pytest.mark.parametrize("word", ["МТСП", "Министерство на труда"])
def test_institution_is_found_by_its_name_and_by_its_abbreviation(page, word):
    page.goto(search(word))
    links = page.locator("main a").evaluate_all("all => all.map((one) => one.pathname)")
    assert "/institutions/" + quote("МТСП") in links


@pytest.mark.parametrize("language", ["bg", "en"])
def test_nothing_found_gives_advice(page, language):
    page.goto(search("щъркелово гнездо", language))
    assert found(page) == []
    advice = page.locator("main .empty")
    assert "щъркелово гнездо" in advice.locator("h2").inner_text()
    assert advice.locator("li").count() >= 3
    advice.locator(".acts a").first.click()
    assert page.locator(".cards .card").count() == 2


def test_question_stays_in_the_box(page):
    page.goto(search("обучение на съдии"))
    assert page.locator("main input[name=q]").input_value() == "обучение на съдии"


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_question_is_only_text(page, query, language):
    status = page.goto(search(query, language)).status
    assert status in (200, 400)
    if status == 200:
        box = page.locator("main input[name=q]")
        assert box.input_value() == query
        names = box.evaluate("one => one.getAttributeNames()")
        assert sorted(names) == ["id", "maxlength", "name", "placeholder", "type", "value"]
    expect_harmless(page, language, status)


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_choice_is_only_text(page, query):
    asked = quote(query, safe="")
    # Addresses beyond the server's limit of 80 kB are refused before any page is asked.
    choice = quote(query[:200], safe="")
    status = page.goto(f"/plans/{PROGRAMME}?q={asked}&section={choice}&institution={choice}&month={choice}").status
    assert status in (200, 400)
    if status == 200:
        assert page.locator("main input[name=q]").input_value() == query
        # Word, Excel, CSV and JSON, and no link that the question made.
        assert len(page.locator(".shown .downloads a").all()) == 4
    expect_harmless(page, "bg", status)


@pytest.mark.parametrize("place", ["/institutions/", "/plans/", f"/plans/{PROGRAMME}/measures/", f"/plans/{PROGRAMME}/source/"])
@pytest.mark.parametrize("query", [text for name, text in HOSTILE.items() if "long" not in name and "/" not in text])
def test_hostile_address_is_only_text(page, query, place):
    status = page.goto(place + quote(query, safe="")).status
    assert status == 404
    expect_harmless(page, "bg", status)


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("query", CONTROL)
def test_unreadable_question_gets_the_page_that_says_so(page, query, language):
    answer = page.goto(in_language("/search", language) + "?q=" + query)
    assert answer.status == 400
    assert "400" in page.locator("main .over").inner_text()
    expect_harmless(page, language, 400)


def expect_harmless(page, language, status):
    """Nothing ran and nothing was built but the site's own page in the right language."""
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    scripts = page.evaluate("[...document.scripts].map((one) => one.getAttribute('src'))")
    assert len(scripts) == 1 and scripts[0].startswith("/assets/zakrila-")
    assert page.locator("main img, main script, main iframe, main style").count() == 0
    handlers = page.evaluate("[...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames()).filter((name) => name.startsWith('on') || name === 'autofocus')")
    assert handlers == []
    assert [one for one in page.complaints if f"status of {status}" not in one] == []
