"""From a fresh start to an API that answers, in the real window: a signed 200 from the practice API in under a minute, and
the same in newman with two files that the window saved. No secret is on the disk before that is asked for.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from screen_reader import Window  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
NODE = TARGET / "peers/venv-node/bin/node"
NEWMAN = TARGET / "peers/node/node_modules/.bin/newman"
SIGNED = "Your API, signed with the keys"
SECRETS = ("secretKey", "sessionToken", "idToken", "accessToken")


def step(what):
    print(f"desktop: {what}", flush=True)


def written():
    """All that was written below the home, the settings and the data of this test, file by file."""
    folders = [pathlib.Path(os.environ[name]) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")]
    return {file: file.read_text(errors="replace") for folder in folders for file in folder.rglob("*") if file.is_file()}


def save(window, label, target):
    window.keys("ctrl+shift+s")
    window.press(label, ("menu item", "radio menu item", "check menu item"))
    window.type("File", str(target))
    window.press("Save", ("push button",))
    window.until(target.exists, f"{target} was not written")
    assert target.stat().st_mode & 0o777 == 0o600, oct(target.stat().st_mode)


def newman(folder, collection, *options):
    """The status that each request of a collection came to."""
    told = folder / "told.json"
    command = [NODE, NEWMAN, "run", collection, "--reporters", "json", "--reporter-json-export", told, *options]
    subprocess.run(command, cwd=folder, check=False, stdout=subprocess.DEVNULL, timeout=120)
    executions = json.loads(told.read_text())["run"]["executions"]
    return {execution["item"]["name"]: execution.get("response", {}).get("code") for execution in executions}


def walk(program, folder):
    began = time.monotonic()
    process = subprocess.Popen([program], stdin=subprocess.DEVNULL)
    try:
        window = Window(process, "Poolwalk")
        step("three presses from a fresh start bring a signed 200")
        window.press("Run")
        window.until(lambda: window.find("Copy all"), "no keys came", 30)
        window.press("Open in Call")
        window.press("Send")
        window.says('"authorizer": "AWS_IAM"', 30)
        took = time.monotonic() - began
        step(f"it took {took:.1f} s")
        assert took < 60, f"{took:.1f} s"
        unasked = written()

        step("two files are saved, each by name")
        environment, collection = folder / "environment.json", folder / "collection.json"
        save(window, "Postman environment", environment)
        save(window, "Postman collection", collection)
        values = json.loads(environment.read_text())["values"]
        assert all(value["type"] == "secret" for value in values if value["key"] in SECRETS), "secrets are marked"
        text = collection.read_text()
        assert not any(value["value"] in text for value in values if value["key"] in SECRETS), "and in one file alone"

        for secret in (value["value"] for value in values if value["key"] in SECRETS):
            assert not any(secret in text for text in unasked.values()), "a secret was on the disk before it was asked for"

        step("newman opens the API with both, and without the keys it does not")
        with_keys = newman(folder, collection, "--environment", environment)
        assert with_keys[SIGNED] == 200 and with_keys["Who am I (STS)"] == 200, with_keys
        (address,) = [value["value"] for value in values if value["key"] == "baseUrl"]
        without = newman(folder, collection, "--env-var", f"baseUrl={address}")
        assert without[SIGNED] == 403, without
        step(f"with the keys {with_keys}, without {without}")
        window.picture(TARGET / "desktop/handed.png")
        window.keys("ctrl+q")
        process.wait(10)
    finally:
        process.kill()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        walk(sys.argv[1], pathlib.Path(name))
