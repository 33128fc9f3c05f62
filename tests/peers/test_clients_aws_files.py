"""Profiles that were put into AWS's files, read by boto3 and the AWS CLI."""

import stat

import boto3

import callers
import handed
from world import PEERS

KEYS = {
    "name": "qa - ada",
    "access_key_id": "ASIAEXAMPLE000000000",
    "secret_access_key": "exampleSecret/+=",
    "session_token": "exampleSession//==",
    "expiration": "2099-01-31T12:00:00Z",
    "region": "eu-west-1",
}
OTHERS = "# mine\n[default]\naws_access_key_id = AKIAMINE\naws_secret_access_key = mine\n\n[qa-ada]  ; old\naws_access_key_id = OLD\n"
CONFIG = "[default]\nregion = us-east-1\n\n[sso-session team]\nsso_region = eu-west-1\n"


def session(monkeypatch, tmp_path, credentials, config, profile):
    (tmp_path / "credentials").write_text(credentials)
    (tmp_path / "config").write_text(config)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    return boto3.Session(profile_name=profile)


def test_a_profile_with_keys_is_read_and_the_others_stay(monkeypatch, tmp_path):
    text = handed.profile("keys", "qa-ada", KEYS, credentials=OTHERS, config=CONFIG)
    found = session(monkeypatch, tmp_path, text, CONFIG, "qa-ada").get_credentials()
    assert (found.access_key, found.secret_key, found.token) == ("ASIAEXAMPLE000000000", "exampleSecret/+=", "exampleSession//==")
    mine = session(monkeypatch, tmp_path, text, CONFIG, "default").get_credentials()
    assert (mine.access_key, mine.token) == ("AKIAMINE", None)


def test_a_profile_with_a_program_gives_keys_that_are_renewed(monkeypatch, tmp_path):
    folder = tmp_path / "a folder with spaces"
    folder.mkdir()
    program = folder / "keys"
    program.write_text(f"#!/bin/sh\n[ \"$1\" = 'qa - ada' ] && cat <<'END'\n{handed.rendered('process', **KEYS)}END\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    config = handed.profile("process", "qa-ada", KEYS | {"process": [str(program), "qa - ada"]}, config=CONFIG)
    opened = session(monkeypatch, tmp_path, "", config, "qa-ada")
    found = opened.get_credentials()
    frozen = found.get_frozen_credentials()
    assert (frozen.access_key, frozen.token) == ("ASIAEXAMPLE000000000", "exampleSession//==")
    assert found.method == "custom-process" and opened.region_name == "eu-west-1"
    assert found._expiry_time.year == 2099, "without an end they would never be renewed"
    python, aws = PEERS / "venv-clients/bin/python", PEERS / "venv-clients/bin/aws"
    files = {name: str(tmp_path / part) for name, part in (("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials"))}
    told = handed.run([python, aws, "configure", "list", "--profile", "qa-ada"], tmp_path, **files)
    assert told.count("custom-process") == 2, told


def test_the_practice_pools_keys_work_from_a_file(monkeypatch, practice, tmp_path):
    keys = callers.keys(practice)
    text = handed.profile("keys", "practice", KEYS | keys)
    opened = session(monkeypatch, tmp_path, text, "", "practice")
    caller = opened.client("sts", region_name=practice.region, endpoint_url=practice.endpoint).get_caller_identity()
    assert caller["Arn"].endswith("/CognitoIdentityCredentials")
