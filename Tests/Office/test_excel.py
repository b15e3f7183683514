"""Plans as Excel files: typed cells, the same rows as the file with commas."""

import datetime
import zipfile

import openpyxl
import pytest

from support import OFFICE, SCHEMAS, converted, faults_by_schema, faults_by_validator

# Commas, quotes, UTF-8: LibreOffice's own way to name a format.
UTF8 = "csv:Text - txt - csv (StarCalc):44,34,76"
SHEETS = {"bg": ["Мерки", "Индикатори", "Бюджет"], "en": ["Measures", "Indicators", "Budget"]}


def books(plans):
    for made in plans:
        for language in SHEETS:
            yield made, language, openpyxl.load_workbook(made.excel(language))


def column(sheet, heading):
    """The values of a column below its heading."""
    place = [cell.value for cell in sheet[1]].index(heading)
    return [row[place].value for row in sheet.iter_rows(min_row=2)]


def test_validator_finds_nothing(plans):
    for made in plans:
        assert faults_by_validator(made.excel("bg")) == [], made.slug


@pytest.mark.skipif(not SCHEMAS, reason="ZAKRILA_OOXML_SCHEMAS names no folder with the schemas of ISO/IEC 29500")
def test_schemas_of_the_standard_find_nothing(plans):
    parts = {f"xl/worksheets/sheet{number}.xml": "sml.xsd" for number in (1, 2, 3)}
    parts |= {"xl/workbook.xml": "sml.xsd", "xl/styles.xml": "sml.xsd", "xl/sharedStrings.xml": "sml.xsd"}
    assert [faults_by_schema(made.excel("bg"), parts) for made in plans] == [[] for _ in plans]


def test_sheets_are_named_in_the_reader_s_language(plans):
    for _, language, book in books(plans):
        assert book.sheetnames == SHEETS[language]


def test_a_row_for_each_measure_and_each_indicator(plans):
    for made, language, book in books(plans):
        codes = [measure["code"] for measure in made.plan["measures"]]
        code = {"bg": "Код", "en": "Code"}[language]
        assert column(book.worksheets[0], code) == codes
        assert column(book.worksheets[1], code) == [one["code"] for one in made.plan["measures"] for _ in one["indicators"]]
        assert column(book.worksheets[2], code) == [one["code"] for one in made.plan["measures"] for _ in one["budget"]]


def test_values_have_their_types(plans):
    for made, _, book in books(plans):
        if book.sheetnames != SHEETS["bg"]:
            continue
        measures, indicators, budget = book.worksheets
        targets = [one["target"] for measure in made.plan["measures"] for one in measure["indicators"]]
        assert column(indicators, "Целева стойност") == targets
        amounts = [one["amount"] for measure in made.plan["measures"] for one in measure["budget"]]
        assert column(budget, "Сума") == amounts
        due = [(measure["deadline"] or {}).get("dueOn") for measure in made.plan["measures"]]
        assert column(measures, "Последен ден") == [datetime.datetime.fromisoformat(day) if day else None for day in due]


def test_nothing_is_a_formula(plans):
    for _, _, book in books(plans):
        for sheet in book.worksheets:
            assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n", "d"}


def test_sheets_are_made_for_reading_and_printing(plans):
    for _, _, book in books(plans):
        for sheet in book.worksheets:
            assert sheet.freeze_panes == "B2"
            assert sheet.auto_filter.ref.startswith("A1:")
            assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")
            assert sheet.page_setup.orientation == "landscape"
            assert sheet["A1"].alignment.wrap_text and sheet["A2"].alignment.wrap_text


def test_nobody_is_named(plans):
    for made, _, book in books(plans):
        assert book.properties.title == made.plan["title"]
        assert not book.properties.creator and not book.properties.lastModifiedBy


def test_parts_have_no_times_of_a_machine(plans):
    for made in plans:
        with zipfile.ZipFile(made.excel("bg")) as archive:
            assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(plans, tmp_path):
    for made in plans:
        csv = converted(made.excel("bg"), tmp_path, UTF8).read_text("utf-8")
        for measure in made.plan["measures"]:
            assert measure["title"].split()[0] in csv
