"""The program under test, and what the tests ask of it without a browser."""

import http.client
import os
import re
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("ZAKRILA_BIN") or ROOT / ".build/debug/zakrila").absolute()
CHROMIUM = os.environ.get("ZAKRILA_CHROMIUM") or "/usr/bin/chromium"
# The same browser without windows: a quarter faster. It keeps no pages for the Back button.
SHELL = os.environ.get("ZAKRILA_CHROMIUM") or "/usr/bin/chromium-headless-shell"
DEMO = [ROOT / "Demo/programa-2024.tsv", ROOT / "Demo/plan-migratsia-2024.tsv"]
PROGRAMME = "programa-sreshtu-trafika-2024"
MIGRATION = "plan-strategiya-migratsiya-2024"
PLANS = [PROGRAMME, MIGRATION]


def environment(**more):
    """The environment without settings of the program, which would change what is tested."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZAKRILA_")}
    return kept | more


class Server:
    """`zakrila serve` on a free port."""

    def __init__(self, database, language="bg", development=True, folder=None, settings=None, **options):
        command = [BINARY, "serve", "--port", "0", "--database", database] + (["--development"] if development else [])
        self.log = tempfile.TemporaryFile()
        self.last_words = None
        # The root key is looked for below the folder in which the program starts.
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=self.log, stderr=self.log,
            env=environment(ZAKRILA_LANGUAGE=language, **(settings or {})), **options)
        found = None
        deadline = time.monotonic() + 60
        while not found:
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.end()
                raise RuntimeError("the server did not start: " + self.output())
            time.sleep(0.05)
            found = re.search(r"http://localhost:(\d+)", self.output())
        self.port = int(found[1])
        self.origin = f"http://localhost:{self.port}"

    def output(self):
        if self.last_words is not None:
            return self.last_words
        self.log.seek(0)
        return self.log.read().decode()

    def stop(self):
        """Asks the server to end, as a service manager does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(45)
        finally:
            self.end()

    def end(self):
        """Leaves nothing behind, whatever happened."""
        if self.last_words is None:
            self.process.kill()
            self.process.wait()
            self.last_words = self.output()
            self.log.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def ask(self, path, method="GET", **headers):
        """The answer to one request, exactly as it comes: no redirects followed, nothing unpacked."""
        with Connection(self) as connection:
            return connection.ask(path, method, **headers)


class Connection:
    """A connection that is kept for many requests."""

    def __init__(self, server):
        self.http = http.client.HTTPConnection("localhost", server.port, timeout=60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.close()

    def ask(self, path, method="GET", **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.http.request(method, path, headers=names)
        answer = self.http.getresponse()
        return Answer(path, answer.status, answer.getheaders(), answer.read())


@dataclass
class Answer:
    path: str
    status: int
    headers: list
    body: bytes

    def header(self, name):
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return values[0] if len(values) == 1 else (values or None)

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def is_html(self):
        return (self.header("Content-Type") or "").startswith("text/html")

    @property
    def html(self):
        return Html.read(self.text)


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Html(HTMLParser):
    """What the tests look at in a page: its elements in order, each with its attributes and its text."""

    elements: list = field(default_factory=list)

    def __post_init__(self):
        HTMLParser.__init__(self)
        self.open = []

    @staticmethod
    def read(text):
        page = Html()
        page.feed(text)
        page.close()
        return page

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.elements.append(Element(tag, dict(attributes)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data):
        for element in self.open:
            element.text += data

    def all(self, tag=None, name=None, **attributes):
        """Elements with a tag, a class and attributes."""
        return [
            one
            for one in self.elements
            if (tag is None or one.tag == tag)
            and (name is None or name in one.get("class").split())
            and all(one.attributes.get(key) == value for key, value in attributes.items())
        ]

    @property
    def ids(self):
        return [one.attributes["id"] for one in self.elements if "id" in one.attributes]

    @property
    def title(self):
        return next(one.text for one in self.elements if one.tag == "title")


@dataclass(eq=False)
class Element:
    tag: str
    attributes: dict
    text: str = ""

    def get(self, name):
        return self.attributes.get(name) or ""


def squeezed(text):
    return " ".join(text.split())


def resolved(base, href):
    """Path and query, then the fragment, of a link of the site; None for links that leave it."""
    address = urlsplit(urljoin("http://site" + base, href))
    if address.netloc != "site" or address.scheme != "http":
        return None
    return (address.path or "/") + ("?" + address.query if address.query else ""), address.fragment


def in_language(path, language):
    """The address of a page in a language."""
    return path if language == "bg" else "/en" + ("" if path == "/" else path)


def search(query, language="bg"):
    return in_language("/search", language) + "?q=" + quote(query, safe="")


def populated(folder, database=None):
    """Makes an installation with an invented user for each role in a folder, its database there, too, unless another is named; the database."""
    database = database or f"sqlite:{folder / 'zakrila.sqlite'}"
    command = [BINARY, "setup", "--demo", "--database", database]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    # Only now: with the plans there, setup would play the demonstration's year, and tests begin with nothing done.
    imported(database)
    return database


def imported(database):
    """Imports the demonstration into a database; what the program said of it."""
    done = subprocess.run([BINARY, "import", *DEMO, "--database", database], env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
