"""One server, one database and one browser for every worker."""

import pytest
from playwright.sync_api import sync_playwright

from support import CHROMIUM, Server, imported
from visits import Visits


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    """A SQLite database with the plans of the demonstration."""
    location = f"sqlite:{tmp_path_factory.mktemp('zakrila') / 'zakrila.sqlite'}"
    imported(location)
    return location


@pytest.fixture(scope="session")
def server(database):
    with Server(database) as server:
        yield server
        assert server.stop() == 0, server.output()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visits(browser, server):
    """Pages opened in the browser, each once."""
    return Visits(browser, server)


@pytest.fixture
def new_page(browser, server):
    """Opens windows; what the window complained of is in `complaints`."""
    contexts = []

    def make(width=1440, height=900, **options):
        context = browser.new_context(base_url=server.origin, locale="bg-BG", viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (page.complaints.append("dialog: " + dialog.message), dialog.dismiss()))
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    """A window as wide as a desk."""
    return new_page()
