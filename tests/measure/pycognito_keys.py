"""From a password (on stdin) to AWS keys: SRP by pycognito, the rest by boto3. Prints the access key id."""

import sys

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from pycognito.aws_srp import AWSSRP

region, user_pool, client, identity_pool, username, endpoint = sys.argv[1:]
where = {"region_name": region, "endpoint_url": endpoint, "config": Config(signature_version=UNSIGNED)}

srp = AWSSRP(username, sys.stdin.read(), user_pool, client, client=boto3.client("cognito-idp", **where))
id_token = srp.authenticate_user()["AuthenticationResult"]["IdToken"]
logins = {f"cognito-idp.{region}.amazonaws.com/{user_pool}": id_token}
identity = boto3.client("cognito-identity", **where)
identity_id = identity.get_id(IdentityPoolId=identity_pool, Logins=logins)["IdentityId"]
print(identity.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)["Credentials"]["AccessKeyId"])
