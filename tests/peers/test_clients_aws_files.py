"""Profiles that were put into AWS's files, read by boto3, the AWS CLI and the AWS SDK for JavaScript, which drops what it takes
for a comment.
"""

import json
import pathlib
import stat
import subprocess

import boto3
import botocore.exceptions
import pytest

import callers
import handed
from world import NODE, NODE_PACKAGES, PEERS, clean_environment

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


def by_javascript(folder, credentials, config, profile):
    """What the AWS SDK for JavaScript finds by a profile."""
    (folder / "credentials").write_text(credentials)
    (folder / "config").write_text(config)
    env = clean_environment(AWS_CONFIG_FILE=str(folder / "config"), AWS_SHARED_CREDENTIALS_FILE=str(folder / "credentials"))
    asked = json.dumps({"modules": str(NODE_PACKAGES), "profile": profile})
    script = pathlib.Path(__file__).parent / "javascript/keys.cjs"
    ran = subprocess.run([NODE, script], input=asked, capture_output=True, text=True, timeout=60, env=env)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout)


ODD = {
    "indented": "[qa]\n  aws_access_key_id = OLD\n  aws_secret_access_key = old\n  region = eu-north-1\n",
    "indented by tabs, and less below": "[qa]\n\taws_access_key_id = OLD\n\taws_session_token = old\nregion = eu-north-1\n",
    "with colons": "[qa]\naws_access_key_id: OLD\naws_secret_access_key : old\nregion: eu-north-1\n",
    "values over lines": "[qa]\nregion = eu-north-1\naws_session_token = old\n  older\n\n  oldest\ns3 =\n  x = y\n\n  z = y\naws_access_key_id = OLD\n",
    "comments between": "# a\n[qa]  \n  ; b\n  region = eu-north-1\n  # c\n  aws_access_key_id = OLD\n\n\n[z]\nregion = x\n",
}


@pytest.mark.parametrize("old", ODD.values(), ids=ODD)
def test_what_was_odd_in_a_profile_is_read_after_keys_were_put_in(monkeypatch, tmp_path, old):
    assert session(monkeypatch, tmp_path, old, "", "qa").region_name == "eu-north-1"
    answer = handed.ask(what="profile", kind="keys", profile="qa", parcel=KEYS, credentials=old, config="")
    assert answer["replaced"], answer
    opened = session(monkeypatch, tmp_path, answer["text"], "", "qa")
    found = opened.get_credentials()
    assert (found.access_key, found.secret_key, found.token) == ("ASIAEXAMPLE000000000", "exampleSecret/+=", "exampleSession//==")
    assert opened.region_name == "eu-north-1", answer["text"]
    keys = by_javascript(tmp_path, answer["text"], "", "qa")["keys"]
    assert (keys["accessKeyId"], keys["sessionToken"]) == ("ASIAEXAMPLE000000000", "exampleSession//==")


def test_a_file_that_botocore_would_refuse_afterwards_is_left_alone(monkeypatch, tmp_path):
    odd = "  [qa]\n  aws_access_key_id = OLD\n"
    assert "at the start of their lines" in handed.unfit_profile("keys", "qa", KEYS, credentials=odd)
    with pytest.raises(botocore.exceptions.ConfigParseError):
        session(monkeypatch, tmp_path, f"{odd}\n[qa]\naws_access_key_id = x\n", "", "qa").get_credentials()


def test_a_role_in_a_profile_wins_over_keys_and_so_they_are_not_written(monkeypatch, tmp_path):
    config = "[profile qa]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n[profile base]\n"
    for kind in ("keys", "process"):
        assert "(role_arn)" in handed.unfit_profile(kind, "qa", KEYS | {"process": ["x"]}, config=config)
    keys = "[qa]\naws_access_key_id = a\naws_secret_access_key = b\n[base]\naws_access_key_id = c\naws_secret_access_key = d\n"
    found = session(monkeypatch, tmp_path, keys, config, "qa").get_credentials()
    assert found.method == "assume-role", "the keys beside it go unused"


def program_of(folder, name):
    """A program that gives keys to whoever asks with that argument alone."""
    program = folder / "keys"
    asked = f"--connection={name}".replace("'", "'\\''")
    program.write_text(f"#!/bin/sh\n[ \"$1\" = '{asked}' ] && cat <<'END'\n{handed.rendered('process', **KEYS)}END\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.mark.parametrize("name", ["QA of ours", "-qa", "it's QA", "tom & jerry (qa)"])
def test_the_name_of_a_connection_comes_whole_to_the_program(monkeypatch, tmp_path, name):
    program = program_of(tmp_path, name)
    config = handed.profile("process", "qa", KEYS | {"process": [str(program), f"--connection={name}"]})
    assert session(monkeypatch, tmp_path, "", config, "qa").get_credentials().access_key == "ASIAEXAMPLE000000000"
    assert by_javascript(tmp_path, "", config, "qa")["keys"]["accessKeyId"] == "ASIAEXAMPLE000000000"


@pytest.mark.parametrize("name", ["QA #2", "QA ;2"])
def test_a_name_that_javascript_would_cut_is_refused(tmp_path, name):
    program = program_of(tmp_path, name)
    assert "cannot be written in this format" in handed.unfit_profile("process", "qa", KEYS | {"process": [str(program), f"--connection={name}"]})
    by_hand = f'[profile qa]\ncredential_process = {program} "--connection={name}"\n'
    assert "error" in by_javascript(tmp_path, "", by_hand, "qa")


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
