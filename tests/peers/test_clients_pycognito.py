"""pycognito, whose SRP half was written by others, against the practice pool."""

import botocore
import botocore.config
import botocore.exceptions
import pycognito
import pycognito.exceptions
import pytest



def person(place, user, client=None):
    """A pycognito user who talks to the practice pool, and takes issuer and key set from there as well."""
    client = client or place.client()
    return pycognito.Cognito(
        place.user_pool_id,
        client["client_id"],
        username=user["username"],
        client_secret=client["client_secret"],
        boto3_client_kwargs={"endpoint_url": place.endpoint},
        botocore_config=botocore.config.Config(signature_version=botocore.UNSIGNED),
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
    signed_in = person(practice, user, practice.client("Server app with a secret"))
    signed_in.authenticate(user["password"])
    assert signed_in.access_token


def test_a_wrong_password_fails_the_proof(fresh):
    with pytest.raises(botocore.exceptions.ClientError, match="Incorrect username or password"):
        person(fresh, fresh.user()).authenticate("Wrong-walk-1")


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


def test_a_temporary_password(fresh):
    user = fresh.user("grace")
    someone = person(fresh, user)
    with pytest.raises(pycognito.exceptions.ForceChangePasswordException):
        someone.authenticate(user["password"])
    # pycognito cannot send the given name that this pool asks for, and is told so
    with pytest.raises(botocore.exceptions.ClientError, match="given_name"):
        someone.new_password_challenge(user["password"], "Lasting-walk-2")


def test_an_authenticator_code(fresh):
    user = fresh.user("hedy")
    someone = person(fresh, user)
    with pytest.raises(pycognito.exceptions.SoftwareTokenMFAChallengeException):
        someone.authenticate(user["password"])
    someone.respond_to_software_token_mfa_challenge(fresh.code("hedy"))
    someone.verify_tokens()


def test_a_password_beyond_ascii_and_a_name_that_is_an_alias(practice):
    for name in ("zuse", "emmy@example.com"):
        user = practice.user(name)
        signed_in = person(practice, user)
        signed_in.authenticate(user["password"])
        assert signed_in.id_claims["email"], name
