"""The program that serves."""

import pytest

from support import Server


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
