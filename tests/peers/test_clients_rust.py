"""Walks as code for Rust, compiled and run against the practice pool: each reaches tokens or keys.

The programs are a package of their own that depends on what ours depends on, from the same lock file and into the same
target folder, so that nothing but themselves is compiled.
"""

import json
import shutil
import subprocess
import tomllib

import pytest

import callers
import handed
from test_clients_code import check_keys
from world import PEERS, ROOT, TARGET

ROLE = "arn:aws:iam::123456789012:role/PracticeEngineer"
PROGRAMS = {
    "admin": {"way": "ADMIN_USER_PASSWORD_AUTH"},
    "password": {"way": "USER_PASSWORD_AUTH"},
    "classic": {"way": "USER_PASSWORD_AUTH", "classic_role": ROLE},
    "tokens": {"way": "USER_PASSWORD_AUTH", "user": "zuse", "until": "tokens"},
    "step": {"way": "USER_PASSWORD_AUTH", "step": 1},
    "keys-step": {"way": "USER_PASSWORD_AUTH", "step": 2},
    "open-id-step": {"way": "USER_PASSWORD_AUTH", "classic_role": ROLE, "step": 2},
    "challenge": {"way": "USER_PASSWORD_AUTH", "user": "hedy", "step": 0, "answers": {}, "until": "tokens"},
}


def toml(value):
    """A dependency, or a setting of a profile, as Cargo.toml has it; here none is optional."""
    if not isinstance(value, dict):
        return json.dumps(value)
    return "{ " + ", ".join(f"{json.dumps(name)} = {toml(one)}" for name, one in value.items() if name != "optional") + " }"


def package(folder, texts):
    """A package whose programs are these texts."""
    ours = tomllib.loads((ROOT / "Cargo.toml").read_text())
    tables = {"dependencies": ours["dependencies"], "profile.dev": ours["profile"]["dev"]}
    lines = ["[package]", 'name = "walks"', f'edition = "{ours["package"]["edition"]}"', "[workspace]"]
    for table, settings in tables.items():
        lines += [f"[{table}]", *(f"{json.dumps(name)} = {toml(value)}" for name, value in settings.items())]
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "src/bin").mkdir(parents=True)
    (folder / "Cargo.toml").write_text("\n".join(lines) + "\n")
    shutil.copy(ROOT / "Cargo.lock", folder)
    for name, text in texts.items():
        (folder / f"src/bin/walk-{name}.rs").write_text(text)


@pytest.fixture(scope="module")
def built(practice):
    """The variables of each program, all of them compiled."""
    made = {name: handed.code(practice, "rust", **asked) for name, asked in PROGRAMS.items()}
    folder = PEERS / "walks"
    package(folder, {name: one["text"] for name, one in made.items()})
    command = ["cargo", "build", "--offline", "--quiet", "--bins", "--target-dir", str(TARGET)]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr[-4000:]
    return {name: one["variables"] for name, one in made.items()}


def run(place, name, folder, **env):
    """What a program printed line by line as name and value; the rest of it is the answer as the library shows it."""
    printed = handed.run([TARGET / f"debug/walk-{name}"], folder, **(place.administrator | env))
    return printed, dict(line.split(": ", 1) for line in printed.splitlines() if ": " in line)


@pytest.mark.parametrize("name", ["admin", "password", "classic"])
def test_a_whole_walk_reaches_keys(practice, built, name, tmp_path):
    assert built[name] == ["COGNITO_PASSWORD"]
    printed, _ = run(practice, name, tmp_path, COGNITO_PASSWORD=practice.user()["password"])
    check_keys(practice, printed, "SecretAccessKey" if name == "classic" else "SecretKey")


def test_a_password_full_of_quotes_arrives(practice, built, tmp_path):
    _, found = run(practice, "tokens", tmp_path, COGNITO_PASSWORD=practice.user("zuse")["password"])
    assert found["IdToken"].startswith("eyJ") and found["AccessToken"].startswith("eyJ")
    with pytest.raises(AssertionError, match="Incorrect username or password"):
        run(practice, "tokens", tmp_path, COGNITO_PASSWORD='qu"o\'te \\ $HOME `id`')


def test_one_step_prints_what_it_is_for(practice, built, tmp_path):
    token = callers.tokens(practice)["IdToken"]
    assert built["step"] == ["COGNITO_ID_TOKEN"]
    printed, _ = run(practice, "step", tmp_path, COGNITO_ID_TOKEN=token)
    assert f'"{practice.region}:' in printed, printed
    _, found = run(practice, "open-id-step", tmp_path, COGNITO_ID_TOKEN=token)
    assert callers.pools.claims(found["Token"])["aud"] == practice.identity_pool_id
    _, found = run(practice, "keys-step", tmp_path, COGNITO_ID_TOKEN=token)
    keys = "\n".join(f"{name}: {found[name]}" for name in ("AccessKeyId", "SecretKey", "SessionToken"))
    check_keys(practice, keys)


def test_a_step_that_is_answered_by_a_question_prints_its_session(practice, built, tmp_path):
    printed, found = run(practice, "challenge", tmp_path, COGNITO_PASSWORD=practice.user("hedy")["password"])
    assert "SoftwareTokenMfa" in printed and len(found["Session"]) > 20, printed
