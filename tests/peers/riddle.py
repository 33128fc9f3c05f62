"""A Lambda function that asks a riddle as `CUSTOM_AUTH` does: defines, creates and verifies the challenge.

Knows the events of the three triggers; whoever begins with SRP proves the password first. Three tries.
"""

TRIES = 3


def define(request):
    """What comes next, from what has been asked so far."""
    asked = request["session"]
    if [one["challengeName"] for one in asked] == ["SRP_A"]:
        return {"challengeName": "PASSWORD_VERIFIER", "issueTokens": False, "failAuthentication": False}
    riddles = [one["challengeResult"] for one in asked if one["challengeName"] == "CUSTOM_CHALLENGE"]
    solved, over = any(riddles), len(riddles) >= TRIES
    return {"challengeName": "CUSTOM_CHALLENGE", "issueTokens": solved, "failAuthentication": over and not solved}


def create(request):
    """The riddle; its answer stays with the pool."""
    return {
        "publicChallengeParameters": {"question": "Who answers and never asks?"},
        "privateChallengeParameters": {"answer": "echo"},
        "challengeMetadata": "RIDDLE",
    }


def verify(request):
    """Right or wrong."""
    return {"answerCorrect": request["challengeAnswer"] == request["privateChallengeParameters"]["answer"]}


def handle(event, context):
    """The door that Lambda knocks at."""
    by_trigger = {"DefineAuthChallenge": define, "CreateAuthChallenge": create, "VerifyAuthChallengeResponse": verify}
    return event | {"response": by_trigger[event["triggerSource"].split("_")[0]](event["request"])}
