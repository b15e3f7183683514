"""The program that serves."""

import http.client
import re
from urllib.parse import urlencode

import pytest

from support import Server, populated


@pytest.mark.parametrize("language, words", [("bg", "Закрила е на http://localhost:"), ("en", "Zakrila is at http://localhost:")])
def test_server_says_where_it_is_and_ends_when_told(database, language, words):
    with Server(database, language) as server:
        assert server.ask("/").status == 200
        assert server.stop() == 0
        assert words in server.output()


def test_server_ends_while_a_reader_is_connected(database, browser):
    with Server(database) as server:
        page = browser.new_page()
        page.goto(server.origin)
        assert server.stop() == 0
        page.close()


def test_log_holds_no_words_of_readers(database):
    with Server(database) as server:
        assert server.ask("/search?q=secretword&x=othersecret").status == 200
        assert server.ask("/plans/secretplan").status == 404
        assert server.stop() == 0
        assert "/search" in server.output() and "secret" not in server.output()


def test_page_of_components_is_for_development_only(database):
    with Server(database, development=False) as server:
        assert server.ask("/components").status == 404
        assert server.stop() == 0


def test_empty_database_says_what_to_do(tmp_path, new_page):
    with Server(f"sqlite:{tmp_path / 'empty.sqlite'}") as server:
        page = new_page()
        assert page.goto(server.origin).status == 200
        assert page.locator(".empty li").count() == 3
        assert page.locator(".cards").count() == 0
        assert page.goto(server.origin + "/data").status == 200
        assert page.locator(".empty").count() == 1
        assert page.complaints == []
        assert server.stop() == 0


def guess(server, forwarded):
    """The status of an attempt to sign in as nobody, passed on by a proxy that says where it came from."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    link.request("GET", "/sign-in")
    page = link.getresponse()
    cookies = "; ".join(one.split(";")[0] for one in page.headers.get_all("Set-Cookie", []))
    form = re.search(r'name="_form" value="([^"]*)"', page.read().decode())[1]
    body = urlencode({"_form": form, "login": "nobody", "password": "няма такава парола", "code": "000000"})
    link.request("POST", "/sign-in", body, {
        "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Cookie": cookies, "X-Forwarded-For": forwarded})
    status = link.getresponse().status
    link.close()
    return status


@pytest.mark.parametrize("proxies, others", [("", 429), ("10.1.2.3,127.0.0.1", 422)], ids=["nobody-is-believed", "the-proxy-is-believed"])
def test_who_guesses_behind_a_proxy_makes_others_wait_only_where_it_is_not_trusted(tmp_path, proxies, others):
    with Server(populated(tmp_path), folder=tmp_path, settings={"ZAKRILA_TRUSTED_PROXIES": proxies}) as server:
        tried = 0
        while guess(server, "203.0.113.7") == 422:
            tried += 1
            assert tried < 100
        assert guess(server, "198.51.100.9") == others
        assert server.stop() == 0


def test_a_proxy_that_is_no_address_stops_the_start(tmp_path):
    with pytest.raises(RuntimeError, match="10.0.0.x"):
        Server(populated(tmp_path), folder=tmp_path, settings={"ZAKRILA_TRUSTED_PROXIES": "10.0.0.x"})
