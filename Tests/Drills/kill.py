#!/usr/bin/env python3
"""Kills a writer (SIGKILL) at random instants, again and again on one growing database, and looks for what it had acknowledged.

    Tests/Drills/kill.py sqlite|postgres [ROUNDS]

Nothing acknowledged may be lost, no row may stand without its ledger entry or the other way round, and the ledger must be whole.
"""

import random
import sys
import tempfile
import time

import drill

# Not after every round: another reader would mend the database before the next writer has to.
LOOK_EVERY = 20


def one_round(database, chance):
    """Gives the acknowledged identifiers."""
    writer = drill.start(database)
    lines = []
    if chance.random() < 0.15:
        # While it opens the database that the one before it left.
        time.sleep(chance.uniform(0, 0.08))
    else:
        while not lines or not lines[-1].startswith(b"written "):
            lines.append(writer.stdout.readline())
            if not lines[-1]:
                raise SystemExit("the writer ended by itself")
        time.sleep(chance.uniform(0, 0.06))
    writer.kill()
    lines += writer.stdout.readlines()
    writer.stdout.close()
    writer.wait()
    return {name for line in lines if (name := drill.written(line))}


def test_killed_writers_lose_nothing(database, rounds):
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    acknowledged = set()
    for number in range(1, rounds + 1):
        acknowledged |= one_round(database, chance)
        if number % LOOK_EVERY == 0 or number == rounds:
            if faults := drill.look(database, acknowledged):
                print(f"{database.name}: round {number}, seed {seed}: " + "; ".join(faults))
                return False
    print(f"{database.name}: {rounds} rounds, {len(acknowledged)} acknowledged writes, 0 lost")
    return len(acknowledged) > rounds


def main():
    engine = {"sqlite": drill.SQLite, "postgres": drill.Postgres}[sys.argv[1]]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with tempfile.TemporaryDirectory(prefix="zakrila-drill-") as folder:
        database = engine(folder)
        try:
            return 0 if test_killed_writers_lose_nothing(database, rounds) else 1
        finally:
            database.remove()


if __name__ == "__main__":
    sys.exit(main())
