"""Poolwalk's terminal twin against ministack with AUTH=true, which checks SRP proofs, secret hashes and signatures."""

import datetime
import json
import time

import pytest

import pools
from pools import PASSWORD, TEMPORARY
from world import Walk, aws_profile, free_port

WHOLE = ["GetId", "GetCredentialsForIdentity", "GetCallerIdentity"]
SIGN_IN = {
    "USER_SRP_AUTH": ["InitiateAuth", "RespondToAuthChallenge"],
    "USER_PASSWORD_AUTH": ["InitiateAuth"],
    "ADMIN_USER_PASSWORD_AUTH": ["AdminInitiateAuth"],
    "ADMIN_NO_SRP_AUTH": ["AdminInitiateAuth"],
}


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_whole_walk_reaches_keys_that_work(place, flow):
    walk = Walk(*place.arguments(username="ann", flow=flow, until="caller"), password=PASSWORD).finished()
    assert walk.operations() == SIGN_IN[flow] + WHOLE
    assert pools.claims(walk["tokens"]["id"])["aud"] == place.clients["public"]
    assert pools.claims(walk["tokens"]["access"])["token_use"] == "access"
    assert walk["tokens"]["refresh"] and walk["tokens"]["expires_in"] == 3600
    assert pools.role_name(walk["caller"]["arn"]) == "Walkers"
    keys = walk["credentials"]
    expires = datetime.datetime.fromisoformat(keys["Expiration"])
    assert 3000 < expires.timestamp() - time.time() < 3700
    sts = place.aws(
        "sts",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    said = sts.get_caller_identity()
    assert [said["Account"], said["Arn"], said["UserId"]] == [walk["caller"][name] for name in ("account", "arn", "user_id")]


def test_srp_is_what_is_used_when_nothing_is_said(place):
    walk = Walk(*place.arguments(username="ann", until="tokens"), password=PASSWORD).finished()
    assert walk.operations() == SIGN_IN["USER_SRP_AUTH"]


@pytest.mark.parametrize("turn", range(8))
def test_srp_proofs_hold_whatever_the_random_numbers(place, turn):
    Walk(*place.arguments(username="ann", until="tokens"), password=PASSWORD).finished()


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_wrong_password_is_refused_and_explained(place, flow):
    walk = Walk(*place.arguments(username="ann", flow=flow), password="Wrong-walk-1").refused("NotAuthorizedException")
    assert walk["tokens"] is None and walk["credentials"] is None and walk["caller"] is None
    assert "Wrong-walk-1" not in walk.ran.stdout + walk.ran.stderr


def test_a_wrong_password_costs_one_attempt_only(place):
    walk = Walk(*place.arguments(username="ann", flow="USER_PASSWORD_AUTH"), password="Wrong-walk-1")
    assert [step["http_status"] for step in walk["steps"] if step["http_status"]] == [400]


@pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"])
def test_the_admin_flows_sign_with_the_keys_of_a_profile(place, flow, tmp_path):
    files = aws_profile(tmp_path, pools.REGION, "test", "test")
    asked = place.arguments(username="ann", flow=flow, aws_profile="walker", until="caller")
    walk = Walk(*asked, password=PASSWORD, **files).finished()
    assert walk.operations() == SIGN_IN[flow] + WHOLE


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_client_secret_is_hashed_over_the_right_name(place, flow):
    asked = place.arguments("secret", username="ann", flow=flow, client_secret_env="HUSH", until="credentials")
    walk = Walk(*asked, password=PASSWORD, HUSH=place.secrets["secret"]).finished()
    assert walk["credentials"]["AccessKeyId"].startswith("ASIA")
    assert place.secrets["secret"] not in walk.ran.stdout + walk.ran.stderr


def test_a_wrong_or_missing_client_secret_is_refused(place):
    asked = place.arguments("secret", username="ann")
    Walk(*asked, password=PASSWORD).refused("NotAuthorizedException")
    Walk(*asked, "--client-secret-env", "HUSH", password=PASSWORD, HUSH="0" * 51).refused("NotAuthorizedException")


def test_a_client_that_allows_srp_alone(place):
    Walk(*place.arguments("srp-only", username="ann", until="tokens"), password=PASSWORD).finished()
    asked = place.arguments("srp-only", username="ann", flow="USER_PASSWORD_AUTH")
    walk = Walk(*asked, password=PASSWORD).refused("InvalidParameterException")
    assert "SRP" in json.dumps(walk["explanation"])


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_temporary_password_asks_for_a_lasting_one(place, flow):
    name = f"fresh-{flow[5:8].lower()}"
    pools.user(place, name, password=None)
    asked = place.arguments(username=name, flow=flow, until="credentials")
    walk = Walk(*asked, password=TEMPORARY)
    assert walk["outcome"] == "needs_answer", walk
    assert walk["challenge"]["name"] == "NEW_PASSWORD_REQUIRED"
    assert "NEW_PASSWORD" in json.dumps(walk["challenge"]["fields"])
    Walk(*asked, "--answer-env", "NEW_PASSWORD=LASTING", password=TEMPORARY, LASTING="Lasting-walk-2").finished()
    Walk(*asked, password="Lasting-walk-2").finished()


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_an_authenticator_code_is_asked_for_and_checked(place, flow):
    asked = place.arguments(username="tom", flow=flow, until="credentials")
    walk = Walk(*asked, password=PASSWORD)
    assert walk["outcome"] == "needs_answer" and walk["challenge"]["name"] == "SOFTWARE_TOKEN_MFA", walk
    code = pools.totp(place.totp_secret)
    Walk(*asked, "--answer", f"SOFTWARE_TOKEN_MFA_CODE={code}", password=PASSWORD).finished()
    wrong = f"{(int(code) + 500_000) % 1_000_000:06}"
    Walk(*asked, "--answer", f"SOFTWARE_TOKEN_MFA_CODE={wrong}", password=PASSWORD).refused("CodeMismatchException")


def test_people_who_may_not_or_do_not_exist(place):
    Walk(*place.arguments(username="shut"), password=PASSWORD).refused("NotAuthorizedException")
    walk = Walk(*place.arguments(username="nobody", flow="USER_PASSWORD_AUTH"), password=PASSWORD)
    assert walk["outcome"] == "refused" and walk["steps"][0]["error"]["code"] == "UserNotFoundException", walk


@pytest.mark.parametrize("until, calls", [("tokens", 2), ("identity", 3), ("credentials", 4), ("caller", 5)])
def test_a_walk_stops_where_it_is_told(place, until, calls):
    walk = Walk(*place.arguments(username="ann", until=until), password=PASSWORD).finished()
    assert len(walk.operations()) == calls
    reached = [walk["tokens"], walk["identity_id"], walk["credentials"], walk["caller"]]
    assert [value is not None for value in reached] == [step < calls - 1 for step in range(4)]


def test_an_identity_pool_that_does_not_exist(place):
    asked = place.arguments(username="ann", identity_pool="us-east-1:00000000-0000-4000-8000-000000000000")
    walk = Walk(*asked, password=PASSWORD).refused("ResourceNotFoundException")
    assert walk["tokens"], "the tokens that were had are still told"


def test_input_that_cannot_be_right_is_caught_before_any_call(place):
    for wrong in ({"client": "eu-west-1_Ab12Cd34E"}, {"user-pool": "nonsense"}, {"region": "Mars"}, {"endpoint": "nowhere"}):
        given = dict(zip(*[iter(place.arguments(username="ann"))] * 2)) | {f"--{k}": v for k, v in wrong.items()}
        walk = Walk(*[part for pair in given.items() for part in pair], password=PASSWORD)
        assert walk["outcome"] == "invalid" and not [step for step in walk["steps"] if step["http_status"]], (wrong, walk)


def test_a_port_nobody_listens_on(place):
    asked = place.arguments(username="ann", endpoint=f"http://127.0.0.1:{free_port()}")
    walk = Walk(*asked, password=PASSWORD)
    assert walk["outcome"] == "unreachable" and walk["tokens"] is None, walk
