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
