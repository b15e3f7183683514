#!/usr/bin/env python3
"""Fills the disk under a served site: whoever writes is told so in words (507), whoever reads public pages reads on, no look at a record goes
without its entry, and once there is room everything goes on by itself.

    Tests/Drills/site_disk_full.py

The disk is a small file system in memory. Where none can be mounted, the size of the server's files is limited instead (RLIMIT_FSIZE).
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import drill
import house

WORDS = {507: "Няма място за запис", 503: "Системата в момента не може да отговори"}
NAME = house.Writers.FIELDS["given-name"]


class Disk:
    """A file system of 48 MB, or a limit to what the server's files may grow to."""

    def __init__(self, folder):
        self.folder = Path(folder)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", folder], capture_output=True)
        self.is_mounted = mounted.returncode == 0
        self.filler = self.folder / "filler"
        # A file that may not grow is to SQLite a disk that fails, not one that is full.
        self.status = 507 if self.is_mounted else 503

    @property
    def name(self):
        return "a small disk" if self.is_mounted else "limited files"

    def fill(self, server):
        if not self.is_mounted:
            size = max(path.stat().st_size for path in self.folder.glob("zakrila.sqlite*"))
            return resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        with self.filler.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                return None

    def make_room(self, server):
        if not self.is_mounted:
            return resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        return self.filler.unlink()

    def remove(self):
        if self.is_mounted:
            subprocess.run(["umount", self.folder], check=True)


def test_a_full_disk_is_told_on_the_page_and_nothing_is_lost(folder, disk):
    database = drill.SQLite(disk.folder)
    database.path = disk.folder / "zakrila.sqlite"
    database.location = house.populated(folder, f"sqlite:{database.path}")
    # Python ignores the signal for files too large, and hands that on.
    with house.Server(database.location, development=False, folder=folder, restore_signals=False) as server:
        writers = house.Writers(server, ["case-worker"])
        visitor = writers.visitors[0]
        if [writers.write(visitor) for _ in range(5)] != [303] * 5:
            return f"no writing while there is room: {writers.refused}"
        record = visitor.location.split("?")[0]
        disk.fill(server)
        # What was set aside before is used up first.
        if not house.until(lambda: writers.write(visitor) != 303):
            return "the disk never became full"
        if visitor.status != disk.status or WORDS[disk.status] not in visitor.body:
            return f"a full disk was told as {visitor.status}"
        for path, wanted in [("/", 200), ("/healthz", 200), ("/plans/programa-sreshtu-trafika-2024", 200), (record, disk.status)]:
            if visitor.ask("GET", path).status != wanted:
                return f"while the disk is full {path if path != record else 'a record'} answers {visitor.status}"
        visitor.ask("POST", record + "/unmask", {"_form": visitor.token, "group": "identity"})
        if visitor.status != disk.status or NAME in visitor.body:
            return f"a look that could not be remembered was answered with {visitor.status}"
        disk.make_room(server)
        before = len(writers.acknowledged)
        if not house.until(lambda: writers.write(visitor) == 303):
            return f"no writing after there was room again: {writers.refused}"
        if visitor.ask("GET", record).status != 200:
            return f"a record answers {visitor.status} after there was room again"
        if unexpected := set(writers.refused) - {disk.status}:
            return f"answers that nobody understands: {unexpected}"
        server.stop()
    if faults := house.faults_of(database, writers.acknowledged):
        return "; ".join(faults)
    print(f"sqlite: the site on {disk.name}, {before} acknowledged records until it was full, {len(writers.acknowledged) - before} after, 0 lost")
    return None


def main():
    with tempfile.TemporaryDirectory(prefix="zakrila-drill-") as folder, tempfile.TemporaryDirectory(prefix="zakrila-disk-") as place:
        disk = Disk(place)
        try:
            fault = test_a_full_disk_is_told_on_the_page_and_nothing_is_lost(Path(folder), disk)
        finally:
            disk.remove()
    if fault:
        print(f"sqlite: {fault}")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
