"""Poolwalk's terminal twin against ministack's login pages: code and PKCE, the loopback that a browser comes back to,
and what can be done with the tokens afterwards. The person at the pages is a browser of the tests.
"""

import pytest

import pools
from browser import Browser, altered
from pools import PASSWORD, REGION, TEMPORARY
from world import PagesWalk, Walk, free_port

WHOLE = ["/oauth2/authorize", "/oauth2/token", "/oauth2/userInfo", "GetId", "GetCredentialsForIdentity", "GetCallerIdentity"]
SCOPES = ["openid", "email", "profile", "aws.cognito.signin.user.admin"]


def web_app(place, name, callback, **settings):
    """An app client that may use the pages."""
    pools.app_client(
        place,
        name,
        ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"],
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"],
        AllowedOAuthScopes=SCOPES,
        CallbackURLs=[callback],
        **settings,
    )


@pytest.fixture(scope="module")
def pages(ministack):
    """A pool with login pages, a federated provider among them, which is another pool of the same server."""
    place = pools.user_pool(ministack)
    place.home = f"http://localhost:{free_port()}"
    for name in ("web", "web-secret"):
        signed_out = [f"{place.home}/signed-out"]
        web_app(place, name, f"{place.home}/callback", GenerateSecret=name == "web-secret", LogoutURLs=signed_out)
    pools.user(place, "ann")
    pools.identity_pool(place, role="Visitors")
    return place


def asked(place, client="web", **more):
    """The place as arguments of `poolwalk-cli browser`."""
    given = {"domain": place.endpoint, "redirect_url": f"{place.home}/callback", "until": "tokens"}
    arguments = place.arguments(client, **given | {"sign_out_url": f"{place.home}/signed-out"} | more)
    return [*arguments, "--client-secret-env", "HUSH"] if place.secrets[client] else arguments


def hush(place, client):
    return {"HUSH": place.secrets[client]} if place.secrets[client] else {}


def signs_in(username="ann", password=PASSWORD, **changes):
    """A person who opens the address, signs in and is sent back; `changes` are made to the address before."""

    def visit(url):
        return Browser().open(altered(url, **changes)).submit(username=username, password=password)

    return visit


@pytest.mark.parametrize("client", ["web", "web-secret"])
def test_a_whole_walk_by_the_pages_reaches_keys(pages, client):
    walk = PagesWalk(signs_in(), *asked(pages, client, until="caller"), **hush(pages, client)).finished()
    assert walk.operations() == [*WHOLE], walk
    assert walk.page.status == 200 and walk.page.url.startswith(f"{pages.home}/callback?code="), walk.page
    told = pools.claims(walk["tokens"]["id"])
    assert told["aud"] == pages.clients[client] and told["cognito:username"] == "ann" and told["nonce"]
    assert set(pools.claims(walk["tokens"]["access"])["scope"].split()) == set(SCOPES)
    assert walk["tokens"]["refresh"] and walk["tokens"]["expires_in"] == 3600
    assert pools.role_name(walk["caller"]["arn"]) == "Visitors"


def test_the_scopes_asked_for_are_those_had(pages):
    walk = PagesWalk(signs_in(), *asked(pages, scope="openid")).finished()
    assert pools.claims(walk["tokens"]["access"])["scope"] == "openid"
    walk = PagesWalk(signs_in(), *asked(pages, scope="aws.cognito.signin.user.admin")).finished()
    assert walk["tokens"]["id"] is None and walk.operations() == ["/oauth2/authorize", "/oauth2/token"]


def test_a_wrong_password_stays_on_the_page(pages):
    def visit(url):
        page = Browser().open(url).submit(username="ann", password="Wrong-walk-1")
        assert "Incorrect username or password." in page.text and page.url.startswith(pages.endpoint), page
        return page.submit(username="ann", password=PASSWORD)

    PagesWalk(visit, *asked(pages)).finished()


def test_a_temporary_password_is_replaced_on_the_page(pages):
    pools.user(pages, "new", password=None)

    def visit(url):
        page = Browser().open(url).submit(username="new", password=TEMPORARY)
        return page.submit(new_password="Lasting-walk-2", confirm_password="Lasting-walk-2")

    PagesWalk(visit, *asked(pages)).finished()
    PagesWalk(signs_in("new", "Lasting-walk-2"), *asked(pages)).finished()


def test_a_scope_that_the_client_may_not_have(pages):
    walk = PagesWalk(lambda url: Browser().open(url), *asked(pages, scope="openid phone"))
    # AWS says invalid_scope; ministack says so in the description alone.
    walk.refused("invalid_request")
    assert "invalid_scope" in walk["steps"][0]["error"]["message"], walk


