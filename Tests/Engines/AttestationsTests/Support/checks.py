"""Checks attestations with the libraries that other tools use.

Reads a JSON list of requests from standard input and writes the list of answers: an object with "error" for what a
library refused, and with what it read otherwise.
"""

import json
import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.protobuf import struct_pb2, timestamp_pb2  # noqa: F401  (they join the descriptor pool)
from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from in_toto_attestation.predicates.vsa.v1 import vsa_pb2
from in_toto_attestation.v1 import resource_descriptor_pb2, statement_pb2
from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
from in_toto_attestation.v1.statement import Statement
from securesystemslib.dsse import Envelope
from securesystemslib.signer import CryptoSigner, SSlibKey

TYPES = descriptor_pb2.FieldDescriptorProto
DESCRIPTOR = "in_toto_attestation.v1.ResourceDescriptor"
TIMESTAMP = "google.protobuf.Timestamp"
STRUCT = "google.protobuf.Struct"
TEXTS = {"text": TYPES.TYPE_STRING, "count": TYPES.TYPE_UINT64}

# The predicates that the package has no messages for, or wrong ones, as their specifications' text has them:
# message -> member -> kind, where "[…]" is a list and "{…}" a map from strings.
SPECIFIED = {
    "Svr": {"verifier": "SvrVerifier", "timeCreated": TIMESTAMP, "properties": "[text]"},
    "SvrVerifier": {"id": "text", "policies": f"[{DESCRIPTOR}]"},
    "Vulns": {"scanner": "VulnsScanner", "metadata": "VulnsMetadata"},
    "VulnsScanner": {"uri": "text", "version": "text", "db": "VulnsDatabase", "result": "[VulnsResult]"},
    "VulnsDatabase": {"uri": "text", "version": "text", "lastUpdate": TIMESTAMP},
    "VulnsResult": {"id": "text", "severity": "[VulnsSeverity]", "annotations": f"[{STRUCT}]"},
    "VulnsSeverity": {"method": "text", "score": "text"},
    "VulnsMetadata": {"scanStartedOn": TIMESTAMP, "scanFinishedOn": TIMESTAMP},
    "Vsa": {
        "verifier": "VsaVerifier",
        "timeVerified": TIMESTAMP,
        "resourceUri": "text",
        "policy": DESCRIPTOR,
        "inputAttestations": f"[{DESCRIPTOR}]",
        "verificationResult": "text",
        "verifiedLevels": "[text]",
        "dependencyLevels": "{count}",
        "slsaVersion": "text",
    },
    "VsaVerifier": {"id": "text", "version": "{text}"},
}


def add_field(message, number, name, kind):
    field = message.field.add(name=name, number=number, json_name=name, label=TYPES.LABEL_OPTIONAL)
    if kind.startswith("{"):
        entry = message.nested_type.add(name=name[0].upper() + name[1:] + "Entry")
        entry.options.map_entry = True
        add_field(entry, 1, "key", "text")
        add_field(entry, 2, "value", kind[1:-1])
        field.type, field.type_name = TYPES.TYPE_MESSAGE, f".specified.{message.name}.{entry.name}"
        field.label = TYPES.LABEL_REPEATED
        return
    if kind.startswith("["):
        field.label, kind = TYPES.LABEL_REPEATED, kind[1:-1]
    if kind in TEXTS:
        field.type = TEXTS[kind]
    else:
        field.type = TYPES.TYPE_MESSAGE
        field.type_name = f".{kind}" if "." in kind else f".specified.{kind}"


def specified_messages():
    file = descriptor_pb2.FileDescriptorProto(name="specified.proto", package="specified", syntax="proto3")
    file.dependency.extend([
        "google/protobuf/struct.proto", "google/protobuf/timestamp.proto", resource_descriptor_pb2.DESCRIPTOR.name,
    ])
    for name, members in SPECIFIED.items():
        message = file.message_type.add(name=name)
        for number, (member, kind) in enumerate(members.items(), 1):
            add_field(message, number, member, kind)
    pool = descriptor_pool.Default()
    pool.AddSerializedFile(file.SerializeToString())
    return {
        name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"specified.{name}")) for name in SPECIFIED
    }


