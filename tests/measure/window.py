"""window.py PROGRAM: measures the window program on the display that is set. See window.sh."""

import os
import pathlib
import statistics
import subprocess
import sys
import time

RUNS = 15
IDLE_SECS = 10
TICKS = os.sysconf("SC_CLK_TCK")


def first_frame(program):
    """Milliseconds from process start to the first frame, in the program's own count and by the clock on the wall."""
    began = time.perf_counter()
    ran = subprocess.run([program, "--first-frame"], capture_output=True, text=True, timeout=60)
    wall = (time.perf_counter() - began) * 1000
    assert ran.returncode == 0, f"--first-frame ended with {ran.returncode}: {ran.stderr}"
    return float(ran.stdout.split()[0]), wall


def cpu_ticks(pid):
    """User and system time of a process and all its threads."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def memory(pid):
    """Resident and anonymous megabytes."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    told = dict(line.split(":", 1) for line in lines)
    return [int(told[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon")]


def settled(pid):
    """Waits until the process has used no CPU for a second, for ten seconds at most."""
    for _ in range(10):
        before = cpu_ticks(pid)
        time.sleep(1)
        if cpu_ticks(pid) == before:
            return


def main():
    program = sys.argv[1]
    first_frame(program)  # warms the disk cache
    frames = [first_frame(program) for _ in range(RUNS)]
    process = subprocess.Popen([program], stdin=subprocess.DEVNULL)
    try:
        time.sleep(3)  # the window is there, the practice pool has its keys
        settled(process.pid)
        before = cpu_ticks(process.pid)
        time.sleep(IDLE_SECS)
        idle = cpu_ticks(process.pid) - before
        resident, anonymous = memory(process.pid)
        assert process.poll() is None, f"the window ended with {process.returncode}"
    finally:
        process.terminate()
        process.wait(10)
    own = [count for count, _ in frames]
    wall = [count for _, count in frames]
    print("| window, software OpenGL under Xvfb | measured |")
    print("|---|---:|")
    print(f"| first frame, median of {RUNS} | {statistics.median(own):.0f} ms (slowest {max(own):.0f} ms) |")
    print(f"| the same process from start to exit | {statistics.median(wall):.0f} ms |")
    print(f"| CPU of the idle window over {IDLE_SECS} s | {idle * 1000 // TICKS} ms ({idle} ticks of 1/{TICKS} s) |")
    print(f"| resident memory (of it private) | {resident:.0f} MB ({anonymous:.0f} MB) |")


if __name__ == "__main__":
    main()
