"""Furnishes a peer with a user pool, app clients, users and an identity pool, through boto3 as an administrator would.

Knows what the tests sign in to; knows nothing of Poolwalk.
"""

import base64
import hashlib
import hmac
import io
import json
import pathlib
import struct
import time
import zipfile
from dataclasses import dataclass, field

import boto3
import botocore.config

REGION = "us-east-1"
PASSWORD = "Walk-in-the-0pen"
TEMPORARY = "Temp0rary-walk"


def aws(service, endpoint, region=REGION, **keys):
    """A boto3 client of one service at one endpoint. Without keys it signs as the emulators' administrator."""
    keys = keys or {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    config = botocore.config.Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20)
    return boto3.client(service, endpoint_url=endpoint, region_name=region, config=config, **keys)


def anonymous(service, endpoint):
    """A boto3 client that signs nothing."""
    config = botocore.config.Config(signature_version=botocore.UNSIGNED, retries={"total_max_attempts": 1})
    return boto3.client(service, endpoint_url=endpoint, region_name=REGION, config=config)


def totp(secret, at=None):
    """The code of RFC 6238 as an authenticator app shows it: SHA-1, six digits, 30 seconds."""
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret.upper() + "=" * (-len(secret) % 8)), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start:start + 4]) & 0x7FFFFFFF) % 1_000_000:06}"


