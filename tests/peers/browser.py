"""A browser as far as a login page needs one: cookies, redirects, forms. Knows nothing of Cognito or Poolwalk."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser


class Forms(HTMLParser):
    """The forms of a page, each with where it goes and the values of its fields."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.found.append((given, {}))
        elif tag == "input" and self.found and given.get("name"):
            self.found[-1][1][given["name"]] = given.get("value") or ""


@dataclass
class Page:
    """Where the browser has come to, and what it reads there."""

    browser: "Browser"
    status: int
    url: str
    text: str

    def submit(self, **typed):
        """Fills the first form in and sends it. A field that is not on the page is a fault of the test."""
        form, fields = Forms(self.text).found[0]
        assert set(typed) <= set(fields), (typed, fields)
        body = urllib.parse.urlencode(fields | typed).encode()
        return self.browser.open(urllib.parse.urljoin(self.url, form.get("action", "")), body)


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but not to the app: what it would be sent is read instead."""

    def __init__(self, app):
        self.app = app

    def redirect_request(self, request, answer, status, reason, headers, url):
        if self.app and url.startswith(self.app):
            return None
        return super().redirect_request(request, answer, status, reason, headers, url)


@dataclass
class Browser:
    """Remembers cookies from page to page. With the address of an app it stops at that, and nobody has to listen there."""

    cookies: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    app: str | None = None

    def open(self, url, body=None):
        """Goes there, and on to wherever it is sent."""
        handlers = [urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies), Redirects(self.app)]
        opener = urllib.request.build_opener(*handlers)
        try:
            answer = opener.open(url, body, timeout=20)
        except urllib.error.HTTPError as err:
            answer = err
        with answer:
            at = answer.headers["Location"] if answer.status == 302 else answer.url
            return Page(self, answer.status, at, answer.read().decode())


def altered(url, **parameters):
    """The address with other values in its query; None takes a parameter out."""
    parts = urllib.parse.urlsplit(url)
    query = dict(urllib.parse.parse_qsl(parts.query)) | parameters
    kept = {name: value for name, value in query.items() if value is not None}
    return parts._replace(query=urllib.parse.urlencode(kept)).geturl()
