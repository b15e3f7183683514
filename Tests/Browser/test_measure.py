"""A measure: every value leads to its cell in the document, and measures lead to each other."""

import pytest

from support import MIGRATION, PLANS, PROGRAMME, Connection, in_language

MEASURES = [(PROGRAMME, "I.1.1"), (PROGRAMME, "II.1.2"), (PROGRAMME, "IV.1.1"), (MIGRATION, "I.1.1")]


def measures(server, plan):
    rows = server.ask(f"/plans/{plan}").html.all("th", name="code", scope="row")
    return [row.text.strip() for row in rows]


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("position", [0, 20, -1])
def test_every_value_leads_to_the_highlighted_cell(page, server, plan, position):
    code = measures(server, plan)[position]
    page.goto(f"/plans/{plan}/measures/{code}")
    links = page.locator("a.src").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    assert len(set(links)) >= 4
    for link in sorted(set(links)):
        page.goto(link)
        said = page.locator("blockquote.said").inner_text().strip()
        assert said
        cell = page.locator(".cells .hit")
        assert cell.count() == 1
        assert cell.locator("dd").inner_text().strip() == said
        colours = page.evaluate(
            "[...document.querySelectorAll('.cells > div')].map((one) => [one.matches('.hit'), getComputedStyle(one).backgroundColor])"
        )
        assert {colour for hit, colour in colours if hit}.isdisjoint({colour for hit, colour in colours if not hit})
        assert page.locator(f"main a[href='/plans/{plan}/measures/{code}']").count() >= 1


@pytest.mark.parametrize("plan", PLANS)
def test_next_and_previous_lead_through_the_whole_plan(server, plan):
    codes = measures(server, plan)
    assert len(codes) > 70
    with Connection(server) as connection:
        for direction, order in [("next", codes), ("prev", codes[::-1])]:
            path = f"/plans/{plan}/measures/{order[0]}"
            seen = []
            while path and len(seen) <= len(order):
                seen.append(path.rsplit("/", 1)[1])
                links = connection.ask(path).html.all("a", rel=direction)
                path = links[0].get("href") if links else None
            assert seen == order


@pytest.mark.parametrize("language", ["bg", "en"])
def test_reader_can_walk_to_the_next_measure_and_back(page, language):
    first = in_language(f"/plans/{PROGRAMME}/measures/II.1.2", language)
    page.goto(first)
    heading = page.locator("h1").inner_text()
    page.locator(".pager [rel=next]").click()
    page.wait_for_url("**/measures/II.1.3")
    assert page.locator("h1").inner_text() != heading
    page.locator(".pager [rel=prev]").click()
    page.wait_for_url("**/measures/II.1.2")
    assert page.locator("h1").inner_text() == heading


def test_measure_says_what_the_list_says(page, server):
    page.goto(f"/plans/{PROGRAMME}")
    row = page.locator("table.measures tbody tr:not(.group)").nth(4)
    code, title = row.locator("th").inner_text(), row.locator("td").first.inner_text()
    row.locator("th a").click()
    page.wait_for_url(f"**/measures/{code}")
    assert page.locator("h1").inner_text() == title
    assert code in page.title()


@pytest.mark.parametrize("path", [f"/plans/{PROGRAMME}/measures/IX.9.9", f"/plans/{PROGRAMME}/source/99.1.1", f"/plans/{PROGRAMME}/source/x", "/plans/nothing", "/institutions/nothing"])
@pytest.mark.parametrize("language", ["bg", "en"])
def test_what_is_not_there_is_said_to_be_missing(server, path, language):
    answer = server.ask(in_language(path, language))
    assert answer.status == 404
    assert answer.html.all("html")[0].get("lang") == language
