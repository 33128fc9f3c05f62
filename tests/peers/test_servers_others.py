"""Poolwalk's terminal twin against moto and cognito-local: other dialects, missing parts, an issuer that is not AWS's."""

import pytest

import pools
from pools import PASSWORD, TEMPORARY
from world import Walk, aws_profile


@pytest.fixture(scope="module")
def moto_place(moto):
    place = pools.user_pool(moto)
    pools.identity_pool(place)
    pools.user(place, "ann")
    pools.user(place, "new", password=None)
    place.totp_secret = pools.totp_user(place, "tom")
    return place


@pytest.fixture(scope="module")
def local_place(cognito_local):
    place = pools.user_pool(cognito_local, MfaConfiguration="OPTIONAL")
    pools.user(place, "ann")
    pools.user(place, "new", password=None)
    return place


def enrolled(place, name, **factors):
    """A user of cognito-local with an authenticator app, who chose these factors. Returns the app's secret."""
    pools.user(place, name)
    public, client = pools.anonymous("cognito-idp", place.endpoint), place.clients["public"]
    given = {"USERNAME": name, "PASSWORD": PASSWORD}
    answer = public.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
    token = answer["AuthenticationResult"]["AccessToken"]
    secret = public.associate_software_token(AccessToken=token)["SecretCode"]
    public.verify_software_token(AccessToken=token, UserCode=pools.totp(secret), FriendlyDeviceName="Tin")
    public.set_user_mfa_preference(AccessToken=token, **factors)
    return secret


def test_moto_a_whole_walk(moto_place):
    asked = moto_place.arguments(username="ann", flow="USER_PASSWORD_AUTH", until="caller")
    walk = Walk(*asked, password=PASSWORD).finished()
    assert walk["credentials"]["AccessKeyId"] and walk["caller"]["account"] == "123456789012"


def test_moto_a_wrong_password_and_a_stranger(moto_place):
    flow = {"flow": "USER_PASSWORD_AUTH"}
    Walk(*moto_place.arguments(username="ann", **flow), password="Wrong-walk-1").refused("NotAuthorizedException")
    Walk(*moto_place.arguments(username="nobody", **flow), password=PASSWORD).refused("UserNotFoundException")


def test_moto_a_temporary_password_without_any_parameters(moto_place):
    asked = moto_place.arguments(username="new", flow="USER_PASSWORD_AUTH", until="tokens")
    walk = Walk(*asked, password=TEMPORARY)
    assert walk["outcome"] == "needs_answer" and walk["challenge"]["name"] == "NEW_PASSWORD_REQUIRED", walk
    Walk(*asked, "--answer-env", "NEW_PASSWORD=LASTING", password=TEMPORARY, LASTING="Lasting-walk-2").finished()


def test_moto_a_code_is_asked_for_and_any_will_do(moto_place):
    # The question comes without any parameters: the username that was typed goes back.
    asked = moto_place.arguments(username="tom", flow="USER_PASSWORD_AUTH", until="tokens")
    walk = Walk(*asked, password=PASSWORD)
    assert walk["outcome"] == "needs_answer" and walk["challenge"]["name"] == "SOFTWARE_TOKEN_MFA", walk
    Walk(*asked, "--answer", "SOFTWARE_TOKEN_MFA_CODE=000000", password=PASSWORD).finished()
    # Every user of moto has the same secret, in small letters.
    Walk(*asked, "--totp-secret-env", "APP", password=PASSWORD, APP=moto_place.totp_secret).finished()


def test_moto_srp_ends_at_a_block_that_cannot_be_signed(moto_place):
    # AWS gives base64 to sign over; moto gives a UUID. That is told, and no made-up proof is sent.
    walk = Walk(*moto_place.arguments(username="ann", flow="USER_SRP_AUTH"), password=PASSWORD)
    assert walk["outcome"] == "unreachable" and walk["tokens"] is None, walk
    assert walk["steps"][0]["error"] == {"code": "AnswerUnusable", "message": "SECRET_BLOCK is not base64"}, walk
    assert [step["http_status"] for step in walk["steps"] if step["http_status"]] == [200], walk


def test_moto_a_refresh_the_older_way(moto_place):
    asked = moto_place.arguments(username="ann", flow="USER_PASSWORD_AUTH", until="tokens")
    before = Walk(*asked, password=PASSWORD).finished()["tokens"]
    asked = moto_place.arguments(refresh_token_env="REFRESH", flow="REFRESH_TOKEN_AUTH", until="caller")
    walk = Walk(*asked, command="refresh", REFRESH=before["refresh"]).finished()
    assert walk.operations() == ["InitiateAuth", "GetId", "GetCredentialsForIdentity", "GetCallerIdentity"]
    assert pools.claims(walk["tokens"]["id"])["sub"] == pools.claims(before["id"])["sub"]
    assert walk["tokens"]["refresh"] == before["refresh"]
    Walk(*asked, command="refresh", REFRESH="nonsense").refused("NotAuthorizedException")


def test_moto_a_guest(moto_place):
    place = moto_place.arguments(until="caller")
    del place[:2]  # a guest needs no app client
    walk = Walk(*place, "--guest").finished()
    assert walk["tokens"] is None and walk["identity_id"] and walk["caller"]["account"] == "123456789012"


