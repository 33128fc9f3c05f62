"""Asks Poolwalk's library for what it hands over: formats, profiles in files, walks as code. What is done with them is the
tests' affair. The helper is an example of the package: cargo build --example hand_over
"""

import json
import subprocess

from world import TARGET, clean_environment

HELPER = TARGET / "debug/examples/hand_over"


def ask(**asked):
    assert HELPER.exists(), f"{HELPER} is not built: cargo build --example hand_over"
    ran = subprocess.run([HELPER], input=json.dumps(asked), capture_output=True, text=True, timeout=60, env=clean_environment())
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout)


def rendered(word, **parcel):
    """The text of a parcel in a format."""
    answer = ask(what="format", format=word, parcel=parcel)
    assert "text" in answer, answer
    return answer["text"]


def unfit(word, **parcel):
    """Why a format does not carry a parcel."""
    return ask(what="format", format=word, parcel=parcel)["unfit"]


def profile(kind, name, parcel, credentials="", config=""):
    """The text of an AWS file with a profile put in."""
    answer = ask(what="profile", kind=kind, profile=name, parcel=parcel, credentials=credentials, config=config)
    assert "text" in answer, answer
    return answer["text"]


def unfit_profile(kind, name, parcel, credentials="", config=""):
    """Why no profile is put into an AWS file."""
    return ask(what="profile", kind=kind, profile=name, parcel=parcel, credentials=credentials, config=config)["unfit"]


def code(place, language, way, *, client="Public app", user="ada", **more):
    """A walk through the practice pool as code, and what to set in its environment."""
    app, person = place.client(client), place.user(user)
    asked = {
        "region": place.region,
        "user_pool": place.user_pool_id,
        "client": app["client_id"],
        "client_secret": app["client_secret"] or "",
        "identity_pool": place.identity_pool_id,
        "username": person["username"],
        "password": person["password"],
        "endpoint": place.endpoint,
        "admin_key": place.admin_key["access_key_id"],
        "admin_secret": place.admin_key["secret_access_key"],
    }
    return ask(what="code", language=language, way=way, **(asked | more))


def run(command, cwd, **env):
    """What a command printed, after making sure that it ended well."""
    ran = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=90, env=clean_environment(**env)
    )
    assert ran.returncode == 0, f"{command} ended with {ran.returncode}\n{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}"
    return ran.stdout