MESSAGES = specified_messages()
PREDICATES = {
    "https://in-toto.io/attestation/test-result/v0.1": [test_result_pb2.TestResult],
    "https://in-toto.io/attestation/vulns/v0.2": [MESSAGES["Vulns"]],
    "https://slsa.dev/provenance/v1": [provenance_pb2.Provenance],
    "https://slsa.dev/verification_summary/v1": [MESSAGES["Vsa"], vsa_pb2.VerificationSummary],
    "https://in-toto.io/attestation/svr/v0.2": [MESSAGES["Svr"]],
}


def published_part(message, predicate):
    """What the published message of a verification summary can hold: it has `verifiedLevels` as one string, a
    verifier without versions and descriptors with URI and digest only, which its specification has otherwise."""
    if message is not vsa_pb2.VerificationSummary:
        return predicate
    part = {name: value for name, value in predicate.items() if name != "verifiedLevels"}
    part["verifier"] = {"id": predicate["verifier"]["id"]}
    part["policy"] = {k: v for k, v in predicate["policy"].items() if k in ("uri", "digest")}
    return part


def descriptors(value):
    """Every resource descriptor in a message."""
    for field, child in value.ListFields():
        if field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        for message in child if not hasattr(child, "ListFields") else [child]:
            if field.message_type.full_name == DESCRIPTOR:
                yield message
            elif not field.message_type.full_name.startswith("google."):
                yield from descriptors(message)


def check_statement(request):
    text = request["statement"]
    message = json_format.Parse(text, statement_pb2.Statement())
    Statement.copy_from_pb(message).validate()
    predicate = json.loads(text)["predicate"]
    extensions = sorted(name for name in predicate if "_" in name)
    for name in extensions:
        del predicate[name]
    read, count = [], 0
    for kind in PREDICATES[message.predicate_type]:
        # Unknown members, and values of another type, are errors.
        value = json_format.ParseDict(published_part(kind, predicate), kind())
        for descriptor in descriptors(value):
            ResourceDescriptor.copy_from_pb(descriptor).validate()
            count += 1
        read.append(kind.DESCRIPTOR.full_name)
    return {"read": read, "extensions": extensions, "subjects": len(message.subject), "descriptors": count}


def check_verify(request):
    keys = []
    for pem in request["keys"]:
        key = serialization.load_pem_public_key(pem["pem"].encode())
        keys.append(SSlibKey.from_crypto(key, keyid=pem["keyid"]))
    envelope = Envelope.from_dict(json.loads(request["envelope"]))
    accepted = envelope.verify(keys, request["threshold"])
    return {"accepted": sorted(accepted), "payload": envelope.payload.decode(), "pae": envelope.pae().hex()}


def check_sign(request):
    envelope = Envelope(request["payload"].encode(), request["type"], {})
    keys = []
    for pem in request["keys"]:
        key = serialization.load_pem_private_key(pem.encode(), None)
        signer = CryptoSigner(key)
        envelope.sign(signer)
        keys.append(signer.public_key.keyid)
    return {"envelope": json.dumps(envelope.to_dict()), "keyids": keys}


def check_key(request):
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(request["raw"]))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {"private": private.decode(), "public": public.decode()}


CHECKS = {"statement": check_statement, "verify": check_verify, "sign": check_sign, "key": check_key}


def answer(request):
    try:
        return CHECKS[request["check"]](request)
    except Exception as error:  # Whatever a library raises is its refusal.
        return {"error": f"{type(error).__name__}: {error}"}


json.dump([answer(request) for request in json.load(sys.stdin)], sys.stdout)
