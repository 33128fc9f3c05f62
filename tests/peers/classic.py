"""The classic way to keys, as a script that many people have in a drawer: three calls, three prints.

    classic.py REGION USER_POOL CLIENT IDENTITY_POOL USERNAME PASSWORD [ENDPOINT]

It knows nothing of Poolwalk. Only `endpoint_url` tells a pretend Cognito from the real one.
"""

import sys

import boto3

region, user_pool, client, identity_pool, username, password = sys.argv[1:7]
where = {"region_name": region, "endpoint_url": sys.argv[7] if len(sys.argv) > 7 else None}

signed_in = boto3.client("cognito-idp", **where).admin_initiate_auth(
    UserPoolId=user_pool,
    ClientId=client,
    AuthFlow="ADMIN_NO_SRP_AUTH",
    AuthParameters={"USERNAME": username, "PASSWORD": password},
)
id_token = signed_in["AuthenticationResult"]["IdToken"]

logins = {f"cognito-idp.{region}.amazonaws.com/{user_pool}": id_token}
identity = boto3.client("cognito-identity", **where)
identity_id = identity.get_id(IdentityPoolId=identity_pool, Logins=logins)["IdentityId"]
keys = identity.get_credentials_for_identity(IdentityId=identity_id, Logins=logins)["Credentials"]

print("AccessKeyId:", keys["AccessKeyId"])
print("SecretKey:", keys["SecretKey"])
print("SessionToken:", keys["SessionToken"])
