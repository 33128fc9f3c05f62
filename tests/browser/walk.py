"""Managed login in a real browser: `poolwalk-cli browser --practice` prints the page's address, Chromium opens it and
somebody signs in. walk.py PROGRAM; pictures are kept under target/browser.
"""

import base64
import json
import os
import pathlib
import socket
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from chromium import Chromium  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURES = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "browser"
PORT = 8765
WALKED = ["/oauth2/authorize", "/oauth2/token", "/oauth2/userInfo", "GetId", "GetCredentialsForIdentity", "GetCallerIdentity"]


def step(what):
    print(f"browser: {what}", flush=True)


def port_is_free():
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            return False
        return True


def until_the_port_is_free(seconds=60):
    end = time.monotonic() + seconds
    while not port_is_free():
        assert time.monotonic() < end, f"port {PORT} stays taken"
        time.sleep(0.05)


class Walk:
    """One run of the program, waiting for its browser."""

    def __init__(self, program, *options):
        until_the_port_is_free()
        command = [program, "browser", "--practice", "--no-open", "--json", *options]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.process = subprocess.Popen(command, text=True, **pipes)
        lines = map(str.strip, self.process.stderr)
        self.page = next(line for line in lines if line.startswith("http://"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def told(self):
        """The end of it: exit code and JSON."""
        out, _ = self.process.communicate(timeout=60)
        return self.process.returncode, json.loads(out)


def came_back(chromium):
    chromium.until(lambda: "You can close this window" in chromium.text(), "the browser did not come back")
    assert chromium.address().startswith(f"http://localhost:{PORT}/callback?code="), chromium.address()


def signed_in(walk, username):
    code, told = walk.told()
    assert (code, told["outcome"]) == (0, "finished"), told
    assert [step["operation"] for step in told["steps"]] == WALKED, told["steps"]
    assert all(step["state"] == "done" for step in told["steps"]), told["steps"]
    payload = told["tokens"]["id"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["cognito:username"] == username, claims
    assert claims["nonce"] and claims["at_hash"], claims
    assert told["tokens"]["access"] and told["tokens"]["refresh"]
    assert told["credentials"]["AccessKeyId"].startswith("ASIA"), told["credentials"]
    assert ":assumed-role/" in told["caller"]["arn"], told["caller"]


def main(program):
    with Chromium() as chromium:
        step("an account of the pool, after a wrong password")
        with Walk(program) as walk:
            chromium.open(walk.page)
            for scheme in ("dark", "light"):
                chromium.dress(scheme)
                chromium.picture(PICTURES / f"login-{scheme}.png")
            chromium.type("User name", "ada")
            chromium.type("Password", "wrong")
            chromium.press("Sign in")
            chromium.until(lambda: "Incorrect username or password" in chromium.text(), "nothing was said")
            chromium.picture(PICTURES / "login-refused.png")
            chromium.type("Password", "Practice-Ada-1")
            chromium.press("Sign in")
            came_back(chromium)
            chromium.picture(PICTURES / "came-back.png")
            signed_in(walk, "ada")

        step("somebody from the external provider")
        with Walk(program) as walk:
            chromium.open(walk.page)
            chromium.press("Continue with Practice Identity Provider")
            chromium.until(lambda: "Who are you?" in chromium.text(), "the provider did not ask")
            chromium.picture(PICTURES / "provider.png")
            chromium.choose("sophie@outside.example")
            chromium.press("Allow")
            came_back(chromium)
            signed_in(walk, "PracticeIdP_sophie")

        step("the provider at once, and a no")
        with Walk(program, "--identity-provider", "PracticeIdP") as walk:
            chromium.open(walk.page)
            chromium.choose("vint@outside.example")
            chromium.press("Deny")
            chromium.until(lambda: "This sign-in did not work" in chromium.text(), "the no did not come back")
            chromium.picture(PICTURES / "denied.png")
            code, told = walk.told()
            assert (code, told["steps"][0]["error"]["code"]) == (1, "invalid_request"), told

        step("an address that is not registered stays on the error page, and stopping frees the port")
        with Walk(program, "--redirect-url", f"http://localhost:{PORT}/callback/") as walk:
            chromium.open(walk.page)
            chromium.until(lambda: "redirect_mismatch" in chromium.text(), "the mismatch was not said")
            chromium.picture(PICTURES / "mismatch.png")
            assert walk.process.poll() is None, "it waits"
            walk.process.terminate()
            walk.process.wait(15)
        until_the_port_is_free(15)
    for picture in PICTURES.glob("*.png"):
        assert picture.stat().st_size > 3_000, f"{picture} shows nothing"
    step("done")


if __name__ == "__main__":
    main(sys.argv[1])
