"""Five ways from a password to AWS keys, side by side against one ministack on this machine: whole processes, from
start to exit, in turn, so that whatever else the machine does meets all of them.

    side_by_side.py [--cli PROGRAM] [--runs N]      prints a Markdown table

Every run has to end with the keys, or nothing is printed. Time is the wall clock around the process (the three calls of
the AWS CLI are added up). Memory is the largest resident set of a single process as GNU time tells it, in runs of their
own: a process that Python starts directly is counted with what Python itself holds.
"""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/peers"))
sys.dont_write_bytecode = True
import pools  # noqa: E402
from conftest import start_ministack  # noqa: E402
from world import PEERS, clean_environment  # noqa: E402

PYTHON = str(PEERS / "venv-clients/bin/python")
AWS = [PYTHON, str(PEERS / "venv-clients/bin/aws")]
HERE = pathlib.Path(__file__).parent
WEIGH = False


def timed(command, stdin=""):
    """Runs one process to its end: what it printed, and seconds or, when memory is asked for, megabytes."""
    command = [str(part) for part in command]
    with tempfile.NamedTemporaryFile("w+") as told:
        if WEIGH:
            command = ["/usr/bin/time", "--format=%M", f"--output={told.name}", *command]
        began = time.perf_counter()
        ran = subprocess.run(command, input=stdin, capture_output=True, text=True, env=clean_environment(), timeout=120)
        took = time.perf_counter() - began
        if ran.returncode != 0:
            sys.exit(f"{' '.join(command[:5])}… ended with {ran.returncode}:\n{ran.stdout[-800:]}{ran.stderr[-800:]}")
        return ran.stdout, int(told.read()) / 1024 if WEIGH else took


def poolwalk(cli, place, flow):
    """Our terminal twin."""
    asked = place.arguments(username="ann", flow=flow, until="credentials")
    said, cost = timed([cli, "sign-in", *asked, "--password-stdin", "--json"], pools.PASSWORD)
    return json.loads(said)["credentials"]["AccessKeyId"], cost


def script(name, place):
    """One of the Python scripts beside this file."""
    arguments = [pools.REGION, place.user_pool, place.clients["public"], place.identity_pool, "ann", place.endpoint]
    said, cost = timed([PYTHON, HERE / name, *arguments], pools.PASSWORD)
    return said.strip(), cost


def aws_cli(place):
    """Three calls, as its users type them."""
    rest = ["--endpoint-url", place.endpoint, "--region", pools.REGION, "--output", "json", "--no-sign-request"]
    parameters = json.dumps({"USERNAME": "ann", "PASSWORD": pools.PASSWORD})
    first = ["cognito-idp", "initiate-auth", "--auth-flow", "USER_PASSWORD_AUTH", "--auth-parameters", parameters]
    said, cost1 = timed([*AWS, *first, "--client-id", place.clients["public"], *rest])
    token = json.loads(said)["AuthenticationResult"]["IdToken"]
    logins = json.dumps({f"cognito-idp.{pools.REGION}.amazonaws.com/{place.user_pool}": token})
    second = ["cognito-identity", "get-id", "--identity-pool-id", place.identity_pool, "--logins", logins]
    said, cost2 = timed([*AWS, *second, *rest])
    third = ["cognito-identity", "get-credentials-for-identity", "--identity-id", json.loads(said)["IdentityId"]]
    said, cost3 = timed([*AWS, *third, "--logins", logins, *rest])
    return json.loads(said)["Credentials"]["AccessKeyId"], (max if WEIGH else sum)([cost1, cost2, cost3])


def machine():
    """What this ran on, in one line."""
    name = next(line.split(": ")[1] for line in open("/proc/cpuinfo") if line.startswith("model name")).strip()
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    return f"{os.cpu_count()} × {name}, {system}, Python {platform.python_version()}"


def measured(ways, runs):
    """The cost of each way, run after run in turn."""
    costs = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            key, cost = way()
            if not key.startswith("ASIA"):
                sys.exit(f"{name} came to no keys: {key[:80]}")
            costs[name].append(cost)
    return costs


def main():
    global WEIGH
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cli", default=str(ROOT / "target/release/poolwalk-cli"))
    parser.add_argument("--runs", type=int, default=15)
    asked = parser.parse_args()
    endpoint, program = start_ministack("ministack-measured")
    with program:
        place = pools.furnish(endpoint)
        ways = {
            "`poolwalk-cli` (password)": lambda: poolwalk(asked.cli, place, "USER_PASSWORD_AUTH"),
            "`poolwalk-cli` (SRP)": lambda: poolwalk(asked.cli, place, "USER_SRP_AUTH"),
            "boto3 script (password)": lambda: script("boto3_keys.py", place),
            "AWS CLI, three calls (password)": lambda: aws_cli(place),
            "pycognito and boto3 script (SRP)": lambda: script("pycognito_keys.py", place),
        }
        WEIGH = True  # also warms the disk cache
        megabytes = measured(ways, 2)
        WEIGH = False
        seconds = measured(ways, asked.runs)
    middle = {name: statistics.median(costs) for name, costs in seconds.items()}
    boto3, aws = middle["boto3 script (password)"], middle["AWS CLI, three calls (password)"]
    print("| from a password to AWS keys | median | slowest | to the boto3 script | to the AWS CLI | peak memory |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, median in middle.items():
        times = f"{median * 1000:.0f} ms | {max(seconds[name]) * 1000:.0f} ms"
        print(f"| {name} | {times} | {median / boto3:.3f} | {median / aws:.3f} | {max(megabytes[name]):.0f} MB |")
    print(f"\n{asked.runs} runs of each in turn, against one ministack; {machine()}")


if __name__ == "__main__":
    main()
