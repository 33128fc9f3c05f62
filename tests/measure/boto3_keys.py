"""From a password (on stdin) to AWS keys with boto3 alone. Prints the access key id. Knows nothing of Poolwalk."""

import sys

import boto3
from botocore import UNSIGNED
from botocore.config import Config

region, user_pool, client, identity_pool, username, endpoint = sys.argv[1:]
where = {"region_name": region, "endpoint_url": endpoint, "config": Config(signature_version=UNSIGNED)}

signed_in = boto3.client("cognito-idp", **where).initiate_auth(
    ClientId=client,
    AuthFlow="USER_PASSWORD_AUTH",
    AuthParameters={"USERNAME": username, "PASSWORD": sys.stdin.read()},
)
logins = {f"cognito-idp.{region}.amazonaws.com/{user_pool}": signed_in["AuthenticationResult"]["IdToken"]}
identity = boto3.client("cognito-identity", **where)
identity_id = identity.get_id(IdentityPoolId=identity_pool, Logins=logins)["IdentityId"]
print(identity.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)["Credentials"]["AccessKeyId"])
