"""A Lambda function behind API Gateway that tells what came to it: the caller, the claims, the query and the body."""

import json


def handle(event, context):
    """The door that Lambda knocks at."""
    about = event["requestContext"]
    told = {
        "caller": about["identity"].get("userArn"),
        "identity_id": about["identity"].get("cognitoIdentityId"),
        "claims": (about.get("authorizer") or {}).get("claims"),
        "query": event["multiValueQueryStringParameters"],
        "body": event["body"],
    }
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(told)}
