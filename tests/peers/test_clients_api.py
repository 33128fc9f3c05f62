"""The practice API, called by curl and botocore: what was handed over opens it, and what does not is refused as API
Gateway refuses."""

import datetime
import json

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest
import requests

import callers
import handed

READER = "arn:aws:iam::123456789012:role/PracticeReader"
# Names that begin with one another: the order is that of names, then of values, and not that of the joined texts.
SPELLINGS = ["page=1&page2=2", "a1=2&a=1", "filter-by=y&filter=x&filter.z=1", "a=2&a=1&a=-", "q=a%20b&q=%2B&flag="]


def url(place, route):
    return place.api["url"] + route


def curl(lines, folder):
    """The answer of the curl command that was handed over."""
    return json.loads(handed.run(["bash", "-c", lines.replace("curl ", "curl -sS ", 1)], folder))


def signed(place, keys, route="/iam?b=2&a=1", *, region=None, service="execute-api", skew=0, monkeypatch=None):
    """A request signed by botocore."""
    given = botocore.credentials.Credentials(keys["access_key_id"], keys["secret_access_key"], keys.get("session_token"))
    request = botocore.awsrequest.AWSRequest("GET", url(place, route))
    if skew:
        clock = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=skew)
        monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda remove_tzinfo=True: clock.replace(tzinfo=None))
    botocore.auth.SigV4Auth(given, service, region or place.region).add_auth(request)
    return requests.get(url(place, route), headers=dict(request.headers), timeout=10)


def refused(answer, kind):
    assert answer.headers["x-amzn-errortype"] == kind, (answer.headers, answer.text)
    assert answer.headers["x-amzn-requestid"]
    assert answer.status_code == (401 if kind == "UnauthorizedException" else 403)
    body = answer.json()
    return body["Message" if kind == "AccessDeniedException" else "message"]


@pytest.fixture(scope="module")
def keys(practice):
    return callers.keys(practice)


@pytest.mark.parametrize("query", ["", "?b=2&a=1&flag", "?q=a%20b", "?q=a+b", "?r=a/b", *(f"?{query}" for query in SPELLINGS)])
def test_curl_signs_what_was_handed_over(practice, keys, query, tmp_path):
    lines = handed.rendered("curl", name="x", region=practice.region, api=url(practice, "/iam") + query, **keys)
    answer = curl(lines, tmp_path)
    assert answer["caller"]["arn"].endswith(":assumed-role/PracticeEngineer/CognitoIdentityCredentials")


def test_curl_bears_the_tokens(practice, tmp_path):
    found = callers.tokens(practice)
    given = {"name": "x", "id_token": found["IdToken"], "access_token": found["AccessToken"]}
    for word, route, use in (("curl-id", "/id", "id"), ("curl-access", "/access", "access")):
        answer = curl(handed.rendered(word, api=url(practice, route), **given), tmp_path)
        assert answer["caller"]["token_use"] == use
    header = dict([handed.rendered("header", **given).split(": ", 1)])
    assert requests.get(url(practice, "/id"), headers=header, timeout=10).status_code == 200
    assert refused(requests.get(url(practice, "/access"), headers=header, timeout=10), "UnauthorizedException") == "Unauthorized"


def test_botocore_signs(practice, keys):
    assert signed(practice, keys).json()["query"] == "b=2&a=1"
    for query in SPELLINGS:
        assert signed(practice, keys, f"/iam?{query}").json()["query"] == query
    assert signed(practice, keys, "/open").status_code == 200
    assert refused(signed(practice, keys, "/nothing"), "MissingAuthenticationTokenException") == "Missing Authentication Token"


def test_a_role_may_or_may_not(practice):
    told = "is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:pract1ceap/prod/GET/iam"
    for keys in callers.keys(practice, CustomRoleArn=READER), callers.keys(practice, user=None):
        said = refused(signed(practice, keys), "AccessDeniedException")
        assert said.startswith("User: arn:aws:sts::123456789012:assumed-role/") and said.endswith(told), said


def test_a_signature_that_does_not_hold_is_answered_with_what_should_have_been_signed(practice, keys):
    said = refused(signed(practice, keys | {"secret_access_key": "wrong"}), "InvalidSignatureException")
    assert said.startswith("The request signature we calculated does not match the signature you provided.")
    canonical = said.split("The Canonical String for this request should have been\n'")[1]
    assert canonical.startswith("GET\n/practice-api/prod/iam\na=1&b=2\nhost:127.0.0.1:")
    assert "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n" in said


def test_every_other_fault_has_its_words(practice, keys, monkeypatch):
    invalid = "The security token included in the request is invalid."
    assert refused(signed(practice, keys | {"session_token": None}), "UnrecognizedClientException") == invalid
    foreign = {"access_key_id": "ASIAFOREIGN000000000", "secret_access_key": "x", "session_token": "y"}
    assert refused(signed(practice, foreign), "UnrecognizedClientException") == invalid
    said = refused(signed(practice, keys, region="us-east-1"), "InvalidSignatureException")
    assert said.startswith("Credential should be scoped to a valid region")
    said = refused(signed(practice, keys, service="sts"), "InvalidSignatureException")
    assert said.startswith("Credential should be scoped to correct service: 'execute-api'")
    said = refused(signed(practice, keys, skew=-6, monkeypatch=monkeypatch), "InvalidSignatureException")
    assert said.startswith("Signature expired: ") and said.endswith(" - 5 min.)")
    said = refused(signed(practice, keys, skew=6, monkeypatch=monkeypatch), "InvalidSignatureException")
    assert said.startswith("Signature not yet current: ")
    bearer = {"authorization": f"Bearer {callers.tokens(practice)['IdToken']}"}
    said = refused(requests.get(url(practice, "/iam"), headers=bearer, timeout=10), "IncompleteSignatureException")
    assert "not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer " in said


def test_the_first_line_of_practice_tells_the_routes(practice):
    routes = {route["path"]: route["authorizer"] for route in practice.api["routes"]}
    assert routes == {
        "/iam": "AWS_IAM",
        "/id": "COGNITO_USER_POOLS",
        "/access": "COGNITO_USER_POOLS",
        "/scope": "COGNITO_USER_POOLS",
        "/open": "NONE",
    }
