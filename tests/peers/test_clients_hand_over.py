"""What `poolwalk-cli export` writes and `poolwalk-cli credentials` prints, used by the programs that it is for: newman, the
own CLIs of Bruno, Hoppscotch and Insomnia, boto3 and the AWS CLI, against the practice pool and the practice API.
"""

import json
import os
import subprocess

import boto3
import pytest

import handed
from callers import HERE
from world import CLI, NODE, NODE_PACKAGES, PEERS, clean_environment

ROUTES = {
    "Your API, signed with the keys": "/iam",
    "Your API with the ID token": "/id",
    "Your API with the access token": "/access",
}
BRUNO_SIGNED = """meta {
  name: signed
  type: http
}

get {
  url: {{baseUrl}}
  body: none
  auth: awsv4
}

auth:awsv4 {
  accessKeyId: {{accessKey}}
  secretAccessKey: {{secretKey}}
  sessionToken: {{sessionToken}}
  service: execute-api
  region: {{region}}
  profileName:
}
"""


def program(name):
    """A program of a Node package, as a command."""
    return [NODE, NODE_PACKAGES / "node_modules/.bin" / name]


def export(place, folder, word, *options):
    """A format after a sign-in of its own, written to a file."""
    user = place.user("ada")
    target = folder / f"{word}.out"
    command = [CLI, "export", word, "--client", place.client("Public app")["client_id"], "--user-pool", place.user_pool_id]
    command += ["--identity-pool", place.identity_pool_id, "--endpoint", place.endpoint, "--username", "ada"]
    command += ["--password-env", "ADAS", "-o", target, *options]
    assert handed.run(command, folder, ADAS=user["password"]) == ""
    assert target.stat().st_mode & 0o777 == 0o600
    return target


def newman(folder, collection, request, *options):
    """The answer to one request of a collection."""
    told = folder / "newman.json"
    command = [*program("newman"), "run", collection, "--folder", request, "--reporters", "json"]
    handed.run([*command, "--reporter-json-export", told, *options], folder)
    (execution,) = json.loads(told.read_text())["run"]["executions"]
    return execution["response"]["code"]


@pytest.mark.parametrize("request_name", ROUTES)
def test_newman_opens_the_api_with_the_environment_and_not_without(practice, tmp_path, request_name):
    api = practice.api["url"] + ROUTES[request_name]
    environment = export(practice, tmp_path, "postman-environment", "--api", api)
    collection = export(practice, tmp_path, "postman-collection", "--api", api)
    for secret in ("secretKey", "sessionToken", "idToken", "accessToken"):
        values = json.loads(environment.read_text())["values"]
        value = next(value["value"] for value in values if value["key"] == secret)
        assert value and value not in collection.read_text(), "the collection holds no secret"
    assert newman(tmp_path, collection, request_name, "--environment", environment) == 200
    refused = newman(tmp_path, collection, request_name, "--env-var", f"baseUrl={api}")
    assert refused == (403 if ROUTES[request_name] == "/iam" else 401)


def test_newman_asks_the_practice_pool_who_its_keys_are(practice, tmp_path):
    api = practice.api["url"] + "/iam"
    environment = export(practice, tmp_path, "postman-environment", "--api", api)
    collection = export(practice, tmp_path, "postman-collection", "--api", api)
    assert newman(tmp_path, collection, "Who am I (STS)", "--environment", environment) == 200


def bruno(folder, *options):
    """The status of a signed request that Bruno makes."""
    told = folder / "bruno.json"
    handed.run([*program("bru"), "run", "signed.bru", "--noproxy", "--output", told, *options], folder)
    (run,) = json.loads(told.read_text())
    (result,) = run["results"]
    return result["response"]["status"]


def test_bruno_opens_the_api_with_the_environment_and_not_without(practice, tmp_path):
    api = practice.api["url"] + "/iam"
    environment = export(practice, tmp_path, "bruno", "--api", api)
    (tmp_path / "bruno.json").write_text('{"version": "1", "name": "x", "type": "collection"}')
    (tmp_path / "signed.bru").write_text(BRUNO_SIGNED)
    file = environment.rename(environment.with_suffix(".json"))
    assert bruno(tmp_path, "--env-file", file) == 200
    (tmp_path / "bruno.json").write_text('{"version": "1", "name": "x", "type": "collection"}')
    assert bruno(tmp_path, "--env-var", f"baseUrl={api}") == 403


