"""Every plan at hand as Word and Excel files, made once."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("ZAKRILA_BIN") or ROOT / ".build/debug/zakrila").absolute()
DEMO = [ROOT / "Demo/programa-2024.tsv", ROOT / "Demo/plan-migratsia-2024.tsv"]
SEEDS = ROOT.parent / "shared/seeds"


def published(number):
    found = sorted(SEEDS.glob(f"{number}_*")) if SEEDS.is_dir() else []
    return found[0] if found else None


SOURCES = {path.name: path for path in DEMO} | {number: published(number) for number in ("000", "001", "003")}


@dataclass
class Made:
    """A plan, the folder of its files, and what its JSON says."""

    slug: str
    folder: Path
    plan: dict

    @property
    def word(self):
        return self.folder / f"{self.slug}.docx"

    def excel(self, language):
        return self.folder / f"{self.slug}-{language}.xlsx"


def zakrila(folder, *arguments, language="bg"):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZAKRILA_")} | {"ZAKRILA_LANGUAGE": language}
    return subprocess.run([BINARY, *arguments], cwd=folder, env=environment, check=True, capture_output=True).stdout


@pytest.fixture(scope="session", params=list(SOURCES))
def plans(request, tmp_path_factory):
    source = SOURCES[request.param]
    if source is None:
        pytest.skip("../shared/seeds is missing: the published documents are not part of the project")
    folder = tmp_path_factory.mktemp("office")
    zakrila(folder, "import", source)
    made = []
    for one in json.loads(zakrila(folder, "plans", "--json")):
        plan = json.loads(zakrila(folder, "export", one["id"]))
        files = Made(plan["slug"], folder, plan)
        zakrila(folder, "export", one["id"], "--format", "docx", "--output", files.word)
        for language in ("bg", "en"):
            files.excel(language).write_bytes(zakrila(folder, "export", one["id"], "--format", "xlsx", language=language))
        made.append(files)
    assert made
    return made
