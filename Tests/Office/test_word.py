"""Plans as Word files: valid, readable by other programs, in the layout of the published ones."""

import shutil
import subprocess
import zipfile
from collections import Counter

import docx
import pytest

from support import OFFICE, SCHEMAS, W, converted, faults_by_schema, faults_by_validator, part, words


def texts(plan):
    """What the author of a plan wrote, by measure."""
    for measure in plan["measures"]:
        yield measure["title"]
        yield measure["expectedResults"] or ""
        yield (measure["deadline"] or {}).get("text") or ""
        yield from (line["source"]["text"] for line in measure["budget"])
        yield from (actor["source"]["text"] for actor in measure["leads"] + measure["partners"])


def test_validator_finds_nothing(plans):
    assert {made.slug: faults_by_validator(made.word) for made in plans} == {made.slug: [] for made in plans}


@pytest.mark.skipif(not SCHEMAS, reason="ZAKRILA_OOXML_SCHEMAS names no folder with the schemas of ISO/IEC 29500")
def test_schemas_of_the_standard_find_nothing(plans):
    parts = {
        "word/document.xml": "wml.xsd", "word/styles.xml": "wml.xsd", "word/settings.xml": "wml.xsd", "word/footer1.xml": "wml.xsd",
        "docProps/app.xml": "shared-documentPropertiesExtended.xsd",
        "[Content_Types].xml": "opc-xsd/opc-contentTypes.xsd", "_rels/.rels": "opc-xsd/opc-relationships.xsd",
        "word/_rels/document.xml.rels": "opc-xsd/opc-relationships.xsd",
    }
    assert [faults_by_schema(made.word, parts) for made in plans] == [[] for _ in plans]


def test_python_docx_reads_every_measure(plans):
    for made in plans:
        document = docx.Document(made.word)
        shown = words(" ".join(p.text for p in document.paragraphs) + " " + " ".join(
            cell.text for table in document.tables for row in table.rows for cell in row.cells))
        missing = Counter({word: 1 for text in texts(made.plan) for word in words(text)}) - Counter(shown)
        assert not missing, made.slug
        assert made.plan["title"].split()[0] in " ".join(p.text for p in document.paragraphs if p.style.name == "Title")


def test_page_lies_and_headings_come_again(plans):
    for made in plans:
        document = docx.Document(made.word)
        section = document.sections[0]
        assert section.page_width > section.page_height
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
        body = part(made.word, "word/document.xml")
        tables = [table for table in body.iter(W + "tbl") if table.find(f"{W}tblPr/{W}tblStyle").get(W + "val") == "Plan"]
        assert tables
        for table in tables:
            rows = table.findall(W + "tr")
            heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
            assert heads[0] and heads == sorted(heads, reverse=True)
            assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
            assert sum(int(column.get(W + "w")) for column in table.iter(W + "gridCol")) == 15398


def test_rows_are_as_wide_as_their_table(plans):
    for made in plans:
        for table in part(made.word, "word/document.xml").iter(W + "tbl"):
            columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
            for row in table.findall(W + "tr"):
                spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(W + "tc")]
                assert sum(1 if span is None else int(span.get(W + "val")) for span in spans) == columns


def test_goals_are_merged_downwards(plans):
    for made in plans:
        restarts = [merge for merge in part(made.word, "word/document.xml").iter(W + "vMerge") if merge.get(W + "val") == "restart"]
        goals = [measure["strategicGoal"] for measure in made.plan["measures"]]
        if any(one and one == other for one, other in zip(goals, goals[1:])):
            assert restarts, made.slug


def test_nobody_is_named_and_the_language_is(plans):
    for made in plans:
        properties = docx.Document(made.word).core_properties
        assert (properties.title, properties.language) == (made.plan["title"], "bg-BG")
        assert (properties.author, properties.last_modified_by) == ("", "")
        assert part(made.word, "word/styles.xml").find(f".//{W}lang").get(W + "val") == "bg-BG"


def test_parts_have_no_times_of_a_machine(plans):
    for made in plans:
        with zipfile.ZipFile(made.word) as archive:
            assert archive.testzip() is None
            assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert archive.namelist()[0] == "[Content_Types].xml"


def test_abbreviations_stand_at_the_end(plans):
    for made in plans:
        wanted = [(one["short"], one["full"]) for one in made.plan["abbreviations"]]
        tables = docx.Document(made.word).tables
        if wanted:
            assert [tuple(cell.text for cell in row.cells) for row in tables[-1].rows] == wanted


@pytest.mark.skipif(not OFFICE or not shutil.which("pdftotext"), reason="LibreOffice or pdftotext is not installed")
def test_libreoffice_shows_every_word_whole(plans, tmp_path):
    for made in plans:
        pdf = converted(made.word, tmp_path, "pdf")
        text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
        assert "стр. 1 от " in text
        shown = set(words(text))
        wanted = {word for one in texts(made.plan) for word in words(one)}
        assert wanted - shown == set(), made.slug
