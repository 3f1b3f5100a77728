"""Runs the BPMN engine and SpiffWorkflow on the same models in turn, and holds the figures to what they have to reach.

What runs in one thread with nothing to wait for is held to processor time, which a busy machine does not stretch; on an
idle machine it is the time on the clock, which is printed beside it.
"""

import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

import models

PROGRAM, PEER, DATA = sys.argv[1], sys.argv[2], sys.argv[3]
HERE = os.path.dirname(os.path.abspath(__file__))
TURNS = int(os.environ.get("TURNS", "3"))
ROUNDS = int(os.environ.get("ROUNDS", "15"))
PEER_LIMIT = float(os.environ.get("PEER_LIMIT", "120"))
REACHED = ["linear_1000", "fanout_300", "mi_par_1000", "mi_seq_1000", "loop_1000"]
# The largest of their kinds that the peer completes.
BESIDE = ["linear_900", "loop_300"]
SIZES = [1000, 3000, 10_000, 30_000, 100_000]
reaches = []


def reach(what, text, is_reached):
    reaches.append((what, text, is_reached))


def own(*words):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"WorkflowBenchmark {' '.join(map(str, words))} exits {done.returncode}: {done.stderr[-500:]}")
    return json.loads(done.stdout)


def peer(path, name):
    try:
        done = subprocess.run(
            [PEER, os.path.join(HERE, "peer.py"), path, name], capture_output=True, text=True, timeout=PEER_LIMIT)
    except subprocess.TimeoutExpired:
        return {"failure": f"it has not ended after {PEER_LIMIT:.0f} s"}
    if done.returncode != 0:
        return {"failure": (done.stderr.strip().splitlines() or ["it died"])[-1][:120]}
    return json.loads(done.stdout)


def files():
    print(f"parse and run, nothing on disk; milliseconds ({TURNS} processes of {ROUNDS} rounds; SpiffWorkflow once)\n")
    print("| model | first | median | of it parsing | processor | events | SpiffWorkflow, clock (processor) | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    for name in REACHED + BESIDE:
        path = os.path.join(DATA, name + ".bpmn")
        turns = [own("run", path, ROUNDS)]
        other = peer(path, name)
        turns += [own("run", path, ROUNDS) for _ in range(TURNS - 1)]
        found = {key: statistics.median(turn[key] for turn in turns) for key in turns[0]}
        theirs, ratio = other.get("failure"), ""
        if theirs is None:
            theirs = f"{other['whole']:,.0f} ({other['cpu']:,.0f})"
            ratio = f"{other['cpu'] / found['cpu']:,.0f}"
        print(f"| `{name}` | {found['cold']:.1f} | {found['median']:.1f} | {found['parse']:.1f} | {found['cpu']:.1f} "
              f"| {found['events']:.0f} | {theirs} | {ratio} |", flush=True)
        if name in REACHED:
            reach(f"`{name}`: parse + run ≤ 20 ms", f"{found['cpu']:.1f} ms", found["cpu"] <= 20)


def slope(points):
    xs, ys = [math.log(size) for size, _ in points], [math.log(value) for _, value in points]
    (x, y) = (statistics.mean(xs), statistics.mean(ys))
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def growth(scratch):
    print("\ngrowing models; milliseconds of processor (median), own process each; the peak is of one that runs the model once\n")
    print("| model | " + " | ".join(f"{size:,}" for size in SIZES) + " | slope | by the clock | peak at 100,000 |")
    print("|---|" + "---|" * (len(SIZES) + 3))
    for kind, make in (("linear", models.linear), ("loop", models.loop)):
        times, cpu = [], []
        for size in SIZES:
            path = os.path.join(scratch, f"{kind}_{size}.bpmn")
            with open(path, "w") as file:
                file.write(make(size))
            found = own("run", path, 15 if size <= 10_000 else 5)
            times.append((size, found["median"]))
            cpu.append((size, found["cpu"]))
        peak = own("run", path, 1)["peak"]
        print(f"| {kind} | " + " | ".join(f"{time:,.1f}" for _, time in cpu)
              + f" | {slope(cpu):.2f} | {slope(times):.2f} | {peak:.1f} MB |", flush=True)
        reach(f"{kind}: slope from 1,000 to 100,000 steps ≤ 1.1", f"{slope(cpu):.2f}", slope(cpu) <= 1.1)
        reach(f"{kind}: 100,000 steps in ≤ 60 MB", f"{peak:.1f} MB", peak <= 60)


def ledger(scratch):
    print("\nread back from the ledger (SQLite rows, JSON, records, fold of the engine's events)\n")
    print("| instance | engine's events | ledger's events | engine's events/s of processor | by the clock |")
    print("|---|---|---|---|---|")
    rates = own("replay", scratch)
    for line in rates:
        print(f"| {line['what']} | {line['events']:,} | {line['records']:,} | {line['cpuRate']:,.0f} "
              f"| {line['rate']:,.0f} |", flush=True)
    slowest = min(line["cpuRate"] for line in rates)
    reach("replay ≥ 200,000 events/s, the slowest instance", f"{slowest:,.0f}/s", slowest >= 200_000)
    print("\nelements completed and on record, safe against loss of power (WAL, synchronous=FULL)\n")
    print("| instances | elements/s |")
    print("|---|---|")
    rates = own("durable", scratch)
    for line in rates:
        print(f"| {line['what']} | {line['rate']:,.0f} |", flush=True)
    for line in rates[:2]:
        reach(f"durable steps ≥ 5,000/s: {line['what']}", f"{line['rate']:,.0f}/s", line["rate"] >= 5000)


def main():
    scratch = tempfile.mkdtemp(prefix="uvmgr-bpmn-")
    try:
        files()
        growth(scratch)
        ledger(scratch)
    finally:
        shutil.rmtree(scratch)
    print("\n| reach | measured | |")
    print("|---|---|---|")
    for what, text, is_reached in reaches:
        print(f"| {what} | {text} | {'pass' if is_reached else 'short'} |")
    sys.exit(0 if all(is_reached for _, _, is_reached in reaches) else 1)


main()
