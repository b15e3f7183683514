"""Open data: files that other programs can read."""

import csv
import io
import json
import re
import zipfile

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from support import PLANS, PROGRAMME, in_language


@pytest.fixture(scope="module")
def schema(server):
    answer = server.ask("/schemas/plan.schema.json")
    assert answer.status == 200
    return json.loads(answer.text)


def events(text):
    """The events of a calendar, lines unfolded."""
    lines = re.sub("\r\n[ \t]", "", text).split("\r\n")
    found = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line and not line.startswith("END:"):
            name, value = line.split(":", 1)
            found[-1][name.split(";")[0]] = value
    return found


@pytest.mark.parametrize("plan", PLANS)
def test_page_of_open_data_leads_to_every_file(page, plan):
    page.goto("/data")
    links = page.locator("main a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    wanted = [f"/plans/{plan}{ending}" for ending in (".json", ".csv", ".ics", ".docx", ".xlsx")] + ["/schemas/plan.schema.json"]
    assert [link for link in wanted if link not in links] == []


def test_schema_describes_something(schema):
    assert schema != {}, "the published schema is empty"
    validator_for(schema, default=Draft202012Validator).check_schema(schema)


@pytest.mark.parametrize("path", [f"/plans/{plan}.json" for plan in PLANS] + [f"/plans/{PROGRAMME}.json?section=2", f"/plans/{PROGRAMME}/measures/II.1.2.json"])
def test_json_keeps_to_the_published_schema(server, schema, path):
    if schema == {}:
        pytest.skip("the published schema is empty")
    plan = json.loads(server.ask(path).text)
    validator = validator_for(schema, default=Draft202012Validator)(schema)
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(plan)] == []


@pytest.mark.parametrize("plan", PLANS)
def test_json_of_a_measure_is_that_measure(server, plan):
    whole = json.loads(server.ask(f"/plans/{plan}.json").text)
    first = whole["measures"][0]
    one = json.loads(server.ask(f"/plans/{plan}/measures/{first['code']}.json").text)
    assert one["measures"] == [first]


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("plan", PLANS)
def test_csv_has_a_row_for_every_measure(server, plan, language):
    answer = server.ask(in_language(f"/plans/{plan}.csv", language))
    assert answer.body.startswith(b"\xef\xbb\xbf"), "spreadsheets need the mark of UTF-8"
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline=""), strict=True))
    measures = json.loads(server.ask(f"/plans/{plan}.json").text)["measures"]
    assert [row[0] for row in rows[1:]] == [one["code"] for one in measures]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(set(rows[0])) == len(rows[0])


@pytest.mark.parametrize("plan", PLANS)
def test_cells_of_csv_are_no_formulas(server, plan):
    rows = csv.reader(io.StringIO(server.ask(f"/plans/{plan}.csv").body.decode("utf-8-sig"), newline=""))
    assert [cell for row in rows for cell in row if re.match(r"[=+@\t\r]|-[^\s\d]", cell)] == []


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("ending, part", [("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml")])
def test_files_of_an_office_are_whole_containers_and_the_same_each_time(server, plan, ending, part):
    first = server.ask(f"/plans/{plan}.{ending}")
    with zipfile.ZipFile(io.BytesIO(first.body)) as archive:
        assert archive.testzip() is None
        assert part in archive.namelist()
    assert server.ask(f"/plans/{plan}.{ending}?q=").body == first.body


@pytest.mark.parametrize("plan", PLANS)
def test_calendar_is_made_as_the_standard_says(server, plan):
    body = server.ask(f"/plans/{plan}.ics").body
    assert body.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") and body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")
    assert [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line] == []
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    assert body.count(b"BEGIN:VEVENT") == body.count(b"END:VEVENT") == len(events(body.decode())) > 0
    assert {frozenset(("UID", "DTSTAMP", "DTSTART", "SUMMARY")) - set(one) for one in events(body.decode())} == {frozenset()}


@pytest.mark.parametrize("plan", PLANS)
def test_calendar_has_every_deadline_of_the_plan(server, plan):
    found = events(server.ask(f"/plans/{plan}.ics").text)
    assert len({one["UID"] for one in found}) == len(found)
    measures = json.loads(server.ask(f"/plans/{plan}.json").text)["measures"]
    due = sorted(
        (one["code"], period["to"].replace("-", ""))
        for one in measures
        if one["deadline"] and one["deadline"]["kind"] in ("date", "month", "range")
        for period in one["deadline"]["periods"]
    )
    assert sorted((one["SUMMARY"].split()[0], one["DTSTART"]) for one in found) == due


@pytest.mark.parametrize("language", ["bg", "en"])
def test_calendar_leads_back_to_the_measures(server, language):
    found = events(server.ask(in_language(f"/plans/{PROGRAMME}.ics", language)).text)
    begin = server.origin + in_language(f"/plans/{PROGRAMME}/measures/", language)
    assert [one["URL"] for one in found if not one["URL"].startswith(begin)] == []
    assert server.ask(found[0]["URL"][len(server.origin):]).status == 200
