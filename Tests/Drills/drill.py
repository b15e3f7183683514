"""What the drills share: databases of either engine, the writer, and the look at what it left. Python's standard library only."""

import os
import sqlite3
import subprocess
import uuid
from pathlib import Path

BIN = Path(os.environ.get("ZAKRILA_BIN_FOLDER", Path(__file__).parents[2] / ".build" / "debug"))
SERVER = os.environ.get("ZAKRILA_TEST_POSTGRES", "")

# In one statement, so that both halves are of one moment.
HALVES = "SELECT 'row ' || id FROM drill_rows UNION ALL SELECT 'entry ' || object FROM ledger_entries WHERE act = 'drill.write'"


class SQLite:
    name = "sqlite"

    def __init__(self, folder):
        self.path = Path(folder) / "drill.sqlite"
        self.location = f"sqlite:{self.path}"

    def query(self, statement):
        database = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            return [row[0] for row in database.execute(statement)]
        finally:
            database.close()

    def remove(self):
        pass


class Postgres:
    """In a schema of its own."""

    name = "postgres"

    def __init__(self, _folder):
        self.schema = "drill_" + uuid.uuid4().hex
        self.psql(SERVER, f"CREATE SCHEMA {self.schema}")
        self.location = SERVER + ("&" if "?" in SERVER else "?") + f"options=-csearch_path%3D{self.schema}"

    def psql(self, url, statement):
        command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", statement]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()

    def query(self, statement):
        return self.psql(self.location, statement)

    def remove(self):
        # What a killed writer began may still be under way on the server.
        self.psql(SERVER, f"SET client_min_messages = error; DROP SCHEMA {self.schema} CASCADE")


def start(database, *arguments, **options):
    return subprocess.Popen([BIN / "LedgerWriter", database.location, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **options)


def written(line):
    """The identifier in a line of the writer, if it tells of a row and is whole."""
    return line[8:-1].decode() if line.startswith(b"written ") and line.endswith(b"\n") else None


def verify(database):
    """What `zakrila verify` says against the ledger; nothing when it is whole."""
    command = [BIN / "zakrila", "verify", "--language", "en", "--database", database.location]
    done = subprocess.run(command, capture_output=True, text=True)
    return "" if done.returncode == 0 else f"zakrila verify: {done.returncode}, {done.stderr.strip()}"


def look(database, acknowledged):
    """Everything that is wrong with what the writer left."""
    halves = database.query(HALVES)
    rows = {half[4:] for half in halves if half.startswith("row ")}
    entries = {half[6:] for half in halves if half.startswith("entry ")}
    faults = []
    if lost := acknowledged - rows:
        faults.append(f"{len(lost)} acknowledged rows are lost")
    if lost := acknowledged - entries:
        faults.append(f"{len(lost)} entries of acknowledged rows are lost")
    if rows != entries:
        faults.append(f"{len(rows - entries)} rows without an entry, {len(entries - rows)} entries without a row")
    if len(rows) + len(entries) != len(halves):
        faults.append("an entry stands there twice")
    if fault := verify(database):
        faults.append(fault)
    return faults
