"""Signals: one taken by the keyboard alone, and every page in both languages, on a desk and on phones, in light and in dark."""

import re

import pytest
from playwright.sync_api import expect

from support import in_language
from visits import WINDOWS, look_everywhere, reach

pytestmark = pytest.mark.xdist_group("signals")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_signal_is_taken_by_keyboard(staff, script):
    page = staff("hotline-operator", java_script_enabled=script)
    press, type_ = page.keyboard.press, page.keyboard.type
    page.goto("/signals")
    reach(page, "main a[href='/signals/new']")
    press("Enter")
    page.wait_for_url("**/signals/new")
    # A call about nothing: a key, a key, and the next one is waiting.
    reach(page, "input[name=kind]")
    for _ in range(3):
        press("ArrowDown")
    expect(page.locator("#danger")).to_be_hidden()
    press("Enter")
    page.wait_for_url("**/signals/new?done=*")
    expect(page.locator("main [role=status]")).to_contain_text("Може да приемете следващото обаждане")

    reach(page, "input[name=kind]")
    press("Space")
    expect(page.locator("#told")).to_be_hidden()
    reach(page, "input[name=danger]")
    press("Space")
    expect(page.locator("#told")).to_be_visible()
    press("Enter")
    expect(page.locator(".errors")).to_contain_text("кого уведомихте")
    reach(page, ".errors a")
    press("Enter")
    reach(page, "input[name=told]")
    press("Space")
    reach(page, "#district")
    # Elsewhere than in the other of the two runs: nothing alike was reported.
    for _ in range(3 if script else 5):
        press("ArrowDown")
    assert page.input_value("#district")
    reach(page, "input[name=form]")
    press("Space")
    reach(page, "#count-women")
    type_("1")
    reach(page, "#note")
    type_("Бележка в браузъра")
    expect(page.locator("#phone")).to_be_hidden()
    reach(page, "input[name=keep-caller]")
    press("Space")
    reach(page, "#phone")
    type_("0888 123 456")
    press("Enter")
    page.wait_for_url("**?done=added")
    expect(page.locator("h1")).to_have_text(re.compile("^С-"))
    expect(page.locator("main")).to_contain_text("Опасност в момента")
    assert "Бележка в браузъра" not in page.content() and "0888" not in page.content()

    reach(page, "form[action$='/unmask'] button")
    press("Enter")
    expect(page.locator("main")).to_contain_text("Бележка в браузъра")
    reach(page, "input[name=outcome]")
    press("Space")
    expect(page.locator("#institution")).to_be_visible()
    press("ArrowDown")
    expect(page.locator("#institution")).to_be_hidden()
    press("Enter")
    page.wait_for_url("**?done=decided")
    expect(page.locator("main .badge").first).to_contain_text("Не е трафик")
    assert [one for one in page.complaints if "status of 422" not in one] == []
    page.context.close()


def take(page, language="bg"):
    page.goto(in_language("/signals/new", language))
    page.check("input[name=kind][value=signal]")
    page.check("input[name=danger][value=now]")
    page.check("input[name=told][value=nobody]")
    page.check("input[name=child][value=yes]")
    for form in ("sexual", "criminal-activities"):
        page.check(f"input[name=form][value={form}]")
    page.select_option("#district", "BG-13")
    page.fill("#count-girls", "2")
    page.fill("#note", "Да се провери")
    page.locator("main form button").last.click()
    return page


@pytest.fixture(scope="module")
def desk(staff):
    page = take(staff("hotline-operator"))
    page.wait_for_url("**?done=added")
    yield page, page.url.split("?")[0]
    page.context.close()


SIGHTS = {
    "today": ("/today", None, 200),
    "today-others": ("/today?waiting=others", None, 200),
    "list": ("/signals?state=all", None, 200),
    "list-empty": ("/signals?form=organs", None, 200),
    "list-wrong": ("/signals?from=вчера", None, 422),
    "new": ("/signals/new", None, 200),
    "new-wrong": ("/signals/new", lambda page, _: page.locator("main form button").last.click(), 422),
    "new-alike": ("/signals/new", take, 200),
    "signal": ("{address}", None, 200),
    "shown": ("{address}", lambda page, _: page.locator("form[action$='/unmask'] button").click(), 200),
    "undecided": ("{address}", lambda page, _: page.locator("form[action$='/decide'] button").click(), 422),
    "change": ("{address}/change", None, 200),
}


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("name", SIGHTS)
def test_sight_is_whole_and_has_no_barriers(desk, name, language):
    page, address = desk
    path, act, status = SIGHTS[name]
    page.complaints.clear()
    page.set_viewport_size(dict(zip(("width", "height"), WINDOWS["wide"])))
    path = path.format(address="/signals/" + address.split("/signals/")[1])
    answer = page.goto(in_language(path, language))
    if act:
        with page.expect_response(lambda one: one.request.method == "POST") as sent:
            act(page, language)
        answer = sent.value
    assert answer.status == status
    page.wait_for_load_state()
    look_everywhere(page, language, "Да се провери")
