"""The job type `pay-out`: pays, or throws the BPMN error that the process catches."""

import json
import sys

job = json.load(sys.stdin)
account, euros = job["variables"]["account"], job["variables"]["euros"]
if account.endswith("CLOSED"):
    print(json.dumps({"bpmnError": "ACCOUNT_CLOSED", "message": f"{account} takes no payments"}))
else:
    print(json.dumps({"receipt": f"{euros} EUR to {account}, key {job['key']}"}))
