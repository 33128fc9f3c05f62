"""amazon-cognito-identity-js and aws-jwt-verify against the practice pool and its tokens, and PyJWT beside them."""

import jwt
import pytest

import callers


def sign_in(place, user, **more):
    given = {
        "endpoint": place.endpoint,
        "user_pool": place.user_pool_id,
        "client": place.client()["client_id"],
        "username": user["username"],
        "password": user["password"],
        "inbox": place.inbox,
    }
    return callers.javascript("sign_in", **(given | more))


def key_set(place):
    return callers.fetch(f"{place.endpoint}/{place.user_pool_id}/.well-known/jwks.json")


def issuer(place):
    described = callers.fetch(f"{place.endpoint}/{place.user_pool_id}/.well-known/openid-configuration")
    return described["issuer"]


@pytest.fixture(scope="module")
def tokens(practice):
    return sign_in(practice, practice.user())["tokens"]


@pytest.mark.parametrize("turn", range(6))
def test_srp_whatever_the_random_numbers(practice, turn):
    answer = sign_in(practice, practice.user(), refresh=True)
    assert answer["asked"] == [] and answer["tokens"]["id"], answer
    assert answer["refreshed"]["access"] != answer["tokens"]["access"]


def test_a_password_in_the_open(practice):
    assert sign_in(practice, practice.user(), flow="USER_PASSWORD_AUTH")["tokens"]["access"]


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_wrong_password(fresh, flow):
    answer = sign_in(fresh, fresh.user(), password="Wrong-walk-1", flow=flow)
    assert answer["error"] == {"code": "NotAuthorizedException", "message": "Incorrect username or password."}


def test_a_temporary_password(fresh):
    user = fresh.user("grace")
    asked = sign_in(fresh, user)["asked"]
    assert [question["name"] for question in asked] == ["NEW_PASSWORD_REQUIRED"]
    attributes = {name: "Grace" for name in asked[0]["required"]}
    answer = sign_in(fresh, user, new_password="Lasting-walk-2", attributes=attributes)
    assert answer["tokens"]["id"], answer


def test_an_authenticator_code(fresh):
    answer = sign_in(fresh, fresh.user("hedy"), code=fresh.code("hedy"))
    assert answer["asked"] == [{"name": "SOFTWARE_TOKEN_MFA"}] and answer["tokens"]["id"], answer


def names(answer):
    return [question["name"] for question in answer["asked"]]


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_code_by_sms(fresh, flow):
    answer = sign_in(fresh, fresh.user("matti"), flow=flow)
    assert answer["asked"] == [{"name": "SMS_MFA", "to": "+********0142"}] and answer["tokens"]["id"], answer


@pytest.mark.parametrize("choice", ["SMS_MFA", "SOFTWARE_TOKEN_MFA"])
def test_one_of_several_factors(fresh, choice):
    answer = sign_in(fresh, fresh.user("katherine"), choose=choice)
    assert names(answer) == ["SELECT_MFA_TYPE", choice] and answer["tokens"]["id"], answer
    assert answer["asked"][0]["choice"] == ["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"]


def test_an_authenticator_app_is_set_up_on_the_way(fresh):
    answer = sign_in(fresh, fresh.user("shafi"))
    assert names(answer) == ["MFA_SETUP", "secret"] and answer["tokens"]["id"], answer
    assert sign_in(fresh, fresh.user("shafi"), code="000")["asked"] == [{"name": "SOFTWARE_TOKEN_MFA"}]


@pytest.mark.parametrize("given", [{"riddles": True}, {"flow": "CUSTOM_AUTH"}])
def test_riddles_with_and_without_the_password_first(fresh, given):
    answer = sign_in(fresh, fresh.user("edsger"), **given)
    assert [question["round"] for question in answer["asked"]] == ["1 of 2", "2 of 2"], answer
    assert answer["tokens"]["id"], answer
    wrong = sign_in(fresh, fresh.user("edsger"), answer="a piano", **given)
    assert wrong["error"] == {"code": "NotAuthorizedException", "message": "Incorrect username or password."}


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_device_is_confirmed_remembered_proved_and_forgotten(fresh, flow):
    answer = sign_in(fresh, fresh.user("margaret"), flow=flow, device=True)
    assert names(answer) == ["SOFTWARE_TOKEN_MFA"], answer
    device = answer["device"]
    assert (device["confirmationNecessary"], device["asked"], device["listed"], device["left"]) == (True, [], 1, 0)
    assert {"Name": "dev:device_remembered_status", "Value": "remembered"} in device["attributes"]
    claims = jwt.decode(answer["refreshed"]["access"], options={"verify_signature": False})
    assert claims["device_key"].startswith(f"{fresh.region}_")


@pytest.mark.parametrize("use", ["id", "access"])
def test_pyjwt_verifies_our_tokens(practice, tokens, use):
    token = tokens[use]
    keys = {key["kid"]: jwt.PyJWK(key) for key in key_set(practice)["keys"]}
    assert len(keys) == 2
    audience = practice.client()["client_id"] if use == "id" else None
    options = {"require": ["exp", "iss", "iat", "sub", "token_use"]}
    key = keys.pop(jwt.get_unverified_header(token)["kid"])
    known = {"algorithms": ["RS256"], "audience": audience, "issuer": issuer(practice), "options": options}
    assert jwt.decode(token, key, **known)["token_use"] == use
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, *keys.values(), **known)  # the other key did not sign it


@pytest.mark.parametrize("use", ["id", "access"])
def test_aws_jwt_verify_verifies_our_tokens(practice, tokens, use):
    given = {"issuer": issuer(practice), "client": practice.client()["client_id"], "key_set": key_set(practice)}
    answer = callers.javascript("verify", **given, use=use, token=tokens[use])
    assert answer["claims"]["token_use"] == use, answer
    other = {"id": "access", "access": "id"}[use]
    assert "Token use not allowed" in callers.javascript("verify", **given, use=other, token=tokens[use])["error"]["message"]
    altered = tokens[use][:-12] + "AAAAAAAAAAAA"
    assert callers.javascript("verify", **given, use=use, token=altered)["error"]["message"] == "Invalid signature"
    foreign = callers.javascript("verify", **(given | {"client": "another"}), use=use, token=tokens[use])
    assert "not allowed" in foreign["error"]["message"] and "Expected: another" in foreign["error"]["message"]
