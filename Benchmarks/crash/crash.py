"""Kills `uvmgr dod validate` with SIGKILL at random moments, and looks at what is left each time."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

KILLS = int(os.environ.get("KILLS", "500"))
SEED = int(os.environ.get("SEED", str(random.randrange(10**6))))

GATES = {
    "first": "sleep 0.04; echo first; exit 0",
    "second": "sleep 0.08; echo second >&2; exit 1",
    "third": "sleep 0.02; head -c 200000 /dev/zero; exit 0",
    "fourth": "sleep 0.05; echo n=7; exit 0",
    "fifth": "echo fifth; exit 1",
}


def project(scratch):
    folder = os.path.join(scratch, "project")
    os.makedirs(folder)
    venv = os.path.join(scratch, "venv")
    os.makedirs(os.path.join(venv, "bin"))
    os.makedirs(os.path.join(venv, "lib/python3.11/site-packages"))
    with open(os.path.join(venv, "pyvenv.cfg"), "w") as file:
        file.write("version_info = 3.11.7\n")
    for name, text in (("venv/bin/python", "exit 0"), ("uv", "echo uv 9.9.9")):
        path = os.path.join(scratch, name)
        with open(path, "w") as file:
            file.write("#!/bin/sh\n" + text + "\n")
        os.chmod(path, 0o755)
    with open(os.path.join(folder, "pyproject.toml"), "w") as file:
        file.write('[project]\nname = "crash"\nversion = "1"\n[tool.uvmgr.dod]\n')
        file.write(f'policy = "minimal"\nenvironment = "{venv}"\n')
        for gate, script in GATES.items():
            file.write(f"[tool.uvmgr.dod.gates.{gate}]\ncommand = [\"sh\", \"-c\", '{script}']\nparser = \"exit-code\"\n")
            if gate == "fourth":
                file.write('after = ["first"]\n')
    return folder


class Bench:
    def __init__(self, uvmgr, scratch):
        self.uvmgr, self.folder = uvmgr, project(scratch)
        self.environment = dict(
            os.environ, HOME=os.path.join(scratch, "home"), XDG_CACHE_HOME=os.path.join(scratch, "cache"),
            UVMGR_UV=os.path.join(scratch, "uv"), UVMGR_KEYRING="off")
        self.only = [word for gate in GATES for word in ("--only", gate)]

    def command(self, *words):
        return [self.uvmgr, *words]

    def run(self, *words):
        return subprocess.run(
            self.command(*words), cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120)

    def validate(self):
        return self.command("dod", "validate", "-q", "--no-cache", "--format", "json", *self.only)

    def kill_after(self, delay):
        """Starts a validation and kills it; true if it was still running."""
        process = subprocess.Popen(
            self.validate(), cwd=self.folder, env=self.environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(delay)
            return False
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return True

    def statuses(self, report):
        return {gate["name"]: gate["status"] for gate in report["gates"]}

    def events(self):
        out = self.run("audit", "log", "--format", "json").stdout
        return [json.loads(json.loads(line)["event"]) for line in out.splitlines()]

    def missing_evidence(self):
        missing = []
        for event in self.events():
            if event["type"] == "EvidenceStored":
                digest = event["payload"]["evidence"]["digest"]
                path = os.path.join(self.folder, ".uvmgr/evidence/sha256", digest[:2], digest[2:])
                if not os.path.exists(path):
                    missing.append(digest)
        return missing


def main():
    random.seed(SEED)
    scratch = os.path.realpath(tempfile.mkdtemp(prefix="uvmgr-crash-"))
    bench = Bench(sys.argv[1], scratch)
    lengths = []
    for _ in range(6):
        started = time.perf_counter()
        whole = subprocess.run(bench.validate(), cwd=bench.folder, env=bench.environment, capture_output=True, text=True)
        lengths.append(time.perf_counter() - started)
    length = min(lengths)
    report = json.loads(whole.stdout)
    expected = (whole.returncode, report["verdict"], bench.statuses(report))
    print(f"undisturbed: exit {whole.returncode}, {report['verdict']}, {length:.2f} s; seed {SEED}")
    counts = dict(killed=0, finished=0, resumed=0, unbegun=0)
    failures = []
    turn = -1
    # Only kills that meet a running validation count; the others are held to the same promises.
    while counts["killed"] < KILLS:
        turn += 1
        killed = bench.kill_after(random.uniform(0, length))
        counts["killed" if killed else "finished"] += 1
        verify = bench.run("audit", "verify", "--format", "json")
        if verify.returncode != 0:
            failures.append(f"{turn}: verify exits {verify.returncode}: {verify.stdout[:500]}{verify.stderr[:500]}")
        last = json.loads(bench.run("dod", "runs", "--limit", "1", "--format", "json").stdout)["runs"][0]
        if last["verdict"] != "interrupted":
            counts["unbegun"] += killed
            continue
        resumed = bench.run("dod", "resume", "-q", "--format", "json")
        try:
            report = json.loads(resumed.stdout)
            found = (resumed.returncode, report.get("verdict"), bench.statuses(report))
        except (ValueError, KeyError):
            found = (resumed.returncode, resumed.stdout[:300], resumed.stderr[:300])
        if found != expected:
            failures.append(f"{turn}: resumed to {found}, expected {expected}")
        counts["resumed"] += 1
        replay = bench.run("dod", "replay", "-q")
        if replay.returncode != 0:
            failures.append(f"{turn}: replay exits {replay.returncode}: {replay.stdout[:300]}{replay.stderr[:300]}")
        if turn % 50 == 49:
            missing = bench.missing_evidence()
            if missing:
                failures.append(f"{turn}: {len(missing)} pieces of evidence are missing")
            print(f"  {counts['killed']} of {KILLS}, {len(failures)} failures", flush=True)
    missing = bench.missing_evidence()
    if missing:
        failures.append(f"{len(missing)} pieces of evidence are missing")
    print(
        f"{counts['killed']} kills hit a running validation, {counts['unbegun']} of them before its first event, "
        f"{counts['finished']} came too late; {counts['resumed']} runs resumed; {len(failures)} failures")
    for failure in failures[:20]:
        print("  " + failure)
    shutil.rmtree(scratch, ignore_errors=True)
    sys.exit(1 if failures else 0)


main()
