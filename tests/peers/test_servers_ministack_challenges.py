"""Poolwalk's terminal twin against ministack: authenticator apps, new passwords, a pool's own questions, the automatic
way in and refresh tokens. ministack checks codes, proofs, hashes and triggers.
"""

import base64
import json

import pytest

import pools
from pools import PASSWORD, TEMPORARY
from world import Walk

REFRESHES = {"GetTokensFromRefreshToken": {}, "InitiateAuth": {"flow": "REFRESH_TOKEN_AUTH"}}


@pytest.fixture(scope="module")
def riddles(ministack):
    """A pool whose own question is a riddle, asked by a Lambda function."""
    place = pools.Place(ministack)
    triggers = pools.riddles(place)
    flows = ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    place = pools.user_pool(ministack, flows=flows, LambdaConfig=triggers)
    pools.user(place, "ann")
    return place


@pytest.fixture(scope="module")
def by_email(ministack):
    """A pool whose users sign in by e-mail address; their username is an ID that nobody types."""
    place = pools.user_pool(ministack, UsernameAttributes=["email"])
    pools.user(place, "eve@example.com", email="eve@example.com")
    return place


# ── authenticator apps ──


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_an_app_secret_fills_the_code_in(place, flow):
    asked = place.arguments(username="tom", flow=flow, until="credentials", totp_secret_env="APP")
    walk = Walk(*asked, password=PASSWORD, APP=place.totp_secret).finished()
    assert walk.operations().count("RespondToAuthChallenge") == (2 if flow == "USER_SRP_AUTH" else 1)
    assert walk["credentials"]["AccessKeyId"].startswith("ASIA")
    assert place.totp_secret not in walk.ran.stdout + walk.ran.stderr


def test_an_app_secret_of_another_user_is_refused_and_not_tried_twice(place):
    asked = place.arguments(username="tom", until="tokens", totp_secret_env="APP")
    other = base64.b32encode(b"another user's secret").decode()
    walk = Walk(*asked, password=PASSWORD, APP=other).refused("CodeMismatchException")
    assert [step["http_status"] for step in walk["steps"] if step["http_status"]] == [200, 200, 400], walk


def test_the_code_goes_with_the_hash_where_the_client_has_a_secret(place):
    asked = place.arguments("secret", username="tom", until="tokens", client_secret_env="HUSH", totp_secret_env="APP")
    Walk(*asked, password=PASSWORD, HUSH=place.secrets["secret"], APP=place.totp_secret).finished()


# ── new passwords ──


def test_a_required_attribute_that_is_not_asked_for_is_not_sent(ministack):
    schema = [{"Name": "given_name", "AttributeDataType": "String", "Required": True, "Mutable": True}]
    place = pools.user_pool(ministack, Schema=schema)
    pools.user(place, "new", password=None)
    asked = place.arguments(username="new", until="tokens")
    walk = Walk(*asked, password=TEMPORARY)
    # AWS would ask for userAttributes.given_name here; ministack names no required attribute, whatever the schema says.
    assert [field["key"] for field in walk["challenge"]["fields"]] == ["NEW_PASSWORD"], walk
    answers = ["--answer", "given_name=Nora", "--answer-env", "NEW_PASSWORD=LASTING"]
    walk = Walk(*asked, *answers, password=TEMPORARY, LASTING="Lasting-walk-2").finished()
    assert "given_name" not in pools.claims(walk["tokens"]["id"])


def test_a_new_password_and_then_the_secret_hash(place):
    pools.user(place, "fresh-hash", password=None)
    asked = place.arguments("secret", username="fresh-hash", client_secret_env="HUSH", until="tokens")
    answers = ["--answer-env", "NEW_PASSWORD=LASTING"]
    hush = {"HUSH": place.secrets["secret"], "LASTING": "Lasting-walk-2"}
    Walk(*asked, *answers, password=TEMPORARY, **hush).finished()
    Walk(*asked, password="Lasting-walk-2", **hush).finished()


# ── a pool's own questions ──


