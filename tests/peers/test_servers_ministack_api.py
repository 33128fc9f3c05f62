"""Poolwalk's terminal twin calls an API behind ministack's API Gateway with what a sign-in to ministack's pools brought.

ministack checks signatures, tokens, scopes and the policies of roles; where it is more lenient than AWS, or says another
thing, the test says so.
"""

import http.client
import http.server
import json
import threading
import urllib.parse

import pytest

import pools
from pools import PASSWORD, REGION
from world import Call


@pytest.fixture(scope="module")
def gateway(ministack):
    """A place with an API, and a role that may call its signed route."""
    place = pools.user_pool(ministack)
    pools.identity_pool(place, role="Callers")
    pools.user(place, "ann")
    place.api = pools.rest_api(place)
    pools.may_call(place, "Callers", place.api, "/iam")
    return place


def url(place, path):
    """A route by its path on ministack's own host."""
    return f"{place.endpoint}/_aws/execute-api/{place.api}/prod{path}"


def call(place, path, *options, **more):
    """What a call of a route came to, after a sign-in of Ann's."""
    address = path if "://" in path else url(place, path)
    asked = place.arguments(username="ann", **({"flow": "password"} | more))
    return Call(address, *asked, *options, password=PASSWORD)


# ── signed ──


def test_the_keys_of_a_sign_in_open_a_signed_route(gateway):
    told = call(gateway, "/iam?b=2&a=1&a=0&q=a%20b&empty", flow="srp").answered()
    assert told["caller"] == "arn:aws:sts::000000000000:assumed-role/Callers/CognitoIdentityCredentials"
    assert told["identity_id"].startswith(f"{REGION}:")
    assert told["query"] == {"b": ["2"], "a": ["1", "0"], "q": ["a b"], "empty": [""]}


def test_a_body_is_part_of_what_is_signed(gateway):
    body = '{"name":"zoë it\'s $HOME"}'
    assert call(gateway, "/iam", "-H", "content-type: application/json", "--data", body).answered()["body"] == body


def test_without_a_signature_the_door_stays_shut(gateway):
    tried = Call(url(gateway, "/iam"), "--auth", "none").refused(403, "MissingAuthenticationTokenException")
    assert tried["explanation"]["what"] == "The route wants a signature, or there is no such route"


def test_keys_of_another_place_are_unknown(gateway):
    tried = Call(url(gateway, "/iam"), "--practice").refused(403, "UnrecognizedClientException")
    assert "keys" in tried["explanation"]["what"], tried


def test_a_role_that_may_not_is_told_what_it_lacks(gateway):
    # A signed call of a route that is none is refused in the same words; AWS says Missing Authentication Token there.
    for path in ("/nothing", "/iam/below"):
        tried = call(gateway, path).refused(403, "AccessDeniedException")
        assert tried["explanation"]["what"] == "The keys work, but their role may not do this"


class OnTheWay(http.server.BaseHTTPRequestHandler):
    """Passes requests on, host and all; `server.change` may alter the path that goes and the body that comes."""

    def do_POST(self):
        self.pass_on()

    def do_GET(self):
        self.pass_on()

    def pass_on(self):
        there = http.client.HTTPConnection(self.server.there, timeout=20)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        there.request(self.command, self.server.path(self.path), body, dict(self.headers))
        answer = there.getresponse()
        came = self.server.answer(answer.read())
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "date", "server", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(came)))
        self.end_headers()
        self.wfile.write(came)
        there.close()

    def log_message(self, *_):
        pass


@pytest.fixture
def on_the_way(gateway):
    """Starts a server in between, and gives its address."""
    servers = []

    def start(path=lambda path: path, answer=lambda body: body):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), OnTheWay)
        server.there, server.path, server.answer = urllib.parse.urlsplit(gateway.endpoint).netloc, path, answer
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("AccessKeyId", "UnrecognizedClientException"),
        ("SecretKey", "InvalidSignatureException"),
        ("SessionToken", "UnrecognizedClientException"),
    ],
)
def test_a_wrong_key_is_refused(gateway, on_the_way, key, code):
    def spoiled(body):
        told = json.loads(body)
        if "Credentials" in told:
            told["Credentials"][key] = told["Credentials"][key][:-4] + "AAAA"
        return json.dumps(told).encode()

    identity = on_the_way(answer=spoiled)
    call(gateway, "/iam", endpoint_identity=identity, until="credentials").refused(403, code)


def test_a_request_that_was_changed_on_its_way_is_refused(gateway, on_the_way):
    path = urllib.parse.urlsplit(url(gateway, "/iam?b=2&a=1"))
    signed = f"{path.path}?{path.query}"
    same, changed = on_the_way(), on_the_way(path=lambda path: path.replace("a=1", "a=2"))
    assert call(gateway, same + signed).answered()["query"] == {"b": ["2"], "a": ["1"]}
    tried = call(gateway, changed + signed).refused(403, "InvalidSignatureException")
    assert "does not match" in tried["body"], tried


# ── for which service and region ──


def test_the_host_of_an_api_tells_what_is_signed_for(gateway):
    # `API.execute-api.localhost` is known to many a system's resolver and not to others: it is this computer in any case.
    port = urllib.parse.urlsplit(gateway.endpoint).port
    address = f"http://{gateway.api}.execute-api.localhost:{port}/prod/iam"
    assert "Callers" in call(gateway, address).answered()["caller"]
    assert "Callers" in call(gateway, f"{gateway.endpoint}/restapis/{gateway.api}/prod/_user_request_/iam").answered()["caller"]


def test_region_and_service_can_be_said(gateway):
    asked = ["--sign-region", REGION, "--sign-service", "execute-api"]
    assert "Callers" in call(gateway, "/iam", *asked).answered()["caller"]
    # AWS refuses both scopes as such. ministack looks for a policy about another region's API, and lets another service pass.
    call(gateway, "/iam", "--sign-region", "eu-west-1").refused(403, "AccessDeniedException")
    assert "Callers" in call(gateway, "/iam", "--sign-service", "s3").answered()["caller"]


# ── tokens, and all ways ──


@pytest.mark.parametrize(
    ("path", "opened_by", "verdict"),
    [
        ("/iam", ["iam"], "This API wants the AWS signature: it alone came through"),
        # With nothing said about scopes AWS takes the ID token alone; ministack takes either.
        ("/id", ["id", "access"], "This API takes any of these: ID token, access token"),
        ("/scope", ["access"], "This API wants the access token: it alone came through"),
        ("/open", ["iam", "id", "access", "none"], "This API takes anybody: it answers without authorization"),
    ],
)
def test_all_ways_show_which_one_a_route_wants(gateway, path, opened_by, verdict):
    tried = call(gateway, path, "--auth", "all")
    assert tried.exit_code == 0 and tried["verdict"] == verdict, tried
    assert [one["auth"] for one in tried["tries"] if one["status"] == 200] == opened_by
    assert {one["status"] for one in tried["tries"]} <= {200, 403 if path == "/iam" else 401}


def test_a_token_tells_who_comes(gateway):
    told = call(gateway, "/id", "--auth", "id").answered()
    assert (told["claims"]["cognito:username"], told["claims"]["token_use"]) == ("ann", "id")
    told = call(gateway, "/scope", "--auth", "access").answered()
    assert told["claims"]["token_use"] == "access" and told["claims"]["client_id"] == gateway.clients["public"]


def test_a_token_of_another_pool_or_none_is_refused(gateway):
    for options in (["--practice", "--auth", "id"], ["--practice", "--auth", "access"], ["--auth", "none"]):
        Call(url(gateway, "/id"), *options).refused(401, "UnauthorizedException")
