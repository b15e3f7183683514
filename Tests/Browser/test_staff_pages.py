"""Every page for users, in both languages, on a desk and on a phone."""

import pytest

from support import MIGRATION, PROGRAMME, in_language
from visits import LOOK, WINDOWS, barriers

# Who reads it, and its address; nobody where it is a page for strangers.
PAGES = {
    "sign-in": (None, "/sign-in?next=%2Fstaff"),
    "sign-in-kept": (None, "/sign-in?kept=1&next=%2Fstaff%2Fnew"),
    "activate": (None, "/activate"),
    "demo": (None, "/demo"),
    "ended": (None, "/session/ended"),
    "account": ("coordinator", "/account"),
    "password": ("coordinator", "/account/password"),
    "recovery": ("coordinator", "/account/recovery"),
    "staff": ("administrator", "/staff"),
    "user-new": ("administrator", "/staff/new"),
    "user": ("administrator", "first user"),
    "codes": ("coordinator", "/staff/codes"),
    "organisations": ("administrator", "/organisations"),
    "organisation-new": ("administrator", "/organisations/new"),
    "keys": ("administrator", "/keys"),
    "looks": ("coordinator", "/account/looks"),
    "persons": ("coordinator", "/persons"),
    "person-new": ("coordinator", "/persons/new"),
    "person-search": ("coordinator", "/persons/search"),
    "emergency": ("coordinator", "/persons/emergency"),
    "emergencies": ("coordinator", "/persons/emergencies"),
    "compare-choice": ("coordinator", f"/plans/{PROGRAMME}/compare"),
    "compare": ("coordinator", f"/plans/{PROGRAMME}/compare/{MIGRATION}"),
    "compare-dropped": ("coordinator", f"/plans/{PROGRAMME}/compare/{MIGRATION}?show=left"),
    "compare-read": ("analyst", f"/plans/{PROGRAMME}/compare/{MIGRATION}"),
    "plan-import": ("coordinator", "/plans/import"),
    "history": ("coordinator", f"/plans/{PROGRAMME}/history"),
    "measure-compared": ("coordinator", f"/plans/{PROGRAMME}/measures/II.2.2"),
    "ledger": ("auditor", "/ledger"),
    "alerts": ("auditor", "/alerts"),
    "forbidden": ("analyst", "/staff"),
}


@pytest.fixture(scope="module")
def windows(staff):
    """One window for each reader."""
    pages = {}

    def window(role):
        if role not in pages:
            pages[role] = staff(role) if role else staff.open_window()
        return pages[role]

    yield window
    for page in pages.values():
        page.context.close()


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.xdist_group(f"staff-{PAGES[name][0]}")) for name in PAGES])
def test_page_is_whole_and_has_no_barriers(windows, name, language):
    role, path = PAGES[name]
    page = windows(role)
    if path == "first user":
        page.goto("/staff")
        path = page.locator("main tbody th a").nth(1).get_attribute("href")
    page.complaints.clear()
    for window in ["wide", "phone"]:
        page.set_viewport_size(dict(zip(("width", "height"), WINDOWS[window])))
        status = page.goto(in_language(path, language)).status
        assert status == (403 if name == "forbidden" else 200)
        facts = page.evaluate(LOOK)
        assert facts["lang"] == language and len(facts["headings"]) == 1 and facts["missing"] == []
        assert facts["repeated"] == [] and facts["unnamed"] == []
        assert facts["width"] <= facts["window"], facts["wide"]
        assert "Примеров" not in facts["title"] and "Измислен" not in facts["title"]
        assert barriers(page) == []
    assert [one for one in page.complaints if "status of 403" not in one] == []


@pytest.mark.parametrize("name", ["account", "staff", "user-new", "organisations", "password", "recovery", "keys", "persons"])
def test_page_says_the_same_without_a_script(staff, name):
    role, path = PAGES[name]
    texts = []
    for script in (True, False):
        page = staff(role, java_script_enabled=script)
        page.goto(path)
        texts.append(" ".join(page.locator("main").inner_text().split()))
        page.context.close()
    assert texts[0] == texts[1] and len(texts[0]) > 50
