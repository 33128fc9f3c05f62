"""The lines for shells and `.env` files, read by real shells and a real reader: every value arrives as it was. The cmd.exe
is that of Wine, which is not Microsoft's; a PowerShell that runs here is in no package index that the tests use.
"""

import json
import shutil
import subprocess
import sys

import pytest

import handed
from world import NODE, NODE_PACKAGES, clean_environment

ODD = """it's "odd": $HOME ${X} $(id) `id` %PATH% \\ \\' \\n !! # ~ * ;& | <>
second line\ttab ’quotes‘ ünïcödé 🦀 end"""
PARCEL = {
    "name": "odd",
    "access_key_id": "ASIAEXAMPLE000000000",
    "secret_access_key": ODD,
    "session_token": "  spaces at both ends  ",
    "expiration": "2026-01-31T12:00:00Z",
    "region": "eu-west-1",
    "id_token": "'",
    "access_token": "\\",
    "refresh_token": "$'x'\n\n",
    "with_refresh_token": True,
    "api": "https://abc.example/prod?a=1&b=%20",
}
EXPECTED = {
    "AWS_ACCESS_KEY_ID": PARCEL["access_key_id"],
    "AWS_SECRET_ACCESS_KEY": ODD,
    "AWS_SESSION_TOKEN": PARCEL["session_token"],
    "AWS_CREDENTIAL_EXPIRATION": PARCEL["expiration"],
    "AWS_REGION": "eu-west-1",
    "AWS_DEFAULT_REGION": "eu-west-1",
    "ID_TOKEN": "'",
    "ACCESS_TOKEN": "\\",
    "REFRESH_TOKEN": PARCEL["refresh_token"],
    "API_URL": PARCEL["api"],
}
SHOW = "import json, os; print(json.dumps(dict(os.environ)))"


def nushell():
    found = list(NODE_PACKAGES.glob("node_modules/@nushell/*/bin/nu"))
    assert len(found) == 1, found
    return found[0]


def environment(shell, lines, folder):
    """The environment of a program that a shell starts after it has read lines from files."""
    for at, text in enumerate(lines):
        (folder / f"{at}.lines").write_text(text)
    (folder / "show.py").write_text(SHOW)
    sourced = [f"source ./{at}.lines" if shell in ("fish", "nushell") else f". ./{at}.lines" for at in range(len(lines))]
    start = "^" if shell == "nushell" else ""
    script = "\n".join([*sourced, f"{start}'{sys.executable}' show.py"])
    command = {"fish": ["fish", "--no-config", "-c"], "nushell": [nushell(), "-n", "-c"], "zsh": ["zsh", "-f", "-c"]}
    return json.loads(handed.run([*command.get(shell, [shell, "-c"]), script], folder, HOME=str(folder)))


@pytest.mark.parametrize("shell", ["bash", "dash", "zsh", "ksh", "fish", "nushell"])
def test_a_shell_sets_every_value_as_it_was_and_takes_it_away_again(shell, tmp_path):
    word = shell if shell in ("fish", "nushell") else "bash"
    lines = handed.rendered(word, **PARCEL)
    found = environment(shell, [lines], tmp_path)
    assert {name: found.get(name) for name in EXPECTED} == EXPECTED
    found = environment(shell, [lines, handed.rendered(f"{word}-unset", **PARCEL)], tmp_path)
    # What the tests' own environment has besides, the lines take away too.
    assert [name for name in EXPECTED if name in found] == []
    found = environment(shell, [handed.rendered(f"{word}-unset", **PARCEL)] * 2, tmp_path)
    assert "AWS_DEFAULT_REGION" not in found, "unsetting what is not set is no error"


