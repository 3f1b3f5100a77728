"""Lets verify_tlog.py and, on roots and inclusion proofs, pymerkle decide about what the product made.

Usage: second_opinion.py CASES, a file with {"entries": [Base 64], "roots": [hex], "cases": [...]}. A case has a `kind`, its
values, and `right`: what the answer must be. Prints how many there were, or what went wrong.
"""

import base64
import json
import sys
from collections import Counter

import pymerkle
import verify_tlog as own
from pymerkle.core import _inclusion_path_layout


def hashes(case, name="proof"):
    return [base64.b64decode(text) for text in case[name]]


def policy(case):
    return own.Policy(case["keys"], case.get("witnesses", ()), case.get("threshold", 0), case.get("origin"))


def inclusion(case):
    leaf, root = base64.b64decode(case["leaf"]), base64.b64decode(case["root"])
    own.verify_inclusion(leaf, case["index"], case["size"], hashes(case), root)


def consistency(case):
    roots = base64.b64decode(case["root1"]), base64.b64decode(case["root2"])
    own.verify_consistency(case["size1"], case["size2"], hashes(case), *roots)


OWN = {
    "inclusion": inclusion,
    "consistency": consistency,
    "note": lambda case: own.verify_note(base64.b64decode(case["note"]), [own.Key(k) for k in case["keys"]]),
    "checkpoint": lambda case: policy(case).checkpoint(base64.b64decode(case["note"])),
    "proof": lambda case: own.verify_proof(
        base64.b64decode(case["proof"]), base64.b64decode(case["leaf"]), policy(case)),
}


def accepts(case):
    try:
        OWN[case["kind"]](case)
        return True
    except own.Refused:
        return False


def pymerkle_accepts(case):
    rule, _ = _inclusion_path_layout(case["index"] + 1, case["size"])
    leaf = base64.b64decode(case["leaf"])
    proof = pymerkle.InclusionProof(
        "sha256", True, case["size"], case["index"] + 1, rule, [leaf] + hashes(case))
    try:
        proof.verify(leaf, base64.b64decode(case["root"]))
        return True
    except pymerkle.InvalidProof:
        return False


def main():
    with open(sys.argv[1]) as file:
        data = json.load(file)
    tree = pymerkle.InmemoryTree()
    for size, root in enumerate(data["roots"]):
        assert tree.get_root().hex() == root, f"pymerkle has another root over {size}"
        if size < len(data["entries"]):
            tree.append_entry(base64.b64decode(data["entries"][size]))
    counts = Counter()
    for case in data["cases"]:
        assert accepts(case) == case["right"], f"verify_tlog.py disagrees: {case}"
        counts["right" if case["right"] else "wrong"] += 1
        if case["kind"] == "inclusion" and 0 <= case["index"] < case["size"]:
            assert pymerkle_accepts(case) == case["right"], f"pymerkle disagrees: {case}"
            counts["by pymerkle"] += 1
    print(json.dumps(counts))


main()
