"""Poolwalk's errands about an account against ministack, which checks codes, passwords, hashes and access tokens."""

import pytest

import pools
from pools import PASSWORD
from world import Walk

# ministack sends everybody the same.
SIGN_UP_CODE, RESET_CODE = "123456", "654321"
LASTING = "Lasting-walk-2"


@pytest.fixture(scope="module")
def accounts(ministack):
    place = pools.user_pool(ministack, MfaConfiguration="OFF")
    place.aws("cognito-idp").set_user_pool_mfa_config(
        UserPoolId=place.user_pool, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    return place


def errand(place, words, *flags, client="public", password=PASSWORD, **env):
    """`poolwalk-cli WORDS` about an account of the place."""
    command, *words = words.split()
    asked = [*words, *place.arguments(client), *flags]
    if place.secrets[client]:
        asked, env = [*asked, "--client-secret-env", "HUSH"], env | {"HUSH": place.secrets[client]}
    return Walk(*asked, command=command, password=password, **env)


@pytest.mark.parametrize("client", ["public", "secret"])
def test_somebody_signs_up_confirms_and_signs_in(accounts, client):
    who = ["--username", f"eve-{client}"]
    told = ["--attribute", f"email=eve-{client}@example.com", "--attribute", "given_name=Eve"]
    walk = errand(accounts, "sign-up", *who, *told, client=client)
    assert walk["outcome"] == "needs_answer" and walk.operations() == [], "nobody has agreed to a message yet"
    walk = errand(accounts, "sign-up", *who, *told, "--yes", client=client)
    assert walk["outcome"] == "needs_answer" and walk.operations() == ["SignUp"], walk
    assert [field["key"] for field in walk["challenge"]["fields"]] == ["ConfirmationCode"], walk
    # AWS tells a part of the address; ministack tells all of it.
    assert walk["delivery"]["destination"] == f"eve-{client}@example.com" and walk["delivery"]["medium"] == "EMAIL"
    errand(accounts, "sign-up", *who, *told, "--yes", client=client).refused("UsernameExistsException")
    confirm = [*who, "--yes", "--answer"]
    walk = errand(accounts, "confirm", *confirm, "ConfirmationCode=000000", client=client, password=None)
    walk.refused("CodeMismatchException")
    walk = errand(accounts, "confirm", *confirm, f"ConfirmationCode={SIGN_UP_CODE}", client=client, password=None)
    assert walk.finished().operations() == ["ConfirmSignUp"]
    walk = errand(accounts, "user", *who, client=client).finished()
    assert walk["user"]["username"] == f"eve-{client}" and walk["user"]["attributes"]["given_name"] == "Eve", walk


@pytest.mark.parametrize("client", ["public", "secret"])
def test_a_forgotten_password(accounts, client):
    name = f"max-{client}"
    pools.user(accounts, name)
    asked = ["--username", name, "--yes", "--answer-env", "Password=LASTING"]
    given = {"client": client, "password": None, "LASTING": LASTING}
    code = f"ConfirmationCode={RESET_CODE}"
    walk = errand(accounts, "forgot-password", *asked, "--answer", "ConfirmationCode=000000", **given)
    walk.refused("CodeMismatchException")
    walk = errand(accounts, "forgot-password", *asked, "--answer", code, **given).finished()
    assert walk.operations() == ["ForgotPassword", "ConfirmForgotPassword"]
    assert LASTING not in walk.ran.stdout + walk.ran.stderr
    errand(accounts, "user", "--username", name, client=client, password=LASTING).finished()


def test_a_user_who_has_not_confirmed_yet(accounts):
    asked = ["--username", "una", "--attribute", "email=una@example.com", "--yes"]
    assert errand(accounts, "sign-up", *asked)["outcome"] == "needs_answer"
    Walk(*accounts.arguments(username="una"), password=PASSWORD).refused("UserNotConfirmedException")
    walk = errand(accounts, "confirm", "--username", "una", "--resend", "--yes", password=None)
    assert walk.operations() == ["ResendConfirmationCode"] and walk["delivery"], walk


def test_what_is_kept_with_a_user_is_changed(accounts):
    pools.user(accounts, "kim")
    who = ["--username", "kim"]
    walk = errand(accounts, "user set given_name=Kim", *who, "--yes").finished()
    assert "UpdateUserAttributes" in walk.operations()
    assert errand(accounts, "user", *who).finished()["user"]["attributes"]["given_name"] == "Kim"
    changed = ["--yes", "--answer-env", "ProposedPassword=LASTING"]
    walk = errand(accounts, "user change-password", *who, *changed, LASTING=LASTING).finished()
    assert "ChangePassword" in walk.operations()
    errand(accounts, "user", *who).refused("NotAuthorizedException")
    errand(accounts, "user", *who, password=LASTING).finished()


def test_an_authenticator_app_is_set_up_used_and_removed(accounts):
    pools.user(accounts, "tia")
    who = ["--username", "tia"]
    walk = errand(accounts, "user totp on", *who, "--yes", "--answer", "UserCode=000000")
    walk.refused("EnableSoftwareTokenMFAException")
    walk = errand(accounts, "user totp on", *who, "--yes", "--answer", "UserCode=auto").finished()
    assert {"AssociateSoftwareToken", "VerifySoftwareToken", "SetUserMFAPreference"} <= set(walk.operations()), walk
    code = pools.totp(walk["totp_secret"])
    asked = accounts.arguments(username="tia", until="tokens")
    assert Walk(*asked, password=PASSWORD)["outcome"] == "needs_answer"
    Walk(*asked, "--answer", f"SOFTWARE_TOKEN_MFA_CODE={code}", password=PASSWORD).finished()
    off = [*who, "--yes", "--totp-secret-env", "APP"]
    errand(accounts, "user totp off", *off, APP=walk["totp_secret"]).finished()
    Walk(*asked, password=PASSWORD).finished()


def test_every_session_is_ended(accounts):
    pools.user(accounts, "ada")
    asked = accounts.arguments(username="ada", until="tokens")
    tokens = Walk(*asked, password=PASSWORD).finished()["tokens"]
    walk = errand(accounts, "user sign-out", "--username", "ada", "--yes").finished()
    assert "GlobalSignOut" in walk.operations()
    refresh = accounts.arguments(refresh_token_env="REFRESH", until="tokens")
    Walk(*refresh, command="refresh", REFRESH=tokens["refresh"]).refused("NotAuthorizedException")
    given = ["--access-token-env", "ACCESS"]
    errand(accounts, "user", *given, password=None, ACCESS=tokens["access"]).refused("NotAuthorizedException")


@pytest.mark.parametrize("client", ["public", "secret"])
def test_a_refresh_token_is_revoked(accounts, client):
    pools.user(accounts, f"rob-{client}")
    hush = {"HUSH": accounts.secrets[client]} if accounts.secrets[client] else {}
    asked = accounts.arguments(client, until="tokens") + (["--client-secret-env", "HUSH"] if hush else [])
    walk = Walk(*asked, "--username", f"rob-{client}", password=PASSWORD, **hush).finished()
    brought = {"REFRESH": walk["tokens"]["refresh"]}
    flags = ["--refresh-token-env", "REFRESH", "--yes"]
    walk = errand(accounts, "user revoke", *flags, client=client, password=None, **brought).finished()
    assert walk.operations() == ["RevokeToken"]
    Walk(*asked, *flags[:2], command="refresh", **hush, **brought).refused("NotAuthorizedException")


def test_devices_are_unknown_here(accounts):
    # AWS keeps a list; ministack knows no devices, and says so in an error of its own.
    pools.user(accounts, "dan")
    walk = errand(accounts, "devices", "--username", "dan").refused("InvalidAction")
    assert walk["steps"][-1]["operation"] == "ListDevices", walk
