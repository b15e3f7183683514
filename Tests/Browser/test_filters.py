"""Choosing measures of a plan: what is shown, what is counted and what is downloaded agree."""

import csv
import io
import json
import re

import pytest

from support import MIGRATION, PLANS, PROGRAMME

CHOICES = {
    "section": {"section": "2"},
    "institution": {"institution": "МТСП"},
    "month": {"month": "2024-12"},
    "no-date": {"month": "continuous"},
    "word": {"q": "обучение"},
    "latin-word": {"q": "obuchenie"},
    "all-four": {"section": "3", "institution": "НКБТХ", "month": "2024-12", "q": "обучение"},
}
ROWS = "table.measures tbody tr:not(.group)"


def codes(page):
    return page.locator(f"{ROWS} th").all_inner_texts()


def choose(page, choice):
    for name, value in choice.items():
        control = page.locator(f"form.filters [name={name}]")
        if name == "q":
            control.fill(value)
        else:
            control.select_option(value)
    with page.expect_navigation():
        page.locator("form.filters button").click()


def said(page):
    return [int(one) for one in re.findall(r"\d+", page.locator(".shown [role=status]").inner_text())[:2]]


def download(page, kind):
    href = page.locator(".shown .downloads a", has_text=kind).get_attribute("href")
    answer = page.request.get(href)
    assert answer.status == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    return answer.body().decode("utf-8-sig")


def rows(page):
    return list(csv.DictReader(io.StringIO(download(page, "CSV"), newline="")))


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES.keys())
def test_choice_narrows_what_is_shown_counted_and_downloaded(page, plan, choice):
    page.goto(f"/plans/{plan}")
    all_codes = codes(page)
    assert said(page) == [len(all_codes), len(all_codes)]
    choose(page, choice)
    shown = codes(page)
    assert len(shown) < len(all_codes)
    assert [code for code in all_codes if code in shown] == shown
    assert said(page) == [len(shown), len(all_codes)]
    assert [row["Код"] for row in rows(page)] == shown
    assert [one["code"] for one in json.loads(download(page, "JSON"))["measures"]] == shown
    for name, value in choice.items():
        assert page.locator(f"form.filters [name={name}]").input_value() == value


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES.keys())
def test_choice_finds_something(page, choice):
    page.goto(f"/plans/{PROGRAMME}")
    choose(page, choice)
    assert codes(page)


@pytest.mark.parametrize("plan", PLANS)
def test_section_shows_that_section_only(page, plan):
    page.goto(f"/plans/{plan}")
    name = page.locator("form.filters [name=section] option").nth(2).inner_text()
    choose(page, {"section": "2"})
    headings = page.locator("section.part h2").all_inner_texts()
    assert len(headings) == 1 and headings[0].startswith(name)
    assert {row["Раздел №"] for row in rows(page)} == {name.split(".")[0]}


@pytest.mark.parametrize("plan", PLANS)
def test_institution_takes_part_in_every_measure_shown(page, plan):
    page.goto(f"/plans/{plan}")
    choose(page, {"institution": "МТСП"})
    measures = json.loads(download(page, "JSON"))["measures"]
    assert measures
    assert [one["code"] for one in measures if "МТСП" not in {actor["code"] for actor in one["leads"] + one["partners"]}] == []


@pytest.mark.parametrize("plan", PLANS)
def test_month_is_that_of_the_last_day(page, plan):
    page.goto(f"/plans/{plan}")
    choose(page, {"month": "2024-12"})
    days = [row["Последен ден"] for row in rows(page)]
    assert days and all(day.startswith("2024-12-") for day in days)


@pytest.mark.parametrize("plan", PLANS)
def test_months_together_hold_every_measure_once(page, plan):
    page.goto(f"/plans/{plan}")
    months = page.locator("form.filters [name=month] option").evaluate_all("all => all.map((one) => one.value).filter(Boolean)")
    total = 0
    for month in months:
        page.goto(f"/plans/{plan}?month={month}")
        total += len(codes(page))
        assert codes(page)
    page.goto(f"/plans/{plan}")
    assert total == len(codes(page))


def test_spellings_of_a_word_choose_the_same(page):
    page.goto(f"/plans/{PROGRAMME}?q=обучение")
    cyrillic = codes(page)
    page.goto(f"/plans/{PROGRAMME}?q=obuchenie")
    assert codes(page) == cyrillic != []


def test_choice_of_nothing_shows_everything(page):
    page.goto(f"/plans/{MIGRATION}")
    everything = codes(page)
    choose(page, {})
    assert codes(page) == everything
    assert page.locator(".shown [role=status] a").count() == 0


def test_empty_choice_offers_the_way_back(page):
    page.goto(f"/plans/{PROGRAMME}")
    everything = codes(page)
    choose(page, {"q": "щъркел"})
    assert codes(page) == [] and said(page) == [0, len(everything)]
    page.locator(".empty .acts a").click()
    assert codes(page) == everything


def test_choice_works_in_english(page):
    page.goto(f"/en/plans/{PROGRAMME}")
    everything = codes(page)
    choose(page, {"section": "3"})
    assert page.url.split("?")[0].endswith(f"/en/plans/{PROGRAMME}")
    assert said(page) == [len(codes(page)), len(everything)]
    assert [row["Code"] for row in rows(page)] == codes(page) != everything


def test_choice_survives_the_change_of_language(page):
    page.goto(f"/plans/{PROGRAMME}")
    choose(page, {"section": "3", "q": "обучение"})
    shown = codes(page)
    page.locator(".top .lang").click()
    page.wait_for_url("**/en/**")
    assert codes(page) == shown != []
