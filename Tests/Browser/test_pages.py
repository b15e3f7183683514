"""Every kind of page on a desk and on a phone; in English, whose words are the shorter ones, on a phone."""

import pytest

from visits import KEY_PAGES, KINDS, PAGES, pages_in

EVERY_PAGE = pages_in(PAGES, ["wide", "phone"], languages=["bg"]) + pages_in(PAGES, ["phone"], languages=["en"])
DARK_AND_NARROW = pages_in(KEY_PAGES, ["wide", "phone"], "dark", ["bg"]) + pages_in(KEY_PAGES, ["narrow"], languages=["bg"])


@pytest.fixture
def visit(request, visits):
    return visits(*request.param)


@pytest.mark.parametrize("visit", EVERY_PAGE, indirect=True)
def test_page_is_answered_without_a_complaint_of_the_browser(visit):
    expected = 404 if visit.path.endswith("/nope") else 200
    assert visit.status == expected
    # The browser reports the status of a missing page; nothing else may be there.
    assert [one for one in visit.complaints if expected == 200 or "status of 404" not in one] == []


@pytest.mark.parametrize("visit", EVERY_PAGE + DARK_AND_NARROW, indirect=True)
def test_page_has_no_barriers(visit):
    assert visit.violations == []


@pytest.mark.parametrize("visit", EVERY_PAGE + DARK_AND_NARROW, indirect=True)
def test_page_fits_the_window(visit):
    assert visit.facts["width"] <= visit.facts["window"], visit.facts["wide"]


@pytest.mark.parametrize("visit", EVERY_PAGE, indirect=True)
def test_page_is_whole(visit):
    facts = visit.facts
    assert facts["lang"] == visit.language
    assert facts["title"].strip()
    assert len(facts["headings"]) == 1 and facts["headings"][0].strip()
    assert facts["missing"] == []
    assert facts["repeated"] == []
    assert facts["unnamed"] == []


@pytest.mark.parametrize("language", ["bg", "en"])
def test_pages_of_different_kinds_have_different_titles(language, server, visits):
    names = {}
    for name in KINDS:
        if name in ("plan-filtered", "plan-none-chosen", "search-empty", "figures-none"):
            continue  # the same page with another choice
        names.setdefault(server.ask(visits.path(name, language)).html.title, []).append(name)
    assert [(title, same) for title, same in names.items() if len(same) > 1] == []
