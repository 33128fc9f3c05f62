"""What `cargo bench --bench verify` has measured, as a Markdown table: all checks of a token beside its signature alone,
and how long the largest token takes to open. A frame of the window has 16 ms.
"""

import json
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
MEASURED = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "criterion"


def medians():
    """Microseconds by the name of the measurement."""
    found = {}
    for about in MEASURED.glob("*/new/benchmark.json"):
        name = json.loads(about.read_text())["full_id"]
        estimates = json.loads((about.parent / "estimates.json").read_text())
        found[name] = estimates["median"]["point_estimate"] / 1000
    return found


def main():
    found = {name: micros for name, micros in medians().items() if name.startswith(("verify: ", "open: "))}
    if len(found) != 6:
        sys.exit(f"six measurements were expected, and found were {sorted(found)}: cargo bench --bench verify")
    alone = found["verify: aws-lc-rs, the signature alone"]
    print("| checking and opening a token | median | tokens a second | to the signature alone |")
    print("|---|---:|---:|---:|")
    for name, micros in sorted(found.items(), reverse=True):
        ratio = f"{alone / micros:.2f}" if name.startswith("verify") else ""
        print(f"| {name} | {micros:.1f} µs | {1_000_000 / micros:,.0f} | {ratio} |")


if __name__ == "__main__":
    main()
