"""The whole story of one person, on both engines, with and without script: who sees what at each moment, and that nothing of her leaks."""

import os
import subprocess
import uuid

import pytest

from conftest import opened
from story import FAMILY, NAME, PHONE, ROLES, STREET, Story, this_year
from support import Server, populated
from visits import LOOK, barriers

URL = os.environ.get("ZAKRILA_TEST_POSTGRES")
pytestmark = pytest.mark.xdist_group("story")

# Who may open what after each step, in the order of ROLES: the line, the worker, her head, the police, the shelter, the commission.
SEEN = {
    "a_call_is_taken": {"signal": "x....."},
    "the_call_is_passed_on": {"signal": "xxx..."},
    "a_case_is_opened": {"signal": "xxx...", "person": ".xx...", "case": ".xx..."},
    "she_is_identified_informally": {"person": ".xx...", "case": ".xx..."},
    "the_police_are_asked": {"person": ".xx...", "case": ".xx...", "police": ".xxx.."},
    "the_police_identify_her_formally": {"person": ".xxx..", "case": ".xxx..", "police": ".xxx.."},
    "risk_needs_and_a_plan": {"person": ".xxx..", "case": ".xxx.."},
    "a_shelter_is_asked": {"person": ".xxx..", "police": ".xxx..", "shelter": ".xx.x."},
    "the_shelter_takes_her_in": {"person": ".xxxx.", "case": ".xxxx.", "police": ".xxx..", "shelter": ".xx.x."},
    "one_consent_is_withdrawn": {"person": ".xx.x.", "case": ".xx.x.", "police": ".xx...", "shelter": ".xx.x."},
    "the_police_confirm_that_nothing_is_kept": {"person": ".xx.x.", "police": ".xx..."},
    "the_case_is_closed": {"signal": "xxx...", "person": ".xx.x.", "case": ".xx.x.", "police": ".xx...", "shelter": ".xx.x."},
    "the_plan_counts_itself": {"measure": "xxxxxx"},
}


def sql(text):
    subprocess.run(["psql", URL, "-qX", "-v", "ON_ERROR_STOP=1", "-c", text], check=True, capture_output=True)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.skipif(not URL, reason="ZAKRILA_TEST_POSTGRES names no database"))])
def installation(request, tmp_path):
    """A server of its own on each engine, with the programme of this year."""
    database, schema = None, "story_" + uuid.uuid4().hex[:12]
    if request.param == "postgres":
        sql(f"CREATE SCHEMA {schema}")
        database = URL + ("&" if "?" in URL else "?") + f"options=-csearch_path%3D{schema}"
    try:
        database = populated(tmp_path, database)
        this_year(tmp_path, database)
        with Server(database, development=False, folder=tmp_path) as server:
            yield server
            assert server.stop() == 0, server.output()
    finally:
        if request.param == "postgres":
            sql(f"DROP SCHEMA {schema} CASCADE")


def sights(story):
    """What each of them gets from each address."""
    return {
        place: "".join("x" if story[role].request.get(address).status == 200 else "." for role in ROLES)
        for place, address in story.places.items()
    }


@pytest.mark.parametrize("script, width", [(True, 1440), (False, 390)], ids=["script", "plain-phone"])
def test_one_person_is_helped_end_to_end(browser, installation, script, width):
    story = Story(lambda **options: opened(browser, installation, **options), java_script_enabled=script, width=width)
    for step in Story.STEPS:
        step(story)
        seen, expected = sights(story), SEEN[step.__name__]
        assert {place: seen[place] for place in expected} == expected, step.__name__
    # The address of the shelter is the shelter's: its others see the district.
    for role in ("case-worker", "supervisor"):
        text = story[role].request.get(story.places["person"]).text()
        assert STREET not in text and SHELTER_DISTRICT in text, role
    # What counts itself stands beside what is reported.
    keeper = story["coordinator"]
    counted = [one.inner_text().split()[0] for one in keeper.locator("td[data-label='Стойност']").all()]
    assert [counted[0], counted[1], counted[3]] == ["1", "1", "1"]
    if script:
        for role in ROLES:
            assert barriers(story[role]) == [], role
    for role in ROLES:
        page = story[role]
        assert not any(secret in page.title() + page.url for secret in (NAME, FAMILY, PHONE, STREET)), role
        assert page.evaluate(LOOK)["width"] <= width if script else True
    story.close()
    log = installation.output()
    assert not any(secret in log for secret in (NAME, FAMILY, PHONE, "0888123456", STREET))


SHELTER_DISTRICT = "Пазарджик"
