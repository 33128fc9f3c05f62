"""Tokens of five ways that the practice pool gives them out in: aws-jwt-verify and PyJWT take them, and so does ours, which
holds an ID token of the login pages against its access token and its nonce as well.
"""

import base64
import hashlib
import json
import secrets
import subprocess
import urllib.parse
import urllib.request

import jwt
import pytest

import callers
from browser import Browser
from test_clients_boto3 import cognito
from world import CLI, clean_environment

NONCE = "n-0S6_WzA2Mj"
WAYS = ["password", "refresh", "rotation", "pages", "pages, renewed"]


def by_password(place, client="Public app"):
    user = place.user()
    given = {"USERNAME": user["username"], "PASSWORD": user["password"]}
    client = place.client(client)["client_id"]
    answer = cognito(place).initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
    return answer["AuthenticationResult"], client


def by_api(result, client):
    return {"id": result["IdToken"], "access": result["AccessToken"], "client": client}


def by_refresh(place):
    first, client = by_password(place)
    given = {"REFRESH_TOKEN": first["RefreshToken"]}
    answer = cognito(place).initiate_auth(ClientId=client, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=given)
    return by_api(answer["AuthenticationResult"], client)


def by_rotation(place):
    first, client = by_password(place, "Rotates refresh tokens")
    answer = cognito(place).get_tokens_from_refresh_token(ClientId=client, RefreshToken=first["RefreshToken"])
    return by_api(answer["AuthenticationResult"], client)


def token_endpoint(place, **form):
    with urllib.request.urlopen(f"{place.domain}/oauth2/token", urllib.parse.urlencode(form).encode(), timeout=10) as answer:
        return json.load(answer)


def by_pages(place):
    """Managed login as an app does it by hand: a page, a code, tokens, and tokens anew."""
    app, user, verifier = place.client(), place.user(), secrets.token_urlsafe(32)
    callback = app["callback_urls"][0]
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {"response_type": "code", "client_id": app["client_id"], "redirect_uri": callback, "scope": "openid email"}
    asked |= {"nonce": NONCE, "state": "s", "code_challenge": challenge, "code_challenge_method": "S256"}
    page = Browser(app=callback).open(f"{place.domain}/oauth2/authorize?{urllib.parse.urlencode(asked)}")
    page = page.submit(username=user["username"], password=user["password"])
    code = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(page.url).query))["code"]
    known = {"client_id": app["client_id"]}
    first = token_endpoint(place, **known, grant_type="authorization_code", code=code, redirect_uri=callback, code_verifier=verifier)
    again = token_endpoint(place, **known, grant_type="refresh_token", refresh_token=first["refresh_token"])
    return [{"id": told["id_token"], "access": told["access_token"], "client": app["client_id"]} for told in (first, again)]


@pytest.fixture(scope="module")
def tokens(practice):
    first, again = by_pages(practice)
    return {
        "password": by_api(*by_password(practice)),
        "refresh": by_refresh(practice),
        "rotation": by_rotation(practice),
        "pages": first,
        "pages, renewed": again,
    }


def issuer(place):
    return callers.fetch(f"{place.endpoint}/{place.user_pool_id}/.well-known/openid-configuration")["issuer"]


def key_set(place):
    return callers.fetch(f"{place.endpoint}/{place.user_pool_id}/.well-known/jwks.json")


def judged(place, client, token, *options, **env):
    """Our verdict, and what came of each check."""
    options = [*options, "--user-pool", place.user_pool_id, "--client", client, "--endpoint", place.endpoint, "--json"]
    given = {"input": token, "capture_output": True, "text": True, "timeout": 60}
    told = json.loads(subprocess.run([CLI, "token", *options], **given, env=clean_environment(**env)).stdout)
    return told["verdict"], {check["name"]: check["outcome"] for check in told["checks"]}


@pytest.mark.parametrize("use", ["id", "access"])
@pytest.mark.parametrize("way", WAYS)
def test_all_take_it(practice, tokens, way, use):
    token, client = tokens[way][use], tokens[way]["client"]
    known = {"issuer": issuer(practice), "key_set": key_set(practice)}
    answer = callers.javascript("verify", **known, client=client, use=use, token=token)
    assert answer.get("claims", {}).get("token_use") == use, answer
    key = next(jwt.PyJWK(key) for key in known["key_set"]["keys"] if key["kid"] == jwt.get_unverified_header(token)["kid"])
    audience = client if use == "id" else None
    assert jwt.decode(token, key, algorithms=["RS256"], issuer=known["issuer"], audience=audience)["token_use"] == use
    verdict, checks = judged(practice, client, token, "--use", use)
    assert verdict == "valid" and "failed" not in checks.values(), checks
    other = {"id": "access", "access": "id"}[use]
    assert judged(practice, client, token, "--use", other)[0] == "invalid"


@pytest.mark.parametrize("way", ["pages", "pages, renewed"])
def test_an_id_token_of_the_pages_names_the_access_token_that_came_with_it(practice, tokens, way):
    mine = tokens[way]
    options = ["--use", "id", "--access-token-env", "ACCESS"]
    verdict, checks = judged(practice, mine["client"], mine["id"], *options, ACCESS=mine["access"])
    assert (verdict, checks["at_hash"]) == ("valid", "passed")
    verdict, checks = judged(practice, mine["client"], mine["id"], *options, ACCESS=tokens["password"]["access"])
    assert (verdict, checks["at_hash"]) == ("invalid", "failed")


def test_the_first_id_token_of_the_pages_brings_the_nonce_back(practice, tokens):
    mine = tokens["pages"]
    options = ["--access-token-env", "ACCESS", "--nonce-env", "NONCE"]
    for nonce, outcome in [(NONCE, ("valid", "passed")), ("another", ("invalid", "failed"))]:
        verdict, checks = judged(practice, mine["client"], mine["id"], *options, ACCESS=mine["access"], NONCE=nonce)
        assert (verdict, checks["nonce"]) == outcome
    renewed = tokens["pages, renewed"]
    assert judged(practice, mine["client"], renewed["id"], "--nonce-env", "NONCE", NONCE=NONCE)[1]["nonce"] == "failed"


def test_what_the_api_gives_out_names_neither(practice, tokens):
    mine = tokens["password"]
    verdict, checks = judged(practice, mine["client"], mine["id"], "--access-token-env", "ACCESS", ACCESS=mine["access"])
    assert (verdict, checks["at_hash"], checks["nonce"]) == ("valid", "skipped", "skipped")