def test_moto_the_classic_flow(moto_place):
    role = "arn:aws:iam::123456789012:role/Walkers"
    asked = moto_place.arguments(username="ann", flow="USER_PASSWORD_AUTH", classic=role, until="caller")
    walk = Walk(*asked, password=PASSWORD).finished()
    assert walk.operations()[-4:] == ["GetId", "GetOpenIdToken", "AssumeRoleWithWebIdentity", "GetCallerIdentity"]
    assert walk["caller"]["arn"].endswith(":assumed-role/Walkers/poolwalk")


def test_moto_a_developers_word(moto_place, tmp_path):
    files = aws_profile(tmp_path, pools.REGION, "test", "test")
    asked = moto_place.arguments(developer="login.walk", username="ann", aws_profile="walker", until="caller")
    walk = Walk(*asked, **files).finished()
    assert walk.operations() == ["GetOpenIdTokenForDeveloperIdentity", "GetCredentialsForIdentity", "GetCallerIdentity"]


def test_cognito_local_tokens_of_another_issuer(local_place):
    asked = local_place.arguments(username="ann", flow="USER_PASSWORD_AUTH", until="tokens")
    walk = Walk(*asked, password=PASSWORD).finished()
    assert walk["tokens"]["id"] and walk["tokens"]["access"]


def test_cognito_local_a_wrong_password(local_place):
    asked = local_place.arguments(username="ann", flow="USER_PASSWORD_AUTH")
    Walk(*asked, password="Wrong-walk-1").refused("InvalidPasswordException")


def test_cognito_local_a_temporary_password(local_place):
    asked = local_place.arguments(username="new", flow="USER_PASSWORD_AUTH", until="tokens")
    walk = Walk(*asked, password=TEMPORARY)
    assert walk["outcome"] == "needs_answer", walk
    Walk(*asked, "--answer-env", "NEW_PASSWORD=LASTING", password=TEMPORARY, LASTING="Lasting-walk-2").finished()


def test_cognito_local_an_unsupported_flow_is_an_answer_not_a_crash(local_place):
    walk = Walk(*local_place.arguments(username="ann", flow="USER_SRP_AUTH"), password=PASSWORD)
    assert walk["outcome"] == "refused", walk
    assert walk["steps"][0]["http_status"] == 500 and walk["steps"][0]["error"]["code"] == "Unsupported", walk


def test_cognito_local_an_authenticator_app(local_place):
    secret = enrolled(local_place, "tom", SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    asked = local_place.arguments(username="tom", flow="USER_PASSWORD_AUTH", until="tokens")
    walk = Walk(*asked, password=PASSWORD)
    assert walk["outcome"] == "needs_answer" and walk["challenge"]["name"] == "SOFTWARE_TOKEN_MFA", walk
    Walk(*asked, "--totp-secret-env", "APP", password=PASSWORD, APP=secret).finished()
    code = pools.totp(secret)
    Walk(*asked, "--answer", f"SOFTWARE_TOKEN_MFA_CODE={code}", password=PASSWORD).finished()
    wrong = f"{(int(code) + 500_000) % 1_000_000:06}"
    Walk(*asked, "--answer", f"SOFTWARE_TOKEN_MFA_CODE={wrong}", password=PASSWORD).refused("CodeMismatchException")


def test_cognito_local_a_choice_between_two_factors(local_place):
    both = {"SoftwareTokenMfaSettings": {"Enabled": True}, "SMSMfaSettings": {"Enabled": True}}
    secret = enrolled(local_place, "zoe", **both)
    asked = local_place.arguments(username="zoe", flow="USER_PASSWORD_AUTH", until="tokens", totp_secret_env="APP")
    walk = Walk(*asked, password=PASSWORD, APP=secret)
    assert walk["outcome"] == "needs_answer" and walk["challenge"]["name"] == "SELECT_MFA_TYPE", walk
    assert walk["challenge"]["fields"][0]["choices"] == ["SMS_MFA", "SOFTWARE_TOKEN_MFA"], walk
    Walk(*asked, "--answer", "ANSWER=SOFTWARE_TOKEN_MFA", password=PASSWORD, APP=secret).finished()


def test_cognito_local_a_refresh_the_older_way(local_place):
    asked = local_place.arguments(username="ann", flow="USER_PASSWORD_AUTH", until="tokens")
    before = Walk(*asked, password=PASSWORD).finished()["tokens"]
    asked = local_place.arguments(refresh_token_env="REFRESH", flow="REFRESH_TOKEN_AUTH", until="tokens")
    walk = Walk(*asked, command="refresh", REFRESH=before["refresh"]).finished()
    # It comes without ExpiresIn and TokenType, and without another refresh token.
    assert walk["tokens"]["expires_in"] is None and walk["tokens"]["refresh"] == before["refresh"]
    assert pools.claims(walk["tokens"]["id"])["sub"] == pools.claims(before["id"])["sub"]
    Walk(*asked, command="refresh", REFRESH="nonsense").refused("NotAuthorizedException")


@pytest.mark.parametrize("peer, outcome, code", [
    ("moto_place", "unreachable", "AnswerIsHtml"),
    ("local_place", "refused", "Unsupported"),
])
def test_a_call_that_a_peer_does_not_know_is_an_answer_not_a_crash(peer, outcome, code, request):
    place = request.getfixturevalue(peer)
    walk = Walk(*place.arguments(refresh_token_env="REFRESH", until="tokens"), command="refresh", REFRESH="any")
    assert (walk["outcome"], walk["steps"][0]["error"]["code"]) == (outcome, code), walk
    assert walk["steps"][0]["http_status"] == 500, walk
