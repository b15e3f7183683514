#!/usr/bin/env python3
"""Measures the release build and prints a table. Started by `run`, which builds first.

usage: measure.py ZAKRILA HELLO DECISIONS RECORDS [import] [check] [compare] [word] [start] [home] [pages] [ledger] [policy] [records] [work] [acts] [sign-in]      (all unless told otherwise)
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from itertools import zip_longest
from pathlib import Path
from urllib.parse import quote, urlencode

import acts
import ledger
import plans
import sign_in
from disk import Disk
from load import Asked, load

ROOT = Path(__file__).resolve().parent.parent
for part in ("Browser", "Scanners"):
    sys.path.append(str(ROOT / "Tests" / part))
from visitor import Visitor  # noqa: E402

SEEDS = ROOT.parent / "shared" / "seeds"
RATE, SECONDS = 100, 15


def line(what, figure, target="", is_met=None, note=""):
    verdict = "" if is_met is None else "ok" if is_met else "over"
    print(f"{what:<44} {figure:>34}  {target:<14} {verdict:<5}{note}".rstrip(), flush=True)


def notice(text):
    print(f"  – {text}", flush=True)


def heading(text):
    print(f"\n{text}", flush=True)


# Processes


def once(arguments):
    """Runs a command to its end: seconds, peak resident megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))}\nended with {process.returncode}: {told.decode()}")
    return seconds, usage.ru_maxrss / 1024


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def status_of(port, path="/"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def body_of(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    if answer.status != 200:
        sys.exit(f"{path} answered {answer.status}")
    return text


class Server:
    """A server that is started, waited for until its first 200, and stopped."""

    def __init__(self, command):
        self.port = free_port()
        self.log = tempfile.TemporaryFile()
        begun = time.perf_counter()
        self.process = subprocess.Popen([str(part).replace("PORT", str(self.port)) for part in command], stdout=self.log, stderr=self.log)
        while status_of(self.port) != 200:
            if self.process.poll() is not None or time.perf_counter() - begun > 30:
                self.log.seek(0)
                sys.exit(f"{command[0]} does not serve: {self.log.read().decode()}")
            time.sleep(0.001)
        self.first_answer = time.perf_counter() - begun

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def resident(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def spent(self):
        """Seconds of processor time."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# Databases


class SQLite:
    name = "SQLite"

    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    def new(self):
        self.count += 1
        return f"sqlite:{self.folder}/bench-{self.count}.sqlite"

    def settle(self, _):
        pass

    def drop(self, location):
        for path in Path(self.folder).glob(Path(location).name + "*"):
            path.unlink()


class Postgres:
    """Every database is a schema of its own on one server."""

    name = "PostgreSQL"

    def __init__(self, url):
        self.url = url
        self.count = 0

    def ask(self, command):
        """The last answer of some statements, in one transaction."""
        told = subprocess.run(
            ["psql", self.url, "-qAt", "-1", "-v", "ON_ERROR_STOP=1", "-c", command], check=True, capture_output=True, text=True)
        return told.stdout.strip()

    def psql(self, command):
        subprocess.run(["psql", self.url, "-qAt", "-v", "ON_ERROR_STOP=1", "-c", command], check=True, stdout=subprocess.DEVNULL)

    def new(self):
        self.count += 1
        self.psql(f"SET client_min_messages = error; DROP SCHEMA IF EXISTS {self.schema} CASCADE; CREATE SCHEMA {self.schema}")
        return f"{self.url}{'&' if '?' in self.url else '?'}options=-csearch_path%3D{self.schema}"

    @property
    def schema(self):
        return f"bench_{os.getpid()}_{self.count}"

    def settle(self, _):
        # What the server does by itself within a minute of a large import.
        self.psql("VACUUM ANALYZE")

    def drop(self, location):
        self.psql(f"SET client_min_messages = error; DROP SCHEMA IF EXISTS {location.rsplit('%3D', 1)[1]} CASCADE")


class PrivatePostgres:
    """The server that ZAKRILA_TEST_POSTGRES names, else one of our own; None where there is none."""

    def __enter__(self):
        self.folder = None
        url = os.environ.get("ZAKRILA_TEST_POSTGRES")
        if not shutil.which("psql"):
            notice("PostgreSQL skipped: no psql here")
            return None
        if url:
            return Postgres(url)
        self.folder = tempfile.mkdtemp(prefix="zakrila-bench-pg-")
        os.chmod(self.folder, 0o755)
        made = subprocess.run([ROOT / "scripts" / "postgres-private", self.folder], capture_output=True, text=True)
        if made.returncode != 0:
            notice(f"PostgreSQL skipped: {made.stderr.strip()}")
            return None
        return Postgres(made.stdout.strip())

    def __exit__(self, *_):
        if self.folder:
            subprocess.run([ROOT / "scripts" / "postgres-private", "stop", self.folder])
            shutil.rmtree(self.folder, ignore_errors=True)


# The measurements


def measure_import(zakrila, engines):
    heading("Import of the three documents, into a new database (median of 7 after a warm-up)")
    files = [path for start in ("000", "001", "003") for path in sorted(SEEDS.glob(start + "*"))]
    if len(files) != 3:
        return notice(f"skipped: the folder {os.path.relpath(SEEDS, ROOT)} with the documents is not here")
    for engine in engines:
        runs, bases = [], []
        for _ in range(8):
            for found, command in [(bases, ["migrate"]), (runs, ["import", *files])]:
                location = engine.new()
                found.append(once([zakrila, *command, "--database", location]))
                engine.drop(location)
        seconds, base = (statistics.median(time for time, _ in found[1:]) * 1000 for found in (runs, bases))
        memory = statistics.median(peak for _, peak in runs[1:])
        line(f"  {engine.name}: time", f"{seconds:.0f} ms", "< 150 ms", seconds < 150)
        line(f"  {engine.name}: peak memory", f"{memory:.0f} MB", "< 80 MB", memory < 80)
        line(f"  {engine.name}: against making a database", f"{base:.0f} ms, ratio {seconds / base:.1f}")


def measure_check(zakrila, folder, measures=10_000):
    """What the check itself needs: the program tells it, since reading the document takes longer."""
    heading(f"Check of a plan of {measures:,} measures, its words among it (median of 5), after reading its document")
    path = plans.write(folder, 1, measures)[0]
    found = []
    for _ in range(5):
        told = subprocess.run([zakrila, "check", path, "--json", "--time"], check=True, capture_output=True, text=True)
        seconds = {name: float(number) for name, number in re.findall(r"^(\w+) ([\d.]+) s$", told.stderr, re.M)}
        found.append((seconds["check"], seconds["read"]))
    check, read = (statistics.median(one) for one in zip(*found))
    line("  the check", f"{check:.2f} s", "< 1 s", check < 1, f"{check / read:.2f} × reading the document, {read:.2f} s")


def measure_compare(zakrila, folder, measures=1_000):
    """What comparing itself needs: the program tells it, since reading the documents takes longer."""
    heading(f"Two plans of {measures:,} measures compared (median of 5)")
    first, second = plans.write(folder, 2, measures)[:2]
    found = []
    for _ in range(5):
        told = subprocess.run([zakrila, "compare", first, second, "--json", "--time"], check=True, capture_output=True, text=True)
        found.append(float(re.search(r"^compare ([\d.]+) s$", told.stderr, re.M)[1]))
    seconds = statistics.median(found)
    line("  the comparison", f"{seconds:.2f} s", "< 1 s", seconds < 1, f"{len(json.loads(told.stdout)['pairs'])} pairs")


def measure_word(zakrila, engine, folder):
    """A plan from Word to the database against a program that only reads the file."""
    heading("The demo programme as a Word file: read, understood and stored (median of 7)")
    if not shutil.which("pandoc"):
        return notice("pandoc is not installed, so there is nothing to measure against")
    location, document = engine.new(), Path(folder) / "programme.docx"
    once([zakrila, "import", *sorted((ROOT / "Demo").glob("programa*.tsv")), "--database", location])
    once([zakrila, "export", "programa", "--format", "docx", "--output", document, "--database", location])
    engine.drop(location)
    runs, bases = [], []
    for _ in range(8):
        location = engine.new()
        once([zakrila, "migrate", "--database", location])
        runs.append(once([zakrila, "import", document, "--database", location])[0])
        bases.append(once(["pandoc", "-t", "json", "-o", Path(folder) / "programme.json", document])[0])
        engine.drop(location)
    seconds, base = (statistics.median(found[1:]) * 1000 for found in (runs, bases))
    line(f"  {engine.name}", f"{seconds:.0f} ms", "half of pandoc", seconds <= base / 2, f"pandoc -t json {base:.0f} ms")


def demo_database(zakrila, engine):
    location = engine.new()
    once([zakrila, "import", *sorted((ROOT / "Demo").glob("*.tsv")), "--database", location])
    return location


def serving(zakrila, location):
    return [zakrila, "serve", "--port", "PORT", "--database", location]


def measure_start(zakrila, hello, location):
    heading("Start to the first answer of the home page (median of 5), then memory after 2 s of rest")
    figures = {}
    for name, command in [("hello", [hello, "PORT"]), ("zakrila", serving(zakrila, location))]:
        firsts, residents = [], []
        for _ in range(6):
            with Server(command) as server:
                firsts.append(server.first_answer * 1000)
                time.sleep(2)
                residents.append(server.resident())
        figures[name] = statistics.median(firsts[1:]), statistics.median(residents[1:])
    (first, resident), (base_first, base_resident) = figures["zakrila"], figures["hello"]
    line("  start", f"{first:.0f} ms", "< 150 ms", first < 150)
    line("  start, hello", f"{base_first:.0f} ms, ratio {first / base_first:.1f}")
    line("  memory at rest", f"{resident:.0f} MB", "< 80 MB", resident < 80)
    line("  memory at rest, hello", f"{base_resident:.0f} MB, ratio {resident / base_resident:.1f}")


def wrk(port, seconds):
    told = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", f"http://127.0.0.1:{port}/"], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        notice("wrk saw errors:\n" + told)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def measure_home(zakrila, hello, location):
    heading("Home page, as many requests as it can (wrk -t1 -c16 -d8s, median of 3, taking turns with hello)")
    if not shutil.which("wrk"):
        return notice("skipped: no wrk here")
    found = {"hello": [], "zakrila": []}
    with Server([hello, "PORT"]) as base, Server(serving(zakrila, location)) as site:
        servers = {"hello": base, "zakrila": site}
        for server in servers.values():
            wrk(server.port, 2)
        for _ in range(3):
            for name, server in servers.items():
                found[name].append(wrk(server.port, 8))
    rates = {name: statistics.median(values) for name, values in found.items()}
    ratio = rates["zakrila"] / rates["hello"]
    line("  hello", f"{rates['hello']:,.0f}/s")
    line("  home page", f"{rates['zakrila']:,.0f}/s, ratio {ratio:.2f}", ">= 1/4 hello", ratio >= 0.25)


def addresses(port, count):
    """What the four pages are asked: every address once only, so that no answer comes from the page cache."""
    slugs = sorted(set(re.findall(r'href="/plans/([^/"?#]+)"', body_of(port, "/"))))
    measures = [re.findall(rf'href="(/plans/{slug}/measures/[^/"?#]+)"', body_of(port, f"/plans/{slug}")) for slug in slugs]
    # One of each plan in turn.
    measures = [path for row in zip_longest(*measures) for path in row if path]
    institutions = sorted(set(re.findall(r'href="(/institutions/[^/"?#]+)"', body_of(port, "/institutions"))))
    notice(f"{len(slugs)} plans, {len(measures)} measures, {len(institutions)} institutions with something to do")

    def fresh(paths):
        return [f"{paths[number % len(paths)]}?n={number}" for number in range(count)]

    return {
        "plan page": fresh([f"/plans/{quote(slug)}" for slug in slugs]),
        "measure page": fresh(measures),
        "institution page": fresh(institutions),
        "search page": [f"/search?{urlencode({'q': query})}" for query in plans.queries(count)],
    }


def measure_pages(zakrila, hello, engines, folder):
    heading(f"Pages with 10,000 measures in 100 plans, {RATE} requests a second for {SECONDS} s: p50 / p99 / max from when each was due")
    files = plans.write(folder)
    with Server([hello, "PORT"]) as base:
        load(base.port, ["/"], RATE, 1)
        floor = load(base.port, ["/"], RATE, SECONDS)
    line("  hello", f"{floor.at(0.5):.1f} / {floor.at(0.99):.1f} / {floor.at(1):.1f} ms")
    for engine in engines:
        location = engine.new()
        seconds, memory = once([zakrila, "import", *files, "--database", location])
        line(f"  {engine.name}: import of the 100 plans", f"{seconds:.1f} s, {memory:.0f} MB")
        engine.settle(location)
        warm = RATE * 2
        with Server(serving(zakrila, location)) as server:
            asked = addresses(server.port, warm + RATE * SECONDS)
        for page, paths in asked.items():
            # A server of its own for each: what one page left undone would be the next one's burden.
            with Server(serving(zakrila, location)) as server:
                load(server.port, paths[:warm], RATE, 2)
                before = server.spent()
                found = load(server.port, paths[warm:], RATE, SECONDS)
                spent = (server.spent() - before) * 1000 / max(1, len(found.times))
                resident = server.resident()
            report_page(f"  {engine.name}: {page}", found, floor, spent, resident)
        engine.drop(location)


def measure_ledger(zakrila, folder):
    heading("A ledger of 1,000,000 entries, checked whole (median of 3)")
    path = Path(folder) / "ledger.sqlite"
    once([zakrila, "migrate", "--database", f"sqlite:{path}"])
    root = ledger.fill(path, 1_000_000)
    told = subprocess.run([zakrila, "verify", "--json", "--database", f"sqlite:{path}"], check=True, capture_output=True, text=True)
    if f'"root" : "{root}"' not in told.stdout:
        sys.exit(f"another root: {told.stdout}")
    runs = [once([zakrila, "verify", "--database", f"sqlite:{path}"]) for _ in range(3)]
    seconds = statistics.median(time for time, _ in runs)
    begun = time.perf_counter()
    with open(path, "rb") as file:
        while file.read(1 << 20):
            pass
    read = time.perf_counter() - begun
    line("  verify", f"{seconds:.1f} s", "< 20 s", seconds < 20, f"{seconds / read:.0f} × reading the file")
    line("  peak memory", f"{statistics.median(peak for _, peak in runs):.0f} MB")


def measure_policy(decisions):
    heading("One decision about a record with 20 relations (median of 1,000 × 100, three runs)")
    runs = [
        {what: int(figure) for what, figure in (told.split() for told in text.splitlines())}
        for text in (subprocess.run([decisions], check=True, capture_output=True, text=True).stdout for _ in range(3))
    ]
    scan, *figures = [(what, statistics.median(run[what] for run in runs)) for what in runs[0]]
    for what, nanoseconds in figures:
        line(f"  {what}", f"{nanoseconds / 1000:.1f} µs", "< 5 µs", nanoseconds < 5000, f"{nanoseconds / scan[1]:.1f} × reading the relations")


# What is measured of records: the words, and the target in milliseconds: of the median, of the 99th percentile.
RECORDS = {
    "open": ("a record opened, the look in the ledger", None, 50),
    "unmask": ("identity shown: unsealed, the look in the ledger", None, 50),
    "sealed": ("a name unsealed and the look written, one transaction", 2, None),
    "list-all": ("the list of one who answers for all", None, 50),
    "list-own": ("the list of one who works with a tenth", None, 50),
    "first-search": ("the first search by name: all names unsealed", None, None),
    "name-all": ("a search by name, all records one's own", None, None),
    "name-own": ("a search by name, a tenth of them one's own", None, None),
    "number": ("a search by personal number", None, None),
}


def measure_records(records, engines, count=100_000):
    for engine in engines:
        heading(f"Records of {count:,} persons in one organisation, no network, median / p99 ({engine.name})")
        settings = os.environ | ({"ZAKRILA_TEST_POSTGRES": engine.url} if hasattr(engine, "url") else {})
        kind = "postgres" if hasattr(engine, "url") else "sqlite"
        told = subprocess.run([records, kind, str(count)], check=True, capture_output=True, text=True, env=settings).stdout
        found = {what: (int(middle), int(high)) for what, middle, high in (row.split() for row in told.splitlines())}
        floor = found["page"][0]
        for what, (words, of_median, of_high) in RECORDS.items():
            middle, high = found[what]
            targets = [(f"median < {of_median} ms", middle, of_median), (f"p99 < {of_high} ms", high, of_high)]
            target, figure, limit = next((one for one in targets if one[2]), ("", 0, None))
            is_met = None if limit is None else figure < limit * 1000
            note = f"{middle / floor:.1f} × a page without a record"
            line(f"  {words}", f"{middle / 1000:.2f} / {high / 1000:.2f} ms", target, is_met, note)
        line("  the index of names in memory", f"{found['index'][0]} MB", "", None, f"{found['index'][1]} MB in all")


class House:
    """A house full of casework, served, and what there is to ask it for."""

    def __init__(self, records, engine, count):
        is_postgres = hasattr(engine, "url")
        settings = os.environ | ({"ZAKRILA_TEST_POSTGRES": engine.url} if is_postgres else {})
        command = [records, "postgres" if is_postgres else "sqlite", str(count), "serve"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=settings)
        self.told, self.cases = {}, []
        for words in self.process.stdout:
            what, _, rest = words.strip().partition(" ")
            if what == "ready":
                return
            self.cases += [rest] if what == "case" else []
            self.told[what] = rest
        sys.exit("the house was not served")

    @property
    def port(self):
        return int(self.told["port"])

    def cookies(self, who):
        return f"Cookie: {self.told[who]}\r\n"

    def form(self, who, path, fields, expected=200):
        return Asked(path, self.cookies(who), urlencode(fields | {"_form": self.told[who + "-token"]}), expected)

    def signal(self):
        """A call as the line writes it down, each another one."""
        fields = {
            "id": str(uuid.uuid4()), "kind": "signal", "channel": "phone", "reporter": "relative", "danger": "now", "told": "emergency",
            "child": "no", "country": "BG", "district": "BG-03", "form": "sexual", "count-women": "1", "note": "Проба", "anyway": "1",
        }
        return self.form("line", "/signals/new", fields, expected=303)

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(120)


WORK_RATE, WORK_SECONDS = 50, 20
SOUGHT = ["незабравка зорбелска", "Marija", "Йорданка Петрова", "цветанка бел", "Росица Стоянова хвал", "Пенка Тодорова", "Яна", "зорчернска"]


def measure_work(records, engines, count=100_000):
    """What a working day asks for, each by itself and then all of it in turn, at the same rate."""
    for engine in engines:
        what = f"{count:,} cases, {count * 10:,} lines of their timelines"
        heading(f"{what}, {WORK_RATE} requests a second for {WORK_SECONDS} s: p50 / p99 / max ({engine.name})")
        house = House(records, engine, count)
        number = WORK_RATE * WORK_SECONDS
        worker, head = house.cookies("worker"), house.cookies("head")
        kinds = {
            "today of a worker": [Asked("/today", worker)] * number,
            "today of her head": [Asked("/today", head)] * number,
            "a case, the look in the ledger": [Asked(house.cases[place % len(house.cases)], worker) for place in range(number)],
            "search by name": [house.form("head", "/persons/search", {"name": SOUGHT[place % len(SOUGHT)]}) for place in range(number)],
            "a signal saved": [house.signal() for _ in range(number)],
        }
        kinds["all in turn"] = [one for turn in zip(*kinds.values()) for one in turn]
        # The names come into memory with the first search.
        load(house.port, kinds["search by name"][:1], 1, 1)
        for what, requests in kinds.items():
            load(house.port, requests[: WORK_RATE * 2], WORK_RATE, 2)
            with Disk() as disk:
                found = load(house.port, requests[WORK_RATE * 2 :], WORK_RATE, WORK_SECONDS)
            middle, high, top = (found.at(share) for share in (0.5, 0.99, 1))
            is_met = high < 80 and not found.wrong and not found.missing
            note = f"the disk alone meanwhile {disk.middle:.1f} to {disk.top:.0f} ms"
            note += f", {found.wrong} wrong, {found.missing} unanswered" if found.wrong or found.missing else ""
            line(f"  {what}", f"{middle:.1f} / {high:.1f} / {top:.1f} ms", "p99 < 80 ms", is_met, note)
        house.end()


ACTS_RATE, ACTS_SECONDS = 20, 30


def measure_acts(zakrila, engines, folder, count=200_000, rows=10_000):
    """A plan whose figures are counted out of a country's acts, while more of them come."""
    for engine in engines:
        location = engine.new()
        own = ["--database", location, "--root-key", str(Path(folder) / f"acts-{engine.name}.key")]
        once([zakrila, "import", *sorted((ROOT / "Demo").glob("*.tsv")), "--database", location])
        once([zakrila, "setup", "--demo", *own])
        made, heads = acts.fill(engine, location, count)
        engine.settle(location)
        heading(f"{made:,} acts with {heads:,} participations in one year ({engine.name})")
        with Server([*serving(zakrila, location), *own[2:]]) as server:
            slug = next(slug for slug in re.findall(r'href="/plans/([^/"?#]+)"', body_of(server.port, "/")) if slug.startswith("programa"))
            page = f"/plans/{slug}/figures"
            begun = time.perf_counter()
            figures = re.findall(r"<tr", body_of(server.port, page))
            line("  the plan's figures for the first time", f"{(time.perf_counter() - begun) * 1000:,.0f} ms", "", None, f"{len(figures)} lines")
            head, worker = (Visitor(role, server).sign_in(role) for role in ("coordinator", "case-worker"))
            cookie = f"Cookie: {head.headers['Cookie']}\r\n"
            number = ACTS_RATE * ACTS_SECONDS
            entries = entered(worker)
            sights = {"everybody": [f"{page}?n={n}" for n in range(number)], "the coordinator": [Asked(page, cookie)] * number}
            load(server.port, sights["the coordinator"], ACTS_RATE, 3)
            for who, paths in sights.items():
                report_acts(f"  the figures, {who}", load(server.port, paths, ACTS_RATE, ACTS_SECONDS), 100)
            report_acts("  an act saved, 5 a second", load(server.port, [next(entries) for _ in range(100)], 5, 20), 50)
            for who, paths in sights.items():
                found, saved = together(
                    lambda: load(server.port, paths, ACTS_RATE, ACTS_SECONDS),
                    lambda: load(server.port, [next(entries) for _ in range(ACTS_SECONDS)], 1, ACTS_SECONDS))
                report_acts(f"  the figures, {who}, an act a second", found, 100)
                report_acts("  the acts meanwhile", saved, 50)
            seconds, told = imported(worker, rows)
            line(f"  {rows:,} rows of a sheet stored", f"{seconds:.2f} s", "< 3 s", seconds < 3, told)
        engine.drop(location)


def together(*works):
    """Runs each in a thread of its own, and gives what they give."""
    found = [None] * len(works)

    def run(place):
        found[place] = works[place]()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def entered(worker):
    """Trainings as their form sends them, each another one, with no end."""
    token = worker.ask("GET", "/activities/new/training").forms("/activities/new/training")[0]["_form"]
    number = 0
    while True:
        number += 1
        fields = {
            "_form": token, "id": str(uuid.uuid4()), "title": f"Обучение {number}", "starts": f"{number % 28 + 1}.3.2024", "district": "BG-03",
            "f-training-form": "seminar", "state": "done", "head-profession-1": "police", "head-women-1": "12", "head-men-1": "3",
            "evidence": "Протокол", "anyway": "1",
        }
        yield Asked("/activities/new/training", f"Cookie: {worker.headers['Cookie']}\r\n", urlencode(fields), 303)


def imported(worker, rows):
    """Seconds from the button that stores a sheet until its page says that it is stored."""
    identifier = str(uuid.uuid4())
    text = "Заглавие;Дата;Област;Брой;Къде са раздадени\n" + "".join(
        f"Листовка {row};{row % 28 + 1}.3.2024;Варна;{row + 1};Училище\n" for row in range(rows))
    token = worker.ask("GET", "/activities/import").forms("/activities/import")[0]["_form"]
    worker.send("/activities/import", {"_form": token, "id": identifier, "kind": "distribution", "text": text})
    columns = f"/activities/import/{identifier}/columns"
    worker.ask("GET", f"/activities/import/{identifier}")
    worker.ask("POST", columns, worker.forms(columns)[0])
    begun = time.perf_counter()
    worker.ask("GET", worker.location)
    checked = time.perf_counter() - begun
    store = f"/activities/import/{identifier}/store"
    fields = worker.forms(store)[0]
    begun = time.perf_counter()
    worker.ask("POST", store, fields)
    while "/activities?" not in worker.location:
        worker.ask("GET", f"/activities/import/{identifier}")
        if "<progress" not in worker.body:
            break
        time.sleep(0.02)
    return time.perf_counter() - begun, f"checked in {checked:.2f} s"


def report_acts(what, found, limit):
    middle, high, top = (found.at(share) for share in (0.5, 0.99, 1))
    is_met = high < limit and not found.wrong and not found.missing
    note = f"{found.wrong} wrong, {found.missing} unanswered" if found.wrong or found.missing else ""
    line(what, f"{middle:.1f} / {high:.1f} / {top:.1f} ms", f"p99 < {limit} ms", is_met, note)


def measure_sign_in(zakrila, folder, rate=30, seconds=10):
    heading(f"Guessing at passwords: pages of others at {rate} requests a second for {seconds} s each, and the time of a refusal")
    path = Path(folder) / "guessed.sqlite"
    own = ["--database", f"sqlite:{path}", "--root-key", str(Path(folder) / "guessed.key")]
    once([zakrila, "setup", "--demo", *own])
    once([zakrila, "import", *sorted((ROOT / "Demo").glob("*.tsv")), "--database", own[1]])
    with Server([*serving(zakrila, own[1]), *own[2:]]) as server:
        worker = Visitor("a worker", server).sign_in("case-worker")
        record = [worker.add_person() for _ in range(30)][-1]
        plan = iter(addresses(server.port, rate * seconds * 3)["plan page"])

        def loaded():
            """What the public, a worker with her list and one with a record wait for."""
            cookies = "Cookie: " + worker.headers["Cookie"] + "\r\n"
            found = {"a plan's page": load(server.port, [next(plan) for _ in range(rate * seconds)], rate, seconds)}
            for what, address in [("a worker's list", "/persons"), ("a record, the look in the ledger", record)]:
                found[what] = load(server.port, [address], rate, seconds, cookies)
            return found

        load(server.port, ["/", "/plans"], rate, 3)
        calm = loaded()
        with sign_in.Storm(server.port, 16) as storm:
            time.sleep(1)
            busy = loaded()
        answered = sorted(spent for status, spent in storm.found if status == 422)
        refused = sum(status == 503 for status, _ in storm.found)
        for what, found in calm.items():
            before, meanwhile = found.at(0.95), busy[what].at(0.95)
            wrong = sum(one.wrong + one.missing for one in (found, busy[what]))
            line(f"  p95 of {what}, calm / stormy", f"{before:.1f} / {meanwhile:.1f} ms", "<= 4/3", meanwhile <= before * 4 / 3 and not wrong,
                 f"ratio {meanwhile / before:.2f}" + (f", {wrong} wrong or unanswered" if wrong else ""))
        line("  p95 of an attempt to sign in", f"{answered[int(len(answered) * 0.95)]:.0f} ms", "", None,
             f"{len(answered)} answered, {refused} told to come back later")
    with Server([*serving(zakrila, own[1]), *own[2:]]) as server:
        found = sign_in.times_of_refusals(server.port, path, 700)
    strangers = found.pop(sign_in.STRANGER)
    for what, times in found.items():
        chance = sign_in.p_value(strangers, times)
        line(f"  {sign_in.STRANGER} / {what}, median", f"{statistics.median(strangers):.2f} / {statistics.median(times):.2f} ms", "p > 0.05",
             chance > 0.05, f"p = {chance:.2f}, {len(times)} of each")


def report_page(what, found, floor, spent, resident):
    middle, high, top = (found.at(share) for share in (0.5, 0.99, 1))
    notes = [
        f"{found.size / max(1, len(found.times)) / 1024:.0f} KB each", f"p50 {middle / max(0.01, floor.at(0.5)):.0f} × hello",
        f"{spent:.1f} ms of processor each", f"{resident:.0f} MB after",
    ]
    if found.wrong or found.missing:
        notes.append(f"{found.wrong} wrong, {found.missing} unanswered")
    if found.own > 5 and middle < 50:
        notes.append(f"generator {found.own:.0f} ms late")
    is_met = high < 50 and not found.wrong and not found.missing
    line(what, f"{middle:.1f} / {high:.1f} / {top:.1f} ms", "p99 < 50 ms", is_met, ", ".join(notes))


def main(zakrila, hello, decisions, records, *parts):
    wanted = parts or ("import", "check", "compare", "word", "start", "home", "pages", "ledger", "policy", "records", "work", "acts", "sign-in")
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    busy = os.getloadavg()[0]
    print(f"Machine: {os.cpu_count()} cores, {model[1] if model else 'unknown processor'}, load {busy:.1f} before")
    if busy > os.cpu_count() / 2:
        notice("something else is running here: times will be too long")
    with tempfile.TemporaryDirectory(prefix="zakrila-bench-") as folder, PrivatePostgres() as postgres:
        sqlite = SQLite(folder)
        engines = [sqlite] + ([postgres] if postgres else [])
        if "import" in wanted:
            measure_import(zakrila, engines)
        if "check" in wanted:
            measure_check(zakrila, Path(folder) / "large")
        if "compare" in wanted:
            measure_compare(zakrila, Path(folder) / "pair")
        if "word" in wanted:
            measure_word(zakrila, sqlite, folder)
        demo = demo_database(zakrila, sqlite)
        if "start" in wanted:
            measure_start(zakrila, hello, demo)
        if "home" in wanted:
            measure_home(zakrila, hello, demo)
        if "pages" in wanted:
            measure_pages(zakrila, hello, engines, Path(folder) / "plans")
        if "ledger" in wanted:
            measure_ledger(zakrila, folder)
        if "policy" in wanted:
            measure_policy(decisions)
        if "records" in wanted:
            measure_records(records, engines)
        if "work" in wanted:
            measure_work(records, engines)
        if "acts" in wanted:
            measure_acts(zakrila, engines, folder)
        if "sign-in" in wanted:
            measure_sign_in(zakrila, folder)


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
