#!/usr/bin/env python3
"""Verifies a transparency log with nothing but its public keys.

Written from the specifications alone: RFC 6962 and RFC 9162 (tree, inclusion, consistency) and, of C2SP, signed-note,
tlog-checkpoint, tlog-cosignature (Ed25519), tlog-tiles and tlog-proof. Needs Python 3.9 and the package `cryptography`.

    verify_tlog.py note NOTE --key KEY
    verify_tlog.py checkpoint CHECKPOINT --key KEY [--origin ORIGIN] [--witness KEY ... --threshold N]
    verify_tlog.py proof PROOF LEAF --key KEY [...]          is this leaf in the log?
    verify_tlog.py growth OLD NEW HASHES --key KEY [...]     does the new checkpoint continue the old one?
    verify_tlog.py tiles FOLDER --key KEY [--old OLD] [...]  is the whole log what its checkpoint says?

A KEY reads `name+id+base64`. HASHES is a file with the consistency proof, a hash in Base 64 on each line.
Prints `ok: ...` and exits with 0, or prints `refused: ...` and exits with 1.
"""

import argparse
import base64
import binascii
import hashlib
import re
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LIMIT = 2**63  # Sizes and indices are below.
ED25519, COSIGNATURE = 1, 4  # Signature types of signed-note.
# Keys that anybody can sign for: y coordinates of the points of small order, and what they read with the prime added.
WEAK = {
    "00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f", "ed" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
}


class Refused(Exception):
    """What was to be verified is wrong."""


def require(holds, reason):
    if not holds:
        raise Refused(reason)


def decimal(text):
    require(re.fullmatch("0|[1-9][0-9]{0,18}", text), f"{text!r} is no decimal number")
    require(int(text) < LIMIT, f"{text} is too large")
    return int(text)


def unbase64(text):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise Refused(f"{text!r} is not Base 64") from None
    require(base64.b64encode(data).decode() == text, f"{text!r} is not canonical Base 64")
    return data


def hash_from(text):
    data = unbase64(text)
    require(len(data) == 32, "a hash has 32 bytes")
    return data


def plain_text(data):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("not UTF-8") from None
    require(not any(c < " " and c != "\n" for c in text), "control characters")
    return text


# The tree: RFC 6962, section 2.1


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size):
    """The greatest power of two below a size of at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def tree_root(leaves):
    """The root over leaf hashes: pairs level by level, an odd one at the end goes up as it is."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    while len(leaves) > 1:
        pairs = [node_hash(*leaves[i : i + 2]) for i in range(0, len(leaves) - 1, 2)]
        leaves = pairs + leaves[len(pairs) * 2 :]
    return leaves[0]


def root_by_inclusion(leaf, index, size, proof):
    """The root that a leaf and its proof give (RFC 6962, section 2.1.1)."""
    require(0 <= index < size < LIMIT, f"no leaf {index} in a tree of {size}")
    if size == 1:
        require(not proof, "the proof is too long")
        return leaf
    require(proof, "the proof is too short")
    left, sibling = split(size), proof[-1]
    if index < left:
        return node_hash(root_by_inclusion(leaf, index, left, proof[:-1]), sibling)
    return node_hash(sibling, root_by_inclusion(leaf, index - left, size - left, proof[:-1]))


def roots_by_consistency(old, new, proof, old_root):
    """The roots of the old and the new tree by their proof (RFC 6962, section 2.1.2); `old_root` is None inside."""
    if old == new:
        require(len(proof) == (0 if old_root else 1), "the proof has another length")
        root = old_root or proof[0]
        return root, root
    require(proof, "the proof is too short")
    left, sibling = split(new), proof[-1]
    if old <= left:
        first, second = roots_by_consistency(old, left, proof[:-1], old_root)
        return first, node_hash(second, sibling)
    first, second = roots_by_consistency(old - left, new - left, proof[:-1], None)
    return node_hash(sibling, first), node_hash(sibling, second)


def verify_inclusion(leaf, index, size, proof, root):
    require(root_by_inclusion(leaf, index, size, proof) == root, "the proof gives another root")


def verify_consistency(old, new, proof, old_root, new_root):
    require(0 < old <= new < LIMIT, f"a tree of {old} is no beginning of one of {new}")
    roots = roots_by_consistency(old, new, proof, old_root)
    require(roots == (old_root, new_root), "the proof gives other roots")


# Signed notes and checkpoints


