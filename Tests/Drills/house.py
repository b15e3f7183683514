"""A site with an invented user for each role, served for a drill, and people who write on it. Python's standard library only."""

import http.client
import os
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import drill

os.environ["ZAKRILA_BIN"] = str(drill.BIN / "zakrila")
for folder in ("Browser", "Scanners"):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / folder))
from support import Server, populated  # noqa: E402
from visitor import Visitor  # noqa: E402

__all__ = ["Server", "Writers", "populated", "signed_in", "until"]

PATIENCE = 40


def until(condition, patience=PATIENCE):
    """False when it did not come to that in time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def signed_in(server, role):
    """Somebody at work, with the token that her forms have."""
    visitor = Visitor(role, server).sign_in(role)
    visitor.token = visitor.ask("GET", "/persons/search").forms("/persons/search")[0]["_form"]
    return visitor


class Writers:
    """Several people who open records without a pause. What was acknowledged to them, and what else they were answered."""

    FIELDS = {"age-group": "adult", "sex": "female", "given-name": "Незабравка", "phone": "0877000000"}

    def __init__(self, server, roles):
        self.visitors = [signed_in(server, role) for role in roles]
        self.acknowledged = set()
        self.refused = {}
        self.pages = {}
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(visitor,), daemon=True) for visitor in self.visitors]

    def write(self, visitor):
        """Opens a record. The status; 0 where the server itself did not answer."""
        try:
            visitor.ask("POST", "/persons/new", {"_form": visitor.token} | self.FIELDS)
        except (OSError, http.client.HTTPException):
            visitor.status = 0
        if visitor.status == 303 and visitor.location.startswith("/persons/"):
            self.acknowledged.add(visitor.location.split("?")[0].split("/")[2])
        else:
            self.refused[visitor.status] = self.refused.get(visitor.status, 0) + 1
            self.pages[visitor.status] = visitor.body
        return visitor.status

    def work(self, visitor):
        while not self.stopped.is_set():
            if self.write(visitor) != 303:
                time.sleep(0.05)

    @contextmanager
    def working(self):
        for thread in self.threads:
            thread.start()
        try:
            yield self
        finally:
            self.stopped.set()
            for thread in self.threads:
                thread.join()


def faults_of(database, acknowledged):
    """What is wrong with the records and the ledger that a house was left with."""
    rows = {str(row) for row in database.query("SELECT person_id FROM persons")}
    entries = {str(row) for row in database.query("SELECT object FROM ledger_entries WHERE act = 'person.add'")}
    sealed = {str(row).split("|")[-1] for row in database.query("SELECT DISTINCT record FROM vault_values WHERE record_table = 'persons'")}
    faults = []
    if lost := acknowledged - rows:
        faults.append(f"{len(lost)} acknowledged records are lost")
    if rows != entries:
        faults.append(f"{len(rows - entries)} records without an entry, {len(entries - rows)} entries without a record")
    if rows != sealed:
        faults.append(f"{len(rows ^ sealed)} records are there by half")
    if fault := drill.verify(database):
        faults.append(fault)
    return faults
