"""boto3 through the flows that its libraries do not know: choosing how to sign in, codes, set-up by e-mail, rotation."""

import pytest

from test_clients_boto3 import cognito, refused


class SignIn:
    """One sign-in, question by question."""

    def __init__(self, place, client="Public app"):
        self.api, self.place, self.client = cognito(place), place, place.client(client)["client_id"]

    def start(self, flow, **parameters):
        self.said = self.api.initiate_auth(ClientId=self.client, AuthFlow=flow, AuthParameters=parameters)
        return self

    def answer(self, **responses):
        asked = {"ChallengeName": self.said["ChallengeName"], "Session": self.said["Session"]}
        self.said = self.api.respond_to_auth_challenge(ClientId=self.client, **asked, ChallengeResponses=responses)
        return self

    def asks(self, challenge):
        assert self.said.get("ChallengeName") == challenge, self.said
        return self

    @property
    def tokens(self):
        assert "AuthenticationResult" in self.said, self.said
        return self.said["AuthenticationResult"]


@pytest.mark.parametrize("challenge", ["EMAIL_OTP", "SMS_OTP"])
def test_a_code_in_the_place_of_a_password(fresh, challenge):
    who = {"USERNAME": "fernando"}
    walk = SignIn(fresh).start("USER_AUTH", **who).asks("SELECT_CHALLENGE")
    offered = ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]
    assert walk.said["AvailableChallenges"] == offered
    walk.answer(**who, ANSWER=challenge).asks(challenge)
    assert walk.answer(**who, **{f"{challenge}_CODE": fresh.code("fernando")}).tokens["IdToken"]


def test_a_preferred_password(practice):
    user = practice.user("fernando")
    preferred = {"USERNAME": "fernando", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": user["password"]}
    assert SignIn(practice).start("USER_AUTH", **preferred).tokens["IdToken"]


def test_a_code_by_e_mail_after_the_password(fresh):
    user = fresh.user("ray")
    walk = SignIn(fresh).start("USER_PASSWORD_AUTH", USERNAME="ray", PASSWORD=user["password"]).asks("EMAIL_OTP")
    assert walk.answer(USERNAME="ray", EMAIL_OTP_CODE=fresh.code("ray")).tokens["IdToken"]


def test_codes_by_e_mail_are_set_up_on_the_way(fresh):
    user = fresh.user("shafi")
    walk = SignIn(fresh).start("USER_PASSWORD_AUTH", USERNAME="shafi", PASSWORD=user["password"]).asks("MFA_SETUP")
    walk.answer(USERNAME="shafi", EMAIL="shafi@work.example").asks("EMAIL_OTP")
    assert walk.answer(USERNAME="shafi", EMAIL_OTP_CODE=fresh.code("shafi")).tokens["IdToken"]


def test_each_refresh_brings_the_next_token(practice):
    user = practice.user()
    walk = SignIn(practice, "Rotates refresh tokens")
    first = walk.start("USER_PASSWORD_AUTH", USERNAME=user["username"], PASSWORD=user["password"]).tokens
    renew = walk.api.get_tokens_from_refresh_token
    second = renew(ClientId=walk.client, RefreshToken=first["RefreshToken"])["AuthenticationResult"]
    assert second["RefreshToken"] != first["RefreshToken"]
    assert renew(ClientId=walk.client, RefreshToken=second["RefreshToken"])["AuthenticationResult"]["IdToken"]
    old_way = {"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {"REFRESH_TOKEN": second["RefreshToken"]}}
    told = refused("InvalidParameterException", walk.api.initiate_auth, ClientId=walk.client, **old_way)
    assert told == "Refresh Token flow not enabled for this client"
