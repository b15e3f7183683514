"""One server, one database and one browser for every worker."""

import pytest
from playwright.sync_api import sync_playwright

from staff import Staff
from support import SHELL, Server, imported, populated
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
        browser = playwright.chromium.launch(executable_path=SHELL, args=["--no-sandbox"])
        yield browser
        browser.close()


def complains(message):
    """Chromium on Linux knows no Web Bluetooth and says so of every page that forbids it."""
    return message.type in ("error", "warning") and "Unrecognized feature: 'bluetooth'" not in message.text


def opened(browser, server, width=1440, height=900, **options):
    """A window of its own; what the browser complained of in it is in `complaints`."""
    context = browser.new_context(base_url=server.origin, locale="bg-BG", viewport={"width": width, "height": height}, **options)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if complains(message) else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    # What the browser itself gives up, as when the reader goes on before the icon has come, is no fault.
    page.on("requestfailed", lambda request: page.complaints.append("failed: " + request.url) if request.failure != "net::ERR_ABORTED" else None)
    page.on("dialog", lambda dialog: (page.complaints.append("dialog: " + dialog.message), dialog.dismiss()))
    return page


@pytest.fixture(scope="session")
def staffed(tmp_path_factory):
    """A server with an invented user for each role."""
    folder = tmp_path_factory.mktemp("staffed")
    with Server(populated(folder), development=False, folder=folder) as server:
        yield server
        assert server.stop() == 0, server.output()


@pytest.fixture(scope="session")
def staff(browser, staffed):
    """Windows in which users have signed in."""
    return Staff(lambda **options: opened(browser, staffed, **options))


@pytest.fixture(scope="module")
def own_staff(browser, tmp_path_factory):
    """The same in a house of a module's own: what is done there would change the pages of others."""
    folder = tmp_path_factory.mktemp("own")
    with Server(populated(folder), development=False, folder=folder) as server:
        yield Staff(lambda **options: opened(browser, server, **options))
        assert server.stop() == 0, server.output()


@pytest.fixture
def new_staff_page(browser, staffed):
    """Opens windows of a server with users, in which nobody has signed in."""
    pages = []

    def make(**options):
        pages.append(opened(browser, staffed, **options))
        return pages[-1]

    yield make
    for page in pages:
        page.context.close()


@pytest.fixture(scope="session")
def visits(browser, server):
    """Pages opened in the browser, each once."""
    return Visits(opened(browser, server), server)


@pytest.fixture
def new_page(browser, server):
    """Opens windows, each with settings of its own."""
    pages = []

    def make(**options):
        pages.append(opened(browser, server, **options))
        return pages[-1]

    yield make
    for page in pages:
        page.context.close()


@pytest.fixture(scope="session")
def desk(browser, server):
    return opened(browser, server)


@pytest.fixture(scope="session")
def desk_without_script(browser, server):
    return opened(browser, server, java_script_enabled=False)


@pytest.fixture
def page(desk):
    """A window as wide as a desk, as if nobody had used it before."""
    desk.complaints.clear()
    yield desk
    if desk.url.startswith("http"):
        desk.evaluate("localStorage.clear()")
    desk.emulate_media(media="null", color_scheme="null")
    desk.goto("about:blank")


@pytest.fixture
def plain(desk_without_script):
    """A window in which no script runs."""
    desk_without_script.goto("about:blank")
    return desk_without_script
