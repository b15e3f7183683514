"""Consents and referrals: sent and accepted with and without script, and every page in both languages, on a desk and on phones."""

import re

import pytest
from playwright.sync_api import expect

from staff import add_record
from support import in_language
from visits import WINDOWS, look_everywhere

pytestmark = pytest.mark.xdist_group("referrals")

SHELTER = "Приют „Образец“ (измислен)"


def record(page):
    return add_record(page, given_name="Незабравка")


def agree(page, person, purpose="shelter"):
    """Writes down a consent; its address."""
    page.goto(person + "/consents/new")
    page.check(f"input[name=purpose][value={purpose}]")
    page.get_by_label(SHELTER).check()
    page.check("input[name=fact][value=age-group]")
    page.check("input[name=group][value=identity]")
    page.check("input[name=form][value=signed]")
    page.locator("main form.sheet button.btn").first.click()
    page.wait_for_url("**?done=given")
    return page.url.split("?")[0]


def go_on(page):
    page.locator("main form.sheet button.btn").first.click()


def fill(page, person, purpose="shelter"):
    """The first two steps; leaves the page at the third."""
    page.goto(person + "/referrals/new")
    page.select_option("#receiver", label=SHELTER)
    page.check(f"input[name=purpose][value={purpose}]")
    page.check("input[name=standing][value=citizen]")
    go_on(page)
    expect(page.locator("main [aria-current=step]")).to_have_text(re.compile("Какво се споделя|What is shared"))
    page.check("input[name=fact][value=age-group]")
    page.check("input[name=group][value=identity]")
    page.fill("#letter", "Има нужда от легло за две нощи")
    page.fill("#meeting", "Ще я доведе Ива до входа")
    go_on(page)


def send(page, person, purpose="shelter"):
    """A whole referral; its address."""
    fill(page, person, purpose)
    go_on(page)
    go_on(page)
    page.wait_for_url("**?done=sent")
    return page.url.split("?")[0]


def cut(page):
    return [one.inner_text() for one in page.locator(".disclosure").all()]


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_person_is_sent_on_and_taken_in(staff, script, width):
    options = {"java_script_enabled": script, "width": width}
    page, shelter = staff("case-worker", **options), staff("shelter-manager", **options)
    person = record(page)
    page.goto(person + "/referrals/new")
    go_on(page)
    expect(page.locator(".errors")).to_contain_text("Изберете организация")
    consent = agree(page, person)
    fill(page, person)
    expect(page.locator("main [aria-current=step]")).to_have_text("Основание и преглед")
    expect(page.locator("input[name=ground][value=consent]")).to_be_checked()
    before, after = cut(page)
    assert "Ще я доведе" not in before and "Ще я доведе" in after
    # Back and on again: nothing of the answers is lost.
    page.locator("main form.sheet button[value=what]").click()
    assert page.input_value("#letter") == "Има нужда от легло за две нощи" and page.is_checked("input[name=group][value=identity]")
    go_on(page)
    go_on(page)
    expect(page.locator("main [aria-current=step]")).to_have_text("Изпращане")
    go_on(page)
    page.wait_for_url("**?done=sent")
    referral = "/referrals/" + page.url.split("/referrals/")[1].split("?")[0]

    shelter.goto("/today")
    shelter.locator(f"a[href^='{referral}']").first.click()
    assert cut(shelter) == [before]
    shelter.get_by_role("button", name="Приеми").click()
    shelter.wait_for_url("**?done=accepted")
    assert cut(shelter) == [after]
    shelter.get_by_role("button", name="Покажи запечатаното").click()
    expect(shelter.locator(".disclosure")).to_contain_text("Незабравка")
    assert "Незабравка" not in shelter.title() and "Незабравка" not in shelter.url
    shelter.goto(referral)
    shelter.get_by_role("button", name="Лицето пристигна").click()
    shelter.wait_for_url("**?done=arrived")

    page.goto(consent)
    page.check("input[name=way][value=told]")
    page.get_by_role("button", name="Запиши оттеглянето").click()
    page.wait_for_url("**?done=withdrawn")
    assert shelter.goto(referral).status == 404
    shelter.goto("/today")
    shelter.get_by_role("link", name=re.compile("^Потвърди")).first.click()
    shelter.check("input[name=answer][value=kept]")
    expect(shelter.locator("#law")).to_be_visible()
    shelter.check("input[name=answer][value=deleted]")
    expect(shelter.locator("#law")).to_be_hidden()
    shelter.get_by_role("button", name="Изпрати потвърждението").click()
    shelter.wait_for_url("**?done=answered")
    page.goto(referral)
    expect(page.locator("main")).to_contain_text("Данните са изтрити")
    page.context.close()
    shelter.context.close()


@pytest.fixture(scope="module")
def desk(staff):
    """A record with a consent, a referral that waits and one that is taken in, and the two who look at them."""
    page, shelter = staff("case-worker"), staff("shelter-manager")
    person = record(page)
    paths = {"person": person, "consent": agree(page, person).split("/", 3)[3]}
    waiting, taken = send(page, person), send(page, person)
    shelter.goto(taken)
    shelter.get_by_role("button", name="Приеми").click()
    shelter.wait_for_url("**?done=accepted")
    paths |= {"waiting": waiting.split("/", 3)[3], "taken": taken.split("/", 3)[3]}
    yield page, shelter, {name: path if path.startswith("/") else "/" + path for name, path in paths.items()}
    page.context.close()
    shelter.context.close()


def to_ground(page, paths, language):
    fill(page, in_language(paths["person"], language))


def choose_danger(page, paths, language):
    to_ground(page, paths, language)
    page.check("input[name=ground][value=danger]")


# Who looks, at what, and what she does there; 422 where something is missing.
SIGHTS = {
    "sharing": (0, "{person}/referrals", None),
    "consent-new": (0, "{person}/consents/new", None),
    "consent-wrong": (0, "{person}/consents/new", lambda page, *_: go_on(page)),
    "consent": (0, "{consent}", None),
    "sheet": (0, "{consent}", lambda page, *_: page.locator("form[action$='/print'] button").click()),
    "blank": (0, "/consents/blank", None),
    "who": (0, "{person}/referrals/new", None),
    "who-wrong": (0, "{person}/referrals/new", lambda page, *_: go_on(page)),
    "ground": (0, "{person}", to_ground),
    "danger": (0, "{person}", choose_danger),
    "sent": (0, "{waiting}", None),
    "list-sent": (0, "/referrals?side=sent&all=1", None),
    "received": (1, "{waiting}", None),
    "taken": (1, "{taken}", None),
    "shown": (1, "{taken}", lambda page, *_: page.locator("form[action$='/unmask'] button").click()),
    "list-received": (1, "/referrals", None),
}


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("name", SIGHTS)
def test_sight_is_whole_and_has_no_barriers(staff, desk, name, language):
    who, path, act = SIGHTS[name]
    page, paths = desk[who], desk[2]
    staff.renew(page)
    page.set_viewport_size(dict(zip(("width", "height"), WINDOWS["wide"])))
    page.goto(in_language(path.format(**paths), language))
    if act:
        act(page, paths, language)
        page.wait_for_load_state()
    assert (page.locator(".errors").count() > 0) == name.endswith("-wrong")
    look_everywhere(page, language, "Незабравка", "легло за две нощи")
