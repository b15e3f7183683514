#!/usr/bin/env python3
"""Kills PostgreSQL itself (SIGKILL of its first process) under people who write on the site, starts it again, and does so several times.

    Tests/Drills/postgres_killed.py [ROUNDS]

Meanwhile every answer is the page of a storage that can't be reached (503), never a fault (500). Afterwards the same server goes on by itself,
nothing acknowledged is lost, no record is there by half, and the ledger is whole. The server of the drill is a private one.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import drill
import house

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "postgres-private"
ROLES = ["case-worker", "hotline-operator", "shelter-manager"]
WORDS = "Системата в момента не може да отговори"


class Private(drill.Postgres):
    """A PostgreSQL of its own. Unlike that of the tests it has written what it acknowledges: only then can it be killed and asked for it."""

    def __init__(self, folder):
        self.folder = Path(folder) / "server"
        self.location = self.start()
        self.psql(self.location, "ALTER SYSTEM SET synchronous_commit = on")
        self.psql(self.location, "SELECT pg_reload_conf()")

    def start(self):
        """Starts it, as soon as what the killed one left has ended."""
        found = []

        def is_started():
            done = subprocess.run([SCRIPT, self.folder], capture_output=True, text=True)
            found.append(done.stdout.strip() or done.stderr.strip())
            return done.returncode == 0

        if not house.until(is_started):
            raise SystemExit(f"PostgreSQL does not start: {found[-1]}")
        return found[-1]

    def kill(self):
        first = (self.folder / "data" / "postmaster.pid").read_text().split("\n")[0]
        os.kill(int(first), signal.SIGKILL)

    def remove(self):
        subprocess.run([SCRIPT, "stop", self.folder], capture_output=True)


def one_round(database, server, writers, chance):
    """Nothing, or what was wrong."""
    before = len(writers.acknowledged)
    if not house.until(lambda: len(writers.acknowledged) >= before + 10):
        return "no writing before it was killed"
    time.sleep(chance.uniform(0, 0.3))
    writers.refused.clear()
    database.kill()
    if not house.until(lambda: writers.refused.get(503, 0) >= 3):
        return f"without PostgreSQL the answers were {writers.refused}"
    if WORDS not in writers.pages[503]:
        return "the page of 503 does not say what is the matter"
    if server.ask("/healthz").status != 503:
        return "the server calls itself healthy"
    database.start()
    before = len(writers.acknowledged)
    if not house.until(lambda: len(writers.acknowledged) >= before + 10):
        return f"no writing after PostgreSQL came back: {writers.refused}"
    if server.process.poll() is not None:
        return "the server has ended"
    if unexpected := set(writers.refused) - {503}:
        return f"answers that nobody understands: {unexpected}"
    return None


def test_a_killed_postgres_loses_nothing_and_the_site_goes_on(folder, rounds):
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    database = Private(folder)
    try:
        place = Path(folder) / "site"
        place.mkdir()
        house.populated(place, database.location)
        with house.Server(database.location, development=False, folder=place) as server:
            writers = house.Writers(server, ROLES)
            with writers.working():
                for number in range(1, rounds + 1):
                    if fault := one_round(database, server, writers, chance):
                        return f"round {number}, seed {seed}: {fault}\n{server.output()[-500:]}"
            server.stop()
        if faults := house.faults_of(database, writers.acknowledged):
            return f"seed {seed}: " + "; ".join(faults)
        print(f"postgres: killed {rounds} times, {len(writers.acknowledged)} acknowledged records, 0 lost")
        return None
    finally:
        database.remove()


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    # A short path for its socket, into which the user who runs PostgreSQL can go.
    folder = tempfile.mkdtemp(prefix="zakrila-pg-")
    os.chmod(folder, 0o711)
    try:
        fault = test_a_killed_postgres_loses_nothing_and_the_site_goes_on(folder, rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if fault:
        print(f"postgres: {fault}")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
