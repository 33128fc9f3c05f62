"""pycognito, whose SRP half was written by others, against the practice pool."""

import botocore.exceptions
import pycognito
import pycognito.exceptions
import pytest

import callers
import inbox
from test_clients_boto3 import fresh  # noqa: F401  (a fixture)


def person(place, user, client=None):
    """A pycognito user who talks to the practice pool."""
    client = client or place.client()
    return pycognito.Cognito(
        place.user_pool_id,
        client["client_id"],
        username=user["username"],
        client_secret=client["client_secret"],
        boto3_client_kwargs={"endpoint_url": place.endpoint, "aws_access_key_id": "", "aws_secret_access_key": ""},
    )


@pytest.mark.parametrize("turn", range(12))
def test_srp_and_its_tokens_hold_whatever_the_random_numbers(practice, turn):
    user = practice.user()
    signed_in = person(practice, user)
    signed_in.authenticate(user["password"])  # also verifies both tokens with the key set
    assert signed_in.id_claims["cognito:username"] == user["username"]
    assert signed_in.access_claims["client_id"] == practice.client()["client_id"]


def test_srp_with_a_client_secret(practice):
    user = practice.user()
    signed_in = person(practice, user, practice.client(secret=True))
    signed_in.authenticate(user["password"])
    assert signed_in.access_token


def test_a_wrong_password_fails_the_proof(practice):
    with pytest.raises(botocore.exceptions.ClientError, match="Incorrect username or password"):
        person(practice, practice.user()).authenticate("Wrong-walk-1")


def test_tokens_are_renewed(practice):
    user = practice.user()
    signed_in = person(practice, user)
    signed_in.authenticate(user["password"])
    before = signed_in.access_token
    signed_in.renew_access_token()
    signed_in.verify_tokens()
    assert signed_in.access_token != before


def test_an_altered_token_does_not_verify(practice):
    user = practice.user()
    signed_in = person(practice, user)
    signed_in.authenticate(user["password"])
    altered = signed_in.access_token[:-12] + "AAAAAAAAAAAA"
    with pytest.raises(pycognito.exceptions.TokenVerificationException):
        signed_in.verify_token(altered, "access_token", "access")


def test_a_temporary_password(fresh):  # noqa: F811
    user = fresh.user("temporary", "new password")
    someone = person(fresh, user)
    with pytest.raises(pycognito.exceptions.ForceChangePasswordException):
        someone.authenticate(user["password"])


def test_an_authenticator_code(practice):
    user = practice.user("totp", "authenticator")
    someone = person(practice, user)
    with pytest.raises(pycognito.exceptions.SoftwareTokenMFAChallengeException):
        someone.authenticate(user["password"])
    someone.respond_to_software_token_mfa_challenge(inbox.totp_code(practice, user))
    someone.verify_tokens()


def test_the_issuer_is_where_the_key_set_is(practice):
    base = f"{practice.endpoint}/{practice.user_pool_id}"
    described = callers.fetch(f"{base}/.well-known/openid-configuration")
    assert callers.fetch(described["jwks_uri"])["keys"]