def test_a_riddle_is_asked_and_answered(riddles):
    asked = riddles.arguments(username="ann", flow="custom", until="tokens")
    walk = Walk(*asked)
    assert walk["outcome"] == "needs_answer" and walk["challenge"]["name"] == "CUSTOM_CHALLENGE", walk
    assert [field["key"] for field in walk["challenge"]["fields"]] == ["ANSWER"], walk
    walk = Walk(*asked, "--answer", "ANSWER=echo").finished()
    assert walk.operations() == ["InitiateAuth", "RespondToAuthChallenge"]


def test_a_wrong_answer_is_followed_by_another_question(riddles):
    asked = riddles.arguments(username="ann", flow="custom", until="tokens")
    walk = Walk(*asked, "--answer", "ANSWER=the wind", "--answer", "ANSWER=echo").finished()
    assert walk.operations() == ["InitiateAuth"] + 2 * ["RespondToAuthChallenge"]
    wrong = 3 * ["--answer", "ANSWER=the wind"]
    walk = Walk(*asked, *wrong).refused("NotAuthorizedException")
    assert walk.operations() == ["InitiateAuth"] + 2 * ["RespondToAuthChallenge"]


def test_a_riddle_after_the_proof_of_a_password(riddles):
    asked = riddles.arguments(username="ann", flow="custom-srp", until="tokens")
    walk = Walk(*asked, "--answer", "ANSWER=echo", password=PASSWORD).finished()
    assert walk.operations() == ["InitiateAuth"] + 2 * ["RespondToAuthChallenge"]
    walk = Walk(*asked, "--answer", "ANSWER=echo", password="Wrong-walk-1").refused("NotAuthorizedException")
    assert walk.operations() == ["InitiateAuth"]


@pytest.mark.parametrize("flow", ["custom", "custom-srp"])
def test_a_riddle_of_a_client_with_a_secret(riddles, flow):
    # The question comes without a USERNAME: the hash is over the one that was typed.
    asked = riddles.arguments("secret", username="ann", flow=flow, client_secret_env="HUSH", until="tokens")
    password = PASSWORD if flow == "custom-srp" else None
    Walk(*asked, "--answer", "ANSWER=echo", password=password, HUSH=riddles.secrets["secret"]).finished()


def test_a_client_that_asks_no_riddles(place):
    walk = Walk(*place.arguments(username="ann", flow="custom")).refused("InvalidParameterException")
    assert "CUSTOM_AUTH" in json.dumps(walk["explanation"]), walk


# ── the automatic way in ──


def test_the_automatic_way_uses_srp_where_it_may(place):
    walk = Walk(*place.arguments(username="ann", flow="auto", until="tokens"), password=PASSWORD).finished()
    assert [step["operation"] for step in walk["steps"]] == ["InitiateAuth", "RespondToAuthChallenge"]


@pytest.mark.parametrize("client", ["password-only", "password-only-secret"])
def test_the_automatic_way_finds_what_the_client_allows(place, client):
    pools.app_client(
        place, client, GenerateSecret=client.endswith("secret"), ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )
    asked, hush = place.arguments(client, username="ann", flow="auto", until="tokens"), {}
    if place.secrets[client]:
        asked, hush = [*asked, "--client-secret-env", "HUSH"], {"HUSH": place.secrets[client]}
    walk = Walk(*asked, password=PASSWORD, **hush).finished()
    assert [step["error"] and step["error"]["code"] for step in walk["steps"]] == ["InvalidParameterException", None]
    # A password that is wrong is no reason to try it elsewhere.
    walk = Walk(*place.arguments(username="ann", flow="auto"), password="Wrong-walk-1").refused("NotAuthorizedException")
    assert walk.operations() == ["InitiateAuth"]


