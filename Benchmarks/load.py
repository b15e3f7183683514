#!/usr/bin/env python3
"""Asks a server at a constant rate, whether it answers in time or not, and tells how long the answers took.

usage: load.py PORT RATE SECONDS PATH…

The time of an answer is counted from the moment at which its request was due, so a server that falls behind can't hide it.
"""

import asyncio
import gc
import sys
import time
from dataclasses import dataclass, field

CONNECTIONS = 64
# How long to wait for the answers still due when the last request has been sent.
GRACE = 10.0


@dataclass
class Result:
    """Answers in milliseconds from the moment they were due."""

    times: list = field(default_factory=list)
    wrong: int = 0
    missing: int = 0
    size: int = 0
    # How late the generator itself was in sending, at the 99th percentile.
    own: float = 0

    def at(self, share):
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("inf")


@dataclass(frozen=True)
class Asked:
    """A request and the status that it must be answered with; one with a body is a form that is sent. Headers are lines, ended as HTTP ends them."""

    path: str
    headers: str = ""
    body: str | None = None
    expected: int = 200

    @property
    def bytes(self):
        if self.body is None:
            return f"GET {self.path} HTTP/1.1\r\nHost: localhost\r\n{self.headers}\r\n".encode()
        form = f"Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(self.body)}\r\n"
        return f"POST {self.path} HTTP/1.1\r\nHost: localhost\r\n{self.headers}{form}\r\n{self.body}".encode()


class Connection:
    """One kept-alive connection."""

    def __init__(self, port):
        self.port = port
        self.reader = self.writer = None

    async def ask(self, asked):
        """Status and length of the answer."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        self.writer.write(asked.bytes)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.split("content-length:", 1)[1].split("\r\n", 1)[0])
        await self.reader.readexactly(length)
        return int(head[9:12]), length

    def close(self):
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def ask(port, requests, rate, seconds):
    result = Result()
    idle = [Connection(port) for _ in range(CONNECTIONS)]
    free = asyncio.Semaphore(CONNECTIONS)
    late = []
    start = time.perf_counter() + 0.05

    async def one(due, asked):
        async with free:
            connection = idle.pop()
            try:
                late.append(time.perf_counter() - due)
                status, size = await connection.ask(asked)
                result.times.append((time.perf_counter() - due) * 1000)
                result.size += size
                result.wrong += status != asked.expected
            except (OSError, asyncio.IncompleteReadError, IndexError, ValueError):
                result.wrong += 1
                connection.close()
            finally:
                idle.append(connection)

    tasks = []
    for number in range(int(rate * seconds)):
        due = start + number / rate
        wait = due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(one(due, requests[number % len(requests)])))
    _, pending = await asyncio.wait(tasks, timeout=GRACE)
    result.missing = len(pending)
    for task in pending:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for connection in idle:
        connection.close()
    result.own = sorted(late)[int(len(late) * 0.99)] * 1000 if late else 0
    return result


def load(port, paths, rate=100, seconds=15, headers=""):
    """Asks for the paths in turn; instead of a path there may be a request."""
    requests = [one if isinstance(one, Asked) else Asked(one, headers) for one in paths]
    gc.disable()
    try:
        return asyncio.run(ask(port, requests, rate, seconds))
    finally:
        gc.enable()


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    found = load(int(sys.argv[1]), sys.argv[4:], float(sys.argv[2]), float(sys.argv[3]))
    print(
        f"p50 {found.at(0.5):.1f} ms, p99 {found.at(0.99):.1f} ms, max {found.at(1):.1f} ms, {len(found.times)} answers, "
        f"{found.wrong} wrong, {found.missing} missing")
