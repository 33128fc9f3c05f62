"""A Chromium without a window, driven by the words of WebDriver over plain HTTP. Knows nothing of what the pages are for."""

import base64
import json
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=900,760",
]
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
STARTED = re.compile(r"started successfully on port (\d+)")


class Chromium:
    """One browser with a profile of its own, gone when it is closed."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.session = None
        try:
            found = next(filter(None, map(STARTED.search, self.driver.stdout)))
            self.base = f"http://127.0.0.1:{found[1]}"
            options = {"args": [*ARGUMENTS, f"--user-data-dir={self.profile.name}"], "binary": "/usr/bin/chromium"}
            wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
            self.session = self._call("POST", "/session", wanted)["sessionId"]
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if self.session:
            self._call("DELETE", f"/session/{self.session}")
        self.driver.kill()
        self.driver.wait()
        self.driver.stdout.close()
        self.profile.cleanup()

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"content-type": "application/json"}, method=method)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as err:
            raise AssertionError(json.load(err)["value"]["message"]) from err

    def _do(self, method, path, body=None):
        return self._call(method, f"/session/{self.session}{path}", body)

    def open(self, address):
        self._do("POST", "/url", {"url": address})

    def title(self):
        return self._do("GET", "/title")

    def address(self):
        return self._do("GET", "/url")

    def text(self):
        """What can be read on the page; nothing while it loads."""
        script = "return document.body ? document.body.innerText : ''"
        return self._do("POST", "/execute/sync", {"script": script, "args": []})

    def _labeled(self, label):
        """The field beside these words, as a person finds it."""
        path = f"//input[@id=//label[normalize-space()='{label}']/@for] | //label[contains(., '{label}')]/input"
        return self._do("POST", "/element", {"using": "xpath", "value": path})[ELEMENT]

    def type(self, label, text):
        self._do("POST", f"/element/{self._labeled(label)}/value", {"text": text})

    def choose(self, label):
        self._do("POST", f"/element/{self._labeled(label)}/click", {})

    def press(self, words):
        path = f"//button[normalize-space()='{words}'] | //a[normalize-space()='{words}']"
        found = self._do("POST", "/element", {"using": "xpath", "value": path})[ELEMENT]
        self._do("POST", f"/element/{found}/click", {})

    def until(self, condition, what, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.05)
        raise AssertionError(f"{what}: {self.address()} says {self.text()!r}")

    def dress(self, scheme):
        """Light or dark, as the system would have it."""
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        self._do("POST", "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": media})

    def picture(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(self._do("GET", "/screenshot")))