def hoppscotch(folder, *options):
    """The status of a signed request that Hoppscotch makes."""
    command = [*program("hopp"), "test", folder / "collection.json", *options]
    return "200 : OK" in handed.run(command, folder)


def test_hoppscotch_opens_the_api_with_the_environment(practice, tmp_path):
    environment = export(practice, tmp_path, "hoppscotch", "--api", practice.api["url"] + "/iam")
    names = {"accessKey": "accessKey", "secretKey": "secretKey", "region": "region", "serviceToken": "sessionToken"}
    auth = {"authType": "aws-signature", "authActive": True, "serviceName": "execute-api", "addTo": "HEADERS"}
    auth |= {name: f"<<{variable}>>" for name, variable in names.items()}
    request = {"v": "15", "id": "r", "name": "signed", "method": "GET", "endpoint": "<<baseUrl>>", "auth": auth}
    request |= {"params": [], "headers": [], "requestVariables": [], "responses": {}, "preRequestScript": "", "testScript": ""}
    request["body"] = {"contentType": None, "body": None}
    collection = {"v": 10, "id": "c", "name": "c", "folders": [], "requests": [request], "headers": [], "variables": []}
    collection["auth"] = {"authType": "none", "authActive": True}
    (tmp_path / "collection.json").write_text(json.dumps(collection))
    file = environment.rename(environment.with_suffix(".json"))
    assert hoppscotch(tmp_path, "--env", file)


SIGNED_BY_INSOMNIA = {
    "method": "GET",
    "url": "{{ _.baseUrl }}",
    "authentication": {
        "type": "iam",
        "accessKeyId": "{{ _.accessKey }}",
        "secretAccessKey": "{{ _.secretKey }}",
        "sessionToken": "{{ _.sessionToken }}",
        "region": "{{ _.region }}",
        "service": "execute-api",
    },
}


def insomnia(folder, export, request, expects):
    """Insomnia sends a request by the environment that was exported, and a test of its own looks at the answer."""
    resources = export["resources"]
    (workspace,) = [one["_id"] for one in resources if one["_type"] == "workspace"]
    _, filled = [one["_id"] for one in resources if one["_type"] == "environment"]
    request = {"headers": [], "parameters": [], "body": {}, "authentication": {}} | request
    code = f"const response = await insomnia.send(); {expects}"
    added = [
        {"_id": "req_1", "_type": "request", "parentId": workspace, "name": "signed", **request},
        {"_id": "uts_1", "_type": "unit_test_suite", "parentId": workspace, "name": "suite"},
        {"_id": "ut_1", "_type": "unit_test", "parentId": "uts_1", "name": "it", "requestId": "req_1", "code": code},
    ]
    (folder / "insomnia.json").write_text(json.dumps(export | {"resources": resources + added}))
    node, inso = program("inso")
    command = [node, "--no-deprecation", "--require", HERE / "javascript/insomnia_wires.cjs", inso, "--ci"]
    command += ["--src", "insomnia.json", "run", "test", "suite", "--env", filled]
    assert "1 passing" in handed.run(command, folder, HOME=str(folder), TMPDIR=str(folder))


def test_insomnia_opens_the_api_with_the_environment_and_not_with_another_key(practice, tmp_path):
    api = practice.api["url"] + "/iam"
    exported = json.loads(export(practice, tmp_path, "insomnia", "--api", api).read_text())
    insomnia(tmp_path, exported, SIGNED_BY_INSOMNIA, "expect(response.status).to.equal(200);")
    exported["resources"][-1]["data"]["secretKey"] += "x"
    insomnia(tmp_path, exported, SIGNED_BY_INSOMNIA, "expect(response.status).to.equal(403);")


