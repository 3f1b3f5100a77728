"""The job type `check-policy`: is the policy in the register that the header names?"""

import json
import sys

REGISTERS = {"household": {"H-2041": 2000}}

job = json.load(sys.stdin)
register = REGISTERS[job["headers"]["register"]]
number = job["variables"]["number"]
print(json.dumps({"covered": number in register, "limit": register.get(number, 0)}))
