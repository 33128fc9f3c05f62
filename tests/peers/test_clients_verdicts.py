"""Our verdict on made-up tokens beside those of aws-jwt-verify and PyJWT. Ours may be stricter, in the rows that the
table names, and is never laxer.
"""

import json
import subprocess
import time

import jwt
import pytest

import callers
from forge import CLIENT, ISSUER, POOL, UPDATED, Forge
from world import CLI, clean_environment

FORGE = Forge(int(time.time()))
TABLE = FORGE.all()
EXIT_CODES = {"valid": 0, "invalid": 1, "no token": 2, "not_verified": 3}


def key_set(made):
    return made.key_set or FORGE.key_set


@pytest.fixture(scope="module")
def theirs():
    """What aws-jwt-verify says, by name: nothing where it takes the token."""
    asked = [{"token": made.bare or made.token, "use": made.use, "client": made.client, "key_set": key_set(made)} for made in TABLE]
    refusals = callers.javascript("verdicts", user_pool=POOL, tokens=asked)
    return dict(zip([made.name for made in TABLE], refusals, strict=True))


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """Asks Poolwalk for one verdict: what it comes to, and the checks that failed."""
    file = tmp_path_factory.mktemp("keys") / "jwks.json"

    def ask(made):
        file.write_text(json.dumps(key_set(made)))
        options = ["--user-pool", POOL, "--jwks", file, "--json"]
        options += ["--client", made.client] if made.client else []
        options += ["--use", made.use] if made.use else []
        given = {"input": made.token.encode(), "capture_output": True, "timeout": 60, "env": clean_environment()}
        ran = subprocess.run([CLI, "token", *options], **given)
        told = json.loads(ran.stdout)
        failed = [check["name"] for check in told["checks"] if check["outcome"] == "failed"]
        is_token = told["header"] is not None or len(made.token) > 65536
        assert ran.returncode == EXIT_CODES[told["verdict"] if is_token else "no token"], (ran.returncode, told)
        return told["verdict"], " ".join(failed)

    return ask


def pyjwt_refuses(made):
    """Why PyJWT refuses a token, if it does."""
    try:
        token = made.bare or made.token
        kid = jwt.get_unverified_header(token)["kid"]
        key = next(jwt.PyJWK(key) for key in key_set(made)["keys"] if key.get("kid") == kid)
        # Clocks differ: an iat to come is only remarked on. Access tokens name an API as aud, not the client.
        options = {"verify_iat": False, "verify_aud": False, "require": ["exp", "iss", "token_use"]}
        claims = jwt.decode(token, key, algorithms=["RS256"], issuer=[ISSUER, UPDATED], options=options)
    except (jwt.PyJWTError, LookupError, StopIteration, TypeError, ValueError) as err:
        return repr(err)
    if claims["token_use"] not in ([made.use] if made.use else ["id", "access"]):
        return "another token_use"
    client = claims.get("aud" if claims["token_use"] == "id" else "client_id")
    return "another client" if made.client and client != made.client else None


@pytest.mark.parametrize("made", TABLE, ids=lambda made: made.identity)
def test_a_verdict(made, ours, theirs):
    verdict, failed = ours(made)
    assert (verdict, failed) == (made.verdict, made.by), made.name
    refusal = theirs[made.name]
    if verdict == "valid":
        assert refusal is None, f"laxer than aws-jwt-verify: {refusal}"
        assert pyjwt_refuses(made) is None, f"laxer than PyJWT: {pyjwt_refuses(made)}"
    assert (refusal is None) == (verdict == "valid" or made.stricter), f"aws-jwt-verify: {refusal}"


def test_the_table_is_large_and_has_both_sides():
    honest = [made for made in TABLE if made.verdict == "valid"]
    assert len(TABLE) >= 150 and len(honest) >= 40
    assert {made.client for made in honest} == {CLIENT, None}
