"""The command and the scripts as a person at a terminal sees them."""

import os
import pty
import re
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from support import BINARY, PROGRAMME, environment

ROOT = Path(__file__).resolve().parents[2]


def on_terminal(arguments):
    """Exit code and everything that a command writes on a terminal."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(arguments, stdin=follower, stdout=follower, stderr=follower, env=environment(ZAKRILA_LANGUAGE="bg"))
    os.close(follower)
    written = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    os.close(leader)
    return process.wait(), written.decode()


def plans(folder, count):
    """So many different plans that their import takes longer than a second."""
    text = (ROOT / "Demo/programa-2024.tsv").read_text()
    files = []
    for number in range(count):
        file = folder / f"plan-{number}.tsv"
        file.write_text(text.replace("2024 ГОДИНА", f"20{30 + number} ГОДИНА").replace("2024 г.", f"20{30 + number} г."))
        files.append(file)
    return files


def test_long_import_shows_how_far_it_is(tmp_path):
    files = plans(tmp_path, 24)
    status, written = on_terminal([BINARY, "import", *files, "--database", f"sqlite:{tmp_path / 'data.sqlite'}"])
    assert status == 0
    assert re.search("█+░* \\d+/24", written)
    assert "█" * 30 + " 24/24" in written


def test_progress_stays_out_of_files(tmp_path):
    command = [BINARY, "import", *plans(tmp_path, 24), "--database", f"sqlite:{tmp_path / 'data.sqlite'}"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(ZAKRILA_LANGUAGE="bg"))
    assert done.returncode == 0
    assert "█" not in done.stdout + done.stderr


class Script:
    """`scripts/serve` with the program that the tests were built with."""

    def __init__(self, database, port, *files):
        keys = database.parent / "keys"
        settings = environment(
            ZAKRILA_ROOT_KEY=str(keys / "root.key"), ZAKRILA_CHECKPOINT_KEY=str(keys / "checkpoint.key"), ZAKRILA_BUILD="debug", ZAKRILA_DATABASE=f"sqlite:{database}", PORT=str(port), ZAKRILA_LANGUAGE="bg")
        self.port = port
        self.process = subprocess.Popen(
            [ROOT / "scripts/serve", *files], cwd=database.parent, env=settings, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def home(self, path="/"):
        deadline = time.monotonic() + 300
        while True:
            try:
                with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=5) as answer:
                    return answer.read().decode()
            except OSError:
                assert self.process.poll() is None and time.monotonic() < deadline, self.end()
                time.sleep(0.2)

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=60)[0]


@pytest.mark.xdist_group("serve-script")
def test_serve_script_imports_the_demo_once_and_serves(tmp_path):
    database, port = tmp_path / "data.sqlite", 18391
    first = Script(database, port)
    assert first.home().count('href="/plans/') >= 2
    assert first.home("/demo").count("<code>") == 2 * 16
    # Its year was played: the programme counts all four indicators of the measure by itself.
    counted = re.findall(r'data-label="Стойност"[^>]*>(.*?)</td>', first.home(f"/plans/{PROGRAMME}/measures/IV.5.1"))
    assert [re.sub(r"\D", "", one) != "" for one in counted] == [True, True, True, True]
    said = first.end()
    assert "Изиграна е една година" in said
    assert "Importing the demo plans" in said and f"http://localhost:{port}/demo" in said
    assert first.process.returncode == 0
    again = Script(database, port)
    assert again.home().count('href="/plans/') >= 2
    said = again.end()
    assert "Importing" not in said and "Making" not in said and f"http://localhost:{port}/demo" in said
    # Both keys, and the list of the erased beside them, are nobody else's to read.
    assert [file.stat().st_mode & 0o777 for file in sorted((tmp_path / "keys").iterdir())] == [0o600] * 3


@pytest.mark.xdist_group("serve-script")
def test_serve_script_takes_plans_from_where_it_was_called(tmp_path):
    (tmp_path / "plan.tsv").write_bytes((ROOT / "Tests/Golden/exchanges/plan.tsv").read_bytes())
    script = Script(tmp_path / "data.sqlite", 18392, "plan.tsv")
    assert "/plans/ucheben-plan-primer-2026" in script.home()
    said = script.end()
    assert "Importing 1 file(s)" in said and "demo" not in said and "setup" in said
    assert not (tmp_path / "keys").exists()
    # Nor does it make users beside them later, when it is called without a file.
    later = Script(tmp_path / "data.sqlite", 18392)
    later.home()
    assert "setup" in later.end() and not (tmp_path / "keys").exists()
