"""boto3 against the practice pool: every operation, its shapes and its error names, and the classic script."""

import json

import botocore.exceptions
import pytest

import callers
import pools
from world import Walk, aws_profile


def refused(code, call, **arguments):
    """The message of an error that has to have this code."""
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    said = caught.value.response
    assert said["Error"]["Code"] == code, said
    assert said["ResponseMetadata"]["RequestId"], "AWS gives every answer a request id"
    return said["Error"]["Message"]


def sign_in(place, username, password, client=None, **more):
    """InitiateAuth with a password in the open."""
    client = client or place.client()
    parameters = {"USERNAME": username, "PASSWORD": password} | more
    if client["client_secret"] and "SECRET_HASH" not in more:
        parameters["SECRET_HASH"] = pools.secret_hash(client["client_id"], client["client_secret"], username)
    return {"ClientId": client["client_id"], "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}


def cognito(place):
    return pools.anonymous("cognito-idp", place.endpoint)


def administrator(place):
    keys = {name.lower(): value for name, value in place.administrator.items()}
    return pools.aws("cognito-idp", place.endpoint, place.region, **keys)


def tokens(place, user):
    answer = cognito(place).initiate_auth(**sign_in(place, user["username"], user["password"]))
    return answer["AuthenticationResult"]


def keys_for(place, id_token):
    """Identity id and keys for a login."""
    identity, logins = pools.anonymous("cognito-identity", place.endpoint), {callers.provider(place): id_token}
    identity_id = identity.get_id(IdentityPoolId=place.identity_pool_id, Logins=logins)["IdentityId"]
    answer = identity.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)
    assert answer["IdentityId"] == identity_id
    return identity_id, answer["Credentials"]


def caller(place, key, secret, token):
    """Who STS says the keys belong to."""
    keys = {"aws_access_key_id": key, "aws_secret_access_key": secret, "aws_session_token": token}
    return pools.aws("sts", place.endpoint, place.region, **keys).get_caller_identity()


def test_a_password_is_traded_for_tokens(practice):
    answer = tokens(practice, practice.user())
    assert answer["TokenType"] == "Bearer" and answer["ExpiresIn"] == 3600
    assert answer["IdToken"].count(".") == 2 and answer["AccessToken"].count(".") == 2
    assert answer["RefreshToken"].count(".") == 4, "a refresh token is a JWE of five parts"


def test_a_login_is_traded_for_keys_that_sts_knows(practice):
    login = tokens(practice, practice.user())["IdToken"]
    identity_id, keys = keys_for(practice, login)
    assert identity_id.startswith(f"{practice.region}:") and keys["AccessKeyId"].startswith("ASIA")
    said = caller(practice, keys["AccessKeyId"], keys["SecretKey"], keys["SessionToken"])
    assert ":assumed-role/" in said["Arn"] and said["Arn"].endswith("/CognitoIdentityCredentials")
    again, others = keys_for(practice, login)
    assert again == identity_id and others["SecretKey"] != keys["SecretKey"]


def test_sts_refuses_altered_and_foreign_keys(practice):
    _, keys = keys_for(practice, tokens(practice, practice.user())["IdToken"])
    key, secret, token = keys["AccessKeyId"], keys["SecretKey"], keys["SessionToken"]
    refused("SignatureDoesNotMatch", lambda: caller(practice, key, "x" + secret[1:], token))
    refused("InvalidClientTokenId", lambda: caller(practice, "ASIA0000000000000000", secret, token))
    refused("InvalidClientTokenId", lambda: caller(practice, key, secret, token + "x"))


def test_a_wrong_password(fresh):
    said = refused("NotAuthorizedException", cognito(fresh).initiate_auth, **sign_in(fresh, "ada", "Wrong-walk-1"))
    assert said == "Incorrect username or password."


