"""Times whole processes in turn (A B C A B C ...), so that a machine that drifts drifts for all of them.

Prints for each command the minimum and the median of wall time, the median of CPU time and the peak memory, and the
ratios that docs/performance.md quotes. Nothing here passes or fails: the figures are for people.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = int(os.environ.get("ROUNDS", "25"))


def once(command, folder, environment):
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode


def measure(rows, rounds):
    samples = {name: [] for name, _, _, _ in rows}
    for turn in range(rounds + 1):
        for name, command, folder, environment in rows:
            sample = once(command, folder, environment)
            if turn:
                samples[name].append(sample)
    return samples


def show(samples):
    print(f"{'command':<38} {'min ms':>8} {'median ms':>10} {'CPU ms':>8} {'peak MB':>8}  exit")
    for name, rows in samples.items():
        walls, cpus, peaks, codes = zip(*rows)
        print(
            f"{name:<38} {min(walls) * 1e3:8.1f} {statistics.median(walls) * 1e3:10.1f} "
            f"{statistics.median(cpus) * 1e3:8.1f} {max(peaks):8.1f}  {sorted(set(codes))}"
        )


def ratio(samples, a, b):
    """The median over the rounds of A/B, pair by pair."""
    pairs = [x[0] / y[0] for x, y in zip(samples[a], samples[b])]
    print(f"  {a} / {b}: {statistics.median(pairs):.2f} × (min/min {min(x[0] for x in samples[a]) / min(y[0] for y in samples[b]):.2f})")


def prepare(orders, scratch, uvmgr, uv):
    """A copy of the example in a repository of its own, validated once, with no-op configurations of the peers."""
    folder = os.path.join(scratch, "orders")
    shutil.copytree(orders, folder, ignore=shutil.ignore_patterns(".uvmgr", ".venv", "__pycache__", ".hypothesis"))
    # Beside the project, so that they are no part of what is validated.
    with open(os.path.join(scratch, "pre-commit.yaml"), "w") as file:
        file.write(
            "repos:\n  - repo: local\n    hooks:\n      - id: nothing\n        name: nothing\n"
            "        entry: 'true'\n        language: system\n        pass_filenames: false\n"
        )
    with open(os.path.join(scratch, "noxfile.py"), "w") as file:
        file.write("import nox\n\n\n@nox.session(venv_backend='none')\ndef nothing(session):\n    pass\n")
    git = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "bench"]):
        subprocess.run(git + arguments, cwd=folder, check=True)
    return folder


def cold(uvmgr, folder, environment, rounds=3):
    """Cold runs with the environment made and nothing cached: wall time over the critical path the run reports."""
    print("\ncold parallel run over its critical path (3 runs, environment made, nothing cached)")
    for _ in range(rounds):
        output = subprocess.run(
            [uvmgr, "dod", "validate", "--no-cache", "--format", "json"],
            cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ).stdout
        run = json.loads(output)
        wall, path = run["durationSeconds"], run["criticalPathSeconds"]
        total = sum(g["durationSeconds"] for g in run["gates"])
        print(f"  {wall:6.2f} s over {path:6.2f} s: {wall / path:.3f} ×  (gates one after another: {total:.2f} s)")


def main():
    uvmgr, uv, peers, orders = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as scratch:
        environment = dict(os.environ, UVMGR_UV=uv, XDG_CACHE_HOME=os.environ.get("XDG_CACHE_HOME", ""))
        if not environment["XDG_CACHE_HOME"]:
            del environment["XDG_CACHE_HOME"]
        folder = prepare(orders, scratch, uvmgr, uv)
        first = subprocess.run([uvmgr, "dod", "validate", "-q"], cwd=folder, env=environment, stdout=subprocess.DEVNULL)
        print(f"first validation of Examples/orders: exit {first.returncode}")
        rows = [
            ("uvmgr --version", [uvmgr, "--version"], folder, environment),
            ("uv --version", [uv, "--version"], folder, environment),
            ("uvmgr dod validate (all cached)", [uvmgr, "dod", "validate", "-q"], folder, environment),
            ("prek run --all-files (no-op)", [f"{peers}/bin/prek", "run", "--all-files", "-c", "../pre-commit.yaml"], folder, environment),
            ("pre-commit run --all-files (no-op)", [f"{peers}/bin/pre-commit", "run", "--all-files", "-c", "../pre-commit.yaml"], folder, environment),
            ("nox (no-op)", [f"{peers}/bin/nox", "-f", "../noxfile.py", "-s", "nothing"], folder, environment),
        ]
        samples = measure(rows, ROUNDS)
        print(f"\n{ROUNDS} rounds, the commands in turn")
        show(samples)
        print("\nratios, median pair by pair")
        ratio(samples, "uvmgr --version", "uv --version")
        for peer in ("uv --version", "prek run --all-files (no-op)", "pre-commit run --all-files (no-op)", "nox (no-op)"):
            ratio(samples, "uvmgr dod validate (all cached)", peer)
        cold(uvmgr, folder, environment)


if __name__ == "__main__":
    main()
