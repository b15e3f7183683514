#!/usr/bin/env python3
"""Kills a program (SIGKILL) that replaces keys, at random instants, again and again on one database.

    Tests/Drills/rotation.py sqlite|postgres [ROUNDS]

The next one goes on where the last one ended: no field is lost, whoever had access has it, no replaced key is left in use, and the ledger is
whole.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import drill

LOOK_EVERY = 10


def look(database, key):
    """Finishes what is under way, opens everything, and gives what is wrong with it."""
    done = subprocess.run([drill.BIN / "LedgerWriter", database.location, "check-keys", key], capture_output=True, text=True)
    said = done.stdout.strip().splitlines()
    faults = [] if done.returncode == 0 and said and said[-1].startswith("whole ") else [done.stdout.strip()[-300:] or "it could not be looked at"]
    if fault := drill.verify(database):
        faults.append(fault)
    return faults, said[-1] if said else ""


def one_round(database, key, chance):
    """How many keys were replaced whole before it was killed, and whether the one before it was killed in the middle."""
    writer = drill.start(database, "rotate", key)
    lines = []
    if chance.random() < 0.15:
        time.sleep(chance.uniform(0, 0.08))
    else:
        while not lines or not lines[-1].startswith(b"rotated "):
            lines.append(writer.stdout.readline())
            if not lines[-1]:
                raise SystemExit("the program ended by itself")
        time.sleep(chance.uniform(0, 0.1))
    writer.kill()
    lines += writer.stdout.readlines()
    writer.stdout.close()
    writer.wait()
    return sum(line.startswith(b"rotated ") for line in lines), b"found 1 under way\n" in lines


def test_killed_rotations_go_on_and_lose_nothing(database, key, rounds):
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    rotated, resumed, said = 0, 0, ""
    for number in range(1, rounds + 1):
        replaced, is_resumed = one_round(database, key, chance)
        rotated, resumed = rotated + replaced, resumed + is_resumed
        if number % LOOK_EVERY == 0 or number == rounds:
            faults, said = look(database, key)
            if faults:
                print(f"{database.name}: round {number}, seed {seed}: " + "; ".join(faults))
                return False
    print(f"{database.name}: {rounds} rounds, {rotated} keys replaced, {resumed} gone on with by the next, {said}")
    return rotated > rounds / 2 and resumed > rounds / 10


def main():
    engine = {"sqlite": drill.SQLite, "postgres": drill.Postgres}[sys.argv[1]]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    with tempfile.TemporaryDirectory(prefix="zakrila-drill-") as folder:
        database = engine(folder)
        try:
            return 0 if test_killed_rotations_go_on_and_lose_nothing(database, Path(folder) / "root.key", rounds) else 1
        finally:
            database.remove()


if __name__ == "__main__":
    sys.exit(main())
