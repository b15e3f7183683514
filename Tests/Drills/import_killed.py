#!/usr/bin/env python3
"""Kills the server (SIGKILL) while it stores a sheet of acts, starts it again, and does so several times.

    Tests/Drills/import_killed.py sqlite|postgres [ROUNDS]

Of each sheet all acts are there or none; with them, and only with them, their entry in the ledger. The sheet that was not stored is still there
to be stored, and its page says how things stand.
"""

import http.client
import random
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

import drill
import house

ROWS = 2000
SHEET = "Заглавие;Дата;Област;Брой;Къде са раздадени\n" + "".join(
    f"Листовка {row};{row % 28 + 1}.3.2024;Варна;{row + 1};Училище\n" for row in range(ROWS))


def looked_through(visitor):
    """A sheet that only waits to be stored: its identifier, and the fields of the button."""
    identifier = str(uuid.uuid4())
    path = f"/activities/import/{identifier}"
    token = visitor.ask("GET", "/activities/import").forms("/activities/import")[0]["_form"]
    visitor.send("/activities/import", {"_form": token, "id": identifier, "kind": "distribution", "text": SHEET})
    visitor.ask("POST", path + "/columns", visitor.ask("GET", path).forms(path + "/columns")[0])
    # What an earlier round has stored looks known: it is stored nevertheless.
    return identifier, visitor.ask("GET", path + "/check").forms(path + "/store")[0] | {"known": "1"}


def store(visitor, identifier, fields):
    try:
        visitor.ask("POST", f"/activities/import/{identifier}/store", fields)
    except (OSError, http.client.HTTPException):
        visitor.status = 0


def one_round(location, folder, usual, chance):
    """Kills it at some moment of the time that storing usually takes. Seconds it took where nothing was killed, and the sheet's identifier."""
    with house.Server(location, development=False, folder=folder) as server:
        visitor = house.signed_in(server, "case-worker")
        identifier, fields = looked_through(visitor)
        begun = time.monotonic()
        work = threading.Thread(target=store, args=(visitor, identifier, fields), daemon=True)
        work.start()
        if usual is None:
            path = f"/activities/import/{identifier}"
            work.join()
            house.until(lambda: "<progress" not in visitor.ask("GET", path).body)
            return time.monotonic() - begun, identifier
        time.sleep(usual * chance.random() * 1.2)
        server.process.kill()
        server.process.wait()
        work.join()
    return usual, identifier


def fault_of(database, location, folder, identifier):
    """What is wrong after a round; how many acts it has left."""
    count = int(database.query(f"SELECT COUNT(*) FROM activities WHERE import_id = '{identifier}'")[0])
    entries = int(database.query(f"SELECT COUNT(*) FROM ledger_entries WHERE object = '{identifier}'")[0])
    ended = int(database.query(f"SELECT COUNT(*) FROM activity_imports WHERE import_id = '{identifier}' AND stored_at IS NOT NULL")[0])
    kept = int(database.query(f"SELECT COUNT(*) FROM activity_sheets WHERE import_id = '{identifier}'")[0])
    if (count, entries, ended, kept) not in [(ROWS, 1, 1, 0), (0, 0, 0, 1)]:
        return f"{count} of {ROWS} acts, {entries} entries, {ended} ended, {kept} sheets kept", count
    if count == 0:
        with house.Server(location, development=False, folder=folder) as server:
            visitor = house.signed_in(server, "case-worker")
            for path in ("", "/check"):
                if visitor.ask("GET", f"/activities/import/{identifier}{path}").status != 200:
                    return f"the page of a sheet that was not stored answers {visitor.status}", count
    return None, count


def main():
    kind, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 6
    chance = random.Random(20)
    with tempfile.TemporaryDirectory(prefix="zakrila-drill-") as folder:
        database = (drill.SQLite if kind == "sqlite" else drill.Postgres)(folder)
        location = house.populated(Path(folder), database.location)
        try:
            usual, identifier = one_round(location, Path(folder), None, chance)
            found = [fault_of(database, location, Path(folder), identifier)]
            for _ in range(rounds):
                _, identifier = one_round(location, Path(folder), usual, chance)
                found.append(fault_of(database, location, Path(folder), identifier))
            faults = [fault for fault, _ in found if fault] + [one for one in [drill.verify(database)] if one]
        finally:
            database.remove()
    if faults:
        print(f"{kind}: {'; '.join(faults)}")
        return 1
    whole = sum(count == ROWS for _, count in found[1:])
    print(f"{kind}: killed {rounds} times within {usual:.1f} s of storing {ROWS} rows: {whole} whole, {rounds - whole} not begun, 0 by half")
    return 0


if __name__ == "__main__":
    sys.exit(main())
