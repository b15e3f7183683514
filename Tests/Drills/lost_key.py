#!/usr/bin/env python3
"""Starts the server of a database full of records without its root key, with another one, and with a damaged one: it must refuse in one sentence
that names the file, and write nothing. With the right key everything is there again.

    Tests/Drills/lost_key.py
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import drill
import house
from support import BINARY, environment


def dump(database):
    with sqlite3.connect(f"file:{database.path}?mode=ro", uri=True) as connection:
        return list(connection.iterdump())


def refusal(command, folder, database, key):
    """Exit code and words of a command with a key; -1 where it would go on."""
    run = [BINARY, *command, "--database", database.location, "--root-key", key]
    try:
        done = subprocess.run(run, cwd=folder, env=environment(ZAKRILA_LANGUAGE="en"), capture_output=True, text=True, timeout=20)
        return done.returncode, (done.stdout + done.stderr).strip()
    except subprocess.TimeoutExpired:
        return -1, "it went on"


def test_without_its_own_key_a_full_database_is_not_served(folder):
    database = drill.SQLite(folder)
    database.path = folder / "zakrila.sqlite"
    database.location = house.populated(folder)
    with house.Server(database.location, development=False, folder=folder) as server:
        writers = house.Writers(server, ["case-worker"])
        if [writers.write(writers.visitors[0]) for _ in range(3)] != [303] * 3:
            return f"no writing: {writers.refused}"
        server.stop()
    other = folder / "other"
    other.mkdir()
    house.populated(other)
    damaged = folder / "damaged.key"
    damaged.write_bytes((folder / "keys" / "root.key").read_bytes()[:-9])
    damaged.chmod(0o600)
    open_ = folder / "open.key"
    open_.write_bytes((folder / "keys" / "root.key").read_bytes())
    open_.chmod(0o644)
    before = dump(database)
    keys = {"lost": folder / "nowhere.key", "foreign": other / "keys" / "root.key", "damaged": damaged, "readable by all": open_}
    for what, key in keys.items():
        # Setting up anew would make a second key beside a database that the first one sealed.
        for command in (["serve", "--port", "0"], ["setup", "--demo"]):
            code, words = refusal(command, folder, database, key)
            if code <= 0:
                return f"{command[0]} with a key that is {what} ended with {code}: {words}"
            if command[0] == "serve" and (str(key) not in words or len(words.splitlines()) > 2):
                return f"serve with a key that is {what} says: {words}"
        if dump(database) != before:
            return f"something was written with a key that is {what}"
    if os.path.exists(keys["lost"]):
        return "a new key was made beside a sealed database"
    with house.Server(database.location, development=False, folder=folder) as server:
        visitor = house.signed_in(server, "case-worker")
        record = sorted(writers.acknowledged)[0]
        visitor.ask("POST", f"/persons/{record}/unmask", {"_form": visitor.token, "group": "identity"})
        if writers.FIELDS["given-name"] not in visitor.body:
            return f"with the right key again a record answers {visitor.status}"
        server.stop()
    if faults := house.faults_of(database, writers.acknowledged):
        return "; ".join(faults)
    print(f"sqlite: {len(keys)} wrong keys refused, nothing written, {len(writers.acknowledged)} records open with the right one")
    return None


def main():
    with tempfile.TemporaryDirectory(prefix="zakrila-drill-") as folder:
        fault = test_without_its_own_key_a_full_database_is_not_served(Path(folder))
    if fault:
        print(f"sqlite: {fault}")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
