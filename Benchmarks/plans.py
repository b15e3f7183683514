#!/usr/bin/env python3
"""Writes a corpus of made-up plans as tab-separated text, in the wide form of Demo/programa-2024.tsv.

usage: plans.py FOLDER [PLANS] [MEASURES]      (100 plans of 100 measures unless told otherwise)

Every cell is put together from cells of the demo plan, so that words, institutions, amounts and deadlines occur as often as there.
The same arguments always give the same files.
"""

import random
import re
import sys
from pathlib import Path

DEMO = Path(__file__).resolve().parent.parent / "Demo" / "programa-2024.tsv"
SEED = 20240318
FIRST_YEAR = 2021
SECTIONS = 5
GOALS = 4
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]

# What the plans are about; with the years they make a title, and with it a plan, of each file.
SUBJECTS = [
    "превенция на трафика", "закрила на децата", "обучение на специалисти", "законна миграция", "убежище и подкрепа на бежанци",
    "здравни медиатори", "правна помощ на пострадалите", "социални услуги в общността", "данни, проучвания и анализи",
    "сътрудничество с други държави", "кампании сред младежите", "трудова експлоатация", "консулска помощ на граждани",
    "реинтеграция на жертвите", "защита на свидетели", "безопасни пространства за жени", "училищна превенция",
    "разследване и наказване на трафика", "кризисни центрове и приюти", "телефонни линии за сигнали",
]


class Demo:
    """The rows of the demo plan, by column, and what stands around them."""

    def __init__(self, path):
        lines = path.read_text(encoding="utf-8").split("\n")
        self.heading = next(line for line in lines if line.startswith("№\t"))
        width = self.heading.count("\t") + 1
        self.rows = [line.split("\t") for line in lines if line.count("\t") + 1 == width and line != self.heading]
        self.sections = [line.split(" ", 2)[2] for line in lines if line.startswith("РАЗДЕЛ ")]
        start = next((n for n, line in enumerate(lines) if line.startswith("СПИСЪК")), len(lines))
        self.abbreviations = [line for line in lines[start:] if line]


def lowered(text):
    """With a small first letter, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def dated(text, year):
    """With the years of the demo plan moved to those of this one."""
    return re.sub(r"\b20(22|23|24|25)\b", lambda found: str(year + int(found[0]) - 2024), text)


def measure(demo, rng, number, goals, year):
    """One row: each group of cells that belong together comes from another row of the demo plan."""
    title, result, money, term, counted, people = (rng.choice(demo.rows) for _ in range(6))
    name = title[3]
    if rng.random() < 0.6:
        name += ": " + lowered(re.split(r"[;:.]", rng.choice(demo.rows)[6])[0])
    cells = [number, *goals, name, money[4], term[5], result[6], counted[7], counted[8], people[9], people[10]]
    return "\t".join([cells[0]] + [dated(cell, year) for cell in cells[1:]])


def plan(demo, rng, subject, year, measures):
    lines = [f"Национална програма за {subject}, {year} г.", ""]
    for section in range(SECTIONS):
        lines += [f"РАЗДЕЛ {ROMAN[section]} {rng.choice(demo.sections)}", "", demo.heading]
        count = measures // SECTIONS + (section < measures % SECTIONS)
        for position in range(count):
            goal, place = divmod(position, max(1, -(-count // GOALS)))
            if place == 0:
                row = rng.choice(demo.rows)
                goals = [row[1], f"{goal + 1}. " + re.sub(r"^\d+\.\s*", "", row[2])]
            lines.append(measure(demo, rng, f"{goal + 1}.{place + 1}", goals, year))
        lines.append("")
    return "\n".join(lines + demo.abbreviations) + "\n"


def write(folder, plans=100, measures=100):
    """Writes the files and returns their paths."""
    demo = Demo(DEMO)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(plans):
        rng = random.Random(SEED + number)
        subject, year = SUBJECTS[number % len(SUBJECTS)], FIRST_YEAR + number // len(SUBJECTS)
        path = folder / f"plan-{number + 1:03}.tsv"
        path.write_text(plan(demo, rng, subject, year, measures), encoding="utf-8")
        paths.append(path)
    return paths


def queries(count):
    """Different searches, as people type: one word, two words, beginnings of words."""
    rng = random.Random(SEED)
    rows = Demo(DEMO).rows
    found = {}
    while len(found) < count:
        row = rng.choice(rows)
        words = [word for cell in (row[3], row[6], row[2]) for word in re.findall(r"[^\W\d_]{4,}", cell)]
        query = " ".join(rng.sample(words, min(len(words), rng.choice([1, 2, 2]))))
        if rng.random() < 0.2:
            query = query[: max(4, len(query) - 2)]
        found[query.strip().lower()] = None
    return list(found)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    made = write(sys.argv[1], *map(int, sys.argv[2:4]))
    print(f"{len(made)} plans in {sys.argv[1]}")
