#!/usr/bin/env python3
"""Writes small Word and Excel files into a folder, for the fuzzer to begin with: FOLDER

A wide table and cards, each packed with and without compression: mark-up that is not compressed can be changed in place.
"""
import pathlib
import sys
import zipfile
from xml.sax.saxutils import escape

TITLE = "Национална програма за 2016 г."
WIDE = [
    ["Дейности", "Бюджет", "Срок", "Очаквани резултати", "Текущи стойности", "Целеви стойности", "Водеща институция", "Партньори"],
    ["1.1 Обучение", "10 000 лв. от НКБТХ", "май 2016 г.", "обучени служители", "обучени – 0", "обучени – 60", "МВР", "МОН, ИОМ"],
    ["1.2 Наръчник", "не се изисква", "постоянен", "", "", "наръчник – 1 брой", "НКБТХ", "общини"],
]
CARDS = [
    ["ОПЕРАТИВНА ЦЕЛ 1. Знания"],
    ["Дейност 1.1", "Обучение"], ["Отговорна институция:", "МВР"], ["Срок", "май 2016 г."], ["Финансиране", "10 000 лв."],
    ["Индикатори", "обучени – 60"], ["Дейност 2. Наръчник"], ["Срок", "постоянен"], ["Базова стойност", "0"], ["Целева стойност", "1"],
]
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def relationships(links):
    return f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'


def word(rows):
    def paragraph(text):
        return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"

    width = max(map(len, rows))
    lines = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="{width if len(row) == 1 else 1}"/></w:tcPr>{paragraph(cell)}</w:tc>' for cell in row
        )
        + "</w:tr>"
        for row in rows
    )
    return {
        "_rels/.rels": relationships(f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{paragraph(TITLE)}<w:tbl>{lines}</w:tbl></w:body></w:document>',
    }


def workbook(rows):
    lines = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for column, cell in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate([[TITLE], *rows], start=1)
    )
    return {
        "_rels/.rels": relationships(f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets><sheet name="1" sheetId="1" r:id="s1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            f'<Relationship Id="s1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{lines}</sheetData></worksheet>',
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("wide", WIDE), ("cards", CARDS)):
        (folder / f"{name}.tsv").write_text("\n".join([TITLE, *("\t".join(row) for row in rows)]), encoding="utf-8")
        for ending, parts in (("docx", word(rows)), ("xlsx", workbook(rows))):
            for packing, method in (("plain", zipfile.ZIP_STORED), ("packed", zipfile.ZIP_DEFLATED)):
                with zipfile.ZipFile(folder / f"{name}-{packing}.{ending}", "w", method) as archive:
                    for part, text in parts.items():
                        archive.writestr(part, text)


if __name__ == "__main__":
    main()