class Key:
    """A public key, `name+id+base64`."""

    def __init__(self, text):
        parts = text.split("+", 2)
        require(len(parts) == 3, "a key reads name+id+base64")
        self.name, data = parts[0], unbase64(parts[2])
        require(is_key_name(self.name), "a key name is not empty and has neither spaces nor plus signs")
        require(len(data) == 33 and data[0] in (ED25519, COSIGNATURE), "the key is not an Ed25519 key")
        require((data[1:32] + bytes([data[32] & 0x7F])).hex() not in WEAK, "anybody can sign for the key")
        self.type = data[0]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + data).digest()[:4]
        require(self.id.hex() == parts[1], "the key has another id")
        self.public = Ed25519PublicKey.from_public_bytes(data[1:])

    def verify(self, signature, text):
        """Verifies what follows the key id in a signature; gives the time of a cosignature."""
        message, time = text.encode(), None
        if self.type == COSIGNATURE:
            require(len(signature) == 72, f"the signature of {self.name} has another length")
            time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            require(time < LIMIT, f"the time of {self.name} is too large")
            message = f"cosignature/v1\ntime {time}\n".encode() + message
        try:
            self.public.verify(signature, message)
        except InvalidSignature:
            raise Refused(f"the signature of {self.name} is wrong") from None
        return time


def is_key_name(name):
    return name != "" and not any(c.isspace() or c == "+" or c < " " for c in name)


def read_note(data):
    """The text of a signed note and its signatures: (name, key id, signature)."""
    whole = plain_text(data)
    end = whole.rfind("\n\n")
    require(end >= 0 and whole.endswith("\n"), "no note")
    signatures = [read_signature(line) for line in whole[end + 2 : -1].split("\n")]
    return whole[: end + 1], signatures


def read_signature(line):
    parts = line.split(" ")
    require(len(parts) == 3 and parts[0] == "\u2014" and is_key_name(parts[1]), f"{line!r} is no signature")
    data = unbase64(parts[2])
    require(len(data) > 4, "a signature is longer than a key id")
    return parts[1], data[:4], data[4:]


def verify_note(data, keys):
    """The text of a note, and for each key that signed it the time of its cosignature or None."""
    text, signatures = read_note(data)
    signed = {}
    for name, key_id, signature in signatures:
        for key in keys:
            if (key.name, key.id) == (name, key_id):
                signed[key] = key.verify(signature, text)
    require(signed, "no trusted key signed")
    return text, signed


class Checkpoint:
    def __init__(self, text):
        lines = text.split("\n")
        require(lines.pop() == "" and len(lines) >= 3 and all(lines), "no checkpoint")
        self.origin, self.size, self.root = lines[0], decimal(lines[1]), hash_from(lines[2])
        require(self.size > 0 or self.root == tree_root([]), "a tree without leaves has another root")


class Policy:
    """The log's key must have signed, and at least `threshold` of the witnesses cosigned."""

    def __init__(self, log_keys, witnesses=(), threshold=0, origin=None):
        self.logs, self.witnesses = [Key(k) for k in log_keys], [Key(k) for k in witnesses]
        self.threshold, self.origin = threshold, origin or self.logs[0].name
        require(all(k.type == ED25519 for k in self.logs), "a log's key is one of cosignatures")
        require(all(k.type == COSIGNATURE for k in self.witnesses), "a witness's key is not one of cosignatures")

    def checkpoint(self, data):
        text, signed = verify_note(data, self.logs + self.witnesses)
        require(any(k in signed for k in self.logs), "the log did not sign")
        checkpoint = Checkpoint(text)
        require(checkpoint.origin == self.origin, f"a checkpoint of {checkpoint.origin}")
        count = len({k.public.public_bytes_raw() for k in self.witnesses if k in signed})
        require(count >= self.threshold, f"{count} of the witnesses cosigned, {self.threshold} must")
        return checkpoint


# Proofs and tiles


def verify_proof(data, leaf, policy):
    """Verifies a tlog-proof file and gives its checkpoint and the leaf's index."""
    head, found, note = plain_text(data).partition("\n\n")
    lines = head.split("\n")
    require(found and lines.pop(0) == "c2sp.org/tlog-proof@v1", "no log proof")
    if lines and lines[0].startswith("extra "):
        unbase64(lines.pop(0)[len("extra ") :])
    require(lines and lines[0].startswith("index "), "no index")
    index, proof = decimal(lines[0][len("index ") :]), [hash_from(line) for line in lines[1:]]
    checkpoint = policy.checkpoint(note.encode())
    verify_inclusion(leaf_hash(leaf), index, checkpoint.size, proof, checkpoint.root)
    return checkpoint, index


