"""Signing in as an invented user, with nothing but requests: scanners are handed the cookie."""

import http.client
from urllib.parse import urlencode

from support import Html


class Visitor:
    """A browser without a window. Cookies are marked for HTTPS alone; here they are sent over the loop inside this machine."""

    def __init__(self, name, server):
        self.name = name
        self.server = server
        self.cookies = {}
        self.body = ""
        self.status = 0
        self.location = ""

    @property
    def headers(self):
        """What makes a request one of this visitor's, sent from a page of the site."""
        own = {"Sec-Fetch-Site": "same-origin"}
        return own | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else own

    def ask(self, method, path, fields=None):
        body = urlencode(fields) if fields is not None else None
        return self.exchange(method, path, body, "application/x-www-form-urlencoded" if fields is not None else None)

    def exchange(self, method, path, body, content_type):
        http_ = http.client.HTTPConnection("localhost", self.server.port, timeout=60)
        more = {"Content-Type": content_type} if content_type else {}
        http_.request(method, path, body, self.headers | more)
        answer = http_.getresponse()
        self.status, self.location, self.body = answer.status, answer.getheader("Location", ""), answer.read().decode()
        self.keep(answer)
        http_.close()
        return self

    def keep(self, answer):
        """Takes the cookies that an answer gives."""
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value

    def send(self, path, fields):
        """A form that may have files, without one."""
        mark = "----zakrila"
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
        return self.exchange("POST", path, "".join([*parts, f"--{mark}--\r\n"]).encode(), f"multipart/form-data; boundary={mark}")

    def forms(self, action):
        """The fields of each form of the page that is sent to an address, as nobody has changed them."""
        forms, select = [], None
        for element in Html.read(self.body).elements:
            if element.tag == "form":
                forms.append((element.get("action"), {}))
            elif element.tag == "select":
                select = element.get("name")
            elif element.tag == "option" and "selected" in element.attributes:
                forms[-1][1][select] = element.get("value")
            elif element.tag == "input" and forms and element.get("name"):
                if element.get("type") not in ("checkbox", "radio") or "checked" in element.attributes:
                    forms[-1][1][element.get("name")] = element.get("value")
        return [fields for address, fields in forms if address == action]

    def sign_in(self, role):
        # Each line of the list shows a name and a password.
        names = [element.text for element in Html.read(self.ask("GET", "/demo").body).all("code")][::2]
        self.ask("POST", "/demo", self.forms("/demo")[names.index(role)])
        self.ask("POST", "/sign-in", self.forms("/sign-in")[0])
        if self.location != "/account":
            raise RuntimeError(f"{role} was not let in: {self.status}")
        return self

    @property
    def is_known(self):
        return "__Host-zakrila" in self.cookies

    @property
    def is_signed_in(self):
        return self.ask("GET", "/account").status == 200

    def add_person(self):
        """A record, so that there are pages of one."""
        token = self.ask("GET", "/persons/search").forms("/persons/search")[0]["_form"]
        fields = {"_form": token, "age-group": "adult", "sex": "female", "given-name": "Измислена", "phone": "0877000000"}
        return self.ask("POST", "/persons/new", fields).location.split("?")[0]
