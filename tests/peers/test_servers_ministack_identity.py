"""Poolwalk's terminal twin against ministack: guests, roles, the classic flow, logins of other providers, developers.

ministack checks the logins of user pools, the trust policies of roles and every signature; where it is more lenient
than AWS, the test says so.
"""

import base64
import datetime
import json
import time

import pytest

import pools
from pools import PASSWORD, REGION
from world import Walk, aws_profile

ENHANCED = ["GetId", "GetCredentialsForIdentity", "GetCallerIdentity"]
CLASSIC = ["GetId", "GetOpenIdToken", "AssumeRoleWithWebIdentity", "GetCallerIdentity"]
OIDC = "login.example.com/pool"


def token_of(subject, **claims):
    """A token as another provider would give it, but for the signature."""
    parts = [{"alg": "RS256"}, {"sub": subject, "exp": int(time.time()) + 600} | claims]
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts]
    return ".".join([*encoded, "c2lnbmF0dXJl"])


@pytest.fixture(scope="module")
def open_place(ministack):
    """An identity pool that takes guests, other providers' logins and the classic flow, with a role for each."""
    place = pools.user_pool(ministack)
    pools.user(place, "ann")
    pools.identity_pool(
        place,
        AllowUnauthenticatedIdentities=True,
        AllowClassicFlow=True,
        SupportedLoginProviders={"accounts.google.com": "app.apps.googleusercontent.com"},
        OpenIdConnectProviderARNs=[f"arn:aws:iam::000000000000:oidc-provider/{OIDC}"],
        DeveloperProviderName="login.walk",
    )
    place.roles = {
        "member": pools.web_role(place, "Members", aud=place.identity_pool, amr="authenticated"),
        "guest": pools.web_role(place, "Guests", aud=place.identity_pool, amr="unauthenticated"),
        "elsewhere": pools.web_role(place, "Strangers", aud=f"{REGION}:00000000-0000-4000-8000-000000000000"),
    }
    pools.give_roles(place, authenticated=place.roles["member"], unauthenticated=place.roles["guest"])
    return place


def nobody(place, *flags, **more):
    """Arguments of a walk without a sign-in."""
    given = place.arguments(**more)
    at = given.index("--client")
    return [*given[:at], *given[at + 2 :], *flags]


# ── guests ──


def test_a_guest_gets_the_keys_of_guests(open_place):
    walk = Walk(*nobody(open_place, "--guest", until="caller")).finished()
    assert walk.operations() == ENHANCED
    assert walk["tokens"] is None and walk["identity_id"].startswith(f"{REGION}:")
    assert pools.role_name(walk["caller"]["arn"]) == "Guests"


def test_a_guest_by_the_classic_flow(open_place):
    walk = Walk(*nobody(open_place, "--guest", classic=open_place.roles["guest"], until="caller")).finished()
    assert walk.operations() == CLASSIC
    assert walk["caller"]["arn"].endswith(":assumed-role/Guests/poolwalk")
    walk = Walk(*nobody(open_place, "--guest", classic=open_place.roles["member"])).refused("AccessDenied")
    assert walk.operations() == CLASSIC[:2]


def test_guests_are_taken_where_aws_would_turn_them_away(place):
    # AWS refuses where AllowUnauthenticatedIdentities is off; ministack gives keys of a role that nobody made.
    walk = Walk(*nobody(place, "--guest", until="caller")).finished()
    assert pools.role_name(walk["caller"]["arn"]) == "CognitoIdentityPoolRole"


# ── roles ──


def test_the_classic_flow_to_a_role_of_ones_choice(open_place):
    asked = open_place.arguments(username="ann", classic=open_place.roles["member"], duration=900, until="caller")
    walk = Walk(*asked, password=PASSWORD).finished()
    assert walk.operations() == ["InitiateAuth", "RespondToAuthChallenge", *CLASSIC]
    assert walk["caller"]["arn"].endswith(":assumed-role/Members/poolwalk")
    lives = datetime.datetime.fromisoformat(walk["credentials"]["Expiration"]).timestamp() - time.time()
    assert 800 < lives <= 901, lives


@pytest.mark.parametrize("role", ["guest", "elsewhere", "nowhere"])
def test_a_role_that_does_not_trust_the_person(open_place, role):
    arn = open_place.roles.get(role, "arn:aws:iam::000000000000:role/Nowhere")
    walk = Walk(*open_place.arguments(username="ann", classic=arn), password=PASSWORD).refused("AccessDenied")
    assert walk["steps"][-2]["http_status"] == 403, walk
    assert "role" in walk["explanation"]["what"], walk
    assert walk["credentials"] is None and walk["identity_id"], "what was had before is still told"