def secret_hash(client_id, client_secret, username):
    """SECRET_HASH as the protocol describes it, worked out here and not by the program under test."""
    digest = hmac.new(client_secret.encode(), (username + client_id).encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def claims(token):
    """What a token says of itself; whether it is true is another question."""
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def role_name(arn):
    """`arn:aws:sts::1:assumed-role/Walkers/CognitoIdentityCredentials` → `Walkers`."""
    return arn.split("/")[1]


@dataclass
class Place:
    """What a person who signs in has to know."""

    endpoint: str
    user_pool: str = ""
    identity_pool: str = ""
    clients: dict = field(default_factory=dict)
    secrets: dict = field(default_factory=dict)
    totp_secret: str = ""

    def aws(self, service, **keys):
        """A boto3 client of this place."""
        return aws(service, self.endpoint, **keys)

    def provider(self):
        """The name of the user pool among an identity pool's providers."""
        return f"cognito-idp.{REGION}.amazonaws.com/{self.user_pool}"

    def arguments(self, client="public", **more):
        """The place as arguments of `poolwalk-cli sign-in`."""
        given = {"client": self.clients[client], "user-pool": self.user_pool, "region": REGION, "endpoint": self.endpoint}
        if self.identity_pool:
            given["identity-pool"] = self.identity_pool
        given |= {name.replace("_", "-"): value for name, value in more.items()}
        return [part for name, value in given.items() for part in (f"--{name}", value)]


FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


def user_pool(endpoint, flows=FLOWS, **settings):
    """A pool with a public client, one with a secret, and a client that allows SRP alone."""
    place = Place(endpoint)
    admin = place.aws("cognito-idp")
    place.user_pool = admin.create_user_pool(PoolName="walk", **settings)["UserPool"]["Id"]
    for name, allowed in {"public": flows, "secret": flows, "srp-only": [flows[0], flows[-1]]}.items():
        app_client(place, name, GenerateSecret=name == "secret", ExplicitAuthFlows=allowed)
    return place


def app_client(place, name, **settings):
    """One more app client of the place."""
    made = place.aws("cognito-idp").create_user_pool_client(UserPoolId=place.user_pool, ClientName=name, **settings)
    place.clients[name] = made["UserPoolClient"]["ClientId"]
    place.secrets[name] = made["UserPoolClient"].get("ClientSecret")


def user(place, name, password=PASSWORD, **attributes):
    """A user who signs in at once; without a password, one who holds a temporary one."""
    admin = place.aws("cognito-idp")
    told = [{"Name": key, "Value": value} for key, value in ({"email": f"{name}@example.com"} | attributes).items()]
    admin.admin_create_user(
        UserPoolId=place.user_pool,
        Username=name,
        TemporaryPassword=TEMPORARY,
        UserAttributes=told,
        MessageAction="SUPPRESS",
    )
    if password:
        admin.admin_set_user_password(UserPoolId=place.user_pool, Username=name, Password=password, Permanent=True)


def identity_pool(place, role=None, **settings):
    """An identity pool that trusts every client of the place and gives those who sign in the role of this name."""
    identity = place.aws("cognito-identity")
    providers = [{"ProviderName": place.provider(), "ClientId": one} for one in place.clients.values()]
    settings = {"AllowUnauthenticatedIdentities": False, "CognitoIdentityProviders": providers} | settings
    place.identity_pool = identity.create_identity_pool(IdentityPoolName="walk", **settings)["IdentityPoolId"]
    if role:
        give_roles(place, authenticated=web_role(place, role))


def give_roles(place, **roles):
    """What the identity pool gives: the role of those who sign in, the role of guests."""
    place.aws("cognito-identity").set_identity_pool_roles(IdentityPoolId=place.identity_pool, Roles=roles)


def web_role(place, name, aud=None, amr=None):
    """A role for people of identity pools; of one pool, or for members or guests alone, where that is said."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {},
    }
    if aud:
        statement["Condition"]["StringEquals"] = {"cognito-identity.amazonaws.com:aud": aud}
    if amr:
        statement["Condition"]["ForAnyValue:StringLike"] = {"cognito-identity.amazonaws.com:amr": amr}
    return role(place, name, statement)


def role(place, name, *statements):
    """A role whose trust policy is these statements. Returns its ARN."""
    trust = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return place.aws("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]


def developer(place, name, *actions):
    """A user of IAM who may call these operations and no others. Returns the keys: ID and secret."""
    iam = place.aws("iam")
    iam.create_user(UserName=name)
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName=name, PolicyName="may", PolicyDocument=policy)
    made = iam.create_access_key(UserName=name)["AccessKey"]
    return made["AccessKeyId"], made["SecretAccessKey"]


def function(place, name):
    """A Lambda function whose code is the file of this name beside this one. Returns its ARN."""
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(pathlib.Path(__file__).with_name(f"{name}.py"), f"{name}.py")
    return place.aws("lambda").create_function(
        FunctionName=name,
        Runtime="python3.12",
        Role=role(place, f"Runs-{name}", trust),
        Handler=f"{name}.handle",
        Code={"ZipFile": packed.getvalue()},
        Timeout=20,
    )["FunctionArn"]


def riddles(place):
    """A function that asks riddles, as all three triggers of `CUSTOM_AUTH`, in an environment of its own."""
    triggers = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")
    return dict.fromkeys(triggers, function(place, "riddle"))


def rest_api(place):
    """A REST API of API Gateway with a route for each kind of authorizer, behind which a function tells what came to it.
    Returns its ID; the stage is `prod`."""
    gateway = place.aws("apigateway")
    api = gateway.create_rest_api(name="walk")["id"]
    (root,) = gateway.get_resources(restApiId=api)["items"]
    pool = f"arn:aws:cognito-idp:{REGION}:000000000000:userpool/{place.user_pool}"
    takes_tokens = gateway.create_authorizer(
        restApiId=api,
        name="pool",
        type="COGNITO_USER_POOLS",
        identitySource="method.request.header.Authorization",
        providerARNs=[pool],
    )["id"]
    invoked = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function(place, 'echo')}/invocations"
    tokens = {"authorizationType": "COGNITO_USER_POOLS", "authorizerId": takes_tokens}
    routes = {
        "iam": {"authorizationType": "AWS_IAM"},
        "id": tokens,
        "scope": tokens | {"authorizationScopes": ["aws.cognito.signin.user.admin"]},
        "open": {"authorizationType": "NONE"},
    }
    for name, settings in routes.items():
        route = {"restApiId": api, "resourceId": None, "httpMethod": "ANY"}
        route["resourceId"] = gateway.create_resource(restApiId=api, parentId=root["id"], pathPart=name)["id"]
        gateway.put_method(**route, **settings)
        gateway.put_integration(**route, type="AWS_PROXY", integrationHttpMethod="POST", uri=invoked)
    gateway.create_deployment(restApiId=api, stageName="prod")
    return api


def may_call(place, role_name, api, path):
    """Lets a role call one route of an API."""
    resource = f"arn:aws:execute-api:{REGION}:*:{api}/prod/*{path}"
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": resource}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    place.aws("iam").put_role_policy(RoleName=role_name, PolicyName="may-call", PolicyDocument=policy)


def totp_user(place, name):
    """A user who is asked for the code of an authenticator app. Returns the app's secret."""
    user(place, name)
    admin, public = place.aws("cognito-idp"), anonymous("cognito-idp", place.endpoint)
    signed_in = public.initiate_auth(
        ClientId=place.clients["public"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
    )["AuthenticationResult"]["AccessToken"]
    secret = public.associate_software_token(AccessToken=signed_in)["SecretCode"]
    assert public.verify_software_token(AccessToken=signed_in, UserCode=totp(secret))["Status"] == "SUCCESS"
    admin.admin_set_user_mfa_preference(
        UserPoolId=place.user_pool, Username=name, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    return secret


def furnish(endpoint):
    """Everything the tests against a full emulator sign in to: pool, clients, identity pool, one user per situation."""
    place = user_pool(endpoint, MfaConfiguration="OFF")
    identity_pool(place, role="Walkers")
    user(place, "ann")
    user(place, "new", password=None)
    user(place, "shut")
    admin = place.aws("cognito-idp")
    admin.admin_disable_user(UserPoolId=place.user_pool, Username="shut")
    admin.set_user_pool_mfa_config(
        UserPoolId=place.user_pool, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    place.totp_secret = totp_user(place, "tom")
    return place
