"""A door before the site: scanners come in by it as a visitor.

It brings the visitor's cookie (which the site marks for HTTPS alone, and scanners would not send here), refuses what would end the session, and
counts what was asked, so that it is known how far a scan came.
"""

import http.client
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

# Forms that end the session, or open another.
CLOSED = {
    "/sign-out", "/sign-in", "/demo", "/activate", "/account/sessions/end", "/account/sessions/end-others", "/account/password",
    "/account/recovery", "/account/post",
}
# Forms that end what is scanned.
ENDS = ("/close", "/leave", "/erase", "/end", "/withdraw", "/revoke", "/unbind")


class Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer in one piece: in two, the second waits 40 ms for the first to be acknowledged.
    wbufsize = -1

    def passed(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        visitor, asked = self.server.visitor, self.server.asked
        path = urlsplit(self.path).path
        if visitor.is_known and self.command == "POST" and (path.removeprefix("/en") in CLOSED or path.endswith(ENDS)):
            return self.send(404, [], b"")
        onward = http.client.HTTPConnection("localhost", visitor.server.port, timeout=60)
        own = visitor.headers | {"Host": self.headers.get("Host", "localhost")}
        kept = {name: self.headers[name] for name in ("Content-Type", "User-Agent", "Referer") if self.headers.get(name)}
        try:
            onward.request(self.command, self.path, body or None, kept | own)
            answer = onward.getresponse()
            content = answer.read()
        except (http.client.HTTPException, OSError, ValueError):
            return self.send(400, [], b"")
        finally:
            onward.close()
        fields = [name for name, _ in parse_qsl(urlsplit(self.path).query + "&" + body.decode("latin-1"), keep_blank_values=True)]
        with self.server.lock:
            asked["requests"] += 1
            asked["paths"].add(path)
            asked["fields"] |= {(path, name) for name in fields}
            if self.command == "POST" and answer.status not in (403, 404, 405):
                asked["forms"].add(path)
            if answer.status == 500:
                asked["faults"].add(path)
        # The cookie that a stranger's forms need: the first that she is given.
        if not visitor.cookies:
            visitor.keep(answer)
        self.send(answer.status, answer.getheaders(), content)

    do_GET = do_POST = do_HEAD = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = do_TRACE = passed

    def send(self, status, headers, content):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_):
        pass


class DoorFrame(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        # Scanners break off what they don't care to read.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class OpenDoor:
    """The door at `origin`, as long as the block lasts."""

    def __init__(self, visitor):
        self.server = DoorFrame(("127.0.0.1", 0), Door)
        self.server.visitor = visitor
        self.server.lock = threading.Lock()
        self.server.asked = self.asked = {"requests": 0, "paths": set(), "fields": set(), "forms": set(), "faults": set()}
        self.origin = f"http://localhost:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
