"""Walks as code, run by what they are written for, against the practice pool: each reaches tokens or keys."""

import json

import pytest

import callers
import handed
from world import NODE, NODE_PACKAGES, PEERS

PYTHON = PEERS / "venv-clients/bin/python"
VALUES = {"COGNITO_PASSWORD": "password", "COGNITO_CLIENT_SECRET": "client_secret"}


def run(place, language, made, folder, **env):
    """What the code printed."""
    assert "text" in made, made
    file = {"curl": "walk.sh", "aws-cli": "walk.sh", "boto3": "walk.py", "javascript": "walk.mjs"}[language]
    (folder / file).write_text(made["text"])
    command = {"curl": ["bash"], "aws-cli": ["bash"], "boto3": [PYTHON], "javascript": [NODE]}[language]
    if language == "javascript" and not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(NODE_PACKAGES / "node_modules")
    if language == "aws-cli":
        aws = folder / "aws"
        aws.write_text(f"#!/bin/sh\nexec '{PYTHON}' '{PEERS}/venv-clients/bin/aws' \"$@\"\n")
        aws.chmod(0o755)
        env["PATH"] = f"{folder}:/usr/bin:/bin"
    return handed.run([*command, file], folder, **(place.administrator | env))


def lines(printed):
    return dict(line.split(": ", 1) for line in printed.splitlines())


def check_keys(place, printed, secret="SecretKey"):
    """The keys that were printed are somebody's."""
    found = lines(printed)
    names = {"AWS_ACCESS_KEY_ID": "AccessKeyId", "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": "SessionToken"}
    env = {name: found[key] for name, key in names.items()}
    said = callers.aws_cli(place, "sts", "get-caller-identity", env=env)
    assert "assumed-role" in said["Arn"], said


LANGUAGES = ["curl", "aws-cli", "boto3", "javascript"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"])
def test_a_whole_walk_reaches_keys(practice, language, way, tmp_path):
    made = handed.code(practice, language, way)
    assert made["variables"] == ["COGNITO_PASSWORD"], made
    printed = run(practice, language, made, tmp_path, COGNITO_PASSWORD=practice.user()["password"])
    check_keys(practice, printed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_classic_flow_reaches_keys_of_a_role(practice, language, tmp_path):
    role = "arn:aws:iam::123456789012:role/PracticeEngineer"
    made = handed.code(practice, language, "USER_PASSWORD_AUTH", classic_role=role)
    printed = run(practice, language, made, tmp_path, COGNITO_PASSWORD=practice.user()["password"])
    check_keys(practice, printed, "SecretAccessKey")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_password_full_of_quotes_arrives(practice, language, tmp_path):
    user = practice.user("zuse")
    made = handed.code(practice, language, "USER_PASSWORD_AUTH", user="zuse", until="tokens")
    printed = run(practice, language, made, tmp_path, COGNITO_PASSWORD=user["password"])
    assert json.loads(printed.strip())["AuthenticationResult"]["IdToken"].startswith("eyJ")
    wrong = 'qu"o\'te \\ $HOME `id`'
    with pytest.raises(AssertionError, match="NotAuthorized|Incorrect username or password"):
        run(practice, language, made, tmp_path, COGNITO_PASSWORD=wrong)


@pytest.mark.parametrize("language", ["boto3", "javascript"])
@pytest.mark.parametrize("client", ["Public app", "Server app with a secret"])
def test_a_proof_is_made_anew_by_a_library(practice, language, client, tmp_path):
    made = handed.code(practice, language, "USER_SRP_AUTH", client=client)
    env = {"COGNITO_PASSWORD": practice.user()["password"]}
    if "COGNITO_SECRET_HASH" in made["variables"]:
        app = practice.client(client)
        env["COGNITO_SECRET_HASH"] = callers.pools.secret_hash(app["client_id"], app["client_secret"], "ada")
    check_keys(practice, run(practice, language, made, tmp_path, **env))
    for other in ("curl", "aws-cli", "rust", "postman"):
        assert "SRP" in handed.code(practice, other, "USER_SRP_AUTH")["no"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_step_takes_what_it_needs_from_its_environment(practice, language, tmp_path):
    made = handed.code(practice, language, "USER_PASSWORD_AUTH", step=1)
    assert made["variables"] == ["COGNITO_ID_TOKEN"], made
    printed = run(practice, language, made, tmp_path, COGNITO_ID_TOKEN=callers.tokens(practice)["IdToken"])
    assert json.loads(printed)["IdentityId"].startswith(f"{practice.region}:")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_that_the_user_typed_is_a_variable_that_is_good_once(fresh, language, tmp_path):
    answers = {"SOFTWARE_TOKEN_MFA_CODE": fresh.code("hedy")}
    made = handed.code(fresh, language, "USER_PASSWORD_AUTH", user="hedy", answers=answers, until="tokens")
    assert made["variables"] == ["COGNITO_PASSWORD", "COGNITO_SOFTWARE_TOKEN_MFA_CODE"], made
    assert "SOFTWARE_TOKEN_MFA_CODE of RespondToAuthChallenge, good once" in made["text"]


@pytest.mark.parametrize("language", ["curl", "boto3", "javascript"])
def test_a_request_to_ones_own_api_is_made_again(practice, language, tmp_path):
    body = '{"name":"it\'s $HOME `id` \\\\ \\"x\\""}'
    asked = {"language": language, "method": "POST", "region": practice.region, "identity_pool": practice.identity_pool_id}
    asked |= {"headers": "content-type: application/json", "body": body}
    keys, found = callers.keys(practice), callers.tokens(practice)
    parcel = keys | {"id_token": found["IdToken"]}
    signed = handed.ask(what="call", auth="iam", url=f"{practice.api['url']}/iam?b=2&a=1", parcel=parcel, **asked)
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    printed = run(practice, language, signed, tmp_path, **dict(zip(names, keys.values())))
    told = json.loads(printed.strip().splitlines()[-1])
    assert told["caller"]["arn"].endswith("/CognitoIdentityCredentials") and told["body"] == body
    bearing = handed.ask(what="call", auth="id", url=f"{practice.api['url']}/id", parcel=parcel, **asked)
    printed = run(practice, language, bearing, tmp_path, COGNITO_ID_TOKEN=found["IdToken"])
    told = json.loads(printed.strip().splitlines()[-1])
    assert (told["caller"]["token_use"], told["body"]) == ("id", body)


def test_a_whole_walk_as_a_postman_collection_runs_in_newman(practice, tmp_path):
    made = handed.code(practice, "postman", "USER_PASSWORD_AUTH")
    (tmp_path / "walk.json").write_text(made["text"])
    told = tmp_path / "told.json"
    newman = [NODE, NODE_PACKAGES / "node_modules/.bin/newman", "run", "walk.json", "--reporters", "json"]
    password = f"COGNITO_PASSWORD={practice.user()['password']}"
    handed.run([*newman, "--reporter-json-export", told, "--env-var", password], tmp_path)
    run = json.loads(told.read_text())["run"]
    codes = {execution["item"]["name"]: execution["response"]["code"] for execution in run["executions"]}
    assert codes == {name: 200 for name in ("InitiateAuth", "GetId", "GetCredentialsForIdentity", "GetCallerIdentity")}
    assert run["stats"]["assertions"] == {"total": 4, "pending": 0, "failed": 0}
