"""Guesses at passwords, as many as somebody could send: what it does to others, and what the time of a refusal tells.

Every attempt comes from a network of its own, and the database is made to forget failures, so that no attempt is answered with „wait“ and each
costs the server a password's hash.
"""

import http.client
import json
import math
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode

PASSWORD = "няма такава парола тук"


class Guesser:
    """Attempts to sign in, each from a network of its own, with one form."""

    def __init__(self, port, seed):
        self.port = port
        self.chance = random.Random(seed)
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        link.request("GET", "/sign-in")
        page = link.getresponse()
        self.cookies = "; ".join(one.split(";")[0] for one in page.headers.get_all("Set-Cookie", []))
        self.form = re.search(r'name="_form" value="([^"]*)"', page.read().decode())[1]
        link.close()

    def network(self):
        """An address of this machine."""
        return f"127.{self.chance.randrange(1, 255)}.{self.chance.randrange(255)}.{self.chance.randrange(1, 255)}"

    def attempt(self, login, password=PASSWORD):
        """Status of the answer and the milliseconds until it was there. The code is always wrong."""
        body = urlencode({"_form": self.form, "login": login, "password": password, "code": "000000"})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Cookie": self.cookies}
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.network(), 0))
        try:
            link.connect()
            begun = time.perf_counter()
            link.request("POST", "/sign-in", body, headers)
            answer = link.getresponse()
            answer.read()
            return answer.status, (time.perf_counter() - begun) * 1000
        finally:
            link.close()


class Storm:
    """Guessers who never stop, while others work.

    They are a process of their own that waits for everybody else on the processor: who guesses does it on another machine, and what their own
    Python costs is not the server's.
    """

    def __init__(self, port, guessers):
        self.command = [sys.executable, __file__, str(port), str(guessers)]
        self.found = []

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_):
        answers, _ = self.process.communicate()
        self.found = json.loads(answers)


def storm(port, guessers):
    """Guesses until the standard input ends, then tells what was answered."""
    os.nice(19)
    stopped, found = threading.Event(), []

    def guess(guesser):
        while not stopped.is_set():
            found.append(guesser.attempt(f"nobody-{guesser.chance.random()}"))

    threads = [threading.Thread(target=guess, args=(Guesser(port, seed),)) for seed in range(guessers)]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    stopped.set()
    for thread in threads:
        thread.join()
    json.dump(found, sys.stdout)


def users(path):
    """Names and passwords of the invented users."""
    with sqlite3.connect(path) as database:
        return database.execute("SELECT u.login, d.password FROM users u JOIN demo_passwords d ON d.user_id = u.id ORDER BY u.login").fetchall()


def forget(path):
    with sqlite3.connect(path, timeout=30) as database:
        database.execute("DELETE FROM failed_attempts")


STRANGER, WRONG_PASSWORD, WRONG_CODE = "a stranger", "a wrong password", "the right password with a wrong code"


def times_of_refusals(port, path, rounds):
    """Milliseconds of refusals by what was wrong, one of each in an order of chance."""
    known, guesser, found = users(path), Guesser(port, 7), {STRANGER: [], WRONG_PASSWORD: [], WRONG_CODE: []}
    for number in range(rounds):
        if number % 100 == 0:
            forget(path)
        kinds = list(found)
        guesser.chance.shuffle(kinds)
        login, password = known[number % len(known)]
        for kind in kinds:
            attempts = {STRANGER: (f"stranger-{number % len(known)}", password), WRONG_PASSWORD: (login, PASSWORD), WRONG_CODE: (login, password)}
            status, spent = guesser.attempt(*attempts[kind])
            if status != 422:
                raise RuntimeError(f"an attempt was answered with {status}")
            found[kind].append(spent)
    return found


def p_value(one, other):
    """How likely such a difference is by chance (Mann-Whitney, two-sided, by the normal approximation)."""
    ranks = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    total = sum(place for place, (_, kind) in enumerate(ranks, 1) if kind == 0)
    expected = len(one) * (len(ranks) + 1) / 2
    spread = math.sqrt(len(one) * len(other) * (len(ranks) + 1) / 12)
    return 2 * (1 - statistics.NormalDist().cdf(abs(total - expected) / spread))


if __name__ == "__main__":
    storm(*map(int, sys.argv[1:]))
