"""Writes what random versions of packages are affected by, as `osv_rules` has it.

    make_matches.py ARCHIVE COUNT > Fixtures/matches.jsonll

Each line is a case: package, version, and for each vulnerability the ids of its entries and the fixed versions.
"""

import json
import random
import sys

import osv_rules as rules


def merged(entries):
    """Entries that share an id or alias, by repeating until nothing changes."""
    groups = [({e["id"], *e.get("aliases", [])}, [e]) for e in entries]
    changed = True
    while changed:
        changed = False
        for i in range(len(groups)):
            for j in range(i + 1, len(groups)):
                if groups[i][0] & groups[j][0]:
                    groups[i] = (groups[i][0] | groups[j][0], groups[i][1] + groups[j][1])
                    del groups[j]
                    changed = True
                    break
            if changed:
                break
    return groups


def case(package, text, by_package):
    installed = rules.Version(text)
    found = []
    for _, group in merged([e for e in by_package[package] if "withdrawn" not in e]):
        if not any(rules.affects(e, package, installed) for e in group):
            continue
        fixes = {
            fix
            for e in group
            for fix in rules.fixes(e, package)
            if fix > installed and not any(rules.affects(other, package, fix) for other in group)
        }
        found.append({"entries": sorted(e["id"] for e in group), "fixed": [str(f) for f in sorted(fixes)]})
    return {"package": package, "version": text, "found": sorted(found, key=lambda v: v["entries"])}


def has_odd_bound(entry):
    ranges = [r for part in entry["affected"] for r in part.get("ranges", []) if r["type"] == "ECOSYSTEM"]
    return any(rules.version(text) is None for r in ranges for event in r["events"] for text in event.values())


def main():
    random.seed(440)
    by_package = {}
    for entry in rules.load(sys.argv[1]):
        for name in sorted({rules.normalized(p["package"]["name"]) for p in entry["affected"]}):
            by_package.setdefault(name, []).append(entry)
    odd = sorted(name for name, entries in by_package.items() if any(has_odd_bound(e) for e in entries))
    pairs = set()
    while len(pairs) < int(sys.argv[2]):
        # One in six of a package with bounds that are no versions, which are rare.
        package = random.choice(odd if len(pairs) % 6 == 0 else sorted(by_package))
        texts = {"0.1", "1.0", "2.6.0+cu124", "1.0.dev1", "99"}
        for entry in by_package[package]:
            for part in rules.parts_about(entry, package):
                texts.update(part.get("versions", []))
                for r in part.get("ranges", []):
                    for event in r["events"]:
                        texts.update(event.values())
                        texts.update(f"{v}{suffix}" for v in event.values() for suffix in ("rc1", ".1", ".post1", "+a"))
        valid = sorted({str(v) for v in (rules.version(t) for t in texts) if v is not None})
        pairs.add((package, random.choice(valid)))
    for package, text in sorted(pairs):
        print(json.dumps(case(package, text, by_package), separators=(",", ":")))


main()
