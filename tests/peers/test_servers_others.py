"""Poolwalk's terminal twin against moto and cognito-local: other dialects, missing parts, an issuer that is not AWS's."""

import pytest

import pools
from pools import PASSWORD, TEMPORARY
from world import Walk


@pytest.fixture(scope="module")
def moto_place(moto):
    place = pools.user_pool(moto)
    pools.identity_pool(place)
    pools.user(place, "ann")
    pools.user(place, "new", password=None)
    return place


@pytest.fixture(scope="module")
def local_place(cognito_local):
    place = pools.user_pool(cognito_local)
    pools.user(place, "ann")
    pools.user(place, "new", password=None)
    return place


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
