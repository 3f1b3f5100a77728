"""Converts the amount of a receipt: reads the variables of the process, prints what it adds to them."""

import json
import sys

RATES = {"EUR": 1.0, "USD": 0.86, "GBP": 1.14}

variables = json.load(sys.stdin)
currency = variables.get("currency", "EUR")
if currency in RATES:
    print(json.dumps({"euros": round(variables["amount"] * RATES[currency], 2)}))
else:
    print(json.dumps({"bpmnError": "NO_RATE", "message": f"there is no rate for {currency}"}))
