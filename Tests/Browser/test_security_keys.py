"""Security keys in a real browser, with an authenticator that has no device."""

import pytest
from playwright.sync_api import expect

from conftest import opened
from staff import sign_in
from visits import barriers, fits


def plugged(page, verified=True):
    """Plugs a key in, which is touched at once; what pulls it out again."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": verified, "automaticPresenceSimulation": True}
    key = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return session, key


def credentials(session, key):
    return session.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]


@pytest.mark.parametrize("width", [1440, 390])
def test_a_key_is_added_signs_in_alone_and_confirms(new_staff_page, width):
    page = new_staff_page(width=width)
    session, key = plugged(page)
    sign_in(page, "publisher" if width == 390 else "reporter")
    page.locator("main a[href='/account/keys']").click()
    assert barriers(page) == [] and fits(page)
    expect(page.locator("[data-keyless]")).to_be_hidden()
    page.fill("#key-name", "на ключодържателя")
    page.get_by_role("button", name="Добави ключ").click()
    page.wait_for_url("**/account/keys?done=key-added")
    expect(page.locator("main table")).to_contain_text("на ключодържателя")
    assert barriers(page) == [] and fits(page)
    assert len(credentials(session, key)) == 1
    page.locator(".who button").click()
    page.wait_for_url("**/session/ended?left=1")

    page.goto("/sign-in?next=%2Faccount%2Frecovery")
    assert barriers(page) == [] and fits(page)
    page.get_by_role("button", name="Влез с ключ").click()
    page.wait_for_url("**/account/recovery")
    # The key confirms in the place of a code.
    assert barriers(page) == [] and fits(page)
    page.get_by_role("button", name="Потвърди с ключ").click()
    expect(page.locator("#code")).to_have_value("Потвърдено с ключ")
    page.locator("main form button.btn:not(.quiet)").click()
    assert page.locator(".codes li").count() == 10
    assert page.complaints == []


def test_without_a_finger_or_a_key_nothing_opens(new_staff_page):
    page = new_staff_page()
    session, key = plugged(page)
    sign_in(page, "auditor")
    page.goto("/account/keys")
    page.get_by_role("button", name="Добави ключ").click()
    page.wait_for_url("**/account/keys?done=key-added")
    page.locator(".who button").click()
    page.wait_for_url("**/session/ended?left=1")
    page.goto("/sign-in")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.get_by_role("button", name="Влез с ключ").click()
    expect(page.get_by_text("Ключът не отговори. Опитайте отново.")).to_be_visible()
    assert barriers(page) == []
    # A key that the house has forgotten is refused as a wrong password is.
    session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    page.goto("/sign-in")
    page.get_by_role("button", name="Влез с ключ").click()
    page.wait_for_url("**/account")
    page.goto("/account/keys")
    page.get_by_role("button", name="Махни").click()
    page.wait_for_url("**/account/keys?done=key-removed")
    page.locator(".who button").click()
    page.wait_for_url("**/session/ended?left=1")
    page.goto("/sign-in")
    page.get_by_role("button", name="Влез с ключ").click()
    expect(page.locator(".errors")).to_contain_text("ключът не са верни")
    assert [one for one in page.complaints if "status of 422" not in one] == []


def test_without_script_the_page_says_what_keys_need(browser, staffed):
    page = opened(browser, staffed, java_script_enabled=False)
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="Влез с ключ")).to_be_hidden()
    sign_in(page, "validator")
    page.goto("/account/keys")
    expect(page.locator("[data-keyless]")).to_contain_text("само с JavaScript")
    expect(page.locator("main form")).to_be_hidden()
    page.context.close()
