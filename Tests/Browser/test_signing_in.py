"""Coming and going: sign-in, activation, the end of a session."""

import re

import pytest
from playwright.sync_api import Error, expect

from conftest import opened
from staff import ROLES, add_record, add_user, code, secret, sign_in
from support import CHROMIUM
from visits import barriers, fits

PASSWORD = "верижка облак тринайсет жираф"


@pytest.mark.parametrize("role", ROLES)
def test_each_invented_user_signs_in_and_leaves(new_staff_page, role):
    page = new_staff_page()
    sign_in(page, role)
    assert page.locator(".who").is_visible()
    page.locator(".who button").click()
    page.wait_for_url("**/session/ended?left=1")
    assert page.context.cookies() == []
    page.goto("/account")
    assert "/sign-in?next=" in page.url
    assert page.complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("width", [1440, 390])
def test_an_account_is_opened_with_a_code(staff, new_staff_page, script, width):
    login = f"nova.{width}.{'a' if script else 'b'}"
    second, sheet = add_user(staff, login)
    second.context.close()
    page = new_staff_page(java_script_enabled=script, width=width)
    page.goto("/sign-in")
    page.locator("main a[href='/activate']").click()
    page.fill("#login", login)
    page.fill("#code", sheet)
    page.fill("#new-password", "кратка")
    page.locator("main form button").click()
    expect(page.locator("#new-password")).to_have_attribute("aria-invalid", "true")
    page.fill("#code", sheet.lower())
    page.fill("#new-password", PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/enrol")
    box = page.locator(".qr svg").bounding_box()
    assert 150 < box["width"] <= width and abs(box["width"] - box["height"]) < 1
    if script:
        assert barriers(page) == [] and fits(page)
    page.fill("#code", code(secret(page)))
    page.locator("main form button").click()
    assert page.locator(".codes li").count() == 10
    if script:
        assert barriers(page) == [] and fits(page)
    page.locator("main a.btn").click()
    page.wait_for_url("**/account")
    assert page.locator("h1").inner_text() == "Нова Колежка"
    # The browser reports the status of the form that was sent back; nothing else may be there.
    assert [one for one in page.complaints if "status of 422" not in one] == []


def test_what_is_handed_over_prints_on_one_sheet(staff):
    page, shown = add_user(staff, "nova.sheet")
    assert barriers(page) == []
    page.emulate_media(media="print")
    assert page.locator("code.secret").inner_text() == shown and page.locator("code.secret").is_visible()
    for selector in [".who", ".nav", ".demo a", "main .btn", ".foot section"]:
        assert page.locator(selector).locator("visible=true").count() == 0, selector
    document = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", document)) == 1
    page.context.close()


def test_keyboard_alone_signs_in(new_staff_page):
    page = new_staff_page()
    page.goto("/demo")
    row = page.locator("tr", has=page.locator("code:text-is('publisher')"))
    password = row.locator("code").nth(1).inner_text()
    row.get_by_role("button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#code")
    digits = page.input_value("#code")
    page.goto("/sign-in")
    page.locator("#main").focus()
    for text in ["publisher", password, digits]:
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account")
    page.locator(".skip").focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.who form') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/session/ended?left=1")


def test_password_managers_find_their_fields(new_staff_page, staff):
    page = new_staff_page()
    wanted = {
        "/sign-in": {"login": "username", "password": "current-password", "code": "one-time-code"},
        "/activate": {"login": "username", "code": "off", "new-password": "new-password"},
    }
    signed = staff("analyst")
    own = {"/account/password": {"password": "current-password", "new-password": "new-password", "code": "one-time-code"}}
    for window, pages in [(page, wanted), (signed, own)]:
        for path, fields in pages.items():
            window.goto(path)
            for name, autocomplete in fields.items():
                field = window.locator(f"[name={name}]")
                assert field.get_attribute("autocomplete") == autocomplete, (path, name)
                field.evaluate("one => one.onpaste")
                assert field.evaluate("one => one.type") == ("password" if "password" in name else "text")
    assert signed.locator("input[autocomplete=username]").input_value() == "analyst"
    signed.context.close()


def test_a_wrong_answer_is_read_out_first(new_staff_page):
    page = new_staff_page()
    page.goto("/sign-in")
    page.fill("#login", "nobody.here")
    page.fill("#password", "не е тази парола никак")
    page.locator("main form button").click()
    assert page.evaluate("document.activeElement.className") == "errors"
    assert page.input_value("#login") == "nobody.here" and page.input_value("#password") == ""
    assert barriers(page) == []


def back(page):
    """A page that comes from memory is not loaded, so that there is no such event to wait for; that of a sent form comes not at all."""
    try:
        page.go_back(wait_until="commit", timeout=1000)
    except Error:
        pass
    page.wait_for_timeout(300)


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_after_leaving_the_back_button_shows_nothing(playwright_with_memory, staffed, script):
    page = opened(playwright_with_memory, staffed, java_script_enabled=script)
    if script:
        # Pages for everybody do come from memory, or this test would show nothing.
        page.goto("/about")
        page.evaluate("addEventListener('pageshow', (event) => { window.kept = event.persisted; })")
        page.goto("/data")
        back(page)
        assert page.evaluate("window.kept")
    sign_in(page, "validator" if script else "clerk")
    page.goto("/account/password")
    name = page.locator(".who a").inner_text()
    page.goto("/account")
    page.locator(".who button").click()
    page.wait_for_url("**/session/ended?left=1")
    for _ in range(4):
        back(page)
        assert name not in page.content(), page.url
        assert page.locator(".who").count() == 0, page.url
    page.context.close()


@pytest.mark.parametrize("way", ["from the names", "from another page"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_after_leaving_the_back_button_shows_no_name_that_was_unmasked(playwright_with_memory, staffed, script, way):
    page = opened(playwright_with_memory, staffed, java_script_enabled=script)
    sign_in(page, "case-worker")
    address = add_record(page, given_name="Незабравка", phone="0888123456")
    user = page.locator(".who a").inner_text()
    for _ in range(2):
        # Once more, so that there are pages with her name before and after one another.
        page.goto(address)
        page.locator("form[action$='/unmask'] button").click()
        expect(page.locator("main .dl").first).to_contain_text("Незабравка")
        assert "0888" in page.locator("main").inner_text()
    page.goto(address + "/change")
    assert "Незабравка" not in page.content()
    if way == "from the names":
        page.goto(address)
        page.locator("form[action$='/unmask'] button").click()
        expect(page.locator("main .dl").first).to_contain_text("Незабравка")
    page.locator(".who button").click()
    page.wait_for_url("**/session/ended?left=1")
    for _ in range(8):
        back(page)
        for secret_ in ("Незабравка", "0888", user):
            assert secret_ not in page.content(), page.url
        assert page.locator(".who").count() == 0, page.url
    page.context.close()


@pytest.fixture(scope="module")
def playwright_with_memory(browser):
    """A browser that keeps pages for its Back button, as people's browsers do."""
    browser = browser.browser_type.launch(
        executable_path=CHROMIUM, args=["--no-sandbox"], ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


def test_a_session_warns_before_it_ends_and_what_was_written_comes_back(new_staff_page):
    page = new_staff_page()
    page.clock.install()
    sign_in(page, "administrator")
    page.goto("/staff/new")
    dialog = page.locator("#ending")
    page.clock.fast_forward(12 * 60 * 1000)
    assert not dialog.is_visible()
    page.fill("#name", "Недописана Примерова")
    page.fill("#post", "експерт „&“")
    page.check("input[value=reporter]")
    page.clock.fast_forward(60 * 1000)
    expect(dialog).to_be_visible()
    assert barriers(page) == []
    assert re.fullmatch("[01]:[0-5][0-9]", page.locator("[data-left]").inner_text())
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    page.clock.fast_forward(13 * 60 * 1000)
    expect(dialog).to_be_visible()
    page.locator("[data-stay-button]").click()
    expect(dialog).not_to_be_visible()
    page.clock.fast_forward(15 * 60 * 1000)
    page.wait_for_url("**/session/ended")
    assert page.context.cookies() == []
    assert page.complaints == []

    sign_in(page, "administrator")
    page.locator("a[href='/staff/new']").click()
    assert page.input_value("#name") == "Недописана Примерова" and page.input_value("#post") == "експерт „&“"
    assert page.is_checked("input[value=reporter]")
    assert page.locator(".note.kept").is_visible() and barriers(page) == []
    page.locator(".note.kept button").click()
    page.wait_for_url("**/staff/new")
    assert page.input_value("#name") == "" and page.locator(".note.kept").count() == 0


def test_a_window_that_is_used_keeps_the_others_open(new_staff_page):
    first = new_staff_page()
    sign_in(first, "auditor")
    second = first.context.new_page()
    for page in (first, second):
        page.clock.install()
        page.goto("/account")
    first.clock.fast_forward(13 * 60 * 1000)
    expect(first.locator("#ending")).to_be_visible()
    second.goto("/account/password")
    expect(first.locator("#ending")).not_to_be_visible()
