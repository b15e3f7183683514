"""A site with two holes, made on purpose: what a scanner must find before it is believed that it finds nothing."""

import sqlite3
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

START = (
    '<!doctype html><title>Weak</title><a href="/hello?name=a">hello</a> <a href="/find?name=a">find</a>'
    '<form action="/find"><input name="name"></form>'
)


class WeakSite(BaseHTTPRequestHandler):
    def do_GET(self):
        address = urlsplit(self.path)
        name = parse_qs(address.query).get("name", [""])[0]
        body = {"/": lambda: START, "/hello": lambda: f"<p>Hello {name}</p>", "/find": lambda: found(name)}.get(address.path)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((body() if body else "").encode())

    def log_message(self, *_):
        pass


def found(name):
    database = sqlite3.connect(":memory:")
    database.executescript("CREATE TABLE plans (name TEXT); INSERT INTO plans VALUES ('a'), ('b')")
    try:
        rows = database.execute(f"SELECT name FROM plans WHERE name = '{name}'").fetchall()
    except sqlite3.Error as error:
        return f"<p>sqlite3.OperationalError: {error}</p>"
    finally:
        database.close()
    return "".join(f"<li>{row[0]}" for row in rows) or "<p>None."


class Weak:
    """The site at `origin`, as long as the block lasts."""

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), WeakSite)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.origin = f"http://localhost:{self.server.server_port}"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