@pytest.fixture(scope="module")
def wine(tmp_path_factory):
    """A Windows of Wine's, as an environment: made for these tests and taken away after them, for it is large."""
    home = tmp_path_factory.mktemp("wine")
    env = clean_environment(WINEPREFIX=str(home / "windows"), WINEDEBUG="-all", WINEDLLOVERRIDES="mscoree=;mshtml=")
    yield {name: value for name, value in env.items() if name != "DISPLAY"}
    subprocess.run(["wineserver", "--kill"], env=env, timeout=60)
    subprocess.run(["wineserver", "--wait"], env=env, timeout=60)
    shutil.rmtree(home)


def variables(wine, lines, folder):
    """What cmd.exe has among its variables after it has read lines from files."""
    for at, text in enumerate(lines):
        (folder / f"{at}.cmd").write_bytes(text.encode())
    called = "".join(f"call {at}.cmd\r\n" for at in range(len(lines)))
    (folder / "show.cmd").write_bytes(f"@echo off\r\n{called}set\r\n".encode())
    command = ["wine", "cmd", "/c", "show.cmd"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, env=wine, stdin=subprocess.DEVNULL)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return dict(line.split("=", 1) for line in ran.stdout.decode(errors="replace").split("\r\n") if "=" in line)


def test_cmd_sets_what_it_can_as_it_was_and_takes_it_away_again(wine, tmp_path):
    odd = "it's odd: $HOME ${X} $(id) `id` \\ \\' \\n !! !PATH! # ~ * ;& | <> ^ ^^ ( ) @ = \t end"
    carried = {"secret_access_key": odd, "refresh_token": "a&echo gone^", "api": "https://abc.example/prod?a=1&b=2"}
    expected = EXPECTED | {"AWS_SECRET_ACCESS_KEY": odd, "REFRESH_TOKEN": "a&echo gone^", "API_URL": carried["api"]}
    lines = handed.rendered("cmd", **(PARCEL | carried))
    found = variables(wine, [lines], tmp_path)
    assert {name: found.get(name) for name in expected} == expected
    found = variables(wine, [lines, *[handed.rendered("cmd-unset", **PARCEL)] * 2], tmp_path)
    assert [name for name in expected if name in found] == []


def test_a_saved_cmd_file_shows_nothing_when_it_is_run(wine, tmp_path):
    carried = {"secret_access_key": "a-secret", "refresh_token": "another", "api": "https://abc.example/prod"}
    (tmp_path / "keys.cmd").write_text(handed.rendered("cmd", **(PARCEL | carried)))
    command = ["wine", "cmd", "/c", "keys.cmd"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, env=wine, stdin=subprocess.DEVNULL)
    assert (ran.returncode, ran.stdout.strip()) == (0, b""), ran


@pytest.mark.parametrize("value", ["two\nlines", "100%PATH%", 'a "quote"', "x" * 9000])
def test_what_cmd_would_read_as_another_value_is_not_written_for_it(value):
    assert "cmd.exe" in handed.unfit("cmd", **(PARCEL | {"secret_access_key": value}))


def test_an_env_file_is_read_alike_by_node_and_by_a_shell(tmp_path):
    plain = {"secret_access_key": "exampleSecret/+=", "session_token": "exampleSession//==", "refresh_token": "a.b.c"}
    plain |= {"id_token": "eyJ.a-b_c", "access_token": "eyJ.d", "api": "https://abc.example/prod"}
    text = handed.rendered("env", **(PARCEL | plain))
    (tmp_path / ".env").write_text(text)
    expected = {"AWS_SECRET_ACCESS_KEY": "exampleSecret/+=", "AWS_SESSION_TOKEN": "exampleSession//==", "ID_TOKEN": "eyJ.a-b_c"}
    by_node = json.loads(handed.run([NODE, "--env-file=.env", "-p", "JSON.stringify(process.env)"], tmp_path))
    by_shell = json.loads(handed.run(["bash", "-c", f"set -a; . ./.env; '{sys.executable}' -c '{SHOW}'"], tmp_path))
    for found in by_node, by_shell:
        assert {name: found[name] for name in expected} == expected
    assert ".env" in handed.unfit("env", **PARCEL)
