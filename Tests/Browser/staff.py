"""Signing in as people do."""

import base64
import hashlib
import hmac
import re
import struct
import time

ROLES = [
    "coordinator", "local-secretary", "reporter", "validator", "hotline-operator", "case-worker", "supervisor", "identifying-officer",
    "child-protection-worker", "shelter-manager", "clerk", "analyst", "publisher", "data-protection-officer", "auditor", "administrator",
]


def sign_in(page, role, language="bg"):
    """From the list of invented users, as a visitor of the demonstration does."""
    page.goto("/en/demo" if language == "en" else "/demo")
    page.locator("tr", has=page.locator(f"code:text-is('{role}')")).get_by_role("button").click()
    page.locator("main form button").click()
    page.wait_for_url("**/account")


def code(secret, at=None):
    """The six digits that an app shows (RFC 6238)."""
    step = int(at or time.time()) // 30
    mac = hmac.new(base64.b32decode(secret.replace(" ", "")), struct.pack(">Q", step), hashlib.sha1).digest()
    number = struct.unpack(">I", mac[mac[19] & 15 : (mac[19] & 15) + 4])[0] & 0x7FFFFFFF
    return f"{number % 1000000:06}"


def secret(page):
    return re.sub(r"\s+", " ", page.locator("code.secret").inner_text())


def add_user(staff, login, role="analyst", name="Нова Колежка"):
    """As an administrator, with a second person who gives the code; her window, with the sheet to be handed over, and the code."""
    page = staff("administrator")
    page.goto("/staff/new")
    page.fill("#name", name)
    page.fill("#login", login)
    page.fill("#post", "главен експерт")
    page.check(f"input[value={role}]")
    page.locator("main form button.btn").click()
    page.wait_for_url("**?done=asked")
    page.context.close()
    # Signed in just now: an older session would be asked for a code first.
    second = staff.open_window()
    sign_in(second, "coordinator")
    second.goto("/staff/codes")
    asked = second.locator("section.asked", has=second.locator(f"code:text-is('{login}')"))
    asked.locator("button[value=give]").click()
    return second, second.locator("code.secret").inner_text()


def add_record(page, **fields):
    """Opens a record through the pages, as a case worker; its address."""
    page.goto("/persons/search")
    page.fill("#name", "Никоя Такава")
    page.locator("main form button").first.click()
    page.check("input[name=age-group][value=adult]")
    page.check("input[name=sex][value=female]")
    for name, value in fields.items():
        page.fill("#" + name.replace("_", "-"), value)
    page.locator("form[action$='/persons/new'] button.btn").click()
    page.wait_for_url("**?done=added")
    return page.url.split("?")[0].replace(page.url.split("/persons")[0], "")


def refer(page, record, place):
    """Sends a person on to an organisation, because of a danger, as a case worker; the address of the referral."""
    page.goto(record + "/referrals/new")
    page.select_option("#receiver", label=place)
    page.check("input[name=purpose][value=protection]")
    page.check("input[name=standing][value=citizen]")
    page.locator("main form.sheet button.btn").first.click()
    page.check("input[name=group][value=identity]")
    page.check("input[name=group][value=contact]")
    page.locator("main form.sheet button.btn").first.click()
    page.check("input[name=ground][value=danger]")
    page.check("input[name=danger][value=threat]")
    page.locator("main form.sheet button.btn").first.click()
    page.locator("main form.sheet button.btn").first.click()
    page.wait_for_url("**?done=sent")
    return "/referrals/" + page.url.split("/referrals/")[1].split("?")[0]


def take_up(page, referral):
    page.goto(referral)
    page.locator("button[value=accept]").click()
    page.wait_for_url("**?done=accepted")


def answer_every_question(page):
    """Answers each question of an assessment of risk and needs: of the risks nothing is known, and some of everything is needed."""
    for question in page.locator("form.questions fieldset").all():
        name = question.locator("input").first.get_attribute("name")
        if name.startswith("risk-"):
            question.locator("input[value=unknown]").check()
        elif name.startswith("need-"):
            question.locator("input[value=some]").check()


# Acts on persons ask for the code again five minutes after it was given.
FRESH = 120


class Staff:
    """Signed-in windows of each role, in a session whose code was given some moments ago."""

    def __init__(self, open_window):
        self.open_window = open_window
        self.sessions = {}

    def __call__(self, role, **options):
        page = self.open_window(storage_state=self.session(role), **options)
        page.role = role
        return page

    def session(self, role):
        state, since = self.sessions.get(role, (None, -FRESH))
        if time.monotonic() - since >= FRESH:
            page = self.open_window()
            sign_in(page, role)
            state = page.context.storage_state()
            self.sessions[role] = (state, time.monotonic())
            page.context.close()
        return state

    def renew(self, page):
        """For a window that stays open through many tests."""
        page.context.add_cookies(self.session(page.role)["cookies"])
