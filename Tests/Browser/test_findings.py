"""Findings: an editor goes through what the check found, with and without script, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from support import MIGRATION, PROGRAMME, in_language
from visits import look_everywhere

pytestmark = pytest.mark.xdist_group("findings")
PAGE = f"/plans/{PROGRAMME}/findings"


def number(page, name):
    """How many findings stand under a heading at the top."""
    return int(page.locator(".facts > div", has=page.get_by_role("link", name=name, exact=True)).locator("dd").inner_text().split()[0])


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_an_editor_accepts_a_finding_and_opens_it_again(staff, script):
    page = staff("coordinator", java_script_enabled=script, width=1440 if script else 390)
    page.goto(f"/plans/{PROGRAMME}")
    page.locator(".tabs").get_by_role("link", name="Находки").click()
    page.wait_for_url("**" + PAGE)
    open_before, accepted_before = number(page, "Грешки"), number(page, "Приети")
    page.get_by_role("link", name="Грешки", exact=True).click()
    page.wait_for_url("**weight=error")
    assert page.locator(".findings .badge").all_inner_texts() == ["Грешка"] * open_before
    # Without a reason it stays open, and says so where it was sent.
    finding = page.locator(".findings > li", has_text="Срокът излиза").first
    quote = finding.locator("blockquote").inner_text()
    finding.locator("summary").click()
    finding.get_by_role("button", name="Приеми с тази причина").click()
    expect(page.locator(".errors")).to_contain_text("Напишете причина")
    page.locator(".errors a").click()
    expect(page.locator("textarea[aria-invalid=true]")).to_be_visible()
    page.locator("textarea[aria-invalid=true]").fill("Пренесен срок от предишната програма")
    page.locator("details[open]").get_by_role("button", name="Приеми с тази причина").click()
    page.wait_for_url("**done=accepted**")
    assert (number(page, "Грешки"), number(page, "Приети")) == (open_before - 1, accepted_before + 1)
    assert "weight=error" in page.url, "whoever goes through the errors goes on with them"
    page.get_by_role("link", name="Приети", exact=True).click()
    accepted = page.locator(".findings > li", has_text="Пренесен срок")
    expect(accepted).to_contain_text(quote)
    expect(accepted).to_contain_text("от НКБТХ.")
    accepted.get_by_role("button", name="Отвори отново").click()
    page.wait_for_url("**done=reopened**")
    page.goto(PAGE)
    assert (number(page, "Грешки"), number(page, "Приети")) == (open_before, accepted_before)
    assert [one for one in page.complaints if "status of 422" not in one] == []
    page.context.close()


def test_a_finding_leads_to_its_cell_and_its_measure(staff):
    page = staff("validator")
    page.goto(PAGE + "?rule=deadlineOutsidePlan&measure=II.4.2")
    finding = page.locator(".findings > li")
    quote = finding.locator("blockquote").inner_text()
    finding.get_by_role("link", name=re.compile("^Таблица")).click()
    expect(page.locator("blockquote.said")).to_contain_text(quote)
    page.go_back()
    page.locator(".part h2").get_by_role("link", name="II.4.2").click()
    expect(page.locator("#findings + .findings")).to_contain_text("Срокът излиза извън годините на плана.")
    page.get_by_role("link", name="Всички находки на мярката").click()
    page.wait_for_url("**measure=II.4.2")
    assert page.locator("main form[method=post]").count() == 0, "only editors accept"
    assert page.complaints == []
    page.context.close()


def test_findings_are_published_with_a_confirmation_and_hidden_again(staff, new_staff_page):
    editor, visitor = staff("publisher"), new_staff_page()
    path = f"/plans/{MIGRATION}/findings"
    assert visitor.goto(path).status == 404
    editor.goto(path)
    editor.get_by_text("Публикуване на находките").click()
    editor.get_by_role("button", name="Направи публични").click()
    expect(editor.locator(".errors")).to_contain_text("Отбележете")
    editor.locator("[name=sure]").check()
    editor.get_by_role("button", name="Направи публични").click()
    editor.wait_for_url("**done=published")
    visitor.wait_for_timeout(1500)
    assert visitor.goto(path).status == 200
    expect(visitor.locator("main")).not_to_contain_text("Приемане без поправка")
    editor.get_by_text("Скриване на находките").click()
    editor.get_by_role("button", name="Скрий находките").click()
    editor.wait_for_url("**done=hidden")
    visitor.wait_for_timeout(1500)
    assert visitor.goto(path).status == 404
    editor.context.close()


@pytest.mark.parametrize("language", ["bg", "en"])
def test_the_page_has_no_barriers(staff, language):
    page = staff("coordinator")
    for path in [PAGE, PAGE + "?state=accepted", PAGE + "?measure=nothing"]:
        page.goto(in_language(path, language))
        look_everywhere(page, language)
    assert page.complaints == []
    page.context.close()