def test_a_secret_full_of_quotes_is_whole_in_insomnia(practice, tmp_path):
    odd = "it's \"odd\": $HOME ${X} `id` %PATH% \\ \\' \\n } }} %} #} { <% x %> ünïcödé 🦀\nsecond line\t end"
    given = {"name": "odd", "access_key_id": "ASIAEXAMPLE000000000", "region": "eu-west-1", "api": practice.api["url"] + "/open"}
    exported = json.loads(handed.rendered("insomnia", secret_access_key=odd, session_token="  at both ends  ", **given))
    body = {"mimeType": "text/plain", "text": "{{ _.secretKey }}|{{ _.sessionToken }}"}
    came = f"expect(JSON.parse(response.data).body).to.equal({json.dumps(f'{odd}|  at both ends  ')});"
    insomnia(tmp_path, exported, {"method": "POST", "url": "{{ _.baseUrl }}", "body": body}, came)
    assert "template" in handed.unfit("insomnia", secret_access_key="a {{ b }} c", **given)


def aws_files(folder):
    return {"AWS_CONFIG_FILE": str(folder / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials")}


def callers_of(place, folder, profile, **env):
    """Who boto3 and the AWS CLI are by a profile of the files in this folder."""
    env = aws_files(folder) | env
    aws = [PEERS / "venv-clients/bin/python", PEERS / "venv-clients/bin/aws", "sts", "get-caller-identity"]
    options = ["--profile", profile, "--endpoint-url", place.endpoint, "--region", place.region, "--output", "json"]
    by_cli = json.loads(handed.run([*aws, *options], folder, **env))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        session = boto3.Session(profile_name=profile)
        method = session.get_credentials().method
        by_boto3 = session.client("sts", region_name=place.region, endpoint_url=place.endpoint).get_caller_identity()
    return by_cli["Arn"], by_boto3["Arn"], method


ENGINEER = "arn:aws:sts::123456789012:assumed-role/PracticeEngineer/CognitoIdentityCredentials"


def test_aws_tools_take_the_keys_from_the_credentials_file(practice, tmp_path):
    export(practice, tmp_path, "credentials", "--profile", "qa").rename(tmp_path / "credentials")
    assert callers_of(practice, tmp_path, "qa") == (ENGINEER, ENGINEER, "shared-credentials-file")


@pytest.fixture
def saved(practice, tmp_path):
    """A connection that the window saved, and a config profile that asks for its keys."""
    home = tmp_path / "config-home"
    (home / "poolwalk").mkdir(parents=True)
    (home / "poolwalk/connections.toml").write_text(
        f'[[connection]]\nname = "QA of ours"\nuser_pool = "{practice.user_pool_id}"\nusername = "ada"\n'
        f'client = "{practice.client("Public app")["client_id"]}"\nidentity_pool = "{practice.identity_pool_id}"\n'
        f'endpoint = "{practice.endpoint}"\nkeeps_refresh_token = true\n'
    )
    env = {"XDG_CONFIG_HOME": str(home)}
    command = [CLI, "export", "config", "--connection", "QA of ours", "--profile", "qa", "-o", tmp_path / "config"]
    handed.run(command, tmp_path, **env)
    return env


def test_aws_tools_ask_poolwalk_for_keys(practice, tmp_path, saved):
    password = {"POOLWALK_PASSWORD": practice.user("ada")["password"]}
    assert callers_of(practice, tmp_path, "qa", **saved, **password) == (ENGINEER, ENGINEER, "custom-process")
    assert callers_of(practice, tmp_path, "qa", **saved) == (ENGINEER, ENGINEER, "custom-process"), "by the kept refresh token"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (aws_files(tmp_path) | saved).items():
            patch.setenv(name, value)
        credentials = boto3.Session(profile_name="qa").get_credentials()
        first = credentials.get_frozen_credentials()
        credentials._expiry_time = credentials._time_fetcher()
        assert credentials.get_frozen_credentials().secret_key != first.secret_key, "fresh keys when the others are over"


def test_aws_tools_are_told_why_there_are_none(practice, tmp_path, saved):
    command = [PEERS / "venv-clients/bin/python", PEERS / "venv-clients/bin/aws", "sts", "get-caller-identity", "--profile", "qa"]
    env = clean_environment(**aws_files(tmp_path), **saved)
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60, env=env)
    assert ran.returncode != 0 and ran.stdout == ""
    assert "POOLWALK_PASSWORD is not set" in ran.stderr, ran.stderr
    assert os.listdir(tmp_path / "config-home/poolwalk") == ["connections.toml"]
