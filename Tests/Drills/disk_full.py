#!/usr/bin/env python3
"""Fills the disk under a writer: it must say so, go on reading, go on writing once there is room, and leave a whole ledger.

    Tests/Drills/disk_full.py

The disk is a small file system in memory. Where none can be mounted, the size of files is limited instead (RLIMIT_FSIZE).
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import drill

PATIENCE = 20


@contextmanager
def small_disk(folder):
    """A file system of 8 MB with half of it taken. Gives what makes room on it, or nothing when none can be mounted."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True).returncode != 0:
        yield None
        return
    try:
        filler = Path(folder) / "filler"
        filler.write_bytes(bytes(4 << 20))
        yield lambda _writer: filler.unlink()
    finally:
        subprocess.run(["umount", folder], check=True)


def limited():
    """Runs in the writer before it begins."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, resource.RLIM_INFINITY))


def unlimited(writer):
    resource.prlimit(writer.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class Follower:
    """Reads the writer's lines as they come."""

    def __init__(self, writer):
        self.writer = writer
        self.acknowledged = set()
        self.read = -1
        self.refusal = None

    def until(self, condition):
        """False when it did not come to that in time."""
        end = time.monotonic() + PATIENCE
        while not condition() and time.monotonic() < end:
            line = self.writer.stdout.readline()
            if not line:
                return False
            if name := drill.written(line):
                self.acknowledged.add(name)
            elif line.startswith(b"refused "):
                self.refusal = line[8:].decode().strip()
            elif line.startswith(b"read "):
                self.read = int(line[5:])
        return condition()


def test_a_full_disk_stops_writing_and_nothing_else(folder):
    with small_disk(folder) as make_room:
        database = drill.SQLite(folder)
        # Python ignores the signal for files too large, and hands that on.
        options = {} if make_room else {"preexec_fn": limited, "restore_signals": False}
        writer = drill.start(database, "20000", **options)
        try:
            return follow(database, writer, make_room)
        finally:
            writer.kill()
            writer.stdout.close()
            writer.wait()


def follow(database, writer, make_room):
    follower = Follower(writer)
    if not follower.until(lambda: follower.refusal is not None):
        return "the disk never became full"
    if make_room and follower.refusal != "full":
        return f"a full disk was told as: {follower.refusal}"
    before = len(follower.acknowledged)
    follower.read = -1
    if not follower.until(lambda: follower.read >= before):
        return f"no reading while the disk is full: {follower.read} of {before} rows"
    (make_room or unlimited)(writer)
    before = len(follower.acknowledged)
    if not follower.until(lambda: len(follower.acknowledged) >= before + 20):
        return "no writing after there was room again"
    writer.kill()
    follower.until(lambda: False)
    how = "a small disk" if make_room else "limited files"
    if faults := drill.look(database, follower.acknowledged):
        return "; ".join(faults)
    print(f"sqlite: {how}, {before} acknowledged writes until it was full, {len(follower.acknowledged) - before} after, 0 lost")
    return None


def main():
    with tempfile.TemporaryDirectory(prefix="zakrila-drill-") as folder:
        fault = test_a_full_disk_stops_writing_and_nothing_else(folder)
    if fault:
        print(f"sqlite: {fault}")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
