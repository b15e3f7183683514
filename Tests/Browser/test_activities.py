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


GIVEN = ["Мария", "Елена", "Ивана", "Петя", "Радка", "Стефка", "Димитра", "Йорданка"]
PEOPLE = [f"{given} {father} Примерова" for father in ["Иванова", "Петрова", "Димова", "Стоева"] for given in GIVEN][:31]
DAYS = {"part-title-1": "Разпознаване", "part-title-2": "Насочване"}


def held_training(page, title, starts, ends):
    """A training that is over, written down without heads; its address."""
    page.goto("/activities/new/training")
    page.fill("#title", title)
    page.fill("#starts", starts)
    page.fill("#ends", ends)
    page.select_option("[name=f-training-form]", "seminar")
    page.locator("main form button").last.click()
    page.wait_for_url("**?done=added")
    return page.url.split("?")[0]


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_who_was_there_is_pasted_on_a_phone_and_only_numbers_stay(staff, script):
    page = staff("case-worker", java_script_enabled=script, width=390, height=844)
    address = held_training(page, "С подписи", *(("12.1.2026", "13.1.2026") if script else ("12.2.2026", "13.2.2026")))
    page.get_by_role("link", name="Присъствие").click()
    page.wait_for_url("**/attendance")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for field, title in DAYS.items():
        page.fill(f"#{field}", title)
    lines = [f"{name}\tучител\tж\t\t{'1' if number < 3 else 'всички'}" for number, name in enumerate(PEOPLE)]
    page.locator("#list").focus()
    page.keyboard.insert_text("\n".join(lines).replace("учител", "учутел", 1))
    page.locator("main form button").last.click()
    # One word was mistyped: said with its line, and the list is still there.
    expect(page.locator("#list-wrong")).to_contain_text("Ред 1: „учутел“ не е професия")
    assert page.input_value("#list").count("\n") == 30 and page.input_value("#part-title-2") == "Насочване"
    page.fill("#list", "\n".join(lines))
    page.locator("main form.act-form button").last.click()
    page.wait_for_url("**?done=attended")
    assert page.url.startswith(address)
    text = re.sub(r"\s+", " ", page.locator("main").inner_text())
    assert "28 участници" in text and "В списъка са 31 души" in text and "Примерова" not in text
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [one for one in page.complaints if "status of 422" not in one] == []
    page.context.close()


@pytest.mark.parametrize("days", [1, 5])
def test_sheet_to_sign_is_a4_and_nothing_is_cut_off(staff, days):
    page = staff("case-worker")
    address = held_training(page, "С лист за подписи" + " и много части" * (days > 1), f"2.{days}.2026", f"{1 + days}.{days}.2026")
    page.goto(address + "/attendance/sheet")
    for pages, rows in enumerate(page.locator(".chips a").evaluate_all("all => all.map((one) => one.href)"), 1):
        page.goto(rows)
        document = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", document)) == pages
    sizes = {tuple(round(float(side)) for side in box.split()[2:]) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", document)}
    assert sizes == {(595, 842) if days == 1 else (842, 595)}, "with many parts it lies on its side"
    page.set_viewport_size({"width": 688 if days == 1 else 1016, "height": 900})
    page.emulate_media(media="print")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.evaluate("innerWidth")
    assert page.locator(".attend .qr svg").is_visible() and not page.locator(".crumbs").is_visible()
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
    listed = held_training(page, "Годишна среща за обучение", "4.2.2026", "5.2.2026")
    page.goto(listed + "/attendance")
    page.fill("#list", "Мария Иванова Примерова; учител; ж; МОН; 1, 2\nИван Петров Примеров; съдия; м; ; 1")
    page.locator("main form.act-form button").last.click()
    page.wait_for_url("**?done=attended")
    yield page, *("/activities/" + one.split("/activities/")[1] for one in (address, listed))
    page.context.close()


def press_store(page, _):
    page.fill("#list", "Мария; учител; да\nИван Петров; магьосник")
    page.locator("main form.act-form button").last.click()


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
    "listed": ("{listed}", None, 200),
    "listed-change": ("{listed}/change", None, 200),
    "attendance": ("{listed}/attendance", None, 200),
    "attendance-wrong": ("{listed}/attendance", press_store, 422),
    "sheet": ("{listed}/attendance/sheet", None, 200),
    "import": ("/activities/import", None, 200),
    "imports": ("/activities/imports", None, 200),
    "calendar": ("/activities/calendar", None, 200),
    "map": ("/activities/map", None, 200),
    "materials": ("/activities/materials", None, 200),
    "events": ("/events", None, 200),
}


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("name", SIGHTS)
def test_sight_of_acts_is_whole_and_has_no_barriers(desk, name, language):
    page, address, listed = desk
    path, act, status = SIGHTS[name]
    page.complaints.clear()
    page.set_viewport_size(dict(zip(("width", "height"), WINDOWS["wide"])))
    answer = page.goto(in_language(path.format(address=address, id=address.rsplit("/", 1)[1], listed=listed), language))
    if act:
        with page.expect_response(lambda one: one.request.method == "POST") as sent:
            act(page, language)
        answer = sent.value
    assert answer.status == status
    page.wait_for_load_state()
    look_everywhere(page, language, "Годишна среща")