def tile_path(level, index, width):
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join(["x" + part for part in parts[:-1]] + parts[-1:])
    return f"tile/{level}/{path}" + (f".p/{width}" if width < 256 else "")


def tile_widths(count):
    """The index and width of each tile over that many hashes."""
    return [(i, min(256, count - i * 256)) for i in range(-(-count // 256))]


def read_file(folder, path):
    try:
        return (folder / path).read_bytes()
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}") from None


def read_bundle(folder, index, width):
    path = tile_path("entries", index, width)
    data, entries = read_file(folder, path), []
    while data:
        length = int.from_bytes(data[:2], "big")
        require(len(data) >= 2 + length, f"{path} is cut off")
        entries.append(data[2 : 2 + length])
        data = data[2 + length :]
    require(len(entries) == width, f"{path} has another number of entries")
    return entries


def verify_tiles(folder, policy, old=None):
    """Computes all of a log from its entries, compares every tile, and the beginning with an old checkpoint."""
    checkpoint = policy.checkpoint(read_file(folder, "checkpoint"))
    leaves = [leaf_hash(e) for i, w in tile_widths(checkpoint.size) for e in read_bundle(folder, i, w)]
    require(tree_root(leaves) == checkpoint.root, "the entries give another root")
    level, hashes = 0, leaves
    while hashes:
        for index, width in tile_widths(len(hashes)):
            path = tile_path(level, index, width)
            expected = b"".join(hashes[index * 256 : index * 256 + width])
            require(read_file(folder, path) == expected, f"{path} has other hashes")
        full = range(len(hashes) // 256)
        level, hashes = level + 1, [tree_root(hashes[i * 256 : i * 256 + 256]) for i in full]
    if old is not None:
        known = policy.checkpoint(old)
        require(known.size <= checkpoint.size, "the log went back")
        require(tree_root(leaves[: known.size]) == known.root, "the log does not continue the old checkpoint")
    return checkpoint


def verify_growth(old, new, hashes, policy):
    known, checkpoint = policy.checkpoint(old), policy.checkpoint(new)
    lines = plain_text(hashes).split("\n")
    require(lines.pop() == "", "the last hash does not end its line")
    proof = [hash_from(line) for line in lines]
    require(known.size <= checkpoint.size, "the log went back")
    if known.size == 0:
        require(not proof, "nothing is proved from a tree without leaves")
    else:
        verify_consistency(known.size, checkpoint.size, proof, known.root, checkpoint.root)
    return checkpoint


# Command line


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, files in {
        "note": ["note"], "checkpoint": ["checkpoint"], "proof": ["proof", "leaf"],
        "growth": ["old", "new", "hashes"], "tiles": ["folder"],
    }.items():
        command = commands.add_parser(name)
        for file in files:
            command.add_argument(file, type=Path)
        command.add_argument("--key", action="append", required=True, help="the log's public key")
        if name == "note":
            continue
        command.add_argument("--origin", help="the log's origin, if not its key's name")
        command.add_argument("--witness", action="append", default=[], help="the public key of a witness")
        command.add_argument("--threshold", type=int, default=0, help="how many witnesses must have cosigned")
        if name == "tiles":
            command.add_argument("--old", type=Path, help="an older checkpoint of the log")
    return parser.parse_args()


def run(options):
    if options.command == "note":
        text, signed = verify_note(options.note.read_bytes(), [Key(k) for k in options.key])
        return f"{len(text.encode())} bytes signed by " + ", ".join(key.name for key in signed)
    policy = Policy(options.key, options.witness, options.threshold, options.origin)
    found = ""
    if options.command == "checkpoint":
        checkpoint = policy.checkpoint(options.checkpoint.read_bytes())
    elif options.command == "proof":
        checkpoint, index = verify_proof(options.proof.read_bytes(), options.leaf.read_bytes(), policy)
        found = f"leaf {index} of "
    elif options.command == "growth":
        files = (options.old, options.new, options.hashes)
        checkpoint = verify_growth(*(file.read_bytes() for file in files), policy)
    else:
        old = options.old.read_bytes() if options.old else None
        checkpoint = verify_tiles(options.folder, policy, old)
    return f"{found}{checkpoint.origin} with {checkpoint.size} leaves and root {checkpoint.root.hex()}"


def main():
    try:
        print("ok:", run(arguments()))
    except (Refused, OSError) as problem:
        print("refused:", problem)
        sys.exit(1)


if __name__ == "__main__":
    main()
