"""The job type `appraise-item`: what an item is still worth. The first call for a piano is lost on the way."""

import json
import sys

job = json.load(sys.stdin)
item = job["variables"]["item"]
if item["name"] == "piano" and job["attempt"] == 1:
    sys.exit("the appraiser of pianos does not answer")
years = 2026 - item["bought"]
print(json.dumps({"value": round(item["price"] * max(0.1, 1 - years / 20))}))
