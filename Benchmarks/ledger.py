"""A ledger of a million entries, written by other hands than the program's: what `zakrila verify` says of it checks both."""

import hashlib
import os
import sqlite3


def digest(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root(roots):
    whole = roots[-1]
    for left in reversed(roots[:-1]):
        whole = digest(b"\x01", left, whole)
    return whole


def commitment(salt, values):
    written = salt
    for value in values:
        written += b"\0" if value is None else b"\1" + len(value.encode()).to_bytes(4, "big") + value.encode()
    return digest(written)


def rows(count, roots):
    for position in range(count):
        values = (
            f"2026-{1 + position % 12:02}-{1 + position % 28:02}T08:00:00.000Z", f"actor-{position % 300}", "org-7", "caseWorker", "case.open",
            f"case-{position % 9000}", "task", "R12", "allow", "name", None)
        salt = os.urandom(16)
        leaf = commitment(salt, values)
        node = digest(b"\x00", leaf)
        size = position
        while size & 1:
            node = digest(b"\x01", roots.pop(), node)
            size >>= 1
        roots.append(node)
        yield position, *values, salt, leaf, root(roots)


def fill(path, count):
    """Fills the empty ledger of a migrated SQLite database."""
    roots = []
    with sqlite3.connect(path) as database:
        database.executemany("INSERT INTO ledger_entries VALUES (" + ", ".join("?" * 15) + ", NULL)", rows(count, roots))
        database.execute("UPDATE ledger_tree SET size = ?, roots = ? WHERE id = 1", (count, b"".join(roots)))
    return root(roots).hex()
