"""Guesses at passwords, as many as somebody could send: what it does to others, and what the time of a refusal tells.

Every attempt comes from a network and is for an account that has no failures yet, so that none is answered with „wait“ and all cost the server a
password's hash. Accounts are copies of one invented user, made in the database before the server starts.
"""

import http.client
import math
import random
import re
import sqlite3
import statistics
import threading
import time
from urllib.parse import urlencode

ACCOUNTS = 400


def add_accounts(path):
    """Copies the invented analyst; the copies share her password. Their logins."""
    logins = [f"copy-{number}" for number in range(ACCOUNTS)]
    with sqlite3.connect(path) as database:
        (user,) = database.execute("SELECT id FROM users WHERE login = 'analyst'").fetchone()
        for number, login in enumerate(logins):
            identifier = f"00000000-0000-7000-8000-{number:012}"
            database.execute(
                "INSERT INTO users SELECT ?, ?, name, added_at, added_by, is_demo FROM users WHERE id = ?", (identifier, login, user))
            for table, columns in [("passwords", "hash, made_at"), ("second_factors", "secret, made_at, last_step")]:
                database.execute(f"INSERT INTO {table} (user_id, {columns}) SELECT ?, {columns} FROM {table} WHERE user_id = ?", (identifier, user))
    return logins


class Guesser:
    """Attempts to sign in, each from a network of its own."""

    def __init__(self, port, seed):
        self.port = port
        self.chance = random.Random(seed)
        self.count = 0

    def network(self):
        """An address of this machine that no attempt came from before."""
        self.count += 1
        return f"127.{self.chance.randrange(1, 255)}.{self.chance.randrange(255)}.{self.chance.randrange(1, 255)}"

    def attempt(self, login, password):
        """Status of the answer and the milliseconds until it was there, the form not counted."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.network(), 0))
        try:
            link.request("GET", "/sign-in")
            page = link.getresponse()
            cookies = "; ".join(one.split(";")[0] for one in page.headers.get_all("Set-Cookie", []))
            form = re.search(r'name="_form" value="([^"]*)"', page.read().decode())[1]
            body = urlencode({"_form": form, "login": login, "password": password, "code": "000000"})
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Cookie": cookies}
            begun = time.perf_counter()
            link.request("POST", "/sign-in", body, headers)
            answer = link.getresponse()
            answer.read()
            return answer.status, (time.perf_counter() - begun) * 1000
        finally:
            link.close()


class Storm:
    """Guessers who never stop, while others work."""

    def __init__(self, port, guessers):
        self.found = []
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self.guess, args=(Guesser(port, seed),)) for seed in range(guessers)]

    def guess(self, guesser):
        while not self.stopped.is_set():
            self.found.append(guesser.attempt(f"nobody-{guesser.chance.random()}", "няма такава парола тук"))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        for thread in self.threads:
            thread.join()


def times_of_refusals(port, logins, pairs):
    """Milliseconds of refusals, of strangers and of wrong passwords, in turn and in an order of chance."""
    guesser, found = Guesser(port, 7), {"stranger": [], "wrong password": []}
    for number in range(pairs):
        kinds = list(found)
        guesser.chance.shuffle(kinds)
        for kind in kinds:
            login = logins[number % len(logins)] if kind == "wrong password" else f"nobody-{number % len(logins)}"
            status, spent = guesser.attempt(login, "няма такава парола тук")
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