def test_secret_hashes_are_checked(practice):
    call, user, client = cognito(practice).initiate_auth, practice.user(), practice.client("Server app with a secret")
    who = (practice, user["username"], user["password"], client)
    assert call(**sign_in(*who))["AuthenticationResult"]["AccessToken"]
    said = refused("NotAuthorizedException", call, **sign_in(*who, SECRET_HASH="0" * 44))
    assert said == f"Unable to verify secret hash for client {client['client_id']}"
    bare = sign_in(*who)
    del bare["AuthParameters"]["SECRET_HASH"]
    said = refused("NotAuthorizedException", call, **bare)
    assert said == f"Client {client['client_id']} is configured with secret but SECRET_HASH was not received"


def test_flows_that_a_client_does_not_allow(practice):
    user, client = practice.user(), practice.client("SRP only")
    call = cognito(practice).initiate_auth
    said = refused(
        "InvalidParameterException", call, **sign_in(practice, user["username"], user["password"], client)
    )
    assert said == "USER_PASSWORD_AUTH flow not enabled for this client"


@pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"])
def test_the_admin_flows(practice, flow):
    user = practice.user()
    asked = sign_in(practice, user["username"], user["password"]) | {"AuthFlow": flow}
    answer = administrator(practice).admin_initiate_auth(UserPoolId=practice.user_pool_id, **asked)
    assert answer["AuthenticationResult"]["IdToken"]
    refused("InvalidParameterException", cognito(practice).initiate_auth, **asked)


@pytest.mark.parametrize(
    "name, code, message",
    [
        ("joan", "UserNotConfirmedException", "User is not confirmed."),
        ("barbara", "PasswordResetRequiredException", "Password reset required for the user"),
        ("dennis", "NotAuthorizedException", "User is disabled."),
    ],
)
def test_people_who_may_not_sign_in(practice, name, code, message):
    asked = sign_in(practice, name, practice.user(name)["password"])
    assert refused(code, cognito(practice).initiate_auth, **asked) == message


def test_strangers_are_told_apart_only_where_the_client_says_so(practice):
    call = cognito(practice).initiate_auth
    refused("NotAuthorizedException", call, **sign_in(practice, "nobody", "Walk-in-the-0pen"))
    telling = practice.client("Password only, tells unknown users")
    refused("UserNotFoundException", call, **sign_in(practice, "nobody", "Walk-in-the-0pen", telling))


def test_an_authenticator_code(fresh):
    call = cognito(fresh)
    asked = call.initiate_auth(**sign_in(fresh, "hedy", fresh.user("hedy")["password"]))
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    code = fresh.code("hedy")
    answer = {
        "ClientId": fresh.client()["client_id"],
        "ChallengeName": asked["ChallengeName"],
        "Session": asked["Session"],
        "ChallengeResponses": {"USERNAME": "hedy", "SOFTWARE_TOKEN_MFA_CODE": f"{(int(code) + 500_000) % 1_000_000:06}"},
    }
    refused("CodeMismatchException", call.respond_to_auth_challenge, **answer)
    answer["ChallengeResponses"]["SOFTWARE_TOKEN_MFA_CODE"] = code
    assert call.respond_to_auth_challenge(**answer)["AuthenticationResult"]["IdToken"]


def test_a_temporary_password_and_its_required_attributes(fresh):
    user, call = fresh.user("grace"), cognito(fresh)
    asked = call.initiate_auth(**sign_in(fresh, user["username"], user["password"]))
    assert asked["ChallengeName"] == "NEW_PASSWORD_REQUIRED" and asked["Session"]
    required = json.loads(asked["ChallengeParameters"]["requiredAttributes"])
    assert required == ["userAttributes.given_name"]
    answers = {"USERNAME": asked["ChallengeParameters"]["USER_ID_FOR_SRP"], "NEW_PASSWORD": "Lasting-walk-2"}
    answers |= {name: "Grace" for name in required}
    done = {
        "ClientId": fresh.client()["client_id"],
        "ChallengeName": asked["ChallengeName"],
        "Session": asked["Session"],
        "ChallengeResponses": answers,
    }
    weak = done | {"ChallengeResponses": answers | {"NEW_PASSWORD": "a"}}
    refused("InvalidPasswordException", call.respond_to_auth_challenge, **weak)
    assert call.respond_to_auth_challenge(**done)["AuthenticationResult"]["IdToken"]
    refused("NotAuthorizedException", call.respond_to_auth_challenge, **done)  # a session is used once
    refused("NotAuthorizedException", call.initiate_auth, **sign_in(fresh, user["username"], user["password"]))
    assert call.initiate_auth(**sign_in(fresh, user["username"], "Lasting-walk-2"))["AuthenticationResult"]


