"""Runs the BPMN engine and SpiffWorkflow on the same models in turn, and holds the figures to what they have to reach.

What runs in one thread with nothing to wait for is held to processor time, which on an idle machine is the time on the
clock, and of several processes, spread over the run, to the quietest: a processor that is shared with others runs at
anything from full speed to half of it. Both ends are printed.
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
TURNS = int(os.environ.get("TURNS", "5"))
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
    print(f"parse and run, nothing on disk; milliseconds of processor ({TURNS} processes of {ROUNDS} rounds, the quietest and "
          "the busiest; SpiffWorkflow once)\n")
    print("| model | first round, clock | median of rounds | by the clock | of it parsing | events | SpiffWorkflow | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    names = REACHED + BESIDE
    paths = {name: os.path.join(DATA, name + ".bpmn") for name in names}
    turns = {name: [] for name in names}
    peers = {}
    for turn in range(TURNS):
        for name in names:
            turns[name].append(own("run", paths[name], ROUNDS))
            # Its runs of minutes lie between the turns, so that these are spread.
            if turn == 0:
                peers[name] = peer(paths[name], name)
    for name in names:
        other = peers[name]
        found = min(turns[name], key=lambda turn: turn["cpu"])
        busiest = max(turns[name], key=lambda turn: turn["cpu"])
        theirs, ratio = other.get("failure"), ""
        if theirs is None:
            theirs = f"{other['cpu']:,.0f}"
            # Its own turn, so that both had the same machine.
            ratio = f"{other['cpu'] / turns[name][0]['cpu']:,.0f}"
        print(f"| `{name}` | {found['cold']:.1f} | {found['cpu']:.1f}–{busiest['cpu']:.1f} "
              f"| {found['median']:.1f}–{busiest['median']:.1f} | {found['parse']:.1f} "
              f"| {found['events']:.0f} | {theirs} | {ratio} |", flush=True)
        if name in REACHED:
            reach(f"`{name}`: parse + run ≤ 20 ms", f"{found['cpu']:.1f} ms", found["cpu"] <= 20)


def slope(points):
    xs, ys = [math.log(size) for size, _ in points], [math.log(value) for _, value in points]
    (x, y) = (statistics.mean(xs), statistics.mean(ys))
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def growth(scratch):
    print("\ngrowing models; milliseconds of processor (the quickest of some rounds), own processes; the peak is of one that "
          "runs the model once\n")
    print("| model | " + " | ".join(f"{size:,}" for size in SIZES) + " | slope | peak at 100,000 |")
    print("|---|" + "---|" * (len(SIZES) + 2))
    for kind, make in (("linear", models.linear), ("loop", models.loop)):
        times = []
        for size in SIZES:
            path = os.path.join(scratch, f"{kind}_{size}.bpmn")
            with open(path, "w") as file:
                file.write(make(size))
            rounds = 15 if size <= 10_000 else 3
            times.append((size, min(own("run", path, rounds)["best"] for _ in range(3))))
        peak = own("run", path, 1)["peak"]
        print(f"| {kind} | " + " | ".join(f"{time:,.1f}" for _, time in times)
              + f" | {slope(times):.2f} | {peak:.1f} MB |", flush=True)
        reach(f"{kind}: slope from 1,000 to 100,000 steps ≤ 1.1", f"{slope(times):.2f}", slope(times) <= 1.1)
        reach(f"{kind}: 100,000 steps in ≤ 60 MB", f"{peak:.1f} MB", peak <= 60)


def ledger(scratch):
    print("\nread back from the ledger: SQLite rows, JSON, records, fold of the engine's events (processor time, the quickest of "
          f"7 readings; the quietest and the busiest of {TURNS} processes)\n")
    print("| instance | engine's events | ledger's events | engine's events/s | all events/s |")
    print("|---|---|---|---|---|")
    turns = []
    for turn in range(TURNS):
        folder = os.path.join(scratch, f"replay-{turn}")
        os.mkdir(folder)
        turns.append(own("replay", folder))
        shutil.rmtree(folder)
    slowest = math.inf
    for lines in zip(*turns):
        line, rates = lines[0], [line["cpuRate"] for line in lines]
        share = (line["events"] + line["records"]) / line["events"]
        slowest = min(slowest, max(rates))
        print(f"| {line['what']} | {line['events']:,} | {line['records']:,} | {min(rates):,.0f}–{max(rates):,.0f} "
              f"| {min(rates) * share:,.0f}–{max(rates) * share:,.0f} |", flush=True)
    reach("replay ≥ 200,000 events/s, the slowest instance", f"{slowest:,.0f}/s", slowest >= 200_000)
    print("\nelements completed and on record, safe against loss of power (WAL, synchronous=FULL), by the clock\n")
    print("| instances | elements/s |")
    print("|---|---|")
    turns = []
    for turn in range(TURNS):
        folder = os.path.join(scratch, f"durable-{turn}")
        os.mkdir(folder)
        turns.append(own("durable", folder))
        shutil.rmtree(folder)
    for index, lines in enumerate(zip(*turns)):
        what, rates = lines[0]["what"], [line["rate"] for line in lines]
        print(f"| {what} | {min(rates):,.0f}–{max(rates):,.0f} |", flush=True)
        if index < 2:
            reach(f"durable steps ≥ 5,000/s: {what}", f"{max(rates):,.0f}/s", max(rates) >= 5000)


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