def test_the_automatic_way_ends_where_nothing_is_allowed(place):
    pools.app_client(place, "refresh-only", ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"])
    walk = Walk(*place.arguments("refresh-only", username="ann", flow="auto"), password=PASSWORD)
    # AWS would say that USER_AUTH is not enabled; ministack does not know it.
    assert [step["error"]["message"].split()[0] for step in walk["steps"] if step["error"]] == [
        "USER_SRP_AUTH",
        "USER_PASSWORD_AUTH",
        "Unsupported",
    ]
    assert walk["outcome"] == "refused", walk


# ── refresh tokens ──


@pytest.mark.parametrize("operation", REFRESHES)
def test_a_refresh_token_brings_fresh_tokens_and_the_same_identity(place, operation):
    before = Walk(*place.arguments(username="ann", until="credentials"), password=PASSWORD).finished()
    token = before["tokens"]["refresh"]
    asked = place.arguments(refresh_token_env="REFRESH", until="caller", **REFRESHES[operation])
    walk = Walk(*asked, command="refresh", REFRESH=token).finished()
    assert walk.operations() == [operation, "GetId", "GetCredentialsForIdentity", "GetCallerIdentity"]
    for name in ("id", "access"):
        old, new = pools.claims(before["tokens"][name]), pools.claims(walk["tokens"][name])
        assert old["sub"] == new["sub"] and old["jti"] != new["jti"] and old["origin_jti"] == new["origin_jti"]
    # None came back, so the one that was brought is still the one to keep.
    assert walk["tokens"]["refresh"] == token
    assert walk["identity_id"] == before["identity_id"]
    assert walk["credentials"]["AccessKeyId"] != before["credentials"]["AccessKeyId"]
    assert pools.role_name(walk["caller"]["arn"]) == "Walkers"


@pytest.mark.parametrize("operation", REFRESHES)
def test_a_refresh_token_that_is_none_or_anothers_or_revoked(place, operation):
    token = Walk(*place.arguments(username="ann", until="tokens"), password=PASSWORD).finished()["tokens"]["refresh"]
    asked = {"refresh_token_env": "REFRESH", "until": "tokens"} | REFRESHES[operation]
    for client, wrong in {"public": "nonsense", "srp-only": token}.items():
        Walk(*place.arguments(client, **asked), command="refresh", REFRESH=wrong).refused("NotAuthorizedException")
    pools.anonymous("cognito-idp", place.endpoint).revoke_token(Token=token, ClientId=place.clients["public"])
    walk = Walk(*place.arguments(**asked), command="refresh", REFRESH=token).refused("NotAuthorizedException")
    assert walk["tokens"] is None and token not in walk.ran.stdout + walk.ran.stderr


@pytest.mark.parametrize("operation", REFRESHES)
def test_a_refresh_with_a_client_secret(place, operation):
    hush = {"HUSH": place.secrets["secret"]}
    asked = place.arguments("secret", username="ann", client_secret_env="HUSH", until="tokens")
    token = Walk(*asked, password=PASSWORD, **hush).finished()["tokens"]["refresh"]
    asked += ["--refresh-token-env", "REFRESH", *(f"--{k}={v}" for k, v in REFRESHES[operation].items())]
    Walk(*asked, command="refresh", REFRESH=token, **hush).finished()


def test_a_user_who_signs_in_by_e_mail_address(by_email):
    hush = {"HUSH": by_email.secrets["secret"]}
    asked = by_email.arguments("secret", client_secret_env="HUSH", until="tokens")
    walk = Walk(*asked, "--username", "eve@example.com", password=PASSWORD, **hush).finished()
    told = pools.claims(walk["tokens"]["id"])
    assert told["cognito:username"] != "eve@example.com" and told["email"] == "eve@example.com"
    # The older way hashes the name that the tokens tell, not the address that was typed.
    asked += ["--refresh-token-env", "REFRESH", "--flow", "REFRESH_TOKEN_AUTH"]
    hush["REFRESH"] = walk["tokens"]["refresh"]
    Walk(*asked, "--username", told["cognito:username"], command="refresh", **hush).finished()
    wrong = Walk(*asked, "--username", "eve@example.com", command="refresh", **hush)
    wrong.refused("NotAuthorizedException")