def test_logins_are_checked_by_the_identity_pool(practice):
    identity, answer = pools.anonymous("cognito-identity", practice.endpoint), tokens(practice, practice.user())
    pool, name = practice.identity_pool_id, callers.provider(practice)
    tampered = answer["IdToken"][:-12] + "AAAAAAAAAAAA"
    refused("NotAuthorizedException", identity.get_id, IdentityPoolId=pool, Logins={name: tampered})
    refused("NotAuthorizedException", identity.get_id, IdentityPoolId=pool, Logins={name: answer["AccessToken"]})
    refused("NotAuthorizedException", identity.get_id, IdentityPoolId=pool, Logins={name + "x": answer["IdToken"]})
    other = f"{practice.region}:00000000-0000-4000-8000-000000000000"
    refused("ResourceNotFoundException", identity.get_id, IdentityPoolId=other, Logins={name: answer["IdToken"]})
    identity_id = identity.get_id(IdentityPoolId=pool, Logins={name: answer["IdToken"]})["IdentityId"]
    refused("NotAuthorizedException", identity.get_credentials_for_identity, IdentityId=identity_id)


def test_a_guest_and_the_openid_token_of_a_login(practice):
    identity, login = pools.anonymous("cognito-identity", practice.endpoint), tokens(practice, practice.user())
    logins = {callers.provider(practice): login["IdToken"]}
    identity_id = identity.get_id(IdentityPoolId=practice.identity_pool_id, Logins=logins)["IdentityId"]
    answer = identity.get_open_id_token(IdentityId=identity_id, Logins=logins)
    assert answer["IdentityId"] == identity_id and answer["Token"].count(".") == 2
    guest = identity.get_id(IdentityPoolId=practice.identity_pool_id)["IdentityId"]
    keys = identity.get_credentials_for_identity(IdentityId=guest)["Credentials"]
    assert "Guest" in caller(practice, keys["AccessKeyId"], keys["SecretKey"], keys["SessionToken"])["Arn"]


def test_tokens_are_used_renewed_and_revoked(fresh):
    call, client, answer = cognito(fresh), fresh.client()["client_id"], tokens(fresh, fresh.user())
    assert call.get_user(AccessToken=answer["AccessToken"])["Username"] == "ada"
    renewed = call.get_tokens_from_refresh_token(RefreshToken=answer["RefreshToken"], ClientId=client)
    assert renewed["AuthenticationResult"]["AccessToken"] != answer["AccessToken"]
    asked = {"ClientId": client, "AuthFlow": "REFRESH_TOKEN_AUTH"}
    parameters = {"REFRESH_TOKEN": answer["RefreshToken"]}
    assert call.initiate_auth(**asked, AuthParameters=parameters)["AuthenticationResult"]["IdToken"]
    refused("UnsupportedTokenTypeException", call.revoke_token, Token=answer["AccessToken"], ClientId=client)
    call.revoke_token(Token=answer["RefreshToken"], ClientId=client)
    refused("NotAuthorizedException", call.initiate_auth, **asked, AuthParameters=parameters)
    refused("NotAuthorizedException", call.get_user, AccessToken=answer["AccessToken"])


def test_signing_out_everywhere(fresh):
    call, answer = cognito(fresh), tokens(fresh, fresh.user())
    call.global_sign_out(AccessToken=answer["AccessToken"])
    refused("NotAuthorizedException", call.get_user, AccessToken=answer["AccessToken"])
    parameters = {"REFRESH_TOKEN": answer["RefreshToken"]}
    asked = {"ClientId": fresh.client()["client_id"], "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": parameters}
    refused("NotAuthorizedException", call.initiate_auth, **asked)


