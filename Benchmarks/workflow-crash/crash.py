"""Kills `uvmgr workflow run` and `resume` with SIGKILL at random moments, and looks at what is left each time."""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

KILLS = int(os.environ.get("KILLS", "200"))
SEED = int(os.environ.get("SEED", str(random.randrange(10**6))))
NAMES = sorted(["build", "publish", "flaky", "tell"] + [f"item-{index}" for index in range(6)])


class Bench:
    def __init__(self, uvmgr, files, scratch):
        self.uvmgr, self.scratch, self.folder = uvmgr, scratch, os.path.join(scratch, "project")
        os.makedirs(self.folder)
        for name in ("process.bpmn", "effect.sh"):
            shutil.copy(os.path.join(files, name), self.folder)
        with open(os.path.join(self.folder, "pyproject.toml"), "w") as file:
            file.write('[project]\nname = "crash"\nversion = "1"\n')
        self.environment = dict(
            os.environ, HOME=os.path.join(scratch, "home"), XDG_CACHE_HOME=os.path.join(scratch, "cache"),
            UVMGR_KEYRING="off")

    def turn(self, number):
        """A folder of effects of its own."""
        self.effects = os.path.join(self.scratch, f"effects-{number}")
        os.makedirs(self.effects)
        self.environment["EFFECTS"] = self.effects

    def start(self, *words):
        return subprocess.Popen(
            [self.uvmgr, *words], cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)

    def run(self, *words):
        return subprocess.run(
            [self.uvmgr, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120)

    def json(self, *words):
        done = self.run(*words, "--format", "json")
        try:
            return done.returncode, json.loads(done.stdout)
        except ValueError:
            return done.returncode, {"output": (done.stdout + done.stderr)[-500:]}

    def kill_after(self, delay, *words):
        """Starts a command and kills it; true if it was still running."""
        process = self.start(*words)
        try:
            process.wait(delay)
            return False
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return True

    def happened(self):
        """What happened by name, one entry a key; and how often it was asked for."""
        names = []
        for entry in os.listdir(self.effects):
            if entry.startswith("once-"):
                with open(os.path.join(self.effects, entry)) as file:
                    names.append(file.read().strip())
        asked = os.path.join(self.effects, "asked")
        with open(asked) if os.path.exists(asked) else open(os.devnull) as file:
            return sorted(names), sum(1 for _ in file)

    def last(self):
        listed = self.json("workflow", "list", "--limit", "1")[1].get("workflows")
        return listed[0]["id"] if listed else None

    def left_over(self):
        """Processes that still work for this bench, a while after all commands have ended."""
        deadline = time.time() + 10
        while True:
            found = []
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    with open(f"/proc/{pid}/environ", "rb") as file:
                        if self.scratch.encode() in file.read():
                            found.append(pid)
                except OSError:
                    continue
            if not found or time.time() > deadline:
                return found
            time.sleep(0.2)


def settled(code, view):
    return code, view.get("state"), view.get("variables"), view.get("output")


def check(bench, identifier, expected, failures, turn):
    """Brings an instance to its end and holds it to the promises."""
    code, view = bench.json("workflow", "show", identifier)
    if view.get("state") != "completed":
        code, view = bench.json("workflow", "resume", identifier)
    if settled(code, view) != expected:
        failures.append(f"{turn}: ends as {settled(code, view)}, expected {expected}")
    names, asked = bench.happened()
    if names != NAMES:
        failures.append(f"{turn}: these effects happened: {names}")
    for words in (["audit", "verify"], ["workflow", "replay", identifier]):
        done = bench.run(*words)
        if done.returncode != 0:
            failures.append(f"{turn}: {' '.join(words)} exits {done.returncode}: {(done.stdout + done.stderr)[:500]}")
    return asked


def undisturbed(bench):
    lengths = []
    for number in range(5):
        bench.turn(f"undisturbed-{number}")
        started = time.perf_counter()
        code, view = bench.json("workflow", "run", "process.bpmn")
        lengths.append(time.perf_counter() - started)
    expected = settled(code, view)
    if expected[:2] != (0, "completed") or bench.happened()[0] != NAMES:
        sys.exit(f"an undisturbed run ends as {expected} with {bench.happened()}")
    return expected, sorted(lengths)[2]


def main():
    random.seed(SEED)
    scratch = os.path.realpath(tempfile.mkdtemp(prefix="uvmgr-workflow-crash-"))
    bench = Bench(sys.argv[1], sys.argv[2], scratch)
    expected, length = undisturbed(bench)
    total = expected[2]["total"]
    print(f"undisturbed: completed, total = {total}, {len(NAMES)} effects, {length:.2f} s; seed {SEED}", flush=True)
    counts = dict(run=0, resume=0, finished=0, unbegun=0, completed=0, again=0)
    failures, turn, newest = [], 0, bench.last()
    # Only kills that meet a running command count; the others are held to the same promises.
    while counts["run"] + counts["resume"] < KILLS:
        turn += 1
        bench.turn(turn)
        killed = bench.kill_after(random.uniform(0, length), "workflow", "run", "process.bpmn")
        counts["run" if killed else "finished"] += 1
        identifier = bench.last()
        if identifier == newest:
            counts["unbegun"] += 1
            if bench.happened() != ([], 0):
                failures.append(f"{turn}: nothing is on record, but {bench.happened()} happened")
            continue
        newest = identifier
        while random.random() < 0.5 and counts["run"] + counts["resume"] < KILLS:
            killed = bench.kill_after(random.uniform(0, length), "workflow", "resume", identifier)
            counts["resume" if killed else "finished"] += 1
        counts["again"] += check(bench, identifier, expected, failures, turn) - len(NAMES) - 1
        counts["completed"] += 1
        if turn % 20 == 0:
            print(f"  {counts['run'] + counts['resume']} of {KILLS}, {len(failures)} failures", flush=True)
    left = bench.left_over()
    if left:
        failures.append(f"{len(left)} processes still run: {left}")
    print(
        f"{counts['run']} kills hit `workflow run`, {counts['unbegun']} of them before its first event, {counts['resume']} hit "
        f"`workflow resume`, {counts['finished']} came too late; {counts['completed']} instances completed as an undisturbed "
        f"one, with {counts['again']} effects asked for more than once; {len(failures)} failures")
    for failure in failures[:20]:
        print("  " + failure)
    shutil.rmtree(scratch, ignore_errors=True)
    sys.exit(1 if failures else 0)


main()
