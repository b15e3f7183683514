"""Records of persons: the whole story by keyboard, and every page in both languages, on a desk and on phones, in light and in dark."""

import re

import pytest
from playwright.sync_api import expect

from staff import add_record, refer
from support import in_language
from visits import WINDOWS, look_everywhere, reach

pytestmark = pytest.mark.xdist_group("persons")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_the_story_by_keyboard(staff, script):
    page = staff("case-worker", java_script_enabled=script)
    press = page.keyboard.press
    name = "Незабравка" if script else "Ралица"
    page.goto("/persons")
    reach(page, "main a[href='/persons/search']")
    press("Enter")
    page.wait_for_url("**/persons/search")
    reach(page, "#name")
    page.keyboard.type(name + " Плантиранова")
    press("Enter")
    expect(page.locator("main")).to_contain_text("Няма такова лице")
    assert page.url.endswith("/persons/search")
    reach(page, "input[name=age-group]")
    press("Space")
    reach(page, "input[name=sex]")
    press("Space")
    assert page.input_value("#given-name") == name and page.input_value("#family-name") == "Плантиранова"
    reach(page, "#egn")
    page.keyboard.type("7523169264")
    press("Enter")
    expect(page.locator(".errors")).to_contain_text("Последната цифра")
    if script:
        expect(page.locator(".errors")).to_be_focused()
    reach(page, ".errors a")
    press("Enter")
    expect(page.locator("#egn")).to_be_focused()
    press("Control+a")
    press("Delete")
    press("Enter")
    page.wait_for_url("**?done=added")
    expect(page.locator("h1")).to_have_text(re.compile("^Л-"))
    assert name not in page.content()
    address = page.url.split("?")[0]

    reach(page, f"form[action$='/unmask'] button")
    press("Enter")
    expect(page.locator("main .dl").first).to_contain_text(name)
    assert name not in page.title() and name not in page.url

    page.goto(address)
    reach(page, f"a[href$='/change']")
    press("Enter")
    page.wait_for_url("**/change")
    reach(page, "#phone")
    page.keyboard.type("0888 123 456")
    press("Enter")
    page.wait_for_url("**?done=changed")

    refer(page, address, "Приют „Образец“ (измислен)")
    page.goto(address)
    expect(page.locator("main aside ul").first).to_contain_text("Приют „Образец“")
    reach(page, "details:has(form[action$='/revoke']) summary")
    press("Enter")
    reach(page, "form[action$='/revoke'] button")
    press("Enter")
    page.wait_for_url("**?done=revoked")
    assert "Приют „Образец“" not in page.locator("main aside ul").first.inner_text()

    reach(page, "a[href$='/supervise']")
    press("Enter")
    page.wait_for_url("**/supervise")
    expect(page.locator("main")).to_contain_text("Коста Примеров")
    assert [one for one in page.complaints if "status of 422" not in one] == []
    page.context.close()


@pytest.fixture(scope="module")
def rooms(staff):
    """Windows of those who read records, one record with everything on it, and one that was opened in an emergency."""
    pages = {role: staff(role) for role in ["case-worker", "supervisor", "hotline-operator", "child-protection-worker", "data-protection-officer"]}
    worker = pages["case-worker"]
    address = add_record(worker, given_name="Незабравка", family_name="Плантиранова-Двуименна", egn="7523169263", phone="0888 123 456",
                  safe_contact="Само след 18 ч., на името на сестрата")
    for place in ["Приют „Образец“ (измислен)", "Гореща линия „Проба“ (измислена)"]:
        refer(worker, address, place)
    other = add_record(worker, given_name="Ралица")
    worker.goto(other)
    reference = worker.locator("h1").inner_text()
    hidden = pages["child-protection-worker"]
    hidden.goto("/persons/emergency")
    hidden.fill("#reference", reference)
    hidden.check("input[value=missing]")
    hidden.locator("main form button").click()
    hidden.wait_for_url("**?done=emergency")
    yield pages, address, other
    for page in pages.values():
        page.context.close()


def send(button):
    def act(page):
        page.locator(button).first.click()
    return act


def results(page):
    page.fill("#name", "незабравка")
    page.locator("main form button").first.click()


def mistakes(page):
    page.fill("#egn", "1")
    page.fill("#birth", "вчера")
    page.locator("form[action$='/persons/new'] button.btn").click()


def unchosen(page):
    for box in page.locator("input[name=group]").all():
        box.uncheck()
    page.locator("form[action$='/unmask'] button").click()


# Who reads it, its address, what is done there, and its status.
SIGHTS = {
    "list-empty": ("hotline-operator", "/persons?mine=1", [], 200),
    "list": ("case-worker", "/persons", [], 200),
    "search": ("case-worker", "/persons/search", [], 200),
    "results": ("case-worker", "/persons/search", [results], 200),
    "mistakes": ("case-worker", "/persons/search", [results, mistakes], 422),
    "hidden": ("case-worker", "{address}", [], 200),
    "head": ("supervisor", "{address}", [], 200),
    "shown": ("case-worker", "{address}", [send("form[action$='/unmask'] button")], 200),
    "unchosen": ("case-worker", "{address}", [unchosen], 422),
    "change": ("case-worker", "{address}/change", [], 200),
    "change-nothing": ("case-worker", "{address}/change", [send("form[action$='/change'] button")], 422),
    "supervise": ("case-worker", "{address}/supervise", [], 200),
    "glass": ("child-protection-worker", "{other}", [], 200),
    "emergency": ("case-worker", "/persons/emergency", [], 200),
    "emergency-mistakes": ("case-worker", "/persons/emergency", [send("main form button")], 422),
    "emergencies": ("supervisor", "/persons/emergencies", [], 200),
    "emergencies-told": ("data-protection-officer", "/persons/emergencies", [], 200),
}


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("name", SIGHTS)
def test_sight_is_whole_and_has_no_barriers(staff, rooms, name, language):
    pages, address, other = rooms
    role, path, acts, status = SIGHTS[name]
    page = pages[role]
    staff.renew(page)
    page.complaints.clear()
    page.set_viewport_size(dict(zip(("width", "height"), WINDOWS["wide"])))
    assert page.goto(in_language(path.format(address=address, other=other), language)).status == 200
    for act in acts:
        with page.expect_navigation() as answer:
            act(page)
    assert not acts or answer.value.status == status
    look_everywhere(page, language, "Незабравка")
    page.emulate_media(color_scheme="null")
    assert [one for one in page.complaints if "status of 422" not in one] == []


def test_a_record_prints_without_what_can_only_be_pressed(staff, rooms):
    pages, address, _ = rooms
    page = pages["case-worker"]
    staff.renew(page)
    page.goto(address)
    page.locator("form[action$='/unmask'] button").click()
    page.set_viewport_size({"width": 800, "height": 1100})
    page.emulate_media(media="print")
    assert page.get_by_text("Плантиранова-Двуименна").first.is_visible()
    for selector in [".who", ".nav", "main button", "main input", "main select", "main summary"]:
        assert page.locator(selector).locator("visible=true").count() == 0, selector
    document = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", document)) <= 2
    page.emulate_media(media="null")
