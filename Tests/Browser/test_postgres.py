"""PostgreSQL under the site shows what SQLite shows."""

import json
import os
import re
import subprocess
import uuid

import pytest

from support import PLANS, PROGRAMME, Server, imported, in_language, search
from visits import KINDS

URL = os.environ.get("ZAKRILA_TEST_POSTGRES")
pytestmark = [
    pytest.mark.xdist_group("postgres"),
    pytest.mark.skipif(not URL, reason="ZAKRILA_TEST_POSTGRES names no database"),
]


def sql(text):
    subprocess.run(["psql", URL, "-qX", "-v", "ON_ERROR_STOP=1", "-c", text], check=True, capture_output=True)


@pytest.fixture(scope="module")
def postgres():
    schema = "browser_" + uuid.uuid4().hex[:12]
    sql(f"CREATE SCHEMA {schema}")
    try:
        location = URL + ("&" if "?" in URL else "?") + f"options=-csearch_path%3D{schema}"
        imported(location)
        with Server(location) as server:
            yield server
            assert server.stop() == 0, server.output()
    finally:
        sql(f"DROP SCHEMA {schema} CASCADE")


PATHS = sorted(set(KINDS.values()) | {search(word) for word in ("обучение", "obuchenie", "МТСП", "II.1.2", "' OR 1=1", "%_")} | {f"/plans/{plan}.csv" for plan in PLANS})


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_answer_is_that_of_sqlite(server, postgres, path, language):
    address = in_language(path, language)
    ours, theirs = server.ask(address), postgres.ask(address)
    assert theirs.status == ours.status
    assert theirs.text == ours.text


@pytest.mark.parametrize("plan", PLANS)
def test_data_are_those_of_sqlite(server, postgres, plan):
    identifier = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    ours, theirs = [json.loads(re.sub(identifier, "id", one.ask(f"/plans/{plan}.json").text)) for one in (server, postgres)]
    for one in (ours, theirs):
        one.pop("importedAt", None)
    assert theirs == ours


def test_page_is_read_in_the_browser(postgres, new_page):
    page = new_page()
    page.goto(postgres.origin + f"/plans/{PROGRAMME}")
    page.locator("form.filters [name=section]").select_option("2")
    page.locator("form.filters button").click()
    page.wait_for_url("**section=2**")
    assert page.locator("table.measures tbody tr:not(.group)").count() > 0
    assert page.complaints == []