# ── what ties the answer to the question ──


def test_a_challenge_of_another_verifier_is_refused(pages):
    walk = PagesWalk(signs_in(code_challenge="A" * 43), *asked(pages)).refused("invalid_grant")
    assert walk.operations() == ["/oauth2/authorize"] and walk["tokens"] is None


def test_another_state_is_turned_away_and_the_right_one_is_waited_for(pages):
    turned_away = []

    def visit(url):
        turned_away.append(signs_in(state="another")(url))
        return signs_in()(url)

    walk = PagesWalk(visit, *asked(pages)).finished()
    assert turned_away[0].status == 404 and walk.operations() == WHOLE[:3], walk


@pytest.mark.parametrize("nonce", ["another", None])
def test_tokens_with_another_nonce_or_none_are_not_taken(pages, nonce):
    walk = PagesWalk(signs_in(nonce=nonce), *asked(pages, until="caller"))
    assert walk["outcome"] == "unreachable" and walk["tokens"] is None and walk["identity_id"] is None, walk


def test_a_client_secret_that_is_wrong(pages):
    walk = PagesWalk(signs_in(), *asked(pages, "web-secret"), HUSH="0" * 51)
    walk.refused("invalid_client")


# ── afterwards ──


@pytest.mark.parametrize("client", ["web", "web-secret"])
@pytest.mark.parametrize("way", ["token endpoint", "GetTokensFromRefreshToken", "REFRESH_TOKEN_AUTH"])
def test_a_refresh_token_of_the_pages_works_in_every_way(pages, client, way):
    secret = hush(pages, client)
    before = PagesWalk(signs_in(), *asked(pages, client), **secret).finished()["tokens"]
    at = pages.arguments(client, refresh_token_env="REFRESH", until="tokens")
    at += ["--client-secret-env", "HUSH"] if secret else []
    at += {"token endpoint": ["--domain", pages.endpoint], "REFRESH_TOKEN_AUTH": ["--flow", way]}.get(way, [])
    at += ["--username", "ann"] if secret and way == "REFRESH_TOKEN_AUTH" else []
    walk = Walk(*at, command="refresh", REFRESH=before["refresh"], **secret).finished()
    operation = {"token endpoint": "/oauth2/token", "REFRESH_TOKEN_AUTH": "InitiateAuth"}.get(way, way)
    assert walk.operations() == [operation], walk
    assert pools.claims(walk["tokens"]["access"])["jti"] != pools.claims(before["access"])["jti"]
    assert walk["tokens"]["refresh"] == before["refresh"]


def test_fresh_tokens_by_the_browser_command(pages):
    token = PagesWalk(signs_in(), *asked(pages)).finished()["tokens"]["refresh"]
    brought = [*asked(pages), "--refresh-token-env", "REFRESH"]
    walk = Walk(*brought, command="browser", REFRESH=token).finished()
    assert walk.operations() == ["/oauth2/token"] and walk["tokens"]["id"]
    Walk(*brought, command="browser", REFRESH="nonsense").refused("invalid_grant")


def test_signing_out_leads_back(pages):
    walk = PagesWalk(lambda url: Browser().open(url), *asked(pages), "--sign-out").finished()
    assert walk.operations() == ["/logout"] and walk.page.url == f"{pages.home}/signed-out"


def test_a_provider_behind_the_pages(pages, ministack):
    # The other pool vouches for its users by OpenID Connect; the pages send the browser there and take it back.
    company = pools.user_pool(ministack)
    web_app(company, "pool", f"{ministack.replace('127.0.0.1', 'localhost')}/oauth2/idpresponse", GenerateSecret=True)
    pools.user(company, "bea")
    pages.aws("cognito-idp").create_identity_provider(
        UserPoolId=pages.user_pool,
        ProviderName="Company",
        ProviderType="OIDC",
        ProviderDetails={
            "client_id": company.clients["pool"],
            "client_secret": company.secrets["pool"],
            "authorize_scopes": "openid email",
            "attributes_request_method": "GET",
            "oidc_issuer": f"https://cognito-idp.{REGION}.amazonaws.com/{company.user_pool}",
            "authorize_url": f"{ministack}/oauth2/authorize",
            "token_url": f"{ministack}/oauth2/token",
        },
        AttributeMapping={"email": "email"},
    )
    walk = PagesWalk(signs_in("bea"), *asked(pages, identity_provider="Company", until="caller")).finished()
    assert pools.claims(walk["tokens"]["id"])["email"] == "bea@example.com"
    assert pools.claims(walk["tokens"]["access"])["username"].startswith("Company_")
    assert pools.role_name(walk["caller"]["arn"]) == "Visitors"
