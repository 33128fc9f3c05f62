"""The AWS CLI against the practice pool: three calls from a password to keys, as its users type them."""

import json

import callers


def initiate(place, user, password):
    secret = json.dumps({"USERNAME": user["username"], "PASSWORD": password})
    arguments = ["--client-id", place.client()["client_id"], "--auth-flow", "USER_PASSWORD_AUTH", "--no-sign-request"]
    return callers.aws_cli(place, "cognito-idp", "initiate-auth", *arguments, "--auth-parameters", secret)


def test_three_calls_reach_keys_that_work(practice):
    answer = initiate(practice, practice.user(), practice.user()["password"])
    logins = json.dumps({callers.provider(practice): answer["AuthenticationResult"]["IdToken"]})
    arguments = ["--identity-pool-id", practice.identity_pool_id, "--logins", logins, "--no-sign-request"]
    identity_id = callers.aws_cli(practice, "cognito-identity", "get-id", *arguments)["IdentityId"]
    arguments = ["--identity-id", identity_id, "--logins", logins, "--no-sign-request"]
    keys = callers.aws_cli(practice, "cognito-identity", "get-credentials-for-identity", *arguments)["Credentials"]
    env = {
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretKey"],
        "AWS_SESSION_TOKEN": keys["SessionToken"],
    }
    said = callers.aws_cli(practice, "sts", "get-caller-identity", env=env)
    assert "/CognitoIdentityCredentials" in said["Arn"], said


def test_a_wrong_password_is_told_as_aws_tells_it(fresh):
    said = initiate(fresh, fresh.user(), "Wrong-walk-1")
    assert "(NotAuthorizedException)" in said and "Incorrect username or password." in said


def test_an_administrator_signs(practice):
    user = practice.user()
    secret = json.dumps({"USERNAME": user["username"], "PASSWORD": user["password"]})
    arguments = ["--user-pool-id", practice.user_pool_id, "--client-id", practice.client()["client_id"]]
    arguments += ["--auth-flow", "ADMIN_USER_PASSWORD_AUTH", "--auth-parameters", secret]
    said = callers.aws_cli(practice, "cognito-idp", "admin-initiate-auth", *arguments, env=practice.administrator)
    assert said["AuthenticationResult"]["TokenType"] == "Bearer", said