def sign_up(place, username, email, **more):
    """SignUp with what the pool requires; further attributes by name."""
    attributes = {"email": email, "given_name": "Mileva"} | more
    return {
        "ClientId": place.client()["client_id"],
        "Username": username,
        "Password": "Practice-Mileva-1",
        "UserAttributes": [{"Name": name, "Value": value} for name, value in attributes.items()],
    }


def test_somebody_signs_up_confirms_and_signs_in(fresh):
    call, client = cognito(fresh), fresh.client()["client_id"]
    answer = call.sign_up(**sign_up(fresh, "mileva", "mileva@example.com"))
    assert answer["UserConfirmed"] is False and len(answer["UserSub"]) == 36
    details = {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "m***@e***"}
    assert answer["CodeDeliveryDetails"] == details
    refused("UsernameExistsException", call.sign_up, **sign_up(fresh, "Mileva", "other@example.com"))
    blocked = refused("UserLambdaValidationException", call.sign_up, **sign_up(fresh, "blocked", "b@example.com"))
    assert blocked.startswith("PreSignUp failed with error ")
    wrong = sign_in(fresh, "mileva", "Practice-Mileva-1")
    refused("UserNotConfirmedException", call.initiate_auth, **wrong)
    assert call.resend_confirmation_code(ClientId=client, Username="mileva")["CodeDeliveryDetails"] == details
    sent = fresh.message("mileva")
    assert (sent["channel"], sent["purpose"]) == ("E-mail", "Confirm the sign-up")
    assert sent["destination"] == "mileva@example.com" and 86_000 < sent["seconds_left"] <= 86_400
    who = {"ClientId": client, "Username": "mileva"}
    other = f"{(int(sent['code']) + 500_000) % 1_000_000:06}"
    refused("CodeMismatchException", call.confirm_sign_up, **who, ConfirmationCode=other)
    session = call.confirm_sign_up(**who, ConfirmationCode=sent["code"], Session=answer["Session"])["Session"]
    at_once = {"ClientId": client, "AuthFlow": "USER_AUTH", "AuthParameters": {"USERNAME": "mileva"}}
    assert call.initiate_auth(**at_once, Session=session)["AuthenticationResult"]["IdToken"]
    refused("NotAuthorizedException", call.confirm_sign_up, **who, ConfirmationCode=sent["code"])
    refused("InvalidParameterException", call.resend_confirmation_code, **who)
    for name in ("mileva", "mileva@example.com"):
        result = call.initiate_auth(**sign_in(fresh, name, "Practice-Mileva-1"))["AuthenticationResult"]
        assert call.get_user(AccessToken=result["AccessToken"])["Username"] == "mileva"


def test_a_sign_up_with_a_client_secret_and_an_address_that_somebody_has(fresh):
    call, client = cognito(fresh), fresh.client("Server app with a secret")
    form = sign_up(fresh, "mileva", "ada@example.com") | {"ClientId": client["client_id"]}
    refused("NotAuthorizedException", call.sign_up, **form)
    who = {
        "ClientId": client["client_id"],
        "Username": "mileva",
        "SecretHash": pools.secret_hash(client["client_id"], client["client_secret"], "mileva"),
    }
    call.sign_up(**form | who)
    code = fresh.message("mileva")["code"]
    refused("AliasExistsException", call.confirm_sign_up, **who, ConfirmationCode=code)
    call.confirm_sign_up(**who, ConfirmationCode=code, ForceAliasCreation=True)
    answer = call.initiate_auth(**sign_in(fresh, "ada@example.com", "Practice-Mileva-1", client))
    assert answer["AuthenticationResult"]["IdToken"]


