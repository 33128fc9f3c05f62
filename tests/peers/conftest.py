"""The peers, started once per run, and the rule that a test here passes or fails and is never skipped."""

import json
import os

import pytest

import pools
from world import CLI, NODE, NODE_PACKAGES, PEERS, Practice, Program, clean_environment, free_port


def pytest_sessionstart(session):
    assert CLI.exists(), f"{CLI} is not built: cargo build --bins"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped; a peer test passes or fails"


def start_ministack(name="ministack"):
    """A pretend AWS that checks proofs, hashes, tokens and signatures; loopback only, everything it keeps under target."""
    port, data = free_port(), PEERS / name
    env = clean_environment(
        AUTH="true",
        BIND_HOST="127.0.0.1",
        GATEWAY_PORT=str(port),
        IOT_MTLS_ENABLED="0",
        SFTP_ENABLED="0",
        STATE_DIR=str(data / "state"),
        S3_DATA_DIR=str(data / "s3"),
    )
    endpoint = f"http://127.0.0.1:{port}"
    return endpoint, Program(name, [PEERS / "venv-ministack/bin/ministack"], ready=endpoint, env=env)


@pytest.fixture(scope="session")
def ministack():
    endpoint, program = start_ministack()
    with program:
        yield endpoint


@pytest.fixture(scope="session")
def place(ministack):
    """A furnished ministack."""
    return pools.furnish(ministack)


@pytest.fixture(scope="session")
def moto():
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    env = clean_environment(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    with Program("moto", [PEERS / "venv-moto/bin/moto_server", "-H", "127.0.0.1", "-p", port], ready=endpoint, env=env):
        yield endpoint


@pytest.fixture(scope="session")
def cognito_local(tmp_path_factory):
    port, home = free_port(), tmp_path_factory.mktemp("cognito-local")
    (home / ".cognito").mkdir()
    (home / ".cognito/config.json").write_text(json.dumps({"UserPoolDefaults": {"UsernameAttributes": []}}))
    endpoint = f"http://127.0.0.1:{port}"
    env = clean_environment(HOST="127.0.0.1", PORT=str(port))
    command = [NODE, NODE_PACKAGES / "node_modules/.bin/cognito-local"]
    with Program("cognito-local", command, ready=f"{endpoint}/health", env=env, cwd=home):
        yield endpoint


@pytest.fixture(scope="session")
def practice():
    with Practice() as described:
        yield described


@pytest.fixture
def fresh():
    """A practice pool of one's own, for tests that change a user."""
    with Practice() as described:
        yield described


@pytest.fixture(autouse=True)
def no_settings_of_the_person(monkeypatch):
    """boto3 and its friends inside the tests see no profile, no keys and no region but those given."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
