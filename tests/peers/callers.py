"""The other clients, each behind one function: JavaScript, the AWS CLI, the classic script, and the practice pool as a
place that all of them can be pointed at. None of them is Poolwalk.
"""

import json
import subprocess
import sys
import urllib.request

import pools
from world import NODE, NODE_PACKAGES, PEERS, ROOT, clean_environment

HERE = ROOT / "tests/peers"


def fetch(url):
    """The JSON at an address."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def javascript(script, **given):
    """Runs one of our scripts around an npm package, JSON in and JSON out."""
    ran = subprocess.run(
        [str(NODE), str(HERE / "javascript" / f"{script}.cjs")],
        input=json.dumps({"modules": str(NODE_PACKAGES), **given}),
        capture_output=True,
        text=True,
        timeout=60,
        env=clean_environment(),
    )
    assert ran.returncode == 0 and ran.stdout, f"{script} ended with {ran.returncode}\n{ran.stderr[-2000:]}"
    return json.loads(ran.stdout)


def aws_cli(place, service, operation, *arguments, env=None):
    """Runs the AWS CLI: its JSON answer, or the text of its error."""
    command = [str(PEERS / "venv-clients/bin/python"), str(PEERS / "venv-clients/bin/aws"), service, operation, *arguments]
    command += ["--endpoint-url", place.endpoint, "--region", place.region, "--output", "json"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, env=clean_environment(**(env or {})))
    return json.loads(ran.stdout) if ran.returncode == 0 else ran.stderr


def classic(place, client, username, password):
    """Runs the classic script: what it printed, by name."""
    command = [sys.executable, str(HERE / "classic.py"), place.region, place.user_pool_id, client]
    command += [place.identity_pool_id, username, password, place.endpoint]
    env = clean_environment(**place.administrator, PYTHONDONTWRITEBYTECODE="1")
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, env=env)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return dict(line.split(": ", 1) for line in ran.stdout.splitlines())


def provider(place):
    """The name of the user pool among an identity pool's providers."""
    return f"cognito-idp.{place.region}.amazonaws.com/{place.user_pool_id}"


def tokens(place, user="ada"):
    """The tokens of a user who signs in at once."""
    person = place.user(user)
    parameters = {"USERNAME": person["username"], "PASSWORD": person["password"]}
    api = pools.anonymous("cognito-idp", place.endpoint)
    given = {"ClientId": place.client()["client_id"], "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    return api.initiate_auth(**given)["AuthenticationResult"]


def keys(place, user="ada", **more):
    """AWS keys of a user, or of a guest, named as a parcel names them."""
    api = pools.anonymous("cognito-identity", place.endpoint)
    logins = {provider(place): tokens(place, user)["IdToken"]} if user else {}
    identity_id = api.get_id(IdentityPoolId=place.identity_pool_id, Logins=logins)["IdentityId"]
    given = api.get_credentials_for_identity(IdentityId=identity_id, Logins=logins, **more)["Credentials"]
    return {
        "access_key_id": given["AccessKeyId"],
        "secret_access_key": given["SecretKey"],
        "session_token": given["SessionToken"],
    }