def test_a_chosen_role_is_not_looked_at(open_place):
    # AWS gives the role of CustomRoleArn if the token allows it, or refuses; ministack gives the pool's own in any case.
    asked = open_place.arguments(username="ann", role_arn=open_place.roles["elsewhere"], until="caller")
    walk = Walk(*asked, password=PASSWORD).finished()
    assert walk.operations()[-3:] == ENHANCED
    assert pools.role_name(walk["caller"]["arn"]) == "Members"


# ── logins of other providers ──


@pytest.mark.parametrize("provider", ["google", f"https://{OIDC}", OIDC])
def test_a_login_of_another_provider(open_place, provider):
    # AWS would check the token's signature and expiry; ministack takes a supported provider's at its word.
    asked = nobody(open_place, login=f"{provider}=TOKEN", until="caller")
    walk = Walk(*asked, TOKEN=token_of(f"subject of {provider}")).finished()
    assert walk.operations() == ENHANCED
    assert pools.role_name(walk["caller"]["arn"]) == "Members"
    walk = Walk(*nobody(open_place, login=f"{provider}=TOKEN", classic=open_place.roles["member"]), TOKEN=token_of("x"))
    assert walk.finished().operations() == CLASSIC


def test_logins_that_the_pool_does_not_take(open_place, place):
    for provider in ("facebook", "https://login.example.com/another"):
        walk = Walk(*nobody(open_place, login=f"{provider}=TOKEN"), TOKEN=token_of("x"))
        walk.refused("NotAuthorizedException")
        assert "provider" in walk["explanation"]["what"], walk
    walk = Walk(*nobody(open_place, login="google=TOKEN"), TOKEN="no token of OpenID")
    walk.refused("NotAuthorizedException")
    assert "ID token" in walk["explanation"]["what"], walk
    Walk(*nobody(place, login="google=TOKEN"), TOKEN=token_of("x")).refused("NotAuthorizedException")


def test_two_logins_are_one_person(open_place):
    both = open_place.arguments(username="ann", login="google=TOKEN", until="credentials")
    token = token_of("ann at Google")
    walk = Walk(*both, password=PASSWORD, TOKEN=token).finished()
    alone = Walk(*nobody(open_place, login="google=TOKEN", until="identity"), TOKEN=token).finished()
    member = Walk(*open_place.arguments(username="ann", until="identity"), password=PASSWORD).finished()
    assert walk["identity_id"] == alone["identity_id"] == member["identity_id"]


def test_the_key_of_the_user_pool_among_the_logins(open_place):
    asked = open_place.arguments(username="ann", until="identity")
    Walk(*asked, "--logins-key", open_place.provider(), password=PASSWORD).finished()
    other = f"cognito-idp.{REGION}.amazonaws.com/{REGION}_Another01"
    Walk(*asked, "--logins-key", other, password=PASSWORD).refused("NotAuthorizedException")


# ── signed calls ──


@pytest.fixture(scope="module")
def developer_keys(place):
    """Keys of IAM whose every call ministack checks, unlike those of its administrator."""
    return pools.developer(place, "walker", "cognito-idp:AdminInitiateAuth", "cognito-idp:AdminRespondToAuthChallenge")


def test_an_admin_flow_is_signed_so_that_it_is_believed(place, developer_keys, tmp_path):
    files = aws_profile(tmp_path, REGION, *developer_keys)
    asked = place.arguments(flow="admin", aws_profile="walker", until="tokens")
    Walk(*asked, "--username", "ann", password=PASSWORD, **files).finished()
    walk = Walk(*asked, "--username", "tom", "--totp-secret-env", "APP", password=PASSWORD, APP=place.totp_secret, **files)
    assert walk.finished().operations() == ["AdminInitiateAuth", "AdminRespondToAuthChallenge"]


def test_an_admin_flow_with_a_wrong_key_or_without_the_right(place, developer_keys, tmp_path):
    asked = place.arguments(username="ann", flow="admin", aws_profile="walker")
    files = aws_profile(tmp_path, REGION, developer_keys[0], "0" * 40)
    Walk(*asked, password=PASSWORD, **files).refused("InvalidSignatureException")
    files = aws_profile(tmp_path, REGION, "AKIA" + "0" * 16, developer_keys[1])
    Walk(*asked, password=PASSWORD, **files).refused("UnrecognizedClientException")
    files = aws_profile(tmp_path, REGION, *pools.developer(place, "idler", "s3:ListAllMyBuckets"))
    Walk(*asked, password=PASSWORD, **files).refused("AccessDeniedException")


def test_a_developers_word_is_unknown_here(open_place, tmp_path):
    # AWS has GetOpenIdTokenForDeveloperIdentity; ministack knows developer providers and not this call.
    files = aws_profile(tmp_path, REGION, "test", "test")
    asked = nobody(open_place, developer="login.walk", username="ann", aws_profile="walker")
    walk = Walk(*asked, **files).refused("InvalidAction")
    assert walk["steps"][0]["operation"] == "GetOpenIdTokenForDeveloperIdentity" and walk.operations() == []
