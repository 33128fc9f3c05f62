"""pycognito, whose SRP half was written by others, against the practice pool."""

import botocore
import botocore.config
import botocore.exceptions
import pycognito
import pycognito.aws_srp
import pycognito.exceptions
import pytest
import requests


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


def test_a_code_by_sms(fresh):
    user = fresh.user("matti")
    someone = person(fresh, user)
    with pytest.raises(pycognito.exceptions.SMSMFAChallengeException) as asked:
        someone.authenticate(user["password"])
    assert asked.value.get_tokens()["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == "+********0142"
    with pytest.raises(botocore.exceptions.ClientError, match="Invalid code or auth state"):
        someone.respond_to_sms_mfa_challenge("000")
    someone.respond_to_sms_mfa_challenge(fresh.code("matti"))
    someone.verify_tokens()


def test_whoever_has_signed_in_sets_up_an_authenticator_app(fresh):
    user = fresh.user()
    someone = person(fresh, user)
    someone.authenticate(user["password"])
    assert len(someone.associate_software_token()) == 52
    assert someone.verify_software_token(fresh.code("ada"), "Lamp")


def device(place, user, **known):
    """pycognito's SRP half with a device."""
    client = person(place, user).client
    pool, app = place.user_pool_id, place.client()["client_id"]
    return pycognito.aws_srp.AWSSRP(user["username"], user["password"], pool, app, client=client, **known)


@pytest.fixture
def here(fresh, monkeypatch):
    """A practice pool to which pycognito's device calls go as well: it sends them past boto3, to AWS's address."""
    post = requests.post

    def sent_here(url, **more):
        assert url == f"https://cognito-idp.{fresh.region}.amazonaws.com/"
        return post(fresh.endpoint, **more)

    monkeypatch.setattr(pycognito.aws_srp.requests, "post", sent_here)
    return fresh


@pytest.mark.parametrize("turn", range(4))
def test_a_device_is_confirmed_remembered_proved_and_forgotten(here, turn):
    user = here.user("margaret")
    someone = device(here, user)
    with pytest.raises(pycognito.exceptions.SoftwareTokenMFAChallengeException) as asked:
        someone.authenticate_user()
    answer = {"USERNAME": "margaret", "SOFTWARE_TOKEN_MFA_CODE": here.code("margaret")}
    tokens = someone.client.respond_to_auth_challenge(
        ClientId=someone.client_id,
        ChallengeName="SOFTWARE_TOKEN_MFA",
        Session=asked.value.get_tokens()["Session"],
        ChallengeResponses=answer,
    )
    confirmed, password = someone.confirm_device(tokens, "Desk")
    assert confirmed.json() == {"UserConfirmationNecessary": True}
    key, group, access = someone.device_key, someone.device_group_key, someone.access_token
    assert "200" in someone.update_device_status(True, access, key)
    known = {"device_key": key, "device_group_key": group}
    again = device(here, user, device_password=password, **known).authenticate_user()
    assert again["AuthenticationResult"]["AccessToken"], "the device stood in for the code"
    with pytest.raises(botocore.exceptions.ClientError, match="Incorrect username or password"):
        device(here, user, device_password=f"{password}x", **known).authenticate_user()
    assert "200" in someone.forget_device(access, key)
    with pytest.raises(botocore.exceptions.ClientError, match="Device does not exist"):
        device(here, user, device_password=password, **known).authenticate_user()
