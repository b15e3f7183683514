"""What the disk itself needs, beside whatever is measured.

A change counts as saved when the disk says so, so no page that writes can be faster than the disk is at that moment, and on a shared
machine it may stop for a fifth of a second. A process of its own appends a page ten times a second to a temporary file, where SQLite's
database of a run is, too, and waits for each.
"""

import multiprocessing
import os
import tempfile
import time

EVERY, SIZE = 0.1, 4096


def _append(stop, found):
    times, block = [], os.urandom(SIZE)
    with tempfile.TemporaryFile(buffering=0) as file:
        while not stop.wait(EVERY):
            start = time.perf_counter()
            file.write(block)
            os.fdatasync(file.fileno())
            times.append(1000 * (time.perf_counter() - start))
    found.put(sorted(times))


class Disk:
    """Appends from the beginning of a `with` to its end; then `middle` and `top` are the median and the longest wait, in milliseconds."""

    def __init__(self):
        self.stop, self.found = multiprocessing.Event(), multiprocessing.Queue()
        self.process = multiprocessing.Process(target=_append, args=(self.stop, self.found))

    def __enter__(self):
        self.process.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        times = self.found.get()
        self.process.join()
        self.middle, self.top = (times[len(times) // 2], times[-1]) if times else (0, 0)