def test_a_forgotten_password_is_replaced(fresh):
    call, client = cognito(fresh), fresh.client()["client_id"]
    refused("NotAuthorizedException", call.forgot_password, ClientId=client, Username="grace")
    refused("InvalidParameterException", call.forgot_password, ClientId=client, Username="joan")
    stranger = call.forgot_password(ClientId=client, Username="nobody")["CodeDeliveryDetails"]
    assert stranger["DeliveryMedium"] == "EMAIL" and stranger["AttributeName"] == "email"
    telling = fresh.client("Password only, tells unknown users")["client_id"]
    refused("UserNotFoundException", call.forgot_password, ClientId=telling, Username="nobody")
    barbara = fresh.user("barbara")
    refused("PasswordResetRequiredException", call.initiate_auth, **sign_in(fresh, "barbara", barbara["password"]))
    details = call.forgot_password(ClientId=client, Username="barbara")["CodeDeliveryDetails"]
    assert details["Destination"] == "b***@e***"
    done = {"ClientId": client, "Username": "barbara", "ConfirmationCode": fresh.message("barbara")["code"]}
    again = done | {"Password": barbara["password"]}
    refused("PasswordHistoryPolicyViolationException", call.confirm_forgot_password, **again)
    refused("InvalidPasswordException", call.confirm_forgot_password, **done, Password="abc12345")
    call.confirm_forgot_password(**done, Password="Lasting-walk-2")
    refused("ExpiredCodeException", call.confirm_forgot_password, **done, Password="Lasting-walk-3")
    assert call.initiate_auth(**sign_in(fresh, "barbara", "Lasting-walk-2"))["AuthenticationResult"]


def test_a_password_is_changed_five_times_an_hour(fresh):
    call, ada = cognito(fresh), fresh.user()
    token, passwords = tokens(fresh, ada)["AccessToken"], [ada["password"]] + [f"Lasting-walk-{n}" for n in range(5)]
    wrong = {"AccessToken": token, "PreviousPassword": "Lasting-walk-9", "ProposedPassword": "Lasting-walk-8"}
    refused("NotAuthorizedException", call.change_password, **wrong)
    for previous, proposed in zip(passwords, passwords[1:5]):
        call.change_password(AccessToken=token, PreviousPassword=previous, ProposedPassword=proposed)
    last = wrong | {"PreviousPassword": passwords[4]}
    refused("LimitExceededException", call.change_password, **last)
    assert call.initiate_auth(**sign_in(fresh, "ada", passwords[4]))["AuthenticationResult"]


