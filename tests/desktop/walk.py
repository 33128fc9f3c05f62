"""The first minute, in the real window: run a practice walk, copy the keys, look at a token, fill in a form, resize,
switch the theme, quit. Pictures are kept under target/desktop.
"""

import os
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
from screen_reader import Window, clipboard  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURES = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "desktop"
SIZES = [(900, 600), (1440, 900), (1600, 1000)]


def step(what):
    print(f"desktop: {what}", flush=True)


def copied(window, what, looks_like):
    """Waits until the clipboard holds something of this form, and returns it."""
    form = re.compile(looks_like, re.DOTALL)
    window.until(lambda: form.fullmatch(clipboard().strip()), f"{what} is not in the clipboard: {clipboard()[:80]!r}")
    return clipboard().strip()


def walk(program):
    process = subprocess.Popen([program], stdin=subprocess.DEVNULL)
    try:
        window = Window(process, "Poolwalk")
        step("opens on the practice pool, filled in")
        window.says("nothing leaves this computer")
        window.until(lambda: set(window.value("Password")) == {"•"}, "the password is not there, masked")
        assert "Practice-" not in window.texts(), "a password is spoken"

        step("the tour is offered to a newcomer, and goes through five stops")
        window.press("Take the tour")
        for stop in range(1, 6):
            window.says(f"{stop} of 5")
            window.keys("Return")
        window.until(lambda: not window.find("Done"), "the tour does not end")
        window.resize(1440, 900)
        window.picture(PICTURES / "walk-ready.png")

        step("one press walks to the keys")
        window.press("Run")
        window.says("GetCredentialsForIdentity")
        window.until(lambda: window.find("Copy all"), "no keys came", 30)
        window.picture(PICTURES / "walk-done.png")

        step("the keys reach the clipboard")
        window.press("Copy access key ID")
        key = copied(window, "the access key id", r"ASIA[A-Z0-9]{16}")
        window.press("Copy all")
        everything = copied(window, "all keys", r".*AWS_SESSION_TOKEN.*")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            assert re.search(rf"^(export )?{name}=\S{{16,}}$", everything, re.MULTILINE), f"no {name} in {everything[:200]!r}"
        assert key in everything

        step("the whole flow is drawn, and a part opens its live value")
        window.keys("shift+F1")
        window.says("It answers one question: who is this?")
        window.picture(PICTURES / "learn.png")
        window.press("ID token", ("push button",))
        window.says("token_use")
        window.press("Walk")

        step("the Tokens place opens the walk's token")
        window.press("Tokens")
        for words in ("token_use", "cognito:username", "auth_time"):
            window.says(words)
        window.picture(PICTURES / "tokens.png")

        step("what is typed is kept, and a wrong password is explained where it failed")
        window.press("Walk")
        window.type("Password", "Wrong-walk-1")
        window.until(lambda: window.value("Password") == "•" * 12, "the password that was typed is not there")
        window.keys("F5")
        window.says("Incorrect username or password", 30)
        window.picture(PICTURES / "walk-failed.png")
        assert window.value("Password") == "•" * 12, "the form forgot what was typed"
        assert "Wrong-walk-1" not in window.texts(), "a password is spoken"

        step("sizes and themes")
        for theme in ("dark", "light"):
            for width, height in SIZES:
                window.resize(width, height)
                window.picture(PICTURES / f"walk-{theme}-{width}x{height}.png")
            window.keys("ctrl+t")

        step("Ctrl+Q ends it")
        window.keys("ctrl+q")
        assert process.wait(15) == 0, f"ended with {process.returncode}"
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    for picture in PICTURES.glob("*.png"):
        assert picture.stat().st_size > 10_000, f"{picture} shows nothing"
    step("done")


if __name__ == "__main__":
    walk(sys.argv[1])
