"""Every address that can be reached from the home page, asked once."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest

from support import Connection, in_language, resolved
from visits import KINDS

pytestmark = pytest.mark.xdist_group("all-addresses")


class Crawl:
    """All answers of the site by address, and who links where."""

    def __init__(self, server):
        self.answers = {}
        self.pages = {}
        self.links = []
        with Connection(server) as connection:
            self.follow(connection)

    def follow(self, connection):
        waiting = ["/"]
        seen = set(waiting)
        while waiting:
            path = waiting.pop()
            answer = connection.ask(path)
            self.answers[path] = (answer.status, answer.header("Content-Type"))
            if not answer.is_html:
                continue
            page = answer.html
            self.pages[path] = Summary(page, answer.text)
            for one in page.elements:
                for name in ("href", "src", "action"):
                    target = resolved(path, one.get(name)) if name in one.attributes else None
                    if not target:
                        continue
                    self.links.append((path, *target))
                    if target[0] not in seen:
                        seen.add(target[0])
                        waiting.append(target[0])


class Summary:
    def __init__(self, page, text):
        self.ids = page.ids
        self.title = page.title
        self.headings = [one.text.strip() for one in page.all("h1")]
        self.lang = page.all("html")[0].get("lang")
        self.missing = re.findall("⟨[^⟩]*⟩", text)
        self.other = [one.get("href") for one in page.all("a", name="lang")]
        self.hits = [one.text.strip() for one in page.all("div", name="hit")]
        self.said = [one.text.strip() for one in page.all("blockquote", name="said")]
        self.is_prose = not page.all("dl", name="cells")


@pytest.fixture(scope="module")
def crawl(server):
    return Crawl(server)


def kind(path):
    """An address with what varies taken out of it."""
    path = urlsplit(re.sub("^/en(?=/|$|[?])", "", path) or "/").path
    path = re.sub("^/plans/[^/.]+", "/plans/*", path)
    return re.sub("/(measures|source|institutions|indicators)/[^/]+(?=/|$)", r"/\1/*", path)


def test_every_address_answers(crawl):
    assert {path: status for path, (status, _) in crawl.answers.items() if status != 200} == {}


def test_both_plans_are_reached_whole(crawl):
    counts = Counter(kind(path) for path in crawl.pages if not path.startswith("/en"))
    assert counts["/plans/*/measures/*"] == 73 + 85
    assert counts["/plans/*/source/*"] > counts["/plans/*/measures/*"]


def test_every_kind_of_page_is_opened_in_the_browser_too(crawl):
    assert {kind(path) for path in crawl.pages} - {kind(path) for path in KINDS.values()} == set()


def test_every_page_exists_in_both_languages(crawl):
    bulgarian = {path for path in crawl.pages if not re.match("/en(/|$)", path)}
    english = set(crawl.pages) - bulgarian
    assert english == {in_language(path, "en") for path in bulgarian}
    wrong = [path for path in bulgarian if crawl.pages[path].other != [in_language(path, "en")]]
    wrong += [path for path in bulgarian if crawl.pages[in_language(path, "en")].other != [path]]
    assert wrong == []


def test_every_page_is_whole(crawl):
    wrong = {}
    for path, page in crawl.pages.items():
        faults = [
            page.lang != ("en" if re.match("/en(/|$)", path) else "bg") and "language",
            not page.title.strip() and "title",
            (len(page.headings) != 1 or not page.headings[0]) and "heading",
            len(page.ids) != len(set(page.ids)) and "ids",
            page.missing and f"missing {page.missing}",
        ]
        if any(faults):
            wrong[path] = [fault for fault in faults if fault]
    assert wrong == {}


def test_every_link_into_a_page_finds_its_place(crawl):
    inside = [(page, target, fragment) for page, target, fragment in crawl.links if fragment]
    assert inside
    assert [link for link in inside if link[2] not in crawl.pages[link[1]].ids] == []


def test_every_source_page_shows_its_cell(crawl):
    sources = {path: page for path, page in crawl.pages.items() if "/source/" in path}
    wrong = {}
    for path, page in sources.items():
        if len(page.said) != 1 or not page.said[0]:
            wrong[path] = "no text"
        elif not page.is_prose and (len(page.hits) != 1 or page.said[0] not in page.hits[0]):
            wrong[path] = "no cell"
    assert sources and wrong == {}