def test_attributes_are_changed_verified_and_deleted(fresh):
    call, token = cognito(fresh), tokens(fresh, fresh.user())["AccessToken"]
    given = {"email": "ada@example.org", "phone_number": "+15551234567", "nickname": "Countess"}
    update = [{"Name": name, "Value": value} for name, value in given.items()]
    answer = call.update_user_attributes(AccessToken=token, UserAttributes=update)
    assert [(one["AttributeName"], one["Destination"]) for one in answer["CodeDeliveryDetailsList"]] == [
        ("email", "a***@e***"),
        ("phone_number", "+*******4567"),
    ]
    sent = fresh.message("ada")
    assert (sent["channel"], sent["destination"]) == ("SMS", "+15551234567")
    call.verify_user_attribute(AccessToken=token, AttributeName="phone_number", Code=sent["code"])
    asked = call.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    assert asked["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    email = {"AccessToken": token, "AttributeName": "email"}
    refused("CodeMismatchException", call.verify_user_attribute, **email, Code=sent["code"])
    call.verify_user_attribute(**email, Code=fresh.message("ada")["code"])
    call.delete_user_attributes(AccessToken=token, UserAttributeNames=["nickname"])
    refused("InvalidParameterException", call.delete_user_attributes, AccessToken=token, UserAttributeNames=["email"])
    fixed = [{"Name": "sub", "Value": "another"}]
    refused("InvalidParameterException", call.update_user_attributes, AccessToken=token, UserAttributes=fixed)
    known = {one["Name"]: one["Value"] for one in call.get_user(AccessToken=token)["UserAttributes"]}
    assert known["email"] == given["email"] and "nickname" not in known
    assert known["email_verified"] == known["phone_number_verified"] == "true"


def test_second_factors_are_switched_on_and_told_about(fresh):
    call, token = cognito(fresh), tokens(fresh, fresh.user())["AccessToken"]
    on = {"Enabled": True, "PreferredMfa": True}
    refused("InvalidParameterException", call.set_user_mfa_preference, AccessToken=token, SMSMfaSettings=on)
    refused("InvalidParameterException", call.set_user_mfa_preference, AccessToken=token, SoftwareTokenMfaSettings=on)
    call.set_user_mfa_preference(AccessToken=token, EmailMfaSettings=on)
    factors = call.get_user_auth_factors(AccessToken=token)
    assert factors["Username"] == "ada" and factors["PreferredMfaSetting"] == "EMAIL_OTP"
    assert factors["UserMFASettingList"] == ["EMAIL_OTP"]
    assert factors["ConfiguredUserAuthFactors"] == ["PASSWORD", "EMAIL_OTP"]
    assert call.get_user(AccessToken=token)["UserMFASettingList"] == ["EMAIL_OTP"]
    call.set_user_mfa_preference(AccessToken=token, EmailMfaSettings={"Enabled": False})
    assert "UserMFASettingList" not in call.get_user(AccessToken=token)


def test_an_administrator_sees_the_status_of_an_account(fresh):
    admin, pool = administrator(fresh), fresh.user_pool_id
    for name, status, enabled in [
        ("ada", "CONFIRMED", True),
        ("grace", "FORCE_CHANGE_PASSWORD", True),
        ("joan", "UNCONFIRMED", True),
        ("barbara", "RESET_REQUIRED", True),
        ("dennis", "CONFIRMED", False),
    ]:
        user = admin.admin_get_user(UserPoolId=pool, Username=name)
        assert (user["Username"], user["UserStatus"], user["Enabled"]) == (name, status, enabled)
        assert user["UserCreateDate"] <= user["UserLastModifiedDate"]
        assert {"Name": "email", "Value": f"{name}@example.com"} in user["UserAttributes"]
    assert admin.admin_get_user(UserPoolId=pool, Username="hedy")["UserMFASettingList"] == ["SOFTWARE_TOKEN_MFA"]
    refused("UserNotFoundException", admin.admin_get_user, UserPoolId=pool, Username="nobody")
    refused("ResourceNotFoundException", admin.admin_get_user, UserPoolId="eu-west-1_Other1234", Username="ada")
    refused("MissingAuthenticationTokenException", cognito(fresh).admin_get_user, UserPoolId=pool, Username="ada")


def test_an_administrator_answers_a_challenge_too(fresh):
    admin, where = administrator(fresh), {"UserPoolId": fresh.user_pool_id, "ClientId": fresh.client()["client_id"]}
    parameters = {"USERNAME": "hedy", "PASSWORD": fresh.user("hedy")["password"]}
    asked = admin.admin_initiate_auth(**where, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=parameters)
    done = admin.admin_respond_to_auth_challenge(
        **where,
        ChallengeName=asked["ChallengeName"],
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": "hedy", "SOFTWARE_TOKEN_MFA_CODE": fresh.code("hedy")},
    )
    assert done["AuthenticationResult"]["AccessToken"]


def test_the_classic_script_reaches_the_same_identity_and_role_as_poolwalk(practice, tmp_path):
    user, client = practice.user(), practice.client()["client_id"]
    printed = callers.classic(practice, client, user["username"], user["password"])
    theirs = caller(practice, printed["AccessKeyId"], printed["SecretKey"], printed["SessionToken"])
    asked = ["--client", client, "--user-pool", practice.user_pool_id, "--identity-pool", practice.identity_pool_id]
    asked += ["--region", practice.region, "--endpoint", practice.endpoint, "--username", user["username"]]
    asked += ["--flow", "ADMIN_NO_SRP_AUTH", "--aws-profile", "walker", "--until", "caller"]
    files = aws_profile(tmp_path, practice.region, *practice.administrator.values())
    walk = Walk(*asked, password=user["password"], **files).finished()
    assert walk.operations()[0] == "AdminInitiateAuth"
    assert [walk["caller"][name] for name in ("account", "arn", "user_id")] == [
        theirs["Account"],
        theirs["Arn"],
        theirs["UserId"],
    ]
    assert walk["identity_id"] == keys_for(practice, tokens(practice, user)["IdToken"])[0]
