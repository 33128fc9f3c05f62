"""Starts and stops the programs of a peer test and asks Poolwalk's terminal twin for one walk.

Knows processes, ports and the JSON contract; knows nothing of pools and users. Nothing here skips: what cannot be
started fails the test that needs it, with the end of its log.
"""

import ctypes
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PEERS = TARGET / "peers"
NODE = PEERS / "venv-node/bin/node"
NODE_PACKAGES = PEERS / "node"
CLI = pathlib.Path(os.environ.get("POOLWALK_CLI", TARGET / "debug" / "poolwalk-cli"))
EXIT_CODES = {"finished": 0, "refused": 1, "invalid": 2, "needs_answer": 3, "unreachable": 4}


def free_port():
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment(**more):
    """No AWS setting of the person who runs the tests reaches a peer."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "POOLWALK_"))}
    kept |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    kept |= {"AWS_EC2_METADATA_DISABLED": "true", "AWS_DEFAULT_REGION": "us-east-1"}
    return kept | more


def until(condition, what, seconds=30):
    """Waits for a condition and says what was waited for when it does not come."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"after {seconds} s: {what}")


def answers(url):
    """True when anything speaks HTTP there, whatever it says."""
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG: an interrupted run leaves nothing behind


class Program:
    """A program in the background, its output in a log, ended when the `with` block is left."""

    def __init__(self, name, command, *, ready=None, env=None, cwd=None, stdin=subprocess.DEVNULL, stdout=None):
        self.log = PEERS / "logs" / f"{name}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.name, self.ready = name, ready
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                env=env or clean_environment(),
                cwd=cwd,
                stdin=stdin,
                stdout=stdout or log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    def __enter__(self):
        try:
            if self.ready:
                until(lambda: self.alive() and answers(self.ready), f"{self.name} does not answer")
        except AssertionError as err:
            self.stop()
            raise AssertionError(f"{err}\n{self.log.read_text()[-2000:]}") from None
        return self

    def alive(self):
        """True, or an assertion that the program has ended."""
        assert self.process.poll() is None, f"{self.name} ended with {self.process.returncode}"
        return True

    def stop(self):
        """Asks it to end, then insists."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sign)
                self.process.wait(5)
                return
            except ProcessLookupError:
                self.process.wait(5)
                return
            except subprocess.TimeoutExpired:
                continue

    def __exit__(self, *_):
        self.stop()


def aws_profile(folder, region, key, secret):
    """An AWS configuration with one profile, `walker`: the environment that points to it."""
    (folder / "config").write_text(f"[profile walker]\nregion = {region}\n")
    (folder / "credentials").write_text(f"[walker]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n")
    return {
        "AWS_CONFIG_FILE": str(folder / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
    }


class Walk:
    """One run of `poolwalk-cli sign-in --json`, or of another command: the answer, the exit code, and what was said
    beside it."""

    def __init__(self, *arguments, command="sign-in", password=None, seconds=60, **env):
        command = [str(CLI), command, *map(str, arguments), "--json"]
        if password is not None:
            command.append("--password-stdin")
        given = {"input": password or "", "text": True, "timeout": seconds, "env": clean_environment(**env)}
        self.read(subprocess.run(command, capture_output=True, **given))

    def read(self, ran):
        """Takes what the program said, and checks what holds for all that it says."""
        self.ran, self.exit_code = ran, ran.returncode
        try:
            self.json = json.loads(ran.stdout)
        except ValueError:
            raise AssertionError(f"no JSON from {ran.args}, exit code {self.exit_code}:\n{ran.stdout}\n{ran.stderr}")
        self.check_contract()

    def __getitem__(self, name):
        return self.json[name]

    def check_contract(self):
        """What holds for every answer, however the walk ended."""
        names = "outcome steps tokens identity_id credentials caller challenge explanation".split()
        assert [name for name in names if name not in self.json] == [], self
        assert EXIT_CODES[self["outcome"]] == self.exit_code, self
        for step in self["steps"]:
            wanted = "operation state http_status request_id duration_ms error".split()
            assert [name for name in wanted if name not in step] == [], self
            if step["error"] is not None:
                assert set(step["error"]) >= {"code", "message"}, self
        if self["outcome"] != "finished":
            assert self["explanation"] and self["explanation"]["what"] and self["explanation"]["next"], self

    def operations(self):
        """The calls that were made and succeeded, in order."""
        return [step["operation"] for step in self["steps"] if step["state"] == "done"]

    def finished(self):
        """Itself, after making sure that the walk came to its end."""
        assert self["outcome"] == "finished", self
        return self

    def refused(self, code):
        """Itself, after making sure that a service refused with this code."""
        assert self["outcome"] == "refused", self
        codes = [step["error"]["code"] for step in self["steps"] if step["error"]]
        assert codes == [code], self
        return self

    def __repr__(self):
        return f"exit code {self.exit_code}\n{json.dumps(self.json, indent=2)}\n{self.ran.stderr}"


class Call(Walk):
    """One run of `poolwalk-cli call --json`."""

    def __init__(self, url, *arguments, **more):
        super().__init__(url, *arguments, command="call", **more)

    def check_contract(self):
        """What holds for every answer, however the call ended."""
        assert [name for name in "outcome sign_in tries verdict".split() if name not in self.json] == [], self
        assert EXIT_CODES[self["outcome"]] == self.exit_code, self

    def answered(self):
        """The JSON that came back, after making sure that the one try came through."""
        (tried,) = self["tries"]
        assert (self["outcome"], tried["status"]) == ("finished", 200), self
        return json.loads(tried["body"])

    def refused(self, status, kind):
        """The one try, after making sure that it was refused with this status and type of error, and explained."""
        (tried,) = self["tries"]
        headers = dict(tried["headers"])
        assert (self["outcome"], tried["status"], headers.get("x-amzn-errortype")) == ("refused", status, kind), self
        assert tried["explanation"]["what"] and tried["explanation"]["next"], self
        return tried


class PagesWalk(Walk):
    """One run of `poolwalk-cli browser --json`; `visit` is the person, called with the address of the page."""

    def __init__(self, visit, *arguments, seconds=60, **env):
        command = [str(CLI), "browser", *map(str, arguments), "--no-open", "--json"]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        process = subprocess.Popen(command, env=clean_environment(**env), preexec_fn=_die_with_parent, **pipes)
        patience = threading.Timer(seconds, process.kill)
        patience.start()
        try:
            said = []
            for line in process.stderr:
                said.append(line)
                if line.strip().startswith("http"):
                    self.page = visit(line.strip())
                    break
            out, rest = process.communicate()
        finally:
            patience.cancel()
            process.kill()
            process.wait()
        self.read(subprocess.CompletedProcess(command, process.returncode, out, "".join(said) + rest))


class Practice:
    """`poolwalk-cli practice` for as long as the `with` block lasts: its description, and users by lesson."""

    def __init__(self):
        self.program = Program("practice", [CLI, "practice"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        line = self.program.process.stdout.readline()
        assert line, f"practice said nothing:\n{self.program.log.read_text()[-2000:]}"
        self.described = json.loads(line)
        for name in "endpoint region user_pool_id identity_pool_id clients users inbox admin_key".split():
            assert self.described.get(name), (name, self.described)
        return self

    def __getattr__(self, name):
        return self.described[name]

    def __exit__(self, *_):
        process = self.program.process
        process.stdin.close()
        try:
            process.wait(10)  # it ends when its standard input does
        finally:
            process.stdout.close()
            self.program.stop()
        assert process.returncode == 0, f"practice ended with {process.returncode}"

    def client(self, name="Public app"):
        """The app client of this name."""
        return next(client for client in self.clients if client["name"] == name)

    def user(self, name="ada"):
        """The user of this name."""
        return next(user for user in self.users if user["username"] == name)

    def code(self, name):
        """The code that a user would read first in the practice inbox: the newest that was sent, or that of an app."""
        with urllib.request.urlopen(self.inbox, timeout=5) as answer:
            return next(one["code"] for one in json.load(answer)["inbox"] if one["username"] == name)

    def message(self, name):
        """The newest code that was sent to a user, as the practice inbox shows it."""
        with urllib.request.urlopen(self.inbox, timeout=5) as answer:
            entries = json.load(answer)["inbox"]
        return next(one for one in entries if one["username"] == name and one["destination"])

    @property
    def administrator(self):
        """The developer's keys as environment variables: the Admin operations want a signature of theirs."""
        key = self.described["admin_key"]
        return {"AWS_ACCESS_KEY_ID": key["access_key_id"], "AWS_SECRET_ACCESS_KEY": key["secret_access_key"]}
