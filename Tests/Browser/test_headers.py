"""What stands around every answer."""

import socket

import pytest

from support import PROGRAMME, in_language

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; report-to csp"
)
HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=(), "
    "serial=(), bluetooth=(), idle-detection=(), local-fonts=(), browsing-topics=()",
    "Reporting-Endpoints": 'csp="/reports/csp"',
    "X-Frame-Options": "DENY",
    "Vary": "Sec-Fetch-Site",
}
PLAN = f"/plans/{PROGRAMME}"
PAGES = ["/", "/en", PLAN, f"{PLAN}/measures/II.1.2", "/search?q=a", "/institutions", "/schemas/plan.schema.json"]
FILES = [f"{PLAN}.json", f"{PLAN}.csv", f"{PLAN}.ics", f"{PLAN}.docx", f"{PLAN}.xlsx", f"{PLAN}/measures/II.1.2.json"]
REFUSED = {
    "unreadable-address": ("GET", "/%zz", 400),
    "unreadable-question": ("GET", "/search?q=%zz", 400),
    "missing": ("GET", "/nope", 404),
    "missing-in-english": ("GET", "/en/nope", 404),
    "posted": ("POST", "/", 405),
    "put": ("PUT", PLAN, 405),
    "deleted": ("DELETE", PLAN, 405),
    "posted-nowhere": ("POST", "/nope", 404),
}


def expect_headers(answer, policy=POLICY):
    assert {name: answer.header(name) for name in HEADERS} == HEADERS
    assert answer.header("Content-Security-Policy") == policy
    assert answer.header("Server") is None
    assert answer.header("Set-Cookie") is None
    assert answer.header("X-Request-Id")


@pytest.mark.parametrize("path", PAGES)
def test_page_has_all_headers(server, path):
    answer = server.ask(path)
    assert answer.status == 200
    expect_headers(answer)
    assert answer.header("X-Robots-Tag") is None
    assert answer.header("Cache-Control") == "no-cache"


@pytest.mark.parametrize("path", FILES)
def test_file_has_all_headers_and_can_do_nothing(server, path):
    answer = server.ask(path)
    assert answer.status == 200
    expect_headers(answer, "sandbox; default-src 'none'")
    assert answer.header("Content-Disposition") == f'attachment; filename="{path[len("/plans/"):].replace("/measures/", "-")}"'


@pytest.mark.parametrize("path", PAGES + FILES)
def test_unchanged_page_is_not_sent_again(server, path):
    first = server.ask(path)
    again = server.ask(path, If_None_Match=first.header("ETag"))
    assert again.status == 304
    assert again.body == b""
    expect_headers(again, first.header("Content-Security-Policy"))
    assert again.header("ETag") == first.header("ETag")
    assert server.ask(path, If_None_Match='"another"').body == first.body


@pytest.mark.parametrize("method, path, status", REFUSED.values(), ids=REFUSED.keys())
def test_refusal_has_all_headers_and_is_not_found_by_search_engines(server, method, path, status):
    answer = server.ask(path, method)
    assert answer.status == status
    expect_headers(answer)
    assert answer.header("X-Robots-Tag") == "noindex, nofollow, noarchive"
    assert answer.header("Cache-Control") == "no-store"
    assert answer.header("Allow") == ("GET, HEAD" if status == 405 else None)
    page = answer.html
    assert page.all("html")[0].get("lang") == ("en" if path.startswith("/en") else "bg")
    assert len(page.all("h1")) == 1 and page.all("main")


REDIRECTS = {"/institutions/": "/institutions", "/en/": "/en", "/en/institutions/": "/en/institutions", f"{PLAN}/": PLAN}


@pytest.mark.parametrize("path, target", REDIRECTS.items())
def test_trailing_slash_leads_to_the_page(server, path, target):
    answer = server.ask(path)
    assert (answer.status, answer.header("Location")) == (308, target)
    expect_headers(answer)
    assert server.ask(target).status == 200


@pytest.mark.parametrize("path", ["//example.org/", "//example.org", "/%2f/example.org/", "/\\example.org/", "/en//example.org/", "///example.org//"])
def test_no_address_leads_off_the_site(server, path):
    answer = server.ask(path)
    assert answer.status in (308, 400, 404)
    expect_headers(answer)
    if answer.status == 308:
        assert answer.header("Location").startswith("/")
        assert not answer.header("Location").startswith(("//", "/\\"))


@pytest.mark.parametrize("path", ["/", "/en/nope", f"{PLAN}.csv", "/institutions/", "/%zz"])
def test_head_answers_as_get_without_a_body(server, path):
    with socket.create_connection(("localhost", server.port), timeout=30) as wire:
        wire.sendall(f"HEAD {path} HTTP/1.1\r\nHost: localhost:{server.port}\r\nConnection: close\r\n\r\n".encode())
        sent = b""
        while piece := wire.recv(65536):
            sent += piece
    head, body = sent.split(b"\r\n\r\n", 1)
    assert body == b""
    got = server.ask(path)
    lines = head.decode().split("\r\n")
    assert lines[0].split()[1] == str(got.status)
    volatile = {"date", "x-request-id", "connection", "keep-alive"}
    as_head = {tuple(line.split(": ", 1)) for line in lines[1:] if line.split(":")[0].lower() not in volatile}
    as_get = {(name, value) for name, value in got.headers if name.lower() not in volatile}
    assert as_head == as_get


def test_assets_are_kept_for_ever_under_names_of_their_content(server):
    page = server.ask("/").html
    paths = [one.get("href") for one in page.all("link")] + [one.get("src") for one in page.all("script")]
    assert len(paths) == 3
    for path in paths:
        answer = server.ask(path)
        assert answer.status == 200
        expect_headers(answer)
        assert answer.header("Cache-Control") == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/nope", "/plans/nope", "/institutions/nope", "/%zz"])
def test_page_of_an_error_is_in_the_language_of_the_address(server, path):
    bulgarian, english = server.ask(path), server.ask(in_language(path, "en"))
    assert bulgarian.status == english.status >= 400
    # An address that can't be read has no language.
    if path != "/%zz":
        assert [one.html.all("html")[0].get("lang") for one in (bulgarian, english)] == ["bg", "en"]
        assert bulgarian.html.all("h1")[0].text != english.html.all("h1")[0].text
