"""Activities: a training written down on a phone, and every page of the room in both languages, on a desk and on phones, in light and in dark."""

import re

import pytest
from playwright.sync_api import expect

from support import in_language
from visits import WINDOWS, look_everywhere

pytestmark = pytest.mark.xdist_group("activities")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_trainer_writes_down_two_days_with_31_people_on_a_phone(staff, script):
    page = staff("case-worker", java_script_enabled=script, width=390, height=844)
    page.goto("/activities")
    page.get_by_role("link", name="Нова дейност").click()
    page.locator("main a[href='/activities/new/training']").click()
    page.wait_for_url("**/activities/new/training")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.fill("#title", "Разпознаване на жертви" if script else "Разпознаване на жертви, втора група")
    page.fill("#starts", "12.3.2026" if script else "12.5.2026")
    page.fill("#ends", "13.3.2026" if script else "13.5.2026")
    page.select_option("#district", "BG-03")
    page.locator("main form button").last.click()
    # The form of the training was forgotten: said at the top, and nothing is lost.
    expect(page.locator(".errors")).to_be_visible()
    assert page.input_value("#starts").startswith("12.")
    page.select_option("[name=f-training-form]", "seminar")
    for line, (profession, women, men) in enumerate([("teacher", 14, 3), ("social-worker", 9, 1), ("police", 1, 3)], 1):
        page.select_option(f"[name=head-profession-{line}]", profession)
        page.fill(f"[name=head-women-{line}]", str(women))
        page.fill(f"[name=head-men-{line}]", str(men))
    page.fill("#evidence", "Присъствен списък № 7")
    page.locator("main form button").last.click()
    page.wait_for_url("**?done=added")
    expect(page.locator("main")).to_contain_text(re.compile("31\\s+участници"))
    expect(page.locator("h1")).to_contain_text("Разпознаване на жертви")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [one for one in page.complaints if "status of 422" not in one] == []
    page.context.close()


@pytest.fixture(scope="module")
def desk(staff):
    page = staff("reporter")
    page.goto("/activities/new/participation")
    page.fill("#title", "Годишна среща на мрежата")
    page.fill("#starts", "3.3.2026")
    page.select_option("[name=f-format]", "emn")
    page.locator("main form button").last.click()
    page.wait_for_url("**?done=added")
    address = page.url.split("?")[0]
    yield page, "/activities/" + address.split("/activities/")[1]
    page.context.close()


SIGHTS = {
    "list": ("/activities", None, 200),
    "list-empty": ("/activities?kind=visits", None, 200),
    "list-wrong": ("/activities?from=вчера", None, 422),
    "kinds": ("/activities/new", None, 200),
    "training": ("/activities/new/training", None, 200),
    "training-wrong": ("/activities/new/training", lambda page, _: page.locator("main form button").last.click(), 422),
    "advert": ("/activities/new/advert", None, 200),
    "activity": ("{address}", None, 200),
    "change": ("{address}/change", None, 200),
    "copy": ("/activities/new/participation?copy={id}", None, 200),
    "import": ("/activities/import", None, 200),
    "imports": ("/activities/imports", None, 200),
    "calendar": ("/activities/calendar", None, 200),
    "map": ("/activities/map", None, 200),
    "materials": ("/activities/materials", None, 200),
    "events": ("/events", None, 200),
    "events-map": ("/events/map", None, 200),
}


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("name", SIGHTS)
def test_sight_of_acts_is_whole_and_has_no_barriers(desk, name, language):
    page, address = desk
    path, act, status = SIGHTS[name]
    page.complaints.clear()
    page.set_viewport_size(dict(zip(("width", "height"), WINDOWS["wide"])))
    answer = page.goto(in_language(path.format(address=address, id=address.rsplit("/", 1)[1]), language))
    if act:
        with page.expect_response(lambda one: one.request.method == "POST") as sent:
            act(page, language)
        answer = sent.value
    assert answer.status == status
    page.wait_for_load_state()
    look_everywhere(page, language, "Годишна среща")
