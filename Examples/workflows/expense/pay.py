"""Pays once: a second call with the same key finds the payment in the book."""

import json
import os
import pathlib
import sys
import time

key, euros = os.environ["UVMGR_IDEMPOTENCY_KEY"], float(sys.argv[1])
book = pathlib.Path("payments.jsonl")
known = [json.loads(line) for line in book.read_text().splitlines()] if book.exists() else []
payment = next((payment for payment in known if payment["key"] == key), None)
if payment is None:
    payment = {"key": key, "euros": euros, "number": len(known) + 1}
    with book.open("a") as lines:
        lines.write(json.dumps(payment) + "\n")
time.sleep(float(os.environ.get("BANK_SECONDS", "0")))  # the bank's answer takes its time
print(json.dumps({"number": payment["number"], "attempt": int(os.environ["UVMGR_ATTEMPT"])}))
