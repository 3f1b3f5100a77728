"""Parses and runs a model once with SpiffWorkflow, and prints as JSON what it took, in milliseconds and MB."""

import json
import resource
import sys
import threading
import time

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser


def fault(kind, size, data):
    """What is wrong with the variables at the end."""
    if kind.startswith("mi_"):
        return None if data.get("results") == [2 * item for item in range(size)] else "`results` is another list"
    if kind == "fanout":
        return None if all(data.get(f"y{index}") == index for index in range(size)) else "variables are missing"
    return None if data.get("x") == size else f"x = {data.get('x')}"


def once(text, name):
    start, before = time.perf_counter(), time.process_time()
    parser = BpmnParser()
    parser.add_bpmn_str(text)
    spec = parser.get_spec(name)
    subprocesses = parser.get_subprocess_specs(name)
    parsed = time.perf_counter()
    workflow = BpmnWorkflow(spec, subprocesses)
    workflow.do_engine_steps()
    end, cpu = time.perf_counter(), time.process_time() - before
    kind, size = name.rsplit("_", 1)
    reason = fault(kind, int(size), workflow.data or workflow.last_task.data)
    seconds = f"after {end - start:.0f} s"
    if not workflow.is_completed():
        return {"failure": f"stands still {seconds}"}
    if reason:
        return {"failure": f"says that it has completed {seconds}, with {reason}"}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"parse": (parsed - start) * 1000, "whole": (end - start) * 1000, "cpu": cpu * 1000, "peak": peak}


def main():
    with open(sys.argv[1], "rb") as file:
        text = file.read()
    try:
        print(json.dumps(once(text, sys.argv[2])))
    except Exception as error:
        print(json.dumps({"failure": f"{type(error).__name__}: {error}"[:160]}))


# Its parser calls itself for each element, deeper than Python allows by default.
sys.setrecursionlimit(1_000_000)
threading.stack_size(512 << 20)
thread = threading.Thread(target=main)
thread.start()
thread.join()
