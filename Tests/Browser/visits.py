"""The kinds of pages there are, and opening each of them as a reader does."""

from dataclasses import dataclass
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from support import MIGRATION, PROGRAMME, in_language, search

WINDOWS = {"wide": (1440, 900), "phone": (390, 844), "narrow": (320, 640)}

# Every kind of page. A test of all addresses refuses a page of a kind that is missing here.
KINDS = {
    "home": "/",
    "about": "/about",
    "accessibility": "/accessibility",
    "data": "/data",
    "components": "/components",
    "institutions": "/institutions",
    "metrics": "/metrics",
    "search-blank": "/search",
    "search-results": search("трафик"),
    "search-empty": search("щъркелово гнездо"),
    "plan": f"/plans/{PROGRAMME}",
    "plan-filtered": f"/plans/{PROGRAMME}?section=2&institution={quote('НКБТХ')}",
    "plan-none-chosen": f"/plans/{PROGRAMME}?q={quote('щъркел')}",
    "document": f"/plans/{PROGRAMME}/document",
    "figures": f"/plans/{PROGRAMME}/figures",
    "figures-none": f"/plans/{PROGRAMME}/figures?show=fed",
    "budget": f"/plans/{PROGRAMME}/budget",
    "calendar": f"/plans/{PROGRAMME}/calendar",
    "plan-institutions": f"/plans/{PROGRAMME}/institutions",
    "remarks": f"/plans/{PROGRAMME}/remarks",
    "history": f"/plans/{PROGRAMME}/history",
    "measure": f"/plans/{PROGRAMME}/measures/II.1.1",
    "indicator": f"/plans/{PROGRAMME}/measures/IV.5.1/indicators/1",
    "source": f"/plans/{PROGRAMME}/source/2.3.9",
    "institution": f"/institutions/{quote('НКБТХ')}",
    "not-found": "/nope",
}
# More pages of the kinds that have many.
SAMPLES = {
    "plan-2": f"/plans/{MIGRATION}",
    "document-2": f"/plans/{MIGRATION}/document",
    "figures-2": f"/plans/{MIGRATION}/figures",
    "budget-2": f"/plans/{MIGRATION}/budget",
    "calendar-2": f"/plans/{MIGRATION}/calendar",
    "plan-institutions-2": f"/plans/{MIGRATION}/institutions",
    "remarks-2": f"/plans/{MIGRATION}/remarks",
    "measure-2": "measure 0",
    "measure-3": "measure -1",
    "source-2": "source 0",
    "source-3": "source -1",
    "institution-2": "institution 0",
    "institution-3": "institution -1",
}
PAGES = KINDS | SAMPLES
KEY_PAGES = ["home", "plan", "document", "budget", "calendar", "measure", "source", "institution", "search-results", "search-empty"]


def pages_in(names, windows, scheme="light", languages=("bg", "en")):
    """Parameters of tests: every page in both languages and in every window."""
    return [
        pytest.param(
            (name, language, window, scheme),
            id=f"{name}-{language}-{window}-{scheme}",
            marks=pytest.mark.xdist_group(f"{name}-{language}"),
        )
        for name in names
        for language in languages
        for window in windows
    ]


@dataclass
class Visit:
    """A page as it stood in the window."""

    path: str
    status: int
    language: str
    complaints: list
    violations: list
    facts: dict


LOOK = """() => {
  const name = (one) => one.tagName.toLowerCase() + (one.id ? "#" + one.id : "") + [...one.classList].map((c) => "." + c).join("");
  const isScrolled = (one) => {
    for (let up = one.parentElement; up; up = up.parentElement)
      if (up !== document.documentElement && up !== document.body && getComputedStyle(up).overflowX !== "visible") return true;
    return false;
  };
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return {
    lang: document.documentElement.lang,
    title: document.title,
    headings: [...document.querySelectorAll("h1")].map((one) => one.innerText),
    missing: (document.documentElement.outerHTML.match(/⟨[^⟩]*⟩/g) ?? []),
    repeated: ids.filter((id, at) => ids.indexOf(id) !== at),
    unnamed: [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
      .filter((one) => !one.labels.length && !one.getAttribute("aria-label") && !one.getAttribute("aria-labelledby")).map((one) => one.outerHTML),
    width: document.scrollingElement.scrollWidth,
    window: innerWidth,
    wide: [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5 && !isScrolled(one)).slice(0, 8).map(name),
  };
}"""


class Visits:
    """Visits in one window, whose size and colours change: opening a window takes longer than opening a page."""

    def __init__(self, page, server):
        self.page = page
        self.server = server
        self.known = {}
        self.samples = {}

    def path(self, name, language):
        """The address of a page; samples are the first and the last of their kind."""
        path = PAGES[name]
        if " " in path:
            kind, position = path.split(" ")
            if kind not in self.samples:
                begin, where = {
                    "measure": (f"/plans/{PROGRAMME}/measures/", f"/plans/{PROGRAMME}"),
                    "source": (f"/plans/{PROGRAMME}/source/", f"/plans/{PROGRAMME}/measures/II.1.2"),
                    "institution": ("/institutions/", "/institutions"),
                }[kind]
                links = [one.get("href") for one in self.server.ask(where).html.all("a")]
                self.samples[kind] = [link for link in links if link.startswith(begin)]
            path = self.samples[kind][int(position)]
        return in_language(path, language)

    def __call__(self, name, language, window, scheme):
        key = (name, language, window, scheme)
        if key not in self.known:
            self.known[key] = self.visit(*key)
        return self.known[key]

    def visit(self, name, language, window, scheme):
        width, height = WINDOWS[window]
        page = self.page
        page.goto("about:blank")
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.complaints.clear()
        path = self.path(name, language)
        status = page.goto(path).status
        facts = page.evaluate(LOOK)
        heard = list(page.complaints)
        return Visit(path, status, language, heard, barriers(page), facts)


def barriers(page):
    """What axe finds against WCAG. All rules are tried; what passes is not described, which takes most of the time on a long page."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['html']} ({node['failureSummary']})" for one in found for node in one["nodes"]]


def fits(page):
    """Whether nothing is wider than the window."""
    return page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def reach(page, selector, limit=120):
    """Goes on by the keyboard until something has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} can't be reached on {page.url}")


def look_everywhere(page, language, *secrets):
    """Looks at a page, all of it unfolded, in every window: it is whole, nothing is wider than the window, axe finds nothing, and no secret stands
    in its title or address. Words differ with the language, colours don't; the longer words are tried in every window."""
    for one in page.locator("details").all():
        one.evaluate("one => one.open = true")
    sizes = [("wide", "light"), ("wide", "dark"), ("phone", "light"), ("narrow", "light")]
    for window, scheme in sizes if language == "bg" else sizes[::3]:
        page.set_viewport_size(dict(zip(("width", "height"), WINDOWS[window])))
        page.emulate_media(color_scheme=scheme)
        facts = page.evaluate(LOOK)
        assert facts["lang"] == language and len(facts["headings"]) == 1 and facts["missing"] == []
        assert facts["repeated"] == [] and facts["unnamed"] == []
        assert facts["width"] <= facts["window"], (window, facts["wide"])
        assert not any(secret in facts["title"] + page.url for secret in secrets)
        assert barriers(page) == [], (window, scheme)
