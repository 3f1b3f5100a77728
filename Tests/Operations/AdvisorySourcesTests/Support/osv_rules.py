"""OSV entries and the rules of the schema, written apart from the product to compare it with.

Versions are those of PyPA's `packaging`, alone or as pip carries it.
"""

import json
import re
import zipfile

try:
    from packaging.version import InvalidVersion, Version
except ImportError:
    from pip._vendor.packaging.version import InvalidVersion, Version


def load(path):
    with zipfile.ZipFile(path) as archive:
        return [json.loads(archive.read(name)) for name in archive.namelist()]


def normalized(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def version(text):
    try:
        return Version(text)
    except InvalidVersion:
        return None


def parts_about(entry, package):
    return [p for p in entry["affected"] if normalized(p["package"]["name"]) == package]


def public(installed, bound):
    return installed if bound.local else Version(installed.public)


def bound_of(text):
    """The version of an event and whether it is exact; its release number if it is not a version."""
    exact = version(text)
    if exact is not None:
        return exact, True
    release = re.match(r"\d+(\.\d+)*", text)
    return (version(release.group()), False) if release else (None, False)


def in_range(installed, events):
    """The state after the last event at or before the version, interval by interval."""
    marks = []
    for event in events:
        for kind, text in event.items():
            if kind == "introduced" and text == "0":
                marks.append((0, Version("0.dev0"), 1, "open"))
                continue
            at, exact = bound_of(text)
            if kind == "introduced":
                marks.append((1, at, 1, "open") if at else (0, Version("0.dev0"), 1, "open"))
            elif at is None:
                continue
            elif kind == "fixed" and exact:
                marks.append((1, at, 0, "close"))
            elif kind in ("fixed", "last_affected"):
                marks.append((1, at, 2, "close after"))
    state = not any(mark[3] == "open" for mark in marks) and bool(events)
    for first, at, _, action in sorted(marks, key=lambda mark: mark[:3]):
        here = public(installed, at)
        if action == "open" and (first == 0 or here >= at):
            state = True
        elif action == "close" and here >= at:
            state = False
        elif action == "close after" and here > at:
            state = False
    return state


def includes(part, installed):
    for text in part.get("versions", []):
        listed = version(text)
        if listed is not None and public(installed, listed) == listed:
            return True
    ranges = [r for r in part.get("ranges", []) if r["type"] in ("ECOSYSTEM", "SEMVER")]
    return any(in_range(installed, r["events"]) for r in ranges)


def affects(entry, package, installed):
    return any(includes(part, installed) for part in parts_about(entry, package))


def fixes(entry, package):
    events = [
        event
        for part in parts_about(entry, package)
        for r in part.get("ranges", [])
        if r["type"] in ("ECOSYSTEM", "SEMVER")
        for event in r["events"]
    ]
    return [v for v in (version(e["fixed"]) for e in events if "fixed" in e) if v is not None]
